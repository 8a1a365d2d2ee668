"""The promise: a pattern that is built to be fast finds what the plain one finds."""

import re

from hypothesis import given
from hypothesis import strategies as st

from rules.text.patterns import alternatives, any_of

WORDS = st.lists(st.text("abc' ?.", max_size=4), min_size=1, max_size=8)
LETTERS = st.text("abcd' ", max_size=30)


def plain(words: list[str]) -> list[str]:
    return [re.escape(word) for word in words]


@given(WORDS, LETTERS)
def test_alternatives_find_the_first_that_fits(words: list[str], text: str) -> None:
    grouped = re.compile(alternatives(*plain(words)))

    assert grouped.findall(text) == re.findall("(?:" + "|".join(plain(words)) + ")", text)


@given(WORDS, LETTERS)
def test_phrases_at_a_words_edge_are_found_where_they_stand(words: list[str], text: str) -> None:
    phrases = [rf"\b{word}" for word in plain(words)]

    assert any_of(*phrases).findall(text) == re.findall("|".join(phrases), text)


def test_a_bar_in_a_group_or_in_a_set_parts_no_phrase() -> None:
    found = any_of(r"\bfoo(?:a|[|b]|\|)|^[]|]x|\bbar|no|(?<=\|)z")

    assert [m.group() for m in found.finditer("|x foo| bar xno |z foob")] == [
        "|x", "foo|", "bar", "no", "z", "foob",
    ]  # fmt: skip


def test_what_may_begin_with_any_letter_keeps_its_place() -> None:
    assert re.findall(alternatives("abc", "[a-z]b", "abd", "a?x"), "abd abc ax") == ["ab", "abc", "ax"]


GROUPS = st.lists(
    st.sampled_from(["ab", "ac", "b", "ba c", "c'a", "abc"]), min_size=4, max_size=6, unique=True
)
EDGES = st.lists(st.sampled_from([r"\b", "", "(?<=a)"]), min_size=3, max_size=3)


@given(st.lists(GROUPS, min_size=3, max_size=3), EDGES, LETTERS)
def test_phrases_with_groups_and_any_beginning_are_found_where_the_plain_ones_are(
    groups: list[list[str]], edges: list[str], text: str
) -> None:
    phrases = [f"{edge}(?:{'|'.join(group)})\\b" for edge, group in zip(edges, groups, strict=True)]
    plain_one = re.compile("|".join(phrases))

    found = any_of(*phrases)

    assert bool(found.search(text)) == bool(plain_one.search(text))
    assert [bool(found.match(text, place)) for place in range(len(text))] == [
        bool(plain_one.match(text, place)) for place in range(len(text))
    ]
