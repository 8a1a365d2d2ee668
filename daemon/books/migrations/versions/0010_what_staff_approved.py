"""That staff approved a request is its outcome, no more the word that its case was closed with."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give what was approved its outcome; who typed that very word is not told apart any more."""
    op.execute(
        "UPDATE requests SET outcome = 'done' WHERE outcome <> 'aside' AND kind <> 'unsure' "
        "AND case_id IN (SELECT id FROM cases WHERE closed_because = 'aprovat')"
    )
