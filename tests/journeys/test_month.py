"""A month of a town hall on a real Dovecot, with a moved clock: two clerks who know only their digest.

Ana taps the links of hers, from a telephone whose mail nothing vouches for. Berta answers hers by hand, from
an authenticated address, often to what Ana has done already. Both put contacts on
the phone and take them off.
"""

import random
import re
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from daemon.calendar import calendar
from daemon.settings import load
from daemon.store import Store
from rules.decision import Reason
from rules.workdays import deadline
from tests.journeys.conftest import TownHall, text_of
from tests.journeys.test_ordering import links
from tests.journeys.test_run_once import NOTICE, REGISTRY, TRUSTED
from tests.rules.people import dni

ANA, BERTA = "secretaria@setcases.cat", "alcaldia@setcases.cat"
PASSES = "mx.setcases.cat; dmarc=pass header.from={domain}"
MADRID = ZoneInfo("Europe/Madrid")
FIRST, LAST = date(2026, 5, 4), date(2026, 6, 5)
HOLIDAYS = {date(2026, 5, 8)}  # the town's own; Whit Monday is none in Catalonia that year
JOINS, LEAVES, CARDS, BEFORE = 40, 25, 15, 30
LETTERS = "ABCDEFGHIJKLMNOPRSTUV"


@dataclass(frozen=True)
class Neighbour:
    """Somebody of the town."""

    number: int

    @property
    def name(self) -> str:
        first, second = LETTERS[self.number % 20], LETTERS[self.number // 20]
        return f"Mar {first}olet {second}ilanova"

    @property
    def document(self) -> str:
        return dni(41_000_000 + 137 * self.number)

    @property
    def phone(self) -> str:
        return f"+346{20_000_000 + 1_111 * self.number}"


@dataclass
class Month:
    """The month as it goes: what is still to come, what is on the phone, what was ordered and shown."""

    hall: TownHall
    chance: random.Random
    phone: set[str] = field(default_factory=set)
    ordered: dict[str, str] = field(default_factory=dict)
    on_top: dict[str, list[date]] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)
    mails: int = 0

    def on(self, day: date, hour: int, minute: int = 0) -> None:
        self.hall.at = datetime.combine(day, time(hour, minute), tzinfo=MADRID)

    def mail(self, text: str, *, sender: str, subject: str, **headers: str) -> str:
        self.mails += 1
        message_id = f"<{self.mails}@mails.example>"
        self.hall.mail(text, sender=sender, subject=subject, message_id=message_id, **headers)
        return message_id

    # --- what residents and the registry send ---

    def consents(self, who: Neighbour) -> None:
        notice = NOTICE.format(
            number=f"E/{100_000 + who.number}-2026", at=f"{self.hall.at:%d/%m/%Y %H:%M:%S}",
            name=who.name, dni=who.document, phone=who.phone[3:],
        )  # fmt: skip
        self.mail(notice, sender=REGISTRY, subject="Registre", Authentication_Results=TRUSTED)

    def asks_to_join(self, who: Neighbour) -> None:
        at = f"{self.hall.at:%d/%m/%y, %H:%M:%S}"
        chat = f"[{at}] {who.name}: ALTA\n[{at}] {who.name}: {who.name}, {who.document}\n"
        subject = f"Xat amb {who.phone}"
        self.mail(
            chat, sender=BERTA, subject=subject, Authentication_Results=PASSES.format(domain="setcases.cat")
        )

    def leaves(self, who: Neighbour) -> None:
        text = f"Bon dia,\n\n{who.name}\nDNI {who.document}\nMòbil {who.phone[3:]}\n\nGràcies\n"
        subject = "BAIXA Informació Ajuntament de Setcases WhatsApp"
        self.mail(text, sender=f"v{who.number}@veins.example", subject=subject)

    # --- the clerks ---

    def morning(self, day: date) -> None:
        """Each reads her digest, if there is one, and does what she comes to."""
        phones = {s["ref"]: s["phone"] for s in self.hall.subscribers()}
        for_ana, for_berta = self.digest(ANA), self.digest(BERTA)
        is_working = day.weekday() < 5 and day not in HOLIDAYS
        assert (for_ana is not None) == (for_berta is not None) == is_working
        if for_ana is not None and for_berta is not None:
            self.note_top(for_ana, day)
            self.on(day, 11)
            done = self.taps(for_ana, phones)
            self.on(day, 11, 30)
            self.answers(for_berta, phones, done)

    def order(self, text: str, *, sender: str, subject: str, **headers: str) -> None:
        self.ordered[self.mail(text, sender=sender, subject=subject, **headers)] = sender

    def digest(self, reader: str) -> EmailMessage | None:
        """The digest of this morning, once."""
        letters = self.hall.sink.to(reader)
        fresh = [one for one in letters[self.read.get(reader, 0) :] if "Resum del" in text_of(one)]
        self.read[reader] = len(letters)
        return fresh[-1] if fresh else None

    def note_top(self, digest: EmailMessage, day: date) -> None:
        """Whom the digest has among the overdue and the due."""
        body = digest.get_body(("plain",))
        assert body is not None
        text = body.get_content()
        for title in ("Altes vençudes", "Altes que vencen avui"):
            section = re.search(rf"^{title}.*?(?=^\S[^\n]*\n-{{4,}}|\Z)", text, re.MULTILINE | re.DOTALL)
            for ref in re.findall(r"«FET (A-\d+)", section.group()) if section else []:
                self.on_top.setdefault(ref, []).append(day)

    def taps(self, digest: EmailMessage, phones: dict[str, str]) -> list[str]:
        """Ana does what her digest asks, but for what she leaves for another day; returns what she did."""
        done = []
        for words, (_, subject) in links(digest).items():
            verb, ref = words.split()[:2]
            if verb in {"FET", "TRETA"} and self.chance.random() < 0.35:
                self.at_the_phone(verb, phones[ref])
                self.order("", sender=ANA, subject=subject)
                done.append(words)
            elif verb == "DESCARTA" and self.chance.random() < 0.5:
                self.order("Motiu: no és de cap veí de la llista", sender=ANA, subject=subject)
                done.append(words)
        return done

    def answers(self, digest: EmailMessage, phones: dict[str, str], already: list[str]) -> None:
        """Berta answers hers with what she did, and with some of what Ana did before her."""
        offered = [words for words in links(digest) if words.split()[0] in {"FET", "TRETA"}]
        mine = [words for words in offered if words not in already and self.chance.random() < 0.3]
        both = [words for words in offered if words in already and self.chance.random() < 0.3]
        for words in mine:
            verb, ref = words.split()
            self.at_the_phone(verb, phones[ref])
        if mine or both:
            quoted = "".join(f"> {line}\n" for line in text_of(digest).split(". "))
            self.order(
                "\n".join([*mine, *both]) + f"\n\nEl dl., 4 maig 2026, Ajuntament va escriure:\n{quoted}",
                sender=BERTA,
                subject=f"Re: {digest['Subject']}",
                In_Reply_To=digest["Message-ID"],
                Authentication_Results=PASSES.format(domain="setcases.cat"),
            )

    def at_the_phone(self, verb: str, number: str) -> None:
        if verb == "FET":
            self.phone.add(number)
        else:
            self.phone.discard(number)


def spread(chance: random.Random, days: list[date], count: int) -> dict[date, int]:
    """How many of *count* fall on each of *days*."""
    chosen = [chance.choice(days) for _ in range(count)]
    return {day: chosen.count(day) for day in days}


@dataclass
class Town:
    """Who comes, who goes, and who writes that nobody knows, day by day."""

    chance: random.Random
    days: list[date]
    members: list[Neighbour]
    late_altas: list[tuple[date, Neighbour]] = field(default_factory=list)

    def __post_init__(self) -> None:
        early = self.days[:22]
        self.joins, self.leaves, self.cards = (
            spread(self.chance, early, count) for count in (JOINS, LEAVES, CARDS)
        )
        self.fresh = iter(range(BEFORE, BEFORE + JOINS))
        self.strangers = iter(range(300, 300 + CARDS))
        self.leavers = self.chance.sample(self.members, LEAVES)

    def writes(self, month: Month, day: date) -> None:
        """What comes in on *day*: a consent may stand days without its ALTA."""
        for _ in range(self.joins.get(day, 0)):
            who = Neighbour(next(self.fresh))
            month.consents(who)
            if self.chance.random() < 0.4:
                self.late_altas.append((day + timedelta(days=self.chance.randint(1, 3)), who))
            else:
                month.asks_to_join(who)
        for due, who in self.late_altas:
            if due == day:
                month.asks_to_join(who)
        for _ in range(self.leaves.get(day, 0)):
            month.leaves(self.leavers.pop())
        for _ in range(self.cards.get(day, 0)):
            month.leaves(Neighbour(next(self.strangers)))


def two_clerks(hall: TownHall) -> None:
    """Both get the digest, and both may give orders."""
    config = hall.config.read_text()
    for key in ("digest_to", "orders_from"):
        config = config.replace(f'{key} = ["{ANA}"]', f'{key} = ["{ANA}", "{BERTA}"]')
    hall.config.write_text(config)


def test_a_month_of_two_clerks_who_know_only_their_digest(town_hall: TownHall) -> None:
    two_clerks(town_hall)
    chance = random.Random(20260504)
    members = [Neighbour(n) for n in range(BEFORE)]
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    month, town = Month(town_hall, chance), Town(chance, days, members)
    town_hall.residents(*(f"{m.name},{m.document},{m.phone},active,,,2025-03-03" for m in members))
    month.phone = {m.phone for m in members}

    for day in days:
        month.on(day, 10)
        town_hall.run_once()
        month.morning(day)
        month.on(day, 12)
        town.writes(month, day)
        month.on(day, 13)
        town_hall.run_once()

    books_and_phone_agree(month)
    every_order_was_answered(month)
    each_move_happened_once(month)
    no_deadline_was_missed_unseen(month)


def books_and_phone_agree(month: Month) -> None:
    held = month.hall.subscribers()
    assert Counter(s["state"] for s in held) == {"active": BEFORE + JOINS - LEAVES, "left": LEAVES}
    assert {s["phone"] for s in held if s["state"] == "active"} == month.phone
    cases = month.hall.cases()
    assert [case for case in cases if case["state"] != "closed"] == []
    assert sum(case["reason"] == Reason.NOBODY.value for case in cases) == CARDS


def every_order_was_answered(month: Month) -> None:
    answers = {one["In-Reply-To"]: text_of(one) for to in (ANA, BERTA) for one in month.hall.sink.to(to)}
    assert set(month.ordered) <= set(answers)
    second = [text for text in answers.values() if f"({ANA})" in text and "Ja estava fet" in text]
    assert second, "Berta came after Ana at times, and was told so"


def each_move_happened_once(month: Month) -> None:
    store = Store(load(month.hall.config).store_url)
    with closing(store), store.read() as tx:
        happened = tx.connection.exec_driver_sql(
            "SELECT s.ref, e.what FROM events e JOIN subscriptions s ON s.id = e.subscription_id"
        ).all()
    moves = Counter((ref, what) for ref, what in happened if what in {"activated", "taken-off", "baixa"})
    assert set(moves.values()) == {1}
    assert Counter(what for _, what in moves) == {"activated": JOINS, "taken-off": LEAVES, "baixa": LEAVES}


def no_deadline_was_missed_unseen(month: Month) -> None:
    """Who was put on the phone late had stood on top of the digest of the last day in time."""
    days = calendar(load(month.hall.config), range(2026, 2028))
    late = 0
    for joined in (s for s in month.hall.subscribers() if s["consent_at"]):
        due = deadline(datetime.fromisoformat(joined["consent_at"]), days, MADRID).due_on
        if date.fromisoformat(joined["activated_on"]) > due:
            late += 1
            assert due in month.on_top[joined["ref"]], joined["ref"]
    assert late, "the clerks were late at times, or there would be nothing to see"
