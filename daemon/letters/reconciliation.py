"""The answer to an export of the phone's contacts: where it differs from the books, and what settles it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from daemon.letters.orders import Orders, links
from daemon.letters.pages import Entry, Page, Section
from daemon.letters.sentences import in_catalan
from daemon.letters.wording import day, isolated, phone
from rules.desk.reconciling import Difference, Gap, Reconciliation

MOST: Final = 200
"""Of one kind so many are named in a letter; a list of thousands is no letter any more."""

_TONES: Final[Mapping[Gap, str]] = {Gap.LEFT: "late", Gap.LEAVING: "off", Gap.UNPROVED: "late"}
_ADVICE: Final[Mapping[Gap, str]] = {
    Gap.STRANGER: "Traieu-los del telèfon. Si hi han de ser, envieu-nos l’ALTA i el CONSENTIMENT.",
    Gap.LEFT: "Esborreu-los del telèfon: van demanar la baixa i encara en reben els missatges.",
    Gap.LEAVING: "Esborreu-los del telèfon i responeu TRETA.",
    Gap.UNPROVED: "Traieu-los del telèfon fins que tinguem el consentiment registrat.",
    Gap.EARLY: "Si són a la llista de difusió, responeu FET.",
    Gap.ABSENT: "Torneu-los a desar. Si ja no hi volen ser, responeu BAIXA.",
    Gap.GONE: "Responeu TRETA, i la baixa quedarà acabada.",
    Gap.UNMARKED: "Poseu «{prefix}» davant del nom i els trobareu tots junts.",
    Gap.TWICE: "Deixeu-ne només un.",
    Gap.NUMBERLESS: "Corregiu-ne el número o esborreu-los.",
    Gap.PHONELESS: "Demaneu-los el número i anoteu-lo amb CORREGEIX.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """How a recount is told: how contacts of ours are named, how many of a kind are (`most`), the reader's
    links (`orders`), and the `file` that goes with it.
    """

    prefix: str
    most: int = MOST
    orders: Orders | None = None
    file: str = ""


def reconciliation_page(found: Reconciliation, presentation: Presentation, *, town: str, on: date) -> Page:
    """Lay out *found*."""
    sections = tuple(_section(gap, found.differences, presentation) for gap in Gap)
    gaps = len(found.differences)
    return Page(
        title=f"{town} · Recompte del telèfon, {day(on, year=True)}",
        headline=_count(gaps, "diferència", "diferències") if gaps else "El telèfon i la llista coincideixen",
        opening=(
            f"Contactes del fitxer: {found.saved}; comparats: {found.compared}.",
            f"Coincideixen: {_count(found.agreed, 'número', 'números')}.",
            *_attached(presentation.file, len(found.absent)),
        ),
        sections=tuple(section for section in sections if section.entries),
        closing=("No hem canviat res: les ordres són per a vós.",) if gaps else (),
    )


def _attached(file: str, count: int) -> tuple[str, ...]:
    if not file or not count:
        return ()
    return (f"Adjunt: {file} ({_count(count, 'contacte', 'contactes')} per tornar a desar al telèfon).",)


def _section(gap: Gap, differences: Sequence[Difference], presentation: Presentation) -> Section:
    mine = [each for each in differences if each.gap is gap]
    advice = _ADVICE[gap].format(prefix=presentation.prefix)
    rest = f" N’hi ha {len(mine) - presentation.most} més." if len(mine) > presentation.most else ""
    return Section(
        title=in_catalan(gap).replace("'", "’"),
        tone=_TONES.get(gap, "next"),
        entries=tuple(_entry(each, presentation.orders) for each in mine[: presentation.most]),
        note=advice + rest,
    )


def _entry(each: Difference, orders: Orders | None) -> Entry:
    saved = f"Al telèfon: {isolated(each.saved_as)}." if each.saved_as and each.name else ""
    return Entry(
        ref=each.ref,
        title=isolated(each.name or each.saved_as) or "(sense nom)",
        lead=phone(each.phone) if each.phone else "",
        lines=(saved,) if saved else (),
        # Who is missing is hardly ever one who left: that is to be written, and not tapped.
        links=links(each.choices, None if each.gap is Gap.ABSENT else orders),
        small=(each.ref,) if each.ref else (),
    )


def _count(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
