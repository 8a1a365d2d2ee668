"""The accounting of clauses: what a mail says beside its wish, each clause of which must say nothing of it.

Data, a courtesy, or a reason that is marked as one is accounted for by its words; so is what the second
reader finds to speak little against a leave: a sentence, or a clause of the wish's own sentence. Of the
wish's own clause a verb's chain speaks (`chain`); what stands before a command that no chain governs is
looked at here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rules.intent.beside import erases_data, takes_back, turning
from rules.intent.chain import OF_LIST, chain_of, is_known, stands_by_itself
from rules.intent.frame import Frame, Stand
from rules.intent.second_reader import Scores
from rules.intent.striking import verb_of
from rules.lexicon.conjugation import Tag
from rules.lexicon.parsed import Parsed
from rules.lexicon.verbs import FORMS, JOIN_NOUNS, JOINS, NO_VERB, NOUNS, Act
from rules.lexicon.words import Concept
from rules.text.patterns import word_set

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of a text beside its words: where data stand, who is named, what speaks against a leave.

    `scores` are the second reader's of a part of the text, None without a second reader; one that speaks at
    most `cut` against a leave is accounted for. `known` gives the words of names, `place` is the town's
    name, folded.
    `reported`: others' wishes are told. `heard_to` is how far the scores count, None to the end.
    """

    data: tuple[Span, ...] = ()
    scores: Callable[[int, int], Scores] | None = None
    cut: float = 0.0
    known: Callable[[], frozenset[str]] = frozenset
    place: str = ""
    reported: bool = False
    heard_to: int | None = None

    def is_harmless(self, cut: float, start: int, end: int, *, is_behind: bool) -> bool:
        """Whether the second reader finds at most *cut* against a leave in a part of the text.

        Behind a wish, what nobody knows may turn it: of its words some are to be known.
        """
        if self.scores is None or (self.heard_to is not None and start >= self.heard_to):
            return False
        found = self.scores(start, end)
        return found.worst_against <= cut and (found.is_known or not is_behind)


_SAYS_NOTHING: Final = frozenset({
    Concept.COURTESY, Concept.LINK, Concept.ADVERB, Concept.YES, Concept.ME, Concept.OWN, Concept.LIST,
    Concept.LABEL, Concept.INTRODUCES, Concept.HANDING, Concept.KINDNESS, Concept.THANKS, Concept.MESSAGE,
    Concept.ASK, Concept.ASK_NOUN,
})  # fmt: skip


_CRY: Final = 4
"""Words of what is only cried out, its mark included: "Ha! Us ho heu cregut."."""
_CUT_BEHIND: Final = 0.0
"""How much the sentence right behind a wish may speak against it, and be accounted for."""
_CUT_CLAUSE: Final = 1.0
"""How much a clause behind the wish may, in its own sentence: fewer words are scored less surely."""


def open_clauses(body: Sequence[Parsed], found: Sequence[Frame], beside: Beside) -> Iterator[Span]:
    """The places of the clauses that nothing accounts for, in their order.

    A sentence behind the wish that may turn it is open, and so is one that holds what is not understood, or
    that asks something: no score accounts for them.
    """
    wishes = {frame.start for frame in found if frame.stand is Stand.WISH}
    unknown = {frame.start for frame in found if frame.stand is Stand.UNKNOWN}
    places = [[j for j, token in enumerate(parsed.tokens) if token.start in wishes] for parsed in body]
    is_next = False
    for parsed, here, following in zip(body, places, [*places[1:], []], strict=False):
        whole = range(len(parsed.tokens))
        first, last = parsed.span(whole)
        # Who asks that all data be erased asks for more than a leave, and nothing against it.
        is_unknown = any(
            parsed.tokens[j].start in unknown and not (wishes and erases_data(parsed, j)) for j in whole
        )
        is_behind = bool(wishes) and first > min(wishes)
        asks_back = parsed.is_question and not wishes  # "Jo?" under a subject that asks
        if here and not is_unknown:
            yield from _open_beside_wish(parsed, here, beside)
        elif is_unknown or asks_back or _turns(parsed, is_behind=is_behind):
            yield first, last
        elif not _is_accounted_for(parsed, whole, beside, may_be_reason=bool(wishes)):
            cut = _CUT_BEHIND if is_next else beside.cut if wishes else _CUT_CLAUSE
            turns = MAY_TURN_NEXT if is_next or not wishes else _MAY_TURN_BEHIND if is_behind else _MAY_TURN
            turns -= _OF_KIN if parsed.for_kin else frozenset()
            exclaims = is_next and parsed.words[-1].startswith("!") and len(parsed.words) <= _CRY
            heads = bool(following) and ":" in parsed.words[-2:]  # "El cartell diu:"
            may_turn = parsed.is_question or exclaims or heads or _has_any(parsed, whole, turns)
            if may_turn or not beside.is_harmless(cut, first, last, is_behind=is_next):
                yield first, last
        is_next = bool(here) or (is_next and _is_courtesy(parsed, beside))


def _is_courtesy(parsed: Parsed, beside: Beside) -> bool:
    """Whether what follows it is as near to the wish as it is: "Gràcies. Si voleu, …"."""
    whole = range(len(parsed.tokens))
    has_data = any(parsed.is_data(j) for j in whole)
    return not has_data and _is_accounted_for(parsed, whole, beside, may_be_reason=False)


def _turns(parsed: Parsed, *, is_behind: bool) -> bool:
    """Whether a sentence beside the wish may turn it; before it, only a time or a condition by itself."""
    whole = range(len(parsed.tokens))
    if is_behind:
        return turning(parsed) is not None or _speaks_of_it(parsed)
    return _has_any(parsed, whole, frozenset({Concept.LATER, Concept.IF})) and turning(parsed) is not None


def _is_other_command(parsed: Parsed, place: int) -> bool:
    """Whether something is to be sent, put or let be as well: "i envieu-m'ho per correu"."""
    if Concept.AND in parsed.concepts[place]:
        return False  # "o sigui que"
    form = FORMS.get(parsed.words[place]) or JOINS.get(parsed.words[place], NO_VERB)
    # "M'envieu massa coses" tells.
    is_told = form.act is Act.RECEIVE and Concept.ME in parsed.of(place - 1)
    return form.act not in {Act.STRIKE, Act.GIVE} and Tag.IMPERATIVE in form.tags and not is_told


def _stays(parsed: Parsed, places: range) -> bool:
    """Whether a clause speaks of going on: "i saber si els continuaré rebent"."""
    found = [(j, act) for j in places if (act := parsed.forms[j].act)]
    is_here = any(
        act is Act.STAY and Concept.AND not in parsed.concepts[j] and _is_here(parsed, j) for j, act in found
    )
    return is_here or (Act.STAY, Act.RECEIVE) in pairwise(act for _, act in found)


def _speaks_of_it(parsed: Parsed) -> bool:
    """Whether what holds no wish speaks of being on the list, of being taken off it, or lets it be."""
    return any(
        (form.act is Act.STOP and parsed.word(j - 1) in {"ho", "lo"})
        or (form.act is Act.STAY and _is_here(parsed, j))
        or (form.act is Act.STRIKE and not erases_data(parsed, j))
        for j, form in enumerate(parsed.forms)
    )


def _is_here(parsed: Parsed, place: int) -> bool:
    """Whether it is the list that one stays on: it is named, meant by "hi", or nothing else is said."""
    known = OF_LIST | {Concept.OWN}
    is_listed = any(parsed.concepts[j] & known or parsed.words[j] == "hi" for j in parsed.clause(place))
    elsewhere = {Concept.LINK, Concept.COURTESY}  # "em quedo a Olot", "quedo a l'espera"
    return is_listed or parsed.ends_at(place + 1) or elsewhere.isdisjoint(parsed.concepts[place + 1])


def _open_beside_wish(parsed: Parsed, wishes: Sequence[int], beside: Beside) -> Iterator[Span]:
    if parsed.has(Concept.LESS):
        yield parsed.span(range(len(parsed.tokens)))
        return
    is_behind = False
    for clause in filter(None, _clauses(parsed)):
        wish = next((j for j in wishes if j in clause), None)
        first, last = parsed.span(clause)
        if wish is not None:
            if not is_behind and not _is_command_accounted_for(parsed, clause, wish, beside):
                yield first, last
            is_behind = True
        elif not _is_accounted_for(parsed, clause, beside) and (
            _has_any(parsed, clause, _MAY_TURN_BEHIND)
            or (is_behind and parsed.word(clause.start - 1) == ":")
            or _stays(parsed, clause)
            or any(_is_other_command(parsed, j) for j in clause)
            or not beside.is_harmless(
                _CUT_CLAUSE if is_behind else beside.cut, first, last, is_behind=is_behind
            )
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


def _is_accounted_for(parsed: Parsed, clause: range, beside: Beside, *, may_be_reason: bool = True) -> bool:
    is_reason = may_be_reason and _is_reason(parsed, clause)
    return is_reason or all(_is_accounted_word(parsed, j, beside) for j in clause)


def _is_reason(parsed: Parsed, clause: range) -> bool:
    """Whether a clause says that it is one, and holds nothing that may turn a wish."""
    if not parsed.has(Concept.BECAUSE, range(clause.start, clause.start + 2)):
        return False
    turns, going_on = MAY_TURN_NEXT | {Concept.KIN}, {Act.STAY, Act.RECEIVE}
    return not any(
        parsed.words[j] in JOINS
        or parsed.concepts[j] & turns
        or (parsed.forms[j].act in going_on and not chain_of(parsed, j).denials)
        for j in clause
    )


_MAY_TURN: Final = frozenset(
    {Concept.MAYBE, Concept.BACK, Concept.FIRST, Concept.BEHALF, Concept.SAY, Concept.THEY_WANT}
)
_OF_KIN: Final = frozenset({Concept.BEHALF, Concept.SAY, Concept.THEY_WANT})
"""What tells for whom it is asked: whose data are given is looked at elsewhere."""
_MAY_TURN_BEHIND: Final = _MAY_TURN | {Concept.LESS}
MAY_TURN_NEXT: Final = _MAY_TURN_BEHIND | {Concept.BUT, Concept.NEIGHBOUR, Concept.LATER, Concept.IF}
"""What makes more of a reason than a reason, and more of what stands right behind a wish."""


def _has_any(parsed: Parsed, places: range, concepts: frozenset[Concept]) -> bool:
    """Whether a word at *places* may turn a wish, however little the second reader makes of it."""
    others = concepts - {Concept.BACK}
    return any(
        parsed.concepts[j] & others
        or (Concept.BACK in concepts and takes_back(parsed, j))
        or puts_on(parsed, j)
        or _leaves_name_out(parsed, j)
        or _is_kept(parsed, j)
        or _is_forbidden(parsed, j)
        for j in places
    )


def puts_on(parsed: Parsed, place: int) -> bool:
    """Whether somebody or a number is to be put on the list: "i alta del nou", "i poseu-hi el 600…"."""
    word = parsed.words[place]
    if word in JOIN_NOUNS:  # "quan em vaig donar d'alta" asks for nothing
        is_told = parsed.word(place - 1) in {"d", "de"}
        return not is_told or parsed.has(Concept.WANT, parsed.clause(place))
    form = JOINS.get(word)
    return form is not None and Tag.IMPERATIVE in form.tags


def _is_kept(parsed: Parsed, place: int) -> bool:
    """Whether some messages are wanted: "els avisos, sí"."""
    is_yes = Concept.YES in parsed.concepts[place] and parsed.words[place] == "si"
    return is_yes and any(parsed.concepts[j] & OF_LIST for j in range(max(0, place - 4), place))


def _leaves_name_out(parsed: Parsed, place: int) -> bool:
    """Whether somebody is not meant: "no la Pepa"."""
    if parsed.words[place] != "no":
        return False
    named = place + 1
    while Concept.LINK in parsed.of(named):
        named += 1
    return named < len(parsed.tokens) and parsed.is_data(named) and parsed.words[named] != "#"


def _is_forbidden(parsed: Parsed, place: int) -> bool:
    """Whether it is asked that something not be done: "no ho tramiteu", but not "no ho miro"."""
    is_denied = parsed.words[place] == "no" and parsed.word(place + 1) in {"ho", "lo"}
    return is_denied and parsed.word(place + 2).endswith(("eu", "iu", "in", "en", "an", "ais", "eis"))


def _is_accounted_word(parsed: Parsed, place: int, beside: Beside) -> bool:
    word = parsed.words[place]
    if Concept.MAYBE in parsed.concepts[place]:
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


_FIRST_WORDS: Final = 2
"""Where a line of a list has its number: "1) …"."""
GOOD: Final = word_set("bon bona bons bones buen buena buenos buenas felic felices feliz happy bonne")
"""Before what is wished to who reads: "bona Pasqua", "buen verano"."""


_BARE: Final = _SAYS_NOTHING - {Concept.OWN} | {Concept.WANT, Concept.CAN, Concept.DO, Concept.AND}


def says_only_who(body: Iterable[Parsed], beside: Beside) -> bool:
    """Whether a text holds a BAIXA and somebody's data, and not a word that could be of any matter."""
    return all(
        parsed.is_blank(j)
        or word in NOUNS
        or parsed.forms[j].act is Act.GIVE
        or bool(parsed.concepts[j] & _BARE and not parsed.concepts[j] & OF_LIST)
        or word in beside.known()
        for parsed in body
        for j, word in enumerate(parsed.words)
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


def may_turn(title: Iterable[Parsed], *, asks: bool) -> bool:
    """Whether a subject, which `asks` itself or not, may turn the text's wish: "Baixa, a final d'any"."""
    concepts = MAY_TURN_NEXT | {Concept.MISTAKE} | (frozenset() if asks else {Concept.NOT})
    return any(parsed.is_question or _has_any(parsed, range(len(parsed.words)), concepts) for parsed in title)


def strange_words(title: Iterable[Parsed], beside: Beside) -> Iterator[Span]:
    """The places of the words of a subject that neither ask nor say who asks."""
    for parsed in title:
        for j, token in enumerate(parsed.tokens):
            if parsed.forms[j].act is None and not _is_accounted_word(parsed, j, beside):
                yield token.start, token.end
