"""What a digest of 800 doubtful mails costs: seconds, statements and bytes.

`make flood`, or `python -m tests.benchmarks.flood [MAILS]`. The mails are taken in as any mail is, on a real
store; how long that took is not counted.
"""

import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import Final

import structlog
from rich.console import Console
from rich.table import Table
from sqlalchemy import event, select

from daemon.books.store import Store
from daemon.books.tables import contents, outbox
from daemon.desk.digests import Digests
from daemon.post.queueing import Post
from tests.daemon.talking import Desk

_ASKED: Final = "No sé si vull la baixa de la llista de WhatsApp, o què he de fer.\n"
_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"

Text = Callable[[int], str]


def _with_data(n: int) -> str:
    return (
        f"{_ASKED}Aitana Pou Mas\nDNI {40000000 + n}{_LETTERS[(40000000 + n) % 23]}\nMòbil {612000000 + n}\n"
    )


def _in_other_words(n: int) -> str:
    return f"{_ASKED}Ho pregunta {''.join(_LETTERS[int(digit)] for digit in str(n))}.\n"


FLOODS: Final[dict[str, tuple[str, Text]]] = {
    "the same words": ("gmail.com", lambda _: _ASKED),
    "one domain": ("empresa.example", _in_other_words),
    "nothing in common": ("gmail.com", _in_other_words),
    "each with data": ("empresa.example", _with_data),
}


def _measured(mails: int, domain: str, text: Text) -> tuple[float, int, int]:
    """Seconds, statements and bytes of the digest."""
    asked = 0

    def listen(*_: object) -> None:
        nonlocal asked
        asked += 1

    with (
        tempfile.TemporaryDirectory(prefix="ab-flood-") as folder,
        closing(Store(f"sqlite:///{Path(folder) / 'books.db'}")) as store,
    ):
        desk = Desk(store)
        for n in range(mails):
            desk.mail(text(n), sender=f"u{n}@{domain}", subject="Llista de WhatsApp")
        desk.read()
        digests = Digests(
            store=store, settings=desk.settings, post=Post(desk.settings), clock=lambda: desk.at
        )
        event.listen(store._engine, "before_cursor_execute", listen)
        began = perf_counter()
        digests.queue_due()
        took = perf_counter() - began
        with store.read() as tx:
            raw = tx.connection.execute(
                select(contents.c.raw).join(outbox).where(outbox.c.template == "digest")
            ).scalar()
    return took, asked, len(raw or b"")


def main(mails: int) -> None:
    """Print the table."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    table = Table(title=f"The digest of {mails} doubtful mails")
    for title in ("mails with", "seconds", "statements", "bytes"):
        table.add_column(title, justify="right" if table.columns else "left")
    for name, (domain, text) in FLOODS.items():
        seconds, asked, size = _measured(mails, domain, text)
        table.add_row(name, f"{seconds:.2f}", str(asked), str(size))
    Console(width=100).print(table)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 800)
