"""All that is kept of one person, as a page to hand over to them (GDPR art. 15)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo
from typing import Any, Final

from daemon.letters.for_staff import to_staff
from daemon.letters.pages import Entry, Page, Section
from daemon.letters.rendered import Rendered
from daemon.letters.sentences import coded, datum, in_catalan
from daemon.letters.wording import day, isolated, phone
from rules.books.decision import Template
from rules.books.subscription import State
from rules.town import Town

_TITLES: Final = {
    "subscriptions": "La inscripció a la llista",
    "consents": "El consentiment",
    "events": "El que se n’ha fet",
    "requests": "El que s’ha demanat",
    "messages": "Els correus rebuts",
    "letters": "Els correus enviats",
}
_LONGEST: Final = 400
_WHAT: Final = (
    "És tot el que consta d’una persona, i de ningú més, entre les dades de la llista. Lliureu-ho en mà, "
    "o pel registre electrònic, a qui hagi provat qui és."
)
_BESIDE: Final = (
    "Finalitat: gestionar la llista de difusió de WhatsApp, i cap altra. Base: el consentiment.",
    "Origen: la persona mateixa, per correu, per WhatsApp o pel registre.",
    "No es cedeixen a ningú. Els missatges s’envien amb WhatsApp, que en rep el número de telèfon.",
)
_KEPT: Final = "Es conserven mentre la persona és a la llista i {years} anys més, només com a prova."
_DECIDED: Final = (
    "Una baixa demanada amb claredat, amb unes dades que concorden, s’anota sola. "
    "La resta ho decideix el personal."
)
_RIGHTS: Final = (
    "Drets: rectificació, supressió, limitació, oposició, retirar el consentiment en qualsevol moment i "
    "reclamar a l’Autoritat Catalana de Protecció de Dades (apdcat.gencat.cat)."
)


def personal_data(
    rows: Mapping[str, Iterable[Mapping[str, Any]]],
    *,
    town: Town,
    on: date,
    proof_years: int,
    privacy_url: str,
) -> Rendered:
    """Write *rows* (`daemon.books.personal_data`) whole, and what else who asks is to be told."""
    page = Page(
        title=f"{town.name} · Dades de la llista «{town.channel}»",
        headline=f"Les dades que en tenim, el {day(on, year=True)}",
        opening=(_WHAT,),
        sections=tuple(
            Section(title=_TITLES[name], entries=tuple(_entries(name, each, town.tz)))
            for name, each in rows.items()
            if each
        ),
        closing=(f"Responsable: {town.name}.", *_BESIDE, _KEPT.format(years=proof_years), _DECIDED, _RIGHTS),
        names_people=False,
    )
    return to_staff(f"Dades d’una persona, per lliurar · Llista de WhatsApp, {day(on)}", page, privacy_url)


def _entries(name: str, rows: Iterable[Mapping[str, Any]], tz: tzinfo) -> Iterable[Entry]:
    for place, row in enumerate(rows, 1):
        lines = (
            f"{_called(key)}: {_written(key, value, tz)}"
            for key, value in row.items()
            if value not in {None, ""}
        )
        yield Entry(ref=f"{name}/{place}", title=f"{place}.", lines=tuple(lines))


def _written(key: str, value: Any, tz: tzinfo) -> str:
    match value:
        case datetime():
            local = value.astimezone(tz)
            return f"{day(local.date(), year=True)}, {local:%H.%M} h"
        case date():
            return day(value, year=True)
        case bool():
            return "sí" if value else "no"
        case str() if key == "phone":
            return phone(value)
        case str() if key == "template" and value in set(Template):
            return in_catalan(Template(value))
        case str() if value in set(State):
            return in_catalan(State(value))
        case _:
            return isolated(coded(str(value)), _LONGEST)


def _called(key: str) -> str:
    return datum(key) or key.replace("_", " ")
