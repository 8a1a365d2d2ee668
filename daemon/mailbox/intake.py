"""Takes one message in exactly once: read → gather → decide → apply.

The ledger's line, the change in the books, the case and the letter owed are one
transaction, so that a crash anywhere leaves all of it or none. Whatever goes wrong
with a message makes that message a card for staff.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final

import structlog
from sqlalchemy import select

from daemon.books import cases, conversations, ledger, subscribers
from daemon.books.store import Store, Transaction
from daemon.books.tables import outbox
from daemon.configuration.settings import Settings
from daemon.desk import ordering
from daemon.desk.carrying_out import Desk
from daemon.desk.digests import Digests
from daemon.desk.ordering import Brief
from daemon.errors import StoreError
from daemon.letters import Answer
from daemon.mailbox.attachments.opening import read_whole
from daemon.ports import BODY_LIMIT, Folder, Head
from daemon.post import drafting
from daemon.post.outbox import note_returned
from daemon.post.phone_files import recounted
from daemon.post.queueing import PROBE, Asked, Post
from daemon.post.rationing import caps, sent_today
from rules.books.decision import Decision, Outcome, Reason
from rules.books.facts import Facts, Thread, is_trusted_staff, requests_of
from rules.books.policy import decide, set_aside, unreadable, without_body
from rules.books.subscription import UNDO_WITHIN
from rules.conversation.answers import (
    fills_in,
    is_bare_data,
    may_deny,
    read_in_thread,
    settles_question,
    spoken,
)
from rules.desk.excerpt import excerpt, gives_data
from rules.findings import Kind, Reading, Voice
from rules.mail.mail import Mail, read_head, read_mail
from rules.old_reading.replies import is_only_thanks
from rules.sender.authentication import internally_marked
from rules.sender.automatic import UNANSWERABLE
from rules.sender.returned import returned_letters
from rules.staff.orders import without_codes
from rules.town import Town

log = structlog.get_logger()

_CAME_BACK: Final = "una carta nostra no s'ha pogut lliurar"

_KIND_BY_HEAD = {Reason.ROBOT: Kind.AUTOMATIC, Reason.PROBE: Kind.AUTOMATIC, Reason.UNREADABLE: Kind.UNSURE}


@dataclass(frozen=True, slots=True)
class Taken:
    """One message that was taken in: for who watches, not for the books."""

    mail: Mail
    reading: Reading | None
    decision: Decision
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message lies, and whether that is a junk folder."""

    folder: Folder
    junk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What taking mail in needs; `watch` is told of every message after its commit."""

    store: Store
    settings: Settings
    post: Post
    clock: Callable[[], datetime]
    watch: Callable[[Taken], None] = lambda _taken: None

    def settled_by_head(self, place: Place, head: Head, *, since: datetime | None) -> bool:
        """Take *head*'s message in if its header block alone decides it; else its body is needed.

        What arrived before *since* is from before our time.
        """
        with self.store.read() as tx:
            if ledger.is_known(tx, place.folder, head.uid):
                return True
            same_head = ledger.head_known(tx, _digest(head), head)
        mail, decision = self._by_head(head, since=since, same_head=same_head)
        if self.settings.monitoring.canary_hours and self._is_probe(mail):
            decision = set_aside(Reason.PROBE)
        if decision is None:
            return False
        self._record(place, _entry(head, mail, None, decision, by_head=True), mail, None, decision)
        return True

    def take_in(self, place: Place, head: Head, raw: bytes) -> None:
        """Take a message in, from its bytes or the first of them."""
        mail, reading = self._read(head, raw)
        try:
            taken = self._decide_and_apply(place, head, mail, reading, raw)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the message must not be lost
            _report("message_not_applied", head, error)
            decision = unreadable(f"error intern {type(error).__name__}")
            self._record(place, _entry(head, mail, None, decision), mail, None, decision)
            return
        self.watch(taken)

    def take_in_unseen(self, place: Place, uid: int) -> None:
        """Make a card of a message that the server names but does not show; once."""
        with self.store.read() as tx:
            if ledger.is_known(tx, place.folder, uid):
                return
        head = Head(uid=uid, size=0, received_at=self.clock(), block=b"", dated_by_us=True)
        mail = read_mail(b"")
        decision = unreadable("el servidor de correu diu que hi és, però no el deixa llegir")
        self._record(place, _entry(head, mail, None, decision, by_head=True), mail, None, decision)

    def _is_probe(self, mail: Mail) -> bool:
        """Whether it is the mail that we sent to ourselves, by the Message-ID that nobody else knows."""
        ours = select(outbox.c.id).where(outbox.c.message_id == mail.message_id, outbox.c.template == PROBE)
        with self.store.read() as tx:
            return tx.connection.execute(ours).first() is not None

    def _by_head(
        self, head: Head, *, since: datetime | None, same_head: bool
    ) -> tuple[Mail, Decision | None]:
        try:
            mail = read_head(head.block, size=head.size)
            # Without a Message-ID two mails may well have one head: then the body must tell.
            if same_head and mail.message_id is not None:
                return mail, set_aside(Reason.AGAIN)
            if since is not None and head.received_at < since:
                return mail, set_aside(Reason.BEFORE_START)
            return mail, without_body(mail, self.settings.town())
        except Exception as error:  # noqa: BLE001 - a head that defeats us is a card
            _report("head_unreadable", head, error)
            return read_mail(b""), unreadable(f"error intern {type(error).__name__}")

    def _read(self, head: Head, raw: bytes) -> tuple[Mail, Reading | None]:
        """What the message says; no reading where a person must look, because it cannot be read."""
        mail = read_mail(b"")
        try:
            mail = read_mail(raw, size=head.size if len(raw) >= BODY_LIMIT else None)
            if mail.unreadable is not None:
                return mail, None
            return mail, read_whole(mail, self.settings.town(), received_at=head.received_at)
        except Exception as error:  # noqa: BLE001 - a message that defeats us is a card
            _report("message_unreadable", head, error)
            return mail, None

    def _decide_and_apply(
        self, place: Place, head: Head, mail: Mail, reading: Reading | None, raw: bytes
    ) -> Taken:
        """One transaction: look up, decide, change the books, owe the letter, enter the ledger's line.

        What was taken in is what the mail says where it stands: an answer says more than by itself.
        """
        thread = brief = None
        facts = Facts(received_at=head.received_at)
        town = self.settings.town()
        with self.store.begin("intake.message") as tx:
            if reading is None:
                decision = unreadable(mail.unreadable or "el text no s'ha pogut interpretar")
            elif ledger.content_known(tx, mail.content_key):
                decision = set_aside(Reason.AGAIN)
            else:
                answers_us = conversations.answers_staff_mail(tx, mail)
                reading = replace(reading, to_others=reading.to_others and not answers_us)
                said = spoken(mail, town)
                thread = self._thread(tx, said, reading, head.received_at)
                if thread is not None:
                    reading = read_in_thread(reading, said, town, thread, received_at=head.received_at)
                    reading = _meant_as_order(reading, thread, mail, town)
                if reading.kind is Kind.AUTOMATIC and note_returned(tx, returned_letters(raw, mail, town)):
                    reading = replace(reading, reasons=(*reading.reasons, _CAME_BACK))
                facts = self._facts(tx, mail, reading, head, thread, junk=place.junk)
                if reading.kind is Kind.COMMAND:
                    brief = ordering.gather(
                        tx, mail, reading, town, answers_us=answers_us, at=head.received_at
                    )
                    facts = replace(facts, standings=brief.standings)
                decision = decide(reading, facts)
            row = self._enter(
                tx, place, _entry(head, mail, reading, decision), mail, reading, decision, thread
            )
            is_new = reading is not None and decision.outcome is not Outcome.ASIDE and not place.junk
            if brief is not None and reading is not None and is_new:
                self._order(tx, row, brief, mail, reading)
            elif reading is not None and is_new and _is_alta_of_staff(reading, facts):
                answers = ordering.answers_to_altas(decision, mail, self._desk(tx, row, mail))
                self._answer(tx, answers, mail, reading)
        return Taken(mail, reading, decision, head.received_at)

    def _thread(self, tx: Transaction, mail: Mail, reading: Reading, at: datetime) -> Thread | None:
        """The conversation that the mail answers; none where it only thanks, or a robot wrote it.

        Also one that it does not refer to: what was asked of its writer, or her leave that it denies.
        """
        if reading.kind is Kind.AUTOMATIC:
            return None
        thread = conversations.answered(tx, mail, at=at)
        names = (mail.sender_name, *(thread.names if thread else ()))
        is_thanks = is_only_thanks(mail.words.own, names=names) and not mail.attachments
        if is_thanks and not (thread and settles_question(mail, thread)):
            return thread if thread and fills_in(mail, self.settings.town(), thread) else None
        is_of_none = reading.kind is Kind.OTHER or reading.unplaced
        if thread is None and is_of_none and is_bare_data(mail, self.settings.town()):
            thread = conversations.awaited(tx, mail.sender)
        if thread is None or thread.is_over:
            left = conversations.departed(tx, mail.sender, since=at - UNDO_WITHIN)
            return left if left is not None and may_deny(reading, mail, left) else thread
        return thread

    def _facts(
        self,
        tx: Transaction,
        mail: Mail,
        reading: Reading,
        head: Head,
        thread: Thread | None,
        *,
        junk: bool,
    ) -> Facts:
        town, people = self.settings.town(), reading.people
        left = tuple(each.person for each in thread.left) if thread else ()
        joins = reading.kind is Kind.CONSENT
        asked = requests_of(reading, Facts(received_at=head.received_at)) if joins else ()
        today = self.clock().astimezone(town.tz).date()
        return Facts(
            received_at=head.received_at,
            sender=mail.sender,
            junk=junk,
            marked_inside=internally_marked(mail, town),
            thread=thread,
            subscriptions=subscribers.sharing(tx, (*people, *left)),
            consents=subscribers.consent_keys(tx, asked),
            leaves=cases.leaves_of_nobody(tx, people) if joins else (),
            history=(*cases.leaves_done(tx, people), *subscribers.consents_of(tx, people)),
            sent=sent_today(tx, mail.sender, self.settings, on=today),
            caps=caps(self.settings),
            asked_before=conversations.awaits_yes(tx, mail.sender),
        )

    def _record(
        self, place: Place, entry: ledger.Entry, mail: Mail, reading: Reading | None, decision: Decision
    ) -> None:
        with self.store.begin("intake.line") as tx:
            self._enter(tx, place, entry, mail, reading, decision)
        self.watch(Taken(mail, reading, decision, entry.head.received_at))

    def _enter(
        self,
        tx: Transaction,
        place: Place,
        entry: ledger.Entry,
        mail: Mail,
        reading: Reading | None,
        decision: Decision,
        thread: Thread | None = None,
    ) -> int:
        now = self.clock()
        row = ledger.enter(tx, place.folder, entry, now=now)
        if decision.outcome is not Outcome.ASIDE:
            self._apply(tx, row, mail, reading, decision, thread, now)
        elif thread is not None and decision.continues:
            conversations.go_on(tx, thread.ref, now=now)
        return row

    def _order(self, tx: Transaction, row: int, brief: Brief, mail: Mail, reading: Reading) -> None:
        """Do what staff order, and owe the one answer to all of it."""
        answers = ordering.carry_out(brief, self._desk(tx, row, mail))
        if brief.answerable:
            self._answer(tx, answers, mail, reading, with_help=brief.needs_help, is_owed=True)

    def _answer(
        self,
        tx: Transaction,
        answers: Sequence[Answer],
        mail: Mail,
        reading: Reading,
        *,
        with_help: bool = False,
        is_owed: bool = False,
    ) -> None:
        """Owe a clerk the answer to what she ordered; without any only the help, if *is_owed*."""
        if (answers or is_owed) and reading.silence not in UNANSWERABLE:
            now = self.clock().astimezone(self.settings.tz)
            draft = drafting.ordered(answers, mail, self.settings, with_help=with_help, now=now)
            self.post.owe(tx, draft, now=now)

    def _desk(self, tx: Transaction, row: int, mail: Mail) -> Desk:
        now = self.clock().astimezone(self.settings.tz)
        mark = subscribers.Mark(
            by=mail.sender or "",
            now=now,
            today=now.date(),
            message_id=row,
            list_size=self.settings.phone.list_size,
        )
        return Desk(
            tx=tx,
            mark=mark,
            settings=self.settings,
            summary=partial(self._summarise, tx, mail, now),
            recount=partial(self._recount, tx, mail, now),
        )

    def _summarise(self, tx: Transaction, mail: Mail, now: datetime) -> None:
        """Owe the clerk who asks for it the digest as it is now; the day's own is another."""
        digests = Digests(store=self.store, settings=self.settings, post=self.post, clock=self.clock)
        made = digests.of(tx, now.date())
        self.post.owe(tx, drafting.digest(tx, made, self.settings, now=now, asked_by=mail), now=now)

    def _recount(self, tx: Transaction, mail: Mail, now: datetime) -> int:
        """Owe the clerk how the contacts that her mail brings differ from the books."""
        found = recounted(mail, subscribers.everyone(tx), self.settings)
        self.post.owe(tx, drafting.recount(found, mail, self.settings, now=now), now=now)
        return len(found.differences)

    def _apply(
        self,
        tx: Transaction,
        row: int,
        mail: Mail,
        reading: Reading | None,
        decision: Decision,
        thread: Thread | None,
        now: datetime,
    ) -> None:
        ref = cases.new_reference()
        goes_on = thread.ref if thread is not None and decision.continues else None
        if goes_on is not None:
            conversations.go_on(tx, goes_on, now=now)
        case_id = cases.open_case(
            tx,
            decision,
            ref=ref,
            sender=mail.sender,
            message_id=row,
            now=now,
            conversation=goes_on or _goes_back_to(thread, decision),
            language=reading.language if reading else None,
            excerpt=without_codes(excerpt(mail)) if reading else "",
            sender_known=reading.authenticated is True if reading and decision.answerable else None,
            gives_data=self._gives_data(mail, reading) if reading else None,
        )
        today = now.astimezone(self.settings.town().tz).date()
        mark = subscribers.Mark(
            by="mail",
            now=now,
            today=today,
            message_id=row,
            case_id=case_id,
            list_size=self.settings.phone.list_size,
        )
        for verdict in decision.verdicts:
            for effect in verdict.effects:
                subscribers.apply(tx, effect, mark)
        requested = [v.request for v in decision.verdicts if v.outcome is Outcome.DONE and v.request]
        done = [request.person for request in requested if request.kind is not Kind.UNDO]
        cases.close_answered(tx, mail.sender, done, by="mail", now=now, case_id=case_id)
        if decision.letter is not None and reading is not None:
            known = reading.authenticated is True
            asked = Asked(case_id=case_id, ref=ref, known=known, mail_id=mail.message_id)
            draft = drafting.answer(tx, decision.letter, mail, asked, self.settings, now=now)
            self.post.owe(tx, draft, now=now)

    def _gives_data(self, mail: Mail, reading: Reading) -> bool:
        """Whether a document and a mobile are given, be it in what is attached."""
        own = frozenset({self.settings.town().whatsapp})
        is_read = any(person.id_document and person.phone for person in reading.people)
        return is_read or gives_data(mail, own_numbers=own)


def _goes_back_to(thread: Thread | None, decision: Decision) -> str | None:
    """The conversation of the leave that its own writer may take back: what she answers next is of it too.

    Another's mail never is: what they send would complete what we asked of her.
    """
    is_of_leave = any(v.request is not None and v.request.kind is Kind.UNDO for v in decision.verdicts)
    is_hers = thread is not None and thread.with_sender and is_of_leave
    return thread.ref or None if thread is not None and is_hers else None


def _is_alta_of_staff(reading: Reading, facts: Facts) -> bool:
    """Whether a clerk whom we know typed an ALTA; one that she only passes on is not answered."""
    return reading.kind is Kind.ALTA and reading.voice is Voice.STAFF and is_trusted_staff(reading, facts)


def _meant_as_order(reading: Reading, thread: Thread, mail: Mail, town: Town) -> Reading:
    """What a clerk answers to our own mail to staff is meant for us: an order, or none that we know."""
    is_unplaced = reading.kind in {Kind.OTHER, Kind.UNSURE} and not reading.people
    if not is_unplaced or thread.ref or not mail.authors & town.staff:
        return reading
    why = "respon a un correu nostre al personal, i no s'hi entén cap ordre"
    return replace(reading, kind=Kind.COMMAND, voice=Voice.STAFF, reasons=(*reading.reasons, why))


def _digest(head: Head) -> str:
    return hashlib.sha256(head.block).hexdigest()


def _report(event: str, head: Head, error: Exception) -> None:
    # No traceback and no sentence of the error: they may hold personal data.
    log.error(event, uid=head.uid, error=type(error).__name__)


def _entry(
    head: Head, mail: Mail, reading: Reading | None, decision: Decision, *, by_head: bool = False
) -> ledger.Entry:
    first_time = reading is not None and decision.leading.reason is not Reason.AGAIN
    kind = _KIND_BY_HEAD.get(decision.leading.reason, Kind.OTHER if by_head else Kind.UNSURE)
    return ledger.Entry(
        head=head,
        head_sha256=_digest(head),
        sha256=None if by_head or mail.truncated else mail.sha256,
        content_key=mail.content_key if first_time else None,
        message_id=mail.message_id,
        # Of what is none of ours nothing is kept that tells whose it is.
        sender=mail.sender if decision.outcome is not Outcome.ASIDE else None,
        kind=reading.kind if reading else kind,
        outcome=decision.outcome,
        reason=decision.leading.reason.name,
        reasons=_reasons(reading, decision),
    )


def _reasons(reading: Reading | None, decision: Decision) -> list[str]:
    said = list(reading.reasons) if reading else []
    said += [cases.said(verdict) for verdict in decision.verdicts]
    if decision.unanswered:
        said.append(f"sense resposta: {decision.unanswered}")
    if decision.postponed:
        said.append(f"{decision.postponed}: la resposta surt un altre dia")
    return list(dict.fromkeys(said))
