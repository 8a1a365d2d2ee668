"""Neither a password nor a resident stands where other users of the machine, or a log's readers, can look."""

import signal
import subprocess
from pathlib import Path

import pytest

from tests.daemon.conftest import ALTABAIXA, CONFIG
from tests.imap_server import Scripted
from tests.privacy import leaks
from tests.supervisor import PATIENCE

SECRET = "c0ntrasenya-de-prova"
MAIL = (
    "From: Roser Vilalta <roser@veins.example>\r\nTo: info@setcases.cat\r\nSubject: BAIXA WhatsApp\r\n"
    "Message-ID: <1@veins.example>\r\n\r\nRoser Vilalta Camps\r\n12345678Z\r\n600 111 222\r\n"
)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    for name in ("imap-password", "smtp-password"):
        (tmp_path / name).write_text(f"{SECRET}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o600)
    return tmp_path / "altabaixa.toml"


def configure(config: Path, port: int) -> None:
    text = CONFIG.replace("port = 9\n", f"port = {port}\n", 1).replace("[smtp]", 'since = "all"\n[smtp]')
    config.write_text(text.replace("[staff]", '[staff]\nleaves = "digest"'), encoding="utf-8")


def family(pid: int) -> list[Path]:
    """The process and all that it started, in /proc."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [Path(f"/proc/{pid}"), *(path for child in children for path in family(int(child)))]


def test_a_daemon_at_work_shows_neither_to_anybody_and_keeps_its_books_to_itself(config: Path) -> None:
    with Scripted({1: MAIL.encode()}).running() as server:
        configure(config, server.port)
        daemon = subprocess.Popen(
            [ALTABAIXA, "run", "--config", config],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, umask=0o022,
        )  # fmt: skip
        try:
            server.wait_for("LOGIN")
            server.wait_for("bodies")
            seen = [
                (place / name).read_bytes().decode(errors="replace")
                for place in family(daemon.pid)
                for name in ("cmdline", "environ", "comm", "stat")
            ]
        finally:
            daemon.send_signal(signal.SIGTERM)
            out, err = daemon.communicate(timeout=30)

    shown = "\n".join([*seen, out, err])
    assert "altabaixa" in shown
    assert SECRET not in shown
    assert leaks(out + err) == []
    assert not [word for word in ("Vilalta", "12345678Z", "600111222", "roser@") if word in "".join(seen)]
    books = list(config.parent.glob("books.db*"))
    assert books
    assert [file.name for file in books if file.stat().st_mode & 0o077] == []


@pytest.mark.parametrize("words", [["check"], ["run", "--once"]])
def test_no_command_prints_a_password(config: Path, words: list[str]) -> None:
    refused = {"LOGIN": [b"{tag} NO [AUTHENTICATIONFAILED] not %s\r\n" % SECRET.encode()] * 3}
    with Scripted({}, script=refused).running() as server:
        configure(config, server.port)
        done = subprocess.run(
            [ALTABAIXA, *words, "--config", config],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    assert "AUTHENTICATIONFAILED" in done.stdout + done.stderr
    assert SECRET not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
