"""The keys of signing in: what stays valid, what contradicts, each in one sentence with its place."""

from pathlib import Path
from typing import Any

import pytest

from daemon.configuration.settings import Settings, parse
from daemon.errors import SettingsError
from tests.daemon.oauth.conftest import TOWN, USER

MICROSOFT = {"provider": "microsoft", "tenant": "t", "client_id": "c", "client_secret_file": "s"}
GOOGLE = {"provider": "google", "service_account_file": "a"}
BY_PASSWORD: dict[str, Any] = {"auth": "password"}
NO_KEYS: dict[str, Any] = {"auth": None}


def configured(
    *,
    mailbox: dict[str, Any] | None = None,
    smtp: dict[str, Any] | None = None,
    oauth: dict[str, Any] | None = None,
) -> Settings:
    def changed(section: str, more: dict[str, Any] | None) -> dict[str, Any]:
        return {key: value for key, value in {**TOWN[section], **(more or {})}.items() if value is not None}

    tables = {**TOWN, "mailbox": changed("mailbox", mailbox), "smtp": changed("smtp", smtp)}
    return parse(
        tables if oauth is None else {**tables, "oauth": oauth}, path=Path("/etc/altabaixa/altabaixa.toml")
    )


@pytest.mark.parametrize("oauth", [MICROSOFT, GOOGLE, {**MICROSOFT, "secret_expires": "2027-01-31"}])
def test_what_belongs_together_is_taken(oauth: dict[str, Any]) -> None:
    settings = configured(oauth=oauth)
    assert settings.tokens("imap") is settings.tokens("smtp")
    assert settings.grant is not None


def test_without_these_keys_all_is_as_it_was() -> None:
    settings = configured(mailbox=NO_KEYS, smtp=NO_KEYS)
    assert settings.tokens("imap") is settings.tokens("smtp") is settings.grant is None


def test_a_service_account_asks_for_each_user_apart() -> None:
    settings = configured(oauth=GOOGLE, smtp={"user": "llista@setcases.cat"})
    assert settings.tokens("imap") is not settings.tokens("smtp")
    assert len(settings.all_tokens) == 2


def test_a_command_is_cut_into_words_without_a_shell() -> None:
    command = {"auth": None, "token_command": "/usr/local/bin/token --user 'info at town'"}
    settings = configured(mailbox=command, smtp=NO_KEYS)
    assert settings.mailbox.token_command == ("/usr/local/bin/token", "--user", "info at town")


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({}, 'mailbox.auth = "oauth": oauth.provider is missing'),
        ({"oauth": {"tenant": "t"}}, "oauth.provider"),
        ({"mailbox": BY_PASSWORD, "smtp": BY_PASSWORD, "oauth": MICROSOFT}, "oauth: nothing goes by it"),
        (
            {"mailbox": {"token_command": ["x"]}, "oauth": MICROSOFT},
            "mailbox.auth: mailbox.token_command says",
        ),
        ({"oauth": MICROSOFT, "mailbox": {"password_file": "p"}}, "mailbox.password_file: the sign-in is by"),
        ({"oauth": MICROSOFT, "smtp": {"user": ""}}, "smtp.user: is missing"),
        ({"oauth": {**MICROSOFT, "tenant": ""}}, "oauth.tenant: is missing"),
        ({"oauth": {**MICROSOFT, "client_secret_file": ""}}, "oauth.client_secret_file: is missing"),
        ({"oauth": {**MICROSOFT, "service_account_file": "a"}}, "oauth.service_account_file: is of Google"),
        ({"oauth": {**GOOGLE, "tenant": "t"}}, "oauth.tenant: is of Microsoft"),
        ({"oauth": {**GOOGLE, "client_id": "c"}}, "oauth.client_id: a service account needs none"),
        ({"oauth": {"provider": "google", "client_id": "c"}}, "oauth.client_secret_file: is missing"),
        ({"oauth": {**MICROSOFT, "authority": "http://login.example"}}, 'begins with "https://"'),
        ({"oauth": {**MICROSOFT, "secret_expires": "soon"}}, "must be a date"),
        ({"oauth": {**MICROSOFT, "client_secret": "abc"}}, 'client_secret_file = "oauth-client-secret"'),
        ({"oauth": MICROSOFT, "mailbox": {"token_command": "echo 'x"}}, "whose quotes are closed"),
        ({"oauth": MICROSOFT, "mailbox": {"token_command": ["a\0b"]}}, "must be a command"),
    ],
)
def test_what_contradicts_is_one_sentence(tables: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        configured(**tables)
    (line,) = str(caught.value).splitlines()
    assert line.startswith("/etc/altabaixa/altabaixa.toml: ")
    assert said in line


def test_a_library_that_is_not_installed_is_named_with_its_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("daemon.oauth.extras.find_spec", lambda _name: None)
    with pytest.raises(SettingsError, match=r"pip install 'altabaixa\[microsoft\]'"):
        configured(oauth=MICROSOFT).require_sign_in("imap")


def test_a_secret_that_is_not_there_is_named_before_anything_starts() -> None:
    with pytest.raises(
        SettingsError, match=r"/etc/altabaixa/s: cannot read the secret of oauth\.client_secret_file"
    ):
        configured(oauth=MICROSOFT).require_sign_in("smtp")


def test_systemds_copy_of_a_secret_is_taken_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "s").write_text("of systemd\n")
    assert configured(oauth=MICROSOFT).oauth_secret("client_secret_file") == "of systemd"
    assert configured(oauth=MICROSOFT).mailbox.user == USER


@pytest.mark.parametrize(
    ("url", "place", "folder"),
    [
        ("sqlite:////srv/books/olot.db", "etc/altabaixa/olot", "/srv/books"),
        ("postgresql:///olot", "etc/altabaixa/olot", "{}/var/lib/altabaixa-olot"),
        ("postgresql:///olot", "etc/altabaixa", "{}/var/lib/altabaixa"),
        ("postgresql:///olot", "srv/olot", "{}/srv/olot"),
    ],
)
def test_the_daemon_and_a_command_by_hand_share_their_refresh_token(
    url: str, place: str, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daemon.configuration.places.ETC", tmp_path / "etc" / "altabaixa")
    monkeypatch.setattr("daemon.configuration.places._STATES", tmp_path / "var" / "lib")
    wanted = Path(folder.format(tmp_path))
    for made in ("altabaixa", "altabaixa-olot"):
        (tmp_path / "var" / "lib" / made).mkdir(parents=True)
    found = parse({**TOWN, "oauth": MICROSOFT, "store": {"url": url}}, path=tmp_path / place / "a.toml")
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    by_hand = found.state_folder
    monkeypatch.setenv("STATE_DIRECTORY", str(wanted))

    assert (by_hand, found.state_folder) == (wanted, wanted)
