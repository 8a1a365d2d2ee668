"""The days of the month go by: mails come, the service wakes, the clerk works in the morning."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Final

from aiosmtpd.controller import Controller
from imapclient import IMAPClient

from daemon.books.importing import import_roster, read_roster
from daemon.books.store import Store
from daemon.books.subscribers import Mark
from daemon.configuration.settings import load
from daemon.service.app import App
from tests.dovecot import free_port, running_dovecot
from tests.journeys.clerks import body
from tests.journeys.conftest import Sink, TownHall
from tests.journeys.desk_month.clerk import Books, Clerk
from tests.journeys.desk_month.script import FIRST, JOAN, LAST, MARTA, TZ, Mail, Person, mails, people
from tests.journeys.desk_month.taps import cases_named, taps

DEPUTY: Final = "regidora@setcases.cat"


_QUOTED: Final = (  # as mail programs say it in Catalan, Spanish and English
    "El {:%d/%m/%y} a les 10:12, Ajuntament de Setcases (<info@setcases.cat>) va escriure:",
    "Missatge d'Ajuntament de Setcases <info@setcases.cat> del dia {:%d/%m/%Y} a les 10:12:",
    "El {:%d/%m/%Y} a las 10:12, Ajuntament de Setcases (<info@setcases.cat>) escribió:",
    "On {:%d/%m/%Y}, Ajuntament de Setcases <info@setcases.cat> wrote:",
)


def _quoting(letter: EmailMessage, day: date, way: int) -> str:
    """The letter as it stands below an answer to it."""
    quoted = "".join(f"> {line}\n" for line in body(letter).splitlines())
    return f"\n{_QUOTED[way].format(day)}\n{quoted}"


@dataclass
class Month:
    """What happened. `mornings` are the cards of each digest, `evenings` those open when its day ends."""

    hall: TownHall
    client: IMAPClient
    app: App
    people: dict[str, Person] = field(default_factory=people)
    plan: list[Mail] = field(default_factory=mails)
    came: dict[str, Mail] = field(default_factory=dict)
    digests: dict[date, EmailMessage] = field(default_factory=dict)
    mornings: dict[date, frozenset[str]] = field(default_factory=dict)
    evenings: dict[date, frozenset[str]] = field(default_factory=dict)
    opened: dict[str, datetime] = field(default_factory=dict)
    closed: dict[str, datetime] = field(default_factory=dict)
    unanswered: list[Mail] = field(default_factory=list)
    clerk: Clerk = field(init=False)
    sent: int = 0

    def __post_init__(self) -> None:
        self.clerk = Clerk(self)

    @property
    def today(self) -> date:
        return self.hall.at.astimezone(TZ).date()

    def books(self) -> Books:
        return Books(self.hall.subscribers(), self.hall.cases(), self.people, self.came)

    def promised(self, verb: str, key: str) -> bool:
        """Whether a colleague is going to write that it is done."""
        goals = {(g.verb, g.who) for mail in self.plan if mail.from_staff for g in mail.label.goals}
        return bool(key) and (verb, key) in goals

    def send(self, text: str, *, sender: str, subject: str, proof: str) -> str:
        self.sent += 1
        message_id = f"<tap-{self.sent}@correu.example>"
        head = {"Authentication_Results": f"mx.setcases.cat; dmarc={proof} header.from=setcases.cat"}
        self._put(text, sender, subject, message_id, head if proof != "none" else {})
        return message_id

    def wake(self, minutes: int) -> None:
        """The service looks at what has come, some minutes later."""
        self.hall.at += timedelta(minutes=minutes)
        self.app.run_once()
        for case in self.hall.cases():
            self.opened.setdefault(case["ref"], self.hall.at)
            if case["state"] == "closed":
                self.closed.setdefault(case["ref"], self.hall.at)
        for s in self.hall.subscribers():
            for person in self.people.values():
                if person.dni == s["id_document"]:
                    person.ref = s["ref"]

    def answers(self, message_id: str) -> list[EmailMessage]:
        return [m for _, _, m in self.hall.sink.letters if m["In-Reply-To"] == message_id]

    def run(self) -> None:
        for day in (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)):
            self._until(datetime.combine(day, time(8), tzinfo=TZ))
            if digest := self.digests.get(day):
                self.hall.at += timedelta(hours=1)
                self.clerk.morning(digest)
                self._until(datetime.combine(day, time(13), tzinfo=TZ))
            self._until(datetime.combine(day, time(19), tzinfo=TZ))
            if digest:
                self.evenings[day] = frozenset(self.books().open())

    def _until(self, moment: datetime) -> None:
        """What is due by then comes, and the service wakes; a colleague reads what she is answered."""
        due = [mail for mail in self.plan if mail.at <= moment]
        self.plan = self.plan[len(due) :]
        for mail in due:
            self.hall.at = max(mail.at.astimezone(UTC), self.hall.at)
            self._comes(mail)
        self.hall.at = moment.astimezone(UTC)
        before = len(self.hall.sink.letters)
        self.wake(0)
        for _, recipient, letter in self.hall.sink.letters[before:]:
            if recipient == MARTA and "· Resum del" in body(letter):
                self.digests[self.today] = letter
                waited = frozenset().union(*[*self.evenings.values()][-1:])
                shown = waited | {tap.case for tap in taps(letter)}
                self.mornings[self.today] = shown & cases_named(letter) & frozenset(self.books().open())
        for mail in (mail for mail in due if mail.told == "answer"):
            if not self.answers(mail.message_id):
                self.unanswered.append(mail)
            self.clerk.follow_up(mail)

    def _comes(self, mail: Mail) -> None:
        self.came[mail.message_id] = mail
        head = {"Authentication_Results": mail.results} if mail.results else {}
        text, subject = mail.text.strip().format(**self.people) + "\n", mail.subject.format(**self.people)
        letters = self.hall.sink.to(mail.address)
        if mail.answers and letters:
            last = letters[-1]
            subject = subject or f"Re: {last['Subject']}"
            head |= {"In_Reply_To": last["Message-ID"], "References": last["Message-ID"]}
            if mail.taps:
                (tap,) = taps(last)
                subject, text = tap.subject, tap.body + "\n"
            else:
                text += _quoting(last, self.today, self.sent % len(_QUOTED))
        self._put(text, mail.sender, subject, mail.message_id, head | mail.more, to=mail.to)

    def _put(
        self, text: str, sender: str, subject: str, message_id: str, head: dict[str, str], to: str = ""
    ) -> None:
        raw = self.hall.written(text, sender=sender, subject=subject, message_id=message_id, **head)
        self.client.append("INBOX", raw, msg_time=self.hall.at)


def _begin(store: Store, file: Path) -> None:
    """Import who is on the list, some weeks before."""
    rows = [f"{p.name},{p.dni},{p.phone},active,,,2025-01-10" for p in people().values() if p.begins]
    header = "name,id_document,phone,state,consent_number,consent_at,activated_on"
    file.write_text("\n".join([header, *rows]))
    before = datetime.combine(FIRST, time(9), tzinfo=TZ) - timedelta(weeks=3)
    import_roster(store, read_roster(file, TZ), Mark(by="init", now=before, today=before.date()))


@contextmanager
def played(folder: Path) -> Iterator[Month]:
    """The month, played in *folder*."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        with running_dovecot() as dovecot, dovecot.client() as client:
            hall = TownHall(folder, dovecot, sink, controller.port)
            config = hall.config.read_text().replace(
                'orders_from = ["secretaria@setcases.cat"]',
                f'orders_from = ["{MARTA}", "{JOAN}"]\ndeputies = ["{DEPUTY}"]',
            )
            hall.config.write_text(config)
            settings = load(hall.config)
            with closing(Store(settings.store_url)) as store:
                _begin(store, folder / "list.csv")
                month = Month(hall, client, App(settings=settings, store=store, clock=lambda: hall.at))
                month.run()
                yield month
    finally:
        controller.stop()
