"""What a page's styles declare: those of its elements, and the rules of its sheets.

Rule 1: whatever a browser may take for a declaration is one here; which of several wins is not asked.
Rule 2: where it is written so oddly that a browser may read something else, that is said.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from rules.text.patterns import word_set

Declared = Mapping[str, tuple[str, ...]]
"""The values of each property, without its maker's prefix, in lower case."""

ANY: Final = word_set("normal inherit initial unset revert revert-layer")
"""Words that leave a property as it was, or put it back."""

LINK: Final = "url()"
BLANK: Final = "\ue000"
WRITTEN: Final = "\ue001"
ESCAPE: Final = "\ufffd"
"""What stands for a link, for a string without words or with some, and for an escape."""

_SIGN: Final = re.compile(
    r"(?P<comment>/\*.*?(?:\*/|\Z)|<!--|-->)|(?P<string>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')|"
    r"(?P<link>url\(\s*(?:[^\"'()\\\s]|\\.)*\s*\))|(?P<escape>\\(?:[0-9a-f]{1,6}\s?|.))",
    re.DOTALL | re.IGNORECASE,
)
_BRACES: Final = re.compile(r"([^{}]*)([{}]|\Z)")
PREFIX: Final = re.compile(r"^-(?:webkit|moz|ms|o)-")
_IMPORTANT: Final = re.compile(r"!\s*important")
_FONT: Final = re.compile(
    r"(?:^|\s)(?!\d00\s)([0-9.]+[a-z%]*|(?:x{1,3}-)?(?:small|large)|medium|smaller|larger)(?=[\s/]|$)"
    r"(?:\s*/\s*(\S+))?"
)
_ON_PAPER: Final = "@media print"
_OF_NO_ELEMENT: Final = ("@font-face", "@page", "@list", "@viewport", "@-")


def plain(css: str) -> tuple[str, bool]:
    """A style without comments, strings, links and escapes; and whether it is oddly written."""
    css = _SIGN.sub(_stand_in, css)
    return css, '"' in css or "'" in css or any(css.count(a) != css.count(b) for a, b in ("()", "[]", "{}"))


def _stand_in(sign: re.Match[str]) -> str:
    match sign.lastgroup:
        case "comment":
            return ""
        case "string":
            return WRITTEN if any(map(str.isalnum, sign[0])) else BLANK
        case "link":
            return LINK
        case _:
            return ESCAPE


def declared_in(css: str) -> Declared:
    """The declarations of a plain style."""
    found: dict[str, tuple[str, ...]] = {}
    for one in css.lower().split(";"):
        name, colon, value = one.partition(":")
        if colon:
            name = PREFIX.sub("", name.strip(), count=1)
            value = _IMPORTANT.sub("", value) if "!" in value else value
            found[name] = (*found.get(name, ()), " ".join(value.split()))
    for font in found.pop("font", ()):
        parts = match.groups("") if (match := _FONT.search(font)) else (font,)
        for name, value in zip(("font-size", "line-height"), parts, strict=False):
            found[name] = (*found.get(name, ()), value)
    return found


class Rule(NamedTuple):
    """What is declared for whatever the selectors find; `is_certain`: on every screen."""

    selectors: str
    declared: Declared
    is_certain: bool


def rules_in(css: str) -> Iterator[Rule]:
    """The rules of a plain sheet that are for screens; one inside another stands for itself."""
    around: list[str] = []
    for text, brace in _BRACES.findall(css):
        declared, _, selectors = text.rpartition(";") if brace == "{" else (text, "", "")
        if around and declared and not around[-1].lower().startswith((_ON_PAPER, *_OF_NO_ELEMENT)):
            yield Rule(around[-1], declared_in(declared), len(around) == 1)
        if brace == "{":
            is_on_paper = bool(around) and around[-1].lower() == _ON_PAPER
            around.append(_ON_PAPER if is_on_paper else " ".join(selectors.split()))
        elif around:
            around.pop()
