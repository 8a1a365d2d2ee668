"""Marks that were dictated among digits: "38 punt 029 punt 416 guió C".

Only between digits, or between digits and a check letter, is such a word a mark.
"""

import re
from dataclasses import dataclass
from typing import Final

_MARKS: Final = {
    "punt": ".", "punto": ".", "point": ".", "dot": ".", "coma": ",", "comma": ",", "virgule": ",",
    "guio": "-", "guió": "-", "guion": "-", "guión": "-", "tiret": "-", "dash": "-", "hyphen": "-",
    "barra": "/", "slash": "/", "espai": " ", "espacio": " ", "espace": " ", "space": " ",
}  # fmt: skip
_HYPHENS: Final = r"(?:gui[oó]n?|tiret|dash|hyphen)"
_SAID: Final = re.compile(
    rf" (?:(?<=\d )|(?<=\b[XYZ] )) ?(?P<mark>{'|'.join(sorted(_MARKS, key=len, reverse=True))}) {{1,2}}"
    rf"(?=\d|[b-df-hj-np-tv-xz](?!\w)|lletra |letra )"
    rf"| (?<=\d ) ?(?P<hyphen>{_HYPHENS}) {{1,2}}(?=[aey](?!\w))",
    re.IGNORECASE,
)
"""After "punt" a vowel begins a sentence more often than it is a check letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text with its dictated marks as marks; `places` says where each character stood."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text as it came of what stands from *start* to *end*."""
        return self.places[start], self.places[end - 1] + 1


def undictated(text: str) -> Written | None:
    """The text with the marks that were dictated in it; None, as nearly always, if there are none."""
    parts: list[str] = []
    places: list[int] = []
    done = 0
    for match in _SAID.finditer(text):
        parts += [text[done : match.start()], _MARKS[(match["mark"] or match["hyphen"]).lower()]]
        places += [*range(done, match.start()), match.start()]
        done = match.end()
    if not parts:
        return None
    places += range(done, len(text))
    return Written(text="".join((*parts, text[done:])), places=tuple(places))


_SPOKEN: Final = re.compile(
    r" (?:punt i (?:a part|final)|punto y (?:aparte|final)|punto?|coma|dos (?:punts|puntos))(?= |\n|$)"
)


def punctuated(text: str) -> str:
    """The text with the marks that were dictated among its words as marks; as long as it was.

    One alone may be a word of the sentence, or a surname: "antoni coma".
    """
    if len(_SPOKEN.findall(text)) < 2:
        return text
    return _SPOKEN.sub(
        lambda spoken: _MARKS.get(spoken.group().strip(), ".").ljust(len(spoken.group())), text
    )
