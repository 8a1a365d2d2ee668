"""A reply to one of our letters: thanks ask for nothing, anything else may be a request."""

import re
from typing import Final

from rules.folding import fold

_THANKS: Final = re.compile(
    r"\b(?:gracies|gracias|merci|merces|thanks|thank you|d'acord|de acuerdo|perfecte|perfecto|entesos|"
    r"entesa|rebut|recibido|ok|okay|vale|molt be|muy bien)\b"
)
_ASKS: Final = re.compile(
    r"\d|\?|\b(?:no|ni|pero|error|equivoca\w*|desf\w*|deshac\w*|torn\w*|vuelv\w*|qued\w*|repens\w*|pensad\w*|"
    r"baixa|baja|alta|llista|lista|era|encara|todavia|tambe|tambien|si us plau|sisplau|por favor|vull|"
    r"quiero)\b"
)
_SHORT: Final = 25  # words


def is_only_thanks(text: str) -> bool:
    """Does a reply say thank you, or that it was received, and nothing else? An empty one says nothing."""
    said = fold(text)
    if not said.strip():
        return True
    return len(said.split()) <= _SHORT and bool(_THANKS.search(said)) and not _ASKS.search(said)
