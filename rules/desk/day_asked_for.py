"""The day for which somebody asks to leave, "a partir de l'1 de juny": until then their card can wait."""

from datetime import date, timedelta
from typing import Final

from rules.text.dates import MONTHS, find_dates
from rules.text.folding import clean
from rules.text.tokens import Text

_YEAR_AHEAD: Final = timedelta(days=364)


def day_asked_for(words: str, today: date) -> date | None:
    """The one day to come that *words* name, of a month alone its first; None where it is none or several.

    A day without its year is the next such.
    """
    text = clean(words)
    days = {found.on for found in find_dates(text, today=today + _YEAR_AHEAD)}
    if not days:
        words_said = {token.word for sentence in Text(text).sentences for token in sentence}
        months = {MONTHS[word] for word in words_said & MONTHS.keys() if len(word) >= _SHORTEST}
        days = {_first_of(month, today) for month in months}
    return next(iter(days)) if len(days) == 1 and min(days) > today else None


_SHORTEST: Final = 4
"""Letters of a month's name that is no other word's."""


def _first_of(month: int, today: date) -> date:
    return date(today.year + (month <= today.month), month, 1)
