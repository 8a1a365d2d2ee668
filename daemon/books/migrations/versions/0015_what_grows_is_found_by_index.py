"""What grows is found by an index: no leave, digest or night reads all that ever was."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ERASED = "erased_at IS NOT NULL"
_KEPT = "erased_at IS NULL"

_INDEXES = (
    ("ix_messages_sender", "messages", ["sender"], None),
    ("ix_messages_received_at", "messages", ["received_at"], None),
    ("ix_messages_reason_handled_at", "messages", ["reason", "handled_at"], None),
    ("ix_messages_kept", "messages", ["handled_at"], _KEPT),
    ("ix_subscriptions_state_left_at", "subscriptions", ["state", "left_at"], None),
    ("ix_subscriptions_opened_at", "subscriptions", ["opened_at"], None),
    ("ix_subscriptions_listed", "subscriptions", ["list_number", "phone"], "list_number IS NOT NULL"),
    ("ix_subscriptions_erased", "subscriptions", ["erased_at"], _ERASED),
    ("ix_consents_phone", "consents", ["phone"], None),
    ("ix_consents_subscription_id_noted_at", "consents", ["subscription_id", "noted_at"], None),
    ("ix_consents_erased", "consents", ["subscription_id", "erased_at"], _ERASED),
    ("ix_cases_sender", "cases", ["sender"], None),
    ("ix_cases_kept", "cases", ["state", "closed_at"], _KEPT),
    ("ix_requests_id_document", "requests", ["id_document"], None),
    ("ix_requests_phone", "requests", ["phone"], None),
    ("ix_requests_old", "requests", ["reason"], "reason = 'OLD_REQUEST'"),
    ("ix_events_at", "events", ["at"], None),
    ("ix_events_of_nobody", "events", ["what", "at"], "subscription_id IS NULL AND case_id IS NULL"),
    ("ix_outbox_case_id", "outbox", ["case_id"], None),
    ("ix_outbox_state_sent_at", "outbox", ["state", "sent_at"], None),
    ("ix_outbox_created_at", "outbox", ["created_at"], None),
    ("ix_outbox_put_off", "outbox", ["not_before"], "not_before IS NOT NULL"),
    ("ix_outbox_kept", "outbox", ["created_at"], _KEPT),
    ("ix_outbox_probes", "outbox", ["template", "created_at"], "template = 'probe'"),
    ("ix_codes_item", "codes", ["item"], None),
    ("ix_codes_expires_at", "codes", ["expires_at"], None),
)


def upgrade() -> None:
    """They cost a store of today a moment, and hold no data."""
    for name, table, columns, where in _INDEXES:
        only = None if where is None else sa.text(where)
        op.create_index(name, table, columns, sqlite_where=only, postgresql_where=only)
