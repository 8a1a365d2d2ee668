"""The file of figures for Prometheus (node_exporter's textfile collector): numbers only, no people.

It is the text exposition format 0.0.4.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from daemon.configuration.settings import Settings
from daemon.service.status import Status


def figures_file(settings: Settings) -> Path | None:
    """Where the file goes, a relative one beside the configuration; None where none is wanted."""
    if not settings.monitoring.prometheus_file:
        return None
    folder = settings.path.parent if settings.path else Path.cwd()
    return folder / settings.monitoring.prometheus_file


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
