"""What of an HTML page is shown: text that nobody can see is nobody's words.

Rule 1: what is surely hidden is nobody's words, whatever mail program hides it.
Rule 2: what a style may hide (its value is not known to be harmless) is nobody's words either,
        and is doubted: see `rules.mail.legibility` and `Look.is_unsure`.
Rule 3: what some programs unfold and others do not is read, and doubted.
"""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Final, Literal, NamedTuple

from tinycss2 import parse_one_component_value
from tinycss2.color4 import Color, parse_color

from rules.mail.legibility import EVERYWHERE, HARMLESS, PLACES, harm, lengths, pixels, surely_hides, word
from rules.mail.styles import NOTHING, SIDES, Declared, Token, Value
from rules.text.patterns import word_set

Colour = tuple[int, int, int]

_UNKNOWN: Final = (-1, -1, -1)
_WHITE: Final = (255, 255, 255)
_BLACK: Final = (0, 0, 0)
_SAME: Final = 12
"""Colours whose parts differ by no more look alike."""

_OF_PARENT: Final = {"em": 1.0, "%": 0.01, "ex": 0.5, "ch": 0.5}
"""A unit of a size of letters that is a share of the parent's."""

_USUAL_SIZE: Final = 16.0
_UNKNOWN_SIZE: Final = 0.0625
_TINY: Final = 2.0
"""Pixels of letters that nobody can read."""
_FAINT: Final = 0.05
"""The part of a colour that cannot be seen."""
_THIN: Final = 5.0
"""Pixels of a box in which nothing can be read."""

_ATTRIBUTES: Final = frozenset({"hidden", "bgcolor", "color", "text", "background"})
_NEVER_SHOWN: Final = frozenset({"noscript", "noembed", "noframes", "datalist", "canvas", "audio", "video"})
"""What stands in these is for programs that cannot show something else."""


class Look(NamedTuple):
    """How text at some place of the page looks.

    `is_veiled` is what a child can undo and `is_hidden` what it cannot; `is_unsure` what some
    programs show and others do not; `room` the pixels of a box beyond which nothing is shown.
    """

    is_hidden: bool = False
    is_veiled: bool = False
    is_unsure: bool = False
    is_struck: bool = False
    size: float = _USUAL_SIZE
    room: float = inf
    ink: Colour = _BLACK
    ground: Colour = _WHITE

    @property
    def is_shown(self) -> bool:
        """Whether somebody can surely see it."""
        return not (self.is_hidden or self.is_veiled or self.size <= _TINY or _alike(self.ink, self.ground))

    @property
    def is_doubted(self) -> bool:
        """Whether it depends on the program, or on what is not understood, whether it is seen."""
        return self.is_unsure or _UNKNOWN in {self.ink, self.ground} or self.size == _UNKNOWN_SIZE


def _alike(ink: Colour, ground: Colour) -> bool:
    """Whether the two may look alike: a colour that is not known may be any."""
    return _UNKNOWN in {ink, ground} or all(abs(a - b) <= _SAME for a, b in zip(ink, ground, strict=True))


class Effect(NamedTuple):
    """What an element's style does to its text; None where that is as around it."""

    hides: bool
    is_unsure: bool
    is_struck: bool
    is_veiled: bool | None
    size: Token | None
    room: float
    shift: float
    ink: Token | None
    ground: Token | None
    picture: Literal["", "loaded", "drawn"]


def effect_of(declared: Declared) -> Effect:
    """What an element with these declarations does to its text."""
    size = declared.get("font-size", ())
    ink = declared.get("text-fill-color") or declared.get("color") or (None,)
    harmful = harm(declared)
    return Effect(
        hides=bool(harmful),
        is_unsure=bool(harmful) and not any(map(surely_hides, harmful)),
        is_struck=any(
            (token.type == "ident" and token.lower_value == "line-through")
            or (token.type == "function" and token.lower_name in _SUBSTITUTES)
            for name in _STRIKING
            for token in declared.get(name, ())
        ),
        is_veiled=_is_veiled(declared.get("visibility", ())),
        size=size[0] if len(size) == 1 else None,
        room=_room(declared),
        shift=max((0.0, *(x for name in _SHIFTS for x in lengths(declared.get(name, ()))))),
        ink=ink[0],
        ground=_ground_of(declared),
        picture=_picture_of(declared),
    )


_SUBSTITUTES: Final = frozenset({"var", "env", "attr", "if"})
"""Functions that may stand for any word."""
_STRIKING: Final = ("text-decoration", "text-decoration-line")
_SHIFTS: Final = ("text-indent", "padding-top", "padding-left", "margin-top", "margin-left", "top", "left")
"""What moves text in a box that is cut off at its edge."""


class Looks:
    """How the elements of one page look; each style is judged once."""

    def __init__(self) -> None:
        """Know of no style but the empty one."""
        self._effects = {id(NOTHING): effect_of(NOTHING)}

    def of(
        self,
        tag: str,
        attributes: Mapping[str, str | None],
        style: Declared,
        around: Look,
        perhaps: Sequence[Declared] = (),
    ) -> Look:
        """How text in an element looks, given how it looks *around* it. The styles outlive this.

        *perhaps* are the styles that it may have on some screens: what one of them hides is hidden.
        """
        if not (style or perhaps) and not _ATTRIBUTES & attributes.keys() and tag not in _BY_TAG:
            return around
        look = self._with(tag, attributes, style, around)
        if look.is_shown and any(
            not self._with(tag, attributes, other, around).is_shown for other in perhaps
        ):
            return look._replace(is_hidden=True, is_unsure=True)
        return look

    def may_hide(self, style: Declared) -> bool:
        """Whether text that is usual around it may be hidden by a style. The style outlives this."""
        look = self.of("p", {}, style, Look())
        return look.is_unsure or not look.is_shown

    def _with(self, tag: str, attributes: Mapping[str, str | None], style: Declared, around: Look) -> Look:
        effect = self._effects.get(id(style))
        if effect is None:
            effect = self._effects[id(style)] = effect_of(style)
        ground = _ground(attributes, effect, around)
        room = min(around.room, effect.room)
        is_cut_off = room <= _THIN or effect.shift >= room
        is_pictured = effect.picture == "loaded" or bool(attributes.get("background"))
        return Look(
            is_hidden=around.is_hidden or effect.hides or is_cut_off or _is_closed(tag, attributes),
            is_veiled=around.is_veiled if effect.is_veiled is None else effect.is_veiled,
            is_unsure=_is_unsure(tag, attributes, around=around.is_unsure or effect.is_unsure or is_pictured),
            is_struck=around.is_struck or effect.is_struck,
            size=_size(effect.size, around.size),
            room=room,
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


def _is_veiled(visibility: Value) -> bool | None:
    value = word(visibility)
    return None if value in {"", "inherit", "unset"} else value in {"hidden", "collapse"}


def _room(declared: Declared) -> float:
    """The least side of a box that shows nothing of what does not fit in; without end for others."""
    if not any(
        token.type == "function"
        or (token.type == "ident" and token.lower_value not in {"visible", *EVERYWHERE})
        for name in _CUTTING
        for token in declared.get(name, ())
    ):
        return inf
    sides = [token for name in _EXTENTS for token in declared.get(name, ())]
    is_computed = any(token.type == "function" for token in sides)
    return 0.0 if is_computed else min((inf, *lengths(sides)))


_CUTTING: Final = ("overflow", "overflow-x", "overflow-y", "contain")
_EXTENTS: Final = ("height", "max-height", "width", "max-width")


# --- letters ------------------------------------------------------------------------------------


def _size(token: Token | None, around: float) -> float:
    """The pixels of letters; a word ("small") is a size that can be read."""
    if token is None:
        return around
    if token.type == "ident":
        if token.lower_value in _AS_AROUND:
            return around
        return _USUAL_SIZE if token.lower_value in _READABLE else _UNKNOWN_SIZE
    unit = "%" if token.type == "percentage" else token.lower_unit if token.type == "dimension" else ""
    if unit in _OF_PARENT:
        return around * float(token.value) * _OF_PARENT[unit]
    length = pixels(token)
    return _UNKNOWN_SIZE if length is None else length


_AS_AROUND: Final = frozenset({"inherit", "unset", "revert", "revert-layer", "larger", "smaller"})
_READABLE: Final = word_set("xx-small x-small small medium large x-large xx-large xxx-large initial")


def _ink(
    tag: str, attributes: Mapping[str, str | None], token: Token | None, around: Look, ground: Colour
) -> Colour:
    if token is not None:
        return _painted(token, over=ground, inherited=around.ink, current=around.ink)
    named = attributes.get("color") if tag == "font" else attributes.get("text")
    return _named(named, around.ink)


def _ground(attributes: Mapping[str, str | None], effect: Effect, around: Look) -> Colour:
    """The colour behind the text; a picture may not be loaded, and what is drawn may be any colour."""
    if effect.picture == "drawn":
        return _UNKNOWN
    if effect.ground is not None:
        return _painted(effect.ground, over=around.ground, inherited=around.ground, current=around.ink)
    return _named(attributes.get("bgcolor"), around.ground)


_NOT_COLOURS: Final = (
    EVERYWHERE
    | {"none", "repeat", "repeat-x", "repeat-y", "no-repeat", "space", "round", "scroll", "fixed", "local"}
    | {"center", "cover", "contain", "auto", "border-box", "padding-box", "content-box", *SIDES}
)
"""Words of a background that say nothing of its colour."""


def _ground_of(declared: Declared) -> Token | None:
    """What the background is painted with, below its picture."""
    value = declared.get("background-color", ())
    if len(value) == 1 and word(value) == "inherit":
        return value[0]
    return next((token for token in value if _may_be_colour(token)), None)


def _may_be_colour(token: Token) -> bool:
    if token.type == "ident":
        return token.lower_value not in _NOT_COLOURS
    return token.type == "hash" or (token.type == "function" and not _is_picture(token))


def _is_picture(token: Token) -> bool:
    return token.type == "url" or (token.type == "function" and token.lower_name in {"url", "src"})


def _picture_of(declared: Declared) -> Literal["", "loaded", "drawn"]:
    """Whether the background has a picture: one that is "loaded" from somewhere, or that the style draws."""
    image = declared.get("background-image", ())
    if any(token.type == "function" and not (_is_picture(token) or _colour(token)) for token in image):
        return "drawn"
    return "loaded" if any(map(_is_picture, (*image, *declared.get("background-color", ())))) else ""


_COLOURS: Final = frozenset({"rgb", "rgba", "hsl", "hsla", "hwb"})


_OF_SYSTEM: Final = {"windowtext": "#000", "window": "#fff"}
"""Colours of the system that Outlook writes, as they are by default."""


def _colour(token: Token) -> Color | Literal["currentcolor"] | None:
    """The colour; None for what is none, or of a kind that mails do not use and the library may fail on."""
    if token.type == "function" and token.lower_name not in _COLOURS:
        return None
    if token.type == "ident" and token.lower_value in _OF_SYSTEM:
        return parse_color(_OF_SYSTEM[token.lower_value])
    return parse_color(token)


def _painted(token: Token, *, over: Colour, inherited: Colour, current: Colour) -> Colour:
    if token.type == "ident" and token.lower_value in EVERYWHERE:
        return inherited if token.lower_value != "initial" else _BLACK
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
    frozenset(HARMLESS)
    | frozenset(PLACES)
    | frozenset((*_EXTENTS, *_CUTTING, *_STRIKING))
    | {"visibility", "font-size", "position", "color", "text-fill-color"}
    | {"background-color", "background-image"}
)
"""The properties that say whether text is shown."""
