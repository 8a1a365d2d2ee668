"""The law: which frames let a mail act. What is not understood does not act."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from rules.intent.accounting import Beside, Span, open_clauses, strange_words
from rules.intent.beside import taken_back, turning
from rules.intent.chain import PASSED, chain_of
from rules.intent.frame import Frame, Stand
from rules.intent.frames import frames
from rules.intent.striking import verb_of
from rules.lexicon.parsed import Parsed, parsed_of
from rules.lexicon.words import Concept
from rules.text.tokens import LONGEST, Text


@dataclass(frozen=True, slots=True)
class Understood:
    """What the verbs of a text come to, with the word that says so; `why` is what stands against a wish.

    `start` and `end` are the word's place. `beside_list`: the list or its messages are named in the same
    sentence. Of what is no wish, `beside_wish`: another verb asks to leave all the same; and `against`: why
    each verb stands against one that does. Of a wish alone: `open` are the clauses beside it, and `strange`
    the words of a subject that is to name the list, that nothing accounts for.
    """

    stand: Stand
    words: str = ""
    why: Concept | None = None
    start: int = 0
    end: int = 0
    in_subject: bool = False
    beside_list: bool = False
    beside_wish: bool = False
    against: frozenset[Concept | None] = frozenset()
    open: tuple[Span, ...] = ()
    strange: tuple[Span, ...] = ()


def understood(subject: Text, text: Text, find: Callable[[], Beside] = Beside) -> Understood | None:
    """What the verbs of leaving and receiving say together; None where there are none.

    What stands against a wish counts wherever it stands; a wish counts only beside nothing unknown.
    What else is said beside a wish is accounted for, or `open`; what is known beside the words is looked for
    only where a frame may be.
    """
    if len(text) > LONGEST or _BOX.search(f"{subject}\n{text}"):
        return Understood(Stand.UNKNOWN)
    if not any(map(frames, (*parsed_of(text), *parsed_of(subject)))):
        return None
    beside = find()
    heads = parsed_of(subject, beside.place)
    title = [frame for parsed in heads for frame in frames(parsed, is_title=True)]
    body = list(_for_kin(parsed_of(text, beside.place, beside.data), reported=beside.reported))
    found = [frame for parsed in body for frame in frames(parsed)]
    if any(frame.stand is Stand.WISH for frame in (*found, *title)):
        found += (*_taken_back(body, found), *_laughed(body))
    found += _put_off(body, found)
    said = (
        _first(Stand.AGAINST, found)
        or _first(Stand.AGAINST, title, in_subject=True)
        or _first(Stand.WISH, sorted(found, key=lambda frame: frame.why is None))
        or _first(Stand.UNKNOWN, found)
        or _first(Stand.UNKNOWN, title, in_subject=True)
        or _first(Stand.WISH, title, in_subject=True)
        or _first(Stand.TOLD, [*found, *title])
    )
    if said is None:
        return None
    listed = {token.start for parsed in body if parsed.has(Concept.LIST) for token in parsed.tokens}
    beside_list = bool(found) and not said.in_subject and said.start in listed
    if said.stand is not Stand.WISH:
        beside_wish = any(frame.stand is Stand.WISH for frame in found)
        against = frozenset(frame.why for frame in found if frame.stand is Stand.AGAINST)
        return replace(said, beside_list=beside_list, beside_wish=beside_wish, against=against)
    known = replace(beside, heard_to=0 if said.in_subject else _heard_to(body, said.start))
    return replace(
        said,
        beside_list=beside_list,
        open=tuple(open_clauses(body, found, known)),
        strange=tuple(strange_words(heads, beside, is_named=beside_list)),
    )


def only_stays(subject: Text, text: Text) -> bool:
    """Whether nothing is said but that somebody wants to be somewhere, whoever they are: "puc ser-hi"."""
    return all(
        frame.stand is Stand.AGAINST and frame.why is Concept.STAYING
        for parsed in (*parsed_of(text), *parsed_of(subject))
        for frame in frames(parsed)
    )


def _for_kin(body: Sequence[Parsed], *, reported: bool) -> Iterator[Parsed]:
    """The sentences; from where a relative is named on, their wishes may be told."""
    is_told = reported
    for parsed in body:
        is_told = is_told or parsed.has(Concept.KIN)
        yield replace(parsed, for_kin=True) if is_told else parsed


def _heard_to(body: Iterable[Parsed], start: int) -> int | None:
    """How far what was learned counts beside the wish at *start*; None to the end.

    Behind another's wish what is told may be that they are not to have it; and of what was wanted once all
    that is told may be why it is not any more.
    """
    places = ((parsed, at) for parsed in body if (at := parsed.starting(start)) is not None)
    chain = next((chain_of(parsed, verb_of(parsed, at)) for parsed, at in places), None)
    if chain is not None and chain.once:
        return 0
    return start if chain is not None and (chain.others or chain.said) else None


def _taken_back(body: Sequence[Parsed], found: Sequence[Frame]) -> list[Frame]:
    """What takes back, behind the first wish."""
    first = min((frame.start for frame in found if frame.stand is Stand.WISH), default=0)
    back = [token for token in map(taken_back, body) if token is not None and token.start >= first]
    return [Frame(Stand.AGAINST, t.word, t.start, t.end, Concept.BACK) for t in back]


def _laughed(body: Iterable[Parsed]) -> Iterator[Frame]:
    """Who laughs may jest."""
    for parsed in body:
        for token, here in zip(parsed.tokens, parsed.concepts, strict=True):
            if Concept.LAUGH in here:
                yield Frame(Stand.UNKNOWN, token.word, token.start, token.end, Concept.BACK)


def _put_off(body: Sequence[Parsed], found: Sequence[Frame]) -> list[Frame]:
    """The later day that a sentence right behind a wish names, and nothing else."""
    wishes = {frame.start for frame in found if frame.stand is Stand.WISH}
    later = []
    for parsed, behind in pairwise(body):
        is_next = not wishes.isdisjoint(token.start for token in parsed.tokens)
        place = turning(behind) if is_next else None
        if place is not None and Concept.LATER in behind.concepts[place] and _is_only_day(behind):
            token = behind.tokens[place]
            later.append(Frame(Stand.AGAINST, token.word, token.start, token.end, Concept.LATER))
    return later


def _is_only_day(parsed: Parsed) -> bool:
    said = PASSED | {Concept.LATER, Concept.COURTESY}
    words = zip(parsed.tokens, parsed.concepts, strict=True)
    return all(token.is_mark or token.word == "#" or here & said for token, here in words)


_MARKS: Final = "\u25a0\u25a1\u2716\U0001f44e\u2610-\u2612\u2713\u2714\u2717\u2718\u274c\u2b1c\u2705"
_BOX: Final = re.compile(rf"[\[(] ?[xX]? ?[\])]|[{_MARKS}]")
"""A box of a form, ticked or not: which of its lines is meant, a person sees."""


def _first(stand: Stand, found: Sequence[Frame], *, in_subject: bool = False) -> Understood | None:
    frame = next((frame for frame in found if frame.stand is stand), None)
    if frame is None:
        return None
    return Understood(stand, frame.word, frame.why, frame.start, frame.end, in_subject=in_subject)
