"""What a letter says stands apart: to note that it left does not write all of it again."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Move what is not erased."""
    op.create_table(
        "contents",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["outbox.id"], name=op.f("fk_contents_letter_id_outbox"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_contents")),
    )
    op.execute("INSERT INTO contents (letter_id, raw) SELECT id, raw FROM outbox WHERE erased_at IS NULL")
    op.drop_column("outbox", "raw")
