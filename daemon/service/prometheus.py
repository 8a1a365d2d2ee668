"""The file of figures for Prometheus (node_exporter's textfile collector): numbers only, no people.

It is the text exposition format 0.0.4, written beside its place and moved there, so that nobody
ever reads half of it. A file that cannot be written is said once, and hurts nothing else.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One metric with its samples, by label; a metric without samples is not written."""

    name: str
    kind: str
    help: str
    samples: tuple[tuple[Mapping[str, str], float], ...]


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
            write(file, render(metrics(found)))
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


def render(found: Iterable[Metric]) -> str:
    """Write *found* as the exposition format has it."""
    return "".join(_rendered(metric) for metric in found if metric.samples)


def metrics(found: Status) -> Iterator[Metric]:
    """Everything that is counted, with base units in the names; what is not known has no sample."""
    yield _gauge("heartbeat_timestamp_seconds", "When the daemon last said that it lives.", found.now)
    yield _gauge("start_timestamp_seconds", "When the daemon started.", found.since)
    if found.version:
        yield _gauge("build_info", "The program's version.", 1, version=found.version)
    yield _gauge("mailbox_connected", "1 if the mailbox is read, 0 if not.", found.connected)
    yield _gauge("mailbox_dead", "1 if no mail comes in and people are told of it.", found.intake_dead)
    yield _gauge("mailbox_sync_timestamp_seconds", "When every folder had been read.", found.last_sync_at)
    yield _gauge(
        "last_mail_timestamp_seconds", "When the newest message handled arrived.", found.last_mail_at
    )
    yield _counter(
        "messages_vanished_total",
        "Messages moved or deleted by people before they were read.",
        found.vanished,
    )
    yield _gauge("smtp_failing", "1 if no letter goes out.", not found.sending.up)
    yield _gauge("clock_off", "1 if this machine's clock is not the mail server's.", not found.clock.up)
    yield _by_state("letters", "Letters that did not arrive yet, or may never.", found.letters)
    yield _by_state("cases", "Cases by whom they wait for.", found.cases)
    yield _by_state("subscribers", "Subscriptions by where they stand.", found.subscribers)
    yield _gauge("deadlines_overdue", "People who should be on the list already.", found.overdue)
    yield _gauge("next_digest_timestamp_seconds", "When the next digest is due.", found.next_digest_at)
    yield _gauge(
        "calendar_unconfirmed_years", "Years in use that nobody confirmed.", len(found.unconfirmed_years)
    )
    yield _gauge(
        "copy_timestamp_seconds", "When the checked copy of the books was made.", found.copied.made_at
    )
    yield _gauge("store_damaged", "1 if the last check found the books damaged.", found.copied.damaged)
    yield _gauge("store_free_bytes", "Bytes free on the disk of the books.", found.free_bytes)


def _gauge(name: str, text: str, value: float | datetime | None, **labels: str) -> Metric:
    return _metric("gauge", name, text, value, labels)


def _counter(name: str, text: str, value: float) -> Metric:
    return _metric("counter", name, text, value, {})


def _metric(
    kind: str, name: str, text: str, value: float | datetime | None, labels: Mapping[str, str]
) -> Metric:
    number = value.timestamp() if isinstance(value, datetime) else value
    samples = () if number is None else ((labels, float(number)),)
    return Metric(name=f"altabaixa_{name}", kind=kind, help=text, samples=samples)


def _by_state(name: str, text: str, counted: Mapping[str, int]) -> Metric:
    samples = tuple(({"state": state}, float(number)) for state, number in counted.items())
    return Metric(name=f"altabaixa_{name}", kind="gauge", help=text, samples=samples)


def _rendered(metric: Metric) -> str:
    head = f"# HELP {metric.name} {_escaped(metric.help)}\n# TYPE {metric.name} {metric.kind}\n"
    return head + "".join(f"{metric.name}{_labels(labels)} {value!r}\n" for labels, value in metric.samples)


def _labels(labels: Mapping[str, str]) -> str:
    pairs = ",".join(f'{name}="{_escaped(value, quote=True)}"' for name, value in labels.items())
    return f"{{{pairs}}}" if pairs else ""


def _escaped(text: str, *, quote: bool = False) -> str:
    escaped = text.replace("\\", "\\\\").replace("\n", "\\n")
    return escaped.replace('"', '\\"') if quote else escaped
