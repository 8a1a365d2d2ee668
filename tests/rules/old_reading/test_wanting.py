"""The promise: a leave that is only spoken of takes nobody off; one that somebody wants does.

A noun or an infinitive is no wish by itself, nor is another's word, nor what is to
be taken away from the street, nor what who stays says of herself.
"""

import pytest

from rules.findings import Kind, Reading
from rules.reading import read
from tests.rules.messages import TOWN, acts, mail, reads_as_leave

PLAIN = "Content-Type: text/plain; charset=utf-8"
LIST = "de la llista de WhatsApp de l'Ajuntament"
LISTA = "de la lista de WhatsApp del Ayuntamiento"
OFFICIAL = "BAIXA Vallclara Informa WhatsApp"
DATA = "Pere Soler Font, DNI 10000004H, mòbil 600555666"


def reading_of(text: str, subject: str = "Llista WhatsApp", sender: str = "Pere Soler") -> Reading:
    sender = f"{sender} <algu@bustia.example>"
    return read(mail(f"Subject: {subject}", PLAIN, body=f"{text}\n{DATA}\n", sender=sender), TOWN)


# --- a noun, an infinitive, another's word --------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        f"Em faria molta pena donar-me de baixa {LIST}.",
        f"No gosaria mai demanar la baixa {LIST}, tan útil com és.",
        f"Amb la família debatem la meva baixa {LIST}.",
        f"Atureu la meva baixa {LIST}.",
        f"Impugno la meva baixa {LIST}.",
        f"Em queixo de la meva baixa {LIST}, que ningú va demanar.",
        f"Agraeixo la meva baixa {LIST}, tan ràpida.",
        f"Gràcies per esborrar-me {LIST}.",
        f"La meva baixa {LIST} la vau tramitar el gener.",
        f"Us demano que reviseu la meva baixa {LIST}.",
        f"Em lamentaria que em traguéssiu {LIST}.",
        f"Només caldria que em donéssiu de baixa {LIST}!",
        f"Qui us digui que vull la baixa {LIST} menteix.",
        f"La meva filla diu que em doni de baixa {LIST}.",
        f"Els nets volen que m'esborreu {LIST}.",
        f"La seva neboda demana que la tragueu {LIST}.",
        f"És un embolic donar-se de baixa {LIST}.",
        f"És un embolic donar-me de baixa {LIST}.",
        f"Per donar-me de baixa {LIST} caldria un botó.",
        f"Un desconegut us va escriure demanant la meva baixa {LIST}.",
        f"La Quimeta Pons vol donar-se de baixa {LIST}, ja us trucarà.",
        f"Tothom vol sortir {LIST} i no m'estranya.",
        f"La meva dona vol sortir {LIST}, però jo miro de convèncer-la.",
        f"Mi hija dice que me dé de baja {LISTA}.",
        f"Mis nietos quieren que me borren {LISTA}.",
        f"Me daría mucha pena darme de baja {LISTA}.",
        f"Detengan mi baja {LISTA}.",
        f"Gracias por tramitar mi baja {LISTA}.",
        f"Demano explicacions de la meva baixa {LIST}.",
        f"Demano que es revoqui la meva baixa {LIST}.",
        f"Ni boja em dono de baixa {LIST}.",
        f"Em van donar de baixa {LIST} i ningú em va avisar.",
        f"La Lola i en Pep volen donar-se de baixa {LIST}.",
        f"Por poco me doy de baja {LISTA}.",
        f"Mi nuera insiste en que me dé de baja {LISTA}.",
        f"Recurro mi baja {LISTA}.",
        "Please undo my removal from the town hall's WhatsApp list.",
        "Please don't take me off the town hall's WhatsApp list.",
        "Merci de m'avoir retirée de la liste WhatsApp de la mairie.",
        "My daughter told me to leave the town hall WhatsApp list, but no.",
        "Thanks for removing me from the town hall's WhatsApp list.",
        "I would be sorry if you took me off the town hall's WhatsApp list.",
        "I'd hate to leave the town hall's WhatsApp list.",
        "Merci pour mon retrait de la liste WhatsApp de la mairie.",
    ],
)
def test_a_leave_that_is_only_spoken_of_takes_nobody_off(text: str) -> None:
    reading = reading_of(text)

    assert not acts(reading), reading.reasons


@pytest.mark.parametrize(
    "text",
    [
        f"La meva baixa {LIST}, si us plau.",
        f"Us escric per demanar la baixa {LIST}.",
        f"Només per donar-me de baixa {LIST}.",
        f"Que em doneu de baixa {LIST}.",
        f"Prefereixo que m'esborreu {LIST}.",
        f"Com us vaig dir, donar-me de baixa {LIST} és el que vull: doneu-me de baixa.",
        f"Mira que volia que em traguessis {LIST}.",
        f"Us agrairia molt que em donéssiu de baixa {LIST}.",
        f"He decidit donar-me de baixa {LIST}.",
        f"Us faig arribar les dades per a la meva baixa {LIST}.",
        f"El sotasignat vol donar-se de baixa {LIST}.",
        f"Em sap greu, però doneu-me de baixa {LIST}.",
        f"El metge diu que res de pantalles; traieu-me {LIST}.",
        f"Le ruego que me dé de baja {LISTA}.",
        f"Exijo que me borren {LISTA}.",
        f"Us vaig trucar per donar-me de baixa {LIST} i em vau dir que escrivís.",
        f"He de demanar la baixa {LIST} perquè marxo del poble.",
        f"Aquest correu és per demanar la meva baixa {LIST}.",
        f"Us recordo la meva baixa {LIST}, que encara no heu fet.",
        f"Que consti la meva baixa {LIST}.",
        f"Necesito darme de baja {LISTA}.",
        f"Borrarme {LISTA}.",
        "Please could you take me off the town hall's WhatsApp list?",
        "I'm afraid I must ask you: please remove me from the town hall's WhatsApp list.",
        "Merci de me retirer de la liste WhatsApp de la mairie.",
    ],
)
def test_a_leave_that_is_wanted_is_done(text: str) -> None:
    reading = reading_of(text)

    assert reads_as_leave(reading), reading.reasons


# --- who, or what, is to be taken off -------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "He vist pel WhatsApp de l'Ajuntament una bicicleta abandonada. Traieu-la.",
        "Rebo al WhatsApp de l'Ajuntament un avís amb la meva adreça. Elimineu-lo.",
        "La casa de la mare surt a la llista de WhatsApp de l'Ajuntament. Traieu-la.",
        "A la mare li va arribar pel WhatsApp de l'Ajuntament una multa. Traieu-la.",
        "En Joan Puig, antic llogater, encara surt a la llista de WhatsApp de l'Ajuntament. Traieu-lo.",
        "La veïna rep els WhatsApps de l'Ajuntament i es queixa. Traieu-la.",
        "El pare rep els WhatsApps de l'Ajuntament i ell n'està content. Traieu-lo, va.",
        "La mare rep els WhatsApps de l'Ajuntament i li agraden molt. Traieu-la.",
        "La sogra rep els WhatsApps de l'Ajuntament. No li digueu res i traieu-la.",
        "La mare rep els WhatsApps de l'Ajuntament. Traieu-la sense que se n'adoni.",
        "I get the town hall's WhatsApp messages about the skip in our street. Please remove it.",
        "Nos llegan los WhatsApps del Ayuntamiento sobre la nieve. ¿La quitan hoy?",
    ],
)
def test_a_thing_or_somebody_who_has_not_asked_is_not_taken_off(text: str) -> None:
    reading = reading_of(text, subject="Hola", sender="Anna Puig")

    assert not acts(reading), reading.reasons


@pytest.mark.parametrize(
    "text",
    [
        "El meu pare, al cel sigui, encara surt a la llista de WhatsApp de l'Ajuntament. Traieu-lo.",
        "A l'àvia li arriben els WhatsApps de l'Ajuntament. La podeu treure?",
        "El meu número encara és a la llista de WhatsApp de l'Ajuntament. Traieu-lo.",
        "My number is still on the town hall's WhatsApp list. Please delete it.",
        "Mi padre recibe los WhatsApp del Ayuntamiento. Quítenlo.",
    ],
)
def test_a_relative_or_a_number_on_the_list_is(text: str) -> None:
    reading = reading_of(text, subject="Hola", sender="")

    assert reads_as_leave(reading), reading.reasons


# --- who stays ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Som dos al grup:\nAnna Puig Roca, DNI 10000005L, mòbil 600555777\n{}\nTraieu-me a mi. Ell segueix.",
        "Amb el marit i jo som dos al grup. Jo em quedo.\nAnna Puig Roca, DNI 10000005L, mòbil 600555777\n{}",
        "Doneu-me de baixa. El marit continua. Ell es diu {}",
        "Traieu-me de la llista. La meva dona segueix. Compartim el mateix mòbil.\n{}",
        "Em quedo apuntat com fins ara.\n{}",
        "Aquest correu el va enviar la meva neta.\n{}",
        "La baixa la van demanar els fills.\n{}",
        "Continuo rebent els avisos encantat.\n{}",
        "Doneu-me de baixa. Ai, m'he equivocat d'ajuntament!\n{}",
        "Me he equivocado de dirección, perdonen.\n{}",
        "Sense que ella ho sàpiga.\n{}",
    ],
)
def test_whose_data_are_or_may_be_those_of_who_stays_waits_for_a_person(text: str) -> None:
    body = text.format(DATA)
    reading = read(mail(f"Subject: {OFFICIAL}", PLAIN, body=f"{body}\n"), TOWN)

    assert not acts(reading), reading.reasons


@pytest.mark.parametrize(
    "text",
    [
        "Doneu-me de baixa. La meva dona continua.\n{}",
        "Abans m'he equivocat d'adreça. Doneu-me de baixa de la llista.\n{}",
        "El correu d'ahir el va escriure la meva neta. Vull la baixa de la llista.\n{}",
        "{}",
    ],
)
def test_a_plain_leave_beside_is_done(text: str) -> None:
    body, sender = f"{text.format(DATA)}\n", "Pere Soler <algu@bustia.example>"
    reading = read(mail(f"Subject: {OFFICIAL}", PLAIN, body=body, sender=sender), TOWN)

    assert reads_as_leave(reading), reading.reasons


# --- another list ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Vull sortir del grup de WhatsApp del gimnàs de l'Ajuntament.",
        "Traieu-me de la llista de WhatsApp per reservar la pista de l'Ajuntament.",
        "De la llista de Camprodon en vull sortir; la vostra llista m'agrada.",
    ],
)
def test_another_list_is_not_ours(text: str) -> None:
    assert not acts(reading_of(text, subject="Baixa"))


NOTICE = (
    "\nEl 3/11/2026, Ajuntament de Vallclara <info@vallclara.cat> va escriure:\n"
    '> Aquest servei s\'anomena: "Vallclara Informa".\n> COM EM PUC DONAR DE BAIXA?\n'
)


@pytest.mark.parametrize(
    "text", ["Ja sé com donar-me de baixa, gràcies.", "Prenc nota de com donar-me de baixa."]
)
def test_who_takes_note_of_the_notice_wants_nothing(text: str) -> None:
    body = f"{text}\n{DATA}\n{NOTICE}"

    assert not acts(read(mail("Subject: Re: Informació", PLAIN, body=body), TOWN))


@pytest.mark.parametrize(
    "text",
    [
        "Em podeu confirmar que estic donat de baixa de la llista de WhatsApp de l'Ajuntament?",
        "Confirmeu-me que no estic donada de baixa de la llista de WhatsApp.",
        "Volia la baixa del WhatsApp de l'Ajuntament, però ja no.",
        "Volia la baixa del WhatsApp. Ja no la vull.",
        "Quería darme de baja del WhatsApp del ayuntamiento pero ya está solucionado.",
        "Esborreu la meva baixa de la llista de WhatsApp.",
        "Impugno la meva baixa de la llista de WhatsApp.",
        "Demano la baixa de la llista de WhatsApp del meu veí, que no para.",
        "Us passo la baixa de la llista de WhatsApp que em demana la veïna.",
        "Demano que tragueu de la llista de WhatsApp l'alcalde.",
    ],
)
def test_a_state_a_wish_given_up_and_somebody_elses_leave_take_nobody_off(text: str) -> None:
    assert not acts(reading_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "Volia donar-me de baixa del WhatsApp de l'Ajuntament.",
        "Vull estar donat de baixa de la llista de WhatsApp.",
        "Demano la baixa del WhatsApp, que ja m'ho explica tot la veïna. Records a l'alcalde!",
    ],
)
def test_what_is_politely_wanted_is_done(text: str) -> None:
    reading = reading_of(text)

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, ()), reading.reasons
