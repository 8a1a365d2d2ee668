"""`monitoring.ping_url`: asked while all is well, counted where it fails, never in anybody's way."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from daemon.books import health
from daemon.books.health import Loop
from daemon.books.store import Store
from daemon.checking.findings import Verdict
from daemon.checking.ping import check_ping
from daemon.configuration.settings import parse
from daemon.errors import SettingsError
from daemon.service import ping
from daemon.service.app import App
from daemon.service.ping import Ping, ask
from daemon.service.publishing import Publishing
from daemon.service.state_file import read
from tests.daemon.conftest import NOW, TABLES, settings
from tests.daemon.service.test_status import lives
from tests.privacy import EARS
from tests.watcher import Watcher, watching


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    with watching() as server:
        yield server


@contextmanager
def silent() -> Iterator[str]:
    """A server that takes the connection and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


def finished(pings: Ping) -> Ping:
    assert pings._thread
    pings._thread.join()
    return pings


def asked(pings: Ping, url: str) -> None:
    pings.round(url, clock=lambda: NOW)


def test_it_is_asked_at_most_once_a_minute(watcher: Watcher) -> None:
    seconds = [0.0]
    pings = Ping(monotonic=lambda: seconds[0])

    for at in (0.0, 10.0, 59.9, 60.0):
        seconds[0] = at
        asked(pings, watcher.url)
        finished(pings)

    assert watcher.heard == [("/ping/secret?from=here", "b''")] * 2
    assert (pings.answered_at, pings.failures, pings.trouble) == (NOW, 0, "")


def test_a_failure_is_counted_and_logged_once_without_the_address(watcher: Watcher) -> None:
    watcher.status = 500
    seconds = [0.0]
    pings = Ping(monotonic=lambda: seconds[0])
    EARS.take()

    for at in (0.0, 60.0):
        seconds[0] = at
        asked(pings, watcher.url)
        finished(pings)

    assert (pings.answered_at, pings.failures, pings.trouble) == (None, 2, "HTTP 500")
    said = EARS.take()
    assert (said.count("ping_not_answered"), "secret" in said) == (1, False)


def test_it_goes_nowhere_else(watcher: Watcher) -> None:
    watcher.status = 302

    assert ask(watcher.url) == "HTTP 302"
    assert [path for path, _ in watcher.heard] == ["/ping/secret?from=here"]


def test_who_does_not_answer_keeps_nobody_waiting_and_is_not_asked_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ping, "_PATIENCE_SECONDS", 0.5)
    seconds = [0.0]
    pings = Ping(monotonic=lambda: seconds[0])
    with silent() as url:
        asked(pings, url)
        first = pings._thread
        seconds[0] = 600.0
        asked(pings, url)

        assert first is not None
        assert (first.is_alive(), first.daemon, pings._thread is first) == (True, True, True)
        assert (pings.failures, pings.trouble) == (1, "no answer in time")  # an answer may have no end
        finished(pings)

    assert (pings.failures, pings.trouble) == (2, "no answer in time")
    assert ask(url).startswith("no connection: Connection refused")


@pytest.mark.parametrize(
    "url", ["http://watch.example/x", "ftp://127.0.0.1/", "https://me:pw@watch.example/"]
)
def test_an_address_that_would_be_asked_in_clear_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match=r"monitoring\.ping_url"):
        parse({**TABLES, "monitoring": {"ping_url": url}})


def kept(store: Store, watcher: Watcher, runtime: Path, at: datetime) -> dict[str, Any]:
    """What the daemon says of its asking, after two beats."""
    app = App(settings=settings(monitoring={"ping_url": watcher.url}), store=store, clock=lambda: at)
    publishing = Publishing()
    publishing.keep(app)
    if publishing._ping._thread:
        finished(publishing._ping)
    publishing.keep(app)
    found = read(runtime / "state.json")
    assert found
    told: dict[str, Any] = found.report["ping"]
    return told


def test_it_is_asked_while_all_is_well_and_the_state_says_so(
    sqlite: Store, watcher: Watcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path))
    lives(sqlite, now=NOW)

    told = kept(sqlite, watcher, tmp_path, NOW)

    assert datetime.fromisoformat(told["answered_at"]).astimezone(UTC) == NOW
    assert (told["failures"], told["trouble"], len(watcher.heard)) == (0, "", 1)


def test_it_is_not_asked_while_the_mailbox_is_out_of_reach(
    sqlite: Store, watcher: Watcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path))
    lives(sqlite, now=NOW)
    health.note_down(sqlite, Loop.MAILBOX, cause="AWAY", trouble="no", now=NOW)

    assert kept(sqlite, watcher, tmp_path, NOW)["answered_at"] is None
    assert watcher.heard == []


@pytest.mark.parametrize(("minutes", "asked"), [(29, 1), (31, 0)])
def test_it_is_not_asked_once_no_letter_can_say_what_is_wrong(
    sqlite: Store,
    watcher: Watcher,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    minutes: int,
    asked: int,
) -> None:
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path))
    lives(sqlite, now=NOW)
    failing = NOW - timedelta(minutes=minutes)
    health.note_down(sqlite, Loop.SENDING, cause="", trouble="no", now=failing)

    kept(sqlite, watcher, tmp_path, NOW)

    assert len(watcher.heard) == asked


def test_check_tries_it(watcher: Watcher) -> None:
    of = settings(monitoring={"ping_url": watcher.url})
    assert [each.verdict for each in check_ping(of)] == [Verdict.GOOD]

    watcher.status = 404
    (found,) = check_ping(of)

    assert (found.verdict, found.said) == (Verdict.WARNING, "monitoring.ping_url does not answer: HTTP 404")
    assert list(check_ping(settings())) == []
