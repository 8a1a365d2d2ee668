"""What staff get at the minute of a broadcast: its text, and what opens WhatsApp with it."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Final

from daemon.letters.chats import broadcast_link
from daemon.letters.orders import Orders, links
from daemon.letters.pages import Entry, Page, Section
from daemon.letters.wording import counted, isolated, moment
from rules.desk.choices import for_broadcast
from rules.desk.digest import ToSend


def broadcast_page(
    ref: str,
    topic: str,
    text: str,
    *,
    late: datetime | None,
    town: str,
    tz: tzinfo,
    orders: Orders | None,
) -> Page:
    """Lay out the word that it is to be sent now. *late* is when it was to be, where that is long ago."""
    link = broadcast_link(text)
    entry = Entry(
        ref=ref,
        title=isolated(topic),
        identity=ref,
        lines=(f"{counted(len(text), 'lletra', 'lletres')}. {_HOW if link else _COPIED}",),
        quote=tuple(isolated(line, len(line)) for line in text.split("\n") if line.strip()),
        links=links(for_broadcast(ref, is_due=True), orders),
        chat=link,
    )
    return Page(
        title=f"{town} · Difusió",
        headline="Ara es pot enviar aquest missatge a la llista",
        opening=_opening(late, tz),
        sections=(Section(title="Per enviar", tone="today", entries=(entry,)),),
        closing=(
            "Dir que s’ha enviat serveix per saber si aquell dia n’hi pot haver un altre del mateix tema.",
            "Si ja ho ha fet una altra persona de l’Ajuntament, no l’envieu dues vegades.",
        ),
        names_people=False,
    )


_HOW: Final = "Obriu-lo amb l’enllaç verd, trieu-hi la llista de difusió i envieu-lo; després, toqueu-ho."
_COPIED: Final = "És massa llarg perquè un enllaç el porti: copieu-lo, envieu-lo i toqueu-ho."


def _opening(late: datetime | None, tz: tzinfo) -> tuple[str, ...]:
    if late is None:
        return ()
    return (f"Havia de sortir el {moment(late, tz)}, i el servei no hi era: ara torna a ser hora permesa.",)


def to_send(found: Sequence[ToSend], tz: tzinfo, orders: Orders | None) -> Section:
    """What is to be broadcast today, and what nobody said was."""
    entries = tuple(
        Entry(
            ref=one.ref,
            title=isolated(one.topic),
            lines=(_when(one, tz),),
            links=links(one.choices, orders),
            identity=one.ref,
        )
        for one in found
    )
    return Section(title="Missatges per enviar a la llista", tone="next", entries=entries)


def _when(one: ToSend, tz: tzinfo) -> str:
    at = moment(one.at, tz)
    return f"S’havia d’enviar el {at}: encara no consta." if one.is_due else f"Us ho recordarem el {at}."
