"""What staff mail on or report is placed by what it says; it never acts as the resident's own mail."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from rules.findings import Doubt, Kind, Reading, Voice
from tests.rules.messages import TOWN as PLAIN_TOWN
from tests.rules.messages import mail, read

MADRID = ZoneInfo("Europe/Madrid")
TOWN = replace(PLAIN_TOWN, tz=MADRID)
STAFF = "Secretaria <secretaria@vallclara.cat>"
REGISTER = "Registre <avisos@registre.example.cat>"
G, A = "40123987G", "38777120V"
GEMMA, ARNAU = f"Gemma Torrent Oliva, {G}, 622010203", f"Arnau Bassols Pi, {A}, 633040506"
DATE = "Date: Wed, 11 Mar 2026 18:20:00 +0100"


def staff(subject: str, body: str) -> Reading:
    return read(mail(f"Subject: {subject}", DATE, body=body, sender=STAFF), TOWN)


def forwarded(subject: str, inner: str, above: str = "") -> Reading:
    head = (
        f"---------- Forwarded message ---------\nDe: Gemma <g@x.example>\nSubject: {subject}\nTo: <x@y.cat>"
    )
    return staff(f"Fwd: {subject}", f"{above}\n\n{head}\n\n{inner}")


@pytest.mark.parametrize(
    ("subject", "body", "kind"),
    [
        pytest.param(
            "WhatsApp", f"Ha vingut i es vol donar de baixa del WhatsApp: {GEMMA}", Kind.BAIXA, id="leave"
        ),
        pytest.param("baixes", f"Doneu de baixa aquests dos:\n{GEMMA}\n{ARNAU}", Kind.BAIXA, id="leaves"),
        pytest.param(
            "WhatsApp", f"Sabeu si s'ha donat de baixa? {GEMMA}", Kind.UNSURE, id="asks about a leave"
        ),
        pytest.param("Fet", f"Ja he donat de baixa {GEMMA}", Kind.UNSURE, id="reports a leave as done"),
        pytest.param("llistes", f"Altes:\n{GEMMA}\nBaixes:\n{ARNAU}", Kind.UNSURE, id="both"),
        pytest.param("Baixa laboral", f"En Roc és de baixa laboral. {GEMMA}", Kind.OTHER, id="sick leave"),
        pytest.param(
            "Baixa padró", f"Demana la baixa del padró: {GEMMA}", Kind.OTHER, id="register of residents"
        ),
        pytest.param("ALTA", f"ALTA {GEMMA}", Kind.ALTA, id="alta"),
        pytest.param("altes", f"Altes d'avui:\n{GEMMA}\n{ARNAU}", Kind.ALTA, id="altas"),
        pytest.param("WhatsApp", f"Dades de la Gemma: {GEMMA}", Kind.UNSURE, id="data without a word"),
        pytest.param("Ple", "Us convoco al ple de dijous.", Kind.OTHER, id="nothing of ours"),
        pytest.param("Alta", "Hem de donar d'alta la línia nova.", Kind.OTHER, id="alta without people"),
    ],
)
def test_a_clerks_own_words_are_placed(subject: str, body: str, kind: Kind) -> None:
    reading = staff(subject, body)

    assert reading.kind is kind
    assert kind is Kind.OTHER or reading.voice is Voice.STAFF


@pytest.mark.parametrize(
    ("subject", "inner", "kind"),
    [
        pytest.param("baixa", f"Treieu-me de la llista de WhatsApp. {GEMMA}", Kind.BAIXA, id="leave"),
        pytest.param("baixa", f"Com em dono de baixa del WhatsApp? {GEMMA}", Kind.UNSURE, id="question"),
        pytest.param("padró", f"Doneu-me de baixa del padró. {GEMMA}", Kind.OTHER, id="another baixa"),
        pytest.param("ALTA", f"Voldria apuntar-me al WhatsApp. {GEMMA}", Kind.ALTA, id="alta"),
    ],
)
def test_a_passed_on_mail_is_placed_by_its_own_words(subject: str, inner: str, kind: Kind) -> None:
    reading = forwarded(subject, inner, "Per a vosaltres")

    assert reading.kind is kind
    assert kind is Kind.OTHER or reading.voice is Voice.FORWARD


@pytest.mark.parametrize(
    ("body", "number", "at"),
    [
        pytest.param(
            f"Ahir a les 13.05 va portar la clàusula del WhatsApp: {GEMMA}. Registre d'entrada 2026/0912",
            "2026/0912",
            (2026, 3, 10, 13, 5),
            id="yesterday",
        ),
        pytest.param(
            f"R.E. 2026/0500, 10/03/2026 11:05, {GEMMA}, consentiment WhatsApp",
            "2026/0500",
            (2026, 3, 10, 11, 5),
            id="short",
        ),
        pytest.param(
            f"Registrada la clàusula del WhatsApp\nRegistre: 77\nData: 10/03/2026\nHora: 9:45\nNom: "
            f"Gemma\nDNI: {G}",
            "77",
            (2026, 3, 10, 9, 45),
            id="labels",
        ),
    ],
)
def test_a_clerks_note_of_a_registered_clause_is_a_consent(
    body: str, number: str, at: tuple[int, ...]
) -> None:
    reading = staff("clàusula", body)

    assert (reading.kind, reading.voice) == (Kind.CONSENT, Voice.STAFF)
    assert reading.people[0].id_document == G
    assert reading.registries[0].number == number
    assert reading.registries[0].registered_at == datetime(*at, tzinfo=MADRID)  # type: ignore[misc,arg-type]


def test_a_clause_without_the_number_of_its_entry_is_for_a_person() -> None:
    body = f"Ahir a les 13.05 va portar i registrar la clàusula del WhatsApp: {GEMMA}"

    assert staff("clàusula", body).kind is Kind.UNSURE


def test_several_notes_in_one_mail_keep_their_people() -> None:
    reading = staff(
        "clàusules WhatsApp",
        f"Registre E/000301-2026 (10/03/2026 10:00): {GEMMA}\nRegistre E/000302-2026 (10/03/2026 12:00): "
        f"{ARNAU}",
    )

    assert [(p.id_document, e.number) for p, e in zip(reading.people, reading.registries, strict=True)] == [
        (G, "E/000301-2026"),
        (A, "E/000302-2026"),
    ]


def test_a_clause_that_is_not_registered_yet_is_no_consent() -> None:
    assert (
        staff("clàusula WhatsApp", f"Encara no ha portat la clàusula registrada, vindrà avui: {GEMMA}").kind
        is Kind.UNSURE
    )


@pytest.mark.parametrize("sender", [REGISTER, STAFF])
@pytest.mark.parametrize(
    "body",
    [
        "L'hem d'anul·lar: la clàusula WhatsApp de {}",
        "Anul·leu l'entrada de la clàusula WhatsApp de {}",
        "L'entrada de {}, clàusula WhatsApp, està duplicada",
        "Rectifiquem, la clàusula WhatsApp és de {}",
        "Us recordem que falta signar la clàusula WhatsApp de {}",
        "Ha arribat la clàusula WhatsApp sense signar de {}",
        "Aquesta clàusula del WhatsApp no és vàlida perquè hi falta un full. {}",
        "Pregunta si la clàusula del WhatsApp és obligatòria {}",
        "Se anula el asiento de la cláusula WhatsApp de {}",
        "No autoritza les dades per al WhatsApp {}",
    ],
)
def test_what_the_counter_says_against_an_entry_is_for_a_person(body: str, sender: str) -> None:
    body = f"{body.format(GEMMA)} (E/000301-2026, 10/03/2026 10:12)"
    reading = read(mail("Subject: Clàusula WhatsApp", DATE, body=body, sender=sender), TOWN)

    assert reading.kind is Kind.UNSURE


@pytest.mark.parametrize("sender", [REGISTER, STAFF])
def test_the_number_of_an_entry_says_that_it_was_registered(sender: str) -> None:
    body = f"Ha portat la clàusula WhatsApp {GEMMA} i diu que no té correu. E/000301-2026, 10/03/2026 10:12."
    reading = read(mail("Subject: Clàusula WhatsApp", DATE, body=body, sender=sender), TOWN)

    assert reading.kind is Kind.CONSENT


def test_a_passed_on_notice_is_a_consent_and_said_to_be_passed_on() -> None:
    reading = forwarded(
        "Nou tràmit: clàusula de consentiment",
        f"Número de registre: E/000806-2026\nData de presentació: 10/03/2026 17:59:01\nNom: Gemma Torrent "
        f"Oliva\n"
        f"DNI: {G}\nTràmit: Clàusula de consentiment (WhatsApp)",
    )

    assert (reading.kind, reading.voice) == (Kind.CONSENT, Voice.FORWARD)


def test_a_passed_on_notice_of_something_else_is_none_of_ours() -> None:
    reading = forwarded(
        "Nou tràmit", f"Número de registre: 7\nData: 10/03/2026 10:00\nNIF: {G}\nTràmit: Obres"
    )

    assert reading.kind is Kind.OTHER


def test_a_chat_that_a_stranger_copies_is_for_a_person() -> None:
    reading = read(mail(body=f"1/2/26, 10:00 - +34 622 01 02 03: BAIXA Gemma Torrent {G}"), TOWN)

    assert (reading.kind, reading.people) == (Kind.UNSURE, ())


def test_a_request_that_a_stranger_passes_on_without_a_word_is_for_a_person() -> None:
    head = "---------- Forwarded message ---------\nDe: Gemma <g@x.example>\nSubject: baixa"
    body = f"{head}\n\nEsborreu-me del WhatsApp. {GEMMA}"
    reading = read(mail("Subject: Fwd: baixa", body=body), TOWN)

    assert (reading.kind, reading.people) == (Kind.UNSURE, ())


def test_a_chat_that_asks_for_both_is_for_a_person() -> None:
    author = "- +34 622 01 02 03:"
    chat = f"1/2/26, 10:00 {author} ALTA Gemma Torrent\n5/2/26, 10:00 {author} Ara vull la BAIXA"

    assert staff("Xat", chat).kind is Kind.UNSURE


def test_an_xml_form_is_read_as_labelled_lines() -> None:
    form = f"<t><nom_i_cognoms>Gemma Torrent Oliva</nom_i_cognoms><dni>{G}</dni><mobil>622010203</mobil></t>"
    body = (
        "--b\nContent-Type: text/plain; charset=utf-8\n\nNúmero de registre: 7\nData de presentació: "
        "10/03/2026 10:00\n"
        "Tràmit: Clàusula de consentiment (WhatsApp)\n"
        '--b\nContent-Type: application/xml; name="etram.xml"\nContent-Disposition: attachment\n\n'
        f"{form}\n--b--\n"
    )
    reading = read(mail('Content-Type: multipart/mixed; boundary="b"', sender=REGISTER, body=body), TOWN)

    assert [(p.name, p.id_document, p.phone) for p in reading.people] == [
        ("Gemma Torrent Oliva", G, "+34622010203")
    ]


def test_a_notice_that_says_nothing_of_its_matter_is_for_a_person() -> None:
    body = f"Número de registre: 7\nData: 10/03/2026 10:00\nInteressat: Gemma Torrent\nNIF: {G}"
    reading = read(mail("Subject: Nou registre d'entrada 7", sender=REGISTER, body=body), TOWN)

    assert (reading.kind, reading.doubts[0]) == (Kind.UNSURE, Doubt.UNCLEAR)


def test_lines_that_a_gateway_ended_twice_are_no_blank_lines() -> None:
    head = "De: Gemma <g@x.example>\nEnviat: avui\nPer a: <x@y.cat>\nTema: alta"
    body = f"Això ja està fet.\n\n{head}\n\nVull l'alta del WhatsApp. {GEMMA}"

    assert staff("RV: alta", body.replace("\n", "\r\n")).kind is Kind.UNSURE


PASTED = f'+34 622 01 02 03, 9:17\n"ALTA. Bon dia, soc la Gemma Torrent Oliva, dni {G.lower()}, de cal Ros"'


@pytest.mark.parametrize(
    "body",
    [
        f"M'ha entrat això al mòbil aquest matí:\n\n{PASTED}\n\nLa clàusula ja la portarà dilluns, m'ha dit.",
        f"Ha entrat a les 9.17 d'avui:\n\n{PASTED}\n\nHa dit que passarà a signar la clàusula.",
        f"{PASTED}\n\nSu marido ya está en la lista. La cláusula la firmará cuando venga.",
        f"ALTA {GEMMA}\nLi he donat el full de la clàusula, el durà signat dijous.",
        f"ALTA\n{GEMMA}\nEls altres dos de casa ja hi són.",
        f"Hoy 11/03/2026 a las 10:05 ha venido a darse de alta: {GEMMA}. La cláusula la traerá firmada.",
        f"ALTA rebuda avui a les 9.20: {GEMMA}. Encara no ha presentat la clàusula, està avisada.",
        f"Apunteu {GEMMA}. El consentiment el té per signar. La seva germana ja hi és.",
        f"ALTA {GEMMA}. Falta la clàusula, la hi he enviat per correu.",
    ],
)
def test_an_alta_whose_clause_is_to_come_is_an_alta(body: str) -> None:
    reading = staff("Una més per al WhatsApp", body)

    assert (reading.kind, reading.doubts) == (Kind.ALTA, ())
    assert [(p.name, p.id_document, p.phone) for p in reading.people] == [
        ("Gemma Torrent Oliva", G, "+34622010203")
    ]


@pytest.mark.parametrize(
    "body",
    [
        f"ALTA {GEMMA}. Aquesta ja hi és.",
        f"ALTA {GEMMA}. No la poseu fins que porti la clàusula.",
        f"Avui 11/03/2026 a les 10:05 ha vingut per la clàusula del WhatsApp {GEMMA}, la portarà dilluns.",
        f"Ha entrat avui a les 10:05 la {GEMMA}, li he donat el full de la clàusula del WhatsApp.",
    ],
)
def test_a_remark_against_an_alta_or_a_clause_to_come_alone_is_for_a_person(body: str) -> None:
    assert staff("WhatsApp", body).kind is Kind.UNSURE


def test_a_registered_clause_beside_an_alta_is_a_consent() -> None:
    reading = staff("ALTA", f"ALTA {GEMMA}. Registre d'entrada 2026/0912 d'avui, clàusula del WhatsApp.")

    assert (reading.kind, reading.registries[0].number) == (Kind.CONSENT, "2026/0912")
