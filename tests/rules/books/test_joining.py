"""The promise: only staff and the registry bring somebody in; where two papers disagree a person looks."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from rules.books.decision import Advance, Outcome, Reason
from rules.books.facts import Facts, is_trusted_staff
from rules.books.subscription import State, Subscription, What
from rules.findings import Doubt, Reading, UnclearSender, Voice
from tests.rules.persons import (
    ELSEWHERE,
    JORDI,
    MOVED,
    NO_MOBILE,
    NOW,
    NURIA,
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
    held,
    hers,
    in_words,
    joined,
    request,
)

_JORDI_AS_NURIA = but(JORDI, id_document=NURIA.id_document)


_ALTAS: list[tuple[str, list[Subscription], Reason, list[str]]] = [
    ("none", [], Reason.ALTA_STARTS, ["open by alta"]),
    ("left", [hers(State.LEFT)], Reason.ALTA_STARTS, ["open by alta"]),
    ("leaving", [hers(State.LEAVING)], Reason.ALTA_STARTS, ["open by alta"]),
    ("erased", [hers(State.ERASED)], Reason.ALTA_STARTS, ["open by alta"]),
    ("consented", [hers(State.CONSENTED)], Reason.ALTA_COMPLETES, ["A-1 by alta"]),
    ("consented without a mobile", [hers(State.CONSENTED, NO_MOBILE)],
     Reason.ALTA_COMPLETES, ["A-1 by alta"]),
    ("consented again without a mobile", [hers(State.LEFT, ref="A-0"), hers(State.CONSENTED, NO_MOBILE)],
     Reason.ALTA_COMPLETES, ["A-1 by alta"]),
    ("consented for this mobile, and once without", [hers(State.CONSENTED, NO_MOBILE, ref="A-0"),
     hers(State.CONSENTED)], Reason.ALTA_COMPLETES, ["A-1 by alta"]),
    ("requested", [hers(State.REQUESTED)], Reason.ALTA_KNOWN, []),
    ("due", [hers(State.DUE)], Reason.ALTA_KNOWN, []),
    ("active", [hers(State.ACTIVE)], Reason.ALTA_KNOWN, []),
    ("active with another mobile", [hers(State.ACTIVE, but(ROSER, phone=OTHER_MOBILE))],
     Reason.ALTA_STARTS, ["open by alta"]),
    ("her husband's mobile, as her consent says", [hers(State.CONSENTED), hers(
        State.ACTIVE, but(PERE, phone=ROSER.phone), ref="A-2")], Reason.ALTA_COMPLETES, ["A-1 by alta"]),
    ("a mobile that somebody has left with", [hers(State.LEFT, but(PERE, phone=ROSER.phone))],
     Reason.ALTA_STARTS, ["open by alta"]),
    ("left after it", [hers(State.LEFT, left_at=NOW + days(1))], Reason.ALTA_BEFORE_LEAVE, []),
    ("left after it, consented since", [hers(State.LEFT, left_at=NOW + days(1), ref="A-0"),
     hers(State.CONSENTED)], Reason.ALTA_BEFORE_LEAVE, []),
]  # fmt: skip


@pytest.mark.parametrize(("books", "reason", "effects"), [pytest.param(*row, id=why) for why, *row in _ALTAS])
def test_an_alta_passed_on_by_staff(books: list[Subscription], reason: Reason, effects: list[str]) -> None:
    verdict = joined(alta(ROSER), facts(*books))
    assert (verdict.outcome, verdict.reason, in_words(verdict)) == (Outcome.DONE, reason, effects)


@pytest.mark.parametrize(
    "books",
    [
        pytest.param([hers(State.ACTIVE, but(PERE, phone=ROSER.phone))], id="nothing of hers"),
        pytest.param(
            [hers(State.CONSENTED, NO_MOBILE), hers(State.DUE, but(PERE, phone=ROSER.phone), ref="A-2")],
            id="her consent gives no mobile",
        ),
    ],
)
def test_an_alta_with_the_mobile_of_somebody_else_on_the_list_is_for_a_person(
    books: list[Subscription],
) -> None:
    verdict = joined(alta(ROSER), facts(*books))

    assert (verdict.outcome, verdict.reason, verdict.effects) == (Outcome.CARD, Reason.PHONE_OF_ANOTHER, ())
    assert joined(alta(ROSER), facts(*books, approved=True)).outcome is Outcome.DONE


@pytest.mark.parametrize(
    ("reading", "books"),
    [
        pytest.param(
            alta(ROSER), [hers(State.CONSENTED, ELSEWHERE)], id="the ALTA's differs from the consent's"
        ),
        pytest.param(consent(ROSER), [hers(State.REQUESTED, ELSEWHERE)], id="the consent's from the ALTA's"),
        pytest.param(
            alta(ROSER),
            [hers(State.CONSENTED, ELSEWHERE), hers(State.LEFT)],
            id="hers, but she left with it before",
        ),
    ],
)
def test_another_mobile_is_a_card(reading: Reading, books: list[Subscription]) -> None:
    verdict = joined(reading, facts(*books))
    assert (verdict.outcome, verdict.reason, verdict.effects) == (Outcome.CARD, Reason.OTHER_PHONE, ())


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
        pytest.param(
            consent(ROSER, unclear_sender=UnclearSender.FROM), True, Reason.SENDER_UNCLEAR, id="two senders"
        ),
        pytest.param(
            alta(ROSER, authenticated=None, unclear_sender=UnclearSender.RESULTS),
            True,
            Reason.SENDER_UNCLEAR,
            id="staff's chat, marked, results unreadable",
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
    verdict = joined(reading, facts(marked_inside=marked_inside))
    assert verdict.reason is reason
    assert bool(verdict.effects) is (verdict.outcome is Outcome.DONE)


@pytest.mark.parametrize(
    ("authenticated", "marked_inside", "trusted"),
    [
        pytest.param(True, False, True, id="true"),
        pytest.param(None, True, True, id="null, marked by our own server"),
        pytest.param(None, False, False, id="null"),
        pytest.param(False, True, False, id="false is never outweighed by a mark"),
    ],
)
def test_staff_are_trusted(authenticated: bool | None, marked_inside: bool, trusted: bool) -> None:
    reading = alta(ROSER, authenticated=authenticated)
    assert is_trusted_staff(reading, facts(marked_inside=marked_inside)) is trusted
    hidden = replace(reading, unclear_sender=UnclearSender.RESULTS)
    assert not is_trusted_staff(hidden, facts(marked_inside=marked_inside))


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
    ("an ALTA without a mobile", alta(NO_MOBILE), {}, Reason.DATA_LACKING),
    ("the DNI is somebody else's", consent(_JORDI_AS_NURIA), {}, Reason.NAME_OF_ANOTHER),
    ("the DNI of an ALTA is, too", alta(_JORDI_AS_NURIA), {}, Reason.NAME_OF_ANOTHER),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reading", "circumstances", "reason"), [pytest.param(*row, id=why) for why, *row in _CARDS]
)
def test_a_person_decides(reading: Reading, circumstances: dict[str, Any], reason: Reason) -> None:
    verdict = joined(reading, facts(held(NURIA, State.LEFT, ref="A-7"), **circumstances))
    assert (verdict.outcome, verdict.reason, verdict.effects) == (Outcome.CARD, reason, ())


def test_two_clocks_may_differ_by_an_hour() -> None:
    assert joined(consent(ROSER, NOW + timedelta(minutes=60)), facts()).outcome is Outcome.DONE


def test_a_doubtful_card_says_what_the_doubts_are_and_whom_it_concerns() -> None:
    verdict = joined(consent(ROSER, doubts=(Doubt.FORM_CHANGED,)), facts(hers(State.LEFT)))
    assert verdict.details == (Doubt.FORM_CHANGED,)
    assert [s.ref for s in verdict.about] == ["A-1"]
    forged = consent(ROSER, doubts=(Doubt.FORM_CHANGED,), authenticated=False)
    assert joined(forged, facts()).details == ()


def test_an_alta_does_not_wait_for_a_leave() -> None:
    assert joined(alta(ROSER), facts(leaves=(request(ROSER, at=NOW + days(1)),))).outcome is Outcome.DONE


@pytest.mark.parametrize(
    ("reading", "known", "effects"),
    [
        pytest.param(consent(ROSER, authenticated=False), facts(), OPENED, id="forged"),
        pytest.param(consent(ROSER, authenticated=None), facts(), OPENED, id="untrusted"),
        pytest.param(consent(ROSER), facts(junk=True), OPENED, id="junk"),
        pytest.param(consent(ROSER, doubts=(Doubt.UNCLEAR,)), facts(), OPENED, id="doubtful"),
        pytest.param(alta(ROSER, voice=Voice.WRITER), facts(), ["open by alta"], id="by mail"),
        pytest.param(
            consent(but(ROSER, name="Rosa")), facts(hers(State.REQUESTED)), MOVED, id="another name"
        ),
        pytest.param(consent(ROSER), facts(leaves=(request(ROSER),)), OPENED, id="a leave waits"),
        pytest.param(
            alta(ROSER), facts(hers(State.CONSENTED, ELSEWHERE)), ["A-1 by alta"], id="another mobile"
        ),
        pytest.param(
            consent(ROSER), facts(hers(State.REQUESTED, ELSEWHERE)), MOVED, id="the consent's is another"
        ),
        pytest.param(
            consent(ROSER),
            facts(hers(State.ACTIVE, but(ROSER, id_document=None, name=None))),
            ["proof of A-1"],
            id="her mobile on the list without DNI and name",
        ),
    ],
)
def test_what_only_a_person_can_judge_is_settled_when_staff_approve(
    reading: Reading, known: Facts, effects: list[str]
) -> None:
    assert joined(reading, known).outcome is Outcome.CARD
    approved = facts(*known.subscriptions, junk=known.junk, leaves=known.leaves, approved=True)
    assert in_words(joined(reading, approved)) == effects


@pytest.mark.parametrize(
    ("reading", "reason"),
    [
        pytest.param(consent(ROSER, number=None), Reason.ENTRY_LACKING, id="no number"),
        pytest.param(consent(ROSER, NOW + days(2)), Reason.FUTURE_ENTRY, id="registered in the future"),
        pytest.param(alta(NO_MOBILE), Reason.DATA_LACKING, id="no mobile"),
        pytest.param(consent(ROSER, YESTERDAY), Reason.CONSENT_BEFORE_LEAVE, id="before the leave"),
    ],
)
def test_staff_cannot_approve_what_is_not_there(reading: Reading, reason: Reason) -> None:
    verdict = joined(reading, facts(hers(State.LEFT, left_at=NOW), approved=True))
    assert verdict.reason is reason
    assert not any(isinstance(effect, Advance) for effect in verdict.effects)


def test_every_event_is_the_one_that_was_asked_for() -> None:
    (opened,) = joined(alta(ROSER), facts()).effects
    assert isinstance(opened, Advance)
    assert (opened.ref, opened.what) == (None, What.ALTA)


_BY_PHONE = but(ROSER, id_document=None)


@pytest.mark.parametrize(
    ("reading", "state", "effects"),
    [
        pytest.param(consent(ROSER), State.REQUESTED, MOVED, id="a consent completes the request"),
        pytest.param(consent(ROSER), State.ACTIVE, ["proof of A-1"], id="a consent is proof"),
        pytest.param(alta(ROSER), State.CONSENTED, ["A-1 by alta"], id="an ALTA completes the consent"),
        pytest.param(alta(ROSER), State.ACTIVE, ["A-1 by alta"], id="an ALTA of who is there brings the DNI"),
    ],
)
def test_a_mobile_on_the_list_without_a_dni_is_hers_by_its_name(
    reading: Reading, state: State, effects: list[str]
) -> None:
    verdict = joined(reading, facts(hers(state, _BY_PHONE)))
    assert (verdict.outcome, in_words(verdict)) == (Outcome.DONE, effects)


@pytest.mark.parametrize(
    ("person", "books"),
    [
        pytest.param(ROSER, [hers(State.ACTIVE, but(_BY_PHONE, name=None))], id="it has no name"),
        pytest.param(but(ROSER, name=None), [hers(State.ACTIVE, _BY_PHONE)], id="no name is given"),
        pytest.param(
            ROSER,
            [hers(State.ACTIVE, _BY_PHONE), hers(State.ACTIVE, but(_BY_PHONE, name="Roser"), ref="A-2")],
            id="two bear her name",
        ),
    ],
)
@pytest.mark.parametrize("reads", [consent, alta])
def test_where_it_may_be_hers_a_person_decides(reads: Any, person: Any, books: list[Subscription]) -> None:
    verdict = joined(reads(person), facts(*books))
    assert (verdict.outcome, verdict.reason) == (Outcome.CARD, Reason.HALF_KNOWN)
    assert {s.ref for s in verdict.about} == {s.ref for s in books}


def test_the_mobile_of_a_family_brings_in_who_has_another_name() -> None:
    pere = hers(State.ACTIVE, but(PERE, id_document=None, phone=ROSER.phone))
    assert in_words(joined(consent(ROSER), facts(pere))) == OPENED


def test_her_own_subscription_comes_before_one_without_a_dni() -> None:
    books = [hers(State.ACTIVE, _BY_PHONE), hers(State.REQUESTED, ref="A-2")]
    assert in_words(joined(consent(ROSER), facts(*books))) == ["A-2 by consent", "proof of A-2"]
