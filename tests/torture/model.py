"""What the books must come to, in a page: the table of a subscription's life, however it is stored."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Sub:
    who: str
    state: str
    joined: list[datetime]
    left_at: datetime | None = None


@dataclass
class Model:
    """Takes each message once, in the order of the ledger; says its outcome, and which letter it gets."""

    subs: dict[str, Sub] = field(default_factory=dict)  # by reference, in the order they were opened
    consents: dict[str, set[tuple[str, datetime]]] = field(default_factory=dict)
    leaves: dict[str, list[datetime]] = field(default_factory=dict)  # done ones, also repeated
    unmatched: dict[str, list[datetime]] = field(default_factory=dict)  # those that matched nobody

    def living(self, who: str) -> Sub | None:
        alive = {"requested", "consented", "due", "active"}
        return next((s for s in self.subs.values() if s.who == who and s.state in alive), None)

    def begin(self, who: str, state: str, at: datetime) -> None:
        self.subs[f"A-{len(self.subs) + 1:04d}"] = Sub(who, state, [at])

    def baixa(self, who: str, at: datetime) -> tuple[str, str]:
        sub, known = self.living(who), self.consents.get(who, set())
        if sub is None and not any(s.who == who for s in self.subs.values()):
            self.unmatched.setdefault(who, []).append(at)
            return "staff", "received"
        if sub is not None:
            if any(at < joined for joined in (*sub.joined, *(presented for _, presented in known))):
                return "staff", "received"  # older than what brought her in
            sub.state, sub.left_at = ("leaving" if sub.state in {"due", "active"} else "left"), at
        self.leaves.setdefault(who, []).append(at)
        return "done", "done"

    def consent(self, who: str, number: str, presented: datetime) -> tuple[str, str]:
        known = self.consents.setdefault(who, set())
        if (number, presented) not in known:
            if any(at >= presented for at in self.unmatched.get(who, [])):
                return "staff", ""
            known.add((number, presented))
            self._join(who, presented, "consented", waits="requested")
        return "done", ""

    def alta(self, who: str, at: datetime) -> tuple[str, str]:
        self._join(who, at, "requested", waits="consented")
        return "done", ""

    def _join(self, who: str, at: datetime, state: str, *, waits: str) -> None:
        sub = self.living(who)
        if any(at <= left for left in self.leaves.get(who, [])):
            return  # proof of the time before the leave
        if sub is None:
            self.begin(who, state, at)
        elif sub.state == waits:
            sub.state, sub.joined = "due", [*sub.joined, at]

    def fet(self, ref: str) -> tuple[str, str]:
        sub = self.subs[ref]
        if sub.state in {"consented", "due"}:
            sub.state = "active"
            self._off(sub.who)
        return "done", ""

    def treta(self, ref: str) -> tuple[str, str]:
        if self.subs[ref].state == "leaving":
            self._off(self.subs[ref].who)
        return "done", ""

    def _off(self, who: str) -> None:
        for sub in self.subs.values():
            if sub.who == who and sub.state == "leaving":
                sub.state = "left"
