"""The rules' codes in Catalan, by `ca/sentences.toml`: a table an enum, and one for what holds values."""

import tomllib
from enum import Enum
from importlib.resources import files
from typing import Final

from rules.findings import Because, Why

_SENTENCES: Final[dict[str, dict[str, str]]] = tomllib.loads(
    files(__package__).joinpath("ca", "sentences.toml").read_text("utf-8")
)


def in_catalan(why: Why) -> str:
    """Return the sentence of *why*; what is words already, as the store keeps them, stays as it is."""
    match why:
        case Enum():
            return _SENTENCES[type(why).__name__][why.name]
        case Because(code, values):
            return _SENTENCES["because"][code].format(*map(_value, values))
        case str():
            return why


def _value(value: object) -> object:
    return in_catalan(value) if isinstance(value, Enum | Because) else value
