"""What a page declares for each of its elements: its own sheets and the elements' styles as one cascade.

Parsed as browsers parse it, by tinycss2; elements are found by selectolax. A selector that
is not followed declares nothing, and is kept in `unfollowed`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple, TypeVar

import tinycss2
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

Token = Any
"""A node of tinycss2, which has no types."""
Value = tuple[Token, ...]
Declared = Mapping[str, Value]
"""What counts for an element, by property, without blanks and makers' prefixes."""

NOTHING: Final[Declared] = {}
LONGEST: Final = 64 * 1024
"""Characters of a page's sheets, and of its elements' styles, that are parsed."""
_MOST_VISITS: Final = 400_000
"""How often all selectors together may look at an element."""
_MOST_RULES: Final = 4_000
_MOST_PERHAPS: Final = 16
"""Rules of some screens only that are followed for one element."""

_PREFIXES: Final = ("-webkit-", "-moz-", "-ms-", "-o-")
_ALWAYS_TRUE: Final = frozenset({"all", "screen", "only", "and"})
"""Words of a media query that say nothing of the screen's size."""
_PLAIN: Final = frozenset({"ident", "hash", "whitespace", "[] block"})
_COMBINED_BY: Final = frozenset(".*>+:")
_STATES_AT_REST: Final = frozenset({"link", "any-link", "root", "first-child", "last-child", "empty"})
_NO_TEXT: Final = frozenset(
    {"hover", "active", "focus", "focus-within", "focus-visible", "visited", "target", "checked"}
    | {"before", "after", "selection", "placeholder", "marker"}
)
"""What holds none of the page's text, or only while somebody points at it."""


class _Declaration(NamedTuple):
    value: Value
    is_important: bool


_Layer = Mapping[str, _Declaration]
_NO_LAYER: Final[_Layer] = {}


class _Rule(NamedTuple):
    strength: tuple[int, int, int]
    selector: str
    layer: _Layer
    is_certain: bool


class Styles:
    """The styles of one page.

    `is_cut` says that some were too many to be read, `writes` that a rule puts words of its own
    before or after an element's.
    """

    def __init__(self, page: LexborHTMLParser, *, telling: frozenset[str]) -> None:
        """Read the sheets of *page*; of their rules only the *telling* properties count."""
        self.is_cut = self.writes = False
        self.unfollowed: list[Declared] = []
        self._telling = telling
        self._room = LONGEST
        self._own: dict[str, _Layer] = {}
        self._layers: dict[int, _Layer] = {}
        self._perhaps: dict[int, tuple[_Layer, ...]] = {}
        self._known: dict[tuple[str, int], Declared] = {}
        self._others: dict[tuple[int, int], Declared] = {}
        sheets = "\n".join(node.text() for node in page.css("style") if _is_for_screens(node))
        if sheets:
            self._read(page, sheets)

    def of(self, node: LexborNode, style: str) -> Declared:
        """What is declared for *node*, whose own style is *style*."""
        layer = self._layers.get(node.mem_id, _NO_LAYER) if self._layers else _NO_LAYER
        if not style and layer is _NO_LAYER:
            return NOTHING
        key = (style, id(layer))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = _declared(_over(layer, self._parsed(style)))
        return known

    def perhaps(self, node: LexborNode, style: Declared) -> list[Declared]:
        """What may be declared for *node*, whose *style* is certain, by rules that hold on some screens."""
        layers = self._perhaps.get(node.mem_id, ()) if self._perhaps else ()
        found = []
        for layer in layers:
            key = (id(style), id(layer))
            if key not in self._others:
                self._others[key] = {**style, **_declared(layer)}
            found.append(self._others[key])
        return found

    def _parsed(self, style: str) -> _Layer:
        layer = self._own.get(style)
        if layer is None:
            self._room -= len(style)
            self.is_cut = self.is_cut or self._room < 0
            layer = self._own[style] = {} if self._room < 0 else _layer(_contents(style))
        return layer

    def _read(self, page: LexborHTMLParser, sheets: str) -> None:
        rules = list(self._rules(sheets[:LONGEST]))
        visits = len(page.css("*"))
        most = min(_MOST_RULES, _MOST_VISITS // max(1, visits))
        self.is_cut = len(sheets) > LONGEST or len(rules) > most
        merged: dict[tuple[int, int], _Layer] = {}
        for rule in sorted(rules[:most], key=lambda rule: rule.strength):
            try:
                found = page.css(rule.selector)
            except SelectolaxError:
                self.unfollowed.append(_declared(rule.layer))
                continue
            for node in found:
                if not rule.is_certain:
                    self._add_perhaps(node, rule.layer)
                    continue
                under = self._layers.get(node.mem_id, _NO_LAYER)
                key = (id(under), id(rule.layer))
                if key not in merged:  # the elements of one kind have one layer
                    merged[key] = _over(under, rule.layer)
                self._layers[node.mem_id] = merged[key]

    def _add_perhaps(self, node: LexborNode, layer: _Layer) -> None:
        layers = self._perhaps.get(node.mem_id, ())
        self.is_cut = self.is_cut or len(layers) >= _MOST_PERHAPS
        self._perhaps[node.mem_id] = (*layers, layer)[:_MOST_PERHAPS]

    def _rules(self, sheets: str) -> Iterator[_Rule]:
        """The rules that tell something, one for each of their selectors, in their order."""
        for prelude, content, is_certain in _qualified(tinycss2.parse_stylesheet(_readable(sheets))):
            declared = _contents(content)
            # Rules within rules are not followed: few mail programs do.
            nested = (one.content for one in declared if one.type == "qualified-rule")
            self.unfollowed += [_declared(_layer(_contents(content))) for content in nested]
            layer = {name: one for name, one in _layer(declared).items() if name in self._telling}
            for selector in _parted(prelude) if layer else ():
                strength = _strength(selector)
                if strength is not None:
                    yield _Rule(strength, tinycss2.serialize(selector).strip(), layer, is_certain)
                elif _is_of_no_text(selector):
                    self.writes = self.writes or ("content" in layer and writes(layer["content"].value))
                else:
                    self.unfollowed.append(_declared(layer))


_LONG_NUMBER: Final = re.compile(r"(\d{40})\d+")


def _readable(css: str) -> str:
    """The style without numbers so long that Python makes none of them."""
    return _LONG_NUMBER.sub(r"\1", css)


def _contents(block: str | list[Token]) -> list[Token]:
    """What stands in the braces of a rule, or in an element's style."""
    found: list[Token] = tinycss2.parse_blocks_contents(_readable(block) if isinstance(block, str) else block)
    return found


def _is_for_screens(node: LexborNode) -> bool:
    return _is_any_screen(tinycss2.parse_component_value_list(_readable(node.attributes.get("media") or "")))


def _qualified(rules: Iterable[Token]) -> Iterator[tuple[list[Token], list[Token], bool]]:
    """Selector and content of each rule, and whether it holds on every screen."""
    waiting = [(rule, True) for rule in reversed(list(rules))]
    while waiting:
        rule, is_certain = waiting.pop()
        if rule.type == "qualified-rule":
            yield rule.prelude, rule.content, is_certain
        elif rule.type == "at-rule" and rule.content is not None and _may_hold(rule):
            is_certain = is_certain and rule.lower_at_keyword == "media" and _is_any_screen(rule.prelude)
            inside = tinycss2.parse_rule_list(rule.content)
            waiting += [(one, is_certain) for one in reversed(inside)]


def _may_hold(rule: Token) -> bool:
    """Whether what is in an at-rule may count on a screen: all but `@media` of other things alone."""
    return rule.lower_at_keyword != "media" or any(
        not _NO_SCREENS & (words := {t.lower_value for t in one if t.type == "ident"}) or "not" in words
        for one in _parted(rule.prelude)
    )


_NO_SCREENS: Final = frozenset({"print", "speech", "aural", "braille", "embossed", "tty"})


def _is_any_screen(query: Sequence[Token]) -> bool:
    """Whether one of the media asked for is a screen, whatever its size."""
    return any(
        all(
            token.type == "whitespace" or (token.type == "ident" and token.lower_value in _ALWAYS_TRUE)
            for token in one
        )
        for one in _parted(query)
    )


def _layer(contents: Iterable[Token]) -> _Layer:
    """The declarations of a block, the last of each property."""
    layer: dict[str, _Declaration] = {}
    for one in contents:
        if one.type != "declaration":
            continue
        name = one.lower_name
        name = next((name.removeprefix(p) for p in _PREFIXES if name.startswith(p)), name)
        value = tuple(token for token in one.value if token.type not in {"whitespace", "comment"})
        for longhand, part in _longhands(_ALIASES.get(name, name), value):
            before = layer.get(longhand)
            if one.important or before is None or not before.is_important:
                layer[longhand] = _Declaration(part, one.important)
    return layer


def _longhands(name: str, value: Value) -> tuple[tuple[str, Value], ...]:
    """A property with its value; of those that are short for several, those that somebody asks for."""
    if name == "font":
        return (("font-size", _size_in_font(value)), ("line-height", _line_in_font(value)))
    if name == "background":
        return (("background-color", value), ("background-image", value))
    if name in {"margin", "padding"} and value:
        sides = ((f"{name}-{side}", (part,)) for side, part in zip(SIDES, four(value), strict=True))
        return ((name, value), *sides)
    if name in _PAIRS:
        return tuple((longhand, value) for longhand in _PAIRS[name])
    return ((name, value),)


SIDES: Final = ("top", "right", "bottom", "left")
_ALIASES: Final = {
    **{f"{most}block-size": f"{most}height" for most in ("", "max-")},
    **{f"{most}inline-size": f"{most}width" for most in ("", "max-")},
    **{
        f"{what}-{logical}": f"{prefix}{side}"
        for what, prefix in (("margin", "margin-"), ("padding", "padding-"), ("inset", ""))
        for logical, side in (
            *(("block-start", "top"), ("block-end", "bottom")),
            *(("inline-start", "left"), ("inline-end", "right")),
        )
    },
    **{f"overflow-{axis}": "overflow" for axis in ("block", "inline")},
}
"""Properties that are called by the direction of writing, as they are on a page in our languages."""
_PAIRS: Final = {
    f"{what}-{axis}": tuple(f"{prefix}{side}" for side in sides)
    for what, prefix in (("margin", "margin-"), ("padding", "padding-"), ("inset", ""))
    for axis, sides in (("block", ("top", "bottom")), ("inline", ("left", "right")))
}
_OF_FEWER: Final = {1: (0, 0, 0, 0), 2: (0, 1, 0, 1), 3: (0, 1, 2, 1)}
_Each = TypeVar("_Each")


def four(sides: Sequence[_Each]) -> list[_Each]:
    """Top, right, bottom and left of one to four values."""
    return [sides[place] for place in _OF_FEWER.get(len(sides), (0, 1, 2, 3))]


def _size_in_font(value: Value) -> Value:
    """The last number before the line's height: "italic 700 12px/14px serif"."""
    end = next((i for i, token in enumerate(value) if token.type == "literal" and token.value == "/"), None)
    sizes = [token for token in value[:end] if token.type in _SIZES]
    return tuple(sizes[-1:])


def _line_in_font(value: Value) -> Value:
    """The line's height, after the stroke."""
    end = next((i for i, token in enumerate(value) if token.type == "literal" and token.value == "/"), None)
    return () if end is None else value[end + 1 : end + 2]


_SIZES: Final = frozenset({"number", "dimension", "percentage", "function"})


def _over(under: _Layer, layer: _Layer) -> _Layer:
    """The layer above another: it wins, but over what is important there and not here."""
    won = dict(under)
    for name, one in layer.items():
        if one.is_important or name not in won or not won[name].is_important:
            won[name] = one
    return won


def _declared(layer: _Layer) -> Declared:
    return {name: one.value for name, one in layer.items()}


def _parted(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """What stands between the commas."""
    part: list[Token] = []
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            yield part
            part = []
        elif token.type != "comment":
            part.append(token)
    yield part


def _strength(selector: Sequence[Token]) -> tuple[int, int, int] | None:
    """How strong a selector is (ids, classes, elements); None for one that costs too much to follow."""
    ids = classes = elements = 0
    before = ""
    for token in selector:
        sign = token.value if token.type == "literal" else ""
        if token.type not in _PLAIN and sign not in _COMBINED_BY:
            return None
        if before == ":" and (token.type != "ident" or token.lower_value not in _STATES_AT_REST):
            return None
        ids += token.type == "hash"
        classes += token.type == "[] block" or (token.type == "ident" and before in {".", ":"})
        elements += token.type == "ident" and before not in {".", ":"}
        before = sign
    return (ids, classes, elements)


def _is_of_no_text(selector: Sequence[Token]) -> bool:
    return any(
        token.type == "ident" and (token.lower_value in _NO_TEXT or token.lower_value.startswith("-"))
        for before, token in pairwise(selector)
        if before.type == "literal" and before.value == ":"
    )


def writes(content: Value) -> bool:
    """Whether the content that a style makes may hold words."""
    return any(
        token.type == "function" or (token.type == "string" and any(map(str.isalnum, token.value)))
        for token in content
    )
