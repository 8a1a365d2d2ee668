"""What an endpoint may answer that is no answer of OAuth's: one line says so, and no secret goes astray."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from daemon.configuration.settings import Settings
from rules.transport.reconnection import Cause
from tests.daemon.oauth.conftest import Configured, tokens, trouble
from tests.oauth_server import CLIENT, Answer, Provider

BY_REFRESH = {"refresh_token_file": "refresh-token", "client_secret_file": "client-secret"}


@pytest.fixture(params=["microsoft", "microsoft-user", "google"])
def settings(request: pytest.FixtureRequest, microsoft: Configured, google: Configured) -> Settings:
    if request.param == "google":
        return google(client_id=CLIENT, **BY_REFRESH)
    return microsoft(**(BY_REFRESH if request.param == "microsoft-user" else {}))


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ({}, 300),
        ({"expires_in": None}, 300),
        ({"expires_in": "soon"}, 300),
        ({"expires_in": [1]}, 300),
        ({"expires_in": float("inf")}, 300),
        ({"expires_in": "3600"}, 3600),
        ({"expires_in": 3599.9}, 3599),
        ({"expires_in": 10**300}, 86400),
        ({"expires_in": -5}, 0),
    ],
    ids=repr,
)
def test_a_life_that_is_no_number_costs_no_token(
    settings: Settings, provider: Provider, told: dict[str, Any], seconds: int
) -> None:
    provider.answer = (200, {"access_token": "a-token", "token_type": "Bearer", **told})
    found = tokens(settings)
    assert found.token().value == "a-token"
    assert seconds - 5 < found.left <= seconds


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"raw": b"[]"}),
        (200, {"raw": b"null"}),
        (200, {"raw": b"[" * 100_000}),
        (200, {"raw": b"\xff\xfe\x00"}),
        (200, {"raw": b"x" * 10_000_000}),
        (200, {"access_token": None}),
        (200, {"access_token": ["a"]}),
        (400, {"raw": b"[1]"}),
        (500, {"error": "server_error"}),
        (502, {"raw": b"<html>"}),
    ],
    ids=lambda answer: repr(answer)[:30],
)
def test_what_is_no_answer_is_asked_for_again_later(
    settings: Settings, provider: Provider, answer: Answer
) -> None:
    provider.answer = answer
    error = trouble(settings)
    assert error.cause is Cause.SIGN_IN_AWAY
    assert "gives no access token: it" in str(error)


@pytest.mark.parametrize("token", ["two words", "a\r\nb", "a" * 20_001, "", "à"])
def test_what_is_no_token_is_shown_to_no_server(settings: Settings, provider: Provider, token: str) -> None:
    provider.answer = (200, {"access_token": token, "expires_in": 3600})
    assert "token" in str(trouble(settings))


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """Somebody else, who notes all that comes."""

    def do_POST(self) -> None:
        came = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.came.append((dict(self.headers), came))  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST  # noqa: N815 - the names of http.server

    def log_message(self, *_: Any) -> None:
        """Nothing is said of it."""


@contextmanager
def elsewhere() -> Iterator[tuple[str, list[Any]]]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        server.came = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/take", server.came  # type: ignore[attr-defined]
        finally:
            server.shutdown()
            thread.join()


def test_what_is_for_this_machine_goes_through_no_proxy(
    settings: Settings, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert provider.holds(tokens(settings).token().value)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_secret_follows_where_an_endpoint_sends_us(
    settings: Settings, provider: Provider, status: int
) -> None:
    with elsewhere() as (address, came):
        provider.answer = (status, {})
        provider.headers = {"Location": address}
        error = trouble(settings)
    assert came == []
    assert error.cause is Cause.SIGN_IN_AWAY
    assert "sends us to another address" in str(error)


def test_a_file_of_google_names_no_address_in_clear(
    town: Configured, tmp_path: Path, service_account: str
) -> None:
    key = service_account.replace("https://", "http://")
    assert key != service_account
    (tmp_path / "account").write_text(key)
    assert "not encrypted" in str(trouble(town(provider="google", service_account_file="account")))


def test_an_answer_that_drips_is_given_up(
    settings: Settings, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daemon.oauth.web._IN_ALL_SECONDS", -1.0)
    assert "does not answer in time" in str(trouble(settings))
