"""A consent or an ALTA: whom it brings onto the list, and when a person must look.

Rule 1: silence never grants consent; only a registered one starts the clock.
Rule 2: a consent presented before a leave revives nobody; it is only proof.
Rule 3: a leave that still waits for staff is not overtaken by an older consent.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from rules.books.decision import Advance, Attest, Reason, Request, Verdict
from rules.books.facts import HOLDS, SETTLED, Asked, Facts, Lanes, is_trusted_staff
from rules.books.subscription import Begin, State, Subscription, What, last_left, step
from rules.findings import Entry, Kind, Reading, Voice
from rules.people.names import compatible, words_of
from rules.text.folding import clean

_CLOCKS_DIFFER: Final = timedelta(hours=1)


def consent_key(request: Request) -> str:
    """What a consent is known by: number, presentation, and document or else name.

    A number alone repeats across years and books; one number comes in several spellings.
    """
    entry, person = request.entry or Entry(), request.person
    number = "".join(clean(entry.number or "").upper().split())
    presented = entry.registered_at.timestamp() if entry.registered_at else ""
    return f"{number}|{presented}|{person.id_document or ' '.join(words_of(person.name or ''))}"


@dataclass(frozen=True, slots=True)
class Joining(Asked):
    """One person's consent or ALTA, with all that decides it."""

    @property
    def what(self) -> What:
        """The event it is to a subscription."""
        return What.CONSENT if self.request.kind is Kind.CONSENT else What.ALTA

    @property
    def of_person(self) -> tuple[Subscription, ...]:
        """Every subscription of this person: by document; by mobile and name where it lacks that."""
        held = self.facts.with_document(self.request.person.id_document)
        return tuple(s for s in (*held, *self.known_by_phone) if s.state is not State.ERASED)

    @property
    def known_by_phone(self) -> tuple[Subscription, ...]:
        """The living one of this mobile without a document that bears their name; staff judge for no name."""
        person = self.request.person
        found = self.undocumented
        if len(found) != 1 or not (self.facts.approved or (person.name and found[0].name)):
            return ()
        return found

    @property
    def crossed(self) -> Subscription | None:
        """The one on the list that waits for this paper, but with another mobile."""
        phone = self.request.person.phone
        waits_for = State.CONSENTED if self.request.kind is Kind.ALTA else State.REQUESTED
        if phone is None or any(s.living and s.phone in {phone, None} for s in self.of_person):
            return None
        return next((s for s in self.of_person if s.state is waits_for), None)

    @property
    def fitting(self) -> tuple[Subscription, ...]:
        """Those of theirs with the mobile given, else with the one on the list; or still without any."""
        on_list = (s.phone for s in self.of_person if s.living and s.phone)
        phone = self.request.person.phone or next(on_list, None)
        return tuple(s for s in self.of_person if phone is None or s.phone in {phone, None})

    @property
    def held(self) -> Subscription | None:
        """The living one of this mobile, else one that lacks a datum, else the last that ended.

        Where staff approve another mobile, the one that waits for this paper.
        """
        living = sorted(
            (s for s in self.fitting if s.living), key=lambda s: (s.id_document is None, s.phone is None)
        )
        return next(iter(living), self.crossed or self.ended)

    @property
    def ended(self) -> Subscription | None:
        """The last of them that ended."""
        return last_left(self.fitting)

    @property
    def left_at(self) -> datetime | None:
        """When they last asked to leave, be it that they were gone already."""
        ended, same = self.ended, self.facts.of(self.request.person)
        if ended is None or ended.left_at is None:  # of erased data nothing else is known
            return max((s.left_at for s in same if s.left_at and s.state is State.ERASED), default=None)
        left = (each for each in self.facts.history if each.kind is Kind.BAIXA)
        again = (each.at for each in left if ended in self.facts.of(each.person))
        return max((ended.left_at, *again))

    @property
    def is_late(self) -> bool:
        """It is not newer than their last leave."""
        return self.left_at is not None and self.request.at <= self.left_at

    @property
    def is_trusted(self) -> bool:
        """A notice that is authenticated, or staff mail that something vouches for."""
        if self.reading.voice is Voice.REGISTRY:
            return self.reading.authenticated is True
        return self.reading.voice is not Voice.WRITER and is_trusted_staff(self.reading, self.facts)

    @property
    def has_unmatched_leave(self) -> bool:
        """A later BAIXA with this DNI or mobile matched nobody."""
        person, at = self.request.person, self.request.at
        given = {person.id_document, person.phone} - {None}
        later = (leave.person for leave in self.facts.leaves if leave.at >= at)
        return any(not given.isdisjoint((one.id_document, one.phone)) for one in later)

    @property
    def is_of_day_of_leave(self) -> bool:
        """Presented on the day of their last leave, at an hour that nobody noted: before it or after?"""
        at, left_at = self.request.at, self.left_at
        is_same = left_at is not None and left_at.astimezone(at.tzinfo).date() == at.date()
        return at.time() == time() and is_same

    def lanes(self) -> Lanes:
        """Where it ends, else it is done."""
        reading, facts, person = self.reading, self.facts, self.request.person
        is_consent, entry = self.what is What.CONSENT, self.request.entry or Entry()
        # Who sent it: to join goes by WhatsApp, passed on by staff.
        yield from self.by_sender()
        yield not is_consent and reading.voice is Voice.WRITER, Reason.BY_MAIL, SETTLED
        yield not self.is_trusted, Reason.UNTRUSTED, SETTLED
        # What it says.
        yield bool(reading.doubts), Reason.DOUBTFUL, SETTLED
        presented = entry.registered_at
        yield is_consent and not (entry.number and presented), Reason.ENTRY_LACKING, HOLDS
        is_to_come = presented is not None and presented > facts.received_at + _CLOCKS_DIFFER
        yield is_to_come, Reason.FUTURE_ENTRY, HOLDS
        lacks = person.id_document is None or (person.phone is None and not is_consent)
        yield lacks, Reason.DATA_LACKING, HOLDS
        is_known = is_consent and consent_key(self.request) in facts.consents
        yield is_known, Reason.CONSENT_KNOWN, HOLDS
        # Whom it concerns.
        is_anothers = any(not compatible(person.name, held.name) for held in self.of_person)
        yield is_anothers, Reason.NAME_OF_ANOTHER, SETTLED
        is_before_leave = self.has_unmatched_leave and not self.is_late
        yield is_consent and is_before_leave, Reason.LEAVE_WAITS, SETTLED
        yield is_consent and self.is_of_day_of_leave, Reason.SAME_DAY, HOLDS
        yield self.crossed is not None, Reason.OTHER_PHONE, SETTLED
        living = [held for held in self.of_person if held.living]
        has_own = any(held.phone == person.phone for held in living)
        documents = {held.id_document for held in facts.with_phone(person.phone) if held.living} - {None}
        is_taken = not has_own and bool(documents - {person.id_document})
        yield is_taken and not is_consent, Reason.PHONE_OF_ANOTHER, SETTLED
        yield person.phone is None and len(living) > 1, Reason.SEVERAL, HOLDS
        may_be_theirs = bool(self.undocumented) and not self.known_by_phone
        yield may_be_theirs and not has_own, Reason.HALF_KNOWN, HOLDS


def decide_joining(reading: Reading, request: Request, facts: Facts) -> Verdict:
    """What becomes of one consent or ALTA: the first lane that fits, else it is done."""
    joining = Joining(reading, request, facts)
    return joining.stopped(joining.lanes(), _about(joining)) or _done(joining)


def _about(joining: Joining) -> tuple[Subscription, ...]:
    """Whom it may be of; without a document, who has that mobile and waits for the ALTA."""
    person = joining.request.person
    near = joining.facts.with_phone(person.phone) if person.id_document is None else ()
    waiting = (held for held in near if held.state is State.CONSENTED)
    return tuple(dict.fromkeys((*joining.of_person, *joining.undocumented, *waiting)))[:3]


_REASONS: Final = {
    What.CONSENT: (Reason.CONSENT_STARTS, Reason.CONSENT_COMPLETES, Reason.CONSENT_KNOWN),
    What.ALTA: (Reason.ALTA_STARTS, Reason.ALTA_COMPLETES, Reason.ALTA_KNOWN),
}
_TOO_OLD: Final = {What.CONSENT: Reason.CONSENT_BEFORE_LEAVE, What.ALTA: Reason.ALTA_BEFORE_LEAVE}


def _done(joining: Joining) -> Verdict:
    what, request, is_late = joining.what, joining.request, joining.is_late
    # A late one is proof of the time before the leave, whatever began since.
    held = joining.ended if is_late else joining.held
    after = None if is_late else step(held, what, at=request.at)
    begins = isinstance(after, Begin)
    ref = None if begins or held is None else held.ref
    fills = what is What.ALTA and held is not None and held.living and held.id_document is None
    moved = (Advance(ref=ref, what=what, request=request),) if after is not None or fills else ()
    proof = (Attest(ref=ref, request=request),) if what is What.CONSENT else ()
    starts, completes, known = _REASONS[what]
    why = starts if begins else known if after is None else completes
    return Verdict(
        request=request,
        reason=_TOO_OLD[what] if is_late else why,
        effects=(*moved, *proof),
        about=(held,) if held else (),
    )
