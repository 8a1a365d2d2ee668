"""What was erased and when, and the key that an erased person is known again by."""

import sqlalchemy as sa
from alembic import op

from daemon.books.tables import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward; nothing was ever erased before."""
    for table in ("messages", "subscriptions", "consents", "cases", "outbox"):
        op.add_column(table, sa.Column("erased_at", UtcDateTime(), nullable=True))
    for table, column in (("messages", "message_key"), ("subscriptions", "person_key")):
        op.add_column(table, sa.Column(column, sa.Text(), nullable=True))
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.create_table(
        "secrets",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_secrets")),
    )
    for statement in _ONLY_NOTES_ERASED[op.get_bind().dialect.name]:
        op.execute(statement)


# The record of what happened stays as it is; what was written beside it can be erased, and only that.
_ONLY_NOTES_ERASED = {
    "sqlite": [
        "DROP TRIGGER events_no_update",
        (
            "CREATE TRIGGER events_no_update BEFORE UPDATE OF "
            'id, at, what, "by", "before", "after", subscription_id, case_id, message_id ON events '
            "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        ),
        (
            "CREATE TRIGGER events_notes_only_erased BEFORE UPDATE OF note ON events WHEN NEW.note <> '' "
            "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        ),
    ],
    "postgresql": [
        (
            "CREATE OR REPLACE FUNCTION events_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN "
            "IF TG_OP = 'UPDATE' THEN "
            "IF NEW.note = '' AND to_jsonb(NEW) - 'note' = to_jsonb(OLD) - 'note' THEN RETURN NEW; END IF; "
            "END IF; "
            "RAISE EXCEPTION 'events are append-only'; END $$"
        ),
    ],
}
