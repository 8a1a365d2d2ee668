"""What a clerk is asked whether they meant: only what can be done, and only of whom the name may be."""

from datetime import UTC, datetime

import pytest

from rules.books.subscription import State, Subscription, What, step
from rules.desk.proposals import called_in, proposed
from rules.staff.grammar import Verb
from rules.staff.meaning import Meant

NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)
DOES = {"FET": What.ACTIVATED, "TRETA": What.TAKEN_OFF, "BAIXA": What.BAIXA}


def held(name: str, state: State = State.DUE, ref: str = "A-0001") -> Subscription:
    return Subscription(
        ref=ref, name=name, id_document=None, phone="+34600111222", state=state, left_at=NOW,
        left_from=State.ACTIVE,
    )  # fmt: skip


@pytest.mark.parametrize("state", sorted(State))
@pytest.mark.parametrize("verb", [None, *Verb])
def test_no_order_is_proposed_that_the_books_would_refuse(verb: Verb | None, state: State) -> None:
    who = held("Roser Vilalta", state)
    for choice in proposed(Meant(verb=verb, items=(), said=""), who, is_named=True):
        if choice.verb in DOES:
            assert isinstance(step(who, DOES[choice.verb], at=NOW), State)


@pytest.mark.parametrize("state", [State.LEFT, State.ERASED])
def test_of_who_left_no_name_is_told(state: State) -> None:
    who = held("Roser Vilalta", state)

    assert called_in("FET la Roser Vilalta", [who]) == ()
    said = proposed(Meant(verb=Verb.UNDO, items=(), said=""), who, is_named=True)
    assert "Vilalta" not in str(said)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("la Maria", ["A-0001", "A-0002"], id="a given name that two have"),
        pytest.param("la Maria Puig", ["A-0001"], id="with a surname"),
        pytest.param("maria puig", ["A-0001"], id="in small letters"),
        pytest.param("en Puig", ["A-0001", "A-0003"], id="a surname alone"),
        pytest.param("Puig Serrat, Maria", ["A-0001"], id="surnames first"),
        pytest.param("l'Esteve", ["A-0003"], id="with an article"),
        pytest.param("Maria Font i Esteve Puig", ["A-0002", "A-0003"], id="two people in one breath"),
        pytest.param("la Maria Serra", [], id="a surname that nobody has"),
        pytest.param("la Marta", [], id="another name"),
        pytest.param("el telèfon del carrer Major", [], id="no name"),
    ],
)
def test_whom_a_name_may_mean(text: str, meant: list[str]) -> None:
    everyone = [
        held("Maria Puig Serrat", ref="A-0001"),
        held("Maria Font Vila", ref="A-0002"),
        held("Esteve Puig Roca", ref="A-0003"),
    ]
    found = [who.ref for group in called_in(text, everyone) for who in group]

    assert list(dict.fromkeys(found)) == meant
