"""The words of a text, each folded and with its place, cut into sentences.

A place is counted in the text as `rules.text.folding.clean` leaves it.
"""

import re
from functools import cached_property
from typing import Final, NamedTuple

from rules.text.folding import clean, fold, unwrapped


class Token(NamedTuple):
    """A word, a number ("#") or a mark of punctuation, folded; `start` and `end` are its place.

    `accented`: an accent stands on it, which tells "sí" from "si"; `capital`: it is written as a name is;
    `joined`: a hyphen or an apostrophe joins it to the word before. A tuple: a mail has hundreds.
    """

    word: str
    start: int
    end: int
    accented: bool = False
    capital: bool = False
    joined: bool = False

    @property
    def is_mark(self) -> bool:
        """Whether it is punctuation, which ends a clause."""
        return not (self.word[0].isalpha() or self.word == "#")


_TOKEN: Final = re.compile(
    r"[a-z]+(?:[·.]l[a-z]+)?|\d+(?:[.,/-]\d+)*|[.!?;…]+|\n+|[,:()«»\"“”–—*_]|[^\W\d_a-z]+"
)
_ENDS: Final = frozenset(".!?;…\n")
LONGEST: Final = 16_384
"""Characters of a text that are cut into words; who writes more says more than can be understood."""

Sentence = tuple[Token, ...]


class Text(str):  # noqa: SLOT000 - what was worked out once stands in its __dict__
    """A text of a message; what its readers ask of it is worked out once, when it is first asked for."""

    @cached_property
    def cleaned(self) -> "Text":
        """The text in one alphabet: places are counted in it."""
        cleaned = clean(self)
        return self if cleaned == self else Text(cleaned)

    @cached_property
    def folded(self) -> str:
        """The cleaned text folded."""
        return fold(self.cleaned)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences, each with the mark that ended it."""
        return sentences(self) if self.cleaned is self else self.cleaned.sentences


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, each with the mark that ended it."""
    cleaned = unwrapped(clean(text[:LONGEST]))
    folded = fold(cleaned)
    found: list[Sentence] = []
    words: list[Token] = []
    for match in _TOKEN.finditer(folded):
        token = _token(match, cleaned)
        words.append(token)
        if token.word[0] in _ENDS:
            found.append(tuple(words))
            words = []
    return tuple(s for s in (*found, tuple(words)) if any(not token.is_mark for token in s))


def _token(match: re.Match[str], cleaned: str) -> Token:
    word, (start, end) = match[0], match.span()
    written = cleaned[start:end]
    is_joined = start > 0 and match.string[start - 1] in "-'"
    if word[0].isdigit():
        return Token("#", start, end, joined=is_joined)
    if written == word:  # as most are
        return Token(word, start, end, joined=is_joined)
    is_accented = written.lower() != word
    is_name = written[0].isupper() and not written[1:].isupper()
    return Token(word, start, end, is_accented, capital=is_name, joined=is_joined)
