"""What is over is erased, from the rows and from the files; what is needed stays; who left is blocked."""

import io
import json
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from daemon.books import backup, cases, health, retention, subscribers
from daemon.books.health import Loop
from daemon.books.retention import erased_since
from daemon.books.store import Store
from daemon.books.tables import consents, events, metadata, outbox
from daemon.configuration.settings import parse
from daemon.desk import histories
from daemon.desk.approving import approve
from daemon.letters.health import troubles
from daemon.mailbox.intake import Place
from daemon.ports import Folder, Head
from daemon.post.queueing import Post
from daemon.service.app import App
from rules.books.decision import Outcome, Reason
from rules.books.subscription import State, Subscription, What
from rules.calendar.retention import Sort, Terms, is_due
from rules.findings import Person
from tests.daemon.conftest import NOW, TABLES, Command, mark
from tests.daemon.talking import PASSES, PERE, ROSER, Desk

SUBJECT = "BAIXA Informació Ajuntament de Setcases WhatsApp"
REGISTRY = "no-reply@registre.example.cat"
NOTICE = """Número de registre: {number}
Data i hora de presentació: {at}
Tipus: Entrada
Interessat: Ona Soldevila Prat
NIF: 34567890V
Telèfon mòbil: 600555666
Assumpte: Clàusula de consentiment del tractament de dades personals (WhatsApp)
"""
ONA = Person(name="Ona Soldevila Prat", id_document="34567890V", phone="+34600555666")
MONTH = timedelta(days=32)
YEARS = timedelta(days=3 * 366 + 40)


@pytest.fixture
def town(sqlite: Store) -> Desk:
    return _town(sqlite)


@pytest.fixture
def either(store: Store) -> Desk:
    """The same, once on each database."""
    return _town(store)


def _town(store: Store) -> Desk:
    tables = {
        **TABLES,
        "store": {"url": str(store.url.render_as_string(hide_password=False))},
        "trust": {"authserv_ids": ["mx.setcases.cat"]},
        "registry": {"senders": [REGISTRY]},
    }
    desk = Desk(store, settings=parse(tables))
    desk.hold(ROSER)
    desk.hold(PERE)
    return desk


def live(town: Desk) -> None:
    """Ona joins by the registry; Roser and Ona leave; others write what nobody can do."""
    _notice(town, "E/000101-2026", "30/04/2026 09:00:00")
    _leave(town, ROSER, "roser@veins.example")
    town.mail("Marta Puigdollers Serra\nmobil 600 777 888\n", sender="marta@veins.example", subject=SUBJECT)
    _leave(
        town,
        Person(name="Jordi Estrany Nou", id_document="45678901G", phone="+34600999000"),
        "jordi@veins.example",
    )
    town.mail("Oferta de llibres, Llibreria Munt\n", sender="llibreria@munt.example", subject="Oferta")
    _app(town).digests.queue_leaves()
    _app(town).digests.queue_now(town.at.date())
    town.at += timedelta(hours=2)
    _leave(town, ONA, "ona@veins.example")
    with town.store.begin("test") as tx:
        for case in cases.listed(tx):
            cases.close(
                tx, case, because="parlat amb Marta Puigdollers i Jordi Estrany", by="test", now=town.at
            )
        subscribers.advance(tx, subscribers.find(tx, "A-0001"), What.TAKEN_OFF, mark(town.at))
        said = "550 5.1.1 <marta@veins.example>: 600777888 Puigdollers is unknown here"
        refused = update(outbox).where(outbox.c.recipient == "marta@veins.example")
        assert tx.connection.execute(refused.values(state="failed", server_words=said)).rowcount
    town.deliver()


def _notice(town: Desk, number: str, at: str) -> Any:
    return town.mail(
        NOTICE.format(number=number, at=at), sender=REGISTRY, subject=f"Registre {number}",
        Authentication_Results="mx.setcases.cat; dmarc=pass header.from=registre.example.cat",
    )  # fmt: skip


def _leave(town: Desk, person: Person, sender: str) -> Any:
    phone = (person.phone or "").removeprefix("+34")
    return town.mail(
        f"{person.name}\nDNI {person.id_document}\nMòbil {phone}\n", sender=sender, subject=SUBJECT,
        Authentication_Results=PASSES,
    )  # fmt: skip


def _app(town: Desk) -> App:
    return App(settings=town.settings, store=town.store, clock=lambda: town.at)


def _night(town: Desk, after: timedelta) -> None:
    """Time goes by, mail comes in, and it is night."""
    town.at += after
    _mail_comes(town)
    _app(town).retention.round()


def _mail_comes(town: Desk) -> None:
    """A mail that is none of ours, as a town hall gets them each day; the server dates it."""
    head = f"From: festes@festes.example\r\nMessage-ID: <{town.at.timestamp()}@festes.example>\r\n"
    town.take(f"{head}Subject: Sopar\r\n\r\nFem el sopar de festa major dissabte.\r\n".encode())


TRACES = {
    "roser": ["Roser", "Vilalta", "12345678Z", "600111222", "600 11 12 22", "roser@veins"],
    "ona": ["Ona Soldevila", "34567890V", "600555666", "600 55 56 66", "ona@veins", "E/000101"],
    "marta": ["Puigdollers", "600777888", "600 77 78 88", "marta@veins"],
    "jordi": ["Estrany", "45678901G", "600999000", "600 99 90 00", "jordi@veins"],
    "message ids": ["@veins.example>"],
}
PROOF = {"12345678Z", "600111222", "34567890V", "600555666", "E/000101", "Roser", "Vilalta", "Ona Soldevila"}


def _kept(town: Desk) -> str:
    """All that the store holds, as bytes on the disk or as a dump of every row; letters decoded."""
    if town.store.url.get_backend_name() == "sqlite":
        folder = Path(town.store.url.database or "").parent
        files = [file for file in folder.rglob("*") if file.is_file()]
        held = "\n".join(file.read_bytes().decode("utf-8", "replace") for file in files)
    else:
        held = ""
    with town.store.read() as tx:
        for table in metadata.sorted_tables:
            for row in tx.connection.execute(select(table)):
                held += "\n" + " ".join(_text(value) for value in row)
    return held


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").replace("=\r\n", "")
    return json.dumps(value, ensure_ascii=False, default=str)


def _found(town: Desk) -> set[str]:
    held = _kept(town)
    return {trace for traces in TRACES.values() for trace in traces if trace in held}


def test_an_aged_store_holds_nobody_whose_time_is_over(either: Desk) -> None:
    town = either
    live(town)
    backup.attempt(town.settings.store_url, now=town.at)
    everything = {trace for traces in TRACES.values() for trace in traces}
    assert {trace for trace in everything - _found(town) if " " not in trace} == set()  # the search can find

    _night(town, MONTH)
    assert _found(town) == PROOF  # who left is blocked, and kept as proof
    _night(town, YEARS)

    assert _found(town) == set()
    held = _kept(town)
    for his in ("Pere Camprub", "23456789D", "600333444"):
        assert his in held


def test_nothing_is_erased_before_its_time(town: Desk) -> None:
    live(town)
    before = _found(town)

    _night(town, timedelta(days=29))

    assert _found(town) == before
    with town.store.read() as tx:
        assert not erased_since(tx, None)


def test_who_left_is_answered_alike_and_brought_back_by_nothing_older(town: Desk) -> None:
    live(town)
    _night(town, MONTH)
    taken = _leave(town, ROSER, "roser@veins.example")
    assert taken.decision.leading.reason is Reason.ALREADY_LEFT
    assert town.templates("roser@veins.example") == ["done"]  # the one of before has no address any more
    _notice(town, "E/000099-2026", "20/04/2026 09:00:00")

    assert town.states() == ["left", "active", "left"]


def test_a_leave_that_was_repeated_is_proof_too(town: Desk) -> None:
    live(town)
    consented_at = town.at + timedelta(days=20)
    town.at += timedelta(days=40)
    _leave(town, ONA, "ona@veins.example")
    _night(town, MONTH)

    taken = _notice(town, "E/000400-2026", f"{consented_at:%d/%m/%Y} 09:00:00")  # it was long on its way

    assert taken.decision.leading.reason is Reason.CONSENT_BEFORE_LEAVE
    assert town.states() == ["left", "active", "left"]


def test_the_consent_that_brought_somebody_in_is_proof_while_they_are_in_the_books(town: Desk) -> None:
    """When it came there was nobody yet whom it could name: what it began tells whose it is."""
    taken = _notice(town, "E/000400-2026", f"{town.at:%d/%m/%Y} 09:00:00")
    assert taken.decision.outcome is Outcome.DONE

    _night(town, MONTH)

    (kept,) = town.cases()
    (verdict,) = kept.requests
    assert verdict.request is not None
    assert verdict.request.person.id_document is not None


@pytest.mark.parametrize("is_done", [True, False], ids=["approved", "closed with that word"])
def test_a_leave_is_proof_where_staff_approved_it_and_not_where_they_closed_it(
    town: Desk, is_done: bool
) -> None:
    doubt = "Si no arregleu el carrer doneu-me de baixa del WhatsApp.\n"
    town.mail(f"{doubt}{ROSER.name}\nDNI 12345678Z\nMòbil 600111222\n", subject=SUBJECT)
    with town.store.begin("test") as tx:
        (case,) = cases.listed(tx)
        if is_done:
            approve(tx, case, mark(town.at), Post(town.settings))
        else:
            cases.close(tx, case, because=cases.APPROVED, by="ana", now=town.at)
    town.deliver()

    _night(town, MONTH)

    (kept,) = town.cases()
    assert [v.request.person.id_document for v in kept.requests if v.request] == [
        "12345678Z" if is_done else None
    ]


def test_an_erased_person_who_comes_back_is_a_new_one(either: Desk) -> None:
    town = either
    live(town)
    _night(town, YEARS)
    assert town.states() == ["erased", "active", "erased"]
    late = _notice(town, "E/000101-2026", " 30/04/2026  09:00:00")  # the same entry once more
    older = _notice(town, "E/000007-2026", "20/04/2026 09:00:00")
    assert town.states() == ["erased", "active", "erased"]
    # Entries of years ago revive nobody, and a person looks at them.
    assert [late.decision.leading.reason, older.decision.leading.reason] == [Reason.DOUBTFUL] * 2
    taken = _leave(town, ONA, "ona@veins.example")
    assert taken.decision.leading.reason is Reason.NOBODY

    with town.store.begin("test") as tx:
        for waits in cases.listed(tx):
            cases.close(tx, waits, because="ja no hi era", by="test", now=town.at)
    town.at += timedelta(days=1)
    presented = f"{town.at:%d/%m/%Y} 09:00:00"
    _notice(town, "E/000500-2029", presented)

    assert town.states() == ["erased", "active", "erased", "consented"]


def test_a_living_person_s_papers_stay_as_long_as_she_is_on_the_list(town: Desk) -> None:
    _notice(town, "E/000101-2026", "30/04/2026 09:00:00")

    _night(town, YEARS)

    held = _kept(town)
    assert all(trace in held for trace in ("Ona Soldevila Prat", "34567890V", "E/000101-2026"))
    assert town.states() == ["active", "active", "consented"]


@pytest.mark.parametrize(
    ("because", "stays"),
    [
        (cases.APPROVED, True),
        (cases.ANSWERED, True),
        (cases.LEFT_MEANWHILE, True),
        (cases.DONE_ALREADY, True),
        ("parlat amb Marta", False),
    ],
)
def test_why_a_case_was_closed_stays_where_it_names_nobody(town: Desk, because: str, stays: bool) -> None:
    town.mail("Marta Puigdollers Serra\nmobil 600 777 888\n", sender="marta@veins.example", subject=SUBJECT)
    with town.store.begin("test") as tx:
        (case,) = cases.listed(tx, states=["staff", "resident"])
        cases.close(tx, case, because=because, by="test", now=town.at)
    town.deliver()

    _night(town, YEARS)

    assert [c.closed_because for c in town.cases() if c.ref == case.ref] == [because if stays else None]


def test_what_waits_for_somebody_is_kept_however_old(town: Desk) -> None:
    town.mail("Marta Puigdollers Serra\nmobil 600 777 888\n", sender="marta@veins.example", subject=SUBJECT)
    person = Person(name="Jordi Estrany Nou", id_document="45678901G", phone="+34600999000")
    _leave(town, person, "jordi@veins.example")

    _night(town, YEARS)

    held = _kept(town)
    assert [t for t in (*TRACES["marta"], *TRACES["jordi"]) if " " not in t and t not in held] == []


def test_a_letter_that_could_not_leave_so_far_leaves_whole_and_is_erased_then(town: Desk) -> None:
    _leave(town, ROSER, "roser@veins.example")
    (owed,) = town.letters("roser@veins.example")
    _night(town, MONTH)  # nothing ran for a month

    (kept,) = town.letters("roser@veins.example")
    assert kept.as_bytes() == owed.as_bytes()
    town.deliver()
    _night(town, MONTH)

    assert "roser@veins" not in _kept(town)


def test_much_is_erased_in_parts_with_everything_else_in_between(
    town: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "A_ROUND", 1)
    live(town)
    town.at += YEARS
    _mail_comes(town)
    rounds = 1
    while _app(town).retention.round():
        rounds += 1

    assert _found(town) == set()
    with town.store.read() as tx:
        told = erased_since(tx, None)
    assert rounds > max(told.values()) > 1
    assert (told[Sort.PEOPLE], told[Sort.MESSAGES]) == (2, 1)  # and not the mail that has just come


def test_a_night_erases_part_after_part_until_nothing_is_over(
    town: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_AT_ONCE", 1)
    live(town)
    town.at += YEARS
    _mail_comes(town)

    assert not _app(town).retention.round()

    assert _found(town) == set()


def test_a_clock_that_is_known_to_be_wrong_erases_nothing(town: Desk) -> None:
    live(town)
    before = _found(town)
    health.note_down(town.store, Loop.CLOCK, cause="", trouble="years ahead of the mail server", now=town.at)

    _night(town, YEARS)

    assert _found(town) == before
    health.note_up(town.store, Loop.CLOCK, now=town.at)
    _night(town, timedelta(minutes=1))
    assert _found(town) == set()


def test_it_is_done_once_a_night_and_said_in_one_line(town: Desk) -> None:
    live(town)
    backup.attempt(town.settings.store_url, now=town.at)
    _night(town, MONTH)
    _night(town, timedelta(minutes=1))
    with town.store.read() as tx:
        rounds = tx.connection.execute(select(events.c.note).where(events.c.what == "retention")).scalars()
        (note,) = rounds.all()
        made = _app(town).digests.of(tx, town.at.date())

    assert {name: n for name, n in json.loads(note).items() if n} == made.health.erased
    (line,) = [said for said in troubles(made.health) if "esborrat" in said]
    # Roser, Ona, Marta, Jordi and the registry wrote; two of them were asked or told something.
    assert "5 casos tancats" in line
    assert "5 adreces" in line
    assert "1 correu que no era per a la llista" in line


def test_a_message_a_case_and_a_person_say_that_they_were_erased(town: Desk, command: Command) -> None:
    live(town)
    (case,) = [case for case in town.cases() if case.sender == "jordi@veins.example"]
    assert case.message_id is not None
    _night(town, YEARS)
    town.store.close()
    day = f"{town.at:%Y-%m-%d}"

    message = command("messages", "show", case.message_id)
    assert (message.code, f"erased on {day}" in message.out) == (0, True), message
    assert f"erased on {day}" in command("cases", "show", case.ref).out
    person = command("subscribers", "show", "A-0001")
    assert f"erased on {day}" in person.out
    assert "left → erased" in person.out


def test_who_left_is_shown_to_nobody(town: Desk, command: Command) -> None:
    live(town)
    other_name = Person(name="Mercè Bosch Riera", id_document=ROSER.id_document, phone=ROSER.phone)
    _leave(town, other_name, "merce@veins.example")  # a card about who left
    with town.store.read() as tx:
        made = _app(town).digests.of(tx, town.at.date())
    (card,) = made.cards
    assert [(about.ref, about.name, about.phone) for about in card.about] == [("A-0001", "", None)]
    with town.store.read() as tx:
        assert histories.of_name(tx, "Roser Vilalta") == []
        told = " ".join(histories.record(tx, subscribers.find(tx, "A-0001"), mark(town.at)))
    assert "només es guarden com a prova" in told
    assert [trace for trace in TRACES["roser"] if trace in told] == []
    town.store.close()
    listed, shown = command("subscribers", "list").out, command("subscribers", "show", "A-0001").out
    assert "Vilalta" not in listed + shown
    assert "Pere" in listed
    assert "Roser Vilalta" in command("subscribers", "export", "A-0001").out


def test_terms_are_the_town_s(town: Desk) -> None:
    live(town)
    longer = {"closed_days": 90, "address_days": 90, "proof_years": 5}
    town.settings = town.settings.model_copy(
        update={"retention": town.settings.retention.model_copy(update=longer)}
    )
    before = _found(town)

    _night(town, timedelta(days=89))
    assert _found(town) == before
    _night(town, YEARS)

    assert _found(town) == PROOF


@pytest.mark.parametrize(
    ("now", "last", "due"),
    [
        pytest.param("2026-05-05T02:59+02:00", "2026-05-04T03:00+02:00", False, id="not before three"),
        pytest.param("2026-05-05T03:00+02:00", "2026-05-04T03:00+02:00", True, id="from three on"),
        pytest.param("2026-05-05T23:00+02:00", "2026-05-05T03:00+02:00", False, id="once a date"),
        pytest.param("2026-05-05T12:00+02:00", "2026-05-01T03:00+02:00", True, id="made up for"),
        pytest.param("2026-05-05T12:00+02:00", None, True, id="the first time"),
    ],
)
def test_when_it_is_due(town: Desk, now: str, last: str | None, due: bool) -> None:
    at = datetime.fromisoformat(last) if last else None
    assert is_due(now=datetime.fromisoformat(now), tz=town.settings.tz, last=at) is due


def test_three_years_back_from_a_leap_day_is_a_day() -> None:
    assert Terms().proof_before(datetime(2028, 2, 29, 12, tzinfo=UTC)) == datetime(
        2025, 2, 28, 12, tzinfo=UTC
    )


# ---- what is held back


def _left_long_ago(town: Desk, n: int, *, at: datetime) -> None:
    """So many people left at *at* and are off the phone."""
    with town.store.begin("test") as tx:
        for number in range(n):
            held = Subscription(
                ref=subscribers.next_ref(subscribers.count(tx) + 1),
                name=f"Veïna {number}",
                id_document=f"{number:08d}{'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23]}",
                phone=f"+34611{number:06d}",
                state=State.LEFT,
                opened_at=at,
                left_at=at,
                left_from=State.ACTIVE,
            )
            subscribers.insert(tx, held, "import", mark(at))


def _erased(town: Desk) -> int:
    return town.states().count("erased")


def _said(town: Desk) -> list[str]:
    """What the morning's digest says of erasing."""
    with town.store.read() as tx:
        made = _app(town).digests.of(tx, town.at.date())
    return [line for line in troubles(made.health) if "esborrat" in line]


def test_a_clock_years_ahead_while_no_mail_comes_erases_nothing(either: Desk) -> None:
    town = either
    live(town)
    before = _found(town)

    for _ in range(3):
        town.at += timedelta(days=1500)
        assert not _app(town).retention.round()

    assert _found(town) == before
    (line,) = _said(town)
    assert "No s’han esborrat encara 2 persones que van deixar la llista fa anys" in line
    assert "no arriba cap correu que confirmi l’hora" in line
    assert "altabaixa retention confirm" in line
    _mail_comes(town)  # the clock was right after all
    _app(town).retention.round()
    assert _found(town) == set()
    assert "No s’han" not in " ".join(_said(town))


def test_a_quiet_mailbox_holds_back_texts_without_alarming_anybody(town: Desk) -> None:
    town.mail("Oferta de llibres, Llibreria Munt\n", sender="llibreria@munt.example", subject="Oferta")
    town.at += MONTH
    town.read()
    _app(town).retention.round()

    (line,) = _said(town)
    assert "1 correu que no era per a la llista" in line
    with town.store.read() as tx:
        assert _app(town).digests.of(tx, town.at.date()).health.well


@pytest.mark.parametrize("odd", ["from the future", "never shown", "without a date"])
def test_a_mail_whose_date_is_not_the_server_s_word_on_now_vouches_for_nothing(town: Desk, odd: str) -> None:
    live(town)
    town.at += YEARS
    if odd == "never shown":
        folder = Folder(name="INBOX", uidvalidity=1, uidnext=1000)
        town.intake.take_in_unseen(Place(folder), 999)
    elif odd == "without a date":
        head = Head(uid=999, size=9, received_at=town.at, block=b"Subject: x\r\n\r\n", dated_by_us=True)
        with town.intake.together(Place(Folder(name="INBOX", uidvalidity=1, uidnext=1000))) as take_in:
            take_in(head, head.block)
    else:
        now, town.at = town.at, town.at + timedelta(days=400)
        _mail_comes(town)
        town.at = now

    _app(town).retention.round()

    assert _erased(town) == 0


def test_a_mail_filed_with_a_date_to_come_does_not_stop_erasing_for_ever(town: Desk) -> None:
    live(town)
    now, town.at = town.at, town.at + timedelta(days=4000)
    _mail_comes(town)
    town.at = now

    _night(town, YEARS)

    assert _erased(town) == 2


def test_more_people_than_a_day_is_used_to_go_day_by_day_and_it_is_said(either: Desk) -> None:
    town = either
    _left_long_ago(town, 70, at=town.at - YEARS)
    day = timedelta(days=1)

    _night(town, day)
    assert _erased(town) == 20
    (done, waits) = _said(town)
    assert "20 persones" in done
    assert "50 persones" in waits
    assert "més que de costum" in waits
    with town.store.read() as tx:
        assert not _app(town).digests.of(tx, town.at.date()).health.well
    _app(town).retention.round()
    assert _erased(town) == 20  # not by looking again
    _night(town, day)
    assert _erased(town) == 60  # twice as many as the largest day
    _night(town, day)
    assert _erased(town) == 70
    assert len(_said(town)) == 1


def test_the_longest_ago_go_first(town: Desk) -> None:
    _left_long_ago(town, 20, at=town.at - 2 * YEARS)
    with town.store.begin("test") as tx:
        recent = Subscription(
            ref="A-0000", name="Ona", state=State.LEFT, opened_at=NOW, left_at=town.at - YEARS
        )
        subscribers.insert(tx, recent, "import", mark(NOW))

    _night(town, timedelta(days=1))

    assert "left" in town.states()
    with town.store.read() as tx:
        assert subscribers.find(tx, "A-0000").name == "Ona"


def test_a_crash_in_the_night_gives_no_day_twice_its_measure(
    town: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _left_long_ago(town, 70, at=town.at - YEARS)
    _mail_comes(town)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Store, "sweep", crash)  # all is erased, and the round is not noted yet
        with pytest.raises(KeyboardInterrupt):
            _app(town).retention.round()
    _app(town).retention.round()

    assert _erased(town) == 20


def test_consents_of_nobody_are_proof_too(town: Desk) -> None:
    with town.store.begin("test") as tx:
        for number in range(30):
            row = {"key": f"e/{number}", "registered_at": NOW, "noted_at": NOW, "name": f"Veí {number}"}
            tx.connection.execute(consents.insert().values(row))

    _night(town, YEARS)

    with town.store.read() as tx:
        erased = select(consents.c.id).where(consents.c.erased_at.is_not(None))
        assert len(tx.connection.execute(erased).all()) == 20
    assert "10 consentiments antics" in _said(town)[1]


def test_what_is_confirmed_goes_at_once_and_makes_no_habit(either: Desk) -> None:
    town = either
    _left_long_ago(town, 70, at=town.at - YEARS)
    _night(town, timedelta(days=1))

    done = _app(town).retention.confirm(by="ana")

    assert (done[Sort.PEOPLE], _erased(town)) == (50, 70)
    with town.store.read() as tx:
        noted = select(events.c.by, events.c.note).where(events.c.what == "retention-confirmed")
        ((by, note),) = tx.connection.execute(noted).all()
        who = select(events.c.by).where(events.c.what == "erased")
        assert Counter(tx.connection.execute(who).scalars()) == {"clock": 20, "ana": 50}
        assert erased_since(tx, None)[Sort.PEOPLE] == 70
    assert (by, json.loads(note)["people"]) == ("ana", 50)
    _left_long_ago(town, 70, at=town.at - YEARS)
    _night(town, timedelta(days=1))
    assert _erased(town) == 70 + 40  # twice the 20 of yesterday


@pytest.mark.parametrize("answer", ["y\n", "n\n", ""], ids=["yes", "no", "nobody there"])
def test_staff_see_what_is_held_back_before_they_confirm(
    town: Desk, command: Command, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    _left_long_ago(town, 25, at=datetime(2019, 3, 4, 12, tzinfo=UTC))
    _left_long_ago(town, 5, at=datetime(2019, 5, 4, 12, tzinfo=UTC))
    town.store.close()

    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    asked = command("retention", "confirm")

    shown = " ".join(asked.out.split())
    assert "The newest mail came, by the mail server's clock: never" in shown
    assert "people who left: all but a keyed hash 2019-03 25" in shown
    assert "people who left: all but a keyed hash 2019-05 5" in shown
    assert asked.code == (0 if answer == "y\n" else 1)
    assert _erased(town) == (30 if answer == "y\n" else 0)
    if answer == "y\n":
        assert "Veïna" not in _kept(town)
        assert "Nothing is held back" in command("retention", "confirm", "--yes").out


def test_a_clock_that_is_known_to_be_wrong_is_mended_and_not_confirmed(
    town: Desk, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daemon.cli.retention.now", lambda: datetime(2026, 6, 1, 12, tzinfo=UTC))
    _left_long_ago(town, 5, at=datetime(2019, 3, 4, 12, tzinfo=UTC))
    health.note_down(town.store, Loop.CLOCK, cause="", trouble="years ahead", now=town.at)
    town.store.close()

    refused = command("retention", "confirm", "--yes")

    assert (refused.code, _erased(town)) == (1, 0)
    assert "clock is wrong" in refused.err
