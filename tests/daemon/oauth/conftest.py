"""A provider on loopback, and the configuration of a town that signs in by its tokens."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from daemon.configuration.settings import Settings, parse
from daemon.errors import TokenError
from daemon.oauth.tokens import Tokens
from tests.oauth_server import CLIENT, TENANT, Provider, running_provider

USER = "info@setcases.cat"
SECRET = "abC8Q~a-secret-that-no-message-may-repeat"
TOWN: dict[str, Any] = {
    "town": {"name": "Ajuntament de Setcases", "channel": "Informació", "whatsapp": "+34683331383"},
    "mailbox": {"host": "imap.example.cat", "user": USER, "auth": "oauth"},
    "smtp": {"host": "smtp.example.cat", "user": USER, "auth": "oauth", "sender": USER},
    "store": {"url": "sqlite:///books.db"},
    "staff": {"digest_to": ["secretaria@setcases.cat"]},
}

Configured = Callable[..., Settings]


def tokens(settings: Settings) -> Tokens:
    found = settings.tokens("imap")
    assert found is not None
    return found


def trouble(settings: Settings) -> TokenError:
    """Why there is no token: in one line, and without a secret."""
    with pytest.raises(TokenError) as caught:
        tokens(settings).token()
    said = str(caught.value)
    assert "\n" not in said
    assert SECRET not in said
    assert "internal error" not in said
    return caught.value


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Provider]:
    with running_provider(tmp_path, USER) as provider:
        yield provider


@pytest.fixture
def town(tmp_path: Path) -> Configured:
    """The settings of a town whose [oauth] is what the test says; its secrets lie beside them."""
    (tmp_path / "client-secret").write_text(SECRET + "\n")
    (tmp_path / "refresh-token").write_text("first\n")
    for name in ("client-secret", "refresh-token"):
        (tmp_path / name).chmod(0o600)

    def configured(**oauth: Any) -> Settings:
        return parse({**TOWN, "oauth": oauth}, path=tmp_path / "altabaixa.toml")

    return configured


@pytest.fixture
def microsoft(town: Configured, provider: Provider) -> Configured:
    def configured(**more: Any) -> Settings:
        usual = {
            "provider": "microsoft",
            "tenant": TENANT,
            "client_id": CLIENT,
            "client_secret_file": "client-secret",
            "authority": provider.address,
            "ca_file": str(provider.ca),
        }
        return town(**(usual | more))

    return configured


@pytest.fixture
def google(town: Configured, provider: Provider) -> Configured:
    def configured(**more: Any) -> Settings:
        return town(
            provider="google", token_url=f"{provider.address}/token", ca_file=str(provider.ca), **more
        )

    return configured


@pytest.fixture(scope="session")
def service_account() -> str:
    """The JSON key of a service account, made for the test."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return json.dumps(
        {
            "type": "service_account",
            "client_email": "altabaixa@town.iam.gserviceaccount.example",
            "private_key": pem.decode(),
            "private_key_id": "1",
            "token_uri": "https://oauth2.googleapis.com/token",
        }
    )
