"""Incidents that were told to the list: the word to staff of what cannot wait, and that to who mends it."""

from collections.abc import Sequence
from textwrap import wrap

from daemon.letters.cards import NOTHING_TO_DO
from daemon.letters.orders import Orders, links
from daemon.letters.pages import Entry, Page, Section
from daemon.letters.wording import LONGEST_QUOTE, LONGEST_SENTENCE, isolated
from rules.desk.choices import Choice


def urgent_page(
    ref: str, lines: Sequence[str], *, town: str, choices: Sequence[Choice], orders: Orders | None
) -> Page:
    """Lay out what was told to the list and cannot wait for the digest."""
    answers = links(choices, orders)
    entry = Entry(
        ref=ref,
        title="Incidència urgent",
        lines=tuple(isolated(line, LONGEST_SENTENCE) for line in lines),
        links=tuple(link for link in answers if not link.is_minor),
        minor=tuple(link for link in answers if link.is_minor),
        minor_lead=NOTHING_TO_DO,
        identity=ref,
    )
    return Page(
        title=f"{town} · Incidència urgent",
        headline="Incidència urgent pel canal de WhatsApp",
        opening=("Mireu què s’enviaria abans de tocar: no hi surt qui ho ha escrit.",),
        sections=(Section(title="Per decidir", tone="card", entries=(entry,)),),
        closing=("Mentre no la tanqueu, també sortirà al resum de cada dia.",),
    )


def passed_on_page(ref: str, place: str, words: str, *, town: str, when: str) -> Page:
    """Lay out an incident for who mends it, told *when* or before: a clerk passes a chat on after a while."""
    entry = Entry(
        ref=ref,
        title=isolated(place) if place else "Incidència",
        quote=tuple(isolated(line, LONGEST_QUOTE) for line in wrap(words, LONGEST_QUOTE - 1)),
        identity=ref,
    )
    where = f": {isolated(place)}" if place else ""
    return Page(
        title=f"{town} · Incidència",
        headline=f"Incidència{where}",
        opening=(f"Ho han comunicat a l’Ajuntament, com a molt tard el {when}.",),
        sections=(Section(title="Què passa i on", tone="card", entries=(entry,)),),
        closing=("Quan estigui resolt, responeu a aquest correu.",),
        names_people=False,
    )
