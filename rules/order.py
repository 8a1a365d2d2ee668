"""A staff order: a clerk's mail whose subject or first line begins with an order word.

Only the kind is decided here. An order names what it is about (a reference, a
document, a telephone) or stands alone where it needs nothing.
"""

import re
from typing import Final

from rules.folding import clean, fold
from rules.wishes import bare_subject

ORDERS: Final = frozenset(
    [
        "fet",
        "feta",
        "fets",
        "activat",
        "activada",
        "activa",
        "treta",
        "tret",
        "aplica",
        "aplicar",
        "descarta",
        "descartar",
        "tanca",
        "corregeix",
        "corregir",
        "consentiment",
        "fitxa",
        "resum",
        "ajuda",
        "desfes",
        "llista",
        "estat",
        "reprendre",
        "atura",
    ]
)
"""The order words, folded."""

_ALONE: Final = frozenset({"fet", "resum", "ajuda", "desfes", "estat", "llista"})
_ITEM: Final = re.compile(r"\d|#|\b[a-z]{1,3}-[a-z0-9]{2,12}\b|@")
_LONGEST_ASIDE: Final = 4
"""Words of a text beside an order in the subject; with more, the subject "Fet" is no order."""

_FIRST: Final = re.compile(r"^[\W_]{0,4}([a-z]{3,12})\b[ ,:#-]{0,4}(.{0,120})")


def order_word(subject: str, text: str) -> str | None:
    """The order word that the clerk's mail begins with, or None."""
    lines = [line.strip() for line in fold(clean(text)).split("\n") if line.strip()]
    is_said_in_full = len(" ".join(lines).split()) > _LONGEST_ASIDE
    return _order(lines[0] if lines else "") or _order(bare_subject(subject), needs_item=is_said_in_full)


def _order(line: str, *, needs_item: bool = False) -> str | None:
    match = _FIRST.match(line)
    if match is None or match.group(1) not in ORDERS:
        return None
    rest = match.group(2).strip(" .!")
    if not rest:
        return match.group(1) if match.group(1) in _ALONE and not needs_item else None
    is_about_item = bool(_ITEM.search(rest)) and len(rest.split()) <= 10
    return match.group(1) if is_about_item else None
