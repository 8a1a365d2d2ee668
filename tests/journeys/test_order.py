"""Old and new go by when things happened, not by when we came to read them."""

from datetime import UTC, datetime

import pytest

from tests.journeys.conftest import TownHall
from tests.journeys.test_run_once import FROM_ROSER, LEAVE, NOTICE, REGISTRY, SUBJECT, TRUSTED

JOIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LEFT = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
AGAIN = datetime(2026, 4, 13, 9, 0, tzinfo=UTC)

FIRST, SECOND = "E/000007-2026", "E/000070-2026"
STEPS = {"consent": (FIRST, JOIN), "second": (SECOND, AGAIN)}


def _deliver(town_hall: TownHall, step: str) -> None:
    if step == "leave":
        town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT, at=LEFT)
        return
    number, at = STEPS[step]
    text = NOTICE.format(
        number=number,
        at=f"{at:%d/%m/%Y %H:%M:%S}",
        name="Roser Vilalta Camps",
        dni="12345678Z",
        phone="600111222",
    )
    town_hall.mail(text, sender=REGISTRY, subject=f"Registre {number}", at=at, Authentication_Results=TRUSTED)


@pytest.mark.parametrize(
    ("order", "living", "cards"),
    [
        pytest.param("consent leave", [], 0, id="she leaves after her consent"),
        pytest.param("leave consent", [], 0, id="her old consent comes late and revives nobody"),
        pytest.param("consent leave second", [SECOND], 0, id="as it happened"),
        pytest.param("leave consent second", [SECOND], 0, id="the old consent late, the new one starts anew"),
        pytest.param("leave second consent", [SECOND], 0, id="the old consent last"),
        # Her leave comes after a consent that is newer than it: whether she is to go, a person decides.
        pytest.param("consent second leave", [FIRST], 1, id="the leave last"),
        pytest.param("second leave consent", [SECOND], 1, id="the leave after the new consent"),
        pytest.param("second consent leave", [SECOND], 1, id="the leave last, the consents turned round"),
    ],
)
def test_whatever_the_order_the_mails_come_in_nobody_is_lost_or_revived(
    town_hall: TownHall, order: str, living: list[str], cards: int
) -> None:
    town_hall.residents("Roser Vilalta Camps,12345678Z,600111222,active,,,2025-03-03")
    for step in order.split():
        _deliver(town_hall, step)
        town_hall.run_once()

    held = [s for s in town_hall.subscribers() if s["state"] in {"requested", "consented", "due", "active"}]
    waiting = [case for case in town_hall.cases() if case["state"] == "staff"]
    assert ([s["consent_number"] for s in held], len(waiting)) == (living, cards)
