"""The round trip: a letter goes out by the daemon's own way, and is seen to arrive.

It bears all the marks of our letters, so the daemon that finds it sets it aside as its own echo.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from daemon.checking.clock import off
from daemon.checking.findings import Finding, bad, good, warning
from daemon.checking.mailbox import words
from daemon.checking.sending import codes, open_mailer
from daemon.configuration.settings import Settings
from daemon.errors import MailboxError, SettingsError
from daemon.mailbox.accounts import open_mailbox
from daemon.ports import Mailbox
from daemon.post.compose import compose, new_message_id
from rules.transport.delivery import Answer, Kind, Phase
from rules.transport.reconnection import CLOCK_TOLERANCE

PATIENCE: Final = 60.0
"""Seconds that a letter has to arrive."""

_GLANCE: Final = 1.0
_SUBJECT: Final = "Prova d'altabaixa"
_TEXT: Final = """Bon dia,

Aquest missatge és una prova: el servei de la llista de WhatsApp de l’Ajuntament pot enviar correu.

No cal que hi respongueu ni que en feu res.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrival:
    """Where the letter was found, and when by the mail server's clock and by ours."""

    folder: str
    received_at: datetime
    seen_at: datetime


def _now() -> datetime:
    return datetime.now(UTC)


def send_letter(
    settings: Settings, address: str, *, clock: Callable[[], datetime] = _now, patience: float = PATIENCE
) -> list[Finding]:
    """Send a test letter to *address*; if that is ours, wait to see it in the mailbox."""
    if address not in settings.addresses:
        found, _ = _sent(settings, address, clock)
        return [*found, *_elsewhere(address, found)]
    try:
        mailbox = open_mailbox(settings)
    except (MailboxError, SettingsError) as error:
        said = words(settings, error) if isinstance(error, MailboxError) else str(error)
        mend = "mend the mailbox first: `altabaixa check`"
        return [bad("send.arrived", f"nothing was sent, for the mailbox cannot be looked into: {said}", mend)]
    with closing(mailbox):
        return _there_and_back(settings, address, mailbox, clock=clock, patience=patience)


def _there_and_back(
    settings: Settings,
    address: str,
    mailbox: Mailbox,
    *,
    clock: Callable[[], datetime],
    patience: float,
) -> list[Finding]:
    try:
        marks = {name: mailbox.open(name).uidnext for name in _watched(settings)}
        sent_at = clock()
        found, message_id = _sent(settings, address, clock)
        if message_id is None:
            return found
        began = time.monotonic()
        arrival = _awaited(mailbox, marks, message_id, clock=clock, until=began + patience)
    except MailboxError as error:
        mend = "see `altabaixa check`"
        return [bad("send.arrived", f"the mailbox could not be watched: {words(settings, error)}", mend)]
    if arrival is None:
        return [*found, _lost(settings, patience)]
    seconds = time.monotonic() - began
    return [*found, _arrived(settings, arrival, seconds), _clock(arrival, sent_at)]


def _watched(settings: Settings) -> list[str]:
    box = settings.mailbox
    return list(dict.fromkeys((*box.folders, *box.junk_folders)))


def _sent(
    settings: Settings, address: str, clock: Callable[[], datetime]
) -> tuple[list[Finding], str | None]:
    """Hand the letter over: the finding, and its Message-ID if the server took it."""
    sender = settings.smtp.sender
    message_id = new_message_id(sender.rpartition("@")[2])
    raw = compose(
        sender=sender,
        sender_name=settings.town_hall.name,
        recipient=address,
        subject=_SUBJECT,
        text=_TEXT,
        html=None,
        message_id=message_id,
        date=clock(),
        auto="generated",
        bulk=False,
    )
    began = time.monotonic()
    answer = asyncio.run(_handed_over(settings, address, raw))
    if answer.kind is Kind.ANSWERED and answer.phase is Phase.DATA and (answer.code or 0) // 100 == 2:
        said = f"the letter to {address} was handed over in {time.monotonic() - began:.1f} s"
        return [good("send.handed_over", said)], message_id
    return [_refused(address, answer)], None


async def _handed_over(settings: Settings, address: str, raw: bytes) -> Answer:
    mailer = open_mailer(settings)
    try:
        return await mailer.hand_over(
            envelope_sender=settings.smtp.sender, recipient=address, raw=raw, entering_data=lambda: None
        )
    finally:
        await mailer.close()


def _refused(address: str, answer: Answer) -> Finding:
    if answer.kind is Kind.UNREACHABLE:
        mend = "`altabaixa check` says what is wrong with the way out"
        return bad("send.handed_over", f"the mail server does not serve us ({codes(answer)})", mend)
    mend = "is the address right, and may this account write to it? see the log of the mail server"
    return bad(
        "send.handed_over", f"the mail server did not take the letter to {address} ({codes(answer)})", mend
    )


def _elsewhere(address: str, found: list[Finding]) -> list[Finding]:
    if found[-1].mend:
        return []
    said = f"{address} is not an address of ours: look into that mailbox for {_SUBJECT!r}, and into its junk"
    return [good("send.arrived", said)]


def _awaited(
    mailbox: Mailbox,
    marks: Mapping[str, int],
    message_id: str,
    *,
    clock: Callable[[], datetime],
    until: float,
) -> _Arrival | None:
    """Look for the letter among what is new in each folder, until it is there or time is up."""
    while True:
        for name, first in marks.items():
            heads = mailbox.heads(mailbox.uids(first, mailbox.open(name)))
            for head in heads.values():
                if head is not None and message_id.encode() in head.block:
                    return _Arrival(folder=name, received_at=head.received_at, seen_at=clock())
        if time.monotonic() >= until:
            return None
        mailbox.wait(_GLANCE, threading.Event())


def _arrived(settings: Settings, arrival: _Arrival, seconds: float) -> Finding:
    said = f"it was in {arrival.folder!r} {seconds:.1f} s later"
    if arrival.folder in settings.mailbox.junk_folders:
        mend = "have the mail server trust its own senders: residents' junk filters will think alike"
        return warning("send.arrived", f"{said}: it was taken for junk", mend)
    return good("send.arrived", said)


def _lost(settings: Settings, patience: float) -> Finding:
    return bad(
        "send.arrived",
        f"it was not in {', '.join(map(repr, _watched(settings)))} within {patience:.0f} s",
        "look for it in the junk folder and in the mail server's log; is the address really this mailbox's?",
    )


def _clock(arrival: _Arrival, sent_at: datetime) -> Finding:
    """Compare the clocks: the letter arrived, in truth, between our sending and our seeing it."""
    if arrival.received_at < sent_at - CLOCK_TOLERANCE:
        return off(sent_at - arrival.received_at)
    if arrival.received_at > arrival.seen_at + CLOCK_TOLERANCE:
        return off(arrival.seen_at - arrival.received_at)
    within = CLOCK_TOLERANCE // timedelta(minutes=1)
    return good(
        "clock.mailbox", f"this machine's clock and the mail server's agree (within {within} minutes)"
    )
