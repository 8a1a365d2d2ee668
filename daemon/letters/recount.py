"""The answer to an export of the phone's contacts: where it differs from the books, and what settles it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from daemon.letters.orders import links
from daemon.letters.staff import Entry, Page, Section
from daemon.letters.wording import day, isolated, phone
from rules.reconciling import Difference, Gap, Reconciliation
from rules.vcards import MISSING, file_name

MOST: Final = 200
"""Of one kind so many are named in a letter; a list of thousands is no letter any more."""

_TONES: Final[Mapping[Gap, str]] = {Gap.LEFT: "late", Gap.LEAVING: "off", Gap.UNPROVED: "late"}
_ADVICE: Final[Mapping[Gap, str]] = {
    Gap.STRANGER: "Traieu-los del telèfon. Si hi han de ser, cal el consentiment registrat i l’ALTA.",
    Gap.LEFT: "Esborreu-los del telèfon: van demanar la baixa i encara en reben els missatges.",
    Gap.LEAVING: "Esborreu-los del telèfon i responeu TRETA.",
    Gap.UNPROVED: "Traieu-los del telèfon fins que tinguem el consentiment registrat.",
    Gap.EARLY: "Si són a la llista de difusió, responeu FET.",
    Gap.ABSENT: "Torneu-los a desar: són al fitxer adjunt {file}. Si ja no hi volen ser, responeu BAIXA.",
    Gap.GONE: "Responeu TRETA, i la baixa quedarà acabada.",
    Gap.UNMARKED: "Poseu «{prefix}» davant del nom i els trobareu tots junts.",
    Gap.TWICE: "Deixeu-ne només un.",
    Gap.NUMBERLESS: "Corregiu-ne el número o esborreu-los.",
    Gap.PHONELESS: "Demaneu-los el número.",
}


def recount_page(found: Reconciliation, *, town: str, on: date, prefix: str, most: int) -> Page:
    """Lay out *found*; of each kind of difference at most *most* are named."""
    sections = tuple(_section(gap, found.differences, on=on, prefix=prefix, most=most) for gap in Gap)
    gaps = len(found.differences)
    return Page(
        title=f"{town} · Recompte del telèfon, {day(on, year=True)}",
        headline=_count(gaps, "diferència", "diferències") if gaps else "El telèfon i la llista coincideixen",
        opening=(
            f"Contactes del fitxer: {found.saved}; comparats: {found.compared}.",
            f"Coincideixen: {_count(found.agreed, 'número', 'números')}.",
        ),
        sections=tuple(section for section in sections if section.entries),
        closing=("No hem canviat res: les ordres són per a vós.",) if gaps else (),
    )


def _section(gap: Gap, differences: Sequence[Difference], *, on: date, prefix: str, most: int) -> Section:
    mine = [each for each in differences if each.gap is gap]
    advice = _ADVICE[gap].format(prefix=prefix, file=file_name(MISSING, on))
    rest = f" N’hi ha {len(mine) - most} més." if len(mine) > most else ""
    return Section(
        title=gap.value.replace("'", "’"),
        tone=_TONES.get(gap, "next"),
        entries=tuple(map(_entry, mine[:most])),
        note=advice + rest,
    )


def _entry(each: Difference) -> Entry:
    saved = f"Al telèfon: {isolated(each.saved_as)}." if each.saved_as and each.name else ""
    return Entry(
        ref=each.ref,
        title=isolated(each.name or each.saved_as) or "(sense nom)",
        lead=phone(each.phone) if each.phone else "",
        lines=(saved,) if saved else (),
        links=links(each.choices, None),
        small=(each.ref,) if each.ref else (),
    )


def _count(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
