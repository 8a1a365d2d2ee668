"""The report of a month: owed once, to staff, saying the same in both its parts."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from daemon.books import event_log
from daemon.books import subscribers as the_books
from daemon.books.store import Store
from daemon.desk.monthly import Months
from daemon.letters import for_staff
from daemon.post.queueing import Post
from rules.books.subscription import State, What
from rules.desk.monthly import Month, Report
from rules.desk.owed import Delay
from rules.desk.record import Way
from tests.daemon.books.test_subscribers import held, put
from tests.daemon.conftest import Command, mark, refused, settings
from tests.daemon.desk.test_digests import Staff, text_of
from tests.daemon.ordering import office_of
from tests.daemon.rendering import PRIVACY, body_of, words, words_of_html

LATE = Delay(
    ref="A-0007", name="Blanca", due_on=date(2026, 10, 12), done_on=date(2026, 10, 14), days=2, reason="festa"
)
REPORT = Report(
    first=date(2026, 10, 1),
    town="Ajuntament de Vilafictícia",
    joined=12,
    left=5,
    ways={Way.AT_ONCE: 3, Way.CONFIRMED: 1, Way.BY_STAFF: 1},
    judged=12,
    in_time=10,
    late=(
        LATE,
        Delay(ref="A-0009", name="Pol", due_on=date(2026, 10, 12), done_on=date(2026, 10, 13), days=1),
    ),
    days=2.5,
    active=180,
    cards=3,
    learners=2,
    waiting=1,
    months=(
        Month(first=date(2026, 9, 1), joined=0, left=1),
        Month(first=date(2026, 10, 1), joined=12, left=5),
    ),
)


@dataclass
class Hall(Staff):
    """A store, its clock, and the reports that it owes."""

    def round(self) -> date | None:
        """A round of the service: the digest, then the report."""
        self.digests.queue_due()
        town = settings(staff=self.staff)
        return Months(store=self.store, settings=town, post=Post(town), clock=lambda: self.at).queue_due()


@pytest.fixture
def hall(store: Store) -> Hall:
    return Hall(store)


def test_a_month_is_reported_once_on_the_first_working_day_of_the_next(hall: Hall) -> None:
    owed = []
    for hours in range(0, 24 * 40, 6):
        hall.at = datetime(2026, 5, 4, 8, tzinfo=UTC) + timedelta(hours=hours)
        if hall.round():
            owed.append(hall.at.date())

    assert owed == [date(2026, 6, 1)]
    (letter,) = hall.letters("monthly")
    assert letter["Subject"] == "cap alta · cap baixa · Llista de WhatsApp, informe de maig de 2026"
    assert letter["Auto-Submitted"] == "auto-generated"


def test_nobody_is_told_of_a_month_in_which_we_were_not_there(hall: Hall) -> None:
    assert hall.round() is None
    hall.at = datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert hall.round() is None
    hall.at = datetime(2026, 8, 3, 8, tzinfo=UTC)

    assert hall.round() == date(2026, 7, 1)


def test_a_first_working_day_that_was_slept_through_is_made_up_for(hall: Hall) -> None:
    hall.round()
    hall.at = datetime(2026, 6, 4, 8, tzinfo=UTC)

    assert hall.round() == date(2026, 5, 1)


def test_the_report_does_not_keep_a_digest_from_going_out(hall: Hall) -> None:
    hall.round()
    hall.at = datetime(2026, 6, 1, 8, tzinfo=UTC)
    hall.round()

    assert [len(hall.letters(kind)) for kind in ("digest", "monthly")] == [2, 1]


def test_it_tells_of_the_books(hall: Hall) -> None:
    with hall.store.begin() as tx:
        put(tx, held(State.DUE, consent_at=datetime(2026, 4, 20, 8, tzinfo=UTC), alta_at=hall.at))
        event_log.explain_delay(tx, the_books.find(tx, "A-0001"), "el telèfon era a reparar", mark(hall.at))
    hall.does("A-0001", What.ACTIVATED)
    hall.round()
    hall.at = datetime(2026, 6, 1, 8, tzinfo=UTC)
    hall.round()

    text = " ".join(text_of(hall.letters("monthly")[0]).split())
    assert "1 alta · cap baixa" in text
    assert "El motiu: el telèfon era a reparar" in text
    assert "Roser" not in text


def test_who_would_be_taught_is_no_case_to_decide(sqlite: Store) -> None:
    office = office_of(sqlite, {})
    office.mail("Em podeu ensenyar a fer servir el canal de WhatsApp de l'Ajuntament?")
    office.mail("Per al canal de WhatsApp: la festa, quan és?")

    months = Months(
        store=sqlite, settings=office.settings, post=Post(office.settings), clock=lambda: office.at
    )
    with sqlite.read() as tx:
        report = months.of(tx, date(2026, 5, 1))
    assert (report.cards, report.learners) == (1, 1)


# As it is read


def test_it_says_the_same_in_plain_text_and_in_html() -> None:
    sent = for_staff.monthly(REPORT, privacy_url=PRIVACY)

    assert words_of_html(sent.html) == words(sent.text)


def test_it_names_nobody() -> None:
    sent = for_staff.monthly(REPORT, privacy_url=PRIVACY)

    for person in ("Blanca", "Pol"):
        assert person not in sent.text
        assert person not in sent.html


def test_reasons_in_somebodys_own_words_are_not_to_be_passed_on() -> None:
    in_time = replace(REPORT, late=())

    assert "Conté dades personals" in for_staff.monthly(REPORT, privacy_url="").text
    assert "Conté dades personals" not in for_staff.monthly(in_time, privacy_url="").text


def test_its_figures_are_said() -> None:
    text = " ".join(for_staff.monthly(REPORT, privacy_url="").text.split())

    assert "12 altes · 5 baixes" in text
    assert "10 de 12 altes dins del termini de 5 dies hàbils." in text
    assert "La meitat van trigar 2,5 dies hàbils o menys" in text
    assert "Vencia el dilluns 12 d’octubre i es va fer el dimecres 14 d’octubre: 2 dies hàbils tard." in text
    assert "No consta el motiu del retard." in text
    assert "Ara hi ha: 180 persones a la llista, 3 casos per decidir, 2 persones que volen formació," in text


def test_how_leaves_came_about_is_said() -> None:
    page = " ".join(for_staff.monthly(REPORT, privacy_url=PRIVACY).text.split())

    assert "De les baixes, 3 es van fer tot seguit, 1 la va confirmar qui la demanava" in page
    assert "1 la va fer el personal" in page


def test_bars_are_cells_with_a_width_and_no_images() -> None:
    body = body_of(for_staff.monthly(REPORT, privacy_url="").html)

    assert [bar.attributes["width"] for bar in body.css("table[aria-hidden]")] == ["8%", "100%", "42%"]
    assert body.css("img") == []
    assert [cell.text() for cell in body.css("th[scope=row]")] == ["setembre", "octubre"]


def test_the_command_shows_a_months_report(command: Command, config: Path) -> None:
    assert "Informe de maig de 2026" in command("digest", "--month", "2026-05").out
    assert refused(command("digest", "--month", "maig"), "write it as 2026-05", code=2)
