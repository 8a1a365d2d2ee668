"""Which right over their data a case claims, and when who claims it was told that it takes longer."""

import sqlalchemy as sa
from alembic import op

from daemon.books.tables import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No right was read until now."""
    op.add_column("cases", sa.Column("claims", sa.Text(), nullable=True))
    op.add_column("cases", sa.Column("extended_at", UtcDateTime(), nullable=True))
