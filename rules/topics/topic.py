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
    known,
)
from rules.intent.heard import Heard as Leave
from rules.intent.heard import heard
from rules.intent.second_reader import joined
from rules.intent.still_coming import still_come
from rules.lexicon.matters import Matter
from rules.lexicon.parsed import parsed_of
from rules.mail.message import Incoming
from rules.mail.set_phrases import answers_letter, forwards, is_reply
from rules.mail.small_print import has_feet
from rules.text.tokens import Text, as_text
from rules.topics.missed import misses_messages
from rules.topics.rights import claims_right, is_of_rights, right_in, speaks_for_another
from rules.topics.sentence import Said
from rules.topics.topic_reader import ORDINARY, Message, Named, TopicWeights
from rules.topics.urgency import is_urgent
from rules.vocabulary.lists import (
    at_home,
    named_as_list,
    named_by_owner,
    names_another,
    names_list,
    names_own_alone,
    stranger_in,
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a message is about, and the words that say it; `topic` None: it is heard, and not surely which.

    Where it `is_doubtful`, people see it, and nobody is written to because of it. It says whether it is
    urgent, which right is claimed, of a chat all that was told, and by whom, and whether it stands beside a
    leave.
    """

    topic: Topic | None
    words: str
    is_doubtful: bool = False
    urgent: bool = False
    right: Right | None = None
    told: str = ""
    told_by: Person | None = None
    is_beside: bool = False


@dataclass(frozen=True)
class Hearing:
    """A mail with what the topic reader makes of it; nothing is worked out before it is asked for."""

    incoming: Incoming
    weights: TopicWeights

    @cached_property
    def message(self) -> Message:
        """What is heard of the mail."""
        return Message(*heard_of(self.incoming), self.weights)

    @cached_property
    def parts(self) -> tuple[Message, ...]:
        """Of the message each sentence that may name a list, with the next."""
        return tuple(Message(*part, self.weights) for part in parts_of(self.message.text, self.incoming))

    @property
    def is_known(self) -> bool:
        """Whether its language was learned."""
        return self.message.known > _HALF

    @cached_property
    def is_heard(self) -> bool:
        """Whether a topic or a wish can be heard: it is short, or names a list."""
        is_short = len(self.incoming.own.split()) <= _LONGEST
        return (is_short or self.message.named is not Named.NOT) and self.is_known


_HALF: Final = 0.5
_LONGEST: Final = 120
"""Words of a mail that is of the list though it names none; the town hall's ordinary post is longer."""


def with_topic(reading: Reading, hearing: Hearing) -> Reading:
    """The reading with its topic; as it was where it has none.

    A kind is not changed by it; but who asks how one joins, or to learn it, does not ask to join.
    """
    if reading.topic is not None:  # of a chat
        return reading
    found = _of_mail(reading, hearing)
    if found is None:
        return reading
    if found.topic is None:
        is_unplaced = reading.kind is Kind.OTHER and reading.reasons == (UNPLACED,)
        return not_understood(reading) if is_unplaced else reading
    if _NO_FRAME in reading.reasons and found.right not in _ENDS:  # its words are of the claim alone
        reading = replace(reading, kind=Kind.UNSURE, reasons=())
    is_leave = reading.kind is Kind.BAIXA
    incoming = hearing.incoming
    doubts = reading.doubts if is_leave else tuple(d for d in reading.doubts if d not in _OF_WISHES)
    claims = filter(is_of_rights, map(Said, incoming.sentences))
    is_anothers = found.topic is Topic.RIGHTS and speaks_for_another(incoming.words.own, claims)
    doubts = tuple(dict.fromkeys((*doubts, Doubt.FOR_ANOTHER) if is_anothers and not is_leave else doubts))
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
_OF_WRITER: Final = frozenset({Topic.RIGHTS, Topic.NO_MESSAGES})
"""What is about who writes: whom the books know by the data that they give is shown to staff."""
_OF_PERSONS: Final = _OF_WRITER | {Topic.TRAINING}


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
        wish=None if reading.voice is Voice.WRITER else reading.wish,
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
    is_leave = reading.kind is Kind.BAIXA and reading.voice is Voice.WRITER
    if is_leave and ((found := _beside_leave(incoming)) or not reading.doubts):
        return found
    if not _may_have_topic(reading):
        return None
    if incoming.is_staff:
        return _passed_on(incoming, hearing.weights)
    return _of_writer(reading, hearing)


def _of_writer(reading: Reading, hearing: Hearing) -> Found | None:
    """The topic of what its writer tells the list, or says of it."""
    if not speaks(hearing.incoming) or is_elsewhere(hearing.incoming):
        return None
    claimed = _claimed(hearing)
    is_wish = reading.kind in _WISHES and _NO_FRAME not in reading.reasons
    if claimed is not None and (claimed.topic is Topic.RIGHTS or not is_wish):
        return claimed
    return _heard(reading, hearing) if hearing.is_heard else None


def _heard(reading: Reading, hearing: Hearing) -> Found | None:
    """What the topic reader hears, where what was read of leaving and joining leaves room for it."""
    if reading.kind in _WISHES and _gives_data(reading):
        return None  # whoever may want to leave, and says who they are, is asked
    incoming, named = hearing.incoming, hearing.message.named
    leave = heard(incoming.title, incoming.own)
    if leave is not None and _asks_how(leave, incoming) and not _gives_data(reading):
        return Found(Topic.QUESTION, leave.word)
    is_answer = answers_letter(incoming.mail.subject)
    found = _found(hearing.message, _IN_ANSWERS if is_answer and named is Named.NOT else _ALL)
    if found is None and _is_told(hearing):
        return Found(None, "")
    if found is None or (found.topic is None and is_answer):
        return None  # what answers a letter is understood by that
    is_barely = named in {Named.NOT, Named.BARELY}
    is_of_list = found.topic in _OF_LIST or named is Named.BARELY
    if is_barely and not is_answer and (found.is_doubtful or not is_of_list):
        return None  # be it a leak or a concert: it is the town hall's ordinary post
    is_own = names_own_alone(at_home(incoming.meant, incoming.town.home))
    if is_own or is_barely:
        found = replace(found, is_doubtful=True)
    wants = leave is not None and leave.is_wish and Doubt.QUESTION not in leave.doubts
    if found.topic in _OF_LIST and (reading.kind is Kind.BAIXA or wants):
        return None  # they are asked whether they do, which needs no reading of how it is done
    if reading.kind in _WISHES or reading.wish is not None:
        return None if found.topic is None or found.is_doubtful else found
    return found


def _asks_how(leave: Leave, incoming: Incoming) -> bool:
    """Whether somebody asks how one leaves the list, and does not ask to leave."""
    is_question = Doubt.QUESTION in leave.doubts and not leave.is_of_another and names_list(incoming.meant)
    return is_question and any(one.has(Matter.MANNER) for one in said_of(incoming.own, incoming))


def _is_told(hearing: Hearing) -> bool:
    """Whether the writer's own subject names the list, and what stands below may not be ordinary post."""
    incoming = hearing.incoming
    is_theirs = not (is_reply(incoming.mail.subject) or forwards(incoming.mail.subject))
    is_named = is_theirs and any(one.channels for one in said_of(incoming.title, incoming))
    return is_named and bool(incoming.own.strip()) and hearing.message.likely[ORDINARY] < _MOSTLY


_MOSTLY: Final = 0.9


_WISHES: Final = frozenset({Kind.BAIXA, Kind.ALTA})
_OF_LIST: Final = frozenset({Topic.QUESTION, Topic.NO_MESSAGES})
"""What is only said of the list, however it is named; but who wants to leave may ask how, or want none."""


def _gives_data(reading: Reading) -> bool:
    return any(person.has_data for person in reading.people)


def heard_of(incoming: Incoming) -> tuple[Text, Named]:
    """What is heard of a mail, and how that names the list; a subject answered or passed on is another's."""
    is_theirs = not (is_reply(incoming.mail.subject) or forwards(incoming.mail.subject))
    texts = (incoming.title, incoming.own) if is_theirs else (Text(), incoming.own)
    said = [one for text in texts for one in said_of(text, incoming)]
    named = _named_in(said, incoming)
    is_surely = any(names_list(said) or named_by_owner(said) for said in (t.unwrapped.folded for t in texts))
    return joined(*texts), Named.BARELY if named is Named.SURELY and not is_surely else named


def said_of(text: Text, incoming: Incoming) -> tuple[Said, ...]:
    """The sentences of a text, which know the town's own name for its list."""
    name = tuple(incoming.town.named.split())
    return tuple(Said(each, name=name) for each in parsed_of(text))


def parts_of(text: Text, incoming: Incoming) -> Iterator[tuple[Text, Named]]:
    """Each sentence of a mail's text that may name a list, with the next; and how these name it."""
    said = said_of(text, incoming)
    for here, behind in pairwise((*said, *said[-1:])):
        if here.channels or here.loose_channels:
            part = text.cleaned.part(here.parsed.tokens[0].start, behind.parsed.tokens[-1].end)
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


def _said(text: Text) -> tuple[Said, ...]:
    return tuple(map(Said, parsed_of(text)))


def _claimed(hearing: Hearing) -> Found | None:
    """What is said in so many words: a right is claimed, or somebody gets no messages."""
    message = hearing.message
    if message.named is not Named.SURELY:
        return None
    said = _said(message.text)
    is_of_list = names_list(hearing.incoming.meant)
    right = next(filter(is_of_rights, said), None) if is_of_list else None
    if right is not None:
        return Found(Topic.RIGHTS, _words(right), right=right_in(said))
    missed = next(filter(misses_messages, said), None)
    if missed is None or still_come(each.parsed for each in said):
        return None
    return Found(Topic.NO_MESSAGES, _words(missed))


def _found(message: Message, only: frozenset[Topic]) -> Found | None:
    """What is heard, with all that its topic tells; None where no message comes to be missed at all."""
    one = message.about(only)
    if one is None:
        return None
    words = " ".join(one.words[:_MOST_WORDS])
    said = _said(message.text)
    if one.topic is None:
        return Found(None, words)
    if one.topic is Topic.NO_MESSAGES and still_come(each.parsed for each in said):
        return None
    return Found(
        one.topic,
        words,
        is_doubtful=not one.is_plain,
        urgent=one.topic is Topic.INCIDENT and is_urgent(said),
        right=right_in(said) if one.topic is Topic.RIGHTS else None,
    )


_MOST_WORDS: Final = 12


def speaks(incoming: Incoming) -> bool:
    """Whether its writer says anything of their own: neither a mailing nor what is only passed on does."""
    is_passed = bool(incoming.words.forwarded.strip()) and not incoming.own.strip()
    return not (is_passed or has_feet(incoming.own) or incoming.is_registry or incoming.is_staff)


_ALL: Final = frozenset(Topic)
_BESIDE_REQUESTS: Final = _ALL - {Topic.QUESTION, Topic.PROCEDURE, Topic.NO_MESSAGES}
_IN_ANSWERS: Final = frozenset({Topic.RIGHTS})
"""What the foot of each letter says can be asked by answering it."""


def _may_have_topic(reading: Reading) -> bool:
    is_own = reading.kind in _WISHES and reading.voice is Voice.WRITER
    is_open = reading.kind is Kind.OTHER or reading.kind is Kind.UNSURE
    return (is_open or is_own) and Doubt.NEW_NUMBER not in reading.doubts and not reading.registries


def _beside_leave(incoming: Incoming) -> Found | None:
    """The right that is claimed beside a leave, which is more than to be off the list."""
    said = tuple(filter(claims_right, map(Said, incoming.sentences)))
    return Found(Topic.RIGHTS, _words(said[0]), right=right_in(said), is_beside=True) if said else None


def _words(one: Said) -> str:
    words = [token.word for token in one.parsed.tokens if token.word.strip("\n")]
    return " ".join(words[:_MOST_WORDS])


def is_elsewhere(incoming: Incoming) -> bool:
    """Whether a list of somebody else is named."""
    flows = (named_as_list(text.flowing, incoming.town.named) for text in (incoming.title, incoming.own))
    said = [at_home(flow, incoming.town.home) for flow in flows]
    return any(names_another(one) or stranger_in(one) is not None for one in said)


# --- passed on by staff -------------------------------------------------------------------------------


def topic_of_chat(
    messages: Iterable[tuple[Person, str]], weights: TopicWeights | None, *, asks: bool
) -> Found | None:
    """The topic of what residents write to the list: of each author and text, all of it is addressed to it.

    Where somebody *asks* to join or leave in it, what they ask beside is of that. None where none is sure.
    """
    if weights is None:
        return None
    only = _BESIDE_REQUESTS if asks else _ALL
    found = [
        replace(each, told=text, told_by=author)
        for author, text in messages
        if (each := _in_chat(as_text(text), weights, only)) is not None
    ]
    order = [*Topic, None]
    first = min(found, key=lambda each: (not each.urgent, order.index(each.topic)), default=None)
    if first is None or first.topic is None:
        return None
    same = (each.told for each in found if each.topic is first.topic and each.told_by == first.told_by)
    return replace(first, told="\n".join(dict.fromkeys(same)))


def _in_chat(text: Text, weights: TopicWeights, only: frozenset[Topic] = _ALL) -> Found | None:
    return _found(Message(text, Named.CHAT, weights), only)


def is_urgent_text(text: str) -> bool:
    """Whether what a clerk tells may harm somebody, or is a supply or a way that is cut."""
    return is_urgent(_said(as_text(text)))


def _passed_on(incoming: Incoming, weights: TopicWeights) -> Found | None:
    """What a clerk tells that came over the list: "ens escriu pel WhatsApp la Maria: no surt aigua"."""
    said = _said(incoming.own)
    if not any(one.channels and one.has(Matter.CAME) and _WE.isdisjoint(one.parsed.words) for one in said):
        return None
    found = _in_chat(incoming.own, weights, _ALL - _OF_WRITER)
    return found if found is not None and found.topic is not None else None


_WE: Final = frozenset({"hem", "he", "heu", "hemos", "vam", "vaig", "vau"})
