"""An answer to a letter of ours is what all its words say together; at one unknown word a person sees."""

import pytest

from rules.intent.answer import Answer, answer_of
from rules.people.gathering import gather
from rules.text.tokens import Text

ROSER = "Roser Vilalta Camps"


def with_data(text: str) -> Answer:
    return answer_of(text, names=[ROSER], data=gather(Text(text), own_numbers=frozenset()))


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
    assert answer_of(text, names=[ROSER]).is_thanks


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
    assert not answer_of(text).is_thanks


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
    ],
)
def test_who_says_plainly_that_it_was_not_she_takes_the_leave_back(text: str) -> None:
    assert answer_of(text, names=[ROSER, None]).takes_back


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
        pytest.param("Jo no he demanat la llicència d'obres", id="another matter"),
        pytest.param("He canviat d'opinió sobre la festa major", id="of another matter"),
        pytest.param("No m'ho he repensat pas", id="no second thoughts"),
        pytest.param("Desfeu la baixa de la Maria", id="of somebody else"),
        pytest.param("Diuen que no he estat jo", id="told of"),
        pytest.param("No us he demanat que em torneu a posar a la llista", id="not to be put back"),
        pytest.param("No", id="to what? a clerk may have asked by hand"),
        pytest.param("No, gràcies", id="to what we offered?"),
        pytest.param("No, m'ho he pensat millor", id="no to what?"),
        pytest.param("Ha estat el meu fill, que jugava amb el mòbil", id="a child, who may have helped"),
        pytest.param("No us he escrit per donar-me de baixa, sinó pel mòbil nou", id="for something else"),
        pytest.param("Perdoneu que no us he escrit abans", id="sorry for being late"),
        pytest.param("Apunteu-me altra vegada al casal", id="to something else"),
        pytest.param("No em doneu de baixa encara", id="not yet"),
        pytest.param("No he demanat res més", id="nothing else"),
        pytest.param("Cancel·leu la baixa i torneu-me a donar de baixa", id="the leave again"),
        pytest.param("Jo no en sé res, pregunteu-ho a la meva filla", id="her daughter may know"),
        pytest.param("No sóc jo la titular", id="another's telephone"),
        pytest.param("No he estat jo\nD'acord amb el RGPD, esborreu-ho tot", id="and wants more"),
        pytest.param("No he estat jo\nAquest correu és confidencial: no desfeu res encara", id="not yet"),
        pytest.param("No he estat jo. " + "Us explico com va anar tot plegat. " * 12, id="a long story"),
    ],
)
def test_what_leaves_room_for_another_meaning_is_for_a_person(text: str) -> None:
    said = answer_of(text)

    assert said.may_take_back
    assert not said.takes_back


@pytest.mark.parametrize(
    "text",
    [
        "Gràcies!",
        "Encara rebo missatges",
        "Quan em traureu del telèfon?",
        "No desfeu res",
        "12345678Z",
        "Do not put me back",
        "Deixeu-ho com està",
        "No anul·leu la baixa",
        "No em torneu a donar d'alta",
        "No vull tornar a la llista",
        "No vull seguir rebent missatges",
        "Quiero seguir de baja",
    ],
)
def test_other_words_take_nothing_back(text: str) -> None:
    assert not answer_of(text).may_take_back


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
    said = answer_of(text, names=[ROSER])

    assert said.confirms
    assert not said.may_take_back


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
    assert not answer_of(text).confirms


def test_a_name_that_is_not_hers_may_be_whom_she_means() -> None:
    assert answer_of("No he estat jo.\nRoser", names=["Roser Vilalta"]).takes_back
    assert not answer_of("No he estat jo.\nMaria", names=["Roser Vilalta"]).takes_back


def test_words_in_another_script_beside_a_retraction_are_heard() -> None:
    assert not answer_of("No he estat jo. Нет").takes_back


def test_a_no_that_a_narrow_screen_broke_off_takes_nothing_back_by_itself() -> None:
    assert not answer_of("no\nvull continuar rebent els missatges").takes_back


@pytest.mark.parametrize(
    "text",
    [
        "Sí, vull la llista",
        "Sí, poseu-m'hi",
        "Confirmo la subscripció",
        "Sí, al correu",
        "Sí, m'interessa",
        "Sí, rebut",
        "Sí que vull rebre",
        "Sí, vull més",
        "És el que vull?",
        "Sí, quan ho vull",
        "Ho vull pensar",
        "No és correcte",
        "Sí, he estat jo, però no ho feu",
        "Sí, l'1 de gener",
        "Sí, de la Maria",
        "Vull la baixa?",
        "El mòbil és el 600 111 222",
    ],
)
def test_what_is_no_plain_yes_takes_nobody_off(text: str) -> None:
    assert not with_data(text).is_yes


@pytest.mark.parametrize(
    "text",
    [
        *("No ho sé", "No, gràcies, vull la baixa", "No m'interessa", "No més", "No la vull", "No, espereu"),
        *("Sí, vull seguir rebent-los", "Vull seguir endavant", "Vull seguir amb la baixa", "No vull seguir"),
        *("Vull quedar-me fora", "Vull quedar-me sense missatges", "No, vull canviar de número"),
        *("Vull seguir rebent només els urgents", "Vull seguir rebent-los fins al gener"),
        *("Vull rebre les dades", "Vull quedar amb vosaltres", "Vull seguir així"),
        *("No vull anul·lar-ho", "No vull que ho anul·leu"),
        *("No, gràcies, no vull rebre'ls", "No vull marxar però traieu-me", "El meu pare vol seguir"),
    ],
)
def test_what_is_no_plain_no_closes_nothing(text: str) -> None:
    assert not with_data(text).is_no


@pytest.mark.parametrize(
    "text",
    [
        *("No", "No, gràcies.", "No he estat jo", "Em quedo a la llista", "No ho vull"),
        *("No, vull seguir rebent-los", "No, gràcies, vull seguir rebent-los.", "Prefereixo quedar-me"),
        *("No, me quiero quedar", "No, no vull marxar", "No, quiero seguir recibiéndolos, gracias"),
    ],
)
def test_who_does_not_want_to_leave_says_no(text: str) -> None:
    assert with_data(text).is_no


@pytest.mark.parametrize(
    "text",
    [
        "Poseu-me a la llista",
        "ja no cal",
        "No és meu",
        "Aquest número ja no és meu",
        "de la Maria",
        "El meu número nou",
        "Ho he deixat",
        "Doneu d'alta la meva dona",
    ],
)
def test_what_may_turn_the_data_beside_it_is_heard(text: str) -> None:
    assert with_data("12345678Z, 600 111 222").gives_data
    assert not with_data(f"12345678Z. {text}").gives_data
