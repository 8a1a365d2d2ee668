"""Whatever is said in whatever order: nobody is taken off by another's word, and no request evaporates."""

import tempfile
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from daemon.books.store import Store
from daemon.books.tables import cases, events, outbox
from rules.calendar.cadence import WAIT_FOR
from tests.daemon.books.test_conversations import ASKS, BOTH, HERS, NO_DNI, NO_MOBILE, SUBJECT
from tests.daemon.talking import FAILS, FROM_ROSER, PASSES, PERE, ROSER, Desk

OTHER = "algu@altre.example"

_SAID = st.sampled_from(
    [
        ASKS,
        NO_DNI,
        NO_MOBILE,
        BOTH,
        "12345678Z",
        "600111222",
        "23456789D",
        "El DNI és 12345678A",
        "Sí, doneu-me de baixa",
        "Gràcies!",
        "No he estat jo",
        "No em vull donar de baixa",
        "No.",
        "Sí, he estat jo",
        "M'heu enviat un correu i jo no he demanat res",
        "Encara rebo missatges",
        "Hola",
        "Per què?",
    ]
)
_MAILS = st.tuples(
    _SAID,
    st.sampled_from([FROM_ROSER, FROM_ROSER, OTHER]),
    st.sampled_from(["", PASSES, FAILS]),
    st.integers(0, 3),  # which letter it answers, from the newest; 3 answers none
)
_STEPS = st.lists(st.one_of(_MAILS, st.floats(0.1, 4)), max_size=8)


def play(desk: Desk, steps: list[tuple[str, str, str, int] | float]) -> None:
    """Let the mails come in and the days go by."""
    for step in steps:
        if isinstance(step, float):
            desk.at += timedelta(days=step)
            desk.reminders()
            continue
        text, sender, proof, back = step
        headers = {"Authentication_Results": proof} if proof else {}
        letters = desk.letters(FROM_ROSER) + desk.letters(OTHER)
        if back < min(3, len(letters)):
            desk.answer(text, letters[-1 - back], sender=sender, **headers)
        else:
            desk.mail(text, subject=SUBJECT if text.startswith(ASKS) else "", sender=sender, **headers)


@settings(max_examples=25, deadline=None)
@given(_STEPS)
@example([(NO_DNI, FROM_ROSER, "", 3), ("12345678Z", OTHER, PASSES, 0)])
@example([(NO_DNI, FROM_ROSER, "", 3), ("12345678Z", FROM_ROSER, FAILS, 0), ("12345678Z", OTHER, "", 0)])
@example([(f"{ASKS}\n{HERS}", FROM_ROSER, "", 3), ("No he estat jo", OTHER, PASSES, 0)])
@example([(BOTH, FROM_ROSER, "", 3), ("No he estat jo", OTHER, PASSES, 0), ("23456789D", OTHER, PASSES, 0)])
@example([(NO_DNI, FROM_ROSER, "", 3), 3.5, 0.1, 3.0, ("Gràcies!", FROM_ROSER, "", 0), 0.1])
def test_the_laws_of_the_dialogue(steps: list[tuple[str, str, str, int] | float]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Store(f"sqlite:///{Path(folder) / 'b.db'}")) as store,
    ):
        desk = Desk(store)
        desk.hold(ROSER)
        desk.hold(PERE)

        play(desk, steps)

        if not _gives_all(OTHER, steps):  # who gives all of somebody's data may be they, from elsewhere
            _nobody_is_taken_off_by_anothers_word(desk)
        _letters_keep_their_caps(desk)
        desk.at += timedelta(days=3 * WAIT_FOR)
        desk.reminders()
        assert desk.cases("resident") == []  # silence ends with staff
        assert all(case.closed_at is not None for case in desk.cases("closed"))


def _gives_all(sender: str, steps: list[tuple[str, str, str, int] | float]) -> bool:
    """Whether an address gives both halves of Roser's data, be it in two mails."""
    told = "\n".join(step[0] for step in steps if not isinstance(step, float) and step[1] == sender)
    return "12345678Z" in told and "600" in told


def _nobody_is_taken_off_by_anothers_word(desk: Desk) -> None:
    moved = (
        select(events.c.what, cases.c.sender)
        .join(cases, events.c.case_id == cases.c.id)
        .where(events.c.what.in_(["baixa", "undo"]))
    )
    with desk.store.read() as tx:
        assert {row.sender for row in tx.connection.execute(moved)} <= {FROM_ROSER}


def _letters_keep_their_caps(desk: Desk) -> None:
    with desk.store.read() as tx:
        rows = tx.connection.execute(select(outbox).where(outbox.c.audience == "resident")).all()
    tz = desk.settings.tz
    a_day = Counter((row.recipient, (row.not_before or row.created_at).astimezone(tz).date()) for row in rows)
    assert all(count <= 3 for count in a_day.values())


def test_the_laws_hold_where_something_happens(sqlite: Store) -> None:
    """The play does reach leaves and undoing: else its laws would be idle."""
    desk = Desk(sqlite)
    desk.hold(ROSER)
    desk.hold(PERE)

    play(desk, [(NO_DNI, FROM_ROSER, "", 3), ("12345678Z", FROM_ROSER, "", 0)])
    assert desk.states() == ["leaving", "active"]
    play(desk, [("No he estat jo", FROM_ROSER, PASSES, 0)])
    assert desk.states() == ["active", "active"]
