"""What a resident answers to our letter is never thrown away, unless it is thanks."""

import pytest

from rules.decision import Outcome, Reason
from rules.facts import Facts, Thread
from rules.findings import Kind, Reading, Voice
from rules.policy import decide
from rules.replies import is_only_thanks
from tests.rules.people import NOW


@pytest.mark.parametrize(
    "text",
    [
        "Gràcies!",
        "Moltes gràcies per la rapidesa.\nJoan",
        "Perfecte, d'acord",
        "Gracias, muy amables",
        "OK",
        "",
    ],
)
def test_thanks_ask_for_nothing(text: str) -> None:
    assert is_only_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "No ho he demanat jo, desfeu-ho si us plau.",
        "M'ho he repensat.",
        "Torneu-me a posar a la llista.",
        "No era jo.",
        "Me lo he pensado mejor, déjenme como estaba.",
        "Gràcies, però encara en rebo",
        "12345678Z",
        "Qui sou vosaltres?",
    ],
)
def test_anything_else_may_be_a_request(text: str) -> None:
    assert not is_only_thanks(text)


@pytest.mark.parametrize(
    ("thread", "voice", "outcome", "reason"),
    [
        pytest.param(
            Thread(with_sender=True),
            Voice.WRITER,
            Outcome.CARD,
            Reason.ANSWER,
            id="an answer to our letter is a card",
        ),
        pytest.param(None, Voice.WRITER, Outcome.ASIDE, Reason.ELSEWHERE, id="other mail is set aside"),
    ],
)
def test_an_answer_that_reads_as_nothing_of_ours_is_a_card(
    thread: Thread | None, voice: Voice, outcome: Outcome, reason: Reason
) -> None:
    facts = Facts(received_at=NOW, sender="roser@veins.example", thread=thread)

    decision = decide(Reading(kind=Kind.OTHER, voice=voice), facts)

    assert (decision.outcome, decision.leading.reason, decision.letter) == (outcome, reason, None)
