"""What of an HTML page is shown: text that nobody can see is nobody's words.

Only what mail programs and mailings really use is understood: inline styles,
simple selectors of the page's own style sheet, the old colour attributes. What
is not understood counts as shown, so that no text is lost.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

Colour = tuple[int, int, int]

_UNKNOWN: Final = (-1, -1, -1)
_WHITE: Final = (255, 255, 255)
_BLACK: Final = (0, 0, 0)
_NAMED: Final = {"white": _WHITE, "black": _BLACK, "#fff": _WHITE, "#000": _BLACK}
_SAME: Final = 12
"""Colours whose parts differ by no more look alike."""

_LONGEST_STYLE: Final = 4096
_LONGEST_SHEET: Final = 64 * 1024
_TELLING: Final = re.compile(
    r"display|visib|font|color|colour|background|opacity|height|left|top|indent|clip", re.IGNORECASE
)
_RGB: Final = re.compile(r"rgba?\((\d{1,3})[, ]+(\d{1,3})[, ]+(\d{1,3})(?:[, /]+([\d.]{1,8}))?")
_SIZE: Final = re.compile(r"(-?\d{0,6}(?:\.\d{1,6})?)(px|pt|em|rem|%)?")
_SIMPLE: Final = re.compile(r"[a-z0-9]{0,20}[.#]?[\w-]{0,100}", re.ASCII)
_COMMENT: Final = re.compile(r"/\*[^*]{0,2000}\*/|<!--|-->")


class Look(NamedTuple):
    """How text at some place of the page looks."""

    hidden: bool = False
    tiny: bool = False
    ink: Colour = _BLACK
    ground: Colour = _WHITE

    @property
    def shown(self) -> bool:
        """Whether somebody can see it."""
        return not (self.hidden or self.tiny or _alike(self.ink, self.ground))


def _alike(ink: Colour, ground: Colour) -> bool:
    return _UNKNOWN not in {ink, ground} and all(
        abs(a - b) <= _SAME for a, b in zip(ink, ground, strict=True)
    )


def look_of(tag: str, attributes: Mapping[str, str | None], around: Look, sheet: Mapping[str, str]) -> Look:
    """How text in an element looks, given how it looks *around* it and the page's own *sheet*."""
    style = _style(tag, attributes, sheet) if sheet else (attributes.get("style") or "")
    plain = not style or not _TELLING.search(style)
    if plain and not ({"hidden", "bgcolor", "color", "text", "background"} & attributes.keys()):
        return around
    declared = {} if plain else declarations(style)
    return Look(
        hidden=around.hidden or "hidden" in attributes or _hides(declared),
        tiny=_is_tiny(declared, around=around.tiny),
        ink=_ink(tag, attributes, declared, around),
        ground=_ground(attributes, declared, around),
    )


def _style(tag: str, attributes: Mapping[str, str | None], sheet: Mapping[str, str]) -> str:
    """All that is declared for an element, the strongest last."""
    names = [tag]
    for name in (attributes.get("class") or "").split()[:20]:
        names += [f".{name}", f"{tag}.{name}"]
    names += [f"#{attributes.get('id') or ''}"]
    found = [sheet[name.lower()] for name in names if name.lower() in sheet]
    return ";".join([*found, attributes.get("style") or ""])


@lru_cache(maxsize=256)
def declarations(style: str) -> Mapping[str, str]:
    """The declarations of a style, lower case; the last of a name counts."""
    pairs = (part.partition(":") for part in style[:_LONGEST_STYLE].lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value}


def _hides(declared: Mapping[str, str]) -> bool:
    """Whether nothing inside the element is shown."""
    if declared.get("display") == "none" or declared.get("visibility") in {"hidden", "collapse"}:
        return True
    if _number(declared.get("opacity")) == 0 or declared.get("clip", "").replace(" ", "").startswith(
        "rect(0"
    ):
        return True
    if declared.get("overflow") == "hidden" and 0 in {
        _number(declared.get(side)) for side in ("height", "max-height", "width", "max-width")
    }:
        return True
    away = (
        ("text-indent",)
        if declared.get("position") not in {"absolute", "fixed"}
        else ("left", "top", "text-indent")
    )
    return any((_number(declared.get(side)) or 0) <= -500 for side in away)


def _is_tiny(declared: Mapping[str, str], *, around: bool) -> bool:
    """Whether letters are too small to see; a size of its own makes a child readable again."""
    size = declared.get("font-size") or (declared.get("font", "").split("/")[0].split(" ") or [""])[-1]
    number = _number(size)
    if number is None:
        return around
    return number <= 1 if size.endswith(("px", "pt")) or number == 0 else number <= 0.1


def _number(value: str | None) -> float | None:
    match = _SIZE.match(value or "")
    try:
        return float(match[1]) if match and match[1] else None
    except ValueError:  # a lone sign
        return None


def _ink(tag: str, attributes: Mapping[str, str | None], declared: Mapping[str, str], around: Look) -> Colour:
    value = declared.get("color") or (attributes.get("color") if tag == "font" else attributes.get("text"))
    if value in {None, "", "inherit"}:
        return around.ink
    return around.ground if value == "transparent" else _colour(value or "")


def _ground(attributes: Mapping[str, str | None], declared: Mapping[str, str], around: Look) -> Colour:
    value = declared.get("background-color") or declared.get("background") or attributes.get("bgcolor")
    if "background-image" in declared or attributes.get("background") or "url(" in (value or ""):
        return _UNKNOWN
    if value in {None, "", "transparent", "none", "inherit"}:
        return around.ground
    return _colour((value or "").split(" ")[0] if "(" not in (value or "") else value or "")


def _colour(value: str) -> Colour:
    value = value.strip().lower()
    if value in _NAMED:
        return _NAMED[value]
    if match := _RGB.match(value):
        return _UNKNOWN if match[4] else (int(match[1]), int(match[2]), int(match[3]))
    digits = value.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    try:
        return (
            (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16))
            if len(digits) == 6
            else _UNKNOWN
        )
    except ValueError:
        return _UNKNOWN


def sheet_of(css: str) -> dict[str, str]:
    """The rules of a style sheet that can hide something, by simple selector, but those of @media."""
    sheet: dict[str, str] = {}
    depth = 0
    prelude = ""
    for piece in re.split(r"([{}])", _COMMENT.sub("", css[:_LONGEST_SHEET])):
        if piece == "{":
            depth += 1
        elif piece == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            prelude = piece.strip().lower()
        elif depth == 1 and not prelude.startswith("@") and _TELLING.search(piece):
            _add_rule(sheet, prelude, piece)
    return sheet


def _add_rule(sheet: dict[str, str], prelude: str, style: str) -> None:
    for selector in prelude.split(",")[:50]:
        name = selector.strip()
        if name and _SIMPLE.fullmatch(name):
            sheet[name] = f"{sheet.get(name, '')};{style}"[-_LONGEST_STYLE:]
