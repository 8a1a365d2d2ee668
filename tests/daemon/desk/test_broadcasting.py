"""DIFON: staff are told when the norms allow it, reminded then with the text, and what was sent is noted."""

from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from daemon.books.retention import Retention
from daemon.books.tables import broadcasts
from daemon.desk.broadcast_reminders import BroadcastReminders
from daemon.desk.monthly import Months
from daemon.letters import for_staff
from daemon.post.queueing import Post
from tests.daemon.ordering import CLERK, MAYOR, Office, offered, office
from tests.daemon.talking import text_of

__all__ = ["office"]

MONDAY = datetime(2026, 5, 4, 8, tzinfo=UTC)  # ten o'clock on the town's clocks
TEXT = "Demà dimarts, de 9 a 12, no hi haurà aigua al carrer Major."


def rounds(office: Office, at: datetime) -> bool:
    """A round of the service at that moment."""
    office.at = at
    duty = BroadcastReminders(
        store=office.store, settings=office.settings, post=Post(office.settings), clock=lambda: office.at
    )
    return duty.round()


def row(office: Office, ref: str = "D-0001") -> dict[str, object]:
    with office.store.read() as tx:
        found = tx.connection.execute(select(broadcasts).where(broadcasts.c.ref == ref)).mappings().one()
        return dict(found)


def reminders(office: Office, to: str = CLERK) -> list[EmailMessage]:
    return office.of_template("broadcast", to)


def last_answer(office: Office) -> str:
    return office.answers()[-1]


def tapped(letter: EmailMessage, words: str) -> str:
    """What the tap sends whose words begin so."""
    html = letter.get_body(("html",))
    assert html is not None
    links = LexborHTMLParser(html.get_content()).css("a[href^='mailto:']")
    subjects = [parse_qs(urlsplit(link.attributes["href"] or "").query)["subject"][0] for link in links]
    return next(subject for subject in subjects if subject.startswith(words))


@pytest.fixture
def at_ten(office: Office) -> Office:
    office.at = MONDAY
    return office


def test_within_the_hours_it_can_be_sent_now(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua: {TEXT}")

    assert "D-0001 «aigua»: es pot enviar ara" in last_answer(at_ten)
    assert rounds(at_ten, MONDAY + timedelta(minutes=1))
    (letter,) = reminders(at_ten)
    assert TEXT in text_of(letter)
    html = letter.get_body(("html",))
    assert html is not None
    (opens,) = LexborHTMLParser(html.get_content()).css("a[href^='https://wa.me/']")
    assert parse_qs(urlsplit(opens.attributes["href"] or "").query)["text"] == [TEXT]


def test_at_eleven_at_night_on_a_holiday_it_waits_for_the_next_working_day(office: Office) -> None:
    office.at = datetime(2026, 5, 1, 21, tzinfo=UTC)
    office.order(f"DIFON aigua: {TEXT}")

    answer = last_answer(office)
    assert "s’ha d’enviar el dilluns 4 de maig a les 9.00 h" in answer
    assert "no és un dia feiner; és l’hora del descans nocturn" in answer
    assert not rounds(office, datetime(2026, 5, 4, 6, 59, tzinfo=UTC))
    assert rounds(office, datetime(2026, 5, 4, 7, 0, tzinfo=UTC))


def test_what_is_urgent_waits_only_for_the_night(office: Office) -> None:
    office.at = datetime(2026, 5, 1, 16, tzinfo=UTC)
    office.order(f"DIFON aigua, urgent: {TEXT}")

    assert "es pot enviar ara" in last_answer(office)


def test_a_tap_makes_it_urgent(office: Office) -> None:
    office.at = datetime(2026, 5, 2, 10, tzinfo=UTC)  # a Saturday
    office.order(f"DIFON aigua: {TEXT}")
    tap = next(words for words in offered(office) if words.startswith("DIFON D-0001 urgent"))
    office.order(subject=tap, proof=None)

    assert "es pot enviar ara" in last_answer(office)
    assert rounds(office, office.at + timedelta(minutes=1))


def test_the_second_of_a_topic_on_a_day_goes_on_the_next(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua: {TEXT}")
    at_ten.order("DIFON L'aigua: Ja torna a haver-n'hi.")

    assert "D-0002" in last_answer(at_ten)
    assert "el dimarts 5 de maig a les 9.00 h" in last_answer(at_ten)
    assert "ja n’hi ha un del mateix tema aquell dia" in last_answer(at_ten)


def test_another_topic_goes_on_the_same_day(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua: {TEXT}")
    at_ten.order("DIFON festa: Diumenge hi ha festa.")

    assert "D-0002 «festa»: es pot enviar ara" in last_answer(at_ten)


@pytest.mark.parametrize(
    ("order", "why"),
    [
        ("DIFON aigua", "hi falta el text, darrere dels dos punts (DIFON aigua: el text)"),
        (f"DIFON: {TEXT}", "hi falta el tema"),
        (f"DIFON aigua, ahir: {TEXT}", "ja ha passat"),
        (f"DIFON aigua, quan pugueu: {TEXT}", "no s’entén «quan pugueu»"),
        (f"DIFON aigua, avui, 9:00: {TEXT}", "ja ha passat"),
        (f"DIFON aigua, 4/5/2039: {TEXT}", "és massa lluny"),
        ("DIFON D-9, urgent", "no tenim cap difusió D-0009"),
        ("DIFON C-2345BCDF concert: Text", "no tenim cap cas C-2345BCDF"),
        ("FET D-9", "no tenim cap difusió D-0009"),
    ],
)
def test_what_lacks_something_is_said_and_nothing_planned(at_ten: Office, order: str, why: str) -> None:
    at_ten.order(order)

    assert why in last_answer(at_ten)
    with at_ten.store.read() as tx:
        assert tx.connection.execute(select(broadcasts)).all() == []


def test_an_order_for_people_is_none_for_a_broadcast(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua: {TEXT}")
    at_ten.order("TRETA D-1")

    assert "D-0001 és una difusió" in last_answer(at_ten)


def test_three_thousand_letters_are_planned_and_said_to_be_long(at_ten: Office) -> None:
    text = "Hi haurà una reunió. " * 143
    at_ten.order(f"DIFON reunió: {text}")

    assert "És llarg (3002 lletres)" in last_answer(at_ten)
    assert "L’enllaç no el pot portar" in last_answer(at_ten)
    rounds(at_ten, MONDAY + timedelta(minutes=1))
    (letter,) = reminders(at_ten)
    assert "copieu-lo" in text_of(letter)
    assert text_of(letter).count("reunió.") == 143
    html = letter.get_body(("html",))
    assert html is not None
    assert "wa.me" not in html.get_content()


def test_a_text_that_is_long_once_it_is_escaped_is_to_be_copied(at_ten: Office) -> None:
    at_ten.order(f"DIFON festa: {'🎉' * 200} Festa!")

    assert "L’enllaç no el pot portar" in last_answer(at_ten)
    rounds(at_ten, MONDAY + timedelta(minutes=1))
    (letter,) = reminders(at_ten)
    assert "copieu-lo" in text_of(letter)


def test_a_shorter_text_takes_its_place(at_ten: Office) -> None:
    at_ten.order(f"DIFON reunió, demà: {'Hi haurà una reunió. ' * 143}")
    at_ten.order("DIFON D-1: Demà hi ha reunió.")

    assert row(at_ten)["text"] == "Demà hi ha reunió."
    assert "el dimarts 5 de maig a les 9.00 h" in last_answer(at_ten)


def test_a_reminder_comes_once_however_often_the_round_goes(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua: {TEXT}")
    for minutes in range(1, 30):
        rounds(at_ten, MONDAY + timedelta(minutes=minutes))

    assert len(reminders(at_ten)) == 1


def test_books_put_back_to_before_the_reminder_give_no_second_one(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua: {TEXT}")
    rounds(at_ten, MONDAY + timedelta(minutes=1))
    with at_ten.store.begin() as tx:  # the letters that left are known again, whatever the copy has
        tx.connection.execute(broadcasts.update().values(state="planned", reminded_at=None, settled_at=None))
    rounds(at_ten, MONDAY + timedelta(minutes=2))

    assert len(reminders(at_ten)) == 1
    assert row(at_ten)["state"] == "reminded"


def test_a_minute_that_was_missed_is_made_up_for_and_said(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua: {TEXT}")
    rounds(at_ten, MONDAY + timedelta(hours=3))

    (letter,) = reminders(at_ten)
    assert "Havia de sortir el dilluns 4 de maig a les 10.00 h" in text_of(letter)


def test_a_minute_that_was_missed_until_the_evening_goes_to_the_next_day(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua: {TEXT}")

    assert not rounds(at_ten, MONDAY + timedelta(hours=9))
    assert reminders(at_ten) == []
    assert rounds(at_ten, datetime(2026, 5, 5, 7, tzinfo=UTC))
    (letter,) = reminders(at_ten)
    assert "Havia de sortir el dilluns 4 de maig" in text_of(letter)


def test_a_tap_notes_that_it_was_sent(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua: {TEXT}")
    rounds(at_ten, MONDAY + timedelta(minutes=1))
    at_ten.order(subject=tapped(reminders(at_ten)[0], "FET D-0001"), proof=None)

    assert "consta que s’ha enviat el dilluns 4 de maig a les 10.01 h" in last_answer(at_ten)
    assert (row(at_ten)["state"], row(at_ten)["broken"]) == ("sent", [])


def test_it_is_noted_once_whoever_says_it(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua: {TEXT}")
    at_ten.order("FET D-1")
    at_ten.order("FET D-1", sender=MAYOR)

    assert "ja consta enviada" in at_ten.answers(MAYOR)[-1]


def test_what_was_sent_against_a_norm_is_told(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua, demà: {TEXT}")
    at_ten.at = datetime(2026, 5, 4, 20, 30, tzinfo=UTC)
    at_ten.order("FET D-1")

    assert "Fora de les normes: és l’hora del descans nocturn" in last_answer(at_ten)
    assert row(at_ten)["broken"] == ["night"]


def test_the_day_it_was_sent_can_be_said_afterwards(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua: {TEXT}")
    at_ten.at = datetime(2026, 5, 6, 8, tzinfo=UTC)
    at_ten.order("FET D-1 4/5")

    assert row(at_ten)["sent_at"] == MONDAY


def test_what_is_dropped_is_not_reminded_of(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua, demà: {TEXT}")
    at_ten.order("DESCARTA D-1")

    assert "no s’ha d’enviar" in last_answer(at_ten)
    assert not rounds(at_ten, datetime(2026, 5, 5, 8, tzinfo=UTC))
    at_ten.order(f"DIFON aigua: {TEXT}")
    assert "es pot enviar ara" in last_answer(at_ten)  # its topic has none on that day


def test_in_answer_to_the_digest_it_is_read_above_it(at_ten: Office) -> None:
    digest = at_ten.digest()
    body = digest.get_body(("plain",))
    assert body is not None
    quoted = "".join(f"> {line}\n" for line in body.get_content().splitlines())
    at_ten.order(
        f"DIFON aigua: {TEXT}\n\nEl dilluns, info@setcases.cat va escriure:\n{quoted}",
        subject=f"Re: {digest['Subject']}",
        In_Reply_To=digest["Message-ID"],
    )

    assert row(at_ten)["text"] == TEXT


def test_a_mail_that_nobody_vouches_for_plans_nothing_until_it_is_tapped(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua: {TEXT}", proof=None)
    assert "No s’ha fet" in last_answer(at_ten)
    html = at_ten.of_template("ordered")[-1].get_body(("html",))
    assert html is not None
    (link,) = LexborHTMLParser(html.get_content()).css("a[href^='mailto:']")
    given = parse_qs(urlsplit(link.attributes["href"] or "").query)
    at_ten.order(given["body"][0], subject=given["subject"][0], proof=None)

    assert (row(at_ten)["topic"], row(at_ten)["text"]) == ("aigua", TEXT)


def test_the_next_year_is_said_not_to_be_confirmed(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua, 11/1/2027: {TEXT}")

    assert "El calendari de 2027 encara no està confirmat" in last_answer(at_ten)


# --- what is told of them afterwards --------------------------------------------------------------


def test_the_digest_has_what_nobody_said_was_sent_until_somebody_does(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua: {TEXT}")
    rounds(at_ten, MONDAY + timedelta(minutes=1))
    at_ten.at = datetime(2026, 5, 5, 6, tzinfo=UTC)
    digest = at_ten.digest()
    assert "S’havia d’enviar el dilluns 4 de maig a les 10.00 h: encara no consta" in text_of(digest)
    at_ten.order(subject=tapped(digest, "FET D-0001"), proof=None)
    at_ten.at = datetime(2026, 5, 6, 6, tzinfo=UTC)

    assert "D-0001" not in text_of(at_ten.digest())


def test_the_digest_has_what_is_to_be_sent_that_day_and_not_what_is_later(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua, demà: {TEXT}")
    at_ten.order(f"DIFON festa, dijous: {TEXT}")
    at_ten.at = datetime(2026, 5, 5, 6, tzinfo=UTC)
    digest = text_of(at_ten.digest())

    assert "Us ho recordarem el dimarts 5 de maig a les 9.00 h" in digest
    assert "festa" not in digest


def test_the_month_s_report_counts_them_and_names_what_broke_a_norm(at_ten: Office) -> None:
    for line in (f"DIFON aigua: {TEXT}", f"DIFON festa: {TEXT}", f"DIFON fira: {TEXT}"):
        at_ten.order(line)
    at_ten.order("FET D-1")
    rounds(at_ten, MONDAY + timedelta(minutes=1))
    at_ten.at = datetime(2026, 5, 4, 21, tzinfo=UTC)
    at_ten.order("FET D-2")
    months = Months(
        store=at_ten.store, settings=at_ten.settings, post=Post(at_ten.settings), clock=lambda: at_ten.at
    )
    with at_ten.store.read() as tx:
        page = for_staff.monthly(months.of(tx, date(2026, 5, 1)), privacy_url="").text

    assert "A la llista, 2 missatges enviats, 1 fora de les normes." in page
    assert "De 1 missatge no consta si es va enviar." in page
    assert "D-0002\n  El dilluns 4 de maig, a les 23.00 h: és l’hora del descans nocturn." in page


def test_its_text_is_erased_with_the_other_texts_and_its_hour_stays(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua: {TEXT}")
    at_ten.order("FET D-1")
    at_ten.at = MONDAY + timedelta(days=40)
    at_ten.mail("Bon dia", sender="pia@veins.example")  # mail vouches for the clock
    Retention(store=at_ten.store, settings=at_ten.settings, clock=lambda: at_ten.at).round()

    assert (row(at_ten)["text"], row(at_ten)["topic"], row(at_ten)["ordered_by"]) == ("", "", None)
    assert row(at_ten)["sent_at"] == MONDAY


def test_what_is_still_to_be_sent_is_not_erased(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua, 14/12/2026: {TEXT}")
    at_ten.at = MONDAY + timedelta(days=90)
    at_ten.mail("Bon dia", sender="pia@veins.example")
    Retention(store=at_ten.store, settings=at_ten.settings, clock=lambda: at_ten.at).round()

    assert row(at_ten)["text"] == TEXT


# --- noted by the chat ----------------------------------------------------------------------------


def exported(*lines: str) -> str:
    return "Xat de WhatsApp amb la llista\n" + "\n".join(lines)


OFFICE = "Informació Ajuntament de Setcases"


def test_the_chat_s_export_notes_what_was_sent_and_when(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua: {TEXT}")
    rounds(at_ten, MONDAY + timedelta(minutes=1))
    at_ten.at = datetime(2026, 5, 5, 8, tzinfo=UTC)
    at_ten.order(exported(f"[4/5/26, 10:17:03] {OFFICE}: {TEXT}"))

    assert row(at_ten)["sent_at"] == datetime(2026, 5, 4, 8, 17, 3, tzinfo=UTC)
    assert "consta que s’ha enviat el dilluns 4 de maig a les 10.17 h" in last_answer(at_ten)


def test_what_the_chat_shows_to_be_sent_at_night_broke_a_norm(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua, demà: {TEXT}")
    at_ten.at = datetime(2026, 5, 5, 6, tzinfo=UTC)
    at_ten.order(exported(f"4/5/26, 23:40 - {OFFICE}: {TEXT}"))

    assert "Fora de les normes: és l’hora del descans nocturn" in last_answer(at_ten)
    assert not rounds(at_ten, datetime(2026, 5, 5, 8, tzinfo=UTC))


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(f"[4/5/26, 10:17:03] Pia: {TEXT}", id="a resident's words"),
        pytest.param(f"[3/5/26, 10:17:03] {OFFICE}: {TEXT}", id="before it was planned"),
        pytest.param(f"[4/5/26, 10:17:03] {OFFICE}: Demà no hi haurà aigua.", id="other words"),
    ],
)
def test_another_message_of_a_chat_notes_nothing(at_ten: Office, line: str) -> None:
    at_ten.order(f"DIFON aigua: {TEXT}")
    at_ten.at = datetime(2026, 5, 5, 8, tzinfo=UTC)
    at_ten.order(exported(line))

    assert row(at_ten)["sent_at"] is None


def test_a_chat_that_nobody_vouches_for_notes_nothing(at_ten: Office) -> None:
    at_ten.order(f"DIFON aigua: {TEXT}")
    at_ten.at = datetime(2026, 5, 5, 8, tzinfo=UTC)
    at_ten.order(exported(f"[4/5/26, 10:17:03] {OFFICE}: {TEXT}"), proof=None)

    assert row(at_ten)["sent_at"] is None
