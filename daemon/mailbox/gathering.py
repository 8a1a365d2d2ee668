"""Gathers what decides a message: the letter it answers, what its orders are worth, what the books hold.

Nothing is changed here. A message is read again in the light of what it answers: an answer says more than
by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from daemon.books import asked_leaves, conversations, noted_consents, subscribers
from daemon.books.store import Transaction
from daemon.configuration.settings import Settings
from daemon.desk import mailed_orders
from daemon.desk.mailed_orders import Brief
from daemon.post.outbox import sent_letters_among
from daemon.post.rationing import caps, sent_today
from rules.books.facts import Facts, Thread, is_trusted_staff, requests_of
from rules.books.subscription import UNDO_WITHIN
from rules.conversation.answers import (
    fills_in,
    is_bare_data,
    may_deny,
    only_thanks,
    read_in_thread,
    spoken,
)
from rules.findings import Kind, Reading, Voice, identified
from rules.mail.mail import Mail
from rules.sender.authentication import internally_marked
from rules.sender.automatic import returned_letters

_CAME_BACK: Final = "un correu nostre no s'ha pogut lliurar"
_MEANT: Final = "el personal parla de la llista, i no s'hi entén cap ordre"
_NO_ORDER: Final = "respon a un correu nostre al personal, i no s'hi entén cap ordre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What is looked up for a mail of one kind, beside whom it names.

    `thread`: which letter of ours it answers. `data`: whether its bare data are what we asked for.
    `for_us`: whether it answers our mail to staff, which makes it an order. `returned`: which letters of
    ours it brings back. `consents`: which of them are known, and which leaves wait for one. `orders`: what
    each of them is worth. `typed`: whether a clerk typed it, who is answered line by line. `perhaps`: whether
    a clerk's few words that are read so may be meant as an order.
    """

    thread: bool = True
    data: bool = False
    for_us: bool = False
    returned: bool = False
    consents: bool = False
    orders: bool = False
    typed: bool = False
    perhaps: bool = False


NEEDS: Final[Mapping[Kind, Needs]] = {
    Kind.BAIXA: Needs(perhaps=True),
    Kind.CONSENT: Needs(consents=True),
    Kind.ALTA: Needs(typed=True, perhaps=True),
    Kind.COMMAND: Needs(orders=True),
    Kind.AUTOMATIC: Needs(thread=False, returned=True),
    Kind.OTHER: Needs(data=True, for_us=True, perhaps=True),
    Kind.UNSURE: Needs(for_us=True, perhaps=True),
    Kind.UNDO: Needs(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A reading, what it is decided by, and what is to be done beside the decision.

    `brief` is what the mail orders. `typed`: a clerk whom we know typed it, and is answered line by line.
    `returned` are the letters of ours that it brings back.
    """

    reading: Reading
    facts: Facts
    brief: Brief | None = None
    typed: bool = False
    returned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """One message, and where what decides it is looked up; `now` is when it is taken in."""

    tx: Transaction
    settings: Settings
    mail: Mail
    received_at: datetime
    junk: bool
    now: datetime

    def gather(self, reading: Reading, raw: bytes) -> Gathered:
        """Everything that decides the message, which *reading* says by itself, and *raw* holds."""
        tx, mail, town = self.tx, self.mail, self.settings.town()
        answers_us = conversations.answers_staff_mail(tx, mail)
        reading = replace(reading, to_others=reading.to_others and not answers_us)
        answer = spoken(mail, town)
        thread = self._thread(answer, reading)
        if thread is not None:
            reading = read_in_thread(reading, answer, town, thread)
        reading = self._meant_as_order(reading, thread)
        needs = NEEDS[reading.kind]
        returned = sent_letters_among(tx, returned_letters(raw, mail, town)) if needs.returned else ()
        if returned:
            reading = replace(reading, reasons=(*reading.reasons, _CAME_BACK))
        facts = self._facts(reading, thread)
        brief = None
        if needs.orders:
            brief = mailed_orders.gather(
                tx, mail, reading, self.settings, answers_us=answers_us, at=self.received_at
            )
            facts = replace(facts, standings=brief.standings, answered=brief.answerable, beside=brief.beside)
        typed = needs.typed and reading.voice is Voice.STAFF and is_trusted_staff(reading, facts)
        return Gathered(reading=reading, facts=facts, brief=brief, typed=typed, returned=tuple(returned))

    def _thread(self, mail: Mail, reading: Reading) -> Thread | None:
        """The conversation that the mail answers; none where it only thanks, or a robot wrote it.

        Also one that it does not refer to: what was asked of its writer, or their leave that it denies.
        """
        tx, town, needs = self.tx, self.settings.town(), NEEDS[reading.kind]
        if not needs.thread:
            return None
        thread = conversations.answered(tx, mail, at=self.received_at)
        if only_thanks(mail, town, thread):
            return thread if thread and fills_in(mail, town, thread) else None
        if thread is None and (needs.data or reading.unplaced) and is_bare_data(mail, town):
            thread = conversations.awaited(tx, mail.sender)
        if thread is None or thread.is_over:
            left = conversations.left_by_mail_of(tx, mail.sender, since=self.received_at - UNDO_WITHIN)
            return left if left is not None and may_deny(reading, mail, left) else thread
        return thread

    def _meant_as_order(self, reading: Reading, thread: Thread | None) -> Reading:
        """What a clerk means for us: an order, or none that we know.

        It answers our own mail to staff, or is of the list in no more than a few lines of theirs.
        """
        is_clerks = bool(self.mail.authors & self.settings.town().staff)
        is_in_conversation = thread is not None and bool(thread.ref)
        is_whole = bool(reading.people) and identified(reading.people) == reading.people
        if not is_clerks or is_in_conversation or (is_whole and not self._is_unproved_alta(reading)):
            return reading
        is_answer = thread is not None and NEEDS[reading.kind].for_us and not reading.people
        if is_answer:
            reasons = (*reading.reasons, _NO_ORDER)
        elif NEEDS[reading.kind].perhaps and self._waits_for_answer(reading):
            reasons = (_MEANT,)
        else:
            return reading
        return replace(reading, kind=Kind.COMMAND, voice=Voice.STAFF, people=(), doubts=(), reasons=reasons)

    def _waits_for_answer(self, reading: Reading) -> bool:
        """Whether a clerk who gave no order waits for an answer all the same."""
        is_remark = reading.kind is Kind.UNSURE and reading.voice is Voice.STAFF and not reading.people
        today = self.received_at.astimezone(self.settings.tz).date()
        return mailed_orders.waits_for_answer(
            self.tx,
            self.mail,
            of_nobody=not reading.people,
            of_list=is_remark,
            to_others=reading.to_others,
            today=today,
        )

    def _is_unproved_alta(self, reading: Reading) -> bool:
        """Whether a clerk typed it, and nothing vouches for them: they are asked, as with any order."""
        marked = internally_marked(self.mail, self.settings.town())
        facts = Facts(received_at=self.received_at, marked_inside=marked)
        is_typed = reading.kind is Kind.ALTA and reading.voice is Voice.STAFF
        return is_typed and not is_trusted_staff(reading, facts)

    def _facts(self, reading: Reading, thread: Thread | None) -> Facts:
        tx, town, people = self.tx, self.settings.town(), reading.people
        left = tuple(each.person for each in thread.left) if thread else ()
        joins = NEEDS[reading.kind].consents
        asked = requests_of(reading, Facts(received_at=self.received_at)) if joins else ()
        today = self.now.astimezone(town.tz).date()
        return Facts(
            received_at=self.received_at,
            sender=self.mail.sender,
            junk=self.junk,
            marked_inside=internally_marked(self.mail, town),
            thread=thread,
            subscriptions=subscribers.sharing(tx, (*people, *reading.concerns, *left)),
            consents=noted_consents.consent_keys(tx, asked),
            leaves=asked_leaves.unmatched_leaves(tx, people) if joins else (),
            history=(*asked_leaves.leaves_done(tx, people), *noted_consents.consents_of(tx, people)),
            sent=sent_today(tx, self.mail.sender, self.settings, on=today),
            caps=caps(self.settings),
            asked_before=conversations.awaits_yes(tx, self.mail.sender),
        )
