"""Whose each datum of a text is, by the words beside it; and which of them leave.

Rule 1: whose a document, a telephone or a name is, the nearest word before it in the text says: "the
        daughter", "my DNI", "his mobile"; of a number, what its own sentence says as well: "ring me at".
Rule 2: where a relative is taken off, and nobody asks for the writer, what is the writer's is left out;
        elsewhere only telephones to ring, and who is said to stay. What no word settles is never left out.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from rules.findings import Flaw
from rules.lexicon.conjugation import Tag
from rules.lexicon.parsed import Parsed, parsed_of
from rules.lexicon.verbs import JOIN_NOUNS, JOINS, NOUNS, Act
from rules.lexicon.words import Concept
from rules.people.found import Found
from rules.people.gathering import Gathered
from rules.people.names import words_of
from rules.text.folding import fold
from rules.text.tokens import Text, Token


class Owner(StrEnum):
    """Whose a datum is."""

    UNSAID = "unsaid"
    WRITER = "the writer's"
    KIN = "a relative's, or of whom the writer acts for"
    LIKELY_KIN = "the same, by what an earlier sentence says"
    NOBODY = "nobody's who leaves: to ring, or at work"
    SENDER = "under the sender's name"
    SIGNER = "of who signs below"
    STAYS = "of who stays"


_OWNERS: Final[tuple[tuple[Concept, Owner], ...]] = (
    (Concept.SELF, Owner.WRITER),
    (Concept.BEHALF, Owner.KIN),
    (Concept.MINE, Owner.WRITER),
    (Concept.THEIRS, Owner.KIN),
)
"""What a word says of the data behind it, the first that holds."""


def leaving(found: Gathered, text: Text, *, subject: Text, writer: str = "") -> Gathered:
    """What was *found* in a text of those who leave; *writer* is the name that the sender goes by."""
    if max(len(found.names), len(found.documents), len(found.phones) + len(found.mistyped)) < 2:
        return found
    if not _are_any((*found.numbers, *found.mistyped)):
        return found  # whose the names are is of no matter
    body = parsed_of(text, data=found.places)
    is_for_kin = _is_for_kin((*parsed_of(subject), *body))
    reader = _Reader(found, text.cleaned, words_of(writer), is_for_kin=is_for_kin)
    for parsed in body:
        reader.read(parsed)
    owners = reader.owners
    if is_for_kin:
        return _of_kin(found, owners)
    rest = _without(found, owners, {Owner.STAYS})
    several = any(map(_counts_numbers, body))
    return replace(rest, phones=_without_contacts(found, rest.phones, owners, several=several))


def is_for_kin(text: Text) -> bool:
    """Whether a text asks for a relative, named beside the wish, and nothing for the writer."""
    body = parsed_of(text)
    return _is_for_kin(body) and any(
        parsed.has(concept, range(j - _NEAR, j + _NEAR + 1))
        for parsed in body
        for j in _wishes(parsed)
        for concept in _RELATIVE
    )


_NEAR: Final = 4


def _of_kin(found: Gathered, owners: Mapping[int, Owner]) -> Gathered:
    """What was found of a relative, where what is left is surely theirs, or no document is left out."""
    rest = _without(found, owners, {Owner.WRITER, Owner.SENDER, Owner.SIGNER, Owner.NOBODY})
    gone = {owners.get(d.start) for d in found.documents if d not in rest.documents}
    left = {owners.get(n.start) for n in rest.names} | {owners.get(n.start) for n in rest.numbers}
    is_sure = Owner.KIN in left or (gone <= {Owner.WRITER} and Owner.LIKELY_KIN in left)
    return rest if is_sure or not gone else found


def _without(found: Gathered, owners: Mapping[int, Owner], left_out: set[Owner]) -> Gathered:
    """What was found of the others, where a number is left."""
    rest = found.only(lambda one: owners.get(one.start) not in left_out)
    return replace(rest, names=rest.names or found.names) if _are_any(rest.numbers) else found


def _without_contacts(
    found: Gathered, phones: tuple[Found, ...], owners: Mapping[int, Owner], *, several: bool
) -> tuple[Found, ...]:
    """The telephones without those to ring, and those under a text that gives all that is due."""
    rest = phones if several else tuple(p for p in phones if owners.get(p.start) is not Owner.NOBODY)
    if not rest and found.mistyped:
        return found.mistyped
    signed = [p.start for p in rest if owners.get(p.start) is Owner.SIGNER]
    if signed and all(d.start < signed[0] for d in found.documents) and _are_any(found.documents):
        above = tuple(p for p in rest if p.start not in signed)
        rest = above if _are_any(above) else rest
    return rest if _are_any(rest) else phones


def _are_any(numbers: Sequence[Found]) -> bool:
    return any(n.value or n.flaw is Flaw.PHONE_INVALID for n in numbers)


# --- whose a datum is --------------------------------------------------------------------------------


class _Reader:
    """Reads a text's sentences in their order: who was spoken of last, here or before, and whose is what."""

    def __init__(self, found: Gathered, text: str, writer: Sequence[str], *, is_for_kin: bool) -> None:
        self.text = text
        self.is_for_kin = is_for_kin
        self.phones = {p.start: p.value or "" for p in found.phones}
        self.documents = {d.start for d in found.documents}
        self.names = {n.start: fold(n.value).split()[0] for n in found.names}
        self.first = min({*self.phones, *self.documents}, default=0)
        self.said_of = {writer[0]: Owner.SENDER} if len(writer) > 1 else {}  # whose the given names are
        self.owners: dict[int, Owner] = {}  # whose each thing is, by where it stands
        self.person = self.here = Owner.UNSAID
        self.is_below = False  # under the closing words

    def read(self, parsed: Parsed) -> None:
        """Say whose the data of a sentence are."""
        stays = not self.is_for_kin and _stays(parsed)
        closes = parsed.tokens[-1].start > self.first and _closes(parsed)
        before, last = self.person, len(parsed.tokens) - 1
        is_given = any(parsed.is_given(j) for j in range(last)) or any(
            w in self.said_of for w in parsed.words
        )
        for j, token in enumerate(parsed.tokens):
            self._hear(parsed, j)
            self.is_below = self.is_below or (closes and Concept.CLOSING in parsed.concepts[j])
            if any(token.start in kind for kind in (self.names, self.documents, self.phones)):
                self.owners[token.start] = Owner.STAYS if stays else self._owner(parsed, j)
        goes_on = parsed.words[-1][0] == "\n" or parsed.has(Concept.LABEL, range(last - 1, last))
        if self.person is Owner.WRITER and not (is_given or goes_on):
            self.person = before  # "m'ha demanat que us escrigui jo"
        self.here = self.here if goes_on and not closes else Owner.UNSAID

    def _hear(self, parsed: Parsed, place: int) -> None:
        """Take in what a word says of whose the data behind it are."""
        token = parsed.tokens[place]
        self.here = _said_at(parsed, place) or self.here
        if token.capital and (token.word in self.said_of or token.word in self.names.values()):
            is_said = self.here in {Owner.KIN, Owner.WRITER}
            if is_said and self.said_of.get(token.word) is not Owner.KIN:
                self.said_of[token.word] = self.here
            elif not is_said and self._is_foot(token):
                self.is_below = True
            self.here = self.said_of.get(token.word, self.here)
        if self.here is not Owner.UNSAID:
            self.person = self.here

    def _is_foot(self, token: Token) -> bool:
        """Whether a name that nobody introduced begins a paragraph under the whole data of the relative."""
        is_whole = all(
            any(self.owners.get(start) in _OF_KIN for start in kind) for kind in (self.phones, self.documents)
        )
        is_new = token.word not in self.said_of
        return is_whole and is_new and self.text[: token.start].rstrip(" ").endswith("\n\n")

    def _owner(self, parsed: Parsed, place: int) -> Owner:
        start = parsed.tokens[place].start
        self.is_below = self.is_below and self.here is not Owner.KIN
        is_abroad = self.phones.get(start, _HERE)[:3] != _HERE and _is_in_brackets(parsed, place)
        if start in self.phones and (is_abroad or _is_contact(parsed, place, self.phones)):
            return Owner.NOBODY
        if self.is_below:
            return Owner.SIGNER
        return Owner.LIKELY_KIN if self.person is Owner.KIN is not self.here else self.person


_HERE: Final = "+34"


def _is_in_brackets(parsed: Parsed, place: int) -> bool:
    """Whether a number stands in brackets behind another: "693 … (en Chile +56 …)"."""
    words = parsed.words[:place]
    return "(" in words and "#" in words[: words.index("(")]


_OF_KIN: Final = frozenset({Owner.KIN, Owner.LIKELY_KIN})


def _said_at(parsed: Parsed, place: int) -> Owner | None:
    """What the word at *place* says of whose the data behind it are."""
    here = parsed.concepts[place]
    if not here:
        return None
    if here & _KIN and Concept.SELF not in here:
        return Owner.WRITER if _is_what_writer_is(parsed, place) else Owner.KIN
    if Concept.THEIRS in here and parsed.concepts[place - 1] & _KIN and place:
        return None  # "com a fill seu"
    if Concept.MINE in here and _is_of_somebody(parsed, place + 1):
        return None
    return next((owner for concept, owner in _OWNERS if concept in here), None)


def _is_of_somebody(parsed: Parsed, place: int) -> bool:
    """Whether "my" is of somebody, and not of a number: "mi vecina", "la meva clienta"."""
    behind = parsed.concepts[place : place + 1]
    return any(not here & _THINGS for here in behind) and not parsed.ends_at(place)


_THINGS: Final = frozenset(
    {Concept.LABEL, Concept.OWN, Concept.INTRODUCES, Concept.LINK, Concept.NOT, Concept.ADVERB}
)
_OF: Final = frozenset({"de", "d", "del", "dels", "of"})


def _is_what_writer_is(parsed: Parsed, place: int) -> bool:
    """Whether a word for a relative says what the writer is: "soc el pare", "la seva mare", "la filla"."""
    if _OF & set(parsed.near(place + 1, place + 3)):
        return False
    before = range(place - 2, place)
    is_younger = Concept.YOUNGER in parsed.concepts[place] and not parsed.has(Concept.MINE, before)
    is_said = parsed.has(Concept.SELF, range(place - 3, place)) or parsed.has(Concept.THEIRS, before)
    return is_younger or is_said


_KIN: Final = frozenset({Concept.KIN, Concept.YOUNGER})
_FAR: Final = 7
"""Words between what says that a number is to ring, or at work, and the number."""


def _is_contact(parsed: Parsed, place: int, phones: Collection[int]) -> bool:
    """Whether the telephone at *place* is there to ring, or at work and not what is asked to be taken off."""
    first = next((j + 1 for j in range(place - 1, 0, -1) if parsed.tokens[j].start in phones), 0)
    wishes = tuple(_wishes(parsed))
    if wishes:
        last = max((j for j in wishes if j < place), default=first)
        return parsed.has(Concept.RING, range(max(first, last, place - _FAR), place))
    behind, near = _behind(parsed, place), range(max(first, place - _FAR), place)
    at_work = any(parsed.has(Concept.WORK, places) for places in (near, behind))
    return at_work or any(parsed.has(Concept.RING, places) for places in (range(first, place), behind))


def _behind(parsed: Parsed, place: int) -> range:
    """The places of what is said behind a datum, in brackets or by "that is": "622 … (el de la feina)"."""
    first = next((j for j in range(place, len(parsed.tokens)) if parsed.words[j] != "#"), place + 1)
    last = min(first + _FAR, len(parsed.tokens))
    last = next((j for j in range(first, last) if parsed.words[j][0] in "#)\n"), last)
    is_said = bool(_WHICH & set(parsed.near(first, first + 2))) and "#" not in parsed.near(last, last + 1)
    return range(first, last if is_said else first)


_WHICH: Final = frozenset({"(", "que", "es", "era", "is"})


_SHORT: Final = 4


def _closes(parsed: Parsed) -> bool:
    """Whether a sentence is the closing words, or begins with them."""
    words = [j for j, token in enumerate(parsed.tokens) if not token.is_mark]
    return any(Concept.CLOSING in parsed.concepts[j] for j in (*words[:_SHORT], *words[-1:]))


def _stays(parsed: Parsed) -> bool:
    """Whether a sentence says of somebody, or of a number, that it stays, and asks for no leave."""
    if any(_wishes(parsed)) or _STILL & set(parsed.words):
        return False
    wants = parsed.has(Concept.THEY_WANT) or parsed.has(Concept.WANT)
    if not wants and any(Tag.GERUND in form.tags for form in parsed.forms):
        return False  # "continua rebent missatges"
    return any(
        (form.act is Act.STAY and parsed.words[j].startswith(_GOING_ON))
        or (form.act is Act.STOP and parsed.is_done_to_another(j))
        for j, form in enumerate(parsed.forms)
    )


_STILL: Final = frozenset({"encara", "aun", "todavia", "still", "sense", "sin", "without"})
"""Beside "goes on", by mistake; beside "is left", without a thing."""
_GOING_ON: Final = ("continu", "segu", "seg", "sig", "qued", "mant")


# --- for whom it is asked ----------------------------------------------------------------------------


_STRIKES: Final = frozenset({Act.STRIKE, Act.GIVE, Act.RECEIVE})


def _is_for_kin(sentences: Sequence[Parsed]) -> bool:
    """Whether a relative is to be taken off, and nothing is asked for the writer, nor for several."""
    if any(_is_for_writer(parsed) for parsed in sentences):
        return False
    names_kin = any(_kin_in(parsed) for parsed in sentences)
    return names_kin and any(_is_for_another(parsed) for parsed in sentences)


def _kin_in(parsed: Parsed) -> bool:
    return any(
        _said_at(parsed, j) is Owner.KIN and parsed.concepts[j] & _RELATIVE for j in range(len(parsed.tokens))
    )


_RELATIVE: Final = _KIN | {Concept.BEHALF}


def _wishes(parsed: Parsed) -> Iterator[int]:
    """The places of what takes somebody off, and is not denied."""
    for j, word in enumerate(parsed.words):
        is_noun = word in NOUNS or word in JOIN_NOUNS or word in JOINS
        is_wish = is_noun or parsed.forms[j].act in {Act.STRIKE, Act.GIVE}
        is_wish = is_wish and Concept.KIN not in parsed.concepts[j]  # "la dona"
        if is_wish and not parsed.has(Concept.NOT, range(j - 4, j)):
            yield j


def _is_for_another(parsed: Parsed) -> bool:
    has_kin = _kin_in(parsed) or parsed.has(Concept.THEIRS)
    return any(has_kin or _is_done_to(parsed, j) for j in _wishes(parsed))


def _is_done_to(parsed: Parsed, place: int) -> bool:
    can = parsed.has(Concept.CAN, range(place - 1, place))
    return parsed.is_done_to_another(place) or (can and bool(_HIM & set(parsed.near(place - 2, place - 1))))


_HIM: Final = frozenset({"el", "la", "els", "les", "l", "li", "lo"})


def _is_for_writer(parsed: Parsed) -> bool:
    """Whether something is asked for the writer, be it among others, or for several."""
    places = range(len(parsed.tokens))
    speaks = any(_wishes(parsed)) or _kin_in(parsed) or any(parsed.is_given(j) for j in places)
    is_of_several = speaks and not _closes(parsed) and any(_as_well(parsed, j) for j in places)
    return is_of_several or any(_is_for_me(parsed, j) for j in places)


def _is_for_me(parsed: Parsed, place: int) -> bool:
    form = parsed.forms[place]
    if form.act not in _STRIKES or form.tags == {Tag.PARTICIPLE}:
        return False
    is_denied = parsed.has(Concept.NOT, range(place - 4, place))
    if is_denied is not (form.act is Act.RECEIVE):
        return False
    is_in_word = parsed.words[place].endswith(("me", "nos"))
    near = (*range(max(0, place - 3), place), place + 1)
    return is_in_word or any(parsed.has(Concept.ME, range(j, j + 1)) for j in near)


def _as_well(parsed: Parsed, place: int) -> bool:
    """Whether the word says that more than one leaves: "i jo", "i el pare", "també", "tots dos"."""
    if parsed.words[place] not in {"i", "y", "and"}:
        return parsed.words[place] in _SEVERAL
    behind = parsed.near(place + 1, place + 3)
    if {"jo", "yo"} & set(behind[:1]) or behind in {("a", "mi"), ("per", "mi")}:
        return True
    places = range(place + 1, min(place + 4, len(parsed.tokens)))
    is_one_more = behind[:1] != ("a",) and any(parsed.concepts[j] & _KIN for j in places)
    return is_one_more and any(_wishes(parsed))


_COUNTS: Final = frozenset({"dos", "dues", "ambdos", "both", "two", "deux", "tres", "three"})


def _counts_numbers(parsed: Parsed) -> bool:
    """Whether a sentence asks for several, or speaks of several numbers: "tinc dos mòbils"."""
    counts = [j for j, word in enumerate(parsed.words) if word in _COUNTS]
    are_numbers = any(parsed.has(Concept.OWN, range(j + 1, j + 3)) for j in counts)
    asks = any(_wishes(parsed)) or parsed.has(Concept.WANT)
    return bool(counts) and (are_numbers or asks)


_SEVERAL: Final = _COUNTS | {"tambe", "tambien", "also", "pares", "padres"}
