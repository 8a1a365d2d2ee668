"""A leave: what its writer's own words ask, and the lane that it takes.

The law, in its order: another matter is set aside; a wish for this list, of which every clause is
understood, acts; a wish of who writes that the second reader hears, whatever the frames found, is put to
them, and so is a relative's beside which the writer stays; what is refused, conditional, of a later time or
of somebody else is for staff; any other wish is put to its writer, where a yes would settle it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from rules.chats.chat import before_chat, is_office, messages_of
from rules.findings import Because, Doubt, Kind, Reading, Said, Why, for_a_person, known
from rules.intent.answer import answer_of
from rules.intent.frame import REFUSALS, Stand
from rules.intent.law import Understood, understood
from rules.intent.second_reader import Weights, joined
from rules.lexicon.verbs import JOINS, NOUNS, Act
from rules.lexicon.words import Concept
from rules.mail.message import Incoming, as_html_says
from rules.mail.set_phrases import is_reply
from rules.mail.small_print import has_feet
from rules.people.names import compatible
from rules.people.persons import read_people
from rules.registry.papers import gives_data
from rules.residents.above_a_question import answers_the_town_hall
from rules.residents.errands import asks_to_tell
from rules.residents.leave_facts import Leave
from rules.text.folding import fold, unmask
from rules.text.tokens import Text
from rules.vocabulary.lists import at_home, names_list
from rules.vocabulary.other_meanings import other_matter


def leaves(incoming: Incoming, weights: Weights | None) -> Reading | None:
    """What the writer's own words say about leaving, whoever sends them."""
    leave = Leave(incoming, weights)
    reading = _of_words(leave)
    if reading is None:
        return None
    reading = replace(reading, said=(*leave.places, *reading.said))
    if Kind.BAIXA not in {reading.kind, reading.wish}:
        return reading
    own = incoming.words.own
    if any(not is_office(one.author, incoming.town) for one in messages_of(own)):  # whose data are in them?
        above = known(read_people(before_chat(own), own_numbers=incoming.own_numbers))
        return replace(for_a_person(Because("copies-chat"), above), wish=Kind.BAIXA, said=reading.said)
    return _within_html(leave, reading) if reading.kind is Kind.BAIXA else reading


def _of_words(leave: Leave) -> Reading | None:
    """What the first row of the law that holds comes to, unless its writer is to say yes first."""
    reading = next(outcome(leave) for holds, outcome in _LAW if holds(leave))
    return _answered(leave, _vetoed(leave, reading))


# --- the law ---------------------------------------------------------------------------------------


def _tells_nothing(leave: Leave) -> bool:
    """Whether nothing asks to leave, or only the subject that is answered does, above more than data."""
    said = leave.said
    is_answered = said.in_subject and is_reply(leave.incoming.mail.subject)
    return said.stand is Stand.TOLD or (is_answered and bool(said.open or not gives_data(leave.incoming)))


def _is_elsewhere(leave: Leave) -> bool:
    """Whether it is of another matter, or a mailing that tells its reader how to leave it."""
    if leave.said.in_subject and leave.is_of_work and not leave.names_any_list:
        return True  # the subject's noun is the sick leave that is told of
    is_other = leave.is_of_another_matter and leave.is_near_another_matter
    is_elsewhere = is_other and not (leave.said.beside_list or leave.names_any_list)
    return is_elsewhere or _is_mailing(leave)


def _only_stays(leave: Leave) -> bool:
    """Whether somebody wants to be somewhere, and nothing says that it is on the list: "puc ser-hi"."""
    said = leave.said
    is_staying = said.stand is Stand.AGAINST and said.why is Concept.STAYING
    return is_staying and not (leave.is_whole or leave.names_any_list)


def _is_of_nobody(leave: Leave) -> bool:
    return not (gives_data(leave.incoming) or leave.names_any_list or _OF_A_SUBSCRIPTION.search(leave.own))


def _is_of_something_else(leave: Leave) -> bool:
    """Whether no wish of this list is explicit, and the second reader hears none."""
    said = leave.said
    is_named = leave.names_list or not said.in_subject
    is_wish = said.stand is Stand.WISH and (is_named or leave.says_only_who)
    is_explicit = is_wish or (said.beside_list and leave.is_ours)
    return (leave.is_of_another_matter or not leave.is_ours) and not (is_explicit or leave.may_ask())


def _is_against(leave: Leave) -> bool:
    """Whether it speaks against a leave; not a question, nor who asks for another whose data they give."""
    said = leave.said
    is_others = said.why in {Concept.THEY_WANT, Concept.SAY}
    is_told = is_others and leave.is_of_one and leave.is_for_known_kin
    return said.stand is Stand.AGAINST and said.why is not Concept.HOW and not is_told


def _is_understood(leave: Leave) -> bool:
    """Whether a wish to leave this list is all that is said, and by whom is plain."""
    said = leave.said
    is_strange = bool(said.strange) and (said.in_subject or not is_reply(leave.incoming.mail.subject))
    is_all = said.stand is Stand.WISH and not (said.open or is_strange or leave.may_be_elsewhere)
    is_of_list = is_all and not leave.is_of_work and (leave.names_list or _says_only_who(leave))
    return is_of_list and not leave.names_more and (len(leave.people) < 2 or leave.is_for_all)


def _may_be_of_another(leave: Leave) -> bool:
    """Whether what is understood and does not act is somebody's whom no letter to who writes would tell."""
    is_askable = leave.is_of_writer or not (leave.is_of_another or leave.is_for_all)
    return _is_understood(leave) and not is_askable


def _acts(leave: Leave) -> bool:
    is_of_another = leave.is_of_one and leave.may_be_of_another
    return _is_understood(leave) and not (is_of_another or leave.tells_a_later_day)


def _is_heard(leave: Leave) -> bool:
    """Whether the second reader hears a leave of who writes, and nothing against it where the frames do.

    Who only refuses is not asked, nor whose leave is of a later day, or who is to be on the list as well.
    """
    said = leave.said
    if not (_hears(leave) and leave.is_ours and leave.is_of_one and leave.is_writers_own):
        return False
    refuses = not said.against.isdisjoint(REFUSALS) and not said.beside_wish
    is_taken_back = said.beside_wish and said.why in REFUSALS | {Concept.BACK} and not leave.has(Concept.KIN)
    is_contrary = said.stand is Stand.AGAINST and not (is_taken_back or _hears(leave, at=said.start))
    return not (refuses or is_contrary or Concept.LATER in said.against or leave.joins)


def _leaves_kin_only(leave: Leave) -> bool:
    """Whether a relative is to leave whose data are given, and who writes says that they themselves stay."""
    stays = leave.writer_stays and leave.said.beside_wish
    return stays and leave.may_ask() and leave.is_of_one and leave.is_for_known_kin


def _hears(leave: Leave, at: int | None = None) -> bool:
    """Whether the second reader finds that a mail asks to leave; of a place, that its sentence does."""
    if leave.scores is None:
        return False
    title = leave.incoming.title.cleaned
    before = len(title.rstrip()) - len(leave.subject) if leave.said.in_subject else len(title) + 2
    return (leave.scores.margin if at is None else leave.scores.margin_at(at + before)) > 0


def _may_be_asked(leave: Leave) -> bool:
    """Whether a yes of who writes would settle it."""
    said = leave.said
    # "M'heu tret de la llista!"
    is_told = said.in_subject and any(Act.STRIKE in parsed.acts for parsed in leave.body)
    may_be_else = leave.is_of_another_matter and not (leave.is_ours or said.beside_list)
    # "Vull donar de baixa el comptador", whatever the subject is of
    strikes_else = said.stand is Stand.UNKNOWN and leave.is_near_another_matter and not said.beside_list
    is_own = leave.is_of_one and (not leave.is_of_another or leave.is_for_known_kin)
    is_ours = leave.is_whole and leave.is_for_all and not leave.is_of_another  # "traieu-nos a tots dos"
    return (is_own or is_ours) and not (is_told or may_be_else or strikes_else) and _asks_enough(leave)


def _is_another_matter(leave: Leave) -> bool:
    return leave.is_of_another_matter and leave.is_near_another_matter and not leave.is_ours


def _without_wish(leave: Leave) -> Reading | None:
    """What is told of leaving, where nothing asks for it."""
    beside = (_disguised, _carried_over, _opened, _asks_how, _concerns_list)
    return next((reading for each in beside if (reading := each(leave))), None)


def _aside(leave: Leave) -> Reading:
    return Reading(kind=Kind.OTHER, reasons=(_why(leave.said),))


def _vague(leave: Leave) -> Reading | None:
    """A short wish of nobody knows what is for a person; who says more says something else."""
    is_short = len(leave.own.split()) <= _SHORT
    is_meant = is_short and (leave.said.stand in {Stand.WISH, Stand.AGAINST} or leave.said.why is Concept.IF)
    return _card(leave, Doubt.UNCLEAR) if is_meant and not leave.is_of_another_matter else None


def _given_in_whole(leave: Leave) -> Reading | None:
    """Whole data, or a subscription's number, are never set aside."""
    is_plain = leave.said.stand is not Stand.UNKNOWN and not leave.is_near_another_matter
    is_of_us = (is_plain and leave.is_whole) or _OF_A_SUBSCRIPTION.search(leave.own) is not None
    return _card(leave, Doubt.UNCLEAR) if is_of_us else None


def _contrary(leave: Leave) -> Reading:
    doubt = _DOUBTS.get(leave.said.why, Doubt.UNCLEAR)
    if doubt is Doubt.FUTURE and not leave.is_ours:
        doubt = Doubt.UNCLEAR  # a day names many a thing: "em dono de baixa del grup de dijous"
    may_be_granted = doubt in {Doubt.CONDITION, Doubt.FUTURE}
    return _card(leave, doubt, Kind.BAIXA if may_be_granted else None)


def _leave(leave: Leave, *doubts: Doubt) -> Reading:
    return Reading(kind=Kind.BAIXA, people=leave.people, doubts=doubts, reasons=(_why(leave.said),))


def _asked(leave: Leave) -> Reading:
    asked = _leave(leave, Doubt.QUESTION if leave.said.why is Concept.HOW else Doubt.SAYS_MORE)
    return asked if leave.names_list else replace(asked, reasons=(*asked.reasons, Because("which-list")))


def _asked_all_the_same(leave: Leave) -> Reading:
    """Who is heard is asked, and for whom, whatever the frames found against it."""
    asked = _asked(leave)
    why = Because("but-heard" if leave.is_writers_own else "but-kin-leaves")
    return replace(asked, reasons=(*asked.reasons, why))


def _for_a_person(leave: Leave) -> Reading:
    doubt = Doubt.FOR_ANOTHER if leave.is_of_another else Doubt.UNCLEAR
    return _card(leave, doubt, Kind.BAIXA if leave.said.stand is Stand.WISH else None)


_LAW: Final[tuple[tuple[Callable[[Leave], bool], Callable[[Leave], Reading | None]], ...]] = (
    (_tells_nothing, _without_wish),
    (_only_stays, lambda _: None),
    (_is_elsewhere, _aside),
    (_is_of_nobody, _vague),
    (_is_of_something_else, _given_in_whole),
    (_acts, _leave),
    (_is_heard, _asked_all_the_same),
    (_leaves_kin_only, _asked_all_the_same),
    (_is_against, _contrary),
    (_may_be_of_another, lambda leave: _card(leave, Doubt.FOR_ANOTHER, Kind.BAIXA)),
    (_may_be_asked, _asked),
    (_is_another_matter, _aside),
    (lambda _: True, _for_a_person),
)
"""The law of a leave: the first row that holds decides."""
_OF_A_SUBSCRIPTION: Final = re.compile(r"\bA-\d{1,6}\b")
_SHORT: Final = 40
"""Words of a mail that asks to leave we do not know what."""
_DOUBTS: Final[Mapping[Concept | None, Doubt]] = {
    Concept.IF: Doubt.CONDITION,
    Concept.LATER: Doubt.FUTURE,
    Concept.NEIGHBOUR: Doubt.FOR_ANOTHER,
    Concept.THEY_WANT: Doubt.FOR_ANOTHER,
    Concept.SAY: Doubt.FOR_ANOTHER,
}


def _is_mailing(leave: Leave) -> bool:
    """Whether it tells its reader how to leave, and gives nobody's document."""
    return has_feet(leave.incoming.own) and not any(person.id_document for person in leave.people)


def _says_only_who(leave: Leave) -> bool:
    """Whether nothing but the wish and who asks stands in the mail, and no file comes along."""
    brings_file = any(not a.content_type.startswith("image/") for a in leave.incoming.mail.attachments)
    is_above_other = other_matter(leave.incoming.quoted.folded) is not None
    return leave.is_whole and not (brings_file or is_above_other) and leave.says_only_who


def _asks_enough(leave: Leave) -> bool:
    """Whether so much of a wish is said, or heard, that a question would not bother its writer."""
    said = leave.said
    is_wish = said.stand is Stand.WISH
    is_alone = is_wish and not leave.is_of_another_matter
    is_told = any(word in NOUNS for parsed in leave.body for word in parsed.words)
    is_official = said.in_subject and leave.names_list and not is_told
    is_answered = said.in_subject and is_reply(leave.incoming.mail.subject)
    is_given = leave.is_whole or bool(known(leave.people) and not is_answered)
    is_plain = is_given and not (said.open or leave.incoming.files)
    if is_alone and (is_plain or is_official or (leave.is_whole and leave.asks_plainly)):
        return True
    if is_wish and leave.is_whole and leave.is_ours and not (said.in_subject or leave.is_near_another_matter):
        return True
    is_named = is_wish and leave.names_list
    is_ours = leave.is_ours and (is_named or not leave.is_of_another_matter)
    return leave.may_ask(is_known=is_ours or (leave.is_whole and is_alone))


def _carried_over(leave: Leave) -> Reading | None:
    """More than thanks under the subject of a leave that is answered, the only wish here: a person sees."""
    if leave.said.stand is not Stand.WISH:
        return None
    names = [person.name for person in leave.people]
    is_of_us = leave.names_list or bool(known(leave.people))
    if not (is_of_us and leave.own.strip()) or answer_of(leave.own, names=names).is_courtesy:
        return None
    if known(leave.people) and leave.is_of_one and not leave.may_be_other_answer:
        return _leave(leave, Doubt.SAYS_MORE)
    return _card(leave, Doubt.CARRIED_OVER)


def _concerns_list(leave: Leave) -> Reading | None:
    """Who gives data and names this list wants something of it: a person sees."""
    if not (leave.is_ours and gives_data(leave.incoming)):
        return None
    is_of_us = not (asks_to_tell(leave.folded) or _is_mailing(leave))
    return _card(leave, Doubt.UNCLEAR) if is_of_us and leave.may_ask() else None


def _opened(leave: Leave) -> Reading | None:
    """Who plainly asks, in words that no frame holds, is asked."""
    if leave.incoming.files or leave.weights is None or not leave.is_ours or leave.is_of_another_matter:
        return None
    is_asked = leave.may_ask(is_known=False) or (leave.is_whole and _is_heard(leave))
    if not (gives_data(leave.incoming) and leave.is_of_one and is_asked):
        return None
    joins = any(word in JOINS for parsed in leave.body for word in parsed.words)
    if leave.is_of_another or joins or asks_to_tell(leave.folded):
        return None
    return replace(_leave(leave, Doubt.SAYS_MORE), reasons=(Because("but-not-now"),))


def _asks_how(leave: Leave) -> Reading | None:
    """Who asks how to leave this list, or when it is done, waits for an answer."""
    said = leave.said
    asks_when = said.in_subject and any(p.is_question and Concept.HOW in p.concepts[0] for p in leave.body)
    if not (said.why is Concept.HOW or asks_when):
        return None
    is_of_list = leave.is_ours or (leave.is_whole and leave.names_any_list)
    return _card(leave, Doubt.QUESTION) if is_of_list and leave.may_ask() else None


def _card(leave: Leave, doubt: Doubt, wish: Kind | None = None) -> Reading:
    return replace(for_a_person(_why(leave.said), known(leave.people), doubt=doubt), wish=wish)


def _why(said: Understood) -> Why:
    return Because("sense-of", (said.stand, said.words)) if said.words else said.stand


def _vetoed(leave: Leave, reading: Reading | None) -> Reading | None:
    """The reading; a leave waits for its writer's yes where too much is said against it."""
    if reading is None or reading.kind is not Kind.BAIXA or reading.doubts or not leave.is_whole:
        return reading  # who is asked for data can still say no
    if leave.scores is None or leave.weights is None or leave.scores.margin >= leave.weights.veto:
        return reading
    if leave.says_only_who:  # nothing can speak against it
        return reading
    why, said = Because("but-asks-little"), reading.said
    if worst := leave.scores.worst:
        text = joined(leave.incoming.title, leave.incoming.own)
        own = len(leave.incoming.title.cleaned) + 2
        in_subject = worst.start < own
        at = 0 if in_subject else own
        said = (Said(worst.start - at, worst.end - at, why, in_subject=in_subject, is_open=True),)
        why = Because("but-asks-little-against", (text[worst.start : worst.end],))
    return replace(reading, doubts=(Doubt.SAYS_MORE,), reasons=(*reading.reasons, why), said=said)


# --- beside the words ------------------------------------------------------------------------------


def _within_html(leave: Leave, reading: Reading) -> Reading:
    """The reading, as far as the HTML says the same where it has other words: its writer saw that."""
    html = as_html_says(leave.incoming.mail)
    if html is None:
        return reading
    seen = Leave(replace(leave.incoming, mail=html), leave.weights)
    asked = _of_words(seen)
    is_taken_back = leave.said.stand is Stand.WISH is not seen.said.stand
    names = zip(reading.people, seen.people, strict=False)
    is_of_others = not all(compatible(one.name, other.name) for one, other in names)
    if asked is None or asked.kind is not Kind.BAIXA or is_taken_back or is_of_others:
        reasons = (*reading.reasons, Because("but-html-does-not"))
        return replace(reading, kind=Kind.UNSURE, doubts=(Doubt.PARTS_DISAGREE,), reasons=reasons)
    if reading.doubts or not asked.doubts:
        return reading
    return replace(reading, doubts=asked.doubts, reasons=(*reading.reasons, Because("but-html-says-more")))


def _answered(leave: Leave, reading: Reading | None) -> Reading | None:
    """The reading; a leave to be confirmed, where it gives what the town hall asked for."""
    if reading is not None and reading.kind is not Kind.UNSURE:
        return reading
    incoming = leave.incoming
    if not (incoming.quoted and is_reply(incoming.mail.subject) and answers_the_town_hall(incoming)):
        return reading
    reasons = (Because("gives-what-was-asked"),)
    hands_data = answer_of(leave.own, data=leave.found).gives_data
    is_clear = hands_data or not leave.may_be_other_answer or _is_heard(leave)
    doubt = Doubt.SAYS_MORE if is_clear else Doubt.UNCLEAR
    return Reading(kind=Kind.BAIXA, people=incoming.known_people, doubts=(doubt,), reasons=reasons)


# --- letters of other alphabets ----------------------------------------------------------------------


def _disguised(leave: Leave) -> Reading | None:
    """A request that shows only when letters of other alphabets are taken for Latin ones: never acted on."""
    subject, own = Text(unmask(leave.subject)), Text(unmask(leave.own))
    if (subject, own) == (leave.subject, leave.own):
        return None
    said = understood(subject, own)
    if said is None or said.stand is Stand.TOLD or not names_list(at_home(fold(f"{subject}\n{own}"), "")):
        return None
    return for_a_person(_why(said), known(leave.people), doubt=Doubt.DISGUISED)
