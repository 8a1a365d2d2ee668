"""The promise: only a registered consent newer than the last leave starts a clock, for who gave it."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from rules.books.decision import Outcome, Reason
from rules.books.joining import consent_key
from rules.books.subscription import State, Subscription
from rules.findings import Entry, Kind, Person
from tests.rules.persons import (
    ELSEWHERE,
    MOVED,
    NO_MOBILE,
    NOW,
    OPENED,
    OTHER_MOBILE,
    PERE,
    ROSER,
    YESTERDAY,
    alta,
    but,
    consent,
    days,
    facts,
    hers,
    in_words,
    joined,
    request,
)

_CONSENTS: list[tuple[str, list[Subscription], Reason, list[str]]] = [
    ("none", [], Reason.CONSENT_STARTS, OPENED),
    ("left", [hers(State.LEFT)], Reason.CONSENT_STARTS, OPENED),
    ("leaving", [hers(State.LEAVING)], Reason.CONSENT_STARTS, OPENED),
    ("erased", [hers(State.ERASED)], Reason.CONSENT_STARTS, OPENED),
    ("erased, under another name", [hers(State.ERASED, name="Pere")], Reason.CONSENT_STARTS, OPENED),
    ("left, nobody knows when", [hers(State.LEFT, left_at=None)], Reason.CONSENT_STARTS, OPENED),
    ("another mobile of hers is on the list", [hers(State.ACTIVE, but(ROSER, phone=OTHER_MOBILE))],
     Reason.CONSENT_STARTS, OPENED),
    ("somebody else has her mobile", [hers(State.ACTIVE, but(PERE, phone=ROSER.phone))],
     Reason.CONSENT_STARTS, OPENED),
    ("requested", [hers(State.REQUESTED)], Reason.CONSENT_COMPLETES, MOVED),
    ("requested again after a leave", [hers(State.LEFT, ref="A-0"), hers(State.REQUESTED)],
     Reason.CONSENT_COMPLETES, MOVED),
    ("consented", [hers(State.CONSENTED)], Reason.CONSENT_KNOWN, ["proof of A-1"]),
    ("consented without a mobile", [hers(State.CONSENTED, NO_MOBILE)],
     Reason.CONSENT_KNOWN, ["proof of A-1"]),
    ("due", [hers(State.DUE)], Reason.CONSENT_KNOWN, ["proof of A-1"]),
    ("active", [hers(State.ACTIVE)], Reason.CONSENT_KNOWN, ["proof of A-1"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("books", "reason", "effects"), [pytest.param(*row, id=why) for why, *row in _CONSENTS]
)
def test_a_consent_newer_than_the_last_leave(
    books: list[Subscription], reason: Reason, effects: list[str]
) -> None:
    verdict = joined(consent(ROSER), facts(*books))
    assert (verdict.outcome, verdict.reason, in_words(verdict)) == (Outcome.DONE, reason, effects)


_LEFT_LATELY = hers(State.LEFT, ref="A-0", left_at=YESTERDAY)


@pytest.mark.parametrize(
    "books",
    [
        pytest.param([_LEFT_LATELY], id="left"),
        pytest.param([hers(State.LEAVING, ref="A-0", left_at=YESTERDAY)], id="leaving"),
        pytest.param([_LEFT_LATELY, hers(State.REQUESTED)], id="asked again by WhatsApp since"),
        pytest.param([_LEFT_LATELY, hers(State.CONSENTED)], id="consented again since"),
        pytest.param([_LEFT_LATELY, hers(State.ACTIVE)], id="back on the list since"),
        pytest.param([_LEFT_LATELY, hers(State.REQUESTED, NO_MOBILE)], id="back without a mobile"),
        pytest.param([hers(State.LEFT, ref="A-9", left_at=NOW - days(90)), _LEFT_LATELY], id="left twice"),
    ],
)
@pytest.mark.parametrize("person", [ROSER, NO_MOBILE], ids=["with the mobile", "without a mobile"])
@pytest.mark.parametrize(
    "presented_at", [YESTERDAY - days(20), YESTERDAY], ids=["before the leave", "at that moment"]
)
def test_a_consent_registered_before_the_last_leave_revives_nobody(
    books: list[Subscription], person: Person, presented_at: datetime
) -> None:
    verdict = joined(consent(person, presented_at), facts(*books))
    assert (verdict.outcome, verdict.reason) == (Outcome.DONE, Reason.CONSENT_BEFORE_LEAVE)
    assert in_words(verdict) == ["proof of A-0"]
    assert [s.ref for s in verdict.about] == ["A-0"]


def test_a_leave_that_found_her_gone_already_is_a_last_leave_too() -> None:
    again = request(ROSER, Kind.BAIXA, NOW - days(2))
    late = consent(ROSER, NOW - days(3))
    left = hers(State.LEFT, left_at=NOW - days(9))
    assert joined(late, facts(left, history=(again,))).reason is Reason.CONSENT_BEFORE_LEAVE
    assert joined(late, facts(left)).reason is Reason.CONSENT_STARTS


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(request(PERE, Kind.BAIXA, NOW), id="somebody else's leave"),
        pytest.param(
            request(but(ROSER, phone=OTHER_MOBILE), Kind.BAIXA, NOW), id="the leave of another mobile"
        ),
        pytest.param(request(ROSER, Kind.CONSENT, NOW), id="a consent"),
    ],
)
def test_what_else_happened_is_no_leave_of_hers(other: Any) -> None:
    known = facts(hers(State.LEFT, left_at=NOW - days(9)), history=(other,))
    assert joined(consent(ROSER), known).reason is Reason.CONSENT_STARTS


def test_a_leave_from_another_mobile_does_not_make_a_consent_late() -> None:
    other = hers(State.LEFT, but(ROSER, phone=OTHER_MOBILE), ref="A-0", left_at=NOW)
    requested = hers(State.REQUESTED)
    for person in (ROSER, NO_MOBILE):
        assert in_words(joined(consent(person), facts(other, requested))) == MOVED


@pytest.mark.parametrize("state", [State.CONSENTED, State.DUE, State.ACTIVE])
def test_the_second_number_of_one_deposit_is_only_proof(state: State) -> None:
    before = hers(state, consent_at=YESTERDAY, consent_number="E/004410-2026")
    verdict = joined(consent(ROSER, YESTERDAY, number="E/009999-2026"), facts(before))
    assert (verdict.reason, in_words(verdict)) == (Reason.CONSENT_KNOWN, ["proof of A-1"])


def test_the_second_number_of_a_deposit_made_before_a_leave_revives_nobody() -> None:
    left = hers(State.LEFT, consent_at=NOW - days(20), left_at=NOW - days(10))
    verdict = joined(consent(ROSER, NOW - days(20), number="E/009999-2026"), facts(left))
    assert (verdict.reason, in_words(verdict)) == (Reason.CONSENT_BEFORE_LEAVE, ["proof of A-1"])


@pytest.mark.parametrize(
    "number", ["E/004410-2026", "e / 004410 - 2026", "E/004410\u20102026", "E/004410-2026\u200b"]
)
def test_a_consent_known_already_does_nothing(number: str) -> None:
    known = facts(consents=frozenset({consent_key(request(ROSER, Kind.CONSENT, YESTERDAY, _ENTRY))}))
    verdict = joined(consent(ROSER, YESTERDAY, number), known)
    assert (verdict.outcome, verdict.reason, verdict.effects) == (Outcome.DONE, Reason.CONSENT_KNOWN, ())


_ENTRY = Entry(number="E/004410-2026", registered_at=YESTERDAY)


@pytest.mark.parametrize(
    ("person", "entry"),
    [
        pytest.param(ROSER, Entry(number="E/004411-2026", registered_at=YESTERDAY), id="another number"),
        pytest.param(
            ROSER, Entry(number="E/004410-2026", registered_at=NOW), id="that number in another book"
        ),
        pytest.param(PERE, _ENTRY, id="another person in one entry"),
        pytest.param(but(ROSER, id_document=None), _ENTRY, id="by name alone"),
        pytest.param(ROSER, None, id="no entry"),
        pytest.param(ROSER, Entry(), id="an empty entry"),
    ],
)
def test_another_consent_has_another_key(person: Person, entry: Entry | None) -> None:
    assert consent_key(request(person, entry=entry)) != consent_key(request(ROSER, entry=_ENTRY))


@pytest.mark.parametrize("name", ["Roser  VILAMALA Coromines", "Vilamala Coromines, Roser"])
def test_a_person_without_a_document_is_known_by_the_name(name: str) -> None:
    unnamed = but(ROSER, id_document=None)
    assert consent_key(request(but(unnamed, name=name), entry=_ENTRY)) == consent_key(
        request(unnamed, entry=_ENTRY)
    )
    nobody = consent_key(request(Person(), entry=_ENTRY))
    assert nobody != consent_key(request(unnamed, entry=_ENTRY))


@pytest.mark.parametrize(
    ("books", "effects"),
    [
        pytest.param([], OPENED, id="nobody: begins without a mobile"),
        pytest.param([hers(State.LEFT)], OPENED, id="left: begins without a mobile"),
        pytest.param([hers(State.REQUESTED)], MOVED, id="requested: the ALTA has the mobile"),
        pytest.param([hers(State.ACTIVE)], ["proof of A-1"], id="active: evidence"),
        pytest.param(
            [hers(State.LEFT, ELSEWHERE, ref="A-0"), hers(State.REQUESTED)], MOVED, id="the living one"
        ),
    ],
)
def test_a_consent_without_a_mobile(books: list[Subscription], effects: list[str]) -> None:
    assert in_words(joined(consent(NO_MOBILE), facts(*books))) == effects


def test_a_consent_without_a_mobile_of_who_has_two_is_a_card() -> None:
    known = facts(hers(State.ACTIVE), hers(State.REQUESTED, ELSEWHERE, ref="A-2"))
    assert joined(consent(NO_MOBILE), known).reason is Reason.SEVERAL
    assert joined(consent(ROSER), known).reason is Reason.CONSENT_KNOWN


@pytest.mark.parametrize(
    ("leave", "waits"),
    [
        pytest.param(request(ROSER, at=NOW), True, id="newer, of her DNI and mobile"),
        pytest.param(request(ROSER, at=YESTERDAY), True, id="of that moment"),
        pytest.param(request(but(PERE, id_document=ROSER.id_document), at=NOW), True, id="newer, of her DNI"),
        pytest.param(request(but(PERE, phone=ROSER.phone), at=NOW), True, id="newer, of her mobile"),
        pytest.param(request(ROSER, at=YESTERDAY - days(1)), False, id="older"),
        pytest.param(request(PERE, at=NOW), False, id="somebody else's"),
        pytest.param(request(NO_MOBILE, at=NOW), True, id="newer, of her DNI alone"),
    ],
)
def test_a_consent_older_than_an_unmatched_leave_that_waits_is_a_card(leave: Any, waits: bool) -> None:
    verdict = joined(consent(ROSER), facts(leaves=(leave,)))
    assert verdict.reason is (Reason.LEAVE_WAITS if waits else Reason.CONSENT_STARTS)
    assert verdict.outcome is (Outcome.CARD if waits else Outcome.DONE)


def test_an_unmatched_leave_bars_no_consent_of_who_had_left_already() -> None:
    left = hers(State.LEFT, left_at=NOW)
    verdict = joined(consent(ROSER), facts(left, leaves=(request(ROSER, at=NOW),)))
    assert verdict.reason is Reason.CONSENT_BEFORE_LEAVE


def test_a_leave_without_a_mobile_has_nothing_in_common_with_a_consent_without_one() -> None:
    leave = request(but(PERE, phone=None), at=NOW)
    assert joined(consent(NO_MOBILE), facts(leaves=(leave,))).outcome is Outcome.DONE


_MADRID = timezone(timedelta(hours=2))
_NO_HOUR = datetime(2026, 5, 5, tzinfo=_MADRID)


@pytest.mark.parametrize(
    ("presented_at", "left_at", "reason"),
    [
        pytest.param(_NO_HOUR, _NO_HOUR + timedelta(hours=1), Reason.SAME_DAY, id="early that day"),
        pytest.param(_NO_HOUR, _NO_HOUR + timedelta(hours=23), Reason.SAME_DAY, id="late that day"),
        pytest.param(_NO_HOUR, _NO_HOUR - timedelta(hours=1), Reason.CONSENT_STARTS, id="the day before"),
        pytest.param(
            _NO_HOUR, _NO_HOUR + timedelta(hours=24), Reason.CONSENT_BEFORE_LEAVE, id="the day after"
        ),
        pytest.param(
            _NO_HOUR + timedelta(minutes=1),
            _NO_HOUR + timedelta(hours=9),
            Reason.CONSENT_BEFORE_LEAVE,
            id="that day, and the hour is known",
        ),
    ],
)
def test_a_consent_of_the_day_of_the_leave_without_its_hour_is_a_card(
    presented_at: datetime, left_at: datetime, reason: Reason
) -> None:
    left = hers(State.LEFT, left_at=left_at.astimezone(UTC))
    assert joined(consent(ROSER, presented_at), facts(left)).reason is reason


def test_an_alta_that_arrives_at_midnight_has_its_hour() -> None:
    left = hers(State.LEFT, left_at=_NO_HOUR + timedelta(hours=1))
    assert joined(alta(ROSER), facts(left, received_at=_NO_HOUR)).reason is Reason.ALTA_BEFORE_LEAVE
