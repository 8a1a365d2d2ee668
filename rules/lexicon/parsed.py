"""A sentence with the concepts of each of its words, and where its clauses end."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice
from typing import Final

from rapidfuzz import fuzz, process

from rules.lexicon.conjugation import Tag
from rules.lexicon.verbs import FORMS, JOINS, NO_VERB, NOUNS, Act, Form
from rules.lexicon.words import TURNS, Concept, Turn, tables
from rules.text.patterns import word_set
from rules.text.tokens import Once, Sentence, Text, Token
from rules.vocabulary.lists import LIKE_WHATSAPP
from rules.vocabulary.name_words import GIVEN_NAMES

MOST_VERBS: Final = 16
"""Verbs and nouns of leaving in a sentence: nobody writes more, and one with more is not understood."""
_BY_WORD, _BY_FIRST = tables(TURNS)
_ASKING: Final = frozenset({"que", "on", "com", "quan", "donde", "como", "cuando"})
"""Words that ask where they bear an accent."""
_PRONOUNS: Final = ("me", "nos", "les", "le", "os", "los", "lo", "las", "la", "te", "se")
_WITH_PRONOUN: Final = tuple(f"r{pronoun}" for pronoun in _PRONOUNS)
_NOTHING: Final[frozenset[Concept]] = frozenset()
_EMPHATIC: Final = frozenset({Concept.ADVERB, Concept.YES})
""" "Sí", which is no "if"."""
_WHOLE: Final = frozenset({Concept.ADVERB, Concept.INTRODUCES, Concept.COURTESY})
"""Concepts whose turns of several words say nothing by a single one of them: "a veure si", "es diu"."""
_OF_SOMEBODY: Final = frozenset({Concept.SELF, Concept.MINE, Concept.THEIRS})
"""What such a turn may say as well: of whom it is."""
_ENDS_OBJECT: Final = frozenset({Concept.BECAUSE, Concept.AND, Concept.BUT, Concept.INTRODUCES})
THAT: Final = frozenset({"que", "q", "k"})
_MAY_BE_ANOTHER: Final = THAT | {"ne"}
"""Words whose concept depends on what stands beside them."""
_WHY: Final = word_set("""
    ja ya jo yo no em m me ens nos ara ahora tinc tenim tengo tenemos estic estoy visc vivo soc soy a hem he
    llavors quan cuando
""")
"""Behind a "que" that says why."""
PLEASE: Final = frozenset({"plau", "sisplau", "favor", "please"})
THEM: Final = frozenset({"lo", "la", "los", "las", "les", "l", "ls", "li", "el", "els", "ho"})
"""The pronouns of a third person."""
_THEM_IN_WORD: Final = ("lo", "la", "los", "las", "le", "les")
_NAMED: Final = frozenset({Concept.LIST, Concept.MESSAGE})
_LONG: Final = tuple(
    turn[0] for turn in TURNS[Concept.LIST] | TURNS[Concept.MESSAGE] if len(turn) == 1 and len(turn[0]) > 7
)
_ALIKE: Final = 85
"""How like a long word, of a hundred, one is that is that word with a slip of the pen."""


@lru_cache(maxsize=4096)
def _misspelt(word: str, place: str) -> frozenset[Concept]:
    """The concepts of a word that is the list, its program or its town, spelt by ear."""
    is_named = (
        (place and fuzz.ratio(word, place) >= _ALIKE)
        or LIKE_WHATSAPP.fullmatch(word)
        or (len(word) > 7 and process.extractOne(word, _LONG, scorer=fuzz.ratio, score_cutoff=_ALIKE))
    )
    return _NAMED if is_named else _NOTHING


def _signs(turn: Turn) -> Iterator[str]:
    """A word that each sentence holds which holds the turn; a pronoun may be joined to an infinitive."""
    sign = max(turn, key=len)
    yield sign
    if len(turn) == 1 and sign.endswith("r"):
        yield from (f"{sign}{pronoun}" for pronoun in _PRONOUNS)


_CORRECTED: Final = _NAMED | _EMPHATIC | {Concept.BECAUSE, Concept.NOT, Concept.HOW}
"""Concepts that a word may have by how it is written, or by what stands beside it."""
SIGNS: Final[Mapping[Concept, frozenset[str]]] = {
    concept: frozenset(sign for turn in turns for sign in _signs(turn))
    for concept, turns in TURNS.items()
    if concept not in _CORRECTED
}
"""Of most concepts the words one of which each sentence holds that has it: most sentences hold none."""


def _is_known(word: str) -> bool:
    return word in FORMS or word in JOINS or word in _BY_WORD or word in _BY_FIRST


@lru_cache(maxsize=4096)
def _respelt(word: str) -> str:
    """The word, or the one we know that is spelt with a "k" or a long vowel: "kitarme", "holaaa"."""
    spelt = word.replace("ke", "que").replace("ki", "qui").replace("k", "c")
    last = spelt[-1:]
    spelt = f"{spelt.rstrip(last)}{last}" if last in {"a", "e", "i", "o", "u"} else spelt
    return spelt if spelt != word and _is_known(spelt) and not _is_known(word) else word


@dataclass(frozen=True)
class Parsed(Once):
    """A sentence whose words are looked up once.

    `for_kin`: its mail names a relative, whose wish may be told; whose data are given is looked at elsewhere.
    `place` is the town's name, folded; `data` are the places of names, documents and telephones.
    """

    tokens: Sentence
    for_kin: bool = False
    place: str = ""
    data: tuple[tuple[int, int], ...] = ()

    def beside(self, place: str, data: tuple[tuple[int, int], ...]) -> "Parsed":
        """The same sentence, with such of *data* as stand at its words, and the town if a word may be it."""
        first, last = self.span(range(len(self.tokens)))
        here = tuple([span for span in data if span[0] < last and first < span[1]])
        is_named = bool(place) and _is_like(place, self.spellings)
        return replace(self, place=place if is_named else "", data=here) if here or is_named else self

    @property
    def spellings(self) -> set[str]:
        """The words, folded, as they are spelt here and elsewhere."""
        return {*self.words, *(token.word for token in self.tokens)}

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words, folded, as they are spelt elsewhere."""
        return tuple([_respelt(token.word) for token in self.tokens])

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """The verb that each word is a form of, of leaving, receiving or staying; else `NO_VERB`.

        What follows `MOST_VERBS` is none: the whole sentence is looked at for each.
        """
        found = [FORMS.get(word, NO_VERB) for word in self.words]
        verbs = (place for place, form in enumerate(found) if form.act)
        first_left_out = next(islice(verbs, MOST_VERBS, None), len(found))
        return (*found[:first_left_out], *[NO_VERB] * (len(found) - first_left_out))

    @property
    def acts(self) -> frozenset[Act | None]:
        """What its verbs do."""
        return frozenset(form.act for form in self.forms)

    @cached_property
    def concepts(self) -> tuple[frozenset[Concept], ...]:
        """The concepts of each word; those of a turn stand at each of its words, and a name has none."""
        words = self.words
        found = [_BY_WORD.get(word, _NOTHING) for word in words]
        fixed: dict[int, frozenset[Concept]] = {}
        for place, word in enumerate(words):
            for turn, concept in _BY_FIRST.get(word, ()):
                if words[place : place + len(turn)] == turn:
                    said = frozenset({concept})
                    for each in range(place, place + len(turn)):
                        found[each] |= said
                        if concept in _WHOLE:
                            fixed[each] = said
        for place, token in enumerate(self.tokens):
            if not token.is_mark and (not found[place] or token.accented or token.word in _MAY_BE_ANOTHER):
                self._correct(found, place, token)
        for place, concepts in fixed.items():
            found[place] = concepts | (found[place] & _OF_SOMEBODY)
        for place in self._places_of_data:
            found[place] = _NOTHING
        return tuple(found)

    def _correct(self, found: list[frozenset[Concept]], place: int, token: Token) -> None:
        word = token.word
        if token.accented and word in _ASKING:
            found[place] = (found[place] | {Concept.HOW}) - {Concept.LINK}
        if token.accented and word == "si":
            found[place] = _EMPHATIC
        if word in THAT and self._opens_reason(found, place):
            found[place] = frozenset({Concept.BECAUSE})
        if word == "ne" and not {"plus", "pas", "jamais"}.isdisjoint(self.near(place + 1, place + 4)):
            found[place] = frozenset({Concept.NOT})
        if not found[place] and word.endswith(_WITH_PRONOUN):
            base = next(word[: -len(p)] for p in _PRONOUNS if word.endswith(f"r{p}"))
            found[place] = _BY_WORD.get(base, _NOTHING)
        if not found[place]:
            found[place] = _misspelt(word, self.place)

    def _opens_reason(self, found: list[frozenset[Concept]], place: int) -> bool:
        """Whether a "que" says why: "…de la llista que ja no hi visc", not "del grup que fa …"."""
        before = place - 1
        is_behind = before >= 0 and (
            self.words[before] in NOUNS | PLEASE
            or bool(found[before] & _NAMED)
            or (self.tokens[before].joined and Concept.ME in found[before])
            or Tag.IMPERATIVE in self.forms[before].tags
        )
        return is_behind and self.word(place + 1) in _WHY

    def is_data(self, place: int) -> bool:
        """Whether the word at *place* is part of somebody's name, document or telephone, or a given name."""
        return self.is_given(place) or self.words[place] in GIVEN_NAMES

    def is_blank(self, place: int) -> bool:
        """Whether the word at *place* says nothing by itself: a mark, a single letter, or somebody's data."""
        return self.tokens[place].is_mark or len(self.words[place]) == 1 or self.is_data(place)

    def is_given(self, place: int) -> bool:
        """Whether the word at *place* is part of a name, document or telephone that is given."""
        return place in self._places_of_data

    @cached_property
    def _places_of_data(self) -> frozenset[int]:
        return frozenset(
            place
            for place, token in enumerate(self.tokens if self.data else ())
            if any(first <= token.start < last for first, last in self.data)
        )

    def is_done_to_another(self, place: int) -> bool:
        """Whether the verb at *place* is done to a third person: "traieu-lo", "la doneu", "quítenlo"."""
        word = self.words[place]
        is_behind = self.is_joined(place + 1) and self.tokens[place + 1].word in THEM
        is_in_word = any(word.endswith(p) and word.removesuffix(p) in FORMS for p in _THEM_IN_WORD)
        form = self.forms[place]
        is_finite = form.act and not form.tags & {Tag.INFINITIVE, Tag.GERUND, Tag.PARTICIPLE}
        return is_behind or is_in_word or bool(is_finite and self.word(place - 1) in THEM)

    def joining(self, place: int) -> Form:
        """The verb of joining or putting that the word at *place* is a form of; else `NO_VERB`."""
        word = self.words[place]
        form = JOINS.get(word, NO_VERB)
        if form.act is None or not (self.tokens[place].accented and word.endswith("e")):
            return form
        has_pronoun = any(word.removesuffix(p) in JOINS for p in _PRONOUNS if word.endswith(p))
        return form if has_pronoun else Form(form.act, frozenset({Tag.PAST}))  # "me apunté"

    def is_me(self, place: int) -> bool:
        """Whether the word at *place* is "me", or an act that is done to who writes: "quitadme"."""
        is_done = self.word(place).endswith(("me", "nos")) and self.forms[place].act is not None
        return is_done or Concept.ME in self.of(place)

    def is_joined(self, place: int) -> bool:
        """Whether a hyphen or an apostrophe joins the word at *place* to the one before."""
        return place < len(self.tokens) and self.tokens[place].joined

    def span(self, places: range) -> tuple[int, int]:
        """Where the words at *places* stand in the text."""
        return self.tokens[places.start].start, self.tokens[places.stop - 1].end

    def starting(self, start: int) -> int | None:
        """The place of the word that begins at *start* in the text."""
        return next((j for j, token in enumerate(self.tokens) if token.start == start), None)

    def of(self, place: int) -> frozenset[Concept]:
        """The concepts of the word at *place*, none where there is none."""
        return self.concepts[place] if 0 <= place < len(self.words) else _NOTHING

    def word(self, place: int) -> str:
        """The word at *place*, "" where there is none."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def near(self, first: int, last: int) -> tuple[str, ...]:
        """The words from *first* up to *last*, as far as there are any."""
        return self.words[max(0, first) : max(0, last)]

    def ends_at(self, place: int) -> bool:
        """Whether nothing of the clause stands at *place*: a mark of punctuation, or the end."""
        return place >= len(self.tokens) or self.tokens[place].is_mark

    def behind(self, place: int) -> range:
        """The places of the words behind *place*, to the end of its clause; a comma ends it too."""
        return range(place + 1, self.segment(place).stop)

    def clause(self, place: int) -> range:
        """The places of the words of the clause of *place*; commas do not end it."""
        return self._between(self._ends, place)

    def segment(self, place: int) -> range:
        """The places of the words about *place* between any two marks or conjunctions."""
        return self._between(self._cuts, place)

    def _between(self, cuts: tuple[int, ...], place: int) -> range:
        before, behind = bisect_left(cuts, place), bisect_right(cuts, place)
        first = cuts[before - 1] + 1 if before else 0
        return range(first, cuts[behind] if behind < len(cuts) else len(self.tokens))

    @cached_property
    def _cuts(self) -> tuple[int, ...]:
        pairs = enumerate(zip(self.tokens, self.concepts, strict=True))
        return tuple([j for j, (token, here) in pairs if token.is_mark or here & _ENDS_OBJECT])

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        return tuple([j for j in self._cuts if self.words[j] not in {",", "(", ")"}])

    @cached_property
    def _all(self) -> frozenset[Concept]:
        return _NOTHING.union(*self.concepts)

    def has(self, concept: Concept, places: range | None = None) -> bool:
        """Whether the concept stands in it, or at any of the *places* that there are."""
        signs = SIGNS.get(concept)
        if (signs is not None and signs.isdisjoint(self.words)) or concept not in self._all:
            return False
        if places is None:
            return True
        start, stop = max(0, places.start), max(0, places.stop)
        return any(concept in here for here in self.concepts[start:stop])

    @property
    def is_question(self) -> bool:
        """Whether it ends with a question mark."""
        return self.words[-1].endswith("?")


def parsed_of(text: Text, place: str = "", data: tuple[tuple[int, int], ...] = ()) -> tuple[Parsed, ...]:
    """The sentences of a text, in which *data* stand, written to the town of that *place*; parsed once."""
    return text.once(_beside, place, data) if place or data else text.cleaned.cut.each(Parsed)


def _beside(text: Text, place: str, data: tuple[tuple[int, int], ...]) -> tuple[Parsed, ...]:
    sentences = parsed_of(text)
    is_named = bool(place) and _is_like(place, set().union(*(parsed.spellings for parsed in sentences)))
    return tuple([parsed.beside(place if is_named else "", data) for parsed in sentences])


def _is_like(place: str, words: set[str]) -> bool:
    """Whether one of the words is the town's name, be it spelt by ear."""
    return process.extractOne(place, words, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None
