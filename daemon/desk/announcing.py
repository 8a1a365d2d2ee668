"""The card of an activity that somebody would have broadcast: the days it speaks of, and a text proposed."""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from daemon.books import broadcasts
from daemon.books.broadcasts import Broadcast
from daemon.books.cases import Case
from daemon.books.store import Transaction
from daemon.configuration.settings import Settings
from daemon.letters.wording import counted, day
from rules.desk.announcements import announced, is_over
from rules.desk.cards import CardItem
from rules.desk.choices import Choice, for_announcement
from rules.findings import Topic
from rules.mail.mail import Mail
from rules.topics.writer import holds_data

_MOST_DAYS: Final = 5
"""Days of a card that are named: of more, the mail itself is to be looked at."""


def propose(tx: Transaction, mail: Mail, case_id: int, settings: Settings, *, now: datetime) -> None:
    """Keep what the mail of a case would have broadcast."""
    words = mail.words.own if mail.words.own.strip() else mail.words.forwarded
    today = now.astimezone(settings.tz).date()
    found = announced(mail.subject, words, today=today, town=settings.town())
    broadcasts.propose(tx, topic=found.topic, text=found.text, days=found.days, case_id=case_id, now=now)


def choices_of(tx: Transaction, case: Case, later: date | None) -> tuple[Choice, ...] | None:
    """What can be answered to the card of an activity; None where the case is of something else."""
    held = _proposed(tx, case)
    if held is None:
        return None
    is_past, is_plain = _is_past(held, case), bool(held.days) and not holds_data(held.text)
    return for_announcement(case.ref, held.topic, held.text, is_over=is_past, is_plain=is_plain, later=later)


def with_proposal(tx: Transaction, card: CardItem, case: Case) -> CardItem:
    """The card with the days found and the text proposed, where it is of an activity."""
    held = _proposed(tx, case)
    if held is None:
        return card
    is_past = _is_past(held, case)
    told = _said(held.days, is_past=is_past)
    if is_past:
        return replace(card, details=(*card.details, told))
    has_data = holds_data(held.text)
    details = (*card.details, told, *((_HAS_DATA,) if has_data else ()))
    return replace(card, details=details, proposal=held.text, is_private=has_data)


_HAS_DATA: Final = "El text porta dades d’una persona: traieu-les abans de difondre’l."


def _proposed(tx: Transaction, case: Case) -> Broadcast | None:
    return broadcasts.proposed_by(tx, case.id) if case.topic == Topic.ANNOUNCEMENT else None


def _is_past(held: Broadcast, case: Case) -> bool:
    return is_over(held.days, case.opened_at.date())


def _said(days: tuple[date, ...], *, is_past: bool) -> str:
    if not days:
        return "No hi hem trobat cap dia: pregunteu-lo abans de difondre-ho."
    more = counted(max(len(days) - _MOST_DAYS, 0), "dia més", "dies més")
    named = ", ".join(day(each, year=each.year != days[0].year) for each in days[:_MOST_DAYS])
    lead = "Ja ha passat" if is_past else "Dies que diu"
    return f"{lead}: {named}{f' i {more}' if more else ''}."
