"""The calendar that a digest was counted with: what changed since is said in the next one."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward; of the digests before nobody knows."""
    op.add_column("digests", sa.Column("calendar", sa.JSON(), nullable=True))
