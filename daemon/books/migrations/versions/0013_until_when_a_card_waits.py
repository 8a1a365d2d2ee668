"""Until which day staff put a card off."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No card was put off until now."""
    op.add_column("cases", sa.Column("put_off_until", sa.Date(), nullable=True))
