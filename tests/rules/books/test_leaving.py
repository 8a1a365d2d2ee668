"""The promise: nobody is taken off the list by a mail that is not surely theirs; no other mail is lost."""

from datetime import datetime
from typing import Any

import pytest

from rules.books.decision import Advance, Outcome, Reason
from rules.books.facts import Facts
from rules.books.leaving import decide_leave
from rules.books.subscription import State, Subscription, What
from rules.findings import Doubt, Entry, Flaw, Kind, Person, Reading, UnclearSender, Voice
from tests.rules.persons import (
    JORDI,
    LAIA,
    NOW,
    NURIA,
    OTHER_MOBILE,
    PERE,
    QUIM,
    ROSER,
    baixa,
    but,
    days,
    facts,
    held,
    request,
)


def _lane(reading: Reading, known: Facts) -> tuple[Outcome, Reason, list[str]]:
    """What becomes of the first person of *reading*, and the references that are to leave."""
    verdict = decide_leave(reading, request(reading.people[0], at=known.received_at), known)
    for effect in verdict.effects:
        assert isinstance(effect, Advance)
        assert effect.what is What.BAIXA
        assert effect.request is verdict.request
    return verdict.outcome, verdict.reason, [e.ref for e in verdict.effects if isinstance(e, Advance)]


@pytest.mark.parametrize("state", [State.REQUESTED, State.CONSENTED, State.DUE, State.ACTIVE])
def test_who_gives_the_dni_and_mobile_of_one_living_subscription_leaves(state: State) -> None:
    roser = held(ROSER, state)
    assert _lane(baixa(ROSER), facts(roser)) == (Outcome.DONE, Reason.LEFT, [roser.ref])


@pytest.mark.parametrize(
    ("person", "reading"),
    [
        pytest.param(but(LAIA, name=None), {}, id="the name is not given"),
        pytest.param(but(LAIA, name="Laia Ferrer"), {}, id="the name is an everyday form, without a surname"),
        pytest.param(but(LAIA, name="FERRER OLIU, EULALIA"), {}, id="the surnames come first"),
        pytest.param(LAIA, {"authenticated": True}, id="authenticated"),
        pytest.param(LAIA, {"authenticated": None}, id="nothing is known of the authentication"),
        pytest.param(LAIA, {"silence": "llista"}, id="complete, but the writer is never answered"),
        pytest.param(LAIA, {"people": (LAIA, PERE, NURIA, JORDI, QUIM)}, id="one of five people"),
    ],
)
def test_a_baixa_acts_by_itself(person: Person, reading: dict[str, Any]) -> None:
    laia = held(LAIA)
    asked = baixa(**{"people": (person,), **reading})
    assert _lane(asked, facts(laia)) == (Outcome.DONE, Reason.LEFT, [laia.ref])


def test_a_complete_baixa_acts_whatever_address_sent_it() -> None:
    assert _lane(baixa(ROSER), facts(held(ROSER), sender="algu@altres.example"))[0] is Outcome.DONE


_BOOKS = (held(ROSER), held(PERE), held(NURIA, State.LEFT))

_CARDS: list[tuple[str, Reading, dict[str, Any], Reason]] = [
    ("the name is somebody else's", baixa(but(ROSER, name=PERE.name)), {}, Reason.NAME_OF_ANOTHER),
    ("the name is her sister's", baixa(but(ROSER, name="Rosa Vilamala")), {}, Reason.NAME_OF_ANOTHER),
    ("authentication false", baixa(ROSER, authenticated=False), {}, Reason.FORGED),
    ("authentication false, no data", baixa(Person(), authenticated=False), {}, Reason.FORGED),
    ("authentication false, of nobody", baixa(QUIM, authenticated=False), {}, Reason.FORGED),
    ("not one plain sender", baixa(ROSER, unclear_sender=UnclearSender.FROM), {}, Reason.SENDER_UNCLEAR),
    (
        "not one plain sender, data missing",
        baixa(Person(), unclear_sender=UnclearSender.FROM),
        {"sender": None},
        Reason.SENDER_UNCLEAR,
    ),
    (
        "not one plain sender, and authentication false",
        baixa(ROSER, authenticated=False, unclear_sender=UnclearSender.FROM),
        {},
        Reason.FORGED,
    ),
    ("results unreadable", baixa(ROSER, unclear_sender=UnclearSender.RESULTS), {}, Reason.SENDER_UNCLEAR),
    ("in the junk folder", baixa(ROSER), {"junk": True}, Reason.JUNK),
    ("in the junk folder, data missing", baixa(but(ROSER, phone=None)), {"junk": True}, Reason.JUNK),
    ("DNI of one and mobile of another", baixa(but(ROSER, phone=PERE.phone)), {}, Reason.MIXED),
    ("DNI known and mobile unknown", baixa(but(ROSER, phone=OTHER_MOBILE)), {}, Reason.HALF_KNOWN),
    ("DNI unknown and mobile known", baixa(but(QUIM, phone=ROSER.phone)), {}, Reason.HALF_KNOWN),
    ("mobile of one, DNI of one who left", baixa(but(NURIA, phone=ROSER.phone)), {}, Reason.HALF_KNOWN),
    ("complete, but matching nobody", baixa(QUIM), {}, Reason.NOBODY),
    ("DNI of one who left and a new mobile", baixa(but(NURIA, phone=OTHER_MOBILE)), {}, Reason.NOBODY),
    ("plain and HTML disagree", baixa(ROSER, doubts=(Doubt.PARTS_DISAGREE,)), {}, Reason.DOUBTFUL),
    ("a condition", baixa(ROSER, doubts=(Doubt.CONDITION,)), {}, Reason.DOUBTFUL),
    ("a future date", baixa(ROSER, doubts=(Doubt.FUTURE,)), {}, Reason.DOUBTFUL),
    ("hidden characters", baixa(ROSER, doubts=(Doubt.DISGUISED,)), {}, Reason.DOUBTFUL),
    ("a doubt, data missing", baixa(but(ROSER, phone=None), doubts=(Doubt.UNCLEAR,)), {}, Reason.DOUBTFUL),
    ("in a registry notice", baixa(ROSER, voice=Voice.REGISTRY, authenticated=True), {}, Reason.PASSED_ON),
    ("inside a chat export", baixa(ROSER, voice=Voice.CHAT, authenticated=True), {}, Reason.PASSED_ON),
    ("inside a staff forward", baixa(ROSER, voice=Voice.FORWARD, authenticated=True), {}, Reason.PASSED_ON),
    ("in a clerk's own words", baixa(ROSER, voice=Voice.STAFF, authenticated=True), {}, Reason.PASSED_ON),
    ("more than 5 people", baixa(ROSER, PERE, NURIA, JORDI, LAIA, QUIM), {}, Reason.TOO_MANY),
    ("DNI missing, from a list", baixa(but(ROSER, id_document=None), silence="l"), {}, Reason.CANNOT_ASK),
    ("mobile missing, no sender", baixa(but(ROSER, phone=None)), {"sender": None}, Reason.CANNOT_ASK),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reading", "circumstances", "reason"), [pytest.param(*row, id=why) for why, *row in _CARDS]
)
def test_a_person_decides(reading: Reading, circumstances: dict[str, Any], reason: Reason) -> None:
    assert _lane(reading, facts(*_BOOKS, **circumstances)) == (Outcome.CARD, reason, [])


@pytest.mark.parametrize(
    "person",
    [
        pytest.param(but(ROSER, id_document=None), id="DNI missing"),
        pytest.param(but(ROSER, phone=None), id="mobile missing"),
        pytest.param(but(ROSER, id_document=None, phone=None), id="both missing"),
        pytest.param(but(ROSER, id_document=None, flaws=(Flaw.DOCUMENT_INVALID,)), id="DNI not valid"),
        pytest.param(but(ROSER, phone=None, flaws=(Flaw.PHONE_LANDLINE,)), id="mobile not valid"),
        pytest.param(Person(), id="nothing at all"),
    ],
)
@pytest.mark.parametrize("books", [(), _BOOKS, (held(ROSER), held(but(ROSER, phone=OTHER_MOBILE)))])
def test_what_is_missing_is_asked_whoever_is_on_the_list(
    person: Person, books: tuple[Subscription, ...]
) -> None:
    assert _lane(baixa(person), facts(*books)) == (Outcome.WAITING, Reason.LACKING, [])


def test_of_a_dni_with_two_mobiles_only_the_one_named_leaves() -> None:
    first, second = held(ROSER, ref="A-1"), held(but(ROSER, phone=OTHER_MOBILE), ref="A-2")
    assert _lane(baixa(but(ROSER, phone=OTHER_MOBILE)), facts(first, second))[2] == ["A-2"]


def test_of_two_people_with_one_mobile_only_the_one_of_the_dni_leaves() -> None:
    roser, pere = held(ROSER, ref="A-1"), held(but(PERE, phone=ROSER.phone), ref="A-2")
    assert _lane(baixa(but(PERE, phone=ROSER.phone)), facts(roser, pere))[2] == ["A-2"]


def test_where_the_books_hold_somebody_twice_nobody_is_taken_off() -> None:
    twice = held(ROSER, ref="A-1"), held(ROSER, State.DUE, ref="A-2")
    assert _lane(baixa(ROSER), facts(*twice)) == (Outcome.CARD, Reason.TWICE, [])


@pytest.mark.parametrize("state", [State.LEAVING, State.LEFT])
def test_who_left_already_gets_the_same_end_and_nothing_new(state: State) -> None:
    assert _lane(baixa(ROSER), facts(held(ROSER, state))) == (Outcome.DONE, Reason.ALREADY_LEFT, [])


def test_who_left_under_another_name_is_a_card() -> None:
    lane = _lane(baixa(but(ROSER, name=PERE.name)), facts(held(ROSER, State.LEFT)))
    assert lane == (Outcome.CARD, Reason.NAME_OF_ANOTHER, [])


def test_erased_data_match_nobody() -> None:
    assert _lane(baixa(ROSER), facts(held(ROSER, State.ERASED)))[1] is Reason.NOBODY


def test_who_came_back_leaves_the_new_subscription_and_not_the_old() -> None:
    old, new = held(ROSER, State.LEFT, ref="A-1"), held(ROSER, ref="A-2")
    assert _lane(baixa(ROSER), facts(old, new))[2] == ["A-2"]


def test_of_two_leaves_the_last_is_meant() -> None:
    first = held(ROSER, State.LEFT, ref="A-1", left_at=NOW - days(90))
    undated = held(ROSER, State.LEFT, ref="A-0", left_at=None)
    last = held(ROSER, State.LEFT, ref="A-2", left_at=NOW - days(9))
    verdict = decide_leave(baixa(ROSER), request(ROSER), facts(undated, first, last))
    assert [s.ref for s in verdict.about] == ["A-2"]


@pytest.mark.parametrize("joined", ["consent_at", "alta_at"])
@pytest.mark.parametrize(
    ("joined_at", "acts"),
    [
        pytest.param(NOW + days(3), False, id="older than it"),
        pytest.param(NOW, True, id="of the same moment"),
        pytest.param(NOW - days(3), True, id="newer than it"),
    ],
)
def test_a_baixa_does_not_undo_a_newer_consent_or_alta(joined: str, joined_at: datetime, acts: bool) -> None:
    lane = _lane(baixa(ROSER), facts(held(ROSER, State.ACTIVE, **{joined: joined_at})))
    assert lane[:2] == ((Outcome.DONE, Reason.LEFT) if acts else (Outcome.CARD, Reason.OLDER_THAN_JOINING))


@pytest.mark.parametrize(
    ("person", "kind", "at", "acts"),
    [
        pytest.param(ROSER, Kind.CONSENT, NOW + days(1), False, id="her second consent, newer"),
        pytest.param(
            but(ROSER, phone=None), Kind.CONSENT, NOW + days(1), False, id="newer, without a mobile"
        ),
        pytest.param(ROSER, Kind.CONSENT, NOW - days(1), True, id="her second consent, older"),
        pytest.param(
            but(ROSER, phone=OTHER_MOBILE), Kind.CONSENT, NOW + days(1), True, id="for another mobile"
        ),
        pytest.param(PERE, Kind.CONSENT, NOW + days(1), True, id="somebody else's consent"),
        pytest.param(
            but(PERE, phone=ROSER.phone),
            Kind.CONSENT,
            NOW + days(1),
            True,
            id="somebody else's, of her mobile",
        ),
        pytest.param(ROSER, Kind.BAIXA, NOW + days(1), True, id="a leave, not a consent"),
    ],
)
def test_a_consent_kept_as_evidence_counts_too(person: Person, kind: Kind, at: datetime, acts: bool) -> None:
    known = facts(held(ROSER, consent_at=NOW - days(90)), history=(request(person, kind, at, Entry()),))
    assert _lane(baixa(ROSER), known)[0] is (Outcome.DONE if acts else Outcome.CARD)


def test_a_leave_sent_before_she_came_back_says_again_that_she_left() -> None:
    # Nobody living is there to be overtaken: the newer consent is of a time before this leave too.
    known = facts(held(ROSER, State.LEFT, consent_at=NOW + days(1)))
    assert _lane(baixa(ROSER), known) == (Outcome.DONE, Reason.ALREADY_LEFT, [])


@pytest.mark.parametrize(
    ("reading", "about"),
    [
        pytest.param(baixa(but(ROSER, name=PERE.name)), [ROSER], id="whose data they are"),
        pytest.param(baixa(but(ROSER, phone=PERE.phone)), [ROSER, PERE], id="whose DNI and whose mobile"),
        pytest.param(baixa(but(ROSER, phone=None), silence="llista"), [ROSER], id="whose DNI"),
        pytest.param(baixa(but(ROSER, id_document=None), silence="llista"), [ROSER], id="whose mobile"),
        pytest.param(baixa(but(NURIA, phone=ROSER.phone)), [ROSER], id="not who left"),
        pytest.param(baixa(QUIM), [], id="nobody"),
    ],
)
def test_a_card_says_whom_staff_should_look_at(reading: Reading, about: list[Person]) -> None:
    verdict = decide_leave(reading, request(reading.people[0]), facts(*_BOOKS))
    assert [s.name for s in verdict.about] == [person.name for person in about]


def test_a_doubtful_card_says_what_the_doubts_are() -> None:
    doubts = (Doubt.CONDITION, Doubt.QUESTION)
    verdict = decide_leave(baixa(ROSER, doubts=doubts), request(ROSER), facts(held(ROSER)))
    assert verdict.details == doubts
    forged = baixa(ROSER, doubts=doubts, authenticated=False)
    assert decide_leave(forged, request(ROSER), facts(held(ROSER))).details == ()


@pytest.mark.parametrize(
    "card",
    [
        pytest.param(baixa(ROSER, authenticated=False), id="forged"),
        pytest.param(baixa(ROSER, voice=Voice.FORWARD), id="passed on"),
        pytest.param(baixa(ROSER, doubts=(Doubt.FUTURE,)), id="doubtful"),
        pytest.param(baixa(ROSER, PERE, NURIA, JORDI, LAIA, QUIM), id="more than 5 people"),
        pytest.param(baixa(but(ROSER, name="Rosa")), id="the name is somebody else's"),
    ],
)
def test_what_only_a_person_can_judge_is_settled_when_staff_approve(card: Reading) -> None:
    roser = held(ROSER)
    assert _lane(card, facts(roser, approved=True)) == (Outcome.DONE, Reason.LEFT, [roser.ref])
    assert _lane(card, facts(roser, junk=True, approved=True))[0] is Outcome.DONE


@pytest.mark.parametrize(
    ("person", "books", "reason"),
    [
        pytest.param(QUIM, _BOOKS, Reason.NOBODY, id="matching nobody"),
        pytest.param(
            but(ROSER, phone=PERE.phone), _BOOKS, Reason.MIXED, id="DNI of one and mobile of another"
        ),
        pytest.param(
            but(ROSER, phone=OTHER_MOBILE), _BOOKS, Reason.HALF_KNOWN, id="one known and one unknown"
        ),
        pytest.param(but(ROSER, phone=None), _BOOKS, Reason.HALF_KNOWN, id="mobile missing"),
        pytest.param(but(QUIM, phone=None), _BOOKS, Reason.NOBODY, id="mobile missing, matching nobody"),
        pytest.param(
            ROSER,
            (held(ROSER, consent_at=NOW + days(1)),),
            Reason.OLDER_THAN_JOINING,
            id="a newer consent came since",
        ),
        pytest.param(ROSER, (held(ROSER, ref="A-1"), held(ROSER, ref="A-2")), Reason.TWICE, id="held twice"),
    ],
)
def test_staff_cannot_approve_what_the_books_do_not_say(
    person: Person, books: tuple[Subscription, ...], reason: Reason
) -> None:
    assert _lane(baixa(person), facts(*books, approved=True)) == (Outcome.CARD, reason, [])


PHONELESS = held(but(ROSER, phone=None), State.CONSENTED, ref="A-2")
BY_PHONE = held(but(ROSER, id_document=None), ref="A-2")
OF_HER = [
    pytest.param(PHONELESS, id="of her DNI, without a mobile"),
    pytest.param(BY_PHONE, id="of her mobile and name, without a DNI"),
]


@pytest.mark.parametrize("beside", OF_HER)
@pytest.mark.parametrize("state", [State.ACTIVE, State.LEAVING, State.LEFT])
def test_a_match_never_hides_another_living_one_that_may_be_hers(state: State, beside: Subscription) -> None:
    verdict = decide_leave(baixa(ROSER), request(ROSER), facts(held(ROSER, state, ref="A-1"), beside))
    assert (verdict.outcome, verdict.reason, verdict.effects) == (Outcome.CARD, Reason.HALF_KNOWN, ())
    assert [s.ref for s in verdict.about] == (["A-1", "A-2"] if state is State.ACTIVE else ["A-2"])


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param(held(but(PERE, id_document=None, phone=ROSER.phone), ref="A-2"), id="another's name"),
        pytest.param(held(but(ROSER, phone=None), State.LEFT, ref="A-2"), id="one that left"),
        pytest.param(held(but(ROSER, phone=OTHER_MOBILE), ref="A-2"), id="her other mobile"),
    ],
)
def test_what_is_not_hers_or_not_meant_stands_in_no_way(beside: Subscription) -> None:
    assert _lane(baixa(ROSER), facts(held(ROSER, ref="A-1"), beside)) == (Outcome.DONE, Reason.LEFT, ["A-1"])


@pytest.mark.parametrize("beside", OF_HER)
@pytest.mark.parametrize(
    ("match", "gone"),
    [
        pytest.param([], ["A-2"], id="alone"),
        pytest.param([held(ROSER, State.LEFT, ref="A-1")], ["A-2"], id="who left before"),
        pytest.param([held(ROSER, ref="A-1")], ["A-1", "A-2"], id="beside a living match"),
    ],
)
def test_staff_approve_and_what_is_surely_hers_leaves_too(
    match: list[Subscription], gone: list[str], beside: Subscription
) -> None:
    lane = _lane(baixa(ROSER), facts(*match, beside, approved=True))
    assert lane == (Outcome.DONE, Reason.LEFT, gone)


@pytest.mark.parametrize(
    ("person", "books", "reason"),
    [
        pytest.param(but(ROSER, name=PERE.name), [PHONELESS], Reason.HALF_KNOWN, id="another's name"),
        pytest.param(but(ROSER, name=None), [BY_PHONE], Reason.HALF_KNOWN, id="a mobile, and no name"),
        pytest.param(
            ROSER, [held(but(BY_PHONE, name=""), ref="A-2")], Reason.HALF_KNOWN, id="a nameless mobile"
        ),
        pytest.param(
            ROSER, [BY_PHONE, held(but(BY_PHONE, name="Roser"), ref="A-3")], Reason.HALF_KNOWN, id="two"
        ),
        pytest.param(
            but(ROSER, phone=None),
            [PHONELESS, held(ROSER, ref="A-1")],
            Reason.HALF_KNOWN,
            id="no mobile given, and one on the list",
        ),
        pytest.param(
            ROSER,
            [held(but(ROSER, phone=None), State.CONSENTED, consent_at=NOW + days(1), ref="A-2")],
            Reason.OLDER_THAN_JOINING,
            id="consented since",
        ),
    ],
)
def test_what_is_not_surely_hers_stays_also_when_staff_approve(
    person: Person, books: list[Subscription], reason: Reason
) -> None:
    assert _lane(baixa(person), facts(*books, approved=True)) == (Outcome.CARD, reason, [])
