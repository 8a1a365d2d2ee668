"""What a resident answers to our letter is never thrown away, unless it is thanks."""

import pytest

from rules.decision import Outcome, Reason
from rules.facts import Facts, Thread
from rules.findings import Kind, Reading, Voice
from rules.policy import decide
from rules.replies import Retraction, is_only_thanks, taking_back
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
        "👍",
        "Genial, moltes gràcies! Que vagi bé i bon cap de setmana",
        "Gràcies per la feina i la rapidesa. Salutacions, Roser Vilalta Camps",
    ],
)
def test_thanks_ask_for_nothing(text: str) -> None:
    assert is_only_thanks(text, names=("Roser Vilalta Camps",))


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
        "Gràcies. Continuen arribant-me missatges",
        "Moltes gràcies, faltava la meva filla Maria",
        "Perfecte. Esborreu les meves dades",
        "D'acord, m'hi deixeu",
        "Ok, truqueu-me",
        "Gracias. Пожалуйста, верните меня",
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


@pytest.mark.parametrize(
    "text",
    [
        "No he estat jo",
        "No he estat jo!!! Desfeu-ho, si us plau.",
        "Bon dia,\n\nAixò no ho he demanat jo.\n\nRoser Vilalta",
        "Jo no he demanat cap baixa. Gràcies.",
        "No vaig ser jo qui va demanar la baixa de la llista. Sóc la Roser Vilalta.",
        "No em vull donar de baixa",
        "Me n’he penedit",
        "M'ho he repensat, vull continuar rebent els avisos.",
        "Torneu-me a posar a la llista, sisplau",
        "Desfeu la baixa",
        "NO HE SIDO YO",
        "Yo no he pedido esto, deshagan la baja por favor",
        "Me lo he pensado mejor, gracias",
        "No quiero darme de baja",
        "It wasn't me",
        "Jo no us he demanat res d'això",
        "No he estat pas jo",
        "Em penedeixo. Poseu-me com estava.",
        "Perdó, no era la meva intenció donar-me de baixa",
        "Cancel·leu la baixa",
        "He canviat d'opinió, em quedo a la llista",
        "M'hi he repensat",
        "M'he equivocat, vull continuar a la llista",
        "Me he equivocado, quiero seguir en la lista",
        "No em volia donar de baixa, va ser un error",
        "Ha sigut un error, torneu-me a posar",
        "Fue un error, vuelvan a darme de alta",
        "Vull tornar-hi",
        "I changed my mind, put me back",
        "no e estat jo",
    ],
)
def test_who_says_plainly_that_it_was_not_she_takes_the_leave_back(text: str) -> None:
    said = taking_back(text, "Re: Llista de WhatsApp: ja està fet", names=["Roser Vilalta Camps", None])
    assert said is Retraction.PLAIN


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("No he estat jo?", id="a question"),
        pytest.param("No he estat jo, ha estat la meva mare", id="another person"),
        pytest.param("No he estat jo, però ja està bé", id="and leaves it so"),
        pytest.param("No cal que desfeu la baixa, m'ho he repensat", id="not to be undone"),
        pytest.param("No he estat jo. Doneu-me de baixa igualment", id="and wants to leave"),
        pytest.param("Potser no he estat jo", id="perhaps"),
        pytest.param("Podeu desfer la baixa d'aquí a un mes", id="later"),
        pytest.param("Si no truco demà, desfeu la baixa", id="a condition"),
        pytest.param("M'ho he repensat: el 600 111 222 sí i l'altre no", id="one of two numbers"),
        pytest.param("M'he equivocat", id="in what?"),
        pytest.param("Ha estat un error", id="what has?"),
        pytest.param("M'he equivocat de telèfon, torneu-me a posar", id="another telephone"),
        pytest.param("No em torneu a donar d'alta", id="not to be joined again"),
        pytest.param("No vull tornar a la llista", id="not to come back"),
        pytest.param("Jo no he demanat la llicència d'obres", id="another matter"),
        pytest.param("He canviat d'opinió sobre la festa major", id="of another matter"),
        pytest.param("No vull seguir rebent missatges", id="no, I do not"),
        pytest.param("No m'ho he repensat pas", id="no second thoughts"),
        pytest.param("Quiero seguir de baja", id="to stay away"),
        pytest.param("Desfeu la baixa de la Maria", id="of somebody else"),
        pytest.param("Diuen que no he estat jo", id="told of"),
        pytest.param("No us he demanat que em torneu a posar a la llista", id="not to be put back"),
        pytest.param("No he estat jo. " + "Us explico com va anar tot plegat. " * 12, id="a long story"),
    ],
)
def test_what_leaves_room_for_another_meaning_is_for_a_person(text: str) -> None:
    assert taking_back(text, "Re: Llista de WhatsApp: ja està fet") is Retraction.UNCLEAR


@pytest.mark.parametrize(
    "text",
    [
        "Gràcies!",
        "Encara rebo missatges",
        "Quan em traureu del telèfon?",
        "No desfeu res",
        "12345678Z",
        "Do not put me back",
    ],
)
def test_other_words_take_nothing_back(text: str) -> None:
    assert taking_back(text, "Re: Llista de WhatsApp: ja està fet") is Retraction.NONE


def test_the_subject_counts_where_she_wrote_it() -> None:
    assert taking_back("", "No he estat jo") is Retraction.PLAIN
    assert taking_back("", "Re: no he estat jo") is Retraction.NONE


def test_a_name_that_is_not_hers_may_be_whom_she_means() -> None:
    assert taking_back("No he estat jo.\nRoser", names=["Roser Vilalta"]) is Retraction.PLAIN
    assert taking_back("No he estat jo.\nMaria", names=["Roser Vilalta"]) is Retraction.UNCLEAR


def test_words_in_another_script_beside_a_retraction_are_heard() -> None:
    assert taking_back("No he estat jo. Нет") is Retraction.UNCLEAR
