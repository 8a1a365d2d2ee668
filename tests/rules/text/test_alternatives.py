"""The promise: a pattern that is built to be fast finds what the plain one finds."""

import re

from hypothesis import given
from hypothesis import strategies as st

from rules.text.patterns import alternatives

WORDS = st.lists(st.text("abc' ?.", max_size=4), min_size=1, max_size=8)
LETTERS = st.text("abcd' ", max_size=30)


def plain(words: list[str]) -> list[str]:
    return [re.escape(word) for word in words]


@given(WORDS, LETTERS)
def test_alternatives_find_the_first_that_fits(words: list[str], text: str) -> None:
    grouped = re.compile(alternatives(*plain(words)))

    assert grouped.findall(text) == re.findall("(?:" + "|".join(plain(words)) + ")", text)


def test_what_may_begin_with_any_letter_keeps_its_place() -> None:
    assert re.findall(alternatives("abc", "[a-z]b", "abd", "a?x"), "abd abc ax") == ["ab", "abc", "ax"]
