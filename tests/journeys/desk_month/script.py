"""The month's mails as they are written down: who writes what when, and what ought to come of it."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from tests.rules.persons import dni

TZ: Final = ZoneInfo("Europe/Madrid")
FIRST, LAST = date(2026, 5, 4), date(2026, 6, 3)
MARTA, JOAN = "secretaria@setcases.cat", "auxiliar@setcases.cat"
REGISTRY: Final = "no-reply@registre.example.cat"
HERE: Final = Path(__file__).parent
_SENDERS: Final = {"marta": MARTA, "joan": JOAN, "registry": f"Registre <{REGISTRY}>"}
_TOLD: Final = {
    "leave": "outcome",
    "undo": "outcome",
    "move": "outcome",
    "look": "outcome",
    "close": "letter",
    "wait": "letter",
}


@dataclass
class Person:
    """Somebody of the town; `ref` is theirs once the books have them."""

    name: str
    dni: str
    phone: str
    begins: bool
    ref: str = "A-0000"

    def __str__(self) -> str:
        return self.name

    @property
    def spaced(self) -> str:
        return f"{self.phone[:3]} {self.phone[3:6]} {self.phone[6:]}"

    @property
    def pairs(self) -> str:
        return f"{self.phone[:3]} {self.phone[3:5]} {self.phone[5:7]} {self.phone[7:]}"

    @property
    def dotted(self) -> str:
        return f"{self.dni[:2]}.{self.dni[2:5]}.{self.dni[5:8]}-{self.dni[8]}"

    @property
    def misspelt(self) -> str:
        """The DNI with a letter that is not its own."""
        return self.dni[:8] + ("A" if self.dni[8] != "A" else "B")

    @property
    def one_off(self) -> str:
        """A valid DNI that differs in one figure."""
        figures = self.dni[:7] + str((int(self.dni[7]) + 1) % 10)
        return dni(int(figures))

    @property
    def n(self) -> str:
        return self.ref.removeprefix("A-").lstrip("0")


@dataclass(frozen=True, slots=True)
class Goal:
    """What ought to be so in the end: the verb, of whom, and the new number where there is one.

    leave, undo, on (the phone), off, consent, alta, known (is in the books), move (to another number): of a
    person. look: they have left, and somebody looks whether they are really off the phone. close: nothing is
    to be done.
    """

    verb: str
    who: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What a careful clerk does of a mail.

    "aside": it must not become a card. "answer": a clerk's mail that only wants an answer. "wait DAY then …":
    a person has to find something out, and knows it on that day. Else goals, with "," between.
    """

    goals: tuple[Goal, ...] = ()
    until: date | None = None
    aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail to come.

    `told` is what its writer is owed: of residents "outcome", "received", "asked", "letter" (any of these),
    "any" (or none) or "nothing"; of clerks "answer", or "nothing" where they only pass something on.

    `answers`: it answers the last letter that its sender got; `taps`: by the link in it.
    """

    id: str
    at: datetime
    sender: str
    subject: str
    text: str
    label: Label
    told: str
    proof: str = "pass"
    answers: bool = False
    taps: bool = False
    to: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return self.sender.rpartition("<")[2].rstrip(">").lower()

    @property
    def from_staff(self) -> bool:
        return self.address in {MARTA, JOAN}

    @property
    def message_id(self) -> str:
        return f"<{self.id}@correu.example>"

    @property
    def results(self) -> str:
        """What the town's server says of its sender."""
        if self.proof == "none":
            return ""
        return f"mx.setcases.cat; dmarc={self.proof} header.from={self.address.partition('@')[2]}"


def people() -> dict[str, Person]:
    found = {}
    for key, row in _read("people.toml")["people"].items():
        name, number, phone, state = (cell.strip() for cell in row.split(","))
        found[key] = Person(name, _document(number), phone, state == "active")
    return found


def _document(number: str) -> str:
    """A DNI, or a NIE, whose letter is that of the DNI with 0, 1 or 2 for its X, Y or Z."""
    if number.isdecimal():
        return dni(int(number))
    return number + dni(int(f"{'XYZ'.index(number[0])}{number[1:]}"))[-1]


def mails() -> list[Mail]:
    """All of the month's mails, in their order."""
    rows = chain.from_iterable(_read(f.name)["mail"] for f in sorted(HERE.glob("mails_*.toml")))
    return sorted(map(_mail, rows), key=lambda mail: mail.at)


def moment(text: str) -> datetime:
    """ "05-04 09:40" of 2026."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=TZ)


def label(text: str) -> Label:
    if text in {"aside", "answer"}:
        return Label(aside=text == "aside")
    until = None
    if text.startswith("wait "):
        day, _, text = text.removeprefix("wait ").partition(" then ")
        until = date.fromisoformat(f"2026-{day}")
    return Label(tuple(Goal(*goal.split()) for goal in text.split(",")), until)


def _mail(row: dict[str, Any]) -> Mail:
    row = dict(row)
    verb = row["label"].split()[0]
    sender = row.pop("from")
    said = {key: row.pop(key) for key in ("at", "label")}
    return Mail(
        sender=_SENDERS.get(sender, sender),
        at=moment(said["at"]),
        label=label(said["label"]),
        told=row.pop("told", _told(sender, verb)),
        subject=row.pop("subject", ""),
        text=row.pop("text", ""),
        **row,
    )


def _told(sender: str, verb: str) -> str:
    if sender in {"marta", "joan"}:
        return "answer"
    return "nothing" if sender == "registry" else _TOLD.get(verb, "nothing")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
