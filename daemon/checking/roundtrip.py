"""The round trip: a letter goes out by the daemon's own way, and is seen to arrive.

It bears all the marks of our letters, so the daemon that finds it sets it aside as its own echo.
"""

import asyncio
import threading
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Final

from daemon.checking.clock import off
from daemon.checking.findings import Finding, bad, good, holds, warning
from daemon.checking.mailbox import words
from daemon.checking.sending import codes, open_mailer
from daemon.configuration.settings import Settings
from daemon.errors import MailboxError, SettingsError
from daemon.language import _
from daemon.mailbox.accounts import open_mailbox
from daemon.ports import Head, Mailbox
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


def send_letter(settings: Settings, address: str, *, patience: float = PATIENCE) -> list[Finding]:
    """Send a test letter to *address*; if that is ours, wait to see it in the mailbox."""
    message_id = new_message_id(settings.domain)
    if address not in settings.addresses:
        sent = _handed_over(settings, address, message_id)
        said = _(
            "{address} is not an address of ours: look into that mailbox for {subject!r}, and into its junk",
            address=address,
            subject=_SUBJECT,
        )
        return [sent, good("send.arrived", said)] if holds([sent]) else [sent]
    try:
        mailbox = open_mailbox(settings)
    except (MailboxError, SettingsError) as error:
        said = words(settings, error) if isinstance(error, MailboxError) else str(error)
        mend = _("mend the mailbox first: `altabaixa check`")
        return [
            bad(
                "send.arrived",
                _("nothing was sent, for the mailbox cannot be looked into: {said}", said=said),
                mend,
            )
        ]
    with closing(mailbox):
        try:
            return _there_and_back(settings, address, message_id, mailbox, patience=patience)
        except MailboxError as error:
            said = _("the mailbox could not be watched: {said}", said=words(settings, error))
            return [bad("send.arrived", said, _("see `altabaixa check`"))]


def _there_and_back(
    settings: Settings, address: str, message_id: str, mailbox: Mailbox, *, patience: float
) -> list[Finding]:
    box = settings.mailbox
    marks = {name: mailbox.open(name).uidnext for name in (*box.folders, *box.junk_folders)}
    sent_at = datetime.now(UTC)
    sent = _handed_over(settings, address, message_id)
    if not holds([sent]):
        return [sent]
    began = time.monotonic()
    arrival = _awaited(mailbox, marks, message_id, until=began + patience)
    seen_at, seconds = datetime.now(UTC), time.monotonic() - began
    if arrival is None:
        said = _(
            "it was not in {folders} within {patience:.0f} s",
            folders=", ".join(map(repr, marks)),
            patience=patience,
        )
        mend = _(
            "look for it in the junk folder and in the mail server's log; is the address really "
            "this mailbox's?"
        )
        return [sent, bad("send.arrived", said, mend)]
    folder, head = arrival
    said = _("it was in {folder!r} {seconds:.1f} s later", folder=folder, seconds=seconds)
    arrived = good("send.arrived", said)
    if folder in box.junk_folders:
        mend = _("have the mail server trust its own senders: residents' junk filters will think alike")
        arrived = warning("send.arrived", _("{said}: it was taken for junk", said=said), mend)
    return [sent, arrived, _clock(head.received_at, sent_at=sent_at, seen_at=seen_at)]


def _handed_over(settings: Settings, address: str, message_id: str) -> Finding:
    """Hand the letter over: what the server made of it."""
    subject, sender = "send.handed_over", settings.smtp.sender
    raw = compose(
        sender=sender,
        sender_name=settings.town_hall.name,
        recipient=address,
        subject=_SUBJECT,
        text=_TEXT,
        message_id=message_id,
        date=datetime.now(UTC),
    )

    async def tried() -> Answer:
        mailer = open_mailer(settings)
        try:
            return await mailer.hand_over(
                envelope_sender=sender, recipient=address, raw=raw, entering_data=lambda: None
            )
        finally:
            await mailer.close()

    began = time.monotonic()
    answer = asyncio.run(tried())
    if answer.kind is Kind.ANSWERED and answer.phase is Phase.DATA and (answer.code or 0) // 100 == 2:
        return good(
            subject,
            _(
                "the letter to {address} was handed over in {seconds:.1f} s",
                address=address,
                seconds=time.monotonic() - began,
            ),
        )
    if answer.kind is Kind.UNREACHABLE:
        mend = _("`altabaixa check` says what is wrong with the way out")
        return bad(subject, _("the mail server does not serve us ({answer})", answer=codes(answer)), mend)
    mend = _("is the address right, and may this account write to it? see the log of the mail server")
    return bad(
        subject,
        _(
            "the mail server did not take the letter to {address} ({answer})",
            address=address,
            answer=codes(answer),
        ),
        mend,
    )


def _awaited(
    mailbox: Mailbox, marks: Mapping[str, int], message_id: str, *, until: float
) -> tuple[str, Head] | None:
    """Look for the letter among what is new in each folder, until it is there or time is up."""
    while True:
        for name, first in marks.items():
            for head in mailbox.heads(mailbox.uids(first, mailbox.open(name))).values():
                if head is not None and message_id.encode() in head.block:
                    return name, head
        if time.monotonic() >= until:
            return None
        mailbox.wait(_GLANCE, threading.Event())


def _clock(received_at: datetime, *, sent_at: datetime, seen_at: datetime) -> Finding:
    """Compare the clocks: the letter arrived, in truth, between our sending and our seeing it."""
    if received_at < sent_at - CLOCK_TOLERANCE:
        return off(sent_at - received_at)
    if received_at > seen_at + CLOCK_TOLERANCE:
        return off(seen_at - received_at)
    within = CLOCK_TOLERANCE // timedelta(minutes=1)
    said = _("this machine's clock and the mail server's agree (within {within} minutes)", within=within)
    return good("clock.mailbox", said)
