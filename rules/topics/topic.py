"""The topic of a mail, or of a chat that staff pass on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from rules.findings import Because, Doubt, Kind, Reading, Right, Topic, Voice, known
from rules.intent.heard import heard
from rules.intent.still_coming import still_come
from rules.lexicon.matters import Matter
from rules.lexicon.parsed import parsed_of
from rules.mail.message import Incoming
from rules.mail.set_phrases import answers_letter, forwards, is_reply
from rules.mail.small_print import has_feet
from rules.people.telephones import find_phones
from rules.text.folding import clean
from rules.text.tokens import as_text
from rules.topics.addressing import is_addressed, is_headed
from rules.topics.law import Where, claims_right, is_urgent, right_in, speaks_for_another, topics_of
from rules.topics.sentence import Said
from rules.vocabulary.lists import at_home, named_as_list, names_another, names_list, stranger_in


@dataclass(frozen=True, slots=True)
class Found:
    """A topic, the words that say it, whether it is urgent, which right; of a chat all that was told."""

    topic: Topic
    words: str
    urgent: bool = False
    right: Right | None = None
    told: str = ""
    told_by: str | None = None


def with_topic(reading: Reading, incoming: Incoming) -> Reading:
    """The reading with its topic; as it was where it has none.

    A kind is not changed by it; but who asks how one joins, or to learn it, does not ask to join.
    """
    if reading.topic is not None:  # of a chat
        return reading
    found = _of_mail(reading, incoming)
    if found is None:
        return _unless_told_to_list(reading, incoming)
    is_of_writer = found.topic in _OF_WRITER and reading.voice is Voice.WRITER
    concerns = known(incoming.own_people) if is_of_writer else ()
    if _NO_FRAME in reading.reasons and found.right not in _ENDS:  # its words are of the claim alone
        reading = replace(reading, kind=Kind.UNSURE, reasons=())
    is_leave = reading.kind is Kind.BAIXA
    doubts = reading.doubts if is_leave else tuple(d for d in reading.doubts if d not in _OF_WISHES)
    is_anothers = found.topic is Topic.RIGHTS and speaks_for_another(incoming.words.own)
    doubts = tuple(dict.fromkeys((*doubts, Doubt.FOR_ANOTHER) if is_anothers and not is_leave else doubts))
    return replace(with_found(reading, found), concerns=concerns, doubts=doubts)


def _unless_told_to_list(reading: Reading, incoming: Incoming) -> Reading:
    """What is addressed to the list and not understood is for a person to read."""
    if reading.kind is not Kind.OTHER or reading.reasons != (_UNPLACED,):
        return reading
    said = _own_said(incoming)
    is_told = (is_addressed(said) or is_headed(said)) and _speaks(incoming) and not _is_elsewhere(incoming)
    return not_understood(reading) if is_told else reading


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


def with_found(reading: Reading, found: Found) -> Reading:
    """The reading of what is about the topic found."""
    reasons = tuple(why for why in reading.reasons if why != _UNPLACED)
    why = Because("topic", (found.topic, found.words))
    is_no_wish = reading.kind is Kind.ALTA and reading.voice is Voice.WRITER
    kind = Kind.OTHER if is_no_wish else reading.kind
    return replace(
        reading,
        kind=kind,
        people=() if kind is Kind.OTHER else reading.people,
        wish=None if reading.voice is Voice.WRITER else reading.wish,
        topic=found.topic,
        urgent=found.urgent,
        right=found.right,
        told=found.told,
        told_by=found.told_by,
        reasons=(*reasons, why),
    )


_UNPLACED: Final = Because("list-not-named")


def _of_mail(reading: Reading, incoming: Incoming) -> Found | None:
    is_leave = reading.kind is Kind.BAIXA and reading.voice is Voice.WRITER
    unheard = is_leave and _NO_FRAME in reading.reasons
    if is_leave and ((found := _beside_leave(incoming)) or not unheard):
        return found
    if not (unheard or _may_have_topic(reading)):
        return None
    if incoming.is_staff:
        return _passed_on(incoming)
    return _of_writer(reading, incoming, is_open=unheard or reading.kind is Kind.OTHER)


def _of_writer(reading: Reading, incoming: Incoming, *, is_open: bool) -> Found | None:
    """The topic of what its writer tells the list, or says of it; *is_open*: no rule knows what it is."""
    said = _own_said(incoming)
    is_named = any(one.channels or one.loose_channels for one in said)
    is_answer = answers_letter(incoming.mail.subject)
    if not (is_named or is_answer) or not _speaks(incoming):
        return None
    if is_answer and (found := _first(said, _TO_LIST, _IN_ANSWERS)):
        return found
    if not is_named or _is_elsewhere(incoming):
        return None
    where = Where(
        addressed=is_addressed(said),
        headed=is_open and is_headed(said),
        names=any(one.channels for one in said),
        about=names_list(incoming.meant),
    )
    found = _first(said, where, only=_OF_LEAVERS if _speaks_of_leaving(incoming) else _ALL)
    return found if found is None or _is_open_to(reading, found.topic) else None


def _speaks(incoming: Incoming) -> bool:
    """Whether its writer says anything of their own: neither a mailing nor what is only passed on does."""
    is_passed = bool(incoming.words.forwarded.strip()) and not incoming.own.strip()
    return not (is_passed or has_feet(incoming.own) or incoming.is_registry or incoming.is_staff)


def _own_said(incoming: Incoming) -> tuple[Said, ...]:
    """What its writer says; a subject that is answered or passed on is not theirs."""
    answers = is_reply(incoming.mail.subject) or bool(forwards(incoming.mail.subject))
    return tuple(one for one in _said(incoming) if not (answers and one.in_subject))


def _is_open_to(reading: Reading, topic: Topic) -> bool:
    """Whether nothing that was read speaks against the topic: what was read as a wish, or as joining."""
    if reading.kind is Kind.ALTA:
        gives_data = any(person.has_data for person in reading.people)
        return topic is Topic.RIGHTS or (topic in _OF_JOINERS and not gives_data)
    return reading.wish is None or topic is Topic.NO_MESSAGES


_IN_ANSWERS: Final = frozenset({Topic.RIGHTS})
"""What the foot of each letter says can be asked by answering it."""
_OF_JOINERS: Final = frozenset({Topic.QUESTION, Topic.TRAINING})
_ALL: Final = frozenset(Topic)
_BESIDE_REQUESTS: Final = _ALL - {Topic.QUESTION, Topic.PROCEDURE, Topic.NO_MESSAGES}
_OF_LEAVERS: Final = frozenset({Topic.RIGHTS, Topic.NO_MESSAGES, Topic.QUESTION})
"""What may be asked beside a word of leaving: of nothing else is a mail that speaks of it."""


def _speaks_of_leaving(incoming: Incoming) -> bool:
    leave = heard(incoming.title, incoming.own)
    return leave is not None and not leave.is_of_another


def _may_have_topic(reading: Reading) -> bool:
    is_joiner = reading.kind is Kind.ALTA and reading.voice is Voice.WRITER
    is_open = reading.kind is Kind.OTHER or reading.kind is Kind.UNSURE
    return (is_open or is_joiner) and Doubt.NEW_NUMBER not in reading.doubts and not reading.registries


def _beside_leave(incoming: Incoming) -> Found | None:
    """The right that is claimed beside a leave, which is more than to be off the list."""
    said = tuple(one for one in _said(incoming) if claims_right(one))
    return Found(Topic.RIGHTS, _words(said[0]), right=right_in(said)) if said else None


def _said(incoming: Incoming) -> tuple[Said, ...]:
    name = tuple(incoming.town.named.split())
    return (
        *(Said(each, in_subject=True, name=name) for each in parsed_of(incoming.title)),
        *(Said(each, name=name) for each in parsed_of(incoming.own)),
    )


def _is_elsewhere(incoming: Incoming) -> bool:
    """Whether a list of somebody else is named."""
    flows = (named_as_list(text.flowing, incoming.town.named) for text in (incoming.title, incoming.own))
    said = [at_home(flow, incoming.town.home) for flow in flows]
    return any(names_another(one) or stranger_in(one) is not None for one in said)


def _first(said: Iterable[Said], where: Where, only: frozenset[Topic] = _ALL) -> Found | None:
    said = tuple(said)
    for topic, one in topics_of(said, where, only).items():
        if topic is Topic.NO_MESSAGES and still_come(each.parsed for each in said):
            continue
        return Found(
            topic,
            _words(one),
            urgent=topic is Topic.INCIDENT and is_urgent(said),
            right=right_in(said) if topic is Topic.RIGHTS else None,
        )
    return None


_MOST_WORDS: Final = 12


def _words(one: Said) -> str:
    words = [token.word for token in one.parsed.tokens if token.word.strip("\n")]
    return " ".join(words[:_MOST_WORDS])


# --- passed on by staff -------------------------------------------------------------------------------


_TO_LIST: Final = Where(addressed=True, headed=True, names=True, about=True)


def topic_of_chat(messages: Iterable[tuple[str, str]], *, asks: bool) -> Found | None:
    """The topic of what residents write to the list: of each author and text, all of it is addressed to it.

    Where somebody *asks* to join or leave in it, what they ask beside is of that.
    """
    only = _BESIDE_REQUESTS if asks else _ALL
    found = [
        replace(each, told=text, told_by=_number_of(author))
        for author, text in messages
        if (each := _first(_in_chat(text), _TO_LIST, only)) is not None
    ]
    order = list(Topic)
    first = min(found, key=lambda each: (not each.urgent, order.index(each.topic)), default=None)
    if first is None:
        return None
    same = (each.told for each in found if each.topic is first.topic and each.told_by == first.told_by)
    return replace(first, told="\n".join(dict.fromkeys(same)))


def _number_of(author: str) -> str | None:
    return next((found.value for found in find_phones(clean(author)) if found.value), None)


def is_urgent_text(text: str) -> bool:
    """Whether what a clerk tells may harm somebody, or is a supply or a way that is cut."""
    return is_urgent(tuple(_in_chat(text)))


def _in_chat(text: str) -> Iterator[Said]:
    return (Said(each) for each in parsed_of(as_text(text)))


def _passed_on(incoming: Incoming) -> Found | None:
    """What a clerk tells that came over the list: "ens escriu pel WhatsApp la Maria: no surt aigua"."""
    said = tuple(Said(each) for each in parsed_of(incoming.own))
    if not any(one.channels and one.has(Matter.CAME) and _WE.isdisjoint(one.parsed.words) for one in said):
        return None
    return _first(said, _TO_LIST)


_WE: Final = frozenset({"hem", "he", "heu", "hemos", "vam", "vaig", "vau"})
