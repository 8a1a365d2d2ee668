"""The books in fifty lines: what the deciding rules' effects come to, for tests of whole histories."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from rules.books.decision import Advance, Attest, Decision, Effect, Outcome, Reason, Request
from rules.books.facts import Facts
from rules.books.joining import consent_key
from rules.books.policy import decide
from rules.books.subscription import State, Subscription, What, step
from rules.findings import Kind, Reading
from tests.rules.persons import SENDER


@dataclass
class Book:
    """Takes messages in as they come, in whatever order."""

    held: list[Subscription] = field(default_factory=list)
    consents: set[str] = field(default_factory=set)
    waiting: list[Request] = field(default_factory=list)
    history: list[Request] = field(default_factory=list)
    cards: list[Reason] = field(default_factory=list)

    @property
    def living(self) -> list[Subscription]:
        return [s for s in self.held if s.living]

    def take(self, reading: Reading, at: datetime) -> Decision:
        """Decide a message that arrived at *at*, and do what was decided."""
        known = Facts(
            received_at=at,
            sender=SENDER,
            subscriptions=tuple(self.held),
            consents=frozenset(self.consents),
            leaves=tuple(self.waiting),
            history=tuple(self.history),
        )
        decision = decide(reading, known)
        for verdict in decision.verdicts:
            for effect in verdict.effects:
                self._apply(effect)
            if verdict.request and verdict.outcome is Outcome.DONE:
                self.history.append(verdict.request)
            if verdict.outcome is Outcome.CARD:
                self.cards.append(verdict.reason)
            if verdict.request and verdict.outcome is Outcome.CARD and reading.kind is Kind.BAIXA:
                self.waiting.append(verdict.request)
        return decision

    def do(self, ref: str, what: What, at: datetime) -> None:
        """Staff do something by hand."""
        self._move(ref, what, at, {})

    def _apply(self, effect: Effect) -> None:
        match effect:
            case Advance(ref=None, what=what, request=asked):
                state = State.CONSENTED if what is What.CONSENT else State.REQUESTED
                person = asked.person
                fresh = Subscription(
                    ref=f"A-{len(self.held) + 1}",
                    name=person.name or "",
                    id_document=person.id_document,
                    phone=person.phone,
                    state=state,
                    **_dated(what, asked),
                )
                self.held.append(fresh)
            case Advance(ref=ref, what=what, request=asked):
                brought = {"phone": asked.person.phone, **_dated(what, asked)}
                self._move(ref, what, asked.at, brought)
            case Attest(request=asked):
                self.consents.add(consent_key(asked))

    def _move(self, ref: str, what: What, at: datetime, brought: dict[str, Any]) -> None:
        (place,) = (i for i, s in enumerate(self.held) if s.ref == ref)
        before = self.held[place]
        after = step(before, what, at=at)
        if isinstance(after, State):
            left: dict[str, Any] = {"left_at": at, "left_from": before.state} if what is What.BAIXA else {}
            filled = {name: value for name, value in brought.items() if not getattr(before, name)}
            self.held[place] = replace(before, state=after, **left, **filled)


def _dated(what: What, asked: Request) -> dict[str, Any]:
    return {What.CONSENT: {"consent_at": asked.at}, What.ALTA: {"alta_at": asked.at}}.get(what, {})
