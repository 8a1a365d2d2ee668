"""Looks again, where a clerk asks for it, at mails set aside, and at photographs: nothing of it is kept.

Rule 1: the mailbox is asked before the transaction in which the order is done, never in it.
Rule 2: a message is found by where the ledger saw it last, and is known by its header block: another one
        that has its number now is not it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from daemon.books import ledger
from daemon.books.store import Transaction
from daemon.desk.carrying_out import mail_number
from daemon.desk.mailed_orders import Brief, Given
from daemon.errors import MailboxError
from daemon.faults import around
from daemon.mailbox.entries import digest_of
from daemon.ports import BODY_LIMIT, WHOLE_LIMIT, Folder, Head, Mailbox
from rules.books.decision import Outcome, Reason
from rules.desk.set_aside import MOST_SHOWN, NONE_OF_OURS, SHOWN_FOR, AsideList, AsideMail
from rules.findings import Reading
from rules.mail.mail import Mail, read_head, read_mail
from rules.sender.vouching import Standing
from rules.staff.grammar import Line, Order, Verb
from rules.transport.reconnection import Cause

_LOOKS: Final = frozenset({Verb.SET_ASIDE, Verb.OURS, Verb.SEND})


_Place = tuple[str, int, int]
"""Folder, UIDVALIDITY, UID."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A message as the mailbox has it, and what it says; no reading where it cannot be read."""

    head: Head
    raw: bytes
    mail: Mail
    reading: Reading | None


Read = Callable[[Head, bytes], Whole]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What orders want to be looked at.

    The lines to be listed, and how `many` there are; those that are to be read `whole`; those whose
    attachments are to be `passed_on`; of all of them the `places`.
    """

    listed: tuple[ledger.Line, ...] = ()
    many: int = 0
    whole: tuple[ledger.Line, ...] = ()
    passed_on: tuple[ledger.Line, ...] = ()
    places: Mapping[int, Sequence[_Place]] = field(default_factory=dict)

    @property
    def lines(self) -> dict[int, ledger.Line]:
        """All of them, by number."""
        return {line.id: line for line in (*self.listed, *self.whole, *self.passed_on)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen: the list of mails set aside; by number, those read as for us, and those passed on."""

    aside: AsideList = field(default_factory=AsideList)
    whole: Mapping[int, Whole] = field(default_factory=dict)
    passed_on: Mapping[int, Mail] = field(default_factory=dict)


def may_look(lines: Iterable[Line]) -> bool:
    """Whether an order is among *lines* that the mailbox must be asked for."""
    return any(isinstance(line, Order) and line.verb in _LOOKS for line in lines)


def wanted(tx: Transaction, brief: Brief, *, now: datetime) -> Wanted:
    """What the orders of *brief* that may be done want to be looked at."""
    orders = [
        line.order for line in brief.lines if isinstance(line, Given) and line.standing is Standing.TRUSTED
    ]
    numbers = dict.fromkeys(mail_number(order) for order in orders if order.verb is Verb.OURS)
    known = (ledger.line(tx, number) for number in numbers)
    told = dict.fromkeys(order.item.upper() for order in orders if order.verb is Verb.SEND)
    what = Wanted(
        whole=tuple(line for line in known if line and line.outcome == Outcome.ASIDE),
        passed_on=tuple(filter(None, (ledger.cut_short(tx, ref) for ref in told))),
    )
    if any(order.verb is Verb.SET_ASIDE for order in orders):
        since = now - SHOWN_FOR
        listed = ledger.set_aside(tx, NONE_OF_OURS, since=since, most=MOST_SHOWN)
        many = ledger.count_set_aside(tx, NONE_OF_OURS, since=since)
        what = replace(what, listed=tuple(listed), many=many)
    return replace(what, places={key: ledger.places(tx, line) for key, line in what.lines.items()})


def look(mailbox: Mailbox, here: Folder, what: Wanted, read: Read) -> Seen:
    """Look at *what*, by *read*, and leave *here* open as it was; MailboxError where that cannot be."""
    if not what.places:
        return Seen()
    heads: dict[int, Head] = {}
    bodies: dict[int, bytes] = {}
    for name in dict.fromkeys(folder for places in what.places.values() for folder, *_ in places):
        with _unless_out_of_reach():
            _look_into(mailbox, name, what, heads, bodies)
    with around("again.open"):
        again = mailbox.open(here.name)
    if again.uidvalidity != here.uidvalidity:
        raise MailboxError(f"the folder {here.name!r} was numbered anew while it was read", cause=Cause.AWAY)
    mails = tuple(_mail(line, heads.get(line.id)) for line in what.listed)
    return Seen(
        aside=AsideList(mails=mails, more=max(what.many - len(mails), 0)),
        whole={key: read(heads[key], bodies[key]) for key in _numbers(what.whole) & bodies.keys()},
        passed_on={key: _whole(bodies[key]) for key in _numbers(what.passed_on) & bodies.keys()},
    )


def _numbers(lines: Iterable[ledger.Line]) -> set[int]:
    return {line.id for line in lines}


def _whole(raw: bytes) -> Mail:
    """The mail with all that is attached; nothing of one that defeats us."""
    try:
        return read_mail(raw)
    except Exception:  # noqa: BLE001 - its beginning was read, and is a case
        return read_mail(b"")


@contextmanager
def _unless_out_of_reach() -> Iterator[None]:
    """A folder that is gone, or that the server does not show, has none of them."""
    try:
        yield
    except MailboxError as error:
        if error.cause is not Cause.FOLDER:
            raise


def _look_into(
    mailbox: Mailbox, name: str, what: Wanted, heads: dict[int, Head], bodies: dict[int, bytes]
) -> None:
    """Add to *heads* and *bodies*, by number, what the folder *name* has of *what* that they lack."""
    with around("again.folder"):
        folder = mailbox.open(name)
    here = (folder.name, folder.uidvalidity)
    uids = {
        key: [uid for *place, uid in places if tuple(place) == here]
        for key, places in what.places.items()
        if key not in heads
    }
    with around("again.heads"):
        asked = sorted({uid for known in uids.values() for uid in known})
        shown = mailbox.heads(asked) if asked else {}
    for key, known in uids.items():
        same = (head for uid in known if (head := shown.get(uid)) and _is_of(head, what.lines[key]))
        found = next(same, None)
        if found is not None:
            heads[key] = found
    for lines, most in ((what.whole, BODY_LIMIT), (what.passed_on, WHOLE_LIMIT)):
        for key in _numbers(lines) & uids.keys() & heads.keys():
            with around("again.bodies"):
                raw = mailbox.bodies([heads[key].uid], most).get(heads[key].uid)
            if raw is not None:
                bodies[key] = raw


def _is_of(head: Head, line: ledger.Line) -> bool:
    return digest_of(head) == line.head_sha256 and head.size == line.size


def _mail(line: ledger.Line, head: Head | None) -> AsideMail:
    mail = _read(head) if head is not None else None
    return AsideMail(
        ref=f"M-{line.id}",
        received_at=line.received_at,
        why=line.reasons[0] if line.reasons else Reason[line.reason],
        automatic=line.reason == Reason.ROBOT.name,
        is_there=head is not None,
        subject=mail.subject if mail else "",
        name=mail.sender_name if mail else "",
        address=(mail.sender or "") if mail else "",
    )


def _read(head: Head) -> Mail | None:
    try:
        return read_head(head.block, size=head.size)
    except Exception:  # noqa: BLE001 - a head that defeats us is there, and says nothing
        return None
