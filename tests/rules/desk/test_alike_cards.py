"""What likens two cards, and what keeps two people apart whatever else they have in common."""

import pytest

from rules.desk.alike_cards import is_public, likeness

WHY = "cal que ho miri una persona: no queda clar què demana"
WORDS = "Oferta\nCompreu ara el millor."


def are_alike(one: dict[str, str], other: dict[str, str]) -> bool:
    first, second = (
        likeness(**{"reason": WHY, "text": WORDS, "sender": "a@gmail.com", **each}, of_many={"vila.example"})
        for each in (one, other)
    )
    return bool(set(first) & set(second))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({}, {"sender": "b@hotmail.com"}, id="the same words"),
        pytest.param({}, {"text": "OFERTA\n\n compreu  ara el millor."}, id="set otherwise"),
        pytest.param({"text": "Comanda 8812"}, {"text": "Comanda 97"}, id="a number of no person's"),
        pytest.param(
            {"sender": "a@spam.example"}, {"sender": "b@SPAM.example", "text": "Altra cosa"}, id="a domain"
        ),
        pytest.param({"sender": "", "text": "Res"}, {"sender": "", "text": "Res"}, id="no sender"),
        pytest.param(
            {"reason": f"{WHY}; factura12.pdf no s'ha pogut llegir"},
            {"reason": f"{WHY}; factura7.pdf no s'ha pogut llegir"},
            id="a reason with another number",
        ),
    ],
)
def test_alike(one: dict[str, str], other: dict[str, str]) -> None:
    assert are_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({}, {"reason": "no s'ha pogut llegir"}, id="another reason"),
        pytest.param({}, {"text": "Altra cosa"}, id="a public provider says nothing"),
        pytest.param({"text": "Baixa, 600 111 222"}, {"text": "Baixa, 600 333 444"}, id="two mobiles"),
        pytest.param({"text": "DNI ***4567**"}, {"text": "DNI ***8901**"}, id="two documents"),
        pytest.param(
            {"sender": "a@vila.example"},
            {"sender": "b@vila.example", "text": "Altra cosa"},
            id="the town hall passes on what many want",
        ),
        pytest.param({"sender": "", "text": ""}, {"sender": "", "text": ""}, id="nothing to go by"),
    ],
)
def test_not_alike(one: dict[str, str], other: dict[str, str]) -> None:
    assert not are_alike(one, other)


@pytest.mark.parametrize(
    "domain", ["gmail.com", "hotmail.es", "yahoo.co.uk", "telefonica.net", "movistar.es", "xtec.cat"]
)
def test_where_anybody_has_a_mailbox(domain: str) -> None:
    assert is_public(domain)


@pytest.mark.parametrize("domain", ["canpuig.cat", "gencat.cat", "mygmail.example", "com"])
def test_where_not_everybody_has(domain: str) -> None:
    assert not is_public(domain)
