"""How the access tokens fare, as people read it: in `check`, in `status`, in the digest and in alarms."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from daemon.books import health
from daemon.books.health import Loop
from daemon.books.store import Store
from daemon.books.tables import outbox
from daemon.checking.findings import Finding, Verdict
from daemon.checking.sign_in import check_sign_in
from daemon.configuration.settings import Settings
from daemon.letters.health import alarms as alarm_lines
from daemon.letters.health import troubles as trouble_lines
from daemon.service.app import App
from daemon.service.prometheus import rendered
from daemon.service.report import report, troubles
from daemon.service.status import Status, status_of
from rules.desk.digest import Health
from rules.transport.reconnection import Cause
from tests.daemon.conftest import NOW
from tests.daemon.conftest import settings as by_password
from tests.daemon.oauth.conftest import SECRET, Configured
from tests.oauth_server import Provider, refused

REFUSED = "Microsoft gives no access token: the client secret has expired (AADSTS7000222); make a new one"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(f"sqlite:///{tmp_path / 'books.db'}")) as store:
        yield store


def checked(settings: Settings) -> dict[str, Finding]:
    found = list(check_sign_in(settings, now=NOW))
    assert not [f for f in found if SECRET in f.said + f.mend or "\n" in f.said + f.mend]
    assert not [f for f in found if f.verdict is not Verdict.GOOD and not f.mend]
    return {finding.subject: finding for finding in found}


def test_a_check_gets_a_token_and_says_how_long_it_holds(microsoft: Configured) -> None:
    found = checked(microsoft(secret_expires="2027-11-30"))
    assert {finding.verdict for finding in found.values()} == {Verdict.GOOD}
    assert "60 minutes" in found["imap.token"].said
    assert "2027-11-30" in found["oauth.secret"].said
    assert "smtp.token" not in found  # it is the same


def test_a_check_says_when_the_refresh_token_was_renewed(microsoft: Configured) -> None:
    settings = microsoft(refresh_token_file="refresh-token")
    assert "oauth.grant" not in checked(settings)
    assert "renewed" in checked(settings)["oauth.grant"].said


def test_a_check_of_a_refused_token_has_the_way_out(microsoft: Configured, provider: Provider) -> None:
    provider.answer = refused("invalid_client", "AADSTS7000215: Invalid client secret provided. Trace ID: 1")
    found = checked(microsoft())["imap.token"]
    assert found.verdict is Verdict.BAD
    assert "oauth.client_secret_file" in found.mend
    assert "AADSTS7000215" in found.said


def test_a_secret_that_others_may_read_is_told(microsoft: Configured, tmp_path: Path) -> None:
    (tmp_path / "client-secret").chmod(0o644)
    assert checked(microsoft())["credentials.oauth"].verdict is Verdict.BAD


@pytest.mark.parametrize(
    ("days", "verdict"), [(31, Verdict.GOOD), (30, Verdict.WARNING), (0, Verdict.WARNING), (-1, Verdict.BAD)]
)
def test_the_end_of_the_client_secret_is_told_a_month_before(
    microsoft: Configured, store: Store, days: int, verdict: Verdict
) -> None:
    settings = microsoft(secret_expires=(NOW.date() + timedelta(days=days)).isoformat())
    assert checked(settings)["oauth.secret"].verdict is verdict
    told = [trouble for trouble in troubles(seen(store, settings), settings) if "secret" in trouble["said"]]
    assert [trouble["urgent"] for trouble in told] == {
        Verdict.GOOD: [], Verdict.WARNING: [False], Verdict.BAD: [True]
    }[verdict]  # fmt: skip
    made = App(settings=settings, store=store, clock=lambda: NOW).digests
    with store.read() as tx:
        lines = [line for line in trouble_lines(made.of(tx, NOW.date()).health) if "clau" in line]
    assert len(lines) == len(told)


def seen(store: Store, settings: Settings) -> Status:
    with store.read() as tx:
        return status_of(tx, settings, now=NOW)


def test_the_status_says_that_no_token_is_given_and_why(microsoft: Configured, store: Store) -> None:
    settings = microsoft(secret_expires="2027-11-30")
    cause = Cause.SIGN_IN_REFUSED.name
    health.note_down(store, Loop.SIGN_IN, cause=cause, trouble=REFUSED, now=NOW)
    found = seen(store, settings)
    trouble = next(each for each in troubles(found, settings) if "access token" in each["said"])
    assert trouble["urgent"]
    assert "AADSTS7000222" in trouble["said"]
    assert trouble["mend"] == "make a new one"
    told: dict[str, Any] = report(found, settings)["sign_in"]
    assert (told["provider"], told["cause"], told["trouble"]) == ("microsoft", "sign_in_refused", REFUSED)
    assert told["secret_expires"] == "2027-11-30"
    assert "altabaixa_sign_in_failing 1.0" in rendered(found)


def test_a_town_with_passwords_hears_nothing_of_it(store: Store) -> None:
    settings = by_password()
    found = seen(store, settings)
    assert report(found, settings)["sign_in"] is None
    assert "sign_in" not in rendered(found)
    assert list(check_sign_in(settings, now=NOW)) == []


def test_want_of_a_token_is_one_alarm_and_not_a_dead_mailbox_too(microsoft: Configured, store: Store) -> None:
    at = NOW
    app = App(settings=microsoft(), store=store, clock=lambda: at)
    for _ in range(10):
        for loop in (Loop.SIGN_IN, Loop.MAILBOX):
            cause = Cause.SIGN_IN_REFUSED.name
            health.note_down(store, loop, cause=cause, trouble=REFUSED, now=at)
        app.alarms.ring()
        at += timedelta(minutes=1)
    health.note_up(store, Loop.SIGN_IN, now=at)
    app.alarms.ring()
    health.note_up(store, Loop.MAILBOX, now=at)
    app.alarms.ring()
    with store.read() as tx:
        keys = tx.connection.execute(select(outbox.c.key).order_by(outbox.c.id)).scalars()
        assert [key.partition("/2026")[0] for key in keys] == ["outage/sign-in", "recovery"]


def test_an_endpoint_that_is_away_for_a_moment_is_told_to_nobody(microsoft: Configured, store: Store) -> None:
    at = NOW
    app = App(settings=microsoft(), store=store, clock=lambda: at)
    for minutes in range(7):
        at = NOW + timedelta(minutes=minutes)
        cause = Cause.SIGN_IN_AWAY.name
        health.note_down(store, Loop.SIGN_IN, cause=cause, trouble="away", now=at)
        assert app.alarms.ring() is (minutes == 5)


def test_the_digest_says_it_on_top() -> None:
    said = alarm_lines(Health(sign_in_down_since=NOW), NOW.tzinfo)  # type: ignore[arg-type]
    assert said[0].startswith("No ens renoven el permís per entrar al correu des del dilluns 4 de maig")
    (line,) = trouble_lines(Health(secret_expires=date(2026, 5, 29)))
    assert "val fins al divendres 29 de maig de 2026" in line
