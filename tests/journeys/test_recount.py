"""The digest's contacts go onto a phone, and the phone's export comes back by mail, through real servers."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.journeys.conftest import TownHall, text_of

CLERK = "secretaria@setcases.cat"
PASSES = "mx.setcases.cat; dmarc=pass header.from=setcases.cat"
ROSER = "Roser Vilalta Camps,12345678Z,600111222,due,E/000101-2026,2026-04-24T10:15,"
PERE = "Pere Camprubí Soler,23456789D,600333444,active,,,"


def attached(letter: EmailMessage, name: str) -> bytes:
    (part,) = (each for each in letter.iter_attachments() if (each.get_filename() or "").startswith(name))
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return data


def recount(town_hall: TownHall, export: bytes, *, number: int) -> EmailMessage:
    """The clerk mails what the phone exports; what she gets."""
    raw = town_hall.written(
        "Els contactes.\n", sender=CLERK, subject="RECOMPTE", message_id=f"<recompte.{number}@setcases.cat>",
        Authentication_Results=PASSES,
    )  # fmt: skip
    message = message_from_bytes(raw, policy=policy.SMTP)
    assert isinstance(message, EmailMessage)
    message.add_attachment(export, maintype="text", subtype="vcard", filename="contactes.vcf")
    town_hall.dovecot.deliver(message.as_bytes(), at=town_hall.at)
    town_hall.run_once()
    town_hall.run_once()
    told = [letter for letter in town_hall.sink.to(CLERK) if "Recompte del telèfon" in letter["Subject"]]
    assert len(told) == number
    return told[-1]


def test_what_the_digest_brings_is_found_again_in_what_the_phone_exports(town_hall: TownHall) -> None:
    town_hall.residents(ROSER, PERE)
    town_hall.run_once()  # the morning's digest
    (digest,) = town_hall.sink.to(CLERK)
    phone = attached(digest, "altes-")

    told = recount(town_hall, phone, number=1)

    assert "2 diferències" in told["Subject"]
    assert "«FET A-0001»" in text_of(told)  # she is on the phone now
    assert "«BAIXA A-0002»" in text_of(told)  # he should be
    phone += attached(told, "falten-")
    town_hall.mail("FET A-0001", sender=CLERK, subject="fet", Authentication_Results=PASSES)
    town_hall.run_once()
    again = recount(town_hall, phone, number=2)
    assert "El telèfon i la llista coincideixen" in text_of(again)
    assert list(again.iter_attachments()) == []
