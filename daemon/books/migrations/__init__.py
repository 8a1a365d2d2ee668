"""Alembic's revisions of the schema, run by the store when it opens."""

from typing import Final

HEAD: Final = "0020"
"""The newest revision: a store that has it needs no Alembic at start."""
