"""Masked identity documents: enough to tell two people apart, too little to know the number.

The positions are those that the data protection authorities agreed on in 2019 for
what public bodies publish (LOPDGDD, seventh additional provision): of seven digits
or more the 4th to the 7th, else the last four characters. At least half of any
document stays hidden, also of one that is too short for that rule.
"""

from typing import Final

_SHOWN: Final = 4
_BEFORE: Final = 3
_DIGITS: Final = "0123456789"


def masked(id_document: str) -> str:
    """Return *id_document* (upper case, no separators) with all but four characters as asterisks."""
    length = len(id_document)
    digits = [place for place, char in enumerate(id_document) if char in _DIGITS]
    is_long = len(digits) >= _BEFORE + _SHOWN and length >= 2 * _SHOWN
    shown = digits[_BEFORE:][:_SHOWN] if is_long else range(length - min(_SHOWN, length // 2), length)
    return "".join(char if place in shown else "*" for place, char in enumerate(id_document))
