"""Whose data a notice's labels give: the person's own, or those of whoever presented the paper for them.

A consent is the interested person's. A representative, a clerk who registered it, a
presenter beside an interested person: their names, documents and telephones are set
aside, wherever they stand.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from rules.people.documents import find_documents
from rules.people.name_forms import labelled_value
from rules.registry.fields import Labelled
from rules.registry.labels import ON_BEHALF, Field
from rules.text.folding import fold
from rules.text.tokens import as_text
from rules.vocabulary.introductions import KIN

_ENTRY: Final = frozenset({Field.NUMBER, Field.PRESENTED, Field.ENTERED, Field.MATTER})
_PERSONAL: Final = frozenset({Field.NAME, Field.SURNAMES, Field.DOCUMENT, Field.PHONE})
_INTERESTED: Final = (
    *("interessa", "interesad", "titular", "representat", "representad", "poderdant", "atorgant", "en nom"),
    *("en representaci",),
)
_PRESENTER: Final = (
    *("presentat per", "presentada per", "presentado por", "presentada por", "sol.licitant", "sol·licitant"),
    *("solicitante", "remitent", "procedencia", "signa", "declarant"),
)
_DEPUTY_TYPE: Final = ("representant", "presentador", "tramitador", "gestor", "apodera")


def _is_one_of(label: str, words: tuple[str, ...]) -> bool:
    return any(word in label for word in words)


def told_apart(labels: list[Labelled]) -> list[Labelled]:
    """The labels of a notice, what belongs to a presenter turned into what is said of a deputy."""
    return list(_told([part for one in labels if not _is_way(one) for part in _split(one)]))


_WAYS: Final = ("telematic", "presencial", "electronic", "seu", "sede", "registr", "correu", "correo", "web")


def _is_way(one: Labelled) -> bool:
    """Whether a label that may hold a name tells how the entry came in: "Procedencia: Telemática"."""
    return one.what is Field.NAME and fold(one.value).startswith(_WAYS)


def _split(one: Labelled) -> Iterator[Labelled]:
    """A value that names one person on behalf of another, as the two."""
    match = ON_BEHALF.search(fold(one.value)) if one.what in {Field.NAME, Field.DEPUTY} else None
    if match is None:
        yield one
        return
    yield replace(one, what=Field.DEPUTY, value=one.value[: match.start()].strip(" (,;"))
    yield replace(one, what=Field.NAME, label="representat", value=one.value[match.end() :].strip(" )"))


def _told(labels: list[Labelled]) -> Iterator[Labelled]:
    others = {
        fold(one.value) for one in labels if one.what is Field.NAME and not _presents(one) and _names(one)
    }
    is_explicit = any(
        one.what in {Field.NAME, Field.PERSON_HEAD} and _is_one_of(one.label, _INTERESTED) for one in labels
    )
    is_deputy, known = False, set[Field]()
    for one in labels:
        if one.what in _ENTRY:
            is_deputy = False
            known = set() if one.what is Field.NUMBER else known
        elif one.what is Field.DEPUTY:
            is_deputy = _heads_a_section(one) or (_names(one) and known >= {Field.NAME, Field.DOCUMENT})
        elif one.what is Field.TYPE and _is_one_of(fold(one.value), _INTERESTED):
            is_deputy = False
        elif one.what is Field.TYPE and _is_one_of(fold(one.value), _DEPUTY_TYPE):
            is_deputy = True
        elif one.what is Field.PERSON_HEAD or (one.what is Field.NAME and _presents(one)):
            is_deputy = _is_of_presenter(one, others, is_explicit=is_explicit)
        elif one.what is Field.NAME and _is_one_of(one.label, _INTERESTED):
            is_deputy = False
        if is_deputy and one.what in _PERSONAL:
            yield replace(one, what=Field.DEPUTY)
            continue
        known |= {one.what} & _PERSONAL
        yield one


def _presents(one: Labelled) -> bool:
    return _is_one_of(one.label, _PRESENTER) and not _is_one_of(one.label, _INTERESTED)


def _names(one: Labelled) -> bool:
    return bool(one.value) and labelled_value(as_text(one.value), 0) is not None


def _heads_a_section(one: Labelled) -> bool:
    """Whether nothing stands beside the deputy's label, so that the data below are the deputy's."""
    return fold(one.value).strip(" .:") in {"", "si"}


def _is_of_presenter(one: Labelled, others: set[str], *, is_explicit: bool) -> bool:
    """Whether a label that may be a presenter's is one: somebody else is the interested person."""
    if not _presents(one):
        return False
    if not _names(one) and not find_documents(one.value):
        return is_explicit
    named = labelled_value(as_text(one.value), 0)
    return bool(others) and (named is None or fold(named.value) not in {_bare(other) for other in others})


def _bare(value: str) -> str:
    """The name alone of a folded value."""
    named = labelled_value(as_text(value), 0)
    return fold(named.value) if named else value


_FOR_KIN: Final = re.compile(
    r"\b(?:alt[ae]|baixa|baja|clausula|consentim|autori[tz])[^.\n]{0,60}\b(?:de|d'|per a|per|para) "
    r"(?:(?:la|el|els) )?(?:seva|seu|su)s? [a-z]{3,10}\b"
)
_BRINGS: Final = re.compile(
    r"^\W{0,6}(?:la|ho|el|lo|l') ?(?:ha |va )?(?:port|present|entreg|lliur|diposit|tra)\w{1,4}\b"
    rf"[^\n]{{0,30}}\b(?:{KIN}|vei|veina|vecin[oa]|gestora?|representant|cuidadora?)\b"
)


def without_bringer(text: str) -> str:
    """A text without the line that says who brought the paper for the person: "la porta el seu fill"."""
    lines = text.split("\n")
    kept = [line for line in lines if not _BRINGS.search(fold(line))]
    return "\n".join(kept) if len(kept) < len(lines) and find_documents("\n".join(kept)) else text


def own_part(text: str) -> str:
    """A clerk's or a register's sentences without who acts in them for somebody else who has a document."""
    lines = text.split("\n")
    for i, line in enumerate(lines):
        folded = fold(line)
        match = ON_BEHALF.search(folded) or _FOR_KIN.search(folded)
        if match and find_documents(line[: match.start()]) and find_documents(line[match.end() :]):
            lines[i] = line[match.end() :]
    return "\n".join(lines)
