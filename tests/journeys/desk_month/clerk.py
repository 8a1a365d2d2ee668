"""A careful clerk: she reads her mail, taps what does what ought to be done, else writes by the guide."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from email.message import EmailMessage
from typing import Any, Final, Protocol

from tests.journeys.desk_month.script import MARTA, Goal, Mail, Person
from tests.journeys.desk_month.taps import Tap, records_named, taps

LIVING: Final = frozenset({"requested", "consented", "due", "active"})
_WHY: Final = "ja està"


@dataclass
class Books:
    """What is so at a moment: the subscriptions and the cases, and what each case's mail ought to come to."""

    subscribers: Sequence[Mapping[str, Any]]
    cases: Sequence[Mapping[str, Any]]
    people: Mapping[str, Person]
    mails: Mapping[str, Mail]

    def open(self) -> dict[str, Mail | None]:
        """The cards that wait for staff, and the mail that each is about."""
        waiting = (case for case in self.cases if case["state"] == "staff")
        return {case["ref"]: self.mails.get(case["message_id"] or "") for case in waiting}

    def held(self, key: str) -> list[Mapping[str, Any]]:
        """Somebody's subscriptions."""
        who = self.people[key]
        return [s for s in self.subscribers if who.dni == s["id_document"] or self._by_phone(who, s)]

    def _by_phone(self, who: Person, held: Mapping[str, Any]) -> bool:
        return held["id_document"] is None and held["phone"] == f"+34{who.phone}"

    def satisfies(self, goal: Goal) -> bool:
        held = self.held(goal.who) if goal.who else []
        states = {s["state"] for s in held}
        phones = {s["phone"]: s["state"] for s in held}
        match goal.verb:
            case "leave":
                return bool(states) and not states & LIVING
            case "off":
                return bool(states) and states <= {"left"}
            case "undo" | "known":
                return bool(states & LIVING)
            case "on":
                return "active" in states
            case "consent":
                return bool(states & {"consented", "due", "active"})
            case "alta":
                return bool(states & {"requested", "due", "active"})
            case "phone":
                return phones.get(f"+34{self.people[goal.who].phone}") in LIVING
            case "move":
                old = phones.get(f"+34{self.people[goal.who].phone}")
                return phones.get(f"+34{goal.phone}") in LIVING and old not in LIVING
            case "look" | "close":
                return True
        raise ValueError(goal)


class World(Protocol):
    """What the clerk can see and do."""

    today: date

    def books(self) -> Books: ...

    def send(self, text: str, *, sender: str, subject: str, proof: str) -> str: ...

    def wake(self, minutes: int) -> None: ...

    def answers(self, message_id: str) -> list[EmailMessage]: ...

    def promised(self, verb: str, key: str) -> bool: ...


@dataclass
class Work:
    """What a card or a clerk's mail took: `taps`, some to be `filled` in, and what was `written`."""

    taps: int = 0
    filled: int = 0
    written: list[str] = field(default_factory=list)

    @property
    def mails(self) -> int:
        return self.taps + len(self.written)

    @property
    def typed(self) -> int:
        """Mails that needed typing."""
        return self.filled + len(self.written)


@dataclass
class Clerk:
    """`work` is what each card took, by its reference, and each clerk's mail, by its Message-ID."""

    world: World
    work: dict[str, Work] = field(default_factory=lambda: defaultdict(Work))
    routine: Work = field(default_factory=Work)

    def morning(self, digest: EmailMessage) -> None:
        """Do what the digest says; what one answer leaves open is answered once more at the same sitting."""
        offered = taps(digest)
        used: set[str] = set()
        for _ in range(3):
            books = self.world.books()
            at_it: set[Goal] = set()
            sent = [
                self._answer_card(ref, mail, offered, books, digest, used, at_it)
                for ref, mail in books.open().items()
            ]
            if not any(sent):
                break
            self.world.wake(3)
        self._phone(offered)
        self._loose_ends(offered)
        self.world.wake(3)

    def follow_up(self, mail: Mail) -> None:
        """See what a colleague was answered, and finish what she meant: by a tap if one is offered."""
        books = self.world.books()
        for goal in (goal for goal in mail.label.goals if not books.satisfies(goal)):
            answers = self.world.answers(mail.message_id)
            offered = [(tap, str(answer["To"])) for answer in answers for tap in taps(answer)]
            fitting = [(tap, to) for tap, to in offered if self._does(tap, goal, books)]
            if fitting:
                tap, to = fitting[0]
                self._tap(tap, mail.message_id, goal, sender=to)
            elif text := self._by_the_guide(goal, books):
                self._type(text, mail.message_id)
        self.world.wake(1)

    def _answer_card(
        self,
        ref: str,
        mail: Mail | None,
        offered: Sequence[Tap],
        books: Books,
        digest: EmailMessage,
        used: set[str],
        at_it: set[Goal],
    ) -> bool:
        """Whether she did something about it; *used* are taps of today, *at_it* what is in hand."""
        if mail is None or (mail.label.until and self.world.today < mail.label.until):
            return False
        here = [tap for tap in offered if tap.case == ref and tap.subject not in used]
        unmet = [goal for goal in mail.label.goals if not books.satisfies(goal)]
        if at_it & {*unmet}:
            return False
        if mail.label.goals and not unmet and mail.label.goals[0].verb == "look":
            fitting = [tap for tap in here if self._does(tap, Goal("off", mail.label.goals[0].who), books)]
        elif unmet:
            fitting = [tap for tap in here if self._does(tap, unmet[0], books)]
        else:
            fitting = []
        if not unmet and not fitting:
            fitting = sorted(self._closing(here, books), key=lambda tap: tap.wants_typing)
        if fitting:
            first = min(fitting, key=lambda tap: (tap.wants_typing, ref not in tap.cases))
            used.add(first.subject)
            at_it |= {*unmet[:1]}
            self._tap(first, ref, unmet[0] if unmet else None)
            return True
        text = self._by_the_guide(unmet[0], books) if unmet else f"DESCARTA {ref} {_WHY}"
        if not text or text in self.work[ref].written or self._is_not_seen(ref, digest):
            return False
        if (
            unmet
            and unmet[0].who
            and not records_named(digest) & {s["ref"] for s in books.held(unmet[0].who)}
        ):
            self._type(f"FITXA {books.people[unmet[0].who].name}", ref)
        at_it |= {*unmet[:1]}
        self._type(text, ref)
        return True

    def _is_not_seen(self, ref: str, digest: EmailMessage) -> bool:
        plain = digest.get_body(("plain",))
        return plain is None or ref not in str(plain.get_content())

    def _closing(self, here: Iterable[Tap], books: Books) -> list[Tap]:
        """What closes a card with nothing done; several at once only where none of them is to be decided."""
        closing = [tap for tap in here if tap.does == "close"]
        if not any(tap.is_of_many for tap in closing):
            return closing
        mails = [mail for ref, mail in books.open().items() if mail]
        safe = all(m.label.aside or {goal.verb for goal in m.label.goals} <= {"close", "look"} for m in mails)
        return [tap for tap in closing if not tap.is_of_many or safe]

    def _does(self, tap: Tap, goal: Goal, books: Books) -> bool:
        """Whether the tap brings about just that, of that very person."""
        does = {goal.verb} | ({"correct"} if goal.verb == "phone" else set())
        does |= {"on"} if goal.verb == "undo" else set()
        if tap.is_to_be_corrected and tap.does not in does | {"correct", "close"}:
            return goal.verb in {"leave", "alta", "consent", "known", "move"}
        if tap.does not in does:
            return False
        if not goal.who:
            return True
        who = books.people[goal.who]
        refs = {s["ref"] for s in books.held(goal.who)}
        if tap.records:
            return tap.records <= refs
        given = tap.beside.replace(" ", "").upper()
        return (
            who.phone in given
            or who.dni in given
            or who.name in tap.beside
            or bool(refs & {*tap.beside.split()})
        )

    def _by_the_guide(self, goal: Goal, books: Books) -> str:
        """The order to write, as the guide teaches it; "" where none does it."""
        who = books.people.get(goal.who)
        if who is None:
            return ""
        living = [s["ref"] for s in books.held(goal.who) if s["state"] in LIVING]
        gone = [s["ref"] for s in books.held(goal.who) if s["state"] not in LIVING]
        data = f"{who.name}, {who.dni}, {who.phone}"
        match goal.verb:
            case "leave" if living:
                return f"BAIXA {living[0]}"
            case "undo" if gone:
                return f"DESFÉS {gone[-1]}"
            case "on" if living:
                return f"FET {living[-1]}"
            case "off" if gone:
                return f"TRETA {gone[-1]}"
            case "move" if living:
                return f"CORREGEIX {living[0]} mòbil {goal.phone}"
            case "phone" if living:
                return f"CORREGEIX {living[0]} mòbil {who.phone}"
            case "alta" | "known":
                return f"ALTA {data}"
            case "consent" if goal.phone:
                number, day = goal.phone.split("@")
                return f"CONSENTIMENT {data}, {number}, {day}"
        return ""

    def _phone(self, offered: Sequence[Tap]) -> None:
        """Put on the phone and take off it, but not whom a colleague is about to write of."""
        books = self.world.books()
        states = {s["ref"]: s for s in books.subscribers}
        keys = {s["ref"]: key for key in books.people for s in books.held(key)}
        unsure = {
            goal.who
            for mail in books.open().values()
            if mail
            for goal in mail.label.goals
            if goal.verb == "undo"
        }
        done: set[str] = set()
        for tap in offered:
            (ref,) = tap.records if len(tap.records) == 1 else ("",)
            key, held = keys.get(ref, ""), states.get(ref)
            if not held or tap.case or ref in done or self.world.promised(tap.does, key):
                continue
            if self._is_to_be_done(tap, held) and not (tap.does == "off" and key in unsure):
                self._routine(tap)
                done.add(ref)

    def _loose_ends(self, offered: Sequence[Tap]) -> None:
        """A number that a paper lacked, which she has found out meanwhile."""
        books = self.world.books()
        at_cards = {mail.id for mail in books.open().values() if mail}
        for mail in books.mails.values():
            for goal in mail.label.goals:
                if goal.verb != "phone" or mail.id in at_cards or books.satisfies(goal):
                    continue
                fitting = [tap for tap in offered if self._does(tap, goal, books)]
                text = self._by_the_guide(goal, books)
                if fitting:
                    self._tap(fitting[0], mail.message_id, goal)
                elif text and text not in self.work[mail.message_id].written:
                    self._type(text, mail.message_id)

    def _is_to_be_done(self, tap: Tap, held: Mapping[str, Any]) -> bool:
        """Who lacks only the ALTA is put on the phone when the time for it is over."""
        match tap.does:
            case "on":
                overdue = held["state"] == "consented" and held["due_on"] <= f"{self.world.today}"
                return held["state"] == "due" or overdue
            case "off":
                return held["state"] == "leaving"
        return tap.does == "reason"

    def _routine(self, tap: Tap) -> None:
        self.routine.taps += 1
        self.routine.filled += self._send(tap, None)

    def _tap(self, tap: Tap, item: str, goal: Goal | None, *, sender: str = MARTA) -> None:
        self.work[item].taps += 1
        self.work[item].filled += self._send(tap, goal, sender)

    def _send(self, tap: Tap, goal: Goal | None, sender: str = MARTA) -> bool:
        """Whether she typed in it. A server vouches for her on every other day: the code does on the rest."""
        proof = "pass" if self.world.today.day % 2 else "none"
        data = {"why": _WHY} if tap.wants_typing else {}
        who = self.world.books().people.get(goal.who) if goal else None
        if goal and who:
            new = goal.phone if goal.verb == "move" else who.phone
            data |= {"name": who.name, "dni": who.dni, "phone": new}
        text = tap.filled(data)
        self.world.send(text + "\n", sender=sender, subject=tap.subject, proof=proof)
        return text != tap.body

    def _type(self, text: str, item: str) -> None:
        self.work[item].written.append(text)
        self.world.send(text + "\n", sender=MARTA, subject="", proof="pass")
