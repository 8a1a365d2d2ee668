"""A month of a small town: its people, what they do when, and the service that is woken now and then."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Final
from zoneinfo import ZoneInfo

from imapclient import IMAPClient

from daemon.service.app import App
from tests.journeys.clerks import Clerk, Telephone, body
from tests.journeys.conftest import TownHall
from tests.journeys.test_ordering import PASSES
from tests.rules.persons import dni

TZ: Final = ZoneInfo("Europe/Madrid")
FIRST, LAST = date(2026, 5, 4), date(2026, 6, 1)
HOLIDAYS: Final = {date(2026, 5, 8)}
MARTA, JOAN = "secretaria@setcases.cat", "auxiliar@setcases.cat"

ANSWER: Final = "· Resposta a les vostres ordres"
_ROUNDS: Final = (time(8), time(10), time(13))
_STYLES: Final = ("links", "lines", "reply", "pasted")
_AWAY: Final = {7, 12}
_FORGETS: Final = {5}
_BOTH: Final = {3, 9, 14, 16}
"""Working days of the month, counted from 0, that are not like the others."""

_NAMES: Final = [
    "Aina",
    "Bru",
    "Clara",
    "Dídac",
    "Elna",
    "Ferran",
    "Gal·la",
    "Hug",
    "Irene",
    "Jan",
    "Laia",
    "Marc",
    "Nora",
    "Oleguer",
    "Pia",
]
_SURNAMES: Final = [
    "Arbós",
    "Bosch",
    "Cabanes",
    "Duran",
    "Esteve",
    "Farré",
    "Güell",
    "Homs",
    "Illa",
    "Juvanteny",
    "Llorca",
    "Mas",
    "Noguer",
]


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def working_day(day: date, count: int) -> date:
    """The *count*th working day after *day*, before it where that is negative."""
    one = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += one
        left -= is_working(day)
    return day


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=TZ)


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody of the town; `line` tells the mobile, which two may share."""

    number: int
    line: int

    @property
    def name(self) -> str:
        row, place = divmod(self.number, 13)
        return f"{_NAMES[self.number % 15]} {_SURNAMES[place]} {_SURNAMES[(place * 5 + row + 3) % 13]}"

    @property
    def dni(self) -> str:
        return dni(41_000_000 + 7 * self.number)

    @property
    def phone(self) -> str:
        return f"612{300_000 + 11 * self.line}"

    @property
    def address(self) -> str:
        return f"vei{self.number}@veins.example"

    @property
    def data(self) -> str:
        return f"{self.name}, {self.dni}, {self.phone}"


@dataclass
class Month:
    """What happened; `plan` is what comes still, by the moment."""

    hall: TownHall
    client: IMAPClient
    app: App
    chance: random.Random = field(default_factory=lambda: random.Random(5))
    phone: Telephone = field(default_factory=Telephone)
    clerks: dict[str, Clerk] = field(default_factory=dict)
    plan: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    digests: dict[date, dict[str, EmailMessage]] = field(default_factory=dict)
    sent: int = 0

    def send(self, said: str, *, sender: str, subject: str, proof: str = "", **headers: str) -> str:
        """Somebody's mail arrives now; its Message-ID."""
        self.sent += 1
        message_id = f"<{self.sent}@correu.example>"
        if proof:
            headers["Authentication_Results"] = proof
        raw = self.hall.written(said, sender=sender, subject=subject, message_id=message_id, **headers)
        self.client.append("INBOX", raw, msg_time=self.hall.at)
        return message_id

    def send_phone_in(self) -> None:
        """Marta mails what the phone exports, to have it counted again."""
        self.sent += 1
        head = {"message_id": f"<{self.sent}@correu.example>", "Authentication_Results": PASSES}
        raw = self.hall.written("Els contactes.\n", sender=MARTA, subject="RECOMPTE", **head)
        message = message_from_bytes(raw, policy=policy.SMTP)
        assert isinstance(message, EmailMessage)
        message.add_attachment(
            self.phone.export(), maintype="text", subtype="vcard", filename="contactes.vcf"
        )
        self.client.append("INBOX", message.as_bytes(), msg_time=self.hall.at)

    def when(self, moment: datetime, act: Callable[[], object]) -> None:
        """Somebody does something at that moment."""
        self.plan.append((moment, len(self.plan), act))

    def answers(self, clerk: Clerk) -> list[EmailMessage]:
        """What she was told became of her orders."""
        return [letter for letter in self.hall.sink.to(clerk.address) if ANSWER in body(letter)]

    def run(self) -> None:
        """Day by day, and whatever comes between the rounds."""
        for day in (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)):
            for hour in _ROUNDS if is_working(day) else _ROUNDS[2:]:
                self.round(datetime.combine(day, hour, tzinfo=TZ))
                if hour == _ROUNDS[0]:
                    self._desks(day)

    def round(self, moment: datetime) -> None:
        """What is due by *moment* comes, and the service wakes."""
        due = sorted(each for each in self.plan if each[0] <= moment)
        self.plan = [each for each in self.plan if each[0] > moment]
        for when, _, act in due:
            self.hall.at = when.astimezone(UTC)
            act()
        self.hall.at = moment.astimezone(UTC)
        before = len(self.hall.sink.letters)
        self.app.run_once()
        for _, recipient, letter in self.hall.sink.letters[before:]:
            if "· Resum del" in body(letter):
                seen = self.digests.setdefault(moment.date(), {})
                assert recipient not in seen, f"two digests on {moment:%d/%m}"
                seen[recipient] = letter
            elif "· Avís de baixa" in body(letter) and recipient == JOAN and moment.day % 2:
                self.when(
                    moment + timedelta(minutes=30), lambda notice=letter: self.clerks[JOAN].hears(notice)
                )

    def _desks(self, day: date) -> None:
        """Who is at her desk today: the one or the other, both, nobody, or one who forgets to write."""
        turn = sum(is_working(FIRST + timedelta(days=n)) for n in range((day - FIRST).days))
        marta, joan = self.clerks[MARTA], self.clerks[JOAN]
        style, other = _STYLES[turn % 4], _STYLES[(turn + 1) % 4]
        self.hall.at += timedelta(hours=1)
        if turn in _AWAY:
            return
        if turn in _FORGETS:
            marta.phone.take_in(self.digests[day][MARTA])
        elif turn - 1 in _FORGETS:
            marta.works(self.digests[day][MARTA], "lines", done_on=working_day(day, -1))
        elif turn in _BOTH:
            marta.works(self.digests[day][MARTA], style)
            joan.works(self.digests[day][JOAN], other)
        else:
            clerk = marta if turn // 4 % 2 else joan
            clerk.works(self.digests[day][clerk.address], style)
