"""A command loads what it needs and no more: what is asked of it often must not cost a second.

No test can time that on a machine that others use; which packages a process has loaded, any can tell.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_group

from daemon.cli import COMMANDS, application

_LOADED = """
import sys
sys.argv[0] = "altabaixa"
from daemon.cli import main
try: main()
except SystemExit: pass
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def loaded(*words: str) -> set[str]:
    """The packages that a command called with *words* has loaded in the end."""
    done = subprocess.run([sys.executable, "-c", _LOADED, *words], capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_what_calls_no_command_loads_none(option: str) -> None:
    needless = {"sqlalchemy", "pydantic", "structlog", "jinja2", "holidays", "imapclient", "asyncio"}

    assert loaded(option) & needless == set()


@pytest.mark.usefixtures("sqlite")
def test_status_loads_nothing_that_reads_mail_writes_letters_or_sends_them(config: Path) -> None:
    needless = {
        "imapclient",
        "aiosmtplib",
        "jinja2",
        "apscheduler",
        "alembic",
        "pypdf",
        "selectolax",
        "flufl",
    }

    assert loaded("status", "--config", str(config)) & needless == set()


def test_the_daemon_holds_no_library_that_it_works_without() -> None:
    needless = {"babel", "http.client", "rich.progress", "sqlalchemy.dialects.postgresql"}
    code = "import sys, daemon.cli.run; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert set(done.stdout.split()) & needless == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_lists_a_command_with_the_beginning_of_its_own(name: str) -> None:
    own = get_group(application(name)).commands[name].help

    assert COMMANDS[name] in {"", " ".join((own or "").partition("\n\n")[0].split())}
