"""Mail that asks nothing of this list, on a real Dovecot and a real SMTP server: nobody is written to."""

import pytest

from tests.journeys.conftest import TownHall, text_of
from tests.rules.persons import dni

DATA = f"Pia Roca, DNI {dni(40_123_987)}, mòbil 622 010 203\n"
SPAM = """Save up to 70% on your life insurance!

No obligation, no salesman will call. Fill in our short form and compare the best rates today.
If this message reached you by mistake, please remove me from your list, write in the subject, and reply.
"""
HUNTER = f"Aquest any no caço: em vull donar de baixa de la llista de caçadors de la batuda.\n{DATA}"
ELDER = "BAIXA de la llista de whatsapp de l'ajuntament\n\nla Maria de ca l'Esteve\n"
HERS = "maria@veins.example"
STRANGER = "algu@fora.example"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        pytest.param("Remove me", SPAM, id="spam"),
        pytest.param("Baixa", HUNTER, id="a hunter"),
        pytest.param("BAIXA", "BAIXA", id="a word alone"),
    ],
)
def test_a_stranger_is_a_card_without_a_letter_and_a_resident_is_asked(
    town_hall: TownHall, subject: str, text: str
) -> None:
    town_hall.mail(text, sender=STRANGER, subject=subject)
    town_hall.mail(ELDER, sender=HERS, subject="")
    town_hall.run_once()

    (asked,) = town_hall.sink.to(HERS)
    assert "DNI" in text_of(asked)
    assert town_hall.sink.to(STRANGER) == []
    assert sorted(case["state"] for case in town_hall.cases()) == ["resident", "staff"]
    told = next(m["reasons"] for m in town_hall.messages() if m["outcome"] == "staff")
    assert any("no se li escriu" in reason for reason in told)
