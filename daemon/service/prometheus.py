"""The file of figures for Prometheus (node_exporter's textfile collector): numbers only, no people.

It is the text exposition format 0.0.4, written beside its place and moved there, so that nobody
ever reads half of it. A file that cannot be written is said once, and hurts nothing else.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import mkstemp
from typing import Final

import structlog

from daemon.books.store import Store
from daemon.configuration.settings import Settings
from daemon.service.status import Status, status_of

log = structlog.get_logger()

_READABLE: Final = 0o644
"""The collector is another user's; the figures name nobody."""


class Figures:
    """Keeps the file of `monitoring.prometheus_file` fresh, if it is named."""

    def __init__(self) -> None:
        """Nothing was written yet, and nothing went wrong."""
        self._trouble = ""

    def keep(self, settings: Settings, store: Store, *, now: datetime) -> None:
        """Write the figures of this moment; a failure is logged when it begins, changes or ends."""
        file = figures_file(settings)
        if file is None:
            return
        with store.read() as tx:
            found = status_of(tx, settings, now=now)
        try:
            write(file, rendered(found))
        except OSError as error:
            self._note(f"{file}: {error.strerror}")
        else:
            self._note("")

    def _note(self, trouble: str) -> None:
        if trouble and trouble != self._trouble:
            log.warning("figures_not_written", why=trouble)
        elif self._trouble and not trouble:
            log.info("figures_written_again")
        self._trouble = trouble


def figures_file(settings: Settings) -> Path | None:
    """Where the file goes, a relative one beside the configuration; None where none is wanted."""
    if not settings.monitoring.prometheus_file:
        return None
    folder = settings.path.parent if settings.path else Path.cwd()
    return folder / settings.monitoring.prometheus_file


def write(file: Path, text: str) -> None:
    """Put *text* in the place of *file*, whole or not at all; OSError if it cannot be."""
    # The collector takes what ends in .prom: a draft must not.
    descriptor, name = mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as draft:
            draft.write(text)
            os.fchmod(descriptor, _READABLE)
        os.replace(name, file)
    except OSError:
        with suppress(OSError):
            os.unlink(name)
        raise


def rendered(found: Status) -> str:
    """Everything that is counted, in base units; what is not known is left out."""
    figures: dict[str, tuple[str, float | datetime | Mapping[str, int] | None]] = {
        "heartbeat_timestamp_seconds": ("When the daemon last said that it lives.", found.now),
        "start_timestamp_seconds": ("When the daemon started.", found.since),
        "build_info": ("The program's version.", {found.version: 1} if found.version else None),
        "mailbox_connected": ("1 if the mailbox is read, 0 if not.", found.connected),
        "mailbox_dead": ("1 if no mail comes in and people are told of it.", found.intake_dead),
        "mailbox_sync_timestamp_seconds": ("When every folder had been read.", found.last_sync_at),
        "last_mail_timestamp_seconds": ("When the newest message handled arrived.", found.last_mail_at),
        "messages_vanished_total": (
            "Messages moved or deleted by people before they were read.",
            found.vanished,
        ),
        "smtp_failing": ("1 if no letter goes out.", not found.sending.up),
        "sign_in_failing": (
            "1 if no access token is given.",
            None if found.grant is None else not found.sign_in.up,
        ),
        "clock_off": ("1 if this machine's clock is not the mail server's.", not found.clock.up),
        "letters": ("Letters that did not arrive yet, or may never.", found.letters),
        "cases": ("Cases by whom they wait for.", found.cases),
        "subscribers": ("Subscriptions by where they stand.", found.subscribers),
        "deadlines_overdue": ("People who should be on the list already.", found.overdue),
        "next_digest_timestamp_seconds": ("When the next digest is due.", found.next_digest_at),
        "calendar_unconfirmed_years": ("Years in use that nobody confirmed.", len(found.unconfirmed_years)),
        "copy_timestamp_seconds": ("When the checked copy of the books was made.", found.copied.made_at),
        "store_damaged": ("1 if the last check found the books damaged.", found.copied.damaged),
        "store_free_bytes": ("Bytes free on the disk of the books.", found.free_bytes),
    }
    return "".join(_metric(f"altabaixa_{name}", *figure) for name, figure in figures.items())


def _metric(name: str, help_text: str, value: float | datetime | Mapping[str, int] | None) -> str:
    """One metric with its samples; nothing where it has none."""
    label = "version" if name.endswith("_info") else "state"
    if isinstance(value, Mapping):
        samples = [f'{{{label}="{_escaped(key)}"}} {float(number)!r}' for key, number in value.items()]
    else:
        number = value.timestamp() if isinstance(value, datetime) else value
        samples = [] if number is None else [f" {float(number)!r}"]
    head = f"# HELP {name} {help_text}\n# TYPE {name} {'counter' if name.endswith('_total') else 'gauge'}\n"
    return head + "".join(f"{name}{sample}\n" for sample in samples) if samples else ""


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
