"""Text made comparable: what the eye takes for the same is the same.

`clean` keeps a text readable and gives every later step one alphabet of spaces,
digits and letters (NFKC, no invisible characters). `fold` is the same text, lower
case and accent-free, and has the same length, so that a place found in one is
that place in the other. Neither ever makes a Latin letter of another alphabet's:
`unmask` does, and only to find out whether somebody tried.
"""

import re
import unicodedata
from typing import Final, Literal

LONGEST_TEXT: Final = 64 * 1024
"""Characters of one text that are read; what is longer is cut."""

_LONGEST_LETTER: Final = 18
"""Letters that NFKC makes of one at most (U+FDFA)."""
_LONGEST_RUN: Final = 30
"""Marks that stand on one letter: as many as Unicode's stream-safe text has (UAX 15)."""
_MANY_MARKS: Final = re.compile(rf"(?:[^\w\x00-\x7f]|[\uff9e\uff9f]){{{_LONGEST_RUN + 1},}}")
"""Where more may stand: no mark is a letter but the two of Japanese that have half a width."""
_MAY_BE_MARK: Final = re.compile("[^\x00-\u02ff\u2000-\u20cf]")
_UNCLEAN: Final = re.compile(
    "[^\n -_a-~\u00a1-\u00a7\u00a9\u00ab\u00ac\u00ae\u00b0\u00b1\u00b6\u00b7\u00bb\u00bf-\u00ff]"
)
"""What `clean` may change: anything but the plain characters of Western Europe."""
INVISIBLE: Final = (
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""A character that nobody sees, as a pattern: so many that a table of them takes half a megabyte."""
UNSEEN: Final = re.compile(f"{INVISIBLE}+")
SPACES: Final = "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_PLAIN: Final = str.maketrans(
    dict.fromkeys("\u2018\u2019\u00b4\u0060\u02bc\u2032\uff07", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
    | dict.fromkeys("\u2022\u2219\u22c5\u30fb\u0387", "\u00b7")
    | dict.fromkeys(f"{SPACES}\t\v\f\u0085", " ")
    | dict.fromkeys("\r\u2028\u2029", "\n")
)
"""Marks, spaces and line ends as one writes them."""

_LOOKALIKES: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјкморстухԁԛԝѵьбАΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχ",
    "ABESIJKMHOPCTYXaesijkmopctyxdqwvb6AABEZHIKMNOPTYXaikvopux",
)
_IMITATING: Final = frozenset(map(chr, _LOOKALIKES))
_MIXED: Final = re.compile("[\u0370-\u052f][A-Za-z]|[A-Za-z][\u0370-\u052f]")


def clean(text: str) -> str:
    """The text in one alphabet of spaces, dashes and digits; case and accents stay. Twice is once."""
    text = text[:LONGEST_TEXT]
    if not _UNCLEAN.search(text):  # as most texts are that were cleaned once
        return text
    text = _plain(text.replace("\r\n", "\n"))
    if text.isascii():
        return text
    text = _plain(normalized("NFKC", text)[:LONGEST_TEXT])
    marks = dict.fromkeys(map(ord, filter(unicodedata.combining, set(text))))
    return text.translate(marks) if marks else text


def _plain(text: str) -> str:
    return UNSEEN.sub("", text).translate(_PLAIN)


def is_cut(text: str) -> bool:
    """Whether `clean` leaves out the end of the text: it is too long, or becomes so."""
    return len(text) * _LONGEST_LETTER > LONGEST_TEXT and compared_length(text) > LONGEST_TEXT


def compared_length(text: str) -> int:
    """How long the text becomes in NFKC."""
    return len(text) if text.isascii() else len(normalized("NFKC", text))


def normalized(form: Literal["NFC", "NFKC"], text: str) -> str:
    """The text in a normal form, with no more marks on a letter than one can tell apart.

    Unicode sorts the marks on a letter, and the sorting takes the square of their number.
    """
    if not _MAY_BE_MARK.search(text):  # as in most texts
        return unicodedata.normalize(form, text)
    runs = "".join(_MANY_MARKS.findall(text))
    sorted_marks = (
        char for char in set(runs) if unicodedata.combining(unicodedata.normalize("NFKD", char)[0])
    )
    if marks := "".join(sorted_marks):
        text = re.sub(f"([{marks}]{{{_LONGEST_RUN}}})[{marks}]+", r"\1", text)
    return unicodedata.normalize(form, text)


def fold(text: str) -> str:
    """A cleaned text in lower case without accents, letter for letter as long as it was."""
    if text.isascii():
        return text.lower()
    try:
        return text.encode("latin-1").translate(_FOLDED).decode("latin-1")
    except UnicodeEncodeError:
        return text.translate(_FOLDS)


class _Folds(dict[int, str]):
    """What each letter is without accents, worked out when it is first met; of one text's length are kept.

    It is as it was where its small form is longer.
    """

    def __missing__(self, code: int) -> str:
        if len(self) >= LONGEST_TEXT:
            self.clear()
        bare = unicodedata.normalize("NFD", chr(code))[0].lower()
        self[code] = bare if len(bare) == 1 else chr(code)
        return self[code]


_FOLDS: Final = _Folds()
_FOLDED: Final = bytes(range(256)).decode("latin-1").translate(_FOLDS).encode("latin-1")
"""What each character of Latin-1 is folded to: a table, for nearly every text goes through it many times."""

WRAPPED: Final = re.compile(r"\n(?<=[^\n]{54}[\w,-]\n)(?=\w)")
"""The line's end first: it is looked for at once, and only there is the line measured."""


def is_wrapped(line: str, following: str) -> bool:
    """Whether a mail program may have broken a long line between the two."""
    return WRAPPED.search(f"{line}\n{following[:1]}") is not None


def unmask(text: str) -> str:
    """The text with every Cyrillic or Greek look-alike turned into the Latin letter it imitates."""
    return text.translate(_LOOKALIKES)


def is_disguised(text: str) -> bool:
    """Whether a word mixes alphabets, or turns Latin in whole when its look-alikes are taken for Latin."""
    if text.isascii() or max(text) < "\u0370":
        return False
    foreign = ({c for c in word if "\u0370" <= c <= "\u052f"} for word in text.split() if len(word) > 3)
    return _MIXED.search(text) is not None or any(letters and letters <= _IMITATING for letters in foreign)
