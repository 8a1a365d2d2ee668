"""A look into the mailbox that was just logged into: its folders, and whose word its mail carries."""

from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from imapclient.imapclient import JUNK, SENT

from daemon.configuration.settings import Settings
from daemon.mailbox.accounts import open_mailbox
from daemon.mailbox.imap import ImapMailbox
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
        blocks = _newest(mailbox)
    names = [speaker(block) for block in blocks]
    return Look(
        junk=junk, sent=sent, looked_at=len(blocks), ids=Counter(name for name in names if name is not None)
    )


def speaker(block: bytes) -> str | None:
    """Return who the topmost Authentication-Results is of, "" if it does not say, None if there is none."""
    return next((said.server for said in results_in(read_head(block, size=len(block)))), None)


def _newest(mailbox: ImapMailbox) -> list[bytes]:
    folder = mailbox.open("INBOX")
    uids = mailbox.uids(max(1, folder.uidnext - _BACK), folder)[-_NEWEST:]
    return [head.block for head in mailbox.heads(uids).values() if head is not None]
