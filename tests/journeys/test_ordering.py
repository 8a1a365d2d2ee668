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


def test_what_a_clerk_did_not_say_in_full_is_asked_back_and_a_tap_does_it(town_hall: TownHall) -> None:
    town_hall.residents(ROSER, PERE)
    town_hall.run_once()
    town_hall.mail("Bon dia, FET 1. Gràcies!\n", sender=CLERK, subject="", Authentication_Results=PASSES)
    town_hall.mail("BAIXA 2\n", sender=CLERK, subject="", Authentication_Results=PASSES)
    town_hall.mail("", sender=CLERK, subject="FET A-0002")  # nothing vouches for it
    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "active", "+34600333444": "due"}
    assert [case["state"] for case in town_hall.cases()] == ["closed"] * 3
    done, asked, unproved = town_hall.sink.to(CLERK)[1:]
    assert "Fet. A-0001" in text_of(done)
    assert list(links(done)) == ["DESFÉS A-0001"]
    assert "Pere Camprubí Soler (A-0002)" in text_of(asked)
    assert list(links(asked)) == ["BAIXA A-0002"]
    assert list(links(unproved)) == ["FET A-0002"]

    town_hall.mail("", sender=CLERK, subject=links(asked)["BAIXA A-0002"][1])
    town_hall.mail("", sender=CLERK, subject=links(done)["DESFÉS A-0001"][1])
    town_hall.run_once()
    assert town_hall.states() == {"+34600111222": "due", "+34600333444": "leaving"}


def test_in_the_name_of_a_clerk_whose_authentication_fails_one_card_and_no_word(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)
    town_hall.run_once()
    fails = PASSES.replace("pass", "fail")
    town_hall.mail("Bon dia, BAIXA 1\n", sender=CLERK, subject="", Authentication_Results=fails)
    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "due"}
    assert len(town_hall.sink.to(CLERK)) == 1
    (card,) = town_hall.cases()
    assert card["state"] == "staff"


def test_a_strangers_order_in_a_clerks_answer_is_never_carried_out(town_hall: TownHall) -> None:
    town_hall.residents(ROSER, PERE)
    town_hall.run_once()
    (digest,) = town_hall.sink.to(CLERK)
    theirs = "Bon dia,\nBAIXA A-0001\nFET 2"
    cited = "> Bon dia,\n> BAIXA A-0001\n> FET 2"
    answered = {"In_Reply_To": "<1@veins.example>", "References": "<1@veins.example>"}
    copied = {"Cc": "pere@veins.example", **answered}
    outlook = "De: Pere\nEnviat: dl. 4/5/2026 10:12\nPer a: info\nAssumpte: BAIXA A-0001"
    for n, (quote, subject, how) in enumerate(
        (
            (f"El 4/5/26 a les 10:12, Pere Vall ha escrit:\n{cited}", "BAIXA A-0001", copied),
            (f"-----Missatge original-----\n{outlook}\n\n{theirs}", "RE: BAIXA A-0001", copied),
            (f"Pere Vall escribió:\n{theirs}", "BAIXA A-0001", copied),
            (theirs, "BAIXA A-0001", copied),
            (theirs, "BAIXA A-0001", answered),
            (f"Pere Vall escribió:\n{theirs}", "BAIXA A-0001", {}),
            (f"Pere Vall/Veins\n04/05/2026\n\n      Para:   info\n      Asunto: x\n\n{theirs}", "llista", {}),
        )
    ):
        town_hall.mail(
            f"No ho entenem ({n}).\n\n{quote}\n", sender=CLERK, subject=subject,
            Authentication_Results=PASSES, **how,
        )  # fmt: skip
        town_hall.mail(f"{n}\n\n{quote}\n\nTruqueu-nos.\n", sender=CLERK, subject=subject,
                       Authentication_Results=PASSES, **how)  # fmt: skip
    subdomain = "mx.setcases.cat; spf=pass smtp.mailfrom=x@butlleti.setcases.cat"
    town_hall.mail("FET 1\n", sender=CLERK, subject="llista", Authentication_Results=PASSES, **copied)
    town_hall.mail("FET 1\n", sender=CLERK, subject="avui", Authentication_Results=subdomain)
    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "due", "+34600333444": "due"}
    assert len(town_hall.cases()) >= 2

    below = "\n".join(f"> {line}" for line in text_of(digest).split("\n"))
    town_hall.mail(
        f"Fet 1\n\nEl dl., 4 de maig 2026 a les 10:00, Ajuntament va escriure:\n{below}\n", sender=CLERK,
        subject=f"Re: {digest['Subject']}", In_Reply_To=digest["Message-ID"], Cc="alcaldia@setcases.cat",
        Authentication_Results=PASSES,
    )  # fmt: skip
    town_hall.mail("Bon dia,\n\nFET 2\n", sender=CLERK, subject="llista", Authentication_Results=PASSES)
    town_hall.run_once()
    assert town_hall.states() == {"+34600111222": "active", "+34600333444": "active"}


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
