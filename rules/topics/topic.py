"""The topic of a mail, or of a chat that staff pass on: what the topic reader hears, where it may."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from rules.findings import (
    TOPIC_DOUBTFUL,
    Because,
    Doubt,
    Kind,
    Person,
    Reading,
    Right,
    Topic,
    Voice,
    Why,
    known,
)
from rules.intent.frame import Stand
from rules.intent.heard import Heard as Leave
from rules.intent.heard import heard
from rules.intent.second_reader import joined
from rules.intent.still_coming import still_come
from rules.lexicon.matters import Matter
from rules.lexicon.verbs import NOUNS
from rules.mail.message import Incoming
from rules.mail.set_phrases import answers_letter, forwards, is_reply
from rules.mail.small_print import has_feet
from rules.text.tokens import Text
from rules.topics.beside import incident_beside, right_beside
from rules.topics.claims import is_of_rights, misses_messages, right_in, speaks_for_another
from rules.topics.found import OF_WRITER, Found, found_in, told_by_staff, words_of
from rules.topics.sentence import Said, said_in
from rules.topics.topic_reader import HALF, ORDINARY, WISH, Message, Named, TopicWeights
from rules.vocabulary.lists import (
    at_home,
    named_as_list,
    named_by_owner,
    names_another_town,
    names_list,
    names_own_alone,
    without_strangers,
)


@dataclass(frozen=True)
class Hearing:
    """A mail with what the topic reader makes of it; nothing is worked out before it is asked for.

    *said_ours*: staff say that it is told to the list, whatever it names.
    """

    incoming: Incoming
    weights: TopicWeights
    said_ours: bool = False

    @cached_property
    def message(self) -> Message:
        """What is heard of the mail."""
        text, named = heard_of(self.incoming)
        return Message(text, Named.SURELY if self.said_ours else named, self.weights)

    @cached_property
    def parts(self) -> tuple[Message, ...]:
        """Of the message each sentence that may name a list, with the next."""
        return tuple(Message(*part, self.weights) for part in parts_of(self.message.text, self.incoming))

    @property
    def is_known(self) -> bool:
        """Whether its language was learned."""
        return self.message.known > HALF

    @cached_property
    def leave(self) -> Leave | None:
        """What is said of leaving."""
        return heard(self.incoming.title, self.incoming.own)

    @cached_property
    def is_elsewhere(self) -> bool:
        """Whether a list of somebody else is named, and this one is not named beside it."""
        incoming = self.incoming
        flows = (named_as_list(text.flowing, incoming.town.named) for text in (incoming.title, incoming.own))
        said = [at_home(flow, incoming.town.home) for flow in flows]
        if any(map(names_another_town, said)):
            return True
        rest = [without_strangers(one) for one in said]
        return rest != said and not any(map(named_by_owner, rest))

    @cached_property
    def is_heard(self) -> bool:
        """Whether a topic or a wish can be heard: it is short, or names a list."""
        is_short = len(self.incoming.own.split()) <= _LONGEST
        return (is_short or self.message.named is not Named.NOT) and self.is_known


_LONGEST: Final = 120
"""Words of a mail that is of the list though it names none; the town hall's ordinary post is longer."""


def with_topic(reading: Reading, hearing: Hearing) -> Reading:
    """The reading with its topic; as it was where it has none.

    Who asks how one joins, or to learn it, does not ask to join; what is told beside a wish changes no kind.
    """
    found = None if reading.topic else _of_mail(reading, hearing)  # a chat has its own
    if found is None:
        return reading
    if found.topic is None:
        is_unplaced = reading.kind is Kind.OTHER and reading.reasons == (UNPLACED,)
        return not_understood(reading) if is_unplaced else reading
    if _NO_FRAME in reading.reasons and found.right not in _ENDS:  # its words are of the claim alone
        reading = replace(reading, kind=Kind.UNSURE, reasons=())
    incoming, doubts = hearing.incoming, reading.doubts
    if reading.kind is not Kind.BAIXA and not found.is_beside:
        said = map(Said, incoming.sentences)
        is_anothers = found.topic is Topic.RIGHTS and speaks_for_another(incoming.words.own, said)
        told = (*doubts, Doubt.FOR_ANOTHER) if is_anothers else doubts
        doubts = tuple(dict.fromkeys(doubt for doubt in told if doubt not in _OF_WISHES))
    concerns = _concerned(found.topic, incoming) if reading.voice is Voice.WRITER else ()
    return replace(with_found(reading, found), concerns=concerns, doubts=doubts)


def _concerned(topic: Topic | None, incoming: Incoming) -> tuple[Person, ...]:
    """Whom the books may know by the data that they give; who would learn, by whatever they give."""
    people = incoming.own_people if topic in _OF_PERSONS else ()
    if topic is not Topic.TRAINING:
        return known(people)
    learner = people[0] if len(people) == 1 else Person()
    return (replace(learner, name=learner.name or incoming.mail.sender_name or None),)


def not_understood(reading: Reading) -> Reading:
    """The reading of what was told to the list, for a person."""
    return replace(reading, to_list=True, reasons=(Because("told-to-list"),))


_NO_FRAME: Final = Because("but-not-now")
"""No rule finds a wish, and the second reader hears one."""
_ENDS: Final = frozenset({Right.ERASURE, Right.OBJECTION})
"""Who claims these is asked whether they want to leave: to be on the list is to have data in it."""
_OF_WISHES: Final = frozenset({
    Doubt.CONDITION, Doubt.FUTURE, Doubt.UNCLEAR, Doubt.SAYS_MORE, Doubt.QUESTION, Doubt.CARRIED_OVER,
})  # fmt: skip
"""Doubts about what is asked, which the topic tells."""
_OF_PERSONS: Final = OF_WRITER | {Topic.TRAINING}


def with_found(reading: Reading, found: Found) -> Reading:
    """The reading of what is about the topic found."""
    reasons = tuple(why for why in reading.reasons if why != UNPLACED)
    why = Because("topic", (found.topic, found.words))
    is_writers = reading.kind in _WISHES and reading.voice is Voice.WRITER
    is_no_wish = is_writers and not (found.is_beside or found.right in _ENDS)
    kind = reading.kind
    if is_no_wish:  # who does not ask to leave or to join after all
        kind = Kind.UNSURE if kind is Kind.BAIXA else Kind.OTHER
    return replace(
        reading,
        kind=kind,
        people=() if kind is Kind.OTHER else reading.people,
        wish=reading.wish if found.is_beside else None,
        topic=found.topic,
        urgent=found.urgent,
        right=found.right,
        told=found.told,
        told_by=found.told_by.phone if found.told_by else None,
        concerns=(found.told_by,) if found.told_by and found.topic in _OF_PERSONS else (),
        bothers=TOPIC_DOUBTFUL if found.is_doubtful else reading.bothers,
        reasons=(*reasons, why),
    )


UNPLACED: Final = Because("list-not-named")


# --- mails --------------------------------------------------------------------------------------------


def _of_mail(reading: Reading, hearing: Hearing) -> Found | None:
    incoming = hearing.incoming
    is_writers = reading.voice is Voice.WRITER and not incoming.is_staff
    is_leave = is_writers and reading.kind is Kind.BAIXA
    if is_leave and reading.doubts and (found := _instead_of_wish(reading, hearing)):
        return found
    incident = _incident_beside(reading, hearing) if is_writers else None
    right = right_beside(incoming) if is_leave and not (incident and incident.urgent) else None
    if right or incident:
        return right or incident
    if (is_leave and not reading.doubts) or not _may_have_topic(reading):
        return None
    return told_by_staff(incoming, hearing.weights) if incoming.is_staff else _of_writer(reading, hearing)


def _instead_of_wish(reading: Reading, hearing: Hearing) -> Found | None:
    """What is told so plainly that its writer, who may have asked to leave, did not."""
    is_heard = speaks(hearing.incoming) and hearing.is_heard and not hearing.is_elsewhere
    if not is_heard or any(map(_asks_by_verb, reading.reasons)):
        return None
    found = found_in(
        hearing.message, _NO_WISH | {Topic.INCIDENT} if _NO_FRAME in reading.reasons else _NO_WISH
    )
    return None if found is None or found.is_doubtful else found


def _asks_by_verb(why: Why) -> bool:
    """Whether somebody asks to leave by a verb: "baixes" are of many things."""
    match why:
        case Because("sense-of", (Stand.WISH, word)):
            return word not in NOUNS
        case _:
            return False


_NO_WISH: Final = frozenset({Topic.NO_MESSAGES, Topic.ANNOUNCEMENT, Topic.TRAINING})
"""What nobody tells who wants to leave."""


def _of_writer(reading: Reading, hearing: Hearing) -> Found | None:
    """The topic of what its writer tells the list, or says of it."""
    if not speaks(hearing.incoming):
        return None
    claimed = _claimed(hearing)
    if not (claimed or hearing.is_heard) or hearing.is_elsewhere:
        return None
    is_wish = reading.kind in _WISHES and _NO_FRAME not in reading.reasons
    if claimed and (claimed.topic is Topic.RIGHTS or not is_wish):
        return claimed
    return _heard(reading, hearing) if hearing.is_heard else None


def _heard(reading: Reading, hearing: Hearing) -> Found | None:
    """What the topic reader hears, where what was read of leaving and joining leaves room for it."""
    gives_data = bool(known(reading.people))
    if reading.kind is Kind.BAIXA and gives_data:
        return None  # whoever may want to leave, and says who they are, is asked
    incoming, named = hearing.incoming, hearing.message.named
    # Somebody may ask how one leaves the list, and not ask to leave.
    may_ask_how = names_list(incoming.meant) and any(one.has(Matter.MANNER) for one in said_in(incoming.own))
    leave = hearing.leave if may_ask_how else None
    if leave and Doubt.QUESTION in leave.doubts and not (leave.is_of_another or gives_data):
        return Found(Topic.QUESTION, leave.word)
    is_answer = answers_letter(incoming.mail.subject)
    found = found_in(hearing.message, _IN_ANSWERS if is_answer and named is Named.NOT else Topic)
    if found is None:
        return Found(None) if _is_told(hearing) else None
    if found.topic is None and is_answer:
        return None  # what answers a letter is understood by that
    is_barely = named in {Named.NOT, Named.BARELY}
    is_of_list = found.topic in _OF_LIST or (named is Named.BARELY and found.topic is not Topic.PROCEDURE)
    if is_barely and not is_answer and (found.is_doubtful or not is_of_list):
        return None  # be it a leak or a concert: it is the town hall's ordinary post
    is_own = names_own_alone(at_home(incoming.meant, incoming.town.home))
    if is_own or is_barely or (found.topic not in _OF_LIST and _only_read_there(incoming)):
        found = replace(found, is_doubtful=True)
    if found.topic in _OF_LIST and (reading.kind is Kind.BAIXA or _wants(hearing.leave)):
        return None  # they are asked whether they do, which needs no reading of how it is done
    if reading.kind is Kind.ALTA and gives_data and found.topic is not Topic.TRAINING:
        return None
    if reading.kind in _WISHES or reading.wish is not None:
        is_more = found.topic is not Topic.ANNOUNCEMENT or len(incoming.own.split()) >= _FEWEST_TO_ANNOUNCE
        return found if found.topic and is_more and not found.is_doubtful else None
    return found


_FEWEST_TO_ANNOUNCE: Final = 9
"""Words in which somebody asks for more than to be put on the list, and says what it is."""


def _only_read_there(incoming: Incoming) -> bool:
    """Whether the list is named in the text as where something was read, and nowhere else."""
    naming = [one for one in said_of(incoming.own, incoming) if one.channels]
    return bool(naming) and all(one.only_read_there for one in naming)


def _wants(leave: Leave | None) -> bool:
    return leave is not None and leave.is_wish and Doubt.QUESTION not in leave.doubts


def _is_told(hearing: Hearing) -> bool:
    """Whether it names the list and is likely not ordinary, or names it in its subject and may not be."""
    incoming, likely = hearing.incoming, hearing.message.likely
    if not incoming.own.strip():
        return False
    if hearing.message.named is Named.SURELY and likely[ORDINARY] < HALF and likely[WISH] < LEAST_WISH:
        return True
    is_named = any(one.channels for one in said_of(_own_title(incoming), incoming))
    return is_named and likely[ORDINARY] < _MOSTLY


_MOSTLY: Final = 0.9
LEAST_WISH: Final = 0.7
"""Where a mail that names a list is likely of somebody who wants to leave or join."""


_WISHES: Final = frozenset({Kind.BAIXA, Kind.ALTA})
_OF_LIST: Final = frozenset({Topic.QUESTION, Topic.NO_MESSAGES})
"""What is only said of the list, however it is named; but who wants to leave may ask how, or want none."""


def _own_title(incoming: Incoming) -> Text:
    """The subject; empty where it is answered or passed on, which is another's."""
    subject = incoming.mail.subject
    return Text() if is_reply(subject) or forwards(subject) else incoming.title


def heard_of(incoming: Incoming) -> tuple[Text, Named]:
    """What is heard of a mail, and how that names the list."""
    texts = (_own_title(incoming), incoming.own)
    said = [one for text in texts for one in said_of(text, incoming)]
    named = _named_in(said, incoming)
    flows = (text.unwrapped.folded for text in texts)
    if named is Named.SURELY and not any(names_list(flow) or named_by_owner(flow) for flow in flows):
        named = Named.BARELY
    return joined(*texts), named


def said_of(text: Text, incoming: Incoming) -> tuple[Said, ...]:
    """The sentences of a text, which know the town's own name for its list."""
    return said_in(text, tuple(incoming.town.named.split()))


def parts_of(text: Text, incoming: Incoming) -> Iterator[tuple[Text, Named]]:
    """Each sentence of a mail's text that may name a list, with the next; and how these name it."""
    said = said_of(text, incoming)
    for here, behind in pairwise((*said, *said[-1:])):
        if here.channels or here.loose_channels:
            part = text.cleaned.part(here.span[0], behind.span[1])
            yield part, _named_in((here, behind), incoming)


def _named_in(said: Iterable[Said], incoming: Incoming) -> Named:
    """How these sentences of a mail name the list."""
    if any(one.names_list for one in said):
        return Named.SURELY
    is_barely = any(one.channels for one in said)
    if any(one.loose_channels for one in said):
        return Named.SURELY if is_barely else Named.LOOSELY
    if is_barely:
        return Named.BARELY
    return Named.LOOSELY if names_list(incoming.meant) else Named.NOT


def _claimed(hearing: Hearing) -> Found | None:
    """What is said in so many words: a right is claimed, or somebody gets no messages."""
    message = hearing.message
    if message.named is not Named.SURELY:
        return None
    said = said_in(message.text)
    right = next(filter(is_of_rights, said), None) if names_list(hearing.incoming.meant) else None
    if right:
        return Found(Topic.RIGHTS, words_of(right), right=right_in(said))
    missed = next(filter(misses_messages, said), None)
    if missed is None or still_come(each.parsed for each in said):
        return None
    if message.likely[Topic.INCIDENT] >= HALF:  # who tells of one by mail says why it is by mail
        return None
    return Found(Topic.NO_MESSAGES, words_of(missed))


def speaks(incoming: Incoming) -> bool:
    """Whether its writer says anything of their own: neither a mailing nor what is only passed on does."""
    is_passed = bool(incoming.words.forwarded.strip()) and not incoming.own.strip()
    return not (is_passed or has_feet(incoming.own) or incoming.is_registry)


_IN_ANSWERS: Final = frozenset({Topic.RIGHTS})
"""What the foot of each letter says can be asked by answering it."""


def _may_have_topic(reading: Reading) -> bool:
    is_own = reading.kind in _WISHES and reading.voice is Voice.WRITER
    is_open = reading.kind is Kind.OTHER or reading.kind is Kind.UNSURE
    return (is_open or is_own) and Doubt.NEW_NUMBER not in reading.doubts and not reading.registries


def _incident_beside(reading: Reading, hearing: Hearing) -> Found | None:
    """What is broken, told beside a wish of whatever clarity, or in an answer to a letter of ours."""
    is_wish = (reading.kind in _WISHES or reading.wish is not None) and _NO_FRAME not in reading.reasons
    is_answer = answers_letter(hearing.incoming.mail.subject)
    if not (is_wish or is_answer):
        return None
    return incident_beside(hearing.incoming, hearing.weights, is_answer=is_answer)
