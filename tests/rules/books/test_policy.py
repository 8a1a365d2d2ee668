"""The promise: every request ends in exactly one way, and nobody is taken off but by the one rule."""

from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest

from daemon.letters.sentences import in_catalan
from rules.books.decision import Outcome, Reason, Template
from rules.books.facts import Caps, Sent, Thread
from rules.books.policy import decide, decide_request, of_nobody, said_ours, without_body
from rules.books.subscription import State
from rules.findings import Doubt, Entry, Flaw, Kind, Person, Reading, Voice
from rules.mail.mail import Mail
from rules.town import Town
from tests.rules.persons import (
    NOW,
    NURIA,
    PERE,
    QUIM,
    ROSER,
    SENDER,
    YESTERDAY,
    alta,
    baixa,
    consent,
    days,
    facts,
    held,
    request,
)

_BOOKS = (held(ROSER), held(PERE))


@pytest.mark.parametrize(
    ("kind", "outcome", "reason"),
    [
        pytest.param(Kind.AUTOMATIC, Outcome.ASIDE, Reason.ROBOT, id="a robot"),
        pytest.param(Kind.OTHER, Outcome.ASIDE, Reason.ELSEWHERE, id="none of our business"),
        pytest.param(Kind.COMMAND, Outcome.CARD, Reason.ORDER, id="an order of staff"),
        pytest.param(Kind.UNSURE, Outcome.CARD, Reason.DOUBTFUL, id="a person must look"),
    ],
)
@pytest.mark.parametrize("people", [(), (ROSER,), (ROSER, PERE)], ids=["nobody", "a member", "two"])
def test_a_message_of_these_kinds_ends_as_a_whole(
    kind: Kind, outcome: Outcome, reason: Reason, people: tuple[Person, ...]
) -> None:
    reading = Reading(kind=kind, people=people, authenticated=True, doubts=(Doubt.UNCLEAR,))
    (verdict,) = decide(reading, facts(*_BOOKS)).verdicts
    assert (verdict.outcome, verdict.reason, verdict.request, verdict.effects) == (outcome, reason, None, ())
    assert verdict.details == (Doubt.UNCLEAR,)


def test_a_leave_on_a_condition_or_for_later_is_a_card_with_the_action_ready() -> None:
    reading = Reading(kind=Kind.UNSURE, people=(ROSER,), doubts=(Doubt.FUTURE,), wish=Kind.BAIXA)
    (verdict,) = decide(reading, facts(*_BOOKS)).verdicts
    assert (verdict.outcome, verdict.reason, verdict.effects) == (Outcome.CARD, Reason.DOUBTFUL, ())
    assert verdict.details == (Doubt.FUTURE,)
    assert verdict.about == (_BOOKS[0],)
    assert verdict.request is not None
    granted = decide_request(verdict.request, facts(*_BOOKS, approved=True))
    assert granted.outcome is Outcome.DONE


@pytest.mark.parametrize("with_sender", [True, False])
def test_the_card_of_an_answer_shows_the_living_who_share_the_dni_or_the_mobile(with_sender: bool) -> None:
    thread = Thread(with_sender=with_sender, waiting=(Person(phone=ROSER.phone),))
    books = (*_BOOKS, held(QUIM, State.LEFT))
    reading = Reading(kind=Kind.UNSURE, people=(Person(phone=ROSER.phone),), doubts=(Doubt.UNCLEAR,))

    (verdict,) = decide(reading, facts(*books, thread=thread)).verdicts

    assert (verdict.outcome, verdict.about) == (Outcome.CARD, (_BOOKS[0],))


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_message_is_decided(kind: Kind) -> None:
    assert decide(Reading(kind=kind, people=(ROSER, PERE)), facts(*_BOOKS)).verdicts


@pytest.mark.parametrize(
    ("reading", "outcome", "reason"),
    [
        pytest.param(baixa(), Outcome.WAITING, Reason.LACKING, id="a baixa of nobody: asked"),
        pytest.param(
            baixa(silence="llista"), Outcome.CARD, Reason.CANNOT_ASK, id="of nobody, cannot be asked"
        ),
        pytest.param(baixa(voice=Voice.FORWARD), Outcome.CARD, Reason.PASSED_ON, id="of nobody, passed on"),
        pytest.param(alta(ROSER, people=()), Outcome.CARD, Reason.DATA_LACKING, id="an ALTA of nobody"),
        pytest.param(consent(ROSER, people=()), Outcome.CARD, Reason.DATA_LACKING, id="a consent of nobody"),
        pytest.param(
            consent(ROSER, people=(), registries=()), Outcome.CARD, Reason.ENTRY_LACKING, id="of nothing"
        ),
    ],
)
def test_a_message_that_names_nobody_is_not_lost(reading: Reading, outcome: Outcome, reason: Reason) -> None:
    decision = decide(reading, facts(*_BOOKS))
    assert [(v.outcome, v.reason) for v in decision.verdicts] == [(outcome, reason)]


def test_who_names_nobody_is_told_that_everything_is_missing() -> None:
    letter = decide(baixa(), facts()).letter
    assert letter is not None
    assert letter.missing == (Person(flaws=(Flaw.NAME_MISSING, Flaw.DOCUMENT_MISSING, Flaw.PHONE_MISSING)),)


@pytest.mark.parametrize(
    ("people", "outcomes", "whole"),
    [
        pytest.param([ROSER], [Outcome.DONE], Outcome.DONE, id="done"),
        pytest.param([ROSER, Person()], [Outcome.DONE, Outcome.WAITING], Outcome.WAITING, id="one is asked"),
        pytest.param([QUIM, ROSER], [Outcome.CARD, Outcome.DONE], Outcome.CARD, id="one is a card"),
        pytest.param([Person(), QUIM], [Outcome.WAITING, Outcome.CARD], Outcome.CARD, id="asked and a card"),
    ],
)
def test_a_message_is_as_open_as_its_most_open_request(
    people: list[Person], outcomes: list[Outcome], whole: Outcome
) -> None:
    decision = decide(baixa(*people), facts(*_BOOKS))
    assert [v.outcome for v in decision.verdicts] == outcomes
    assert [v.request.person for v in decision.verdicts if v.request] == people
    assert decision.outcome is whole
    assert decision.leading.outcome is whole


def test_the_people_of_a_notice_have_each_their_entry() -> None:
    entries = (Entry(number="E/1", registered_at=YESTERDAY), Entry(number="E/2", registered_at=NOW - days(2)))
    reading = consent(ROSER, people=(ROSER, PERE, NURIA), registries=entries)
    asked = [v.request for v in decide(reading, facts()).verdicts if v.request]
    assert [r.entry for r in asked] == [*entries, None]
    assert [r.at for r in asked] == [YESTERDAY, NOW - days(2), NOW]


@pytest.mark.parametrize("reading", [baixa(ROSER, registries=(Entry(number="E/1"),)), alta(ROSER)])
def test_what_is_no_consent_is_dated_by_its_arrival_and_has_no_entry(reading: Reading) -> None:
    (verdict,) = decide(reading, facts()).verdicts
    assert verdict.request == request(ROSER, reading.kind, NOW)


@pytest.mark.parametrize(
    ("reading", "sent", "why"),
    [
        pytest.param(
            baixa(Person()), Sent(to_sender=(Template.MISSING,)), "la mateixa resposta", id="asked already"
        ),
        pytest.param(baixa(Person()), Sent(unauthenticated=50), "sense autenticar", id="a cap of the day"),
    ],
)
def test_who_cannot_be_asked_today_is_a_card(reading: Reading, sent: Sent, why: str) -> None:
    decision = decide(reading, facts(sent=sent))
    assert decision.letter is None
    assert decision.unanswered is not None
    assert why in in_catalan(decision.unanswered)
    assert [(v.outcome, v.reason) for v in decision.verdicts] == [(Outcome.CARD, Reason.CANNOT_ASK)]
    assert decision.outcome is Outcome.CARD


@pytest.mark.parametrize(
    ("circumstances", "is_told"),
    [
        pytest.param({"sent": Sent(all=2000)}, True, id="put off"),
        pytest.param({"caps": Caps(all=0)}, False, id="held back"),
    ],
)
def test_a_letter_that_does_not_go_today_changes_nothing_for_who_left(
    circumstances: dict[str, Any], is_told: bool
) -> None:
    decision = decide(baixa(ROSER), facts(*_BOOKS, **circumstances))
    assert (decision.letter is not None, decision.postponed is not None) == (is_told, is_told)
    assert decision.outcome is Outcome.DONE
    assert [v.reason for v in decision.verdicts] == [Reason.LEFT]


def test_a_forged_baixa_is_a_card_without_a_letter() -> None:
    decision = decide(baixa(ROSER, authenticated=False), facts(*_BOOKS))
    assert (decision.outcome, decision.letter) == (Outcome.CARD, None)
    assert decision.unanswered is not None


_TOWN = Town(
    name="Ajuntament de Vallfosca",
    channel="Informació Ajuntament de Vallfosca",
    whatsapp="+34600000001",
    place="Vallfosca",
    tz=UTC,
    addresses=frozenset({"info@vallfosca.example"}),
    staff=frozenset({"secretaria@vallfosca.example"}),
    registry=frozenset({"no-reply@registre.example"}),
)


def _mail(**given: Any) -> Mail:
    base = {
        "sha256": "",
        "content_key": "",
        "sender": SENDER,
        "recipients": ("info@vallfosca.example",),
    }
    return Mail(**{**base, "envelope_from": SENDER, **given})


_AUTOMATIC = {"headers": (("auto-submitted", "auto-generated"),)}


@pytest.mark.parametrize(
    ("mail", "outcome", "reason"),
    [
        pytest.param(_mail(**_AUTOMATIC), Outcome.ASIDE, Reason.ROBOT, id="a robot"),
        pytest.param(_mail(unreadable="massa capçaleres"), Outcome.CARD, Reason.UNREADABLE, id="unreadable"),
        pytest.param(
            _mail(unreadable="massa capçaleres", sender="no-reply@registre.example"),
            Outcome.CARD,
            Reason.UNREADABLE,
            id="an unreadable notice",
        ),
    ],
)
def test_the_header_block_alone_decides(mail: Mail, outcome: Outcome, reason: Reason) -> None:
    decision = without_body(mail, _TOWN)
    assert decision is not None
    assert decision.outcome is outcome
    (verdict,) = decision.verdicts
    assert (verdict.outcome, verdict.reason) == (outcome, reason)
    assert verdict.details


@pytest.mark.parametrize(
    "mail",
    [
        pytest.param(_mail(), id="a person's"),
        pytest.param(_mail(sender=None), id="nobody's"),
        pytest.param(_mail(sender="no-reply@registre.example", **_AUTOMATIC), id="a registry notice"),
        pytest.param(_mail(sender="secretaria@vallfosca.example", **_AUTOMATIC), id="staff's"),
        pytest.param(
            replace(
                _mail(sender=None, **_AUTOMATIC), named=frozenset({"no-reply@registre.example", "a@b.cat"})
            ),
            id="a notice under two senders",
        ),
    ],
)
def test_the_body_is_read_of_whoever_may_be_a_person_or_is_trusted(mail: Mail) -> None:
    assert without_body(mail, _TOWN) is None


def test_what_cannot_be_read_is_a_card_and_says_why() -> None:
    decision = of_nobody(Reason.UNREADABLE, "hi ha dos remitents")
    assert decision.outcome is Outcome.CARD
    assert [v.details for v in decision.verdicts] == [("hi ha dos remitents",)]


def test_what_is_set_aside_says_why() -> None:
    decision = of_nobody(Reason.AGAIN, "el mateix identificador")
    assert decision.outcome is Outcome.ASIDE
    assert [(v.reason, v.details) for v in decision.verdicts] == [
        (Reason.AGAIN, ("el mateix identificador",))
    ]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        pytest.param(request(ROSER), Reason.LEFT, id="a baixa"),
        pytest.param(request(ROSER, Kind.ALTA), Reason.ALTA_KNOWN, id="an ALTA"),
        pytest.param(
            request(ROSER, Kind.CONSENT, YESTERDAY, Entry(number="E/1", registered_at=YESTERDAY)),
            Reason.CONSENT_KNOWN,
            id="a consent",
        ),
    ],
)
def test_one_request_of_a_card_is_decided_by_itself_when_staff_approve(asked: Any, reason: Reason) -> None:
    verdict = decide_request(asked, facts(*_BOOKS, approved=True))
    assert (verdict.outcome, verdict.reason) == (Outcome.DONE, reason)


def test_a_request_by_itself_is_nobody_s_forgery() -> None:
    assert decide_request(request(ROSER), facts(*_BOOKS)).reason is Reason.LEFT


def test_what_staff_take_back_is_a_card_that_does_nothing_by_itself_and_has_its_wish_ready() -> None:
    decision = said_ours(Reading(kind=Kind.BAIXA, people=(ROSER,), authenticated=True), facts(*_BOOKS))
    (verdict,) = decision.verdicts
    assert (verdict.outcome, verdict.reason, verdict.effects) == (Outcome.CARD, Reason.SAID_OURS, ())
    assert verdict.request is not None
    assert decide_request(verdict.request, facts(*_BOOKS)).reason is Reason.LEFT  # what approving it does
    assert [held.id_document for held in verdict.about] == [ROSER.id_document]
    assert decision.letter is not None
    assert decision.letter.template is Template.RECEIVED


def test_who_is_never_answered_is_not_answered_for_what_staff_take_back() -> None:
    robot = Reading(kind=Kind.BAIXA, people=(ROSER,), silence="un butlletí")
    forged = Reading(kind=Kind.BAIXA, people=(ROSER,), authenticated=False)
    found = [said_ours(each, facts(*_BOOKS)) for each in (robot, forged)]
    assert [decision.letter for decision in found] == [None, None]
    assert not any(decision.answerable for decision in found)
    assert found[1].leading.details == (Reason.FORGED,)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("people", [(), (ROSER,)], ids=["nobody", "a member"])
def test_whatever_staff_take_back_is_a_card_that_shows_whose_data_it_gives(
    kind: Kind, people: tuple[Person, ...]
) -> None:
    decision = said_ours(Reading(kind=kind, people=people), facts(*_BOOKS))
    assert {(v.outcome, v.reason) for v in decision.verdicts} == {(Outcome.CARD, Reason.SAID_OURS)}
    assert len(decision.leading.about) == len(people)
