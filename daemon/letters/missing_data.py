"""What a resident has still to tell us: named person by person, with lines to copy."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from daemon.letters.wording import hint
from rules.findings import Flaw, Person

_UNNAMED: Final = (Flaw.DOCUMENT_MISSING, Flaw.PHONE_MISSING)
_FLAWS: Final[Mapping[str, Mapping[Flaw, str]]] = {
    "ca": {
        Flaw.NAME_MISSING: "el nom i els cognoms",
        Flaw.DOCUMENT_MISSING: "el DNI o NIE, amb la lletra (si no en teniu, el passaport)",
        Flaw.DOCUMENT_INVALID: "el DNI o NIE: en el que heu escrit, la lletra hi falta o no és la que toca",
        Flaw.PHONE_MISSING: "el número de mòbil que voleu donar de baixa",
        Flaw.PHONE_INVALID: "el número de mòbil: el que heu escrit no és vàlid",
        Flaw.PHONE_LANDLINE: "el número de mòbil: el que heu escrit és d’un telèfon fix",
    },
    "es": {
        Flaw.NAME_MISSING: "el nombre y los apellidos",
        Flaw.DOCUMENT_MISSING: "el DNI o NIE, con la letra (si no tiene, el pasaporte)",
        Flaw.DOCUMENT_INVALID: "el DNI o NIE: en el que ha escrito, la letra falta o no es la que toca",
        Flaw.PHONE_MISSING: "el número de móvil que quiere dar de baja",
        Flaw.PHONE_INVALID: "el número de móvil: el que ha escrito no es válido",
        Flaw.PHONE_LANDLINE: "el número de móvil: el que ha escrito es de un teléfono fijo",
    },
}
_OF: Final = {"ca": "De la persona amb {}:", "es": "De la persona con {}:"}
_OF_NOBODY: Final = {
    "ca": "D’una persona de qui no tenim ni el DNI ni el mòbil:",
    "es": "De una persona de quien no tenemos ni el DNI ni el móvil:",
}
_LINES: Final[Mapping[str, tuple[tuple[frozenset[Flaw], str], ...]]] = {
    language: (
        (frozenset({Flaw.NAME_MISSING}), name),
        (frozenset({Flaw.DOCUMENT_MISSING, Flaw.DOCUMENT_INVALID}), "DNI: 00000000-X"),
        (frozenset({Flaw.PHONE_MISSING, Flaw.PHONE_INVALID, Flaw.PHONE_LANDLINE}), phone),
    )
    for language, name, phone in (
        ("ca", "Nom i cognoms: (nom i cognoms)", "Mòbil: 6XX XX XX XX"),
        ("es", "Nombre y apellidos: (nombre y apellidos)", "Móvil: 6XX XX XX XX"),
    )
}


def missing_lines(people: Sequence[Person], language: str, *, tell_apart: bool) -> str:
    """Name what each of *people* lacks, a line each; with *tell_apart* under a line that says whose."""
    parts = ("\n\n".join(_parts(person, language, tell_apart=tell_apart)) for person in people)
    return "\n\n".join(dict.fromkeys(parts))  # of two of whom nothing is known, the same is said


def _parts(person: Person, language: str, *, tell_apart: bool) -> Iterator[str]:
    if tell_apart:
        whose = hint(person, language)
        yield _OF[language].format(whose) if whose else _OF_NOBODY[language]
    yield "\n".join(f"- {_FLAWS[language][flaw]}" for flaw in person.flaws or _UNNAMED)


def example(people: Sequence[Person], language: str) -> str:
    """Give the lines to copy: what the one person lacks; of several, all that tells them apart."""
    flaws = frozenset(people[0].flaws or _UNNAMED) if len(people) == 1 else frozenset(Flaw)
    return "\n".join(f"    {line}" for lines, line in _LINES[language] if lines & flaws) if people else ""
