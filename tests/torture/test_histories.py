"""Random histories of people, robots, copies, disorder, restarts and erasing end as a page of model says."""

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from daemon.books import subscribers
from daemon.books.store import Store
from daemon.books.tables import messages, outbox
from daemon.configuration.settings import Settings
from daemon.mailbox.intake import StoppedError
from daemon.mailbox.sync import Sync
from daemon.ports import BODY_LIMIT, Folder, Head
from daemon.service.app import App
from rules.books.decision import Reason
from rules.desk.digest import people_in
from rules.mail.mail import read_mail
from tests.daemon.conftest import settings
from tests.rules.persons import dni
from tests.torture.model import Model

STAFF = "secretaria@setcases.cat"
REGISTRY = "no-reply@registre.example.cat"
MADRID = ZoneInfo("Europe/Madrid")
SUBJECT = "BAIXA Informació Ajuntament de Setcases WhatsApp"
NAMES = ["Roser Vilamala Coromines", "Pere Camps Vilamala", "Dolors Sastre Puigdevall", "Jordi Barnadas Roca"]
PEOPLE = {name: (dni(41_203_377 + 7 * i), f"60010{i:04d}") for i, name in enumerate(NAMES)}
NOTICE = """Número de registre: {number}
Data i hora de presentació: {at:%d/%m/%Y %H:%M:00}
Tipus: Entrada
Interessat: {name}
NIF: {document}
Telèfon mòbil: {phone}
Assumpte: Clàusula de consentiment del tractament de dades personals (WhatsApp)
"""
TOWN = settings(
    trust={"authserv_ids": ["mx.setcases.cat"]},
    registry={"senders": [REGISTRY]},
    mailbox={"since": "all"},
    retention={"closed_days": 15, "address_days": 15},
)

Act = Callable[[Model], tuple[str, str]]
ASIDE: Act = lambda _model: ("aside", "")  # noqa: E731


@dataclass
class Mailbox:
    """The town's mailbox: what lies in it, by UID, and the numbering that it goes by."""

    mails: dict[int, tuple[datetime, bytes]] = field(default_factory=dict)
    uidvalidity: int = 1

    def put(self, at: datetime, raw: bytes) -> None:
        self.mails[max(self.mails, default=0) + 1] = (at, raw)

    def renumber(self, chance: random.Random) -> None:
        held = list(self.mails.values())
        chance.shuffle(held)
        self.mails, self.uidvalidity = dict(enumerate(held, 1)), self.uidvalidity + 1

    def open(self, folder: str) -> Folder:
        return Folder(name=folder, uidvalidity=self.uidvalidity, uidnext=max(self.mails, default=0) + 1)

    def uids(self, first: int, folder: Folder) -> list[int]:
        return sorted(uid for uid in self.mails if first <= uid < folder.uidnext)

    def first_uid_since(self, day: date) -> int | None:
        raise AssertionError(day)

    def heads(self, uids: Sequence[int]) -> dict[int, Head | None]:
        return {
            uid: Head(
                uid=uid, size=len(raw), received_at=at, block=raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            )
            for uid in uids
            for at, raw in [self.mails[uid]]
        }

    def bodies(self, uids: Sequence[int], most: int = BODY_LIMIT) -> dict[int, bytes | None]:
        return {uid: self.mails[uid][1][:most] for uid in uids}

    def file(self, folder: str, letter: bytes, *, seen: bool = True) -> None:
        raise AssertionError(folder, letter, seen)

    def wait(self, seconds: float, stop: threading.Event) -> None:
        raise AssertionError(seconds, stop)

    def close(self) -> None:
        pass


@dataclass
class History:
    """A town's days: what happens is drawn, what comes of it is told to the model in the ledger's order."""

    url: str
    chance: random.Random
    at: datetime = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
    mailbox: Mailbox = field(default_factory=Mailbox)
    model: Model = field(default_factory=Model)
    acts: dict[str, tuple[Act, str]] = field(default_factory=dict)  # by content: what it means, who wrote
    told: int = 0

    @property
    def town(self) -> Settings:
        return TOWN

    def live(self, steps: int) -> None:
        for _ in range(steps):
            new = [self._drawn() for _ in range(self.chance.randint(1, 6))]
            self.chance.shuffle(new)  # moved about by people, or late
            for at, raw in new:
                self.mailbox.put(at, raw)
            if self.mailbox.mails and self.chance.random() < 0.3:
                self.mailbox.put(self.at, self.chance.choice(list(self.mailbox.mails.values()))[1])
            if self.chance.random() < 0.2:
                self.mailbox.renumber(self.chance)
            while not self._read(stop_after=self.chance.choice([0, 1, 2, 99])):
                pass
            if self.chance.random() < 0.25:
                self._age()

    def _age(self) -> None:
        """Weeks pass, and what is over is erased: nothing is decided otherwise for it."""
        self.at += timedelta(days=self.chance.randint(16, 60))
        with closing(Store(self.url)) as store, store.begin("test") as tx:
            left = update(outbox).where(outbox.c.state == "waiting").values(state="sent", sent_at=self.at)
            tx.connection.execute(left)
        with closing(Store(self.url)) as store:
            self._app(store).retention.round()

    def _drawn(self) -> tuple[datetime, bytes]:
        self.at += timedelta(minutes=self.chance.randint(7, 900))
        who = self.chance.choice(NAMES)
        document, phone = PEOPLE[who]
        number = len(self.acts) + 1
        resident = f"v{number}@veins.example"
        data, at = f"{who}\nDNI {document}\nMòbil {phone}\n", self.at
        kind = self.chance.choice(
            ["baixa"] * 3 + ["consent"] * 3 + ["alta"] * 2 + ["order"] * 4 + ["robot", "other"]
        )
        if kind == "order" and (order := self._order()) is None:
            kind = "other"
        match kind:
            case "baixa":
                return self._mail(resident, SUBJECT, data, lambda m: m.baixa(who, at))
            case "alta":
                return self._mail(STAFF, "ALTA", f"ALTA\n{data}", lambda m: m.alta(who, at))
            case "consent":
                back = timedelta(minutes=self.chance.choice([1, 60, 3000, 20000, 90000]))
                presented = (at - back).astimezone(MADRID).replace(second=0, microsecond=0)
                presented += timedelta(minutes=presented.time() == time())  # midnight says no hour
                entry = f"E/{self.chance.randint(1, 9):06d}-2026"
                text = NOTICE.format(number=entry, at=presented, name=who, document=document, phone=phone)
                act: Act = lambda m: m.consent(who, entry, presented)  # noqa: E731
                return self._mail(REGISTRY, f"Registre {entry} {number}", text, act)
            case "order":
                assert order is not None
                verb, ref = order
                act = (lambda m: m.fet(ref)) if verb == "FET" else (lambda m: m.treta(ref))
                return self._mail(STAFF, f"Ordres {number}", f"{verb} {ref}\n", act)
            case "robot":
                return self._mail(resident, f"Re: {SUBJECT}", data, ASIDE, Auto_Submitted="auto-replied")
            case _:
                return self._mail(resident, "Festa major", f"A quina hora comença? {number}\n", ASIDE)

    def _order(self) -> tuple[str, str] | None:
        """What a clerk can press in the digest of now."""
        with closing(Store(self.url)) as store, store.read() as tx:
            made = self._app(store).digests.of(tx, self.at.date())
        offered = [
            (c.verb, item.ref) for item in people_in(made) for c in item.choices if c.verb in {"FET", "TRETA"}
        ]
        return self.chance.choice(sorted(set(offered))) if offered else None

    def _mail(self, sender: str, subject: str, text: str, act: Act, **headers: str) -> tuple[datetime, bytes]:
        mail = EmailMessage(policy=SMTP)
        domain = sender.rpartition("@")[2]
        mail["Authentication-Results"] = f"mx.setcases.cat; dmarc=pass header.from={domain}"
        mail["From"], mail["To"], mail["Subject"] = sender, "info@setcases.cat", subject
        mail["Message-ID"] = f"<{len(self.acts) + 1}@veins.example>"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        raw = mail.as_bytes()
        self.acts[read_mail(raw).content_key] = (act, sender)
        return self.at, raw

    def _app(self, store: Store) -> App:
        return App(settings=self.town, store=store, clock=lambda: self.at)

    def _read(self, *, stop_after: int) -> bool:
        """One start of the program, that may be stopped between two mails; True once all is read."""
        left = [stop_after]

        def between() -> None:
            left[0] -= 1
            if left[0] < 0:
                raise StoppedError

        with closing(Store(self.url)) as store:
            try:
                Sync(self._app(store).intake, self.mailbox, between=between).read_all()
            except StoppedError:
                return False
            finally:
                self._tell(store)
        return True

    def _tell(self, store: Store) -> None:
        """What the ledger took in since is what the model takes in, and both say the same of it."""
        new = select(messages).where(messages.c.id > self.told).order_by(messages.c.id)
        with store.read() as tx:
            for row in tx.connection.execute(new).all():
                self.told = row.id
                if row.reason == Reason.AGAIN.name:
                    assert row.content_key is None
                    continue
                act, sender = self._meant(row)
                outcome, letter = act(self.model)
                assert row.outcome == outcome, (row.uid, row.kind, row.reasons)
                wanted = select(outbox.c.template).where(
                    outbox.c.recipient == sender, outbox.c.audience == "resident"
                )
                assert tx.connection.execute(wanted).scalars().all() == [letter] * bool(letter), row.reasons

    def _meant(self, row: object) -> tuple[Act, str]:
        return next(
            act
            for (_, raw) in self.mailbox.mails.values()
            for mail in [read_mail(raw)]
            if mail.message_id == row.message_id  # type: ignore[attr-defined]
            for act in [self.acts[mail.content_key]]
        )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(metafunc.config.getoption("--histories")))


@pytest.fixture
def folder() -> Iterator[Path]:
    """In memory where that can be: thousands of commits, and no disk is what is tested."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder in it has a name of its own
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as made:
        yield Path(made)


def test_a_random_history_ends_as_the_model_says(folder: Path, seed: int) -> None:
    history = History(f"sqlite:///{folder / 'books.db'}", random.Random(seed))

    history.live(steps=12)

    with closing(Store(history.url)) as store, store.read() as tx:
        held = [(s.ref, s.name, s.state.value) for s in subscribers.everyone(tx)]
        ledger = set(tx.connection.execute(select(messages.c.head_sha256)).scalars())
    assert held == [(ref, sub.who, sub.state) for ref, sub in history.model.subs.items()]
    heads = (head for head in history.mailbox.heads(list(history.mailbox.mails)).values() if head)
    assert ledger == {
        sha256(head.block).hexdigest() for head in heads
    }  # every mail is in the ledger, and nothing else is
