"""Keyed hashes: what erased data are known again by, and references that only this store would give again.

HMAC-SHA-256 with a random key of the store's own. Whoever has the store can try a document and a
mobile together, as we do; without the store nobody can.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import Final

from sqlalchemy import select

from daemon.books.store import Transaction
from daemon.books.tables import secrets as kept
from rules.findings import Person

_NAME: Final = "erasing"
_BYTES: Final = 32
_KEY: Final = select(kept.c.value).where(kept.c.name == _NAME)


def make(tx: Transaction) -> None:
    """Have the store's key; it is made once."""
    if key_of(tx) is None:
        row = {"name": _NAME, "value": secrets.token_bytes(_BYTES)}
        tx.connection.execute(kept.insert().values(row))


def made_for(tx: Transaction, what: str) -> bytes:
    """The 32 bytes that this store, and each copy of it, gives for *what*: nobody else can guess them."""
    make(tx)
    return _digest(key_of(tx) or b"", f"made|{what}")


def of_people(tx: Transaction, people: Iterable[Person]) -> dict[str, Person]:
    """Each of *people* by the hash of document and mobile; who lacks one, not: one alone could be guessed.

    Nobody while this store has erased nothing.
    """
    key = key_of(tx)
    if key is None:
        return {}
    return {
        _hash(key, f"person|{each.id_document}|{each.phone}"): each
        for each in people
        if each.id_document is not None and each.phone is not None
    }


def of_person(tx: Transaction, person: Person) -> str | None:
    """That of one."""
    return next(iter(of_people(tx, [person])), None)


def of_each(tx: Transaction, texts: Iterable[str | None]) -> list[str | None]:
    """The hashes of *texts*, None where there is none; the store has its key."""
    key = key_of(tx) or b""
    return [_hash(key, text) if text is not None else None for text in texts]


def of(tx: Transaction, text: str) -> str | None:
    """The hash of *text*; None while this store has erased nothing."""
    key = key_of(tx)
    return _hash(key, text) if key else None


def _hash(key: bytes, text: str) -> str:
    return _digest(key, text).hex()


def _digest(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()


def key_of(tx: Transaction) -> bytes | None:
    """The store's key, None where it has none yet."""
    if tx.known.get(_NAME) is None:
        tx.known[_NAME] = tx.connection.execute(_KEY).scalar()
    key: bytes | None = tx.known[_NAME]
    return key
