"""The demo: the whole service on embedded parts, so that anyone sees in a minute what it does.

Nothing in it is played: the mail lies in a real mailbox, `App` handles it as `run --once` does,
and the letters go out by SMTP. Only the servers are our own, and the clock of the demo's own mails.
"""

import secrets
import shutil
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from logging import WARNING
from pathlib import Path
from shlex import quote
from typing import Final

import structlog
from sqlalchemy import select

from daemon.books import subscribers
from daemon.books.importing import import_roster, read_roster
from daemon.books.store import Store
from daemon.books.tables import outbox
from daemon.configuration.settings import load_or_default
from daemon.demo.folder import kept_folder
from daemon.demo.scenario import Scenario, built_in_scenario, configuration, scenario_from
from daemon.demo.servers import PostOffice, deliver, post_office
from daemon.demo.terminal import Display, terminal
from daemon.language import _, dated, later, plural
from daemon.service.app import App
from daemon.service.app import now as this_moment
from daemon.setup.answers import Draft
from rules.desk.digest import due_on

_DIGEST: Final = "digest"
_HTML: Final = "digest.html"
_CONFIG: Final = "altabaixa.toml"


def play(mail: Path | None, config: Path | None) -> Path:
    """Run the demo at the terminal; returns the digest's HTML file, in a folder that is kept until the next.

    *mail* is saved mail to handle in place of the demo's own; of the configuration
    (*config*, else as every command finds it) all holds but servers and store. Raises AltabaixaError.
    """
    town = load_or_default(config)
    scenario = built_in_scenario(town) if mail is None else scenario_from(mail, this_moment)
    display = Display(terminal(), town.tz)
    password = secrets.token_urlsafe()
    with _only_warnings(), post_office(password) as office, kept_folder() as folder:
        written = configuration(town, office)
        file = folder / _CONFIG
        file.write_text(written, encoding="utf-8")
        settings = Draft.model_validate(
            tomllib.loads(written), context={"path": file, "secrets": {"imap": password}}
        )
        with closing(Store(settings.store_url)) as store, store.exclusive():
            app = App(settings=settings, store=store, clock=scenario.clock, watch=display.message)
            _Demo(app=app, scenario=scenario, office=office, folder=folder, display=display).run(password)
    return folder / _HTML


@contextmanager
def _only_warnings() -> Iterator[None]:
    """Keep the service's log out of what is shown, but not its warnings."""
    before = structlog.get_config()["wrapper_class"]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(WARNING))
    try:
        yield
    finally:
        structlog.configure(wrapper_class=before)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Demo:
    """The service between its servers, and what shows it."""

    app: App
    scenario: Scenario
    office: PostOffice
    folder: Path
    display: Display

    def run(self, password: str) -> None:
        self._begin()
        before = self._states()
        count = deliver(self.office, password, self.scenario.mail)
        self.display.heading(
            plural(
                "{number} message in the mailbox: the service reads and decides",
                "{number} messages in the mailbox: the service reads and decides",
                count,
            )
        )
        self.app.run_once()
        self._show_letters()
        self._show_books(before)
        self._once_more()
        self.display.heading(_("What is left behind, until the next demo"))
        look = f"{_as_called()} cases list --config {quote(str(self.folder / _CONFIG))}"
        self.display.closing(
            [
                (_("letters"), f"{self.folder}/letters/"),
                (_("look around"), look),
                (_("delete it"), f"rm -r {quote(str(self.folder))}"),
                (_("digest"), str(self.folder / _HTML)),
            ]
        )

    def _begin(self) -> None:
        town, office = self.app.settings.town(), self.office
        now = self.app.clock().astimezone(town.tz)
        self.display.heading(
            "altabaixa demo",
            _(
                "{town}. It is {now}{about_the_clock}.",
                town=town.name,
                now=dated(now, later("EEEE d MMMM y, HH:mm")),
                about_the_clock=self.scenario.about_the_clock,
            ),
            _(
                "IMAP 127.0.0.1:{imap}, SMTP 127.0.0.1:{smtp}, SQLite in {folder}",
                imap=office.imap_port,
                smtp=office.smtp_port,
                folder=self.folder,
            ),
        )
        roster = read_roster(self.scenario.roster, town.tz)
        at = self.scenario.opened_at
        mark = subscribers.Mark(by="demo", now=at, today=at.astimezone(town.tz).date())
        done = import_roster(self.app.store, roster, mark)
        said = plural(
            "{number} resident is on the list, imported from {file}.",
            "{number} residents are on the list, imported from {file}.",
            done.new,
            file=self.scenario.roster.name,
        )
        bad = plural("{number} bad row left out.", "{number} bad rows left out.", done.bad)
        self.display.say(said, *([bad] if done.bad else []))
        self.display.say(*self.scenario.left_out)

    def _show_letters(self) -> None:
        """Show and keep all that left; where no digest was due at this hour, it is sent all the same."""
        templates = self._templates()
        if _DIGEST not in templates.values():
            self.display.say(_("No digest is due now; it is sent all the same, as `digest --send` would."))
            self.app.digests.queue_now(self.app.clock().astimezone(self.app.settings.tz).date())
            self.app.deliver()
            templates = self._templates()
        kept = self.folder / "letters"
        kept.mkdir()
        rows, digests = [], []
        for number, (recipient, raw) in enumerate(self.office.letters, start=1):
            letter = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
            template = templates.get(str(letter["Message-ID"]), "?")
            (kept / f"{number:02}-{template}.eml").write_bytes(raw)
            rows.append((recipient, template, str(letter["Subject"])))
            if template == _DIGEST:
                digests.append((recipient, letter))
        self.display.heading(
            plural("{number} letter left by SMTP", "{number} letters left by SMTP", len(rows))
        )
        self.display.letters(rows)
        for recipient, digest in digests[:1]:
            (self.folder / _HTML).write_text(_text(digest, "html"), encoding="utf-8")
            title = _("The digest, to {recipient}", recipient=recipient)
            self.display.digest(title, _text(digest, "plain"), whole=self.folder / _HTML)

    def _templates(self) -> dict[str, str]:
        """The template of every letter that left, by its Message-ID."""
        with self.app.store.read() as tx:
            rows = tx.connection.execute(select(outbox.c.message_id, outbox.c.template)).all()
        return {row.message_id: row.template for row in rows}

    def _states(self) -> dict[str, str]:
        with self.app.store.read() as tx:
            return {held.ref: held.state.value for held in subscribers.everyone(tx)}

    def _show_books(self, before: Mapping[str, str]) -> None:
        tz, calendar = self.app.settings.tz, self.app.digests.calendar(self.app.clock())
        with self.app.store.read() as tx:
            held = [(each, due_on(each, calendar, tz)) for each in subscribers.everyone(tx)]
        self.display.heading(_("The list now"))
        self.display.books(before, held)

    def _once_more(self) -> None:
        told, sent = self.display.told, len(self.office.letters)
        self.app.run_once()
        mail, letters = self.display.told - told, len(self.office.letters) - sent
        self.display.heading(
            _("Once more"),
            _(
                "A second round: {messages}, {letters}.",
                messages=plural("{number} message", "{number} messages", mail),
                letters=plural("{number} letter", "{number} letters", letters),
            ),
        )


def _as_called() -> str:
    """The program as it was called, to be typed again in the same folder."""
    called, known = sys.argv[0], shutil.which("altabaixa")
    if Path(called).name == "__main__.py":
        return f"{quote(sys.executable)} -m daemon"
    return "altabaixa" if known and Path(known).samefile(called) else quote(called)


def _text(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
