"""A consent or an ALTA: whom it brings onto the list, and when a person must look.

Rule 1: silence never grants consent; only a registered one starts the clock.
Rule 2: a consent presented before a leave revives nobody; it is only proof.
Rule 3: a leave that still waits for staff is not overtaken by an older consent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from rules.books.decision import Advance, Attest, Effect, Open, Outcome, Reason, Request, Verdict
from rules.books.facts import (
    HOLDS,
    SENDER_LANES,
    SETTLED,
    Asked,
    Facts,
    Lanes,
    first_lane,
    has_doubt,
    is_trusted_staff,
    stopped,
)
from rules.books.subscription import Become, Begin, Keep, State, Step, Subscription, What, step
from rules.findings import Entry, Kind, Person, Reading, Voice
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
        found = self.without_document
        if len(found) != 1 or not (self.facts.approved or (person.name and found[0].name)):
            return ()
        return found

    @property
    def without_document(self) -> tuple[Subscription, ...]:
        """Those of this mobile on the list that lack a document, and whose name is not somebody else's."""
        person = self.request.person
        return tuple(
            s
            for s in self.facts.with_phone(person.phone)
            if s.living and s.id_document is None and compatible(person.name, s.name)
        )

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
        return max((s for s in self.fitting if not s.living), key=_left, default=None)

    @property
    def left_at(self) -> datetime | None:
        """When they last asked to leave, be it that they were gone already."""
        if self.ended is None or self.ended.left_at is None:
            return max((s.left_at for s in self.erased if s.left_at), default=None)
        pair = (self.ended.id_document, self.ended.phone)
        again = (r.at for r in self.facts.history if r.kind is Kind.BAIXA and _pair(r.person) == pair)
        return max((self.ended.left_at, *again))

    @property
    def erased(self) -> tuple[Subscription, ...]:
        """Those of this document and mobile that left so long ago that nothing else is known of them."""
        return tuple(s for s in self.facts.of(self.request.person) if s.state is State.ERASED)

    @property
    def is_late(self) -> bool:
        """It is not newer than their last leave."""
        return self.left_at is not None and self.request.at <= self.left_at


def _left(ended: Subscription) -> float:
    return ended.left_at.timestamp() if ended.left_at else 0


def _pair(person: Person) -> tuple[str | None, str | None]:
    return person.id_document, person.phone


def is_by_mail(joining: Joining) -> bool:
    """A resident asks to join by mail: it goes by WhatsApp."""
    return joining.request.kind is Kind.ALTA and joining.reading.voice is Voice.WRITER


def is_untrusted(joining: Joining) -> bool:
    """A notice that is not authenticated, or staff mail that nothing vouches for."""
    reading = joining.reading
    if reading.voice in {Voice.REGISTRY, Voice.WRITER}:
        return reading.voice is Voice.WRITER or reading.authenticated is not True
    return not is_trusted_staff(reading, joining.facts)


def lacks_entry(joining: Joining) -> bool:
    """A consent without its number or its date starts no clock."""
    entry = joining.request.entry
    return joining.request.kind is Kind.CONSENT and (
        entry is None or not entry.number or entry.registered_at is None
    )


def is_from_the_future(joining: Joining) -> bool:
    """Registered after the mail that tells of it arrived."""
    entry = joining.request.entry
    presented = entry.registered_at if entry else None
    return presented is not None and presented > joining.facts.received_at + _CLOCKS_DIFFER


def lacks_data(joining: Joining) -> bool:
    """No document; or an ALTA without a mobile."""
    person = joining.request.person
    return person.id_document is None or (joining.request.kind is Kind.ALTA and person.phone is None)


def is_known(joining: Joining) -> bool:
    """The same entry of the same person was noted before."""
    return joining.request.kind is Kind.CONSENT and consent_key(joining.request) in joining.facts.consents


def is_named_otherwise(joining: Joining) -> bool:
    """The document is held by somebody of another name."""
    name = joining.request.person.name
    return any(not compatible(name, s.name) for s in joining.of_person)


def has_a_leave_waiting(joining: Joining) -> bool:
    """A later BAIXA with this DNI or mobile matched nobody and waits for staff."""
    person = joining.request.person
    return joining.request.kind is Kind.CONSENT and any(
        leave.at >= joining.request.at
        and (leave.person.id_document == person.id_document or leave.person.phone in {person.phone} - {None})
        for leave in joining.facts.leaves
    )


def is_of_the_day_of_the_leave(joining: Joining) -> bool:
    """Presented on the day of their last leave, at an hour that nobody noted: before it or after?"""
    at, left_at = joining.request.at, joining.left_at
    has_no_hour = joining.request.kind is Kind.CONSENT and at.time() == time()
    return has_no_hour and left_at is not None and left_at.astimezone(at.tzinfo).date() == at.date()


def has_another_phone(joining: Joining) -> bool:
    """ALTA and consent of one person give different mobiles."""
    return joining.crossed is not None


def may_be_theirs(joining: Joining) -> bool:
    """The mobile is on the list without a document, and nothing says whether it is this person's."""
    return bool(joining.without_document) and not joining.known_by_phone and not _has_own(joining)


def _has_own(joining: Joining) -> bool:
    return any(s.living and s.phone == joining.request.person.phone for s in joining.of_person)


def is_anothers_phone(joining: Joining) -> bool:
    """An ALTA gives a mobile that is on the list under another document, and nothing of theirs has it."""
    person, kind = joining.request.person, joining.request.kind
    theirs = (s for s in joining.facts.with_phone(person.phone) if s.living and s.id_document)
    is_taken = any(s.id_document != person.id_document for s in theirs)
    return kind is Kind.ALTA and is_taken and not _has_own(joining)


def is_one_of_several(joining: Joining) -> bool:
    """No mobile is given, and the person has several on the list."""
    return joining.request.person.phone is None and sum(s.living for s in joining.of_person) > 1


_LANES: Final[Lanes[Joining]] = (
    # Who sent it.
    *SENDER_LANES,
    (is_by_mail, Reason.BY_MAIL, SETTLED),
    (is_untrusted, Reason.UNTRUSTED, SETTLED),
    # What it says.
    (has_doubt, Reason.DOUBTFUL, SETTLED),
    (lacks_entry, Reason.ENTRY_LACKING, HOLDS),
    (is_from_the_future, Reason.FUTURE_ENTRY, HOLDS),
    (lacks_data, Reason.DATA_LACKING, HOLDS),
    (is_known, Reason.CONSENT_KNOWN, HOLDS),
    # Whom it concerns.
    (is_named_otherwise, Reason.NAME_OF_ANOTHER, SETTLED),
    (has_a_leave_waiting, Reason.LEAVE_WAITS, SETTLED),
    (is_of_the_day_of_the_leave, Reason.SAME_DAY, HOLDS),
    (has_another_phone, Reason.OTHER_PHONE, SETTLED),
    (is_anothers_phone, Reason.PHONE_OF_ANOTHER, SETTLED),
    (is_one_of_several, Reason.SEVERAL, HOLDS),
    (may_be_theirs, Reason.HALF_KNOWN, HOLDS),
)


def decide_joining(reading: Reading, request: Request, facts: Facts) -> Verdict:
    """What becomes of one consent or ALTA: the first lane that fits, else it is done."""
    joining = Joining(reading, request, facts)
    reason = first_lane(joining, _LANES)
    return _done(joining) if reason is None else stopped(joining, reason, _about(joining))


def _about(joining: Joining) -> tuple[Subscription, ...]:
    """Whom it may be of; without a document, who has that mobile and waits for the ALTA."""
    person = joining.request.person
    near = joining.facts.with_phone(person.phone) if person.id_document is None else ()
    waiting = (held for held in near if held.state is State.CONSENTED)
    return tuple(dict.fromkeys((*joining.of_person, *joining.without_document, *waiting)))[:3]


_DONE: Final[Mapping[tuple[What, type[Step]], Reason]] = {
    (What.CONSENT, Begin): Reason.CONSENT_STARTS,
    (What.CONSENT, Become): Reason.CONSENT_COMPLETES,
    (What.CONSENT, Keep): Reason.CONSENT_KNOWN,
    (What.ALTA, Begin): Reason.ALTA_STARTS,
    (What.ALTA, Become): Reason.ALTA_COMPLETES,
    (What.ALTA, Keep): Reason.ALTA_KNOWN,
}
_TOO_OLD: Final = {What.CONSENT: Reason.CONSENT_BEFORE_LEAVE, What.ALTA: Reason.ALTA_BEFORE_LEAVE}


def _done(joining: Joining) -> Verdict:
    what, request = joining.what, joining.request
    # A late one is proof of the time before the leave, whatever began since.
    held = joining.ended if joining.is_late else joining.held
    after = Keep() if joining.is_late else step(held, what, at=request.at)
    return Verdict(
        request=request,
        outcome=Outcome.DONE,
        reason=_TOO_OLD[what] if joining.is_late else _DONE[what, type(after)],
        effects=(*_moves(after, held, what, request), *_proof(after, held, what, request)),
        about=(held,) if held else (),
    )


def _moves(after: Step, held: Subscription | None, what: What, request: Request) -> tuple[Effect, ...]:
    if isinstance(after, Begin):
        return (Open(what=what, request=request),)
    if isinstance(after, Become) and held is not None:
        return (Advance(ref=held.ref, what=what, request=request),)
    if what is What.ALTA and held is not None and held.living and held.id_document is None:
        return (Advance(ref=held.ref, what=what, request=request),)  # it only fills the document in
    return ()


def _proof(after: Step, held: Subscription | None, what: What, request: Request) -> tuple[Effect, ...]:
    if what is not What.CONSENT:
        return ()
    return (Attest(ref=held.ref if held and not isinstance(after, Begin) else None, request=request),)
