"""What of an HTML page is certainly shown: a text that nobody can see is nobody's words.

Rule 1: what is not displayed, wholly transparent or of no size is nobody's words.
Rule 2: what a style may hide is nobody's words either, and is doubted. Of a property that can hide text, a
        value is harmless only if it is known to be; of several, all have to be.
Rule 3: what some programs unfold and others do not, or show before a picture, is read, and doubted.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain, product
from math import inf, prod
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from rules.mail.colours import BLACK, WHITE, Colour, alike, grounds, inks, named
from rules.mail.styles import (
    ANY,
    BLANK,
    ESCAPE,
    LINK,
    PREFIX,
    WRITTEN,
    Declared,
    declared_in,
    plain,
    rules_in,
)
from rules.text.patterns import word_set

_USUAL_SIZE: Final = 16.0
_UNKNOWN_SIZE: Final = 0.0625
_TINY: Final = 2.0
"""Pixels of letters that nobody can read."""
_FARTHEST: Final = -100.0
"""Pixels to the left, or up, that text may be moved by all that it stands in."""
_LEAST_SHARE: Final = 0.5
"""How much of its strength and its size all that it stands in must leave it."""
_MOST_PAIRS: Final = 64
_Pairs = frozenset[tuple[Colour, Colour]]
_ANY_PAIR: Final[_Pairs] = frozenset({(None, None)})
_MOST_VISITS: Final = 400_000
"""How often all selectors of a page together may look at an element."""


class Effect(NamedTuple):
    """What a style may do to the text of its element.

    `is_gone`: nothing inside is shown, unless something `may_show` it again. `clips`: what does not fit
    is cut off, and `is_tight`: not everything may fit. `moved` to the left or up by so many pixels;
    `share` of its strength and size is left. `is_certain`: it does so on every screen.
    """

    is_certain: bool = True
    may_hide: bool = False
    is_gone: bool = False
    may_show: bool = False
    is_unsure: bool = False
    is_struck: bool = False
    clips: bool = False
    is_tight: bool = False
    moved: float = 0
    share: float = 1
    sizes: tuple[str, ...] = ()
    inks: tuple[Colour, ...] = ()
    grounds: tuple[Colour, ...] = ()


class Look(NamedTuple):
    """How text at some place of the page looks; `pairs` are the colours that it and its ground may have."""

    is_gone: bool = False
    may_be_hidden: bool = False
    is_unsure: bool = False
    is_struck: bool = False
    clips: bool = False
    is_tight: bool = False
    moved: float = 0
    share: float = 1
    size: float = _USUAL_SIZE
    pairs: _Pairs = frozenset({(BLACK, WHITE)})

    @property
    def is_shown(self) -> bool:
        """Whether somebody can surely see it."""
        is_hidden = self.is_gone or self.may_be_hidden or (self.clips and self.is_tight)
        is_lost = self.size <= _TINY or self.moved < _FARTHEST or self.share < _LEAST_SHARE
        return not (is_hidden or is_lost or any(alike(ink, ground) for ink, ground in self.pairs))

    @property
    def is_doubted(self) -> bool:
        """Whether it depends on the program, or on what is not understood, whether it is seen."""
        return not (self.is_gone or self.size == 0) and (self.is_unsure or not self.is_shown)


class Looks:
    """How the elements of one page look.

    `is_unsure`: a rule of its sheets may hide, or write, something somewhere. `is_cut`: there were too many.
    """

    def __init__(self, page: LexborHTMLParser) -> None:
        """Read the sheets of *page*."""
        self.is_cut = False
        self.is_unsure = any(
            "stylesheet" in (n.attributes.get("rel") or "").lower() for n in page.css("link")
        )
        self._rules: dict[int, list[Effect]] = {}
        sheets = page.css("style")
        room = _MOST_VISITS // (len(page.css("*")) or 1) if sheets else 0
        for sheet in sheets:
            css, is_odd = plain(sheet.text())
            self.is_unsure = self.is_unsure or is_odd or _FETCHED.search(css) is not None
            for rule in rules_in(css):
                effect = _effect(rule.declared)
                if effect == Effect():
                    continue
                for selector in rule.selectors.split(","):
                    room -= 1
                    if room < 0:
                        self.is_cut = True
                        return
                    self._follow(page, selector.strip(), effect._replace(is_certain=rule.is_certain))

    def _follow(self, page: LexborHTMLParser, selector: str, effect: Effect) -> None:
        if _MOMENTARY.search(selector) and not {"(", ")"} & set(selector):
            return
        try:
            found = page.css(selector) if _SIMPLE.fullmatch(selector := _AT_REST.sub("", selector)) else None
        except SelectolaxError:
            found = None
        if found is None and not self._finds_nothing(page, selector):
            is_odd = effect.is_unsure or effect.is_struck or effect.clips or effect.is_tight
            self.is_unsure = self.is_unsure or is_odd or not _with(Look(), (effect,)).is_shown
        for node in found or ():
            self._rules.setdefault(node.mem_id, []).append(effect)

    def _finds_nothing(self, page: LexborHTMLParser, selector: str) -> bool:
        """Whether the page has none of what a selector that is not followed ends in."""
        end = None if "@" in selector else _END.search(_ASKED.sub("", selector))
        try:
            return end is not None and page.css_first(end[1]) is None
        except SelectolaxError:
            return False

    def of(self, node: LexborNode, tag: str, attributes: Mapping[str, str | None], around: Look) -> Look:
        """How text in an element looks, given how it looks *around* it."""
        effects = [*self._rules.get(node.mem_id, ())] if self._rules else []
        if style := attributes.get("style"):
            effects.append(_effect_of(style))
        if tag in _BY_TAG or not _HINTS.isdisjoint(attributes):
            effects.append(_hinted(tag, attributes))
        if not effects:
            return around
        look = _with(around, tuple(effects))
        # What a column hides stands elsewhere, in its cells.
        self.is_unsure = self.is_unsure or (tag in _COLUMNS and not look.is_shown)
        return look


_SIMPLE: Final = re.compile(r"[\w\s.#*>-]{1,200}")
_AT_REST: Final = re.compile(r":(?:link|any-link|root|first-child|last-child)\b(?!-)")
_FETCHED: Final = re.compile(rf"@(?:import\b|[\w-]*{ESCAPE})", re.IGNORECASE)
"""A sheet that is not in the mail."""
_ASKED: Final = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")
_END: Final = re.compile(r"(?:^|[\s>+~])([\w.#-]+)(?::[\w:-]*)?$")
"""The last element of a selector, by name, class and id."""
_MOMENTARY: Final = re.compile(r":(?:hover|active|focus|visited|target)\b(?!-)")
"""What is so only while somebody points at it."""


@lru_cache(maxsize=256)
def _with(around: Look, each: tuple[Effect, ...]) -> Look:
    """The look of an element's text under what each of its styles does."""
    certain = [one for one in each if one.is_certain]
    possible = [one for one in each if not one.is_certain]
    pairs = _pairs(around.pairs, certain)
    for one in possible:
        pairs |= _pairs(pairs, (one,))
    sizes = [size for one in certain for size in one.sizes] or ["1em"]
    sizes += [size for one in possible for size in one.sizes]
    return Look(
        is_gone=around.is_gone
        or (any(one.is_gone for one in certain) and not any(one.may_show for one in each)),
        may_be_hidden=around.may_be_hidden or any(one.may_hide or one.is_gone for one in each),
        is_unsure=around.is_unsure
        or any(one.is_unsure or (one.is_struck and not one.is_certain) for one in each),
        is_struck=around.is_struck or any(one.is_struck for one in each),
        clips=around.clips or any(one.clips for one in each),
        is_tight=around.is_tight or any(one.is_tight for one in each),
        moved=around.moved + sum(one.moved for one in each),
        share=around.share * prod(one.share for one in each),
        size=_size(sizes, around.size),
        pairs=pairs,
    )


def _pairs(around: _Pairs, effects: Sequence[Effect]) -> _Pairs:
    inks = {ink for one in effects for ink in one.inks}
    grounds = {ground for one in effects for ground in one.grounds}
    if not (inks or grounds):
        return around
    if max(1, len(inks)) * max(1, len(grounds)) * len(around) > _MOST_PAIRS:
        return _ANY_PAIR
    return frozenset(chain.from_iterable(product(inks or (i,), grounds or (g,)) for i, g in around))


# --- what a style does ---------------------------------------------------------------------------------


@lru_cache(maxsize=256)  # a mail program writes the same few on every line
def _effect_of(style: str) -> Effect:
    css, is_odd = plain(style)
    effect = _effect(declared_in(css))
    return effect._replace(is_unsure=True) if is_odd or "{" in css else effect


def _effect(declared: Declared) -> Effect:
    def values(*names: str) -> list[str]:
        return [value for name in names for value in declared.get(name, ()) if value]

    shown, opacity = values("display"), values("opacity")
    overflow = values("overflow", "overflow-x", "overflow-y", "overflow-block", "overflow-inline")
    painted = values("background", "background-color", "background-image")
    drawn = values("text-decoration", "text-decoration-line")
    is_struck = any("line-through" in value for value in drawn)
    return Effect(
        may_hide=_may_hide(declared),
        is_gone="none" in shown or any(_measured(value, 1, 1) == 0 for value in opacity),
        may_show=len(opacity) > 1 or any(value != "none" for value in shown),
        is_unsure=any(LINK in value for value in painted)
        or any(map(_CALL.search, drawn))
        or (is_struck and len(drawn) > 1),
        is_struck=is_struck,
        clips=any(part != "visible" and part not in ANY for value in overflow for part in value.split()),
        is_tight=_is_tight(declared),
        moved=_least(declared, _PUSHED, 0) + _least(declared, _PLACED, 0),
        share=_least(declared, _FADING, 1),
        sizes=tuple(values("font-size")),
        inks=tuple(chain.from_iterable(map(inks, values("color", "text-fill-color")))),
        grounds=tuple(chain.from_iterable(map(grounds, painted))),
    )


_CALL: Final = re.compile(r"(?<!rgb)(?<!rgba)\(")
_HINTS: Final = frozenset(
    {"hidden", "bgcolor", "color", "text", "link", "background", "width", "height", "nowrap"}
)
_NEVER_SHOWN: Final = word_set("""
    noscript noembed noframes datalist canvas audio video meter progress rp
    """)
"""What stands in these is for programs that cannot show something else."""
_FOLDED: Final = frozenset({"details", "dialog"})
_SMALLER: Final = frozenset({"small", "sub", "sup"})
_COLUMNS: Final = frozenset({"col", "colgroup"})
_BY_TAG: Final = _NEVER_SHOWN | _FOLDED | _SMALLER | {"marquee"}


def _hinted(tag: str, attributes: Mapping[str, str | None]) -> Effect:
    """What an element and its old attributes do to its text."""
    return Effect(
        is_gone=tag in _NEVER_SHOWN or "hidden" in attributes,
        is_unsure=tag in _FOLDED or bool(attributes.get("background")),
        clips=tag == "marquee",
        is_tight="nowrap" in attributes
        or _is_tight({name: ((attributes.get(name) or "").strip(),) for name in ("width", "height")}),
        sizes=("smaller",) if tag in _SMALLER else (),
        inks=(*named(attributes.get("color" if tag == "font" else "text")), *named(attributes.get("link"))),
        grounds=named(attributes.get("bgcolor")),
    )


# --- what may hide -------------------------------------------------------------------------------------

_WRITING: Final = ("list-style", "list-style-type", "quotes")

_BREAKING: Final = ("white-space", "white-space-collapse", "text-wrap", "text-wrap-mode")
_UNBROKEN: Final = word_set("nowrap pre")
_AUTO: Final = frozenset({"auto"})
_NONE: Final = frozenset({"none", "auto"})
_WORDS: Final[Mapping[str, frozenset[str]]] = {
    "display": word_set("""
        block inline inline-block list-item flow flow-root contents flex inline-flex grid inline-grid table
        inline-table table-row table-cell table-row-group table-header-group table-footer-group table-caption
        table-column table-column-group box inline-box flexbox inline-flexbox
        """),
    "content": frozenset({"none", "auto", "visible", BLANK}),
    "visibility": frozenset({"visible"}),
    "overflow": word_set("visible hidden clip auto scroll overlay"),
    "overflow-wrap": frozenset({"anywhere", "break-word"}),
    "position": frozenset({"static", "relative"}),
    "mso-hide": frozenset({"none", "screen"}),
    "unicode-bidi": frozenset({"embed", "isolate", "plaintext"}),
    "text-indent": frozenset({"hanging", "each-line"}),
    **dict.fromkeys(
        ("animation", "clip", "contain", "filter", "line-clamp", "mask", "mix-blend-mode"), _NONE
    ),
    **dict.fromkeys(("offset", "perspective", "rotate", "text-security", "transform", "translate"), _NONE),
    **dict.fromkeys(("font-size-adjust", "opacity", "scale", "text-size-adjust", "zoom"), _NONE),
}
"""Properties that can hide text, with those of their words that leave it as it is."""

_BETWEEN: Final[Mapping[str, tuple[float, float, float, float]]] = {
    "margin": (-50, 1000, 1, 10),
    "padding": (0, 1000, 1, 10),
    "text-indent": (-50, 1000, 1, 10),
    **dict.fromkeys(("top", "right", "bottom", "left", "inset"), (-100, 1000, 1, 10)),
    "letter-spacing": (-2, 50, 1, 0.16),
    "word-spacing": (-5, 100, 1, 0.16),
    "line-height": (6, 500, 16, 0.16),
    "text-stroke": (0, 1, 1, 1),
    "z-index": (0, inf, 1, 1),
    **dict.fromkeys(("font-size-adjust", "opacity", "scale", "text-size-adjust", "zoom"), (0.5, 4, 1, 0.01)),
}
"""Between how many pixels text stays where it can be read, and what a bare number and a hundredth count."""
_PUSHED: Final = frozenset({"margin"})
_PLACED: Final = word_set("top right bottom left inset")
_FADING: Final = word_set("opacity scale zoom")
_ROOMY: Final[Mapping[str, float]] = {
    **dict.fromkeys(("width", "max-width", "inline-size", "max-inline-size"), 200),
    **dict.fromkeys(("height", "max-height", "block-size", "max-block-size"), inf),
}
"""From how many pixels a box cuts off no text that is broken into lines."""


def _may_hide(declared: Declared) -> bool:
    for name, values in declared.items():
        if ESCAPE in name or (name in _WRITING and any(WRITTEN in value for value in values)):
            return True
        family = _family(name)
        is_of_list = name == "text-indent" and [v.lstrip("-") for v in values] == [
            *declared.get("margin-left", ())
        ]
        if family and not is_of_list and not all(_is_harmless(family, value) for value in values):
            return True
    return False


@lru_cache(maxsize=512)
def _family(name: str) -> str:
    """The property that can hide text of which this one is a part: "margin" of "margin-left"; or ""."""
    while name and name not in _WORDS and name not in _BETWEEN:
        name = name.rpartition("-")[0]
    return name


def _is_tight(declared: Declared) -> bool:
    """Whether text may not fit into a box of that size."""
    if not _UNBROKEN.isdisjoint(chain.from_iterable(declared.get(name, ()) for name in _BREAKING)):
        return True
    return any(
        value
        and value not in ANY
        and value not in _NONE
        and not (value == "100%" or ((measured := _measured(value, 1, 10)) is not None and measured >= least))
        for name, least in _ROOMY.items()
        for value in declared.get(name, ())
    )


def _least(declared: Declared, families: frozenset[str], usual: float) -> float:
    """The least that is declared of a number of these families, at most what is usual."""
    found = usual
    for name, values in declared.items():
        if (family := _family(name)) in families:
            _, _, bare, hundredth = _BETWEEN[family]
            parts = (_measured(part, bare, hundredth) for value in values for part in value.split())
            found = min(found, *(part for part in parts if part is not None), usual)
    return found


def _is_harmless(family: str, value: str) -> bool:
    words = _WORDS.get(family, _AUTO)
    low, high, bare, hundredth = _BETWEEN.get(family, (1, 0, 1, 1))
    return all(
        part in words
        or PREFIX.sub("", part) in words
        or part in ANY
        or ((measured := _measured(part, bare, hundredth)) is not None and low <= measured <= high)
        for part in value.split()
    )


# --- letters -------------------------------------------------------------------------------------------

_NUMBER: Final = re.compile(r"([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?)([a-z%]*)")
_PIXELS: Final = {
    "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "q": 0.945, "em": 16.0,
    "rem": 16.0, "ex": 8.0, "ch": 8.0, "vw": 10.0, "vh": 10.0,
}  # fmt: skip
"""A unit on a screen of a thousand pixels."""
_OF_PARENT: Final = {"em": 1.0, "%": 0.01, "ex": 0.5, "ch": 0.5, "larger": 1.2, "smaller": 0.8}
_READABLE: Final = word_set("""
    xx-small x-small small medium large x-large xx-large xxx-large initial
    caption icon menu message-box small-caption status-bar
    """)


def _measured(value: str, bare: float, hundredth: float) -> float | None:
    """The pixels of a number; None for what is none, or has a unit that is not known."""
    if not (match := _NUMBER.fullmatch(value)):
        return None
    unit = match[2]
    factor = bare if not unit else hundredth if unit == "%" else _PIXELS.get(unit)
    return None if factor is None else float(match[1]) * factor


def _size(sizes: Sequence[str], around: float) -> float:
    """The pixels of letters, at least; none at all only where every size says so."""
    found = [_pixels(size, around) for size in sizes]
    return min(found) if min(found) > 0 or max(found) == 0 else _UNKNOWN_SIZE


def _pixels(size: str, around: float) -> float:
    if size in _READABLE:
        return _USUAL_SIZE
    number = _NUMBER.fullmatch(f"1{size}" if size in _OF_PARENT else size)
    if number and number[2] in _OF_PARENT:
        return around * float(number[1]) * _OF_PARENT[number[2]]
    measured = around if size in ANY else _measured(size, 1, 1)
    return _UNKNOWN_SIZE if measured is None else measured
