"""Whose word counts: the registry's senders, the town's own mail server, and two folders to know."""

from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from imapclient.imapclient import JUNK, SENT

from daemon.configuration.settings import Settings
from daemon.configuration.values import Address, Name
from daemon.errors import MailboxError
from daemon.language import _, plural
from daemon.mailbox.accounts import open_mailbox
from daemon.setup.questions import Questions, many
from rules.mail.mail import read_head
from rules.sender.authentication import results_in

_NEWEST: Final = 50
_BACK: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was seen. `ids` counts who speaks first in the newest messages; "" is one without a name."""

    junk: str
    sent: str
    looked_at: int
    ids: Counter[str]

    @property
    def likeliest(self) -> str:
        """The name that stands first in more than half of the messages where any does, or ""."""
        for name, times in self.ids.most_common(1):
            return name if times * 2 > self.ids.total() else ""
        return ""

    @property
    def is_certain(self) -> bool:
        """Whether the likeliest name stands in most messages: where few have any, it may be a stranger's."""
        return self.ids[self.likeliest] * 2 > self.looked_at


def look(settings: Settings) -> Look:
    """Look at the folders, and at the header blocks of the newest messages; MailboxError where that fails."""
    with closing(open_mailbox(settings)) as mailbox:
        junk, sent = mailbox.special_folder(JUNK), mailbox.special_folder(SENT)
        folder = mailbox.open("INBOX")
        newest = mailbox.uids(max(1, folder.uidnext - _BACK), folder)[-_NEWEST:]
        names = [speaker(head.block) for head in mailbox.heads(newest).values() if head is not None]
    ids = Counter(name for name in names if name is not None)
    return Look(junk=junk, sent=sent, looked_at=len(names), ids=ids)


def speaker(block: bytes) -> str | None:
    """Return who the topmost Authentication-Results is of, "" if it does not say, None if there is none."""
    return next((result.server for result in results_in(read_head(block, size=len(block)))), None)


class TrustQuestions(Questions):
    """Asks whom to trust, with proposals out of the mailbox where that could be opened."""

    def look(self, works: bool) -> Look | None:
        """Look into the mailbox if it *works* and the technician agrees."""
        if not works:
            return None
        self.asker.title(_("A look into the mailbox"))
        if not self.asker.yes(
            _("May I look into the mailbox?"),
            why=_(
                "Only at the names of the folders and at the technical header lines of the newest "
                "messages: I can then propose the next answers. Nothing is marked as read, nothing "
                "is kept."
            ),
            default=True,
        ):
            return None
        try:
            return look(self.answers.draft())
        except MailboxError as error:
            self.asker.note(f"✗ {error}", "red")
            return None

    def ask_folders(self, seen: Look | None) -> None:
        """Ask whether junk is to be read too, and where copies of letters go."""
        if seen is None:
            return
        why = _("A resident's request may be taken for junk. What is found there waits for a person.")
        if seen.junk and self.asker.yes(
            _("Read the folder “{junk}” too?", junk=seen.junk), why=why, default=True
        ):
            self.answers.put("mailbox", junk_folders=[seen.junk])
        question = _("Put copies of our letters into the folder “{sent}”?", sent=seen.sent)
        why = _("So that the staff can see what was answered.")
        if seen.sent and self.asker.yes(question, why=why, default=True):
            self.answers.put("mailbox", sent_folder=seen.sent)

    def ask_registry(self) -> None:
        """Ask who sends the notices of the electronic registry."""
        why = _(
            "Open a real notice of an entry and copy the address in its From line; more than one "
            "is possible. If you have none at hand, leave it empty: until it is set, each notice "
            "waits for a person."
        )
        question = _("Sender of the electronic registry's notices")
        self.key("registry", "senders", question, many(Address), why, optional=True)

    def ask_servers(self, seen: Look | None) -> None:
        """Ask for the names under which the town's own server vouches for senders."""
        self.asker.say(
            _(
                "Your mail server notes in each message whether its sender is genuine, in a header "
                "line called Authentication-Results, which begins with the server's own name. "
                "Anybody can write such a line, so I believe it only under the names that you give "
                "me."
            )
        )
        if seen:
            self._tell(seen)
            if seen.likeliest and self.asker.yes(
                _(
                    "Is “{likeliest}” the name of your own mail server, or your provider's?",
                    likeliest=seen.likeliest,
                ),
                why=_("Say yes only if you know the name."),
                default=seen.is_certain,
            ):
                self.answers.put("trust", authserv_ids=[seen.likeliest])
                return
        why = _(
            "For example mx.example.cat. Leave it empty if you do not know: then no sender "
            "counts as genuine, and the staff's and the registry's mails wait for a person."
        )
        question = _("Name of your own mail server in that line")
        self.key("trust", "authserv_ids", question, many(Name), why, optional=True)

    def _tell(self, seen: Look) -> None:
        for name, times in seen.ids.most_common(3):
            seen_in = {"times": times}
            said = (
                plural(
                    "“{name}” is on top in {times} of the {number} newest message.",
                    "“{name}” is on top in {times} of the {number} newest messages.",
                    seen.looked_at,
                    name=name,
                    **seen_in,
                )
                if name
                else plural(
                    "such a line without a name is on top in {times} of the {number} newest message.",
                    "such a line without a name is on top in {times} of the {number} newest messages.",
                    seen.looked_at,
                    **seen_in,
                )
            )
            self.asker.note(said)
        if seen.ids[""] * 2 > seen.ids.total():
            self.asker.say(
                _(
                    "That is how Microsoft 365 writes it, and it cannot be believed. Let your "
                    "administrator add a header line to inside mail, and name that in "
                    "trust.internal_marks."
                ),
                "yellow",
            )
        if not seen.ids:
            self.asker.say(
                plural(
                    "None of the {number} newest message has such a line.",
                    "None of the {number} newest messages has such a line.",
                    seen.looked_at,
                )
            )
