"""What was told to the list, as it may be passed on: kept while its case is open, and no longer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import delete, select

from daemon.books.store import Transaction
from daemon.books.tables import cases, events, photographs, told

PASSED_ON: Final = "passed-on"
"""The event that what was told was passed on to who mends it; its note is to whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photograph:
    """A photograph without its metadata; `name` is ours, and tells nothing."""

    media_type: str
    picture: bytes
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The facts of a case, without who wrote them: its `words`, its `place`, its photographs.

    `phone` is whose chat it was, None where it came by mail; `left_out` are files that are not passed on.
    """

    words: str
    place: str = ""
    phone: str | None = None
    photographs: tuple[Photograph, ...] = ()
    left_out: tuple[str, ...] = ()


def keep(tx: Transaction, case_id: int, what: Told) -> None:
    """Keep what was told with its case."""
    row = {"words": what.words, "place": what.place, "phone": what.phone, "left_out": list(what.left_out)}
    tx.connection.execute(told.insert().values(case_id=case_id, **row))
    for each in what.photographs:
        picture = {"media_type": each.media_type, "picture": each.picture}
        tx.connection.execute(photographs.insert().values(case_id=case_id, **picture))


def passed_to(tx: Transaction, case_id: int) -> frozenset[str]:
    """The addresses that the incident of a case was passed on to."""
    passed = select(events.c.note).where(events.c.case_id == case_id, events.c.what == PASSED_ON)
    return frozenset(tx.connection.execute(passed).scalars())


def of_case(tx: Transaction, case_id: int, ref: str) -> Told | None:
    """What was told in the case *ref*; None where nothing is kept of it."""
    row = tx.connection.execute(select(told).where(told.c.case_id == case_id)).one_or_none()
    if row is None:
        return None
    wanted = select(photographs).where(photographs.c.case_id == case_id).order_by(photographs.c.id)
    pictures = tx.connection.execute(wanted).all()
    return Told(
        words=row.words,
        place=row.place,
        phone=row.phone,
        left_out=tuple(row.left_out),
        photographs=named(
            ref, (Photograph(media_type=each.media_type, picture=each.picture) for each in pictures)
        ),
    )


def named(ref: str, pictures: Iterable[Photograph]) -> tuple[Photograph, ...]:
    """Photographs of the case *ref*, by names of ours."""
    return tuple(
        replace(each, name=f"{ref}-{number}{_END_OF[each.media_type]}")
        for number, each in enumerate(pictures, start=1)
    )


def words_of(tx: Transaction, case_id: int) -> str:
    """What may be passed on of a case; "" where nothing is kept of it."""
    return tx.connection.execute(select(told.c.words).where(told.c.case_id == case_id)).scalar() or ""


def phone_of(tx: Transaction, case_id: int) -> str | None:
    """Whose chat it was that a case is of; None where it came by mail."""
    return tx.connection.execute(select(told.c.phone).where(told.c.case_id == case_id)).scalar()


_END_OF: Final = {"image/jpeg": ".jpg", "image/png": ".png"}


def of_ref(tx: Transaction, ref: str) -> Told | None:
    """What was told in the case *ref*; None where nothing is kept of it."""
    key = tx.connection.execute(select(cases.c.id).where(cases.c.ref == ref)).scalar()
    return of_case(tx, key, ref) if key is not None else None


def photographs_of(tx: Transaction, ref: str) -> tuple[Photograph, ...]:
    """The photographs of the case *ref*."""
    what = of_ref(tx, ref)
    return what.photographs if what else ()


def forget(tx: Transaction, keys: Sequence[int]) -> None:
    """Keep nothing more of what was told in these cases."""
    tx.connection.execute(delete(photographs).where(photographs.c.case_id.in_(keys)))
    tx.connection.execute(delete(told).where(told.c.case_id.in_(keys)))
