"""What each loop of the daemon last said of itself."""

import sqlalchemy as sa
from alembic import op

from daemon.books.tables import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "pulses",
        sa.Column("loop", sa.Text(), nullable=False),
        sa.Column("alive_at", UtcDateTime(), nullable=True),
        sa.Column("down_since", UtcDateTime(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("told_of", UtcDateTime(), nullable=True),
        sa.Column("since", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("loop", name=op.f("pk_pulses")),
    )
