"""The day for which somebody asks to leave, "a partir de l'1 de juny": until then their card can wait."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from rules.text.dates import MONTHS, find_dates
from rules.text.folding import clean, fold

_FAR: Final = timedelta(days=183)
"""How far ahead a day that a mail names can be: beyond, it was more likely one of the past."""
_YEAR_AHEAD: Final = timedelta(days=364)


def day_asked_for(words: str, today: date) -> date | None:
    """The one day to come that *words* name, of a month alone its first; None where it is none or several.

    A day without its year is the next such. What a sentence tells of the past is not asked for, and what is
    more than half a year away is for a person.
    """
    said = (one for one in _SENTENCE_ENDS.split(clean(words)) if not _TELLS.search(fold(one)))
    days = {day for one in said for day in _days(one, today)}
    return next(iter(days)) if len(days) == 1 and today < min(days) <= today + _FAR else None


def _days(sentence: str, today: date) -> Iterator[date]:
    dates = find_dates(sentence, today=today + _YEAR_AHEAD)
    yield from (found.on for found in dates)
    if not dates:
        months = (MONTHS[fold(found[1])] for found in _MONTH.finditer(sentence))
        yield from (date(today.year + (month <= today.month), month, 1) for month in months)


_SENTENCE_ENDS: Final = re.compile(r"[.!?](?=\s)|\n")
_TELLS: Final = re.compile(
    r"\b(?:vaig|vam|vas|va|vau|van|he|hem|hice|hicimos|pedi|solicite|naci|nascut|nascuda|nacido|nacida)\b|"
    r"\b(?:des|desde|d'enca)\b.{0,30}\b(?:no (?:em )?(?:funciona|arriba|rebo|llega|recibo|va))\b"
)
"""A sentence that tells what was: "ja ho vaig demanar el 3 de març", "des del 3 de març no funciona"."""
_MONTH: Final = re.compile(
    r"(?:\b(?:de|al?|el|en|del|por|per)\s+|\b[dl]['’])(?!marc\b)("
    + "|".join(sorted((name for name in MONTHS if len(name) > len("sept")), key=len, reverse=True))
    + r"|març|maig|juny|mayo)\b"
)
"""A month by its name behind a word that leads to it: it is written small, as no name of a person is."""
