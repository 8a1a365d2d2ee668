"""A flood on the real service: thirty mails that say the same are one group, and one tap answers them."""

from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from tests.journeys.conftest import TownHall, text_of
from tests.journeys.test_ordering import CLERK

ASKED = "No sé si vull la baixa de la llista de WhatsApp, ja ho veurem.\n"


def answer_of_group(digest: EmailMessage) -> tuple[str, str, str]:
    """Address, subject and text of the mail that the one answer for all opens."""
    html = digest.get_body(("html",))
    assert html is not None
    urls = [
        urlsplit(node.attributes["href"] or "")
        for node in LexborHTMLParser(html.get_content()).css("a[href^='mailto:']")
    ]
    ((to, said),) = [(unquote(url.path), parse_qs(url.query)) for url in urls if "semblants" in url.query]
    return to, said["subject"][0], said.get("body", [""])[0]


def test_thirty_alike_are_answered_with_one_tap_and_who_gives_data_is_not_among_them(
    town_hall: TownHall,
) -> None:
    for n in range(30):
        town_hall.mail(
            ASKED, sender=f"u{n}@empresa.example", subject="Llista de WhatsApp", message_id=f"<{n}@e.example>"
        )
    with_data = f"{ASKED}Aitana Pou Mas\nDNI 40000000X\nMòbil 612 345 678\n"
    town_hall.mail(with_data, sender="aitana@empresa.example", subject="Llista de WhatsApp")
    town_hall.run_once()
    digest = town_hall.sink.to(CLERK)[-1]
    assert "Per decidir (31)" in text_of(digest)
    assert "30 correus semblants" in text_of(digest)
    cases = town_hall.cases()
    assert len({case["ref"] for case in cases}) == len({case["sha256"] for case in cases}) == 31

    to, subject, text = answer_of_group(digest)
    town_hall.mail(text, sender=CLERK, subject=subject)
    late = {"sender": "u99@empresa.example", "subject": "Llista de WhatsApp", "message_id": "<99@e.example>"}
    town_hall.mail(ASKED, **late)
    town_hall.run_once()

    assert to == "info@setcases.cat"
    answer = text_of(town_hall.sink.to(CLERK)[-1])
    assert "30 casos tancats sense fer res." in answer
    open_still = [case for case in town_hall.cases() if case["state"] == "staff"]
    known = {case["ref"]: case["message_id"] for case in town_hall.cases()}
    assert len(open_still) == 2
    assert "<99@e.example>" in {known[case["ref"]] for case in open_still}
