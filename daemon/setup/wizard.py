"""The wizard: the questions in their order. It writes nothing; what it hands over is to be written."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from daemon.checking.findings import Finding
from daemon.configuration.settings import Settings, parse
from daemon.configuration.values import Address, Line, MaybeAddress, Phone, WebLink
from daemon.errors import SettingsError
from daemon.setup.answers import Answers
from daemon.setup.asking import Asker, many, of
from daemon.setup.files import PUBLIC, SECRET, Planned
from daemon.setup.holidays import Holidays
from daemon.setup.servers import Servers
from daemon.setup.template import Tables, commented_out, filled
from daemon.setup.trusting import Trusting


@dataclass(frozen=True, slots=True, kw_only=True)
class Wizard:
    """Asks all there is to ask; `show` prints what a check found."""

    asker: Asker
    answers: Answers
    show: Callable[[Finding], None]

    def ask(self, today: date) -> None:
        """Ask everything, and try each answer that can be tried."""
        address = self._town()
        works = self._servers(address)
        trusting = Trusting(asker=self.asker, answers=self.answers)
        seen = trusting.look(works)
        trusting.ask_folders(seen)
        self.asker.title("The staff")
        self._staff()
        self.asker.title("Whose word counts")
        trusting.ask_registry()
        trusting.ask_servers(seen)
        self.asker.title("The calendar")
        Holidays(asker=self.asker, answers=self.answers).ask(today)
        self.answers.place_the_books()

    def _town(self) -> str:
        self.asker.title("The town hall")
        name = self.asker.ask(
            "Name of the town hall", of(Line), why="As letters are signed. For example Ajuntament de Setcases"
        )
        channel = self.asker.ask(
            "Name of the WhatsApp list",
            of(Line),
            why="What residents call it when they write BAIXA, as in the public notice.",
            default=f"Informació {name}",
        )
        whatsapp = self.asker.ask(
            "Number of the WhatsApp list",
            of(Phone),
            why="The phone that it is sent from. For example +34683331383",
        )
        link = self.asker.ask(
            "Web page about data protection",
            of(WebLink),
            why="Each letter links to it. For example https://www.example.cat/privacitat",
            optional=True,
        )
        self.answers.put("town", name=name, channel=channel, whatsapp=whatsapp)
        if link:
            self.answers.put("town", privacy_url=link)
        return self._address()

    def _address(self) -> str:
        address: str = self.asker.ask(
            "Mail address of the town hall",
            of(Address),
            why="Where residents write to, and what is read here. For example info@setcases.cat",
        )
        return address

    def _servers(self, address: str) -> bool:
        servers = Servers(asker=self.asker, answers=self.answers, show=self.show)
        self.asker.title("The mailbox")
        works = servers.ask_mailbox(address)
        self.asker.title("The way out for letters")
        servers.ask_sending(address)
        if address not in self.answers.draft().addresses:
            self.answers.put("mailbox", addresses=[address])
        return works

    def _staff(self) -> None:
        readers = self._readers()
        orders = self.asker.ask(
            "Whose orders count?",
            many(Address),
            why="Who may pass on an ALTA from WhatsApp, and answer the cards. Several: with blanks between.",
            default=" ".join(readers),
        )
        technician = self.asker.ask(
            "Address of the technician",
            of(MaybeAddress),
            why="Gets the alarms when mail stops flowing, and the report of a trial (`run --shadow`). "
            "Often your own; Enter for none.",
            optional=True,
        )
        self.answers.put("staff", orders_from=orders)
        if technician:
            self.answers.put("staff", technician=technician)

    def _readers(self) -> list[str]:
        """Ask for the digest's readers; outside the sender's domain only where that is meant."""
        while True:
            readers: list[str] = self.asker.ask(
                "Who gets the daily digest?",
                many(Address),
                why="The staff who keep the phone. Several: with blanks between. "
                "For example secretaria@setcases.cat",
            )
            self.answers.put("staff", digest_to=readers)
            try:
                self.answers.draft()
            except SettingsError as error:
                if not self._outside(str(error)):
                    continue
                self.answers.put("staff", allow_external=True)
            return readers

    def _outside(self, why: str) -> bool:
        self.asker.say(why.partition(": ")[2], "yellow")
        return self.asker.yes("Is that meant?", default=False)


def planned(answers: Answers) -> list[Planned]:
    """Return the files that the answers make: the passwords first, so that no configuration lacks them."""
    settings = parse(answers.tables, path=answers.path)
    text = filled(_without_defaults(answers.tables))
    if parse(tomllib.loads(text), path=answers.path) != settings:
        raise SettingsError(f"{answers.path}: these answers cannot be written down as they are")
    names = {"imap": settings.mailbox.password_file, "smtp": settings.smtp.password_file}
    secrets = [
        Planned(path=answers.path.parent / names[service], content=f"{secret}\n".encode(), mode=SECRET)
        for service, secret in answers.secrets.items()
    ]
    return [*secrets, Planned(path=answers.path, content=text.encode(), mode=PUBLIC)]


def _without_defaults(tables: Tables) -> Tables:
    """Leave out what the example comments out and would be the same without being said."""
    whole = parse(tables)
    for table, key in commented_out():
        keys = tables.get(table, {})
        less = {**tables, table: {name: value for name, value in keys.items() if name != key}}
        if key in keys and _means(less, whole):
            tables = less
    return tables


def _means(tables: Tables, settings: Settings) -> bool:
    try:
        return parse(tables) == settings
    except SettingsError:  # some values are allowed only by others
        return False
