"""What a message is and whom it is about: the ordered table that gives the kind.

The table below reads aloud. What must not be acted on stands before what may be; what no rule is sure of is
for a person.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from rules.chats.minors import told_of
from rules.findings import ACTING, ASKS_NOTHING, Because, Doubt, Kind, Person, Reading, Voice
from rules.intent.second_reader import Weights
from rules.intent.still_coming import still_come
from rules.mail.bodies import Page
from rules.mail.mail import Mail
from rules.mail.message import Incoming
from rules.mail.opened import Opened
from rules.mail.quotation import Words
from rules.mail.set_phrases import is_reply
from rules.people.persons import TOO_MANY
from rules.registry import notice
from rules.residents import resident
from rules.residents.bothering import bothers
from rules.residents.enclosures import lacks, says_on_paper, sealed
from rules.residents.new_number import new_number
from rules.residents.unplaced import gives_whole_data, remark
from rules.sender.authentication import authenticated, of_very_domain, unclear_sender
from rules.sender.automatic import robot, silence
from rules.staff import passed_on
from rules.staff.order_mail import staff_order, with_orders
from rules.staff.own_words import above_ours
from rules.topics.ordinary import placed
from rules.topics.topic import UNPLACED, Hearing, with_topic
from rules.topics.topic_reader import TopicWeights
from rules.town import Town

Rule = Callable[[Incoming], Reading | None]


def _rules(weights: Weights | None, topics: TopicWeights | None, *, said_ours: bool) -> tuple[Rule, ...]:
    """What says of a message what it is, the first that knows."""
    return (
        # A notice of a configured register is read, whatever robot's marks it carries, and so is a chat that
        # staff export: the telephone sends it with marks of its own.
        _notice,
        partial(_staff_chat, topics=topics),
        # Robots, before any of their words is believed.
        *(() if said_ours else (_robot,)),
        _unreadable,
        # Staff: first orders, then what they pass on or report.
        _of_staff,
        # Anybody: what looks like a notice, what lures.
        resident.looks_like_notice,
        resident.threatens,
        # What somebody hands on is another's.
        resident.handed_on,
        # Wishes to leave and to join.
        partial(resident.asks, weights=weights),
        # Then the clause told of.
        notice.told_by_resident,
        # Whoever gives data for the list without a wish that we know.
        resident.gives_data,
        # Then what says nothing itself, and encloses a paper that does.
        says_on_paper,
        # Last what no rule understands, and yet holds what only the list asks for.
        gives_whole_data,
    )


def _notice(incoming: Incoming) -> Reading | None:
    reading = notice.registry_notice(incoming) if incoming.is_registry else None
    # One that may be of anybody may say more than a register prints.
    is_passed = reading is not None and reading.kind is Kind.OTHER and incoming.mail.sender is None
    return None if is_passed else reading


def _staff_chat(incoming: Incoming, topics: TopicWeights | None) -> Reading | None:
    reading = passed_on.staff_chat(incoming, topics) if incoming.is_staff else None
    return reading and with_orders(reading, incoming)


def _robot(incoming: Incoming) -> Reading | None:
    why = robot(incoming.mail, incoming.town)
    return Reading(kind=Kind.AUTOMATIC, reasons=(Because("automatic-mail", (why,)),)) if why else None


def _unreadable(incoming: Incoming) -> Reading | None:
    why = incoming.mail.unreadable
    return Reading(kind=Kind.UNSURE, reasons=(why,)) if why else None


def _of_staff(incoming: Incoming) -> Reading | None:
    return (staff_order(incoming) or passed_on.staff_mail(incoming)) if incoming.is_staff else None


def read(
    mail: Mail,
    town: Town,
    *,
    attached: tuple[Opened, ...] = (),
    received_at: datetime | None = None,
    weights: Weights | None = None,
    topics: TopicWeights | None = None,
    said_ours: bool = False,
) -> Reading:
    """What the message asks, for whom, and why. Never raises, never guesses: `unsure` is an answer.

    *attached* are the attachments that the shell opened (PDF, zip: `enclosures`); *received_at* is when the
    mail arrived, else its own date is believed. *weights* are the second reader's, *topics* the topic
    reader's; without them only the rules read. *said_ours*: staff say that a mail which was set aside is for
    us, so that a robot's marks are nothing against it, and it is never none of ours.
    """
    is_staffs = bool(mail.authors & town.staff)
    is_ours = is_staffs and is_reply(mail.subject) and bool(_OUR_SUBJECT.search(mail.subject))
    mail = _without_ours(mail, is_subject_ours=is_ours) if is_staffs else mail
    incoming = Incoming(mail=mail, town=town, attached=attached, received_at=received_at, answers_us=is_ours)
    rules = _rules(weights, topics, said_ours=said_ours)
    reading = next(filter(None, (rule(incoming) for rule in rules)), None)
    if said_ours and (reading is None or reading.kind in ASKS_NOTHING):
        reading = Reading(kind=Kind.UNSURE, people=incoming.own_people, doubts=(Doubt.UNCLEAR,))
    if reading is None:
        reading = Reading(kind=Kind.OTHER, reasons=(UNPLACED,), paper_may_tell=True)
    reading = _with_papers(new_number(reading, incoming), incoming)
    if incoming.is_staff and reading.kind is Kind.OTHER and reading.paper_may_tell:
        reading = remark(incoming) or reading
    reading = _completed(reading, incoming)
    if topics is None:
        return reading
    hearing = Hearing(incoming, topics, said_ours=said_ours)
    reading = with_topic(reading, hearing)
    return reading if said_ours else placed(reading, hearing)


_OUR_SUBJECT: Final = re.compile(r" · Llista de WhatsApp(?:, .{4,30})?$")
"""Of our own mail to staff, which a clerk answers."""


def _without_ours(mail: Mail, *, is_subject_ours: bool) -> Mail:
    """A clerk's mail, where it may answer our own to staff: what is ours in it is no wish of anybody's."""
    return replace(
        mail,
        subject="" if is_subject_ours else mail.subject,
        plain=mail.plain and _own_above_ours(mail.plain),
        page=mail.page and mail.page.then(_page_above_ours),
    )


def _own_above_ours(words: Words) -> Words:
    """The words; own ones end where our letter begins, however a mail program quoted it."""
    return replace(words, own=above_ours(words.own))


def _page_above_ours(page: Page) -> Page:
    return page._replace(words=_own_above_ours(page.words))


def _with_papers(reading: Reading, incoming: Incoming) -> Reading:
    """The reading with what became of each paper: for a person, where one unread may be what it is about."""
    if not (incoming.attached or incoming.mail.attachments):
        return reading
    is_enclosed_only = reading.kind is Kind.OTHER
    is_lacking = lacks(incoming.mail, incoming.town, reading)
    papers = incoming.attached
    if is_enclosed_only and is_lacking and (incoming.is_staff or incoming.is_registry):
        papers = (*papers, *sealed(incoming.mail.attachments))
    unread = tuple(one.told for one in papers if one.refused or (one.is_blank and is_enclosed_only))
    told = replace(reading, reasons=(*reading.reasons, *(one.told for one in papers)), unread=unread)
    # Who asks to leave is asked for what is missing: they need not wait for the town hall.
    if not unread or reading.kind is Kind.BAIXA or not is_lacking:
        return told
    told = replace(told, doubts=(*reading.doubts, Doubt.UNREAD))
    if not is_enclosed_only:
        return told
    return replace(told, kind=Kind.UNSURE, voice=Voice.STAFF if incoming.is_staff else reading.voice)


def _completed(reading: Reading, incoming: Incoming) -> Reading:
    """The reading with what is true of every message: trust, silence, language and general doubts."""
    proof = authenticated(incoming.mail, incoming.town)
    is_of_robot = reading.kind is Kind.AUTOMATIC
    still_comes = reading.voice is Voice.WRITER and not is_of_robot and still_come(incoming.sentences)
    if still_comes and reading.reasons == (UNPLACED,) and incoming.is_about_list:
        reading = replace(reading, kind=Kind.UNSURE, doubts=(Doubt.UNCLEAR,))
    # Where our own server found its sender false, nobody we trust wrote it.
    is_forged = proof is False and reading.voice is not Voice.WRITER and reading.kind in ACTING
    is_twofold = reading.kind is Kind.BAIXA and reading.voice is Voice.WRITER and incoming.parts_disagree
    kind = Kind.UNSURE if is_forged or is_twofold else reading.kind
    is_ours = kind not in ASKS_NOTHING
    people = reading.people if is_ours else ()
    if people and reading.voice is Voice.WRITER and incoming.parts_disagree:
        people = incoming.as_both_say(people)
    return replace(
        reading,
        kind=kind,
        people=people,
        registries=reading.registries if is_ours else (),
        authenticated=proof,
        unclear_sender=unclear_sender(incoming.mail, incoming.town),
        language=reading.language if is_of_robot else incoming.language,
        doubts=_doubts(reading, incoming, people, proof),
        silence=silence(incoming.mail, incoming.town),
        bothers=bothers(incoming, reading),
        still_comes=still_comes,
        by_subdomain=proof is True and not of_very_domain(incoming.mail, incoming.town),
        to_others=incoming.is_staff and not incoming.mail.is_only_to(incoming.town.addresses),
    )


def _doubts(
    reading: Reading, incoming: Incoming, people: tuple[Person, ...], proof: bool | None
) -> tuple[Doubt, ...]:
    if reading.kind in ASKS_NOTHING or reading.kind is Kind.COMMAND:
        return ()
    told = [e.registered_at for e in reading.registries if e.registered_at is not None]
    first, last = incoming.earliest_entry, incoming.latest_entry
    facts = {
        Doubt.PARTS_DISAGREE: reading.voice is Voice.WRITER and incoming.parts_disagree,
        Doubt.TOO_MANY: len(people) > TOO_MANY,
        Doubt.DISGUISED: incoming.is_disguised,
        Doubt.TRUNCATED: incoming.mail.truncated or incoming.is_cut,
        Doubt.FUTURE_ENTRY: last is not None and any(at > last for at in told),
        Doubt.STALE_ENTRY: first is not None and any(at < first for at in told),
        Doubt.UNTRUSTED: (reading.voice is Voice.REGISTRY and proof is not True)
        or (reading.voice is not Voice.WRITER and proof is False)
        or incoming.mail.sender in incoming.town.addresses,
    }
    found = [
        *reading.doubts,
        *(doubt for doubt, holds in facts.items() if holds),
        *_of_whom(reading, incoming),
    ]
    return tuple(dict.fromkeys(found))


def _of_whom(reading: Reading, incoming: Incoming) -> tuple[Doubt, ...]:
    """What the words say of who joins or leaves; a chat says it for itself."""
    if reading.kind not in ACTING or reading.voice is Voice.CHAT:
        return ()
    words = incoming.words
    texts = {
        Voice.WRITER: incoming.said,
        Voice.STAFF: f"{incoming.mail.subject}\n{words.own}\n{words.forwarded}",
    }
    return told_of(texts.get(reading.voice, incoming.all_said), joins=reading.kind is not Kind.BAIXA)
