"""The facts of an incident without its writer: what may go to who mends it; and where it happened.

Rule 1: who wrote is told to nobody: no name, no address, no number, no document, no signature.
Rule 2: a sentence that says no more than who they are, or where they live, is left out whole; where an
        incident stands beside it, only what says so is.
Rule 3: by whom and by what it came is cut off before a colon, and of what stands behind it nothing is lost.
Rule 4: below a closing or a name only what is broken is read: the rest is of who signs.
Rule 5: staff see the very words before they go.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from rules.lexicon.matters import Matter
from rules.lexicon.words import Concept
from rules.text.patterns import word_set
from rules.text.tokens import Text, as_text
from rules.topics.sentence import Said, said_in
from rules.topics.writer import Span, above_signature, beside, data_in, of_self, tells_of_self

LONGEST: Final = 1200
"""Characters of the facts at most."""

_FEW: Final = 4
_SAYS_NOTHING: Final = frozenset(
    {Concept.COURTESY, Concept.THANKS, Concept.ADVERB, Concept.LINK, Concept.CLOSING}
)


def facts_of(text: str, *, writer: str = "", is_heard: bool = False) -> str:
    """The words of *text* without what tells who wrote it; *writer* are the names that they go by.

    Of what *is_heard* to tell an incident, sentence by sentence, none is left out whole.
    """
    said = as_text(above_signature(text)).cleaned
    sentences = said_in(said)
    data = list(data_in(said, writer))
    theirs = [*data, *(span for one in sentences for span in of_self(one, data))]
    hidden = sorted((*theirs, *(span for one in sentences for span in _by_whom(one))))
    kept = [
        _without(said, one.span, hidden)
        for one in (sentences if is_heard else _above_signature(sentences, theirs))
        # who only asks to leave concerns nobody who mends anything
        if one.is_broken or (not one.asks_to_leave and (is_heard or _is_kept(one, theirs)))
    ]
    return " ".join(" ".join(kept).split())[:LONGEST]


# --- by whom it came ----------------------------------------------------------------------------------


def _lead(one: Said) -> int:
    """Where what was told begins, behind by whom and by what it came: "pel canal: …", "en Pere diu que …"."""
    words = one.parsed.words
    colons = (at for at, word in enumerate(words) if word == ":" and one.parsed.word(at + 1) != "#")
    colon = next(colons, -1) + 1  # behind one a number is of an hour
    came = {Matter.CAME, Matter.CHANNEL, Matter.TELL}
    is_lead = any(came & one.matters[at] for at in range(colon)) or any(
        name.start < colon for name in one.channels
    )
    said = (at + 2 for at, here in enumerate(one.matters) if Matter.CAME in here)
    end = colon if is_lead else next((at for at in said if one.parsed.word(at - 1) == "que"), 0)
    return (
        0
        if any({Matter.TROUBLE, Matter.HARMED} & one.matters[at] or _is_thing(one, at) for at in range(end))
        else end
    )


def _by_whom(one: Said) -> Iterator[Span]:
    """The place of what stands before a colon of by whom and by what it came."""
    end = _lead(one)
    if end and one.parsed.words[end - 1] == ":":
        yield one.parsed.tokens[0].start, one.parsed.tokens[end - 1].end


# --- what is kept -------------------------------------------------------------------------------------


def _above_signature(sentences: Iterable[Said], hidden: list[Span]) -> Iterator[Said]:
    """The sentences above who signs, and what is broken below."""
    is_told = is_signed = False
    for one in sentences:
        is_told = is_told or one.is_broken
        is_signed = is_signed or (is_told and not one.is_broken and _signs(one, hidden))
        if one.is_broken or not is_signed:
            yield one


def _signs(one: Said, hidden: list[Span]) -> bool:
    """Whether it closes a letter, or says a name and nothing else."""
    if len(one.word_places) > _FEW + 2 or one.has(Matter.THING):
        return False
    closes = any(map(one.parsed.has, (Concept.CLOSING, Concept.THANKS, Concept.SELF)))
    first, last = one.span
    is_named = any(start < last and first < end for start, end in hidden)
    return closes or is_named or _is_signed(one)


def _is_signed(one: Said) -> bool:
    signed = {"signat", "firmat", "firmado", "att", "atte", "atentament", "atentamente"}
    return not signed.isdisjoint(one.parsed.words[:2])


def _is_kept(one: Said, theirs: list[Span]) -> bool:
    """Whether more than the person remains of a sentence, behind by whom it came."""
    lead = _lead(one)
    left = [at for at in beside(one, theirs) if at >= lead]
    told = [at for at in one.word_places if at >= lead]
    if len(left) < len(told) or tells_of_self(one, left) or _is_signed(one):
        is_thing = any(_is_thing(one, at) for at in left)
        return bool(lead and len(left) > _FEW) or (is_thing and len(left) >= _FEW)
    says_nothing = all(one.parsed.concepts[at] & _SAYS_NOTHING for at in left)
    may_be_name = not lead or all(one.parsed.tokens[at].capital for at in left)  # one that nobody knows
    is_name = may_be_name and len(left) <= _FEW and not any(one.matters[at] for at in left)
    return not (says_nothing or is_name)


def _is_thing(one: Said, at: int) -> bool:
    """Whether the word at *at* is something that can break, and no place or its name: "can roca"."""
    is_place = any(Matter.PLACE in here for here in one.matters[max(at - 1, 0) : at + 1])
    return Matter.THING in one.matters[at] and not is_place


def _without(said: Text, span: Span, hidden: list[Span]) -> str:
    parts: list[str] = []
    at, end = span
    for first, last in hidden:
        if last <= at or first >= end:
            continue
        if first > at or not parts:  # what begins within another only makes it longer
            parts += [said[at:first], "…"]
        at = min(last, end)
    return "".join((*parts, said[at:end]))


_LINKS: Final = word_set("de del d dels la el l les els los las n num numero")
_LONGEST_PLACE: Final = 8
"""Words of a place at most."""


def place_in(text: str) -> str:
    """The first place that a text names, in its own words; "" where it names none.

    A proper name or a number tells more than a square that is nobody's.
    """
    cleaned = as_text(text).cleaned
    found = [
        one.parsed.tokens[start : _end_of_place(one, start)]
        for one in said_in(cleaned)
        for start in one.places(Matter.PLACE)
    ]
    named = [words for words in found if len(words) > 1]
    places = named or [words for words in found if words[0].word not in _NO_PLACE]
    return cleaned[places[0][0].start : places[0][-1].end] if places else ""


_NO_PLACE: Final = word_set("davant costat cantonada carrer calle cal can c entrada sortida cami camino")
"""What says where only with a name behind it."""


def _end_of_place(one: Said, start: int) -> int:
    """Where the place ends that begins at *start*: behind the last name, number or noun of it."""
    tokens = one.parsed.tokens
    end = at = start + 1
    is_linked = False
    while at < len(tokens) and at - start < _LONGEST_PLACE and not tokens[at].is_mark:
        token = tokens[at]
        if token.capital or token.word == "#" or Matter.PLACE in one.matters[at]:
            end = at + 1  # "davant del número 8 del carrer Major"
        elif token.word in _LINKS:
            is_linked = True
        elif is_linked and end == start + 1:  # "davant de l'escola"
            return at + 1
        else:
            break
        at += 1
    return end
