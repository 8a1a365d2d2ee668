"""Identity documents: found in text with their place, normalised, judged.

A value is given only if it is valid as written: a check letter is never computed,
never corrected. The letters O, I and L count as the digits they look like only
where a digit must stand and only if the check letter then agrees.
"""

import re
from collections.abc import Iterator
from typing import Final

from stdnum.es import dni, nie, nif

from rules.findings import Flaw
from rules.people.found import WHOLE, Found, apart, digits_of, longest_row, matches, rounded, where_dictated
from rules.text.folding import clean
from rules.text.numerals import spelled_numbers
from rules.text.patterns import one_of
from rules.text.tokens import Text, as_cleaned

# A digit or what people type for one; a letter stands apart from what follows, so that "i", "y" or
# "a" of the sentence are not taken for the check letter.
_D: Final = "[0-9OoIl]"
_GAP: Final = (
    r"(?i:[ ,.(-]{1,4}(?:(?:i|amb|con|y|de) ){0,2}(?:la |el )?(?:lletra|letra|lettre|letter)"
    r"(?: (?:es|és|est|is|bona|buena|correcta|final|de control)){0,3}(?: (?:la|el|le))?[ :]{1,3}[\"«“'(]?|"
    r"[ ,.-]{1,4}(?:(?:i|amb|con|y|porta|lleva) ){1,2}(?:la |el |una )?"
    r"(?=[a-z] (?:de lletra|de letra|al final)\b)|[ .,·/_-]{0,5})"
)
_ANYHOW: Final = r"[ .·/-]{0,3}"
_LETTER: Final = r"(?:[A-Za-z]|(?<=[ ])\([A-Za-z]\)|\([A-Za-z]\))(?![\w'])"
_START: Final = r"(?<![\w-])(?<!\d[.,/])(?<!\b[A-Za-z]/)(?:(?:ES|[Dd][Nn][Ii]|[Nn][Ii][FfEe])[ .:-]{0,2})?"
_DNI: Final = re.compile(
    rf"{_START}({_D}{{7,9}}|{_D}{{1,2}}(?:[., '·/-]{_D}{{3}}){{2}}|{_D}{{1,2}}(?: ?[.·] "
    rf"?{_D}{{3}}){{2}}|{_D}{{2}}(?: {_D}{{2}}){{3}}|\d(?: "
    rf"\d){{6,7}}(?! ?\d))"
    rf"(?:({_GAP})({_LETTER}))?(?!\w)"
)
_NIE: Final = re.compile(
    rf"{_START}([XYZKLMxyzklm]|(?i:equis|ics|xeix|i[ -]grie?ga|ye|zeta|zeda))"
    rf"({_GAP})(0?{_D}(?:{_ANYHOW}{_D}){{6}})({_GAP})({_LETTER})(?!\w)"
)
"""Its first letter may be said by its name: "equis 4810273 f"."""
_GROUPED: Final = re.compile(
    rf"(\d(?<![\w/+-]\d)(?<!\d[ .,·-]\d)(?:{_ANYHOW}\d){{5,7}})(?:{_GAP}({_LETTER}))(?!\w)"
)
_AS_IT_SHOULD_BE: Final = re.compile("[0-9]{8}[A-Z]")
_LABELS: Final = ("dni", "nif", "carne", "document", "identi")


def find_documents(text: str) -> tuple[Found, ...]:
    """Every identity document of a cleaned text, the invalid ones too, from left to right."""
    return as_cleaned(text).unwrapped.once(where_dictated, _documents)


_DIGITS: Final = frozenset("0123456789")
"""What each document holds that is not spelled out in words."""


def _documents(text: Text) -> list[Found]:
    found = [*_spelled_documents(text)]
    if not _DIGITS.isdisjoint(text):
        row = longest_row(text)
        found += [*_dnis(text), *_nies(text)] if row >= WHOLE else []
        found += [*(_grouped(text) if row >= WHOLE - 1 else ()), *_passports(text)]
    return apart(sorted(found, key=lambda f: (f.value is None, f.start, -f.end)))


_FEWEST: Final = 5
"""Digits of a document at least, where what is typed for some is a letter."""


def _dnis(text: Text) -> Iterator[Found]:
    for match in matches(_DNI, text):
        number, gap, letter = match.groups()
        said, end = _said_letter(text.folded, match.end(1))
        if value := _valid_dni(number, said):
            yield Found(start=match.start(), end=end, value=value)
        if sum(c.isdigit() for c in number) < _FEWEST:
            continue
        if number[-1] in "lL" and (letter is None or " " in gap):  # L is a check letter too
            number, gap, letter = number[:-1], "", number[-1]
        value = _valid_dni(number, letter.strip("()")) if letter else None
        is_usual = len(digits_of(number)) != 9 if letter else number.isdigit() and len(number) == 8
        if value or is_usual:  # else the digits are those of something else
            yield _judged(match.start(), match.end() if letter else match.end(1), value)


def _judged(start: int, end: int, value: str | None) -> Found:
    return Found(start=start, end=end, value=value, flaw=None if value else Flaw.DOCUMENT_INVALID)


def _nies(text: str) -> Iterator[Found]:
    for match in matches(_NIE, text):
        number = match.group(3)
        if sum(c.isdigit() for c in number) < _FEWEST:
            continue
        first = _NAMED_LETTERS.get(match.group(1).lower().replace(" ", "-"), match.group(1))
        value = _valid_nie(first, number, match.group(5).strip("()"))
        is_usual = _groups(number) in {(7,), (8,), (1, 3, 3)}
        if value or is_usual:  # in odd groups only the letter says that it is one
            yield _judged(match.start(), match.end(), value)


def _groups(number: str) -> tuple[int, ...]:
    """How many digits stand in each group of a number."""
    return tuple(map(len, "".join(c if c.isalnum() else " " for c in number).split()))


def _grouped(text: Text) -> Iterator[Found]:
    """DNIs in odd groups or without zeros, "37 62 1 0 40 D", "DNI 123456 C": the letter proves them."""
    for match in matches(_GROUPED, rounded(text)):
        number, letter = match.groups()
        value = _valid_dni(f"0{number}", letter.strip("()"))
        if value is None:
            continue
        is_date = len(_groups(number)) == 3 and 4 in _groups(number)
        is_whole = len(digits_of(number)) == 8 and not is_date
        if is_whole or _is_labelled(text.folded[: match.start()]):
            yield Found(start=match.start(), end=match.end(), value=value)


def _is_labelled(before: str) -> bool:
    """Whether what stands before a number, on its line and since the last one, says that it is a document."""
    said = re.split(r"[\d\n]", before[-32:])[-1].replace(".", "")
    return any(label in said for label in _LABELS)


_NAMED_LETTERS: Final = {
    name: letter
    for letter, names in {
        "B": "be", "C": "ce", "D": "de", "F": "efa efe", "G": "ge", "H": "hac hache", "J": "jota",
        "K": "ca ka", "L": "ela ele", "M": "ema eme", "N": "ena ene", "P": "pe", "Q": "cu", "R": "erra erre",
        "S": "essa ese", "T": "te", "V": "ve uve", "X": "ics xeix equis", "Y": "i-grega i-griega ye",
        "Z": "zeta zeda",
    }.items()
    for name in names.split()
}  # fmt: skip
_LETTER_NAMES: Final = "|".join(_NAMED_LETTERS).replace("-", "[ -]?")
_NAME: Final = rf"(?:{_LETTER_NAMES}|[a-z])(?![\w'])"
_MARK: Final = r"[ ,.:-]{1,3}"
_FILL: Final = (
    r"(?:(?:i|y|amb|con|sino|de|porta|lleva) ?[ ,.:]{1,2}){0,2}"
    r"(?:(?:la|el|una|lletra|letra|es|bona|buena|final|que) ?[ ,.:]{1,2}){0,4}[\"«“'(]?"
)
_SLIP: Final = (
    r"(?:no|ai|ui|uy|ay|perdon?|vull dir|volia dir|quiero decir|dic|digo|m'he equivocat|m'equivoco|"
    r"me equivoco|me he equivocado|corregeixo|rectifico|millor dit|mejor dicho)"
)
_SAID_LETTER: Final = re.compile(
    rf"{_MARK}{_FILL}(?P<slip>{_NAME}{_MARK}(?:{_SLIP}{_MARK}){{1,4}}{_FILL}){{0,2}}(?P<last>{_NAME})"
)


def _said_letter(folded: str, start: int) -> tuple[str, int]:
    """The check letter that is said behind a number, by its name or once another is taken back; its end."""
    match = _SAID_LETTER.match(folded, start)
    if match is None:
        return "", start
    last = match["last"].replace(" ", "-")
    around = folded[start : match.end() + len(" de lletra")]
    is_letter = len(last) > 2 or (len(last) == 1 and last not in "aeiouy")  # "té" and "de" are words as well
    is_said = is_letter or match["slip"] or "letra" in around or "al final" in around
    return (_NAMED_LETTERS.get(last, last) if is_said else "", match.end())


def _spelled_documents(text: Text) -> Iterator[Found]:
    """DNI and NIE dictated in words, where only one reading agrees with the letter that follows."""
    folded = text.folded
    for run in spelled_numbers(text):
        check, end = _said_letter(folded, run.end)
        before = folded[max(0, run.start - 5) : run.start].rstrip(" ,.-")
        is_nie = before[-1:] in {"x", "y", "z"} and not before[-2:-1].isalnum()
        read = {_valid_nie(before[-1], d, check) if is_nie else _valid_dni(d, check) for d in run.digits}
        start = folded.rindex(before[-1], 0, run.start) if is_nie else run.start
        values = read - {None}
        if values:
            yield _judged(start, end, values.pop() if len(values) == 1 else None)


def _valid_dni(number: str, letter: str) -> str | None:
    digits = digits_of(number)
    if len(digits) == 9 and digits[0] == "0":
        digits = digits[1:]
    value = digits.zfill(8) + letter.upper()
    return value if len(digits) in {7, 8} and dni.is_valid(value) else None


def _valid_nie(first: str, number: str, letter: str) -> str | None:
    digits = digits_of(number)
    value = first.upper() + (digits[1:] if len(digits) == 8 else digits) + letter.upper()
    is_valid = nie.is_valid(value) if value[0] in "XYZ" else nif.is_valid(value)
    return value if is_valid else None


def normal_document(text: str) -> str | None:
    """The one valid document that *text* is, upper case without separators; None if it is not one."""
    if _AS_IT_SHOULD_BE.fullmatch(text) and dni.is_valid(text):
        return text
    found = find_documents(clean(text).strip())
    return found[0].value if len(found) == 1 else None


# --- of other countries ----------------------------------------------------------------------------
# Passports and identity cards are free strings: no letter proves them, only a word vouches for them. What
# follows such a word is the document if it looks like one, and neither like a date, nor like a telephone of
# ours, nor like a DNI written wrong.

_CARD: Final = (
    r"(?:passaports?|pasaportes?|passeports?|passports?|reisepass|cni|carte (?:nationale )?d'identite|"
    r"carta d'identita|carta (?:nacional )?d'identitat|(?:national )?(?:identity|id) card|personalausweis|"
    r"ausweis|cartao de cidadao|cedula(?: de identidad)?)"
)
_COUNTRIES: Final = one_of(
    """
    franc ital angl ingl brit alem german deutsch portug roma ruman ucra ukra marroq maroc moroc andorr holand
    neerl neder nether dutch belg suis suiz swiss argent colomb xile chile equat ecuat peru boliv hondur urug
    venez mexic brasil brazil cuba polon polish polac rus bulg irland irel irish americ estat unit regne reino
    kingdom uk usa eeuu xin chin pakist seneg gamb estrang extranj foreign europe
    """
)
_OF_COUNTRY: Final = f"(?:{_COUNTRIES}[a-z]{{0,10}})"
_IN_BRACKETS: Final = one_of("nl fr uk gb de it be pt us ch ie ro ma ar ad")
_NUMBERED: Final = one_of(
    "n no num nr nº numero number nummer nombre amb con with dels? de d' of la el es is est ist"
)
_FILLER: Final = rf"(?:{_OF_COUNTRY}|{_IN_BRACKETS}(?=\))|{_NUMBERED})"
_SEPARATOR: Final = r"(?:[ :#(),°ª-]|\.(?! ))"
_STATE: Final = r"(?:[a-z]{2}[ -](?=\d{1,3}[a-z][a-z0-9]{6}))?"  # "FR 18CV12345": the country, not the number
_FREE: Final = (
    rf"(?!{_FILLER}\b|(?:i|y|et|and|tel|mob)\b)"
    r"[a-z]{1,3}(?: (?=[a-z]{0,2}\d)[a-z0-9]{1,5}){2,3}(?!\w|[ -]\d)|"
    r"[a-z]{2}(?=[a-z]{0,2}\d)[a-z0-9]{3} (?=[a-z]{0,3}\d)[a-z0-9]{4}(?!\w)|"
    r"\d{3} ?\d{3}[a-z](?!\w)|"
    r"[0-5]\d{2} \d{3} \d{3}(?!\d| \d)|"  # no telephone of ours begins so
    r"\d{2}[ -]?[a-z]{2}[ -]?\d{2}[ -]?\d{3}(?!\w)|"
    r"[a-z]{1,2}[ -]?\d{3}[ -]\d{3,4}(?!\w|[ -]\d)|"
    r"(?=[a-z -]{0,4}\d|[a-z]\d)(?:[a-z0-9]{1,3}[ -])?(?:[a-z]{2}[ -])?[a-z0-9]{5,13}(?!\w)"
)
_AT_ONCE: Final = re.compile(
    rf"\b{_CARD}\b(?:{_SEPARATOR}{{1,3}}{_FILLER}(?!\w)\.?){{0,5}}"
    rf"(?:{_SEPARATOR}{{0,4}} ?|[ ]?\.{{2,60}}[ ]?){_STATE}({_FREE})"
)
_IN_A_SENTENCE: Final = re.compile(
    rf"\b{_CARD}\b[^.;:\n\d]{{1,50}}"
    r"(?::| es(?: el)?| is| est(?: le)?) ?([0-5]\d{8})(?!\d)"
)
"""In a sentence: "my passport when I joined: 531184027"; no telephone begins so."""

_OTHER_THING: Final = one_of(
    """
    mob mov tel tf tlf whats port phone cell trucar llam caduc expir exp valid venc fins hasta until data
    fecha date dia any ano perd lost matric sense sin dni nie nif nass naix nacim ni i y et and ou? or no
    """
)
_BETWEEN: Final = rf"(?:{_FILLER}|(?!{_OTHER_THING})[a-z'·-]{{3,16}})(?!\w)"
_LETTERED: Final = re.compile(
    rf"\b{_CARD}\b(?:[ :(),'-]{{1,3}}{_BETWEEN}){{1,5}}[ :(),-]{{1,4}}{_STATE}"
    rf"((?!(?:is|es|est|ist) )(?=[a-z]{{1,3}}[ -]?\d|\d{{2}}[ -]?[a-z])(?:{_FREE}))"
)
"""Other words between, as long as they name no other thing: "passaport del Principat P0482917"."""
_ANY_CARD: Final = re.compile(rf"\b{_CARD}\b")
_SAID: Final = ("passap", "pasap", "passep", "passp", "ausweis", "cartao", "cedula", "ident", "cni", "id ")
"""A part of each of the words: most texts hold none, and fewer a word."""


def _passports(text: Text) -> Iterator[Found]:
    folded = text.folded
    if not (any(part in folded for part in _SAID) and _ANY_CARD.search(folded)):
        return
    for pattern in (_AT_ONCE, _IN_A_SENTENCE, _LETTERED):
        for match in matches(pattern, folded):
            value = "".join(c for c in match.group(1).upper() if c.isalnum())
            if _is_document(value, text[match.start(1) : match.end(1)]):
                yield Found(start=match.start(1), end=match.end(1), value=value)


def _is_document(value: str, written: str) -> bool:
    """Whether letters and digits are enough for a document; a new French card has few digits."""
    digits = sum(c.isdigit() for c in value)
    is_enough = digits >= 4 or (digits >= 2 and len(value) == 9 and written.isupper())
    ours = value[1:-1] if value[0] in "XYZKLM" else value[:-1]
    is_like_ours = value[-1].isalpha() and ours.isdigit() and len(ours) in {7, 8}
    return is_enough and len(value) >= 6 and not is_like_ours
