"""The promise: a wrong configuration never starts, and its error says file, key and way out."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from daemon.configuration.sections import Section
from daemon.configuration.settings import Settings, load, load_or_default, parse
from daemon.errors import AltabaixaError, SettingsError
from rules.calendar.norms import Norms
from rules.town import Town

EXAMPLE = Path(__file__).parents[3] / "docs" / "altabaixa.example.toml"

SMALLEST = """
[town]
name = "Ajuntament de Vilanova de Prova"
channel = "Informació Vilanova"
whatsapp = "+34600111222"
[mailbox]
host = "imap.vilanova.example"
user = "info@vilanova.example"
[smtp]
host = "smtp.vilanova.example"
sender = "info@vilanova.example"
[staff]
digest_to = ["oficina@vilanova.example"]
"""


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of this machine is found by accident."""
    monkeypatch.delenv("ALTABAIXA_CONFIG", raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    monkeypatch.setattr(
        "daemon.configuration.settings.PLACES", (Path("altabaixa.toml"), tmp_path / "etc" / "altabaixa.toml")
    )
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def written(folder: Path, text: str = SMALLEST, name: str = "altabaixa.toml") -> Path:
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def changed(key: str, value: Any) -> dict[str, Any]:
    """The tables of SMALLEST with one key set to another value."""
    tables = tomllib.loads(SMALLEST)
    section, _, name = key.partition(".")
    tables[section] = {**tables.get(section, {}), name: value} if name else value
    return tables


def with_key(key: str, value: Any) -> Settings:
    return parse(changed(key, value))


def refusal(tables: Mapping[str, Any]) -> str:
    with pytest.raises(SettingsError) as caught:
        parse(tables, path=Path("/a/town.toml"))
    return str(caught.value)


# What is found where


def test_the_named_file_wins_over_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALTABAIXA_CONFIG", str(written(tmp_path, name="variable.toml")))
    named = written(tmp_path, name="named.toml")

    assert load(named).path == named


def test_the_variable_wins_over_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(Path.cwd())
    variable = written(tmp_path, name="variable.toml")
    monkeypatch.setenv("ALTABAIXA_CONFIG", str(variable))

    assert load().path == variable


def test_the_folder_wins_over_etc(tmp_path: Path) -> None:
    written(tmp_path / "etc")
    here = written(Path.cwd())

    assert load().path == here


def test_etc_comes_last(tmp_path: Path) -> None:
    etc = written(tmp_path / "etc")

    assert load().path == etc


def test_an_empty_variable_names_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALTABAIXA_CONFIG", "")
    here = written(Path.cwd())

    assert load().path == here


def test_where_nothing_is_found_the_error_says_where_it_looked_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load()

    said = str(caught.value)
    for part in (
        str(Path.cwd() / "altabaixa.toml"),
        str(tmp_path / "etc"),
        "--config",
        "ALTABAIXA_CONFIG",
        "demo",
    ):
        assert part in said


@pytest.mark.parametrize("read", [load, load_or_default])
def test_a_named_file_that_is_not_there_is_never_replaced_by_another(
    read: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(Path.cwd())
    monkeypatch.setenv("ALTABAIXA_CONFIG", "elsewhere.toml")

    with pytest.raises(SettingsError, match=r"elsewhere\.toml: there is no such file"):
        read()


def test_a_folder_in_place_of_the_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
        load(tmp_path)


def test_a_file_named_by_a_relative_path_is_remembered_absolute() -> None:
    here = written(Path.cwd())

    assert load(Path("altabaixa.toml")).path == here


def test_a_settings_error_ends_a_command_with_2() -> None:
    assert SettingsError("x").exit_code == 2
    assert isinstance(SettingsError("x"), AltabaixaError)


# Without a file


def test_a_command_without_a_mailbox_falls_back_on_setcases() -> None:
    found = load_or_default()

    assert (found.path, found.town().place) == (None, "Setcases")
    assert [holiday.date for holiday in found.calendar.local_holidays] == [
        date(2026, 5, 8),
        date(2026, 9, 29),
    ]


def test_a_file_that_is_found_is_used_also_where_none_is_needed() -> None:
    written(Path.cwd())

    assert load_or_default().town().place == "Vilanova de Prova"


def test_a_file_of_another_town_does_not_inherit_the_holidays_of_setcases() -> None:
    written(Path.cwd())

    assert load_or_default().calendar.local_holidays == ()


def test_a_calendar_alone_is_enough_for_a_command_that_needs_no_mailbox(tmp_path: Path) -> None:
    file = written(tmp_path, "[calendar]\nconfirmed_years = [2027]\n")

    assert load_or_default(file).calendar.confirmed_years == (2027,)
    with pytest.raises(SettingsError, match="mailbox: is missing"):
        load(file)


def test_a_file_without_staff_is_not_refused_for_the_stand_ins_of_another_domain(tmp_path: Path) -> None:
    text = SMALLEST.partition("[staff]")[0]

    assert load_or_default(written(tmp_path, text)).smtp.sender == "info@vilanova.example"


# How it is written


def test_a_syntax_error_names_file_and_line(tmp_path: Path) -> None:
    file = written(tmp_path, "[town]\nname = \n")

    with pytest.raises(SettingsError, match=r"altabaixa\.toml: not TOML: .*line 2"):
        load(file)


def test_a_syntax_error_at_the_end_of_the_file_names_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, '[staff]\n\ndigest_to = ["a@vilanova.example"')

    with pytest.raises(SettingsError, match="line 3, the end of the file"):
        load(file)


def test_another_encoding_names_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "latin.toml"
    file.write_bytes('[town]\n\nname = "Molló"\n'.encode("windows-1252"))

    with pytest.raises(SettingsError, match=r"latin\.toml: line 3: not UTF-8"):
        load(file)


def test_the_byte_order_mark_of_a_windows_editor_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "bom.toml"
    file.write_bytes(b"\xef\xbb\xbf" + SMALLEST.encode())

    assert load(file).town().place == "Vilanova de Prova"


# Defaults


def test_the_smallest_configuration_has_the_documented_defaults() -> None:
    found = parse(tomllib.loads(SMALLEST))

    assert (found.mailbox.tls, found.mailbox.port, found.mailbox.folders) == ("implicit", 993, ("INBOX",))
    assert (found.mailbox.since, found.mailbox.password_file) == ("now", "imap-password")
    assert (found.smtp.tls, found.smtp.port, found.smtp.user) == ("implicit", 465, "")
    assert found.store_url == "sqlite:////var/lib/altabaixa/altabaixa.db"
    assert (found.staff.digest_at, found.staff.leaves, found.staff.empty_days) == (
        time(7, 30),
        "at-once",
        "always",
    )
    assert found.replies.model_dump() == {
        "per_sender_per_day": 3,
        "per_day_unauthenticated": 50,
        "per_day": 2000,
    }
    assert (found.calendar.subdivision, found.calendar.confirmed_years) == ("CT", ())
    assert str(found.tz) == "Europe/Madrid"


@pytest.mark.parametrize(
    ("section", "tls", "port"),
    [
        ("mailbox", "implicit", 993),
        ("mailbox", "starttls", 143),
        ("smtp", "implicit", 465),
        ("smtp", "starttls", 587),
    ],
)
def test_the_port_follows_the_kind_of_tls_unless_it_is_given(section: str, tls: str, port: int) -> None:
    assert getattr(with_key(f"{section}.tls", tls), section).port == port
    tables = changed(f"{section}.tls", tls)
    tables[section]["port"] = 2525

    assert getattr(parse(tables), section).port == 2525


def test_the_example_is_valid_and_what_it_comments_out_are_the_defaults() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    in_full = re.sub(r"(?m)^# (?=\w+ = )", "", text)

    as_shipped, as_documented = (parse(tomllib.loads(part)) for part in (text, in_full))

    assert in_full != text
    assert as_shipped == as_documented


def test_the_example_names_every_key() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    in_full = tomllib.loads(re.sub(r"(?m)^# (?=\w+ = )", "", text))

    assert set(in_full) == {field.alias or name for name, field in Settings.model_fields.items()}
    for name, field in Settings.model_fields.items():
        assert isinstance(field.annotation, type)
        assert issubclass(field.annotation, Section)
        assert set(in_full[field.alias or name]) == set(field.annotation.model_fields), name


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        parse(tomllib.loads(SMALLEST)).staff.digest_at = time(9)


# What is refused


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        pytest.param(
            "staff.digest_too", [], "staff.digest_too: unknown key; did you mean digest_to?",
            id="a slip",
        ),
        pytest.param("staff.xyz", 1, "known here: allow_external, deputies, digest_at", id="nothing like it"),
        pytest.param("mailbx", {}, "mailbx: unknown key; did you mean mailbox?", id="a section"),
        pytest.param("path", "x", "path: unknown key", id="a name of ours that is no key"),
        pytest.param(
            "town_hall", {}, "town_hall: unknown key; did you mean town?",
            id="another name of ours",
        ),
        pytest.param(
            "calendar.local_holidays", [{"date": date(2026, 7, 1), "name": "a"}, {"dat": 1}],
            "calendar.local_holidays[2].dat: unknown key; did you mean date? known here: date, name, source",
            id="inside a list of tables",
        ),
        pytest.param(
            "mailbox.port", "993", 'mailbox.port = "993": must be a whole number',
            id="a number quoted",
        ),
        pytest.param(
            "mailbox.port", True, "mailbox.port = True: must be a whole number",
            id="true is no number",
        ),
        pytest.param("mailbox.port", 70000, "mailbox.port = 70000: must be at most 65535", id="no such port"),
        pytest.param(
            "mailbox.tls", "ssl", "mailbox.tls = \"ssl\": must be 'implicit', 'starttls' or 'none'",
            id="tls",
        ),
        pytest.param("mailbox.host", 5, "mailbox.host = 5: must be text, in quotes", id="text"),
        pytest.param("mailbox.host", " ", 'mailbox.host = " ": must not be empty', id="empty"),
        pytest.param("mailbox.folders", "INBOX", 'mailbox.folders = "INBOX": must be a list', id="list"),
        pytest.param("mailbox.folders", [], "mailbox.folders: must hold at least 1", id="no folder"),
        pytest.param(
            "mailbox.since", "ever", 'mailbox.since = "ever": must be "now", "all" or a date',
            id="since",
        ),
        pytest.param("mailbox", 3, "mailbox: must be a table", id="a section that is none"),
        pytest.param("town.whatsapp", "12", 'town.whatsapp = "12": must be a telephone number', id="number"),
        pytest.param("town.timezone", "Madrid", 'town.timezone = "Madrid": must be a time zone', id="zone"),
        pytest.param(
            "town.timezone", "Europe", 'town.timezone = "Europe": must be a time zone',
            id="zone folder",
        ),
        pytest.param(
            "town.name", "A\r\nBcc: b@c.d", r'town.name = "A\r\nBcc: b@c.d": must be one line',
            id="lines",
        ),
        pytest.param("town.privacy_url", "javascript:x", "must be a link", id="link"),
        pytest.param("calendar.subdivision", "XX", "must be 'AN', 'AR',", id="region"),
        pytest.param(
            "calendar.confirmed_years", [26], "calendar.confirmed_years[1] = 26: must be at least",
            id="year",
        ),
        pytest.param("calendar.confirmed_years", 2026, "must be a list", id="years without brackets"),
        pytest.param(
            "calendar.local_holidays", {}, "[[ … ]] where it is one of tables",
            id="single brackets",
        ),
        pytest.param(
            "calendar.local_holidays", [{"date": "8/5/2026", "name": "a"}],
            'calendar.local_holidays[1].date = "8/5/2026": must be a date, like 2026-05-08',
            id="a date by day",
        ),
        pytest.param(
            "calendar.local_holidays", [{"date": date(2026, 7, 1), "name": n} for n in "ab"],
            "must not give 2026-07-01 twice", id="a day twice",
        ),
        pytest.param(
            "smtp.sender", "Oficina <a@b.cat>", "must be a mail address",
            id="an address with a name",
        ),
        pytest.param("staff.digest_to", [], "staff.digest_to: must hold at least 1", id="nobody to tell"),
        pytest.param(
            "staff.digest_to", ["x"], 'staff.digest_to[1] = "x": must be a mail address',
            id="no address",
        ),
        pytest.param("staff.digest_at", "00:00", "must not lie between 00:00 and 02:59", id="midnight"),
        pytest.param(
            "staff.digest_at", "02:59", "must not lie between 00:00 and 02:59",
            id="the hour that is skipped",
        ),
        pytest.param(
            "staff.digest_at", time(1), "must not lie between 00:00 and 02:59",
            id="a TOML time by night",
        ),
        pytest.param("staff.digest_at", "25:00", "must be a time of day", id="no hour"),
        pytest.param("staff.digest_at", 730, "must be a time of day", id="an hour as number"),
        pytest.param("staff.leaves", "soon", "must be 'at-once' or 'digest'", id="leaves"),
        pytest.param("staff.allow_external", "yes", "must be true or false", id="yes is not true"),
        pytest.param("trust.internal_marks", ["X-Inside"], "must be a header with its value", id="mark"),
        pytest.param("replies.per_day", -1, "replies.per_day = -1: must be at least 0", id="cap"),
        pytest.param("replies.per_day", 1.5, "must be a whole number", id="half a letter"),
        pytest.param(
            "store.url", "mysql://x/y", 'store.url: must begin with "sqlite:///"',
            id="another database",
        ),
        pytest.param(
            "norms", {"hours": "9-16"}, 'norms.hours = "9-16": must be a time of day, like "07:30"',
            id="hours without their minutes",
        ),
        pytest.param("norms", {"hours": "09:00"}, "must be two times of day", id="one time"),
        pytest.param("norms", {"hours": ["09:00"]}, "must be two times of day", id="a list of times"),
        pytest.param("norms", {"hours": "16:00-09:00"}, "must end later than they begin", id="turned hours"),
        pytest.param(
            "norms", {"quiet": "15:00-08:00"}, "norms.hours, norms.quiet: must not overlap",
            id="rest within the hours",
        ),
        pytest.param(
            "norms", {"quiet": "08:00-08:00"}, "norms.quiet: must not begin and end at one time",
            id="no rest, or always",
        ),
        pytest.param("store.url", "sqlite://", "store.url: must name the file", id="no file"),
    ],
)  # fmt: skip
def test_a_wrong_value_names_file_key_value_and_what_is_allowed(key: str, value: Any, said: str) -> None:
    line = refusal(changed(key, value))

    assert line.startswith("/a/town.toml: ")
    assert said in line


def test_the_norms_are_the_notice_s_where_none_are_given() -> None:
    assert parse(tomllib.loads(SMALLEST)).norms.held == Norms()


def test_the_norms_can_be_others() -> None:
    held = parse(changed("norms", {"hours": "10:00-14:30", "quiet": "21:00-09:00"})).norms.held

    assert (held.opens, held.closes, held.quiet_from) == (time(10), time(14, 30), time(21))


def test_everything_wrong_is_said_at_once_a_line_each() -> None:
    tables = changed("mailbox.tls", "ssl")
    del tables["smtp"]["host"]

    lines = refusal(tables).splitlines()

    assert len(lines) == 2
    assert lines[1] == "/a/town.toml: smtp.host: is missing"


def test_a_long_value_is_cut_in_the_message() -> None:
    assert len(refusal(changed("town.whatsapp", "9" * 5000))) < 250


# What is safe


@pytest.mark.parametrize("section", ["mailbox", "smtp"])
@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "localhost", "LOCALHOST"])
def test_mail_without_tls_is_allowed_on_this_machine(section: str, host: str) -> None:
    tables = changed(f"{section}.host", host)
    tables[section]["tls"] = "none"

    assert getattr(parse(tables), section).tls == "none"


@pytest.mark.parametrize("section", ["mailbox", "smtp"])
@pytest.mark.parametrize(
    "host", ["mail.vilanova.example", "10.0.0.1", "128.0.0.1", "::2", "localhost.evil.example"]
)
def test_mail_without_tls_is_refused_elsewhere(section: str, host: str) -> None:
    tables = changed(f"{section}.host", host)
    tables[section]["tls"] = "none"

    assert f'{section}.tls = "none": must be "implicit" or "starttls"' in refusal(tables)


@pytest.mark.parametrize("key", ["digest_to", "deputies"])
@pytest.mark.parametrize(
    "reader",
    ["clerk@mail.example", "clerk@notvilanova.example", "clerk@sub.vilanova.example"],
)
def test_a_digest_never_leaves_the_sender_s_domain_unasked(key: str, reader: str) -> None:
    tables = changed(f"staff.{key}", ["oficina@vilanova.example", reader])

    assert f"{reader}: not at vilanova.example" in refusal(tables)
    tables["staff"]["allow_external"] = True
    assert getattr(parse(tables).staff, key) == ("oficina@vilanova.example", reader)


@pytest.mark.parametrize(
    "key",
    [
        "mailbox.password",
        "smtp.password",
        "password",
        "mailbox.secret",
        "smtp.passwd",
        "store.password",
        "smtp.oauth_token",
    ],
)
def test_a_secret_in_the_file_is_refused_with_the_way_to_do_it_and_never_repeated(key: str) -> None:
    line = refusal(changed(key, "hunter2"))

    assert f"{key}: a secret never stands in this file" in line
    assert "password_file" in line
    assert "hunter2" not in line


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://a:hunter2@db.example/a",
        "postgresql://a@db.example/a?password=hunter2",
    ],
)
def test_a_database_password_in_the_url_is_refused_and_never_repeated(url: str) -> None:
    line = refusal(changed("store.url", url))

    assert "passfile" in line
    assert "hunter2" not in line


def test_the_value_of_an_unknown_key_is_never_repeated() -> None:
    assert "hunter2" not in refusal(changed("mailbox.pasword", "hunter2"))
    assert "hunter2" not in refusal(changed("mailbox.password_file", ["hunter2"]))


# Secrets


def test_a_password_lies_beside_the_configuration(tmp_path: Path) -> None:
    file = written(tmp_path)
    (tmp_path / "imap-password").write_text("one\n")
    (tmp_path / "smtp-password").write_text("two")

    assert (load(file).secret("imap"), load(file).secret("smtp")) == ("one", "two")


def test_the_credentials_of_systemd_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path)
    (tmp_path / "imap-password").write_text("beside")
    (tmp_path / "smtp-password").write_text("beside")
    (tmp_path / "credentials").mkdir()
    (tmp_path / "credentials" / "imap-password").write_text("systemd")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "credentials"))

    assert (load(file).secret("imap"), load(file).secret("smtp")) == ("systemd", "beside")


def test_an_absolute_password_file_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("far")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))

    assert with_key("mailbox.password_file", str(elsewhere)).secret("imap") == "far"


@pytest.mark.parametrize(
    ("content", "secret"),
    [
        pytest.param(b"pass\n", "pass", id="one newline goes"),
        pytest.param(b"pass\r\n", "pass", id="that of Windows too"),
        pytest.param(b" pass ", " pass ", id="spaces are the password's own"),
        pytest.param("contrasenya·ç".encode(), "contrasenya·ç", id="any letters"),
    ],
)
def test_one_trailing_newline_is_no_part_of_the_password(tmp_path: Path, content: bytes, secret: str) -> None:
    file = written(tmp_path)
    (tmp_path / "imap-password").write_bytes(content)

    assert load(file).secret("imap") == secret


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(None, "cannot read the imap password: No such file", id="no file"),
        pytest.param(b"\n", "the imap password is empty", id="empty"),
        pytest.param(b"\xff\xfe", "the imap password is not UTF-8", id="not text"),
        pytest.param(b"one\ntwo\n", "the imap password file holds more than one line", id="two lines"),
        pytest.param(b"one\r\n\r\n", "the imap password file holds more than one line", id="a blank line"),
    ],
)
def test_a_password_that_cannot_be_read_names_the_file_and_why(
    tmp_path: Path, content: bytes | None, why: str
) -> None:
    file = written(tmp_path)
    if content is not None:
        (tmp_path / "imap-password").write_bytes(content)

    with pytest.raises(SettingsError) as caught:
        load(file).secret("imap")

    assert str(caught.value).startswith(f"{tmp_path / 'imap-password'}: {why}")


def test_settings_are_valid_without_any_secret(tmp_path: Path) -> None:
    assert load(written(tmp_path)).mailbox.password_file == "imap-password"


def test_a_certificate_file_is_found_as_a_password_file_is(tmp_path: Path) -> None:
    file = written(tmp_path, SMALLEST.replace("[smtp]", '[smtp]\nca_file = "ca.pem"'))

    assert (load(file).ca_file("imap"), load(file).ca_file("smtp")) == (None, tmp_path / "ca.pem")


# What others read


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        pytest.param("sqlite:///town.db", "sqlite:///{folder}/town.db", id="relative to the file"),
        pytest.param("sqlite:///data/town.db", "sqlite:///{folder}/data/town.db", id="in a folder"),
        pytest.param("sqlite:////srv/town.db", "sqlite:////srv/town.db", id="absolute"),
        pytest.param("sqlite:///:memory:", "sqlite:///:memory:", id="memory"),
        pytest.param("postgresql+psycopg://a@h/a", "postgresql+psycopg://a@h/a", id="PostgreSQL"),
    ],
)
def test_a_relative_database_lies_beside_the_configuration(tmp_path: Path, url: str, opened: str) -> None:
    file = written(tmp_path, f'{SMALLEST}[store]\nurl = "{url}"\n')

    assert load(file).store_url == opened.format(folder=tmp_path)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Ajuntament de Setcases", "Setcases"),
        ("Ajuntament de Sant Joan de les Abadesses", "Sant Joan de les Abadesses"),
        ("Ajuntament d'Ogassa", "Ogassa"),
        ("Ajuntament d’Ogassa", "Ogassa"),
        ("Ajuntament de la Vall de Bianya", "la Vall de Bianya"),
        ("Ajuntament de l'Escala", "l'Escala"),
        ("Ajuntament del Pont de Suert", "el Pont de Suert"),
        ("Ajuntament dels Hostalets de Pierola", "els Hostalets de Pierola"),
        ("AJUNTAMENT DE QUERALBS", "QUERALBS"),
        ("Ajuntament  de  Molló", "Molló"),
        ("Ayuntamiento de Llanars", "Llanars"),
        ("Ajuntament Camprodon", "Camprodon"),
        ("Camprodon", "Camprodon"),
    ],
)
def test_the_place_is_what_follows_ajuntament_de(name: str, place: str) -> None:
    assert with_key("town.name", name).town().place == place


@pytest.mark.parametrize("written_as", ["+34600111222", "600 11 12 22", "600.11.12.22", "0034 600111222"])
def test_the_number_of_the_list_is_kept_in_e164(written_as: str) -> None:
    assert with_key("town.whatsapp", written_as).town().whatsapp == "+34600111222"


@pytest.mark.parametrize("given", ["06:05", "6:05", time(6, 5)])
def test_the_hour_of_the_digest_may_be_quoted_or_not(given: Any) -> None:
    assert with_key("staff.digest_at", given).staff.digest_at == time(6, 5)


@pytest.mark.parametrize("given", [date(2026, 1, 31), "2026-01-31"])
def test_a_date_may_be_quoted_or_not(given: Any) -> None:
    assert with_key("mailbox.since", given).mailbox.since == date(2026, 1, 31)


def test_the_rules_get_the_town_in_their_own_terms() -> None:
    tables = changed("mailbox.addresses", ["Alcaldia@Vilanova.example"])
    tables["mailbox"]["user"] = "Info@Vilanova.Example"
    tables["smtp"]["sender"] = "llista@vilanova.example"
    tables["staff"]["orders_from"] = ["Oficina@vilanova.example"]
    tables["registry"] = {"senders": ["Registre@seu.example"]}
    tables["trust"] = {"authserv_ids": ["MX.vilanova.example"], "internal_marks": ["X-Inside:  yes: really"]}
    settings = parse(tables)

    assert settings.town() == Town(
        name="Ajuntament de Vilanova de Prova",
        channel="Informació Vilanova",
        whatsapp="+34600111222",
        place="Vilanova de Prova",
        tz=settings.tz,
        addresses=frozenset(
            {"info@vilanova.example", "llista@vilanova.example", "alcaldia@vilanova.example"}
        ),
        staff=frozenset({"oficina@vilanova.example"}),
        registry=frozenset({"registre@seu.example"}),
        authserv_ids=frozenset({"mx.vilanova.example"}),
        internal_marks=(("x-inside", "yes: really"),),
    )


def test_a_mailbox_user_that_is_no_address_is_none_of_ours() -> None:
    assert with_key("mailbox.user", "vilanova-info").addresses == {"info@vilanova.example"}
