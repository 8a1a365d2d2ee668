"""What of an HTML page is shown: text that nobody can see is nobody's words.

Rule 1: what is hidden by one of the ways below is hidden, whatever mail program hides it.
Rule 2: what is not understood counts as shown, so that no text is lost.
Rule 3: what some programs show and others do not is read, and doubted: see `Look.is_unsure`.
"""

from collections.abc import Callable, Iterable, Mapping
from math import cos, radians
from typing import Final, Literal, NamedTuple

from tinycss2 import parse_one_component_value
from tinycss2.color4 import Color, parse_color

from rules.styles import NOTHING, Declared, Token, Value, four

Colour = tuple[int, int, int]

_UNKNOWN: Final = (-1, -1, -1)
_WHITE: Final = (255, 255, 255)
_BLACK: Final = (0, 0, 0)
_SAME: Final = 12
"""Colours whose parts differ by no more look alike."""

_PIXELS: Final = {
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 37.8,
    "mm": 3.78,
    "q": 0.945,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
    "ch": 8.0,
    "lh": 18.0,
    "rlh": 18.0,
    "%": 10.0,
    "vw": 10.0,
    "vh": 10.0,
    "vmin": 10.0,
    "vmax": 10.0,
}
"""A unit on a screen of a thousand pixels."""
_DEGREES: Final = {"deg": 1.0, "turn": 360.0, "rad": 57.3, "grad": 0.9}
_OF_PARENT: Final = {"em": 1.0, "%": 0.01, "ex": 0.5, "ch": 0.5}
"""A unit of a size of letters that is a share of the parent's."""

_USUAL_SIZE: Final = 16.0
_TINY: Final = 2.0
"""Pixels of letters that nobody can read."""
_FAINT: Final = 0.05
_FLAT: Final = 0.1
_THIN: Final = 1.0
"""Pixels of a box in which nothing can be read."""
_FAR_BEFORE: Final = -500
_FAR_AFTER: Final = 5000
"""Pixels from its place at which an element is on no screen."""

_ATTRIBUTES: Final = frozenset({"hidden", "bgcolor", "color", "text", "background"})
_NEVER_SHOWN: Final = frozenset({"noscript", "noembed", "noframes", "datalist", "canvas", "audio", "video"})
"""What stands in these is for programs that cannot show something else."""


class Look(NamedTuple):
    """How text at some place of the page looks.

    `is_veiled` is what a child can undo and `is_hidden` what it cannot; `is_unsure` what some
    programs show and others do not.
    """

    is_hidden: bool = False
    is_veiled: bool = False
    is_unsure: bool = False
    size: float = _USUAL_SIZE
    ink: Colour = _BLACK
    ground: Colour = _WHITE

    @property
    def is_shown(self) -> bool:
        """Whether somebody can see it."""
        return not (self.is_hidden or self.is_veiled or self.size <= _TINY or _alike(self.ink, self.ground))


def _alike(ink: Colour, ground: Colour) -> bool:
    return _UNKNOWN not in {ink, ground} and all(
        abs(a - b) <= _SAME for a, b in zip(ink, ground, strict=True)
    )


class Effect(NamedTuple):
    """What an element's style does to its text; None where that is as around it."""

    hides: bool
    is_unsure: bool
    is_veiled: bool | None
    size: Token | None
    ink: Token | None
    ground: Token | Literal["picture"] | None


def effect_of(declared: Declared) -> Effect:
    """What an element with these declarations does to its text."""
    size = declared.get("font-size", ())
    ink = declared.get("text-fill-color") or declared.get("color") or (None,)
    return Effect(
        hides=any(name in declared and hidden(declared[name]) for name, hidden in _HIDING.items())
        or _is_shut(declared)
        or _is_away(declared),
        is_unsure=_is_computed(declared),
        is_veiled=_is_veiled(declared.get("visibility", ())),
        size=size[0] if len(size) == 1 else None,
        ink=ink[0],
        ground=_ground_of(declared),
    )


class Looks:
    """How the elements of one page look; each style is judged once."""

    def __init__(self) -> None:
        """Know of no style but the empty one."""
        self._effects = {id(NOTHING): effect_of(NOTHING)}

    def of(self, tag: str, attributes: Mapping[str, str | None], style: Declared, around: Look) -> Look:
        """How text in an element looks, given how it looks *around* it. The style outlives this."""
        if not style and not _ATTRIBUTES & attributes.keys() and tag not in _BY_TAG:
            return around
        effect = self._effects.get(id(style))
        if effect is None:
            effect = self._effects[id(style)] = effect_of(style)
        ground = _ground(attributes, effect.ground, around)
        return Look(
            is_hidden=around.is_hidden or effect.hides or _is_closed(tag, attributes),
            is_veiled=around.is_veiled if effect.is_veiled is None else effect.is_veiled,
            is_unsure=_is_unsure(tag, attributes, around=around.is_unsure or effect.is_unsure),
            size=_size(effect.size, around.size),
            ink=_ink(tag, attributes, effect.ink, around, ground),
            ground=ground,
        )


_BY_TAG: Final = _NEVER_SHOWN | {"details", "summary", "dialog"}


def _is_closed(tag: str, attributes: Mapping[str, str | None]) -> bool:
    is_dialog = tag == "dialog" and "open" not in attributes
    return is_dialog or tag in _NEVER_SHOWN or "hidden" in attributes


def _is_unsure(tag: str, attributes: Mapping[str, str | None], *, around: bool) -> bool:
    """Whether it depends on the program: some show at once what others unfold."""
    return tag != "summary" and (around or (tag == "details" and "open" not in attributes))


def _is_computed(declared: Declared) -> bool:
    """Whether something that hides has a value which only the program works out."""
    return any(
        token.type == "function" and token.lower_name not in _SHAPES
        for name in _DECIDING
        for token in declared.get(name, ())
    )


_DECIDING: Final = (
    "display",
    "visibility",
    "opacity",
    "font-size",
    "zoom",
    "transform",
    "scale",
    "clip-path",
)
_SHAPES: Final = frozenset(
    {"scale", "scalex", "scaley", "scalez", "scale3d", "matrix", "matrix3d", "perspective"}
    | {f"{what}{axis}" for what in ("translate", "rotate", "skew") for axis in ("", "x", "y", "z", "3d")}
    | {"inset", "circle", "ellipse", "polygon", "rect", "xywh", "path", "shape"}
)


def _is_veiled(visibility: Value) -> bool | None:
    word = _word(visibility)
    return None if word in {"", "inherit", "unset"} else word in {"hidden", "collapse"}


# --- values -------------------------------------------------------------------------------------


def _word(value: Value) -> str:
    """The value that is one word, or ""."""
    return value[0].lower_value if len(value) == 1 and value[0].type == "ident" else ""


def _is(*words: str) -> Callable[[Value], bool]:
    return lambda value: _word(value) in words


def _pixels(token: Token) -> float | None:
    if token.type == "number":
        return float(token.value)
    if token.type == "percentage":
        return float(token.value * _PIXELS["%"])
    return float(token.value * _PIXELS.get(token.lower_unit, 1.0)) if token.type == "dimension" else None


def _lengths(tokens: Iterable[Token]) -> list[float]:
    return [length for token in tokens if (length := _pixels(token)) is not None]


def _shares(tokens: Iterable[Token]) -> list[float]:
    """Plain numbers and percentages, as parts of one."""
    plain = (token for token in tokens if token.type in {"number", "percentage"})
    return [float(token.value) / (100 if token.type == "percentage" else 1) for token in plain]


def _is_at_most(most: float) -> Callable[[Value], bool]:
    return lambda value: any(share <= most for share in _shares(value))


def _functions(value: Value) -> dict[str, list[Token]]:
    return {token.lower_name: token.arguments for token in value if token.type == "function"}


# --- ways of hiding -----------------------------------------------------------------------------


def _is_flat(value: Value) -> bool:
    """Whether a transformation leaves no width or no height, or moves all off the screen."""
    return any(_flattens(name, arguments) for name, arguments in _functions(value).items())


def _flattens(name: str, arguments: list[Token]) -> bool:
    if name.startswith("translate"):
        return any(map(_is_far, _lengths(arguments)))
    if name in {"rotatex", "rotatey"}:
        turned = (t.value * _DEGREES.get(t.lower_unit, 0) for t in arguments if t.type == "dimension")
        return any(abs(cos(radians(angle % 360))) <= _FLAT for angle in turned)
    shares = _shares(arguments)
    if name in {"scale", "scalex", "scaley", "scale3d"}:
        return any(abs(share) <= _FLAT for share in shares[:2])
    if name == "matrix" and len(shares) == 6:
        a, b, c, d, *moved = shares
        return abs(a * d - b * c) <= _FLAT**2 or any(map(_is_far, moved))
    if name == "matrix3d" and len(shares) == 16:
        return abs(shares[0] * shares[5] - shares[1] * shares[4]) <= _FLAT**2 or any(
            map(_is_far, shares[12:14])
        )
    return False


def _has_no_area(value: Value) -> bool:
    """Whether `clip: rect(top right bottom left)` leaves nothing."""
    for arguments in (arguments for name, arguments in _functions(value).items() if name == "rect"):
        sides = _lengths(arguments)
        if len(sides) == 4 and (sides[2] - sides[0] <= _THIN or sides[1] - sides[3] <= _THIN):
            return True
    return False


def _is_cut_away(value: Value) -> bool:
    """Whether `clip-path` leaves nothing."""
    found = _functions(value)
    if "inset" in found:
        top, right, bottom, left = four(_lengths(found["inset"])[:4] or [0.0])
        return max(top + bottom, left + right) >= _PIXELS["%"] * 100
    for name in {"circle", "ellipse"} & found.keys():
        first = [token for token in found[name] if token.type != "whitespace"][:2]
        return any(length <= _THIN for length in _lengths(first))
    if "polygon" in found:
        numbers = _lengths(found["polygon"])
        return len(set(zip(numbers[::2], numbers[1::2], strict=False))) < 3
    return _has_no_area(value)


def _is_filtered_out(value: Value) -> bool:
    return any(share <= _FAINT for share in _shares(_functions(value).get("opacity", ())))


_HIDING: Final[Mapping[str, Callable[[Value], bool]]] = {
    "display": _is("none"),
    "content-visibility": _is("hidden"),
    "mso-hide": _is("all"),
    "opacity": _is_at_most(_FAINT),
    "zoom": _is_at_most(_FLAT),
    "scale": lambda value: any(abs(share) <= _FLAT for share in _shares(value)[:2]),
    "filter": _is_filtered_out,
    "transform": _is_flat,
    "clip": _has_no_area,
    "clip-path": _is_cut_away,
}


def _is_shut(declared: Declared) -> bool:
    """Whether the box has no room, and what does not fit in is not shown."""
    sides = ("overflow", "overflow-x", "overflow-y")
    if not any(
        token.type == "ident" and token.lower_value in {"hidden", "clip"}
        for side in sides
        for token in declared.get(side, ())
    ):
        return False
    lengths = ("height", "max-height", "width", "max-width", "line-height")
    return any(length <= _THIN for name in lengths for length in _box(name, declared.get(name, ())))


def _box(name: str, value: Value) -> list[float]:
    """Lengths of a box; a bare number is a line's height in letters."""
    return _lengths(value) if name != "line-height" else [16 * number for number in _shares(value)]


_PLACES: Final = ("left", "top", "right", "bottom", "inset")
_SHIFTS: Final = ("text-indent", "margin-left", "margin-top", "translate")


def _is_away(declared: Declared) -> bool:
    """Whether the element, or its first line, is moved off the screen."""
    placed = _PLACES if _word(declared.get("position", ())) in {"absolute", "fixed", "relative"} else ()
    return any(_is_far(length) for name in (*placed, *_SHIFTS) for length in _lengths(declared.get(name, ())))


def _is_far(length: float) -> bool:
    return length <= _FAR_BEFORE or length >= _FAR_AFTER


# --- letters ------------------------------------------------------------------------------------


def _size(token: Token | None, around: float) -> float:
    """The pixels of letters; a word ("small") is a size that can be read."""
    if token is None or token.type == "function":
        return around
    if token.type == "ident":
        return around if token.lower_value in _AS_AROUND else _USUAL_SIZE
    unit = "%" if token.type == "percentage" else token.lower_unit if token.type == "dimension" else ""
    if unit in _OF_PARENT:
        return around * float(token.value) * _OF_PARENT[unit]
    length = _pixels(token)
    return around if length is None else length


_AS_AROUND: Final = frozenset({"inherit", "unset", "larger", "smaller"})


def _ink(
    tag: str, attributes: Mapping[str, str | None], token: Token | None, around: Look, ground: Colour
) -> Colour:
    if token is not None:
        return _painted(token, over=ground, inherited=around.ink, current=around.ink)
    named = attributes.get("color") if tag == "font" else attributes.get("text")
    return _named(named, around.ink)


def _ground(
    attributes: Mapping[str, str | None], paint: Token | Literal["picture"] | None, around: Look
) -> Colour:
    if paint == "picture" or attributes.get("background"):
        return _UNKNOWN
    if paint is not None:
        return _painted(paint, over=around.ground, inherited=around.ground, current=around.ink)
    return _named(attributes.get("bgcolor"), around.ground)


def _ground_of(declared: Declared) -> Token | Literal["picture"] | None:
    """What the background is painted with."""
    value = declared.get("background-color", ())
    if "background-image" in declared or _has_picture(value):
        return "picture"
    colours = (token for token in value if token.type == "hash" or _colour(token))
    return next(colours, None)


def _has_picture(value: Value) -> bool:
    return any(token.type == "url" or (token.type == "function" and not _colour(token)) for token in value)


_COLOURS: Final = frozenset({"rgb", "rgba", "hsl", "hsla", "hwb"})


def _colour(token: Token) -> Color | Literal["currentcolor"] | None:
    """The colour; None for what is none, or of a kind that mails do not use and the library may fail on."""
    if token.type == "function" and token.lower_name not in _COLOURS:
        return None
    return parse_color(token)


def _painted(token: Token, *, over: Colour, inherited: Colour, current: Colour) -> Colour:
    """The colour that is seen where *token* is painted over another."""
    if token.type == "ident" and token.lower_value in {"inherit", "unset"}:
        return inherited
    colour = _colour(token)
    if colour is None:
        return _UNKNOWN
    if colour == "currentcolor":
        return current
    if colour.alpha <= _FAINT:
        return over
    if colour.alpha < 1 and over == _UNKNOWN:
        return _UNKNOWN
    red, green, blue = (
        round(255 * min(1, max(0, part)) * colour.alpha + under * (1 - colour.alpha))
        for part, under in zip(colour.to("srgb").coordinates, over, strict=True)
    )
    return red, green, blue


def _named(text: str | None, otherwise: Colour) -> Colour:
    """The colour of an old attribute, which may lack its "#"."""
    text = (text or "").strip()[:_LONGEST_NAME]
    if not text:
        return otherwise
    tokens = (parse_one_component_value(one) for one in (text, f"#{text}"))
    token = next((token for token in tokens if _colour(token)), None)
    if token is None:
        return _UNKNOWN
    return _painted(token, over=otherwise, inherited=otherwise, current=_UNKNOWN)


_LONGEST_NAME: Final = 40

TELLING: Final = (
    frozenset(_HIDING)
    | frozenset(_PLACES)
    | frozenset(_SHIFTS)
    | {"visibility", "font-size", "position", "color", "text-fill-color"}
    | {"background-color", "background-image", "overflow", "overflow-x", "overflow-y"}
    | {"height", "max-height", "width", "max-width", "line-height"}
)
"""The properties that say whether text is shown."""
