"""Nothing a mail server does makes a message pass unseen."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from daemon.books.store import Store
from daemon.books.tables import cases, folders, messages
from daemon.configuration.settings import Settings
from daemon.errors import MailboxError
from daemon.mailbox import sync
from daemon.mailbox.intake import StoppedError
from daemon.mailbox.sync import Sync
from daemon.ports import BODY_LIMIT, Folder, Head
from daemon.service.app import App
from rules.transport.reconnection import Cause
from tests.daemon.conftest import settings

NOON = datetime(2026, 5, 4, 10, 0, 0, 700_000, tzinfo=UTC)


@dataclass
class OddMailbox:
    """A server of odd habits, which no real one can be made to show: `withheld` are named, not shown."""

    mails: dict[int, tuple[datetime, bytes]] = field(default_factory=dict)
    uidnext: int = 1
    withheld: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    missing: frozenset[str] = frozenset()
    drop_after: int | None = None

    def put(self, uid: int, text: bytes, at: datetime = NOON) -> None:
        self.mails[uid] = (at, text)
        self.uidnext = max(self.uidnext, uid + 1)

    def open(self, folder: str) -> Folder:
        if folder in self.missing:
            msg = f"IMAP: cannot open the folder {folder!r}"
            raise MailboxError(msg, cause=Cause.FOLDER)
        return Folder(name=folder, uidvalidity=1, uidnext=self.uidnext)

    def uids(self, first: int, folder: Folder) -> list[int]:
        return sorted(uid for uid in self.mails if first <= uid < folder.uidnext)

    def first_uid_since(self, day: date) -> int | None:
        return min((u for u, (at, _) in self.mails.items() if at.date() >= day), default=None)

    def heads(self, uids: Sequence[int]) -> dict[int, Head | None]:
        hidden: dict[int, Head | None] = {uid: None for uid in uids if uid in self.hidden}
        return hidden | {
            uid: Head(
                uid=uid, size=len(raw), received_at=at, block=raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            )
            for uid in uids
            if uid not in self.hidden
            for at, raw in [self.mails[uid]]
        }

    def bodies(self, uids: Sequence[int], most: int = BODY_LIMIT) -> dict[int, bytes | None]:
        return {uid: None if uid in self.withheld else self.mails[uid][1][:most] for uid in uids}

    def file(self, folder: str, letter: bytes, *, seen: bool = True) -> None:
        raise AssertionError("nothing is filed here")

    def wait(self, seconds: float, stop: threading.Event) -> None:
        raise AssertionError("nobody waits here")

    def close(self) -> None:
        pass


def _mail(number: int) -> bytes:
    head = f"From: a{number}@veins.example\r\nTo: info@setcases.cat\r\nSubject: n{number}\r\n\r\n"
    return f"{head}Hola {number}\r\n".encode()


def _read(mailbox: OddMailbox, store: Store, settings: Settings, at: datetime = NOON) -> None:
    app = App(settings=settings, store=store, clock=lambda: at)
    Sync(app.intake, mailbox).read_all()


def _outcomes(store: Store) -> dict[int, str]:
    with store.read() as tx:
        return {
            row.uid: row.reason for row in tx.connection.execute(select(messages.c.uid, messages.c.reason))
        }


def _vanished(store: Store) -> int:
    with store.read() as tx:
        return sum(tx.connection.execute(select(folders.c.vanished)).scalars())


def test_a_mail_that_comes_at_the_first_start_is_not_taken_for_older(sqlite: Store) -> None:
    mailbox = OddMailbox(uidnext=10)
    _read(mailbox, sqlite, settings(mailbox={"since": "now"}))
    # The server's clock has whole seconds, and may be behind ours.
    mailbox.put(10, _mail(10), at=NOON - timedelta(minutes=3))

    _read(mailbox, sqlite, settings(mailbox={"since": "now"}))

    assert _outcomes(sqlite) == {10: "ELSEWHERE"}


def test_a_mail_moved_in_after_the_start_is_read_however_old(sqlite: Store) -> None:
    mailbox = OddMailbox(uidnext=10)
    _read(mailbox, sqlite, settings(mailbox={"since": date(2026, 5, 4)}))
    mailbox.put(10, _mail(10), at=NOON - timedelta(days=9))

    _read(mailbox, sqlite, settings(mailbox={"since": date(2026, 5, 4)}))

    assert _outcomes(sqlite) == {10: "ELSEWHERE"}


def test_a_message_the_server_names_but_does_not_show_is_a_card(sqlite: Store) -> None:
    mailbox = OddMailbox(withheld=frozenset({2}))
    for uid in (1, 2, 3):
        mailbox.put(uid, _mail(uid))

    _read(mailbox, sqlite, settings(mailbox={"since": "all"}))

    assert _outcomes(sqlite) == {1: "ELSEWHERE", 2: "UNREADABLE", 3: "ELSEWHERE"}
    with sqlite.read() as tx:
        assert tx.connection.execute(select(cases.c.state)).scalars().all() == ["staff"]
    assert _vanished(sqlite) == 0


def test_a_folder_that_is_gone_keeps_no_other_from_being_read(sqlite: Store) -> None:
    mailbox = OddMailbox(missing=frozenset({"Consultes"}))
    mailbox.put(1, _mail(1))

    with pytest.raises(MailboxError, match="Consultes"):
        _read(mailbox, sqlite, settings(mailbox={"since": "all", "folders": ["Consultes", "INBOX"]}))

    assert _outcomes(sqlite) == {1: "ELSEWHERE"}


def test_mails_alike_but_for_their_text_are_both_read(sqlite: Store) -> None:
    """Forms and scanners put in mail without a Message-ID, and with one and the same head."""
    mailbox = OddMailbox()
    mailbox.put(1, _mail(1))
    _read(mailbox, sqlite, settings(mailbox={"since": "all"}))
    mailbox.put(2, _mail(1).replace(b"Hola 1", b"Hola 2"))

    _read(mailbox, sqlite, settings(mailbox={"since": "all"}))

    assert _outcomes(sqlite) == {1: "ELSEWHERE", 2: "ELSEWHERE"}


def test_a_head_that_defeats_a_rule_is_a_card_and_the_rest_goes_on(
    sqlite: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def poisoned(mail: object, town: object) -> None:
        if getattr(mail, "sender", "") == "a1@veins.example":
            raise RecursionError

    monkeypatch.setattr("daemon.mailbox.intake.without_body", poisoned)
    mailbox = OddMailbox()
    for uid in (1, 2):
        mailbox.put(uid, _mail(uid))

    _read(mailbox, sqlite, settings(mailbox={"since": "all"}))

    assert _outcomes(sqlite) == {1: "UNREADABLE", 2: "ELSEWHERE"}


def test_what_vanished_between_two_rounds_is_counted_once(sqlite: Store) -> None:
    mailbox = OddMailbox()
    mailbox.put(1, _mail(1))
    _read(mailbox, sqlite, settings(mailbox={"since": "all"}))
    mailbox.put(5, _mail(5))
    mailbox.uidnext = 8

    _read(mailbox, sqlite, settings(mailbox={"since": "all"}))
    _read(mailbox, sqlite, settings(mailbox={"since": "all"}))

    assert _vanished(sqlite) == 5  # 2, 3, 4 before the one that stayed, and 6, 7 after it


@pytest.mark.parametrize("looks", [0, 3, 99], ids=["stopped at once", "stopped on the way", "not stopped"])
def test_what_vanished_is_counted_once_however_many_parts_it_takes(
    sqlite: Store, monkeypatch: pytest.MonkeyPatch, looks: int
) -> None:
    monkeypatch.setattr(sync, "_AT_ONCE", 1)
    town, mailbox, left = settings(mailbox={"since": "all"}), OddMailbox(), iter(range(looks))
    mailbox.put(1, _mail(1))
    _read(mailbox, sqlite, town)
    for uid in (5, 9, 12):
        mailbox.put(uid, _mail(uid))
    mailbox.uidnext = 15

    def between() -> None:
        if next(left, None) is None:
            raise StoppedError

    with suppress(StoppedError):
        app = App(settings=town, store=sqlite, clock=lambda: NOON)
        Sync(app.intake, mailbox, between=between).read_all()
    _read(mailbox, sqlite, town)

    assert _vanished(sqlite) == 14 - 4
    assert sorted(_outcomes(sqlite)) == [1, 5, 9, 12]


@pytest.mark.parametrize("since", ["all", date(2026, 5, 4)])
def test_what_was_missing_before_we_came_has_not_vanished_though_the_first_round_was_cut_short(
    sqlite: Store, since: str | date
) -> None:
    mailbox = OddMailbox()
    for uid in (7, 20):
        mailbox.put(uid, _mail(uid))
    town = settings(mailbox={"since": since})
    app = App(settings=town, store=sqlite, clock=lambda: NOON)

    def stops() -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        Sync(app.intake, mailbox, between=stops).read_all()
    _read(mailbox, sqlite, town)

    assert _vanished(sqlite) == 0


def test_what_was_read_until_we_are_asked_to_stop_is_in_the_books(sqlite: Store) -> None:
    mailbox = OddMailbox()
    for uid in (1, 2, 3):
        mailbox.put(uid, _mail(uid))
    app = App(settings=settings(mailbox={"since": "all"}), store=sqlite, clock=lambda: NOON)
    asked = iter([False] * 3 + [True])  # before the heads, and before each message

    def stops() -> None:
        if next(asked):
            raise StoppedError

    with pytest.raises(StoppedError):
        Sync(app.intake, mailbox, between=stops).read_all()

    assert sorted(_outcomes(sqlite)) == [1, 2]


def test_a_message_that_is_not_shown_is_one_card_however_often_the_round_is_cut_short(sqlite: Store) -> None:
    mailbox = OddMailbox(withheld=frozenset({1}))
    mailbox.hidden = frozenset({1})
    mailbox.put(1, _mail(1))
    mailbox.put(2, _mail(2))
    town = settings(mailbox={"since": "all"})
    app = App(settings=town, store=sqlite, clock=lambda: NOON)

    def stops() -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        Sync(app.intake, mailbox, between=stops).read_all()

    _read(mailbox, sqlite, town)

    assert _outcomes(sqlite) == {1: "UNREADABLE", 2: "ELSEWHERE"}


def test_a_junk_folder_that_is_gone_is_told_and_keeps_no_other_from_being_read(sqlite: Store) -> None:
    mailbox = OddMailbox(missing=frozenset({"Brossa"}))
    mailbox.put(1, _mail(1))
    town = settings(mailbox={"since": "all", "junk_folders": ["Brossa"]})
    app = App(settings=town, store=sqlite, clock=lambda: NOON)

    done = Sync(app.intake, mailbox).read_all()

    assert "Brossa" in done.junk_trouble
    assert _outcomes(sqlite) == {1: "ELSEWHERE"}
