"""What a message to staff is made of: sections of entries, which the plain text and the HTML both show."""

from dataclasses import dataclass

from daemon.letters.chats import BroadcastLink, ChatLink
from daemon.letters.orders import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One person or card: what it is, how to reach it and what to know; `identity` tells it from others.

    `quote` are somebody else's words, and look like it: nobody takes them for ours, or for an order.
    `people` are whom a card may be about, `links` what can be answered, `minor` other answers, in a row of
    small links behind `minor_lead`; `chat` what can be asked or told by WhatsApp, or sent to all; `is_new`:
    nobody was told of it before. `tone` colours its edge, where that is not its section's.
    """

    ref: str
    title: str
    is_new: bool = False
    tone: str = ""
    lead: str = ""
    identity: str = ""
    lines: tuple[str, ...] = ()
    quote: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    minor: tuple[Link, ...] = ()
    minor_lead: str = ""
    chat: ChatLink | BroadcastLink | None = None
    small: tuple[str, ...] = ()

    @property
    def written(self) -> tuple[Link, ...]:
        """The answers as plain text has them: each order once, whatever reasons can go with it."""
        return tuple(link for link in (*self.links, *self.minor) if not link.repeats)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A figure with its words, drawn as well in HTML: `share` is its length in percent."""

    label: str
    share: int
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of figures."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Entries of one kind, or rows of figures. `tone` colours its edge; its title says the same in words.

    `note` is said once for all entries, `small` below them. `count` is how many things there are, where that
    is not the number of entries. `is_long`: each entry is a row, with the one answer that is waited for.
    `only_text`: for the plain text alone, where the HTML has it behind its links.
    """

    title: str
    tone: str = "later"
    entries: tuple[Entry, ...] = ()
    rows: tuple[Row, ...] = ()
    note: str = ""
    small: tuple[str, ...] = ()
    is_long: bool = False
    only_text: bool = False
    count: int | None = None

    @property
    def heading(self) -> str:
        """The title with how many there are."""
        count = len(self.entries) if self.count is None else self.count
        return f"{self.title} ({count})" if self.entries else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A whole message to staff; `alarms` stand above everything, `closing` is the small print.

    `attached` says what goes with it; `links`, at the end of the small print, are what can be asked for;
    `names_people`: it is not to be passed on outside.
    """

    title: str
    headline: str
    alarms: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    attached: str = ""
    sections: tuple[Section, ...] = ()
    closing: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    names_people: bool = True
