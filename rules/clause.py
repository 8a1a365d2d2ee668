"""The words for the list's clause and for the list, misspelt as people do: is a paper about it?"""

import re
from typing import Final

from rules.folding import clean, fold
from rules.lists import WHATSAPP

LIST: Final = re.compile(
    rf"\b(?:{WHATSAPP}|difu[scz]+i?o\w*|llista d'avisos|servei d'avisos|informacio ajuntament|"
    rf"informacio de l'ajuntament|missatgeria)\b"
)
"""The list, in folded text."""

CLAUSE: Final = re.compile(
    r"\b(?:co[nm]s?[sc]ent\w{2,9}|cl[au]{1,3}[sz]{1,2}[uo]l{1,2}\w{0,3}|lopd\w{0,3}|rgpd|gdpr|"
    r"proteccio (?:de |d')?dades|proteccion de datos|tractament (?:de |d')(?:les )?dades|"
    r"tratamiento de (?:los )?datos|cessio de dades|autoritzacio (?:i |de |per )\w*|"
    r"declaracio d'autoritzacio)"
)
"""The clause, in folded text."""


TITLE: Final = re.compile(r"\b(?:cl[au]{1,3}[sz]{1,2}[uo]l{1,2}\w{0,3}|co[nm]s?[sc]ent\w{2,9})")
"""What the clause calls itself, in folded text."""


def named_as_list(folded: str, channel: str) -> str:
    """A folded text with the town's own name for its list replaced by the commonest."""
    name = fold(clean(channel)).strip()
    return folded.replace(name, "informacio ajuntament") if name else folded


def is_about_list(text: str) -> bool:
    """Whether a text names the list or the clause, misspelt as people do."""
    folded = fold(clean(text))
    return bool(LIST.search(folded) or CLAUSE.search(folded))


def names_clause(text: str) -> bool:
    """Whether a text names the clause itself."""
    return bool(CLAUSE.search(fold(clean(text))))
