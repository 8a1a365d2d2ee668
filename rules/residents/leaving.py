"""A leave: what its writer's own words ask, and the lane that it takes.

The law, in its order: another matter is set aside; what is refused, conditional, of a later time or of
somebody else is for staff; a wish for this list, of which every clause is understood, acts; any other wish
is put to its writer, where a yes would settle it.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from rules.findings import Because, Doubt, Kind, Reading, Said, Why, known
from rules.intent.answer import heard
from rules.intent.frame import Stand
from rules.intent.heard import meant
from rules.intent.law import Understood, understood
from rules.intent.parsed import Parsed
from rules.intent.second_reader import Weights, joined
from rules.lexicon.verbs import JOINS
from rules.lexicon.words import Concept
from rules.mail.message import Incoming, same_words
from rules.mail.small_print import has_feet
from rules.mail.subjects import is_reply
from rules.residents.added_above import answers_the_town_hall
from rules.residents.errands import asks_to_tell
from rules.residents.leave_facts import Leave
from rules.text.folding import clean, fold, unmask
from rules.text.tokens import Text
from rules.vocabulary.lists import at_home, names_list
from rules.vocabulary.other_meanings import other_matter


def leaves(incoming: Incoming, weights: Weights | None) -> Reading | None:
    """What the writer's own words say about leaving; what a register prints is nobody's own words."""
    leave = Leave(incoming, weights)
    reading = _answered(leave, _vetoed(leave, _read(leave)))
    if reading is None:
        return None
    reading = replace(reading, said=(*leave.places, *reading.said))
    if reading.kind is Kind.BAIXA and _is_told_otherwise(incoming):
        reasons = (*reading.reasons, Because("but-html-does-not"))
        return replace(reading, kind=Kind.UNSURE, doubts=(Doubt.PARTS_DISAGREE,), reasons=reasons)
    return reading


# --- the law ---------------------------------------------------------------------------------------


def _read(leave: Leave) -> Reading | None:
    said = leave.said
    if said is None or said.stand is Stand.TOLD or _is_carried_over(leave, said):
        return (
            _disguised(leave)
            or _carried_over(leave)
            or _opened(leave)
            or _asks_how(leave)
            or _concerns_list(leave)
        )
    if _is_aside(leave):
        return Reading(kind=Kind.OTHER, reasons=_reasons(said))
    is_of_us = names_list(leave.folded) or _OF_A_SUBSCRIPTION.search(leave.own) is not None
    if not (is_of_us or any(person.has_data for person in leave.people)):
        is_short = len(leave.own.split()) <= _SHORT
        is_meant = said.stand in {Stand.WISH, Stand.AGAINST} and is_short and not leave.is_of_another_matter
        return _card(leave, Doubt.UNCLEAR) if is_meant else None
    is_wish = said.stand is Stand.WISH and (leave.names_list or not said.in_subject or said.says_only_who)
    is_explicit = is_wish or (said.beside_list and leave.is_ours)
    if not is_explicit and not _may_ask(leave) and (leave.is_of_another_matter or not leave.is_ours):
        is_of_data = said.stand is not Stand.UNKNOWN and leave.is_whole and not leave.is_near_another_matter
        is_of_us = is_of_data or _OF_A_SUBSCRIPTION.search(leave.own) is not None
        return _card(leave, Doubt.UNCLEAR) if is_of_us else None
    if said.stand is Stand.AGAINST and said.why is not Concept.HOW:
        doubt = _DOUBTS.get(said.why, Doubt.UNCLEAR) if said.why else Doubt.UNCLEAR
        if doubt is Doubt.FUTURE and not leave.is_ours:
            doubt = Doubt.UNCLEAR  # a day names many a thing: "em dono de baixa del grup de dijous"
        return _card(leave, doubt, Kind.BAIXA if doubt in _GRANTABLE else None)
    return _acting(leave, said) or _asked(leave, said)


_OF_A_SUBSCRIPTION: Final = re.compile(r"\bA-\d{1,6}\b")
_GRANTABLE: Final = frozenset({Doubt.CONDITION, Doubt.FUTURE})
"""What is asked for with a doubt, and a person may grant."""

_SHORT: Final = 40
"""Words of a mail that asks to leave we do not know what: who says more says something else."""


def _is_carried_over(leave: Leave, said: Understood) -> bool:
    """Whether only the subject that is answered asks, above more than data: that was who wrote before."""
    has_data = any(person.has_data for person in leave.people)
    return said.in_subject and is_reply(leave.incoming.mail.subject) and not (has_data and not said.open)


_DOUBTS: Final[Mapping[Concept, Doubt]] = {
    Concept.IF: Doubt.CONDITION,
    Concept.LATER: Doubt.FUTURE,
    Concept.NEIGHBOUR: Doubt.FOR_ANOTHER,
    Concept.THEY_WANT: Doubt.FOR_ANOTHER,
    Concept.SAY: Doubt.FOR_ANOTHER,
}


def _is_aside(leave: Leave) -> bool:
    """Whether it is of another matter, or a mailing that tells its reader how to leave it."""
    if _is_mailing(leave):
        return True
    is_of_work = leave.said is not None and leave.said.in_subject and leave.is_of_work
    if is_of_work and not names_list(leave.folded):
        return True  # the subject's noun is the sick leave that is told of
    is_named = names_list(leave.folded) or (leave.said is not None and leave.said.beside_list)
    return leave.is_of_another_matter and leave.is_near_another_matter and not is_named


def _is_mailing(leave: Leave) -> bool:
    """Whether it tells its reader how to leave, and gives nobody's document."""
    return has_feet(leave.incoming.words.own) and not any(person.id_document for person in leave.people)


def _acting(leave: Leave, said: Understood) -> Reading | None:
    """The leave that acts, or would if it were plain whose it is; None where it is not wholly understood."""
    is_strange = bool(said.strange) and (said.in_subject or not is_reply(leave.incoming.mail.subject))
    if said.stand is not Stand.WISH or said.open or is_strange or leave.may_be_elsewhere:
        return None
    if leave.is_of_work or leave.names_more or not (leave.names_list or _says_only_who(leave, said)):
        return None
    if leave.is_of_one and leave.may_be_of_another:
        is_askable = leave.is_of_writer or not (leave.is_of_another or leave.is_for_all)
        return None if is_askable else _card(leave, Doubt.FOR_ANOTHER, Kind.BAIXA)
    if len(leave.people) > 1 and not leave.is_for_all:
        return None
    return Reading(kind=Kind.BAIXA, people=leave.people, reasons=_reasons(said))


def _says_only_who(leave: Leave, said: Understood) -> bool:
    """Whether nothing but the wish and who asks stands in the mail, and no file comes along."""
    brings_file = any(not a.content_type.startswith("image/") for a in leave.incoming.mail.attachments)
    below = leave.incoming.words.quoted
    is_above_other = other_matter(fold(clean(below))) is not None
    return leave.is_whole and not (brings_file or is_above_other) and said.says_only_who


def _asked(leave: Leave, said: Understood) -> Reading:
    """The leave that its writer is asked about; a card, where no yes of theirs would settle it."""
    doubt = Doubt.QUESTION if said.stand is Stand.AGAINST else Doubt.SAYS_MORE
    is_told = said.in_subject and leave.speaks_of_leaving  # "m'heu tret de la llista!"
    may_be_else = leave.is_of_another_matter and not (leave.is_ours or said.beside_list)
    if (
        leave.is_of_one
        and not (is_told or may_be_else)
        and _asks_enough(leave, said)
        and not (leave.is_of_another and not leave.is_for_known_kin)
    ):
        return Reading(kind=Kind.BAIXA, people=leave.people, doubts=(doubt,), reasons=_reasons(said))
    if leave.is_of_another_matter and leave.is_near_another_matter and not leave.is_ours:
        return Reading(kind=Kind.OTHER, reasons=_reasons(said))
    doubt = Doubt.FOR_ANOTHER if leave.is_of_another else Doubt.UNCLEAR
    return _card(leave, doubt, Kind.BAIXA if said.stand is Stand.WISH else None)


def _asks_enough(leave: Leave, said: Understood) -> bool:
    """Whether the second reader hears so much of a wish that a question would not bother its writer."""
    if leave.scores is None or leave.weights is None:
        return True
    is_wish = said.stand is Stand.WISH
    is_alone = is_wish and not leave.is_of_another_matter
    if is_alone and leave.is_ours and leave.is_whole and not said.open:
        return True
    is_named = is_wish and leave.names_list
    is_ours = leave.is_ours and (is_named or other_matter(leave.folded) is None)
    is_known = is_ours or (leave.is_whole and is_alone)
    return leave.scores.ask >= (leave.weights.closer if is_known else leave.weights.opener)


def _carried_over(leave: Leave) -> Reading | None:
    """More than thanks under the subject of a leave that is answered: a person sees."""
    said = leave.said
    if said is None or not said.in_subject or said.stand is not Stand.WISH:
        return None
    names = [person.name for person in leave.people]
    is_of_us = leave.names_list or bool(known(leave.people))
    if not (is_of_us and leave.own.strip()) or heard(leave.own, names=names).is_courtesy:
        return None
    if known(leave.people) and leave.is_of_one and leave.is_clear_answer:
        return Reading(
            kind=Kind.BAIXA, people=leave.people, doubts=(Doubt.SAYS_MORE,), reasons=_reasons(said)
        )
    return _card(leave, Doubt.CARRIED_OVER)


def _concerns_list(leave: Leave) -> Reading | None:
    """Who gives data and names this list wants something of it: a person sees."""
    is_of_us = (
        leave.is_ours and bool(known(leave.people)) and not (asks_to_tell(leave.folded) or _is_mailing(leave))
    )
    return _card(leave, Doubt.UNCLEAR) if is_of_us and _may_ask(leave) else None


def _may_ask(leave: Leave) -> bool:
    """Whether the second reader hears so much of a wish that it is no other matter."""
    return leave.scores is None or leave.weights is None or leave.scores.ask >= leave.weights.closer


def _opened(leave: Leave) -> Reading | None:
    """Who plainly asks, in words that no frame holds, is asked."""
    if leave.scores is None or leave.weights is None or leave.scores.ask < leave.weights.opener:
        return None
    has_data = any(person.has_data for person in leave.people)
    is_near = leave.is_ours and leave.is_of_one and has_data and not leave.is_of_another_matter
    joins = any(word in JOINS for parsed in leave.body for word in parsed.words)
    is_other = leave.is_of_another or joins or asks_to_tell(leave.folded)
    if not is_near or leave.incoming.files or is_other:
        return None
    return Reading(
        kind=Kind.BAIXA, people=leave.people, doubts=(Doubt.SAYS_MORE,), reasons=(Because("but-not-now"),)
    )


def _asks_how(leave: Leave) -> Reading | None:
    """Who asks how to leave this list, or when it is done, waits for an answer."""
    said = leave.said
    is_how = said is not None and said.why is Concept.HOW
    is_of_list = leave.is_ours or (leave.is_whole and names_list(leave.folded))
    is_when = said is not None and said.in_subject and any(map(_asks_when, leave.body))
    return _card(leave, Doubt.QUESTION) if (is_how or is_when) and is_of_list and _may_ask(leave) else None


def _asks_when(parsed: Parsed) -> bool:
    return parsed.is_question and Concept.HOW in parsed.concepts[0]


def _card(leave: Leave, doubt: Doubt, wish: Kind | None = None) -> Reading:
    reasons = _reasons(leave.said) if leave.said else ()
    return Reading(kind=Kind.UNSURE, people=known(leave.people), doubts=(doubt,), reasons=reasons, wish=wish)


def _reasons(said: Understood) -> tuple[Why, ...]:
    return (Because("sense-of", (said.stand, said.words)) if said.words else said.stand,)


def _vetoed(leave: Leave, reading: Reading | None) -> Reading | None:
    """The reading; a leave waits for its writer's yes where too much is said against it."""
    if reading is None or reading.kind is not Kind.BAIXA or reading.doubts or not leave.is_whole:
        return reading  # who is asked for data can still say no
    is_bare = leave.said is not None and leave.said.says_only_who  # nothing can speak against it
    if is_bare or leave.scores is None or leave.weights is None or leave.scores.margin >= leave.weights.veto:
        return reading
    why, said = Because("but-asks-little"), reading.said
    if worst := leave.scores.worst:
        text = joined(leave.incoming.mail.subject, leave.incoming.words.own)
        own = len(text) - len(clean(leave.incoming.words.own))
        in_subject = worst.start < own
        at = 0 if in_subject else own
        said = (Said(worst.start - at, worst.end - at, why, in_subject=in_subject, is_open=True),)
        why = Because("but-asks-little-against", (text[worst.start : worst.end],))
    return replace(reading, doubts=(Doubt.SAYS_MORE,), reasons=(*reading.reasons, why), said=said)


# --- beside the words ------------------------------------------------------------------------------


def _is_told_otherwise(incoming: Incoming) -> bool:
    """Whether the HTML, which is what its writer saw, does not ask what the plain text asks."""
    plain, html = incoming.mail.plain, incoming.mail.html
    if plain is None or html is None or not html.own.strip() or same_words(plain, html):
        return False
    asks, seen = (understood(incoming.subject, meant(Text(words.own))) for words in (plain, html))
    return asks is not None and asks.stand is Stand.WISH and (seen is None or seen.stand is not Stand.WISH)


def _answered(leave: Leave, reading: Reading | None) -> Reading | None:
    """The reading; a leave to be confirmed, where it gives what the town hall asked for."""
    if reading is not None and reading.kind is not Kind.UNSURE:
        return reading
    incoming = leave.incoming
    people = known(incoming.own_people) if incoming.words.quoted else ()
    if not people or not answers_the_town_hall(incoming, people):
        return reading
    reasons = (Because("gives-what-was-asked"),)
    is_clear = leave.is_clear_answer or heard(leave.own, data=leave.found).gives_data
    doubt = Doubt.SAYS_MORE if is_clear else Doubt.UNCLEAR
    return Reading(kind=Kind.BAIXA, people=people, doubts=(doubt,), reasons=reasons)


def _disguised(leave: Leave) -> Reading | None:
    """A request that shows only when letters of other alphabets are taken for Latin ones: never acted on."""
    subject, own = Text(unmask(leave.subject)), Text(unmask(leave.own))
    if (subject, own) == (leave.subject, leave.own):
        return None
    said = understood(subject, own)
    if said is None or said.stand is Stand.TOLD or not names_list(at_home(fold(f"{subject}\n{own}"), "")):
        return None
    return Reading(
        kind=Kind.UNSURE, people=known(leave.people), doubts=(Doubt.DISGUISED,), reasons=_reasons(said)
    )
