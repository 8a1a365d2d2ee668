"""Why a server may refuse a token, by what the token says of itself; and what is said on the wire."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from daemon.oauth.claims import clock_off, doubt
from daemon.oauth.sasl import OAUTHBEARER, XOAUTH2, Bearer, way

NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)
GOOD = {"aud": "https://outlook.office365.com", "iat": int(NOW.timestamp()), "roles": ["IMAP.AccessAsApp"]}


def jwt(**claims: Any) -> str:
    body = urlsafe_b64encode(json.dumps({**GOOD, **claims}).encode()).decode().rstrip("=")
    return f"e30.{body}.c2ln"


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"aud": "https://graph.microsoft.com"}, "not for Exchange Online"),
        ({"roles": ["Mail.Read"]}, "lacks the permission IMAP.AccessAsApp"),
        ({"roles": None, "scp": "SMTP.Send openid"}, "lacks the permission IMAP.AccessAsUser.All"),
        (
            {"scp": "IMAP.AccessAsUser.All", "upn": "alcaldia@setcases.cat"},
            "of alcaldia@setcases.cat, not of info@",
        ),
        ({"iat": int((NOW - timedelta(minutes=17)).timestamp())}, "clock is off by 17 minutes"),
        ({}, "Add-MailboxPermission"),
    ],
)
def test_what_speaks_against_a_token(claims: dict[str, Any], said: str) -> None:
    assert said in doubt(jwt(**claims), user="info@setcases.cat", server="IMAP", now=NOW)


def test_microsoft_that_dates_its_tokens_back_by_five_minutes_is_no_wrong_clock() -> None:
    token = jwt(iat=int((NOW - timedelta(minutes=5, seconds=2)).timestamp()))
    assert clock_off(token, now=NOW) is None
    assert "clock" not in doubt(token, user="info@setcases.cat", server="IMAP", now=NOW)


def test_a_token_of_another_provider_is_not_measured_by_microsofts_rights() -> None:
    token = jwt(iss="https://login.olot.cat/realms/town", aud="account", roles=None)
    assert doubt(token, user="info@setcases.cat", server="IMAP", now=NOW) == ""
    token = jwt(iss="https://sts.windows.net/1/", aud="account")
    assert "Exchange" in doubt(token, user="info@setcases.cat", server="IMAP", now=NOW)


def test_a_token_that_was_kept_for_a_while_is_no_wrong_clock() -> None:
    made_at, until = NOW - timedelta(minutes=40), NOW + timedelta(minutes=25)
    token = jwt(iat=int(made_at.timestamp()), exp=int(until.timestamp()))
    assert "clock" not in doubt(token, user="info@setcases.cat", server="IMAP", now=NOW)


def test_a_clock_that_is_slow_is_noticed() -> None:
    off = clock_off(jwt(iat=int((NOW + timedelta(minutes=6)).timestamp())), now=NOW)
    assert off == timedelta(minutes=-6)


@pytest.mark.parametrize("token", ["ya29.opaque", "a.b.c", "", "e30.e30.", "a.W10.c", f"a.{'W1tb' * 5000}.c"])
def test_of_a_token_that_cannot_be_read_nothing_is_said(token: str) -> None:
    assert doubt(token, user="info@setcases.cat", server="SMTP", now=NOW) == ""
    assert clock_off(token, now=NOW) is None


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (["PLAIN", "xoauth2", "OAUTHBEARER"], XOAUTH2),
        (["oauthbearer", "PLAIN"], OAUTHBEARER),
        (["PLAIN", "LOGIN"], None),
    ],
)
def test_the_way_is_one_that_the_server_offers(offered: list[str], chosen: str | None) -> None:
    assert way(offered) == chosen


def test_what_is_said_on_the_wire() -> None:
    assert (
        Bearer(way=XOAUTH2, user="a@b.cat", token="T").answer(b"") == b"user=a@b.cat\x01auth=Bearer T\x01\x01"
    )
    bearer = Bearer(way=OAUTHBEARER, user="a=,@b.cat", token="T")
    assert bearer.opening == b"n,a=a=3D=2C@b.cat,\x01auth=Bearer T\x01\x01"
    assert bearer.answer(b'{"status":"invalid_token","scope":"mail"}') == b"\x01"
    assert bearer.complaint == "status invalid_token, scope mail"
    assert Bearer(way=XOAUTH2, user="u", token="T").answer(b"<html>") == b""
