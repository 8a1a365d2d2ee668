"""The promise: *done* is told only to who gave a subscription's DNI and mobile; all others read the same."""

from datetime import datetime
from typing import Any

import pytest

from daemon.letters.sentences import in_catalan
from rules.books.answering import answer, settled, withheld
from rules.books.decision import Letter, Outcome, Reason, Template, Verdict
from rules.books.facts import Caps, Facts, Sent, Thread
from rules.books.policy import decide
from rules.books.subscription import State
from rules.findings import Because, Doubt, Kind, Person, Reading, Voice
from tests.rules.persons import (
    NOW,
    OTHER_MOBILE,
    PERE,
    QUIM,
    ROSER,
    SENDER,
    baixa,
    but,
    consent,
    days,
    facts,
    held,
    request,
)

_BOOKS = (held(ROSER), held(PERE, State.LEFT))


def _done_by_staff(kind: Kind, person: Person) -> Verdict:
    return Verdict(request=request(person, kind), reason=Reason.LEFT, about=(held(person),))


def _letter(reading: Reading, known: Facts) -> Letter | None:
    return decide(reading, known).letter


@pytest.mark.parametrize(
    ("people", "template", "done", "missing", "received"),
    [
        pytest.param([ROSER], Template.DONE, [ROSER], [], False, id="done"),
        pytest.param([ROSER, PERE], Template.DONE, [ROSER, PERE], [], False, id="done, and done before"),
        pytest.param([Person()], Template.MISSING, [], [Person()], False, id="data missing"),
        pytest.param([QUIM], Template.RECEIVED, [], [], True, id="nobody"),
        pytest.param([ROSER, Person()], Template.PARTLY, [ROSER], [Person()], False, id="done, data missing"),
        pytest.param([QUIM, ROSER], Template.PARTLY, [ROSER], [], True, id="done, nobody"),
        pytest.param([Person(), QUIM], Template.PARTLY, [], [Person()], True, id="data missing, nobody"),
        pytest.param([Person(), QUIM, PERE], Template.PARTLY, [PERE], [Person()], True, id="all three"),
    ],
)
def test_one_letter_covers_all_the_requests_of_a_message(
    people: list[Person], template: Template, done: list[Person], missing: list[Person], received: bool
) -> None:
    letter = _letter(baixa(*people), facts(*_BOOKS))
    assert letter is not None
    assert (letter.template, letter.received) == (template, received)
    assert (list(letter.done), list(letter.missing)) == (done, missing)
    assert len(letter.left_at) == len(letter.done)


_RECEIVED = Letter(template=Template.RECEIVED, to=SENDER, language="ca", received=True)


@pytest.mark.parametrize(
    "reading",
    [
        pytest.param(baixa(QUIM), id="a stranger"),
        pytest.param(baixa(but(ROSER, phone=PERE.phone)), id="DNI of one and mobile of another"),
        pytest.param(baixa(but(ROSER, phone=OTHER_MOBILE)), id="DNI of a member and unknown mobile"),
        pytest.param(baixa(but(QUIM, phone=ROSER.phone)), id="unknown DNI and mobile of a member"),
        pytest.param(baixa(but(ROSER, name=QUIM.name)), id="a member's data with another name"),
        pytest.param(baixa(but(PERE, name=QUIM.name)), id="data of who left with another name"),
        pytest.param(baixa(but(PERE, phone=OTHER_MOBILE)), id="DNI of who left and unknown mobile"),
        pytest.param(baixa(QUIM, but(ROSER, name=QUIM.name)), id="a stranger and a member"),
        pytest.param(baixa(ROSER, doubts=(Doubt.CONDITION,)), id="a member in doubt"),
        pytest.param(baixa(QUIM, doubts=(Doubt.CONDITION,)), id="a stranger in doubt"),
        pytest.param(baixa(*(ROSER,) * 6), id="a member six times"),
        pytest.param(Reading(kind=Kind.UNSURE, people=(ROSER,)), id="nobody understands what a member wants"),
    ],
)
def test_member_stranger_mismatch_and_already_left_get_the_very_same_letter(reading: Reading) -> None:
    assert _letter(reading, facts(*_BOOKS)) == _RECEIVED


@pytest.mark.parametrize("person", [ROSER, PERE, QUIM, Person()], ids=["on it", "left", "nobody", "no data"])
def test_who_asks_to_join_by_mail_is_told_how_whoever_is_on_the_list(person: Person) -> None:
    letter = _letter(Reading(kind=Kind.ALTA, people=(person,)), facts(*_BOOKS))
    assert letter == Letter(template=Template.JOIN, to=SENDER, language="ca")


@pytest.mark.parametrize(
    ("state", "on_phone"),
    [
        pytest.param(State.REQUESTED, False, id="never on it"),
        pytest.param(State.CONSENTED, False, id="never on it, with a consent"),
        pytest.param(State.DUE, True, id="maybe on it"),
        pytest.param(State.ACTIVE, True, id="on it"),
        pytest.param(State.LEAVING, True, id="left before, still on it"),
        pytest.param(State.LEFT, False, id="left before, and taken off"),
    ],
)
def test_a_number_is_said_to_be_on_the_phone_only_where_staff_have_yet_to_take_it_off(
    state: State, on_phone: bool
) -> None:
    letter = _letter(baixa(ROSER), facts(held(ROSER, state, left_at=NOW - days(1))))
    assert letter is not None
    assert (letter.template, letter.on_phone) == (Template.DONE, on_phone)


def test_who_had_asked_before_is_told_so_that_no_day_is_promised_twice() -> None:
    first = _letter(baixa(ROSER), facts(held(ROSER)))
    again = _letter(baixa(ROSER), facts(held(ROSER, State.LEAVING, left_at=NOW - days(6))))
    assert first is not None
    assert again is not None
    assert (first.repeated, again.repeated) == (False, True)


@pytest.mark.parametrize(("before", "undoable"), [(0, True), (10, True), (11, False)])
def test_undoing_is_offered_for_ten_days(before: int, undoable: bool) -> None:
    letter = _letter(baixa(ROSER), facts(held(ROSER, State.LEFT, left_at=NOW - days(before))))
    assert letter is not None
    assert letter.undoable is undoable


def test_a_member_overtaken_by_a_newer_consent_gets_that_letter_too() -> None:
    assert _letter(baixa(ROSER), facts(held(ROSER, consent_at=NOW + days(1)))) == _RECEIVED


@pytest.mark.parametrize("language", ["ca", "es"])
def test_a_letter_goes_to_the_sender_in_the_language_of_the_message(language: str) -> None:
    letter = _letter(baixa(ROSER, language=language), facts(held(ROSER), sender="roser@veins.example"))
    assert letter is not None
    assert (letter.to, letter.language) == ("roser@veins.example", language)


@pytest.mark.parametrize(
    ("state", "known", "said"),
    [
        pytest.param(State.ACTIVE, {}, NOW, id="now: when the mail came"),
        pytest.param(
            State.ACTIVE, {"left_at": NOW - days(50)}, NOW, id="back after an old leave: when it came"
        ),
        pytest.param(State.LEAVING, {"left_at": NOW - days(3)}, NOW - days(3), id="before: the first date"),
        pytest.param(
            State.LEFT, {"left_at": NOW - days(30)}, NOW - days(30), id="long before: the first date"
        ),
        pytest.param(State.LEFT, {"left_at": None}, NOW, id="nobody knows when: when the mail came"),
    ],
)
def test_who_left_is_told_the_first_date(state: State, known: dict[str, Any], said: datetime) -> None:
    letter = _letter(baixa(ROSER), facts(held(ROSER, state, **known)))
    assert letter is not None
    assert (letter.template, letter.done, letter.left_at) == (Template.DONE, (ROSER,), (said,))


def test_a_letter_holds_what_the_message_gave_and_not_what_the_books_know() -> None:
    asked = but(ROSER, name=None)
    letter = _letter(baixa(asked), facts(held(ROSER)))
    assert letter is not None
    assert letter.done == (asked,)


@pytest.mark.parametrize(
    ("reading", "circumstances"),
    [
        pytest.param(baixa(ROSER, voice=Voice.REGISTRY), {}, id="a registry notice"),
        pytest.param(baixa(ROSER, voice=Voice.CHAT), {}, id="a chat"),
        pytest.param(baixa(ROSER, voice=Voice.STAFF), {}, id="staff"),
        pytest.param(baixa(ROSER, voice=Voice.FORWARD), {}, id="a staff forward"),
        pytest.param(consent(ROSER), {}, id="a consent"),
        pytest.param(consent(ROSER, voice=Voice.WRITER), {}, id="a consent that a resident mails"),
        pytest.param(Reading(kind=Kind.COMMAND), {}, id="an order"),
        pytest.param(Reading(kind=Kind.AUTOMATIC), {}, id="a robot"),
        pytest.param(Reading(kind=Kind.OTHER), {}, id="other mail"),
        pytest.param(baixa(ROSER), {"junk": True}, id="junk"),
    ],
)
def test_nobody_but_a_resident_who_asks_gets_a_letter(
    reading: Reading, circumstances: dict[str, Any]
) -> None:
    decision = decide(reading, facts(held(ROSER), **circumstances))
    assert (decision.letter, decision.unanswered) == (None, None)


@pytest.mark.parametrize("sender", [None, ""])
@pytest.mark.parametrize("person", [ROSER, QUIM, Person()], ids=["a member", "a stranger", "nobody"])
def test_a_request_without_an_address_says_why_it_gets_no_letter(sender: str | None, person: Person) -> None:
    decision = decide(baixa(person), facts(held(ROSER), sender=sender))
    assert decision.letter is None
    assert decision.unanswered == Because("no-address")
    assert decision.outcome is not Outcome.WAITING


_DONE = Letter(template=Template.DONE, to=SENDER, language="ca", done=(ROSER,), left_at=(NOW,))
_CAPS = Caps(per_sender=3, unauthenticated=50, all=2000)
_THREE = (Template.MISSING, Template.RECEIVED, Template.PARTLY)
_TOLD = frozenset({(Template.DONE, ROSER.id_document, ROSER.phone)})


@pytest.mark.parametrize(
    ("reading", "sent", "why"),
    [
        pytest.param(baixa(), Sent(), None, id="the first letter of the day"),
        pytest.param(baixa(authenticated=False), Sent(), "autenticació", id="authentication false"),
        pytest.param(baixa(silence="és una llista"), Sent(), "és una llista", id="a robot or a list"),
        pytest.param(baixa(), Sent(to_sender=_THREE[:2]), None, id="two to this sender"),
        pytest.param(baixa(), Sent(to_sender=_THREE), "3 respostes", id="three to this sender"),
        pytest.param(
            baixa(), Sent(to_sender=(Template.DONE,), told=_TOLD), "la mateixa resposta", id="the same"
        ),
        pytest.param(
            baixa(), Sent(to_sender=_THREE, told=_TOLD), "la mateixa resposta", id="the same, and three"
        ),
        pytest.param(baixa(), Sent(to_sender=(Template.DONE,)), None, id="the like of somebody else"),
        pytest.param(baixa(), Sent(unauthenticated=49), None, id="49 to unauthenticated senders"),
        pytest.param(
            baixa(), Sent(unauthenticated=50), "sense autenticar", id="50 to unauthenticated senders"
        ),
        pytest.param(
            baixa(authenticated=True), Sent(unauthenticated=50), None, id="50, but this one is known"
        ),
        pytest.param(baixa(authenticated=True), Sent(all=1999), None, id="1999 in all"),
        pytest.param(baixa(authenticated=True), Sent(all=2000), "totes les respostes", id="2000 in all"),
    ],
)
def test_a_letter_is_held_back_with_its_reason(reading: Reading, sent: Sent, why: str | None) -> None:
    said = withheld(_DONE, reading, facts(sent=sent, caps=_CAPS))
    assert (said is None) is (why is None)
    assert why is None or why in in_catalan(said)


@pytest.mark.parametrize(
    ("person", "sent", "circumstances", "goes"),
    [
        pytest.param(ROSER, Sent(to_sender=_THREE[:2]), {}, "today", id="a leave, on a day with room"),
        pytest.param(ROSER, Sent(to_sender=_THREE), {}, "later", id="a leave, on a day without"),
        pytest.param(ROSER, Sent(to_sender=_THREE, told=_TOLD), {}, "never", id="one that was told today"),
        pytest.param(PERE, Sent(to_sender=_THREE), {}, "never", id="one of before"),
        pytest.param(QUIM, Sent(to_sender=_THREE), {}, "never", id="nobody's"),
        pytest.param(
            ROSER, Sent(to_sender=_THREE, all=2000), {}, "later", id="the town's share is spent too"
        ),
        pytest.param(
            ROSER, Sent(unauthenticated=50), {}, "later", id="a leave, the unproved have had theirs"
        ),
        pytest.param(ROSER, Sent(all=2000), {}, "later", id="a leave, the town's share is spent"),
        pytest.param(PERE, Sent(unauthenticated=50), {}, "never", id="one of before, the unproved"),
        pytest.param(QUIM, Sent(unauthenticated=50), {}, "never", id="nobody's, the unproved"),
        pytest.param(QUIM, Sent(all=2000), {}, "never", id="nobody's, the town's share"),
        pytest.param(ROSER, Sent(), {"caps": Caps(per_sender=0)}, "never", id="no letters are wanted"),
        pytest.param(ROSER, Sent(), {"caps": Caps(unauthenticated=0)}, "never", id="none to the unproved"),
        pytest.param(ROSER, Sent(), {"caps": Caps(all=0)}, "never", id="none at all"),
    ],
)
def test_only_what_has_changed_is_told_on_another_day(
    person: Person, sent: Sent, circumstances: dict[str, Any], goes: str
) -> None:
    letter = _letter(baixa(person), facts(*_BOOKS, sent=sent, **circumstances))

    assert (letter is not None, letter is not None and letter.put_off) == (goes != "never", goes == "later")


@pytest.mark.parametrize(
    ("reading", "more", "may"),
    [
        pytest.param(baixa(ROSER, doubts=(Doubt.CONDITION,)), {}, True, id="her own mail"),
        pytest.param(
            baixa(ROSER, doubts=(Doubt.CONDITION,)), {"sent": Sent(to_sender=_THREE)}, True, id="a cap"
        ),
        pytest.param(baixa(ROSER, authenticated=False), {}, False, id="forged"),
        pytest.param(baixa(ROSER, silence="és una llista"), {}, False, id="a robot or a list"),
        pytest.param(baixa(ROSER), {"sender": None}, False, id="no address"),
        pytest.param(baixa(ROSER), {"junk": True}, False, id="junk"),
        pytest.param(baixa(ROSER, voice=Voice.FORWARD), {}, False, id="passed on"),
        pytest.param(consent(ROSER), {}, False, id="a registry notice"),
        pytest.param(
            Reading(kind=Kind.UNDO, people=(PERE,)),
            {"thread": Thread(with_sender=True)},
            True,
            id="her leave",
        ),
        pytest.param(
            Reading(kind=Kind.UNDO, people=(PERE,)),
            {"thread": Thread(with_sender=False)},
            False,
            id="another's",
        ),
    ],
)
def test_who_may_be_told_later_what_staff_did(reading: Reading, more: dict[str, Any], may: bool) -> None:
    assert decide(reading, facts(*_BOOKS, **more)).answerable is may


@pytest.mark.parametrize(
    ("verdict", "template"),
    [
        pytest.param(_done_by_staff(Kind.BAIXA, ROSER), Template.DONE, id="a leave"),
        pytest.param(_done_by_staff(Kind.UNDO, ROSER), Template.UNDONE, id="an undoing"),
        pytest.param(_done_by_staff(Kind.BAIXA, but(ROSER, phone=None)), None, id="of a DNI alone"),
        pytest.param(_done_by_staff(Kind.BAIXA, but(ROSER, id_document=None)), None, id="of a mobile alone"),
        pytest.param(_done_by_staff(Kind.ALTA, ROSER), None, id="an ALTA"),
        pytest.param(_done_by_staff(Kind.CONSENT, ROSER), None, id="a consent"),
    ],
)
def test_what_staff_did_is_told_by_the_same_letters(verdict: Verdict, template: Template | None) -> None:
    letter = settled([verdict], facts(received_at=NOW + days(3)), language="es")

    assert (letter.template if letter else None) is template
    if letter is not None:
        assert (letter.done, letter.language, letter.news) == ((ROSER,), "es", True)
        assert letter.left_at == ((NOW,) if template is Template.DONE else ())
        assert letter.undone_at == (NOW + days(3) if template is Template.UNDONE else None)


@pytest.mark.parametrize(
    ("known", "goes"),
    [
        pytest.param({}, False, id="an address alone"),
        pytest.param({"authenticated": True}, True, id="proved"),
        pytest.param({"thread": Thread(ref="C-1", with_sender=True)}, True, id="she answers us"),
        pytest.param({"thread": Thread(with_sender=True, certain=False)}, False, id="perhaps she answers us"),
        pytest.param({"thread": Thread(ref="C-1", with_sender=False)}, False, id="another answers us"),
        pytest.param({"letter": _DONE}, True, id="her own DNI and mobile"),
    ],
)
def test_a_second_letter_a_day_needs_more_than_an_address(known: dict[str, Any], goes: bool) -> None:
    reading = baixa(authenticated=known.get("authenticated"))
    seen = facts(sent=Sent(to_sender=(Template.MISSING,)), caps=_CAPS, thread=known.get("thread"))

    assert (withheld(known.get("letter", _RECEIVED), reading, seen) is None) is goes


def test_the_caps_are_three_fifty_and_two_thousand_where_nobody_sets_them() -> None:
    assert Caps() == _CAPS


def test_a_request_without_a_person_is_received_too() -> None:
    unsure = Verdict(reason=Reason.DOUBTFUL)
    assert answer(Reading(kind=Kind.UNSURE), [unsure], facts()) == _RECEIVED
