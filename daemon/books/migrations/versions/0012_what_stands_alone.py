"""Which mails give somebody's data: their cards are never answered together with others."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody knows it of the mails until now: their cards stand alone."""
    op.add_column("cases", sa.Column("gives_data", sa.Boolean(), nullable=True))
