"""What must hold after any number of kills: mailbox = ledger = decided + cards + set aside with a reason.

And each letter left once; the books are those of a town in which nobody was killed. Only
a letter that was killed between the first byte of its content and the record of the answer may be in
doubt: a resident's is `unknown` then and never sent again, staff's goes once more.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Any, Final

from tests.torture.post_office import Letter
from tests.torture.stages import TECHNICIAN, Stage, World, town_hall

IN_THE_GAP: Final = frozenset({
    "outbox.data.commit.after", "smtp.dot.before", "smtp.dot.after", "smtp.answer.before",
    "smtp.answer.after", "outbox.hand_over.after", "outbox.record.commit.before",
})  # fmt: skip
"""The points between the commit that says a letter may be gone, and the one that says what became of it."""

AT_ANY_INSTANT: Final = "(at any instant)"
"""A kill at no point: it may have been in the gap."""

_FILING: Final = frozenset({"filing.file.after", "filing.filed.commit.before", AT_ANY_INSTANT})
_LAYING: Final = frozenset({"alarms.lay.after", "alarms.laid.commit.before", AT_ANY_INSTANT})

_ERASED: Final = ""

_READ: Final = {"ledger", "folders"}

_STATE: Final[Mapping[str, str]] = {
    "subscriptions": "SELECT ref, name, id_document, phone, state, consent_number, consent_at, date(alta_at),"
    " activated_on, without_alta, left_at IS NULL, left_from, taken_off_on, restored_on, list_number,"
    " staff_told_at IS NULL FROM subscriptions",
    # Our own mail's Message-IDs are random; what was read before may be known by its head or by its text.
    "ledger": "SELECT folder, uidvalidity, uid, CASE WHEN message_id NOT LIKE '%@setcases.cat>'"
    " THEN message_id END, CASE WHEN reason <> 'AGAIN' THEN kind END, outcome, reason FROM messages",
    "folders": "SELECT name, uidvalidity, last_uid, vanished, by_instant FROM folders",
    "cases": "SELECT m.message_id, c.state, c.reason, c.closed_because, c.sender, c.language, c.excerpt"
    " FROM cases c LEFT JOIN messages m ON m.id = c.message_id",
    "requests": "SELECT m.message_id, r.kind, r.name, r.id_document, r.phone, r.outcome, r.reason,"
    " r.subscribers FROM requests r JOIN cases c ON c.id = r.case_id"
    " LEFT JOIN messages m ON m.id = c.message_id",
    "consents": "SELECT c.key, s.ref FROM consents c LEFT JOIN subscriptions s ON s.id = c.subscription_id",
    "events": "SELECT e.what, e.by, e.before, e.after, s.ref, m.message_id FROM events e"
    " LEFT JOIN subscriptions s ON s.id = e.subscription_id LEFT JOIN messages m ON m.id = e.message_id"
    " WHERE e.what <> 'books-restored'",
    "letters": "SELECT recipient, audience, template,"
    " CASE state WHEN 'unknown' THEN 'sent' ELSE state END FROM outbox",
    "digests": 'SELECT kind, "on" FROM digests',
    "codes": "SELECT action, recipient, used_at IS NULL, used_by FROM codes",
    "unfiled": "SELECT 1 FROM outbox WHERE state = 'sent' AND NOT filed",
    "outages": "SELECT loop, down_since IS NULL, cause, told_of IS NULL FROM pulses"
    " WHERE down_since IS NOT NULL OR told_of IS NOT NULL",
}


@dataclass(frozen=True)
class Finding:
    """What is wrong: something was lost, or done twice, or is otherwise than it should be."""

    kind: str
    what: str


State = Mapping[str, "Counter[Any]"]


def state_of(world: World) -> State:
    """The books without what differs from one run to the next (random references, the moments of tries)."""
    with closing(sqlite3.connect(world.books)) as books:
        return {name: Counter(books.execute(sql).fetchall()) for name, sql in _STATE.items()}


def in_doubt(world: World) -> int:
    """How many letters to people nobody knows of whether they came."""
    return int(world.ask("SELECT count(*) FROM outbox WHERE state = 'unknown' AND template <> 'probe'")[0][0])


def audit(
    world: World, stage: Stage, *, clean: State, taken: "Counter[Letter]", kills: Iterable[str]
) -> list[Finding]:
    """Everything that is not as it must be after *kills*; *taken* are all letters that the server took."""
    died = Counter(kills)
    in_gap = died.total() if stage.loops > 1 else sum(died[name] for name in (*IN_THE_GAP, AT_ANY_INSTANT))
    filing = died.total() if stage.loops > 1 else sum(died[name] for name in _FILING)
    laying = sum(died[name] for name in _LAYING) if stage.lays else 0
    with closing(sqlite3.connect(world.books)) as books:
        return [
            *_whole(books),
            *_told(world),
            *_ledger(books, world, doubled=laying),
            *_letters(books, stage, taken, in_gap=in_gap),
            *_filed(books, world, doubled=filing),
            *_same(state_of(world), clean, ignoring=stage.by_chance | (_READ if laying else set())),
        ]


def _told(world: World) -> Iterator[Finding]:
    """Staff read in their digest of every letter in doubt."""
    if doubtful := in_doubt(world):
        with town_hall(world) as app, app.store.read() as tx:
            told = app.digests.of(tx, world.at.date()).health.letters_unknown
        if told != doubtful:
            yield Finding("lost", f"{doubtful} letters in doubt, and staff are told of {told}")


def _whole(books: sqlite3.Connection) -> Iterator[Finding]:
    if (said := books.execute("PRAGMA integrity_check").fetchone()) != ("ok",):
        yield Finding("lost", f"the file is damaged: {said}")
    if broken := books.execute("PRAGMA foreign_key_check").fetchall():
        yield Finding("lost", f"rows without their others: {broken}")


def _ledger(books: sqlite3.Connection, world: World, *, doubled: int) -> Iterator[Finding]:
    there = Counter(
        (folder, world.box.validity(folder), uid)
        for folder in ("INBOX", "Junk")
        for uid, _, _ in world.box.messages(folder)
    )
    read = books.execute("SELECT name FROM folders").fetchall()
    lines = Counter(books.execute("SELECT folder, uidvalidity, uid FROM messages").fetchall())
    if read:
        yield from (Finding("lost", f"no line for {each}") for each in there - lines)
    yield from (Finding("doubled", f"{n} lines for {each}") for each, n in lines.items() if n > 1)
    decided = (
        "SELECT outcome, reason, (SELECT count(*) FROM cases c WHERE c.message_id = m.id) FROM messages m"
    )
    for outcome, reason, cases in books.execute(decided):
        if outcome == "aside" and (cases or not reason):
            yield Finding("lost", f"set aside with {cases} cases and the reason {reason!r}")
        elif outcome != "aside" and cases != 1:
            yield Finding("lost" if not cases else "doubled", f"{outcome} with {cases} cases")
    empty = "SELECT count(*) FROM cases c WHERE NOT EXISTS (SELECT 1 FROM requests r WHERE r.case_id = c.id)"
    (without,) = books.execute(empty).fetchone()
    if without:
        yield Finding("lost", f"{without} cases without a request")
    laid = books.execute("SELECT count(*) FROM digests WHERE kind = 'inbox'").fetchone()[0]
    ours = sum(_is_ours(file) for _, _, file in world.box.messages("INBOX"))
    if not laid <= ours <= laid + doubled:
        yield Finding("doubled" if ours > laid else "lost", f"{ours} digests laid, {laid} noted")


def _is_ours(file: Path) -> bool:
    return "info@setcases.cat" in str(message_from_bytes(file.read_bytes())["From"])


def _letters(
    books: sqlite3.Connection, stage: Stage, taken: "Counter[Letter]", *, in_gap: int
) -> Iterator[Finding]:
    rows = books.execute("SELECT recipient, message_id, audience, state, template FROM outbox").fetchall()
    came_by_id: Counter[str] = Counter()
    for letter, n in taken.items():
        came_by_id[letter.message_id] += n
    doubtful = 0
    for _, message_id, audience, state, template in rows:
        came = came_by_id[message_id]
        name = f"{audience}'s {template}"
        if state in {"waiting", "sending"} and stage.settles:
            yield Finding("lost", f"{name} is still {state}")
        if state == "sent" and not came:
            yield Finding("lost", f"{name} was noted as sent and never came")
        if state in {"waiting", "sending"} and came and audience == "resident":
            yield Finding("doubled", f"{name} came and is still {state}")
        if came > 1 and audience == "resident":
            yield Finding("doubled", f"{name} came {came} times")
        doubtful += (state == "unknown") + (came - 1 if came > 1 and audience == "staff" else 0)
    if doubtful > in_gap:
        yield Finding("doubled", f"{doubtful} letters unknown or sent again, {in_gap} kills in the gap")
    known = {message_id: recipient for recipient, message_id, *_ in rows}
    for letter in taken:
        if letter.recipient != TECHNICIAN and known.get(letter.message_id) not in {letter.recipient, _ERASED}:
            yield Finding("doubled", f"a letter that nobody owes to {letter.recipient}")


def _filed(books: sqlite3.Connection, world: World, *, doubled: int) -> Iterator[Finding]:
    (noted,) = books.execute("SELECT count(*) FROM outbox WHERE filed = 1").fetchone()
    lying = sum(1 for _ in world.box.messages("Sent"))
    if not noted <= lying <= noted + doubled:
        yield Finding("doubled" if lying > noted else "lost", f"{lying} copies in Sent, {noted} noted")


def _same(state: State, clean: State, *, ignoring: AbstractSet[str]) -> Iterator[Finding]:
    for name, rows in state.items():
        if name in ignoring:
            continue
        yield from (Finding("doubled", f"{name}: one more {row}") for row in rows - clean[name])
        if name != "unfiled":  # of a letter in doubt there is no copy
            yield from (Finding("lost", f"{name}: one less {row}") for row in clean[name] - rows)
