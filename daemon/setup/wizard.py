"""The wizard: the questions in their order. It writes nothing; what it hands over is to be written."""

import tomllib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from daemon.checking.findings import Finding
from daemon.configuration.settings import parse
from daemon.configuration.values import Address, Line, MaybeAddress, Phone, WebLink
from daemon.errors import SettingsError
from daemon.setup.answers import Answers, Secret
from daemon.setup.files import PUBLIC, SECRET, Planned
from daemon.setup.holidays import HolidayQuestions
from daemon.setup.questions import Questions, many, of
from daemon.setup.servers import ServerQuestions
from daemon.setup.template import Tables, commented_out, filled
from daemon.setup.trust import TrustQuestions


@dataclass(frozen=True, slots=True, kw_only=True)
class Wizard(Questions):
    """Asks all there is to ask; `show` prints what a check found."""

    show: Callable[[Finding], None]

    def ask(self, today: date) -> None:
        """Ask everything, and try each answer that can be tried."""
        self.asker.title("The town hall")
        address = self._town()
        servers = ServerQuestions(asker=self.asker, answers=self.answers, show=self.show)
        self.asker.title("The mailbox")
        works = servers.ask_mailbox(address)
        self.asker.title("Sending letters")
        servers.ask_sending(address)
        if address not in self.answers.draft().addresses:
            self.answers.put("mailbox", addresses=[address])
        trust = TrustQuestions(asker=self.asker, answers=self.answers)
        seen = trust.look(works)
        trust.ask_folders(seen)
        self.asker.title("The staff")
        self._staff()
        self.asker.title("Whom to trust")
        trust.ask_registry()
        trust.ask_servers(seen)
        self.asker.title("The calendar")
        HolidayQuestions(asker=self.asker, answers=self.answers).ask(today)
        self.answers.place_the_books()

    def _town(self) -> str:
        why = "As letters are signed. For example Ajuntament de Setcases"
        name = self.key("town", "name", "Name of the town hall", of(Line), why)
        why = "What residents call it when they write BAIXA, as in the public notice."
        self.key("town", "channel", "Name of the WhatsApp list", of(Line), why, default=f"Informació {name}")
        why = "The phone that it is sent from. For example +34683331383"
        self.key("town", "whatsapp", "Number of the WhatsApp list", of(Phone), why)
        why = "Each letter links to it. For example https://www.example.cat/privacitat"
        self.key("town", "privacy_url", "Web page about data protection", of(WebLink), why, optional=True)
        why = "Where residents write to, and what is read here. For example info@setcases.cat"
        address: str = self.asker.ask("Mail address of the town hall", of(Address), why)
        return address

    def _staff(self) -> None:
        readers = " ".join(self._readers())
        why = "Who may pass on an ALTA from WhatsApp, and answer the cards. Several: separate them by blanks."
        self.key("staff", "orders_from", "Whose orders count?", many(Address), why, default=readers)
        why = (
            "Gets the alarms when mail stops, and the report of a trial (`run --shadow`). "
            "Often your own. Enter for none."
        )
        self.key("staff", "technician", "Address of the technician", of(MaybeAddress), why, optional=True)

    def _readers(self) -> list[str]:
        """Ask for the digest's readers; outside the sender's domain only where that is meant."""
        why = "The staff who keep the phone. Several: separate them by blanks. For example info@setcases.cat"
        while True:
            readers = self.key("staff", "digest_to", "Who gets the daily digest?", many(Address), why)
            try:
                self.answers.draft()
            except SettingsError as error:
                self.asker.say(str(error).partition(": ")[2], "yellow")
                if not self.asker.yes("Is that meant?", default=False):
                    continue
                self.answers.put("staff", allow_external=True)
            return readers


def planned(answers: Answers) -> list[Planned]:
    """Return the files that the answers make: the passwords first, so that no configuration lacks them."""
    settings = parse(answers.tables, path=answers.path)
    text = filled(_without_defaults(answers.tables))
    if parse(tomllib.loads(text), path=answers.path) != settings:
        raise SettingsError(f"{answers.path}: these answers cannot be written down as they are")
    names: dict[Secret, str] = {
        "imap": settings.mailbox.password_file,
        "smtp": settings.smtp.password_file,
        "oauth": settings.oauth.client_secret_file or settings.oauth.service_account_file,
    }
    secrets = [
        Planned(path=answers.path.parent / names[service], content=f"{secret}\n".encode(), mode=SECRET)
        for service, secret in answers.secrets.items()
    ]
    return [*secrets, Planned(path=answers.path, content=text.encode(), mode=PUBLIC)]


def _without_defaults(tables: Tables) -> Tables:
    """Leave out what the example comments out and would be the same without being said."""
    whole = parse(tables)
    for table, key in commented_out():
        less = {name: value for name, value in tables.get(table, {}).items() if name != key}
        with suppress(SettingsError):  # some values are allowed only by others
            if table in tables and parse({**tables, table: less}) == whole:
                tables = {**tables, table: less}
    return tables
