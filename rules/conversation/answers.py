"""An answer to a letter of ours, read as what it answers.

Where we asked for data, it completes the leave by saying no more than data, courtesies and that its
writer wants to leave; what was given before is put with it. Where we asked whether they want to leave,
it is a yes, a no, or for a person. Where we told of a leave, it may confirm it or take it back.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from rules.books.facts import Thread
from rules.books.leaving import is_in_doubt
from rules.conversation.completing import completed
from rules.findings import CONFIRMABLE, Because, Doubt, Kind, Person, Reading, Voice, known
from rules.intent.answer import Answer, answer_of
from rules.intent.frame import Stand
from rules.mail.mail import Mail, Words
from rules.mail.message import Incoming, as_html_says
from rules.mail.set_phrases import bare_case, is_reply, without_reference
from rules.people.gathering import gather
from rules.people.name_forms import key_words
from rules.people.names import compatible
from rules.people.persons import read_people
from rules.staff.orders import without_codes
from rules.text.tokens import as_text
from rules.town import Town

_FEW: Final = 20  # words

_MAY_DENY: Final = frozenset({Kind.OTHER, Kind.UNSURE, Kind.BAIXA, Kind.ALTA})


def read_in_thread(reading: Reading, mail: Mail, town: Town, thread: Thread) -> Reading:
    """What *mail*, by itself *reading*, says as a part of *thread*; the same where that adds nothing."""
    if reading.kind is Kind.AUTOMATIC or reading.voice is not Voice.WRITER:
        return reading
    if is_in_doubt(reading) and not thread.to_confirm:  # in an answer to a letter, it is not asked about
        reading = _unclear(reading)
    reply = _heard(mail, thread)
    is_of_nobody = reading.kind is Kind.BAIXA and not any(person.has_data for person in reading.people)
    is_bare_leave = is_of_nobody and thread.holds and not thread.waiting
    is_new_request = reading.kind in {Kind.BAIXA, Kind.CONSENT, Kind.COMMAND} and not is_bare_leave
    if thread.left and (reply.takes_back or (reply.may_take_back and not is_new_request)):
        return _taken_back(reading, mail, town, thread, is_plain=reply.takes_back and not thread.waiting)
    if thread.holds and thread.with_sender and not thread.waiting:
        is_denied = any(each.denied for each in thread.left)
        if reply.confirms and not (mail.attachments or is_denied):
            return _of_nobody(reading, Because("answer-confirms"), confirms=True)
        if is_bare_leave:  # who has left already may mean that they did not
            return _unclear(reading, people=())
    return _to_our_question(reading, mail, town, thread) if thread.with_sender else reading


def _to_our_question(reading: Reading, mail: Mail, town: Town, thread: Thread) -> Reading:
    if thread.waiting and thread.to_confirm:
        return _read_confirmation(reading, mail, town, thread)
    if thread.waiting:
        answer = read_answer(reading, mail, town, waiting=thread.waiting, language=thread.language)
        return answer if thread.certain else _unclear(answer)
    if thread.turned and not _is_whole(reading):
        answer = read_answer(reading, mail, town, waiting=thread.turned, language=thread.language)
        if answer.people != thread.turned:  # it brings what was missing: who looks has it together
            return replace(answer, kind=Kind.UNSURE, doubts=answer.doubts or (Doubt.UNCLEAR,))
    return reading


def _unclear(reading: Reading, **known: Any) -> Reading:
    return replace(reading, kind=Kind.UNSURE, doubts=(Doubt.UNCLEAR,), **known)


def _of_nobody(reading: Reading, why: Because, **known: Any) -> Reading:
    return replace(reading, kind=Kind.OTHER, people=(), doubts=(), reasons=(why,), **known)


def _read_confirmation(reading: Reading, mail: Mail, town: Town, thread: Thread) -> Reading:
    """What is said by who was asked whether they want to leave; all but a plain yes or no is for a person.

    A mail that is by itself a plain leave, with all that it takes, stands for itself.
    """
    if _is_whole(reading) and not reading.doubts:
        return reading
    names = (mail.sender_name, *thread.names, *(person.name for person in reading.people))
    is_several = len({person.id_document for person in thread.waiting}) > 1
    replies = [
        _heard_with_data(_told(one), town, names, for_several=is_several)
        for one in (mail, as_html_says(mail))
        if one
    ]
    together = completed(thread.waiting, known(_people_of(mail, town))) or ()
    is_whole = len(together) == len(thread.waiting)
    language = _language(reading, thread.language)
    if thread.certain and not mail.attachments and all(reply.is_no for reply in replies):
        return _of_nobody(reading, Because("answer-declines"), declines=True)
    if thread.certain and is_whole and all(reply.is_yes for reply in replies):
        return replace(
            reading,
            kind=Kind.BAIXA,
            people=together,
            doubts=_doubts_of_mail(mail, town),
            confirmed_wish_of=thread.wished_at,
            language=language,
            reasons=(Because("answer-says-yes"),),
        )
    return _unclear(reading, people=together if is_whole else thread.waiting, language=language)


def only_thanks(mail: Mail, town: Town, thread: Thread | None) -> bool:
    """Whether the mail says no more than thanks, and these are no yes or no to what we asked."""
    names = (mail.sender_name, *(thread.names if thread else ()))
    if mail.attachments or not answer_of(mail.words.own, names=names).is_thanks:
        return False
    reply = _heard_with_data(_told(mail), town, names)
    return not (thread and thread.to_confirm and (reply.is_yes or reply.is_no))


def _told(mail: Mail) -> str:
    """What the mail says; of a new one, as a tap writes it, the subject says it too."""
    own = mail.words.own
    text = own if is_reply(mail.subject) or mail.subject in own else f"{mail.subject}\n{own}"
    return without_reference(without_codes(text))


def _heard(mail: Mail, thread: Thread) -> Answer:
    return answer_of(_told(mail), names=(mail.sender_name, *thread.names))


def _heard_with_data(text: str, town: Town, names: Sequence[str | None], **of_whom: bool) -> Answer:
    return answer_of(text, names=names, data=gather(as_text(text), own_numbers=_ours(town)), **of_whom)


def _ours(town: Town) -> frozenset[str]:
    return frozenset({town.whatsapp})


def may_deny(reading: Reading, mail: Mail, thread: Thread) -> bool:
    """Whether *mail*, which refers to none of our letters, may take back the leaves of *thread*.

    What leaves or joins with data of somebody else is a request of its own.
    """
    is_own = reading.voice is Voice.WRITER and not reading.is_suspect
    left = [(each.person.id_document, each.person.phone) for each in thread.left]
    is_of_left = reading.kind is Kind.UNSURE or all(
        any(p.id_document in {None, document} and p.phone in {None, phone} for document, phone in left)
        for p in reading.people
    )
    return reading.kind in _MAY_DENY and is_own and is_of_left and _heard(mail, thread).may_take_back


def _is_whole(reading: Reading) -> bool:
    """Whether it is a request by itself, with all that it takes."""
    return reading.kind is Kind.BAIXA and all(p.id_document and p.phone for p in reading.people)


def spoken(mail: Mail, town: Town) -> Mail:
    """The mail, its subject taken for its text where somebody wrote all they had to say there."""
    if mail.words.own.strip():
        return mail
    subject = without_reference(bare_case(mail.subject))
    is_answer_alone = is_reply(mail.subject) and not gather(as_text(subject), own_numbers=_ours(town)).numbers
    return mail if is_answer_alone else replace(mail, plain=Words(own=subject), page=None)


def fills_in(mail: Mail, town: Town, thread: Thread) -> bool:
    """Whether what is quoted below brings data that we lacked: our own lines, filled in where they stand."""
    if mail.words.own.strip() or not (thread.waiting and thread.with_sender):
        return False
    together = completed(thread.waiting, known(_people_of(mail, town)))
    return together is not None and together != thread.waiting


def is_bare_data(mail: Mail, town: Town) -> bool:
    """Whether the mail is little more than a document or a mobile: an answer, if something was asked."""
    found = gather(as_text(mail.words.own), own_numbers=_ours(town))
    return bool(found.numbers) and len(mail.words.own.split()) <= _FEW


def _taken_back(reading: Reading, mail: Mail, town: Town, thread: Thread, *, is_plain: bool) -> Reading:
    """The leaves our letters told of, taken back; in doubt where the words are, or where data are awaited."""
    return replace(
        reading,
        kind=Kind.UNDO,
        people=tuple(each.person for each in thread.left),
        registries=(),
        language=_language(reading, thread.language),
        doubts=(*_doubts_of_mail(mail, town), *(() if is_plain else (Doubt.UNCLEAR,))),
        reasons=(Because("answer-denies"),),
    )


def _language(reading: Reading, of_thread: str) -> str:
    """Of few words, that of the conversation."""
    return "es" if of_thread == "es" else reading.language


def read_answer(
    reading: Reading, mail: Mail, town: Town, *, waiting: Sequence[Person], language: str
) -> Reading:
    """What *mail* says who was asked for data of *waiting*: those people, with all that is known of them now.

    `baixa` where the answer is plain, be it that something still lacks; else `unsure`. *reading* is of
    the mail by itself; *language* that of the conversation, for an answer of too few words to tell.
    """
    is_leave = reading.kind is Kind.BAIXA
    people = reading.people if is_leave else _people_of(mail, town)
    together = completed(waiting, people) or completed(waiting, known(people))
    answer = replace(
        reading,
        kind=Kind.BAIXA,
        people=together or tuple(waiting),
        language=_language(reading, language),
        unplaced=False,
        reasons=(*(reading.reasons if is_leave else ()), Because("answer-completes")),
        doubts=tuple(dict.fromkeys((*_own_doubts(reading), *_doubts_of_mail(mail, town)))),
    )
    names = (mail.sender_name, *(person.name for person in (*waiting, *people)))
    of_kin = _is_for_another(mail, waiting)
    own = mail.words.own
    says_no_more = _heard_with_data(own, town, names, of_kin=of_kin).gives_data or _asks_itself(reading)
    is_elsewhere = not own.strip() or (bool(mail.attachments) and not any(p.has_data for p in people))
    speaks_against = answer_of(bare_case(mail.subject)).may_take_back  # where the subject is the writer's own
    if together and says_no_more and not (is_elsewhere or speaks_against):
        return answer
    return replace(
        answer, kind=Kind.UNSURE, doubts=answer.doubts or (Doubt.UNCLEAR,), reasons=reading.reasons
    )


def _own_doubts(reading: Reading) -> tuple[Doubt, ...]:
    """What is doubtful in a leave, but what its words beside the data may mean: these are heard apart."""
    is_leave = reading.kind is Kind.BAIXA
    settled = {Doubt.CARRIED_OVER, Doubt.UNCLEAR, *CONFIRMABLE}
    return tuple(doubt for doubt in reading.doubts if is_leave and doubt not in settled)


def _asks_itself(reading: Reading) -> bool:
    """Whether the answer is by itself a wish to leave, said in its text; what else it says turned nothing."""
    is_wish = any(place.why is Stand.WISH and not place.in_subject for place in reading.said)
    return reading.kind is Kind.BAIXA and is_wish and CONFIRMABLE.issuperset(reading.doubts)


def _people_of(mail: Mail, town: Town) -> tuple[Person, ...]:
    """Who is named in an answer, whatever else it says; where it says nothing, in our own lines below."""
    if not mail.words.own.strip():
        return read_people(mail.words.quoted, own_numbers=_ours(town))
    return read_people(mail.words.own, below=mail.words.signature, own_numbers=_ours(town))


def _is_for_another(mail: Mail, waiting: Sequence[Person]) -> bool:
    """Whether the one whose data are awaited has another name than who writes: a husband, a mother."""
    is_known = len(waiting) == 1 and len(key_words(mail.sender_name)) > 1
    return is_known and not compatible(waiting[0].name, mail.sender_name)


def _doubts_of_mail(mail: Mail, town: Town) -> tuple[Doubt, ...]:
    """What is odd about the mail, whatever it says."""
    incoming = Incoming(mail=mail, town=town)
    found = {
        Doubt.PARTS_DISAGREE: incoming.parts_disagree,
        Doubt.DISGUISED: incoming.is_disguised,
        Doubt.TRUNCATED: mail.truncated,
    }
    return tuple(doubt for doubt, holds in found.items() if holds)
