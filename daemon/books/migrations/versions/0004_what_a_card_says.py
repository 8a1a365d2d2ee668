"""What a card keeps of the mail's own words, for staff to decide by."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward; of the cases that are open already no words were kept."""
    op.add_column("cases", sa.Column("excerpt", sa.Text(), nullable=True))
