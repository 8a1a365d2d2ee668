"""The words of a text, each folded and with its place, cut into sentences.

A place is counted in the text as `rules.text.folding.clean` leaves it.
"""

import re
from dataclasses import dataclass
from typing import Final

from rules.text.folding import clean, fold, unwrapped


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number ("#") or a mark of punctuation, folded; `start` and `end` are its place.

    `accented`: an accent stands on it, which tells "sí" from "si"; `capital`: it is written as a name is;
    `joined`: a hyphen or an apostrophe joins it to the word before.
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


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, each with the mark that ended it."""
    cleaned = unwrapped(clean(text[:LONGEST]))
    folded = fold(cleaned)
    found: list[Sentence] = []
    words: list[Token] = []
    for match in _TOKEN.finditer(folded):
        word = "#" if match.group()[0].isdigit() else match.group()
        written = cleaned[match.start() : match.end()]
        is_accented = written.lower() != match.group()
        is_name = written[0].isupper() and not written[1:].isupper()
        is_joined = folded[match.start() - 1 : match.start()] in {"-", "'"}
        token = Token(word, match.start(), match.end(), is_accented, capital=is_name, joined=is_joined)
        words.append(token)
        if word[0] in _ENDS:
            found.append(tuple(words))
            words = []
    return tuple(s for s in (*found, tuple(words)) if any(not token.is_mark for token in s))
