"""Two altabaixas fall silent, a robot is stopped by the caps, and strangers learn nothing."""

import re
from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from daemon.books.store import Store
from daemon.books.tables import contents, outbox
from tests.daemon.books.test_conversations import ASKS, HERS, NO_DNI, SUBJECT
from tests.daemon.conftest import settings
from tests.daemon.talking import FROM_ROSER, PASSES, PERE, ROSER, Desk
from tests.rules.persons import dni

OURS = "info@setcases.cat"
THEIRS = "info@camprodon.example"
_SAYS_ROBOT = ("Auto-Submitted", "X-Loop", "X-Auto-Response-Suppress", "Precedence")


@pytest.fixture
def desk(sqlite: Store) -> Desk:
    desk = Desk(sqlite)
    desk.hold(ROSER)
    desk.hold(PERE)
    return desk


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Desk]:
    """The desk of another town hall that runs altabaixa too."""
    with closing(Store(f"sqlite:///{tmp_path / 'other.db'}")) as store:
        yield Desk(
            store,
            settings=settings(
                town={
                    "name": "Ajuntament de Camprodon",
                    "channel": "Informació Ajuntament de Camprodon",
                    "whatsapp": "+34683000000",
                },
                mailbox={"user": THEIRS},
                smtp={"sender": THEIRS},
                staff={
                    "digest_to": ["secretaria@camprodon.example"],
                    "orders_from": ["secretaria@camprodon.example"],
                },
            ),
        )


def carry(one: Desk, other: Desk, *, to: str, after: int, stripped: bool) -> int:
    """Bring what *one* wrote *to* the other since its letter number *after*; returns how many there were."""
    with one.store.read() as tx:
        wanted = select(contents.c.raw).join(outbox).where(outbox.c.recipient == to).order_by(outbox.c.id)
        letters = list(tx.connection.execute(wanted).scalars())[after:]
    for raw in letters:
        message = message_from_bytes(raw, policy=policy.SMTP)
        for name in _SAYS_ROBOT if stripped else ():
            del message[name]
        other.take(message.as_bytes())
    return len(letters)


def converse(desk: Desk, other: Desk, *, stripped: bool) -> tuple[int, int]:
    """Carry letters to and fro until neither writes any more; how many each wrote."""
    wrote = [0, 0]
    for _ in range(20):
        new = carry(desk, other, to=THEIRS, after=wrote[0], stripped=stripped)
        back = carry(other, desk, to=OURS, after=wrote[1], stripped=stripped)
        wrote = [wrote[0] + new, wrote[1] + back]
        if new == back == 0:
            return wrote[0], wrote[1]
    raise AssertionError(f"they never fell silent: {wrote}")


@pytest.mark.parametrize("text", [NO_DNI, f"{ASKS}\n{HERS}", ASKS])
def test_two_altabaixas_facing_each_other_stop_after_one_letter(desk: Desk, other: Desk, text: str) -> None:
    desk.mail(text, subject=SUBJECT, sender=THEIRS)

    assert converse(desk, other, stripped=False) == (1, 0)


@pytest.mark.parametrize("text", [NO_DNI, f"{ASKS}\n{HERS}", ASKS])
def test_even_where_something_between_them_takes_the_marks_off(desk: Desk, other: Desk, text: str) -> None:
    desk.mail(text, subject=SUBJECT, sender=THEIRS)

    ours, theirs = converse(desk, other, stripped=True)

    assert ours <= 3
    assert theirs <= 3


def test_a_robot_without_marks_gets_three_letters_a_day_at_most(desk: Desk) -> None:
    """It answers each of our letters, in its thread, with our own words."""
    desk.mail(NO_DNI, subject=SUBJECT)
    for n in range(50):
        letter = desk.letters()[-1]
        desk.answer(f"Baixa de la llista de WhatsApp, missatge {n}", letter)

    assert len(desk.letters()) <= 3


def test_a_thousand_forged_mails_bring_their_victim_few_letters(desk: Desk) -> None:
    for n in range(100):
        desk.mail(f"{NO_DNI}\n{n}", subject=SUBJECT)

    assert desk.templates() == ["missing"]
    assert len(desk.cases("staff")) == 99  # and none of them is lost


STRANGER = f"Marc Bassols Pla\n{dni(43_990_006)}\n600 777 888\n"
MIXED = "Roser Vilalta Camps\n12345678Z\n600 333 444\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(STRANGER, MIXED, id="stranger and mismatch"),
        pytest.param(STRANGER, f"Maria Puig\n{HERS.split(chr(10), 1)[1]}", id="stranger and another's name"),
    ],
)
def test_member_and_stranger_read_the_same_but_for_the_reference(desk: Desk, one: str, other: str) -> None:
    raws = []
    for sender, text in (("u@veins.example", one), ("dos@veins.example", other)):
        taken = desk.mail(f"{ASKS}\n{text}", subject=SUBJECT, sender=sender)
        with desk.store.read() as tx:
            row = tx.connection.execute(
                select(outbox, contents.c.raw).join(contents).where(outbox.c.recipient == sender)
            ).one()
        assert row.created_at == row.due_at == taken.received_at  # queued in the same pass
        raws.append(_without_what_is_its_own(row.raw.decode(), sender))

    assert raws[0] == raws[1]


def _without_what_is_its_own(raw: str, sender: str) -> str:
    """The letter but for its reference, its reader and the ids of the thread and of its parts."""
    raw = raw.replace(sender, "SENDER")
    raw = re.sub(r"C-[0-9A-Z]{8}", "REF", raw)
    raw = re.sub(r"<[0-9a-f]{32}@setcases\.cat>|<\d+@veins\.example>", "ID", raw)
    return re.sub(r"={10,}\d+==", "PART", raw)


def test_one_letter_a_message_whatever_it_asks(desk: Desk) -> None:
    asks = ASKS.replace("doneu-me", "doneu-nos")
    desk.mail(f"{asks}\n{HERS}\nPere Camprubí Soler\n23456789D\n\n{STRANGER}", subject=SUBJECT)

    assert desk.templates() == ["partly"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return-Path": "<>"},
        {"List-Id": "<veins.veins.example>"},
    ],
)
def test_no_robot_completes_or_takes_back_anything(desk: Desk, headers: dict[str, str]) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)
    desk.mail(f"{ASKS}\nPere Camprubí Soler, 23456789D, 600333444", subject=SUBJECT, sender="p@veins.example")
    before = (desk.states(), len(desk.letters()), len(desk.letters("p@veins.example")))

    desk.answer("Estic de vacances", desk.letters()[-1], **headers)
    desk.answer(
        "No he estat jo", desk.letters("p@veins.example")[-1], sender="p@veins.example",
        Authentication_Results=PASSES, **headers,
    )  # fmt: skip

    assert (desk.states(), len(desk.letters()), len(desk.letters("p@veins.example"))) == before
    assert FROM_ROSER in {case.sender for case in desk.cases("resident", "staff")}
