"""An incident told to the list: received, shown, passed on without its writer, answered, closed."""

from datetime import timedelta
from email import policy
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import func, select

from daemon.books import incidents
from daemon.books.store import Store
from daemon.books.tables import photographs
from daemon.desk.digests import Digests
from daemon.mailbox.intake import Taken
from daemon.post import drafting
from daemon.post.queueing import Post
from rules.books.decision import Outcome, Reason
from rules.desk.cards import laid_out
from tests.daemon.conftest import settings
from tests.daemon.ordering import CLERK, TODAY, Office, offered
from tests.daemon.talking import FAILS, FROM_ROSER, text_of
from tests.journeys.test_ordering import links
from tests.photographs import SECRET, jpeg, png

MENDS = "brigada@setcases.cat"
URGENT = (
    "Per al canal de WhatsApp: no surt aigua al carrer Major 12.\n"
    "Soc la Roser Vilalta, 12345678Z, 600 111 222.\nGràcies"
)
PLAIN = "Per al canal de WhatsApp: el fanal de la plaça del Sol està fos."
HERS = ("Roser", "Vilalta", "12345678", "600", "roser@veins.example", "Maria")


@pytest.fixture
def desk(sqlite: Store) -> Office:
    given = settings(trust={"authserv_ids": ["mx.setcases.cat"]}, incidents={"send_to": [MENDS]})
    return Office(sqlite, settings=given)


def photographed(desk: Office, text: str, *pictures: tuple[str, bytes]) -> Taken:
    """A mail with files attached."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"] = f"Roser Vilalta <{FROM_ROSER}>", "info@setcases.cat"
    message["Subject"], message["Message-ID"] = "Incidència", "<9001@veins.example>"
    message.set_content(text)
    for name, data in pictures:
        kind = "png" if name.endswith("png") else "jpeg"
        message.add_attachment(data, maintype="image", subtype=kind, filename=name)
    return desk.take(message.as_bytes())


def ref_of(desk: Office) -> str:
    (case,) = desk.cases("staff")
    return case.ref


def test_who_writes_gets_a_receipt_and_staff_a_card(desk: Office) -> None:
    taken = desk.mail(PLAIN, subject="Fanal")

    assert taken.decision.outcome is Outcome.CARD
    (case,) = desk.cases("staff")
    assert case.topic == "incident"
    (letter,) = desk.letters()
    assert desk.templates() == ["incident"]
    assert "En una emergència truqueu al 112" in text_of(letter)


def test_the_town_halls_ordinary_post_is_no_case_and_gets_no_letter(desk: Office) -> None:
    desk.mail("No surt aigua al carrer Major 12. Us vaig enviar un WhatsApp i ningú no contesta.")

    assert (desk.cases(), desk.letters()) == ([], [])


def test_what_cannot_wait_is_mailed_at_once_with_what_would_go(desk: Office) -> None:
    photographed(desk, URGENT, ("Casa Maria.jpg", jpeg()))

    (notice,) = desk.of_template("urgent")
    assert "Lloc: carrer Major 12" in text_of(notice)
    assert "no surt aigua al carrer Major 12" in text_of(notice)
    (picture,) = notice.iter_attachments()
    assert SECRET not in picture.get_content()
    desk.mail(PLAIN, sender="pere@veins.example")
    assert len(desk.of_template("urgent")) == 1


def test_a_tap_passes_on_place_words_and_photographs_and_nobody(desk: Office) -> None:
    photographed(desk, URGENT, ("Casa Maria.jpg", jpeg()), ("b.png", png()), ("gran.jpg", jpeg()[:50]))
    ref = ref_of(desk)

    desk.order(f"ENVIA {ref}")

    (answer,) = desk.answers()
    assert f"s’envia a {MENDS}" in answer
    (sent,) = desk.of_template("passed-on", MENDS)
    assert "no surt aigua al carrer Major 12" in text_of(sent)
    assert "el dilluns 4 de maig a les 10.00 h" in text_of(sent)
    assert [part.get_filename() for part in sent.iter_attachments()] == [f"{ref}-1.jpg", f"{ref}-2.png"]
    everything = f"{sent['Subject']} {sent['Reply-To']} {text_of(sent)}"
    assert [word for word in HERS if word in everything] == []
    assert all(SECRET not in part.get_content() for part in sent.iter_attachments())
    assert [case.ref for case in desk.cases("staff")] == [ref]


def test_an_order_to_pass_it_on_that_may_be_anothers_words_is_offered_as_a_tap(desk: Office) -> None:
    desk.mail(PLAIN)
    ref = ref_of(desk)

    desk.order(f"Bon dia,\n\nho he parlat amb l'alcalde.\n\nENVIA {ref}")

    assert desk.of_template("passed-on", MENDS) == []
    (order,) = offered(desk)
    assert order.startswith(f"ENVIA {ref} ")
    desk.order(subject=order, proof=None)
    assert len(desk.of_template("passed-on", MENDS)) == 1


def test_a_card_says_what_was_done_of_it_and_offers_it_no_more(desk: Office) -> None:
    desk.mail(PLAIN)
    ref = ref_of(desk)
    assert "El que s’enviaria" in text_of(desk.digest())
    desk.order(f"ENVIA {ref}")
    desk.at += timedelta(days=1)

    digest = desk.digest()

    assert "Es va enviar a qui ho arregla el dilluns 4 de maig de 2026" in text_of(digest)
    assert "El que s’enviaria" not in text_of(digest)
    assert not [order for order in links(digest) if order.startswith("ENVIA")]
    assert f"RESPON {ref}" in links(digest)


def test_it_goes_once_to_whom_the_configuration_names(desk: Office) -> None:
    desk.mail(PLAIN)
    ref = ref_of(desk)

    desk.order(f"ENVIA {ref} algu@lluny.example")
    desk.order(f"ENVIA {ref} {MENDS}")
    desk.order(f"ENVIA {ref}")

    assert "no és cap adreça de [incidents]" in desk.answers()[0]
    assert "ja s’havia enviat" in desk.answers()[2]
    assert len(desk.of_template("passed-on", MENDS)) == 1


def test_the_answer_closes_it_and_tells_who_wrote(desk: Office) -> None:
    photographed(desk, URGENT, ("a.jpg", jpeg()))
    ref = ref_of(desk)

    desk.order(f"RESPON {ref} La brigada ho ha arreglat aquest matí.")

    assert desk.templates() == ["incident", "answered"]
    assert "La brigada ho ha arreglat aquest matí." in text_of(desk.letters()[1])
    assert desk.cases("staff") == []
    with desk.store.read() as tx:
        assert tx.connection.execute(select(func.count()).select_from(photographs)).scalar() == 0


def test_an_answer_needs_words(desk: Office) -> None:
    desk.mail(PLAIN)

    desk.order(f"RESPON {ref_of(desk)}")

    assert "hi falta la resposta" in desk.answers()[0]


def test_an_answer_that_may_go_on_further_down_is_not_sent(desk: Office) -> None:
    desk.mail(PLAIN)
    ref = ref_of(desk)

    desk.order(
        f"RESPON {ref} Bon dia, Roser,\n\nLa brigada ja ha canviat el fanal.\n\nMarta Coll\nSecretaria"
    )

    assert desk.templates() == ["incident"]
    assert "No s’ha fet res: a sota hi ha més text" in desk.answers()[0]
    desk.order(f"RESPON {ref} La brigada ja ha canviat el fanal.\n\nMarta Coll\nSecretaria")
    assert desk.templates() == ["incident", "answered"]


def test_who_wrote_by_whatsapp_is_answered_there(desk: Office) -> None:
    lines = [f"[3/5/26, 18:{n:02}] +34 600 11 12 22: bon dia {n}" for n in range(30)]
    lines.insert(20, "[3/5/26, 18:59] +34 600 11 12 22: hi ha un arbre caigut a la pista de Carboners")
    desk.order("\n".join(lines), subject="Xat de WhatsApp")
    ref = ref_of(desk)

    desk.order(f"RESPON {ref} Ja és fora.")

    assert desk.letters() == []
    html = desk.of_template("ordered")[-1].get_body(("html",))
    assert html is not None
    assert "https://wa.me/34600111222?text=" in html.get_content()
    assert "fora." in html.get_content()
    assert desk.cases("staff") == []


def test_an_answer_that_no_link_holds_is_there_to_be_copied(desk: Office) -> None:
    desk.order(
        "[3/5/26, 18:59] +34 600 11 12 22: hi ha un arbre caigut a la pista", subject="Xat de WhatsApp"
    )

    said = "La brigada ja hi ha anat. " * 60
    desk.order(f"RESPON {ref_of(desk)} {said}")

    html = desk.of_template("ordered")[-1].get_body(("html",))
    assert html is not None
    assert "https://wa.me/34600111222" in html.get_content()
    assert "?text=" not in html.get_content()
    assert said.strip() in desk.answers()[-1].partition("Fet.")[2]


def test_a_clerk_notes_one_in_their_own_words(desk: Office) -> None:
    desk.order("INCIDÈNCIA Hi ha una esllavissada a la carretera de Vallter")

    (case,) = desk.cases("staff")
    assert case.topic == "incident"
    assert len(desk.of_template("urgent")) == 1
    desk.order("Incidència resolta, ja us ho explicaré demà a l'oficina.")
    assert len(desk.cases("staff")) <= 2


def test_what_is_urgent_comes_before_what_is_older(desk: Office) -> None:
    desk.mail(PLAIN, sender="pere@veins.example")
    desk.mail(URGENT)
    post = Post(desk.settings)
    digests = Digests(store=desk.store, settings=desk.settings, post=post, clock=lambda: desk.at)

    with desk.store.begin() as tx:
        made = digests.of(tx, TODAY)
        drafted = drafting.digest(tx, made, desk.settings, now=desk.at).written(CLERK)

    first, second = (group.first for group in laid_out(made.cards).groups)
    assert (first.is_urgent, second.is_urgent) == (True, False)
    assert [choice.verb for choice in first.choices][:2] == ["ENVIA", "RESPON"]
    assert "El que s’enviaria" in " ".join(drafted.text.split())


def test_a_forged_one_is_a_card_that_gets_no_letter(desk: Office) -> None:
    desk.mail(URGENT, Authentication_Results=FAILS)

    (case,) = desk.cases("staff")
    assert (case.topic, desk.letters(), desk.of_template("urgent")) == ("incident", [], [])


def test_the_same_twice_gets_one_receipt_a_day(desk: Office) -> None:
    desk.mail(PLAIN)
    desk.mail(PLAIN)

    assert desk.templates() == ["incident"]


def test_a_robots_is_none(desk: Office) -> None:
    desk.mail(PLAIN, Auto_Submitted="auto-generated")

    assert (desk.cases(), desk.letters()) == ([], [])


def test_large_files_are_named_and_left_out(desk: Office) -> None:
    photographed(desk, PLAIN, *((f"{n}.jpg", jpeg() + bytes(200_000)) for n in range(3)), ("f.mp4", b"x"))

    with desk.store.read() as tx:
        what = incidents.of_case(tx, desk.cases("staff")[0].id, ref_of(desk))
    assert what is not None
    assert (len(what.photographs), what.left_out) == (3, ("f.mp4",))


def test_where_who_wrote_lives_is_no_place_of_it(desk: Office) -> None:
    desk.mail("Per al canal de WhatsApp: soc la Maria, visc al carrer Nou 3. El fanal de la plaça està fos.")

    desk.order(f"ENVIA {ref_of(desk)}")

    (sent,) = desk.of_template("passed-on", MENDS)
    assert "El fanal de la plaça està fos." in text_of(sent)
    assert "Nou 3" not in f"{sent['Subject']} {text_of(sent)}"


@pytest.mark.parametrize(
    ("told", "topic"),
    [("i no surt aigua al carrer Nou", "incident"), ("com funciona el canal?", None)],
)
@pytest.mark.parametrize("leaves", ["em vull donar de baixa", "BAIXA Roser Vilalta 12345678Z 600111222"])
def test_a_leave_in_a_chat_is_not_passed_over_for_what_else_is_told(
    desk: Office, leaves: str, told: str, topic: str | None
) -> None:
    who = "+34 600 11 12 22"
    desk.order(f"[3/5/26, 18:00] {who}: {leaves}\n[3/5/26, 18:01] {who}: {told}", subject="Xat")

    (case,) = desk.cases("staff")
    assert case.topic == topic
    assert not {Reason.DOUBTFUL, Reason.PASSED_ON}.isdisjoint(each.reason for each in case.requests)
    assert "baixa" in (case.excerpt or "").lower()
    assert "12345678Z" not in (case.excerpt or "")


def test_no_whole_document_of_a_chat_stands_on_its_card(desk: Office) -> None:
    desk.order("[3/5/26, 18:00] +34 600 11 12 22: no surt aigua. Roser Vilalta, DNI 12345678Z", subject="Xat")

    (case,) = desk.cases("staff")
    assert "no surt aigua" in (case.excerpt or "")
    assert "12345678Z" not in (case.excerpt or "")


def test_the_answer_may_be_written_in_the_mail_that_its_tap_opens(desk: Office) -> None:
    desk.mail(PLAIN)
    digest = desk.digest()
    html = digest.get_body(("html",))
    assert html is not None
    links = LexborHTMLParser(html.get_content()).css("a[href^='mailto:']")
    offered = [parse_qs(urlsplit(link.attributes["href"] or "").query) for link in links]
    (tap,) = (each for each in offered if each["subject"][0].startswith("RESPON"))

    desk.order(f"{tap['body'][0]}Ja fa llum.", subject=tap["subject"][0], proof=None)

    assert "» i la resposta" in text_of(digest)
    assert tap["body"] == ["Resposta: "]
    assert text_of(desk.letters()[1]).count("Ja fa llum.") == 1
    assert "Resposta:" not in text_of(desk.letters()[1])


def test_where_no_words_remain_the_clerk_writes_them(desk: Office) -> None:
    desk.order("INCIDÈNCIA Ho diu la Maria Puig Soler")
    ref, html = ref_of(desk), desk.digest().get_body(("html",))
    assert html is not None
    links = LexborHTMLParser(html.get_content()).css("a[href^='mailto:']")
    offered = [parse_qs(urlsplit(link.attributes["href"] or "").query) for link in links]
    (tap,) = (each for each in offered if each["subject"][0].startswith("ENVIA"))

    desk.order(f"ENVIA {ref}")
    assert "escriviu-hi què ha passat i on" in desk.answers()[-1]
    assert "«»" not in html.get_content()
    assert tap["body"] == ["Paraules: "]
    desk.order(f"{tap['body'][0]}Les papereres vessen.", subject=tap["subject"][0], proof=None)

    (sent,) = desk.of_template("passed-on", MENDS)
    assert "Les papereres vessen." in text_of(sent)
    assert "Paraules" not in text_of(sent)
    assert "Maria" not in text_of(sent)


def test_an_everyday_incident_behind_the_lists_name_is_passed_on(desk: Office) -> None:
    desk.mail("Per al canal de WhatsApp: el contenidor de la plaça està bolcat.")

    desk.order(f"ENVIA {ref_of(desk)}")

    (sent,) = desk.of_template("passed-on", MENDS)
    assert "el contenidor de la plaça està bolcat." in text_of(sent)
