"""The promise of `make test-package`: the Debian package in the hands of a technician, on a fresh Debian.

A root made by mmdebstrap is booted, and what the pages print is typed there. Each test goes on where
the one before ended. It needs Debian's servers, for what the package depends on, and those of Python's
packages.
"""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Final

import pytest
from aiosmtpd.controller import Controller

from tests.dovecot import PASSWORD, USER, Dovecot, free_port, running_dovecot
from tests.installing import found, installed
from tests.journeys.conftest import Sink
from tests.machine import Machine, booted

REPOSITORY: Final = Path(__file__).parent.parent.parent
SOURCES: Final = Path("/etc/apt/sources.list.d/debian.sources")
AUTHORITIES: Final = "/etc/ssl/certs/ca-certificates.crt"

UNIT: Final = "altabaixa"
OTHER: Final = "altabaixa@mollo"
OF_THE_OTHER: Final = "/etc/altabaixa/mollo/altabaixa.toml"
STOPPED: Final = "altabaixa@stopped"
CA: Final = "/etc/altabaixa/ca.pem"
BOOKS: Final = "/var/lib/altabaixa"

MOST_MEGABYTES: Final = 120
FIRST, NEXT = "1.0.0", "1.1.0"
"""The versions that the pages name."""

PEOPLE: Final = {
    "roser@veins.example": ("Roser Puig Serra", "12345678Z", "600111555"),
    "biel@veins.example": ("Biel Riera Comas", "47336920E", "600553218"),
    "joana@veins.example": ("Joana Vila Pla", "X1234567L", "600111333"),
    "pere@veins.example": ("Pere Soler Mas", "87654321X", "600111444"),
}
ANSWERS: Final = """
[town]
name = "Ajuntament de Vilaprova"
channel = "Informació Ajuntament de Vilaprova"
whatsapp = "+34600111222"
[mailbox]
host = "127.0.0.1"
port = {imap}
ca_file = "{ca}"
user = "{user}"
password = "{password}"
addresses = ["info@vila.localhost"]
[smtp]
host = "127.0.0.1"
port = {smtp}
tls = "none"
user = ""
sender = "info@vila.localhost"
[staff]
digest_to = ["secretaria@vila.localhost"]
orders_from = ["secretaria@vila.localhost"]
"""
HEADER: Final = "name,id_document,phone,state,consent_number,consent_at,activated_on"


@contextmanager
def timed(what: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    print(f"\n  {what}: {time.monotonic() - began:.1f} s ", end="", flush=True)


def page(name: str, heading: str) -> list[str]:
    """The blocks of commands below *heading* of a page, as they are printed there."""
    text = (REPOSITORY / "docs" / name).read_text()
    section = re.split(rf"^#+ {re.escape(heading)}$", text, flags=re.MULTILINE)[1]
    return re.findall(
        r"^```sh\n(.*?)^```$", re.split(r"^##+ ", section, flags=re.MULTILINE)[0], re.MULTILINE | re.DOTALL
    )


class Debian:
    """A machine with the package in two versions, a mailbox that it reads, and who writes there."""

    def __init__(self, machine: Machine, root: Path, dovecot: Dovecot, sink: Sink, port: int) -> None:
        self.machine = machine
        self.root = root
        self.dovecot = dovecot
        self.sink = sink
        answers = ANSWERS.format(imap=dovecot.port, ca=CA, user=USER, password=PASSWORD, smtp=port)
        machine.put("/root/answers.toml", answers, mode="600")

    def types(self, commands: str) -> str:
        """What a block of commands prints, typed in root's home; each has to succeed."""
        script = f"set -e\ncd /root\nexport DEBIAN_FRONTEND=noninteractive\n{commands}"
        return self.machine.said("sh", "-c", script.replace("apt-get install", "apt-get install -y"))

    def pid(self, unit: str) -> str:
        shown = self.machine.show(unit, "MainPID", "ActiveState")
        assert shown["ActiveState"] == "active", self.machine.journal(unit)
        return shown["MainPID"]

    def user(self, unit: str) -> str:
        return self.machine.said("stat", "--format=%u", f"/proc/{self.pid(unit)}").strip()

    def answers_who_leaves(self, address: str, *, during: str = "") -> None:
        """The leave of *address* is answered, once; it comes while *during* is typed."""
        self.machine.wait_until(UNIT, "StatusText", "mailbox connected")
        name, document, phone = PEOPLE[address]
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = address, "info@vila.localhost", "BAIXA WhatsApp"
        mail["Message-ID"] = f"<1.{address}>"
        mail.set_content(f"{name}\nDNI {document}\nMòbil {phone}\n")
        self.dovecot.deliver(mail.as_bytes())
        if during:
            self.types(during)
        self.sink.wait_for(address)
        rows = self.types("altabaixa subscribers list --json")
        assert re.search(rf'"phone": "\+34{phone}",\s+"state": "leaving"', rows), rows

    def wrote_once_to(self, *addresses: str) -> None:
        assert {each: len(self.sink.to(each)) for each in addresses} == dict.fromkeys(addresses, 1)


@pytest.fixture(scope="module")
def debian(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Debian]:
    folder = tmp_path_factory.mktemp("package")
    root = folder / "root"
    with timed("a fresh Debian"):
        _fresh(root)
    with timed("the package, built"):
        _build(folder, root / "root")
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    shown = f"--bind-ro={AUTHORITIES}:/etc/pip-authorities.crt"
    source = f"--bind-ro={REPOSITORY}:/srv/altabaixa"
    try:
        with running_dovecot() as dovecot, booted(folder, f"--directory={root}", shown, source) as machine:
            machine.put("/etc/pip.conf", "[global]\ncert = /etc/pip-authorities.crt\n")
            yield Debian(machine, root, dovecot, sink, controller.port)
    finally:
        controller.stop()


def _fresh(root: Path) -> None:
    mmdebstrap = installed(lambda: found("mmdebstrap"), package="mmdebstrap")
    installed(lambda: found("strip"), package="binutils")
    sources = [SOURCES] if SOURCES.exists() else []
    command = [mmdebstrap, "--quiet", "--variant=important", "trixie", root, *sources,
               "--include=systemd-sysv,dbus,ca-certificates,man-db"]  # fmt: skip
    subprocess.run(command, check=True)


def _build(folder: Path, into: Path) -> None:
    """The package, and one of a later version with the same in it."""
    subprocess.run(["make", "--silent", "deb", f"DIST={folder / 'dist'}"], check=True, cwd=REPOSITORY)
    (first,) = folder.glob("dist/*.deb")
    assert first.name == f"altabaixa_{FIRST}_{_architecture()}.deb", "the pages name another version"
    shutil.copy(first, into / f"altabaixa_{FIRST}_amd64.deb")
    opened = folder / "next"
    subprocess.run(["dpkg-deb", "--raw-extract", first, opened], check=True)
    for file in (opened / "DEBIAN" / "control", *opened.glob(f"**/altabaixa-{FIRST}.dist-info/METADATA")):
        file.write_text(file.read_text().replace(f"Version: {FIRST}", f"Version: {NEXT}"))
    made = into / f"altabaixa_{NEXT}_amd64.deb"
    subprocess.run(["dpkg-deb", "-Znone", "--root-owner-group", "--build", opened, made], check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip


def _architecture() -> str:
    return subprocess.run(
        ["dpkg", "--print-architecture"], check=True, capture_output=True, text=True
    ).stdout.strip()


def test_three_lines_install_it_and_it_answers_a_resident(debian: Debian) -> None:
    with timed("installed"):
        for block in page("install.md", "1. The program"):
            debian.types(block)
    assert debian.types("altabaixa --version").strip() == f"altabaixa {FIRST}"
    assert int(debian.types("du -sm /usr/lib/altabaixa").split()[0]) <= MOST_MEGABYTES
    assert "altabaixa" in debian.types("man --where altabaixa")
    assert debian.types("altabaixa demo | tail -n 1")

    debian.machine.put(CA, debian.dovecot.ca.read_text())
    with timed("configured"):
        debian.types("altabaixa init --answers answers.toml")
    debian.machine.put(
        "/root/list.csv", "\n".join([HEADER, *(f"{','.join(row)},active,,," for row in PEOPLE.values())])
    )
    debian.types("altabaixa subscribers import list.csv")
    with timed("started"):
        debian.types("systemctl enable --now altabaixa")
    debian.answers_who_leaves("roser@veins.example")
    assert (
        debian.types("dpkg --verify altabaixa; find /usr/lib/altabaixa -newer /etc/altabaixa/altabaixa.toml")
        == ""
    )


def test_another_town_is_another_user_with_its_own_books(debian: Debian) -> None:
    init, *_ = page("install.md", "Several towns on one machine")
    debian.types(init.replace("altabaixa init", "altabaixa init --answers answers.toml"))
    assert len({"0", debian.user(UNIT), debian.user(OTHER)}) == 3
    # Two towns with one mailbox would both answer.
    debian.types(
        f"sed -i 's/^port = {debian.dovecot.port}/port = 9/' {OF_THE_OTHER}; systemctl restart {OTHER}"
    )
    debian.types("cp -a /etc/altabaixa/mollo /etc/altabaixa/stopped; systemctl enable altabaixa@stopped")


def test_an_upgrade_stops_and_starts_what_runs_and_nothing_is_lost(debian: Debian) -> None:
    before = {unit: debian.pid(unit) for unit in (UNIT, OTHER)}
    configuration = debian.types("cat /etc/altabaixa/altabaixa.toml /etc/altabaixa/imap-password")
    (upgrade, *_) = page("install.md", "Upgrade")
    with timed("upgraded, with a copy of the books"):
        debian.answers_who_leaves("biel@veins.example", during=upgrade)
    assert debian.types("altabaixa --version").strip() == f"altabaixa {NEXT}"
    assert debian.types("cat /etc/altabaixa/altabaixa.toml /etc/altabaixa/imap-password") == configuration
    assert not {debian.pid(unit) for unit in (UNIT, OTHER)} & set(before.values())
    assert debian.machine.show(STOPPED, "ActiveState") == {"ActiveState": "inactive"}
    debian.wrote_once_to("roser@veins.example", "biel@veins.example")


def test_the_way_back_is_the_older_package_and_the_older_books(debian: Debian) -> None:
    _, _, back, *_ = page("install.md", "Upgrade")
    debian.types(back.replace("apt-get install", "apt-get install -y"))
    assert debian.types("altabaixa --version").strip() == f"altabaixa {FIRST}"
    debian.pid(UNIT)


def test_removed_it_leaves_what_is_the_towns_and_installed_again_it_goes_on(debian: Debian) -> None:
    with timed("removed"):
        debian.types("apt-get remove -y altabaixa")
    assert debian.types("ls -d /usr/lib/altabaixa 2>&1 || :").startswith("ls: cannot access")
    assert debian.machine.show(UNIT, "ActiveState") == {"ActiveState": "inactive"}
    debian.types(f"test -s /etc/altabaixa/imap-password; test -s {BOOKS}/altabaixa.db")

    with timed("installed again"):
        debian.types(page("install.md", "1. The program")[0])
    debian.answers_who_leaves("joana@veins.example")
    debian.pid(OTHER)


def test_purged_it_leaves_the_books_alone(debian: Debian) -> None:
    with timed("purged"):
        said = debian.types("apt-get purge -y altabaixa 2>&1")
    assert f"kept {BOOKS}" in said
    debian.types(
        f"test ! -e /etc/altabaixa; test -s {BOOKS}/altabaixa.db; test -s {BOOKS}-mollo/altabaixa.db"
    )
    assert debian.types("find /etc/systemd /usr /run -name '*altabaixa*'") == ""
    _, _, books = page("install.md", "Uninstall")
    debian.types(books)
    debian.types(f"test ! -e {BOOKS}")


def test_a_virtual_environment_becomes_the_package_by_the_step_of_the_page(debian: Debian) -> None:
    program, _ = page("install-venv.md", "1. The program")
    with timed("installed as a virtual environment"):
        debian.types(re.sub("git clone REPOSITORY", "git clone --quiet /srv/altabaixa", program).replace(
            "umask 022\n", "umask 022\ngit config --global safe.directory '*'\n"))  # fmt: skip
    debian.types("mkdir -m 755 /etc/altabaixa")
    debian.machine.put(CA, debian.dovecot.ca.read_text())
    debian.types("altabaixa init --answers answers.toml")
    debian.types("altabaixa subscribers import list.csv\nsystemctl enable --now altabaixa")
    assert "/opt/altabaixa" in debian.machine.said("cat", f"/proc/{debian.pid(UNIT)}/cmdline")
    debian.answers_who_leaves("pere@veins.example")

    (step,) = page("install.md", "From a virtual environment")
    with timed("the package in its place"):
        debian.types(step)
    assert "/usr/lib/altabaixa" in debian.machine.said("cat", f"/proc/{debian.pid(UNIT)}/cmdline")
    debian.machine.wait_until(UNIT, "StatusText", "mailbox connected")
    assert '"leaving"' in debian.types("altabaixa subscribers list --json")
    debian.wrote_once_to("pere@veins.example")
