"""The promise: what may be a request is never set aside, and nobody is written to for a guess."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from daemon.letters.sentences import in_catalan
from rules.books.lanes import Lane, prospect_of
from rules.findings import Doubt, Kind, Voice
from rules.mail.mail import Attachment, Mail, read_mail
from rules.mail.opened import Opened
from rules.residents.enclosures import is_sealed
from tests.rules.messages import TOWN, mail, raw, read

STAFF = "Secretaria <secretaria@vallclara.cat>"
REGISTER = "Registre <avisos@registre.example.cat>"
DNI = "40123987G"
DATA = f"Gemma Torrent Oliva\n{DNI}\n622010203"
ARRIVED = datetime(2026, 3, 11, 9, tzinfo=UTC)
ENTRY = (
    "Número de registre: E/000777-2026\nData de presentació: 10/03/2026 12:00:00\n"
    f"Interessada: Gemma Torrent Oliva\nNIF: {DNI}\nMòbil: 622010203\n"
)
CLAUSE = "Assumpte: Clàusula de consentiment (WhatsApp)"
SUMMARY = "Re: 1 per treure · Llista de WhatsApp, dimecres 11 de març"

PHOTO = ("IMG_2031.jpg", "image/jpeg", b"\xff\xd8\xff\xe0 jpg")
SHEET = ("Llibre1.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04")
LETTER = ("doc1.docx", "application/msword", b"PK\x03\x04")
SCAN = ("scan0001.pdf", "application/pdf", b"%PDF-1.4")


def proved(domain: str, result: str = "pass") -> str:
    return f"Authentication-Results: mx.vallclara.cat; dmarc={result} header.from={domain}"


def of_staff(subject: str, body: str, *, result: str = "pass") -> Mail:
    return mail(f"Subject: {subject}", proved("vallclara.cat", result), body=body, sender=STAFF)


def of_register(body: str) -> Mail:
    return mail("Subject: Nou registre", proved("registre.example.cat"), body=body, sender=REGISTER)


def enclosing(
    subject: str, body: str, *files: tuple[str, str, bytes], sender: str = STAFF, shown: bool = False
) -> Mail:
    """A mail of *sender* with files; *shown* in the text's place, as logos are."""
    where = "inline\r\nContent-ID: <logo@x>" if shown else "attachment"
    parts = b"".join(
        f'--b\r\nContent-Type: {kind}; name="{name}"\r\nContent-Disposition: {where}\r\n\r\n'.encode()
        + data + b"\r\n"
        for name, kind, data in files
    )  # fmt: skip
    text = f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n".encode()
    domain = sender.rpartition("@")[2].strip(">")
    head = (f"Subject: {subject}", proved(domain), 'Content-Type: multipart/mixed; boundary="b"')
    return read_mail(raw(*head, sender=sender, body=text + parts + b"--b--\r\n"))


def lane(message: Mail, attached: Sequence[Opened] = ()) -> Lane:
    return prospect_of(read(message, TOWN, attached=tuple(attached), received_at=ARRIVED), message).lane


# --- whole data, and nothing that is understood ---------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Hola", "Oblideu-vos del meu número"),
        ("Hola", "No vull."),
        ("Hola", "Unsubscribe me from the town hall's WhatsApp"),
        ("No vull", ""),
        ("", ""),
        ("Canvi", "Ara visc a Girona i no cal que em digueu res de res."),
        ("Gràcies", "Gràcies."),
        ("Hola", "Feu el favor de no comptar-me entre els vostres, que mai no m'ha servit."),
        ("Hola", "Olvidaos de mi número"),
    ],
)
def test_whole_data_and_no_other_matter_are_a_card_that_writes_to_nobody(subject: str, body: str) -> None:
    message = mail(f"Subject: {subject}", body=f"{body}\n\n{DATA}")
    reading = read(message, TOWN)

    assert reading.kind is Kind.UNSURE
    assert [(p.id_document, p.phone) for p in reading.people] == [(DNI, "+34622010203")]
    assert (lane(message), prospect_of(reading, message).letter) == (Lane.CARD, None)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        pytest.param("Padró", f"Vull empadronar-me.\n{DATA}", id="another matter"),
        pytest.param("Cita", f"Quan em podeu rebre?\n{DATA}", id="a question"),
        pytest.param("Caminada", f"Apunteu-me a la caminada.\n{DATA}", id="she joins another thing"),
        pytest.param("Soroll", f"Els tambors van sonar fins a les quatre.\n{DATA}", id="of no person"),
        pytest.param(
            "Branca",
            "Al camí vell ha caigut una branca grossa just davant de casa meva i no es pot passar; la va "
            f"tombar el vent de dissabte i hi ha un cable que penja molt a prop de terra.\n{DATA}",
            id="a matter that takes words",
        ),
        pytest.param("Hola", "Oblideu-vos del meu número. Gemma, 622010203", id="no document"),
        pytest.param("Hola", f"Oblideu-vos del meu número. Gemma, {DNI}", id="no mobile"),
    ],
)  # fmt: skip
def test_data_beside_another_matter_and_half_data_stay_aside(subject: str, body: str) -> None:
    assert lane(mail(f"Subject: {subject}", body=body)) is Lane.ASIDE


def test_a_paper_with_the_data_tells_its_matter_itself() -> None:
    message = enclosing("Hola", f"Us ho adjunto\n\n{DATA}", SCAN, sender="Pia <pia@bustia.example>")

    assert lane(message, [Opened(name="scan0001.pdf")]) is Lane.CARD
    assert lane(message, [Opened(name="scan0001.pdf", text="Pla de ventilació del celler")]) is Lane.ASIDE


# --- what staff and registers enclose, and nothing here can read ----------------------------------


@pytest.mark.parametrize("file", [PHOTO, SHEET, LETTER], ids=["photograph", "sheet", "letter"])
@pytest.mark.parametrize(
    ("subject", "body"),
    [
        pytest.param("", "", id="without a word"),
        pytest.param("Document", "Us passo això que ha portat la Maria.", id="says of nothing what it is"),
        pytest.param("Consentiment", "Us l'adjunto", id="a consent"),
        pytest.param("Altes", "Us passo les altes", id="altas"),
        pytest.param("Actualització", "Us passo la llista", id="a list"),
        pytest.param("Difusió", "Repasseu-ho", id="the list"),
    ],
)
def test_what_a_clerk_encloses_and_cannot_be_read_is_a_card(
    subject: str, body: str, file: tuple[str, str, bytes]
) -> None:
    reading = read(enclosing(subject, body, file), TOWN)

    assert (reading.kind, reading.voice) == (Kind.UNSURE, Voice.STAFF)
    assert Doubt.UNREAD in reading.doubts
    assert file[0] in in_catalan(reading.unread[0])


@pytest.mark.parametrize(
    ("subject", "body", "file"),
    [
        pytest.param("Pressupost 2027", "Us passo el pressupost", SHEET, id="the budget"),
        pytest.param("Fwd: Factura", "Us la passo", PHOTO, id="an invoice"),
        pytest.param("Cartell de l'aplec", "", PHOTO, id="a poster"),
        pytest.param("Baixa laboral d'en Roc", "Us passo el comunicat", PHOTO, id="sick leave"),
        pytest.param("Alta d'aigua", "Us la passo", PHOTO, id="water"),
        pytest.param("Fotos de la barana", "", ("WhatsApp Image 20.jpeg", *PHOTO[1:]), id="a picture"),
        pytest.param("", "", ("acord.p7s", "application/pkcs7-signature", b"x"), id="a signature"),
    ],
)  # fmt: skip
def test_the_ordinary_mail_of_a_clerk_stays_aside(
    subject: str, body: str, file: tuple[str, str, bytes]
) -> None:
    assert lane(enclosing(subject, body, file)) is Lane.ASIDE


def test_the_logo_under_a_clerks_mail_is_no_paper() -> None:
    assert lane(enclosing("Document", "Gràcies", PHOTO, shown=True)) is Lane.ASIDE
    big = ("IMG_2031.jpg", "image/jpeg", b"\xff\xd8" + b"x" * 100_000)
    assert lane(enclosing("Document", "Gràcies", big, shown=True)) is Lane.CARD


@pytest.mark.parametrize("matter", ["Instància genèrica", "Sol·licitud"])
@pytest.mark.parametrize("file", [PHOTO, SHEET], ids=["photograph", "sheet"])
def test_an_entry_that_says_nothing_with_a_paper_nobody_can_read_is_a_card(
    matter: str, file: tuple[str, str, bytes]
) -> None:
    assert lane(enclosing("Nou registre", f"{ENTRY}Assumpte: {matter}", file, sender=REGISTER)) is Lane.CARD


def test_a_scan_is_a_card_where_the_mail_says_nothing_else() -> None:
    scan = Opened(name="scan0001.pdf")

    assert lane(enclosing("Scan", "Us ho passo", SCAN), [scan]) is Lane.CARD
    assert lane(enclosing("Avís", f"{ENTRY}Assumpte: Instància", SCAN, sender=REGISTER), [scan]) is Lane.CARD
    assert lane(enclosing("Avís", "Teniu un document adjunt", SCAN, sender=REGISTER), [scan]) is Lane.CARD
    works = f"{ENTRY}Assumpte: Llicència d'obres"
    assert lane(enclosing("Avís", works, SCAN, sender=REGISTER), [scan]) is Lane.ASIDE


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("foto.heic", "image/heic", True),
        ("veu.opus", "audio/ogg", True),
        ("clausula.p7m", "application/pkcs7-mime", True),
        ("winmail.dat", "application/ms-tnef", True),
        ("xat.txt", "text/plain", False),
        ("dades.xml", "application/xml", False),
        ("contactes.vcf", "application/octet-stream", False),
        ("cita.ics", "text/calendar", False),
        ("scan.pdf", "application/octet-stream", False),
    ],
)
def test_which_files_nothing_here_reads(name: str, kind: str, expected: bool) -> None:
    assert is_sealed(Attachment(filename=name, content_type=kind, data=b"x")) is expected


# --- altas that are none yet, entries that cannot be right ----------------------------------------


@pytest.mark.parametrize(
    "matter",
    [
        "Alta a la llista de difusió de WhatsApp",
        "Inscripció al WhatsApp municipal",
        "Adhesió al servei de WhatsApp municipal",
        "Instància genèrica\nSol·licita: Vull apuntar-me a la llista de WhatsApp de l'Ajuntament",
    ],
)
def test_who_joins_by_registry_without_the_clause_is_a_card_with_the_alta_ready(matter: str) -> None:
    message = of_register(f"{ENTRY}Assumpte: {matter}")
    reading = read(message, TOWN, received_at=ARRIVED)

    assert (reading.kind, reading.voice, reading.doubts) == (Kind.ALTA, Voice.REGISTRY, (Doubt.NO_CLAUSE,))
    assert [p.id_document for p in reading.people] == [DNI]
    assert lane(message) is Lane.CARD


def test_the_clause_among_the_papers_makes_the_alta_a_consent() -> None:
    body = f"{ENTRY}Assumpte: Alta a la llista de difusió de WhatsApp"
    clause = Opened(name="f.pdf", text="CLÀUSULA DE CONSENTIMENT\nllista de difusió de WhatsApp")

    assert read(of_register(f"{body}\nDocuments: clausula.pdf"), TOWN).kind is Kind.CONSENT
    assert read(of_register(body), TOWN, attached=(clause,)).kind is Kind.CONSENT
    assert (
        Doubt.UNREAD
        in read(of_register(body), TOWN, attached=(Opened(name="f.pdf", refused="xifrat"),)).doubts
    )


@pytest.mark.parametrize(
    ("day", "is_doubted"),
    [("10/03/2026", False), ("10/11/2025", False), ("11/03/2025", True), ("10/03/2006", True)],
)
def test_an_entry_of_a_year_ago_or_more_starts_no_clock(day: str, is_doubted: bool) -> None:
    message = of_register(ENTRY.replace("10/03/2026", day) + CLAUSE)
    reading = read(message, TOWN, received_at=ARRIVED)

    assert reading.kind is Kind.CONSENT
    assert (Doubt.STALE_ENTRY in reading.doubts) is is_doubted
    assert (lane(message) is Lane.CARD) is is_doubted


def test_an_old_mail_read_late_tells_of_an_entry_of_its_own_time() -> None:
    reading = read(of_register(ENTRY + CLAUSE), TOWN, received_at=ARRIVED + timedelta(days=30))

    assert reading.doubts == ()


# --- who writes in a clerk's name, and what a clerk says by the way --------------------------------


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("WhatsApp", "He netejat la llista de WhatsApp"),
        ("", "La Maria ja és a la llista"),
        ("Consentiment", "Us el passo"),
        ("Llista de difusió", "Passeu-me els mòbils de tothom"),
        ("D'acord", "D'acord amb la llista, gràcies"),
        ("ALTA", f"ALTA Gemma Torrent, {DNI}, 622010203"),
        ("", "FET A-0042"),
    ],
)
def test_who_is_no_clerk_and_speaks_of_the_list_is_a_card(subject: str, body: str) -> None:
    assert lane(of_staff(subject, body, result="fail")) is Lane.CARD


def test_spam_in_a_clerks_name_stays_aside() -> None:
    assert lane(of_staff("Mailbox full", "Click here to keep your account", result="fail")) is Lane.ASIDE


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("", "Ja he posat el 28 al telèfon"),
        ("llista", "ja és a la llista"),
        ("", "La Gemma Torrent ja és a la llista"),
        ("", "Ja l'he tret del mòbil"),
        ("", "En Pere diu que no li arriba res del WhatsApp"),
        ("", "A-0028 i A-0031 encara no"),
        (SUMMARY, "Ja he posat el 28 al telèfon"),
        (SUMMARY, "D'acord amb les dues altes, ja les he afegides"),
    ],
)
def test_what_a_clerk_says_of_the_list_is_a_card(subject: str, body: str) -> None:
    reading = read(of_staff(subject, body), TOWN)

    assert (reading.kind, reading.voice) in {(Kind.UNSURE, Voice.STAFF), (Kind.COMMAND, Voice.STAFF)}


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        (SUMMARY, "D'acord, gràcies"),
        ("Ple", "Us convoco al ple de dijous."),
        ("Alta", "Hem de donar d'alta la línia nova."),
        ("", "La llista d'espera de la llar d'infants"),
        ("", "El telèfon de l'escola no va"),
        ("Avís", "Demà no hi haurà aigua, ho envieu per la llista de difusió?"),
        ("Obres", "Us ho he passat per WhatsApp"),
    ],
)
def test_a_clerks_mail_of_anything_else_stays_aside(subject: str, body: str) -> None:
    assert lane(of_staff(subject, body)) is Lane.ASIDE
