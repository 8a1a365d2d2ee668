"""A clerk's comment holds back what she passes on only where it plainly does."""

import pytest

from rules.staff.remarks import above_closing, asks_back, holds_back


@pytest.mark.parametrize(
    "comment",
    [
        "Aquest no cal, ja hi és.",
        "Això ja està fet.",
        "Ja la vam treure dilluns",
        "És per l'altra llista",
        "És per al grup de l'AFA",
        "No feu res, sisplau",
        "De moment no",
        "Encara no, ho està rumiant",
        "S'ha equivocat",
        "Era una prova",
        "Sabeu si ja hi era?",
        "Podeu comprovar el DNI?",
        "Només per informació",
        "No hace falta, ya está",
        "Está duplicado",
        "De momento no",
        "Pendent de confirmar",
        "No el poseu",
        "No fer-ne cas",
        "Abans de fer-ho truqueu-me",
        "Hold on, don't add him",
        "Aquest no, que és d'un altre poble",
        "Aquest ja l'havíem entrat",
        "Ya lo tenemos apuntado",
        "Esperem a dilluns",
        "Ni cas, és una broma",
        "OJO no activar todavía",
        "Falta confirmar que és d'aquí",
        "No és del poble",
    ],
)
def test_a_comment_that_holds_back_is_heard(comment: str) -> None:
    assert holds_back(comment) is not None


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "Per a vosaltres",
        "Apunteu-la, sisplau.",
        "Us passo la petició per a la vostra informació i als efectes oportuns.",
        "Encara no ha presentat la clàusula.",
        "La clàusula ja està registrada.",
        "Aquesta senyora ja ha signat el consentiment.",
        "És per la llista del WhatsApp",
        "És la mare de l'Anna",
        "Ho demana des de fa dies",
        "Aquest no té correu",
        "Aún no ha traído el papel",
        "El DNI és correcte",
        "Falta que porti la clàusula",
        "Pendent de portar el paper",
        "Ja m'ha dit que passarà a signar",
    ],
)
def test_any_other_comment_lets_the_mail_speak(comment: str) -> None:
    assert holds_back(comment) is None


@pytest.mark.parametrize(
    ("comment", "is_asked"),
    [
        ("Aquesta la coneixeu?", True),
        ("Us passo el xat. ¿Esta señora es de aquí?", True),
        ("La podeu apuntar?", False),
        ("L'apunteu, sisplau?", False),
        ("Hola, com esteu? Una alta més", False),
    ],
)
def test_a_question_that_is_no_order_waits_for_its_answer(comment: str, is_asked: bool) -> None:
    assert (asks_back(comment) is not None) is is_asked


def test_below_her_closing_stand_the_clerks_own_data() -> None:
    told = "Poseu-hi la Gemma Torrent, 40123987G.\n\n"
    signature = "Roser Pla Serra\nAuxiliar administrativa\nTel. 699 00 11 22"

    assert above_closing(f"{told}Salutacions,\nRoser Pla\nTel. 699 00 11 22") == told
    assert above_closing(f"{told}{signature}") == told
    assert above_closing(f"Us passo el xat.\n\n{signature}") == "Us passo el xat.\n\n"


@pytest.mark.parametrize(
    "text",
    [
        "Gràcies\nPoseu-hi la Gemma, 40123987G",
        "Alta nova, sisplau.\nGràcies\n\nGemma Torrent Oliva\n40123987G\n622010203",
        "Alta nova, sisplau.\nGràcies\n\nGemma Torrent Oliva\n622010203",
    ],
)
def test_a_residents_data_below_a_closing_are_kept(text: str) -> None:
    assert above_closing(text) == text
