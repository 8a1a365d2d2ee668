"""How a name is written: its words, the particles inside it, its capitals, surnames before a comma."""

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from rules.people.found import Placed
from rules.text.folding import fold
from rules.text.patterns import word_set
from rules.text.tokens import Text
from rules.vocabulary.name_words import (
    ARTICLES,
    GIVEN_NAMES,
    NOT_NAMES,
    PARTICLES,
    SURNAMES_IN_FIELDS,
    SURNAMES_TOO,
)

_WORD: Final = re.compile(r"(?:[^\W\d_]{1,2}|[Ff][Cc][AaOo])\.(?= )|[^\W\d_]+(?:['·-][^\W\d_]+){0,4}")
LONGEST: Final = 12
"""Words of the longest name, or of two joined by "i", particles included."""


@dataclass(frozen=True, kw_only=True)
class Named(Placed):
    """A name, and where it stands; `is_said` where a label or an introduction vouches for it."""

    value: str
    is_said: bool = False

    @cached_property
    def words(self) -> frozenset[str]:
        """Its bare words."""
        return key_words(self.value)


class Token(NamedTuple):
    """A word of a text; `key` is the word folded, for looking it up. A tuple: a mail has hundreds."""

    start: int
    end: int
    text: str
    key: str  # folded, without dots

    @property
    def is_capital(self) -> bool:
        """Whether it is written as a name is."""
        return self.text[0].isupper()

    @property
    def is_given(self) -> bool:
        """Whether it is a known given name, or begins with one: "Maria-Rosa"."""
        return self.key.split("-")[0] in GIVEN_NAMES


@lru_cache(maxsize=256)
def key_words(name: str) -> frozenset[str]:
    """The bare words of a name, for telling whether two mentions are of one person."""
    words = fold(name).replace("·", "").replace("-", " ").replace("'", " ").split()
    return frozenset(word.strip(".,") for word in words) - PARTICLES - ARTICLES


def tokens_of(text: Text, start: int, end: int) -> list[Token]:
    """The words of a cleaned text between two places."""
    folded = text.folded
    found = []
    for match in _WORD.finditer(text, start, end):
        first, last = match.span()
        key = folded[first:last].strip(".").replace("·", "")
        found.append(_made(Token, (first, last, match[0], key)))
    return found


_made: Final = tuple.__new__
""" "Token", in a third of the time: a mail has hundreds."""


def heads_a_name(text: str) -> bool:
    """Whether the text begins with a known given name."""
    return fold(text).replace("-", " ").split(maxsplit=1)[0] in GIVEN_NAMES


def has_mixed_case(text: str) -> bool:
    """Whether the text has both capitals and small letters."""
    return text != text.lower() and text != text.upper()


_LIKE_SURNAMES: Final = frozenset(["alla", "aixi", "aqui", "catala", "dema", "valencia"])


def _is_spelt_as_surname(token: Token) -> bool:
    """Whether its accent makes a surname of another word: "Escolà", "Marí", "Plujà"."""
    return token.text[-1] in "àíÀÍ" and token.key not in _LIKE_SURNAMES


_CLITICS: Final = word_set("me te se nos vos ns lo la los les li hi ho us ne m'ho m'hi m'en")
"""Of a verb: "doneu-me", "esborreu-la"."""


def _is_of_sentence(key: str) -> bool:
    """Whether the word is one of those that are nobody's name, be it with its article: "l'avia"."""
    if key in NOT_NAMES:
        return True
    is_elided = key[1:2] == "'" and key[2:] in NOT_NAMES
    return is_elided or ("-" in key and key.rpartition("-")[2] in _CLITICS)


def _may_be_name(token: Token, *, is_cased: bool) -> bool:
    """Whether the word can be part of a name where it stands."""
    if is_cased:
        is_name = not _is_of_sentence(token.key) or token.key in SURNAMES_TOO or _is_spelt_as_surname(token)
        return token.is_capital and is_name
    return not _is_of_sentence(token.key) and len(token.key) > 1


INITIALS: Final = frozenset({"m", "ma"})
""" "Josep M. Torrent", "Mª Rosa": of Maria, where a name goes on."""


def _is_inside(token: Token, *, is_cased: bool) -> bool:
    """Whether the word stands inside names, and ends none: particles, and the M of Maria."""
    if token.key in INITIALS:
        return token.is_capital if is_cased else token.text.endswith(".")
    return token.key in PARTICLES and not (is_cased and token.is_capital and token.key in GIVEN_NAMES)


def _is_first_surname(taken: list[Token], token: Token) -> bool:
    """Whether "d'Oliva" follows a given name ("Mercè d'Oliva"), and not a surname ("Vila d'Olot")."""
    return token.key[:2] in {"d'", "l'"} and len(taken) == 1 and taken[0].key in GIVEN_NAMES


def _is_surname_too(taken: list[Token], token: Token) -> bool:
    """Whether a word that has another meaning is the first or second surname, where no capital tells."""
    surnames = [t for t in taken if not t.is_given and t.key.split("-")[0] not in PARTICLES]
    return bool(taken) and taken[0].is_given and len(surnames) < 2 and token.key in SURNAMES_TOO


def _is_initial_of(token: Token, following: Token) -> bool:
    """Whether a name begins with the M of Maria: "M. Dolors Pujol"."""
    return token.key in INITIALS and token.is_capital and following.key in GIVEN_NAMES


def run_of(text: str, tokens: list[Token], *, is_cased: bool) -> list[Token]:
    """The name that begins with the first token: words joined by single spaces, particles only inside."""
    if len(tokens) > 1 and _is_initial_of(tokens[0], tokens[1]):
        rest = run_of(text, tokens[1:], is_cased=is_cased)
        return [tokens[0], *rest] if rest else []
    taken: list[Token] = []
    pending: list[Token] = []
    for token in tokens[:LONGEST]:
        last = (pending or taken or [token])[-1]
        if token is not last and not is_joined(text, last, token):
            break
        if _begins_another(pending, token):
            break
        if taken and _is_inside(token, is_cased=is_cased):
            pending.append(token)
        elif is_cased and _is_first_surname(taken, token):
            taken.append(token)
        elif _may_be_name(token, is_cased=is_cased) or (not is_cased and _is_surname_too(taken, token)):
            taken += [*pending, token]
            pending = []
        else:
            break
    return taken


def _begins_another(pending: list[Token], token: Token) -> bool:
    """Whether after "i" an article stands, as before a second person: "en Ramon i l'Antònia".

    Or whether "la de" or "el del" begins what they are called by, and no name holds it.
    """
    if len(pending) > 1 and pending[0].key in {"la", "el", "los", "les"} and pending[1].key in {"de", "del"}:
        return True
    if not pending or pending[0].key not in {"i", "y"}:
        return False
    return token.key[:2] in {"l'", "n'"} or (len(pending) == 2 and pending[1].key in {"en", "na", "la"})


def is_joined(text: str, last: Token, token: Token) -> bool:
    """Whether a name may go on from the one word to the other."""
    between = text[last.end : token.start]
    return between in {" ", "", "  ", "' ", "-"} or (between.isspace() and "\n" not in between)


def whole_run(text: str, tokens: list[Token], *, is_cased: bool) -> list[Token]:
    """The name that the tokens are from the first to the last, if they are one."""
    run = run_of(text, tokens, is_cased=is_cased)
    return run if run and run[-1] is tokens[-1] else []


def named(tokens: list[Token], *, is_said: bool = False) -> Named:
    """The tokens as a name."""
    return Named(
        start=tokens[0].start,
        end=tokens[-1].end,
        value=written(" ".join(t.text for t in tokens)),
        is_said=is_said,
    )


def written(name: str) -> str:
    """A name as one writes it: capitals where it was all upper or all lower case."""
    name = " ".join(name.split()).strip(" .,;:-'")
    if has_mixed_case(name) and name[:1].isupper():
        return name
    return " ".join(_capitalised(word) for word in name.split())


def _capitalised(word: str) -> str:
    if fold(word) in PARTICLES - {"ben", "san", "santa", "ter"}:
        return word.lower()
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


def unelided(tokens: list[Token]) -> list[Token]:
    """The tokens without the article in "l'Esteve", "n'Anna"."""
    first = tokens[0]
    if first.key[:2] in {"l'", "n'", "d'"} and len(first.text) > 3:
        first = Token(first.start + 2, first.end, first.text[2:], first.key[2:])
    return [first, *tokens[1:]]


_VALUE_END: Final = re.compile(r"[\n;|/(\d:=]")


def labelled_value(text: Text, start: int, *, is_surname: bool = False) -> Named | None:
    """The name that begins at *start* and fills the value of a label; any case, surnames may come first.

    All in lower case it needs a known given name in it, unless only surnames are due.
    """
    value = _VALUE_END.split(text[start : start + 80], maxsplit=1)[0]
    head, comma, rest = value.partition(",")
    tokens = tokens_of(text, start, start + len(head))
    run = _whole_field(text, start, value) or _value_run(text, tokens)
    if not run or not (is_surname or run[0].is_capital or any(t.key in GIVEN_NAMES for t in run)):
        return None
    if comma and run[-1] == tokens[-1] and len(run) <= 4:
        begin = start + len(head) + 1
        given = _value_run(text, tokens_of(text, begin, begin + len(rest)))
        if given and len(given) <= 3 and _is_surname_first(run, given, rest):
            return replace(named([*run, *given], is_said=True), value=named([*given, *run]).value)
    return named(run, is_said=True)


def _whole_field(text: Text, start: int, value: str) -> list[Token]:
    """The words of a value that are a name from the first to the last, be one of them another word too.

    "Rosa Nova Prat" and "NOVA PRAT, ROSA" alone in their field: where a number or another label follows, the
    word may be of that.
    """
    head, _, given = value.partition(",")
    tokens = tokens_of(text, start, start + len(head))
    named = [token for token in tokens if token.key not in PARTICLES]
    is_closed = text[start + len(value) : start + len(value) + 1] in {"", "\n", ";", "|"}
    is_joint = all(is_joined(text, last, token) for last, token in pairwise(tokens))
    other = {t.key for t in named if _is_of_sentence(t.key)} - SURNAMES_TOO
    is_name = heads_a_name(given) if given.strip(" -") else bool(tokens) and tokens[0].is_given
    is_whole = is_closed and is_joint and is_name and all(token.is_capital for token in named)
    return tokens if is_whole and 2 <= len(named) <= 4 and other and other <= SURNAMES_IN_FIELDS else []


def _is_surname_first(run: list[Token], given: list[Token], rest: str) -> bool:
    """Whether what follows the comma is the given name of the surnames before it."""
    if len(given) == 1 and given[0].text.isupper() and not run[0].text.isupper():
        return False  # "Xavier Domènech, CFA": a title
    return given[0].is_given or (len(run) >= 2 and given[-1].end - given[0].start >= len(rest.strip(" .")))


def _value_run(text: Text, tokens: list[Token]) -> list[Token]:
    if tokens and tokens[0].key in ARTICLES and tokens[0].text.islower():
        tokens = tokens[1:]
    if not tokens:
        return []
    if len(tokens) > 1 and tokens[0].key in PARTICLES and tokens[0].is_capital:  # "El Idrissi"
        return [tokens[0], *rest] if (rest := _value_run(text, tokens[1:])) else []
    is_cased = tokens[0].is_capital and has_mixed_case(text[tokens[0].start : tokens[-1].end])
    run = run_of(text, tokens, is_cased=is_cased)
    return [] if len(run) == 1 and len(run[0].key) < 2 else run
