"""Ordinary post that sounds like a request makes no card; a wish in words that no rule knows is one."""

import math
from collections.abc import Mapping

import pytest

from daemon.configuration.second_reader import second_reader
from rules.books.lanes import prospect_of
from rules.findings import Because, Kind, Reading, Topic
from rules.intent.second_reader import sentences
from rules.mail.opened import Opened
from rules.reading import read
from rules.text.tokens import as_text
from rules.topics.topic_reader import CLASSES, TopicWeights
from tests.model.tables import table_of
from tests.rules.messages import TOWN, mail

DATA = "Mercè Casals Pi, DNI 40312877H, mòbil 692607192"
ORDINARY = f"""Bon dia,

Estem buidant la casa dels avis, al carrer de Dalt: hi ha dos armaris, un matalàs, una nevera vella i moltes
caixes de revistes. El noi de la deixalleria ens va dir que els mobles es recullen el primer dimarts de mes i
que s'ha de demanar tanda, que hi ha una llista; doncs apunteu-nos-hi, si us plau, a primera hora. La nevera
perd aigua i no la voldríem deixar tants dies a la vorera. Què hem de fer si no hi cap tot? Nosaltres som a
Ripoll entre setmana; si cal, truqueu-me al mòbil.

{DATA}
"""
BURIED = "i traieu-me del WhatsApp de l'Ajuntament, que ja no en faig cas."
UNKNOWN = (
    "Bona tarda, la meva veïna rep al telèfon les notícies del poble i jo també les voldria tenir quan les "
    "passeu. Compteu amb mi, si us plau: Mercè Casals, 692607192"
)


def said(body: str, subject: str = "Mobles vells", *, topics: bool = True, ours: bool = False) -> Reading:
    model = second_reader()
    text = mail(f"Subject: {subject}", "Content-Type: text/plain; charset=utf-8", body=body)
    heard = model.topics if topics else None
    return read(text, TOWN, weights=model.weights, topics=heard, said_ours=ours)


def test_ordinary_post_that_gives_data_and_speaks_of_a_baixa_and_a_list_is_set_aside() -> None:
    assert said(ORDINARY, topics=False).kind is not Kind.OTHER

    reading = said(ORDINARY)

    assert (reading.kind, reading.people) == (Kind.OTHER, ())
    assert Because("ordinary-post") in reading.reasons


def test_what_staff_say_is_ours_is_shown() -> None:
    assert said(ORDINARY, ours=True).kind is not Kind.OTHER


def test_a_wish_in_the_middle_of_ordinary_post_is_not_passed_over() -> None:
    body = ORDINARY.replace("si cal, truqueu-me al mòbil.", BURIED)

    assert said(body).kind in {Kind.UNSURE, Kind.BAIXA}


@pytest.mark.parametrize("subject", ["Re: Baixa de la llista (C-7KQ4M2XZ)", "Re: Alta (C-7KQ4M2XZ)"])
def test_an_answer_to_our_letter_is_never_ordinary_post(subject: str) -> None:
    assert Because("ordinary-post") not in said(ORDINARY, subject).reasons


def test_a_wish_in_words_that_no_rule_knows_is_shown_and_nobody_is_written_to() -> None:
    assert said(UNKNOWN, "", topics=False).kind is Kind.OTHER

    reading = said(UNKNOWN, "")

    assert (reading.kind, reading.reasons) == (Kind.UNSURE, (Because("wish-heard"),))
    assert [person.phone for person in reading.people] == ["+34692607192"]
    assert prospect_of(reading, mail(body=UNKNOWN)).letter is None


def test_a_paper_that_comes_along_may_say_something_else() -> None:
    text = mail("Subject: Mobles vells", "Content-Type: text/plain; charset=utf-8", body=ORDINARY)
    paper = Opened(name="nota.pdf", text="Sol·licito la baixa de la llista de WhatsApp.")
    model = second_reader()

    reading = read(text, TOWN, attached=(paper,), weights=model.weights, topics=model.topics)

    assert Because("ordinary-post") not in reading.reasons


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        pytest.param("Baixa", "Joaquim Serra Serra 40312877H", id="short"),
        pytest.param(
            "BAIXA WhatsApp", f"Doneu-me de baixa de la llista de WhatsApp. {DATA}", id="understood"
        ),
        pytest.param(
            "Re: Llista de WhatsApp",
            ORDINARY,
            id="asks back",
        ),
        pytest.param(
            "Sol·licitud",
            f"Us escric en nom propi i amb tota l'atenció que mereixeu, esperant que estigueu bé. {DATA}",
            id="data alone",
        ),
    ],
)
def test_it_is_never_said_of_what_may_be_a_request(subject: str, body: str) -> None:
    assert Because("ordinary-post") not in said(body, subject).reasons


# --- what holds whatever the model hears ------------------------------------------------------------


def heard_as(text: str, likely: Mapping[str, float]) -> TopicWeights:
    """Weights by which *text*, and all else, is as *likely* to be of these classes, and of no other."""
    words = {word for _, _, said in sentences(as_text(text)) for word in said}
    none = (0.0,) * len(CLASSES)
    unknown = [math.log(likely.get(each, 1e-9)) for each in CLASSES]
    return TopicWeights(table_of(dict.fromkeys(words, none)), unknown)


OTHERWISE = (
    "El gos del veí borda tota la nit i no es pot dormir; digueu-li-ho vosaltres, que a mi no em creu. "
)


def heard(subject: str, body: str, **likely: float) -> Reading:
    text = mail(f"Subject: {subject}", "Content-Type: text/plain; charset=utf-8", body=body)
    topics = heard_as(f"{subject}\n{body}", likely)
    return read(text, TOWN, weights=second_reader().weights, topics=topics)


def taken_for_ordinary(subject: str, body: str) -> bool:
    return Because("ordinary-post") in heard(subject, body, ordinary=1.0).reasons


def test_what_is_heard_as_ordinary_is_set_aside_where_nothing_holds_it() -> None:
    assert taken_for_ordinary("Mobles vells", ORDINARY)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        pytest.param("Baixa", "Joaquim Serra Serra 40312877H", id="short"),
        pytest.param(
            "BAIXA Informació Ajuntament de Setcases WhatsApp",
            f"Bon dia, us demano la baixa de la llista de WhatsApp de l'Ajuntament, si us plau. {DATA}",
            id="understood",
        ),
        pytest.param(
            "Baixa",
            f"Us la torno a enviar perquè no he rebut resposta i ja fa dies que espero. Gràcies. {DATA}",
            id="data and no other matter",
        ),
        pytest.param(
            "BAIXA Informació Ajuntament de Setcases WhatsApp",
            "Moltes gràcies per tot el que feu, i molts records a tothom de part de tota la família.",
            id="asked in its subject",
        ),
        pytest.param("Re: Llista de WhatsApp", ORDINARY, id="asks back"),
        pytest.param("Re: Alta (C-7KQ4M2XZ)", ORDINARY, id="answers our letter"),
        pytest.param(
            "Coses",
            f"{OTHERWISE}Demano l'accés a les meves dades de la llista de WhatsApp. {OTHERWISE}{DATA}",
            id="a right",
        ),
        pytest.param("Coses", f"{OTHERWISE}Traieu-me de la llista. {OTHERWISE}{DATA}", id="a wish by itself"),
    ],
)
def test_whatever_is_heard_it_is_not_set_aside(subject: str, body: str) -> None:
    assert not taken_for_ordinary(subject, body)


def test_a_right_claimed_in_the_middle_of_ordinary_post_has_its_receipt() -> None:
    claim = "Demano l'accés a les meves dades de la llista de WhatsApp."

    reading = heard("Coses", f"{OTHERWISE}{claim} {OTHERWISE}{DATA}", ordinary=1.0)

    assert (reading.topic, reading.bothers) == (Topic.RIGHTS, None)


MUSED = "Quan penso en la llista de difusió de l'Ajuntament, penso en la meva àvia i en el pregoner d'abans."


@pytest.mark.parametrize(
    ("body", "ordinary", "is_shown"),
    [
        pytest.param(MUSED, 0.4, True, id="most likely not ordinary"),
        pytest.param(MUSED, 0.6, False, id="most likely ordinary"),
        pytest.param(
            MUSED.replace("la llista de difusió de l'Ajuntament", "el poble"), 0.4, False, id="not named"
        ),
    ],
)
def test_what_names_the_list_and_is_most_likely_not_ordinary_is_shown(
    body: str, ordinary: float, is_shown: bool
) -> None:
    others = 0.5 * (1 - ordinary)

    reading = heard("Una cosa", body, ordinary=ordinary, wish=others, question=others)

    assert reading.to_list is is_shown


TIRED = "El meu net m'ho explica cada vespre quan sopem i ja en faig prou, deixem-ho estar. Gràcies per tot."


@pytest.mark.parametrize(
    ("subject", "body", "is_shown"),
    [
        pytest.param("Una cosa", f"{TIRED} {DATA}", True, id="says who they are"),
        pytest.param("Una cosa", f"{TIRED} Mercè", False, id="says it not"),
        pytest.param("Padró", f"{TIRED} {DATA}", False, id="under another matter"),
        pytest.param("Una cosa", f"És pel rebut de l'aigua. {TIRED} {DATA}", False, id="of another matter"),
    ],
)
def test_what_is_likelier_a_wish_than_not_is_shown_of_who_says_who_they_are(
    subject: str, body: str, is_shown: bool
) -> None:
    reading = heard(subject, body, wish=0.6, ordinary=0.4)

    assert (Because("wish-heard") in reading.reasons) is is_shown
