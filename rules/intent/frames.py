"""Frames: what is said with each verb of leaving or receiving, worked out by the same code for every verb."""

from collections.abc import Iterator
from typing import Final, assert_never

from rules.intent.beside import Contraries
from rules.intent.chain import chain_of
from rules.intent.frame import WISH, Found, Frame, Stand
from rules.intent.parsed import Parsed
from rules.intent.receiving import of_receiving, of_staying, of_wanting
from rules.intent.striking import is_of_the_list_itself, of_noun, of_striking, verb_of
from rules.lexicon.conjugation import Tag
from rules.lexicon.verbs import JOINS, NOUNS, Act, is_going_out
from rules.lexicon.words import Concept


def frames(parsed: Parsed, *, is_title: bool = False) -> Iterator[Frame]:
    """The frames of a sentence, in its order; in a title the noun alone is a wish, whatever follows it."""
    contraries = Contraries(parsed)
    for place, token in enumerate(parsed.tokens):
        found = _found(parsed, place)
        if found is None:
            continue
        if (
            is_title
            and found[0] is Stand.UNKNOWN
            and (token.word in NOUNS or _is_struck(parsed, place))
            and not chain_of(parsed, place).broken
        ):
            found = WISH
        if found[0] in {Stand.WISH, Stand.UNKNOWN}:
            why = contraries.of(verb_of(parsed, place))
            if why is not None and (found[0] is Stand.WISH or _is_put_off(parsed, place, why)):
                found = Stand.AGAINST, why
        if found[0] is Stand.WISH:
            found = _beside_wish(parsed, place) or found
        yield Frame(found[0], token.word, token.start, token.end, found[1])


def _beside_wish(parsed: Parsed, place: int) -> Found | None:
    """What the rest of its sentence makes of the wish at *place*; None where it lets it be."""
    if _puts_on_behind(parsed, place):
        return Stand.AGAINST, Concept.AND
    if _threatens(parsed, place):
        return Stand.UNKNOWN, Concept.IF
    if _is_alternative(parsed, place):
        return Stand.AGAINST, Concept.MAYBE
    if parsed.has(Concept.BUT, range(place, len(parsed.tokens))):
        return Stand.UNKNOWN, Concept.BUT
    return (Stand.UNKNOWN, Concept.SAY) if _is_quoted(parsed, place) else None


def _is_struck(parsed: Parsed, place: int) -> bool:
    """Whether the word is a verb of taking off that needs no list to be named: "Unsubscribe"."""
    form = parsed.form(place)
    return form is not None and form.act is Act.STRIKE and not is_going_out(parsed.words[place])


def _is_put_off(parsed: Parsed, place: int, why: Concept) -> bool:
    """Whether a later time stands in what the verb is of: "doneu-me de baixa a finals d'abril"."""
    form = parsed.form(place)
    is_asked = form is None or bool(form.tags & {Tag.IMPERATIVE, Tag.INFINITIVE})
    return is_asked and why is Concept.LATER and any(why in parsed.concepts[j] for j in parsed.behind(place))


_QUOTES: Final = frozenset('«"“')


def _is_quoted(parsed: Parsed, place: int) -> bool:
    """Whether it is said in quotation marks, by whomever."""
    marks = [j for j, word in enumerate(parsed.words) if word in _QUOTES | {"»", "”"}]
    return bool(marks) and marks[0] < place and (len(marks) < 2 or place < marks[-1])


def _puts_on_behind(parsed: Parsed, place: int) -> bool:
    """Whether something is to be put in its place: "quiten el 655 y pongan el 611"."""
    return any(
        (form := JOINS.get(parsed.words[j])) is not None
        and form.tags & {Tag.IMPERATIVE, Tag.INFINITIVE}
        and parsed.has(Concept.AND, range(j - 2, j))
        and not NOUNS & set(parsed.near(j + 1, j + 6))
        for j in range(place + 1, len(parsed.tokens))
    )


_ONE_MORE: Final = frozenset({"un", "una", "otro", "otra", "altre", "com"})


def _threatens(parsed: Parsed, place: int) -> bool:
    """Whether it is what comes of one more of something: "un altre missatge a la nit i demano la baixa"."""
    first = parsed.clause(place).start
    is_joined = first > 1 and Concept.AND in parsed.concepts[first - 1]
    before = parsed.clause(first - 2) if is_joined else range(0)
    return bool(before) and parsed.words[before.start] in _ONE_MORE and parsed.has(Concept.MESSAGE, before)


def _is_alternative(parsed: Parsed, place: int) -> bool:
    """Whether something else will do as well: "arregleu-ho o esborreu-me"."""
    clause = parsed.clause(place)
    return bool(
        {"o", "u", "or"}
        & {*parsed.near(clause.start - 1, clause.start), *parsed.near(clause.stop, clause.stop + 1)}
    )


def _found(parsed: Parsed, place: int) -> Found | None:
    if parsed.words[place] in NOUNS:
        return of_noun(parsed, place)
    if parsed.concepts[place] & {Concept.WANT, Concept.ENOUGH}:
        return of_wanting(parsed, place)
    form = parsed.form(place)
    if form is None or Concept.AND in parsed.concepts[place]:
        return None
    match form.act:
        case Act.STRIKE:
            return of_striking(parsed, place, form)
        case Act.RECEIVE:
            return of_receiving(parsed, place, form.tags)
        case Act.STAY:
            return of_staying(parsed, place, form.tags)
        case Act.STOP:  # "vull deixar la llista" is to go out of it
            is_done = form.tags & {Tag.INFINITIVE, Tag.FIRST} and is_of_the_list_itself(parsed, place)
            return of_striking(parsed, place, form) if is_done else None
        case Act.GIVE | Act.JOIN | Act.PUT:
            return None
        case _:
            assert_never(form.act)
