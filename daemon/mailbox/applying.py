"""Applies what was decided of a message, in the caller's transaction: the books, the case, the letters owed.

What staff order is carried out here, line by line; what that owes beside the answer is owed here too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never

from daemon.books import cases, conversations, ledger, subscribers
from daemon.books.personal_data import personal_data_of
from daemon.books.references import reference_of
from daemon.books.store import Transaction
from daemon.configuration.settings import Settings
from daemon.desk import announcing, broadcasting, incidents, mailed_orders, passed_on
from daemon.desk.carrying_out import Desk, Differences, Owed, PersonalData, Reopened, SetAside, Summary
from daemon.desk.digests import Digests
from daemon.desk.mailed_orders import Brief
from daemon.letters.orders import Answer
from daemon.mailbox.entries import entry_of
from daemon.mailbox.gathering import Gathered, Gathering
from daemon.mailbox.looking_again import Seen
from daemon.post import drafting
from daemon.post.outbox import note_returned
from daemon.post.queueing import Asked, Post
from rules.books.decision import Decision, Outcome, Reason
from rules.books.facts import Thread
from rules.books.policy import of_nobody, said_ours
from rules.desk.day_asked_for import day_asked_for
from rules.desk.excerpt import excerpt, excerpt_of, gives_data, with_earlier
from rules.findings import Doubt, Kind, Reading, Topic, Voice, asks_in_chat
from rules.mail.mail import Mail
from rules.sender.automatic import UNANSWERABLE
from rules.staff.orders import without_codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Applying:
    """One message, *row* of the ledger, and where what was decided of it is written; `now` is when.

    `seen` is what its orders had looked at in the mailbox.
    """

    tx: Transaction
    row: int
    mail: Mail
    digests: Digests
    now: datetime
    seen: Seen

    @property
    def _settings(self) -> Settings:
        return self.digests.settings

    @property
    def _post(self) -> Post:
        return self.digests.post

    @property
    def _local(self) -> datetime:
        return self.now.astimezone(self._settings.tz)

    def apply(self, decision: Decision, reading: Reading | None, gathered: Gathered | None) -> None:
        """Write all that follows of *decision*; nothing but the ledger's line of what is set aside."""
        if gathered is not None:
            note_returned(self.tx, gathered.returned)
        thread = gathered.facts.thread if gathered else None
        before = ""
        if thread is not None and decision.continues:
            before = conversations.said_in(self.tx, thread.ref)
            conversations.go_on(self.tx, thread.ref, now=self.now)
        if decision.outcome is not Outcome.ASIDE:
            self.open_case(decision, reading, thread, before)
        if gathered is not None and not gathered.facts.junk:
            self._answer_staff(decision, gathered)

    def _answer_staff(self, decision: Decision, gathered: Gathered) -> None:
        """Do what a clerk orders, and tell them what became of what they ordered or passed on."""
        reading = gathered.reading
        answers = list(self._note_posted(reading))
        if decision.outcome is not Outcome.ASIDE:
            if gathered.brief is not None:
                self._carry_out(gathered.brief, reading)
                return
            told = passed_on.answer_to(decision, reading, self._settings)
            if told is not None:
                answers.append(told)
            elif gathered.typed:
                answers += mailed_orders.answers_to_altas(decision, self.mail, self._desk)
        if answers:
            self._answer(answers, reading)

    def _note_posted(self, reading: Reading) -> Sequence[Answer]:
        """Note which broadcasts a chat that staff pass on shows to have been sent."""
        if not reading.posted or reading.proof is not True:
            return ()
        return broadcasting.note_posted(self._desk, reading.posted)

    def open_case(
        self, decision: Decision, reading: Reading | None, thread: Thread | None, before: str = ""
    ) -> str:
        """Write the case of the decision, what it does to the books, and the letter it owes.

        What its writer had said *before* stays with it: "SÍ" alone says nothing to who decides.
        """
        tx, mail, now = self.tx, self.mail, self.now
        ref = reference_of(tx, mail.content_key)
        goes_on = thread.ref if thread is not None and decision.continues else None
        case_id = cases.open_case(
            tx,
            decision,
            ref=ref,
            sender=mail.sender,
            message_id=self.row,
            now=now,
            conversation=goes_on or _goes_back_to(thread, decision),
            language=reading.language if reading else None,
            excerpt=with_earlier(without_codes(_shown_of(mail, reading)), before) if reading else "",
            sender_known=reading.authenticated is True if reading and decision.answerable else None,
            gives_data=self._gives_data(reading) if reading else None,
            put_off_until=self._day_asked_for(reading) if reading else None,
        )
        if decision.topic is Topic.ANNOUNCEMENT:
            announcing.propose(tx, mail, case_id, self._settings, now=now)
        mark = self._mark("mail", case_id)
        if decision.topic is not None and decision.outcome is Outcome.CARD and reading is not None:
            told = incidents.told_in(mail, reading)
            is_incident = decision.topic is Topic.INCIDENT
            if is_incident and thread is not None and thread.with_sender:
                told = incidents.with_earlier(tx, told, thread.ref)
            incidents.keep(tx, cases.with_id(tx, case_id), told, self._post, now=now)
        for verdict in decision.verdicts:
            for effect in verdict.effects:
                subscribers.apply(tx, effect, mark)
        requested = [v.request for v in decision.verdicts if v.outcome is Outcome.DONE and v.request]
        done = [request.person for request in requested if request.kind is not Kind.UNDO]
        cases.close_answered(tx, mail.sender, done, by="mail", now=now, case_id=case_id)
        if decision.letter is not None and reading is not None:
            known = reading.authenticated is True
            asked = Asked(case_id=case_id, ref=ref, known=known, mail_id=mail.message_id)
            draft = drafting.answer(tx, decision.letter, mail, asked, self._settings, now=now)
            self._post.owe(tx, draft, now=now)
        return ref

    def _gives_data(self, reading: Reading) -> bool:
        """Whether a document and a mobile are given, be it in what is attached."""
        own = frozenset({self._settings.town().whatsapp})
        is_read = any(person.id_document and person.phone for person in reading.people)
        return is_read or gives_data(self.mail, own_numbers=own)

    def _day_asked_for(self, reading: Reading) -> date | None:
        """For which day somebody asks to leave; None for now, or where that is not plain."""
        if Doubt.FUTURE not in reading.doubts:
            return None
        return day_asked_for(f"{self.mail.subject}\n{self.mail.words.own}", self._local.date())

    def _carry_out(self, brief: Brief, reading: Reading) -> None:
        """Do what staff order, line by line, and owe the one answer to all of it."""
        answers, desk = [], self._desk
        for line in brief.lines:
            answer, owed = mailed_orders.carry_out(line, desk)
            if owed is not None:
                self._owe(owed)
            answers.append(answer)
        if brief.answerable:
            self._answer(answers, reading, with_help=brief.needs_help(answers), proved=brief.proved)

    def _owe(self, owed: Owed) -> None:
        """Owe the clerk what an order of theirs asks for, in a letter of its own."""
        now = self._local
        match owed:
            case Summary():
                made = self.digests.of(self.tx, now.date())
                draft = drafting.digest(self.tx, made, self._settings, now=now, asked_by=self.mail)
            case Differences(found=found):
                draft = drafting.reconciliation(found, self.mail, self._settings, now=now)
            case SetAside():
                draft = drafting.set_aside(self.tx, self.seen.aside, self.mail, self._settings, now=now)
            case PersonalData(ref=ref):
                rows = personal_data_of(self.tx, subscribers.find(self.tx, ref))
                draft = drafting.personal_data(rows, ref, self.mail, self._settings, now=now)
            case _:
                assert_never(owed)
        self._post.owe(self.tx, draft, now=now)

    def _answer(
        self, answers: Sequence[Answer], reading: Reading, *, with_help: bool = False, proved: bool = True
    ) -> None:
        """Owe a clerk the one answer to what they ordered; where that is nothing, the help, once a day."""
        if reading.silence in UNANSWERABLE:
            return
        now = self._local
        draft = drafting.ordered(
            self.tx, answers, self.mail, self._settings, with_help=with_help, proved=proved, now=now
        )
        self._post.owe(self.tx, draft, now=now)

    def _reopen(self, line: ledger.Line) -> Reopened | None:
        """Make a case of a mail that was set aside, by what it says now that staff say it is for us."""
        found = self.seen.whole.get(line.id)
        if found is None:
            return None
        reading = found.reading
        if reading is None:
            decision = of_nobody(
                Reason.UNREADABLE, found.mail.unreadable or "el text no s'ha pogut interpretar"
            )
        else:
            gathering = Gathering(
                tx=self.tx,
                settings=self._settings,
                mail=found.mail,
                received_at=line.received_at,
                junk=line.folder in self._settings.mailbox.junk_folders,
                now=self.now,
            )
            gathered = gathering.gather(reading, found.raw)
            reading, decision = gathered.reading, said_ours(gathered.reading, gathered.facts)
        ledger.reopen(self.tx, line.id, entry_of(found.head, found.mail, reading, decision))
        ref = replace(self, row=line.id, mail=found.mail).open_case(decision, reading, None)
        case = cases.find(self.tx, ref)
        cases.note(self.tx, case, "said-ours", by=self.mail.sender or "", now=self.now)
        return Reopened(ref=ref, told=decision.letter is not None)

    @property
    def _desk(self) -> Desk:
        mark = replace(self._mark(self.mail.sender or ""), now=self._local)
        return Desk(
            tx=self.tx,
            mark=mark,
            settings=self._settings,
            mail=self.mail,
            reopen=self._reopen,
            whole=self.seen.passed_on.get,
        )

    def _mark(self, by: str, case_id: int | None = None) -> subscribers.Mark:
        return subscribers.Mark(
            by=by,
            now=self.now,
            today=self._local.date(),
            message_id=self.row,
            case_id=case_id,
            list_size=self._settings.phone.list_size,
        )


def _goes_back_to(thread: Thread | None, decision: Decision) -> str | None:
    """The conversation of the leave that its own writer may take back: what they answer next is of it too.

    A mail of somebody else never is: it would complete what we asked of the writer.
    """
    is_of_leave = any(v.request is not None and v.request.kind is Kind.UNDO for v in decision.verdicts)
    if thread is None or not (thread.with_sender and is_of_leave):
        return None
    return thread.ref or None


def _shown_of(mail: Mail, reading: Reading) -> str:
    """The words that a card shows: of a chat those of its topic, unless somebody asks more in it."""
    is_chats = bool(reading.told) and reading.voice is not Voice.WRITER
    return excerpt_of(reading.told) if is_chats and not asks_in_chat(reading) else excerpt(mail)
