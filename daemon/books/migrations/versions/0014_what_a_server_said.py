"""What a mail server said of a letter that it did not take, in its own words."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody noted them until now."""
    op.add_column("outbox", sa.Column("server_words", sa.Text(), nullable=True))
