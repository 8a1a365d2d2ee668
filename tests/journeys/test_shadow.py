"""`run --shadow` decides everything and does nothing: the town can watch it for a week."""

from datetime import timedelta
from pathlib import Path

from tests.journeys.conftest import TownHall, text_of
from tests.journeys.test_outages import STAFF, TECHNICIAN, name_technician
from tests.journeys.test_run_once import FROM_ROSER, LEAVE, PERE, ROSER, SUBJECT

NEWS = {"List_Unsubscribe": "<mailto:fora@noticies.example>", "Precedence": "bulk"}


def watch(town_hall: TownHall) -> None:
    """A round of `run --shadow --once` by the clock of the test."""
    town_hall.run_once(shadow=True)


def books(town_hall: TownHall) -> bytes:
    return (town_hall.folder / "books.db").read_bytes()


def test_it_reports_what_it_would_have_done_and_does_none_of_it(town_hall: TownHall) -> None:
    name_technician(town_hall)
    town_hall.residents(ROSER, PERE)
    before = (books(town_hall), town_hall.dovecot.files(), town_hall.states())
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)
    town_hall.mail("Em vull donar de baixa.", sender="algu@veins.example", subject=SUBJECT)
    town_hall.mail("Les notícies del mes.", sender="butlleti@noticies.example", subject="Notícies", **NEWS)
    files = town_hall.dovecot.files()

    watch(town_hall)

    assert books(town_hall) == before[0]
    assert town_hall.states() == before[2]
    assert town_hall.dovecot.files() == files
    assert set(town_hall.dovecot.flags().values()) == {()}
    assert {recipient for _, recipient, _ in town_hall.sink.letters} == {TECHNICIAN}
    (report,) = town_hall.sink.to(TECHNICIAN)
    text = text_of(report)
    assert "hem llegit 3 correus" in text
    assert "El DNI i el mòbil són d’una sola persona de la llista" in text
    assert "«ho hem anotat»" in text
    assert "«falten dades»" in text
    assert "1 per treure" in text  # what the digest would have said


def test_its_report_names_nobody(town_hall: TownHall) -> None:
    name_technician(town_hall)
    town_hall.residents(ROSER, PERE)
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)

    watch(town_hall)

    (report,) = town_hall.sink.to(TECHNICIAN)
    for part in ("plain", "html"):
        body = report.get_body((part,))
        assert body is not None
        text = body.get_content()
        for secret in ("Roser", "Vilalta", "12345678", "600 111 222", "600 11 12 22", "veins.example"):
            assert secret not in text


def test_it_goes_on_where_it_was_and_reports_once_a_day(town_hall: TownHall) -> None:
    name_technician(town_hall)
    town_hall.residents(ROSER)
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)
    watch(town_hall)
    watch(town_hall)
    assert len(town_hall.sink.to(TECHNICIAN)) == 1

    town_hall.at += timedelta(days=1)
    town_hall.mail(LEAVE + "\nMoltes gràcies per tot.", sender=FROM_ROSER, subject=SUBJECT)
    watch(town_hall)

    _, second = town_hall.sink.to(TECHNICIAN)
    assert "hem llegit 1 correu." in text_of(second)
    assert "Ja s’havia donat de baixa" in text_of(second)


def test_the_real_start_afterwards_finds_the_books_as_they_were(town_hall: TownHall) -> None:
    name_technician(town_hall)
    town_hall.residents(ROSER)
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)
    watch(town_hall)

    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "leaving"}
    assert town_hall.sink.to("roser@veins.example")


def test_it_needs_somebody_to_report_to(town_hall: TownHall) -> None:
    done = town_hall.command("run", "--shadow", "--once")

    assert done.returncode == 2
    assert "staff.technician" in done.stderr


def test_what_it_would_have_done_can_be_looked_at(town_hall: TownHall) -> None:
    name_technician(town_hall)
    town_hall.residents(ROSER)
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)
    watch(town_hall)

    shown = town_hall.command("messages", "list", "--shadow")
    assert "baixa" in shown.stdout
    assert town_hall.command("messages", "list").stdout.strip() == "No message yet."


def test_its_copy_is_for_its_owner_alone(town_hall: TownHall) -> None:
    name_technician(town_hall)
    watch(town_hall)

    (copy,) = Path(town_hall.folder).glob("*.shadow.db")
    assert copy.stat().st_mode & 0o077 == 0
    assert not town_hall.sink.to(STAFF)
