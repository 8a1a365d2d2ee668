"""Old and new go by when things happened, not by when we came to read them."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from tests.journeys.conftest import TownHall
from tests.journeys.test_run_once import FROM_ROSER, LEAVE, NOTICE, REGISTRY, SUBJECT, TRUSTED

JOIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LEFT = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
AGAIN = datetime(2026, 4, 13, 9, 0, tzinfo=UTC)


def _deliver(town_hall: TownHall, step: str) -> None:
    if step == "leave":
        town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT, at=LEFT)
        return
    number, at = {"consent": ("E/000007-2026", JOIN), "second consent": ("E/000070-2026", AGAIN)}[step]
    text = NOTICE.format(
        number=number,
        at=f"{at:%d/%m/%Y %H:%M:%S}",
        name="Roser Vilalta Camps",
        dni="12345678Z",
        phone="600111222",
    )
    town_hall.mail(text, sender=REGISTRY, subject=f"Registre {number}", at=at, Authentication_Results=TRUSTED)


@pytest.mark.parametrize("order", list(permutations(["consent", "leave", "second consent"])), ids=" < ".join)
def test_whatever_the_order_the_mails_come_in_nobody_is_lost_or_revived(
    town_hall: TownHall, order: tuple[str, ...]
) -> None:
    for step in order:
        _deliver(town_hall, step)
        town_hall.run_once()

    living = [s for s in town_hall.subscribers() if s["state"] in {"consented", "due", "active"}]
    waiting = [case for case in town_hall.cases() if case["state"] == "staff"]
    # She joined again after leaving: she is on the list, by her second consent, or staff are asked.
    assert len(living) == 1 or waiting
    assert all(s["consent_number"] == "E/000070-2026" for s in living) or waiting
