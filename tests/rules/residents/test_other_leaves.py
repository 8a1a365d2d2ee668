"""Leave words about everything else: a mail that does not ask to leave this list takes nobody off it."""

import pytest

from rules.findings import Kind
from tests.rules.messages import TOWN, acts, mail, read, reads_as_leave

DATA = "\n\nGemma Torrent Oliva\nDNI 40123987G\nMòbil 622 010 203"
OFFICIAL = "BAIXA Informació Ajuntament de Vallclara WhatsApp"

ELSEWHERE = [
    # a paper of the doctor's, or of work
    ("Baixa", "Us envio la foto de la baixa. El metge m'ha dit dues setmanes."),
    ("Baixa", "Us envio la baixa per WhatsApp."),
    ("Baixa", "Us adjunto la baixa. Si us va millor us la passo per WhatsApp."),
    ("Baixa", "Us envio la baixa del metge al WhatsApp de l'Ajuntament."),
    ("Baja", "Os mando la baja por WhatsApp."),
    ("Baixa", "Necessito la baixa firmada. Me la podeu enviar per WhatsApp?"),
    ("Comunicat de baixa", "M'han donat la baixa. Aviseu-me per WhatsApp si falta res."),
    (OFFICIAL, "Adjunto la foto de la baixa que m'ha fet el metge."),
    # WhatsApp is how it was told, or how to answer
    ("Baixa", "Demano la baixa. Aviseu-me per WhatsApp quan estigui feta."),
    ("Baixa", "Doneu-me de baixa, que no podré venir. Ho he posat al grup de WhatsApp."),
    ("Baixa", "Vull donar de baixa la plaça del nen. Ho he dit pel WhatsApp de l'Ajuntament."),
    ("Baixa caminada", "He vist al WhatsApp de l'Ajuntament que cal avisar. No vindré, doneu-me de baixa."),
    (
        "Caminada",
        "Ens vam apuntar pel WhatsApp de l'Ajuntament a la caminada. Ens podeu treure de la llista?",
    ),
    ("Sol·licitud de baixa", "Concepte: abonament anual\nAvisos per: WhatsApp"),
    ("Baixa", "Adreça: C/ Major 3\nContacte preferit: WhatsApp"),
    # what is struck out is a thing
    ("WhatsApp", "Vull retirar la instància que vaig enviar pel WhatsApp de l'Ajuntament."),
    ("Baixa de l'anunci", "L'anunci que vaig posar pel WhatsApp ja no cal, doneu-lo de baixa."),
    ("Remove", "Please remove my car from the list of vehicles."),
    ("Cartes", "Deixeu d'enviar-me cartes; amb el WhatsApp de l'Ajuntament en tinc prou."),
    ("Paper", "Vull deixar de rebre el calendari en paper perquè ja el rebo pel WhatsApp."),
    # consent to something else
    ("Dades", "Retiro el consentiment per publicar la foto de la meva filla al WhatsApp de l'Ajuntament."),
    ("Imatge", "M'oposo que pengeu fotos meves al WhatsApp de l'Ajuntament."),
    ("Consentiment", "Revoco l'autorització perquè em truqueu; escriviu-me pel WhatsApp."),
    # a list, but which?
    ("Baixa", "La llista m'agrada molt."),
    ("Baixa", "Encara soc a la llista?"),
    ("No em doneu de baixa", ""),
    ("No em doneu de baixa de la llista", ""),
    ("Baixa ioga", "Deixo el ioga dels dimarts. Em podeu treure de la llista?"),
    ("Baixa de partit", "Em dono de baixa del grup municipal."),
    ("Subscripció", "Anul·leu la meva subscripció."),
    ("Subscripció", "Vull cancel·lar la subscripció al diari El Ripollès."),
    ("Baixa canal", "Em vull donar de baixa del canal ètic."),
    ("Grup", "Qui porta el grup de WhatsApp de veïns? Me'n vull donar de baixa."),
    ("Baixa grup WhatsApp", 'Traieu-me del grup de WhatsApp "Festa Major".'),
    ("Avisos", "No vull rebre més avisos de tall d'aigua."),
    ("Missatges", "Deixeu d'enviar-me missatges de propaganda electoral."),
    ("Baja", "No quiero recibir más mensajes de Cruz Roja."),
    ("Baixa", "Em dono de baixa de les alertes de la seu electrònica."),
    ("Désinscription", "Merci de me retirer de la liste électorale."),
    ("Unsubscribe", "Please remove me from the waiting list for the nursery."),
    ("Baixa", "Em dono de baixa.\nhttps://wa.me/34600000000"),
    ("Leave", "I would like to leave the WhatsApp group of the football parents."),
    ("Comunicacions", "Vull deixar de rebre comunicacions de l'Agència Tributària."),
    ("Baixa", "Causo baixa com a empleada de l'Ajuntament. Traieu-me dels grups de WhatsApp."),
    ("Baixa", "\n\nDr. Comas, CAP Sants"),
    ("Esborrar", "Esborreu la foto on surto al WhatsApp de l'Ajuntament."),
    ("WhatsApp", "Lamento haver-me donat de baixa del WhatsApp."),
    ("WhatsApp", "Fem servir «Em vull donar de baixa del WhatsApp de l'Ajuntament»."),
    (OFFICIAL, "Hi ha una fuita d'aigua al carrer Nou."),
    # the subject names another
    ("Baixa Informació Oficina de Turisme", ""),
    ("Baixa avisos tall de llum", "Doneu-me de baixa d'aquests avisos."),
    ("Baixa grup WhatsApp casal", ""),
    ("Baixa WhatsApp biblioteca", ""),
    ("Baixa WhatsApp turisme", ""),
    # the list of a town that no table knows
    ("BAIXA Informació Ajuntament de Vidrà WhatsApp", ""),
    ("Baixa", "Doneu-me de baixa del WhatsApp de l'Ajuntament de Pardines."),
    ("Baja", "Denme de baja del WhatsApp del Ayuntamiento de Alcalá."),
]


@pytest.mark.parametrize(("subject", "text"), ELSEWHERE)
def test_a_leave_of_something_else_takes_nobody_off(subject: str, text: str) -> None:
    assert not acts(read(mail(f"Subject: {subject}", body=text + DATA), TOWN))


OURS = [
    (OFFICIAL, ""),
    (OFFICIAL, "És la segona vegada que ho demano!"),
    (OFFICIAL, "Visc a Vidrà i no m'interessa."),
    ("BAIXA Informacio Ajuntamet de Vallclara Watsap", ""),
    ("Baixa WhatsApp Gemma Torrent", ""),
    ("BAIXA Informació Ajuntament de Vall Clara WhatsApp", ""),
    ("BAIXA Informació Ajuntament de Valclara WhatsApp", ""),
    ("Baixa WhatsApp per canvi de residència", ""),
    ("Sol·licitud de baixa del servei de WhatsApp municipal", ""),
    ("Baixa", "Em vull donar de baixa del canal de comunicació de l'Ajuntament."),
    ("Baixa avisos", "Em vull donar de baixa dels avisos de l'Ajuntament."),
    ("Baixa grup", "Traieu-me del grup de l'Ajuntament."),
    ("Baixa", "Ja no visc al poble i encara rebo els WhatsApps. Em podeu donar de baixa?"),
    ("Baixa WhatsApp", "Em vau dir per WhatsApp que ho fes per correu: doneu-me de baixa."),
    ("Baixa", "Vull deixar de rebre informació per WhatsApp."),
    ("Dades", "Retiro el consentiment per rebre WhatsApps de l'Ajuntament."),
    ("x", "Doneu-me de baixa del WhatsApp de l'Ajuntament d'una vegada!"),
    # "the list", said by who gives all that the notice asks for
    ("Leave", "Hello, please take me off the list."),
]


@pytest.mark.parametrize(("subject", "text"), OURS)
def test_a_plain_leave_of_this_list_still_is_one(subject: str, text: str) -> None:
    reading = read(mail(f"Subject: {subject}", body=text + DATA), TOWN)

    assert reads_as_leave(reading)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("x", "Em vull donar de baixa del WhatsApp dels veïns de Vallclara."),
        ("Baixa", "Vull sortir de la llista."),
        ("Lista", "Con mis años no me aclaro con el móvil. Quítenme de la lista, si puede ser."),
    ],
)
def test_a_list_that_may_be_ours_is_for_a_person(subject: str, text: str) -> None:
    reading = read(mail(f"Subject: {subject}", body=text + DATA), TOWN)

    assert not acts(reading)
    assert [p.id_document for p in reading.people] == ["40123987G"]


def test_who_asks_for_a_relative_and_gives_her_own_data_is_not_taken_off() -> None:
    text = "Traieu el meu marit del WhatsApp de l'Ajuntament, ja no vivim junts."
    sent = mail("Subject: WhatsApp", body=text + DATA, sender="Gemma Torrent <gemma@bustia.example>")

    assert read(sent, TOWN).kind is Kind.UNSURE


@pytest.mark.parametrize("text", ["M'he sortit del grup de WhatsApp, ja no cal res.", "Stop WhatsApp."])
def test_who_names_the_list_and_gives_her_data_is_heard_whatever_she_wants(text: str) -> None:
    reading = read(mail("Subject: WhatsApp", body=text + DATA), TOWN)

    assert not acts(reading)
    assert [(p.id_document, p.phone) for p in reading.people] == [("40123987G", "+34622010203")]
