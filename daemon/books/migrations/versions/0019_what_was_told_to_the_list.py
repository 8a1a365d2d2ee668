"""What was told to the list, as it may be passed on, and its photographs."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was kept of it until now."""
    op.create_table(
        "told",
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("left_out", sa.JSON(), nullable=False),
    )
    op.create_table(
        "photographs",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_photographs_case_id", "photographs", ["case_id"])
