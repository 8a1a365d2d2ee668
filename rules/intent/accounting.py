"""The accounting of clauses: what a mail says beside its wish, each clause of which must say nothing of it.

Data and courtesies are accounted for by their words; so is what was learned to change nothing
(`beside_reader`): a sentence, or a clause of the wish's own sentence. Of the wish's own clause a verb's chain
speaks (`chain`); what stands before a command that no chain governs is looked at here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rules.intent.beside import erases_data, is_courtesy
from rules.intent.chain import OF_LIST, is_known, stands_by_itself
from rules.intent.frame import Frame, Stand
from rules.intent.striking import verb_of
from rules.lexicon.conjugation import Tag
from rules.lexicon.parsed import THAT, Parsed
from rules.lexicon.verbs import FORMS, JOIN_NOUNS, JOINS, NO_VERB, NOUNS, Act
from rules.lexicon.words import Concept
from rules.text.patterns import word_set

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of a text beside its words: where data stand, who is named, what changes nothing.

    `changes_nothing` says of some words of a sentence that they leave the wish as it is; None where nobody
    learned it. `known` gives the words of names, `place` is the town's name, folded.
    `reported`: others' wishes are told. `heard_to` is how far what was learned counts, None to the end.
    """

    data: tuple[Span, ...] = ()
    changes_nothing: Callable[[Parsed, range], bool] | None = None
    known: Callable[[], frozenset[str]] = frozenset
    place: str = ""
    reported: bool = False
    heard_to: int | None = None

    def is_harmless(self, parsed: Parsed, places: range) -> bool:
        """Whether what was learned says that the words at *places* change nothing of a wish."""
        is_heard = self.heard_to is None or parsed.tokens[places.start].start < self.heard_to
        return is_heard and self.changes_nothing is not None and self.changes_nothing(parsed, places)


_SAYS_NOTHING: Final = frozenset({
    Concept.COURTESY, Concept.LINK, Concept.ADVERB, Concept.YES, Concept.ME, Concept.OWN, Concept.LIST,
    Concept.LABEL, Concept.INTRODUCES, Concept.HANDING, Concept.KINDNESS, Concept.THANKS, Concept.MESSAGE,
    Concept.ASK, Concept.ASK_NOUN,
})  # fmt: skip


def open_clauses(body: Sequence[Parsed], found: Sequence[Frame], beside: Beside) -> Iterator[Span]:
    """The places of the clauses that nothing accounts for, in their order.

    Nothing accounts for a verb that is not understood, nor for a question below a subject that asks.
    """
    wishes = {frame.start for frame in found if frame.stand is Stand.WISH}
    unknown = {frame.start for frame in found if frame.stand is Stand.UNKNOWN}
    places = [[j for j, token in enumerate(parsed.tokens) if token.start in wishes] for parsed in body]
    is_near = False
    for parsed, here in zip(body, places, strict=True):
        whole = range(len(parsed.tokens))
        # Who asks that all data be erased asks for more than a leave, and nothing against it.
        is_unknown = any(
            parsed.tokens[j].start in unknown and not (wishes and erases_data(parsed, j)) for j in whole
        )
        asks_back = parsed.is_question and not wishes  # "Jo?"
        if here and not is_unknown:
            yield from _open_beside_wish(parsed, here, beside)
        elif (
            is_unknown
            or asks_back
            or not _changes_nothing(parsed, beside, is_near=is_near, body_asks=bool(wishes))
        ):
            yield parsed.span(whole)
        is_near = bool(here) or (is_near and _is_courteous(parsed, beside))


def _is_courteous(parsed: Parsed, beside: Beside) -> bool:
    """Whether what follows it is as near to the wish as it is: "Gràcies. Si plou massa."."""
    whole = range(len(parsed.tokens))
    return _is_accounted_for(parsed, whole, beside) and not any(parsed.is_data(j) for j in whole)


def _changes_nothing(parsed: Parsed, beside: Beside, *, is_near: bool, body_asks: bool) -> bool:
    """Whether a sentence leaves the wish as it is; a day or a condition right behind it is of the wish."""
    whole = range(len(parsed.tokens))
    asks = not body_asks and _asks_of_list(parsed)
    return (_is_accounted_for(parsed, whole, beside) and not asks) or (
        beside.is_harmless(parsed, whole)
        and not _is_of_others(parsed, whole)
        and not (is_near and _has_any(parsed, whole, _TERMS))
    )


def _asks_of_list(parsed: Parsed) -> bool:
    """Whether a sentence asks for something, or tells of the messages: "demano informació".

    Under a subject that asks to leave it may be what its writer wants; thanks for messages are nothing.
    """
    if not NOUNS.isdisjoint(parsed.words) or Act.STRIKE in parsed.acts:
        return False
    asks = parsed.has(Concept.ASK) or parsed.has(Concept.ASK_NOUN)
    return parsed.has(Concept.LESS) or any(
        (Concept.MESSAGE in here and not _is_thanked_for(parsed, j))
        or (asks and (Concept.LIST in here or parsed.words[j] in {"dades", "datos"}))
        for j, here in enumerate(parsed.concepts)
    )


def _is_thanked_for(parsed: Parsed, place: int) -> bool:
    """Whether it is what somebody is thanked for: "gràcies per tots els missatges"."""
    j = place - 1
    while parsed.of(j) & {Concept.LINK, Concept.ADVERB} and parsed.word(j) not in _FOR:
        j -= 1
    return parsed.word(j) in _FOR and parsed.has(Concept.THANKS)


_FOR: Final = frozenset({"per", "pels", "pel", "por"})


def _open_beside_wish(parsed: Parsed, wishes: Sequence[int], beside: Beside) -> Iterator[Span]:
    is_behind = False
    for clause in filter(None, _clauses(parsed)):
        wish = next((j for j in wishes if j in clause), None)
        first, last = parsed.span(clause)
        if wish is not None:
            if not is_behind and not _is_command_accounted_for(parsed, clause, wish, beside):
                yield first, last
            is_behind = True
        elif not _is_accounted_for(parsed, clause, beside) and (
            _has_any(parsed, clause, _DOUBTS)
            or _is_of_others(parsed, clause)
            or _is_other_command(parsed, clause)
            or _tells_which(parsed, clause)
            or not beside.is_harmless(parsed, clause)
        ):
            yield first, last


def _is_command_accounted_for(parsed: Parsed, clause: range, wish: int, beside: Beside) -> bool:
    """Whether nothing unknown stands before a command, "traieu-me", which no chain governs."""
    verb = verb_of(parsed, wish)
    joints = {Concept.AND, Concept.BECAUSE, Concept.BUT, Concept.MORE}
    return not stands_by_itself(parsed, verb) or all(
        parsed.concepts[j] & joints or _is_accounted_word(parsed, j, beside)
        for j in range(clause.start, verb)
    )


def _clauses(parsed: Parsed) -> Iterator[range]:
    first = 0
    for j, here in enumerate(parsed.concepts):
        is_mark = parsed.tokens[j].is_mark
        if is_mark or here & {Concept.AND, Concept.BUT, Concept.BECAUSE}:
            yield range(first, j)
            first = j + is_mark
    yield range(first, len(parsed.tokens))


def _is_accounted_for(parsed: Parsed, clause: range, beside: Beside) -> bool:
    return is_courtesy(parsed, clause) or (
        not _tells_new_data(parsed, clause) and all(_is_accounted_word(parsed, j, beside) for j in clause)
    )


def _tells_new_data(parsed: Parsed, clause: range) -> bool:
    """Whether data are told to be other ones than before: "ara el meu número és aquest"."""
    said = {parsed.words[j] for j in clause}
    is_now = not {"ara", "ahora"}.isdisjoint(said) and not _has_any(parsed, clause, _HANDED)
    is_renewed = is_now or not _RENEWED.isdisjoint(said)
    return is_renewed and any(parsed.concepts[j] >= {Concept.LABEL, Concept.OWN} for j in clause)


_RENEWED: Final = word_set("correcte correcto correctes correctos recordo recuerdo")
_HANDED: Final = frozenset({Concept.HANDING, Concept.SAY})
"""Beside "now" it tells nothing new: "ara us passo el meu número"."""

_DOUBTS: Final = frozenset({Concept.MAYBE, Concept.LATER})
"""What is never accounted for by what was learned in the wish's own sentence."""
_TERMS: Final = _DOUBTS | {Concept.IF, Concept.FIRST, Concept.LESS}
"""What is not in a sentence right behind it either."""
MAY_TURN: Final = _TERMS | {
    Concept.BACK, Concept.BEHALF, Concept.SAY, Concept.THEY_WANT, Concept.BUT, Concept.NEIGHBOUR,
}  # fmt: skip
"""What may turn a wish below it, or an answer that it stands in."""


def _has_any(parsed: Parsed, places: range, concepts: frozenset[Concept]) -> bool:
    return any(parsed.concepts[j] & concepts for j in places)


def _is_of_others(parsed: Parsed, places: range) -> bool:
    """Whether somebody is put on the list, or meant not to leave it."""
    return any(puts_on(parsed, j) or _leaves_name_out(parsed, j) for j in places)


def _leaves_name_out(parsed: Parsed, place: int) -> bool:
    """Whether somebody is not meant: "no la Pepa"."""
    if parsed.words[place] != "no":
        return False
    named = place + 1
    while Concept.LINK in parsed.of(named):
        named += 1
    is_name = named < len(parsed.tokens) and parsed.is_data(named) and parsed.words[named] != "#"
    return is_name and parsed.tokens[named].capital  # "no leo"


def _tells_which(parsed: Parsed, clause: range) -> bool:
    """Whether it is said which messages are meant: "enviar-me avisos que em desperten"."""
    message = clause.start - 1
    is_bare = Concept.MESSAGE in parsed.of(message) and Concept.ME in parsed.of(message - 1)
    return is_bare and parsed.words[clause.start] in THAT


def _is_other_command(parsed: Parsed, clause: range) -> bool:
    """Whether something is to be sent, put or let be as well: "i envieu-m'ho per correu"."""
    verb = clause.start + (Concept.AND in parsed.concepts[clause.start])
    form = FORMS.get(parsed.word(verb)) or JOINS.get(parsed.word(verb), NO_VERB)
    return form.act not in {Act.STRIKE, Act.GIVE} and Tag.IMPERATIVE in form.tags


def puts_on(parsed: Parsed, place: int) -> bool:
    """Whether somebody or a number is to be put on the list: "i alta del nou", "i poseu-hi el 600…"."""
    word = parsed.words[place]
    if word in JOIN_NOUNS:  # "quan em vaig donar d'alta" asks for nothing
        is_told = parsed.word(place - 1) in {"d", "de"}
        return not is_told or parsed.has(Concept.WANT, parsed.clause(place))
    is_again = not _AGAIN.isdisjoint(parsed.near(place - 4, place))
    tags = {Tag.IMPERATIVE, Tag.INFINITIVE} if is_again else {Tag.IMPERATIVE}
    return bool(parsed.joining(place).tags & tags)


_AGAIN: Final = frozenset({"torneu", "tornar", "tornin", "volver", "vuelvan"})
"""Before what is to be done again: "i torneu-me a apuntar"."""


def _is_accounted_word(parsed: Parsed, place: int, beside: Beside) -> bool:
    word = parsed.words[place]
    if Concept.MAYBE in parsed.concepts[place] or word in _CONSENT:
        return False
    if word == "#":  # but one that something goes to, "d'ara endavant al 600…", and a date
        is_ordinal = parsed.word(place + 1) in {")", ".", "-"} and place < _FIRST_WORDS
        return (is_ordinal or is_known(parsed, place)) and parsed.word(place - 1) != "al"
    return (
        parsed.is_blank(place)
        or bool(parsed.concepts[place] & _SAYS_NOTHING)
        or word in beside.known()
        or word in NOUNS
        or parsed.words[max(0, place - 1)] in GOOD
    )


_CONSENT: Final = word_set("consentiment consentimiento autoritzacio autorizacion")
"""It may be given as well as taken back."""
_FIRST_WORDS: Final = 2
"""Where a line of a list has its number: "1) …"."""
GOOD: Final = word_set("bon bona bons bones buen buena buenos buenas felic felices feliz happy bonne")
"""Before what is wished to who reads: "bona Pasqua", "buen verano"."""


_BARE: Final = _SAYS_NOTHING - {Concept.OWN} | {Concept.WANT, Concept.CAN, Concept.DO, Concept.AND}


def says_only_who(body: Iterable[Parsed], beside: Beside) -> bool:
    """Whether a text holds a BAIXA and somebody's data, and not a word that could be of any matter."""
    return all(_is_bare(parsed, j, beside) for parsed in body for j in range(len(parsed.words)))


def says_only_wish(parsed: Parsed, beside: Beside) -> bool:
    """Whether a sentence holds a wish to leave some list, somebody's data, and nothing else."""
    return all(
        _is_bare(parsed, j, beside) or parsed.forms[j].act is Act.STRIKE or bool(parsed.concepts[j] & OF_LIST)
        for j in range(len(parsed.words))
    )


def _is_bare(parsed: Parsed, place: int, beside: Beside) -> bool:
    word, here = parsed.words[place], parsed.concepts[place]
    return (
        parsed.is_blank(place)
        or word in NOUNS
        or parsed.forms[place].act is Act.GIVE
        or bool(here & _BARE and not here & OF_LIST)
        or word in beside.known()
    )


def has_only_data(body: Iterable[Parsed]) -> bool:
    """Whether a text holds somebody's data and courtesies, and no word of who hands them on."""
    said = {Concept.COURTESY, Concept.LABEL, Concept.AND, Concept.LINK}
    other = {Concept.DO, Concept.KIN, Concept.BEHALF}
    return all(
        parsed.is_blank(j) or bool(here & said and not here & other)
        for parsed in body
        for j, here in enumerate(parsed.concepts)
    )


def strange_words(title: Iterable[Parsed], beside: Beside, *, is_named: bool) -> Iterator[Span]:
    """The places of the words of a subject that neither ask nor say who asks.

    Where the text *is_named* by itself, none are strange that change nothing.
    """
    for parsed in title:
        whole = range(len(parsed.tokens))
        strange = [
            parsed.span(range(j, j + 1))
            for j in whole
            if parsed.forms[j].act is None and not _is_accounted_word(parsed, j, beside)
        ]
        if strange and not (is_named and _leaves_it(parsed, beside)):
            yield from strange


def _leaves_it(title: Parsed, beside: Beside) -> bool:
    """Whether a subject leaves the wish below it as it is; nothing was learned of one that asks as well."""
    whole = range(len(title.tokens))
    asks = Act.STRIKE in title.acts or not NOUNS.isdisjoint(title.words)
    if asks:
        return not (_has_any(title, whole, MAY_TURN | {Concept.MISTAKE}) or _is_of_others(title, whole))
    return beside.is_harmless(title, whole) and not _is_of_others(title, whole)
