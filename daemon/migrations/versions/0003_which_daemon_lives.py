"""Since when a daemon lives, and of which version it is."""

import sqlalchemy as sa
from alembic import op

from daemon.tables import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    with op.batch_alter_table("pulses") as batch_op:
        batch_op.add_column(sa.Column("since", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Text(), nullable=True))
