"""How the mailbox lets us in: by a password, or by access tokens of Microsoft, Google or a program."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from daemon.configuration.values import Line, MaybeDay, Words
from daemon.language import _, later
from daemon.setup.questions import Questions, of

_WAYS: Final = {
    "password": later("a password, in a file of its own"),
    "microsoft": later(
        "Microsoft 365, which takes no password; docs/microsoft365.md leads through what it wants"
    ),
    "google": later("Google Workspace by a service account; docs/google.md leads through it"),
    "command": later("a program of your own that prints an access token"),
}
_USUAL: Final = {"outlook.office365.com": "microsoft", "imap.gmail.com": "google"}
_ACCOUNT: Final = "oauth-service-account"
_CLIENT_SECRET: Final = "oauth-client-secret"  # noqa: S105 - the name of a file


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInQuestions(Questions):
    """Asks for the way in, and for what that way wants."""

    def ask_mailbox(self) -> None:
        """Ask how the mailbox lets us in; what was answered for another way is forgotten."""
        usual = _USUAL.get(self.answers.get("mailbox", "host"), "password")
        before = self._before()
        chosen = self.asker.choose(_("How does it let us in?"), _WAYS, before or usual)
        kept, tables = dict(self.answers.secrets), dict(self.answers.tables.get("oauth", {}))
        command = " ".join(self.answers.get("mailbox", "token_command", ()))
        self._forget("mailbox")
        if chosen == "password":
            self.answers.secrets["imap"] = self.asker.secret(
                _("Password of the mailbox"),
                _(
                    "You will not see it while you type. It goes into a file of its own that only root "
                    "may read."
                ),
                kept=kept.get("imap", ""),
            )
            return
        if chosen == "command":
            why = _("No shell reads it. For example /usr/local/bin/access-token info@example.cat")
            self.key(
                "mailbox",
                "token_command",
                _("Command that prints the token"),
                of(Words),
                why,
                default=command,
            )
            return
        self.answers.put("mailbox", auth="oauth")
        self.answers.put("oauth", provider=chosen)
        secret = kept.get("oauth", "") if chosen == before else ""
        if chosen == "google":
            self._ask_google(secret)
        else:
            self._ask_microsoft(secret, tables)

    def as_the_mailbox(self) -> None:
        """The way out lets us in as the mailbox does."""
        self._forget("smtp")
        ways = {key: self.answers.get("mailbox", key) for key in ("auth", "token_command")}
        self.answers.put("smtp", **{key: way for key, way in ways.items() if way})
        if "imap" in self.answers.secrets:
            self.answers.secrets["smtp"] = self.answers.secrets["imap"]

    def by_password(self) -> None:
        """The way out takes a password, or nothing."""
        self._forget("smtp")

    def _ask_microsoft(self, kept: str, before: Mapping[str, Any]) -> None:
        why = _("The directory (tenant) ID on the overview of Microsoft Entra.")
        self.key("oauth", "tenant", _("Tenant"), of(Line), why, default=before.get("tenant", ""))
        why = _("The application (client) ID of the app registration.")
        self.key("oauth", "client_id", _("Client ID"), of(Line), why, default=before.get("client_id", ""))
        self.answers.put("oauth", client_secret_file=_CLIENT_SECRET)
        why = _("Its value, not its ID. You will not see it; it goes into a file that only root may read.")
        self.answers.secrets["oauth"] = self.asker.secret(_("Client secret"), why, kept=kept)
        why = _("You are told a month before. For example 2027-11-30")
        self.key(
            "oauth", "secret_expires", _("Last day of the client secret"), of(MaybeDay), why,
            default=str(before.get("secret_expires") or ""), optional=True,
        )  # fmt: skip

    def _ask_google(self, kept: str) -> None:
        def read(text: str) -> str:
            try:
                return Path(text).read_text("utf-8").strip() if text else kept
            except (OSError, ValueError):
                raise ValueError(_("the file {text} cannot be read", text=text)) from None

        why = _(
            "The JSON key of the service account, as downloaded: it is copied to where only root may read it."
        )
        key = self.asker.ask(_("File of the key"), read, why, optional=bool(kept))
        self.answers.put("oauth", service_account_file=_ACCOUNT)
        self.answers.secrets["oauth"] = key

    def _before(self) -> str:
        """The way that was answered before, "" if none was."""
        if self.answers.get("mailbox", "token_command"):
            return "command"
        if self.answers.get("mailbox", "auth"):
            return str(self.answers.get("oauth", "provider"))
        return "password" if "imap" in self.answers.secrets else ""

    def _forget(self, table: str) -> None:
        for key in ("auth", "token_command"):
            self.answers.tables.get(table, {}).pop(key, None)
        self.answers.secrets.pop("imap" if table == "mailbox" else "smtp", None)
        if table == "mailbox":
            self._forget("smtp")
            self.answers.tables.pop("oauth", None)
            self.answers.secrets.pop("oauth", None)
