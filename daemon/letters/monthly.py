"""The month's report as a page: figures, who was late and why, and the months side by side."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from daemon.letters import dates
from daemon.letters.pages import Bar, Entry, Page, Row, Section
from daemon.letters.sentences import in_catalan
from daemon.letters.wording import LONGEST_SENTENCE, counted, day, isolated, sentence
from rules.calendar.workdays import WORKING_DAYS
from rules.desk.monthly import Report, Sent
from rules.desk.record import Way

_NO_REASON: Final = "No consta el motiu del retard."


def monthly_page(report: Report) -> Page:
    """Lay out *report*; people are named by reference only, for it is passed on."""
    sections = (
        Section(title="Fora de termini", tone="late", entries=tuple(_late(report))),
        Section(
            title="Missatges enviats fora de les normes",
            tone="today",
            entries=tuple(map(_outside, _against(report.sendings))),
        ),
        Section(title="Mes a mes", tone="next", rows=tuple(_rows(report))),
    )
    return Page(
        title=f"{report.town} · Informe de {_month(report.first)}",
        headline=f"{_joined(report.joined)} · {_left(report.left)}",
        opening=tuple(_opening(report)),
        sections=tuple(s for s in sections if s.entries or s.rows),
        closing=(
            "Les altes es compten pel dia que consten al telèfon; les baixes, pel dia que es van demanar.",
        ),
        names_people=any(late.reason for late in report.late),  # nobody knows what a reason says
    )


def _opening(report: Report) -> Iterator[str]:
    if report.judged:
        all_in_time = report.in_time == report.judged
        share = "Totes les altes" if all_in_time else f"{report.in_time} de {report.judged} altes"
        yield f"{share} dins del termini de {WORKING_DAYS} dies hàbils."
    if report.ways:
        yield f"De les baixes, {', '.join(_ways(report.ways))}."
    if report.days is not None:
        yield f"La meitat van trigar {_number(report.days)} o menys, des del registre del consentiment."
    yield from _sent(report.sendings)
    still = (
        counted(report.active, "persona a la llista", "persones a la llista"),
        counted(report.cards, "cas per decidir", "casos per decidir"),
        counted(report.learners, "persona que vol formació", "persones que volen formació"),
        counted(report.waiting, "resposta per rebre", "respostes per rebre"),
    )
    yield f"Ara hi ha: {', '.join(part for part in still if part) or 'res pendent'}."


def _sent(sendings: Sequence[Sent]) -> Iterator[str]:
    """How many broadcasts there were, and whether they kept to the norms."""
    said, outside = sum(sent.is_said for sent in sendings), len(_against(sendings))
    if said:
        sent = counted(said, "missatge enviat", "missatges enviats")
        yield f"A la llista, {sent}, {f'{outside} fora' if outside else 'sempre dins'} de les normes."
    if said < len(sendings):
        unsaid = counted(len(sendings) - said, "missatge", "missatges")
        yield f"De {unsaid} no consta si es va enviar."


def _against(sendings: Sequence[Sent]) -> list[Sent]:
    return [sent for sent in sendings if sent.broken]


def _outside(sent: Sent) -> Entry:
    norms = "; ".join(map(in_catalan, sent.broken))
    at = f"{day(sent.at.date())}, a les {sent.at:%-H.%M} h"
    return Entry(ref=sent.ref, title=sent.ref, lines=(sentence(f"El {at}: {norms}"),))


_WAYS: Final[Mapping[Way, tuple[str, str]]] = {
    Way.AT_ONCE: ("es va fer tot seguit", "es van fer tot seguit"),
    Way.CONFIRMED: ("la va confirmar qui la demanava", "les van confirmar els qui les demanaven"),
    Way.BY_STAFF: ("la va fer el personal", "les va fer el personal"),
}


def _ways(ways: Mapping[Way, int]) -> Iterator[str]:
    return (counted(ways[way], *_WAYS[way]) for way in Way if ways.get(way))


def _late(report: Report) -> list[Entry]:
    return [
        Entry(
            ref=late.ref,
            title=late.ref,
            lines=(
                f"Vencia el {day(late.due_on)} i es va fer el {day(late.done_on)}: {_days(late.days)} tard.",
                f"El motiu: {isolated(late.reason, LONGEST_SENTENCE)}" if late.reason else _NO_REASON,
            ),
        )
        for late in report.late
    ]


def _rows(report: Report) -> list[Row]:
    if len(report.months) == 1:  # its figures are said above
        return []
    most = max(max(month.joined, month.left) for month in report.months) or 1
    return [
        Row(
            label=_month(month.first, year=month.first.year != report.first.year),
            bars=(
                Bar(label=_joined(month.joined), share=round(100 * month.joined / most), tone="next"),
                Bar(label=_left(month.left), share=round(100 * month.left / most), tone="off"),
            ),
        )
        for month in report.months
    ]


def _month(first: date, *, year: bool = True) -> str:
    return f"{dates.month(first)} de {first.year}" if year else dates.month(first)


def _joined(count: int) -> str:
    return counted(count, "alta", "altes") or "cap alta"


def _left(count: int) -> str:
    return counted(count, "baixa", "baixes") or "cap baixa"


def _days(count: int) -> str:
    return counted(count, "dia hàbil", "dies hàbils")


def _number(days: float) -> str:
    """A median: whole, or between two days."""
    whole = int(days)
    return f"{whole},5 dies hàbils" if days != whole else _days(whole) or "0 dies hàbils"
