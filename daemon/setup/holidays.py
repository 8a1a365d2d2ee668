"""The town's own two holidays a year: proposed where they are known, asked for where they are not."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from daemon.configuration.calendar import regional
from daemon.configuration.default_town import DEFAULT_TOWN
from daemon.configuration.settings import parse
from daemon.configuration.values import Day, Line, MaybeLine, Subdivision
from daemon.language import _, dated, later, plural
from daemon.setup.answers import Answers
from daemon.setup.questions import Questions, of

Holiday = dict[str, Any]

_SUNDAY: Final = 6
_WHERE: Final = later(
    "They are named in the yearly order on local holidays, published in the DOGC each December; "
    "the town's plenary session chose them."
)


class HolidayQuestions(Questions):
    """Asks for the region and, year by year, for the local holidays."""

    def ask(self, today: date) -> None:
        """Ask for this year and the next."""
        why = _("Whose holidays hold: CT is Catalonia (letters of ISO 3166-2:ES).")
        self.key("calendar", "subdivision", _("Region"), of(Subdivision), why, default="CT")
        holidays: list[Holiday] = []
        confirmed: list[int] = []
        for year in (today.year, today.year + 1):
            found = self._of_year(year)
            holidays += found
            if found and self._confirms(year, found):
                confirmed.append(year)
            else:
                self.asker.say(
                    _(
                        "{year} stays unconfirmed: dates are counted all the same, and each says so. When "
                        "you have the order, `altabaixa calendar confirm {year}` prints what to add.",
                        year=year,
                    ),
                    "yellow",
                )
        self.answers.put("calendar", local_holidays=holidays, confirmed_years=confirmed)

    def _of_year(self, year: int) -> list[Holiday]:
        known = proposed(self.answers, year)
        if known:
            self.asker.say(_("I know the local holidays of {year}:", year=year))
            for day in known:
                self.asker.note(
                    f"{dated(day['date'], 'EEEE')} {day['date']}, {day['name']} ({day['source']})"
                )
            if self.asker.yes(_("Are these right?"), default=True):
                return known
        return self._asked(year)

    def _asked(self, year: int) -> list[Holiday]:
        found: list[Holiday] = []
        why = _("As a date, like {year}-05-08. {where} Not published yet? Enter.", year=year, where=_(_WHERE))
        for question in (later("First local holiday of {year}"), later("Second local holiday of {year}")):
            read = self._maybe_day(year, [holiday["date"] for holiday in found])
            day = self.asker.ask(_(question, year=year), read, why, optional=True)
            if day is None:
                break
            name = self.asker.ask(_("What is it called?"), of(Line), _("For example Aparició de Sant Miquel"))
            found.append({"date": day, "name": name})
            why = ""
        if not found:
            return []
        why = _("So that the next one can look it up. For example Ordre EMT/208/{year}", year=year - 1)
        source = self.asker.ask(_("Which order says so?"), of(MaybeLine), why, optional=True)
        return [{**holiday, "source": source} for holiday in found]

    def _maybe_day(self, year: int, taken: list[date]) -> Callable[[str], date | None]:
        days = regional(self.answers.get("calendar", "subdivision"), range(year, year + 1))

        def read(text: str) -> date | None:
            if not text:
                return None
            day: date = of(Day)(text)
            if why := refusal(day, year, days, taken):
                raise ValueError(why)
            return day

        return read

    def _confirms(self, year: int, found: list[Holiday]) -> bool:
        days = ", ".join(holiday["date"].isoformat() for holiday in found)
        why = plural(
            "{days}. A town has two. Yes: due dates in {year} count as certain. "
            "No: each says that nobody has checked it.",
            "{days}. Yes: due dates in {year} count as certain. No: each says that nobody has checked it.",
            len(found),
            days=days,
            year=year,
        )
        question = _("Did you compare {year} with the official order?", year=year)
        return self.asker.yes(question, why=why, default=False)


def proposed(answers: Answers, year: int) -> list[Holiday]:
    """Return what the package knows of the town's own holidays in *year*: so far, those of Setcases."""
    town, home = answers.draft().town().place, parse(DEFAULT_TOWN).town().place
    if town.casefold() != home.casefold():
        return []
    return [dict(known) for known in DEFAULT_TOWN["calendar"]["local_holidays"] if known["date"].year == year]


def refusal(day: date, year: int, regional: Mapping[date, str], taken: list[date]) -> str | None:
    """Say why *day* can be no local holiday of *year*; None if it can."""
    if day.year != year:
        return _("{day} is not in {year}", day=day, year=year)
    if day.weekday() == _SUNDAY:
        return _(
            "{day} is a Sunday, and no local holiday falls on one: is it the right year's order?", day=day
        )
    if day in regional:
        return _(
            "{day} is a holiday everywhere in the region already: {regional}", day=day, regional=regional[day]
        )
    return _("{day} is the other one already", day=day) if day in taken else None
