"""Letters about nobody: what a text is tried and shown with."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from daemon.letters.residents import Tap
from rules.books.decision import Letter, Template
from rules.findings import Flaw, Person, Right

TAP: Final = Tap(to="info@example.org", code="2B3C4D5F6G7H8")
REFERENCE: Final = "C-7KQ4M2XZ"
"""The reference of the case that the examples are about."""

_AT: Final = datetime(2026, 5, 11, 10, 0, tzinfo=UTC)
_ONE: Final = Person(name="Mostra", id_document="12345678Z", phone="+34612345678")
_OTHER: Final = Person(name="Exemple", id_document="00000000T", phone="+34600000000")
_LACKING: Final = Person(phone="+34612345678", flaws=(Flaw.DOCUMENT_INVALID,))
_LACKING_ALL: Final = Person(flaws=(Flaw.NAME_MISSING, Flaw.DOCUMENT_MISSING, Flaw.PHONE_LANDLINE))

_DONE: Final[dict[str, Any]] = {"done": (_ONE,), "left_at": (_AT,), "on_phone": True, "undoable": True}
_BOTH: Final[dict[str, Any]] = {"done": (_ONE, _OTHER), "left_at": (_AT, _AT - timedelta(days=20))}
_ASKED: Final[dict[str, Any]] = {"missing": (_LACKING,)}
_ASKED_BOTH: Final[dict[str, Any]] = {"missing": (_LACKING, _LACKING_ALL)}
_PARTS: Final[dict[Template, tuple[dict[str, Any], ...]]] = {
    Template.DONE: (
        _DONE,
        _DONE | {"on_phone": False},
        _DONE | {"repeated": True},
        _DONE | {"undoable": False},
        _BOTH,
    ),
    Template.MISSING: (_ASKED, _ASKED_BOTH),
    Template.RECEIVED: ({"received": True},),
    Template.PARTLY: (
        {**_DONE, **_ASKED, "received": True},
        {**_DONE, **_ASKED_BOTH},
        {**_BOTH, "received": True},
        {**_ASKED, "received": True},
    ),
    Template.REMINDER: (_ASKED, _ASKED_BOTH),
    Template.UNDONE: ({"done": (_ONE,), "undone_at": _AT}, {"done": (_ONE, _OTHER), "undone_at": _AT}),
    Template.JOIN: ({}, {"received": True}),
    Template.STILL: ({"done": (_ONE,), "left_at": (_AT,)}, _BOTH),
    Template.OFF_PHONE: ({"done": (_ONE,), "left_at": (_AT,)}, _BOTH),
    Template.WELCOME: ({},),
    Template.INCIDENT: ({"received": True},),
    Template.ANNOUNCEMENT: ({"received": True},),
    Template.ANSWERED: ({"say": "112", "written_at": _AT},),
    Template.HOW_IT_WORKS: ({},),
    Template.WHERE_TO_TURN: ({},),
    Template.NO_MESSAGES: ({"received": True},),
    Template.RIGHTS: ({"received": True},),
    Template.RIGHTS_PROOF: ({},),
    Template.RIGHTS_LATER: ({"say": "Ref. 12/2026", "answer_by": _AT.date()},),
    Template.RIGHTS_DONE: (
        {"right": Right.ERASURE},
        {"right": Right.ACCESS},
        {"right": Right.RECTIFICATION},
    ),
    Template.CONFIRM: ({"leaving": (_ONE,)}, {**_ASKED, "received": True}),
}


def samples(template: Template, language: str) -> Iterator[Letter]:
    """Every case that *template* has words for, the usual one first."""
    for parts in _PARTS[template]:
        yield Letter(template=template, to="mostra@example.org", language=language, **parts)
