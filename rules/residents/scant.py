"""How little a text says: what is left of it when the data and the courtesies are taken out.

A matter of the town hall's takes words. A text that names none that we know, and has
hardly a word left, is of no other matter: what it is of must be found out by a person.
"""

from collections.abc import Container, Iterable, Sequence
from typing import Final

from rules.lexicon.parsed import parsed_of
from rules.lexicon.verbs import FORMS, JOIN_NOUNS, NOUNS
from rules.lexicon.words import Concept
from rules.people.gathering import gather
from rules.people.name_forms import key_words
from rules.text.folding import clean, fold
from rules.text.tokens import as_folded, as_text
from rules.vocabulary.clause import LIST, OF_ANY_PAPER, OTHER_PURPOSE, TITLE
from rules.vocabulary.lists import FOREIGN_LIST, named_itself, stranger_in
from rules.vocabulary.name_words import GIVEN_NAMES
from rules.vocabulary.other_meanings import WEAK, find_other, without_adjectives

_A_MATTER: Final = 12
"""Words that a matter takes which has no word of its own here: a branch, a noise, a hole in the road."""
_A_THING: Final = 1
"""Words at most of what is said of no thing at all: "No vull.", "Oblideu-vos del meu número"."""
_OF_LEAVING: Final = (NOUNS, JOIN_NOUNS, GIVEN_NAMES, FORMS)
_SAYS_NOTHING: Final = frozenset({
    Concept.COURTESY, Concept.LINK, Concept.ADVERB, Concept.YES, Concept.ME, Concept.OWN, Concept.LIST,
    Concept.LABEL, Concept.MESSAGE, Concept.ASK, Concept.ASK_NOUN, Concept.NOT, Concept.WANT, Concept.AND,
    Concept.KIN, Concept.MORE, Concept.CAN, Concept.DO,
})  # fmt: skip


def says_little(folded: str, *, names: Iterable[str | None] = ()) -> bool:
    """Whether a folded text has too few words, beside *names*, to tell of another matter, and names none.

    A word that may be of a subscriber too names none.
    """
    if _left(folded, names) > _A_MATTER:
        return False
    other = find_other(folded)
    return other is None or other.group() in WEAK


def is_of_oneself(folded: str, *, names: Iterable[str | None] = ()) -> bool:
    """Whether a folded text says little, and that of its writer, or of nothing at all."""
    is_of_nothing = _left(folded, names) <= _A_THING
    return says_little(folded, names=names) and (is_of_nothing or _is_of_me(folded))


def _is_of_me(folded: str) -> bool:
    return any(
        (Concept.ME in here and parsed.word(j - 1) != "#") or parsed.words[j] in _MINE
        for parsed in parsed_of(as_text(folded))
        for j, here in enumerate(parsed.concepts)  # the letter of a document is no "m'"
    )


_MINE: Final = frozenset({"meu", "meva", "meus", "meves", "nostre", "nostra", "mi", "mis", "my", "our"})


def _left(folded: str, names: Iterable[str | None]) -> int:
    known = *_OF_LEAVING, *(key_words(name) for name in names if name)
    return _unknown(folded, known, _SAYS_NOTHING)


def _unknown(text: str, known: Sequence[Container[str]], said: frozenset[Concept]) -> int:
    """How many words of a text are in none of *known* and of no concept that is *said*. Numbers are none."""
    return sum(
        len(token.word) > 1
        and not (
            token.is_mark or token.word == "#" or here & said or any(token.word in each for each in known)
        )
        for parsed in parsed_of(as_text(text))
        for token, here in zip(parsed.tokens, parsed.concepts, strict=True)
    )


_POLITELY: Final = frozenset(
    {Concept.COURTESY, Concept.LINK, Concept.ADVERB, Concept.ME, Concept.LABEL, Concept.AND, Concept.TOLD}
)


def names_nothing(text: str, *, own_numbers: frozenset[str]) -> bool:
    """Whether no word of *text* could be a matter: it only says that a paper comes along, and whose."""
    names = (name.words for name in gather(as_text(text), own_numbers=own_numbers).names)
    return not _unknown(fold(clean(text)).replace("_", " "), (OF_ANY_PAPER, GIVEN_NAMES, *names), _POLITELY)


_NAMED_BY_WHATSAPP: Final = ("whatsapp image", "whatsapp imagen", "whatsapp imatge", "whatsapp video")
"""The name that the telephone gives to whatever is kept from any conversation."""


def speaks_of_list(text: str) -> bool:
    """Whether a clerk's text speaks of the list, a consent, an alta or a baixa, and of no other matter."""
    folded = fold(clean(text)).replace("_", " ")
    for name in _NAMED_BY_WHATSAPP:
        folded = folded.replace(name, "~")
    if TITLE.search(folded) and not OTHER_PURPOSE.search(folded):
        return True
    named = named_itself(folded)
    if "del whatsapp" in folded or (named is not None and LIST.fullmatch(named.group())):
        return True
    if find_other(folded) or FOREIGN_LIST.search(folded) or stranger_in(folded):
        return False
    said = as_folded(without_adjectives(folded)).sentences
    return named is not None or any(token.word in NOUNS | JOIN_NOUNS for cut in said for token in cut)
