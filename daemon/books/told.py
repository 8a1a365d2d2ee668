"""Of what staff were told, and of what they are told still: what every account of the service says alike."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, func, select

from daemon.books.store import Transaction
from daemon.books.tables import cases, digests, outbox
from rules.calendar.cadence import SPOKEN_OF

DAILY: Final = "daily"
QUIET: Final = "quiet"
"""A day whose digest said nothing and was not sent, as the town hall wished."""

# A digest laid into the mailbox counts as none: those by SMTP are owed all the same.
LAST: Final = select(func.max(digests.c.on)).where(digests.c.kind.in_([DAILY, QUIET]))


def last_digest(tx: Transaction, today: date) -> date | None:
    """The newest date that had its digest; one sent by hand for a later day silences none between."""
    return tx.connection.execute(LAST.where(digests.c.on <= today)).scalar()


def is_spoken_of(now: datetime) -> ColumnElement[bool]:
    """Until somebody closes its case; where none is open, as for staff's own letters, for a while.

    A case that was done at once was closed before its letter went wrong, and by nobody.
    """
    is_open = cases.c.state != "closed"
    is_fresh = cases.c.closed_because.is_(None) & (outbox.c.due_at > now - SPOKEN_OF)
    return is_open | is_fresh
