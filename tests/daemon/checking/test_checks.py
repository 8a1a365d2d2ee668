"""What needs no network is named when it is wrong, with the way out, and looking changes nothing."""

import json
import os
import re
import shutil
import sqlite3
import tomllib
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from daemon import letters
from daemon.books.backup import back_up
from daemon.books.migrations import HEAD
from daemon.books.read_only import open_read_only
from daemon.books.store import Store
from daemon.checking.attachments import check_attachments
from daemon.checking.books import check_store
from daemon.checking.clock import by_arrivals, by_ntp, check_clock
from daemon.checking.dates import check_calendar
from daemon.checking.files import check_files
from daemon.checking.findings import Finding, Verdict, holds
from daemon.checking.letters import check_letters
from daemon.checking.trust import check_trust
from daemon.configuration.settings import Settings, load, parse
from daemon.errors import StoreError
from daemon.letters.texts import LANGUAGES
from daemon.mailbox.attachments import opening
from daemon.ports import Head
from tests.daemon.conftest import CONFIG, NOW, Command, refused, settings

GOOD, WARNING, BAD = Verdict.GOOD, Verdict.WARNING, Verdict.BAD


def of(found: Iterable[Finding], subject: str) -> Finding:
    """The one finding on *subject*; a way out is there exactly where it is needed."""
    (finding,) = [finding for finding in found if finding.subject == subject]
    assert bool(finding.mend) is (finding.verdict is not GOOD)
    assert "\n" not in finding.said + finding.mend
    return finding


# Files


@pytest.fixture
def password(config: Path) -> Path:
    file = config.with_name("imap-password")
    file.touch(0o600)
    file.write_text("secreta\n")
    return file


def test_a_private_password_and_a_configuration_of_the_owners_are_good(config: Path, password: Path) -> None:
    config.chmod(0o644)

    assert [f.verdict for f in check_files(load(config)) if f.subject != "config.readable"] == [GOOD, GOOD]


@pytest.mark.skipif(os.geteuid() != 0, reason="who is not root sees for itself what it cannot read")
def test_what_root_alone_can_read_is_told(config: Path, password: Path) -> None:
    (finding,) = [f for f in check_files(load(config)) if f.subject == "config.readable"]

    assert str(config) in finding.said  # pytest's folder is its owner's alone


@pytest.mark.skipif(os.geteuid() != 0, reason="who is not root sees for itself what it cannot read")
def test_a_letter_that_root_alone_can_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "ca").mkdir()
    (tmp_path / "ca" / "done.txt").touch(0o600)

    found = [f.said for f in check_files(settings(letters={"folder": str(tmp_path)}))]

    assert any(str(tmp_path / "ca" / "done.txt") in said for said in found)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_password_that_others_may_read_is_named_with_its_chmod(
    config: Path, password: Path, mode: int
) -> None:
    password.chmod(mode)

    found = of(check_files(load(config)), "credentials.imap")

    assert (found.verdict, found.mend) == (BAD, f"chmod 600 {password}")


@pytest.mark.parametrize("content", [None, "", "\n"])
def test_a_password_that_is_absent_or_empty_is_named_with_its_place(
    config: Path, password: Path, content: str | None
) -> None:
    password.unlink()
    if content is not None:
        password.touch(0o600)
        password.write_text(content)

    found = of(check_files(load(config)), "credentials.imap")

    assert found.verdict is BAD
    assert str(password) in found.said


@pytest.mark.parametrize(
    ("content", "verdict"), [("secreta\n\n", BAD), ("a\r\nb\n", BAD), ("secreta \n", WARNING)]
)
def test_a_password_with_what_an_editor_left_behind_is_named(
    config: Path, password: Path, content: str, verdict: Verdict
) -> None:
    password.write_text(content, newline="")

    assert of(check_files(load(config)), "credentials.imap").verdict is verdict


def test_a_password_given_by_systemd_is_looked_at_where_systemd_put_it(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = tmp_path / "credentials"
    given.mkdir()
    (given / "imap-password").touch(0o600)
    (given / "imap-password").write_text("secreta")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(given))

    assert str(given) in of(check_files(load(config)), "credentials.imap").said


def test_a_configuration_that_others_may_write_is_bad(config: Path, password: Path) -> None:
    config.chmod(0o666)

    assert of(check_files(load(config)), "config.file").verdict is BAD


def test_the_smtp_password_is_asked_for_only_where_there_is_a_login(config: Path, password: Path) -> None:
    config.write_text(config.read_text().replace('sender = "info', 'user = "info"\nsender = "info'))

    assert of(check_files(load(config)), "credentials.smtp").verdict is BAD


# Clock


def test_the_clock_is_told_in_the_towns_zone() -> None:
    found = of(check_clock(settings(), now=NOW), "clock.now")

    assert (found.verdict, "2026-05-04 10:00 in Europe/Madrid" in found.said) == (GOOD, True)


@pytest.mark.parametrize("year", [1970, 2025, 2100])
def test_a_clock_in_another_age_is_bad(year: int) -> None:
    assert of(check_clock(settings(), now=NOW.replace(year=year)), "clock.now").verdict is BAD


@pytest.mark.parametrize(("answer", "verdicts"), [("yes", [GOOD]), ("no", [WARNING]), ("", []), ("n/a", [])])
def test_ntp_is_what_systemd_says_and_nothing_where_it_says_nothing(
    answer: str, verdicts: list[Verdict]
) -> None:
    assert [f.verdict for f in by_ntp(answer)] == verdicts


def head(arrived: timedelta, received: timedelta | None) -> Head:
    stamp = (NOW + (received or timedelta())).strftime("%a, %d %b %Y %H:%M:%S +0000 (UTC)")
    field = f"Received: from a\r\n by mx.setcases.cat; {stamp}\r\n".encode() if received is not None else b""
    block = field + b"Received: from b; nonsense\r\nSubject: x\r\n\r\n"
    return Head(uid=1, size=len(block), received_at=NOW + arrived, block=block)


HOUR, SHORT = timedelta(hours=1), timedelta(minutes=4)


def test_mail_that_arrived_an_hour_from_now_shows_a_clock_that_is_behind() -> None:
    heads = [head(-HOUR, -HOUR), head(HOUR, HOUR - timedelta(seconds=2))]

    found = of(by_arrivals(heads, now=NOW), "clock.mailbox")

    assert (found.verdict, "60 minutes behind" in found.said) == (BAD, True)


@pytest.mark.parametrize(
    ("arrived", "received"),
    [
        pytest.param(SHORT, SHORT, id="clocks differ a little"),
        pytest.param(-HOUR, -HOUR, id="old mail"),
        pytest.param(HOUR, None, id="filed by a program, never delivered"),
        pytest.param(HOUR, -HOUR, id="INTERNALDATE chosen by who moved it"),
        pytest.param(-HOUR, HOUR, id="a sender's own Received"),
    ],
)
def test_mail_that_proves_nothing_says_nothing_of_the_clock(
    arrived: timedelta, received: timedelta | None
) -> None:
    assert by_arrivals([head(arrived, received)], now=NOW) == []


# Calendar


def test_a_confirmed_year_with_two_local_holidays_is_good_and_counts() -> None:
    found = list(check_calendar(settings(), now=NOW))

    assert [f.verdict for f in found] == [GOOD, GOOD, GOOD]
    assert "2026-05-12" in of(found, "calendar.deadline").said  # the 8th is Setcases' own
    assert "Aparició de Sant Miquel" in of(found, "calendar.deadline").said


def test_a_year_that_nobody_confirmed_is_named() -> None:
    found = of(check_calendar(settings(), now=NOW.replace(year=2027)), "calendar.confirmed")

    assert (found.verdict, "2027" in found.said, "2027" in found.mend) == (WARNING, True, True)


@pytest.mark.parametrize(("month", "years"), [(11, ["2026"]), (12, ["2026", "2027"])])
def test_next_year_is_asked_for_from_december_on(month: int, years: list[str]) -> None:
    found = list(check_calendar(settings(), now=NOW.replace(month=month)))

    said = [f.said for f in found if f.subject == "calendar.confirmed"]
    assert [year for year in ("2026", "2027") if any(year in each for each in said)] == years


def test_the_year_turns_on_the_towns_clocks() -> None:
    eve = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

    assert "2027" in of(check_calendar(settings(), now=eve), "calendar.confirmed").said


@pytest.mark.parametrize("days", [(), (8,), (8, 11, 12)])
def test_another_number_than_two_local_holidays_is_named(days: tuple[int, ...]) -> None:
    local = [{"date": date(2026, 5, day), "name": f"Festa {day}"} for day in days]

    found = of(
        check_calendar(settings(calendar={"local_holidays": local}), now=NOW), "calendar.local_holidays"
    )

    assert (found.verdict, f"2026 has {len(days)} local holiday" in found.said) == (WARNING, True)


# Letters


def test_every_letter_is_written_in_every_language() -> None:
    link = {"privacy_url": "https://www.setcases.cat/dades"}

    found = list(check_letters(settings(town=link), now=NOW))

    assert [f.verdict for f in found] == [GOOD] * 4
    assert {f.subject for f in found} >= {f"letters.{language}" for language in LANGUAGES}
    assert "all in our words" in of(found, "letters.ca").said


def test_that_attachments_can_be_opened_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert of([check_attachments()], "attachments").verdict is GOOD

    monkeypatch.setattr(opening, "_PROGRAM", ("/nowhere/python",))
    assert of([check_attachments()], "attachments").verdict is WARNING


def test_letters_that_link_to_no_privacy_notice_are_a_warning() -> None:
    assert of(check_letters(settings(), now=NOW), "letters.privacy").verdict is WARNING


def test_a_letter_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    for language in LANGUAGES:
        (tmp_path / language).mkdir()
        shutil.copy(Path(letters.__file__).parent / language / "done.txt", tmp_path / language)
    with (tmp_path / "es" / "done.txt").open("a") as file:
        file.write("Hola {{ ningu }}\n")

    found = list(check_letters(settings(letters={"folder": str(tmp_path)}), now=NOW))

    assert (of(found, "letters.ca").verdict, of(found, "letters.es").verdict) == (GOOD, BAD)
    assert "es/done.txt: line 23: unknown placeholder {{ ningu }}" in of(found, "letters.es").said


# Trust


def test_a_town_that_trusts_somebody_and_names_its_people_is_good() -> None:
    town = settings(trust={"authserv_ids": ["mx.setcases.cat"]}, registry={"senders": ["no-reply@r.cat"]})

    assert {f.verdict for f in check_trust(town)} == {GOOD}


@pytest.mark.parametrize(
    ("subject", "keys"),
    [
        ("trust.authserv_ids", {"registry": {"senders": ["no-reply@r.cat"]}}),
        ("registry.senders", {"trust": {"authserv_ids": ["mx.setcases.cat"]}}),
        ("staff.orders_from", {"staff": {"orders_from": []}}),
        ("staff.orders_from", {"staff": {"orders_from": ["secretaria@setcasses.cat"]}}),
        ("staff.digest_to", {"staff": {"digest_to": ["a@gmail.com"], "allow_external": True}}),
        (
            "staff.digest_to",
            {
                "staff": {
                    "digest_to": ["recepcio@setcases.cat"],
                    "orders_from": ["secretaria@setcases.cat"],
                }
            },
        ),
    ],
)
def test_what_keeps_mail_from_acting_or_leaves_the_house_is_a_warning(
    subject: str, keys: dict[str, dict[str, object]]
) -> None:
    found = list(check_trust(settings(**keys)))

    assert of(found, subject).verdict is WARNING
    assert holds(found)


def test_without_an_authserv_id_it_is_said_what_a_town_on_microsoft_does() -> None:
    assert "trust.internal_marks" in of(check_trust(settings()), "trust.authserv_ids").mend


# Store


def at(url: str) -> Settings:
    return settings(store={"url": url})


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {p.name: (p.stat().st_mode, p.read_bytes()) for p in folder.iterdir() if p.is_file()}


def test_the_books_of_this_program_are_good_on_either_database(store: Store, url: str) -> None:
    found = check_store(at(url))

    assert {f.verdict for f in found} == {GOOD}
    assert HEAD in of(found, "store.schema").said
    assert of(found, "store.open")
    assert not [f for f in found if f.subject == "store.daemon"]


def test_a_daemon_that_works_on_the_books_is_told_and_not_disturbed(store: Store, url: str) -> None:
    with store.exclusive():
        found = check_store(at(url))

    assert "daemon is running" in of(found, "store.daemon").said
    assert holds(found)


def test_wal_and_full_are_what_sqlite_answers(sqlite: Store) -> None:
    assert "WAL, synchronous FULL" in of(check_store(at(str(sqlite.url))), "store.open").said


def test_where_there_is_no_store_it_is_said_and_none_is_made(tmp_path: Path) -> None:
    found = check_store(at(f"sqlite:///{tmp_path}/books.db"))

    assert holds(found)
    assert f"will create {tmp_path}/books.db" in of(found, "store.file").said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_empty", [False, True])
def test_books_of_which_only_a_copy_is_left_are_bad_as_the_daemon_refuses_them(
    tmp_path: Path, is_empty: bool
) -> None:
    file = tmp_path / "books.db"
    Store(f"sqlite:///{file}").close()
    back_up(f"sqlite:///{file}", now=NOW)
    copy = shutil.copy(tmp_path / "backup" / "books.db", tmp_path / "kept.db")
    file.unlink()
    if is_empty:
        file.touch(0o600)

    (found,) = [each for each in check_store(at(f"sqlite:///{file}")) if each.verdict is BAD]

    assert f"(altabaixa restore {tmp_path}/backup/books.db)" in found.mend
    with pytest.raises(StoreError, match=re.escape(f"{found.said}: {found.mend}")):
        Store(f"sqlite:///{file}")
    with (
        pytest.raises(StoreError, match=re.escape(f"{found.said}: {found.mend}")),
        open_read_only(f"sqlite:///{file}"),
    ):
        pass
    assert file.exists() is is_empty
    back_up(f"sqlite:///{file}", now=NOW)
    assert (tmp_path / "backup" / "books.db").read_bytes() == Path(copy).read_bytes()


def test_looking_changes_no_byte_and_leaves_no_file(tmp_path: Path) -> None:
    Store(f"sqlite:///{tmp_path}/books.db").close()
    before = tree(tmp_path)

    check_store(at(f"sqlite:///{tmp_path}/books.db"))

    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("revision", "verdict", "words"),
    [("9999", BAD, "newer than this program"), ("0000", WARNING, "will bring it to")],
)
def test_another_schema_is_named_and_left_as_it_is(
    tmp_path: Path, revision: str, verdict: Verdict, words: str
) -> None:
    file = tmp_path / "books.db"
    Store(f"sqlite:///{file}").close()
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :held"), {"held": revision})
    engine.dispose()

    found = of(check_store(at(f"sqlite:///{file}")), "store.schema")

    assert (found.verdict, words in found.said, revision in found.said) == (verdict, True, True)
    with sqlite3.connect(file) as connection:
        held = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    assert held == (revision,)


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "books.db"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE photos (id)")
    connection.close()
    file.chmod(0o600)

    found = of(check_store(at(f"sqlite:///{file}")), "store.schema")

    assert found.verdict is BAD
    with pytest.raises(StoreError, match=re.escape(f"{found.said}: {found.mend}")):
        Store(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as held:
        assert held.execute("SELECT name FROM sqlite_master").fetchall() == [("photos",)]


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "books.db"
    file.write_bytes(b"not a database at all" * 100)
    file.chmod(0o600)

    found = of(check_store(at(f"sqlite:///{file}")), "store.open")

    assert (found.verdict, "not a database" in found.said, "backup" in found.mend) == (BAD, True, True)


def test_damaged_books_are_named(tmp_path: Path) -> None:
    file = tmp_path / "books.db"
    Store(f"sqlite:///{file}").close()
    pages = bytearray(file.read_bytes())
    pages[-4096:] = b"\xa5" * 4096
    file.write_bytes(pages)

    found = check_store(at(f"sqlite:///{file}"))

    assert not holds(found)


def test_books_that_others_may_read_are_named_with_their_chmod(sqlite: Store, tmp_path: Path) -> None:
    (tmp_path / "books.db").chmod(0o644)

    found = of(check_store(at(str(sqlite.url))), "store.file")

    assert (found.verdict, found.mend) == (BAD, f"chmod 600 {tmp_path}/books.db")


def test_what_keeps_the_nightly_copy_from_being_made_is_named(sqlite: Store, tmp_path: Path) -> None:
    (tmp_path / "backup").write_text("not a folder")

    found = of(check_store(at(str(sqlite.url))), "store.copies")

    assert (found.verdict, found.mend.startswith(f"move {tmp_path}/backup away")) == (BAD, True)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    found = of(check_store(at(f"sqlite:///{tmp_path}/var/books.db")), "store.folder")

    assert (found.verdict, str(tmp_path / "var") in found.said) == (BAD, True)
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("url", ["/altabaixa/altabaixa.db", "/private/altabaixa-olot/altabaixa.db"])
def test_an_instance_is_kept_from_the_books_of_another_town(url: str) -> None:
    copied = parse(
        tomllib.loads(CONFIG) | {"store": {"url": f"sqlite:////var/lib{url}"}},
        path=Path("/etc/altabaixa/mollo/altabaixa.toml"),
    )

    (found,) = check_store(copied)

    assert (found.verdict, "is of another town" in found.said) == (BAD, True)
    assert found.mend == 'set store.url = "sqlite:////var/lib/altabaixa-mollo/altabaixa.db"'


def test_a_disk_that_is_nearly_full_is_bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=150 * 1024**2))

    found = of(check_store(at(f"sqlite:///{tmp_path}/books.db")), "store.space")

    assert (found.verdict, "150 MB" in found.said) == (BAD, True)


def test_a_database_server_that_is_down_is_named_without_its_url_s_secrets(tmp_path: Path) -> None:
    found = of(check_store(at(f"postgresql://town@/x?host={tmp_path}")), "store.open")

    assert (found.verdict, "cannot be opened" in found.said) == (BAD, True)


# The command


def test_a_configuration_that_is_not_valid_ends_it_with_each_complaint(
    command: Command, config: Path
) -> None:
    config.write_text(config.read_text().replace("[staff]", "[staff]\nvigila = true"))

    assert refused(command("check"), "vigila", code=2)


def test_programs_get_an_array_and_an_exit_code(command: Command, password: Path) -> None:
    done = command("check", "--json")

    found = {finding["subject"]: finding for finding in json.loads(done.out)}
    assert done.code == 1  # nothing listens on port 9
    assert set(found["store.file"]) == {"subject", "verdict", "said", "mend"}
    assert (found["imap.connection"]["verdict"], found["smtp.connection"]["verdict"]) == ("bad", "bad")
    assert found["calendar.confirmed"]["verdict"] in {"good", "warning"}


def test_people_read_a_line_a_finding_and_below_it_the_way_out(command: Command, password: Path) -> None:
    done = command("check")

    lines = done.out.splitlines()
    place = next(i for i, line in enumerate(lines) if line.startswith("✗ imap.connection"))
    assert "127.0.0.1:9 refuses the connection" in lines[place]
    assert lines[place + 1].strip().startswith("→ is the server up")
    assert any(line.startswith("✓ config.file") for line in lines)
    assert lines[-1].startswith("2 things to mend: imap.connection, smtp.connection")
    assert (done.code, done.err) == (1, "")


def test_judging_and_sending_are_not_asked_for_at_once(command: Command, config: Path) -> None:
    assert refused(command("check", "--send", "a@b.cat", "--mail", config), "two checks", code=2)


@pytest.mark.parametrize("address", ["nobody", "a@b", "a@b.cat\nRCPT TO:<x@y.cat>", ""])
def test_a_test_letter_goes_only_to_a_plain_address(command: Command, address: str) -> None:
    assert refused(command("check", "--send", address), "is no mail address", code=2)
