"""The file of figures: read as strictly as Prometheus does, whole at every moment, never a worry."""

import os
import re
import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from daemon.books import health
from daemon.books.health import Loop
from daemon.books.store import Store
from daemon.configuration.settings import Settings, parse
from daemon.service.app import App
from daemon.service.prometheus import figures_file, rendered
from daemon.service.publishing import Publishing
from daemon.service.status import note_start, status_of
from tests.daemon.conftest import NOW, TABLES, settings
from tests.privacy import EARS

# The text exposition format 0.0.4, its data model's names, and nothing else.
_NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_SAMPLE = re.compile(r'([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{([a-z_]+)="((?:[^"\\\n]|\\["\\n])*)"\})? (\S+)')


@dataclass
class Family:
    kind: str = ""
    help: str = ""
    samples: dict[tuple[str, str] | None, float] = field(default_factory=dict)


def parsed(text: str) -> dict[str, Family]:
    """Read the format strictly: HELP and TYPE once and first, samples together, a line end at the end."""
    assert text.endswith("\n")
    found: dict[str, Family] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith("# HELP "):
            name, _, said = line.removeprefix("# HELP ").partition(" ")
            assert name not in found, f"{name} twice"
            assert _NAME.fullmatch(name)
            found[name] = Family(help=said)
        elif line.startswith("# TYPE "):
            typed, kind = line.removeprefix("# TYPE ").split(" ")
            assert (typed, found[name].kind, found[name].samples) == (name, "", {})
            found[name].kind = kind
        else:
            match = _SAMPLE.fullmatch(line)
            assert match, line
            assert match[1] == name, f"{line} stands among those of {name}"
            label = (match[2], match[3]) if match[2] else None
            assert label not in found[name].samples
            found[name].samples[label] = float(match[4])
    return found


@pytest.fixture
def watched(tmp_path: Path) -> Settings:
    tables = {**TABLES, "monitoring": {"prometheus_file": "altabaixa.prom"}}
    return parse(tables, path=tmp_path / "altabaixa.toml")


@pytest.fixture(autouse=True)
def runtime(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The unit's own folder."""
    folder = tmp_path_factory.mktemp("run")
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(folder))
    return folder


def keep(publishing: Publishing, of: Settings, store: Store, *, now: datetime = NOW) -> None:
    publishing.keep(App(settings=of, store=store, clock=lambda: now))


def figures(store: Store) -> dict[str, Family]:
    with store.read() as tx:
        return parsed(rendered(status_of(tx, settings(), now=NOW)))


def test_every_metric_is_as_the_naming_guide_has_it(sqlite: Store) -> None:
    note_start(sqlite, version='0.1.0"\\\n', now=NOW)

    for name, family in figures(sqlite).items():
        assert name.startswith("altabaixa_")
        assert family.kind in {"gauge", "counter"}
        assert (family.kind == "counter") == name.endswith("_total")
        assert family.help.endswith(".")
        assert family.samples
        if "timestamp" in name:
            assert name.endswith("_timestamp_seconds")


def test_what_monitoring_asks_for_is_there(store: Store) -> None:
    note_start(store, version="0.1.0", now=NOW)
    health.note_up(store, Loop.MAILBOX, now=NOW)

    found = figures(store)

    assert found["altabaixa_heartbeat_timestamp_seconds"].samples == {None: NOW.timestamp()}
    assert found["altabaixa_mailbox_connected"].samples == {None: 1.0}
    assert found["altabaixa_letters"].samples[("state", "waiting")] == 0.0
    assert found["altabaixa_cases"].samples[("state", "staff")] == 0.0
    assert found["altabaixa_subscribers"].samples[("state", "active")] == 0.0
    assert found["altabaixa_deadlines_overdue"].samples == {None: 0.0}
    assert found["altabaixa_messages_vanished_total"].samples == {None: 0.0}
    assert found["altabaixa_build_info"].samples == {("version", "0.1.0"): 1.0}


def test_a_dead_mailbox_is_a_figure(sqlite: Store) -> None:
    note_start(sqlite, version="0.1.0", now=NOW)
    for _ in range(2):
        health.note_down(sqlite, Loop.MAILBOX, cause="REFUSED", trouble="no", now=NOW)

    found = figures(sqlite)

    assert found["altabaixa_mailbox_connected"].samples == {None: 0.0}
    assert found["altabaixa_mailbox_dead"].samples == {None: 1.0}


def test_the_file_lies_beside_the_configuration_and_everybody_may_read_it(
    sqlite: Store, watched: Settings, tmp_path: Path
) -> None:
    before = os.umask(0o077)  # the unit's
    try:
        keep(Publishing(), watched, sqlite)
    finally:
        os.umask(before)

    file = tmp_path / "altabaixa.prom"
    assert parsed(file.read_text())
    assert stat.filemode(file.stat().st_mode) == "-rw-r--r--"
    assert [f.name for f in tmp_path.glob("*.prom*")] == [file.name]


def test_nothing_is_written_where_none_is_wanted(sqlite: Store, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())

    keep(Publishing(), settings(), sqlite)

    assert figures_file(settings()) is None
    assert sorted(tmp_path.iterdir()) == before


def test_a_reader_never_sees_half_of_it(sqlite: Store, watched: Settings, tmp_path: Path) -> None:
    kept = Publishing()
    keep(kept, watched, sqlite)
    whole = (tmp_path / "altabaixa.prom").read_text().count("\n")
    over = threading.Event()

    def write() -> None:
        for second in range(100):
            keep(kept, watched, sqlite, now=NOW + timedelta(seconds=second))
        over.set()

    writer = threading.Thread(target=write)
    writer.start()
    lines = set()
    while not over.is_set():
        lines.add((tmp_path / "altabaixa.prom").read_text().count("\n"))
    writer.join()

    assert lines == {whole}


def events(text: str) -> Iterator[str]:
    return (line.split(" ")[0] for line in text.splitlines() if "public_file" in line)


def test_a_file_that_cannot_be_written_is_said_once_and_when_it_can_again(
    sqlite: Store, watched: Settings, tmp_path: Path
) -> None:
    away = parse(
        {**TABLES, "monitoring": {"prometheus_file": "later/altabaixa.prom"}},
        path=tmp_path / "altabaixa.toml",
    )
    kept = Publishing()
    EARS.take()

    for _ in range(3):
        keep(kept, away, sqlite)
    (tmp_path / "later").mkdir()
    for _ in range(2):
        keep(kept, away, sqlite)

    assert list(events(EARS.take())) == ["public_file_not_written", "public_file_written_again"]
    assert parsed((tmp_path / "later" / "altabaixa.prom").read_text())


def test_no_resident_is_named(sqlite: Store) -> None:
    health.note_down(sqlite, Loop.SENDING, cause="", trouble="550 maria@veins.example", now=NOW)

    with sqlite.read() as tx:
        assert "veins" not in rendered(status_of(tx, settings(), now=NOW))
