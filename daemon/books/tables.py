"""The schema: one row for each thing that must happen once.

The schema itself refuses the second time: of a message (place and content), of
a living subscription, of a consent, of a letter, of a day's digest.
"""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC: SQLite would give back naive ones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse a naive instant: nobody could say later what it meant."""
        if value is not None and value.tzinfo is None:
            msg = f"naive datetime {value!r}"
            raise ValueError(msg)
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give the instant back as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

WHERE: Final = "where"
"""Of an index, for which rows it is: each database has a keyword of its own, which would load its dialect.

The migrations make the indexes; `info` of them is what the program knows of theirs.
"""

_LIVING: Final = text("state IN ('requested', 'consented', 'due', 'active')")
_PHONELESS: Final = text("state IN ('requested', 'consented', 'due', 'active') AND phone IS NULL")
_LISTED: Final = text("list_number IS NOT NULL")
_ERASED: Final = text("erased_at IS NOT NULL")
_KEPT: Final = text("erased_at IS NULL")
_PUT_OFF: Final = text("not_before IS NOT NULL")

# A statement finds a partial index only by the very words of its condition.
IS_OLD_REQUEST: Final = text("reason = 'OLD_REQUEST'")
"""Of a request: the card of an ALTA whose consent did not come."""

OF_NOBODY: Final = text("subscription_id IS NULL AND case_id IS NULL")
"""Of an event: it is of the service, not of a subscription or a case."""

IS_PROBE: Final = text("template = 'probe'")
"""Of a letter: it is one to ourselves, by which we see that mail arrives."""

folders: Final = Table(
    "folders",
    metadata,
    Column("name", Text, primary_key=True),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("last_uid", BigInteger, nullable=False),
    # After a renumbering, or where we begin with a date, what is older than it is "before the start".
    Column("baseline_at", UtcDateTime),
    Column("by_instant", Boolean, nullable=False, default=False),
    Column("vanished", Integer, nullable=False, default=0),
    Column("synced_at", UtcDateTime),
)

messages: Final = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("folder", Text, nullable=False),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("message_id", Text, index=True),
    Column("head_sha256", Text, nullable=False, index=True),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Text),
    # NULL for a second copy of a message: content is unique among those acted on.
    Column("content_key", Text, unique=True),
    Column("sender", Text, index=True),
    Column("received_at", UtcDateTime, nullable=False, index=True),
    # True where the server gave no date that can be one: then it is our own clock's.
    Column("dated_by_us", Boolean),
    Column("handled_at", UtcDateTime, nullable=False),
    Column("kind", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reasons", JSON, nullable=False),
    # Once erased, the Message-ID is known by its keyed hash only (`daemon.books.keyed_hashes`).
    Column("erased_at", UtcDateTime),
    Column("message_key", Text, index=True),
    UniqueConstraint("folder", "uidvalidity", "uid"),
    Index("ix_messages_reason_handled_at", "reason", "handled_at"),
    Index("ix_messages_kept", "handled_at", info={WHERE: _KEPT}),
)

subscriptions: Final = Table(
    "subscriptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ref", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, default=""),
    Column("id_document", Text, index=True),
    Column("phone", Text, index=True),
    Column("state", Text, nullable=False),
    Column("consent_number", Text),
    Column("consent_at", UtcDateTime),
    Column("alta_at", UtcDateTime),
    Column("activated_on", Date),
    Column("without_alta", Boolean, nullable=False, default=False),
    Column("left_at", UtcDateTime),
    Column("left_from", Text),
    Column("taken_off_on", Date),
    Column("restored_on", Date),
    Column("list_number", Integer),
    Column("opened_at", UtcDateTime, nullable=False, index=True),
    Column("staff_told_at", UtcDateTime),
    # Once erased, document and mobile are known by their keyed hash only.
    Column("erased_at", UtcDateTime),
    Column("person_key", Text, index=True),
    Index("ix_subscriptions_state_left_at", "state", "left_at"),
    Index("ix_subscriptions_listed", "list_number", "phone", info={WHERE: _LISTED}),
    Index("ix_subscriptions_erased", "erased_at", info={WHERE: _ERASED}),
    Index(
        "uq_subscriptions_living",
        "id_document",
        "phone",
        unique=True,
        info={WHERE: _LIVING},
    ),
    # NULL equals nothing: who gave no mobile would be let in twice.
    Index(
        "uq_subscriptions_living_phoneless",
        "id_document",
        unique=True,
        info={WHERE: _PHONELESS},
    ),
)

consents: Final = Table(
    "consents",
    metadata,
    Column("id", Integer, primary_key=True),
    # Normalised number, presentation, document or name: a number alone repeats across years and books.
    Column("key", Text, nullable=False, unique=True),
    Column("number", Text),
    Column("registered_at", UtcDateTime, nullable=False),
    Column("name", Text, nullable=False, default=""),
    Column("id_document", Text, index=True),
    Column("phone", Text, index=True),
    Column("subscription_id", Integer, ForeignKey("subscriptions.id")),
    Column("message_id", Integer, ForeignKey("messages.id")),
    Column("noted_at", UtcDateTime, nullable=False),
    Column("erased_at", UtcDateTime),
    Index("ix_consents_subscription_id_noted_at", "subscription_id", "noted_at"),
    Index("ix_consents_erased", "subscription_id", "erased_at", info={WHERE: _ERASED}),
)

cases: Final = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ref", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("message_id", Integer, ForeignKey("messages.id"), index=True),
    Column("sender", Text, index=True),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("closed_because", Text),
    # The reference of the first case, where an answer goes on with what an earlier one asked.
    Column("conversation", Text, index=True),
    # What the resident is written in; NULL where no mail told.
    Column("language", Text),
    # The mail's words that matter, while somebody has still to decide; NULL once it is closed.
    Column("excerpt", Text),
    # Of a resident's own mail that may be answered: whether its sender was authenticated. NULL of all other.
    Column("sender_known", Boolean),
    # Whether somebody's valid document and mobile stand in the mail; NULL where nobody looked.
    Column("gives_data", Boolean),
    # The day on which a card that was put off comes back among those to decide.
    Column("put_off_until", Date),
    # What it is about beside joining and leaving; NULL of most.
    Column("topic", Text),
    # The right over their data that it claims; NULL where it does not say which.
    Column("claims", Text),
    # When who claims it was told that the answer takes longer than a month.
    Column("extended_at", UtcDateTime),
    Column("erased_at", UtcDateTime),
    Index("ix_cases_kept", "state", "closed_at", info={WHERE: _KEPT}),
)

# What was told to the list, as it may be passed on; gone once the case is closed.
told: Final = Table(
    "told",
    metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True),
    # The facts, without who wrote them.
    Column("words", Text, nullable=False),
    Column("place", Text, nullable=False),
    # Whose chat it was; NULL where it came by mail.
    Column("phone", Text),
    # The files that are not passed on.
    Column("left_out", JSON, nullable=False),
)

# Photographs without their metadata, gone with what was told.
photographs: Final = Table(
    "photographs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False, index=True),
    Column("media_type", Text, nullable=False),
    Column("picture", LargeBinary, nullable=False),
)

requests: Final = Table(
    "requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("name", Text),
    Column("id_document", Text, index=True),
    Column("phone", Text, index=True),
    Column("flaws", JSON, nullable=False),
    Column("number", Text),
    Column("registered_at", UtcDateTime),
    Column("at", UtcDateTime, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("details", JSON, nullable=False),
    Column("subscribers", JSON, nullable=False),
    Index("ix_requests_old", "reason", info={WHERE: IS_OLD_REQUEST}),
)

NEW_NUMBER: Final = "new-number"
"""The event by which somebody goes on with another number; its note names the one before."""

LATE_REASON: Final = "late-reason"
"""The event that keeps, in its note, why somebody was put on the phone late."""

events: Final = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("what", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("note", Text, nullable=False, default=""),
    Column("subscription_id", Integer, ForeignKey("subscriptions.id"), index=True),
    Column("case_id", Integer, ForeignKey("cases.id"), index=True),
    Column("message_id", Integer, ForeignKey("messages.id"), index=True),
    Index("ix_events_of_nobody", "what", "at", info={WHERE: OF_NOBODY}),
)

outbox: Final = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("recipient", Text, nullable=False, index=True),
    Column("audience", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("authenticated", Boolean, nullable=False, default=False),
    Column("case_id", Integer, ForeignKey("cases.id"), index=True),
    Column("message_id", Text, nullable=False, unique=True),
    Column("envelope_sender", Text, nullable=False),
    Column("state", Text, nullable=False, default="waiting"),
    Column("phase", Text, nullable=False, default=""),
    Column("attempts", Integer, nullable=False, default=0),
    Column("created_at", UtcDateTime, nullable=False, index=True),
    Column("due_at", UtcDateTime, nullable=False),
    # The morning that a day's cap put it off to: it is one of that day's letters.
    Column("not_before", UtcDateTime),
    Column("claimed_at", UtcDateTime),
    Column("first_tried_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("answer", Text, nullable=False, default=""),
    # Those of the last refusal, which may name people: for who may read the books, and for nobody else.
    Column("server_words", Text),
    Column("filed", Boolean, nullable=False, default=False),
    Column("erased_at", UtcDateTime),
    Index("ix_outbox_state_due_at", "state", "due_at"),
    Index("ix_outbox_state_sent_at", "state", "sent_at"),
    Index("ix_outbox_put_off", "not_before", info={WHERE: _PUT_OFF}),
    Index("ix_outbox_kept", "created_at", info={WHERE: _KEPT}),
    Index("ix_outbox_probes", "template", "created_at", info={WHERE: IS_PROBE}),
)

# What a letter says, apart from how it is: a database writes a row whole, whatever changes of it.
# Gone once it is erased.
contents: Final = Table(
    "contents",
    metadata,
    Column("letter_id", Integer, ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True),
    Column("raw", LargeBinary, nullable=False),
)

# What is sent to everybody by WhatsApp, by hand: proposed by a mail, planned by a clerk, and what came of it.
broadcasts: Final = Table(
    "broadcasts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ref", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("topic", Text, nullable=False),
    # What is the same of a topic however it is written: one a day on each.
    Column("topic_key", Text, nullable=False, index=True),
    Column("text", Text, nullable=False),
    # Why it need not wait for the hours; NULL of most.
    Column("pressing", Text),
    # The days that the mail speaks of which proposed it, in ISO 8601.
    Column("days", JSON, nullable=False),
    Column("case_id", Integer, ForeignKey("cases.id"), index=True),
    Column("ordered_by", Text),
    Column("opened_at", UtcDateTime, nullable=False),
    # When it is to be sent, and when it was to be at first: the daemon may have been down then.
    Column("slot_at", UtcDateTime),
    Column("wanted_at", UtcDateTime),
    Column("reminded_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    # The norms that it broke as it was sent.
    Column("broken", JSON, nullable=False),
    # Since when nothing more is waited for.
    Column("settled_at", UtcDateTime),
    Column("erased_at", UtcDateTime),
    Index("ix_broadcasts_state_slot_at", "state", "slot_at"),
    Index("ix_broadcasts_sent_at", "sent_at"),
    Index("ix_broadcasts_kept", "settled_at", info={WHERE: _KEPT}),
)

digests: Final = Table(
    "digests",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("on", Date, primary_key=True),
    Column("queued_at", UtcDateTime, nullable=False),
    # How many messages had vanished by then, in all: the next digest tells of those since.
    Column("vanished_total", Integer, nullable=False, default=0),
    # Its holidays by day, and the years confirmed: what changed since is told in the next digest.
    Column("calendar", JSON),
)

# Single-use codes of the orders that a digest offers; the code itself stands only in its letter.
codes: Final = Table(
    "codes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("action", Text, nullable=False),
    # A reference; of cards that are answered together all of them, with a space between.
    Column("item", Text, nullable=False, index=True),
    # The last event about the item when the code was issued: what happened since makes it stale.
    Column("version", Integer, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    Column("used_at", UtcDateTime),
    Column("used_by", Text),
)

# What only this store knows: the key of the hashes by which erased data are known again.
secrets: Final = Table(
    "secrets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

# What each loop of the daemon last said of itself; rows survive it, so that an outage does too.
pulses: Final = Table(
    "pulses",
    metadata,
    Column("loop", Text, primary_key=True),
    # NULL once the daemon has taken its leave.
    Column("alive_at", UtcDateTime),
    Column("down_since", UtcDateTime),
    Column("cause", Text, nullable=False, default=""),
    Column("trouble", Text, nullable=False, default=""),
    Column("failures", Integer, nullable=False, default=0),
    # The beginning of the outage that people were told of last, until they are told of its end.
    Column("told_of", UtcDateTime),
    # Of the daemon as a whole: when it started, and which program it is.
    Column("since", UtcDateTime),
    Column("version", Text),
)
