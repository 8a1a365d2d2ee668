"""Laws that hold for any message and any books: made up by chance of few people, so that they often meet."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rules.books.decision import Advance, Decision, Outcome
from rules.books.facts import Facts
from rules.books.policy import decide
from rules.books.subscription import State, Subscription, What
from rules.findings import Doubt, Entry, Kind, Person, Reading, Voice
from tests.rules.book import Book
from tests.rules.persons import (
    JORDI,
    NOW,
    PERE,
    ROSER,
    SENDER,
    alta,
    baixa,
    but,
    consent,
    days,
    facts,
    held,
)

_NAMES = ["Roser Vilamala", "Roser Vilamala", "Roser Vilamala Coromines", "Rosa Vilamala", None, None]
_SAME_NAME = {frozenset({"Roser Vilamala", "Roser Vilamala Coromines"})}
_DOCUMENTS = [ROSER.id_document, PERE.id_document]
_PHONES = [ROSER.phone, PERE.phone]


def _agree(one: str | None, other: str | None) -> bool:
    return not one or not other or one == other or frozenset({one, other}) in _SAME_NAME


def _people(documents: list[str | None], phones: list[str | None]) -> st.SearchStrategy[Person]:
    return st.builds(
        Person,
        name=st.sampled_from(_NAMES),
        id_document=st.sampled_from(documents),
        phone=st.sampled_from(phones),
    )


_SOMEBODY = _people([*_DOCUMENTS * 4, None], [*_PHONES * 4, None])
_AT = st.integers(-20, 20).map(lambda count: NOW + days(count))


def _unique(books: list[Subscription]) -> tuple[Subscription, ...]:
    """The living are unique by DNI and mobile; references always are."""
    kept: dict[object, Subscription] = {}
    for place, s in enumerate(books):
        kept.setdefault((s.id_document, s.phone) if s.living else place, s)
    return tuple(kept.values())


@st.composite
def _subscriptions(draw: st.DrawFn) -> tuple[Subscription, ...]:
    books = []
    for number in range(draw(st.integers(0, 6))):
        person, state = draw(_SOMEBODY), draw(st.sampled_from(State))
        left = {} if state in {State.LEAVING, State.LEFT} else {"left_at": None, "left_from": None}
        joined = draw(st.none() | _AT)
        books.append(held(person, state, ref=f"A-{number}", consent_at=joined, **left))
    return _unique(books)


_READINGS = st.builds(
    Reading,
    kind=st.sampled_from([Kind.BAIXA] * 30 + list(Kind)),
    people=st.lists(_SOMEBODY, min_size=1, max_size=3).map(tuple)
    | st.lists(_SOMEBODY, min_size=5, max_size=6).map(tuple),
    authenticated=st.sampled_from([None] * 6 + [True, True, False]),
    voice=st.sampled_from([Voice.WRITER] * 30 + list(Voice)),
    doubts=st.sampled_from([()] * 9 + [(Doubt.CONDITION,)]),
    silence=st.sampled_from([None] * 6 + ["llista"]),
    language=st.sampled_from(["ca", "es"]),
)
_CIRCUMSTANCES = st.fixed_dictionaries(
    {"junk": st.sampled_from([False] * 12 + [True]), "sender": st.sampled_from([SENDER, SENDER, None])}
)


def _may_be_hers_too(person: Person, held: Subscription) -> bool:
    """Living, of her DNI without a mobile, or of her mobile and a like name without a DNI."""
    if not held.living:
        return False
    if held.phone is None:
        return held.id_document == person.id_document
    return held.id_document is None and held.phone == person.phone and _agree(person.name, held.name)


def _may_leave(reading: Reading, known: Facts, person: Person, ref: str) -> bool:
    """The sentence of the contract: when a BAIXA acts by itself, and on whom."""
    alive = [
        s
        for s in known.subscriptions
        if s.living and (s.id_document, s.phone) == (person.id_document, person.phone)
    ]
    return (
        reading.kind is Kind.BAIXA
        and reading.voice is Voice.WRITER
        and reading.authenticated is not False
        and not reading.doubts
        and not known.junk
        and len(reading.people) <= 5
        and None not in {person.id_document, person.phone}
        and [s.ref for s in alive] == [ref]
        and _agree(person.name, alive[0].name)
        and not any(_may_be_hers_too(person, s) for s in known.subscriptions)
        and not (alive[0].consent_at and alive[0].consent_at > known.received_at)
    )


@given(reading=_READINGS, books=_subscriptions(), circumstances=_CIRCUMSTANCES)
def test_a_baixa_takes_off_whom_the_contract_says_and_nobody_else(
    reading: Reading, books: tuple[Subscription, ...], circumstances: dict[str, Any]
) -> None:
    known = facts(*books, **circumstances)
    taken = {
        (v.request.person, e.ref)
        for v in decide(reading, known).verdicts
        for e in v.effects
        if v.request and isinstance(e, Advance) and e.what is What.BAIXA
    }
    assert taken == {
        (p, s.ref) for p in reading.people for s in books if _may_leave(reading, known, p, s.ref)
    }


@given(reading=_READINGS, books=_subscriptions(), circumstances=_CIRCUMSTANCES)
def test_every_person_of_a_message_gets_one_verdict_and_only_what_is_done_has_effects(
    reading: Reading, books: tuple[Subscription, ...], circumstances: dict[str, Any]
) -> None:
    decision = decide(reading, facts(*books, **circumstances))
    asked = [v.request.person for v in decision.verdicts if v.request]
    assert asked == list(reading.people) or (asked == [] and len(decision.verdicts) == 1)
    assert all(v.outcome is Outcome.DONE for v in decision.verdicts if v.effects)
    waits = any(v.outcome is Outcome.WAITING for v in decision.verdicts)
    assert not waits or (decision.letter is not None and decision.letter.missing)


@given(reading=_READINGS, books=_subscriptions(), circumstances=_CIRCUMSTANCES)
def test_done_is_told_only_to_who_gave_the_dni_and_mobile_of_one_subscription(
    reading: Reading, books: tuple[Subscription, ...], circumstances: dict[str, Any]
) -> None:
    letter = decide(reading, facts(*books, **circumstances)).letter
    for person in letter.done if letter else ():
        assert any(
            (s.id_document, s.phone) == (person.id_document, person.phone)
            # Who takes a leave back is whom our letter named; the leave itself had the name compared.
            and (reading.kind is Kind.UNDO or _agree(person.name, s.name))
            for s in books
            if s.state is not State.ERASED and person.id_document and person.phone
        )


@given(
    reading=_READINGS,
    kind=st.sampled_from([Kind.CONSENT, Kind.ALTA]),
    voice=st.sampled_from(Voice),
    books=_subscriptions(),
    marked=st.booleans(),
    junk=st.sampled_from([False] * 5 + [True]),
)
def test_nobody_joins_but_by_the_registry_or_by_staff(
    reading: Reading,
    kind: Kind,
    voice: Voice,
    books: tuple[Subscription, ...],
    marked: bool,
    junk: bool,
) -> None:
    entries = tuple(Entry(number="E/1", registered_at=NOW) for _ in reading.people)
    reading = replace(reading, kind=kind, voice=voice, registries=entries)
    known = facts(*books, marked_inside=marked, junk=junk)
    for verdict in decide(reading, known).verdicts:
        if any(e.what in {What.CONSENT, What.ALTA} for e in verdict.effects if isinstance(e, Advance)):
            assert reading.authenticated is True or (
                marked and reading.authenticated is None and reading.voice is not Voice.REGISTRY
            )
            assert reading.voice is not Voice.WRITER
            assert not known.junk
            assert not reading.doubts


def _told(decision: Decision) -> tuple[object, ...]:
    """What the writer may know of the books: who was done, since when, and what is still to come of it."""
    letter = decision.letter
    if letter is None or not letter.done:
        return ()
    return (letter.done, letter.left_at, letter.on_phone, letter.undoable)


@given(reading=_READINGS, one=_subscriptions(), other=_subscriptions(), circumstances=_CIRCUMSTANCES)
def test_but_for_who_is_done_a_letter_is_the_same_whatever_the_books_hold(
    reading: Reading,
    one: tuple[Subscription, ...],
    other: tuple[Subscription, ...],
    circumstances: dict[str, Any],
) -> None:
    here, there = (decide(reading, facts(*books, **circumstances)) for books in (one, other))
    # Who gets a letter at all does not depend on the books either.
    assert (here.letter is None) is (there.letter is None)
    assert here.unanswered == there.unanswered
    if _told(here) == _told(there):
        assert here.letter == there.letter


@given(
    people=st.lists(_people([*_DOCUMENTS, None], [None]), min_size=1, max_size=5),
    one=_subscriptions(),
    other=_subscriptions(),
)
def test_what_is_missing_is_asked_in_the_same_words_whoever_is_on_the_list(
    people: list[Person], one: tuple[Subscription, ...], other: tuple[Subscription, ...]
) -> None:
    here, there = (decide(baixa(*people), facts(*books)) for books in (one, other))
    assert here.letter is not None
    assert here.letter == there.letter
    assert here.letter.missing == tuple(people)


@given(
    history=st.lists(st.sampled_from(["consent", "baixa"]), min_size=1, max_size=7),
    order=st.randoms(use_true_random=False),
)
def test_in_whatever_order_the_mail_comes_the_newest_word_holds_or_a_person_looks(
    history: list[str], order: Any
) -> None:
    """Each is dated a day after the one before; the notices and the mails come in any order."""
    mails: list[tuple[Reading, datetime]] = []
    for day, kind in enumerate(history):
        at = NOW + days(day)
        reading = consent(JORDI, at, f"E/{day:06}-2026") if kind == "consent" else baixa(JORDI)
        mails.append((reading, NOW + days(30) if kind == "consent" else at))
    order.shuffle(mails)

    book = Book()
    for reading, at in mails:
        book.take(reading, at)

    assert len(book.living) <= 1
    assert bool(book.living) is (history[-1] == "consent") or book.cards


@given(order=st.randoms(use_true_random=False))
def test_a_notice_that_comes_after_two_leaves_revives_nobody(order: Any) -> None:
    mails = [(baixa(JORDI), NOW + days(2)), (baixa(JORDI), NOW + days(4))]
    order.shuffle(mails)
    book = Book()
    book.take(consent(JORDI, NOW, "E/1"), NOW + days(1))
    for reading, at in mails:
        book.take(reading, at)
    book.take(consent(JORDI, NOW + days(3), "E/2"), NOW + days(5))
    assert (book.living, book.cards) == ([], [])


def test_a_whole_life_on_the_list() -> None:
    book = Book()
    book.take(alta(JORDI), NOW)
    book.take(consent(JORDI, NOW + days(1), "E/1"), NOW + days(1))
    assert [s.state for s in book.held] == [State.DUE]
    book.do("A-1", What.ACTIVATED, NOW + days(2))
    book.take(baixa(JORDI), NOW + days(9))
    book.take(consent(JORDI, NOW + days(1), "E/2"), NOW + days(10))
    book.take(alta(JORDI), NOW + days(11))
    book.take(consent(JORDI, NOW + days(1), "E/3"), NOW + days(12))
    assert [s.state for s in book.held] == [State.LEAVING, State.REQUESTED]
    book.take(consent(JORDI, NOW + days(13), "E/4"), NOW + days(13))
    assert [s.state for s in book.held] == [State.LEAVING, State.DUE]
    book.take(baixa(but(JORDI, name=None)), NOW + days(14))
    assert [s.state for s in book.held] == [State.LEAVING, State.LEAVING]
    assert book.cards == []
