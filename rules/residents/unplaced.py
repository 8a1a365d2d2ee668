"""What no rule places and yet may be a request: a person looks, and nobody is written to for it.

It goes by what the mail holds and by who sent it: a document and a mobile beside no other matter,
a clerk's words about the list that are no order, whatever is said of it in a clerk's name.
"""

import re
from dataclasses import replace
from functools import partial
from typing import Final

from rules.findings import Because, Reading, Voice, for_a_person
from rules.intent.answer import answer_of
from rules.intent.chain import OF_ONESELF
from rules.intent.frame import Stand
from rules.intent.joining import joinings
from rules.lexicon.parsed import Parsed, parsed_of
from rules.lexicon.words import Concept
from rules.mail.message import Incoming
from rules.mail.set_phrases import is_reply
from rules.residents.errands import asks_to_tell
from rules.residents.scant import is_of_oneself, says_little, speaks_of_list
from rules.sender.authentication import authenticated, unclear_sender
from rules.staff.own_words import is_ours
from rules.staff.passed_on import passed_body
from rules.staff.remarks import above_closing
from rules.text.folding import clean, fold
from rules.text.tokens import as_text
from rules.vocabulary.clause import LIST


def gives_whole_data(incoming: Incoming) -> Reading | None:
    """Whoever gives a document and a mobile, and no other matter, may mean the list: a person must look.

    Nothing in it was understood, so nobody is written to. A paper that can be read tells its matter itself.
    """
    people = incoming.whole_people
    if not people:
        return None
    if any(paper.said.strip() and not LIST.search(fold(clean(paper.said))) for paper in incoming.papers):
        return None
    said = incoming.meant
    if asks_to_tell(said) or any(map(_asks, parsed_of(as_text(said)))):
        return None
    names = (incoming.mail.sender_name, *(p.name for p in people))
    is_answer = is_reply(incoming.mail.subject) and says_little(said, names=names)
    if not (is_answer or is_of_oneself(said, names=names)):
        return None
    voice = Voice.STAFF if incoming.is_staff else Voice.WRITER
    return replace(for_a_person(Because("only-data"), people, voice=voice), unplaced=True)


def _asks(parsed: Parsed) -> bool:
    """Whether a sentence asks to join, or for an answer: not that something be done."""
    is_for_deed = any(
        Concept.CAN in here and word not in _MYSELF
        for word, here in zip(parsed.words, parsed.concepts, strict=True)
    )
    is_courtesy = all(here & _COURTEOUS for here in parsed.concepts[:-1])
    is_how = Concept.HOW in parsed.concepts[0]
    is_question = parsed.is_question and not ((is_for_deed and not is_how) or is_courtesy)
    return is_question or any(frame.stand is Stand.WISH for frame in joinings(parsed))


_of_staff: Final = partial(for_a_person, voice=Voice.STAFF)

_MYSELF: Final = OF_ONESELF | {"can", "could"}
_COURTEOUS: Final = frozenset({Concept.COURTESY, Concept.LINK, Concept.ADVERB, Concept.YES, Concept.HOW})


def remark(incoming: Incoming) -> Reading | None:
    """A mail of staff that speaks of the list, or answers us with more than thanks; else None."""
    own = above_closing(incoming.words.own)
    text = f"{incoming.mail.subject}\n{own}"
    if authenticated(incoming.mail, incoming.town) is False or unclear_sender(incoming.mail, incoming.town):
        is_of_list = speaks_of_list(f"{text}\n{passed_body(incoming.words.forwarded)}") or _is_of_phone(text)
        return _of_staff(Because("not-who-they-say")) if is_of_list else None
    # What is said above a mail that is passed on is said of that.
    if incoming.words.forwarded.strip() or answer_of(own).is_courtesy or asks_to_tell(fold(clean(text))):
        return None
    if incoming.answers_us or is_ours(incoming.words.quoted):
        return _of_staff(Because("answers-staff-mail"))
    if speaks_of_list(text) or _is_of_phone(text):
        return _of_staff(Because("staff-speak-of-list"))
    return None


def _is_of_phone(text: str) -> bool:
    said = fold(clean(text))
    return _ON_PHONE.search(said) is not None and says_little(said)


_ON_PHONE: Final = re.compile(
    r"\b(?:al|del|en el|pel) (?:mobil|telefon|movil|telefono)\b(?! (?:de|del|d'|fix|fijo)\b)|\b[ac]-\d{1,6}\b"
)
"""Put on the telephone that holds the list, or taken off it; or one of our own references."""
