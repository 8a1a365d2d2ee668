"""Robots are known by what their programs wrote; people who write about robots are people."""

from dataclasses import replace

import pytest

from rules.mail.mail import read_head
from rules.sender.automatic import DECLARED, header_robot, robot, silence
from tests.rules.messages import TOWN, mail, raw

ABSENT = {
    "ca": (
        "Resposta automàtica",
        "Fora de l'oficina",
        "Bon dia,\n\nestaré fora de l'oficina fins al 24 d'agost. Per a temes urgents, truqueu.",
    ),
    "es": (
        "Respuesta automática",
        "Ausente de la oficina",
        "Hola:\n\nEstoy de vacaciones y no leeré el correo hasta el 24. Para temas urgentes, llamen.",
    ),
    "en": (
        "Automatic reply",
        "Out of office",
        "Hello,\n\nI am out of the office until 24 August and will answer when I am back.",
    ),
    "fr": (
        "Réponse automatique",
        "Absence du bureau",
        "Bonjour,\n\nje suis absent du bureau jusqu'au 24 août. En cas d'urgence, appelez le secrétariat.",
    ),
    "de": (
        "Automatische Antwort",
        "Abwesenheitsnotiz",
        "Guten Tag,\n\nich bin bis zum 24. August nicht im Büro. Ihre Nachricht wird nicht weitergeleitet.",
    ),
}
"""How each language says it: the program's prefix, a subject about absence, the text."""

SYSTEMS = {
    "exchange": ("{auto}: {re}", ("Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All")),
    "exchange without headers": ("{auto}: {re}", ()),
    "exchange old, without headers": ("{absent}: {re}", ()),
    "gmail": ("{absent} Re: {re}", ("Precedence: bulk", "X-Autoreply: yes", "Auto-Submitted: auto-replied")),
    "zimbra": ("Re: {re}", ("Auto-Submitted: auto-replied (zimbra; vacation)", "Precedence: bulk")),
    "cpanel": ("{absent}", ("X-Autorespond: {re}", "X-Precedence: auto_reply")),
    "cpanel precedence": ("{absent}", ("Precedence: auto_reply",)),
    "dovecot": ("Auto: {re}", ("Auto-Submitted: auto-replied (vacation)", "Precedence: bulk")),
    "lotus": ("{absent}", ("X-Notes-Item: OutOfOffice; type=text; name=$AssistMail", "Return-Path: <>")),
    "lotus, null path alone": ("{absent}", ("Return-Path: <>",)),
    "mdaemon": ("Autoresponder: {re}", ("X-Autoresponder: yes",)),
    "plesk": ("Re: {re}", ("Auto-Submitted: auto-replied",)),
    "vacation(1)": ("{absent}", ("Precedence: junk", "X-Vacation: 1")),
    "delivered by a robot": ("Re: {re}", ("Delivered-To: Autoresponder",)),
}


@pytest.mark.parametrize("language", ABSENT)
@pytest.mark.parametrize("system", SYSTEMS)
def test_an_automatic_answer_is_a_robot(system: str, language: str) -> None:
    auto, absent, text = ABSENT[language]
    subject, fields = SYSTEMS[system]
    words = {"auto": auto, "absent": absent, "re": "Baixa WhatsApp"}
    message = mail(f"Subject: {subject.format(**words)}", *(f.format(**words) for f in fields), body=text)
    assert robot(message, TOWN) is not None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Aquesta és una resposta automàtica. Hem rebut el vostre correu.", id="ca"),
        pytest.param("Esta es una respuesta automática: hemos recibido su mensaje.", id="es"),
        pytest.param("This is an automated response to your message. Nobody reads it.", id="en"),
        pytest.param("Ceci est une réponse automatique. Merci de ne pas répondre.", id="fr"),
        pytest.param("Dies ist eine automatische Antwort. Vielen Dank.", id="de"),
        pytest.param("*** RESPOSTA AUTOMÀTICA ***\n\nTornarem dilluns.", id="heading"),
    ],
)
def test_a_text_that_says_so_at_its_start_is_a_robot(text: str) -> None:
    assert robot(mail("Subject: Re: x", body=text), TOWN) is not None


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        pytest.param("Fora de l'oficina?", "Volia saber quan obriu l'oficina.", id="asks about the office"),
        pytest.param(
            "is out of the office",
            "He keeps sending these. Please take him off.",
            id="about another's notice",
        ),
        pytest.param(
            "Vacances", "Estic de vacances i vull deixar la llista de difusió.", id="on holiday, leaves"
        ),
        pytest.param("Baixa WhatsApp", "Estic de baixa i no vull més whatsapps.", id="on sick leave, leaves"),
        pytest.param("Baixa del grup", "Seré fora fins al 15. Em dic Pia.", id="away, leaves"),
        pytest.param(
            "Vacances: baixa",
            "Estic de vacances. Doneu-me de baixa, que no hi soc mai.",
            id="on holiday, asks",
        ),
        pytest.param("Absència", "Demano disculpes per no haver vingut al ple.", id="an excuse"),
        pytest.param("Re: Resposta automàtica: Prova", "Gràcies, però no calia.", id="an answer to a robot"),
        pytest.param(
            "Error de lliurament",
            "No s'ha pogut lliurar la meva baixa: us la torno a enviar.",
            id="after a bounce",
        ),
        pytest.param("Correu retornat", "Em diu user unknown 5.1.1, què faig?", id="asks about a bounce"),
        pytest.param(
            "Prova",
            "He rebut una resposta automàtica vostra. Torno a demanar-ho.",
            id="got an automatic answer",
        ),
        pytest.param("Ausencia", "Quiero darme de baja de la lista de difusión.", id="leaves in Spanish"),
    ],
)
def test_who_writes_about_robots_is_a_person(subject: str, text: str) -> None:
    message = mail(f"Subject: {subject}", "Return-Path: <pia@bustia.example>", body=text)
    assert robot(message, TOWN) is None
    assert silence(message, TOWN) is None


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(("Content-Type: multipart/report; report-type=delivery-status; boundary=b",), id="dsn"),
        pytest.param(
            ("Content-Type: multipart/report; report-type=disposition-notification; boundary=b",), id="mdn"
        ),
        pytest.param(("Content-Type: multipart/report; report-type=feedback-report; boundary=b",), id="arf"),
        pytest.param(("Content-Type: message/disposition-notification",), id="bare mdn"),
        pytest.param(("X-Failed-Recipients: nil@bustia.example",), id="exim, gmail"),
        pytest.param(("X-MS-Exchange-Message-Is-Ndr:",), id="exchange"),
        pytest.param(("From: Mail Delivery System <MAILER-DAEMON@mx.example>",), id="daemon"),
        pytest.param(("From: MAILER-DAEMON",), id="daemon without a domain"),
        pytest.param(("Return-Path: <>",), id="null path"),
        pytest.param(("Auto-Submitted: Auto-Generated",), id="declared"),
        pytest.param(("Auto-Submitted: (no) auto-notified",), id="declared behind a comment"),
        pytest.param(("X-Loop: info@vallclara.cat",), id="our own echo"),
        pytest.param(("List-Unsubscribe: <https://butlleti.example/baixa>",), id="newsletter"),
        pytest.param(("List-Id: Veïns <veins.llistes.example>",), id="list"),
        pytest.param(("Mailing-List: contact x@llistes.example",), id="old list"),
        pytest.param(("Return-Path: <owner-veins@llistes.example>",), id="list by its path"),
        pytest.param(("Precedence: BULK",), id="bulk"),
        pytest.param(("Precedence: list",), id="list by its precedence"),
        pytest.param(("X-Autoreply: yes",), id="autoreply"),
        pytest.param(("X-Notes-Item: OutOfOffice; type=text",), id="lotus"),
        pytest.param(("Delivered-To: Autoresponder",), id="delivered by a robot"),
    ],
)
def test_headers_alone_tell_a_robot(fields: tuple[str, ...]) -> None:
    block = raw(*fields).partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    head = read_head(block, size=4000)
    assert header_robot(head, TOWN) is not None
    assert robot(head, TOWN) == header_robot(head, TOWN)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(("Auto-Submitted: no",), id="says no"),
        pytest.param(("Auto-Submitted: no (a person)",), id="says no with a comment"),
        pytest.param(("Precedence: first-class",), id="first class"),
        pytest.param(("X-Autoreply: no",), id="no autoreply"),
        pytest.param(("X-Auto-Response-Suppress: DR, RN",), id="wants no receipts"),
        pytest.param(("X-Loop: pia@bustia.example",), id="somebody else's loop mark"),
        pytest.param(
            (
                "Return-Path: <>",
                "Authentication-Results: mx.vallclara.cat; spf=pass smtp.mailfrom=pia@bustia.example",
            ),
            id="a store that forgets the path",
        ),
        pytest.param(("List-Id: <info.vallclara.cat>", "Precedence: list"), id="our own group mailbox"),
        pytest.param(
            ("List-Post: <mailto:info@vallclara.cat>", "List-Unsubscribe: <x>"), id="our own group address"
        ),
        pytest.param(("From: no-reply@formularis.example",), id="a web form's sender"),
        pytest.param(("From: postmaster@bustia.example",), id="a postmaster who writes"),
    ],
)
def test_a_persons_mail_is_no_robot_by_its_headers(fields: tuple[str, ...]) -> None:
    assert robot(mail(*fields, body="Doneu-me de baixa de la llista."), TOWN) is None


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        pytest.param(
            "postmaster@mx.example", "Undeliverable: Baixa", "The address was not found.", id="exchange"
        ),
        pytest.param("postmaster@mx.example", "Baixa", "550 5.1.1 user unknown", id="by its text"),
        pytest.param(
            "Mail Delivery Subsystem <x@mx.example>", "Returned mail: see transcript", "x", id="sendmail"
        ),
        pytest.param("postmaster@mx.example", "No s'ha pogut lliurar: Baixa", "x", id="ca"),
        pytest.param("postmaster@mx.example", "Unzustellbar: Baixa", "x", id="de"),
        pytest.param("postmaster@mx.example", "Non remis : Baixa", "x", id="fr"),
        pytest.param(
            "noreply@mx.example",
            "Mail could not be delivered",
            "The following message could not be delivered: nil@bustia.example",
            id="no-reply with both",
        ),
    ],
)
def test_a_mail_systems_set_phrases_are_a_bounce(sender: str, subject: str, text: str) -> None:
    message = mail(f"Subject: {subject}", sender=sender, body=text)
    assert header_robot(message, TOWN) is None
    assert robot(message, TOWN) is not None


def test_a_qmail_bounce_is_known_by_the_detector() -> None:
    text = (
        "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your "
        "message to the "
        "following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        "<nil@bustia.example>:\nthis has no set phrase.\n"
    )
    assert robot(mail("Subject: hm", sender="postmaster@mx.example", body=text), TOWN) is not None


def test_a_bounce_passed_on_by_a_person_is_no_robot() -> None:
    message = mail(
        "Content-Type: multipart/mixed; boundary=b",
        "Subject: Fwd: Undeliverable",
        body="--b\n\nQuè és?\n--b\nContent-Type: message/rfc822\n\nSubject: Undeliverable\n\nx\n--b--",
    )
    assert robot(message, TOWN) is None


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(("From: Pia Roca",), id="no address"),
        pytest.param(("From: a@bustia.example, b@bustia.example",), id="two senders"),
        pytest.param(("From: root@localhost",), id="no domain"),
        pytest.param(('From: "a b"@bustia.example',), id="quoted local part"),
        pytest.param(("From: info@vallclara.cat",), id="ourselves"),
        pytest.param(("From: BUSTIA@Vallclara.cat",), id="our alias in other case"),
        pytest.param(("Return-Path: <info@vallclara.cat>",), id="our own path"),
        pytest.param(("Return-Path: <>",), id="null path"),
        pytest.param(("Message-ID: <7@vallclara.cat>",), id="our own id"),
        pytest.param(("X-Auto-Response-Suppress: DR, OOF, AutoReply",), id="suppressed"),
        pytest.param(("From: no-reply@formularis.example",), id="no-reply"),
        pytest.param(("From: noreply-7@formularis.example",), id="numbered noreply"),
        pytest.param(("From: nocontestar@formularis.example",), id="no contestar"),
        pytest.param(("From: no.respongueu@formularis.example",), id="no respongueu"),
        pytest.param(("From: postmaster@bustia.example",), id="postmaster"),
        pytest.param(("From: veins-request@llistes.example",), id="list's robot"),
        pytest.param(("Return-Path: <veins-bounces+pia=bustia@llistes.example>",), id="list's path"),
        pytest.param(("Reply-To: info@vallclara.cat",), id="replies come back to us"),
        pytest.param(("Reply-To: majordomo@llistes.example",), id="replies to a robot"),
        pytest.param(("To: algu@bustia.example",), id="not to us"),
        pytest.param(("To: undisclosed-recipients:;",), id="to nobody"),
        pytest.param(('To: "info@vallclara.cat" <algu@bustia.example>',), id="our address as a name"),
        pytest.param(("Auto-Submitted: auto-generated",), id="automatic"),
        pytest.param(("List-Help: <x>",), id="list"),
        pytest.param(("Precedence: bulk",), id="bulk"),
        pytest.param(("X-Loop: x",), id="loop"),
        pytest.param(("Content-Type: multipart/report; boundary=b",), id="report"),
    ],
)
def test_some_senders_never_get_a_letter(fields: tuple[str, ...]) -> None:
    assert silence(mail(*fields), TOWN) is not None


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param((), id="no return path, as IMAP stores have it"),
        pytest.param(("Return-Path: <pia@bustia.example>",), id="her own path"),
        pytest.param(("To: nil@bustia.example", "Cc: Info <INFO@vallclara.cat>"), id="in copy"),
        pytest.param(("Reply-To: pia.casa@bustia.example",), id="replies elsewhere"),
        pytest.param(("From: Pia <secretaria@vallclara.cat>", "Message-ID: <8@vallclara.cat>"), id="staff"),
        pytest.param(("From: nora.reply@bustia.example",), id="a name that only looks like no-reply"),
        pytest.param(
            ("To: " + ", ".join(f"v{n}@bustia.example" for n in range(900)) + ", info@vallclara.cat",),
            id="long To",
        ),
    ],
)
def test_everybody_else_may_get_a_letter(fields: tuple[str, ...]) -> None:
    assert silence(mail(*fields), TOWN) is None


def test_the_reason_is_said() -> None:
    message = mail("Auto-Submitted: auto-replied")
    assert robot(message, TOWN) == DECLARED
    assert silence(message, TOWN) == DECLARED


def test_the_report_mark_alone_decides() -> None:
    assert header_robot(replace(mail(), report=True), TOWN) is not None
