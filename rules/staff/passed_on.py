"""What comes through the town hall's own hands: notices, chats, and what staff pass on."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from rules.chats.alta import Chat, completed, leave_in, read_chat, together
from rules.chats.chat import before_chat, is_chat, is_office, messages_of, posted_in, without_foot
from rules.chats.joining import says_alta, wish_to_join
from rules.chats.minors import told_of
from rules.findings import (
    ACTING,
    Because,
    Doubt,
    Kind,
    Person,
    Reading,
    Voice,
    asks_in_chat,
    for_a_person,
    known,
)
from rules.intent.heard import Heard, heard, is_of_no_list
from rules.mail.message import Incoming
from rules.mail.opened import Opened
from rules.mail.set_phrases import forwards, inner_subject, label_in
from rules.people.documents import find_documents
from rules.people.persons import people_by_rows, read_people
from rules.people.telephones import find_phones
from rules.registry.consent import NOT_OURS, Bearing, bearing, settled
from rules.registry.deposit import Notice, notice_in
from rules.registry.notice import reading_of
from rules.registry.presenters import own_part
from rules.staff.own_words import parted, says_who
from rules.staff.remarks import above_closing, asks_back, holds_back
from rules.text.folding import clean
from rules.text.tokens import Text, as_text
from rules.topics.found import topic_of_chat
from rules.topics.topic import not_understood, with_found
from rules.topics.topic_reader import TopicWeights
from rules.vocabulary.clause import is_about_list, names_clause
from rules.vocabulary.lists import named_itself

# --- chats ----------------------------------------------------------------------------------------


def staff_chat(incoming: Incoming, topics: TopicWeights | None) -> Reading | None:
    """The chats that staff mail on, attached or pasted; None if there is none."""
    words = incoming.words
    pasted = (Opened(name="", text=without_foot(text)) for text in (words.own, words.forwarded))
    exports = [one for one in (*pasted, *incoming.text_files) if is_chat(one.text)]
    if not exports:
        return None
    # A subject names the one whom the only chat is with; a file name its own.
    titles = (incoming.mail.subject, *incoming.files) if len(exports) == 1 else ()
    found = [read_chat(one.text, (one.name, *titles), incoming.town) for one in exports]
    comment = above_closing(before_chat(words.own))
    chat = completed(together(found), comment, incoming.own_numbers)
    doubts = dict.fromkeys((*chat.doubts, *told_of(comment, joins=chat.join is not None)))
    reading = _unless_held(_of_chat(replace(chat, doubts=tuple(doubts))), comment)
    posted = tuple(each for one in exports for each in posted_in(one.text, incoming.town))
    reading = replace(reading, posted=posted)
    said = tuple(
        (_author(message.author, one.name), message.text)
        for one in exports
        for message in messages_of(one.text)
        if not is_office(message.author, incoming.town)
    )
    beside = _beside_topic(reading, (text for _, text in said), incoming)
    topic = topic_of_chat(said, topics, asks=asks_in_chat(beside))
    if topic is None:
        return not_understood(reading) if said and reading.kind is Kind.OTHER else reading
    return with_found(beside, topic)


def _author(author: str, file: str) -> Person:
    """Who wrote in the chat of *file*: whoever the phone knows is a name there, and nobody else."""
    numbers = [found.value for name in (author, file) for found in find_phones(clean(name)) if found.value]
    name = "" if find_phones(clean(author)) else clean(author).strip("~ ")
    return Person(name=name or None, phone=next(iter(numbers), None))


def _beside_topic(reading: Reading, texts: Iterable[str], incoming: Incoming) -> Reading:
    """The reading of a chat that asks nothing as a whole, with the leave that one message of it asks for.

    "Em vull donar de baixa", and then "no surt aigua", are two matters, and no leave of the water's list.
    """
    for text in texts if reading.kind is Kind.OTHER else ():
        if leave := leave_in(text):
            people = read_people(text, own_numbers=incoming.own_numbers)
            doubts = (Doubt.UNCLEAR, *leave.doubts)
            told = _of_chat(Chat(people=people, leave=leave))
            return replace(told, kind=Kind.UNSURE, doubts=doubts, posted=reading.posted)
    return reading


def _of_chat(chat: Chat) -> Reading:
    """The reading of a chat; joining and leaving at once is for a person."""
    leave, join, people = chat.leave, chat.join, chat.people
    if join and (leave or chat.taken_back):
        why = Because("chat-of-both") if leave else Because("chat-takes-back")
        return for_a_person(why, people, voice=Voice.CHAT)
    if join:
        why = Because("chat-joins", (join,))
        return Reading(kind=Kind.ALTA, people=people, voice=Voice.CHAT, doubts=chat.doubts, reasons=(why,))
    if leave:
        is_plain = leave.is_wish and any(person.id_document or person.name for person in people)
        kind = Kind.BAIXA if is_plain else Kind.UNSURE
        doubts = (*leave.doubts, *chat.doubts) if is_plain else leave.doubts
        why = Because("chat-leaves", (leave.why, leave.word))
        return Reading(kind=kind, people=people, voice=Voice.CHAT, doubts=doubts, reasons=(why,))
    why = Because("chat-asks-nothing")
    if people:
        return for_a_person(why, people, voice=Voice.CHAT)
    return Reading(kind=Kind.OTHER, voice=Voice.CHAT, reasons=(why,))


# --- mails of staff ------------------------------------------------------------------------------


def staff_mail(incoming: Incoming) -> Reading | None:
    """What a clerk passes on or reports: a notice, a leave, an alta; None where it is none of these."""
    rules = (_passes_notice, _reports_consent, _encloses_receipt, _passes_leave, _reports_leave, _passes_alta)
    reading = next(filter(None, (rule(incoming) for rule in rules)), None) or _unclear(incoming)
    if reading is None:
        return None
    if reading.voice is Voice.FORWARD:
        return _unless_held(reading, incoming.words.own)
    return _unless_anothers(reading, incoming)


def _unless_anothers(reading: Reading, incoming: Incoming) -> Reading:
    """The reading of a clerk's own words, for a person where those of who is answered may be among them.

    What a clerk pastes, to pass it on, is meant to be read.
    """
    own, below = parted(clean(incoming.words.own), begins=says_who)
    if reading.kind not in ACTING or not below:
        return reading
    answers = forwards(incoming.mail.subject) is False or bool(incoming.mail.answers)
    if not answers and not (find_documents(own) and find_documents(below)):
        return reading
    return reading.held(Because("whose-words"))


def _unless_held(reading: Reading, comment: str) -> Reading:
    """The reading of what is passed on, for a person where the clerk's comment holds it back."""
    held = holds_back(comment) or asks_back(comment) if reading.kind in ACTING else None
    return reading if held is None else reading.held(Because("comment-says", (held,)))


def _passed_text(incoming: Incoming) -> str:
    """What was passed on, whichever way the mail program marked it."""
    return incoming.words.forwarded or (incoming.words.quoted if not incoming.words.own.strip() else "")


def _passes_notice(incoming: Incoming) -> Reading | None:
    text = _passed_text(incoming)
    subject = inner_subject(clean(text).split("\n"))
    if not text.strip() or not is_about_list(f"{subject}\n{text}"):
        return None
    notice, means = _settled(incoming, subject, passed_body(text))
    is_dated = any(d.entry.number or d.entry.registered_at for d in notice.deposits)
    if means in NOT_OURS or not (notice.has_labels and is_dated):
        return None
    return reading_of(incoming, notice, means, Voice.FORWARD)


def _settled(incoming: Incoming, subject: str, text: str) -> tuple[Notice, Bearing]:
    """A text as a notice, and what it means."""
    return settled(notice_in(incoming, text, subject), incoming.files, incoming.town.named)


def passed_body(text: str) -> str:
    """A passed-on message without its header lines, whose date is not the register's, and drawn rules."""
    lines = text.strip().split("\n")
    blank = next((i for i, line in enumerate(lines) if i and not line.strip()), 0)
    kept: list[str] = []
    is_heading = False
    for i, (line, following) in enumerate(pairwise([*lines, ""])):
        kind = label_in(line)
        begins = kind == "from" and label_in(following) is not None
        is_heading = kind is not None and (is_heading or begins or i < blank)
        is_drawn = len(line) - len(line.lstrip("-_ >")) >= 4  # marks with which a drawn rule begins
        if not (is_heading or is_drawn):
            kept.append(line)
    return "\n".join(kept).strip()


def _reports_consent(incoming: Incoming) -> Reading | None:
    """A clerk's own words that a clause was registered, by the number of its entry."""
    own = above_closing(incoming.words.own)
    said = as_text(f"{incoming.mail.subject}\n{own}")
    if not is_about_list(said):
        return None
    notice, means = _settled(incoming, incoming.mail.subject, own)
    entries = [d for d in notice.deposits if d.entry.number or d.entry.registered_at]
    told = [d for d in entries if d.person.name or d.person.has_data]
    if not told or means in {*NOT_OURS, Bearing.EXIT, Bearing.JOINING}:
        return None
    if any(d.entry.number for d in entries):
        return reading_of(incoming, notice, means, Voice.STAFF)
    text = as_text(own)
    joins = says_alta(text) or wish_to_join(Text(), text, place=incoming.town.home)
    if joins or not names_clause(said.folded):  # who asks to join is to bring the clause
        return None
    return for_a_person(Because("clause-not-registered"), known(d.person for d in told), voice=Voice.STAFF)


def _encloses_receipt(incoming: Incoming) -> Reading | None:
    """A register's receipt that a clerk encloses, where mail or receipt speaks of the clause."""
    for paper in incoming.papers:
        notice = notice_in(incoming, paper.text, "")
        if not (notice.has_labels and any(d.entry.number and d.entry.registered_at for d in notice.deposits)):
            continue
        subject = incoming.mail.subject if is_about_list(incoming.mail.subject) else ""
        means = bearing(replace(notice, subject=subject), (paper.name,), incoming.town.named)
        if means not in {*NOT_OURS, Bearing.EXIT, Bearing.UNSAID}:
            return reading_of(incoming, notice, means, Voice.STAFF)
    return None


def _passes_leave(incoming: Incoming) -> Reading | None:
    text = _passed_text(incoming)
    if not text.strip():
        return None
    body = passed_body(text)
    subject = inner_subject(clean(text).split("\n")) or incoming.mail.subject
    leave = heard(as_text(subject), as_text(body))
    if leave is None:
        return None
    comment = heard(Text(), incoming.own, by_clerk=True)
    if leave.is_of_another and not (comment and comment.is_wish):
        return _of_leave(leave, Kind.OTHER, Voice.FORWARD)
    people = read_people(body, below=incoming.words.own, own_numbers=incoming.own_numbers)
    kind = Kind.BAIXA if leave.is_wish else Kind.UNSURE
    return _of_leave(leave, kind, Voice.FORWARD, people, leave.doubts)


def _of_leave(
    leave: Heard, kind: Kind, voice: Voice, people: tuple[Person, ...] = (), doubts: tuple[Doubt, ...] = ()
) -> Reading:
    where = Because("of-staff") if voice is Voice.STAFF else Because("forwarded")
    reasons = (Because("leave-in", (where, leave.why, leave.word)),)
    return Reading(kind=kind, people=people, voice=voice, doubts=doubts, reasons=reasons)


def _reports_leave(incoming: Incoming) -> Reading | None:
    """A clerk's own words that somebody wants to leave; the data may be in what is passed on."""
    told = own_part(above_closing(incoming.words.own))
    leave = heard(incoming.title, as_text(told), by_clerk=True)
    if leave is None or leave.is_of_another:
        return None
    people = _people_in(told, incoming, below=passed_body(incoming.words.forwarded))
    has_data = any(p.has_data for p in people)
    if not has_data and not leave.is_wish:
        return None
    if not (leave.is_wish and has_data) or says_alta(incoming.own):
        return _of_leave(leave, Kind.UNSURE, Voice.STAFF, known(people), leave.doubts or (Doubt.UNCLEAR,))
    return _unless_held(_of_leave(leave, Kind.BAIXA, Voice.STAFF, people, leave.doubts), told)


def _people_in(text: str, incoming: Incoming, *, below: str = "") -> tuple[Person, ...]:
    """The persons of a list, or of a text that is none."""
    numbers = incoming.own_numbers
    listed = people_by_rows(text, own_numbers=numbers)
    return listed or read_people(text, below=below, subject=incoming.mail.subject, own_numbers=numbers)


def _passes_alta(incoming: Incoming) -> Reading | None:
    """Labelled lines, a pasted text or a passed-on mail that asks to join."""
    own, passed = own_part(above_closing(incoming.words.own)), passed_body(_passed_text(incoming))
    text = Text(f"{own}\n{passed}".strip())
    join = wish_to_join(incoming.title, text, place=incoming.town.home)
    said = Text(f"{incoming.mail.subject}\n{text}")
    if (join is None and not says_alta(said)) or is_of_no_list(said):
        return None
    people = _people_in(text, incoming)
    has_data = any(p.has_data for p in people)
    if not has_data and not (join and join.is_ours):
        return None
    typed = read_people(own, own_numbers=incoming.own_numbers) if passed else ()
    voice = Voice.FORWARD if passed and not any(p.id_document for p in typed) else Voice.STAFF
    is_asked = "?" in own and wish_to_join(Text(), text, place=incoming.town.home) is None
    if not has_data or is_asked:
        return for_a_person(Because("staff-unsure-of-alta"), known(people), voice=voice)
    reading = Reading(kind=Kind.ALTA, people=people, voice=voice, reasons=(Because("staff-pass-alta"),))
    return _unless_held(reading, own) if voice is Voice.STAFF else reading


def _unclear(incoming: Incoming) -> Reading | None:
    """A clerk's mail about the list with somebody's data, that no rule could place."""
    text = f"{incoming.mail.subject}\n{incoming.everything}"
    people = read_people(incoming.everything, own_numbers=incoming.own_numbers)
    is_ours = is_about_list(text) and (named_itself(as_text(text).flowing) or names_clause(text))
    if is_ours and any(p.id_document for p in people):
        return for_a_person(Because("list-named"), people, voice=Voice.STAFF)
    return None
