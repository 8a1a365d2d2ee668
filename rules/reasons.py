"""Why somebody leaves, where the wish is concluded from it: it is told, and puts nothing off."""

import re
from typing import Final

SO: Final = re.compile(
    r"\b(?:o sigui que|o sea que|aixi que|asi que|de manera que|de modo que|per tant|por tanto|per aixo|"
    r"por eso|so)\b"
)
_STOP: Final = re.compile(r"[.!?\n]")
_LONGEST: Final = 300


def without_reason(text: str, wish: str) -> str:
    """Folded text without what the *wish* is concluded from: "marxem al juliol, o sigui que traieu-nos"."""
    place = text.find(wish) if wish else -1
    low = max(0, place - _LONGEST)
    start = max((match.end() for match in _STOP.finditer(text, low, place)), default=low)
    conclusions = list(SO.finditer(text, start, place)) if place >= 0 else []
    return f"{text[:start]} {text[conclusions[-1].start() :]}" if conclusions else text
