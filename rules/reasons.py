"""Why somebody leaves, where the wish is concluded from it: it is told, and puts nothing off."""

import re
from typing import Final

SO: Final = re.compile(
    r"\b(?:o sigui que|o sea que|aixi que|asi que|de manera que|de modo que|per tant|por tanto|per aixo|"
    r"por eso|doncs|so)\b"
)
_STOP: Final = re.compile(r"[.!?\n]")
_LONGEST: Final = 300
_NEAR: Final = 24
"""Characters of a sentence in which its conclusion is said to be one."""


def without_reason(text: str, wish: str) -> str:
    """Folded text without what the *wish* is concluded from: "marxem al juliol, o sigui que traieu-nos".

    Where a sentence begins with its conclusion ("Per tant, …", "Us demano, doncs, …") it is the one before.
    """
    words = wish.split()
    ends = (" ".join(words[cut:]) for cut in range(max(1, len(words) - 1)))  # "us demano, doncs, que …"
    wish = next((end for end in ends if end and end in text), "")
    place = text.find(wish)
    if not wish:
        return text
    stops = [match.end() for match in _STOP.finditer(text, max(0, place - _LONGEST), place)]
    start = stops[-1] if stops else max(0, place - _LONGEST)
    conclusion = next(iter([*SO.finditer(text, start, place + len(wish) + _NEAR)][-1:]), None)
    if conclusion is None:
        return text
    if conclusion.start() - start <= _NEAR and stops:
        before = [stop for stop in stops if text[stop:start].strip(" .!?\n")]
        return f"{text[: before[-1] if before else 0]} {text[start:]}"
    return f"{text[:start]} {text[conclusion.start() :]}" if conclusion.start() < place else text
