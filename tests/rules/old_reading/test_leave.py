"""A wish to leave is believed when it is one, now, and of this list; whatever speaks against it wins."""

import pytest

from rules.findings import Doubt
from rules.old_reading.leave import read_leave
from rules.old_reading.senses import Sense

OFFICIAL = "BAIXA Informació Ajuntament de Vallclara WhatsApp"


def sense(subject: str, text: str, *, has_data: bool = True) -> Sense:
    return read_leave(subject, text, has_data=has_data, place="Vallclara").sense


def doubts(subject: str, text: str) -> tuple[Doubt, ...]:
    return read_leave(subject, text, has_data=True, place="Vallclara").doubts


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        pytest.param(OFFICIAL, "", id="the official subject alone"),
        pytest.param("BAIXA INFORMACIO AJUNTAMENT VALLCLARA WATSAP", "", id="the subject misspelt"),
        pytest.param("hola", "Doneu-me de baixa de la llista de difusió", id="imperative"),
        pytest.param("hola", "M'agradaria que em donéssiu de baixa del WhatsApp", id="subjunctive"),
        pytest.param("hola", "Sol·licito la baixa del servei d'avisos per WhatsApp", id="formal"),
        pytest.param("hola", "em podeu treure del guasap de l'ajuntament??", id="a request as a question"),
        pytest.param("hola", "No vull rebre més missatges al WhatsApp", id="no more messages"),
        pytest.param("hola", "Renuncio a rebre els vostres WhatsApps", id="renouncing"),
        pytest.param("hola", "Retiro el consentiment per a la llista de WhatsApp", id="consent withdrawn"),
        pytest.param(
            "WhatsApp", "Esborreu el meu número, si us plau", id="my number, the list in the subject"
        ),
        pytest.param("hola", "Quiero darme de baja de la lista de difusión", id="Spanish"),
        pytest.param("hola", "No me manden más whatsapps", id="Spanish, no more"),
        pytest.param("bonjour", "Je ne souhaite plus recevoir les messages WhatsApp", id="French"),
        pytest.param("hello", "Please remove me from the WhatsApp list", id="English"),
        pytest.param("WhatsApp", "Could you take me off the distribution list?", id="English, distribution"),
        pytest.param(
            "hola",
            "Vull donar-me de baixa de la llista de difusió\nd'aquest ajuntament perquè em vaig "
            "donar\nd'alta per error",
            id="joined long ago",
        ),
        pytest.param(
            OFFICIAL, "La meva filla em va apuntar a això i jo no ho miro mai", id="joined by another"
        ),
        pytest.param(
            OFFICIAL, "Ens hem venut la casa i el comptador de l'aigua ja no és nostre", id="says why"
        ),
        pytest.param(OFFICIAL, "Si us plau, si pot ser avui mateix", id="courtesies with si"),
        pytest.param(OFFICIAL, "Per motius personals, demano la baixa", id="personal reasons before"),
        pytest.param(
            OFFICIAL, "Demano la baixa per motius personals i de feina", id="personal reasons after"
        ),
        pytest.param(OFFICIAL, "No he rebut mai res i vull la baixa", id="nothing received"),
        pytest.param(OFFICIAL, "Visc a Camprodon i ja no pujo", id="lives elsewhere"),
        pytest.param("hola", "Doneu de baixa l'usuari 622010203 del WhatsApp", id="the subscriber's line"),
        pytest.param("hola", "Doneu de baixa la Gemma de la llista de difusió", id="a name for an object"),
        pytest.param("Baixa WhatsApp d'en Pere Camprubí Soler", "", id="whose number, in the subject"),
        pytest.param("hola", "Baixa del WhatsApp de la Roser Vilalta, 12345678Z", id="whose number"),
        pytest.param("hola", "Demanem la baixa del WhatsApp dels dos", id="of both"),
        pytest.param(
            OFFICIAL,
            "Doneu-me'n de baixa: tinc un mòbil nou i ja ho porta el nou amo.",
            id="a new telephone",
        ),
        pytest.param(
            "hi", "Take me off the WhatsApp broadcast list of the town hall", id="English, of the town"
        ),
        pytest.param(
            "RGPD",
            "Exerceixo el dret de supressió i oposició respecte de l'enviament de missatges de WhatsApp",
            id="rights",
        ),
        pytest.param(OFFICIAL, "El meu pare ja us va escriure. Em dono de baixa.", id="in so few words"),
        pytest.param("Fora del whatsapp", "Tramiteu la meva baixa", id="out of it"),
        pytest.param("WhatsApp", "Demano la baixa definitiva de la llista", id="for good"),
        pytest.param("BIAXA Informació Ajuntament de Vallclara", "", id="letters changed about"),
        pytest.param("BAIXAInformació Ajuntament de Vallclara WhatsApp", "", id="words run together"),
        pytest.param("BAIXA_Informacio_Ajuntament_WhatsApp", "", id="underscores for blanks"),
        pytest.param("Informació Ajuntament de Vallclara WhatsApp: BAIXA", "", id="the word last"),
        pytest.param("baixa info Vallclara", "", id="the list by its short name"),
        pytest.param("hola", "vull donarme de baixa del watsapp de lajuntament", id="no apostrophe"),
        pytest.param("hi", "I withdraw my consent to receive WhatsApp messages", id="English, consent"),
        pytest.param("hi", "Please take me off the Vallclara WhatsApp list", id="English, the town's list"),
        pytest.param("hi", "I'd like to stop getting the WhatsApp messages", id="English, getting"),
        pytest.param("hi", "please no more whatsapp messages from the town hall", id="English, no more"),
        pytest.param(
            "x", "Elimineu el meu número de la vostra agenda i de la llista de WhatsApp", id="agenda and list"
        ),
        pytest.param("hi", "Please deregister my phone from the WhatsApp list", id="English, deregister"),
        pytest.param("x", "Je souhaite résilier mon inscription au service WhatsApp", id="French, résilier"),
    ],
)
def test_a_request_is_a_request(subject: str, text: str) -> None:
    assert sense(subject, text) is Sense.REQUEST


@pytest.mark.parametrize(
    ("subject", "text", "wanted"),
    [
        pytest.param("Consulta", "Com em puc donar de baixa del WhatsApp?", Sense.QUESTION, id="how"),
        pytest.param(
            "Consulta",
            "¿Qué tengo que hacer para darme de baja de la lista?",
            Sense.QUESTION,
            id="how, Spanish",
        ),
        pytest.param(OFFICIAL, "Em podríeu dir si ja estic donada de baixa?", Sense.QUESTION, id="whether"),
        pytest.param("WhatsApp", "No em vull donar de baixa de la llista", Sense.REFUSAL, id="no"),
        pytest.param("WhatsApp", "No em vull donar de baixa del WhatsApp", Sense.REFUSAL, id="no, WhatsApp"),
        pytest.param("WhatsApp", "No quiero que me borréis del WhatsApp", Sense.REFUSAL, id="no, Spanish"),
        pytest.param("hi", "I don't want to leave the WhatsApp list", Sense.REFUSAL, id="no, English"),
        pytest.param("x", "Je ne veux pas quitter la liste WhatsApp", Sense.REFUSAL, id="no, French"),
        pytest.param(
            "WhatsApp", "No us vull demanar la baixa dels avisos", Sense.REFUSAL, id="does not ask for it"
        ),
        pytest.param("x", "Em vull informar sobre la baixa del WhatsApp", Sense.MAYBE, id="informs himself"),
        pytest.param("WhatsApp", "No cal que em doneu de baixa ni res", Sense.REFUSAL, id="not needed"),
        pytest.param(
            "WhatsApp", "Em vull donar d'alta, no de baixa", Sense.REFUSAL, id="joining, not leaving"
        ),
        pytest.param("llista", "La Gemma no s'ha de donar de baixa", Sense.REFUSAL, id="must not be"),
        pytest.param(OFFICIAL, "Jo no he demanat cap baixa", Sense.REFUSAL, id="never asked"),
        pytest.param("WhatsApp", "M'heu tret de la llista sense avisar", Sense.REFUSAL, id="complains"),
        pytest.param("Re: " + OFFICIAL, "Al final no, em quedo a la llista", Sense.TAKE_BACK, id="stays"),
        pytest.param(
            "WhatsApp", "Voldria anul·lar la baixa que vaig demanar", Sense.TAKE_BACK, id="annuls the leave"
        ),
        pytest.param(OFFICIAL, "Si no pareu de nit, doneu-me de baixa", Sense.CONDITION, id="condition"),
        pytest.param(
            "WhatsApp", "O pareu d'enviar tants avisos o em dono de baixa", Sense.CONDITION, id="ultimatum"
        ),
        pytest.param(
            OFFICIAL,
            "Vam quedar que la baixa del cotxe la faríeu",
            Sense.BOTH_MATTERS,
            id="a car, in passing",
        ),
        pytest.param(
            OFFICIAL, "La llicència és per a la planta baixa", Sense.BOTH_MATTERS, id="a ground floor"
        ),
        pytest.param(
            OFFICIAL, "Doneu-me de baixa del grup de WhatsApp de regidors", Sense.OTHER_LIST, id="councillors"
        ),
        pytest.param(OFFICIAL, "Vull donar de baixa la bugaderia", Sense.MENTION, id="a strange thing"),
        pytest.param(
            OFFICIAL, "El meu home us va demanar la baixa però jo no la vull", Sense.REFUSAL, id="not hers"
        ),
        pytest.param(
            OFFICIAL,
            "En cas que calgui pagar, considereu-me de baixa de la llista",
            Sense.CONDITION,
            id="in case",
        ),
        pytest.param(
            "Baixa",
            "Em dono de baixa de soci del club, el grup de WhatsApp ja l'he deixat",
            Sense.OTHER_MATTER,
            id="a member of a club",
        ),
        pytest.param(OFFICIAL, "Us adjunto la factura de la sonda.", Sense.MENTION, id="a bill"),
        pytest.param(OFFICIAL, "Jo el que vull és queixar-me de la neu.", Sense.MENTION, id="a complaint"),
        pytest.param(OFFICIAL, "Ho rebo tot dues vegades, ho podeu arreglar?", Sense.MENTION, id="a fault"),
        pytest.param(OFFICIAL, "Quins números teniu a nom meu?", Sense.MENTION, id="what is known of me"),
        pytest.param(OFFICIAL, "M'ha dit que ja m'hi havia tret. És així?", Sense.MENTION, id="is it so"),
        pytest.param("WhatsApp", "Bitte aus der WhatsApp-Liste entfernen", Sense.MENTION, id="German"),
        pytest.param("WhatsApp", "Vorrei disiscrivermi dalla lista WhatsApp", Sense.MENTION, id="Italian"),
        pytest.param(OFFICIAL, "Ajorneu la baixa que us vaig demanar", Sense.TAKE_BACK, id="not now"),
        pytest.param(
            "BAIXA",
            "Vull deixar de rebre els correus, el WhatsApp sí que el vull",
            Sense.REFUSAL,
            id="the list they want",
        ),
        pytest.param(
            "BAIXA",
            "Us vaig escriure pel WhatsApp: vull deixar de rebre els rebuts",
            Sense.OTHER_MATTER,
            id="what else is sent",
        ),
        pytest.param(
            "Baixa", "Demano la baixa de la subscripció a la revista", Sense.OTHER_MATTER, id="a magazine"
        ),
        pytest.param(
            "Baixa",
            "Que es doni de baixa l'expedient i s'avisi per WhatsApp",
            Sense.OTHER_MATTER,
            id="a file, and who is to be told",
        ),
        pytest.param(
            "WhatsApp", "Estic pensant a donar-me de baixa de la llista", Sense.MAYBE, id="thinking of it"
        ),
        pytest.param(
            "Canvi", "He canviat de mòbil, per a la llista de WhatsApp", Sense.CHANGE, id="new number"
        ),
        pytest.param("WhatsApp", "Podeu corregir el meu nom a la llista?", Sense.CORRECTION, id="wrong name"),
        pytest.param(
            "Baixa",
            "Doneu-me de baixa i doneu d'alta la meva germana al WhatsApp",
            Sense.MIXED,
            id="off and on",
        ),
        pytest.param(
            "Baixa", "Vull sortir del grup de WhatsApp de l'AFA", Sense.OTHER_LIST, id="a school's list"
        ),
        pytest.param(
            "Baixa",
            "Doneu-me de baixa dels avisos de l'Ajuntament de Camprodon",
            Sense.OTHER_LIST,
            id="a neighbour's",
        ),
        pytest.param(
            "Baixa",
            "Doneu-me de baixa del grup de WhatsApp dels Amics de la Sardana",
            Sense.OTHER_LIST,
            id="unknown",
        ),
        pytest.param("Baixa", "Vull la baixa del grup d'en Pere Camprubí", Sense.OTHER_LIST, id="his group"),
        pytest.param("Baixa", "Baixa del WhatsApp de la Mercè de Vic", Sense.OTHER_LIST, id="a feast's"),
        pytest.param(
            "Baixa",
            "Doneu-me de baixa del WhatsApp. També demano la baixa del padró.",
            Sense.BOTH_MATTERS,
            id="two",
        ),
        pytest.param("Baixa", "Vull donar-me de baixa.", Sense.BARE, id="of nothing said"),
        pytest.param(
            "Baixa", "Demano la baixa de l'aigua i del WhatsApp", Sense.BOTH_MATTERS, id="one clause, two"
        ),
        pytest.param("Baixa", "Voldria la baixa del trespol", Sense.MENTION, id="a thing we do not know"),
        pytest.param(
            "Baixa", "Voldria la baixa del servei de bugaderia", Sense.MENTION, id="a service not known"
        ),
        pytest.param(
            "Baixa", "Sobre el comptador de l'aigua, vull la baixa", Sense.OTHER_MATTER, id="said before"
        ),
        pytest.param("Baixa del WhatsApp?", "", Sense.QUESTION, id="a question for a subject"),
        pytest.param("Re: " + OFFICIAL, "D'acord.\n\nGemma\n622010203", Sense.MENTION, id="thanks, signed"),
        pytest.param(
            "Re: " + OFFICIAL, "Voldria cita pel padró", Sense.MENTION, id="another matter in the thread"
        ),
        pytest.param("Informació WhatsApp", "Gemma Torrent 622010203", Sense.MENTION, id="only data"),
        pytest.param(
            "Hola", "¿Podemos apuntarnos a la lista y luego darnos de baja?", Sense.NONE, id="may we join"
        ),
        pytest.param("Re: " + OFFICIAL, "I per a què voleu el DNI?", Sense.QUESTION, id="asks back"),
    ],
)
def test_what_speaks_against_a_request_wins(subject: str, text: str, wanted: Sense) -> None:
    assert sense(subject, text, has_data=not text.endswith("DNI?")) is wanted


OTHER_MEANINGS = [
    "Em vull donar de baixa del padró d'habitants",
    "Baja de oficio por inscripción indebida",
    "Us comunico la defunció del pare: doneu-lo de baixa del padró",
    "Us envio el comunicat de baixa mèdica",
    "La treballadora agafa la baixa per maternitat",
    "Estic de baixa fins dilluns",
    "Solicito la baja del vado número 7",
    "Vull tramitar la baixa de l'activitat econòmica",
    "Sol·licito la baixa de la terrassa a la via pública",
    "Vull donar de baixa la taxa d'escombraries",
    "Demano la baixa definitiva de l'IVTM del vehicle",
    "Vull donar de baixa temporal el tractor",
    "Doneu de baixa el comptador de l'aigua",
    "Demà hi haurà un tall a la xarxa de baixa tensió",
    "Legalització d'una instal·lació de baixa tensió",
    "Informe del proveïment d'aigua en baixa",
    "Obres al local de la planta baixa",
    "Consulta sobre la zona de baixes emissions",
    "Tarifes de temporada baixa",
    "Temperatures baixes i cota de neu baixa",
    "L'oferta incorre en baixa temerària",
    "Baixa de l'inventari municipal de béns",
    "Expedient de baixa d'obligacions reconegudes",
    "Es finança amb baixes d'altres partides",
    "Vull donar de baixa la domiciliació bancària del rebut",
    "Sol·licito la baixa de les notificacions electròniques",
    "Demano la baixa de l'usuari EACAT",
    "Sol·licito la baixa de l'habitatge d'ús turístic",
    "Baixa de l'explotació ramadera: ja no tinc bestiar",
    "Vull donar de baixa el gos del cens d'animals",
    "Donem de baixa la nena del casal d'estiu",
    "Baixa de la parada de la fira",
    "Sol·licitem la baixa de l'associació del registre municipal d'entitats",
    "Baixa de la concessió del nínxol 14",
    "Confirmem la baixa de la línia telefònica",
    "Reps aquest butlletí perquè t'hi vas apuntar. Baixa: https://butlleti.example/baixa",
    "Vull donar-me de baixa de la borsa de treball",
    "Baixa de l'ajut de lloguer",
    "Baixa de l'arma tipus D",
    "Cal una tarja més baixa i preocupa la baixa participació",
    "No puc baixar el document; em diuen: baixa't l'app",
    "Els veïns de la part baixa del poble es queixen",
    "Renuncio a l'hort municipal, doneu-me de baixa",
    "Doneu-me de baixa del sorteig de la llenya",
    "La Laia ja no agafa el transport escolar: cal donar-la de baixa",
    "L'ascensor no baixa a la planta -1",
    "Si el preu no baixa no comprem el terreny",
    "El riu baixa molt ple i el pont perilla",
    "La mare és en una residència, cal donar de baixa la teleassistència",
    "Doneu de baixa el wifi de la sala polivalent",
    "Relació d'altes i baixes de personal del mes de maig",
    "Adjunto la foto de la baixa que m'ha fet el metge",
]


@pytest.mark.parametrize("text", OTHER_MEANINGS)
def test_another_meaning_of_the_word_is_never_a_wish_to_leave(text: str) -> None:
    assert sense("Consulta", text) in {Sense.OTHER_MATTER, Sense.NONE}


@pytest.mark.parametrize("text", OTHER_MEANINGS)
def test_another_meaning_stays_one_beside_a_word_for_the_list(text: str) -> None:
    assert sense("Consulta", f"{text}. Contesteu-me per WhatsApp.") not in {Sense.REQUEST, Sense.BARE}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Doneu-me de baixa de la llista a partir del mes que ve", (Doubt.FUTURE,)),
        ("A partir d'ara no vull rebre més WhatsApps", ()),
        ("Doneu-me de baixa de la llista després de Reis", (Doubt.FUTURE,)),
        ("Marxem al juny. Doneu-me de baixa de la llista aleshores.", (Doubt.FUTURE,)),
        ("Doneu-me de baixa de la llista. Em podeu confirmar que s'ha fet?", ()),
        ("Doneu-me de baixa de la llista. Com sabré que la baixa és feta?", (Doubt.QUESTION,)),
    ],
)
def test_a_time_to_come_is_a_doubt(text: str, wanted: tuple[Doubt, ...]) -> None:
    assert doubts("WhatsApp", text) == wanted


def test_thanks_in_a_thread_about_leaving_ask_for_nothing() -> None:
    assert sense("Re: " + OFFICIAL, "Moltes gràcies per la rapidesa!", has_data=False) is Sense.THANKS


def test_data_under_the_official_subject_of_a_thread_are_the_answer_we_wait_for() -> None:
    assert sense("Re: " + OFFICIAL, "El DNI és 12345678Z") is Sense.REQUEST


def test_a_newsletter_that_tells_how_to_leave_it_wants_nothing() -> None:
    assert (
        sense("News", "If you wish to unsubscribe from this list, click here", has_data=False) is Sense.NONE
    )


def test_the_words_that_decided_are_kept_for_the_reason() -> None:
    leave = read_leave("hola", "Doneu-me de baixa del WhatsApp", has_data=True, place="Vallclara")

    assert "doneu-me de baixa" in leave.words
