"""What the rules must know of the town: its names, its numbers, and whom it trusts."""

from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property
from typing import Final

from rules.text.folding import clean, fold

LIST_SIZE: Final = 256
"""How many contacts WhatsApp takes into one broadcast list."""


@dataclass(frozen=True, kw_only=True)
class Town:
    """The town hall as its configuration describes it.

    Addresses are lower case; `whatsapp` is E.164. `place` is the bare name of the municipality ("Setcases"),
    the last word of `name` by default. `list_size` contacts go into each broadcast list on the phone.
    `form_url` is where residents find the consent form, `office_url` the electronic office, `office_phone`
    the telephone of the town hall; or "".
    """

    name: str
    channel: str
    whatsapp: str
    place: str
    tz: tzinfo
    addresses: frozenset[str]
    staff: frozenset[str] = frozenset()
    registry: frozenset[str] = frozenset()
    authserv_ids: frozenset[str] = frozenset()
    internal_marks: tuple[tuple[str, str], ...] = ()
    list_size: int = LIST_SIZE
    form_url: str = ""
    office_url: str = ""
    office_phone: str = ""

    @cached_property
    def home(self) -> str:
        """The municipality's name, folded."""
        return fold(self.place)

    @cached_property
    def named(self) -> str:
        """The name of the list, folded."""
        return fold(clean(self.channel)).strip()
