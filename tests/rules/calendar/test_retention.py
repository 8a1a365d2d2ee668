"""By which clock something may be erased, and how much of it in a day."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from rules.calendar.retention import Held, Hold, distrust, most_in_a_day

NOW = datetime(2030, 6, 3, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("arrived_at", "known_wrong", "why"),
    [
        pytest.param(NOW, False, None, id="mail has just come"),
        pytest.param(NOW - 24 * HOUR, False, None, id="a day ago"),
        pytest.param(NOW - 25 * HOUR, False, Hold.CLOCK_UNSURE, id="more than a day ago"),
        pytest.param(NOW - timedelta(days=1500), False, Hold.CLOCK_UNSURE, id="years ago"),
        pytest.param(NOW + 25 * HOUR, False, Hold.CLOCK_UNSURE, id="we are far behind"),
        pytest.param(None, False, Hold.CLOCK_UNSURE, id="no mail ever came"),
        pytest.param(NOW, True, Hold.CLOCK_WRONG, id="mail said that we are wrong"),
    ],
)
def test_our_clock_is_gone_by_where_mail_came_within_a_day_of_it(
    arrived_at: datetime | None, known_wrong: bool, why: Hold | None
) -> None:
    assert distrust(now=NOW, arrived_at=arrived_at, known_wrong=known_wrong) is why


@pytest.mark.parametrize(
    ("before", "most"), [([], 20), ([3, 10, 4], 20), ([11], 22), ([5, 40, 6], 80)], ids=str
)
def test_a_day_erases_twenty_or_twice_the_largest_day_of_the_year(before: list[int], most: int) -> None:
    assert most_in_a_day(before) == most


def test_people_and_consents_are_proof() -> None:
    held = Held(why=Hold.MANY, what=Counter(people=2, consents=3, cases=50, letters=50))
    assert held.proof == 5
