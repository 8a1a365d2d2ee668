"""Cases that go on in another one: the conversation they are of, and its language."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward; what was asked before goes on as a conversation of its own."""
    op.add_column("cases", sa.Column("conversation", sa.Text(), nullable=True))
    op.add_column("cases", sa.Column("language", sa.Text(), nullable=True))
    op.create_index(op.f("ix_cases_conversation"), "cases", ["conversation"])
    op.execute("UPDATE cases SET conversation = ref")
