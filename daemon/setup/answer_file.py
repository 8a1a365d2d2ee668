"""Answers prepared in a file: the keys of the configuration, and the passwords beside them.

So thirty towns are thirty small files. What a file does not say has its default: that of the
configuration, or what `init` proposes.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from daemon.configuration.places import place
from daemon.configuration.sections import StoreSection
from daemon.configuration.settings import Service, Settings, parse
from daemon.configuration.toml_file import read_tables
from daemon.configuration.values import is_address
from daemon.errors import SettingsError
from daemon.language import _
from daemon.setup.answers import Answers
from daemon.setup.template import Tables, filled, toml

_TABLES: Final[Mapping[Service, str]] = {"imap": "mailbox", "smtp": "smtp"}
_PASSWORD: Final = "password"  # noqa: S105 - the name of a key

_CLIENT_SECRET: Final = "client_secret"  # noqa: S105 - the name of a key

_NEEDED: Final = frozenset(
    {
        ("town", "name"),
        ("town", "whatsapp"),
        ("mailbox", "host"),
        ("mailbox", "user"),
        ("smtp", "host"),
        ("staff", "digest_to"),
    }
)
"""The keys that nobody can know but the town."""

_HEAD: Final = """\
# Answers for `altabaixa init --answers FILE`: the keys of the configuration, and the secrets.
# A key that is commented out shows its default, or an example; an unknown key is an error.
#
# This file holds passwords: give it mode 0600, and delete it once `init` has taken them out. Without a
# password here, the file that password_file names has to be beside the configuration already.

"""


def take(file: Path, answers: Answers) -> None:
    """Note what *file* answers; SettingsError lists all that is wrong with it, a line each."""
    tables = {name: _copied(table) for name, table in read_tables(file.absolute()).items()}
    complaints: list[str] = []
    for service, name in _TABLES.items():
        table = tables.get(name)
        if isinstance(table, dict) and (password := table.pop(_PASSWORD, "")) != "":
            if isinstance(password, str) and password.isprintable():
                answers.secrets[service] = password
            else:
                complaints.append(
                    _(
                        "{file}: {key}: a password is one line of text, in quotes",
                        file=file,
                        key=f"{name}.{_PASSWORD}",
                    )
                )
    oauth = tables.get("oauth")
    if isinstance(oauth, dict) and isinstance(secret := oauth.pop(_CLIENT_SECRET, ""), str) and secret:
        answers.secrets["oauth"] = secret
        oauth.setdefault(f"{_CLIENT_SECRET}_file", "oauth-client-secret")
    answers.tables = tables
    _propose(answers)
    try:
        settings = parse(answers.tables, path=file)
    except SettingsError as error:
        complaints.append(str(error))
    else:
        complaints += (f"{file}: {lacking}" for lacking in _lacking(settings, answers))
    if complaints:
        raise SettingsError("\n".join(complaints))


def _copied(table: Any) -> Any:
    return dict(table) if isinstance(table, dict) else table


def _propose(answers: Answers) -> None:
    """Add what `init` proposes: what is not said, and follows from what is."""
    name, user = answers.get("town", "name"), answers.get("mailbox", "user")
    if isinstance(name, str) and name:
        answers.propose("town", channel=f"Informació {name}")
    if isinstance(user, str) and user:
        answers.propose("smtp", user=user)
        if answers.get("smtp", "user") == user and not _by_token(answers, "smtp"):
            answers.propose("smtp", **_by_token(answers, "mailbox"))
        if is_address(user):
            answers.propose("smtp", sender=user)
    if readers := answers.get("staff", "digest_to"):
        answers.propose("staff", orders_from=readers)
    if answers.get("smtp", "user") == user and "imap" in answers.secrets:
        answers.secrets.setdefault("smtp", answers.secrets["imap"])
    answers.place_the_books()


def _by_token(answers: Answers, table: str) -> dict[str, Any]:
    """What is said of how a server lets us in, where it is more than a password."""
    said = {key: answers.get(table, key) for key in ("auth", "token_command")}
    return {key: value for key, value in said.items() if value}


def _lacking(settings: Settings, answers: Answers) -> Iterator[str]:
    """The passwords that are neither given nor in their file already."""
    logs_in: dict[Service, str] = {"imap": settings.mailbox.user, "smtp": settings.smtp.user}
    for service, table in _TABLES.items():
        file = answers.path.parent / settings.server(service).password_file
        if not logs_in[service] or settings.tokens(service):
            answers.secrets.pop(service, None)
        elif service not in answers.secrets and not file.exists():
            key = f"{table}.{_PASSWORD}"
            yield _("{key}: is missing; give it here, or have it in {file}", key=key, file=file)
    for key in settings.oauth_files:
        file = answers.path.parent / getattr(settings.oauth, key)
        if not (key == f"{_CLIENT_SECRET}_file" and "oauth" in answers.secrets) and not file.exists():
            yield _("oauth.{key}: there is no {file}; put it there first", key=key, file=file)


def written(configuration: Path | None = None) -> str:
    """Return a file of answers: those that *configuration* came of, else one to fill in.

    It holds no password, and not where the books of that configuration are, if that follows from its place.
    """
    tables = _answers_of(configuration.absolute()) if configuration else {}
    text = filled(tables)
    lines = text[text.index("[town]") :].splitlines()
    return _HEAD + "\n".join(_lines(lines, tables)) + "\n"


def _answers_of(configuration: Path) -> Tables:
    """What has to be said for it: all that is not its place's, and what else would be proposed otherwise."""
    settings = parse(tables := read_tables(configuration), path=configuration)
    own = Answers(configuration, tables={name: dict(table) for name, table in tables.items()})
    own.propose("smtp", user="")
    if _by_token(own, "mailbox") and not _by_token(own, "smtp"):
        own.propose("smtp", auth="password")
    own.propose("staff", orders_from=[])
    own.propose("store", url=settings.store.url)
    own.propose("monitoring", prometheus_file=settings.monitoring.prometheus_file)
    home = place(configuration)
    of_its_place = {"store": {"url": home.store_url or StoreSection().url}}
    of_its_place["monitoring"] = {"prometheus_file": home.prometheus_file}
    return {
        name: {key: value for key, value in table.items() if value != of_its_place.get(name, {}).get(key)}
        for name, table in own.tables.items()
    }


_TABLE: Final = re.compile(r"\[(\w+)\]")
_COMMENTED: Final = re.compile(r'# (\w+) = ("[^"]*"|\[[^\]]*\])(?:\s+# (.*))?')


def _lines(lines: list[str], tables: Tables) -> Iterator[str]:
    name = ""
    for line in lines:
        if found := _TABLE.fullmatch(line):
            name = found[1]
        commented = _COMMENTED.fullmatch(line)
        if commented and (name, commented[1]) in _NEEDED:
            key, example, comment = commented.groups()
            why = f"{comment}, such as {example}" if comment else f"such as {example}"
            yield f"{key} = {toml([] if example.startswith('[') else '')}  # {why}"
        else:
            yield line
        if re.match(r"(?:# )?password_file = ", line):
            yield from _password(name, tables)
        if re.match(r"(?:# )?client_secret_file = ", line):
            yield f'# {_CLIENT_SECRET} = ""       # it goes into client_secret_file'


def _password(name: str, tables: Tables) -> Iterator[str]:
    user = tables.get(name, {}).get("user", "")
    if name == "mailbox":
        yield f'{_PASSWORD} = ""  # of the mailbox; it goes into password_file'
    elif user and user != tables.get("mailbox", {}).get("user"):
        yield f'{_PASSWORD} = ""  # for sending; it goes into password_file'
    else:
        yield f'# {_PASSWORD} = ""  # for sending; by default that of the mailbox, where the user is the same'
