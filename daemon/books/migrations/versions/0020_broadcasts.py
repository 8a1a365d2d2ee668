"""What is sent to everybody by WhatsApp, and when."""

import sqlalchemy as sa
from alembic import op

from daemon.books.tables import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_KEPT = sa.text("erased_at IS NULL")


def upgrade() -> None:
    """Nobody has planned any until now."""
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("topic_key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("pressing", sa.Text(), nullable=True),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("ordered_by", sa.Text(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("slot_at", UtcDateTime(), nullable=True),
        sa.Column("wanted_at", UtcDateTime(), nullable=True),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("broken", sa.JSON(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("erased_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_broadcasts_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
        sa.UniqueConstraint("ref", name=op.f("uq_broadcasts_ref")),
    )
    op.create_index(op.f("ix_broadcasts_topic_key"), "broadcasts", ["topic_key"])
    op.create_index(op.f("ix_broadcasts_case_id"), "broadcasts", ["case_id"])
    op.create_index("ix_broadcasts_state_slot_at", "broadcasts", ["state", "slot_at"])
    op.create_index("ix_broadcasts_sent_at", "broadcasts", ["sent_at"])
    op.create_index(
        "ix_broadcasts_kept", "broadcasts", ["settled_at"], sqlite_where=_KEPT, postgresql_where=_KEPT
    )
