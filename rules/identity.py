"""Identity documents and telephone numbers: found in text with their place, normalised, judged.

A value is given only if it is valid as written: a check letter is never computed,
never corrected. The letters O, I and L count as the digits they look like only
where a digit must stand and only if the check letter then agrees.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumberType, ValidationResult
from stdnum.es import dni, nie, nif

from rules.dictated import undictated
from rules.findings import Flaw
from rules.folding import clean, fold, unwrapped
from rules.numerals import spelled_numbers
from rules.passports import find_passports


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something found at `start` to `end` of a cleaned text; `value` is None where `flaw` says why."""

    start: int
    end: int
    value: str | None
    flaw: Flaw | None = None


MOST: Final = 100
"""Documents, and telephones, that are read of one text: more is no letter of a person."""

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
    return list(_where_dictated(unwrapped(text), _documents))


@lru_cache(maxsize=16)
def _where_dictated(text: str, find: Callable[[str], list[Found]]) -> tuple[Found, ...]:
    """What is found in the text once the marks that were dictated are marks, where it stood before.

    Kept for a few texts: several rules look through the mail at hand.
    """
    written = undictated(text)
    if written is None:
        return tuple(find(text))
    spans = [(one, *written.span(one.start, one.end)) for one in find(written.text)]
    return tuple(replace(one, start=start, end=end) for one, start, end in spans)


def _documents(text: str) -> list[Found]:
    folded = fold(text)
    found = [*_dnis(text), *_nies(text), *_grouped(text), *_shorts(text), *_passports(text, folded)]
    found += [*_spelled_documents(folded), *_corrected(folded)]
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
    if value is None and len(_digits(number)) == 9:
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


def _grouped(text: str) -> Iterator[Found]:
    """DNIs in groups that nobody prescribes, "37 62 1 0 40 lletra D": the letter proves them."""
    for match in islice(_GROUPED.finditer(_rounded(text)), MOST):
        number, gap, letter = match.groups()
        value = _valid_dni(number, letter.strip("()"))
        if value is None or _is_a_word_of_the_sentence(text, match, gap, letter):
            continue
        is_whole = len(_digits(number)) == 8 and not _DATE.fullmatch(number)
        if is_whole or _SAID.search(fold(text[max(0, match.start() - 40) : match.start()])):
            yield Found(start=match.start(), end=match.end(), value=value)


def _shorts(text: str) -> Iterator[Found]:
    """DNIs whose two zeros in front are gone, where a label says what they are: the letter proves them."""
    for match in islice(_SHORT.finditer(text), MOST):
        value = _valid_dni(f"00{match.group(1)}", match.group(2))
        if value and _LABEL.search(fold(text[max(0, match.start() - 40) : match.start()])):
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
    rf"(?: (?:la|el))?[ :,]{{1,3}}[\"«“'(]?(?P<said>{_LETTER_NAMES}|[a-z])|"
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
        said = (letter["said"] or letter["last"] or letter["bare"]).replace(" ", "-")
        check = _NAMED_LETTERS.get(said, said)
        values = {_valid_nie(first[1], d, check) if first else _valid_dni(d, check) for d in run.digits} - {
            None
        }
        start = first.start() if first else run.start
        if values:
            value = values.pop() if len(values) == 1 else None
            flaw = None if value else Flaw.DOCUMENT_INVALID
            yield Found(start=start, end=letter.end(), value=value, flaw=flaw)


def _digits(number: str) -> str:
    """The number with O, I and L as digits and without what separates them."""
    number = number.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    return "".join(c for c in number if c.isdigit())


def _valid_dni(number: str, letter: str) -> str | None:
    digits = _digits(number)
    if len(digits) == 9 and digits[0] == "0":
        digits = digits[1:]
    value = digits.zfill(8) + letter.upper()
    return value if len(digits) in {7, 8} and dni.is_valid(value) else None


def _valid_nie(first: str, number: str, letter: str) -> str | None:
    digits = _digits(number)
    value = first.upper() + (digits[1:] if len(digits) == 8 else digits) + letter.upper()
    is_valid = nie.is_valid(value) if value[0] in "XYZ" else nif.is_valid(value)
    return value if is_valid else None


def normal_document(text: str) -> str | None:
    """The one valid document that *text* is, upper case without separators; None if it is not one."""
    found = find_documents(clean(text).strip())
    return found[0].value if len(found) == 1 else None


_SEP: Final = r"[ .·/()-]{0,3}"
_SPANISH: Final = rf"[6-9](?:(?:{_SEP}|,)\d){{8}}(?!\d)"
_PREFIXED: Final = rf"(?:\(?(?:\+|00)[ ]?\d{{1,3}}\)?){_SEP}(?:\(0\))?\d(?:{_SEP}\d){{5,11}}(?!\d)"
_PHONE: Final = re.compile(
    rf"(?<![\w+])(?<!\d[.,:])(?<!\w-)(?<!(?<!\d)[A-Za-z]/)"
    rf"\(?(?:(?:\(?(?:\+|00)[ ]?34\)?|34){_SEP}({_SPANISH})|"
    rf"({_PREFIXED})|({_SPANISH})"
    rf"|(0[67](?:{_SEP}\d){{8}}(?!\d))|(376{_SEP}[356](?:{_SEP}\d){{5}}(?!\d)))(?!\w)"
)
_ANDORRAN: Final = re.compile(r"(?<![\w.,/:+-])([36]\d{2}[ .-]?\d{3})(?![\w/-]|[.,]\d)")
_SAID_ANDORRAN: Final = re.compile(r"\bandorra|\bandorran")
_MASKED: Final = re.compile(
    r"\b[A-Z]{2}\d{2}(?:[ ]?\d{4}){4,5}(?: ?\d{1,4})?"  # IBAN
    r"|\b\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|\b\d{1,2}([./-])\d{1,2}\1(?:19|20)\d{2}\b(?:,?[ T]\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)?"
    r"|\S{1,200}@\S{1,200}|https?://\S{1,500}"
)
_GLUED: Final = re.compile(
    r"\b(?:m[oò]b(?:il)?s?|m[oó]vil|tel(?:[eè]fono?)?|telf|tlf|tf|whatsapp)(?=[+\d]\d{5})", re.IGNORECASE
)
_ROUND: Final = re.compile(
    r"[oO](?:(?<=\d[oO])(?=[ .-]?\d)|(?<=[ .-][oO])(?=\d))|O(?<=\dO)(?!\w)|"
    r"[oO]{2,3}(?:(?<=\d[oO]{2})|(?<=\d[oO]{3}))(?=[ .-]?\d)"
)
"""The letter that is typed for a zero, between the digits of a number."""

_LABELLED_RUN: Final = re.compile(
    r"\b(?:mob(?:il)?s?|movil(?:es)?|tel(?:ef(?:on)?o?s?)?|tf|tlf|telefons?|portable|mobile|phone|"
    r"cell?ular)\b"
    r"(?: que [a-z ]{3,36}(?=:))?[ .:#]{0,4}(?:es |num(?:ero)?\.? |no\.? )?[ :]{0,2}([+\d](?:[ .-]?\d){4,13})"
)
_MOBILE: Final = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
_MOBILE_ABROAD: Final = re.compile(r"\+33[67]\d{8}|\+447[1-57-9]\d{8}")
"""Mobiles by their country's plan alone: France and Britain hand out numbers faster than they are listed."""


def find_phones(text: str) -> list[Found]:
    """Every telephone number of a cleaned text, landlines and broken ones too, from left to right."""
    return list(_where_dictated(unwrapped(text), _phones))


def _phones(text: str) -> list[Found]:
    text = _masked(text)
    found = [_phone(match) for match in islice(_PHONE.finditer(text), MOST)]
    folded = fold(text)
    taken = [(f.start, f.end) for f in found]
    if _SAID_ANDORRAN.search(folded):
        found += [
            Found(start=m.start(1), end=m.end(1), value="+376" + _digits(m.group(1)))
            for m in islice(_ANDORRAN.finditer(text), MOST)
            if _is_free(m.start(1), m.end(1), taken)
        ]
    taken = [(f.start, f.end) for f in found]
    found += [one for one in _spelled_phones(text) if _is_free(one.start, one.end, taken)]
    taken = [(f.start, f.end) for f in found]
    found += [
        Found(start=m.start(1), end=m.end(1), value=None, flaw=Flaw.PHONE_INVALID)
        for m in islice(_LABELLED_RUN.finditer(folded), MOST)
        if _is_free(m.start(1), m.end(1), taken)
    ]
    return sorted(found, key=lambda f: f.start)


def _spelled_phones(text: str) -> Iterator[Found]:
    """Mobiles dictated in words, where only one reading is the number of a Spanish mobile."""
    end = 0
    for run in spelled_numbers(text):
        if run.start < end:  # the same words, without the digits before them
            continue
        numbers = {d.removeprefix("34") if len(d) == 11 else d for d in run.digits}
        judged = [_judged(run.start, run.end, f"+34{d}") for d in numbers if len(d) == 9 and d[0] in "67"]
        mobiles = [one for one in judged if one.value]
        if mobiles:
            ambiguous = Found(start=run.start, end=run.end, value=None, flaw=Flaw.PHONE_INVALID)
            yield mobiles[0] if len(mobiles) == 1 else ambiguous
            end = run.end


def _masked(text: str) -> str:
    """The text with dates, addresses, links and bank accounts blanked out, and labels glued to a number."""
    for pattern in (_MASKED, _GLUED):
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return _rounded(text)


def _rounded(text: str) -> str:
    """The text with a zero for each O that stands for one; as long as it was."""
    return _ROUND.sub(lambda match: "0" * len(match.group()), text)


def _is_free(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return all(end <= s or start >= e for s, e in taken)


def _phone(match: re.Match[str]) -> Found:
    after_34, prefixed, spanish, french, andorran = match.groups()
    digits = _plain_digits(after_34 or prefixed or spanish or french or andorran)
    if after_34 or spanish:
        value = "+34" + digits
    elif prefixed:
        value = "+" + digits.removeprefix("00")
    elif french:
        value = "+33" + digits[1:]
    else:
        value = "+" + digits
    judged = _judged(match.start(), match.end(), value)
    if prefixed and judged.flaw is Flaw.PHONE_INVALID and _is_meant(value, match.group()):
        return Found(start=match.start(), end=match.end(), value=value)
    return judged


_SHORTEST: Final = 10
"""Characters of a number in E.164 that may be a mobile's only where the library knows its range."""
_NEAR_COUNTRIES: Final = frozenset({34, 33, 376})


def _is_meant(number: str, written: str) -> bool:
    """Whether a number with its country's prefix is as long as that country's are.

    Its ranges change faster than the library, and what is in the books was judged here
    too; those of our neighbours are known well enough to tell a slip.
    """
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return False
    is_possible = phonenumbers.is_possible_number_with_reason(parsed) == ValidationResult.IS_POSSIBLE
    is_plain = "+" in written or any(c in written for c in " .-")
    is_whole = is_possible and len(number) > _SHORTEST  # a country may also have short local numbers
    return is_whole and is_plain and parsed.country_code not in _NEAR_COUNTRIES


def _plain_digits(text: str) -> str:
    return "".join(c for c in text.replace("(0)", "") if c.isdigit())


def _judged(start: int, end: int, number: str) -> Found:
    """A number in E.164 if it is a mobile, else why not."""
    if _MOBILE_ABROAD.fullmatch(number):
        return Found(start=start, end=end, value=number)
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return Found(start=start, end=end, value=None, flaw=Flaw.PHONE_INVALID)
    if not phonenumbers.is_valid_number(parsed):
        return Found(start=start, end=end, value=None, flaw=Flaw.PHONE_INVALID)
    if phonenumbers.number_type(parsed) not in _MOBILE:
        return Found(start=start, end=end, value=None, flaw=Flaw.PHONE_LANDLINE)
    value = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return Found(start=start, end=end, value=value)


def normal_phone(text: str) -> str | None:
    """The one mobile that *text* is, in E.164; None if it is not one."""
    found = find_phones(clean(text).strip())
    return found[0].value if len(found) == 1 else None
