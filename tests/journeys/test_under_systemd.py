"""The promise: the unit as it is shipped, under a real systemd: installed, started, watched, stopped."""

import json
from collections.abc import Iterator

import pytest

from tests.dovecot import PASSWORD
from tests.journeys.conftest import TownHall
from tests.journeys.test_attachments import ANNEX, BODY, enclosing
from tests.journeys.test_run_once import REGISTRY, TRUSTED
from tests.machine import PROGRAM, Machine, running_machine

UNIT = "altabaixa"
CONFIG = "/etc/altabaixa/altabaixa.toml"
BOOKS = "/var/lib/altabaixa"
HEADER = "name,id_document,phone,state,consent_number,consent_at,activated_on"
ROSER = "Roser Puig Serra,12345678Z,600111222,active,,,"
LEAVE = "Roser Puig Serra\nDNI 12345678Z\nMòbil 600 111 222\n"


@pytest.fixture(scope="module")
def booted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with running_machine(tmp_path_factory.mktemp("machine")) as machine:
        yield machine


@pytest.fixture
def machine(booted: Machine, town_hall: TownHall) -> Iterator[Machine]:
    """The machine with the town's configuration on it, as `init` leaves it; the service was never started."""
    text = town_hall.config.read_text().replace("sqlite:///books.db", f"sqlite:///{BOOKS}/altabaixa.db")
    booted.put("/etc/altabaixa/ca.pem", town_hall.dovecot.ca.read_text())
    booted.put(CONFIG, text.replace(str(town_hall.dovecot.ca), "ca.pem"))
    booted.put("/etc/altabaixa/imap-password", f"{PASSWORD}\n", mode="600")
    booted.turn_the_page()
    yield booted
    booted.run("systemctl", "stop", UNIT)
    booted.run("systemctl", "reset-failed", UNIT)
    booted.said("rm", "-rf", "/var/lib/private/altabaixa", BOOKS, f"/run/systemd/system/{UNIT}.service.d")
    booted.said("systemctl", "daemon-reload")


def altabaixa(machine: Machine, *words: str) -> str:
    return machine.said(PROGRAM, *words, "--config", CONFIG)


def import_list(machine: Machine) -> None:
    machine.said("install", "-d", "-m", "700", BOOKS)
    machine.put("/root/list.csv", f"{HEADER}\n{ROSER}\n")
    altabaixa(machine, "subscribers", "import", "/root/list.csv")


def drop_in(machine: Machine, line: str) -> None:
    machine.put(f"/run/systemd/system/{UNIT}.service.d/test.conf", f"[Service]\n{line}\n")
    machine.said("systemctl", "daemon-reload")


def leaves(town_hall: TownHall, sender: str) -> None:
    town_hall.mail(LEAVE, sender=sender, subject="BAIXA WhatsApp", message_id=f"<1.{sender}>")


def test_a_list_brought_in_by_root_is_kept_by_the_service_which_answers_a_resident(
    machine: Machine, town_hall: TownHall
) -> None:
    import_list(machine)
    machine.said("systemctl", "start", UNIT)
    leaves(town_hall, "roser@veins.example")

    town_hall.sink.wait_for("roser@veins.example")

    assert "leaving" in altabaixa(machine, "subscribers", "list")
    assert machine.said("stat", "--format=%a", f"{BOOKS}/altabaixa.db").strip() == "600"
    assert machine.said("stat", "--format=%a", "/var/lib/private/altabaixa").strip() == "700"
    altabaixa(machine, "subscribers", "taken-off", "A-0001")  # by root, while the service has the books open
    leaves(town_hall, "roser@feina.example")
    town_hall.sink.wait_for("roser@feina.example")


def test_within_the_units_walls_a_form_is_opened(machine: Machine, town_hall: TownHall) -> None:
    enclosing(town_hall, ANNEX, "formulari.pdf", body=BODY, sender=REGISTRY, proof=TRUSTED)
    leaves(town_hall, "roser@veins.example")

    machine.said("systemctl", "start", UNIT)

    town_hall.sink.wait_for("roser@veins.example")  # what lay after the notice is answered
    assert "+34600111222" in altabaixa(machine, "subscribers", "list", "--json")


def test_it_starts_ready_reads_its_configuration_again_and_stops_cleanly(machine: Machine) -> None:
    machine.said("systemctl", "start", UNIT)
    assert machine.show(UNIT, "ActiveState") == {"ActiveState": "active"}

    machine.said("systemctl", "reload", UNIT)
    machine.wait_for(UNIT, ActiveState="active", SubState="running")
    machine.wait_to_read(UNIT, "configuration_read_again")

    machine.said("systemctl", "stop", UNIT)
    assert machine.show(UNIT, "Result", "ExecMainStatus") == {"Result": "success", "ExecMainStatus": "0"}


def test_a_reload_with_a_broken_configuration_fails_and_says_why(machine: Machine) -> None:
    good = machine.said("cat", CONFIG)
    machine.said("systemctl", "start", UNIT)
    machine.put(CONFIG, good.replace("[staff]", "[staff]\ncolour = 1"))

    done = machine.run("systemctl", "reload", UNIT)

    assert done.returncode != 0
    assert machine.show(UNIT, "ActiveState") == {"ActiveState": "active"}
    shown = machine.run("systemctl", "status", "--no-pager", "--full", UNIT).stdout
    why = f"{CONFIG}: staff.colour: unknown key"
    assert f"the configuration was not read again, and the old one stays in force: {why}" in shown
    assert f"configuration NOT read again: {why}" in machine.show(UNIT, "StatusText")["StatusText"]

    machine.put(CONFIG, good)
    machine.said("systemctl", "reload", UNIT)
    assert "NOT read again" not in machine.show(UNIT, "StatusText")["StatusText"]


def test_who_may_not_read_the_books_hears_of_the_daemon_by_its_state_file(machine: Machine) -> None:
    machine.said("systemctl", "start", "dbus.service", UNIT)  # only root speaks to the manager without a bus
    machine.wait_until(UNIT, "StatusText", "mailbox connected; 0 letters wait")
    machine.wait_to_see("/run/altabaixa/state.json", '"connected": true')

    code, said = as_nobody(machine, "status")
    assert code == 0, said
    assert f"the user nobody may not look into the folder {BOOKS}" in said
    assert "daemon      alive" in said
    assert "mailbox     connected" in said
    code, said = as_nobody(machine, "status", "--all")
    assert (code, said.count("\n")) == (0, 2), said
    code, said = as_nobody(machine, "status", "--all", "--json")
    assert [(each["unit"], each["config"], each["well"]) for each in json.loads(said)] == [
        (f"{UNIT}.service", CONFIG, True)
    ]

    machine.said("systemctl", "stop", UNIT)
    code, said = as_nobody(machine, "status")
    assert code == 1, said
    assert "daemon      not alive" in said
    code, said = as_nobody(machine, "status", "--all")
    assert (code, "no daemon is alive" in said or f"{UNIT}.service is inactive" in said) == (1, True), said


def test_of_several_towns_the_one_that_does_not_start_hides_no_other(machine: Machine) -> None:
    good = machine.said("cat", CONFIG)
    other = "/etc/altabaixa/olot/altabaixa.toml"
    for town in ("mollo", "olot"):
        text = good.replace(BOOKS, f"{BOOKS}-{town}").replace("de Setcases", f"de {town.title()}")
        machine.put(f"/etc/altabaixa/{town}/altabaixa.toml", text.replace("ca.pem", "../ca.pem"))
        machine.put(f"/etc/altabaixa/{town}/imap-password", f"{PASSWORD}\n", mode="600")
    whole = machine.said("cat", other)
    machine.put(other, whole.replace("[staff]", "[staff]\ncolour = 1"))
    machine.said("systemctl", "start", "dbus.service")
    try:
        assert machine.run("systemctl", "start", f"{UNIT}@mollo", f"{UNIT}@olot").returncode == 1
        machine.wait_to_see("/run/altabaixa-mollo/state.json", '"connected": true')

        code, said = as_nobody(machine, "status", "--all")
        rows = [" ".join(line.split()) for line in said.splitlines()]
        assert code == 1, said
        assert rows[1].startswith("Ajuntament de Olot no ? ? ? ? -"), said
        assert [row.split()[2:5] for row in rows if "Mollo" in row] == [["Mollo", "yes", "yes"]], said
        told = {each["unit"]: each for each in json.loads(as_nobody(machine, "status", "--all", "--json")[1])}
        assert told[f"{UNIT}@mollo.service"]["daemon"]["alive"] is True
        (dead,) = told[f"{UNIT}@olot.service"]["troubles"]
        assert (dead["said"], dead["urgent"]) == (f"{UNIT}@olot.service is failed: exit-code", True)
        assert f"journalctl -u {UNIT}@olot.service" in dead["mend"]

        machine.put(other, whole)
        machine.said("systemctl", "restart", f"{UNIT}@*")
        for town in ("mollo", "olot"):
            machine.wait_to_see(f"/run/altabaixa-{town}/state.json", '"connected": true')
        machine.said("rm", CONFIG)  # a unit that nobody configured is no town that is dead
        told = json.loads(machine.said(PROGRAM, "status", "--all", "--json"))
        assert [each["unit"] for each in told] == [f"{UNIT}@mollo.service", f"{UNIT}@olot.service"]
    finally:
        machine.run("systemctl", "stop", f"{UNIT}@mollo", f"{UNIT}@olot")
        for town in ("mollo", "olot"):
            names = (f"/etc/altabaixa/{town}", f"/var/lib/private/altabaixa-{town}", f"{BOOKS}-{town}")
            machine.said("rm", "-rf", *names)


def as_nobody(machine: Machine, *words: str) -> tuple[int, str]:
    """What another user of the machine is told, and the exit code."""
    other = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
    done = machine.run(*other, PROGRAM, *words, "--config", CONFIG)
    return done.returncode, done.stdout + done.stderr


def test_it_is_started_again_when_it_stands_still_and_when_it_is_killed(machine: Machine) -> None:
    drop_in(machine, "WatchdogSec=8")
    machine.said("systemctl", "start", UNIT)

    first = machine.show(UNIT, "MainPID")["MainPID"]
    machine.said("systemctl", "kill", "--kill-whom=main", "--signal=STOP", UNIT)
    machine.wait_for_another_process(UNIT, first)
    assert "Watchdog timeout" in machine.journal(UNIT)

    second = machine.show(UNIT, "MainPID")["MainPID"]
    machine.said("systemctl", "kill", "--signal=KILL", UNIT)
    machine.wait_for_another_process(UNIT, second)


def test_a_wrong_configuration_is_named_and_not_tried_again(machine: Machine) -> None:
    machine.put(CONFIG, "[town]\nnam = 'a slip of the pen'\n")

    assert machine.run("systemctl", "start", UNIT).returncode == 1

    assert machine.show(UNIT, "SubState", "ExecMainStatus", "NRestarts") == {
        "SubState": "failed", "ExecMainStatus": "2", "NRestarts": "0",
    }, machine.journal(UNIT)  # fmt: skip
    machine.wait_to_read(UNIT, "town.nam")


def test_a_missing_password_is_told_by_the_daemon_and_not_by_systemd_in_riddles(machine: Machine) -> None:
    machine.said("rm", "/etc/altabaixa/imap-password")

    assert machine.run("systemctl", "start", UNIT).returncode == 1

    machine.wait_to_read(UNIT, "/etc/altabaixa/imap-password: cannot read the imap password")


def test_what_the_service_may_write_it_cannot_execute_and_all_else_it_cannot_write(machine: Machine) -> None:
    """A stand-in for the daemon, within the unit's walls, says what it could do."""
    machine.put("/opt/try", _TRY, mode="755")
    drop_in(machine, "Type=oneshot\nRestart=no\nExecStart=\nExecStart=/bin/sh /opt/try")

    machine.said("systemctl", "start", UNIT)

    said = set(machine.journal(UNIT).splitlines())
    assert {line for line in said if line.startswith("wrote")} == {f"wrote {folder}" for folder in _WRITABLE}
    assert {line for line in said if line.startswith("executed")} == set()
    assert {line for line in said if line.startswith("read")} == {"read imap-password"}


_WRITABLE = ("/tmp", "/var/tmp", "/dev/shm", "/run/altabaixa", "/var/lib/altabaixa")  # noqa: S108 - the unit's
_SHUT = (
    "/",
    "/etc",
    "/etc/altabaixa",
    "/home",
    "/opt",
    "/opt/altabaixa",
    "/root",
    "/run",
    "/usr",
    "/var/lib",
)
_TRY = f"""
for folder in {" ".join((*_WRITABLE, *_SHUT))}; do
  file=$folder/try.$$
  cp /usr/bin/true $file 2>/dev/null && echo wrote $folder && $file && echo executed $folder
done
cat /etc/altabaixa/imap-password >/dev/null && echo read /etc
cat "$CREDENTIALS_DIRECTORY/imap-password" >/dev/null && echo read imap-password
exit 0
"""


def test_the_unit_and_the_machine_agree_on_what_is_installed_where(machine: Machine) -> None:
    assert machine.said("systemd-analyze", "verify", "--man=no", f"{UNIT}.service") == ""
