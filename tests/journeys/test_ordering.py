"""The clerk taps a link of her digest, or writes an order by hand, and the books are right."""

from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from tests.journeys.conftest import TownHall, text_of
from tests.journeys.test_run_once import NOTICE, REGISTRY, TRUSTED

CLERK = "secretaria@setcases.cat"
PASSES = "mx.setcases.cat; dmarc=pass header.from=setcases.cat"
ROSER = "Roser Vilalta Camps,12345678Z,600111222,due,E/000101-2026,2026-04-28T10:15,"
PERE = "Pere Camprubí Soler,23456789D,600333444,due,E/000102-2026,2026-04-28T11:15,"


def links(letter: EmailMessage) -> dict[str, tuple[str, str]]:
    """Where the letter's mailto: links lead, and with which subject, by the order and its reference."""
    html = letter.get_body(("html",))
    assert html is not None
    found = {}
    for node in LexborHTMLParser(html.get_content()).css("a[href^='mailto:']"):
        link = urlsplit(node.attributes["href"] or "")
        subject = parse_qs(link.query)["subject"][0]
        found[subject.partition(" · ")[0]] = (unquote(link.path), subject)
    return found


def test_a_tap_without_authentication_and_a_line_with_it_put_two_people_on_the_list(
    town_hall: TownHall,
) -> None:
    town_hall.residents(ROSER, PERE)
    town_hall.run_once()  # the morning's digest
    (digest,) = town_hall.sink.to(CLERK)
    to, subject = links(digest)["FET A-0001"]
    assert to == "info@setcases.cat"

    town_hall.mail("", sender=CLERK, subject=subject)
    town_hall.run_once()
    town_hall.run_once()
    assert town_hall.states() == {"+34600111222": "active", "+34600333444": "due"}
    (_, answer) = town_hall.sink.to(CLERK)
    assert "A-0001" in text_of(answer)
    assert "consta que és al telèfon" in text_of(answer)
    assert answer["Auto-Submitted"] == "auto-replied"

    town_hall.mail("fet 2\n", sender=CLERK, subject="llista", Authentication_Results=PASSES)
    town_hall.run_once()
    assert town_hall.states() == {"+34600111222": "active", "+34600333444": "active"}
    assert "A-0002" in text_of(town_hall.sink.to(CLERK)[-1])
    assert [case["state"] for case in town_hall.cases()] == ["closed", "closed"]


def test_without_authentication_and_without_a_code_nothing_is_done_and_nobody_answered(
    town_hall: TownHall,
) -> None:
    town_hall.residents(ROSER)
    town_hall.run_once()
    town_hall.mail("", sender=CLERK, subject="FET A-0001")
    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "due"}
    assert len(town_hall.sink.to(CLERK)) == 1
    (card,) = town_hall.cases()
    assert card["state"] == "staff"


def test_a_consent_without_alta_is_asked_for_by_whatsapp_and_completed_by_the_chat(
    town_hall: TownHall,
) -> None:
    notice = NOTICE.format(
        number="E/000101-2026",
        at="30/04/2026 10:15:00",
        name="Mar Pi Coll",
        dni="34567890V",
        phone="622333444",
    )
    town_hall.mail(notice, sender=REGISTRY, subject="Registre", Authentication_Results=TRUSTED)
    town_hall.run_once()
    (digest,) = town_hall.sink.to(CLERK)
    html = digest.get_body(("html",))
    assert html is not None
    chats = [
        node.attributes["href"] or ""
        for node in LexborHTMLParser(html.get_content()).css("a[href^='https://wa.me/']")
    ]
    assert [link.partition("?")[0] for link in chats] == ["https://wa.me/34622333444"]
    assert "ALTA" in unquote(chats[0])
    assert "34567890" not in digest.as_string()
    assert "Falta l’ALTA" in text_of(digest)

    town_hall.at += timedelta(hours=2)
    chat = "[4/5/26, 11:40:12] Mar Pi: ALTA\n[4/5/26, 11:40:40] Mar Pi: Mar Pi Coll, 34567890V\n"
    town_hall.mail(f"{chat}", sender=CLERK, subject="Xat amb +34 622 33 34 44", Authentication_Results=PASSES)
    town_hall.run_once()
    assert town_hall.states() == {"+34622333444": "due"}

    town_hall.at += timedelta(days=1)
    town_hall.run_once()
    subject = links(town_hall.sink.to(CLERK)[-1])["FET A-0001"][1]
    town_hall.mail("", sender=CLERK, subject=subject)
    town_hall.run_once()
    assert town_hall.states() == {"+34622333444": "active"}
