"""Identity documents: found in text with their place, normalised, judged.

A value is given only if it is valid as written: a check letter is never computed,
never corrected. The letters O, I and L count as the digits they look like only
where a digit must stand and only if the check letter then agrees.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from stdnum.es import dni, nie, nif

from rules.findings import Flaw
from rules.people.found import MOST, Found, plain_digits, rounded, where_dictated
from rules.people.passports import find_passports
from rules.text.folding import clean
from rules.text.numerals import spelled_numbers
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
    rf"{_START}([XYZKLMxyzklm])({_GAP})(0?{_D}(?:{_ANYHOW}{_D}){{6}})({_GAP})({_LETTER})(?!\w)"
)
_NIE_NUMBER: Final = re.compile(rf"0?{_D}{{7}}|{_D}(?:[. ]{_D}{{3}}){{2}}")
_GROUPED: Final = re.compile(
    rf"(\d(?<![\w/+-]\d)(?<!\d[ .,·-]\d)(?:{_ANYHOW}\d){{6,7}})(?:({_GAP})({_LETTER}))(?!\w)"
)
_SHORT: Final = re.compile(
    r"(?<![\w.,/-])(?<!\d )(\d{6}|\d{3}[. ]\d{3})[ .,-]{0,3}(?:(?:lletra|letra) )?([A-Za-z])(?![\w'])"
)
_LABEL: Final = re.compile(
    r"\b(?:d\.?n\.?i|n\.?i\.?f)\b[ .:#]{0,4}(?:(?:es|el|num(?:ero)?|no)\b[ .:]{0,3}){0,2}$"
)
_DATE: Final = re.compile(r"\d{1,2}(\D)\d{1,2}\1(?:19|20)\d{2}|(?:19|20)\d{2}(\D)\d{1,2}\2\d{1,2}")
_SAID: Final = re.compile(
    r"\b(?:d\.?n\.?i|n\.?i\.?f|carnets?|document\w{0,3}|identi[td]a[td])\b[^\n\d]{0,24}$"
)
_JOINING_WORDS: Final = frozenset("aeiouyd")


def find_documents(text: str) -> list[Found]:
    """Every identity document of a cleaned text, the invalid ones too, from left to right."""
    return list(as_cleaned(text).once(_found))


_DIGIT: Final = re.compile(r"\d")
"""What each document that is not spelled out in words holds."""


def _found(text: Text) -> tuple[Found, ...]:
    return where_dictated(text.unwrapped, _documents)


def _documents(text: Text) -> list[Found]:
    folded = text.folded
    if _DIGIT.search(text):
        found = [*_dnis(text), *_nies(text), *_grouped(text), *_shorts(text), *_passports(text, folded)]
        found += [*_spelled_documents(folded), *_corrected(folded), *_named_nies(folded)]
    else:
        found = [*_spelled_documents(folded)]
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.value is None, f.start, -f.end)):
        if all(one.end <= k.start or one.start >= k.end for k in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)


def _dnis(text: str) -> Iterator[Found]:
    for match in islice(_DNI.finditer(text), MOST):
        number, gap, letter = match.group(1), match.group(2), match.group(3)
        if sum(c.isdigit() for c in number) < (4 if _is_round(number) and letter else 5):
            continue
        if number[-1] in "lL" and (letter is None or " " in gap):  # L is a check letter too
            number, gap, letter = number[:-1], "", number[-1]
        found = _judged_dni(text, match, number, gap, letter)
        if found is not None:
            yield found


_ROUNDS: Final = re.compile(r"\d[Oo\d]{6,8}")


def _is_round(number: str) -> bool:
    """Whether a number is digits and the letter O, as who types it for every zero writes it."""
    return _ROUNDS.fullmatch(number.replace(".", "").replace(" ", "")) is not None


def _judged_dni(text: str, match: re.Match[str], number: str, gap: str, letter: str | None) -> Found | None:
    """The document that was matched; None where the digits are those of something else."""
    if letter is None or _is_a_word_of_the_sentence(text, match, gap, letter):
        is_bare = number.isdigit() and len(number) == 8
        return (
            Found(start=match.start(), end=match.end(1), value=None, flaw=Flaw.DOCUMENT_INVALID)
            if is_bare
            else None
        )
    value = _valid_dni(number, letter.strip("()"))
    if value is None and len(plain_digits(number)) == 9:
        return None
    return Found(
        start=match.start(), end=match.end(), value=value, flaw=None if value else Flaw.DOCUMENT_INVALID
    )


def _is_a_word_of_the_sentence(text: str, match: re.Match[str], gap: str, letter: str) -> bool:
    """Whether the single letter after a space is a conjunction: "12345678 i mòbil"."""
    if gap.strip(" ,"):  # "lletra D"
        return False
    if _valid_dni(match.group(1), letter) and _GOES_ON.match(text, match.end()):
        return False
    if " " not in gap or letter.lower() not in _JOINING_WORDS or letter.isupper() != match.group(1).isupper():
        return " " in gap and letter in _JOINING_WORDS
    return text[match.end() :].lstrip(" ")[:1].isalpha()


_GOES_ON: Final = re.compile(
    (
        r"[ ,.]{1,3}(?:[iy][ ,])?(?:el |la |mi |my )?(?:meu |meva )?(?:mob|mov|tel|num|n[uú]mero|"
        r"m[oò]bil|m[oó]vil)"
    ),
    re.IGNORECASE,
)
"""After a check letter that could be a word: "77920461 a i el telèfon …"."""


def _nies(text: str) -> Iterator[Found]:
    for match in islice(_NIE.finditer(text), MOST):
        number = match.group(3)
        if sum(c.isdigit() for c in number) < 5:
            continue
        value = _valid_nie(match.group(1), number, match.group(5).strip("()"))
        if value or _NIE_NUMBER.fullmatch(number):  # in odd groups only the letter says that it is one
            flaw = None if value else Flaw.DOCUMENT_INVALID
            yield Found(start=match.start(), end=match.end(), value=value, flaw=flaw)


_SAID_NIE: Final = re.compile(
    r"\b(?P<head>equis|ics|xeix|i[ -]grie?ga|i[ -]grega|ye|zeta|zeda)[ ,.:-]{1,3}"
    r"(?P<number>\d(?:[ .]?\d){6})[ ,.-]{0,3}(?:(?:lletra|letra) )?(?P<last>[a-z])(?![\w'])"
)
"""A NIE whose first letter is said by its name: "equis 4810273 f"."""


def _named_nies(folded: str) -> Iterator[Found]:
    for match in islice(_SAID_NIE.finditer(folded), MOST):
        head = {"e": "X", "x": "X", "z": "Z", "y": "Y"}.get(
            match["head"][0], "X" if match["head"] == "ics" else "Y"
        )
        value = _valid_nie(head, match["number"], match["last"])
        if value:
            yield Found(start=match.start(), end=match.end(), value=value)


def _grouped(text: Text) -> Iterator[Found]:
    """DNIs in groups that nobody prescribes, "37 62 1 0 40 lletra D": the letter proves them."""
    for match in islice(_GROUPED.finditer(rounded(text)), MOST):
        number, gap, letter = match.groups()
        value = _valid_dni(number, letter.strip("()"))
        if value is None or _is_a_word_of_the_sentence(text, match, gap, letter):
            continue
        is_whole = len(plain_digits(number)) == 8 and not _DATE.fullmatch(number)
        if is_whole or _SAID.search(text.folded[max(0, match.start() - 40) : match.start()]):
            yield Found(start=match.start(), end=match.end(), value=value)


def _shorts(text: Text) -> Iterator[Found]:
    """DNIs whose two zeros in front are gone, where a label says what they are: the letter proves them."""
    for match in islice(_SHORT.finditer(text), MOST):
        value = _valid_dni(f"00{match.group(1)}", match.group(2))
        if value and _LABEL.search(text.folded[max(0, match.start() - 40) : match.start()]):
            yield Found(start=match.start(), end=match.end(), value=value)


def _passports(text: str, folded: str) -> Iterator[Found]:
    for start, end, value in find_passports(text, folded):
        yield Found(start=start, end=end, value=value)


_NAMED_LETTERS: Final = {
    name: letter
    for letter, names in {
        "B": "be", "C": "ce", "D": "de", "F": "efa efe", "G": "ge", "H": "hac hache", "J": "jota",
        "K": "ca ka", "L": "ela ele", "M": "ema eme", "N": "ena ene", "P": "pe", "Q": "cu", "R": "erra erre",
        "S": "essa ese", "T": "te", "V": "ve uve", "X": "ics xeix equis", "Y": "i-grega", "Z": "zeta",
    }.items()
    for name in names.split()
}  # fmt: skip
_LETTER_NAMES: Final = "|".join(_NAMED_LETTERS).replace("-", "[ -]?")
_LONG_NAMES: Final = "|".join(name for name in _LETTER_NAMES.split("|") if len(name) > 2)
"""Said without the word "lletra": not "té" or "de", which are words as well."""
_SPELLED_LETTER: Final = re.compile(
    r"[ ,.-]{0,3}(?:(?:(?:[iy]|amb|con|de|porta|lleva) ){0,2}(?:la |el )?(?:lletra|letra)(?: (?:es|final))?"
    rf"(?: (?:la|el))?[ :,]{{1,3}}[\"«“'(]?(?P<spelled>{_LETTER_NAMES}|[a-z])|"
    r"(?:(?:[iy]|amb|con|porta|lleva) ){1,2}(?:la |el |una )?(?P<last>[a-z])(?= (?:de lletra|de letra|"
    r"al final))|"
    rf"(?P<bare>{_LONG_NAMES}|[b-df-hj-np-tv-xz]))(?![\w'])"
)
_NAME: Final = rf"(?:{_LETTER_NAMES}|[a-z])(?![\w'])"
_MARK: Final = r"[ ,.:-]{1,3}"
_FILL: Final = (
    r"(?:(?:i|y|amb|con|sino) ?[ ,.:]{1,2})?"
    r"(?:(?:la|el|lletra|letra|es|bona|buena|final|que) ?[ ,.:]{1,2}){0,4}"
)
_SLIP: Final = (
    r"(?:no|ai|ui|uy|ay|perdon?|vull dir|volia dir|quiero decir|dic|digo|m'he equivocat|m'equivoco|"
    r"me equivoco|me he equivocado|corregeixo|rectifico|millor dit|mejor dicho)"
)
_CORRECTED: Final = re.compile(
    rf"(?<![\w.,/+-])(?P<number>\d{{7,8}}|\d{{1,2}}(?:[. ]\d{{3}}){{2}}){_MARK}{_FILL}"
    rf"(?P<slip>{_NAME}{_MARK}(?:{_SLIP}{_MARK}){{1,4}}{_FILL}){{0,2}}(?P<last>{_NAME})"
)


def _corrected(folded: str) -> Iterator[Found]:
    """DNIs whose letter is said by its name, or is said and taken back: it proves them if it agrees."""
    for match in islice(_CORRECTED.finditer(folded), MOST):
        last = match["last"].replace(" ", "-")
        is_said = match["slip"] or len(last) > 2 or "letra" in match.group()
        value = _valid_dni(match["number"], _NAMED_LETTERS.get(last, last)) if is_said else None
        if value:
            yield Found(start=match.start(), end=match.end(), value=value)


_SPELLED_FIRST: Final = re.compile(r"\b([xyz])[ ,.-]{1,3}$")


def _spelled_documents(folded: str) -> Iterator[Found]:
    """DNI and NIE dictated in words, where only one reading agrees with the letter that follows."""
    for run in spelled_numbers(folded):
        letter = _SPELLED_LETTER.match(folded, run.end)
        if letter is None:
            continue
        first = _SPELLED_FIRST.search(folded, max(0, run.start - 5), run.start)
        said = (letter["spelled"] or letter["last"] or letter["bare"]).replace(" ", "-")
        check = _NAMED_LETTERS.get(said, said)
        values = {_valid_nie(first[1], d, check) if first else _valid_dni(d, check) for d in run.digits} - {
            None
        }
        start = first.start() if first else run.start
        if values:
            value = values.pop() if len(values) == 1 else None
            flaw = None if value else Flaw.DOCUMENT_INVALID
            yield Found(start=start, end=letter.end(), value=value, flaw=flaw)


def _valid_dni(number: str, letter: str) -> str | None:
    digits = plain_digits(number)
    if len(digits) == 9 and digits[0] == "0":
        digits = digits[1:]
    value = digits.zfill(8) + letter.upper()
    return value if len(digits) in {7, 8} and dni.is_valid(value) else None


def _valid_nie(first: str, number: str, letter: str) -> str | None:
    digits = plain_digits(number)
    value = first.upper() + (digits[1:] if len(digits) == 8 else digits) + letter.upper()
    is_valid = nie.is_valid(value) if value[0] in "XYZ" else nif.is_valid(value)
    return value if is_valid else None


def normal_document(text: str) -> str | None:
    """The one valid document that *text* is, upper case without separators; None if it is not one."""
    found = find_documents(clean(text).strip())
    return found[0].value if len(found) == 1 else None
