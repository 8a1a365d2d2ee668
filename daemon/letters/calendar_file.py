"""The dates of the digest as a calendar file (RFC 5545), one all-day event each.

An event has the same UID in every digest, so that taking the file in again corrects what is
there and doubles nothing. Calendars are kept on other people's computers: an event says
the reference and what is to be done, and nobody's name or number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from daemon.letters.sentences import in_catalan
from rules.desk.digest import Digest, Item
from rules.text.content_lines import escaped, file_of

_ADD: Final = ("alta", "posar al telèfon")
_TAKE_OFF: Final = ("baixa", "treure del telèfon")
_WAIT: Final = ("baixa", "no tragueu encara del telèfon, hi ha un cas obert")
_IN_DOUBT: Final = " (data per confirmar)"
_BEGINNING: Final = date(2020, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something owed on a day. `key` tells it from all others, for ever."""

    key: str
    on: date
    summary: str
    description: str


def file_name(on: date) -> str:
    """Return the name of the file of the day *on*: "terminis-2026-05-04.ics"."""
    return f"terminis-{on.isoformat()}.ics"


def events(digest: Digest) -> tuple[Event, ...]:
    """Return every date that *digest* counts, the first first; who has none is in the digest alone."""
    awaited = (*digest.overdue, *digest.due_today, *digest.due_next, *digest.alta_late, *digest.without_alta)
    off = ((i, _TAKE_OFF if i.denied_by is None else _WAIT) for i in digest.take_off)
    found = [
        *_events(awaited, *_ADD),
        *(event for item, words in off for event in _events([item], *words)),
    ]
    return tuple(sorted(found, key=lambda event: (event.on, event.key)))


def written(digest: Digest, *, domain: str, now: datetime) -> bytes:
    """Return the file; a later digest's takes the place of an earlier one's."""
    return file_of(_lines(digest, domain, now))


def _events(items: Iterable[Item], kind: str, to_do: str) -> Iterator[Event]:
    for item in items:
        if item.due_on is not None:
            yield Event(
                key=f"{item.ref}-{kind}",
                on=item.due_on,
                summary=f"{item.ref}: {to_do}{'' if item.confirmed else _IN_DOUBT}",
                description=in_catalan(item.explanation),
            )


def _lines(digest: Digest, domain: str, now: datetime) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//altabaixa//terminis//CA"
    yield "CALSCALE:GREGORIAN"
    for event in events(digest):
        yield "BEGIN:VEVENT"
        yield f"UID:{event.key}@{domain}"
        yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        yield f"SEQUENCE:{max((digest.on - _BEGINNING).days, 0)}"
        yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
        yield f"SUMMARY:{escaped(event.summary)}"
        yield f"DESCRIPTION:{escaped(event.description)}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    yield "END:VCALENDAR"
