"""The broadcast list on the phone that each number is in."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_LIST_SIZE = 256


def upgrade() -> None:
    """Bring the schema forward; whoever is on the phone gets a list, in the order they came."""
    op.add_column("subscriptions", sa.Column("list_number", sa.Integer(), nullable=True))
    held = sa.table("subscriptions", *map(sa.column, ("id", "phone", "state", "left_from", "list_number")))
    connection = op.get_bind()
    on_phone = (held.c.state == "active") | ((held.c.state == "leaving") & (held.c.left_from == "active"))
    wanted = sa.select(held.c.phone).where(on_phone, held.c.phone.is_not(None)).order_by(held.c.id)
    numbers = dict.fromkeys(connection.execute(wanted).scalars())
    for place, phone in enumerate(numbers):
        number = place // _LIST_SIZE + 1
        connection.execute(sa.update(held).where(on_phone, held.c.phone == phone).values(list_number=number))
