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
from daemon.language import _
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
        self.asker.title(_("The town hall"))
        address = self._town()
        servers = ServerQuestions(asker=self.asker, answers=self.answers, show=self.show)
        self.asker.title(_("The mailbox"))
        works = servers.ask_mailbox(address)
        self.asker.title(_("Sending letters"))
        servers.ask_sending(address)
        if address not in self.answers.draft().addresses:
            self.answers.put("mailbox", addresses=[address])
        trust = TrustQuestions(asker=self.asker, answers=self.answers)
        seen = trust.look(works)
        trust.ask_folders(seen)
        self.asker.title(_("The staff"))
        self._staff()
        self.asker.title(_("Whom to trust"))
        trust.ask_registry()
        trust.ask_servers(seen)
        self.asker.title(_("The calendar"))
        HolidayQuestions(asker=self.asker, answers=self.answers).ask(today)
        self.answers.place_the_books()

    def _town(self) -> str:
        why = _("As letters are signed. For example Ajuntament de Setcases")
        name = self.key("town", "name", _("Name of the town hall"), of(Line), why)
        why = _("What residents call it when they write BAIXA, as in the public notice.")
        self.key(
            "town", "channel", _("Name of the WhatsApp list"), of(Line), why, default=f"Informació {name}"
        )
        why = _("The phone that it is sent from. For example +34683331383")
        self.key("town", "whatsapp", _("Number of the WhatsApp list"), of(Phone), why)
        why = _("Each letter links to it. For example https://www.example.cat/privacitat")
        self.key("town", "privacy_url", _("Web page about data protection"), of(WebLink), why, optional=True)
        why = _("Where residents write to, and what is read here. For example info@setcases.cat")
        address: str = self.asker.ask(_("Mail address of the town hall"), of(Address), why)
        return address

    def _staff(self) -> None:
        readers = " ".join(self._readers())
        why = _(
            "Who may pass on an ALTA from WhatsApp, and answer the cards. Several: separate them by blanks."
        )
        self.key("staff", "orders_from", _("Whose orders count?"), many(Address), why, default=readers)
        why = _(
            "Gets the alarms when mail stops, and the report of a trial (`run --shadow`). Often "
            "your own. Enter for none."
        )
        self.key("staff", "technician", _("Address of the technician"), of(MaybeAddress), why, optional=True)

    def _readers(self) -> list[str]:
        """Ask for the digest's readers; outside the sender's domain only where that is meant."""
        why = _(
            "The staff who keep the phone. Several: separate them by blanks. For example info@setcases.cat"
        )
        while True:
            readers = self.key("staff", "digest_to", _("Who gets the daily digest?"), many(Address), why)
            try:
                self.answers.draft()
            except SettingsError as error:
                self.asker.say(str(error).partition(": ")[2], "yellow")
                if not self.asker.yes(_("Is that meant?"), default=False):
                    continue
                self.answers.put("staff", allow_external=True)
            return readers


def planned(answers: Answers) -> list[Planned]:
    """Return the files that the answers make: the passwords first, so that no configuration lacks them."""
    settings = parse(answers.tables, path=answers.path)
    text = filled(_without_defaults(answers.tables))
    if parse(tomllib.loads(text), path=answers.path) != settings:
        raise SettingsError(_("{path}: these answers cannot be written down as they are", path=answers.path))
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
