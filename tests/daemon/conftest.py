"""What the tests of the shell stand on: both databases, a configuration, the command itself."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import pytest
import structlog

from daemon.books.store import Store
from daemon.books.subscribers import Mark
from daemon.configuration.settings import Settings, parse
from tests.postgresql import PostgreSql, postgresql
from tests.supervisor import PATIENCE

__all__ = ["PostgreSql", "postgresql"]

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
    if "letters" in sections:  # of a folder that the test may change meanwhile
        return _parsed(sections)
    if (key := repr(sections)) not in _KNOWN:
        _KNOWN[key] = _parsed(sections)
    return _KNOWN[key]


def _parsed(sections: dict[str, dict[str, Any]]) -> Settings:
    return parse({**TABLES, **{name: {**TABLES.get(name, {}), **keys} for name, keys in sections.items()}})


_KNOWN: Final[dict[str, Settings]] = {}
"""They never change, and each looks through all letters when it first writes one."""


def mark(at: datetime = NOW, by: str = "test") -> Mark:
    return Mark(by=by, now=at, today=at.date())


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'books.db'}"
    server: PostgreSql = request.getfixturevalue("postgresql")
    return server.fresh()


@pytest.fixture(scope="session")
def empty_books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new SQLite database, to be copied: a twentieth of the time of making each by all migrations."""
    file = tmp_path_factory.mktemp("empty") / "books.db"
    Store(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def store(url: str, tmp_path: Path, empty_books: Path) -> Iterator[Store]:
    """A fresh store, once on each database."""
    if url.startswith("sqlite"):
        shutil.copy(empty_books, tmp_path / "books.db")
    with closing(Store(url)) as opened:
        yield opened


@pytest.fixture
def sqlite(tmp_path: Path, empty_books: Path) -> Iterator[Store]:
    """A fresh store on SQLite, where the database makes no difference to what is tested."""
    with closing(Store(f"sqlite:///{shutil.copy(empty_books, tmp_path / 'books.db')}")) as opened:
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
            capture_output=True, text=True, timeout=PATIENCE, check=False, **options,
        )  # fmt: skip
        return Answer(done.returncode, done.stdout, done.stderr)

    return run
