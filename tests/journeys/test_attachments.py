"""What only an attachment says reaches the books, and what cannot be read reaches staff."""

from email import policy
from email.message import EmailMessage

from tests.daemon.pdfs import encrypted, form, zipped
from tests.journeys.conftest import TownHall
from tests.journeys.test_run_once import REGISTRY, TRUSTED

BODY = """Número de registre: E/000123-2026
Data i hora de presentació: 04/05/2026 09:10:11
Assumpte: Clàusula de consentiment del tractament de dades personals
Dades de la persona interessada: vegeu el formulari adjunt
"""
ANNEX = form([("Nom i cognoms:", "Roser Vilalta Camps"), ("DNI:", "12345678Z"), ("Mòbil:", "600 11 12 22")])
CHAT = "[4/5/26, 9:47:11] Roser: ALTA Roser Vilalta Camps 12345678Z\n"


def enclosing(town_hall: TownHall, data: bytes, name: str, *, body: str, sender: str, proof: str) -> None:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"] = sender, "info@setcases.cat"
    message["Subject"], message["Message-ID"] = "Nou registre", f"<{name}@registre.example.cat>"
    message["Authentication-Results"] = proof
    message.set_content(body)
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    town_hall.dovecot.deliver(message.as_bytes(), at=town_hall.at)


def test_a_person_who_stands_only_in_a_form_is_consented(town_hall: TownHall) -> None:
    enclosing(town_hall, ANNEX, "formulari.pdf", body=BODY, sender=REGISTRY, proof=TRUSTED)

    town_hall.run_once()

    (held,) = town_hall.subscribers()
    assert (held["state"], held["name"]) == ("consented", "Roser Vilalta Camps")
    assert (held["id_document"], held["phone"]) == ("12345678Z", "+34600111222")
    assert held["consent_number"] == "E/000123-2026"


def test_a_form_under_lock_is_a_card_that_names_it(town_hall: TownHall) -> None:
    locked = encrypted(ANNEX, "secret")
    enclosing(town_hall, locked, "formulari.pdf", body=BODY, sender=REGISTRY, proof=TRUSTED)

    town_hall.run_once()

    (case,) = town_hall.cases()
    assert case["state"] == "staff"
    assert "l'annex «formulari.pdf» no s'ha pogut llegir: està xifrat" in case["reason"]
    assert town_hall.subscribers() == []


def test_the_alta_in_a_zipped_chat_of_staff_is_kept(town_hall: TownHall) -> None:
    name = "WhatsApp Chat - +34 600 11 12 22.zip"
    clerk = "Secretaria <secretaria@setcases.cat>"
    proof = "mx.setcases.cat; dmarc=pass header.from=setcases.cat"
    data = zipped({"_chat.txt": CHAT.encode()})
    enclosing(town_hall, data, name, body="Us passo el xat.", sender=clerk, proof=proof)

    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "requested"}
