"""`run`: what a start that fails says, and leaves for the next one."""

import json
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from daemon.books.store import Store
from tests.daemon.conftest import Command, refused


def test_tables_that_are_gone_are_noted_as_any_books_that_cannot_be_used(
    command: Command, config: Path, url: str
) -> None:
    with closing(Store(url)) as store, store.begin() as tx:
        tx.connection.execute(text("ALTER TABLE pulses RENAME TO elsewhere"))
    config.write_text(config.read_text().replace("sqlite:///books.db", url))
    (config.parent / "imap-password").write_text("secret\n")

    assert refused(command("run"), "pulses", "the store", "failed")

    (note,) = config.parent.glob("*outage.json")
    assert "pulses" in json.loads(note.read_text())["trouble"]


def test_another_program_that_works_on_the_books_is_no_outage(command: Command, config: Path) -> None:
    with closing(Store(f"sqlite:///{config.parent}/books.db")) as store, store.exclusive():
        assert refused(command("run"), "another altabaixa works on this store")

    assert list(config.parent.glob("*outage.json")) == []
