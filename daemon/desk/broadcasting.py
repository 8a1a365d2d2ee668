"""Broadcasts that staff order: planned for the next minute that the norms allow, noted when they were sent.

We send nothing to the list ourselves: at its minute staff get the text (`broadcast_reminders`).
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from daemon.books import broadcasts, cases
from daemon.books.broadcasts import OPEN, Broadcast, Stage
from daemon.books.store import Transaction
from daemon.configuration.calendar import calendar
from daemon.configuration.settings import Settings
from daemon.desk.carrying_out import AlreadyError, Desk, Done, case_of
from daemon.errors import RefusedError
from daemon.letters import chats
from daemon.letters.orders import Answer
from daemon.letters.sentences import in_catalan
from daemon.letters.wording import moment, shown
from rules.calendar.norms import Norm, Norming, Pressing
from rules.chats.chat import same_text
from rules.desk.choices import Choice, for_broadcast
from rules.desk.digest import ToSend
from rules.desk.monthly import Sent
from rules.findings import Because, Posted
from rules.staff.grammar import Announced, Order, Verb

SHORT: Final = 500
"""Letters of a short message, as the notice wants them."""

_AT_ONCE: Final = timedelta(minutes=2)


def norming(settings: Settings, now: datetime) -> Norming:
    """The norms of the town, over this year and the next."""
    years = range(now.year - 1, now.year + 2)
    return Norming(norms=settings.norms.held, calendar=calendar(settings, years), tz=settings.tz)


def ordered(desk: Desk, order: Order) -> Done:
    """Plan what is to be broadcast, or give what is planned another minute or other words."""
    said = order.announced or Announced(topic="")
    held = _open(desk, order.item) if order.item.startswith("D-") else None
    if held is not None:
        return _changed(desk, held, said, order.text)
    case = case_of(desk, order.item) if order.item else None
    draft = broadcasts.proposed_by(desk.tx, case.id) if case else None
    topic, text = said.topic or (draft.topic if draft else ""), order.text or (draft.text if draft else "")
    if not topic:
        raise RefusedError("hi falta el tema, davant dels dos punts (DIFON aigua: el text)")
    if not text:
        raise RefusedError(f"hi falta el text, darrere dels dos punts (DIFON {topic}: el text)")
    taken = broadcasts.days_of(desk.tx, topic, desk.settings.tz)
    wanted = _wanted(said, desk)
    planned = broadcasts.plan(
        desk.tx,
        topic=topic,
        text=text,
        pressing=said.pressing,
        slot_at=_slot(desk, wanted, said.pressing, taken=taken),
        by=desk.mark.by,
        now=desk.mark.now,
        case_id=case.id if case else None,
    )
    if case is not None:
        cases.close(desk.tx, case, because=broadcasts.PLANNED, by=desk.mark.by, now=desk.mark.now)
    return _told(desk, planned, wanted, taken)


def again(order: Order) -> tuple[Choice, ...]:
    """The same order to be sent once more, with its code and its words; nothing of another order."""
    if order.announced is None:
        return ()
    heading = order.line.removeprefix(Verb.BROADCAST).replace(order.item, "").strip()
    is_held = order.text and chats.is_held(order.text)
    does = (Because("sends-again"),)
    again = Choice(verb="DIFON", ref=order.item, does=does, says=heading, text=order.text)
    return (again,) if is_held else ()


def _changed(desk: Desk, held: Broadcast, said: Announced, text: str) -> Done:
    """What is planned has another minute, presses, or has other words."""
    asks_when = bool(said.on or said.at or said.pressing)
    if not (asks_when or text):
        raise RefusedError(f"digueu quan, o que és urgent, o el text nou (DIFON {held.ref}, urgent)")
    pressing = said.pressing or held.pressing
    taken = broadcasts.days_of(desk.tx, held.topic, desk.settings.tz, but=held.ref)
    was_told = held.stage is Stage.REMINDED
    wanted = _wanted(said, desk) if asks_when or was_told or held.slot_at is None else held.slot_at
    if was_told and held.slot_at is not None:  # a second word of it is of another minute
        wanted = max(wanted, held.slot_at + timedelta(minutes=1))
    slot = _slot(desk, wanted, pressing, taken=taken)
    changed = broadcasts.change(
        desk.tx,
        held,
        slot_at=slot,
        text=text or held.text,
        pressing=pressing,
        by=desk.mark.by,
        now=desk.mark.now,
    )
    return _told(desk, changed, wanted, taken)


def _wanted(said: Announced, desk: Desk) -> datetime:
    """From when on it may go: at once, or from the day and the hour that are said."""
    now = desk.mark.now
    if said.on is None:
        at = datetime.combine(now.date(), said.at, desk.settings.tz) if said.at else now
        return at if at >= now else at + timedelta(days=1)
    at = datetime.combine(said.on, said.at or time(), desk.settings.tz)
    if said.on == now.date() and said.at is None:
        return now
    if at < now:
        raise RefusedError(f"el {moment(at, desk.settings.tz)} ja ha passat")
    return at


def _slot(desk: Desk, wanted: datetime, pressing: Pressing | None, *, taken: set[date]) -> datetime:
    try:
        return norming(desk.settings, desk.mark.now).slot(wanted, pressing=pressing is not None, taken=taken)
    except ValueError:
        raise RefusedError("és massa lluny: encara no se'n saben els festius") from None


def _told(desk: Desk, held: Broadcast, wanted: datetime, taken: set[date]) -> Done:
    """When it is to be sent, why not before, and what a careful clerk would say of it."""
    slot = held.slot_at or wanted
    rules = norming(desk.settings, desk.mark.now)
    before = rules.broken(wanted, pressing=held.pressing is not None, taken=taken)
    near = slot - desk.mark.now <= _AT_ONCE
    when = (
        "es pot enviar ara: us n'arribarà el text en un altre correu"
        if near
        else f"s'ha d'enviar el {moment(slot, desk.settings.tz)}; us ho recordarem aleshores, amb el text"
    )
    is_confirmed = slot.year in rules.calendar.confirmed_years
    said = (
        f"{named(held)}: {when}.",
        f"El {moment(wanted, desk.settings.tz)} no pot ser: {_norms(before)}." if before else "",
        "" if is_confirmed else f"El calendari de {slot.year} encara no està confirmat.",
        _of_second(slot, taken, desk),
        _of_length(held),
    )
    can_press = held.pressing is None and not near
    urgent = Choice(verb="DIFON", ref=held.ref, does=(Because("is-urgent"),), says="urgent")
    undo = (*((urgent,) if can_press else ()), *for_broadcast(held.ref, is_due=False))
    return Done(" ".join(filter(None, said)), undo=undo)


def _of_second(slot: datetime, taken: set[date], desk: Desk) -> str:
    """That what presses is not the only one of its topic on that day."""
    is_second = slot.astimezone(desk.settings.tz).date() in taken
    return "Aquell dia ja n'hi ha un altre del mateix tema." if is_second else ""


def _of_length(held: Broadcast) -> str:
    count = len(held.text)
    copied = "" if chats.is_held(held.text) else " L'enllaç no el pot portar: l'haureu de copiar."
    if count <= SHORT:
        return copied.strip()
    return (
        f"És llarg ({count} lletres), i els missatges han de ser curts.{copied}"
        f" Per canviar-lo, escriviu «DIFON {held.ref}: i el text nou»."
    )


def sent(desk: Desk, order: Order) -> Done:
    """Note that it was sent: now, or on the day that is said; at its own minute where that is of that day."""
    held = _open(desk, order.item)
    rules = norming(desk.settings, desk.mark.now)
    at = desk.mark.now
    slot = held.slot_at.astimezone(desk.settings.tz) if held.slot_at else at
    if order.day is not None and order.day != at.date():
        is_its_own = order.day == slot.date()
        at = slot if is_its_own else datetime.combine(order.day, rules.norms.opens, desk.settings.tz)
    broken = note_sent(desk, held, at, rules)
    return Done(_noted(held, at, broken, desk))


def note_sent(desk: Desk, held: Broadcast, at: datetime, rules: Norming) -> tuple[Norm, ...]:
    """Note that it was sent at that moment; which norms that broke."""
    taken = broadcasts.days_of(desk.tx, held.topic, desk.settings.tz, but=held.ref, before=at)
    broken = rules.broken(at, pressing=held.pressing is not None, taken=taken)
    broadcasts.note_sent(desk.tx, held, at, broken=broken, by=desk.mark.by, now=desk.mark.now)
    return broken


def note_posted(desk: Desk, posted: Iterable[Posted]) -> list[Answer]:
    """Note what a chat shows to have been sent to the list: once each, by the texts that were planned."""
    told: list[Answer] = []
    rules = norming(desk.settings, desk.mark.now)
    waiting = broadcasts.to_send(desk.tx, desk.mark.now + timedelta(days=366))
    for held in waiting:
        same = (one.at.replace(tzinfo=desk.settings.tz) for one in posted if same_text(one.text, held.text))
        since = held.opened_at.replace(second=0, microsecond=0)  # a chat may tell no seconds
        at = min((at for at in same if since <= at <= desk.mark.now), default=None)
        if at is not None:
            broken = note_sent(desk, held, at, rules)
            told.append(Answer(line="el xat", outcome=_noted(held, at, broken, desk), done=True))
    return told


def _noted(held: Broadcast, at: datetime, broken: Sequence[Norm], desk: Desk) -> str:
    outside = f" Fora de les normes: {_norms(broken)}." if broken else ""
    return f"{named(held)}: consta que s'ha enviat el {moment(at, desk.settings.tz)}.{outside}"


def dropped(desk: Desk, order: Order) -> Done:
    """Note that it is not to be sent."""
    held = _open(desk, order.item)
    broadcasts.drop(desk.tx, held, by=desk.mark.by, now=desk.mark.now)
    return Done(f"{named(held)}: no s'ha d'enviar.")


def _open(desk: Desk, ref: str) -> Broadcast:
    """The broadcast that the order names, which may still be sent."""
    held = broadcasts.find(desk.tx, ref)
    if held is None:
        raise RefusedError(f"no tenim cap difusió {ref}")
    if held.stage not in OPEN:
        at = held.sent_at
        since = (
            f"ja consta enviada el {moment(at, desk.settings.tz)}" if at else "ja es va dir que no s'enviés"
        )
        raise AlreadyError(f"{held.ref} {since}")
    return held


def named(held: Broadcast) -> str:
    """The reference and the topic."""
    return f"{held.ref} «{shown(held.topic)}»"


def _norms(broken: Sequence[Norm]) -> str:
    return "; ".join(map(in_catalan, broken))


def to_send(tx: Transaction, on: date, settings: Settings) -> tuple[ToSend, ...]:
    """The broadcasts of the day *on*, and those before it of which nobody said that they were sent."""
    until = datetime.combine(on + timedelta(days=1), time(), settings.tz)
    return tuple(
        ToSend(ref=held.ref, topic=held.topic, at=held.slot_at, is_due=held.stage is Stage.REMINDED)
        for held in broadcasts.to_send(tx, until)
        if held.slot_at is not None
    )


def sendings(tx: Transaction, first: date, settings: Settings) -> tuple[Sent, ...]:
    """What was broadcast in the month that begins on *first*, on the town's clocks."""
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    since, until = (datetime.combine(day, time(), settings.tz) for day in (first, after))
    return tuple(
        Sent(
            ref=held.ref, at=at.astimezone(settings.tz), broken=held.broken, is_said=held.stage is Stage.SENT
        )
        for held in broadcasts.between(tx, since, until)
        if (at := held.sent_at or held.slot_at) is not None
    )
