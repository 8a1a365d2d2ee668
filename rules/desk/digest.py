"""The staff's digest: what must be done today on the phone, and what must be decided.

Rule 1: a deadline missed is never hidden. Whoever is overdue or due today stands on top,
        also without an ALTA, and also when the date could not be counted.
Rule 2: a number is to be taken off the phone only if nobody living on the list holds it.
Rule 3: a card stays until it is closed, the oldest first: shown, or counted where there are too many.
Rule 4: the same books on the same day give the same digest, in the same order.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from rules.books.subscription import State, Subscription, goes_on
from rules.calendar.retention import Erased, Held
from rules.calendar.workdays import Calendar, working_days_between
from rules.desk.cards import CardItem, Concerned, concerned, laid_out, oldest_first
from rules.desk.choices import Choice, for_broadcast, for_delay, for_person
from rules.desk.owed import Delay, Due, activation, delay, removal, to_take_off
from rules.desk.record import Done, Record
from rules.findings import Why
from rules.phone.broadcasts import Lists
from rules.phone.phonebook import Contact, contacts, grouped
from rules.town import LIST_SIZE, Town

ASKED_FOR: Final = timedelta(days=30)
"""How long the reason is asked for why somebody was put on the phone late."""

AWAITED: Final = frozenset({State.CONSENTED, State.DUE})
_LATEST: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Concerned):
    """Somebody to put on the phone or to take off it, or who waits for the other half of joining.

    `is_new` is as for a card. `late_because` is what staff said of an overdue one, "" for nothing yet, None
    where staff are not asked. `asked_on` is when an ALTA came.

    `days_left` are working days, negative when the day has passed; both it and `due_on` are None where the
    date could not be counted, and `explanation` says why. `confirmed` is false where the date crosses a year
    whose calendar nobody has confirmed. `list_number` is the broadcast list that it is in, or goes to.
    `denied_by` is the open card which may say that the leave was not wanted: nobody takes the number off yet.
    `is_old_number`: they stay on the list, with another number.
    """

    due_on: date | None
    days_left: int | None
    explanation: Why
    confirmed: bool = True
    is_new: bool = False
    late_because: str | None = None
    list_number: int | None = None
    denied_by: str | None = None
    asked_on: date | None = None
    is_old_number: bool = False

    @property
    def lacks_alta(self) -> bool:
        """The consent is registered, but the ALTA by WhatsApp has not come."""
        return self.state is State.CONSENTED

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What staff can answer."""
        asked = for_delay(self.ref) if self.late_because == "" else ()
        can_wait = self.denied_by is not None
        possible = for_person(self.ref, self.state, phone=self.phone, can_wait=can_wait)
        return (*(possible[:1] if self.is_old_number else possible), *asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the service itself fares; what is None or zero is not spoken of.

    `last_digest_at` is where "new" begins. `mailbox_trouble` says why, in Catalan, or ""; `probe_lost_since`
    is set where a mail to ourselves got lost. `sign_in_down_since`: no access token is given;
    `secret_expires` is near. `letters_in_doubt` who did not surely get theirs, by the references of
    the cases, `vanished` how many messages were moved or deleted unread since the digest before, and
    `set_aside` how many were none of ours. `copies`: the books are copied here each night; `copied_at` is
    when they were last, and `copy_is_late` that the last night brought none. `held` is what should be erased
    by now and is not.
    """

    last_mail_at: datetime | None = None
    last_digest_at: datetime | None = None
    mailbox_down_since: datetime | None = None
    mailbox_trouble: str = ""
    smtp_down_since: datetime | None = None
    probe_lost_since: datetime | None = None
    sign_in_down_since: datetime | None = None
    secret_expires: date | None = None
    letters_waiting: int = 0
    letters_failed: int = 0
    letters_unknown: int = 0
    letters_in_doubt: Mapping[str, str] = field(default_factory=dict)
    vanished: int = 0
    set_aside: int = 0
    copies: bool = False
    copied_at: datetime | None = None
    copy_is_late: bool = False
    before_start: int = 0
    unconfirmed_years: tuple[int, ...] = ()
    calendar_changes: tuple[Why, ...] = ()
    erased: Erased = field(default_factory=Counter)
    held: Held | None = None

    @property
    def down(self) -> bool:
        """No mail comes in, or none goes out."""
        wire = (self.mailbox_down_since, self.smtp_down_since, self.sign_in_down_since, self.probe_lost_since)
        return any(wire)

    @property
    def well(self) -> bool:
        """Mail comes in, every letter went out, the books are copied, and no proof waits to be erased."""
        is_late = self.letters_failed or self.letters_unknown or self.copy_is_late
        return not self.down and not is_late and not (self.held and self.held.proof)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSend:
    """A broadcast to send; `is_due`: staff were told to, and nobody has said yet that it was sent."""

    ref: str
    topic: str
    at: datetime
    is_due: bool

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What staff can answer."""
        return for_broadcast(self.ref, is_due=self.is_due)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What came since the digest before (subscriptions, leaves, cards), and what was done."""

    begun: int
    left: int
    cards: int = 0
    done: Done = field(default_factory=Done)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Everything staff are told on the morning of `on`.

    Who lacks the ALTA is in `alta_late` from the day that the time limit ends, before that in
    `without_alta`; who lacks the consent in `without_consent`. `neglected` are the references of who presses
    and stood in the digest before, and nobody did anything since, and of cards that wait too long; `put_off`
    are those that come back on a later day, `training` who would learn to use the list: that has no haste.
    `to_add` and `to_remove` are the contacts of who is to be on the phone by today, and of who is to come off
    it now. `lists` are how many of `list_size` contacts are in each broadcast list. `languages` are those of
    `Record`, `to_send` the broadcasts of the day, and those of which nobody said that they were sent.
    `new_since` is None where no digest came before.
    """

    on: date
    town: str
    overdue: tuple[Item, ...] = ()
    due_today: tuple[Item, ...] = ()
    due_next: tuple[Item, ...] = ()
    alta_late: tuple[Item, ...] = ()
    without_alta: tuple[Item, ...] = ()
    without_consent: tuple[Item, ...] = ()
    take_off: tuple[Item, ...] = ()
    to_add: tuple[Contact, ...] = ()
    to_remove: tuple[Contact, ...] = ()
    lists: tuple[int, ...] = ()
    list_size: int = LIST_SIZE
    languages: Mapping[str, str] = field(default_factory=dict)
    cards: tuple[CardItem, ...] = ()
    put_off: tuple[CardItem, ...] = ()
    training: tuple[CardItem, ...] = ()
    waiting_residents: tuple[CardItem, ...] = ()
    unexplained: tuple[Delay, ...] = ()
    neglected: tuple[str, ...] = ()
    to_send: tuple[ToSend, ...] = ()
    new_since: News | None = None
    health: Health = Health()

    @property
    def quiet(self) -> bool:
        """There is nothing in it that staff have to do or to know."""
        health = self.health
        people = (self.overdue, self.due_today, self.alta_late, self.due_next, self.without_alta)
        work = (*people, self.take_off, self.cards, self.training, self.unexplained, self.to_send)
        news = (health.vanished, health.calendar_changes, health.secret_expires, health.unconfirmed_years)
        return health.well and not any((*work, *news))


def due_on(subscription: Subscription, calendar: Calendar, tz: tzinfo) -> date | None:
    """Return the last day to put *subscription* on the phone; None where none runs or none can be counted."""
    if subscription.state not in AWAITED:
        return None
    return activation(subscription, calendar, tz).on


def digest(  # noqa: PLR0913 - a day has that many sides, all named
    *,
    on: date,
    subscriptions: Sequence[Subscription],
    cards: Iterable[CardItem],
    waiting: Iterable[CardItem],
    health: Health,
    record: Record | None = None,
    filled: Mapping[int, int] | None = None,
    news: News | None = None,
    calendar: Calendar,
    tz: tzinfo,
    town: Town,
) -> Digest:
    """Return what staff are told on the morning of *on*.

    *subscriptions* are all that wait for something, that a card is about or that were put on the phone of
    late, and who shares a document or a mobile with them. *filled* is how many contacts are in each broadcast
    list, None where *subscriptions* are all; *news* what came since the digest before, but for its cards.
    """
    record = record or Record()
    today = _Today(on=on, calendar=calendar, tz=tz, since=health.last_digest_at)
    lists = Lists(subscriptions, town.list_size, filled=filled)
    in_lists = lists.filled
    awaited = sorted(
        (_item(s, activation(s, calendar, tz), today) for s in subscriptions if s.state in AWAITED),
        key=lambda item: (item.due_on or date.min, item.ref),
    )
    awaited = [_placed(item, on, lists) for item in awaited]
    ready = [i for i in awaited if not i.lacks_alta]
    pressing = [i for i in awaited if i.due_on is None or i.due_on <= on]
    refs = {item.ref for item in pressing}  # whom their number serves already is named with them
    served = (s for s in subscriptions if s.ref in refs or s.state is State.ACTIVE)
    with_document = grouped((s.id_document, s) for s in subscriptions)
    owed = to_take_off(subscriptions, record.denied)
    off = (s.phone for s, card in owed.items() if card is None)
    marked = oldest_first(_marked(cards, today))
    every_card = tuple(card for card in marked if card.learner is None)
    open_cards = tuple(card for card in every_card if not _is_put_off(card, on))
    made = Digest(
        on=on,
        town=town.name,
        overdue=tuple(_explained(i, record) for i in ready if i.due_on is not None and i.due_on < on),
        due_today=tuple(i for i in ready if i.due_on is None or i.due_on == on),
        due_next=tuple(i for i in ready if i.due_on is not None and i.due_on > on),
        alta_late=tuple(i for i in pressing if i.lacks_alta),
        without_alta=tuple(i for i in awaited if i.lacks_alta and i not in pressing),
        without_consent=tuple(
            _item(s, Due(on=None, why=""), today) for s in subscriptions if s.state is State.REQUESTED
        ),
        take_off=tuple(
            _taken_off(s, with_document.get(s.id_document or "", ()), card, record, today)
            for s, card in owed.items()
        ),
        to_add=contacts((item.phone for item in pressing), served),
        to_remove=contacts(off, (s for s in subscriptions if s.state is State.LEAVING)),
        lists=in_lists,
        list_size=town.list_size,
        languages=record.languages,
        cards=open_cards,
        put_off=tuple(card for card in every_card if _is_put_off(card, on)),
        training=tuple(card for card in marked if card.learner is not None),
        waiting_residents=oldest_first(_marked(waiting, today)),
        unexplained=_unexplained(subscriptions, record, today),
        new_since=replace(news, cards=sum(card.is_new for card in open_cards)) if news else None,
        health=health,
    )
    return replace(made, neglected=_neglected(made, record, today))


def people_in(digest: Digest) -> tuple[Item, ...]:
    """Everybody who is to be put on the phone or taken off it, or who is waited for."""
    return (
        *(*digest.overdue, *digest.due_today, *digest.alta_late, *digest.take_off),
        *(*digest.due_next, *digest.without_alta, *digest.without_consent),
    )


def choices_of(digest: Digest) -> tuple[Choice, ...]:
    """Return everything that can be answered to *digest*, once."""
    choices = [choice for item in people_in(digest) for choice in item.choices]
    choices += [choice for group in laid_out(digest.cards).groups for choice in group.choices]
    choices += [choice for card in digest.training for choice in card.choices]
    choices += [choice for late in digest.unexplained for choice in for_delay(late.ref)]
    choices += [choice for one in digest.to_send for choice in one.choices]
    return tuple(dict.fromkeys(choices))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Today:
    """The day the digest is made for, and what it takes to count from it."""

    on: date
    calendar: Calendar
    tz: tzinfo
    since: datetime | None

    def until(self, day: date) -> int | None:
        """The working days until then; None where a day is outside the calendar."""
        try:
            return working_days_between(self.on, day, self.calendar)
        except ValueError:
            return None

    def is_new(self, *came: datetime | None) -> bool:
        """Whether one of them came since the digest before; nothing is new where nothing was told before."""
        return self.since is not None and any(at and at > self.since for at in came)

    def alta_on(self, held: Subscription) -> date | None:
        """On which day the ALTA of *held* came."""
        return held.alta_at.astimezone(self.tz).date() if held.alta_at else None


def _taken_off(
    held: Subscription,
    of_document: Iterable[Subscription],
    denied_by: str | None,
    record: Record,
    today: _Today,
) -> Item:
    after = next(iter(goes_on(held, of_document)), None)
    item = _item(held, removal(held, record, today.calendar, today.tz, after=after), today)
    return replace(item, is_old_number=after is not None, denied_by=denied_by)


def _item(held: Subscription, due: Due, today: _Today) -> Item:
    return Item(
        **asdict(concerned(held)),
        is_new=today.is_new(held.opened_at, held.alta_at, held.left_at),
        due_on=due.on,
        days_left=None if due.on is None else today.until(due.on),
        explanation=due.why,
        confirmed=due.confirmed,
        list_number=held.list_number,
        asked_on=today.alta_on(held),
    )


def _placed(item: Item, on: date, lists: Lists) -> Item:
    """With the list that it will get when it is activated, if those above it are so first."""
    can_wait = item.lacks_alta and item.due_on is not None and item.due_on > on
    return replace(item, list_number=lists.place(item.phone)) if item.phone and not can_wait else item


def _neglected(made: Digest, record: Record, today: _Today) -> tuple[str, ...]:
    """Who presses, stood in the digest before, and nobody did or said anything about since; and old cards.

    What presses is owed by today. Why something is late is an answer as well.
    """
    if today.since is None:
        return ()
    on_phone = (*made.overdue, *made.due_today, *made.take_off)
    owed = (i for i in on_phone if i.due_on is None or i.due_on <= made.on)
    pressing = (i for i in owed if not i.late_because and i.denied_by is None)
    untouched = (i.ref for i in pressing if record.touched.get(i.ref, _LATEST) <= today.since)
    return (*dict.fromkeys(untouched), *(card.ref for card in made.cards if card.is_neglected))


def _explained(item: Item, record: Record) -> Item:
    """With why it is late; staff are not asked where the ALTA came only when the time was over."""
    is_staffs = item.asked_on is None or item.due_on is None or item.asked_on < item.due_on
    return replace(item, late_because=record.reasons.get(item.ref, "")) if is_staffs else item


def _unexplained(subscriptions: Iterable[Subscription], record: Record, today: _Today) -> tuple[Delay, ...]:
    """Who was put on the phone late of late by staff, who did not say why; the longest ago first."""
    open_ones = record.activated - record.reasons.keys()
    asked = (s for s in subscriptions if s.ref in open_ones and not s.without_alta)
    recent = (s for s in asked if s.activated_on is not None and s.activated_on > today.on - ASKED_FOR)
    found = (_delay(s, record, today) for s in recent)
    return tuple(sorted((late for late in found if late), key=lambda late: (late.done_on, late.ref)))


def _delay(held: Subscription, record: Record, today: _Today) -> Delay | None:
    """How late staff were; not where the ALTA itself came only when the time was over."""
    try:
        late = delay(held, record, today.calendar, today.tz)
    except ValueError:  # a day outside the calendar
        return None
    alta_on = today.alta_on(held)
    return None if late and alta_on and alta_on >= late.due_on else late


def _marked(cards: Iterable[CardItem], today: _Today) -> Iterable[CardItem]:
    """With how old they are, and whether staff see them for the first time."""
    for card in cards:
        left = None if card.due_on is None else today.until(card.due_on)
        age = -(today.until(card.opened_at.astimezone(today.tz).date()) or 0)
        yield replace(card, is_new=today.is_new(card.opened_at), days=max(0, age), days_left=left)


def _is_put_off(card: CardItem, on: date) -> bool:
    """Whether it waits for a later day; nothing waits beyond the law's."""
    waits = card.put_off_until is not None and card.put_off_until > on
    return waits and (card.due_on is None or card.due_on > on)
