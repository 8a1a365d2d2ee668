"""Mail that the rules misplace: ordinary post that sounds like a request, and a wish in words of its own.

"Baixa", "llista", "treure" or "apuntar" are of many matters, and so is a name with a mobile. Where all but
surely the whole of a mail is of such a matter, and no sentence about the list says else, it makes no card and
gets no letter. And where no rule finds anything of ours, and most likely somebody wants to leave or join,
people see it. Nothing acts by it, nobody is written to, and what is wholly understood is not looked at.
"""

from dataclasses import replace
from typing import Final

from rules.findings import ASKS_NOTHING, Because, Doubt, Kind, Reading, Topic, Voice, Why, known
from rules.intent.frame import Stand
from rules.intent.heard import heard
from rules.intent.joining import joinings
from rules.lexicon.words import Concept
from rules.mail.message import Incoming
from rules.mail.set_phrases import answers_letter, is_reply
from rules.text.tokens import Text
from rules.topics.claims import claims_right
from rules.topics.sentence import Said, said_in
from rules.topics.topic import LEAST_WISH, UNPLACED, Hearing, speaks
from rules.topics.topic_reader import HALF, ORDINARY, WISH, Message, Named
from rules.vocabulary.lists import names_list
from rules.vocabulary.other_meanings import other_matter


def placed(reading: Reading, hearing: Hearing) -> Reading:
    """The reading; of none of ours where the mail is ordinary post, for a person where it may be a wish."""
    incoming = hearing.incoming
    if not _is_own(reading, incoming):
        return reading
    if _may_be_wish(reading, incoming):
        return _shown(reading, incoming) if _is_wish(hearing) else reading
    if not (_may_be_ordinary(reading, incoming) and hearing.is_known):
        return reading
    ordinary = hearing.message.likely[ORDINARY]
    if ordinary < HALF or any(map(_is_of_list, hearing.parts)):
        return reading
    is_ordinary = (
        ordinary >= _SURELY_ORDINARY
        and all(part.likely[ORDINARY] >= _PART_HARDLY_ORDINARY for part in hearing.parts)
        and _words_beside_data(incoming) >= _FEWEST_WORDS
    )
    if is_ordinary and not _wants_something(incoming):
        return _set_aside(reading)
    return replace(reading, bothers=_OF_ANOTHER)


def _words_beside_data(incoming: Incoming) -> int:
    own = incoming.own
    return len(own.split()) - sum(len(own[start:end].split()) for start, end in incoming.found.places)


def _wants_something(incoming: Incoming) -> bool:
    """Whether a sentence, or the subject, by itself asks to leave, or to join the list, or claims a right."""
    own = incoming.own.unwrapped
    of_subject = None if is_reply(incoming.mail.subject) else heard(incoming.title, Text())
    if of_subject is not None and of_subject.is_wish and names_list(incoming.title.folded):
        return True
    return any(_asks(one, own) or claims_right(one) for one in said_in(own))


def _asks(one: Said, own: Text) -> bool:
    text = own.part(*one.span)
    leave = heard(Text(), text)
    joins = any(frame.stand is Stand.WISH for frame in joinings(one.parsed))
    return (leave is not None and leave.is_wish) or (joins and names_list(text.folded))


def _is_of_list(part: Message) -> bool:
    """Whether what is said where the list is named, and no other, may not be ordinary."""
    return part.named is Named.SURELY and part.likely[ORDINARY] < _PART_MOSTLY_ORDINARY


_SURELY_ORDINARY: Final = 0.94
_PART_MOSTLY_ORDINARY: Final = 0.6
_PART_HARDLY_ORDINARY: Final = 0.2
_LEAST_WISH_UNNAMED: Final = 0.85
_LEAST_WISH_OF_PART: Final = 0.8
_KNOWN_WORDS: Final = 0.75
"""The share of the words of a wish that no rule knows: of a foreign language some are learned as well."""
_FEWEST_WORDS: Final = 15
"""Words of their own in which somebody wants something; of fewer too little is known."""
_OF_ANOTHER: Final = Because("may-be-of-another")


def _is_wish(hearing: Hearing) -> bool:
    says_enough = hearing.message.named is Named.SURELY or len(hearing.incoming.own.split()) >= _FEWEST_WORDS
    is_known = hearing.is_heard and hearing.message.known >= _KNOWN_WORDS
    if not (says_enough and is_known) or hearing.is_elsewhere:
        return False
    likely = hearing.message.likely
    is_part = any(
        part.named in {Named.SURELY, Named.BARELY} and part.likely[WISH] >= _LEAST_WISH_OF_PART
        for part in hearing.parts
    )
    is_half = likely[WISH] >= HALF  # else nobody is looked for
    is_likely = (is_half and likely[WISH] >= _least_wish(hearing)) or (is_part and likely[ORDINARY] < HALF)
    is_of_self = any(each.has(Concept.ME) for each in hearing.incoming.sentences)
    return is_likely and (is_of_self or bool(hearing.incoming.known_people))


def _least_wish(hearing: Hearing) -> float:
    """How likely a wish must be; less where somebody says who they are, and names no other matter."""
    incoming = hearing.incoming
    if incoming.known_people and not _names_other_matter(incoming):
        return HALF
    is_named = hearing.message.named in {Named.SURELY, Named.LOOSELY}
    return LEAST_WISH if is_named else _LEAST_WISH_UNNAMED


def _shown(reading: Reading, incoming: Incoming) -> Reading:
    return replace(
        reading,
        kind=Kind.UNSURE,
        people=known(incoming.own_people),
        doubts=(Doubt.UNCLEAR,),
        reasons=(Because("wish-heard"),),
        bothers=_OF_ANOTHER,
    )


def _set_aside(reading: Reading) -> Reading:
    return Reading(
        kind=Kind.OTHER,
        reasons=(Because("ordinary-post"), *reading.reasons),
        authenticated=reading.authenticated,
        unclear_sender=reading.unclear_sender,
        language=reading.language,
        silence=reading.silence,
    )


def _may_be_ordinary(reading: Reading, incoming: Incoming) -> bool:
    """Whether it would be shown or answered, and no rule wholly understands it."""
    if reading.kind in ASKS_NOTHING and reading.topic is None and not reading.to_list:
        return False
    is_understood = reading.kind is Kind.BAIXA and not reading.doubts
    has_papers = bool(incoming.papers or reading.unread)  # which may say something else
    gives_data = bool(incoming.whole_people) or _is_bare_leave(reading, incoming)
    has_data_only = gives_data and not _names_other_matter(incoming)
    is_due = reading.topic is Topic.RIGHTS  # whoever claims one is owed an answer, wherever they do
    return not (is_understood or is_due or has_papers or has_data_only or _asks_back(incoming))


def _is_bare_leave(reading: Reading, incoming: Incoming) -> bool:
    """Whether a document or a mobile is given, and little else but that somebody asks to leave."""
    is_leave = reading.kind is Kind.BAIXA and bool(known(reading.people))
    is_bare = _words_beside_data(incoming) < _FEWEST_WORDS
    return is_leave and is_bare and not is_reply(incoming.mail.subject)


def _asks_back(incoming: Incoming) -> bool:
    """Whether something is asked above a mail about the list: "gràcies, quan ho fareu?"."""
    is_of_list = is_reply(incoming.mail.subject) and names_list(incoming.subject.folded)
    return is_of_list and "?" in incoming.own


def _may_be_wish(reading: Reading, incoming: Incoming) -> bool:
    """Whether no rule finds anything of ours in it."""
    is_open = reading.kind is Kind.OTHER and reading.topic is None and not reading.to_list
    return is_open and all(map(_is_of_words, reading.reasons)) and speaks(incoming)


def _is_of_words(why: Why) -> bool:
    """Whether what set the mail aside is only that nothing of ours was found in its words."""
    return isinstance(why, Stand) or why == UNPLACED or (isinstance(why, Because) and why.code == "sense-of")


def _names_other_matter(incoming: Incoming) -> bool:
    names = ((name.start, name.end) for name in incoming.found.names)  # "Casals" is no other matter
    said = (incoming.title, incoming.own.cleaned.filled(names, "~"))
    return any(other_matter(text.folded) is not None for text in said)


def _is_own(reading: Reading, incoming: Incoming) -> bool:
    """Whether it is a resident's own mail."""
    is_of_others = incoming.is_staff or incoming.is_registry or bool(reading.registries)
    is_answer = answers_letter(incoming.mail.subject)
    return reading.voice is Voice.WRITER and not (is_of_others or is_answer)
