"""The subject, apart from the marks that mail programs put before it when somebody answers or forwards."""

import re
from typing import Final

from rules.text.folding import clean, fold

_MARKS: Final = frozenset(
    {"re", "rv", "fw", "fwd", "tr", "aw", "r", "rm", "reenv", "sv", "resposta", "respuesta"}
)
_MOST: Final = 4
"""Marks that are taken off, one before another."""
_NONE: Final = frozenset(
    {
        "sense assumpte",
        "cap assumpte",
        "sin asunto",
        "no subject",
        "sans objet",
        "sense tema",
    }
)
"""What a mail program writes where nobody wrote a subject."""


def is_reply(subject: str) -> bool:
    """Whether the subject says that the message answers or passes on another."""
    return _unmarked(clean(subject)) is not None


def bare_case(subject: str) -> str:
    """The subject without the marks of replies and forwards, its case kept."""
    text = clean(subject).strip()
    for _ in range(_MOST):
        rest = _unmarked(text)
        if rest is None:
            break
        text = rest
    text = text.strip()
    return "" if fold(text).strip("()[]<>-.* ") in _NONE else text


def bare_subject(subject: str) -> str:
    """The subject, folded, without the marks of replies and forwards."""
    return fold(bare_case(subject)).replace("_", " ").strip()


_CASE: Final = re.compile(r"\(?\bC-[2-9A-Z]{8}\b\)?", re.IGNORECASE)


def without_reference(text: str) -> str:
    """The text without the references of cases, which an answer to our letter brings back."""
    return _CASE.sub(" ", text)


def _unmarked(text: str) -> str | None:
    """What stands behind a mark; None where no mark stands before it."""
    mark, colon, rest = text.partition(":")
    return rest.lstrip() if colon and fold(mark).strip() in _MARKS else None
