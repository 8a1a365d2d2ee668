"""Which values of a property of style are known to leave text where it can be read.

Rule 1: of a property that can hide text, a value counts as harmless only if it is known to be.
Rule 2: a limit holds for one element; ordinary mail keeps well within it.
"""

from collections.abc import Callable, Iterable, Mapping
from math import hypot, sqrt
from typing import Final

from rules.mail.styles import SIDES, Declared, Token, Value, writes

Test = Callable[[Value], bool]

_PIXELS: Final = {
    "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "q": 0.945, "em": 16.0,
    "rem": 16.0, "ex": 8.0, "ch": 8.0, "lh": 18.0, "rlh": 18.0, "%": 10.0, "vw": 10.0, "vh": 10.0,
    "vmin": 10.0, "vmax": 10.0,
}  # fmt: skip
"""A unit on a screen of a thousand pixels."""

EVERYWHERE: Final = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})
"""Words that every property takes."""

_NEAR: Final = (-100.0, 1000.0)
"""Pixels from its place within which an element is on the screen."""
_CLOSE: Final = -50.0
"""Pixels by which a margin may draw an element over what stands before it."""
_SCALES: Final = (0.5, 4.0)


def pixels(token: Token) -> float | None:
    """A length on a screen of a thousand pixels; None for what is none or is not known."""
    if token.type == "number":
        return float(token.value)
    if token.type == "percentage":
        return float(token.value * _PIXELS["%"])
    unit = _PIXELS.get(token.lower_unit) if token.type == "dimension" else None
    return None if unit is None else float(token.value * unit)


def lengths(tokens: Iterable[Token]) -> list[float]:
    """Those of the tokens that are lengths."""
    return [length for token in tokens if (length := pixels(token)) is not None]


def word(value: Value) -> str:
    """The value that is one word, or ""."""
    return value[0].lower_value if len(value) == 1 and value[0].type == "ident" else ""


def share(token: Token) -> float | None:
    """A plain number or a percentage, as a part of one."""
    if token.type not in {"number", "percentage"}:
        return None
    return float(token.value) / (100 if token.type == "percentage" else 1)


def harm(declared: Declared) -> list[Value]:
    """The values that are not known to leave the text readable."""
    found = [
        declared[name]
        for name, is_harmless in HARMLESS.items()
        if declared.get(name) and not is_harmless(declared[name])
    ]
    if _is_before_margin(declared):
        found.append(declared["text-indent"])
    if not _words("static")(declared.get("position", ())):
        found += [declared[name] for name in PLACES if name in declared and not _PLACE(declared[name])]
    return found


def _is_before_margin(declared: Declared) -> bool:
    """Whether the first line stands out far to the left: a list of Word has a margin for it."""
    indent = sum(lengths(declared.get("text-indent", ())))
    room = sum(max((0.0, *lengths(declared.get(name, ())))) for name in ("margin-left", "padding-left"))
    return indent + room < _CLOSE


def surely_hides(harmful: Value) -> bool:
    """Whether a value that is not harmless is understood, and leaves nothing to be read anywhere."""
    return all(token.type != "ident" or token.lower_value in _SURE for token in harmful) and any(
        _is_extreme(token) for token in harmful
    )


_SURE: Final = EVERYWHERE | {"none", "hidden", "all", "auto"}
_MOVES: Final = frozenset(
    {"scale", "scalex", "scaley", "scale3d", "matrix", "matrix3d", "opacity"}
) | frozenset({"translate", "translatex", "translatey", "translate3d", "inset", "circle", "ellipse"})
_AREAS: Final = frozenset({"rect", "polygon"})


def _is_extreme(token: Token) -> bool:
    """Whether a number is next to nothing, or further than any screen reaches."""
    if token.type == "function":
        inside = [one for one in token.arguments if one.type not in {"whitespace", "literal"}]
        if token.lower_name in _AREAS:
            return all(abs(length) <= 1 for length in lengths(inside))
        return token.lower_name in _MOVES and any(map(_is_extreme, inside))
    if token.type == "ident":
        return token.lower_value in {"none", "hidden", "all"}
    measured = share(token) if token.type == "percentage" and token.value <= 1 else None
    measured = pixels(token) if measured is None else measured
    if measured is None:
        return False
    return abs(measured) <= (1 if token.type == "dimension" else 0.1) or not -500 < measured < 5000


# --- tests of a value ---------------------------------------------------------------------------


def _words(*known: str) -> Test:
    allowed = frozenset(known) | EVERYWHERE
    return lambda value: all(token.type == "ident" and token.lower_value in allowed for token in value)


def _each(measure: Callable[[Token], float | None], low: float, high: float, *known: str) -> Test:
    """Whether each part is a known word or measures between *low* and *high*."""
    allowed = frozenset(known) | EVERYWHERE

    def is_harmless(token: Token) -> bool:
        if token.type == "ident":
            return token.lower_value in allowed
        measured = measure(token)
        return measured is not None and low <= measured <= high

    return lambda value: all(map(is_harmless, value))


def _has_no_words(value: Value) -> bool:
    """Whether a value writes no words of its own into the page."""
    return not writes(value)


def _line(token: Token) -> float | None:
    """The height of a line; a bare number is in letters."""
    return 16 * float(token.value) if token.type == "number" else _of_letters(token)


def _of_letters(token: Token) -> float | None:
    """A length of which a percentage is a share of the letters' height."""
    return 0.16 * float(token.value) if token.type == "percentage" else pixels(token)


def _is_plain_move(token: Token) -> bool:
    """Whether a function of `transform` leaves the text in its place, and large enough."""
    if token.type != "function":
        return token.type == "ident" and token.lower_value in EVERYWHERE | {"none"}
    name = token.lower_name
    inside = [t for t in token.arguments if t.type not in {"whitespace", "comment"} and t != ","]
    if name in {"translate", "translatex", "translatey", "translate3d"}:
        return _are_within(map(pixels, inside), *_NEAR)
    if name in {"scale", "scalex", "scaley", "scale3d"}:
        return _are_within((None if (s := share(t)) is None else abs(s) for t in inside), *_SCALES)
    if name in {"rotate", "rotatez"}:
        return all(t.type in {"dimension", "number"} for t in inside)
    if name == "matrix":
        numbers = [float(t.value) for t in inside if t.type == "number"]
        if len(numbers) != 6 or len(inside) != 6:
            return False
        a, b, c, d, *moved = numbers
        sizes = (hypot(a, b), hypot(c, d), sqrt(abs(a * d - b * c)))
        return _are_within(sizes, *_SCALES) and _are_within(moved, *_NEAR)
    return False


def _are_within(measured: Iterable[float | None], low: float, high: float) -> bool:
    return all(one is not None and low <= one <= high for one in measured)


def _is_plain_transform(value: Value) -> bool:
    return all(map(_is_plain_move, value))


def _is_plain_filter(value: Value) -> bool:
    """Whether a filter does nothing, but that it may be none that shows all."""
    return _words("none")(value) or all(
        token.type == "function"
        and token.lower_name == "opacity"
        and _are_within(map(share, token.arguments), 0.4, 1)
        for token in value
    )


_NONE: Final = _words("none", "normal", "auto")
_SPREAD: Final = _each(pixels, _CLOSE, _NEAR[1], "auto", "normal")
_PLACE: Final = _each(pixels, *_NEAR, "auto")
_PADDING: Final = _each(pixels, 0, _NEAR[1])
HARMLESS: Final[Mapping[str, Test]] = {
    "display": _words(
        *("block", "inline", "inline-block", "list-item", "flow", "flow-root", "contents", "run-in"),
        *("flex", "inline-flex", "grid", "inline-grid", "box", "inline-box", "flexbox", "ruby"),
        *("table", "inline-table", "table-row", "table-cell", "table-row-group", "table-header-group"),
        *("table-footer-group", "table-caption", "table-column", "table-column-group"),
    ),
    "visibility": _words("visible", "hidden", "collapse"),  # which of them, says `is_veiled`
    "content-visibility": _words("visible", "auto"),
    "mso-hide": _words("none", "screen"),
    "opacity": _each(share, 0.4, 1e9),
    "zoom": _each(share, *_SCALES, "normal"),
    "scale": _each(lambda token: None if (s := share(token)) is None else abs(s), *_SCALES, "none"),
    "rotate": _each(lambda token: 0.0 if token.type == "dimension" else None, 0, 0, "none"),
    "translate": _each(pixels, *_NEAR, "none"),
    "transform": _is_plain_transform,
    "filter": _is_plain_filter,
    **dict.fromkeys(("clip", "clip-path", "offset", "offset-path", "perspective", "line-clamp"), _NONE),
    **dict.fromkeys(("mask", "mask-image", "mask-box-image", "mask-border", "mask-border-source"), _NONE),
    **dict.fromkeys(("content", "animation", "animation-name", "text-security", "mix-blend-mode"), _NONE),
    "unicode-bidi": _words("normal", "embed", "isolate", "plaintext"),
    "letter-spacing": _each(_of_letters, -2, 50, "normal"),
    "word-spacing": _each(_of_letters, -5, 100, "normal"),
    "line-height": _each(_line, 6, 500, "normal"),
    "text-size-adjust": _each(share, 0.5, 10, "none", "auto"),
    "font-size-adjust": _each(share, 0.3, 3, "none", "from-font", "ex-height", "cap-height"),
    "text-stroke": lambda value: all(length <= 1 for length in lengths(value)) and not _calls(value),
    "text-stroke-width": _each(pixels, 0, 1, "thin"),
    "text-indent": _each(pixels, -_NEAR[1], _NEAR[1], "hanging", "each-line"),
    "z-index": _each(lambda token: token.value if token.type == "number" else None, 0, 1e12, "auto"),
    **{f"margin-{side}": _SPREAD for side in SIDES},
    **{f"padding-{side}": _PADDING for side in SIDES},
    **dict.fromkeys(("list-style", "list-style-type", "quotes"), _has_no_words),
}


def _calls(value: Value) -> bool:
    return any(token.type == "function" for token in value)


PLACES: Final = (*SIDES, "inset")
"""Where an element stands that is taken out of its place."""
