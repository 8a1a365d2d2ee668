"""What the month came to: counted from what the books, the letters and the clerk say."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from statistics import median
from typing import Any, Final

from sqlalchemy import create_engine, text

from tests.journeys.clerks import body
from tests.journeys.conftest import text_of
from tests.journeys.desk_month.clerk import LIVING, Books, Work
from tests.journeys.desk_month.month import DEPUTY, Month
from tests.journeys.desk_month.script import JOAN, MARTA, TZ, Mail

_NO_OUTCOME: Final = frozenset({"received", "missing", "confirm", "reminder"})
_ASKS: Final = frozenset({"missing", "confirm", "partly"})


@dataclass(frozen=True, slots=True)
class Card:
    """A case that staff had to look at, and what became of it."""

    ref: str
    mail: Mail | None
    reason: str
    opened: datetime
    closed: datetime | None
    because: str
    work: Work
    evenings: tuple[date, ...]
    offered: frozenset[date]

    @property
    def name(self) -> str:
        return self.mail.id if self.mail else self.ref

    @property
    def waits_until(self) -> date | None:
        return self.mail.label.until if self.mail else None

    @property
    def closable(self) -> list[date]:
        """The evenings on which it was open though it was in the morning's digest and wanted no decision."""
        return [
            day
            for day in self.evenings
            if day in self.offered and (self.waits_until is None or self.waits_until <= day)
        ]


class Figures:
    """All that is counted of a month."""

    def __init__(self, month: Month) -> None:
        self.month = month
        self.books: Books = month.books()

    @cached_property
    def cards(self) -> list[Card]:
        """Every case that stood in "Per decidir" at some evening, or that the clerk did something about."""
        found = []
        for case in self.books.cases:
            ref = case["ref"]
            evenings = tuple(day for day, refs in self.month.evenings.items() if ref in refs)
            offered = frozenset(day for day, refs in self.month.mornings.items() if ref in refs)
            work = self.month.clerk.work.get(ref)
            if not evenings and work is None:
                continue
            mail = self.books.mails.get(case["message_id"] or "")
            opened, closed = self.month.opened[ref], self.month.closed.get(ref)
            rows = self._rows("SELECT closed_because FROM cases WHERE ref = :ref", ref=ref)
            because = rows[0].closed_because or ""
            found.append(
                Card(ref, mail, case["reason"], opened, closed, because, work or Work(), evenings, offered)
            )
        return found

    @property
    def left_open(self) -> list[Card]:
        """Cards that stood open on an evening though their label wants no decision."""
        return [card for card in self.cards if card.closable]

    @property
    def never_closed(self) -> list[Card]:
        last = max(self.month.evenings)
        return [card for card in self.left_open if last in card.evenings]

    @property
    def decided_too_early(self) -> list[Card]:
        """Cards that were closed before the day on which anybody could know."""
        return [
            card
            for card in self._all_waiting()
            if card.closed
            and card.waits_until
            and card.closed.astimezone(TZ).date() < card.waits_until
            and not self._is_told_since(card)
        ]

    def _is_told_since(self, card: Card) -> bool:
        """Whether another mail said by then what nobody could know."""
        about = {goal.who for goal in card.mail.label.goals} if card.mail else set()
        return any(
            card.opened < mail.at <= (card.closed or card.opened)
            for mail in self.books.mails.values()
            if mail.label.until is None and about & {goal.who for goal in mail.label.goals} - {""}
        )

    @property
    def not_to_be_cards(self) -> list[Card]:
        return [card for card in self.cards if card.mail and card.mail.label.aside]

    @cached_property
    def wrong_take_offs(self) -> list[str]:
        """Who was taken off though no mail's label asks it by then."""
        wrong = []
        keys = {s["ref"]: key for key in self.month.people for s in self.books.held(key)}
        rows = self._rows(
            "SELECT ref, at, before, after FROM events "
            "JOIN subscriptions ON subscriptions.id = subscription_id"
        )
        for row in rows:
            if row.after not in {"leaving", "left"} or row.before not in LIVING:
                continue
            wanted = [
                mail
                for mail in self.books.mails.values()
                for goal in mail.label.goals
                if goal.who == keys.get(row.ref)
                and f"{mail.at.astimezone(UTC):%F %T}" <= row.at[:19]
                and goal.verb in {"leave", "move", "off"}
                and (mail.label.until is None or f"{mail.label.until}" <= row.at[:10])
            ]
            if not wanted:
                wrong.append(f"{row.ref} ({keys.get(row.ref)}) {row.at[:16]}")
        return wrong

    @cached_property
    def untold(self) -> list[tuple[Mail, str]]:
        """Residents whose label says that they are told, and what they got instead."""
        found = []
        for mail in self.books.mails.values():
            got = {row.template for row in self._letters(mail)}
            match mail.told:
                case "outcome":
                    told = bool(got - _NO_OUTCOME)
                case "received":
                    told = "received" in got or bool(got - _NO_OUTCOME)
                case "asked":
                    told = bool(got & _ASKS)
                case "letter":
                    told = bool(got)
                case _:  # nothing, or a clerk's
                    told = True
            if not told:
                found.append((mail, " ".join(sorted(got)) or "silence"))
        return found

    @cached_property
    def left_to_the_clerk(self) -> list[str]:
        """Those of `untold` whom an answer to her tells the clerk to write to herself."""
        heard = "".join(
            text_of(letter)
            for letter in self.month.hall.sink.to(MARTA)
            if str(letter["In-Reply-To"]).startswith("<tap-")
        )
        return [mail.id for mail, _ in self.untold if mail.address in heard]

    @cached_property
    def clerks_taken_for_residents(self) -> list[str]:
        """Clerks' mails that were answered with a resident's letter."""
        rows = self._rows(
            "SELECT recipient, template, created_at FROM outbox WHERE audience = 'resident' "
            "AND recipient IN (:marta, :joan)",
            marta=MARTA,
            joan=JOAN,
        )
        return [f"{row.recipient} {row.template} {row.created_at[:16]}" for row in rows]

    @cached_property
    def dropped(self) -> list[Mail]:
        """Mails that were set aside though somebody is owed something for them."""
        aside = {
            row.message_id for row in self._rows("SELECT message_id FROM messages WHERE outcome = 'aside'")
        }
        owed = (mail for mail in self.books.mails.values() if mail.told not in {"nothing", "any"})
        return [mail for mail in owed if mail.message_id in aside]

    @cached_property
    def told_wrongly(self) -> list[tuple[Mail, str]]:
        """Who got a letter though nothing was to be written: forgers, robots, strangers."""
        quiet = (m for m in self.books.mails.values() if m.told == "nothing" and not m.from_staff)
        got = ((mail, " ".join(sorted(row.template for row in self._letters(mail)))) for mail in quiet)
        return [(mail, templates) for mail, templates in got if templates]

    def _was_told(self, address: str) -> bool:
        told = "SELECT id FROM outbox WHERE recipient = :to AND template IN ('done', 'partly')"
        return bool(self._rows(told, to=address))

    @cached_property
    def finished_told(self) -> tuple[int, int]:
        """Of who left by mail, was told, and is off the phone: how many, and how many heard of that."""
        off = self._rows(
            "SELECT subscriptions.ref, events.at FROM events JOIN subscriptions "
            "ON subscriptions.id = subscription_id WHERE what = 'taken-off' AND after = 'left'"
        )
        keys = {s["ref"]: key for key in self.month.people for s in self.books.held(key)}
        owed = told = 0
        for row in off:
            writers = {
                mail.address
                for mail in self.books.mails.values()
                if not mail.from_staff and any(g == ("leave", keys.get(row.ref)) for g in _named(mail))
            }
            if not any(self._was_told(address) for address in writers):
                continue
            owed += 1
            told += any(
                self._rows(
                    "SELECT id FROM outbox WHERE recipient = :to "
                    "AND created_at BETWEEN :at AND datetime(:at, '+10 minutes') "
                    "AND template NOT IN ('received', 'missing', 'confirm', 'reminder', 'undone')",
                    to=address,
                    at=row.at,
                )
                for address in writers
            )
        return owed, told

    @property
    def mails_a_card(self) -> float:
        """Mails of hers for each card that she closed, the typed ones too."""
        done = [card.work.mails for card in self.cards if card.closed and _touched(card)]
        return median(done) if done else 0

    @property
    def not_by_one_tap(self) -> list[str]:
        """Cards that took more than one tap with nothing typed, or could not be closed."""
        return [card.name for card in self.cards if _touched(card) and not _by_one_tap(card)]

    @property
    def clerks_cards(self) -> list[str]:
        """Cards of what clerks wrote to us, not of what they pass on."""
        return [c.name for c in self.cards if c.mail and c.mail.from_staff and c.mail.told != "nothing"]

    @property
    def typed(self) -> list[tuple[str, int]]:
        """What needed typing: each card's or clerk's mail, and how often."""
        names = {card.ref: f"the card of {card.name}" for card in self.cards}
        names |= {message_id: mail.id for message_id, mail in self.books.mails.items()}
        return [
            (names.get(item, item), work.typed) for item, work in self.month.clerk.work.items() if work.typed
        ]

    @property
    def clerks_meant(self) -> Counter[str]:
        """How what clerks wrote was done: at once, by a tap of the answer, or by an order typed again."""
        return Counter(
            self._way(self.month.clerk.work.get(mail.message_id))
            for mail in self.books.mails.values()
            if mail.told == "answer" and mail.label.goals
        )

    def _way(self, work: Work | None) -> str:
        if work is None:
            return "at once"
        return "typed again" if work.written else "by a tap"

    def told(self) -> str:
        """All of it, as a table and lists."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"{'evening':<12}{'open':>6}{'closable':>10}{'to decide':>11}"
        for day, refs in self.month.evenings.items():
            closable = [card for card in self.cards if day in card.closable]
            waits = [c for c in self.cards if c.ref in refs and c.waits_until and c.waits_until > day]
            yield f"{day:%a %d/%m}{'':<3}{len(refs):>6}{len(closable):>10}{len(waits):>11}"
        owed, told = self.finished_told
        staff = [mail for mail in self.books.mails.values() if mail.told == "answer"]
        due = [mail for mail in self.books.mails.values() if mail.told not in {"nothing", "answer"}]
        touched = [card for card in self.cards if _touched(card)]
        rows = (
            ("mails", len(self.books.mails)),
            ("cards", len(self.cards)),
            ("cards left open that could have been closed", len(self.left_open)),
            ("… still open at the end", len(self.never_closed)),
            ("cards that ought to be none", len(self.not_to_be_cards)),
            ("mails a card, median", self.mails_a_card),
            (
                "mails a card, spread",
                dict(sorted(Counter(c.work.mails for c in touched).items())),
            ),
            (
                "cards closed by one tap, nothing typed",
                f"{len(touched) - len(self.not_by_one_tap)} of {len(touched)}",
            ),
            ("mails that needed typing", sum(times for _, times in self.typed)),
            (
                "taps for the phone (typed)",
                f"{self.month.clerk.routine.taps} ({self.month.clerk.routine.filled})",
            ),
            ("residents told", f"{len(due) - len(self.untold)} of {len(due)}"),
            ("… the others: left to the clerk to tell", len(self.left_to_the_clerk)),
            ("mails set aside though they are ours", len(self.dropped)),
            ("told who should not be", len(self.told_wrongly)),
            ("told that it is finished", f"{told} of {owed}"),
            ("clerks' mails unanswered", f"{len(self.month.unanswered)} of {len(staff)}"),
            ("what clerks meant was done", dict(self.clerks_meant)),
            ("clerks' mails that became cards", len(self.clerks_cards)),
            ("residents' letters to clerks", len(self.clerks_taken_for_residents)),
            ("cards closed that needed a decision", len(self.decided_too_early)),
            ("wrong take-offs", len(self.wrong_take_offs)),
            ("goals unmet at the end", len(list(self.unmet))),
            ("digests to deputies", self._digests_to_deputies()),
        )
        yield ""
        yield from (f"{name:<46}{value!s:>12}" for name, value in rows)
        yield from self._lists()

    @property
    def unmet(self) -> Iterator[str]:
        """What the labels say ought to be, and is not; the last word about somebody counts."""
        last: dict[str, tuple[Mail, Any]] = {}
        for mail in self.books.mails.values():
            for goal in mail.label.goals:
                if goal.who and goal.verb != "look":
                    last[goal.who] = (mail, goal)
        for mail, goal in last.values():
            if not self.books.satisfies(goal):
                yield f"{mail.id}: {goal.verb} {goal.who} {goal.phone}"

    def _lists(self) -> Iterator[str]:
        def listed(title: str, lines: list[str]) -> Iterator[str]:
            if lines:
                yield f"\n{title}"
                yield from (f"  {line}" for line in lines)

        yield from listed(
            "Cards",
            [
                f"{c.name:<14} {c.reason[:58]:<58} {c.opened.astimezone(TZ):%d/%m}–"
                f"{c.closed.astimezone(TZ).strftime('%d/%m') if c.closed else '…':<5} "
                f"left open {len(c.closable):>2} taps {c.work.taps} typed {c.work.typed} {c.because}"
                for c in self.cards
            ],
        )
        yield from listed("Never closed", [f"{c.name}: {c.reason}" for c in self.never_closed])
        yield from listed("Ought to be no card", [f"{c.name}: {c.reason}" for c in self.not_to_be_cards])
        yield from listed(
            "Not told", [f"{m.id} wants {m.told}: {got}{self._hint(m)}" for m, got in self.untold]
        )
        yield from listed("Told who should not be", [f"{m.id}: {got}" for m, got in self.told_wrongly])
        yield from listed("Clerks unanswered", [f"{m.id}: {_short(m)}" for m in self.month.unanswered])
        yield from listed("Residents' letters to clerks", self.clerks_taken_for_residents)
        yield from listed("Set aside though ours", [f"{m.id}: {_short(m)}" for m in self.dropped])
        beside = [f"{name} {times}" for name, times in self.typed if not name.startswith("the card")]
        yield from listed("Typed beside what cards took", beside)
        yield from listed("Closed too early", [f"{c.name} {c.because}" for c in self.decided_too_early])
        yield from listed("Wrong take-offs", self.wrong_take_offs)
        yield from listed("Goals unmet", list(self.unmet))

    def _hint(self, mail: Mail) -> str:
        return ", left to the clerk" if mail.id in self.left_to_the_clerk else ""

    def _digests_to_deputies(self) -> int:
        return sum("· Resum del" in body(letter) for letter in self.month.hall.sink.to(DEPUTY))

    def _all_waiting(self) -> list[Card]:
        return [card for card in self.cards if card.waits_until]

    def _letters(self, mail: Mail) -> list[Any]:
        """What was written to its sender in answer to it, at once or when its card was closed."""
        return self._rows(
            "SELECT outbox.template FROM messages "
            "LEFT JOIN cases ON messages.id = cases.message_id "
            "JOIN outbox ON outbox.case_id = cases.id OR outbox.key = 'answer/' || messages.content_key "
            "WHERE messages.message_id = :id AND recipient = :to",
            id=mail.message_id,
            to=mail.address,
        )

    @cached_property
    def _engine(self) -> Any:
        return create_engine(f"sqlite:///{self.month.hall.folder / 'books.db'}")

    def _rows(self, query: str, **given: object) -> list[Any]:
        with closing(self._engine.connect()) as connection:
            return list(connection.execute(text(query), given))


def _named(mail: Mail) -> list[tuple[str, str]]:
    return [(goal.verb, goal.who) for goal in mail.label.goals]


def _touched(card: Card) -> bool:
    return card.work.mails > 0


def _by_one_tap(card: Card) -> bool:
    return bool(card.closed) and (card.work.taps, card.work.typed) == (1, 0)


def _short(mail: Mail) -> str:
    """What it says, its gaps unfilled."""
    return " ".join(mail.text.split())[:70]
