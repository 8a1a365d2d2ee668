"""Telephone numbers: found in text with their place, normalised to E.164, judged: who leaves has a mobile."""

import re
from collections.abc import Iterator
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType, ValidationResult

from rules.findings import Flaw
from rules.people.found import WHOLE, Found, apart, digits_of, longest_row, matches, rounded, where_dictated
from rules.text.folding import clean
from rules.text.numerals import spelled_numbers
from rules.text.tokens import Text, as_cleaned

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
_MASKED: Final = re.compile(
    r"\b[A-Z]{2}\d{2}(?:[ ]?\d{4}){4,5}(?: ?\d{1,4})?"  # IBAN
    r"|\b\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|\b\d{1,2}([./-])\d{1,2}\1(?:19|20)\d{2}\b(?:,?[ T]\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)?"
    r"|(?<!\S)\S{1,200}@\S{1,200}|https?://\S{1,500}"
)
_GLUED: Final = re.compile(
    r"\b(?:m[oò]b(?:il)?s?|m[oó]vil|tel(?:[eè]fono?)?|telf|tlf|tf|whatsapp)(?=[+\d]\d{5})", re.IGNORECASE
)

_LABELLED_RUN: Final = re.compile(
    r"\b(?:mob(?:il)?s?|movil(?:es)?|tel(?:ef(?:on)?o?s?)?|tf|tlf|telefons?|portable|mobile|phone|"
    r"cell?ular)\b"
    r"(?: que [a-z ]{3,36}(?=:))?[ .:#]{0,4}(?:es |num(?:ero)?\.? |no\.? )?[ :]{0,2}([+\d](?:[ .-]?\d){4,13})"
)
_MOBILE: Final = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
_MOBILE_ABROAD: Final = {"+336": 12, "+337": 12, **{f"+447{n}": 13 for n in "12345789"}}
"""Mobiles by their country's plan alone: France and Britain hand out numbers faster than they are listed."""


def find_phones(text: str) -> tuple[Found, ...]:
    """Every telephone number of a cleaned text, landlines and broken ones too, from left to right."""
    return as_cleaned(text).unwrapped.once(where_dictated, _phones)


def _phones(text: Text) -> list[Found]:
    if longest_row(text) < WHOLE and not _may_be_short(text):
        return []
    text = _masked(text)
    folded = text.folded
    andorran = matches(_ANDORRAN, text) if "andorra" in folded else ()
    return apart(
        (
            *(_phone(match) for match in matches(_PHONE, text)),
            *(Found(start=m.start(1), end=m.end(1), value=f"+376{digits_of(m[1])}") for m in andorran),
            *_spelled_phones(text),
            *(_broken(*match.span(1)) for match in matches(_LABELLED_RUN, folded)),
        )
    )


_OF_SHORT: Final = ("andorra", "mob", "mov", "tel", "tlf", "tf", "whatsapp", "portable", "phone", "cel")


def _may_be_short(text: Text) -> bool:
    """Whether a number may be in words, of Andorra, or labelled, so that it has fewer digits in a row."""
    is_said = longest_row(text) > 0 and any(word in text.folded for word in _OF_SHORT)
    return is_said or bool(spelled_numbers(rounded(text)))


def _spelled_phones(text: Text) -> Iterator[Found]:
    """Mobiles dictated in words, where only one reading is the number of a Spanish mobile."""
    end = 0
    for run in spelled_numbers(text):
        if run.start < end:  # the same words, without the digits before them
            continue
        numbers = {d.removeprefix("34") if len(d) == 11 else d for d in run.digits}
        judged = [_judged(run.start, run.end, f"+34{d}") for d in numbers if len(d) == 9 and d[0] in "67"]
        mobiles = [one for one in judged if one.value]
        if mobiles:
            yield mobiles[0] if len(mobiles) == 1 else _broken(run.start, run.end)
            end = run.end


def _masked(text: Text) -> Text:
    """The text with dates, addresses, links and bank accounts blanked out, and labels glued to a number."""
    for pattern in (_MASKED, _GLUED):
        text = text.filled(match.span() for match in pattern.finditer(text))
    return rounded(text)


def _phone(match: re.Match[str]) -> Found:
    after_34, prefixed, spanish, french, andorran = match.groups()
    digits = digits_of((after_34 or prefixed or spanish or french or andorran).replace("(0)", ""))
    if after_34 or spanish:
        value = "+34" + digits
    elif french:
        value = "+33" + digits[1:]
    else:
        value = "+" + digits.removeprefix("00")
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
    parsed = _parsed(number)
    if parsed is None:
        return False
    is_possible = phonenumbers.is_possible_number_with_reason(parsed) == ValidationResult.IS_POSSIBLE
    is_plain = "+" in written or any(c in written for c in " .-")
    is_whole = is_possible and len(number) > _SHORTEST  # a country may also have short local numbers
    return is_whole and is_plain and parsed.country_code not in _NEAR_COUNTRIES


def _parsed(number: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None


def _judged(start: int, end: int, number: str) -> Found:
    """A number in E.164 if it is a mobile, else why not."""
    if any(number.startswith(head) and len(number) == size for head, size in _MOBILE_ABROAD.items()):
        return Found(start=start, end=end, value=number)
    parsed = _parsed(number)
    kind = phonenumbers.number_type(parsed) if parsed else PhoneNumberType.UNKNOWN
    if parsed is None or kind == PhoneNumberType.UNKNOWN:  # it is of no range that is in use
        return _broken(start, end)
    if kind not in _MOBILE:
        return Found(start=start, end=end, value=None, flaw=Flaw.PHONE_LANDLINE)
    value = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return Found(start=start, end=end, value=value)


def _broken(start: int, end: int) -> Found:
    """What is meant as a telephone, and is none."""
    return Found(start=start, end=end, value=None, flaw=Flaw.PHONE_INVALID)


def normal_phone(text: str) -> str | None:
    """The one mobile that *text* is, in E.164; None if it is not one."""
    found = find_phones(clean(text).strip())
    return found[0].value if len(found) == 1 else None
