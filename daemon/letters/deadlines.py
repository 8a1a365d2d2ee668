"""A time limit in Catalan: how its days were counted, from the presentation to the last one.

Apostrophes are straight, as in all that other programs may read.
"""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Final

from daemon.letters import wording
from daemon.letters.dates import of_month
from rules.calendar.workdays import Day, Deadline

BASIS: Final = (
    "Els dies laborables de l'avís es compten com a dies hàbils (Llei 39/2015, art. 30 i 31.2.c): "
    "des de l'endemà de la presentació, sense dissabtes, diumenges, festius ni festes locals."
)
"""How "dies laborables" is understood, to be said wherever a due date is explained."""


def explained(deadline: Deadline) -> str:
    """Say the whole count in one Catalan line, from the presentation to the last day."""
    parts = (
        f"registrat el {in_words(deadline.registered_on)}",
        _counted_in_words(deadline.days),
        _skipped_in_words(deadline.days),
        f"venç el {in_words(deadline.due_on)}",
        _doubt_in_words(deadline.unconfirmed_years),
    )
    return "; ".join(part for part in parts if part)


RIGHTS_BASIS: Final = (
    "Qui exerceix un dret sobre les seves dades ha de tenir resposta en un mes des que es rep, o en tres si "
    "dins del primer se li diu que en calen dos més (Reglament (UE) 2016/679, art. 12.3); si l'últim dia és "
    "inhàbil, passa al primer dia hàbil següent (Llei orgànica 3/2018, disposició addicional tercera)."
)
"""By which law a right is answered until when."""


def answer_explained(deadline: Deadline, *, months: int) -> str:
    """Say in one Catalan line until when a right is to be answered, step by step."""
    first, *_ = deadline.days
    skipped = [day.date for day in deadline.days if not day.counts]
    term = "un mes" if months == 1 else f"{months} mesos"
    parts = (
        f"rebut el {in_words(deadline.registered_on)}",
        f"{term} després és el {in_words(first.date)}",
        f"no {'és hàbil' if len(skipped) == 1 else 'són hàbils'} {_dates_in_words(skipped)}"
        if skipped
        else "",
        f"cal contestar fins al {in_words(deadline.due_on)}",
        _doubt_in_words(deadline.unconfirmed_years),
    )
    return "; ".join(part for part in parts if part)


def in_words(day: date, *, year: bool = True) -> str:
    """Say *day* in Catalan without an article: "dilluns 11 de maig de 2026"."""
    return wording.day(day, year=year).replace("’", "'")


def _month(day: date) -> str:
    return of_month(day).replace("’", "'")


def _counted_in_words(days: Sequence[Day]) -> str:
    counted = [day.date for day in days if day.counts]
    if len(counted) == 1:
        return f"compta el dia {_dates_in_words(counted)}"
    return f"compten els dies {_dates_in_words(counted)}"


def _dates_in_words(dates: Sequence[date]) -> str:
    """The dates with each month said once: "29 i 30 d'abril i 4 de maig"."""
    months = groupby(dates, key=lambda day: day.month)
    by_month = [list(of_month) for _, of_month in months]
    return _listed([f"{_listed([str(day.day) for day in days])} {_month(days[0])}" for days in by_month])


def _skipped_in_words(days: Sequence[Day]) -> str:
    """The holidays one by one, the weekends together; "" when every day counts."""
    skipped = [day for day in days if not day.counts]
    names = [_holiday_in_words(day.date, day.why) for day in skipped if isinstance(day.why, str)]
    if len(names) < len(skipped):
        names.append("els caps de setmana")
    elif len(names) == 1:
        return f"no compta {names[0]}"
    return f"no compten {_listed(names, last=' ni ')}" if names else ""


def _holiday_in_words(day: date, name: str) -> str:
    # "L'u" and "l'onze" begin with a vowel; every other number takes "el".
    article = "l'" if day.day in {1, 11} else "el "
    return f"{article}{day.day} {_month(day)} ({name})"


def _doubt_in_words(years: Sequence[int]) -> str:
    if not years:
        return ""
    if len(years) == 1:
        return f"atenció: el calendari de {years[0]} no està confirmat i la data pot canviar"
    names = _listed([str(year) for year in years])
    return f"atenció: els calendaris de {names} no estan confirmats i la data pot canviar"


def _listed(words: Sequence[str], *, last: str = " i ") -> str:
    """The words as a Catalan list: "a, b i c"."""
    return last.join(filter(None, (", ".join(words[:-1]), *words[-1:])))
