"""The two servers: where mail is read and where it goes out, each tried as soon as it is named."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from daemon.checking.findings import Finding, holds
from daemon.checking.mailbox import check_mailbox
from daemon.checking.sending import check_sending
from daemon.configuration.sections import IMAP_PORTS, SMTP_PORTS
from daemon.configuration.settings import Service, Settings
from daemon.configuration.values import Address, Line, MaybeLine, Port
from daemon.language import _, later
from daemon.loopback import is_loopback
from daemon.setup.probing import Endpoint, first_answering, imap_candidates, smtp_candidates
from daemon.setup.questions import Questions, of
from daemon.setup.sign_in import SignInQuestions

_ENCRYPTIONS: Final = {
    "implicit": later("TLS from the first byte; the usual way"),
    "starttls": later("unencrypted for two lines, then TLS"),
}
_CLEAR: Final = {"none": later("no encryption, as the server is this machine")}
_AFTER_A_FAILURE: Final = {
    "change": later("answer these questions again; Enter keeps an answer"),
    "again": later("try the same once more"),
    "keep": later("go on with these answers; `altabaixa check` will try them again"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerQuestions(Questions):
    """Asks for the servers; `show` prints what a check found."""

    show: Callable[[Finding], None]

    def ask_mailbox(self, address: str) -> bool:
        """Ask for the mailbox of *address* until it works or is to be kept as it is; whether it works."""
        self.answers.put("mailbox", user=address)
        self._look_for("mailbox", imap_candidates(_domain(address)))
        return self._until_it_works(self._mailbox_questions, check_mailbox, "mailbox")

    def ask_sending(self, address: str) -> bool:
        """Ask for the way out until it works or is to be kept as it is; whether it works."""
        self.answers.put("smtp", user=self.answers.get("mailbox", "user"), sender=address)
        self._look_for("smtp", smtp_candidates(_domain(address), self.answers.get("mailbox", "host")))
        return self._until_it_works(self._sending_questions, check_sending, "smtp")

    def _look_for(self, table: str, candidates: Sequence[Endpoint]) -> None:
        """Note what is to be proposed: the server that answers, else the likeliest name."""
        self.asker.say(_("I look for its server under the usual names …"), "dim")
        if found := first_answering(candidates):
            self.answers.put(table, host=found.host, tls=found.tls, port=found.port)
            self.asker.note(_("✓ {host} answers on port {port}.", host=found.host, port=found.port), "green")
        else:
            self.answers.put(table, host=candidates[0].host)
            self.asker.note(_("None of them answers with a fitting certificate, so please name it."), "dim")

    def _until_it_works(
        self, ask: Callable[[], None], check: Callable[[Settings], list[Finding]], table: str
    ) -> bool:
        ask()
        while True:
            self.asker.say(_("I try it …"), "dim")
            findings = check(self.answers.draft())
            for finding in findings:
                self.show(finding)
            if holds(findings):
                return True
            wish = self.asker.choose(_("That did not work. What now?"), _AFTER_A_FAILURE, "change")
            if wish == "keep":
                return False
            if wish == "change":
                ask()
                if any("ca_file" in finding.mend for finding in findings):
                    self._ask_authority(table)

    def _mailbox_questions(self) -> None:
        self._ask_server(
            "mailbox", _("IMAP server"), _("Where the mailbox is read. For example imap.example.cat")
        )
        why = _("The name that a mail program logs in with; often the whole address.")
        user = self.answers.get("mailbox", "user")
        self.key("mailbox", "user", _("User name of the mailbox"), of(Line), why, default=user)
        self._sign_in.ask_mailbox()

    def _sending_questions(self) -> None:
        self._ask_server(
            "smtp", _("SMTP server"), _("Where letters are handed over. For example smtp.example.cat")
        )
        self._ask_login()
        why = _("Letters to residents and the digest come from it.")
        before = self.answers.get("smtp", "sender")
        self.key("smtp", "sender", _("Sender's address"), of(Address), why, default=before)

    @property
    def _sign_in(self) -> SignInQuestions:
        return SignInQuestions(asker=self.asker, answers=self.answers)

    def _ask_login(self) -> None:
        user, before = self.answers.get("mailbox", "user"), self.answers.get("smtp", "user")
        kept = self.answers.secrets.pop("smtp", "")
        if self.asker.yes(
            _("Does it let us in as the mailbox does, with the same user name?"),
            why=_("Usually it does. Answer no if it wants another password, or no login at all."),
            default=user == before,
        ):
            self.answers.put("smtp", user=user)
            self._sign_in.as_the_mailbox()
            return
        self._sign_in.by_password()
        why = _("Leave it empty if the server wants no login.")
        proposed = "" if user == before else before
        if self.key(
            "smtp", "user", _("User name for sending"), of(MaybeLine), why, default=proposed, optional=True
        ):
            why = _("It goes into its own file, too.")
            self.answers.secrets["smtp"] = self.asker.secret(_("Password for sending"), why, kept=kept)

    def _ask_server(self, table: str, question: str, why: str) -> None:
        old = dict(self.answers.tables[table])
        host = self.key(table, "host", question, of(Line), why, default=old["host"])
        ways = _ENCRYPTIONS | (_CLEAR if is_loopback(host) else {})
        before = old.get("tls", "implicit")
        tls = self.asker.choose(_("Encryption"), ways, before if before in ways else "implicit")
        usual = (IMAP_PORTS if table == "mailbox" else SMTP_PORTS)[tls]
        same = (host, tls) == (old.get("host"), old.get("tls"))
        port = old.get("port", usual) if same else usual
        self.answers.put(table, tls=tls)
        why = _("{usual} unless your provider says otherwise.", usual=usual)
        self.key(table, "port", _("Port"), _port, why, default=str(port))

    def _ask_authority(self, table: str) -> None:
        """After a certificate that was not trusted: perhaps the town has an authority of its own."""
        why = _(
            "Only if the server's certificate comes from an authority of your own: the PEM file "
            "of that authority, with its whole path. For example /etc/ssl/certs/county.pem"
        )
        before = self.answers.get(table, "ca_file") or self.answers.get("mailbox", "ca_file")
        service: Service = "imap" if table == "mailbox" else "smtp"

        def read(text: str) -> str:
            name: str = of(MaybeLine)(text)
            tables = {**self.answers.tables, table: {**self.answers.tables[table], "ca_file": name}}
            file = replace(self.answers, tables=tables).draft().ca_file(service)
            if file and not file.is_file():
                raise ValueError(_("there is no file {file}", file=file))
            return name

        self.key(table, "ca_file", _("Certificate file"), read, why, default=before, optional=True)


def _port(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(_("must be a whole number, like 993"))
    port: int = of(Port)(int(text))
    return port


def _domain(address: str) -> str:
    return address.rpartition("@")[2]
