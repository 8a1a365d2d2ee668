"""What the tests of the shell stand on: both databases, a configuration, the command itself."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest
import structlog
from sqlalchemy import create_engine, text

from daemon.books import Mark
from daemon.settings import Settings, parse
from daemon.store import Store

NOW: Final = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
"""A Monday morning, 10:00 in Setcases."""

TABLES: Final[dict[str, Any]] = {
    "town": {
        "name": "Ajuntament de Setcases",
        "channel": "Informació Ajuntament de Setcases",
        "whatsapp": "+34683331383",
    },
    "calendar": {
        "confirmed_years": [2026],
        "local_holidays": [
            {"date": date(2026, 5, 8), "name": "Aparició de Sant Miquel"},
            {"date": date(2026, 9, 29), "name": "Sant Miquel"},
        ],
    },
    "mailbox": {"host": "127.0.0.1", "tls": "none", "user": "info@setcases.cat"},
    "smtp": {"host": "127.0.0.1", "tls": "none", "sender": "info@setcases.cat"},
    "staff": {"digest_to": ["secretaria@setcases.cat"], "orders_from": ["secretaria@setcases.cat"]},
}

CONFIG: Final = """
[town]
name = "Ajuntament de Setcases"
channel = "Informació Ajuntament de Setcases"
whatsapp = "+34683331383"
[calendar]
confirmed_years = [2026]
local_holidays = [{ date = 2026-05-08, name = "Aparició de Sant Miquel" }]
[mailbox]
host = "127.0.0.1"
port = 9
tls = "none"
user = "info@setcases.cat"
[smtp]
host = "127.0.0.1"
port = 9
tls = "none"
sender = "info@setcases.cat"
[store]
url = "sqlite:///books.db"
[staff]
digest_to = ["secretaria@setcases.cat"]
"""


def settings(**sections: dict[str, Any]) -> Settings:
    """The town's settings, with some keys of some sections otherwise."""
    return parse({**TABLES, **{name: {**TABLES.get(name, {}), **keys} for name, keys in sections.items()}})


def mark(at: datetime = NOW, by: str = "test") -> Mark:
    return Mark(by=by, now=at, today=at.date())


@dataclass(frozen=True, slots=True)
class PostgreSql:
    """A server of our own, reached by a socket in a folder that only we can enter."""

    folder: Path
    numbers: Iterator[int]

    def fresh(self) -> str:
        """The URL of a new, empty town: a schema, for a database of its own has a thousand files."""
        name = f"town{next(self.numbers)}"
        engine = create_engine(self.url(), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE SCHEMA {name}"))
        engine.dispose()
        return f"{self.url()}&options=-csearch_path%3D{name}"

    def url(self) -> str:
        return f"postgresql+psycopg://town@/postgres?host={self.folder}"


def _programs() -> Path:
    """Where `initdb` and `postgres` are; installed where they are missing and we may."""
    found = _found_programs()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        _install("postgresql")
        found = _found_programs()
    if found is None:
        pytest.fail("PostgreSQL is missing: as root, apt-get install postgresql", pytrace=False)
    return found


def _found_programs() -> Path | None:
    on_path = shutil.which("initdb")
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    found = [Path(on_path).resolve()] if on_path else packaged
    return found[0].parent if found else None


def _install(package: str) -> None:
    # The package would start a server; policy-rc.d says no, and is put back as it was.
    policy = Path("/usr/sbin/policy-rc.d")
    had = policy.exists()
    if not had:
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
    try:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
            subprocess.run(["apt-get", *words], check=True, env=environment, capture_output=True)
    finally:
        if not had:
            policy.unlink()


def _unprivileged() -> dict[str, str]:
    """PostgreSQL refuses to run as root: who is to run it then, as `subprocess` has it."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            return {"user": pwd.getpwnam(name).pw_name}
        except KeyError:
            continue
    pytest.fail("neither the user postgres nor nobody exists to run PostgreSQL as", pytrace=False)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSql]:
    programs, run_as = _programs(), _unprivileged()
    # Not pytest's own folder: the path of a socket may have no more than 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="altabaixa-pg-", dir="/tmp"))
    if run_as:
        shutil.chown(folder, run_as["user"])
    data = folder / "data"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "town", "-A", "trust", "-E", "UTF8", "-N", "--locale=C"],
        check=True, capture_output=True, cwd=folder, **run_as,
    )  # fmt: skip
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"],
            stdout=log, stderr=log, cwd=folder, **run_as,
        )  # fmt: skip
    try:
        _wait_until_ready(programs, folder, server)
        yield PostgreSql(folder, count(1))
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
        server.wait(timeout=30)
        shutil.rmtree(folder)


def _wait_until_ready(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        answer = subprocess.run([programs / "pg_isready", "-q", "-h", folder, "-t", "1"], check=False)
        if answer.returncode == 0:
            return
        if server.poll() is not None:
            break
        time.sleep(0.05)
    pytest.fail(f"PostgreSQL did not start: {(folder / 'log').read_text()}", pytrace=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'books.db'}"
    server: PostgreSql = request.getfixturevalue("postgresql")
    return server.fresh()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A fresh store, once on each database."""
    with closing(Store(url)) as opened:
        yield opened


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    """A fresh store on SQLite, where the database makes no difference to what is tested."""
    with closing(Store(f"sqlite:///{tmp_path / 'books.db'}")) as opened:
        yield opened


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration file whose store, books.db, lies beside it."""
    file = tmp_path / "altabaixa.toml"
    file.write_text(CONFIG, encoding="utf-8")
    return file


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str


Command = Callable[..., Answer]


def refused(answer: Answer, *said: str, code: int = 1) -> bool:
    """Whether a command ended with one clear line on stderr, or with the usage: no output, no traceback."""
    # The usage stands in a frame of the terminal's width.
    words = re.sub(r"[\s│╭╮╰╯─]+", " ", answer.err).strip()
    assert (answer.code, answer.out) == (code, ""), answer
    assert "Traceback" not in words
    assert [part for part in said if part not in words] == [], words
    return code == 2 or (answer.err.count("\n") == 1 and words.startswith("altabaixa: "))


@pytest.fixture
def command(
    config: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Command]:
    """The command as its console script runs it, but in this process: a hundred times as fast."""

    from daemon import cli  # noqa: PLC0415 - a second of imports that most tests here do without

    def run(*words: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["altabaixa", *map(str, words), "--config", str(config)])
        capfd.readouterr()
        try:
            cli.main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capfd.readouterr()
        return Answer(code, said.out, said.err)

    yield run
    structlog.reset_defaults()


ALTABAIXA: Final = Path(sys.executable).with_name("altabaixa")
"""The console script of the environment that runs the tests."""


@pytest.fixture
def program(config: Path) -> Command:
    """The command as a program of its own."""

    def run(*words: object, **options: Any) -> Answer:
        done = subprocess.run(
            [ALTABAIXA, *map(str, words), "--config", config],
            capture_output=True, text=True, timeout=60, check=False, **options,
        )  # fmt: skip
        return Answer(done.returncode, done.stdout, done.stderr)

    return run
