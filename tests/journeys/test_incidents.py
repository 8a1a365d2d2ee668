"""An incident from the mailbox to who mends it, and back to who told it, on a real Dovecot."""

import re
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

from tests.journeys.conftest import TownHall, text_of
from tests.photographs import SECRET, jpeg

CLERK, MENDS, HER = "secretaria@setcases.cat", "brigada@setcases.cat", "roser@veins.example"
INCIDENTS = f'[incidents]\nsend_to = ["{MENDS}"]\n'
PASSES = "mx.setcases.cat; dmarc=pass header.from=setcases.cat"
TEXT = (
    "Bona nit,\nPer al canal de WhatsApp: una esllavissada talla la carretera de Vallter.\n"
    "Soc la Roser Vilalta, 600 111 222.\n"
)


def mailed(*files: tuple[str, bytes]) -> bytes:
    """Her mail, with files attached."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"] = f"Roser Vilalta <{HER}>", "info@setcases.cat"
    message["Subject"], message["Message-ID"] = "Incidència", "<esllavissada@veins.example>"
    message.set_content(TEXT)
    for name, data in files:
        message.add_attachment(data, maintype="image", subtype="jpeg", filename=name)
    return message.as_bytes()


def tap(letter: EmailMessage, word: str) -> str:
    """The subject that the link of *word* writes, with its code."""
    html = letter.get_body(("html",))
    assert html is not None
    urls = re.findall(r'href="(mailto:[^"]*)"', html.get_content())
    subjects = [parse_qs(urlsplit(url.replace("&amp;", "&")).query)["subject"][0] for url in urls]
    return next(subject for subject in subjects if subject.startswith(word))


def test_told_at_night_passed_on_by_a_tap_answered_and_closed(town_hall: TownHall) -> None:
    town_hall.configure(more=INCIDENTS)
    town_hall.at = datetime(2026, 5, 9, 21, 30, tzinfo=UTC)  # a Saturday, half past eleven at night
    town_hall.dovecot.deliver(mailed(("Casa Roser.jpg", jpeg())), at=town_hall.at)
    town_hall.run_once()

    (receipt,) = town_hall.sink.to(HER)
    assert "112" in text_of(receipt)
    notice = town_hall.sink.to(CLERK)[-1]
    assert "una esllavissada talla la carretera de Vallter" in text_of(notice)
    (case,) = town_hall.cases()
    assert (case["topic"], case["state"]) == ("incident", "staff")

    town_hall.at += timedelta(minutes=10)
    for n in range(2):  # the tap is sent twice
        town_hall.mail("", sender=CLERK, subject=tap(notice, "ENVIA"), message_id=f"<tap{n}@setcases.cat>")
        town_hall.run_once()
    (sent,) = town_hall.sink.to(MENDS)
    whole = sent.as_bytes() + text_of(sent).encode()
    assert "carretera de Vallter" in text_of(sent)
    assert [word for word in (b"Roser", b"600 111", b"veins.example", SECRET) if word in whole] == []
    (picture,) = sent.iter_attachments()
    assert SECRET not in picture.get_content()

    answer = f"RESPON {case['ref']} La carretera ja és oberta."
    town_hall.mail(answer, sender=CLERK, subject="", Authentication_Results=PASSES)
    town_hall.run_once()
    assert [case["state"] for case in town_hall.cases() if case["topic"]] == ["closed"]
    assert "La carretera ja és oberta." in text_of(town_hall.sink.to(HER)[-1])


def test_a_mail_too_large_to_be_read_whole_is_a_case_all_the_same(town_hall: TownHall) -> None:
    town_hall.configure(more=INCIDENTS)
    large = jpeg()[:-30] + bytes(2_000_000)
    town_hall.dovecot.deliver(mailed(*((f"{n}.jpg", large) for n in range(5))), at=town_hall.at)
    town_hall.run_once()

    (case,) = town_hall.cases()
    assert (case["topic"], case["state"]) == ("incident", "staff")
    assert len(town_hall.sink.to(HER)) == 1
    assert any("El correu és llarg" in text_of(letter) for letter in town_hall.sink.to(CLERK))


def test_the_photograph_of_a_telephone_is_passed_on_whole(town_hall: TownHall) -> None:
    town_hall.configure(more=INCIDENTS)
    large = jpeg().replace(b"\x34\xff\xd0", b"\x34\xff\xd0" + bytes(4_000_000))
    town_hall.dovecot.deliver(mailed(("IMG_2034.jpg", large), ("IMG_2035.jpg", large)), at=town_hall.at)
    town_hall.run_once()
    notice = town_hall.sink.to(CLERK)[-1]
    assert "les fotografies que porta s’hi afegiran quan l’envieu" in text_of(notice)
    assert [*notice.iter_attachments()] == []

    town_hall.mail("", sender=CLERK, subject=tap(notice, "ENVIA"), message_id="<tap@setcases.cat>")
    town_hall.run_once()

    (sent,) = town_hall.sink.to(MENDS)
    (picture,) = sent.iter_attachments()
    assert len(picture.get_content()) > 4_000_000
    assert SECRET not in picture.get_content()
    assert len(sent.as_bytes()) < 10_000_000
    assert "Hi va 1 fotografia, i 1 adjunt no" in text_of(town_hall.sink.to(CLERK)[-1])


def test_of_a_mail_that_was_moved_meanwhile_the_words_go_alone(town_hall: TownHall) -> None:
    town_hall.configure(more=INCIDENTS)
    large = jpeg().replace(b"\x34\xff\xd0", b"\x34\xff\xd0" + bytes(2_000_000))
    town_hall.dovecot.deliver(mailed(("IMG_2034.jpg", large)), at=town_hall.at)
    town_hall.run_once()
    notice = town_hall.sink.to(CLERK)[-1]
    with town_hall.dovecot.client() as people:
        people.select_folder("INBOX")
        people.delete_messages(people.search())
        people.expunge()

    town_hall.mail("", sender=CLERK, subject=tap(notice, "ENVIA"), message_id="<tap@setcases.cat>")
    town_hall.run_once()

    (sent,) = town_hall.sink.to(MENDS)
    assert [*sent.iter_attachments()] == []
    assert "el correu ja no és a la bústia" in text_of(town_hall.sink.to(CLERK)[-1])


def test_a_leak_without_a_word_of_the_list_is_the_town_halls_own_post(town_hall: TownHall) -> None:
    town_hall.configure(more=INCIDENTS)
    town_hall.mail("Hi ha una fuita d'aigua al carrer Major 3.", sender=HER, subject="Fuita")
    town_hall.mail(
        "No surt aigua. Us vaig enviar un WhatsApp i ningú no contesta.", sender=HER, subject="Aigua"
    )
    town_hall.run_once()

    assert town_hall.cases() == []
    assert town_hall.sink.to(HER) == []
