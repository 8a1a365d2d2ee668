"""The words of a text, each folded and with its place, cut into sentences.

A place is counted in the text as `rules.text.folding.clean` leaves it.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeVar

from rules.text.folding import LONGEST_TEXT, WRAPPED, clean, fold


class Token(NamedTuple):
    """A word, a number ("#") or a mark of punctuation, folded; `start` and `end` are its place.

    `is_mark`: it is punctuation, which ends a clause;
    `accented`: an accent stands on it, which tells "sí" from "si"; `capital`: it is written as a name is;
    `joined`: a hyphen or an apostrophe joins it to the word before. A tuple: a mail has hundreds.
    """

    word: str
    start: int
    end: int
    is_mark: bool = False
    accented: bool = False
    capital: bool = False
    joined: bool = False


_TOKEN: Final = re.compile(
    r"([a-z]+(?:[·.]l[a-z]+)?|[^\W\d_a-z]+)|(\d+(?:[.,/-]\d+)*)|[.!?;…]+|\n+|[,:()«»\"“”–—*_]"
)
_WORD, _NUMBER = 1, 2
"""The groups of a token that is no mark."""
_ENDS: Final = frozenset(".!?;…\n")
LONGEST: Final = 16_384
"""Characters of a text that are cut into words; who writes more says more than can be understood."""

_SHORTEST_WRAPPED: Final = 55
"""Characters of a line that a mail program may have broken, at least."""

Sentence = tuple[Token, ...]


_Found = TypeVar("_Found")


class Once:
    """What remembers what was found in it."""

    def once(self, find: Callable[..., _Found], *given: Hashable) -> _Found:
        """What *find* finds in it, with whatever else it is *given*; it looks once."""
        key = (find, *given)
        if key not in self._found:
            found = find(self, *given)
            self._found[key] = _ITSELF if found is self else found
        found = self._found[key]
        return self if found is _ITSELF else found  # type: ignore[return-value]

    @cached_property
    def _found(self) -> dict[Hashable, Any]:
        return {}


_ITSELF: Final = object()
"""What stands for a text among what was found in it."""


class Text(Once, str):  # noqa: SLOT000 - what was worked out once stands in its __dict__
    """A text of a message; what its readers ask of it is worked out once, when it is first asked for.

    It never holds itself, so that all of it goes with the message, and no collector has to look for it.
    """

    @property
    def cleaned(self) -> "Text":
        """The text in one alphabet: places are counted in it."""
        return self if self._cleaned is None else self._cleaned

    @cached_property
    def _cleaned(self) -> "Text | None":
        """The cleaned text; None where it is this one."""
        cleaned = clean(self)
        return None if cleaned == self else as_cleaned(cleaned)

    @cached_property
    def folded(self) -> str:
        """The cleaned text folded."""
        return fold(self) if self._cleaned is None else self._cleaned.folded

    @property
    def unwrapped(self) -> "Text":
        """The cleaned text with a space where a mail program broke a long line."""
        return self.cleaned.once(_unwrapped)

    @cached_property
    def flowing(self) -> "Text":
        """The text folded, its wrapped lines joined, without underscores."""
        return as_folded(self.unwrapped.folded.replace("_", " ").strip())

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences, each with the mark that ended it."""
        return self.cleaned.cut.sentences

    @cached_property
    def cut(self) -> "_Cut":
        """The sentences of a cleaned text, with what is made of each."""
        return _Cut(str(self), self.folded)

    def edited(self, text: str) -> "Text":
        """*text*, which was made of this one: this one itself where nothing was changed."""
        return self if text == self else Text(text)

    def part(self, start: int, end: int) -> "Text":
        """What stands from *start* to *end* of a cleaned text; it is not folded again."""
        return _folded_as(self[start:end], self.folded[start:end])

    def filled(self, places: Iterable[tuple[int, int]], letter: str = " ") -> "Text":
        """A cleaned text with *letter* all over the *places*, which are in order; it is not folded again."""
        places = tuple(places)
        if not places:
            return self
        return _folded_as(_filled(self, places, letter), _filled(self.folded, places, letter))


def _unwrapped(text: Text) -> Text:
    if text.find("\n", _SHORTEST_WRAPPED) < 0:
        return text
    unwrapped = text.filled(match.span() for match in WRAPPED.finditer(text))
    unwrapped.__dict__["cut"] = text.cut  # which knows that a line's end is none there
    return unwrapped


def together(*texts: Text, by: str = "\n") -> Text:
    """The cleaned texts as one; none of them is folded again."""
    whole = by.join(text.cleaned for text in texts)[:LONGEST_TEXT]
    return _folded_as(whole, by.join(text.folded for text in texts)[:LONGEST_TEXT])


def as_text(text: str) -> Text:
    """The text, to be read once."""
    return text if isinstance(text, Text) else Text(text)


def as_cleaned(text: str) -> Text:
    """A text that is clean already."""
    if isinstance(text, Text):
        return text
    cleaned = Text(text)
    cleaned.__dict__["_cleaned"] = None
    return cleaned


def as_folded(text: str) -> Text:
    """A text that is clean and folded already."""
    return _folded_as(text, str(text))


def _folded_as(text: str, folded: str) -> Text:
    cleaned = as_cleaned(text)
    cleaned.__dict__["folded"] = folded
    return cleaned


def _filled(text: str, places: tuple[tuple[int, int], ...], letter: str) -> str:
    parts: list[str] = []
    done = 0
    for start, end in places:
        parts += (text[done:start], letter * (end - start))
        done = end
    return "".join((*parts, text[done:]))


class _Cut(Once):
    """The sentences of a cleaned text, cut when they are first asked for, with what is made of each.

    It holds no text, for texts hold it.
    """

    def __init__(self, written: str, folded: str) -> None:
        self._written, self._folded = written[:LONGEST], folded[:LONGEST]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(_sentences(self._written, self._folded))

    def each(self, make: Callable[[Sentence], _Found]) -> tuple[_Found, ...]:
        """What is made of each sentence, once."""
        return self.once(_each, make)


def _each(cut: _Cut, make: Callable[[Sentence], _Found]) -> tuple[_Found, ...]:
    return tuple([make(sentence) for sentence in cut.sentences])


def _sentences(written: str, folded: str) -> Iterator[Sentence]:
    is_long = written.find("\n", _SHORTEST_WRAPPED) >= 0
    broken = {match.start() for match in WRAPPED.finditer(written)} if is_long else ()
    words: list[Token] = []
    has_words = False
    for match in _TOKEN.finditer(folded):
        word, (start, end), kind = match[0], match.span(), match.lastindex
        is_joined = start > 0 and folded[start - 1] in "-'"
        if start in broken:
            continue
        is_mark = kind != _NUMBER and (kind != _WORD or not word[0].isalpha())
        spelt = written[start:end]
        is_other = spelt != word  # as few are
        is_accented = is_other and spelt.lower() != word
        is_name = is_other and spelt[0].isupper() and not spelt[1:].isupper()
        token = "#" if kind == _NUMBER else word
        words.append(_made(Token, (token, start, end, is_mark, is_accented, is_name, is_joined)))
        if not is_mark:
            has_words = True
        elif word[0] in _ENDS:
            if has_words:
                yield tuple(words)
            words, has_words = [], False
    if has_words:
        yield tuple(words)


_made: Final = tuple.__new__
"""A token of its fields, in a third of the time: a mail has a thousand."""
