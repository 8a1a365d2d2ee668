"""The colours of a page's texts and grounds, and whether a text can be told from its ground.

Rule 1: a colour that is not known may be any.
"""

import re
from collections.abc import Iterator
from colorsys import hls_to_rgb
from functools import lru_cache
from typing import Final

from rules.mail.styles import ANY, LINK
from rules.text.patterns import word_set

Colour = tuple[int, int, int] | None
"""Red, green and blue; None where it is not known."""

BLACK: Final = (0, 0, 0)
WHITE: Final = (255, 255, 255)

_NAMES: Final = """
    aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc
    bisque ffe4c4 black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a
    burlywood deb887 cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e coral ff7f50
    cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 00ffff darkblue 00008b darkcyan 008b8b
    darkgoldenrod b8860b darkgray a9a9a9 darkgreen 006400 darkgrey a9a9a9 darkkhaki bdb76b
    darkmagenta 8b008b darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc darkred 8b0000
    darksalmon e9967a darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f darkslategrey 2f4f4f
    darkturquoise 00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff dimgray 696969
    dimgrey 696969 dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0 forestgreen 228b22
    fuchsia ff00ff gainsboro dcdcdc ghostwhite f8f8ff gold ffd700 goldenrod daa520 gray 808080
    green 008000 greenyellow adff2f grey 808080 honeydew f0fff0 hotpink ff69b4 indianred cd5c5c
    indigo 4b0082 ivory fffff0 khaki f0e68c lavender e6e6fa lavenderblush fff0f5 lawngreen 7cfc00
    lemonchiffon fffacd lightblue add8e6 lightcoral f08080 lightcyan e0ffff lightgoldenrodyellow fafad2
    lightgray d3d3d3 lightgreen 90ee90 lightgrey d3d3d3 lightpink ffb6c1 lightsalmon ffa07a
    lightseagreen 20b2aa lightskyblue 87cefa lightslategray 778899 lightslategrey 778899
    lightsteelblue b0c4de lightyellow ffffe0 lime 00ff00 limegreen 32cd32 linen faf0e6 magenta ff00ff
    maroon 800000 mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db
    mediumseagreen 3cb371 mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc
    mediumvioletred c71585 midnightblue 191970 mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5
    navajowhite ffdead navy 000080 oldlace fdf5e6 olive 808000 olivedrab 6b8e23 orange ffa500
    orangered ff4500 orchid da70d6 palegoldenrod eee8aa palegreen 98fb98 paleturquoise afeeee
    palevioletred db7093 papayawhip ffefd5 peachpuff ffdab9 peru cd853f pink ffc0cb plum dda0dd
    powderblue b0e0e6 purple 800080 rebeccapurple 663399 red ff0000 rosybrown bc8f8f royalblue 4169e1
    saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d
    silver c0c0c0 skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa
    springgreen 00ff7f steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347
    turquoise 40e0d0 violet ee82ee wheat f5deb3 white ffffff whitesmoke f5f5f5 window ffffff
    windowtext 000000 yellow ffff00 yellowgreen 9acd32
    """
"""The names of the CSS Color standard and what they stand for; and the two of Windows that Word writes."""
_BY_NAME: Final = {name: f"#{digits}" for name, digits in re.findall(r"([a-z]+) ([0-9a-f]{6})", _NAMES)}

_HEX: Final = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_CALL: Final = re.compile(r"(rgb|hsl)a?\(([0-9a-z.%,/+\s]*)\)")
_PART: Final = re.compile(r"([0-9]{1,6}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})(deg|%)?")
_PAINT: Final = re.compile(r"[^\s(),/]+(?:\([^()]*\))?")
_NUMBER: Final = re.compile(r"[-+]?[0-9.]+[a-z%]*")
_NO_PAINT: Final = ANY | word_set("""
    none auto transparent repeat repeat-x repeat-y no-repeat scroll fixed local center cover contain top right
    bottom left border-box padding-box content-box
    """)
_FAINT: Final = 0.4
"""How much of a colour is left, at least, for what is painted with it to be seen."""
_LEAST_CONTRAST: Final = 1.2
_OTHER_HUE: Final = 100
"""Colours of less contrast than this look alike, unless one of their parts differs by so much."""


def inks(value: str) -> Iterator[Colour]:
    """What letters are painted with; nothing where it is what they had."""
    if value == "initial":
        yield BLACK
    elif value not in ANY and value != "currentcolor":
        yield _colour(value, least=_FAINT)


def grounds(value: str) -> Iterator[Colour]:
    """What a background is painted with, below its picture; nothing where it is clear."""
    for paint in _PAINT.findall(value.replace(LINK, " ")):
        is_clear = (found := _painted(paint)) and found[1] == 0
        if not is_clear and paint not in _NO_PAINT and not _NUMBER.fullmatch(paint):
            yield _colour(paint)


def named(text: str | None) -> tuple[Colour, ...]:
    """The colour of an old attribute, which may lack its "#"."""
    text = (text or "").strip().lower()
    return (_colour(text) or _colour(f"#{text}"),) if text else ()


@lru_cache(maxsize=256)
def alike(ink: Colour, ground: Colour) -> bool:
    """Whether the two may look alike."""
    if ink is None or ground is None:
        return True
    dark, light = sorted((_luminance(ink), _luminance(ground)))
    is_other_hue = any(abs(a - b) >= _OTHER_HUE for a, b in zip(ink, ground, strict=True))
    return not is_other_hue and (light + 0.05) / (dark + 0.05) < _LEAST_CONTRAST


def _luminance(colour: tuple[int, int, int]) -> float:
    """How bright it looks, from 0 to 1 (WCAG 2)."""
    red, green, blue = (float((part / 255) ** 2.2) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _colour(text: str, *, least: float = 1) -> Colour:
    """The colour; None for one that is not known, or of which more than *least* may shine through."""
    found = _painted(text)
    return found[0] if found and found[1] >= least else None


def _painted(text: str) -> tuple[tuple[int, int, int], float] | None:
    """A colour and how much of it covers what is below."""
    text = _BY_NAME.get(text, text)
    if _HEX.fullmatch(text):
        digits = text[1:] if len(text) > 5 else "".join(2 * digit for digit in text[1:])
        red, green, blue, opaque = bytes.fromhex(f"{digits}ff"[:8])
        return (red, green, blue), opaque / 255
    if not (call := _CALL.fullmatch(text)):
        return None
    parts = [_PART.fullmatch(part) for part in re.split(r"[\s,/]+", call[2].strip())]
    numbers = [(float(part[1]), part[2] or "") for part in parts if part]
    if len(numbers) != len(parts) or len(parts) not in {3, 4}:
        return None
    *three, last = numbers if len(numbers) == 4 else (*numbers, (1.0, ""))
    alpha = min(1.0, last[0] / (100 if last[1] == "%" else 1))
    if call[1] == "rgb":
        shades = [n / (100 if unit == "%" else 255) for n, unit in three]
    else:
        (hue, _), (full, _), (light, _) = three
        shades = [*hls_to_rgb(hue / 360, min(1, light / 100), min(1, full / 100))]
    red, green, blue = (min(255, round(255 * shade)) for shade in shades)
    return (red, green, blue), alpha
