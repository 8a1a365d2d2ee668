"""Whose data a notice's labels give: the person's own, or those of whoever presented the paper for them.

A consent is the interested person's. A representative, a clerk who registered it, a
presenter beside an interested person: their names, documents and telephones are set
aside, wherever they stand.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from rules.people.documents import find_documents
from rules.people.name_forms import labelled_value
from rules.people.names import compatible
from rules.registry.fields import Labelled
from rules.registry.labels import ON_BEHALF, PERSONAL, Field
from rules.text.folding import fold
from rules.text.tokens import as_text

_ENTRY: Final = frozenset({Field.NUMBER, Field.PRESENTED, Field.ENTERED, Field.MATTER})
_HEADS: Final = frozenset({Field.NAME, Field.PERSON_HEAD})
_INTERESTED: Final = (
    *("interessa", "interesad", "titular", "representat", "representad", "poderdant", "atorgant", "en nom"),
    *("en representaci",),
)
_PRESENTER: Final = (
    *("presentat per", "presentada per", "presentado por", "presentada por", "sol.licitant", "sol·licitant"),
    *("solicitante", "remitent", "procedencia", "signa", "declarant"),
)
_DEPUTY_TYPE: Final = ("representant", "presentador", "tramitador", "gestor", "apodera")


_WAYS: Final = ("telematic", "presencial", "electronic", "seu", "sede", "registr", "correu", "correo", "web")
"""How an entry came in, where a name may stand: "Procedencia: Telemática"."""
_FOR_KIN: Final = re.compile(
    r"\b(?:alt[ae]|baixa|baja|clausula|consentim|autori[tz])[^.\n]{0,60}\b(?:de|d'|per a|per|para) "
    r"(?:(?:la|el|els) )?(?:seva|seu|su)s? [a-z]{3,10}\b"
)


def told_apart(labels: Iterable[Labelled]) -> Iterator[Labelled]:
    """The labels of a notice, what belongs to a presenter turned into what is said of a deputy."""
    labels = [part for one in labels for part in _split(one)]
    names = (_name(one) for one in labels if one.what is Field.NAME and not _presents(one))
    others = [name for name in names if name]
    is_explicit = any(one.what in _HEADS and _is_one_of(one.label, _INTERESTED) for one in labels)
    is_deputy, known = False, set[Field]()
    for one in labels:
        value = fold(one.value)
        if one.what in _ENTRY:
            is_deputy = False
            known = set() if one.what is Field.NUMBER else known
        elif one.what is Field.DEPUTY:
            is_section = value.strip(" .:") in {"", "si"}
            is_deputy = is_section or bool(_name(one) and known >= {Field.NAME, Field.DOCUMENT})
        elif one.what is Field.TYPE and _is_one_of(value, (*_INTERESTED, *_DEPUTY_TYPE)):
            is_deputy = not _is_one_of(value, _INTERESTED)
        elif one.what in _HEADS and _presents(one):
            is_deputy = _is_of_presenter(one, others, is_explicit=is_explicit)
        elif one.what is Field.PERSON_HEAD or (one.what is Field.NAME and _is_one_of(one.label, _INTERESTED)):
            is_deputy = False
        if is_deputy and one.what in PERSONAL:
            yield replace(one, what=Field.DEPUTY)
        else:
            known |= {one.what} & PERSONAL
            yield one


def _is_one_of(label: str, words: tuple[str, ...]) -> bool:
    return any(word in label for word in words)


def _split(one: Labelled) -> Iterator[Labelled]:
    """A label whose value names one person on behalf of another as two; none of how the entry came in."""
    value = fold(one.value)
    if one.what is Field.NAME and value.startswith(_WAYS):
        return
    match = ON_BEHALF.search(value) if one.what in {Field.NAME, Field.DEPUTY} else None
    if match is None:
        yield one
        return
    yield replace(one, what=Field.DEPUTY, value=one.value[: match.start()].strip(" (,;"))
    yield replace(one, what=Field.NAME, label="representat", value=one.value[match.end() :].strip(" )"))


def _presents(one: Labelled) -> bool:
    return _is_one_of(one.label, _PRESENTER) and not _is_one_of(one.label, _INTERESTED)


def _name(one: Labelled) -> str | None:
    named = labelled_value(as_text(one.value), 0)
    return named.value if named else None


def _is_of_presenter(one: Labelled, others: list[str], *, is_explicit: bool) -> bool:
    """Whether a label that may be a presenter's is one: somebody else is the interested person."""
    name = _name(one)
    if name is None and not find_documents(one.value):
        return is_explicit
    return bool(others) and not (name and any(compatible(name, other) for other in others))


def own_part(text: str) -> str:
    """A clerk's or a register's sentences without who acts in them for somebody else who has a document."""
    lines = text.split("\n")
    for i, line in enumerate(lines):
        folded = fold(line)
        match = ON_BEHALF.search(folded) or _FOR_KIN.search(folded)
        if match and find_documents(line[: match.start()]) and find_documents(line[match.end() :]):
            lines[i] = line[match.end() :]
    return "\n".join(lines)
