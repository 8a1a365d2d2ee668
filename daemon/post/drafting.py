"""Drafts the letters whose words need more than a page: to residents, and to staff who may give orders."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from daemon.books import codes, incidents
from daemon.books.broadcasts import Broadcast
from daemon.books.incidents import Told
from daemon.books.store import Transaction
from daemon.configuration.settings import Settings
from daemon.letters import calendar_file, for_staff, residents
from daemon.letters.orders import Answer, Orders
from daemon.letters.personal_data import personal_data as written
from daemon.letters.reconciliation import Presentation
from daemon.letters.rendered import Rendered
from daemon.letters.residents import Tap
from daemon.post.compose import Enclosure
from daemon.post.phone_files import chats, missing, vcards
from daemon.post.queueing import Asked, Draft, Occasion
from rules.books.decision import Letter, Template
from rules.books.subscription import Subscription
from rules.desk.choices import Choice, for_broadcast, for_incident, for_person
from rules.desk.digest import Digest, choices_of
from rules.desk.reconciling import Reconciliation
from rules.desk.set_aside import AsideList, for_list
from rules.findings import Topic
from rules.mail.mail import Mail


def alike(rendered: Rendered) -> Callable[[str], Rendered]:
    """The same words for every reader."""
    return lambda _reader: rendered


def to_resident(
    tx: Transaction,
    occasion: Occasion,
    about: str,
    letter: Letter,
    asked: Asked,
    settings: Settings,
    *,
    now: datetime,
) -> Draft:
    """The letter of a case, in the thread of the mail and the letter before it."""
    rendered = residents.letter(
        letter,
        reference=asked.ref,
        town=settings.town(),
        privacy_url=settings.town_hall.privacy_url,
        texts=settings.texts,
        tap=_tap(tx, letter, asked.ref, settings, now),
        address=settings.smtp.sender,
        proof_years=settings.terms.proof_years,
    )
    return Draft(
        occasion=occasion,
        about=about,
        written=alike(rendered),
        to=(letter.to,),
        template=letter.template.value,
        in_reply_to=asked.mail_id,
        references=tuple(each for each in (asked.mail_id, asked.letter_id) if each),
        asked=asked,
        put_off=letter.put_off,
    )


def answer(
    tx: Transaction, letter: Letter, mail: Mail, asked: Asked, settings: Settings, *, now: datetime
) -> Draft:
    """The one answer to a resident's *mail*."""
    draft = to_resident(tx, Occasion.ANSWER, mail.content_key, letter, asked, settings, now=now)
    return replace(draft, references=mail.references)


def ordered(
    tx: Transaction,
    answers: Sequence[Answer],
    mail: Mail,
    settings: Settings,
    *,
    with_help: bool,
    proved: bool,
    now: datetime,
) -> Draft:
    """The one answer to the orders of *mail*; where there are none the help, of which a day has one.

    *proved*: something vouches for who wrote it.
    """
    choices = dict.fromkeys(choice for answer in answers for choice in answer.choices)
    orders = _orders(tx, choices, mail.sender or "", settings, now)
    rendered = for_staff.ordered(answers, town=settings.town(), orders=orders, with_help=with_help)
    if answers:
        occasion = Occasion.ORDERED if proved else Occasion.ASKED_BACK
        return _to_clerk(occasion, mail.content_key, rendered, mail)
    return _to_clerk(Occasion.HELP, now.date().isoformat(), rendered, mail)


def _to_clerk(
    occasion: Occasion, about: str, rendered: Rendered, mail: Mail, files: Sequence[Enclosure] = ()
) -> Draft:
    """The answer to a clerk's *mail*."""
    return Draft(
        occasion=occasion,
        about=about,
        written=alike(rendered),
        to=(mail.sender or "",),
        files=files,
        in_reply_to=mail.message_id,
        references=mail.references,
    )


def digest(
    tx: Transaction, digest: Digest, settings: Settings, *, now: datetime, asked_by: Mail | None = None
) -> Draft:
    """The digest of its day, for the staff; or of the moment, for the clerk who asked for it by a mail.

    The deputies get that of the day as well where somebody who presses is neglected.
    """
    choices = (*choices_of(digest), *for_list(digest.health.set_aside))
    deputies = settings.staff.deputies if digest.neglected else ()
    return Draft(
        occasion=Occasion.SUMMARY if asked_by else Occasion.DIGEST,
        about=asked_by.content_key if asked_by else digest.on.isoformat(),
        written=lambda reader: _page(digest, settings, _orders(tx, choices, reader, settings, now)),
        to=(asked_by.sender or "",) if asked_by else (*settings.staff.digest_to, *deputies),
        files=(*_files(digest, settings, now), *photographs_of(tx, _fresh_incidents(digest))),
    )


def _fresh_incidents(digest: Digest) -> list[str]:
    """The incidents that no digest before has shown."""
    return [card.ref for card in digest.cards if card.is_new and card.topic == Topic.INCIDENT][:_MOST_SHOWN]


_MOST_SHOWN: Final = 3
"""Incidents of a digest whose photographs go with it: a mail program takes no more."""


def digest_for_the_inbox(digest: Digest, settings: Settings, *, now: datetime) -> Draft:
    """The digest as it is laid into the mailbox where SMTP takes none: it is nobody's, and has no codes."""
    return Draft(
        occasion=Occasion.DIGEST,
        about=digest.on.isoformat(),
        written=lambda _reader: _page(digest, settings),
        to=(settings.smtp.sender,),
        files=_files(digest, settings, now),
    )


def leaves(
    tx: Transaction,
    left: Sequence[Subscription],
    languages: Mapping[str, str],
    settings: Settings,
    *,
    now: datetime,
) -> Draft:
    """The word to staff that the numbers of *left* are to be taken off the phone."""
    choices = [c for held in left for c in for_person(held.ref, held.state, phone=held.phone)]
    return Draft(
        occasion=Occasion.LEAVES,
        # By the moment: whoever leaves, is put back and leaves again is told of again.
        about=f"{now.isoformat()}/{','.join(s.ref for s in left)}",
        written=lambda reader: for_staff.leaves(
            left,
            town=settings.town(),
            orders=_orders(tx, choices, reader, settings, now),
            chats=chats(settings),
            languages=languages,
        ),
    )


def urgent(
    tx: Transaction, ref: str, lines: Sequence[str], settings: Settings, *, is_blank: bool, now: datetime
) -> Draft:
    """The word to staff of what was told to the list and cannot wait, with what can be answered to it."""
    choices = for_incident(ref, send_to=settings.incidents.send_to, is_blank=is_blank)
    return Draft(
        occasion=Occasion.URGENT,
        about=ref,
        written=lambda reader: for_staff.urgent(
            ref,
            lines,
            town=settings.town(),
            choices=choices,
            orders=_orders(tx, choices, reader, settings, now),
        ),
        files=photographs_of(tx, [ref]),
    )


def passed_on(ref: str, to: str, what: Told, settings: Settings, *, at: datetime) -> Draft:
    """An incident told *at* an instant to who mends it: where, what, the photographs; never who told it."""
    rendered = for_staff.passed_on(ref, what.place, what.words, town=settings.town(), at=at)
    files = [Enclosure(filename=p.name, content_type=p.media_type, data=p.picture) for p in what.photographs]
    return Draft(
        occasion=Occasion.PASSED_ON, about=ref, written=alike(rendered), to=(to,), files=tuple(files)
    )


def photographs_of(tx: Transaction, refs: Iterable[str]) -> tuple[Enclosure, ...]:
    """The photographs of these cases, as they would be passed on: staff see them before."""
    return tuple(
        Enclosure(filename=p.name, content_type=p.media_type, data=p.picture)
        for ref in refs
        for p in incidents.photographs_of(tx, ref)
    )


def broadcast(
    tx: Transaction, held: Broadcast, settings: Settings, *, late: datetime | None, now: datetime
) -> Draft:
    """The word to staff, and to who ordered it, that a broadcast is to be sent now."""
    choices = for_broadcast(held.ref, is_due=True)
    by = (held.ordered_by,) if held.ordered_by in settings.town().staff else ()
    return Draft(
        occasion=Occasion.BROADCAST,
        about=f"{held.ref}/{now if held.slot_at is None else held.slot_at:%Y-%m-%dT%H:%M}",
        written=lambda reader: for_staff.broadcast(
            held.ref,
            held.topic,
            held.text,
            town=settings.town(),
            late=late,
            orders=_orders(tx, choices, reader, settings, now),
        ),
        to=(*settings.staff.digest_to, *filter(None, by)),
    )


def reconciliation(found: Reconciliation, mail: Mail, settings: Settings, *, now: datetime) -> Draft:
    """How the phone's contacts, that a clerk sent in *mail*, differ from the books."""
    on = now.astimezone(settings.tz).date()
    files = missing(found, on, settings)
    rendered = for_staff.reconciliation(
        found,
        Presentation(
            prefix=settings.prefix,
            orders=Orders(to=settings.smtp.sender, codes={}),
            file=files[0].filename if files else "",
        ),
        town=settings.town(),
        on=on,
    )
    return _to_clerk(Occasion.RECOUNT, mail.content_key, rendered, mail, files)


def personal_data(
    rows: Mapping[str, Any], ref: str, mail: Mail, settings: Settings, *, now: datetime
) -> Draft:
    """All that is kept of one person, for the clerk who asks for it by *mail*: a file to hand over."""
    on = now.astimezone(settings.tz).date()
    page = handed_over(rows, settings, on=on)
    file = Enclosure(filename=f"dades-{ref}.html", content_type="text/html", data=page.html.encode())
    return _to_clerk(Occasion.DATA, f"{mail.content_key}/{ref}", page, mail, (file,))


def handed_over(rows: Mapping[str, Any], settings: Settings, *, on: date) -> Rendered:
    """The page with all that is kept of one person."""
    return written(
        rows,
        town=settings.town(),
        on=on,
        proof_years=settings.terms.proof_years,
        privacy_url=settings.town_hall.privacy_url,
    )


def set_aside(tx: Transaction, found: AsideList, mail: Mail, settings: Settings, *, now: datetime) -> Draft:
    """Which mails were set aside of late, for the clerk who asks for it by *mail*."""
    choices = [choice for aside in found.mails for choice in aside.choices]
    orders = _orders(tx, choices, mail.sender or "", settings, now)
    rendered = for_staff.set_aside(found, town=settings.town(), orders=orders)
    return _to_clerk(Occasion.SET_ASIDE, mail.content_key, rendered, mail)


def _tap(tx: Transaction, letter: Letter, reference: str, settings: Settings, now: datetime) -> Tap | None:
    """What answers yes to the letter with one tap; None where it asks for no yes."""
    if letter.template is not Template.CONFIRM:
        return None
    code = codes.issue_yes(tx, reference, now=now)
    return Tap(to=settings.smtp.sender, code=code)


def _page(digest: Digest, settings: Settings, orders: Orders | None = None) -> Rendered:
    return for_staff.digest(
        digest,
        town=settings.town(),
        privacy_url=settings.town_hall.privacy_url,
        orders=orders,
        chats=chats(settings),
    )


def _orders(
    tx: Transaction, choices: Iterable[Choice], reader: str, settings: Settings, now: datetime
) -> Orders | None:
    """What *reader* can order, with fresh codes; None who may not."""
    if reader not in settings.town().staff:
        return None
    issued = codes.issue(tx, choices, recipient=reader, now=now)
    return Orders(to=settings.smtp.sender, codes=issued)


def _files(digest: Digest, settings: Settings, now: datetime) -> tuple[Enclosure, ...]:
    """The contacts of the day, and its dates for a calendar."""
    if not calendar_file.events(digest):
        return vcards(digest, settings)
    dates = calendar_file.written(digest, domain=settings.domain, now=now)
    name = calendar_file.file_name(digest.on)
    file = Enclosure(filename=name, content_type="text/calendar", data=dates)
    return (*vcards(digest, settings), file)
