"""Looks again, where a clerk asks for it, at mails that were set aside: nothing of what they say is kept.

Rule 1: the mailbox is asked before the transaction in which the order is done, never in it.
Rule 2: a message is found by where the ledger saw it last, and is known by its header block: another one
        that has its number now is not it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from daemon.books import ledger
from daemon.books.store import Transaction
from daemon.desk.mailed_orders import Brief, Given
from daemon.errors import MailboxError
from daemon.faults import around
from daemon.ports import Folder, Head, Mailbox
from rules.books.decision import Reason
from rules.desk.set_aside import MOST_SHOWN, NONE_OF_OURS, SHOWN_FOR, AsideList, AsideMail
from rules.mail.mail import Mail, read_head
from rules.sender.vouching import Standing
from rules.staff.grammar import Line, Order, Verb
from rules.transport.reconnection import Cause

_LOOKS: frozenset[Verb] = frozenset({Verb.SET_ASIDE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What orders want to be looked at: the lines to be listed, how `many` they are, and their `places`."""

    listed: tuple[ledger.Line, ...] = ()
    many: int = 0
    places: Mapping[int, Sequence[tuple[str, int, int]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen: the list of mails set aside."""

    aside: AsideList = field(default_factory=AsideList)


def may_look(lines: Iterable[Line]) -> bool:
    """Whether an order is among *lines* that the mailbox must be asked for."""
    return any(isinstance(line, Order) and line.verb in _LOOKS for line in lines)


def wanted(tx: Transaction, brief: Brief, *, now: datetime) -> Wanted:
    """What the orders of *brief* that may be done want to be looked at."""
    orders = [
        line.order for line in brief.lines if isinstance(line, Given) and line.standing is Standing.TRUSTED
    ]
    if not any(order.verb is Verb.SET_ASIDE for order in orders):
        return Wanted()
    since = now - SHOWN_FOR
    listed = ledger.set_aside(tx, NONE_OF_OURS, since=since, most=MOST_SHOWN)
    return Wanted(
        listed=tuple(listed),
        many=ledger.count_set_aside(tx, NONE_OF_OURS, since=since),
        places={line.id: ledger.places(tx, line) for line in listed},
    )


def look(mailbox: Mailbox, here: Folder, what: Wanted) -> Seen:
    """Look at *what*, and leave *here* open as it was; MailboxError where that cannot be."""
    if not what.listed:
        return Seen()
    heads = _heads(mailbox, what)
    with around("sync.open"):
        again = mailbox.open(here.name)
    if again.uidvalidity != here.uidvalidity:
        raise MailboxError(f"the folder {here.name!r} was numbered anew while it was read", cause=Cause.AWAY)
    mails = tuple(_mail(line, heads.get(line.id)) for line in what.listed)
    return Seen(aside=AsideList(mails=mails, more=max(what.many - len(mails), 0)))


def _heads(mailbox: Mailbox, what: Wanted) -> dict[int, Head]:
    """The header blocks of those that are there, by their line."""
    found: dict[int, Head] = {}
    lines = {line.id: line for line in what.listed}
    for name in dict.fromkeys(folder for places in what.places.values() for folder, *_ in places):
        left = {key: places for key, places in what.places.items() if key not in found}
        found |= _heads_in(mailbox, name, lines, left)
    return found


def _heads_in(
    mailbox: Mailbox,
    name: str,
    lines: Mapping[int, ledger.Line],
    places: Mapping[int, Sequence[tuple[str, int, int]]],
) -> dict[int, Head]:
    try:
        with around("sync.open"):
            folder = mailbox.open(name)
        uids: defaultdict[int, list[int]] = defaultdict(list)
        for key, known in places.items():
            for place, uidvalidity, uid in known:
                if (place, uidvalidity) == (folder.name, folder.uidvalidity):
                    uids[uid].append(key)
        with around("sync.heads"):
            shown = mailbox.heads(sorted(uids)) if uids else {}
    except MailboxError as error:
        if error.cause is not Cause.FOLDER:
            raise
        return {}
    return {
        key: head
        for uid, head in shown.items()
        for key in uids[uid]
        if head is not None and hashlib.sha256(head.block).hexdigest() == lines[key].head_sha256
    }


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
