"""Whose case a resident may be told the end of, and the morning that a letter was put off to."""

import sqlalchemy as sa
from alembic import op

from daemon.books.tables import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward; whose mail was answered may be told more."""
    op.add_column("cases", sa.Column("sender_known", sa.Boolean(), nullable=True))
    op.add_column("outbox", sa.Column("not_before", UtcDateTime(), nullable=True))
    op.execute(
        "UPDATE cases SET sender_known = (SELECT authenticated FROM outbox "
        "WHERE outbox.case_id = cases.id AND outbox.key LIKE 'answer/%') WHERE sender IS NOT NULL "
        # Who takes back a leave may be somebody else than who asked for it.
        "AND NOT EXISTS (SELECT 1 FROM requests WHERE requests.case_id = cases.id AND requests.kind = 'undo')"
    )
