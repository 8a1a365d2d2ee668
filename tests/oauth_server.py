"""Who gives access tokens, on loopback: it speaks Microsoft's and Google's answers, and Dovecot asks it.

By TLS it is the providers' endpoint; in clear, for Dovecot alone, it says whose a token is.
"""

import json
import secrets
import ssl
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.journeys.conftest import Sink
from tests.smtp_server import LOOPBACK

TENANT = "11111111-2222-3333-4444-555555555555"
CLIENT = "app-of-the-town"

Answer = tuple[int, Mapping[str, Any]]

_DOVECOT = """
auth_mechanisms = plain xoauth2 oauthbearer
oauth2 {{
  introspection_mode = post
  introspection_url = http://127.0.0.1:{port}/introspect
  username_attribute = username
  active_attribute = active
  active_value = true
}}
"""


def refused(error: str, description: str, status: int = 400) -> Answer:
    """An answer of OAuth's that refuses."""
    return status, {"error": error, "error_description": description}


@dataclass
class Provider:
    """Gives tokens of `life` seconds for `user`, unless `answer` is set; `silent` keeps who asks waiting.

    `logins` by its tokens that the mail server asked about, and until when the last one of them holds.
    """

    user: str
    ca: Path
    life: float = 3600
    answer: Answer | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    silent: threading.Event | None = None
    rotates: bool = True
    asked: list[Mapping[str, str]] = field(default_factory=list)
    refresh_token: str = "first"
    logins: int = 0
    let_in_until: float = 0
    port: int = 0
    clear_port: int = 0
    _given: dict[str, float] = field(default_factory=dict)
    _came: threading.Condition = field(default_factory=threading.Condition)

    @property
    def address(self) -> str:
        return f"https://{LOOPBACK}:{self.port}"

    @property
    def dovecot(self) -> str:
        """What makes a Dovecot believe its tokens."""
        return _DOVECOT.format(port=self.clear_port)

    def issue(self, life: float | None = None) -> str:
        token = secrets.token_urlsafe(300)
        self._given[token] = time.monotonic() + (self.life if life is None else life)
        return token

    def revoke(self) -> None:
        """Every token given so far holds no more."""
        self._given.clear()

    def holds(self, token: str) -> bool:
        return time.monotonic() < self._given.get(token, 0)

    def wait_for(self, times: int, seconds: float = 60) -> None:
        """Wait until it was asked for a token so many times in all."""
        with self._came:
            assert self._came.wait_for(lambda: len(self.asked) >= times, seconds), self.asked

    def obey(self, path: str, form: Mapping[str, str]) -> Answer:
        if path == "/introspect":
            if self.holds(form["token"]):
                self.logins, self.let_in_until = self.logins + 1, self._given[form["token"]]
            return 200, {"active": self.holds(form["token"]), "username": self.user}
        if path.endswith("/.well-known/openid-configuration"):
            return self._discovery(path.split("/")[1])
        with self._came:
            self.asked.append(form)
            self._came.notify_all()
        if self.silent is not None:
            self.silent.wait()
        if self.answer is not None:
            return self.answer
        if "refresh_token" in form and form["refresh_token"] != self.refresh_token:
            return refused("invalid_grant", "AADSTS70000: Provided grant is invalid or malformed.")
        given: dict[str, Any] = {
            "access_token": self.issue(), "token_type": "Bearer", "expires_in": int(self.life)
        }  # fmt: skip
        if "refresh_token" in form:
            if self.rotates:
                self.refresh_token = secrets.token_urlsafe(40)
            given["refresh_token"] = self.refresh_token
        return 200, given

    def _discovery(self, tenant: str) -> Answer:
        if tenant != TENANT:
            return refused(
                "invalid_tenant",
                f"AADSTS90002: Tenant '{tenant}' not found. Check to make sure you have the correct tenant "
                "ID and are signing into the correct cloud. Trace ID: 0 Correlation ID: 0",
            )
        root = f"{self.address}/{tenant}"
        return 200, {
            "issuer": f"{root}/v2.0",
            "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
            "token_endpoint": f"{root}/oauth2/v2.0/token",
        }


class _Asked(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._tell({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self._tell({key: values[0] for key, values in parse_qs(body).items()})

    def _tell(self, form: Mapping[str, str]) -> None:
        server: Any = self.server
        provider: Provider = server.provider
        status, said = provider.obey(urlsplit(self.path).path, form)
        body = said["raw"] if "raw" in said else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in provider.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing is said of what was asked."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: Any) -> None:
        """A client that is gone is no error of ours."""


@contextmanager
def running_provider(folder: Path, user: str) -> Iterator[Provider]:
    authority = trustme.CA()
    ca = folder / "provider-ca.pem"
    authority.cert_pem.write_to_path(ca)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(LOOPBACK).configure_cert(context)
    provider = Provider(user=user, ca=ca)
    with _Server((LOOPBACK, 0), _Asked) as encrypted, _Server((LOOPBACK, 0), _Asked) as clear:
        encrypted.socket = context.wrap_socket(
            encrypted.socket, server_side=True, do_handshake_on_connect=False
        )
        threads = []
        for server in (encrypted, clear):
            server.provider = provider  # type: ignore[attr-defined]
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
            thread.start()
            threads.append(thread)
        provider.port, provider.clear_port = encrypted.server_address[1], clear.server_address[1]
        try:
            yield provider
        finally:
            if provider.silent is not None:
                provider.silent.set()
            for server in (encrypted, clear):
                server.shutdown()
            for thread in threads:
                thread.join()


class TokenSink(Sink):
    """An SMTP server that takes letters from who shows a token that holds."""

    def __init__(self, provider: Provider) -> None:
        super().__init__()
        self.provider = provider
        self.tries: list[tuple[str, bool]] = []

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 - aiosmtpd's name
        return await self._judge(server, args)

    async def auth_OAUTHBEARER(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        return await self._judge(server, args)

    async def _judge(self, server: SMTP, args: list[str]) -> AuthResult:
        if len(args) == 1:
            await server.push("334 ")
            args.append((await server._reader.readline()).decode())
        shown = b64decode(args[1]).decode()
        token = shown.partition("Bearer ")[2].rstrip("\x01")
        good = self.provider.holds(token)
        self.tries.append((args[0], good))
        if good:
            return AuthResult(success=True)
        challenge = b64encode(b'{"status":"401","schemes":"bearer"}').decode()
        await server.push(f"334 {challenge}")
        await server._reader.readline()
        return AuthResult(success=False, handled=False)

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not session.authenticated:
            return "530 5.7.57 Client not authenticated to send mail"
        return await super().handle_MAIL(server, session, envelope, address, options)
