"""Names of people, found in running text.

A name is believed where something vouches for it: a label, an introduction ("em dic"),
an identity document or a telephone beside it, a line of its own, or a known given name
at its head. A missed name costs a question; a wrong one costs a card: when in doubt, none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, dropwhile, islice, takewhile
from typing import Final

from rules.findings import Because, Why
from rules.lexicon.words import TURNS, Concept
from rules.people.found import apart
from rules.people.name_forms import (
    INITIALS,
    LONGEST,
    Named,
    Token,
    has_mixed_case,
    heads_a_name,
    is_joined,
    labelled_value,
    named,
    run_of,
    tokens_of,
    unelided,
    whole_run,
)
from rules.text.tokens import Text
from rules.vocabulary.introductions import (
    GREETINGS,
    INTRODUCTION,
    NAME_LABEL,
    PLACES,
    SURNAME_LABEL,
    TIES_TO_NUMBER,
)
from rules.vocabulary.name_words import ARTICLES, GIVEN_NAMES, NOT_NAMES, PARTICLES

Numbers = tuple[tuple[int, int], ...]
"""The places of documents and telephones."""
_MOST: Final = 60
"""Names taken from one source: more is a list of people, and a clerk's."""


def find_names(text: Text, numbers: Numbers) -> tuple[Named, ...]:
    """The names of a cleaned text, left to right; of those that overlap, the one most trusted."""
    found = (name for _, names in text.once(sources, numbers) for name in names)
    return tuple(apart(found))


def sources(text: Text, numbers: Numbers) -> tuple[tuple[Why, tuple[Named, ...]], ...]:
    """What vouches for a name, and the names it gives: what is most trusted first."""
    found = (
        (Because("by-label"), chain(_in_table(text), _labelled(text))),
        (Because("introduces-themselves"), _introduced(text)),
        (Because("beside-number"), _beside_numbers(text.unwrapped, numbers)),
        (Because("alone-on-line"), _own_lines(text, numbers)),
        (Because("behind-number"), _after_numbers(text, numbers)),
        (Because("by-given-name"), _capital_runs(text)),
    )
    return tuple((why, tuple(islice(names, _MOST))) for why, names in found)


# --- what stands in a table ----------------------------------------------------------------------

_MAY_BE_TABLE: Final = ("\t", "|", "cognom", "apellido")
"""What parts the columns of a table, or heads its row of surnames."""
_LINE: Final = re.compile(r"[^\n]+")
_CELL: Final = re.compile(r"[^|\t]{1,80}")


def _in_table(text: Text) -> Iterator[Named]:
    """The names in the rows of a table: behind "Nom", and under it behind "Cognoms"."""
    folded = text.folded
    if not any(sign in folded for sign in _MAY_BE_TABLE):
        return
    for line in _LINE.finditer(folded):
        cells = [cell.span() for cell in _CELL.finditer(folded, *line.span()) if cell.group().strip()]
        if len(cells) > 2 and _ACROSS.fullmatch(folded[slice(*cells[0])].strip(" *:.")):
            yield from filter(None, (labelled_value(text, start) for start, _ in cells[1:]))
    for rows in _ROWS.finditer(folded):
        places = rows.start("given"), rows.start("surnames")
        given, surnames = (labelled_value(text, place, is_surname=True) for place in places)
        if given and surnames:
            yield _joined(given, surnames)


_ACROSS: Final = re.compile(
    r"(?:nom|nombre)(?: (?:i|y) (?:cognoms|apellidos)| complet| completo)?|full name|name"
)
"""The head of a row in a table whose columns are people."""
_ROWS: Final = re.compile(
    r"(?:^|\n)[ *·-]{0,4}(?:nom|nombre)(?:[ \t]{1,12}|[ \t]{0,4}\n)(?P<given>[a-z][^\n:=\d]{0,40})\n{1,3}"
    r"[ *·-]{0,4}(?:cognoms?|apellidos?)(?:[ \t]{1,12}|[ \t]{0,4}\n)(?P<surnames>[a-z])"
)
"""A table whose rows were pasted without marks: "Nom Marta", and under it "Cognoms Roca Pla"."""


def _joined(given: Named, *surnames: Named) -> Named:
    """One name of its parts, as they stand under labels."""
    parts = (given, *surnames)
    value = " ".join(part.value for part in parts)
    return replace(given, value=value, end=max(part.end for part in parts))


# --- what a label says --------------------------------------------------------------------------


def _labelled(text: Text) -> Iterator[Named]:
    for match in NAME_LABEL.finditer(text.folded):
        given = labelled_value(text, match.end())
        if given is None:
            continue
        name = _joined(given, *_surnames_near(text, match))
        if _is_surnames_first(match.group()):
            value = given_first(name.value, surnames=1 if "prenom" in match.group() else 2)
            name = replace(name, value=value)
        yield name


def _is_surnames_first(label: str) -> bool:
    label = label.lstrip(" *>.-")
    return label.startswith(("cognom", "apellido")) or (label.startswith("nom") and "prenom" in label)


def given_first(name: str, *, surnames: int = 2) -> str:
    """The name with the given name first, where surnames may stand first: two here, one in France."""
    words = name.split()
    is_given = [heads_a_name(word) for word in words]
    first = len(words) - next((i for i, given in enumerate(reversed(is_given)) if not given), 0)
    first = max(first, min(surnames, len(words) - 1))
    return " ".join((*words[first:], *words[:first])) if not is_given[0] else name


def _surnames_near(text: Text, name_label: re.Match[str]) -> Iterator[Named]:
    """The values of a surname label near a name label, before or after it, and of a second one behind."""
    label = name_label.group()
    is_french = "prenom" in label
    if "cognom" in label or "apellido" in label or ("complet" in label and not is_french):
        return
    start, end = name_label.span()
    behind = _surname_label(text, end, end + 120, is_french=is_french)
    first_label = behind or _surname_label(text, max(0, start - 80), start, is_french=is_french)
    first = labelled_value(text, first_label.end(), is_surname=True) if first_label else None
    second_label = _surname_label(text, first.end, first.end + 40) if first else None
    second = labelled_value(text, second_label.end(), is_surname=True) if second_label else None
    yield from filter(None, (first, second))


def _surname_label(text: Text, start: int, end: int, *, is_french: bool = False) -> re.Match[str] | None:
    labels = SURNAME_LABEL.finditer(text.folded, start, end)
    return next((label for label in labels if is_french or not label["french"]), None)


# --- what an introduction says ------------------------------------------------------------------


def _introduced(text: Text) -> Iterator[Named]:
    introductions = INTRODUCTION.finditer(text.folded)
    text = text.unwrapped
    for match in islice(introductions, _MOST):
        behind = text[match.end() : match.end() + 90].partition("\n\n")[0]
        tokens = tokens_of(text, match.end(), match.end() + len(behind))
        if tokens and tokens[0].key in ARTICLES and not tokens[0].text.istitle():
            is_place = tokens[0].key == "en" and not any(
                token.is_given for token in tokens[1:2]
            )  # "mi hija en Ripoll"
            tokens = [] if is_place else tokens[1:]
        if tokens and _is_at(text.folded[match.end() : tokens[0].start]):
            run = _introduced_run(text, unelided(tokens))
            if run:
                yield named(run, is_said=True)


def _is_at(between: str) -> bool:
    """Whether a name stands where it is introduced: nothing but an article is between."""
    between = between.strip(" ,'\n:-")
    return not between or between in ARTICLES


def _introduced_run(text: Text, tokens: list[Token]) -> list[Token]:
    """The name that is introduced; in one case only, of so many words at most, and without what it is of."""
    if tokens[0].is_capital and not tokens[0].text.isupper():
        return run_of(text, tokens, is_cased=True)
    run = run_of(text, tokens, is_cased=False)
    if not run or not run[0].is_given:
        return []
    most = 4 if run[0].key in GIVEN_NAMES else 3
    if not run[0].text.isupper():
        run = list(takewhile(lambda token: token.key not in {"de", "del", "d"}, run))
    plain = _plain(run)
    return run if len(plain) <= most else run[: run.index(plain[most - 1]) + 1]


def _plain(run: list[Token]) -> list[Token]:
    return [token for token in run if token.key not in PARTICLES]


# --- what stands beside a number ----------------------------------------------------------------


def _beside_numbers(text: Text, numbers: Numbers) -> Iterator[Named]:
    for start, _ in numbers:
        before = (end for _, end in numbers if end <= start)  # "40312877-H": no name begins with its letter
        line_start = max(text.rfind("\n", 0, start) + 1, start - 160, *before)
        if name := _ending_at(text, line_start, start):
            yield name


_LONGEST_REST: Final = 120
"""Characters after a number in which the rest of its line may be a name."""


def _after_numbers(text: Text, numbers: Numbers) -> Iterator[Named]:
    """A name that fills the rest of a number's line: "12345678Z - 600… - Puig Serra Maria"."""
    for _, end in numbers:
        rest = text[end : end + _LONGEST_REST].partition("\n")[0]
        tokens = tokens_of(text, end, end + len(rest))
        run = _enough_run(text, tokens, is_cased=has_mixed_case(rest))
        is_next = bool(run) and not text[end : run[0].start].strip(" -,;:/|·")
        if is_next and not rest.strip(" .").endswith("?"):
            yield named(run)


def _ending_at(text: Text, line_start: int, end: int) -> Named | None:
    """The name whose last word ends at *end* but for punctuation and what says which number follows."""
    tokens = tokens_of(text, line_start, end)
    while tokens and tokens[-1].key in TIES_TO_NUMBER:
        end = tokens.pop().start
    turned = _turned(text, list(dropwhile(lambda token: token.key in NOT_NAMES, tokens)))
    if turned:
        return turned
    run = _run_ending_at(text, line_start, end, tokens)
    return named(run) if run else None


def _turned(text: Text, tokens: list[Token]) -> Named | None:
    """The name that the tokens are from the first to the last, its surnames before a comma."""
    if not tokens or "," not in text[tokens[0].start : tokens[-1].start]:
        return None
    name = labelled_value(text, tokens[0].start)
    return name if name and name.end == tokens[-1].end and "," in text[name.start : name.end] else None


def _run_ending_at(text: Text, line_start: int, end: int, tokens: list[Token]) -> list[Token]:
    if not tokens or text[tokens[-1].end : end].strip(" ,;:.()[]-·\"'*"):
        return []
    is_cased = has_mixed_case(text[line_start:end])
    run = _run_in_case(text, tokens, is_cased=is_cased)
    if run or not is_cased:
        return run
    behind = max(text.rfind(mark, line_start, tokens[-1].end) for mark in ",.:;(")
    tail = [t for t in tokens if t.start > behind >= 0]  # "ALTA, gemma torrent oliva, …"
    is_small = bool(tail) and not has_mixed_case(text[tail[0].start : tail[-1].end])
    return _run_in_case(text, tail, is_cased=False) if is_small and len(tail) <= 5 else []


_HEADS_NO_NAME: Final = (PARTICLES - GIVEN_NAMES) | (NOT_NAMES - INITIALS)  # "Mª Rosa" is one


def _run_in_case(text: Text, tokens: list[Token], *, is_cased: bool) -> list[Token]:
    """The longest run that ends with the last token and is enough of a name."""
    first = next((i for i in range(len(tokens) - 1, 0, -1) if not is_joined(text, *tokens[i - 1 : i + 1])), 0)
    places = list(range(max(first, len(tokens) - LONGEST), len(tokens)))
    if not is_cased:  # no capital says where it begins: a given name does, if there is one
        places.sort(key=lambda i: not tokens[i].is_given)
    for i in places:
        candidate = unelided(tokens[i:])
        is_head = candidate[0].key not in _HEADS_NO_NAME
        if is_head and (run := _enough_run(text, candidate, is_cased=is_cased)):
            return run
    return []


def _enough_run(text: Text, tokens: list[Token], *, is_cased: bool) -> list[Token]:
    """The name that all of the tokens are, if it is enough of one."""
    run = whole_run(text, tokens, is_cased=is_cased)
    plain = _plain(run)
    is_likely = is_cased or (len(plain) <= 5 and any(token.is_given for token in plain))
    return run if len(plain) >= 2 and is_likely else []


# --- a line of its own --------------------------------------------------------------------------


def _own_lines(text: Text, numbers: Numbers) -> Iterator[Named]:
    for line in _LINE.finditer(text):
        bare = _unnumbered(line.group().strip(" .,;:*-_>\t'\"()"))
        if bare and not any(map(str.isdigit, bare)):
            tokens = tokens_of(text, *line.span())
            if 2 <= len(tokens) <= LONGEST and (name := _whole_line(text, line, tokens, numbers)):
                yield name


def _unnumbered(line: str) -> str:
    """The line without its number in a list: "1. Gemma Torrent"."""
    number, _, rest = line.partition(" ")
    is_number = len(number) < 4 and number[:-1].isdigit() and not number[-1].isdigit()
    return rest if is_number else line


_NAME: Final = frozenset({"nom", "nombre", "name"})


def _whole_line(text: Text, line: re.Match[str], tokens: list[Token], numbers: Numbers) -> Named | None:
    if len(tokens) > 2 and tokens[0].key in _NAME:  # "nom gemma torrent"
        tokens = tokens[1:]
    tokens = unelided(tokens)
    if turned := _turned(text, tokens):
        return turned
    run = whole_run(text, tokens, is_cased=has_mixed_case(line.group()))
    return named(run) if _is_vouched(text, run, line, numbers) else None


def _is_vouched(text: Text, run: list[Token], line: re.Match[str], numbers: Numbers) -> bool:
    """A name alone on a line needs a known given name in it, or a number on the line next to it."""
    plain = _plain(run)
    if len(plain) < 2:
        return False
    if any(token.is_given for token in plain):
        return True
    if not run[0].is_capital:
        return False
    before, after = line.start() - 1, line.end() + 1
    return any(
        (0 <= start - after < 40 and "\n" not in text[after:start])
        or (0 <= before - end < 12 and "\n" not in text[end:before])
        for start, end in numbers
    )


# --- capital letters in a row -------------------------------------------------------------------


def _capital_runs(text: Text) -> Iterator[Named]:
    """Runs of capitalised words headed by a known given name, if no greeting or street stands before them."""
    flowing = text.unwrapped
    for line in _lines_with_given_names(flowing):
        end = 0
        tokens = tokens_of(flowing, *line)
        for at, token in enumerate(tokens):
            if token.start < end or token.text.islower() or not unelided([token])[0].is_given:
                continue
            run = run_of(flowing, unelided(tokens[at : at + LONGEST]), is_cased=True)
            if not run or not run[0].text[1:2].islower():
                continue
            if len(_plain(run)) >= 2 and not _is_elsewhere(text.folded, run[0].start, run[-1].end):
                yield named(run)
            end = run[-1].end


def _lines_with_given_names(text: Text) -> Iterable[tuple[int, int]]:
    given = (
        token.start
        for sentence in text.sentences
        for token in sentence
        if token.capital and token.word.replace("·", "") in GIVEN_NAMES
    )
    whole = f"{text}\n"
    return dict.fromkeys((whole.rfind("\n", 0, start) + 1, whole.find("\n", start)) for start in given)


_BESIDE: Final = 30
"""Characters before a name that may say what it is."""
_CLOSING: Final = frozenset(turn[-1] for turn in TURNS[Concept.CLOSING])
_LINKS: Final = frozenset({"de", "del", "la", "d'", "l'", "d'en", "en"})


def _is_elsewhere(folded: str, start: int, end: int) -> bool:
    """Whether the name is somebody's who is greeted, or a street's; after "gràcies" the last words sign."""
    words = folded[max(0, start - _BESIDE) : start].rpartition("\n")[2].replace("'", "' ").split()
    last = words[-1] if words else ""
    if last.strip(",.!") in _CLOSING and not folded[end:].strip(" .!\n"):
        return False
    if last.strip(",") in GREETINGS and not (last.startswith("senyor") and words[-2:-1] in (["la"], ["el"])):
        return True
    while words and words[-1] in _LINKS:
        words.pop()
    return bool(words) and words[-1].rstrip(".") in PLACES
