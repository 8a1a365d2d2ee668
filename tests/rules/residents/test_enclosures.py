"""A file is opened only where it could change what is read, and then what it says is heard."""

import pytest

from rules.findings import Because, Doubt, Kind, Voice
from rules.mail.mail import read_mail
from rules.mail.opened import Opened
from rules.residents.enclosures import worth_opening
from tests.rules.messages import TOWN, acts, mail, paper, raw, read

DNI = "40123987G"
STAFF = "Secretaria <secretaria@vallclara.cat>"
REGISTER = "Registre <avisos@registre.example.cat>"
PIA = "Pia Roca <pia@bustia.example>"
WHOLE = f"Gemma Torrent Oliva, {DNI}, 622010203"
LEAVE = "Subject: BAIXA Vallclara Informa WhatsApp"
ENTRY = "Número de registre: E/000777-2026\nData de presentació: 10/03/2026 12:00:00\n"
CLAUSE = "Assumpte: Clàusula de consentiment (WhatsApp)\n"
PERSON = f"Interessada: Gemma Torrent Oliva\nNIF: {DNI}\nMòbil: 622010203\n"
PDF, ZIP = b"%PDF-1.4 ...", b"PK\x03\x04..."


def enclosing(
    subject: str, body: str, sender: str, *files: tuple[str, bytes], fields: tuple[str, ...] = ()
) -> bytes:
    text = f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n".encode()
    parts = b"".join(
        f'--b\r\nContent-Type: application/octet-stream; name="{name}"\r\n'.encode()
        + b"Content-Disposition: attachment\r\n\r\n" + data + b"\r\n"
        for name, data in files
    )  # fmt: skip
    head = (subject, 'Content-Type: multipart/mixed; boundary="b"', *fields)
    return raw(*head, sender=sender, body=text + parts + b"--b--\r\n")


POINTS, AVIS = "Us ho adjunto", "Subject: Avís"
GENERIC, WORKS = "Assumpte: Instància genèrica", "Assumpte: Llicència d'obres"


@pytest.mark.parametrize(
    ("subject", "body", "sender", "file", "is_opened"),
    [
        pytest.param(LEAVE, WHOLE, PIA, ("sol.pdf", PDF), False, id="a leave that says all"),
        pytest.param(LEAVE, POINTS, PIA, ("sol.pdf", PDF), True, id="a leave without data"),
        pytest.param(LEAVE, POINTS, PIA, ("sol.docx", ZIP), False, id="an office document"),
        pytest.param("Subject: BAIXA del padró", POINTS, PIA, ("sol.pdf", PDF), False, id="another baixa"),
        pytest.param("Subject: Factura", "Recanvi part baixa", PIA, ("F26.pdf", PDF), False, id="an invoice"),
        pytest.param("Subject: Hola", "", PIA, ("baixa_whatsapp.pdf", PDF), True, id="a telling file name"),
        pytest.param("Subject: Xat", "Xat de WhatsApp", PIA, ("x.zip", ZIP), False, id="a stranger's zip"),
        pytest.param("Subject: Xat", "", STAFF, ("x.zip", ZIP), True, id="a clerk's zip"),
        pytest.param("Subject: Xat", "", STAFF, ("x.zip", b"no zip"), False, id="a zip that is none"),
        pytest.param("Subject: Ple", POINTS, STAFF, ("acta.pdf", PDF), False, id="a clerk's minutes"),
        pytest.param("Subject: Clàusula", "", STAFF, ("rebut.pdf", PDF), True, id="a clerk's receipt"),
        pytest.param(AVIS, ENTRY + CLAUSE + PERSON, REGISTER, ("f.pdf", PDF), False, id="a whole notice"),
        pytest.param(AVIS, ENTRY + CLAUSE, REGISTER, ("f.pdf", PDF), True, id="a notice of nobody"),
        pytest.param(AVIS, CLAUSE + POINTS, REGISTER, ("f.pdf", PDF), True, id="a notice without number"),
        pytest.param(AVIS, ENTRY + GENERIC, REGISTER, ("f.pdf", PDF), True, id="a generic notice"),
        pytest.param(AVIS, ENTRY + WORKS, REGISTER, ("f.pdf", PDF), False, id="a notice of works"),
    ],
)
def test_a_file_is_opened_only_where_it_could_matter(
    subject: str, body: str, sender: str, file: tuple[str, bytes], is_opened: bool
) -> None:
    message = read_mail(enclosing(subject, body, sender, file))

    assert bool(worth_opening(message, TOWN, read(message, TOWN))) is is_opened


@pytest.mark.parametrize(
    "field", ["Auto-Submitted: auto-replied", "Precedence: bulk", "List-Id: <x.example>"]
)
def test_nothing_of_a_robot_is_opened(field: str) -> None:
    message = read_mail(enclosing(LEAVE, "Us ho adjunto", PIA, ("sol.pdf", PDF), fields=(field,)))

    assert worth_opening(message, TOWN, read(message, TOWN)) == ()


def test_the_likeliest_file_is_opened_first() -> None:
    files = [(name, PDF) for name in ("dni.pdf", "formulari.pdf", "Clausula_consentiment.pdf")]
    message = read_mail(enclosing("Subject: Avís", ENTRY + CLAUSE, REGISTER, *files))

    found = worth_opening(message, TOWN, read(message, TOWN))

    assert [a.filename for a in found] == ["Clausula_consentiment.pdf", "formulari.pdf", "dni.pdf"]


CHAT = f"[31/8/25, 20:47:11] Gemma Torrent: Bon dia, ALTA. Gemma Torrent Oliva {DNI}\n"


@pytest.mark.parametrize(
    ("name", "phone"),
    [
        ("WhatsApp Chat - +34 622 01 02 03.zip/_chat.txt", "+34622010203"),
        ("chat.zip/Xat de WhatsApp amb +34 622 01 02 03.txt", "+34622010203"),
        ("chat.zip/_chat.txt", None),
    ],
)
def test_a_zipped_chat_reads_as_one_that_is_not(name: str, phone: str | None) -> None:
    message = mail("Subject: Xat", "Auto-Submitted: auto-generated", sender=STAFF, body="")

    reading = read(message, TOWN, attached=(Opened(name=name, text=CHAT),))

    assert (reading.kind, reading.voice) == (Kind.ALTA, Voice.CHAT)
    assert [(p.name, p.id_document, p.phone) for p in reading.people] == [("Gemma Torrent Oliva", DNI, phone)]


def test_a_leave_half_in_the_mail_and_half_on_paper_is_whole() -> None:
    form = paper(fields=f"Nom: Gemma Torrent Oliva\nDNI: {DNI}")
    message = mail(LEAVE, body="Us ho adjunto.\nGemma Torrent Oliva\n622 01 02 03")

    reading = read(message, TOWN, attached=(form,))

    assert [(p.id_document, p.phone) for p in reading.people] == [(DNI, "+34622010203")]


def test_the_paper_of_another_completes_no_leave() -> None:
    form = paper(fields=f"Nom: Arnau Bassols Pi\nDNI: {DNI}")
    message = mail(LEAVE, body="Us ho adjunto.\nGemma Torrent Oliva\n622 01 02 03")

    reading = read(message, TOWN, attached=(form,))

    assert [(p.id_document, p.phone) for p in reading.people] == [(None, "+34622010203")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param(
            "Sol·licito la baixa de la llista de difusió de WhatsApp", Kind.UNSURE, id="asks to leave"
        ),
        pytest.param("CLÀUSULA DE CONSENTIMENT\nllista de difusió de WhatsApp", Kind.UNSURE, id="the clause"),
        pytest.param("Menú de la festa major", Kind.OTHER, id="neither"),
    ],
)
def test_a_request_that_stands_only_on_paper_is_for_a_person(text: str, kind: Kind) -> None:
    message = mail("Subject: Document per al WhatsApp", body="")
    form = paper(f"{text}\nGemma Torrent Oliva\nDNI {DNI}\n622 01 02 03", name="document.pdf")
    if kind is Kind.OTHER:
        message = mail("Subject: Hola", body="Us ho adjunto")

    reading = read(message, TOWN, attached=(form,))

    assert reading.kind is kind
    assert [p.id_document for p in reading.people] == ([DNI] if kind is Kind.UNSURE else [])


RECEIPT = f"JUSTIFICANT DE REGISTRE\n{ENTRY}{PERSON}"


def test_a_receipt_that_a_clerk_encloses_is_a_consent() -> None:
    message = mail(
        "Subject: Clàusula WhatsApp de la Gemma", sender=STAFF, body="Ja està registrada, us la passo."
    )

    reading = read(message, TOWN, attached=(paper(RECEIPT + CLAUSE),))

    assert (reading.kind, reading.voice) == (Kind.CONSENT, Voice.STAFF)
    assert [p.id_document for p in reading.people] == [DNI]
    assert [e.number for e in reading.registries] == ["E/000777-2026"]


@pytest.mark.parametrize(
    "matter", ["Assumpte: Llicència d'obres\n", "Assumpte: Revocació del consentiment de WhatsApp\n"]
)
def test_a_receipt_of_another_matter_is_no_consent(matter: str) -> None:
    message = mail("Subject: justificant", sender=STAFF, body="Us el passo.")

    assert read(message, TOWN, attached=(paper(RECEIPT + matter),)).kind is not Kind.CONSENT


def test_who_asks_to_leave_is_asked_though_the_paper_could_not_be_read() -> None:
    reading = read(
        mail(LEAVE, body="Us ho adjunto"), TOWN, attached=(Opened(name="x.pdf", refused="està xifrat"),)
    )

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, ())
    assert reading.unread == (Because("enclosure-not-read", ("x.pdf", "està xifrat")),)


def test_a_notice_half_read_with_a_paper_that_could_not_be_is_doubted() -> None:
    body = f"{ENTRY}{CLAUSE}Interessada: Gemma Torrent Oliva\nNIF: {DNI}"
    closed = Opened(name="x.pdf", refused="està xifrat")

    assert Doubt.UNREAD in read(mail(sender=REGISTER, body=body), TOWN, attached=(closed,)).doubts


def test_of_a_long_chat_the_newest_is_read() -> None:
    old = "".join(f"[1/1/24, 10:00:00] Gemma Torrent: bon dia {i}\n" for i in range(3000))
    file = ("Xat de WhatsApp amb +34 622 01 02 03.txt", (old + CHAT).encode())
    message = read_mail(enclosing("Subject: Xat", "", STAFF, file))

    assert read(message, TOWN).kind is Kind.ALTA


def test_a_paper_of_something_else_hides_nobody_who_names_the_list_and_herself() -> None:
    own = f"M'he sortit del grup de WhatsApp, ja no cal res.\nGemma Torrent Oliva\nDNI {DNI}\n622 01 02 03"
    menu = paper("Menú de la festa major", name="menu.pdf")

    reading = read(mail("Subject: WhatsApp", body=own), TOWN, attached=(menu,))

    assert not acts(reading)
    assert [p.id_document for p in reading.people] == [DNI]
