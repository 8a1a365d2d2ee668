"""The town's own two holidays a year: proposed where they are known, asked for where they are not."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from daemon.configuration.calendar import regional
from daemon.configuration.default_town import DEFAULT_TOWN
from daemon.configuration.settings import parse
from daemon.configuration.values import Day, Line, MaybeLine, Subdivision
from daemon.setup.answers import Answers
from daemon.setup.questions import Questions, of

Holiday = dict[str, Any]

_SUNDAY: Final = 6
_WHERE: Final = (
    "They are named in the yearly order on local holidays, published in the DOGC each December; "
    "the town's plenary session chose them."
)


class HolidayQuestions(Questions):
    """Asks for the region and, year by year, for the local holidays."""

    def ask(self, today: date) -> None:
        """Ask for this year and the next."""
        why = "Whose holidays hold: CT is Catalonia (letters of ISO 3166-2:ES)."
        self.key("calendar", "subdivision", "Region", of(Subdivision), why, default="CT")
        holidays: list[Holiday] = []
        confirmed: list[int] = []
        for year in (today.year, today.year + 1):
            found = self._of_year(year)
            holidays += found
            if found and self._confirms(year, found):
                confirmed.append(year)
            else:
                self.asker.say(
                    f"{year} stays unconfirmed: dates are counted all the same, and each says so. "
                    f"When you have the order, `altabaixa calendar confirm {year}` prints what to add.",
                    "yellow",
                )
        self.answers.put("calendar", local_holidays=holidays, confirmed_years=confirmed)

    def _of_year(self, year: int) -> list[Holiday]:
        known = proposed(self.answers, year)
        if known:
            self.asker.say(f"I know the local holidays of {year}:")
            for day in known:
                self.asker.note(f"{day['date']:%A} {day['date']}, {day['name']} ({day['source']})")
            if self.asker.yes("Are these right?", default=True):
                return known
        return self._asked(year)

    def _asked(self, year: int) -> list[Holiday]:
        found: list[Holiday] = []
        why = f"As a date, like {year}-05-08. {_WHERE} Not published yet? Enter."
        for which in ("First", "Second"):
            read = self._maybe_day(year, [holiday["date"] for holiday in found])
            day = self.asker.ask(f"{which} local holiday of {year}", read, why, optional=True)
            if day is None:
                break
            name = self.asker.ask("What is it called?", of(Line), "For example Aparició de Sant Miquel")
            found.append({"date": day, "name": name})
            why = ""
        if not found:
            return []
        why = f"So that the next one can look it up. For example Ordre EMT/208/{year - 1}"
        source = self.asker.ask("Which order says so?", of(MaybeLine), why, optional=True)
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
        few = " A town has two." if len(found) == 1 else ""
        return self.asker.yes(
            f"Did you compare {year} with the official order?",
            why=f"{days}.{few} Yes: due dates in {year} count as certain. "
            "No: each says that nobody has checked it.",
            default=False,
        )


def proposed(answers: Answers, year: int) -> list[Holiday]:
    """Return what the package knows of the town's own holidays in *year*: so far, those of Setcases."""
    town, home = answers.draft().town().place, parse(DEFAULT_TOWN).town().place
    if town.casefold() != home.casefold():
        return []
    return [dict(known) for known in DEFAULT_TOWN["calendar"]["local_holidays"] if known["date"].year == year]


def refusal(day: date, year: int, regional: Mapping[date, str], taken: list[date]) -> str | None:
    """Say why *day* can be no local holiday of *year*; None if it can."""
    if day.year != year:
        return f"{day} is not in {year}"
    if day.weekday() == _SUNDAY:
        return f"{day} is a Sunday, and no local holiday falls on one: is it the right year's order?"
    if day in regional:
        return f"{day} is a holiday everywhere in the region already: {regional[day]}"
    return f"{day} is the other one already" if day in taken else None
