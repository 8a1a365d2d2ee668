"""What was done is told even where a day has had its letters: the next morning, and no day gets more."""

from collections import Counter
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from sqlalchemy import select

from daemon.books.store import Store
from daemon.books.tables import messages, outbox
from daemon.post.outbox import Delivered, deliver_due
from daemon.post.smtp import SmtpMailer
from rules.findings import Person
from tests.daemon.conftest import settings
from tests.daemon.ordering import Office, office
from tests.daemon.talking import FROM_ROSER, PASSES, PERE, ROSER, Desk, text_of
from tests.rules.persons import dni
from tests.smtp_server import LOOPBACK, Scripted

__all__ = ["office"]

FAMILY = tuple(
    Person(name=f"{name} Vilalta Puig", id_document=dni(41_000_000 + n), phone=f"+3461100000{n}")
    for n, name in enumerate(["Anna", "Berta", "Clara", "Dolors", "Emma", "Flora", "Glòria", "Helena"])
)
NOT_ME = "No he estat jo, no em vull donar de baixa."


@pytest.fixture
def desk(sqlite: Store) -> Desk:
    return of_family(Desk(sqlite))


def of_family(desk: Desk) -> Desk:
    for person in (ROSER, PERE, *FAMILY):
        desk.hold(person)
    return desk


def data(*people: Person) -> str:
    return "\n".join(f"{person.name}, {person.id_document}, {person.phone}" for person in people)


def leaves(desk: Desk, *people: Person, **more: str) -> None:
    """Roser sends a mail for each of *people*."""
    for person in people:
        asks = f"Doneu-me de baixa de la llista de WhatsApp.\n{data(person)}\n"
        desk.mail(asks, subject="Baixa WhatsApp", **more)


def doubts(desk: Desk, **more: str) -> None:
    """Roser writes what a person must look at."""
    asks = f"Si no arregleu el carrer doneu-me de baixa de la llista de WhatsApp.\n{data(ROSER)}\n"
    desk.mail(asks, subject="Baixa", **more)


def rows(desk: Desk, *wanted: Any) -> list[Any]:
    """The letters to Roser, or what else is *wanted*."""
    wanted = wanted or (outbox.c.recipient == FROM_ROSER,)
    with desk.store.read() as tx:
        return list(tx.connection.execute(select(outbox).where(*wanted).order_by(outbox.c.id)))


def mornings(desk: Desk) -> list[str]:
    """When each letter may leave, on the town's clock."""
    return [f"{row.due_at.astimezone(desk.settings.tz):%d/%m %H:%M}" for row in rows(desk)]


async def delivered(desk: Desk, at: datetime) -> Delivered:
    """What leaves at *at* through a real SMTP server."""
    async with Scripted({}).running() as server:
        mailer = SmtpMailer(host=LOOPBACK, port=server.port, tls="none", sender="info@setcases.cat")
        return await deliver_due(desk.store, mailer, clock=lambda: at)


# --- the same letter ------------------------------------------------------------------------------


def test_a_husband_who_leaves_after_his_wife_has_a_letter_of_his_own(store: Store) -> None:
    desk = of_family(Desk(store))
    leaves(desk, ROSER)
    desk.at += timedelta(minutes=10)
    leaves(desk, PERE)

    assert desk.states()[:2] == ["leaving", "leaving"]
    assert desk.templates() == ["done", "done"]
    assert "acabat en 222" in text_of(desk.letters()[0])
    assert "acabat en 444" in text_of(desk.letters()[1])


def test_who_had_left_already_has_one_too_beside_somebody_elses(desk: Desk) -> None:
    leaves(desk, PERE, sender="pere@veins.example")
    leaves(desk, ROSER, PERE)

    assert desk.templates() == ["done", "done"]


def test_the_same_leave_told_again_is_the_same_letter_also_for_one_of_two(desk: Desk) -> None:
    leaves(desk, ROSER, PERE)
    for n in range(5):
        leaves(desk, ROSER, PERE)
        asks = f"Doneu-nos de baixa de la llista de WhatsApp.\n{data(ROSER, PERE)}\n\n{n}"
        desk.mail(asks, subject="Baixa")

    assert desk.templates() == ["done", "done"]


def test_a_family_of_whom_one_is_new_is_another_letter(desk: Desk) -> None:
    leaves(desk, ROSER)
    desk.mail(f"Doneu-nos de baixa de la llista de WhatsApp.\n{data(ROSER, PERE)}", subject="Baixa")

    assert desk.templates() == ["done", "done"]


def test_what_staff_did_of_the_same_person_that_day_is_told_once(office: Office) -> None:
    leaves(office, ROSER)
    doubts(office, Authentication_Results=PASSES)
    (card,) = office.cases("staff")
    office.order(f"APLICA {card.ref}")

    assert office.templates() == ["done", "received"]
    assert (
        "no s’escriu a qui ho va demanar: avui ja se li ha enviat la mateixa resposta" in office.answers()[0]
    )


# --- a day that has had its letters ---------------------------------------------------------------


async def test_after_three_letters_a_leave_is_told_the_next_morning(store: Store) -> None:
    desk = of_family(Desk(store))
    leaves(desk, *FAMILY[:4])

    assert desk.states()[2:6] == ["leaving"] * 4
    assert mornings(desk) == ["04/05 10:00"] * 3 + ["05/05 08:00"]
    letter = desk.letters()[-1]
    assert parsedate_to_datetime(letter["Date"]) == rows(desk)[-1].due_at
    assert "acabat en 003" in text_of(letter)

    assert await delivered(desk, desk.at + timedelta(hours=20)) == Delivered(sent=3, reached=True)  # at six
    assert await delivered(desk, desk.at + timedelta(hours=22)) == Delivered(sent=1, reached=True)


def test_no_day_gets_more_than_three_however_many_are_put_off(desk: Desk) -> None:
    leaves(desk, *FAMILY)

    assert Counter(mornings(desk)) == {"04/05 10:00": 3, "05/05 08:00": 3, "06/05 08:00": 2}
    desk.at += timedelta(days=2)
    leaves(desk, ROSER, PERE)
    assert Counter(mornings(desk)) == {
        "04/05 10:00": 3, "05/05 08:00": 3, "06/05 08:00": 2, "06/05 10:00": 1, "07/05 08:00": 1,
    }  # fmt: skip


def test_the_morning_is_the_towns_also_when_its_clocks_change(desk: Desk) -> None:
    desk.at = datetime(2026, 10, 24, 23, 30, tzinfo=desk.settings.tz)
    leaves(desk, *FAMILY[:4])

    assert mornings(desk)[-1] == "25/10 08:00"


def test_an_undoing_is_told_the_next_morning_too(desk: Desk) -> None:
    leaves(desk, *FAMILY[:3])
    desk.answer(NOT_ME, desk.letters()[-1], Authentication_Results=PASSES)

    assert desk.states()[2:5] == ["leaving", "leaving", "active"]
    assert desk.templates()[-1] == "undone"
    assert mornings(desk)[-1] == "05/05 08:00"


def test_so_is_what_staff_did(office: Office) -> None:
    for person in FAMILY[:3]:
        office.hold(person)
    doubts(office)
    leaves(office, *FAMILY[:3])
    (card,) = office.cases("staff")
    office.order(f"APLICA {card.ref}")

    assert office.templates() == ["received", "done", "done", "done", "done"]
    assert mornings(office)[-2:] == ["05/05 08:00"] * 2


def test_what_is_done_beside_what_still_lacks_is_told_and_asked_the_next_morning(desk: Desk) -> None:
    leaves(desk, *FAMILY[:3])
    one, half = FAMILY[3:5]
    desk.mail(
        f"Doneu-nos de baixa de la llista de WhatsApp.\n{data(one)}\n{half.name}, {half.phone}\n",
        subject="Baixa",
    )

    assert desk.templates()[-1] == "partly"
    assert mornings(desk)[-1] == "05/05 08:00"
    assert len(desk.cases("resident")) == 1


@pytest.mark.parametrize("repeats", [1, 30])
def test_what_was_told_before_is_never_put_off(desk: Desk, repeats: int) -> None:
    """Who writes as her again and again fills no coming days: only what changes is worth a letter more."""
    leaves(desk, *FAMILY[:4])
    for n in range(repeats):
        desk.at += timedelta(minutes=n)
        leaves(desk, *FAMILY[:4])
    leaves(desk, PERE, sender="pere@veins.example")
    leaves(desk, PERE)  # off already, and her day is full

    assert mornings(desk)[3:] == ["05/05 08:00"]


def test_the_ledger_says_that_the_answer_leaves_another_day(desk: Desk) -> None:
    leaves(desk, *FAMILY[:4])

    with desk.store.read() as tx:
        *before, last = tx.connection.execute(select(messages.c.reasons).order_by(messages.c.id)).scalars()
    assert "avui ja se li han enviat 3 respostes: la resposta surt un altre dia" in last
    assert not any("un altre dia" in said for reasons in before for said in reasons)


def test_where_the_town_wants_no_letters_at_all_none_is_put_off(sqlite: Store) -> None:
    desk = of_family(Desk(sqlite, settings=settings(replies={"per_sender_per_day": 0})))
    leaves(desk, ROSER)

    assert desk.states()[0] == "leaving"
    assert desk.letters() == []


def test_who_leaves_again_after_coming_back_is_told_so_on_the_same_day(desk: Desk) -> None:
    leaves(desk, ROSER, Authentication_Results=PASSES)
    desk.answer(NOT_ME, desk.letters()[-1], Authentication_Results=PASSES)
    assert desk.states()[0] == "active"

    asks = f"Ara sí: doneu-me de baixa de la llista de WhatsApp.\n{data(ROSER)}\n"
    desk.mail(asks, subject="Baixa WhatsApp", Authentication_Results=PASSES)
    desk.mail(f"Bon dia. {asks}", subject="Baixa WhatsApp", Authentication_Results=PASSES)

    assert desk.states()[0] == "leaving"
    assert desk.templates() == ["done", "undone", "done"]


# --- a town that has had its letters --------------------------------------------------------------


def scarce(store: Store, **replies: int) -> Desk:
    """A town hall that writes few letters a day."""
    trust = {"authserv_ids": ["mx.setcases.cat"]}
    return of_family(Desk(store, settings=settings(replies=replies, trust=trust)))


def own(person: Person) -> str:
    """The address of one of the family."""
    return f"{(person.name or '').split()[0].lower().replace('ò', 'o')}@veins.example"


def each_leaves(desk: Desk, *people: Person, **more: str) -> None:
    """Each of *people* writes from an address of their own."""
    for person in people:
        leaves(desk, person, sender=own(person), **more)


def strangers(desk: Desk, *numbers: int) -> None:
    """People who are not on the list ask to leave it."""
    for n in numbers:
        asks = (
            f"Doneu-me de baixa de la llista de WhatsApp.\nNeus Ros Pla, {dni(50_000_000 + n)}, 60000000{n}\n"
        )
        desk.mail(asks, subject="Baixa WhatsApp", sender=f"neus{n}@lluny.example")


def told(desk: Desk) -> list[tuple[str, str | None]]:
    """To whom each letter goes, and on which morning if not at once."""
    tz = desk.settings.tz
    return [
        (row.recipient.partition("@")[0], row.not_before and f"{row.not_before.astimezone(tz):%d/%m %H:%M}")
        for row in rows(desk, outbox.c.audience == "resident")
    ]


@pytest.mark.parametrize("cap", ["per_day_unauthenticated", "per_day"])
async def test_who_leaves_on_a_day_of_too_many_letters_is_told_the_next_morning_once(
    store: Store, cap: str
) -> None:
    desk = scarce(store, **{cap: 2})
    each_leaves(desk, *FAMILY[:3])

    assert desk.states()[2:5] == ["leaving"] * 3
    assert told(desk) == [("anna", None), ("berta", None), ("clara", "05/05 08:00")]
    assert await delivered(desk, desk.at) == Delivered(sent=2, reached=True)
    assert await delivered(desk, desk.at + timedelta(hours=20)) == Delivered()  # at six
    assert await delivered(desk, desk.at + timedelta(hours=22)) == Delivered(sent=1, reached=True)
    assert await delivered(desk, desk.at + timedelta(days=1)) == Delivered()
    assert "acabat en 002" in text_of(desk.letters(own(FAMILY[2]))[0])


def test_a_backlog_of_days_keeps_its_order_and_each_day_its_cap(sqlite: Store) -> None:
    desk = scarce(sqlite, per_day_unauthenticated=2)
    each_leaves(desk, *FAMILY[:5])
    desk.at += timedelta(days=1)
    each_leaves(desk, *FAMILY[5:])

    assert told(desk) == [
        ("anna", None), ("berta", None), ("clara", "05/05 08:00"), ("dolors", "05/05 08:00"),
        ("emma", "06/05 08:00"), ("flora", "06/05 08:00"), ("gloria", "07/05 08:00"),
        ("helena", "07/05 08:00"),
    ]  # fmt: skip


def test_a_flood_of_strangers_keeps_nobody_who_left_from_the_next_days_letter(sqlite: Store) -> None:
    desk = scarce(sqlite, per_day_unauthenticated=2)
    strangers(desk, *range(4))
    each_leaves(desk, *FAMILY[:2])
    desk.at = datetime(2026, 5, 5, 0, 1, tzinfo=desk.settings.tz)
    strangers(desk, *range(4, 8))  # before the morning, and yet after those two
    each_leaves(desk, FAMILY[2])

    assert told(desk) == [
        ("neus0", None), ("neus1", None), ("anna", "05/05 08:00"), ("berta", "05/05 08:00"),
        ("clara", "06/05 08:00"),
    ]  # fmt: skip
    assert len(desk.cases("staff")) == 8  # a person answers them


def test_who_is_proved_does_not_wait_for_those_who_are_not(sqlite: Store) -> None:
    desk = scarce(sqlite, per_day_unauthenticated=1)
    each_leaves(desk, *FAMILY[:2])
    each_leaves(desk, *FAMILY[2:4], Authentication_Results=PASSES)

    assert told(desk) == [("anna", None), ("berta", "05/05 08:00"), ("clara", None), ("dolors", None)]


def test_no_letter_is_dated_before_one_that_waits_for_the_same_reader(sqlite: Store) -> None:
    desk = scarce(sqlite, per_day_unauthenticated=1, per_sender_per_day=1)
    each_leaves(desk, *FAMILY[:2])
    leaves(desk, FAMILY[2])  # Roser's first letter waits two days
    leaves(desk, FAMILY[3], Authentication_Results=PASSES)
    leaves(desk, FAMILY[4], Authentication_Results=PASSES)

    assert told(desk)[2:] == [("roser", "06/05 08:00"), ("roser", None), ("roser", "07/05 08:00")]


def test_the_ledger_says_which_cap_it_was(sqlite: Store) -> None:
    desk = scarce(sqlite, per_day_unauthenticated=1)
    each_leaves(desk, *FAMILY[:2])

    with desk.store.read() as tx:
        *_, last = tx.connection.execute(select(messages.c.reasons).order_by(messages.c.id)).scalars()
    assert last[-1] == (
        "avui ja s'han enviat totes les respostes que es permeten a remitents sense autenticar: "
        "la resposta surt un altre dia"
    )


def test_what_staff_did_on_such_a_day_is_told_the_next_morning_and_they_hear_so(office: Office) -> None:
    replies = office.settings.replies.model_copy(update={"per_day": 1})
    office.settings = office.settings.model_copy(update={"replies": replies})
    doubts(office)
    (card,) = office.cases("staff")
    office.order(f"APLICA {card.ref}")

    assert told(office) == [("roser", None), ("roser", "05/05 08:00")]
    assert (
        "ho fem saber per correu a qui ho va demanar un altre dia: avui ja s’han enviat"
        in office.answers()[0]
    )
