"""Puts what we owe into the outbox, in the caller's transaction, under its final Message-ID.

What sets the letters of one occasion apart from those of another is one table.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import bindparam, select, update

from daemon.books import keyed_hashes
from daemon.books.store import Transaction
from daemon.books.tables import contents, outbox
from daemon.configuration.settings import Settings
from daemon.letters.rendered import Rendered
from daemon.post.compose import Enclosure, compose, new_message_id
from daemon.post.rationing import ASKED_BACK, next_morning
from rules.transport.delivery import Audience

PROBE: Final = "probe"
"""The template of what we mail to ourselves (`daemon.service.canary`)."""


OUTAGE: Final = "outage"
"""The template of what is said of an outage, and of its end."""


SET_ASIDE: Final = "set-aside"
"""The template of the list of mails that were set aside: what they say is kept until it left, no longer."""


class Occasion(StrEnum):
    """On what occasion we write; the value begins the letter's key."""

    ANSWER = "answer"  # to a resident's mail
    REMINDER = "reminder"  # of what a resident was asked for
    SETTLED = "settled"  # what staff have done of a resident's case
    LAST = "last"  # that somebody is on the phone, or off it
    DIGEST = "digest"
    SUMMARY = "summary"  # the digest that a clerk asks for
    ORDERED = "ordered"  # what became of a clerk's orders
    ASKED_BACK = ASKED_BACK  # the same, where nothing vouches for the clerk
    HELP = "help"  # to a clerk whose mail orders nothing
    RECOUNT = "recount"
    SET_ASIDE = SET_ASIDE  # the mails that were none of ours, for the clerk who asks which
    DATA = "data"  # all that is kept of one person, for the clerk who asks for it
    LEAVES = "leaves"
    URGENT = "urgent"  # an incident that cannot wait for the digest
    PASSED_ON = "passed-on"  # an incident, to who mends it
    BROADCAST = "broadcast"  # that it is to be sent now
    MONTHLY = "monthly"
    SHADOW = "shadow"
    OUTAGE = OUTAGE
    RECOVERY = "recovery"
    ARRIVING = "arriving"
    PROBE = PROBE


def _staff(settings: Settings) -> tuple[str, ...]:
    return settings.staff.digest_to


def _staff_and_technician(settings: Settings) -> tuple[str, ...]:
    technician = settings.staff.technician
    return (*settings.staff.digest_to, *([technician] if technician else []))


def _ourselves(settings: Settings) -> tuple[str, ...]:
    return (settings.own_address,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How the letters of one occasion go out.

    `template` is their name in the outbox, "" for that of the resident's letter; `to` says who reads them
    where the draft names nobody. `replies`: they answer a mail; `bulk`: nobody is to answer them.
    `keyed_by_reader`: each reader has one of their own; `once`: a second one is not owed, and no fault.
    """

    template: str = ""
    audience: Audience = Audience.STAFF
    to: Callable[[Settings], Sequence[str]] = _staff
    replies: bool = False
    bulk: bool = False
    keyed_by_reader: bool = True
    once: bool = False


FORMS: Final[Mapping[Occasion, Form]] = {
    Occasion.ANSWER: Form(audience=Audience.RESIDENT, keyed_by_reader=False, replies=True),
    Occasion.REMINDER: Form(audience=Audience.RESIDENT, keyed_by_reader=False),
    Occasion.SETTLED: Form(audience=Audience.RESIDENT, keyed_by_reader=False, replies=True),
    Occasion.LAST: Form(audience=Audience.RESIDENT, keyed_by_reader=False, replies=True, once=True),
    Occasion.DIGEST: Form(template="digest", bulk=True),
    Occasion.SUMMARY: Form(template="digest"),
    Occasion.ORDERED: Form(template="ordered", keyed_by_reader=False, replies=True),
    Occasion.ASKED_BACK: Form(template="ordered", keyed_by_reader=False, replies=True),
    Occasion.HELP: Form(template="ordered", once=True, replies=True),
    Occasion.RECOUNT: Form(template="recount", keyed_by_reader=False, replies=True),
    Occasion.SET_ASIDE: Form(template=SET_ASIDE, keyed_by_reader=False, replies=True),
    Occasion.DATA: Form(template="data", keyed_by_reader=False, replies=True),
    Occasion.LEAVES: Form(template="leaves"),
    Occasion.URGENT: Form(template="urgent"),
    Occasion.PASSED_ON: Form(template="passed-on", once=True),
    Occasion.BROADCAST: Form(template="broadcast", once=True),
    Occasion.MONTHLY: Form(template="monthly", bulk=True),
    Occasion.SHADOW: Form(template="shadow", bulk=True),
    Occasion.OUTAGE: Form(template=OUTAGE, to=_staff_and_technician),
    Occasion.RECOVERY: Form(template=OUTAGE, to=_staff_and_technician),
    Occasion.ARRIVING: Form(template=OUTAGE, to=_staff_and_technician),
    Occasion.PROBE: Form(template=PROBE, to=_ourselves),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The case that a resident's letter is about, and the mail and the letter before it.

    `known`: the sender of that mail was authenticated.
    """

    case_id: int
    ref: str
    known: bool
    mail_id: str | None
    letter_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A letter to be owed. `about` is what it is the only one of its occasion about: the rest of its key.

    `written` gives its words for one reader; `to` names its readers where they are not those of its
    occasion, `template` its name where its occasion has none. `put_off`: it goes on the next morning that
    has room.
    """

    occasion: Occasion
    about: str
    written: Callable[[str], Rendered]
    to: Sequence[str] = ()
    template: str = ""
    files: Sequence[Enclosure] = ()
    in_reply_to: str | None = None
    references: Sequence[str] = ()
    asked: Asked | None = None
    put_off: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """The town hall's writing desk."""

    settings: Settings

    def owe(self, tx: Transaction, draft: Draft, *, now: datetime) -> None:
        """Owe each of its readers the letter of *draft*.

        A resident who got it by books that were put aside since (`daemon.books.restoring`) is owed it no
        more.
        """
        form = FORMS[draft.occasion]
        for reader in self._readers(draft):
            key = f"{draft.occasion}/{draft.about}{f'/{reader}' if form.keyed_by_reader else ''}"
            if _left_before(tx, key, draft.asked) or (form.once and _is_owed(tx, key)):
                continue
            message_id, not_before = self._message_id(tx, key, form), self._not_before(tx, draft, reader, now)
            is_answer = form.replies or form.audience is Audience.RESIDENT
            letter = {
                "key": key,
                "recipient": reader,
                "audience": form.audience.value,
                "template": form.template or draft.template,
                "message_id": message_id,
                # RFC 3834 4: an answer's bounce must never come back as a request
                "envelope_sender": "" if is_answer else self.settings.smtp.sender,
                "case_id": draft.asked.case_id if draft.asked else None,
                "authenticated": draft.asked is not None and draft.asked.known,
                "created_at": now,
                "due_at": not_before or now,
                "not_before": not_before,
            }
            raw = self._composed(draft, reader, message_id, date=not_before or now)
            (row,) = tx.connection.execute(_OWE, letter).inserted_primary_key or (0,)
            tx.connection.execute(_SAY, {"letter_id": row, "raw": raw})

    def letters(self, draft: Draft, *, now: datetime) -> Iterator[tuple[str, bytes]]:
        """Write the letter of *draft* to each of its readers; it is owed to nobody."""
        for reader in self._readers(draft):
            yield reader, self._composed(draft, reader, new_message_id(self.settings.domain), date=now)

    def _readers(self, draft: Draft) -> Sequence[str]:
        return tuple(dict.fromkeys(draft.to or FORMS[draft.occasion].to(self.settings)))

    def _not_before(self, tx: Transaction, draft: Draft, reader: str, now: datetime) -> datetime | None:
        if not draft.put_off or draft.asked is None:
            return None
        return next_morning(tx, reader, self.settings, known=draft.asked.known, now=now)

    def _composed(self, draft: Draft, reader: str, message_id: str, *, date: datetime) -> bytes:
        form, town = FORMS[draft.occasion], self.settings.town()
        rendered = draft.written(reader)
        return compose(
            sender=self.settings.smtp.sender,
            sender_name=town.name if form.audience is Audience.RESIDENT else town.channel,
            recipient=reader,
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            message_id=message_id,
            date=date,
            in_reply_to=draft.in_reply_to,
            references=draft.references,
            auto="replied" if form.replies else "generated",
            bulk=form.bulk,
            attachments=draft.files,
        )

    def _message_id(self, tx: Transaction, key: str, form: Form) -> str:
        """A resident's letter has the same one whenever it is written: a second one is seen to be that."""
        is_residents = form.audience is Audience.RESIDENT
        known = keyed_hashes.made_for(tx, f"letter|{key}") if is_residents else b""
        return new_message_id(self.settings.domain, known)


_OWE: Final = outbox.insert()
_SAY: Final = contents.insert()
_TAKE_OVER: Final = update(outbox).where(outbox.c.key == bindparam("of"), outbox.c.case_id.is_(None))


def _is_owed(tx: Transaction, key: str) -> bool:
    return tx.connection.execute(select(outbox.c.id).where(outbox.c.key == key)).first() is not None


def _left_before(tx: Transaction, key: str, asked: Asked | None) -> bool:
    """Whether a letter left by books that were put aside since; then it is found by its case again."""
    if asked is None:
        return False
    return tx.connection.execute(_TAKE_OVER, {"of": key, "case_id": asked.case_id}).rowcount > 0
