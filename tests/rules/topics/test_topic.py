"""What is addressed to the list, or about it, has its topic; what names it in passing has none."""

import pytest

from rules.findings import Because, Kind, Reading, Topic
from rules.vocabulary.lists import names_another
from tests.rules.messages import TOWN, mail, read


def said(*fields: str, body: str, sender: str = "Pia Roca <pia@bustia.example>") -> Reading:
    """What a mail of these words says."""
    written = mail("Content-Type: text/plain; charset=utf-8", *fields, body=body, sender=sender)
    return read(written, TOWN)


STAFF = "Secretaria <secretaria@vallclara.cat>"
ADDRESSED = [
    pytest.param("Incidència", "Per al canal de WhatsApp: una branca talla el carrer Major.", id="for"),
    pytest.param("Per al canal de WhatsApp", "Bon dia, no surt aigua a la plaça.", id="subject"),
    pytest.param("Canal de WhatsApp", "Hola, al camí de dalt hi ha un arbre caigut.", id="its name"),
    pytest.param("Fanal", "Us escric pel canal de l'Ajuntament: el fanal és fos.", id="told by it"),
    pytest.param("Aviso", "Aviso al WhatsApp del Ayuntamiento: hay un socavón en la calle.", id="in Spanish"),
    pytest.param("Neu", "Com que el WhatsApp serveix per avisar d'incidències: cable a terra.",
                 id="what it is for"),
    pytest.param("Arbre", "Vau dir que el canal de WhatsApp era per avisar: ha caigut un arbre al pas.",
                 id="what was said of it"),
]  # fmt: skip
IN_PASSING = [
    pytest.param("Fuita", "Hi ha una fuita d'aigua al carrer Major 3.", id="not at all"),
    pytest.param(
        "Soroll", "Hi ha soroll cada nit. Us vaig enviar un WhatsApp i ningú no contesta.", id="before"
    ),
    pytest.param(
        "Clot", "Hi ha un clot davant de casa. Em podeu contestar pel WhatsApp.", id="how to answer"
    ),
    pytest.param("Fanal fos", "Hi ha un fanal fos. Us envio fotos pel WhatsApp.", id="where photographs go"),
    pytest.param(
        "Curs",
        "Fem un curs de WhatsApp per a gent gran a la biblioteca, us interessa oferir-lo?",
        id="lessons given",
    ),
    pytest.param("Re: Canal de WhatsApp", "El fanal de casa està fos.", id="the subject answered"),
    pytest.param(
        "Grup", "Us escric pel WhatsApp del club d'esquí: hi ha un arbre caigut.", id="another list"
    ),
]


@pytest.mark.parametrize(("subject", "text"), ADDRESSED)
def test_an_incident_is_one_where_it_is_told_to_the_list(subject: str, text: str) -> None:
    reading = said(f"Subject: {subject}", body=text)

    assert (reading.topic, reading.bothers) == (Topic.INCIDENT, None)


@pytest.mark.parametrize(
    "text",
    [
        "Bon dia, us escric per al canal de WhatsApp. Un roc talla el pas al camí del Serrat.",
        "Per al canal de WhatsApp: ha baixat una esllavissada al camí del Serrat i no s'hi passa.",
    ],
)
def test_who_tells_an_incident_with_their_mobile_is_not_asked_whether_they_leave(text: str) -> None:
    reading = said("Subject: Camí tallat", body=f"{text}\nPia Roca\n612 34 33 51\n")

    assert reading.kind is not Kind.BAIXA
    assert reading.topic is Topic.INCIDENT


@pytest.mark.parametrize(("subject", "text"), IN_PASSING)
def test_the_town_halls_own_post_has_no_topic(subject: str, text: str) -> None:
    reading = said(f"Subject: {subject}", body=text)

    assert (reading.kind, reading.topic) == (Kind.OTHER, None)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Aigua", "He vist al canal de WhatsApp que talleu l'aigua, i a casa no surt."),
        ("Deixalles", "Al WhatsApp vau dir que passava dijous, i el contenidor és ple."),
    ],
)
def test_who_writes_of_what_they_read_there_is_at_most_shown(subject: str, text: str) -> None:
    reading = said(f"Subject: {subject}", body=text)

    assert reading.topic is None or reading.bothers is not None


def test_the_places_given_up_of_an_activity_are_no_leave() -> None:
    text = (
        "Bon dia, ens podríeu passar això pel canal? «Caminada de tardor de la Colla de la Font, diumenge 8 "
        "de novembre a les 9 a la plaça. Inscripcions i baixes, fins divendres, al 612 345 678.» Pia Roca Mas"
    )

    reading = said("Subject: Per al canal de WhatsApp: caminada", body=text)

    assert (reading.kind, reading.topic) == (Kind.UNSURE, Topic.ANNOUNCEMENT)


def test_who_asks_to_be_taught_beside_a_word_of_a_fault_is_to_be_taught() -> None:
    text = (
        "En vuestro cartel pone que enseñáis a usar los mensajes del ayuntamiento. Lo pido: sé abrirlos, "
        "pero no mandar la foto de una avería. ¿Hay que llevar el móvil? Pia Roca Mas, 612 345 678"
    )

    assert said(body=text).topic is Topic.TRAINING


def test_a_family_record_book_names_no_list_of_families() -> None:
    assert not names_another("us envio per la llista de difusio el llibre de familia")
    assert names_another("us escric de la llista de difusio de families")


def test_what_staff_say_is_for_the_list_is_heard_as_told_to_it() -> None:
    written = mail(
        "Subject: Arbre", body="Hi ha un arbre caigut al camí de dalt.", sender="pia@bustia.example"
    )

    assert read(written, TOWN).topic is None
    assert read(written, TOWN, said_ours=True).topic is Topic.INCIDENT


@pytest.mark.parametrize(
    ("text", "is_urgent"),
    [
        pytest.param("no surt aigua a la plaça", True, id="water"),
        pytest.param("som sense llum al veïnat de dalt", True, id="electricity"),
        pytest.param("una esllavissada talla la carretera", True, id="the road"),
        pytest.param("hi ha un cable a terra davant l'escola", True, id="danger"),
        pytest.param("hi ha una branca al mig del carrer i és urgent", True, id="said to be"),
        pytest.param("el fanal del carrer de la Font està fos", False, id="a lamp"),
        pytest.param("el contenidor del pont és ple", False, id="a bin"),
    ],
)
def test_what_may_harm_or_cannot_wait_is_urgent(text: str, is_urgent: bool) -> None:
    reading = said(body=f"Per al canal de WhatsApp: {text}.")

    assert (reading.topic, reading.urgent) == (Topic.INCIDENT, is_urgent)


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        (Topic.QUESTION, "Bon dia, com funciona la llista?"),
        (Topic.QUESTION, "Com em puc donar d'alta al canal de WhatsApp?"),
        (Topic.QUESTION, "¿Cómo me puedo dar de baja del WhatsApp del Ayuntamiento?"),
        (Topic.TRAINING, "Voldria apuntar-me a la formació per fer servir el WhatsApp de l'Ajuntament."),
        (Topic.TRAINING, "M'agradaria que m'ensenyéssiu a fer anar el canal de WhatsApp."),
        (Topic.ANNOUNCEMENT, "Podeu difondre pel canal de WhatsApp que dissabte 12 hi ha calçotada?"),
        (Topic.ANNOUNCEMENT, "Poseu-ho al WhatsApp de l'Ajuntament: diumenge, concert de la coral."),
        (Topic.ANNOUNCEMENT, "Per al canal de WhatsApp: el dia 20 a les 18 h, xerrada a l'escola."),
        (Topic.RIGHTS, "Quines dades meves teniu a la llista de WhatsApp?"),
        (Topic.RIGHTS, "Estic apuntada a la llista de WhatsApp?"),
        (Topic.RIGHTS, "Vull exercir el dret d'accés a les dades de la llista de difusió."),
        (Topic.RIGHTS, "Em podeu corregir el nom a la llista de WhatsApp?"),
        (Topic.NO_MESSAGES, "Fa un mes que no m'arriba cap missatge de la llista de WhatsApp."),
        (Topic.NO_MESSAGES, "No rebo els avisos del canal de l'Ajuntament. Què puc fer?"),
        (Topic.PROCEDURE, "Per al canal de WhatsApp: voldria empadronar-me, què he de portar?"),
        (None, "Us oferim formació de WhatsApp per al vostre ajuntament, amb bons preus."),
        (None, "Cada cop que envieu un WhatsApp sona una trompeta al pis de dalt."),
        (None, "Gràcies pel canal de WhatsApp, va molt bé."),
        (None, "El curs de zumba que surt al WhatsApp de l'Ajuntament, encara té places?"),
        (None, "Voldria empadronar-me. M'ho podeu dir pel WhatsApp."),
    ],
)
def test_what_is_asked_of_the_list_has_its_topic(topic: Topic | None, text: str) -> None:
    reading = said(body=text)

    assert reading.topic is topic
    assert reading.kind in {Kind.OTHER, Kind.UNSURE}


@pytest.mark.parametrize(
    "text",
    [
        "Hi ha un matalàs al costat del contenidor. Ja us vaig enviar un WhatsApp.",
        "Necessito un volant d'empadronament. Digueu-me per WhatsApp quan el tindreu.",
        "Necesito un certificado de empadronamiento, ¿me lo mandan por WhatsApp?",
        "Un arbre talla el camí de la font, whatsapp 612345678.",
    ],
)
def test_whatsapp_as_a_means_is_no_reason_to_write_to_anybody(text: str) -> None:
    reading = said(body=text)

    assert reading.topic is None or reading.bothers == Because("topic-doubtful")


@pytest.mark.parametrize(
    ("whose", "is_doubtful"),
    [
        pytest.param("pel nostre grup de WhatsApp", True, id="theirs"),
        pytest.param("por nuestros grupos", True, id="theirs in Spanish"),
        pytest.param("pel nostre grup de WhatsApp i pel canal de l'Ajuntament", False, id="both"),
        pytest.param("pel nostre grup de WhatsApp del poble", False, id="the town's"),
    ],
)
def test_a_group_that_its_writer_calls_theirs_is_not_surely_ours(whose: str, is_doubtful: bool) -> None:
    reading = said(
        body=f"Bon dia, som l'associació de joves. Podríeu difondre {whose} que dissabte 12 fem una "
        "calçotada popular a la plaça, oberta a tothom? Els tiquets es venen al forn."
    )

    assert (reading.topic, reading.bothers is not None) == (Topic.ANNOUNCEMENT, is_doubtful)


@pytest.mark.parametrize(
    "text",
    [
        "Em podeu posar al canal de WhatsApp?",
        "Quan em podeu posar al canal de WhatsApp?",
        "Em poseu a la llista de WhatsApp? Tinc casa al poble.",
        "M'agradaria entrar a la llista de WhatsApp, què us he d'enviar?",
        "Apunteu-me al canal de WhatsApp i arregleu el fanal de casa.",
    ],
)
def test_who_asks_to_join_does_so_whatever_else_may_be_heard(text: str) -> None:
    reading = said(body=text)

    assert (reading.kind, reading.topic) == (Kind.ALTA, None)


def test_what_is_broken_is_heard_in_a_clause_of_its_own_below_a_leave() -> None:
    data = "Pia Roca Mas\nDNI 40123987G\nMòbil 612 345 678"

    reading = said(
        body=f"Doneu-me de baixa de la llista de WhatsApp.\n\nPS: No tenim aigua, podeu venir.\n\n{data}"
    )

    assert (reading.kind, reading.topic) == (Kind.BAIXA, Topic.INCIDENT)


def test_a_leave_is_no_more_than_that() -> None:
    text = "Esborreu-me de la llista de WhatsApp. Pia Roca, 12345678Z, 612345678"

    assert said(body=text).topic is None


def test_all_data_are_more_than_a_leave_and_the_leave_is_one_all_the_same() -> None:
    text = "Esborreu-me de la llista i elimineu totes les meves dades. Pia Roca, 12345678Z, 612345678"

    reading = said("Subject: BAIXA Vallclara Informa WhatsApp", body=text)

    assert (reading.kind, reading.topic) == (Kind.BAIXA, Topic.RIGHTS)


CHAT = """\
[3/5/26, 18:02] +34 600 11 22 33: Bona tarda
[3/5/26, 18:03] +34 600 11 22 33: {}
[3/5/26, 18:20] Ajuntament de Vallclara: Gràcies, ho mirem
"""


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        (Topic.INCIDENT, "a la pista de dalt hi ha un arbre caigut"),
        (Topic.PROCEDURE, "voldria empadronar-me"),
        (Topic.QUESTION, "com em puc donar de baixa?"),
        (None, "bon Nadal a tots"),
    ],
)
def test_all_of_a_chat_is_addressed_to_the_list(topic: Topic | None, text: str) -> None:
    assert said(sender=STAFF, body=CHAT.format(text)).topic is topic


@pytest.mark.parametrize("office", ["Ajuntament de Vallclara", "Ajuntament"])
def test_what_the_office_writes_in_a_chat_is_nobodys_topic(office: str) -> None:
    for text in ("demà no hi haurà aigua al carrer Major", "De res"):
        chat = f"[3/5/26, 18:02] {office}: {text}"

        assert said(sender=STAFF, body=chat).topic is None


def test_staff_tell_what_came_over_the_list_and_not_what_they_sent() -> None:
    def topic(text: str) -> Topic | None:
        return said(sender=STAFF, body=text).topic

    assert topic("Ens escriu pel WhatsApp la Maria: no surt aigua al carrer Major.") is Topic.INCIDENT
    assert topic("Hem enviat pel WhatsApp que no hi ha aigua al carrer Major.") is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Consto a la vostra base de dades? Quines dades meves teniu?", id="no list named"),
        pytest.param(
            "Hi, could you tell me how the WhatsApp list of the town hall works? Who sees my number?",
            id="not learned",
        ),
        pytest.param(
            "No em vull donar de baixa del WhatsApp. Vull continuar rebent els missatges com fins ara.",
            id="who stays",
        ),
    ],
)
def test_where_nothing_may_be_heard_nothing_is(text: str) -> None:
    reading = said(body=text)

    assert (reading.topic, reading.to_list) == (None, False)


def test_who_tells_of_an_incident_by_mail_because_the_list_fails_is_heard() -> None:
    text = (
        "Per al canal: el WhatsApp no m'envia res, deu ser la cobertura, i us ho escric aquí. Ha caigut un "
        "avet a la corba del molí, toca el cable de la llum i fa espurnes, i aviat passarà el bus."
    )

    reading = said("Subject: arbre sobre el cable", body=text)

    assert (reading.topic, reading.urgent) == (Topic.INCIDENT, True)


@pytest.mark.parametrize(
    "text",
    [
        "Som el grup de dones i ho fem tot juntes: feu formació sobre el WhatsApp de l'Ajuntament?",
        "No m'arriben els missatges de veu ni els missatges de text de la llista de WhatsApp.",
        "Els avisos d'avaries i els avisos de desperfectes ja no m'arriben per la llista de difusió.",
        "Els avisos de averías ya no me llegan por la lista de difusión.",
    ],
)
def test_who_writes_and_what_a_message_is_name_no_other_list(text: str) -> None:
    assert said(body=text).topic is not None


def test_an_answer_to_our_letter_is_not_taken_for_something_told_to_the_list() -> None:
    text = "Això d'ahir ja està parlat amb la Montse."

    assert said("Subject: El canal de l'Ajuntament", body=text).to_list
    assert not said("Subject: Re: La vostra petició (C-7KQ4M2XZ)", body=text).to_list
