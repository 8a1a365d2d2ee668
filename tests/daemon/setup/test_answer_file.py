"""`init --answers`: a small file for each town; what is wrong with it is said, and nothing is written."""

import stat
import tomllib
from pathlib import Path

import pytest

from daemon.configuration.settings import load, parse
from daemon.setup.answer_file import take, written
from daemon.setup.answers import Answers
from daemon.setup.template import toml
from daemon.setup.wizard import planned
from tests.daemon.conftest import CONFIG, Command, refused

SMALL = """
[town]
name = "Ajuntament de Vilaprova"
whatsapp = "600 111 222"
[mailbox]
host = "127.0.0.1"
tls = "none"
port = 9
user = "info@vila.localhost"
password = "clau secreta "
[smtp]
host = "127.0.0.1"
tls = "none"
port = 9
[staff]
digest_to = ["secretaria@vila.localhost"]
"""


@pytest.fixture
def answers(tmp_path: Path, config: Path) -> Path:
    config.unlink()
    file = tmp_path / "vilaprova.toml"
    file.write_text(SMALL, encoding="utf-8")
    return file


def test_a_small_file_makes_a_configuration_that_loads(command: Command, answers: Path, config: Path) -> None:
    done = command("init", "--answers", answers)

    assert (done.code, done.err) == (0, "")
    assert "imap.connection" in done.out
    settings = load(config)
    assert settings.town_hall.channel == "Informació Ajuntament de Vilaprova"
    assert settings.smtp.user == settings.smtp.sender == "info@vila.localhost"
    assert settings.staff.orders_from == ("secretaria@vila.localhost",)
    assert settings.secret("imap") == settings.secret("smtp") == "clau secreta "
    files = {f.name: stat.S_IMODE(f.stat().st_mode) for f in config.parent.iterdir() if f != answers}
    assert files == {"altabaixa.toml": 0o644, "imap-password": 0o600, "smtp-password": 0o600}
    assert "clau secreta" not in done.out + config.read_text()


def test_any_key_of_the_configuration_is_taken(command: Command, answers: Path, config: Path) -> None:
    holidays = """
[calendar]
confirmed_years = [2026]
[[calendar.local_holidays]]
date = 2026-05-08
name = "Sant Miquel"
[replies]
per_day = 7
[retention]
closed_days = 20
"""
    answers.write_text(SMALL + holidays, encoding="utf-8")

    assert command("init", "--answers", answers).code == 0
    settings = load(config)
    assert (settings.replies.per_day, settings.retention.closed_days) == (7, 20)
    assert [day.name for day in settings.calendar.local_holidays] == ["Sant Miquel"]


def test_a_password_may_be_in_its_file_already(command: Command, answers: Path, config: Path) -> None:
    less = "".join(line for line in SMALL.splitlines(keepends=True) if "password" not in line)
    answers.write_text(less.replace('user = "info', 'password_file = "clau"\nuser = "info'), encoding="utf-8")

    told = command("init", "--answers", answers)
    assert refused(told, "mailbox.password: is missing; give it here, or have it in", "clau", code=2) or told
    for name in ("clau", "smtp-password"):
        (config.parent / name).write_text("secret\n")
        (config.parent / name).chmod(0o600)

    assert command("init", "--answers", answers).code == 0
    assert load(config).secret("imap") == "secret"


WRONG = [
    pytest.param(("host =", "hots ="), ["mailbox.hots", "mailbox.host: is missing"], id="unknown"),
    pytest.param(("port = 9", 'port = "9"'), ["mailbox.port", "whole number"], id="a number in quotes"),
    pytest.param(('whatsapp = "600 111 222"\n', ""), ["town.whatsapp: is missing"], id="missing"),
    pytest.param(("[town]", "[twon]"), ["twon", "town: is missing"], id="an unknown table"),
    pytest.param(("[town]", "[town"), ["not TOML", "line 2"], id="not TOML"),
    pytest.param(('password = "clau secreta "', ""), ["mailbox.password: is missing"], id="no password"),
    pytest.param(
        ('"clau secreta "', '"""clau\nsecreta"""'),
        ["mailbox.password: a password is one line"],
        id="two lines",
    ),
    pytest.param(('"clau secreta "', "1234"), ["mailbox.password: a password is one line"], id="no text"),
    pytest.param(("[smtp]", "[[smtp]]"), ["smtp"], id="a table twice"),
    pytest.param(
        ("secretaria@vila.localhost", "x@elsewhere.example"), ["the digest names residents"], id="strangers"
    ),
]


@pytest.mark.parametrize(("change", "said"), WRONG)
def test_what_is_wrong_is_said_and_nothing_is_written(
    command: Command, answers: Path, config: Path, change: tuple[str, str], said: list[str]
) -> None:
    answers.write_text(SMALL.replace(*change), encoding="utf-8")

    done = command("init", "--answers", answers)

    assert (done.code, done.out) == (2, "")
    assert [part for part in said if part not in done.err] == []
    assert all("vilaprova.toml" in line for line in done.err.splitlines())
    assert "clau" not in done.err
    assert list(config.parent.iterdir()) == [answers]


def test_all_that_is_wrong_is_said_at_once_a_line_each(command: Command, answers: Path) -> None:
    wrong = (
        SMALL.replace("whatsapp", "whatsap").replace("port = 9", "port = 0").replace('"clau secreta "', "1")
    )
    answers.write_text(wrong, encoding="utf-8")

    lines = command("init", "--answers", answers).err.splitlines()

    for key in ("town.whatsap", "mailbox.port", "smtp.port", "mailbox.password"):
        assert [line for line in lines if key in line], key


def test_a_file_that_is_not_there_is_named(command: Command, answers: Path) -> None:
    assert refused(command("init", "--answers", "/none.toml"), "/none.toml: there is no such file", code=2)


def test_an_instance_has_its_books_and_figures_in_its_own_folders(tmp_path: Path) -> None:
    file = tmp_path / "mollo.toml"
    file.write_text(SMALL, encoding="utf-8")
    answers = Answers(Path("/etc/altabaixa/mollo/altabaixa.toml"))

    take(file, answers)

    (*_, configuration) = planned(answers)
    settings = parse(tomllib.loads(configuration.content.decode()), path=configuration.path)
    assert configuration.path == Path("/etc/altabaixa/mollo/altabaixa.toml")
    assert settings.store_url == "sqlite:////var/lib/altabaixa-mollo/altabaixa.db"
    assert settings.monitoring.prometheus_file == "/run/altabaixa-mollo/altabaixa.prom"


def test_the_answers_of_one_town_take_its_books_to_no_other(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daemon.configuration.places.ETC", config.parent)
    config.write_text(CONFIG.replace('url = "sqlite:///books.db"', ""), encoding="utf-8")
    answers, file = Answers(config.parent / "mollo" / "altabaixa.toml"), tmp_path / "mollo.toml"
    file.write_text(written(config).replace('password = ""', 'password = "x"'), encoding="utf-8")

    take(file, answers)

    assert answers.draft().store_url == "sqlite:////var/lib/altabaixa-mollo/altabaixa.db"


def test_the_printed_file_is_answered_by_a_town_its_numbers_and_its_servers(
    command: Command, answers: Path, tmp_path: Path
) -> None:
    given = {name: dict(table) for name, table in tomllib.loads(SMALL).items()}
    filled_in, table, asked = [], "", set()
    for line in written().splitlines():
        table = line.strip("[]") if line.startswith("[") else table
        key, _, value = line.partition(" = ")
        if not line.startswith("#") and value.startswith(('""', "[]")):
            asked.add(f"{table}.{key}")
            filled_in.append(f"{key} = {toml(given[table][key])}")
        else:
            filled_in.append(line)
    answers.write_text("\n".join(filled_in), encoding="utf-8")

    assert asked == {
        "town.name", "town.whatsapp", "mailbox.host", "mailbox.user", "mailbox.password", "smtp.host",
        "staff.digest_to",
    }  # fmt: skip
    assert command("init", "--answers", answers).code == 0


def test_the_answers_of_a_configuration_make_it_again(command: Command, config: Path, tmp_path: Path) -> None:
    config.write_text(CONFIG + "[replies]\nper_day = 7\n", encoding="utf-8")
    before = load(config)
    printed = command("init", "--print-answers")
    assert (printed.code, printed.err) == (0, "")
    file = tmp_path / "again.toml"
    file.write_text(printed.out.replace('password = ""', 'password = "x"', 1), encoding="utf-8")

    done = command("init", "--force", "--answers", file)

    assert done.code == 0, done.err
    assert load(config) == before


def test_a_town_that_signs_in_by_tokens_needs_no_password(
    command: Command, answers: Path, config: Path
) -> None:
    text = SMALL.replace('password = "clau secreta "', 'auth = "oauth"')
    oauth = '[oauth]\nprovider = "microsoft"\ntenant = "t"\nclient_id = "c"\n'
    answers.write_text(text + oauth, encoding="utf-8")
    assert "oauth.client_secret_file: is missing" in command("init", "--answers", answers).err

    answers.write_text(f'{text}{oauth}client_secret = "clau secreta"\n', encoding="utf-8")
    done = command("init", "--answers", answers)

    assert (done.code, done.err) == (0, "")
    settings = load(config)
    assert settings.mailbox.auth == settings.smtp.auth == "oauth"
    assert settings.oauth_secret("client_secret_file") == "clau secreta"
    assert stat.S_IMODE(settings.oauth_file("client_secret_file").stat().st_mode) == 0o600
    assert "clau secreta" not in done.out + config.read_text()
    assert not config.with_name("imap-password").exists()
