"""Staff see everybody, in plain text as in HTML; what strangers wrote is only ever data in it."""

import re
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import unquote

import pytest

from daemon.letters import for_staff
from daemon.letters.chats import Chat, Chats, chat_link
from daemon.letters.orders import Orders
from daemon.letters.rendered import Rendered
from daemon.letters.texts import read_texts
from daemon.version import VERSION
from rules.books.subscription import State, Subscription
from rules.desk.cards import CardItem, Concerned
from rules.desk.choices import for_card
from rules.desk.digest import Digest, Health, Item, News, choices_of
from rules.desk.record import Done
from rules.findings import Because
from rules.staff.orders import Order, read_orders
from tests.daemon.rendering import (
    DOCUMENT,
    EIGHT,
    MASKED,
    MONDAY,
    PHONE,
    PRIVACY,
    THURSDAYS,
    TOWN,
    body_of,
    refs,
    words,
    words_of_html,
)

HOSTILE = [
    pytest.param("<script>alert(1)</script>", id="a script"),
    pytest.param('"><img src=x onerror=alert(1)>', id="an image with a handler"),
    pytest.param("</td></tr></table><h1>Tot en ordre</h1>", id="the end of our table"),
    pytest.param("<!--", id="a comment that never ends"),
    pytest.param("&lt;b&gt;", id="entities"),
    pytest.param("{{7*7}}{% raw %}", id="a template"),
    pytest.param("%s %(name)s %n ${PATH} {0.__class__}", id="formats"),
    pytest.param("javascript:alert(1)", id="a link"),
    pytest.param("Ann 'Nan' O\"Neill", id="quotation marks"),
]


def item(ref: str, **known: object) -> Item:
    usual = Item(
        ref=ref,
        name=f"Veïna {ref}",
        id_document=MASKED,
        phone="+34611222333",
        state=State.DUE,
        due_on=MONDAY,
        days_left=0,
        explanation=f"comptat per a {ref}",
    )
    return replace(usual, **known)  # type: ignore[arg-type]


def card(ref: str, **known: object) -> CardItem:
    usual = CardItem(ref=ref, reason="no queda clar què demana", opened_at=EIGHT, who=f"Veí {ref}")
    return replace(usual, **known)  # type: ignore[arg-type]


def concerned(ref: str) -> Concerned:
    return Concerned(ref=ref, name=f"Veïna {ref}", id_document=MASKED, phone=PHONE, state=State.ACTIVE)


def full_digest() -> Digest:
    late = item("S-1", due_on=date(2026, 5, 7), days_left=-2, is_new=True)
    late_without_alta = item("S-2", state=State.CONSENTED, due_on=date(2026, 5, 6), days_left=-3)
    later_without_alta = item("S-3", state=State.CONSENTED, due_on=date(2026, 5, 14), days_left=3)
    leaver = item("S-6", state=State.LEAVING)
    return Digest(
        on=MONDAY,
        town=TOWN.name,
        overdue=(late,),
        due_today=(item("S-4"),),
        due_next=(item("S-5", due_on=date(2026, 5, 13), days_left=2),),
        alta_late=(late_without_alta,),
        without_alta=(later_without_alta,),
        without_consent=(item("S-9", state=State.REQUESTED, due_on=None, asked_on=date(2026, 5, 4)),),
        take_off=(leaver, replace(leaver, ref="S-7", due_on=None, days_left=None)),
        cards=(
            card("C-1", about=(concerned("S-1"), concerned("S-8")), details=("diu una cosa i una altra",)),
            card("C-2"),
        ),
        waiting_residents=(card("C-3"),),
        new_since=News(begun=1, left=2, cards=3),
        health=Health(
            last_mail_at=EIGHT,
            mailbox_down_since=EIGHT,
            smtp_down_since=EIGHT,
            letters_waiting=1,
            letters_failed=2,
            letters_unknown=3,
            letters_in_doubt={"C-9": "Rosa Vila"},
            vanished=4,
            set_aside=6,
            copies=True,
            copied_at=EIGHT,
            before_start=5,
            unconfirmed_years=(2027,),
            calendar_changes=("ha canviat una festa local",),
        ),
    )  # fmt: skip


def sent(digest: Digest) -> Rendered:
    return for_staff.digest(digest, town=TOWN, privacy_url=PRIVACY)


# The digest


def test_the_digest_says_the_same_in_plain_text_and_in_html() -> None:
    digest = sent(full_digest())

    assert words_of_html(digest.html) == words(digest.text)


def test_everybody_of_the_digest_is_in_both_of_its_parts() -> None:
    digest = sent(full_digest())

    expected = {f"S-{n}" for n in range(1, 10)} | {"C-1", "C-2", "C-3", "C-9"}
    assert refs(digest.text) == expected
    assert refs(digest.html) == expected


def test_the_digest_ends_with_the_version_that_wrote_it() -> None:
    digest = sent(full_digest())

    assert digest.text.endswith(f"\naltabaixa {VERSION}\n")
    assert f"altabaixa {VERSION}" in digest.html


def test_the_dates_that_are_attached_are_named() -> None:
    digest = sent(full_digest())

    assert "Adjunts: 6 dates per al calendari." in " ".join(digest.text.split())
    assert "Adjunts" not in sent(Digest(on=MONDAY, town="")).text


def test_the_sections_come_in_the_order_of_the_morning() -> None:
    text = sent(full_digest()).text

    headings = re.findall(r"^(.+) \((\d+)\)\n-+$", text, re.MULTILINE)
    assert headings == [
        ("Termini passat: poseu al telèfon ara", "1"),
        ("Poseu al telèfon avui", "1"),
        ("Termini passat: falta l’ALTA", "1"),
        ("Traieu del telèfon", "2"),
        ("Per decidir", "2"),
        ("Festius per confirmar", "1"),
        ("Poseu al telèfon els pròxims dies", "1"),
        ("Falta l’ALTA", "1"),
        ("Falta el consentiment", "1"),
        ("Esperem la resposta del veí o la veïna", "1"),
    ]


def test_a_dead_service_stands_above_everything() -> None:
    digest = sent(full_digest())

    assert digest.text.startswith(
        "ATENCIÓ: No podem llegir la bústia des del dilluns 11 de maig a les 8.05 h"
    )
    assert digest.subject.startswith("el servei no funciona · 1 vençuda · ")
    assert body_of(digest.html).css("td")[1].attributes["class"] == "alarm"


def foot(health: Health) -> str:
    return " ".join(sent(Digest(on=MONDAY, town="", health=health)).text.split())


def test_how_the_service_fares_is_said_in_a_few_words() -> None:
    at = EIGHT - timedelta(days=1, hours=5)

    said = foot(Health(last_mail_at=EIGHT, set_aside=3, copies=True, copied_at=at))

    assert "Últim correu rebut: avui a les 8.05 h. 3 correus no eren per a la llista" in said
    assert "Última còpia de seguretat: ahir a les 3.05 h." in said


@pytest.mark.parametrize(
    ("health", "words"),
    [
        pytest.param(
            Health(copies=True, copied_at=EIGHT - timedelta(days=9), copy_is_late=True),
            "el dissabte 2 de maig a les 8.05 h. Aviseu el servei tècnic.",
            id="the copy is old",
        ),
        pytest.param(Health(letters_waiting=2), "2 respostes esperen per sortir.", id="letters wait"),
        pytest.param(Health(copies=True), "Encara no hi ha cap còpia de seguretat.", id="no copy yet"),
    ],
)
def test_what_is_not_as_it_should_be_is_said(health: Health, words: str) -> None:
    assert words in foot(health)


def test_a_server_that_sees_to_its_copies_is_not_spoken_of() -> None:
    assert "còpia" not in foot(Health())


def test_what_staff_did_since_is_told_them() -> None:
    news = News(begun=1, left=0, cards=0, done=Done(activated=2, taken_off=1, closed=0))

    text = " ".join(sent(Digest(on=MONDAY, town="", new_since=news, due_today=(item("S-1"),))).text.split())

    assert "Des de l’últim resum: 1 fitxa nova." in text
    assert "El personal ha fet: 2 posades al telèfon, 1 treta del telèfon." in text


def test_what_is_new_is_marked_in_words() -> None:
    digest = sent(Digest(on=MONDAY, town="", due_today=(item("S-1", is_new=True), item("S-2"))))

    assert digest.text.count("(nou)") == 1
    assert "Veïna S-1 (nou)" in digest.text


def test_a_quiet_day_is_said_in_one_line() -> None:
    digest = sent(Digest(on=MONDAY, town=TOWN.name, health=Health(last_mail_at=EIGHT)))

    assert digest.subject == "Tot fet · Llista de WhatsApp, dilluns 11 de maig"
    assert body_of(digest.html).css("h2") == []


def test_the_subject_of_the_digest_holds_counts_and_no_name() -> None:
    assert sent(full_digest()).subject.endswith(
        " · 1 vençuda · 1 venç avui · 1 espera l’ALTA · 2 per treure · 2 per decidir"
        " · Llista de WhatsApp, dilluns 11 de maig"
    )


def test_the_year_to_confirm_says_where_its_holidays_are() -> None:
    digest = sent(Digest(on=date(2026, 12, 1), town="", health=Health(unconfirmed_years=(2027,))))

    text = " ".join(digest.text.split())
    assert "l’ordre de festes locals per a l’any 2027" in text
    assert "altabaixa calendar confirm 2027" in text


def test_why_deputies_read_it_too_is_said() -> None:
    neglected = Digest(on=MONDAY, town="", due_today=(item("S-1"),), neglected=("S-1",))

    text = " ".join(sent(neglected).text.split())
    assert (
        "També va a les persones suplents, perquè des de l’últim resum ningú no ha fet res de: S-1." in text
    )
    assert "suplents" not in sent(replace(neglected, neglected=())).text


def test_whom_a_card_may_be_about_is_shown_and_masked() -> None:
    text = " ".join(sent(full_digest()).text.split())

    assert "S-8: Veïna S-8 · 611 22 27 89 · DNI/NIE ***6543** · al telèfon" in text


def test_how_to_answer_is_said_to_who_can() -> None:
    orders = Orders(to="bustia@vilaficticia.example", codes={})

    with_links = for_staff.digest(full_digest(), town=TOWN, privacy_url="", orders=orders).text
    assert "Cada resposta obre un correu ja escrit: envieu-lo tal com és." in " ".join(with_links.split())
    assert "Cada resposta" not in sent(full_digest()).text


def test_a_digest_that_is_sent_back_without_marks_orders_nothing() -> None:
    asked = item("A-0001", due_on=date(2026, 5, 7), days_left=-2, late_because="")
    quoted = card("C-2345BCDF", excerpt=("FET A-0001", "TRETA A-0001"), choices=for_card("C-2345BCDF", []))
    digest = replace(full_digest(), overdue=(asked,), cards=(quoted,))
    orders = Orders(to="bustia@vilaficticia.example", codes={"FET A-0001": "7KQ4M2XZ9BCDF"})

    text = for_staff.digest(digest, town=TOWN, privacy_url="", orders=orders).text

    assert [line for line in read_orders("Re: Resum", text, today=MONDAY) if isinstance(line, Order)] == []


def test_who_lacks_the_alta_is_on_top_from_its_day_and_is_blamed_for_nothing() -> None:
    text = sent(full_digest()).text

    on_top, _, below = text.partition("Traieu del telèfon")
    assert "Termini passat: falta l’ALTA (1)" in on_top
    assert "- Veïna S-2" in on_top
    assert "Veïna S-3" in below.partition("Falta l’ALTA (1)")[2]
    assert "Falta el consentiment (1)" in below


def test_a_limit_that_ends_today_is_not_said_to_be_over() -> None:
    late = item("A-0001", due_on=date(2026, 5, 7), days_left=-2)
    today = replace(late, ref="A-0002", due_on=MONDAY, days_left=0)
    text = sent(replace(full_digest(), alta_late=(late, today))).text

    over, _, ending = text.partition("El termini s’acaba avui: falta l’ALTA (1)")
    assert "A-0001" in over.partition("Termini passat: falta l’ALTA (1)")[2]
    assert "A-0002" in ending.partition("Traieu del telèfon")[0]


def test_how_working_days_are_counted_is_said_where_something_is_counted() -> None:
    dated = replace(item("S-4"), explanation=Because("counted", (THURSDAYS,)))
    counted, nothing = sent(Digest(on=MONDAY, town="", due_today=(dated,))), sent(Digest(on=MONDAY, town=""))

    assert "Llei 39/2015" in counted.text
    assert "Llei 39/2015" not in nothing.text


def test_the_digest_needs_nothing_from_outside() -> None:
    html = sent(full_digest()).html

    ours = {"body", "table", "tbody", "tr", "td", "h1", "h2", "p", "span", "a", "bdi"}
    assert {node.tag for node in body_of(html).css("*")} <= ours
    assert [node.attributes["href"] for node in body_of(html).css("[href], [src], [background]")] == [PRIVACY]
    assert "url(" not in html
    assert not re.search(r"display:\s*(flex|grid)|position:", html)


def test_a_missing_number_or_name_is_said() -> None:
    text = sent(
        Digest(on=MONDAY, town="", due_today=(item("S-1", name="", phone=None, id_document=None),))
    ).text

    assert "- (sense nom)\n  Sense número de mòbil\n" in text
    assert "S-1 · sense DNI" in text


def test_an_unconfirmed_date_says_so() -> None:
    doubtful = item("S-1", due_on=date(2027, 1, 11), days_left=6, confirmed=False)

    text = " ".join(sent(Digest(on=date(2026, 12, 31), town="", due_next=(doubtful,))).text.split())

    assert "Fins al dilluns 11 de gener de 2027, d’aquí a 6 dies hàbils (data per confirmar:" in text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_comes_out_as_it_is_and_does_nothing(name: str) -> None:
    digest = replace(
        full_digest(),
        overdue=(item("S-1", name=name, explanation=name),),
        cards=(card("C-1", who=name, reason=name, details=(name,)),),
    )

    usual, hostile = sent(full_digest()), sent(digest)

    assert name in hostile.text
    assert name in body_of(hostile.html).text()
    kinds = [{node.tag for node in body_of(each.html).css("*")} for each in (usual, hostile)]
    assert kinds[0] == kinds[1]
    assert {key for node in body_of(hostile.html).css("*") for key in node.attributes} <= {
        "role", "class", "width", "cellpadding", "cellspacing", "border", "style", "align", "bgcolor", "href"
    }  # fmt: skip
    assert len(body_of(hostile.html).css("a")) == 1


# The notice of leaves


def leaving(ref: str, **known: object) -> Subscription:
    usual = Subscription(
        ref=ref, name=f"Veïna {ref}", id_document=DOCUMENT, phone=PHONE, state=State.LEAVING, left_at=EIGHT
    )
    return replace(usual, **known)  # type: ignore[arg-type]


def test_the_notice_names_each_number_in_both_parts() -> None:
    notice = for_staff.leaves([leaving("S-1"), leaving("S-2", phone=None, left_at=None)], town=TOWN)

    assert words_of_html(notice.html) == words(notice.text)
    assert refs(notice.text) == {"S-1", "S-2"}
    assert "611 22 27 89" in notice.text
    assert "Baixa demanada el dilluns 11 de maig a les 8.05 h." in notice.text
    assert DOCUMENT not in notice.text
    assert notice.subject == "Traieu aquests números del telèfon (2) · Llista de WhatsApp"


def test_the_notice_of_one_leave_speaks_of_one() -> None:
    assert for_staff.leaves([leaving("S-1")], town=TOWN).subject == (
        "Traieu aquest número del telèfon (1) · Llista de WhatsApp"
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_does_nothing_in_the_notice(name: str) -> None:
    notice = for_staff.leaves([leaving("S-1", name=name)], town=TOWN)

    assert name not in notice.subject
    assert name in notice.text
    assert body_of(notice.html).css("script, img, b, a") == []


def test_forty_people_with_their_links_are_not_clipped_by_any_mail_program() -> None:
    many = tuple(
        item(f"A-{n:04}", name="Montserrat Puigdemunt Casamitjana", late_because="") for n in range(40)
    )
    digest = Digest(on=MONDAY, town=TOWN.name, overdue=many)
    codes = {choice.order: "7KQ4M2XZ9BCDF" for choice in choices_of(digest)}
    orders = Orders(to="bustia@vilaficticia.example", codes=codes)

    html = for_staff.digest(digest, town=TOWN, privacy_url=PRIVACY, orders=orders).html

    assert len(html.encode()) < 100_000  # where the widest-spread one cuts


def test_three_hundred_people_fit_in_one_digest() -> None:
    many = tuple(
        item(f"S-{n}", name="<" * 400, due_on=MONDAY - timedelta(days=n), days_left=-n) for n in range(300)
    )

    assert len(sent(Digest(on=MONDAY, town=TOWN.name, overdue=many)).text.splitlines()) > 1200


def test_the_broadcast_lists_are_told_with_how_full_they_are() -> None:
    full = full_digest()
    told = replace(
        full,
        due_today=(replace(full.due_today[0], list_number=2),),
        take_off=(replace(full.take_off[0], list_number=1),),
        lists=(256, 241),
    )

    text = sent(told).text

    assert "Llista 1: 256 de 256, llista 2: 241 de 256." in text
    assert "· llista 2" in text
    assert "· llista 1" in text


CHATS = Chats(texts=read_texts(), town=TOWN, address="bustia@vilaficticia.example")


def test_each_number_has_its_link_and_the_texts_stand_in_the_plain_text_to_be_copied() -> None:
    told = for_staff.digest(
        replace(full_digest(), languages={"S-6": "ca"}), town=TOWN, privacy_url=PRIVACY, chats=CHATS
    )

    text, html = " ".join(told.text.split()), " ".join(body_of(told.html).text(separator=" ").split())
    answers = {Chat.ANSWER, Chat.HOW_IT_WORKS, Chat.WHERE_TO_TURN}  # to who wrote there, and not in a digest
    for chat in set(Chat) - answers:
        said = " ".join(CHATS.text(chat, "ca").split())
        assert (text.count(said), html.count(said)) == (1, 0)
    links = [node.attributes["href"] or "" for node in body_of(told.html).css("a[href*='wa.me']")]
    asked = chat_link("+34611222333", CHATS.text(Chat.LEAVE, "ca"))
    assert links.count(asked) == 1
    assert "https://wa.me/34611222333" in told.text
    assert DOCUMENT not in unquote("".join(links))
    assert MASKED not in unquote("".join(links))


def test_who_wrote_in_spanish_is_asked_in_spanish_and_who_did_not_write_is_not_asked() -> None:
    told = for_staff.leaves(
        [leaving("S-1"), leaving("S-2", phone="+34611000222"), leaving("S-3", phone=None)],
        town=TOWN,
        chats=CHATS,
        languages={"S-1": "es", "S-3": "ca"},
    )

    links = [node.attributes["href"] for node in body_of(told.html).css("a[href*='wa.me']")]
    assert links == [chat_link(PHONE, CHATS.text(Chat.LEAVE, "es"))]
    assert "(en castellà)" in told.text
