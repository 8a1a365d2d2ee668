"""The staff's digest: which is due, what stands in it, and the notice of leaves at once.

Which digests went out is a unique row (kind, local date): once a date, whatever happens.
"""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import structlog
from sqlalchemy import func, select, update

from daemon.books import backup, cases, event_log, health, ledger, subscribers
from daemon.books.health import Loop
from daemon.books.references import new_reference
from daemon.books.retention import erased_since, held_back
from daemon.books.store import Store, Transaction
from daemon.books.tables import (
    IS_OLD_REQUEST,
    digests,
    events,
    folders,
    messages,
    outbox,
    pulses,
    requests,
    subscriptions,
)
from daemon.books.tables import cases as cases_table
from daemon.books.told import DAILY, LAST, QUIET, is_spoken_of, last_digest
from daemon.configuration.calendar import calendar
from daemon.configuration.settings import Settings
from daemon.configuration.sign_in import SOON_DAYS
from daemon.desk import announcing, broadcasting, histories
from daemon.desk.cards import a_week_later, card_item, choices, waiting_item
from daemon.desk.incidents import shown
from daemon.desk.rights import can_extend
from daemon.letters.sentences import in_catalan
from daemon.post import drafting
from daemon.post.outbox import letters_waiting
from daemon.post.queueing import PROBE, Post
from rules.books.decision import Decision, Reason, Request, Verdict
from rules.books.subscription import GONE, State, Subscription, What, goes_on, is_stale
from rules.calendar.cadence import digest_due, down_since, is_wanted
from rules.calendar.calendar_changes import changes, known
from rules.calendar.workdays import Calendar
from rules.desk.cards import MOST_SHOWN, CardItem, laid_out
from rules.desk.digest import ASKED_FOR, AWAITED, Digest, Health, News, digest
from rules.desk.owed import to_take_off
from rules.desk.set_aside import NONE_OF_OURS
from rules.findings import Kind, Person
from rules.transport.reconnection import Cause

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """Makes digests; the clock is an argument, so that a month can be tested in seconds."""

    store: Store
    settings: Settings
    post: Post
    clock: Callable[[], datetime]

    def queue_due(self) -> date | None:
        """Owe the staff today's digest if it is due and was not owed before; returns its date."""
        now = self.clock()
        with self.store.begin("digests.due") as tx:
            on = digest_due(
                now=now,
                tz=self.settings.town().tz,
                at=self.settings.staff.digest_at,
                calendar=self.calendar(now),
                last=last_digest(tx, now.astimezone(self.settings.tz).date()),
            )
            if on is not None:
                self._queue(tx, on, now, wanted=self._is_wanted)
        return on

    def queue_now(self, on: date) -> bool:
        """Owe the staff the digest of *on* (`digest --send`); False if that date had its own already."""
        now = self.clock()
        sent = select(digests.c.on).where(digests.c.kind == DAILY, digests.c.on == on)
        with self.store.begin("digests.now") as tx:
            if tx.connection.execute(sent).first():
                return False
            self._queue(tx, on, now, wanted=lambda _tx, _digest: True)
        return True

    def _queue(
        self, tx: Transaction, on: date, now: datetime, *, wanted: Callable[[Transaction, Digest], bool]
    ) -> None:
        open_stale_requests(tx, now=now)
        made = self.of(tx, on)
        kind = DAILY if wanted(tx, made) else QUIET
        vanished = ledger.vanished(tx)
        held = _written(known(self.calendar(now), on=on))
        tx.connection.execute(
            digests.insert().values(kind=kind, on=on, queued_at=now, vanished_total=vanished, calendar=held)
        )
        for why in made.health.calendar_changes:
            note = {"at": now, "what": "calendar-changed", "by": "configuration", "note": in_catalan(why)}
            tx.connection.execute(events.insert().values(note))
        if kind == DAILY:
            self.post.owe(tx, drafting.digest(tx, made, self.settings, now=now), now=now)
        log.info("digest_queued", on=on.isoformat(), kind=kind)

    def _is_wanted(self, tx: Transaction, made: Digest) -> bool:
        """A digest that says nothing goes out by `staff.empty_days`; a weekly one shows that we are alive."""
        last = tx.connection.execute(LAST.where(digests.c.kind == DAILY, digests.c.on < made.on)).scalar()
        return is_wanted(quiet=made.quiet, empty_days=self.settings.staff.empty_days, on=made.on, last=last)

    def queue_leaves(self, *, grouped_for: timedelta = timedelta()) -> int:
        """Owe the staff at once one notice of all leaves they were not told of; returns how many.

        The first one waits *grouped_for* for company: leaves come in households. Not of a
        number that somebody living holds: it is to stay on the phone. Nor of one whose leave was not
        wanted, as an open card says: it waits for what is decided.
        """
        now = self.clock()
        with self.store.begin("digests.leaves") as tx:
            untold = set(tx.connection.execute(_UNTOLD).scalars())
            if not untold:
                return 0
            held = subscribers.concerned(tx, refs=untold)
            to_tell = to_take_off(held, cases.denied(tx)).items()
            owed = [left for left, denied_by in to_tell if left.ref in untold and not denied_by]
            if not owed or all(_is_recent(s, now, grouped_for) for s in owed):
                return 0
            refs = [held.ref for held in owed]
            told = update(subscriptions).where(subscriptions.c.ref.in_(refs)).values(staff_told_at=now)
            tx.connection.execute(told)
            # A changed number can wait a night.
            left = [each for each in owed if not goes_on(each, held)]
            if self.settings.staff.leaves == "at-once" and left:
                draft = drafting.leaves(tx, left, event_log.languages(tx, refs), self.settings, now=now)
                self.post.owe(tx, draft, now=now)
        return len(owed)

    def of(self, tx: Transaction, on: date) -> Digest:
        """The digest of the date *on*, from the books as they are."""
        town = self.settings.town()
        now = self.clock()
        days = self.calendar(now)
        undecided = {case.ref: case for case in cases.listed(tx, states=["staff"])}
        since, books = last_told_at(tx, on), self._concerned(tx, on, undecided.values())
        everyone = {held.ref: held for held in books}
        made = digest(
            on=on,
            subscriptions=books,
            cards=[card_item(case, town, everyone, days) for case in undecided.values()],
            waiting=[waiting_item(case, town.tz) for case in cases.listed(tx, states=["resident"])],
            health=_health(tx, on, now, self.settings, days),
            record=event_log.of(tx, town.tz, about=everyone),
            filled=subscribers.contacts_by_list(tx),
            news=_news(tx, since) if since else None,
            calendar=days,
            tz=town.tz,
            town=town,
        )
        alone = {group.first.ref for group in laid_out(made.cards).groups if len(group.cards) == 1}
        later = a_week_later(on, days)

        def answered(card: CardItem) -> CardItem:
            case = undecided[card.ref]
            told = announcing.with_proposal(tx, card, case)
            return replace(
                told,
                details=(
                    *told.details,
                    *histories.done_of(tx, card.ref, now=now.astimezone(town.tz)),
                    *shown(tx, case, self.settings.incidents.send_to),
                ),
                choices=choices(
                    tx,
                    case,
                    everyone,
                    later,
                    send_to=self.settings.incidents.send_to,
                    can_extend=can_extend(case, days, town.tz, on=on),
                ),
            )

        return replace(
            made,
            cards=tuple(answered(card) if card.ref in alone else card for card in made.cards),
            training=tuple(map(answered, made.training[:MOST_SHOWN])),
            neglected=made.neglected if self.settings.staff.deputies else (),
            to_send=broadcasting.to_send(tx, on, self.settings),
        )

    def _concerned(self, tx: Transaction, on: date, undecided: Collection[cases.Case]) -> list[Subscription]:
        """Whom a digest of *on* can speak of, of all that are in the books."""
        lately = datetime.combine(on - ASKED_FOR, time(), self.settings.tz)
        refs = {ref for case in undecided for ref in case.subscribers}
        unasked = (v.request for case in undecided if not case.subscribers for v in case.requests)
        for some in cases.in_parts([request.person for request in unasked if request]):
            refs.update(held.ref for held in subscribers.with_data_of(tx, some))
        refs.update(event_log.activated_since(tx, lately))
        return subscribers.concerned(tx, states=(*AWAITED, State.REQUESTED, State.LEAVING), refs=refs)

    def calendar(self, now: datetime) -> Calendar:
        """The working days that any date in the books can need."""
        return calendar(self.settings, range(2016, now.year + 3))


def _news(tx: Transaction, since: datetime) -> News:
    """What is counted over the whole of the books, after *since*."""
    begun = select(func.count()).where(subscriptions.c.opened_at > since)
    # When it was noted: whoever was asked first, or decided by staff, asked for it long before.
    noted = (events.c.what == What.BAIXA) & (events.c.at > since)
    gone = subscriptions.c.id.in_(select(events.c.subscription_id).where(noted))
    left = select(func.count()).where(subscriptions.c.state.in_(GONE), gone)
    return News(
        begun=tx.connection.execute(begun).scalar_one(),
        left=tx.connection.execute(left).scalar_one(),
        done=event_log.done(tx, since),
    )


def open_stale_requests(tx: Transaction, *, now: datetime) -> None:
    """A card for each ALTA whose consent has not come for thirty days; once each."""
    known = {
        ref
        for row in tx.connection.execute(select(requests.c.subscribers).where(IS_OLD_REQUEST))
        for ref in row.subscribers
    }
    for held in subscribers.standing(tx, [State.REQUESTED]):
        if held.ref not in known and is_stale(held, now=now):
            _open_stale_request(tx, held, now)


def _open_stale_request(tx: Transaction, held: Subscription, now: datetime) -> None:
    person = Person(name=held.name, id_document=held.id_document, phone=held.phone)
    verdict = Verdict(
        request=Request(kind=Kind.ALTA, person=person, at=held.alta_at or held.opened_at or now),
        reason=Reason.OLD_REQUEST,
        about=(held,),
    )
    decision = Decision(verdicts=(verdict,))
    cases.open_case(tx, decision, ref=new_reference(), sender=None, message_id=None, now=now)


def _health(tx: Transaction, on: date, now: datetime, settings: Settings, days: Calendar) -> Health:
    in_doubt = tx.connection.execute(_IN_DOUBT.where(is_spoken_of(now))).all()
    gone_wrong = Counter(row.state for row in in_doubt)
    doubted = dict.fromkeys(row.ref for row in in_doubt if row.ref)
    since = last_told_at(tx, on)
    mailbox = health.pulse_of(tx, Loop.MAILBOX)
    sign_in = health.pulse_of(tx, Loop.SIGN_IN)
    copied = backup.last_result(settings.store_url)
    years = {on.year} | ({on.year + 1} if on.month == 12 else set())
    return Health(
        last_mail_at=tx.connection.execute(select(func.max(messages.c.received_at))).scalar(),
        last_digest_at=since,
        mailbox_down_since=_mailbox_down_since(tx, now, settings),
        mailbox_trouble=in_catalan(Cause.DISK) if mailbox.cause == Cause.DISK.name else "",
        probe_lost_since=health.pulse_of(tx, Loop.CANARY).down_since,
        smtp_down_since=health.pulse_of(tx, Loop.SENDING).down_since,
        sign_in_down_since=sign_in.down_since if sign_in.told_of == sign_in.down_since else None,
        secret_expires=_ends_soon(settings, on),
        letters_waiting=letters_waiting(tx),
        letters_failed=gone_wrong["failed"],
        letters_unknown=gone_wrong["unknown"],
        letters_in_doubt={ref: waiting_item(cases.find(tx, ref), settings.tz).who for ref in doubted},
        vanished=_vanished(tx, on),
        set_aside=ledger.count_set_aside(tx, NONE_OF_OURS, since=since) if since else 0,
        copies=backup.backup_path(settings.store_url) is not None,
        copied_at=copied.made_at,
        copy_is_late=copied.is_late(now),
        before_start=tx.connection.execute(_BEFORE_START).scalar_one(),
        calendar_changes=tuple(changes(_known_before(tx, on), known(days, on=on))),
        erased=erased_since(tx, since),
        held=held_back(tx, settings, now),
        unconfirmed_years=tuple(sorted(years - set(settings.calendar.confirmed_years))),
    )


def _ends_soon(settings: Settings, on: date) -> date | None:
    """When the client secret ends, if that is soon."""
    left = settings.grant.days_left(on) if settings.grant else None
    return settings.oauth.secret_expires if left is not None and left <= SOON_DAYS else None


def _written(calendar: Calendar) -> dict[str, Any]:
    """A calendar as a digest's row keeps it."""
    return {
        "holidays": {day.isoformat(): name for day, name in calendar.holidays.items()},
        "confirmed": sorted(calendar.confirmed_years),
        "years": sorted(calendar.years),
    }


def _known_before(tx: Transaction, on: date) -> Calendar | None:
    """The calendar of the digest before that of *on*, also of one that was not sent."""
    kept = digests.c.kind.in_([DAILY, QUIET]) & (digests.c.on < on) & digests.c.calendar.is_not(None)
    newest = select(digests.c.calendar).where(kept).order_by(digests.c.on.desc(), digests.c.queued_at.desc())
    row = tx.connection.execute(newest.limit(1)).scalar()
    if row is None:
        return None
    return Calendar(
        holidays={date.fromisoformat(day): name for day, name in row["holidays"].items()},
        confirmed_years=frozenset(row["confirmed"]),
        years=frozenset(row["years"]),
    )


def last_told_at(tx: Transaction, on: date) -> datetime | None:
    """When the digest before that of *on* was made."""
    before = select(func.max(digests.c.queued_at)).where(digests.c.kind == DAILY, digests.c.on < on)
    return tx.connection.execute(before).scalar()


def _is_recent(left: Subscription, now: datetime, within: timedelta) -> bool:
    # What lies in the future comes of a wrong clock, and must not wait for it.
    return left.left_at is not None and timedelta() <= now - left.left_at < within


def _mailbox_down_since(tx: Transaction, now: datetime, settings: Settings) -> datetime | None:
    """Since when, if people were told of it or it lasts too long; a restart of the server is no outage."""
    mailbox = health.pulse_of(tx, Loop.MAILBOX)
    if mailbox.down_since is not None and mailbox.told_of == mailbox.down_since:
        return mailbox.down_since
    ours = [*settings.mailbox.folders, *settings.mailbox.junk_folders]
    last = select(func.min(folders.c.synced_at)).where(folders.c.name.in_(ours))
    begun = select(pulses.c.since).where(pulses.c.loop == Loop.SERVICE)
    read_at, begun_at = (tx.connection.execute(each).scalar() for each in (last, begun))
    return down_since(read_at, begun=begun_at, now=now)


def _vanished(tx: Transaction, on: date) -> int:
    """How many messages vanished that no digest before *on* told of."""
    told = tx.connection.execute(select(func.max(digests.c.vanished_total)).where(digests.c.on < on)).scalar()
    return max(ledger.vanished(tx) - (told or 0), 0)


_UNTOLD: Final = select(subscriptions.c.ref).where(
    subscriptions.c.staff_told_at.is_(None), subscriptions.c.state == State.LEAVING
)
_IN_DOUBT: Final = (
    select(outbox.c.state, cases_table.c.ref)
    .select_from(outbox.outerjoin(cases_table, outbox.c.case_id == cases_table.c.id))
    .where(outbox.c.state.in_(["failed", "unknown"]), outbox.c.template != PROBE)
    .order_by(outbox.c.id)
)
_BEFORE_START: Final = (
    select(func.count()).select_from(messages).where(messages.c.reason == Reason.BEFORE_START.name)
)
