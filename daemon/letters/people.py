"""The people of a digest: whom to put on the phone or to take off it, until when, and what can be answered.

What is the same for many is said once.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from daemon.letters.deadlines import BASIS, RIGHTS_BASIS, explained
from daemon.letters.orders import Names, Orders, links
from daemon.letters.pages import Entry, Section
from daemon.letters.sentences import in_catalan
from daemon.letters.wording import (
    LONGEST_SENTENCE,
    NAMELESS,
    called,
    counted,
    day,
    isolated,
    phone,
    removal_limit,
    sentence,
    time_limit,
)
from rules.calendar.workdays import Deadline
from rules.desk.choices import for_delay
from rules.desk.digest import Digest, Item, people_in
from rules.desk.owed import Delay
from rules.findings import Because

_UNWANTED: Final = "Si algú no volia la baixa, responeu DESFÉS i la seva fitxa (A-…)."
_MANY: Final = 5
"""People due on one day; of more, each is a row."""


@dataclass(frozen=True, slots=True)
class View:
    """The people of a digest as its reader sees them: with the answers that they may give."""

    digest: Digest
    orders: Orders | None
    names: Names

    @classmethod
    def of(cls, digest: Digest, orders: Orders | None) -> "View":
        """The digest as who may give *orders* sees it; they are said of whom by what everybody is called."""
        people = [(item.ref, item.name) for item in people_in(digest)]
        late = [(each.ref, each.name) for each in digest.unexplained]
        return cls(digest, orders, called((*people, *late)))

    def people(self, title: str, tone: str, items: Iterable[Item]) -> Section:
        """Those to be put on the phone."""
        return self._section(title, tone, tuple(items), time_limit)

    def removals(self) -> Section:
        """Those to be taken off it."""
        section = self._section("Traieu del telèfon", "off", self.digest.take_off, removal_limit)
        note = " ".join(_said(section.note, _UNWANTED)) if section.is_long else ""
        return replace(section, note=note)

    def without_consent(self) -> Section:
        """Who sent the ALTA, and whose signed paper has not come."""
        return self._section("Falta el consentiment", "later", self.digest.without_consent, _asked)

    def delays(self) -> Section:
        """Those who were put on the phone late, and nobody said why."""
        entries = tuple(
            Entry(
                ref=late.ref,
                title=isolated(late.name) or NAMELESS,
                identity=late.ref,
                lines=(_how_late(late),),
                links=links(for_delay(late.ref), self.orders, self.names),
            )
            for late in self.digest.unexplained
        )
        return Section(title="Es van fer tard: digueu-ne el motiu", tone="later", entries=entries)

    def _section(
        self, title: str, tone: str, items: Sequence[Item], limit: Callable[[Item, date], str]
    ) -> Section:
        """People one by one; of many, each as a row, and what is the same for all of them once."""
        entries = [self._person(item, limit(item, self.digest.on)) for item in items]
        most = max(Counter(item.due_on for item in items).values(), default=0)
        if most <= _MANY:
            return Section(title=title, tone=tone, entries=tuple(entries))
        rows = [replace(e, identity=e.ref, lines=(*e.lines, *e.small), small=()) for e in entries]
        shared = {e.lines for e in rows}
        note = " ".join(shared.pop()) if len(shared) == 1 else ""
        rows = [replace(e, lines=()) for e in rows] if note else rows
        return Section(title=title, tone=tone, entries=tuple(rows), is_long=True, note=note)

    def _person(self, item: Item, limit: str) -> Entry:
        counted_below = _deadline(item) is not None
        return Entry(
            ref=item.ref,
            title=isolated(item.name) or NAMELESS,
            is_new=item.is_new,
            lead=" · ".join(_said(phone(item.phone), self._list_of(item))),
            identity=identity(item.ref, item.id_document),
            lines=_said(limit, _late(item)),
            links=links(item.choices, self.orders, self.names),
            small=() if counted_below else _said(sentence(in_catalan(item.explanation))),
        )

    def _list_of(self, item: Item) -> str:
        """In which list, where there is a second one."""
        number = item.list_number
        has_second = len(self.digest.lists) > 1 or (number or 0) > 1
        return f"llista {number}" if number is not None and has_second else ""


def _deadline(item: Item) -> Deadline | None:
    """How its date was counted, where it was."""
    match item.explanation:
        case Because("counted", (Deadline() as deadline,)):
            return deadline
        case _:
            return None


def counts_of_days(digest: Digest) -> Section:
    """How each date was counted, once for all who share it, and by which law."""
    whose: dict[Deadline, dict[str, None]] = {}
    awaited = (*digest.overdue, *digest.due_today, *digest.due_next, *digest.alta_late, *digest.without_alta)
    for item in awaited:
        if deadline := _deadline(item):
            whose.setdefault(deadline, {})[item.ref] = None
    each = (f"{', '.join(refs)}: {explained(deadline)}." for deadline, refs in whose.items())
    small = tuple(line.replace("'", "’") for line in each)
    by_law = tuple(
        basis.replace("'", "’")
        for basis, is_said in (
            (BASIS, bool(small)),
            (RIGHTS_BASIS, any(card.due_on for card in digest.cards)),
        )
        if is_said
    )
    return Section(title="Com s’han comptat els dies", small=(*small, *by_law))


def _asked(item: Item, _: date) -> str:
    """Since when somebody is waited for who owes no day."""
    return f"Va enviar l’ALTA el {day(item.asked_on)}." if item.asked_on else ""


def _late(item: Item) -> str:
    """The reason that an overdue one is, or that it is asked for: it stays with the record."""
    if item.late_because is None:
        return ""
    if item.late_because:
        return f"El motiu del retard: {isolated(item.late_because, LONGEST_SENTENCE)}"
    return "No consta el motiu del retard."


def _how_late(late: Delay) -> str:
    days = counted(late.days, "dia hàbil", "dies hàbils")
    return f"Vencia el {day(late.due_on)}; consta al telèfon des del {day(late.done_on)}, {days} tard."


def identity(ref: str, id_document: str | None) -> str:
    """What tells somebody from who has the same name; the document is masked."""
    return f"{ref} · DNI/NIE {id_document}" if id_document else f"{ref} · sense DNI"


def _said(*parts: str) -> tuple[str, ...]:
    return tuple(part for part in parts if part)
