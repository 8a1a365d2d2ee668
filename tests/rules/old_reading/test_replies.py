"""What a resident answers to our letter is never thrown away, unless it is thanks."""

import pytest

from rules.books.decision import Outcome, Reason
from rules.books.facts import Facts, Thread
from rules.books.policy import decide
from rules.findings import Kind, Reading, Voice
from rules.old_reading.replies import Retraction, is_confirmation, is_only_thanks, taking_back
from tests.rules.persons import NOW


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
        "Moltes gràcies per la rapidesa, i records a la Montse!",
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
        "no sóc jo",
        "No sóc jo qui us ha escrit",
        "Jo no us he escrit pas",
        "Perdoneu però jo no us he escrit pas per donar-me de baixa.",
        "Això no ho he escrit jo",
        "Jo no en sé res",
        "Apunteu-me altra vegada",
        "Poseu-me a la llista un altre cop, si us plau",
        "Je n'ai rien demandé",
        "Aquesta baixa no l'he demanat jo",
        "Jo no m'he donat de baixa",
        "No em doneu de baixa!",
        "Deixeu-ho com estava",
        "Anuleu la baixa",
        "No! Jo vull continuar rebent els missatges",
        "Bon dia. No, no he estat jo.",
        "Yo no les he escrito",
        "No soy yo quien ha escrito esto",
        "Esta baja no la he pedido yo",
        "Jo no he demanat cap baixa\nAbans d'imprimir aquest correu penseu en el medi ambient.",
        "No he estat jo\nSi l'heu rebut per error, esborreu-lo.",
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
        pytest.param("No", id="to what? a clerk may have asked by hand"),
        pytest.param("No, gràcies", id="to what we offered?"),
        pytest.param("No, m'ho he pensat millor", id="no to what?"),
        pytest.param("Ha estat el meu net, que jugava amb el mòbil", id="a child, who may have helped"),
        pytest.param("No us he escrit per donar-me de baixa, sinó pel mòbil nou", id="for something else"),
        pytest.param("Perdoneu que no us he escrit abans", id="sorry for being late"),
        pytest.param("Apunteu-me altra vegada al casal", id="to something else"),
        pytest.param("No em doneu de baixa encara", id="not yet"),
        pytest.param("Deixeu-ho com està", id="as it is, not as it was"),
        pytest.param("No anul·leu la baixa", id="not to be annulled"),
        pytest.param("Jo no en sé res, pregunteu-ho a la meva filla", id="her daughter may know"),
        pytest.param("No sóc jo la titular", id="another's telephone"),
        pytest.param("No he estat jo\nD'acord amb el RGPD, esborreu-ho tot", id="and wants more"),
        pytest.param("No he estat jo\nAquest correu és confidencial: no desfeu res encara", id="not yet"),
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


@pytest.mark.parametrize(
    "text",
    [
        "Sí sóc jo, vull la baixa",
        "Sí, he estat jo",
        "D'acord, he estat jo, gràcies",
        "Sí, l'he demanada jo.\nRoser Vilalta",
        "Correcte, gràcies",
        "Sí, he sido yo",
        "Us confirmo la baixa. Salutacions",
    ],
)
def test_who_says_that_it_was_she_confirms(text: str) -> None:
    assert is_confirmation(text, "Re: ja està fet", names=["Roser Vilalta Camps"])
    assert taking_back(text, "Re: ja està fet") is Retraction.NONE


@pytest.mark.parametrize(
    "text",
    [
        "Sí",
        "No sóc jo",
        "No ho he demanat jo",
        "He estat jo?",
        "Sí, he estat jo, però m'ho he repensat",
        "Vull la baixa i la de la meva dona també",
        "Sí, sóc jo, i encara rebo missatges",
        "Correcte. El meu mòbil nou és el 611222333",
        "Gràcies",
    ],
)
def test_whatever_else_stands_beside_confirms_nothing(text: str) -> None:
    assert not is_confirmation(text, "Re: ja està fet")


def test_a_subject_of_her_own_confirms_nothing_by_itself() -> None:
    assert not is_confirmation("Sí, he estat jo", "Llicència d'obres")


def test_the_subject_counts_where_she_wrote_it() -> None:
    assert taking_back("", "No he estat jo") is Retraction.PLAIN
    assert taking_back("", "Re: no he estat jo") is Retraction.NONE


def test_a_name_that_is_not_hers_may_be_whom_she_means() -> None:
    assert taking_back("No he estat jo.\nRoser", names=["Roser Vilalta"]) is Retraction.PLAIN
    assert taking_back("No he estat jo.\nMaria", names=["Roser Vilalta"]) is Retraction.UNCLEAR


def test_words_in_another_script_beside_a_retraction_are_heard() -> None:
    assert taking_back("No he estat jo. Нет") is Retraction.UNCLEAR


def test_a_no_that_a_narrow_screen_broke_off_takes_nothing_back_by_itself() -> None:
    assert taking_back("no\nvull continuar rebent els missatges") is not Retraction.PLAIN
