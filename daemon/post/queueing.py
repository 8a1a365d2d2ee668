"""Puts what we owe into the outbox, in the caller's transaction, under its final Message-ID."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from sqlalchemy import select

from daemon import letters
from daemon.books import codes
from daemon.books.store import Transaction
from daemon.books.tables import outbox
from daemon.configuration.settings import Settings
from daemon.post.compose import Enclosure, compose, new_message_id
from daemon.post.phone_files import chats, missing, vcards
from daemon.post.rationing import next_morning
from rules.books.decision import Letter, Template
from rules.books.subscription import Subscription
from rules.desk import calendar_file
from rules.desk.choices import Choice, for_person
from rules.desk.digest import Digest, choices_of
from rules.desk.reconciling import Reconciliation
from rules.mail.mail import Mail

PROBE: Final = "probe"
"""The template of what we mail to ourselves (`daemon.service.canary`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a resident was answered: in which case and conversation, by which letter, to which mail.

    `known`: the sender of that mail was authenticated.
    """

    case_id: int
    ref: str
    conversation: str
    mail_id: str | None
    letter_id: str | None
    known: bool

    @property
    def thread(self) -> tuple[str, ...]:
        """The mail and the letter, as what comes after them refers to them."""
        return tuple(each for each in (self.mail_id, self.letter_id) if each)


@dataclass(frozen=True, slots=True)
class Post:
    """The town hall's writing desk."""

    settings: Settings

    def answer(
        self,
        tx: Transaction,
        letter: Letter,
        mail: Mail,
        *,
        reference: str,
        case_id: int,
        known: bool,
        now: datetime,
    ) -> None:
        """Owe a resident the one answer to *mail*; *known* says that the sender was authenticated."""
        self._to_resident(
            tx,
            letter,
            key=f"answer/{mail.content_key}",
            reference=reference,
            in_reply_to=mail.message_id,
            references=(*mail.references, *([mail.message_id] if mail.message_id else [])),
            auto="replied",
            case_id=case_id,
            known=known,
            now=now,
        )

    def remind(self, tx: Transaction, letter: Letter, asked: Asked, *, now: datetime) -> None:
        """Owe a resident the one reminder of a conversation, in its thread."""
        self._to_resident(
            tx,
            letter,
            key=f"reminder/{asked.conversation}",
            reference=asked.ref,
            in_reply_to=asked.mail_id,
            references=asked.thread,
            auto="generated",
            case_id=asked.case_id,
            known=asked.known,
            now=now,
        )

    def tell(self, tx: Transaction, letter: Letter, asked: Asked, *, now: datetime) -> None:
        """Owe a resident the one letter that says what staff have done of a case, in its thread."""
        self._to_resident(
            tx,
            letter,
            key=f"settled/{asked.ref}",
            reference=asked.ref,
            in_reply_to=asked.mail_id,
            references=asked.thread,
            auto="replied",
            case_id=asked.case_id,
            known=asked.known,
            now=now,
        )

    def _to_resident(  # noqa: PLR0913 - a letter has that many parts, all named
        self,
        tx: Transaction,
        letter: Letter,
        *,
        key: str,
        reference: str,
        in_reply_to: str | None,
        references: Sequence[str],
        auto: Literal["replied", "generated"],
        case_id: int,
        known: bool,
        now: datetime,
    ) -> None:
        rendered = letters.letter(
            letter,
            reference=reference,
            town=self.settings.town(),
            privacy_url=self.settings.town_hall.privacy_url,
            texts=self.settings.texts,
            tap=self._tap(tx, letter, reference, now),
        )
        message_id = self._new_id()
        not_before = (
            next_morning(tx, letter.to, self.settings, known=known, now=now) if letter.put_off else None
        )
        raw = compose(
            sender=self.settings.smtp.sender,
            sender_name=self.settings.town().name,
            recipient=letter.to,
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            message_id=message_id,
            date=not_before or now,
            in_reply_to=in_reply_to,
            references=references,
            auto=auto,
            bulk=False,
        )
        _owe(
            tx,
            key=key,
            recipient=letter.to,
            audience="resident",
            template=letter.template.value,
            message_id=message_id,
            envelope_sender="",  # RFC 3834 4: an answer's bounce must never come back as a request
            raw=raw,
            now=now,
            case_id=case_id,
            authenticated=known,
            not_before=not_before,
        )

    def _tap(self, tx: Transaction, letter: Letter, reference: str, now: datetime) -> letters.Tap | None:
        """What answers yes to the letter with one tap; None where it asks for no yes."""
        if letter.template is not Template.CONFIRM:
            return None
        code = codes.issue_yes(tx, reference, recipient=letter.to, now=now)
        return letters.Tap(to=self.settings.smtp.sender, code=code)

    def digest(self, tx: Transaction, digest: Digest, *, now: datetime) -> None:
        """Owe each of the staff the digest of its day; who may give orders gets links with codes.

        The deputies get it as well where somebody who presses is neglected.
        """
        deputies = self.settings.staff.deputies if digest.neglected else ()
        self._to_staff(
            tx,
            f"digest/{digest.on.isoformat()}",
            "digest",
            lambda reader: self._digest(digest, self._orders(tx, choices_of(digest), reader, now)),
            bulk=True,
            now=now,
            readers=(*self.settings.staff.digest_to, *deputies),
            files=self._files(digest, now),
        )

    def summary(self, tx: Transaction, digest: Digest, mail: Mail, *, now: datetime) -> None:
        """Owe one clerk the digest that she asked for by *mail*."""
        choices = choices_of(digest)
        self._to_staff(
            tx,
            f"summary/{mail.content_key}",
            "digest",
            lambda reader: self._digest(digest, self._orders(tx, choices, reader, now)),
            bulk=False,
            now=now,
            readers=[mail.sender or ""],
            files=self._files(digest, now),
        )

    def ordered(
        self,
        tx: Transaction,
        answers: Sequence[letters.Answer],
        mail: Mail,
        *,
        with_help: bool,
        now: datetime,
    ) -> None:
        """Owe a clerk the one answer to the orders of *mail*; where there are none, the help, once a day."""
        key = f"ordered/{mail.content_key}"
        if not answers:
            key = f"help/{now.date().isoformat()}/{mail.sender}"
            if tx.connection.execute(select(outbox.c.id).where(outbox.c.key == key)).first():
                return
        rendered = letters.ordered(answers, town=self.settings.town(), with_help=with_help)
        self._answer_staff(tx, key, "ordered", rendered, mail, now=now)

    def recount(self, tx: Transaction, found: Reconciliation, mail: Mail, *, now: datetime) -> None:
        """Owe a clerk how the phone's contacts, that she sent in *mail*, differ from the books."""
        on = now.astimezone(self.settings.tz).date()
        files = missing(found, on, self.settings)
        rendered = letters.recount(
            found,
            letters.Telling(
                prefix=self.settings.prefix,
                orders=letters.Orders(to=self.settings.smtp.sender, codes={}),
                file=files[0].filename if files else "",
            ),
            town=self.settings.town(),
            on=on,
        )
        self._answer_staff(tx, f"recount/{mail.content_key}", "recount", rendered, mail, now=now, files=files)

    def _answer_staff(
        self,
        tx: Transaction,
        key: str,
        template: str,
        rendered: letters.Rendered,
        mail: Mail,
        *,
        now: datetime,
        files: Sequence[Enclosure] = (),
    ) -> None:
        """Owe the clerk who wrote *mail* an answer to it."""
        recipient, message_id = mail.sender or "", self._new_id()
        raw = self._staff_letter(
            rendered,
            recipient=recipient,
            message_id=message_id,
            bulk=False,
            now=now,
            files=files,
            answers=mail,
        )
        _owe(
            tx,
            key=key,
            recipient=recipient,
            audience="staff",
            template=template,
            message_id=message_id,
            envelope_sender="",  # RFC 3834 4
            raw=raw,
            now=now,
        )

    def _orders(
        self, tx: Transaction, choices: Iterable[Choice], reader: str, now: datetime
    ) -> letters.Orders | None:
        """What *reader* can order, with fresh codes; None who may not."""
        if reader not in self.settings.town().staff:
            return None
        issued = codes.issue(tx, choices, recipient=reader, now=now)
        return letters.Orders(to=self.settings.smtp.sender, codes=issued)

    def digest_for_the_inbox(self, digest: Digest, *, now: datetime) -> bytes:
        """Write the digest as a message to lay into the mailbox, where SMTP takes none."""
        sender = self.settings.smtp.sender
        return self._staff_letter(
            self._digest(digest),
            recipient=sender,
            message_id=self._new_id(),
            bulk=True,
            now=now,
            files=self._files(digest, now),
        )

    def _files(self, digest: Digest, now: datetime) -> tuple[Enclosure, ...]:
        """The contacts of the day, and its dates for a calendar."""
        if not calendar_file.events(digest):
            return vcards(digest, self.settings)
        dates = calendar_file.written(digest, domain=self.settings.domain, now=now)
        name = calendar_file.file_name(digest.on)
        file = Enclosure(filename=name, content_type="text/calendar", data=dates)
        return (*vcards(digest, self.settings), file)

    def outage(self, tx: Transaction, rendered: letters.Rendered, *, key: str, now: datetime) -> None:
        """Owe staff and technician the word on an outage, or on its end."""
        self._to_staff(tx, key, "outage", lambda _: rendered, bulk=False, now=now, readers=self._alarmed)

    def alarm(self, rendered: letters.Rendered, *, now: datetime) -> Iterator[tuple[str, bytes]]:
        """Write that word to each of its readers, where the outbox cannot be written."""
        for reader in dict.fromkeys(self._alarmed):
            letter = self._staff_letter(
                rendered, recipient=reader, message_id=self._new_id(), bulk=False, now=now
            )
            yield reader, letter

    @property
    def _alarmed(self) -> tuple[str, ...]:
        technician = self.settings.staff.technician
        return (*self.settings.staff.digest_to, *([technician] if technician else []))

    def probe(self, tx: Transaction, *, now: datetime) -> None:
        """Owe ourselves the mail that shows whether the mailbox gets any."""
        rendered = letters.probe(town=self.settings.town())
        to = self.settings.own_address
        key = f"{PROBE}/{now.isoformat()}"
        self._to_staff(tx, key, PROBE, lambda _: rendered, bulk=False, now=now, readers=[to])

    def report(self, tx: Transaction, rendered: letters.Rendered, *, on: date, now: datetime) -> None:
        """Owe the technician the report of a day on which we only watched."""
        self._to_staff(tx, f"shadow/{on.isoformat()}", "shadow", lambda _: rendered, bulk=True, now=now)

    def monthly(self, tx: Transaction, rendered: letters.Rendered, *, first: date, now: datetime) -> None:
        """Owe each of the staff the report of the month that began on *first*."""
        self._to_staff(tx, f"monthly/{first:%Y-%m}", "monthly", lambda _: rendered, bulk=True, now=now)

    def leaves(
        self, tx: Transaction, left: Sequence[Subscription], languages: Mapping[str, str], *, now: datetime
    ) -> None:
        """Owe the staff at once the word that these numbers are to be taken off the phone."""
        choices = [c for held in left for c in for_person(held.ref, held.state, phone=held.phone)]
        # By the moment: whoever leaves, is put back and leaves again is told of again.
        key = f"leaves/{now.isoformat()}/{','.join(s.ref for s in left)}"
        self._to_staff(
            tx,
            key,
            "leaves",
            lambda reader: letters.leaves(
                left,
                town=self.settings.town(),
                orders=self._orders(tx, choices, reader, now),
                chats=chats(self.settings),
                languages=languages,
            ),
            bulk=False,
            now=now,
        )

    def _to_staff(
        self,
        tx: Transaction,
        key: str,
        template: str,
        render: Callable[[str], letters.Rendered],
        *,
        bulk: bool,
        now: datetime,
        readers: Iterable[str] = (),
        files: Sequence[Enclosure] = (),
    ) -> None:
        for recipient in dict.fromkeys(readers or self.settings.staff.digest_to):
            message_id = self._new_id()
            raw = self._staff_letter(
                render(recipient), recipient=recipient, message_id=message_id, bulk=bulk, now=now, files=files
            )
            _owe(
                tx,
                key=f"{key}/{recipient}",
                recipient=recipient,
                audience="staff",
                template=template,
                message_id=message_id,
                envelope_sender=self.settings.smtp.sender,
                raw=raw,
                now=now,
            )

    def _digest(self, digest: Digest, orders: letters.Orders | None = None) -> letters.Rendered:
        return letters.digest(
            digest,
            town=self.settings.town(),
            privacy_url=self.settings.town_hall.privacy_url,
            orders=orders,
            chats=chats(self.settings),
        )

    def _staff_letter(
        self,
        rendered: letters.Rendered,
        *,
        recipient: str,
        message_id: str,
        bulk: bool,
        now: datetime,
        files: Sequence[Enclosure] = (),
        answers: Mail | None = None,
    ) -> bytes:
        return compose(
            sender=self.settings.smtp.sender,
            sender_name=self.settings.town().channel,
            recipient=recipient,
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            message_id=message_id,
            date=now,
            in_reply_to=answers.message_id if answers else None,
            references=answers.references if answers else (),
            auto="replied" if answers else "generated",
            bulk=bulk,
            attachments=files,
        )

    def _new_id(self) -> str:
        return new_message_id(self.settings.domain)


def _owe(tx: Transaction, *, now: datetime, not_before: datetime | None = None, **row: Any) -> None:
    times = {"created_at": now, "due_at": not_before or now, "not_before": not_before}
    tx.connection.execute(outbox.insert().values(**times, **row))
