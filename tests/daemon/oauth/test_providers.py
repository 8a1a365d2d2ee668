"""What is asked of Microsoft and Google, on the wire, and what becomes of their answers."""

import base64
import json
import os
import stat
import threading
from pathlib import Path

import pytest

from daemon.oauth.refresh_tokens import STORED
from rules.transport.reconnection import Cause
from tests.daemon.oauth.conftest import SECRET, USER, Configured, tokens, trouble
from tests.oauth_server import CLIENT, Provider, refused


def test_an_application_asks_by_its_secret(microsoft: Configured, provider: Provider) -> None:
    token = tokens(microsoft()).token()
    (form,) = provider.asked
    assert (form["grant_type"], form["client_id"]) == ("client_credentials", CLIENT)
    assert form["scope"] == "https://outlook.office365.com/.default"
    assert form["client_secret"] == SECRET
    assert provider.holds(token.value)


def test_the_mailbox_and_the_way_out_share_a_token(microsoft: Configured, provider: Provider) -> None:
    settings = microsoft()
    assert settings.tokens("imap") is settings.tokens("smtp")
    assert tokens(settings).token().value == tokens(settings).token().value
    assert len(provider.asked) == 1


def test_a_user_signs_in_by_a_refresh_token_that_changes(
    microsoft: Configured, provider: Provider, tmp_path: Path
) -> None:
    configured = {"refresh_token_file": "refresh-token", "client_secret_file": ""}
    assert provider.holds(tokens(microsoft(**configured)).token().value)
    form = provider.asked[0]
    assert (form["grant_type"], form["refresh_token"]) == ("refresh_token", "first")
    wanted = {"IMAP.AccessAsUser.All", "SMTP.Send"}
    assert wanted <= {scope.rpartition("/")[2] for scope in form["scope"].split()}
    assert "offline_access" in form["scope"]

    kept = tmp_path / STORED
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert (tmp_path / "refresh-token").read_text() == "first\n"  # what a person wrote stays
    assert provider.holds(tokens(microsoft(**configured)).token().value)  # a restart goes by the newer one


def test_a_refresh_token_that_a_person_puts_there_wins(
    microsoft: Configured, provider: Provider, tmp_path: Path
) -> None:
    configured = {"refresh_token_file": "refresh-token"}
    tokens(microsoft(**configured)).token()
    (tmp_path / "refresh-token").write_text("by hand")
    os.utime(tmp_path / "refresh-token", (0, 0))  # as systemd's copies, its time says nothing
    provider.refresh_token = "by hand"
    tokens(microsoft(**configured)).token()
    assert provider.asked[-1]["refresh_token"] == "by hand"


def test_a_refresh_token_that_no_disk_takes_is_gone_on_with(
    microsoft: Configured, provider: Provider, tmp_path: Path
) -> None:
    (tmp_path / STORED).mkdir()
    provider.life = 0
    found = tokens(microsoft(refresh_token_file="refresh-token"))
    found.token()
    assert provider.holds(found.token().value) is False  # it lives no second
    assert len(provider.asked) == 2
    assert found.trouble is None
    assert not [name for name in os.listdir(tmp_path) if name.startswith(f".{STORED}")]


def test_what_a_killed_one_left_of_a_refresh_token_goes_with_the_next(
    microsoft: Configured, tmp_path: Path
) -> None:
    left = tmp_path / f".{STORED}-abcd"
    left.write_text("half a token")
    tokens(microsoft(refresh_token_file="refresh-token")).token()
    assert not left.exists()


@pytest.mark.parametrize("key", ["client_secret_file", "refresh_token_file"])
def test_a_secret_of_several_lines_is_not_tried(
    microsoft: Configured, provider: Provider, tmp_path: Path, key: str
) -> None:
    (tmp_path / "several").write_text(f"{SECRET}\nthe old one\n")
    error = trouble(microsoft(**{"refresh_token_file": "refresh-token"} | {key: "several"}))
    assert f"oauth.{key} has more than one line" in str(error)
    assert provider.asked == []


def test_a_service_account_asks_for_the_mailbox(
    google: Configured, provider: Provider, service_account: str, tmp_path: Path
) -> None:
    (tmp_path / "account").write_text(service_account)
    token = tokens(google(service_account_file="account")).token()
    assert provider.holds(token.value)
    claims = provider.asked[0]["assertion"].split(".")[1]
    said = json.loads(base64.urlsafe_b64decode(claims + "=="))
    assert (said["sub"], said["scope"]) == (USER, "https://mail.google.com/")


def test_google_takes_a_refresh_token_as_well(google: Configured, provider: Provider) -> None:
    settings = google(
        client_id=CLIENT, client_secret_file="client-secret", refresh_token_file="refresh-token"
    )
    assert provider.holds(tokens(settings).token().value)
    assert provider.asked[0]["client_secret"] == SECRET
    assert provider.asked[0]["refresh_token"] == "first"


def test_a_key_that_is_none_is_said_to_be_so(google: Configured, tmp_path: Path) -> None:
    (tmp_path / "account").write_text('{"type": "authorized_user"}')
    error = trouble(google(service_account_file="account"))
    assert "oauth.service_account_file" in str(error)
    assert error.cause is Cause.SIGN_IN_REFUSED


def test_a_tenant_that_is_not_there(microsoft: Configured) -> None:
    error = trouble(microsoft(tenant="nobody.example"))
    assert "oauth.tenant" in str(error)
    assert "AADSTS90002" in str(error)
    assert error.cause is Cause.SIGN_IN_REFUSED


@pytest.mark.parametrize(
    ("said", "way_out"),
    [
        ("AADSTS7000215: Invalid client secret provided.", "oauth.client_secret_file"),
        ("AADSTS7000222: The provided client secret keys are expired.", "oauth.secret_expires"),
        ("AADSTS700016: Application with identifier 'x' was not found.", "(client) ID"),
        ("AADSTS65001: The user or administrator has not consented.", "consent"),
        ("AADSTS70008: The refresh token has expired.", "oauth.refresh_token_file"),
        ("AADSTS700082: The refresh token has expired due to inactivity.", "oauth.refresh_token_file"),
        ("AADSTS50126: Error validating credentials.", "oauth.refresh_token_file"),
        ("AADSTS50173: The provided grant has expired.", "oauth.refresh_token_file"),
        ("AADSTS1002012: The provided value for scope is not valid.", "IMAP.AccessAsApp"),
    ],
)
def test_what_a_technician_meets_has_its_way_out(
    microsoft: Configured, provider: Provider, said: str, way_out: str
) -> None:
    provider.answer = refused("invalid_grant", f"{said} Trace ID: 1 Correlation ID: 2", status=401)
    error = trouble(microsoft())
    assert way_out in str(error)
    assert said.partition(":")[0] in str(error)
    assert "Trace ID" not in str(error)
    assert error.cause is Cause.SIGN_IN_REFUSED


def test_an_unknown_code_shows_its_first_sentence_without_secrets(
    microsoft: Configured, provider: Provider
) -> None:
    provider.answer = refused("weird", f"AADSTS7999999: The secret {SECRET} is odd. More. Trace ID: 1")
    said = str(trouble(microsoft()))
    assert "The secret *** is odd (AADSTS7999999)" in said
    assert "More" not in said


@pytest.mark.parametrize(
    ("error", "description", "way_out"),
    [
        ("invalid_grant", "Token has been expired or revoked.", "oauth.refresh_token_file"),
        (
            "unauthorized_client",
            "Client is unauthorized to retrieve access tokens.",
            "Domain-wide delegation",
        ),
        ("invalid_client", "The OAuth client was not found.", "oauth.client_id"),
        ("invalid_grant", "Invalid email or User ID", "spelt right"),
        ("invalid_grant", "Invalid JWT: Token must be in a reasonable timeframe.", "clock"),
    ],
)
def test_what_google_refuses_has_its_way_out(
    google: Configured, provider: Provider, error: str, description: str, way_out: str
) -> None:
    provider.answer = refused(error, description)
    settings = google(
        client_id=CLIENT, client_secret_file="client-secret", refresh_token_file="refresh-token"
    )
    found = trouble(settings)
    assert way_out in str(found)
    assert found.cause is Cause.SIGN_IN_REFUSED


@pytest.mark.parametrize(
    "answer",
    [
        (503, {"raw": b"<html>busy</html>"}),
        (403, {"raw": b"<html>Not for you</html>"}),
        (200, {"raw": b"<html>Log in to the guests' Wi-Fi</html>"}),
        refused("temporarily_unavailable", "AADSTS90033: A transient error has occurred. Please try again."),
    ],
    ids=["503", "a proxy", "no JSON", "says so itself"],
)
@pytest.mark.parametrize("whose", ["microsoft", "google"])
def test_an_endpoint_in_trouble_is_asked_again(
    microsoft: Configured,
    google: Configured,
    provider: Provider,
    whose: str,
    answer: tuple[int, dict[str, object]],
) -> None:
    provider.answer = answer
    by_refresh = {"refresh_token_file": "refresh-token", "client_secret_file": "client-secret"}
    settings = microsoft() if whose == "microsoft" else google(client_id=CLIENT, **by_refresh)
    assert trouble(settings).cause is Cause.SIGN_IN_AWAY


def test_a_pause_that_is_asked_for_is_kept(microsoft: Configured, provider: Provider) -> None:
    provider.answer = refused("too_many", "AADSTS90055: Too many requests.", status=429)
    provider.headers = {"Retry-After": "77"}
    error = trouble(microsoft())
    assert error.asked is not None
    assert error.asked.total_seconds() == 77
    assert error.cause is Cause.SIGN_IN_AWAY


def test_an_endpoint_whose_certificate_nobody_vouches_for(microsoft: Configured) -> None:
    error = trouble(microsoft(ca_file=""))
    assert "oauth.ca_file" in str(error)
    assert error.cause is Cause.SIGN_IN_AWAY


def test_an_endpoint_that_says_nothing_is_asked_once(
    microsoft: Configured, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daemon.oauth.tokens.FETCH_SECONDS", 0.5)
    provider.silent = threading.Event()
    settings = microsoft()
    assert "no answer within" in str(trouble(settings))
    assert trouble(settings).cause is Cause.SIGN_IN_AWAY
    provider.wait_for(1)
    assert len(provider.asked) == 1
