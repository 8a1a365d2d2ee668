"""The daemon made worse on purpose, each time by one of its promises: the audit must find it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from unittest.mock import patch

from daemon.books.store import Transaction
from daemon.mailbox.applying import Applying
from daemon.mailbox.sync import Sync
from daemon.post import outbox
from daemon.post.queueing import Post
from daemon.service import app


def _committed(before: Callable[..., Any]) -> Callable[..., Any]:
    """The same, with all that was written so far committed first."""

    def done(self: Any, *given: Any, **more: Any) -> Any:
        tx = next((one for one in given if isinstance(one, Transaction)), None) or self.tx
        tx.connection.exec_driver_sql("COMMIT")
        tx.connection.exec_driver_sql("BEGIN IMMEDIATE")
        if nested := tx.connection.get_nested_transaction():
            tx.connection.exec_driver_sql(f"SAVEPOINT {nested._savepoint}")
        return before(self, *given, **more)

    return done


def _cursor_first(self: Sync, place: Any, uids: Sequence[int], **more: Any) -> int:
    self._note(place.folder, uids[-1], 0)
    return _READ_BATCH(self, place, uids, **more)


def _nothing(*_: object, **__: object) -> None:
    """Left out."""


_READ_BATCH: Final = Sync._read_batch


@dataclass(frozen=True)
class Sabotage:
    """What is made worse, where to kill then, and what the audit must say."""

    name: str
    whose: object
    what: str
    becomes: Callable[..., Any]
    death: str
    found: str

    @contextmanager
    def at_work(self) -> Iterator[None]:
        with patch.object(self.whose, self.what, self.becomes):
            yield


STAGE: Final = "first mail"

SABOTAGES: Final = (
    Sabotage("no phase is noted before DATA", outbox, "_enter_data", _nothing, "smtp.dot.after", "doubled"),
    Sabotage("nobody recovers", app, "recover", _nothing, "outbox.claim.commit.after", "lost"),
    Sabotage(
        "the ledger's line is committed before what it says was done", Applying, "apply",
        _committed(Applying.apply), "intake.message.after", "lost",
    ),
    Sabotage(
        "the digest's row is committed before its letters", Post, "owe", _committed(Post.owe),
        "digests.due.commit.before", "lost",
    ),
    Sabotage(
        "the cursor goes before the messages", Sync, "_read_batch", _cursor_first,
        "intake.messages.commit.before", "lost",
    ),
)  # fmt: skip
