"""Whose clock a mail's arrival goes by: only the mail server's may vouch for ours."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0011"
down_revision: Final = "0010"


def upgrade() -> None:
    """Add it; of what came before nobody asks."""
    op.add_column("messages", sa.Column("dated_by_us", sa.Boolean()))
