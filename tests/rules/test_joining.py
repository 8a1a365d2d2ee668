"""The promise: only a registered consent newer than the last leave starts a clock, for who gave it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from rules.decision import Advance, Attest, Open, Outcome, Reason, Verdict
from rules.facts import Facts, requests_of
from rules.findings import Doubt, Entry, Kind, Person, Reading, Voice
from rules.joining import consent_key, decide_joining
from rules.subscription import State, Subscription, What
from tests.rules.people import (
    JORDI,
    NOW,
    NURIA,
    OTHER_MOBILE,
    PERE,
    ROSER,
    YESTERDAY,
    alta,
    but,
    consent,
    days,
    facts,
    held,
    request,
)


def _decided(reading: Reading, known: Facts) -> Verdict:
    (asked,) = requests_of(reading, known)
    verdict = decide_joining(reading, asked, known)
    assert all(effect.request is asked for effect in verdict.effects)
    return verdict


def _effects(verdict: Verdict) -> list[str]:
    """The effects in words: what begins, what moves whom, whose proof it is."""
    said = []
    for effect in verdict.effects:
        match effect:
            case Open(what=what):
                said.append(f"open by {what}")
            case Advance(ref=ref, what=what):
                said.append(f"{ref} by {what}")
            case Attest(ref=ref):
                said.append(f"proof of {ref or 'the new one'}")
    return said


_NO_MOBILE = but(ROSER, phone=None)
_JORDI_AS_NURIA = but(JORDI, id_document=NURIA.id_document)
_REVIVED = ["open by consent", "proof of the new one"]
_MOVED = ["A-1 by consent", "proof of A-1"]


def _hers(state: State, person: Person = ROSER, **known: Any) -> Subscription:
    return held(person, state, **{"ref": "A-1", **known})


_CONSENTS: list[tuple[str, list[Subscription], Reason, list[str]]] = [
    ("none", [], Reason.CONSENT_STARTS, _REVIVED),
    ("left", [_hers(State.LEFT)], Reason.CONSENT_STARTS, _REVIVED),
    ("leaving", [_hers(State.LEAVING)], Reason.CONSENT_STARTS, _REVIVED),
    ("erased", [_hers(State.ERASED)], Reason.CONSENT_STARTS, _REVIVED),
    ("left, nobody knows when", [_hers(State.LEFT, left_at=None)], Reason.CONSENT_STARTS, _REVIVED),
    ("another mobile of hers is on the list", [_hers(State.ACTIVE, but(ROSER, phone=OTHER_MOBILE))],
     Reason.CONSENT_STARTS, _REVIVED),
    ("somebody else has her mobile", [_hers(State.ACTIVE, but(PERE, phone=ROSER.phone))],
     Reason.CONSENT_STARTS, _REVIVED),
    ("requested", [_hers(State.REQUESTED)], Reason.CONSENT_COMPLETES, _MOVED),
    ("requested again after a leave", [_hers(State.LEFT, ref="A-0"), _hers(State.REQUESTED)],
     Reason.CONSENT_COMPLETES, _MOVED),
    ("consented", [_hers(State.CONSENTED)], Reason.CONSENT_KNOWN, ["proof of A-1"]),
    ("consented without a mobile", [_hers(State.CONSENTED, _NO_MOBILE)],
     Reason.CONSENT_KNOWN, ["proof of A-1"]),
    ("due", [_hers(State.DUE)], Reason.CONSENT_KNOWN, ["proof of A-1"]),
    ("active", [_hers(State.ACTIVE)], Reason.CONSENT_KNOWN, ["proof of A-1"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("books", "reason", "effects"), [pytest.param(*row, id=why) for why, *row in _CONSENTS]
)
def test_a_consent_newer_than_the_last_leave(
    books: list[Subscription], reason: Reason, effects: list[str]
) -> None:
    verdict = _decided(consent(ROSER), facts(*books))
    assert (verdict.outcome, verdict.reason, _effects(verdict)) == (Outcome.DONE, reason, effects)


_LEFT_LATELY = _hers(State.LEFT, ref="A-0", left_at=YESTERDAY)


@pytest.mark.parametrize(
    "books",
    [
        pytest.param([_LEFT_LATELY], id="left"),
        pytest.param([_hers(State.LEAVING, ref="A-0", left_at=YESTERDAY)], id="leaving"),
        pytest.param([_LEFT_LATELY, _hers(State.REQUESTED)], id="asked again by WhatsApp since"),
        pytest.param([_LEFT_LATELY, _hers(State.CONSENTED)], id="consented again since"),
        pytest.param([_LEFT_LATELY, _hers(State.ACTIVE)], id="back on the list since"),
        pytest.param([_LEFT_LATELY, _hers(State.REQUESTED, _NO_MOBILE)], id="back without a mobile"),
        pytest.param([_hers(State.LEFT, ref="A-9", left_at=NOW - days(90)), _LEFT_LATELY], id="left twice"),
    ],
)
@pytest.mark.parametrize("person", [ROSER, _NO_MOBILE], ids=["with the mobile", "without a mobile"])
@pytest.mark.parametrize(
    "presented_at", [YESTERDAY - days(20), YESTERDAY], ids=["before the leave", "at that moment"]
)
def test_a_consent_registered_before_the_last_leave_revives_nobody(
    books: list[Subscription], person: Person, presented_at: datetime
) -> None:
    verdict = _decided(consent(person, presented_at), facts(*books))
    assert (verdict.outcome, verdict.reason) == (Outcome.DONE, Reason.CONSENT_BEFORE_LEAVE)
    assert _effects(verdict) == ["proof of A-0"]
    assert [s.ref for s in verdict.about] == ["A-0"]


def test_a_leave_that_found_her_gone_already_is_a_last_leave_too() -> None:
    again = request(ROSER, Kind.BAIXA, NOW - days(2))
    late = consent(ROSER, NOW - days(3))
    left = _hers(State.LEFT, left_at=NOW - days(9))
    assert _decided(late, facts(left, history=(again,))).reason is Reason.CONSENT_BEFORE_LEAVE
    assert _decided(late, facts(left)).reason is Reason.CONSENT_STARTS


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
    known = facts(_hers(State.LEFT, left_at=NOW - days(9)), history=(other,))
    assert _decided(consent(ROSER), known).reason is Reason.CONSENT_STARTS


def test_a_leave_from_another_mobile_does_not_make_a_consent_late() -> None:
    other = _hers(State.LEFT, but(ROSER, phone=OTHER_MOBILE), ref="A-0", left_at=NOW)
    requested = _hers(State.REQUESTED)
    for person in (ROSER, _NO_MOBILE):
        assert _effects(_decided(consent(person), facts(other, requested))) == _MOVED


@pytest.mark.parametrize("state", [State.CONSENTED, State.DUE, State.ACTIVE])
def test_the_second_number_of_one_deposit_is_only_proof(state: State) -> None:
    before = _hers(state, consent_at=YESTERDAY, consent_number="E/004410-2026")
    verdict = _decided(consent(ROSER, YESTERDAY, number="E/009999-2026"), facts(before))
    assert (verdict.reason, _effects(verdict)) == (Reason.CONSENT_KNOWN, ["proof of A-1"])


def test_the_second_number_of_a_deposit_made_before_a_leave_revives_nobody() -> None:
    left = _hers(State.LEFT, consent_at=NOW - days(20), left_at=NOW - days(10))
    verdict = _decided(consent(ROSER, NOW - days(20), number="E/009999-2026"), facts(left))
    assert (verdict.reason, _effects(verdict)) == (Reason.CONSENT_BEFORE_LEAVE, ["proof of A-1"])


@pytest.mark.parametrize(
    "number", ["E/004410-2026", "e / 004410 - 2026", "E/004410\u20102026", "E/004410-2026\u200b"]
)
def test_a_consent_known_already_does_nothing(number: str) -> None:
    known = facts(consents=frozenset({consent_key(request(ROSER, Kind.CONSENT, YESTERDAY, _ENTRY))}))
    verdict = _decided(consent(ROSER, YESTERDAY, number), known)
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


_ALTAS: list[tuple[str, list[Subscription], Reason, list[str]]] = [
    ("none", [], Reason.ALTA_STARTS, ["open by alta"]),
    ("left", [_hers(State.LEFT)], Reason.ALTA_STARTS, ["open by alta"]),
    ("leaving", [_hers(State.LEAVING)], Reason.ALTA_STARTS, ["open by alta"]),
    ("erased", [_hers(State.ERASED)], Reason.ALTA_STARTS, ["open by alta"]),
    ("consented", [_hers(State.CONSENTED)], Reason.ALTA_COMPLETES, ["A-1 by alta"]),
    ("consented without a mobile", [_hers(State.CONSENTED, _NO_MOBILE)],
     Reason.ALTA_COMPLETES, ["A-1 by alta"]),
    ("consented again without a mobile", [_hers(State.LEFT, ref="A-0"), _hers(State.CONSENTED, _NO_MOBILE)],
     Reason.ALTA_COMPLETES, ["A-1 by alta"]),
    ("consented for this mobile, and once without", [_hers(State.CONSENTED, _NO_MOBILE, ref="A-0"),
     _hers(State.CONSENTED)], Reason.ALTA_COMPLETES, ["A-1 by alta"]),
    ("requested", [_hers(State.REQUESTED)], Reason.ALTA_KNOWN, []),
    ("due", [_hers(State.DUE)], Reason.ALTA_KNOWN, []),
    ("active", [_hers(State.ACTIVE)], Reason.ALTA_KNOWN, []),
    ("active with another mobile", [_hers(State.ACTIVE, but(ROSER, phone=OTHER_MOBILE))],
     Reason.ALTA_STARTS, ["open by alta"]),
    ("somebody else's mobile", [_hers(State.ACTIVE, but(PERE, phone=ROSER.phone))],
     Reason.ALTA_STARTS, ["open by alta"]),
    ("left after it", [_hers(State.LEFT, left_at=NOW + days(1))], Reason.ALTA_BEFORE_LEAVE, []),
    ("left after it, consented since", [_hers(State.LEFT, left_at=NOW + days(1), ref="A-0"),
     _hers(State.CONSENTED)], Reason.ALTA_BEFORE_LEAVE, []),
]  # fmt: skip


@pytest.mark.parametrize(("books", "reason", "effects"), [pytest.param(*row, id=why) for why, *row in _ALTAS])
def test_an_alta_passed_on_by_staff(books: list[Subscription], reason: Reason, effects: list[str]) -> None:
    verdict = _decided(alta(ROSER), facts(*books))
    assert (verdict.outcome, verdict.reason, _effects(verdict)) == (Outcome.DONE, reason, effects)


_ELSEWHERE = but(ROSER, phone=OTHER_MOBILE)


@pytest.mark.parametrize(
    ("reading", "books"),
    [
        pytest.param(
            alta(ROSER), [_hers(State.CONSENTED, _ELSEWHERE)], id="the ALTA's differs from the consent's"
        ),
        pytest.param(
            consent(ROSER), [_hers(State.REQUESTED, _ELSEWHERE)], id="the consent's from the ALTA's"
        ),
        pytest.param(
            alta(ROSER),
            [_hers(State.CONSENTED, _ELSEWHERE), _hers(State.LEFT)],
            id="hers, but she left with it before",
        ),
    ],
)
def test_another_mobile_is_a_card(reading: Reading, books: list[Subscription]) -> None:
    verdict = _decided(reading, facts(*books))
    assert (verdict.outcome, verdict.reason, verdict.effects) == (Outcome.CARD, Reason.OTHER_PHONE, ())


@pytest.mark.parametrize(
    ("books", "effects"),
    [
        pytest.param([], _REVIVED, id="nobody: begins without a mobile"),
        pytest.param([_hers(State.LEFT)], _REVIVED, id="left: begins without a mobile"),
        pytest.param([_hers(State.REQUESTED)], _MOVED, id="requested: the ALTA has the mobile"),
        pytest.param([_hers(State.ACTIVE)], ["proof of A-1"], id="active: evidence"),
        pytest.param(
            [_hers(State.LEFT, _ELSEWHERE, ref="A-0"), _hers(State.REQUESTED)], _MOVED, id="the living one"
        ),
    ],
)
def test_a_consent_without_a_mobile(books: list[Subscription], effects: list[str]) -> None:
    assert _effects(_decided(consent(_NO_MOBILE), facts(*books))) == effects


def test_a_consent_without_a_mobile_of_who_has_two_is_a_card() -> None:
    known = facts(_hers(State.ACTIVE), _hers(State.REQUESTED, _ELSEWHERE, ref="A-2"))
    assert _decided(consent(_NO_MOBILE), known).reason is Reason.SEVERAL
    assert _decided(consent(ROSER), known).reason is Reason.CONSENT_KNOWN


@pytest.mark.parametrize(
    ("reading", "marked_inside", "reason"),
    [
        pytest.param(consent(ROSER), False, Reason.CONSENT_STARTS, id="registry, true"),
        pytest.param(consent(ROSER, authenticated=None), False, Reason.UNTRUSTED, id="registry, null"),
        pytest.param(
            consent(ROSER, authenticated=None), True, Reason.UNTRUSTED, id="registry, null and marked"
        ),
        pytest.param(consent(ROSER, authenticated=False), True, Reason.FORGED, id="registry, false"),
        pytest.param(consent(ROSER, voice=Voice.STAFF), False, Reason.CONSENT_STARTS, id="a clerk, true"),
        pytest.param(
            consent(ROSER, voice=Voice.STAFF, authenticated=None),
            True,
            Reason.CONSENT_STARTS,
            id="a clerk, marked",
        ),
        pytest.param(
            consent(ROSER, voice=Voice.STAFF, authenticated=None), False, Reason.UNTRUSTED, id="a clerk, null"
        ),
        pytest.param(
            consent(ROSER, voice=Voice.FORWARD, authenticated=False), True, Reason.FORGED, id="a clerk, false"
        ),
        pytest.param(consent(ROSER, voice=Voice.WRITER), False, Reason.UNTRUSTED, id="anybody, true"),
        pytest.param(alta(ROSER), False, Reason.ALTA_STARTS, id="staff's chat, true"),
        pytest.param(alta(ROSER, authenticated=None), True, Reason.ALTA_STARTS, id="staff's chat, marked"),
        pytest.param(alta(ROSER, authenticated=None), False, Reason.UNTRUSTED, id="staff's chat, null"),
        pytest.param(
            alta(ROSER, authenticated=False), True, Reason.FORGED, id="staff's chat, false and marked"
        ),
        pytest.param(alta(ROSER, voice=Voice.STAFF), False, Reason.ALTA_STARTS, id="a clerk's words, true"),
        pytest.param(alta(ROSER, voice=Voice.WRITER), True, Reason.BY_MAIL, id="a resident's own mail"),
    ],
)
def test_who_sends_it_decides_whether_it_acts(reading: Reading, marked_inside: bool, reason: Reason) -> None:
    verdict = _decided(reading, facts(marked_inside=marked_inside))
    assert verdict.reason is reason
    assert bool(verdict.effects) is (verdict.outcome is Outcome.DONE)


_CARDS: list[tuple[str, Reading, dict[str, Any], Reason]] = [
    ("a consent in the junk folder", consent(ROSER), {"junk": True}, Reason.JUNK),
    ("an ALTA in the junk folder", alta(ROSER), {"junk": True}, Reason.JUNK),
    ("a consent in doubt", consent(ROSER, doubts=(Doubt.FORM_CHANGED,)), {}, Reason.DOUBTFUL),
    ("no number", consent(ROSER, number=None), {}, Reason.ENTRY_LACKING),
    ("no date", consent(ROSER, at=None), {}, Reason.ENTRY_LACKING),
    ("no entry", consent(ROSER, registries=()), {}, Reason.ENTRY_LACKING),
    ("registered after the mail came", consent(ROSER, NOW + timedelta(minutes=61)), {}, Reason.FUTURE_ENTRY),
    ("a consent without a DNI", consent(but(ROSER, id_document=None)), {}, Reason.DATA_LACKING),
    ("an ALTA without a DNI", alta(but(ROSER, id_document=None)), {}, Reason.DATA_LACKING),
    ("an ALTA without a mobile", alta(_NO_MOBILE), {}, Reason.DATA_LACKING),
    ("the DNI is somebody else's", consent(_JORDI_AS_NURIA), {}, Reason.NAME_OF_ANOTHER),
    ("the DNI of an ALTA is, too", alta(_JORDI_AS_NURIA), {}, Reason.NAME_OF_ANOTHER),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reading", "circumstances", "reason"), [pytest.param(*row, id=why) for why, *row in _CARDS]
)
def test_a_person_decides(reading: Reading, circumstances: dict[str, Any], reason: Reason) -> None:
    verdict = _decided(reading, facts(held(NURIA, State.LEFT, ref="A-7"), **circumstances))
    assert (verdict.outcome, verdict.reason, verdict.effects) == (Outcome.CARD, reason, ())


def test_two_clocks_may_differ_by_an_hour() -> None:
    assert _decided(consent(ROSER, NOW + timedelta(minutes=60)), facts()).outcome is Outcome.DONE


def test_a_doubtful_card_says_what_the_doubts_are_and_whom_it_concerns() -> None:
    verdict = _decided(consent(ROSER, doubts=(Doubt.FORM_CHANGED,)), facts(_hers(State.LEFT)))
    assert verdict.details == (Doubt.FORM_CHANGED.value,)
    assert [s.ref for s in verdict.about] == ["A-1"]


@pytest.mark.parametrize(
    ("leave", "waits"),
    [
        pytest.param(request(ROSER, at=NOW), True, id="newer, of her DNI and mobile"),
        pytest.param(request(ROSER, at=YESTERDAY), True, id="of that moment"),
        pytest.param(request(but(PERE, id_document=ROSER.id_document), at=NOW), True, id="newer, of her DNI"),
        pytest.param(request(but(PERE, phone=ROSER.phone), at=NOW), True, id="newer, of her mobile"),
        pytest.param(request(ROSER, at=YESTERDAY - days(1)), False, id="older"),
        pytest.param(request(PERE, at=NOW), False, id="somebody else's"),
        pytest.param(request(_NO_MOBILE, at=NOW), True, id="newer, of her DNI alone"),
    ],
)
def test_a_consent_older_than_an_unmatched_leave_that_waits_is_a_card(leave: Any, waits: bool) -> None:
    verdict = _decided(consent(ROSER), facts(leaves=(leave,)))
    assert verdict.reason is (Reason.LEAVE_WAITS if waits else Reason.CONSENT_STARTS)
    assert verdict.outcome is (Outcome.CARD if waits else Outcome.DONE)


def test_a_leave_without_a_mobile_has_nothing_in_common_with_a_consent_without_one() -> None:
    leave = request(but(PERE, phone=None), at=NOW)
    assert _decided(consent(_NO_MOBILE), facts(leaves=(leave,))).outcome is Outcome.DONE


def test_an_alta_does_not_wait_for_a_leave() -> None:
    assert _decided(alta(ROSER), facts(leaves=(request(ROSER, at=NOW + days(1)),))).outcome is Outcome.DONE


@pytest.mark.parametrize(
    ("reading", "known", "effects"),
    [
        pytest.param(consent(ROSER, authenticated=False), facts(), _REVIVED, id="forged"),
        pytest.param(consent(ROSER, authenticated=None), facts(), _REVIVED, id="untrusted"),
        pytest.param(consent(ROSER), facts(junk=True), _REVIVED, id="junk"),
        pytest.param(consent(ROSER, doubts=(Doubt.UNCLEAR,)), facts(), _REVIVED, id="doubtful"),
        pytest.param(alta(ROSER, voice=Voice.WRITER), facts(), ["open by alta"], id="by mail"),
        pytest.param(
            consent(but(ROSER, name="Rosa")), facts(_hers(State.REQUESTED)), _MOVED, id="another name"
        ),
        pytest.param(consent(ROSER), facts(leaves=(request(ROSER),)), _REVIVED, id="a leave waits"),
        pytest.param(
            alta(ROSER), facts(_hers(State.CONSENTED, _ELSEWHERE)), ["open by alta"], id="another mobile"
        ),
    ],
)
def test_what_only_a_person_can_judge_is_settled_when_staff_approve(
    reading: Reading, known: Facts, effects: list[str]
) -> None:
    assert _decided(reading, known).outcome is Outcome.CARD
    approved = facts(*known.subscriptions, junk=known.junk, leaves=known.leaves, approved=True)
    assert _effects(_decided(reading, approved)) == effects


@pytest.mark.parametrize(
    ("reading", "reason"),
    [
        pytest.param(consent(ROSER, number=None), Reason.ENTRY_LACKING, id="no number"),
        pytest.param(consent(ROSER, NOW + days(2)), Reason.FUTURE_ENTRY, id="registered in the future"),
        pytest.param(alta(_NO_MOBILE), Reason.DATA_LACKING, id="no mobile"),
        pytest.param(consent(ROSER, YESTERDAY), Reason.CONSENT_BEFORE_LEAVE, id="before the leave"),
    ],
)
def test_staff_cannot_approve_what_is_not_there(reading: Reading, reason: Reason) -> None:
    verdict = _decided(reading, facts(_hers(State.LEFT, left_at=NOW), approved=True))
    assert verdict.reason is reason
    assert not any(isinstance(effect, Open | Advance) for effect in verdict.effects)


def test_every_event_is_the_one_that_was_asked_for() -> None:
    (opened,) = _decided(alta(ROSER), facts()).effects
    assert isinstance(opened, Open)
    assert opened.what is What.ALTA
