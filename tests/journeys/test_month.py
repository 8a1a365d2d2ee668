"""A month on a real mailbox, with two clerks who know only their digests: nothing is forgotten.

40 people join, 25 leave, 15 mails are for a person to decide; what is expected is worked out here.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, partial
from typing import Any, Final

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import create_engine, text

from daemon.books.store import Store
from daemon.configuration.settings import load
from daemon.service.app import App
from tests.dovecot import free_port, running_dovecot
from tests.journeys.clerks import CARDS, TAKE_OFF, Clerk, Given, body, entries, top
from tests.journeys.conftest import Sink, TownHall, text_of
from tests.journeys.month import FIRST, JOAN, LAST, MARTA, Month, Resident, at, is_working, working_day
from tests.journeys.test_ordering import PASSES
from tests.journeys.test_run_once import NOTICE, REGISTRY, SUBJECT, TRUSTED

OURS = "mx.setcases.cat; dmarc=pass header.from=veins.example"
FAILS = "mx.setcases.cat; dmarc=fail header.from=veins.example"
ROSTER: Final = [Resident(n, n) for n in range(30)]
BACK: Final = ROSTER[0]
"""Who leaves, and thinks better of it."""

WAYS: Final = (
    ["chat after"] * 14 + ["chat before"] * 8 + ["no alta"] * 6 + ["paper"] * 6 + ["late notice"] * 3
    + ["shared"] * 2
)  # fmt: skip
LEAVES: Final = (
    "Bon dia,\n\n{0.name}\nDNI {0.dni}\nMòbil {0.phone}\n\nGràcies\n",
    "Buenos días, quiero darme de baja de la lista de WhatsApp.\n{0.name}\nDNI {0.dni}\nMóvil {0.phone}\n",
    "{0.name} {0.dni} {0.phone}\n",
    "Hola, em podeu treure de la llista de difusió? Soc {0.name}, DNI {0.dni}, tel. {0.phone}. Merci!\n",
)


def _number(who: Resident) -> str:
    return f"E/{1000 + who.number:06}-2026"


class Story:
    """Who does what when; `joined` and `left` are what ought to come of it."""

    def __init__(self, month: Month) -> None:
        self.month = month
        self.joined: dict[Resident, date] = {}
        self.known_at: dict[Resident, datetime] = {}
        self.left: dict[Resident, datetime] = {}
        self.undone: set[Resident] = set()
        self.owed: list[str] = []
        self._joins()
        self._leaves()
        self._cards()

    @cached_property
    def subscribers(self) -> list[dict[str, Any]]:
        """The books at the end."""
        return self.month.hall.subscribers()

    @cached_property
    def events(self) -> list[Any]:
        """What happened to each of the books' entries, in its order."""
        engine = create_engine(f"sqlite:///{self.month.hall.folder / 'books.db'}")
        wanted = text(
            "SELECT ref, at, what, by, before, after, note FROM events "
            "JOIN subscriptions ON subscriptions.id = subscription_id ORDER BY events.id"
        )
        with closing(engine.connect()) as connection:
            return list(connection.execute(wanted))

    def state_of(self, ref: str, day: date) -> str | None:
        """How the books had it when the digest of that day was made."""
        before = f"{at(day, 8).astimezone(UTC):%Y-%m-%d %H:%M:%S}"
        return next((e.after for e in reversed(self.events) if e.ref == ref and e.at[:19] <= before), None)

    def deadlines(self) -> Iterator[tuple[str, date, datetime]]:
        """Who was to be on the phone by when, as the law counts, and since when the town hall knew it."""
        refs = {s["consent_number"]: s["ref"] for s in self.subscribers if s["consent_number"]}
        for who, day in self.joined.items():
            yield refs[_number(who)], working_day(day, 5), self.known_at[who]
        yield "A-0016", date(2026, 5, 15), at(date(2026, 5, 14), 11)  # whose leave was undone

    @property
    def letters_owed(self) -> Counter[str]:
        """How many each was to get: one for a mail, and one when staff did what it asked.

        None for forged ones, calls and what staff pass on.
        """
        return Counter(self.owed)

    def other(self, clerk: Clerk) -> str:
        return next(address for address in self.month.clerks if address != clerk.address)

    def was_given_twice(self, given: Given) -> bool:
        """Whether one of its orders was given in another mail as well, mostly by the colleague."""
        every = (each for clerk in self.month.clerks.values() for each in clerk.given if each is not given)
        return bool({order for each in every for order in each.orders} & set(given.orders))

    @property
    def on_the_list(self) -> set[Resident]:
        """Who wants the town's messages in the end."""
        stay = {r for r in ROSTER if r not in self.left or r in self.undone}
        return stay | {r for r in self.joined if r not in self.left or r is BACK}

    def _joins(self) -> None:
        chance = self.month.chance
        ways = list(WAYS)
        chance.shuffle(ways)
        shared = 30 + ways.index("shared")
        for number, way in enumerate(ways, 30):
            who = Resident(number, shared if way == "shared" else number)
            day = FIRST + timedelta(days=2 if way == "shared" else chance.randrange(19))
            self._join(who, way, day)
        self._join(BACK, "chat after", date(2026, 5, 16))

    def _join(self, who: Resident, way: str, day: date) -> None:
        if way in {"paper", "late notice"}:
            day = working_day(day, -1) if day > FIRST else FIRST
        if way == "late notice":
            day = min(day, date(2026, 5, 12))
        presented = at(day, self.month.chance.randrange(9, 20), 11)
        heard = presented + timedelta(days=11 if way == "late notice" else 0, minutes=4)
        self.joined[who], self.known_at[who] = day, heard
        number = _number(who)
        clerk = self.month.clerks[self.month.chance.choice([MARTA, JOAN])]
        if way == "paper":
            entry = f"CONSENTIMENT {who.data}, {number}, {day.day}/{day.month}/{day.year}"
            said = f"{entry}\nALTA {who.data}\n"
            orders = (("CONSENTIMENT", who.dni), ("ALTA", who.dni))
            self.known_at[who] = at(day, 11)
            self.month.when(at(day, 11), partial(clerk.orders, said, *orders, subject="paper del taulell"))
            return
        notice = NOTICE.format(
            number=number, at=f"{presented:%d/%m/%Y %H:%M:00}", name=who.name, dni=who.dni, phone=who.phone
        )
        self.month.when(
            heard,
            partial(self.month.send, notice, sender=REGISTRY, subject=f"Registre {number}", proof=TRUSTED),
        )
        if way != "no alta":
            told = presented + timedelta(hours=-20 if way == "chat before" else 25)
            self.month.when(told, partial(self._passes_on, clerk, who, told))

    def _passes_on(self, clerk: Clerk, who: Resident, told: datetime) -> None:
        """A clerk copies out of WhatsApp Web what somebody wrote to the list's number."""
        head = f"[{told:%H:%M, %d/%m/%Y}] +34 {who.phone}"
        said = f"Ha arribat al mòbil:\n\n{head}: Bon dia! ALTA\n{head}: {who.name} {who.dni}\n"
        self.month.send(said, sender=clerk.address, subject="alta WhatsApp", proof=PASSES)

    def _leaves(self) -> None:
        chance, month = self.month.chance, self.month
        self._leave(BACK, at(date(2026, 5, 15), 20))
        for who in ROSTER[1:6]:
            self._leave(who, at(FIRST + timedelta(days=chance.randrange(22)), chance.randrange(7, 23)))
        shared = {r.line for r in self.joined if r.line != r.number}
        joiners = [r for r in self.joined if r.number >= 30 and r.line not in shared]
        early = [r for r in joiners if self.joined[r] < date(2026, 5, 12)]
        for who, after in zip(chance.sample(early, 2), (3, 13), strict=True):
            self._leave(who, max(self.known_at[who], at(self.joined[who], 11)) + timedelta(days=after))
        for who in (r for r in self.joined if r.line in shared):
            self._leave(who, at(date(2026, 5, 20), 9 + who.number % 4))
        for who in ROSTER[6:10]:
            self._forgets_something(who, at(FIRST + timedelta(days=chance.randrange(1, 18)), 9, 30))
        for who in ROSTER[10:14]:
            day = working_day(FIRST, chance.randrange(1, 14))
            self.left[who] = at(day, 11)
            month.when(
                at(day, 11), partial(self._telephones, who, month.clerks[chance.choice([MARTA, JOAN])])
            )
        saturday, monday = date(2026, 5, 16), date(2026, 5, 11)
        self._leave(ROSTER[14], at(saturday, 12))
        month.when(at(saturday + timedelta(days=1), 10), partial(self._takes_back, ROSTER[14]))
        self._leave(ROSTER[15], at(monday, 11))
        undo = partial(
            month.clerks[MARTA].orders,
            f"desfés {ROSTER[15].phone}\n",
            ("DESFÉS", ROSTER[15].phone),
            subject="no era ell",
        )
        month.when(at(date(2026, 5, 14), 11), undo)
        self.undone = {ROSTER[14], ROSTER[15]}
        for clerk in month.clerks.values():  # whether he is off the phone already, only she can see
            clerk.knows[f"Correu de {ROSTER[14].address},"] = ("DESCARTA", "encara hi és")

    def _leave(self, who: Resident, moment: datetime) -> None:
        self.left[who] = moment
        said = self.month.chance.choice(LEAVES).format(who)
        self.month.when(moment, partial(self._writes, who, said))

    def _writes(self, who: Resident, said: str, *, subject: str = SUBJECT, **more: str) -> None:
        self.owed.append(who.address)
        self.month.send(said, sender=f"{who.name} <{who.address}>", subject=subject, **more)

    def _forgets_something(self, who: Resident, moment: datetime) -> None:
        """She leaves her DNI out, and gives it when she is asked for it."""
        self.left[who] = moment + timedelta(days=1)
        self.month.when(moment, partial(self._writes, who, f"Doneu-me de baixa, {who.phone}\n{who.name}\n"))
        self.month.when(
            moment + timedelta(days=1), partial(self._answers, who, f"Perdoneu! {who.dni}, {who.phone}")
        )

    def _telephones(self, who: Resident, clerk: Clerk) -> None:
        """To a clerk, who writes it down; or looks her up first, and then says which reference it is."""
        if who.number % 2:
            clerk.orders(f"Baixa {who.data}\n", ("BAIXA", who.dni), subject="ha trucat")
            return
        clerk.orders(f"fitxa {who.phone}\n", ("FITXA", who.phone))
        self.left[who] += timedelta(hours=3)
        self.month.when(self.left[who], partial(self._is_looked_up, who, clerk))

    def _is_looked_up(self, who: Resident, clerk: Clerk) -> None:
        (answer,) = (text_of(a) for a in self.month.answers(clerk) if who.name in text_of(a))
        (ref,) = set(re.findall(r"A-\d{4}", answer))
        clerk.orders(f"BAIXA {ref}\n", ("BAIXA", ref), subject="la que ha trucat abans")

    def _takes_back(self, who: Resident) -> None:
        self._answers(who, "No he estat jo, desfeu-ho.", proof=OURS)

    def _answers(self, who: Resident, said: str, **more: str) -> None:
        letter = self.month.hall.sink.to(who.address)[-1]
        quoted = "".join(f"> {line}\n" for line in body(letter).splitlines())
        self._writes(
            who, f"{said}\n\nEl 4/5/26 a les 10:00, Ajuntament ha escrit:\n{quoted}",
            subject=f"Re: {letter['Subject']}", In_Reply_To=letter["Message-ID"], **more,
        )  # fmt: skip

    def _cards(self) -> None:
        """What nobody can decide but a person."""
        full = LEAVES[0]
        a, b, c, d, e, f, g, h, i, j = ROSTER[16:26]
        for who, other in ((a, ROSTER[26]), (b, ROSTER[27]), (c, ROSTER[28])):
            husband = Resident(other.number, other.line)
            said = f"Doneu de baixa aquest número.\n{husband.name}\n{who.dni}\n{who.phone}\n"
            self._card(who, said, "APLICA", leaves=True)
        self._card(d, f"Vull la baixa.\n{d.dni}\n{e.phone}\n", "DESCARTA", "hem trucat: s'ha equivocat")
        self._card(e, f"Vull la baixa.\n{e.dni}\n{f.phone}\n", "DESCARTA", "són dues persones")
        self._card(g, "Quan acabi l'estiu doneu-me de baixa.\n" + full.format(g), "APLICA", leaves=True)
        self._card(
            h, "Si continueu enviant tant, doneu-me de baixa.\n" + full.format(h), "DESCARTA", "es queda"
        )
        self._card(i, "Si no ho arregleu, doneu-me de baixa.\n" + full.format(i), "DESCARTA", "s'ho pensa")
        for who in (f, j):
            self._card(who, full.format(who), "DESCARTA", "no és seu: hi hem parlat", proof=FAILS)
        for who in (Resident(200, 200), Resident(201, 201)):
            self._card(who, full.format(who), "DESCARTA", "no hi era")
        passed, stranger = ROSTER[29], Resident(202, 202)
        head = f"---------- Forwarded message ---------\nDe: {passed.address}\nAssumpte: {SUBJECT}\n"
        said = f"Us passo això.\n\n{head}\n{full.format(passed)}"
        self._card(
            passed,
            said,
            "APLICA",
            leaves=True,
            sender=MARTA,
            subject=f"Fwd: {SUBJECT}",
            proof=PASSES,
            sign=passed.name,
        )
        notice = NOTICE.format(
            number="E/009999-2026",
            at="06/05/2026 09:00:00",
            name=stranger.name,
            dni=stranger.dni,
            phone=stranger.phone,
        )
        self._card(
            stranger,
            notice,
            "DESCARTA",
            "és fals",
            sender="no-reply@registre.example.cat",
            subject="Registre",
        )
        self._card(
            stranger,
            "",
            "DESCARTA",
            "no l'he enviat jo",
            sender=JOAN,
            subject="FET A-0031",
            proof=FAILS,
            sign="FET A-0031",
        )

    def _card(
        self,
        who: Resident,
        said: str,
        verb: str,
        why: str = "",
        *,
        leaves: bool = False,
        sender: str = "",
        sign: str = "",
        **more: str,
    ) -> None:
        moment = at(
            FIRST + timedelta(days=self.month.chance.randrange(2, 20)), self.month.chance.randrange(8, 20)
        )
        address = sender or who.address
        for clerk in self.month.clerks.values():
            clerk.knows[sign or f"Correu de {address},"] = (verb, why)
        if leaves:
            self.left[who] = moment
        if not sender and "proof" not in more:
            self.owed += [address, address] if leaves else [address]  # received, and done by a clerk
        more.setdefault("subject", SUBJECT)
        self.month.when(moment, partial(self.month.send, said, sender=address, **more))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, dovecot_installed: None) -> Iterator[Story]:
    """The month, told once; the tests look at what came of it."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        with running_dovecot() as dovecot, dovecot.client() as client:
            hall = TownHall(tmp_path_factory.mktemp("month"), dovecot, sink, controller.port)
            hall.config.write_text(
                hall.config.read_text().replace('["secretaria@setcases.cat"]', f'["{MARTA}", "{JOAN}"]')
                + "[phone]\nlist_size = 25\n"
            )
            hall.residents(*(f"{r.name},{r.dni},{r.phone},active,,,2025-01-10" for r in ROSTER))
            settings = load(hall.config)
            with closing(Store(settings.store_url)) as store:
                month = Month(hall, client, App(settings=settings, store=store, clock=lambda: hall.at))
                for address in (MARTA, JOAN):
                    month.clerks[address] = Clerk(address, month.phone, month.send, month.chance)
                month.phone.contacts = {f"+34{r.phone}": f"Setcases {r.name}" for r in ROSTER}
                story = Story(month)
                month.run()
                yield story
    finally:
        controller.stop()


def test_the_books_the_phone_and_what_people_wanted_are_the_same(told: Story) -> None:
    wanted = {r.dni for r in told.on_the_list}
    held = told.subscribers

    assert (len(told.joined), len(told.left), len(wanted)) == (40, 25, 47)
    assert Counter(s["state"] for s in held) == {"active": 47, "left": 23}
    assert {s["id_document"] for s in held if s["state"] == "active"} == wanted
    contacts = told.month.phone.contacts
    assert set(contacts) == {f"+34{r.phone}" for r in told.on_the_list}
    assert [r for r in told.on_the_list if r.name not in contacts[f"+34{r.phone}"]] == []


def test_the_events_tell_the_same_story_as_the_books(told: Story) -> None:
    """Each state follows from the one before, and who did it by hand had ordered just that."""
    now: dict[str, str] = {}
    for event in told.events:
        assert now.get(event.ref) == event.before, event
        now[event.ref] = event.after
    given = [g for clerk in told.month.clerks.values() for g in clerk.given]
    ordered = {(g.clerk, *order) for g in given for order in g.orders}
    steps = {"activated": "FET", "taken-off": "TRETA"}
    moved = [e for e in told.events if e.what in steps and e.before != e.after]
    by_hand = [e for e in moved if not e.note.startswith("A-")]
    along = [e for e in moved if e.note.startswith("A-")]

    assert now == {s["ref"]: s["state"] for s in told.subscribers}
    assert {(e.by, steps[e.what], e.ref) for e in by_hand} <= ordered
    # One left before being put on the phone, another was put on it twice; one took the leave back at once.
    assert Counter(e.what for e in by_hand) == {"activated": 40 - 1 + 1, "taken-off": 25 - 1 - 2}
    assert len(along) == 2  # a couple's one number, and who came back before it was off


def test_no_deadline_passed_that_was_not_on_top_of_the_digest_of_its_day(told: Story) -> None:
    passed = 0
    for ref, due, known_at in told.deadlines():
        for day, digests in told.month.digests.items():
            if known_at > at(day, 8) or told.state_of(ref, day) not in {"consented", "due"}:
                continue
            passed += day > due
            for digest in digests.values():
                if day >= due:
                    assert ref in top(digest), f"{ref} was due on {due}, and is not on top on {day}"
                elif working_day(day, 1) == due:
                    assert ref in {e.ref for e in entries(digest)}, f"{ref}: nobody was warned on {day}"
    assert passed > 5  # people are away, and notices come late


def test_who_left_stood_in_each_digest_until_the_number_was_off(told: Story) -> None:
    """A number once, by the first who left with it; none that somebody on the list has."""
    numbers = {s["ref"]: s["phone"] for s in told.subscribers}
    shown = 0
    for day, digests in told.month.digests.items():
        states = {ref: told.state_of(ref, day) for ref in numbers}
        kept = {numbers[ref] for ref, state in states.items() if state not in {None, "leaving", "left"}}
        owed = {numbers[ref] for ref, state in states.items() if state == "leaving"} - kept
        for digest in digests.values():
            refs = [e.ref for e in entries(digest) if e.section.startswith(TAKE_OFF)]
            assert Counter(numbers[ref] for ref in refs) == Counter(owed)
        shown += len(owed)
    assert shown > 10


def test_each_working_day_each_clerk_got_one_digest_and_no_other_day_any(told: Story) -> None:
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]

    assert {day: set(found) for day, found in told.month.digests.items()} == {
        day: {MARTA, JOAN} for day in days if is_working(day)
    }


_NO: Final = re.compile(r"No s’ha fet|[Jj]a estava (?:fet|tancat)")


def test_every_order_got_its_answer_once_and_only_who_came_second_got_a_no(told: Story) -> None:
    refused = 0
    for clerk in told.month.clerks.values():
        answers = told.month.answers(clerk)
        assert Counter(a["In-Reply-To"] for a in answers) == Counter(g.message_id for g in clerk.given)
        by_order = {a["In-Reply-To"]: text_of(a) for a in answers}
        for given in clerk.given:
            said = by_order[given.message_id]
            assert [item for _, item in given.orders if item not in said] == []
            if noes := _NO.findall(said):
                refused += len(noes)
                assert told.was_given_twice(given), said
                assert f"({told.other(clerk)})" in said or "(vós)" in said, said
    assert refused > 10


def test_fifteen_mails_and_one_undone_leave_were_decided_and_no_case_is_open(told: Story) -> None:
    decided = {
        entry.ref
        for digests in told.month.digests.values()
        for entry in entries(digests[MARTA])
        if entry.section.startswith(CARDS)
    }

    assert len(decided) == 15 + 1  # who took his leave back may be off the phone already
    assert {case["state"] for case in told.month.hall.cases()} == {"closed"}


def test_every_message_ended_as_one_thing_and_lies_untouched_where_it_was(told: Story) -> None:
    hall = told.month.hall
    flags, messages = hall.dovecot.flags(), hall.messages()

    assert len(flags) == len(messages) == told.month.sent
    assert {message["outcome"] for message in messages} == {"done", "resident", "staff"}
    assert set(flags.values()) == {()}


def test_every_resident_got_the_letters_that_were_owed_and_no_other(told: Story) -> None:
    """And who left by mail one more when the number was off the phone."""
    sent = [
        (recipient, str(letter["Subject"]))
        for _, recipient, letter in told.month.hall.sink.letters
        if recipient.endswith("@veins.example")
    ]
    last = [recipient for recipient, subject in sent if "ja està acabat" in subject]
    was_told = {recipient for recipient, subject in sent if "ho hem anotat" in subject}
    taken_off = {event.ref for event in told.events if event.what == "taken-off"}
    off = {s["phone"] for s in told.subscribers if s["ref"] in taken_off}

    assert Counter(recipient for recipient, _ in sent) - Counter(last) == told.letters_owed
    # Who came back is on the phone again with the same number: it never came off.
    owed = [who for who in told.left if who.address in was_told and _is(who, off) and who is not BACK]
    assert sorted(last) == sorted(who.address for who in owed)


def _is(who: Resident, phones: set[str]) -> bool:
    return f"+34{who.phone}" in phones


def test_the_report_of_the_month_counts_what_was_done(told: Story) -> None:
    (report,) = (m for m in told.month.hall.sink.to(JOAN) if "Informe de maig" in body(m))
    put_on = [s for s in told.subscribers if (s["activated_on"] or "") >= "2026-05"]
    due = {ref: day for ref, day, _ in told.deadlines()}
    late = {s["ref"] for s in put_on if date.fromisoformat(s["activated_on"]) > due[s["ref"]]}

    # One left before being put on the phone; who was taken off by mistake is put on it again, and is no alta.
    assert len(put_on) == 40 - 1 + 1
    assert f"{len(put_on) - 1} altes · 23 baixes" in body(report)
    assert set(re.findall(r"^- (A-\d{4})$", body(report), re.MULTILINE)) == late
    assert len(late) > 5
    sent_alta = {event.ref for event in told.events if event.what == "alta"}
    assert text_of(report).count("érem totes dues fora") == len(late & sent_alta) < len(late)


def test_the_phone_sent_in_to_be_counted_again_agrees(told: Story) -> None:
    month = told.month
    month.send_phone_in()
    month.round(at(LAST, 16))

    (recount,) = (m for m in month.hall.sink.to(MARTA) if "Recompte del telèfon" in m["Subject"])
    assert "El telèfon i la llista coincideixen" in text_of(recount)
