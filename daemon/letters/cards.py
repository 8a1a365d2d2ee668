"""The cards of a digest: what was asked in whose words, and what can be answered; alike ones as one entry.

What is not shown is counted, and how to see it is said.
"""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from daemon.letters.chats import broadcast_link
from daemon.letters.orders import Orders, links
from daemon.letters.pages import Entry, Section
from daemon.letters.wording import (
    LONGEST_QUOTE,
    LONGEST_SENTENCE,
    NAMELESS,
    STATES,
    counted,
    day,
    isolated,
    moment,
    phone,
    sentence,
)
from rules.calendar.retention import BLOCKED
from rules.desk.cards import MOST_SHOWN, CardItem, Concerned, Group, laid_out
from rules.findings import Person

_LONGEST_WHO: Final = 200  # a card names up to five people
_MOST_SAMPLES: Final = 3
"""Mails of a group whose words are shown: a group of so many hides nothing."""

_MORE: Final = (
    "I {more}: aquí hi ha el que corre més pressa. Quan ho hàgiu respost, escriviu-nos «RESUM» i us enviem "
    "el que segueix. La llista sencera la té el servei tècnic, amb l’ordre altabaixa cases list."
)
_MORE_WAITING: Final = "I {more}. La llista sencera la té el servei tècnic, amb l’ordre altabaixa cases list."


def undecided(cards: Sequence[CardItem], tz: tzinfo, orders: Orders | None) -> Section:
    """What staff are to decide, the most urgent of it."""
    board = laid_out(cards)
    more = counted(board.more, "cas més per decidir", "casos més per decidir")
    return Section(
        title="Per decidir",
        tone="card",
        entries=tuple(
            _card(group.first, tz, orders) if len(group.cards) == 1 else _group(group, tz, orders)
            for group in board.groups
        ),
        note=_MORE.format(more=more) if more else "",
        count=len(cards),
    )


NOTHING_TO_DO: Final = "Res a fer:"


def _waited(card: CardItem) -> str:
    """How long an old card has waited for staff; "" for one that has not."""
    waits = card.is_old and card.choices
    return f"Espera des de fa {counted(card.days, 'dia hàbil', 'dies hàbils')}." if waits else ""


def put_off(cards: Sequence[CardItem]) -> Section:
    """What comes back on a later day, in a line each."""
    entries = tuple(
        Entry(
            ref=card.ref,
            title=isolated(card.who, _LONGEST_WHO) or NAMELESS,
            lines=(sentence(card.reason),),
            identity=f"{card.ref} · fins al {day(card.put_off_until)}" if card.put_off_until else card.ref,
        )
        for card in cards[:MOST_SHOWN]
    )
    return Section(title="Ajornats: tornaran el seu dia", entries=entries, count=len(cards))


def training(cards: Sequence[CardItem], tz: tzinfo, orders: Orders | None) -> Section:
    """Who would learn to use the list, the first who asked first."""
    entries = tuple(_learner(card, tz, orders) for card in cards)
    return Section(title="Han demanat formació", entries=entries)


def _learner(card: CardItem, tz: tzinfo, orders: Orders | None) -> Entry:
    """Whom to call, since when, in whose words; of who names nobody, the mail's address."""
    told = card.learner or Person()
    known = next((held.name for held in card.about if held.name), "")
    number = told.phone or next((held.phone for held in card.about if held.phone), None)
    return Entry(
        ref=card.ref,
        title=isolated(told.name or known or ("" if number else card.who), _LONGEST_WHO) or NAMELESS,
        lead=phone(number) if number else "",
        is_new=card.is_new,
        lines=tuple(isolated(detail, LONGEST_SENTENCE) for detail in card.details),
        quote=tuple(isolated(line, LONGEST_QUOTE) for line in card.excerpt),
        links=links(card.choices, orders),
        identity=card.ref if card.details else f"{card.ref} · {moment(card.opened_at, tz)}",
    )


def waiting(cards: Sequence[CardItem], tz: tzinfo) -> Section:
    """What waits for an answer of residents, the oldest of it."""
    more = counted(len(cards) - MOST_SHOWN if len(cards) > MOST_SHOWN else 0, "cas més", "casos més")
    return Section(
        title="Esperem la resposta del veí o la veïna",
        entries=tuple(_card(card, tz) for card in cards[:MOST_SHOWN]),
        note=_MORE_WAITING.format(more=more) if more else "",
        count=len(cards),
    )


def _card(card: CardItem, tz: tzinfo, orders: Orders | None = None) -> Entry:
    details = (isolated(detail, LONGEST_SENTENCE) for detail in card.details)
    lines = (_waited(card), sentence(card.reason), *details)
    names = {held.ref: isolated(held.name) for held in card.about if held.name}
    answers = links(card.choices, orders, names)
    return Entry(
        ref=card.ref,
        title=isolated(card.who, _LONGEST_WHO) or NAMELESS,
        is_new=card.is_new,
        lines=tuple(filter(None, lines)),
        quote=tuple(isolated(line, LONGEST_QUOTE) for line in card.excerpt),
        links=tuple(link for link in answers if not link.is_minor),
        minor=tuple(link for link in answers if link.is_minor),
        minor_lead=NOTHING_TO_DO,
        people=(*map(_concerned, card.about), *_proposed(card.proposal)),
        chat=broadcast_link(card.proposal) if card.proposal and not card.is_private else None,
        identity=card.ref if card.details else f"{card.ref} · obert el {moment(card.opened_at, tz)}",
    )


def _proposed(text: str) -> tuple[str, ...]:
    """The text proposed, line by line."""
    if not text:
        return ()
    return (
        f"Text proposat, {counted(len(text), 'lletra', 'lletres')}:",
        *(isolated(line, LONGEST_QUOTE) for line in text.split("\n") if line.strip()),
    )


def _group(group: Group, tz: tzinfo, orders: Orders | None) -> Entry:
    """Several alike: what they have in common, the words of the first of them, and the answer for all."""
    first, last, count = group.first, group.cards[-1], len(group.cards)
    new = sum(card.is_new for card in group.cards)
    fresh = counted(new, "és nou", "són nous") if 0 < new < count else ""
    texts = dict.fromkeys(card.excerpt for card in group.cards if card.excerpt)
    samples = list(texts)[:_MOST_SAMPLES]
    hidden = len(texts) - len(samples)
    return Entry(
        ref=first.ref,
        title=f"{count} correus semblants",
        is_new=new == count,
        lines=(sentence(first.reason), _writers(group), *((f"{fresh}.".capitalize(),) if fresh else ())),
        quote=_quoted(samples),
        people=(f"I {counted(hidden, 'text diferent més', 'textos diferents més')}.",) if hidden else (),
        links=links(group.choices, orders),
        small=(
            f"{first.ref} · obert el {moment(first.opened_at, tz)}",
            f"L’últim, {last.ref}, el {moment(last.opened_at, tz)}. Cadascun és un cas a part.",
        ),
    )


def _quoted(samples: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """One text line by line, several a line each."""
    if len(samples) == 1:
        return tuple(isolated(line, LONGEST_QUOTE) for line in samples[0])
    return tuple(isolated(" · ".join(lines), LONGEST_SENTENCE) for lines in samples)


def _writers(group: Group) -> str:
    """From whom they come: all addresses of a few, else the first of them and how many more."""
    senders = list(dict.fromkeys(card.sender for card in group.cards if card.sender))
    if not senders:
        return "De remitents desconeguts."
    named = ", ".join(isolated(sender) for sender in senders[:_MOST_SAMPLES])
    more = counted(max(len(senders) - _MOST_SAMPLES, 0), "adreça més", "adreces més")
    return f"{'Tots de' if len(senders) == 1 else 'De'} {named}{f' i {more}' if more else ''}."


def _concerned(held: Concerned) -> str:
    """Whom a card may be about: "A-0004: Blanca Rius · 600 11 12 22 · DNI/NIE ***6543** · al telèfon"."""
    if held.state in BLOCKED:
        return f"{held.ref}: {STATES[held.state]}; les dades només es guarden com a prova"
    name = isolated(held.name) or NAMELESS
    document = f"DNI/NIE {held.id_document}" if held.id_document else "sense DNI"
    return f"{held.ref}: {name} · {phone(held.phone)} · {document} · {STATES[held.state]}"
