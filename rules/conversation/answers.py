"""An answer to a letter of ours, read as what it answers.

Where we asked for data, its words are few ("12345678Z", "és el 612 34 56 78") and its
subject is what the mail program made of ours, so that it is read as if under our question;
what was given before is put with it. Words against leaving count as ever. Where we told of
a leave, it may take it back.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from rules.books.facts import Thread
from rules.books.leaving import is_in_doubt
from rules.conversation.completing import completed
from rules.findings import Because, Doubt, Flaw, Kind, Person, Reading, Voice, known
from rules.intent.confirmation import Answer, answer_in
from rules.mail.mail import Mail, Words
from rules.mail.message import Case
from rules.mail.subjects import bare_case, is_reply
from rules.old_reading.bareness import CASE_REFERENCE, says_only_who
from rules.old_reading.hesitation import hesitation
from rules.old_reading.leave import read_leave
from rules.old_reading.phrases import NO_MORE
from rules.old_reading.replies import OF_ANSWERS, Retraction, is_confirmation, is_courtesy, taking_back
from rules.old_reading.senses import Sense
from rules.old_reading.turns import REFUSAL, TAKE_BACK
from rules.people.gathering import gather
from rules.people.name_forms import key_words
from rules.people.names import compatible
from rules.people.persons import read_people
from rules.reading import read
from rules.staff.orders import without_codes
from rules.text.folding import clean, fold
from rules.text.sentences import flowing
from rules.town import Town
from rules.vocabulary.kin import KIN
from rules.vocabulary.name_words import GIVEN_NAMES

_FEW: Final = 20  # words

_NO_NEED: Final = re.compile(
    r"\b(?:no cal|no fa falta|no hace falta|(?:ja|ya) no\b"
    r"(?! (?:hi )?(?:visc|vivim|vivo|vivimos|m'interess|ens interess|me interes|nos interes))|"
    r"\b(?:us|os|li|le) penso (?:donar|dar))\b"
)
"""Who has given up, whatever data stand beside it."""

_NO: Final = re.compile(r"\?|\bno\b")
"""Who asks back, or has no DNI, is helped by a person and not by the same letter."""

QUESTION: Final = "Re: BAIXA de la llista de difusió de WhatsApp"
"""The subject under which an answer to our question is read."""

_FORGOT: Final = re.compile(
    r"\bno (?:ho havia|l'havia|el vaig|la vaig|lo habia) (?:posat|escrit|posar|escriure|puesto|escrito)\b|"
    r"\bno (?:me'n recordava|me acordaba|hi vaig pensar)\b|\bsi (?:us )?(?:cal|falta|fa falta) res mes\b|"
    r"\bno (?:sabia|m'havia fixat) que (?:feia falta|calia|hacia falta)\b|"
    r"\b(?:us ho |ho )?torno a (?:enviar|escriure|posar)\b"
)
"""Why it was not given before, and what else may be asked: nothing against leaving. Folded."""

_TOLD_BESIDE: Final = re.compile(
    r"\b(?:ai,? )?(?:quin|que) cap\b|\bya (?:os |se )?lo (?:dije|dijimos|puse|envie)\b|"
    r"\bja (?:us |os )?(?:ho |l'|el )?(?:vaig|vam|havia|haviem) (?:dir|dit|posar|posat|escriure|escrit|"
    r"enviar|enviat)\b|"
    r"\b(?:tinc|tengo|faig) \d{2} (?:anys|anos)\b|\bno hi (?:veig|sento)(?: gaire| be| massa)?\b|"
    r"\b(?:visc|vivo) (?:al|a la|en la|en el) (?:carrer|placa|calle|plaza|casa)"
    r"(?: (?!(?:no|ni|i|y|pero|que|si|ja|ya|vull|quiero)\b)[a-z'·]{2,14}){1,4}(?:,? \d{1,3}\b)?|"
    r"\b(?:nascu[td]a?|nacid[oa]) (?:el )?\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|"
    r"\b(?:el meu|la meva|mi) [a-z]{3,10} m'?e? ?(?:ha|va) ajuda\w{1,3}\b|\bconfirm(?:eu-m'ho|enmelo)\b"
)
"""What somebody tells beside the data that were asked for, and that turns nothing. Folded."""
_OF_KIN: Final = re.compile(rf"\b(?:del|de la|de l'|el|la) (?:meu |meva |mi |seu |seva )?{KIN}\b")

_WHAT: Final = "baixa baja soc soy"

_NOT_VALID: Final = frozenset({Flaw.DOCUMENT_INVALID, Flaw.PHONE_INVALID, Flaw.PHONE_LANDLINE})

_DENIES: Final = re.compile(r"\?|\b(?:no|ni|cap|sense|sin|ningun|ninguna|mai|nunca|rien|pas|never|not)\b")
"""What may turn a request to leave, without data, of who has left already."""

_MAY_DENY: Final = frozenset({Kind.OTHER, Kind.UNSURE, Kind.BAIXA, Kind.ALTA})

_SAYS_NOTHING_AGAINST: Final = frozenset({Sense.THANKS, Sense.MENTION, Sense.NONE})


def read_in_thread(
    reading: Reading, mail: Mail, town: Town, thread: Thread, *, received_at: datetime | None = None
) -> Reading:
    """What *mail*, by itself *reading*, says as a part of *thread*; the same where that adds nothing."""
    if reading.kind is Kind.AUTOMATIC or reading.voice is not Voice.WRITER:
        return reading
    reading = _not_asked_again(reading, thread)
    retraction = _retraction(mail, thread) if thread.left else Retraction.NONE
    is_bare_leave = _is_bare(reading) and thread.holds and not thread.waiting
    is_new_request = reading.kind in {Kind.BAIXA, Kind.CONSENT, Kind.COMMAND} and not is_bare_leave
    if retraction is Retraction.PLAIN or (retraction is Retraction.UNCLEAR and not is_new_request):
        return _taken_back(reading, mail, town, thread, retraction)
    if thread.holds and thread.with_sender and not thread.waiting:
        if _is_confirmation(mail, thread):
            return replace(
                reading, kind=Kind.OTHER, people=(), doubts=(), confirms=True, reasons=(_CONFIRMS,)
            )
        if _confirms(reading, mail, town):
            return replace(reading, kind=Kind.OTHER, people=(), doubts=(), reasons=(_CONFIRMS,))
        if is_bare_leave and _DENIES.search(flowing(mail.words.own)):
            return replace(reading, kind=Kind.UNSURE, people=(), doubts=(Doubt.UNCLEAR,))
    if thread.waiting and thread.with_sender:
        return _to_our_question(reading, mail, town, thread, received_at)
    if thread.turned and thread.with_sender and not _is_whole(reading):
        heard = read_answer(
            mail, town, waiting=thread.turned, language=thread.language, received_at=received_at
        )
        if heard.people != thread.turned:  # it brings what was missing: the person who looks has it together
            return replace(heard, kind=Kind.UNSURE, doubts=heard.doubts or (Doubt.UNCLEAR,))
    return reading


def _not_asked_again(reading: Reading, thread: Thread) -> Reading:
    """The reading; what its writer would be asked about is for a person where it answers a letter of ours."""
    return reading if thread.to_confirm else _unless_in_doubt(reading)


def _unless_in_doubt(reading: Reading) -> Reading:
    return replace(reading, kind=Kind.UNSURE, doubts=(Doubt.UNCLEAR,)) if is_in_doubt(reading) else reading


def _to_our_question(
    reading: Reading, mail: Mail, town: Town, thread: Thread, received_at: datetime | None
) -> Reading:
    if thread.to_confirm:
        return _read_confirmation(reading, mail, town, thread)
    heard = read_answer(mail, town, waiting=thread.waiting, language=thread.language, received_at=received_at)
    return heard if thread.certain else replace(heard, kind=Kind.UNSURE, doubts=(Doubt.UNCLEAR,))


def _read_confirmation(reading: Reading, mail: Mail, town: Town, thread: Thread) -> Reading:
    """What is said by who was asked whether they want to leave; all but a plain yes or no is for a person.

    A mail that is by itself a plain leave, with all that it takes, stands for itself.
    """
    if _is_whole(reading) and not reading.doubts:
        return reading
    names = (mail.sender_name, *thread.names, *(person.name for person in reading.people))
    said = _answer(mail, names)
    together = completed(thread.waiting, known(_people_of(mail, town)))
    language = _language(reading, thread.language)
    if thread.certain and not mail.attachments and said is Answer.NO:
        return replace(reading, kind=Kind.OTHER, people=(), doubts=(), declines=True, reasons=(_DECLINES,))
    if thread.certain and said is Answer.YES and together and len(together) == len(thread.waiting):
        return replace(
            reading,
            kind=Kind.BAIXA,
            people=together,
            doubts=_doubts_of_mail(mail, town),
            confirmed_wish_of=thread.wished_at,
            language=language,
            reasons=(_SAYS_YES,),
        )
    asked = together if together and len(together) == len(thread.waiting) else thread.waiting
    return replace(reading, kind=Kind.UNSURE, people=asked, doubts=(Doubt.UNCLEAR,), language=language)


def settles_question(mail: Mail, thread: Thread) -> bool:
    """Whether who was asked whether they want to leave says a plain yes or no, however courteously."""
    names = (mail.sender_name, *thread.names)
    return thread.to_confirm and _answer(mail, names) is not Answer.ELSE


def _answer(mail: Mail, names: Iterable[str | None]) -> Answer:
    """Of a new mail, as a tap writes it, the subject says it; below may stand a name, or more."""
    own = mail.words.own
    said = own if is_reply(mail.subject) or mail.subject in own else f"{mail.subject}\n{own}"
    return answer_in(CASE_REFERENCE.sub(" ", without_codes(said)), names=names)


def _is_bare(reading: Reading) -> bool:
    """Whether it is a leave that says of nobody whose: who has left already may mean that she did not."""
    return reading.kind is Kind.BAIXA and not any(person.has_data for person in reading.people)


def may_deny(reading: Reading, mail: Mail, thread: Thread) -> bool:
    """Whether *mail*, which refers to none of our letters, may take back the leaves of *thread*.

    What leaves or joins with data of somebody else is a request of its own.
    """
    is_hers = reading.voice is Voice.WRITER and not reading.is_suspect
    left = [(each.person.id_document, each.person.phone) for each in thread.left]
    is_of_left = reading.kind is Kind.UNSURE or all(
        any(p.id_document in {None, document} and p.phone in {None, phone} for document, phone in left)
        for p in reading.people
    )
    speaks = reading.kind in _MAY_DENY and is_hers and is_of_left
    return speaks and _retraction(mail, thread) is not Retraction.NONE


def _is_confirmation(mail: Mail, thread: Thread) -> bool:
    """Whether the answer only says that the leave is right, and nobody has said the opposite."""
    if mail.attachments or any(each.denied for each in thread.left):
        return False
    return is_confirmation(mail.words.own, mail.subject, names=(mail.sender_name, *thread.names))


def _is_whole(reading: Reading) -> bool:
    """Whether it is a request by itself, with all that it takes."""
    return reading.kind is Kind.BAIXA and all(p.id_document and p.phone for p in reading.people)


_SAYS_YES: Final = Because("answer-says-yes")
_DECLINES: Final = Because("answer-declines")
_CONFIRMS: Final = Because("answer-confirms")


def _confirms(reading: Reading, mail: Mail, town: Town) -> bool:
    """Whether an answer to what was done only says that it is right: "sí, soc jo, vull la baixa"."""
    found = gather(mail.words.own, own_numbers=frozenset({town.whatsapp}))
    is_bare = reading.kind is Kind.BAIXA and not found.numbers and not mail.attachments
    return is_bare and says_only_who(mail.words.own, found, place=town.place)


def spoken(mail: Mail, town: Town) -> Mail:
    """The mail, its subject taken for its text where somebody wrote all they had to say there."""
    if mail.words.own.strip():
        return mail
    said = CASE_REFERENCE.sub(" ", bare_case(mail.subject))
    is_answer_alone = is_reply(mail.subject) and gather(said, own_numbers=frozenset({town.whatsapp})).is_empty
    return mail if is_answer_alone else replace(mail, plain=Words(own=said), html=None)


def fills_in(mail: Mail, town: Town, thread: Thread) -> bool:
    """Whether what is quoted below brings data that we lacked: our own lines, filled in where they stand."""
    if mail.words.own.strip() or not (thread.waiting and thread.with_sender):
        return False
    together = completed(thread.waiting, known(_quoted_people(mail, town)))
    return together is not None and together != thread.waiting


def _quoted_people(mail: Mail, town: Town) -> tuple[Person, ...]:
    return read_people(mail.words.quoted, own_numbers=frozenset({town.whatsapp}))


def is_bare_data(mail: Mail, town: Town) -> bool:
    """Whether the mail is little more than a document or a mobile: an answer, if something was asked."""
    found = gather(mail.words.own, own_numbers=frozenset({town.whatsapp}))
    return not found.is_empty and len(mail.words.own.split()) <= _FEW


def _retraction(mail: Mail, thread: Thread) -> Retraction:
    return taking_back(mail.words.own, mail.subject, names=(mail.sender_name, *thread.names))


def _taken_back(reading: Reading, mail: Mail, town: Town, thread: Thread, retraction: Retraction) -> Reading:
    """The leaves our letters told of, taken back; in doubt where the words are, or where data are awaited."""
    is_plain = retraction is Retraction.PLAIN and not thread.waiting
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
    mail: Mail,
    town: Town,
    *,
    waiting: Sequence[Person],
    language: str,
    received_at: datetime | None = None,
) -> Reading:
    """What *mail* says who was asked for data of *waiting*: those people, with all that is known of them now.

    `baixa` where the answer is plain, be it that something still lacks; else `unsure`; a robot's
    mail stays a robot's. *language* is that of the conversation, for an answer of too few words to tell.
    """
    heard = read(replace(mail, subject=QUESTION), town, received_at=received_at)
    if heard.kind is Kind.AUTOMATIC or heard.voice is not Voice.WRITER:
        return heard
    own = tuple(doubt for doubt in heard.doubts if doubt is not Doubt.CARRIED_OVER)  # the subject is ours
    heard = _unless_in_doubt(replace(heard, language=_language(heard, language), doubts=own))
    given = _given(mail, town, heard, waiting)
    together = completed(waiting, known(_people_of(mail, town)) if given is None else given)
    speaks_against = _speaks_against(mail.subject) or _NO_NEED.search(flowing(mail.words.own))
    if given is None or together is None or speaks_against or not _says_no_more(mail, town, heard, waiting):
        doubts = heard.doubts or (Doubt.UNCLEAR,)
        return replace(heard, kind=Kind.UNSURE, people=together or tuple(waiting), doubts=doubts)
    reasons = (*heard.reasons, Because("answer-completes"))
    doubts = heard.doubts if heard.kind is Kind.BAIXA else _doubts_of_mail(mail, town)
    return replace(heard, kind=Kind.BAIXA, people=together, reasons=reasons, doubts=doubts)


def _people_of(mail: Mail, town: Town) -> tuple[Person, ...]:
    """Who is named in an answer, whatever else it says; where it says nothing, in our own lines below."""
    if not mail.words.own.strip():
        return _quoted_people(mail, town)
    own_numbers = frozenset({town.whatsapp})
    return read_people(mail.words.own, below=mail.words.signature, own_numbers=own_numbers)


def _says_no_more(mail: Mail, town: Town, heard: Reading, waiting: Sequence[Person]) -> bool:
    """Whether the answer is data and courtesy, or by itself a wish to leave: anything else may turn it."""
    own = mail.words.own
    restated = read_leave("", own, has_data=True, place=town.place).sense is Sense.REQUEST
    if heard.kind is not Kind.BAIXA or restated:
        return True
    said = fold(clean(own))
    for harmless in (NO_MORE, _FORGOT, _TOLD_BESIDE, *((_OF_KIN,) if _is_for_another(mail, waiting) else ())):
        said = harmless.sub(lambda match: " " * len(match.group()), said)
    names = (mail.sender_name, *(person.name for person in (*waiting, *heard.people)))
    beside = OF_ANSWERS.union(GIVEN_NAMES, *(key_words(name) for name in names if name))
    found = gather(own, own_numbers=frozenset({town.whatsapp}))
    return says_only_who(said, found, place=town.place, beside=beside)


def _is_for_another(mail: Mail, waiting: Sequence[Person]) -> bool:
    """Whether the one whose data are awaited has another name than who writes: her husband, his mother."""
    names = [person.name for person in waiting]
    is_known = len(names) == 1 and len(key_words(mail.sender_name)) > 1
    return is_known and bool(names[0]) and not compatible(names[0], mail.sender_name)


def _given(mail: Mail, town: Town, heard: Reading, waiting: Sequence[Person]) -> tuple[Person, ...] | None:
    """Whose data the answer gives, perhaps none; None where it does not plainly answer.

    Without data it is courtesy, or more than a letter can answer.
    """
    if heard.kind is Kind.BAIXA:
        return heard.people
    people = _people_of(mail, town)
    has_data = any(p.has_data for p in people)
    sense = read_leave(QUESTION, mail.words.own, has_data=has_data, place=town.place).sense
    is_harmless = sense in _SAYS_NOTHING_AGAINST and not _NO.search(flowing(mail.words.own))
    names = (mail.sender_name, _WHAT, *(person.name for person in (*waiting, *people)))
    is_answer = any(set(p.flaws) & _NOT_VALID for p in people) or is_courtesy(mail.words.own, names=names)
    return people if is_answer and is_harmless and not has_data and not mail.attachments else None


def _doubts_of_mail(mail: Mail, town: Town) -> tuple[Doubt, ...]:
    """What is odd about the mail, whatever it says."""
    case = Case(mail=mail, town=town)
    found = {
        Doubt.PARTS_DISAGREE: case.parts_disagree,
        Doubt.DISGUISED: case.is_disguised,
        Doubt.TRUNCATED: mail.truncated,
    }
    return tuple(doubt for doubt, holds in found.items() if holds)


def _speaks_against(subject: str) -> bool:
    """Whether the subject, where it is the writer's own, takes back or hesitates."""
    said = flowing(clean(subject))
    return bool(REFUSAL.search(said) or TAKE_BACK.search(said) or hesitation(said))
