"""The notice pasted into a mail is nobody's words; a question that sounds like it is the writer's."""

import pytest

from rules.mail.published_notice import parted

HEADINGS = "INFORMACIÓ DEL CANAL DE COMUNICACIÓ:\n\nEl servei és gratuït.\n\nI COM EM PUC DONAR DE BAIXA?"
INSTRUCTION = "Enviar un correu electrònic a info@vallclara.cat amb la paraula “BAIXA” a l’assumpte."
OURS = "Gemma Torrent Oliva, 40123987G, 622010203"


@pytest.mark.parametrize(
    "printed",
    [
        pytest.param(f"{HEADINGS}\n\n{INSTRUCTION}", id="two headings"),
        pytest.param(f"I COM EM PUC DONAR DE BAIXA?\n\n{INSTRUCTION}", id="one heading and its instruction"),
        pytest.param(INSTRUCTION, id="the instruction alone"),
    ],
)
@pytest.mark.parametrize("spell", [str, str.upper, lambda text: text.replace("’", "'")])
def test_what_the_notice_prints_is_set_aside(printed: str, spell) -> None:  # type: ignore[no-untyped-def]
    own, aside = parted(f"{OURS}\n\n{spell(printed)}")

    assert own == OURS
    assert "PARAULA" in aside.upper()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"Com em puc donar de baixa?\n{OURS}", id="a question"),
        pytest.param(
            f"Com em puc donar de baixa?\nEl meu veí la vol.\nCom em puc donar de baixa?\n{OURS}",
            id="asked twice",
        ),
        pytest.param(f"Com em puc donar d'alta?\nI com em puc donar de baixa?\n{OURS}", id="both questions"),
    ],
)
def test_a_question_of_ones_own_stays(text: str) -> None:
    assert parted(text) == (text, "")


def test_somebodys_document_under_a_heading_stays() -> None:
    own, _ = parted(f"{HEADINGS}\nEnviar les dades: {OURS}\nNORMES D'UTILITZACIÓ\n1. Res.")

    assert OURS in own
