"""References of cases and codes: they tell nothing, and nobody who has not the books can guess one.

What comes of a mail is derived from it with the store's own key, and so is the same where restored books
read that mail again: what residents and staff have in hand by then still holds.
"""

import secrets
from typing import Final

from sqlalchemy import bindparam, select

from daemon.books import keyed_hashes
from daemon.books.store import Transaction
from daemon.books.tables import cases

_ALPHABET: Final = "23456789BCDFGHJKLMNPQRSTVWXZ"
"""No vowels, no 0/O or 1/I: read out over a telephone, and no word comes of it."""

_OF_REF: Final = select(cases.c.id).where(cases.c.ref == bindparam("of"))

_REFERENCE: Final = 8
_CODE: Final = 13
"""Sixty-two bits: nobody guesses one."""


def new_reference() -> str:
    """A fresh random reference, such as C-7KQ4M2XZ."""
    return f"C-{_signs(secrets.token_bytes(), _REFERENCE)}"


def reference_of(tx: Transaction, content_key: str) -> str:
    """The reference of the case of a mail; a fresh one where another case has it already."""
    ref = f"C-{_signs(keyed_hashes.made_for(tx, f'case|{content_key}'), _REFERENCE)}"
    taken = tx.connection.execute(_OF_REF, {"of": ref}).first()
    return new_reference() if taken else ref


def new_code() -> str:
    """A fresh random code of an order."""
    return _signs(secrets.token_bytes(), _CODE)


def code_of_yes(tx: Transaction, ref: str, before: int) -> str:
    """The code of a yes to the question of the case *ref*, which had so many *before*."""
    return _signs(keyed_hashes.made_for(tx, f"yes|{ref}|{before}"), _CODE)


def _signs(random: bytes, count: int) -> str:
    """So many signs of 32 random bytes, which are many more than the signs tell: each is as likely."""
    number, signs = int.from_bytes(random), []
    for _ in range(count):
        number, sign = divmod(number, len(_ALPHABET))
        signs.append(_ALPHABET[sign])
    return "".join(signs)
