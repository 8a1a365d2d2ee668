"""Wrong usage is exit 2, whatever the command; what could not be done is exit 1 (see each command)."""

import pytest

from tests.daemon.conftest import Command, refused


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("abandon",), "No such command 'abandon'", id="no such command"),
        pytest.param(("status", "--jason"), "No such option: --jason", id="no such option"),
        pytest.param(("explain",), "Missing argument 'PATH...'", id="nothing to explain"),
        pytest.param(("explain", ".", "--compare", "nowhere"), "there is no file nowhere", id="old JSON"),
        pytest.param(("demo", "--mail", "nowhere"), "'nowhere' does not exist", id="mail for the demo"),
        pytest.param(("digest", "--date", "ahir"), "write it as 2026-05-11", id="a word for a date"),
        pytest.param(("digest", "--month", "2026-05", "--send"), "nor --send", id="a month is not sent"),
        pytest.param(
            ("digest", "--month", "2026-05", "--date", "2026-05-11"), "neither --date", id="a month"
        ),
    ],
)
def test_wrong_usage_exits_2_and_says_what_is_wrong(
    command: Command, words: tuple[str, ...], said: str
) -> None:
    assert refused(command(*words), said, code=2)
