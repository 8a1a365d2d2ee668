"""What a case is about beside joining and leaving: its topic."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No topic was read until now."""
    op.add_column("cases", sa.Column("topic", sa.Text(), nullable=True))
