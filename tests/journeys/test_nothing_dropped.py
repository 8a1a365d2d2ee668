"""On the real mailbox: what was set aside in silence is a card for staff, and nobody gets a letter for it."""

from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from io import BytesIO

import pytest
from pypdf import PdfWriter

from tests.journeys.conftest import TownHall, text_of
from tests.journeys.test_run_once import FROM_ROSER, NOTICE, PERE, REGISTRY, ROSER, TRUSTED

CLERK = "Secretaria <secretaria@setcases.cat>"
PROVED = "mx.setcases.cat; dmarc=pass header.from=setcases.cat"
FORGED = "mx.setcases.cat; dmarc=fail header.from=setcases.cat"
DATA = "Roser Vilalta Camps\nDNI 12345678Z\nMòbil 600 111 222\n"
ON_THE_LIST = {"+34600111222": "active", "+34600333444": "active"}
PHOTO = b"\xff\xd8\xff\xe0 a photograph"


@pytest.fixture
def town_hall(town_hall: TownHall) -> TownHall:
    town_hall.at = datetime(2026, 5, 3, 8, 0, tzinfo=UTC)  # a Sunday: no digest beside the letters
    town_hall.residents(ROSER, PERE)
    return town_hall


def scan() -> bytes:
    """A PDF of a page on which no words stand, as a scanner makes it."""
    writer, into = PdfWriter(), BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(into)
    return into.getvalue()


def enclosing(town_hall: TownHall, name: str, data: bytes, *, subject: str, body: str, sender: str) -> None:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"] = sender, "info@setcases.cat"
    message["Subject"], message["Message-ID"] = subject, f"<{name}@setcases.cat>"
    message["Authentication-Results"] = TRUSTED if sender == REGISTRY else PROVED
    message.set_content(body)
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    town_hall.dovecot.deliver(message.as_bytes(), at=town_hall.at)


def the_card(town_hall: TownHall) -> str:
    """Why the only case waits for staff, once nothing else came of the mail."""
    town_hall.run_once()
    (case,) = town_hall.cases()
    assert case["state"] == "staff"
    assert town_hall.states() == ON_THE_LIST
    assert town_hall.sink.letters == []
    return str(case["reason"])


@pytest.mark.parametrize(
    "said", ["Oblideu-vos del meu número", "No vull.", "Unsubscribe me from the town hall's WhatsApp"]
)
def test_whole_data_and_nothing_else_that_is_understood(town_hall: TownHall, said: str) -> None:
    town_hall.mail(f"{said}\n\n{DATA}", sender=FROM_ROSER, subject="Hola")

    assert "no queda clar què demana" in the_card(town_hall)


def test_staff_see_her_card_in_the_digest_until_they_close_it(town_hall: TownHall) -> None:
    town_hall.mail(f"No vull.\n\n{DATA}", sender=FROM_ROSER, subject="Hola")
    town_hall.run_once()
    town_hall.at = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
    town_hall.run_once()

    (digest,) = town_hall.sink.to("secretaria@setcases.cat")
    assert "Roser Vilalta" in text_of(digest)
    assert town_hall.sink.to("roser@veins.example") == []


@pytest.mark.parametrize(
    ("name", "data"),
    [("Llibre1.xlsx", b"PK\x03\x04 a sheet"), ("IMG_2031.jpg", PHOTO), ("scan0001.pdf", scan())],
)
@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        pytest.param(CLERK, "Consentiment", "Us l'adjunto.", id="a clerk"),
        pytest.param(
            REGISTRY,
            "Nou registre",
            "Número de registre: E/000123-2026\nData de presentació: 30/04/2026 09:10\nAssumpte: Instància\n",
            id="a register",
        ),
    ],
)
def test_a_paper_that_cannot_be_read(
    town_hall: TownHall, name: str, data: bytes, sender: str, subject: str, body: str
) -> None:
    enclosing(town_hall, name, data, subject=subject, body=body, sender=sender)

    assert name in the_card(town_hall)


def test_the_budget_that_a_clerk_passes_on_is_no_card(town_hall: TownHall) -> None:
    body = "Us passo el pressupost."
    enclosing(town_hall, "Llibre1.xlsx", b"PK\x03\x04", subject="Pressupost 2027", body=body, sender=CLERK)

    town_hall.run_once()

    assert (town_hall.cases(), town_hall.sink.letters) == ([], [])


def entry(matter: str, at: str = "30/04/2026 09:10:11") -> str:
    given = NOTICE.format(number="E/7-2026", at=at, name="Núria Pi", dni="34567890V", phone="600555666")
    return given.replace("Clàusula de consentiment del tractament de dades personals (WhatsApp)", matter)


@pytest.mark.parametrize(
    ("notice", "why"),
    [
        pytest.param(
            entry("Alta a la llista de difusió de WhatsApp"), "no s'hi veu la clàusula", id="an ALTA"
        ),
        pytest.param(
            entry("Clàusula de consentiment (WhatsApp)", "30/04/2006 09:10"), "fa un any", id="of 2006"
        ),
        pytest.param(
            entry("Clàusula de consentiment (WhatsApp) d'un menor d'edat"),
            "menor de catorze",
            id="of a child",
        ),
    ],
)
def test_an_entry_that_starts_no_clock(town_hall: TownHall, notice: str, why: str) -> None:
    town_hall.mail(notice, sender=REGISTRY, subject="Nou registre", Authentication_Results=TRUSTED)

    assert why in the_card(town_hall)


@pytest.mark.parametrize(
    ("said", "proof"),
    [
        pytest.param("He netejat la llista de WhatsApp", FORGED, id="no clerk"),
        pytest.param("Ja he posat el 28 al telèfon", FORGED, id="no clerk, on the telephone"),
    ],
)
def test_what_is_said_of_the_list_in_a_clerks_name(town_hall: TownHall, said: str, proof: str) -> None:
    town_hall.mail(said, sender=CLERK, subject="Una cosa", Authentication_Results=proof)

    the_card(town_hall)


def test_what_a_clerk_says_of_the_list_and_nobody_understands_is_answered_too(town_hall: TownHall) -> None:
    said = "He netejat la llista de WhatsApp"
    town_hall.mail(said, sender=CLERK, subject="Una cosa", Authentication_Results=PROVED)
    town_hall.run_once()

    assert said in text_of(town_hall.sink.to("secretaria@setcases.cat")[-1])
    assert [case["state"] for case in town_hall.cases()] == ["staff"]


@pytest.mark.parametrize("said", ["Ja he posat el 28 al telèfon", "La Roser ja és a la llista"])
def test_what_a_clerk_says_that_they_have_done_is_answered(town_hall: TownHall, said: str) -> None:
    town_hall.mail(said, sender=CLERK, subject="Una cosa", Authentication_Results=PROVED)
    town_hall.run_once()

    assert said in text_of(town_hall.sink.to("secretaria@setcases.cat")[-1])
    assert [case["state"] for case in town_hall.cases()] == ["closed"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param("34567890V, 600 333 444", "el DNI d'una altra persona", id="of somebody on the list"),
        pytest.param(
            "34567890V, 600 555 666 (és el mòbil de la seva filla)",
            "el mòbil és d'una altra persona",
            id="as is said",
        ),
        pytest.param("34567890V, 600 555 666, 12 anys", "menor de catorze", id="of a child"),
    ],
)
def test_an_alta_with_what_is_somebody_elses(town_hall: TownHall, data: str, why: str) -> None:
    text = f"ALTA Núria Pi Serra, {data}"
    town_hall.mail(text, sender=CLERK, subject="Alta", Authentication_Results=PROVED)

    town_hall.run_once()

    (case,) = town_hall.cases()
    assert case["state"] == "staff"
    assert why in case["reason"]
    assert town_hall.states() == ON_THE_LIST
