"""Names of people, found in running text.

A name is believed where something vouches for it: a label, an introduction ("em dic"),
an identity document or a telephone beside it, a line of its own, or a known given name
at its head. A missed name costs a question; a wrong one costs a card: when in doubt, none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rules.folding import fold
from rules.given import ARTICLES, GIVEN_NAMES, NOT_NAMES, PARTICLES, SURNAMES_TOO
from rules.wording import GREETING, INTRODUCTION, NAME_LABEL, PLACE_BEFORE, SURNAME_LABEL, TIE_TO_NUMBER

_WORD: Final = re.compile(r"[^\W\d_]{1,2}\.(?= )|[^\W\d_]+(?:['·-][^\W\d_]+){0,4}")
_LONGEST: Final = 8
"""Words of the longest name, particles included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name and where it stands. `is_said` where a label or an introduction vouches for it."""

    start: int
    end: int
    value: str
    is_said: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    start: int
    end: int
    text: str
    key: str  # folded, without dots
    is_capital: bool


def key_words(name: str) -> frozenset[str]:
    """The bare words of a name, for telling whether two mentions are of one person."""
    words = fold(name).replace("·", "").replace("-", " ").replace("'", " ").split()
    return frozenset(word.strip(".,") for word in words) - PARTICLES - ARTICLES


def find_names(text: str, numbers: list[tuple[int, int]]) -> list[Named]:
    """The names of a cleaned text, left to right; *numbers* are the places of documents and telephones."""
    folded = fold(text)
    found = [
        *_labelled(text, folded),
        *_introduced(text, folded),
        *_beside_numbers(text, folded, numbers),
        *_own_lines(text, numbers),
        *_capital_runs(text, folded),
    ]
    return _without_overlaps(found)


def _without_overlaps(found: list[Named]) -> list[Named]:
    """Of names that overlap the one said first in the order of trust stays, unless a longer one holds it."""
    kept: list[Named] = []
    for name in found:
        rivals = [k for k in kept if name.start < k.end and k.start < name.end]
        if not rivals:
            kept.append(name)
        elif all(key_words(r.value) < key_words(name.value) and not r.is_said for r in rivals):
            kept = [k for k in kept if k not in rivals] + [name]
    return sorted(kept, key=lambda n: n.start)


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    return [
        _Token(
            start=m.start(),
            end=m.end(),
            text=m.group(),
            key=fold(m.group()).strip(".").replace("·", ""),
            is_capital=m.group()[0].isupper(),
        )
        for m in _WORD.finditer(text, start, end)
    ]


def _has_mixed_case(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return any(c.islower() for c in letters) and any(c.isupper() for c in letters)


def _may_be_name(token: _Token, *, is_cased: bool) -> bool:
    """Whether the word can be part of a name where it stands."""
    if is_cased:
        return token.is_capital and (token.key not in NOT_NAMES or token.key in SURNAMES_TOO)
    return token.key not in NOT_NAMES and len(token.key) > 1


def _run(text: str, tokens: list[_Token], *, is_cased: bool) -> list[_Token]:
    """The name that begins with the first token: words joined by single spaces, particles only inside."""
    taken: list[_Token] = []
    pending: list[_Token] = []
    for token in tokens[:_LONGEST]:
        last = (pending or taken or [token])[-1]
        if token is not last and not _joined(text[last.end : token.start]):
            break
        if (
            taken
            and token.key in PARTICLES
            and not (is_cased and token.is_capital and token.key in GIVEN_NAMES)
        ):
            pending.append(token)
        elif _may_be_name(token, is_cased=is_cased):
            taken += [*pending, token]
            pending = []
        else:
            break
    return taken


def _joined(between: str) -> bool:
    return between in {" ", "", "  ", "' ", "-"} or (between.isspace() and "\n" not in between)


def _named(tokens: list[_Token], *, is_said: bool = False) -> Named:
    return Named(
        start=tokens[0].start,
        end=tokens[-1].end,
        value=_written(" ".join(t.text for t in tokens)),
        is_said=is_said,
    )


def _written(name: str) -> str:
    """A name as one writes it: capitals where it was all upper or all lower case."""
    name = " ".join(name.split()).strip(" .,;:-'")
    if "," in name:
        surnames, given = (part.strip() for part in name.split(",", 1))
        name = f"{given} {surnames}".strip()
    if _has_mixed_case(name) and name[:1].isupper():
        return name
    return " ".join(_capitalised(word) for word in name.split())


def _capitalised(word: str) -> str:
    if fold(word) in PARTICLES - {"ben", "san", "santa", "ter"}:
        return word.lower()
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


# --- what a label says --------------------------------------------------------------------------


def _labelled(text: str, folded: str) -> Iterator[Named]:
    for match in NAME_LABEL.finditer(folded):
        name = labelled_value(text, match.end())
        if name is None:
            continue
        surnames = _surnames_near(text, folded, match)
        value = name.value if surnames is None else f"{name.value} {surnames.value}"
        end = name.end if surnames is None else max(name.end, surnames.end)
        yield Named(start=name.start, end=end, value=value, is_said=True)


def _surnames_near(text: str, folded: str, name_label: re.Match[str]) -> Named | None:
    """The value of a surname label within three lines of a name label, before or after it."""
    if (
        "cognom" in name_label.group()
        or "apellido" in name_label.group()
        or "prenom" not in name_label.group()
        and ("complet" in name_label.group())
    ):
        return None
    low = max(0, name_label.start() - 80)
    match = SURNAME_LABEL.search(folded, name_label.end(), name_label.end() + 120) or SURNAME_LABEL.search(
        folded, low, name_label.start()
    )
    return labelled_value(text, match.end()) if match else None


_VALUE: Final = re.compile(r"[^\n;|/(\d:=]{0,80}")


def labelled_value(text: str, start: int) -> Named | None:
    """The name that begins at *start* and fills the value of a label; any case, surnames may come first."""
    match = _VALUE.match(text, start)
    value = match.group() if match else ""
    head, comma, rest = value.partition(",")
    tokens = _tokens(text, start, start + len(head))
    run = _value_run(text, tokens)
    if not run:
        return None
    if comma and run[-1] is tokens[-1] and len(run) <= 4:
        begin = start + len(head) + 1
        given = _value_run(text, _tokens(text, begin, begin + len(rest)))
        if given and len(given) <= 3 and _is_surname_first(run, given, rest):
            return Named(
                start=run[0].start,
                end=given[-1].end,
                value=_written(" ".join(t.text for t in run) + ", " + " ".join(t.text for t in given)),
                is_said=True,
            )
    return _named(run, is_said=True)


def _is_surname_first(run: list[_Token], given: list[_Token], rest: str) -> bool:
    """Whether what follows the comma is the given name of the surnames before it."""
    return given[0].key in GIVEN_NAMES or (
        len(run) >= 2 and given[-1].end - given[0].start >= len(rest.strip(" ."))
    )


def _value_run(text: str, tokens: list[_Token]) -> list[_Token]:
    if tokens and tokens[0].key in ARTICLES and tokens[0].text.islower():
        tokens = tokens[1:]
    is_cased = _has_mixed_case(text[tokens[0].start : tokens[-1].end]) if tokens else False
    run = _run(text, tokens, is_cased=is_cased and bool(tokens) and tokens[0].is_capital)
    return [] if not run or (len(run) == 1 and len(run[0].key) < 2) else run


# --- what an introduction says ------------------------------------------------------------------


def _introduced(text: str, folded: str) -> Iterator[Named]:
    for match in INTRODUCTION.finditer(folded):
        line_end = text.find("\n\n", match.end())
        tokens = _tokens(text, match.end(), min(line_end if line_end >= 0 else len(text), match.end() + 90))
        if tokens and tokens[0].key in ARTICLES and not tokens[0].text.istitle():
            tokens = tokens[1:]
        name = _introduced_run(text, _after_article(text, match.end(), tokens))
        if name:
            yield _named(name, is_said=True)


def _after_article(text: str, start: int, tokens: list[_Token]) -> list[_Token]:
    """The tokens if nothing but an article stands before them."""
    if not tokens:
        return []
    between = fold(text[start : tokens[0].start]).strip(" ,'\n:-")
    return tokens if not between or between in ARTICLES else []


def _introduced_run(text: str, tokens: list[_Token]) -> list[_Token]:
    if not tokens:
        return []
    tokens = _unelided(tokens)
    if tokens[0].is_capital and not tokens[0].text.isupper():
        return _run(text, tokens, is_cased=True)
    run = _run(text, tokens, is_cased=False)
    return _trimmed_lower(text, run) if run and (run[0].key in GIVEN_NAMES) else []


def _unelided(tokens: list[_Token]) -> list[_Token]:
    """The tokens without the article in "l'Esteve", "n'Anna"."""
    first = tokens[0]
    if fold(first.text)[:2] in {"l'", "n'", "d'"} and len(first.text) > 3:
        rest = first.text[2:]
        first = _Token(
            start=first.start + 2, end=first.end, text=rest, key=first.key[2:], is_capital=rest[0].isupper()
        )
    return [first, *tokens[1:]]


def _trimmed_lower(text: str, run: list[_Token]) -> list[_Token]:
    """A name in one case only: at most four words, and "i" only before the last surname."""
    words = run
    for i, token in enumerate(run):
        if token.key in {"i", "y", "e"} and (i != len(run) - 2 or not _ends_there(text, run[-1].end)):
            words = run[:i]
            break
        if token.key in {"de", "del", "d"} and not run[0].text.isupper():
            words = run[:i]
            break
    plain = [t for t in words if t.key not in PARTICLES]
    return words if len(plain) <= 4 else words[: words.index(plain[3]) + 1]


_END: Final = re.compile(
    r"\s*(?:$|[\n,.;:()\d-]|(?:amb |con |with )?(?:el |la )?(?:dni|nif|nie|mob|tel|mov))", re.IGNORECASE
)


def _ends_there(text: str, end: int) -> bool:
    return bool(_END.match(text, end))


# --- what stands beside a number ----------------------------------------------------------------


def _beside_numbers(text: str, folded: str, numbers: list[tuple[int, int]]) -> Iterator[Named]:
    for start, _ in numbers:
        line_start = max(text.rfind("\n", 0, start) + 1, start - 160)
        tie = TIE_TO_NUMBER.search(folded, line_start, start)
        end = tie.start() if tie else start
        name = _ending_at(text, line_start, end)
        if name:
            yield name


def _ending_at(text: str, line_start: int, end: int) -> Named | None:
    """The name whose last word ends at *end* but for spaces and punctuation."""
    tokens = _tokens(text, line_start, end)
    turned = (
        labelled_value(text, tokens[0].start) if tokens and "," in text[line_start:end].strip(" ,") else None
    )
    if turned and turned.end == tokens[-1].end and "," in text[turned.start : turned.end]:
        return turned
    run = _run_ending_at(text, line_start, end, tokens)
    return _named(run) if run else None


def _run_ending_at(text: str, line_start: int, end: int, tokens: list[_Token]) -> list[_Token]:
    if not tokens or text[tokens[-1].end : end].strip(" ,;:.()[]-·\"'*"):
        return []
    is_cased = _has_mixed_case(text[line_start:end])
    for i in range(max(0, len(tokens) - _LONGEST), len(tokens)):
        candidate = _unelided(tokens[i:])
        if candidate[0].key in PARTICLES - GIVEN_NAMES or candidate[0].key in NOT_NAMES:
            continue
        run = _run(text, candidate, is_cased=is_cased)
        if run and run[-1] is candidate[-1] and _is_enough(run, is_cased=is_cased):
            return run
    return []


def _is_enough(run: list[_Token], *, is_cased: bool) -> bool:
    plain = [t for t in run if t.key not in PARTICLES]
    has_given = any(t.key.split("-")[0] in GIVEN_NAMES for t in plain)
    if is_cased:
        return len(plain) >= 2
    return 2 <= len(plain) <= 5 and has_given


# --- a line of its own --------------------------------------------------------------------------


def _own_lines(text: str, numbers: list[tuple[int, int]]) -> Iterator[Named]:
    position = 0
    for line in text.split("\n"):
        tokens = _tokens(text, position, position + len(line))
        bare = line.strip(" .,;:*-_>\t'\"()")
        if 2 <= len(tokens) <= _LONGEST and not any(c.isdigit() for c in bare):
            name = _whole_line(text, line, tokens, position, numbers)
            if name:
                yield name
        position += len(line) + 1


def _whole_line(
    text: str, line: str, tokens: list[_Token], position: int, numbers: list[tuple[int, int]]
) -> Named | None:
    tokens = _unelided(tokens)
    is_cased = _has_mixed_case(line)
    given_first = labelled_value(text, tokens[0].start) if "," in line.strip(" ,") else None
    if given_first and given_first.end == tokens[-1].end and "," in text[given_first.start : given_first.end]:
        return given_first
    run = _run(text, tokens, is_cased=is_cased)
    if not run or run[-1] is not tokens[-1] or not _is_vouched(text, run, position, len(line), numbers):
        return None
    return _named(run)


def _is_vouched(
    text: str, run: list[_Token], position: int, length: int, numbers: list[tuple[int, int]]
) -> bool:
    """A name alone on a line needs a known given name in it, or a document or telephone on the next line to it."""
    plain = [t for t in run if t.key not in PARTICLES]
    if len(plain) < 2:
        return False
    if any(t.key.split("-")[0] in GIVEN_NAMES for t in plain):
        return True
    if not run[0].is_capital:
        return False
    before, after = position - 1, position + length + 1
    return any(
        (after <= start and not text[after:start].count("\n") and start - after < 40)
        or (end <= before and not text[end:before].count("\n") and before - end < 12)
        for start, end in numbers
    )


# --- capital letters in a row -------------------------------------------------------------------


def _capital_runs(text: str, folded: str) -> Iterator[Named]:
    """Runs of capitalised words headed by a known given name, if no greeting or street stands before them."""
    tokens = _tokens(text, 0, len(text))
    i = 0
    while i < len(tokens):
        token = _unelided([tokens[i]])[0]
        is_head = token.is_capital and not token.text.isupper() and token.key.split("-")[0] in GIVEN_NAMES
        run = _run(text, [token, *tokens[i + 1 : i + _LONGEST]], is_cased=True) if is_head else []
        plain = [t for t in run if t.key not in PARTICLES]
        if len(plain) >= 2 and not _is_elsewhere(folded, run[0].start):
            yield _named(run)
        i += max(1, len(run))


def _is_elsewhere(folded: str, start: int) -> bool:
    before = folded[max(0, start - 30) : start]
    return bool(GREETING.search(before) or PLACE_BEFORE.search(before))
