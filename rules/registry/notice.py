"""A registry notice as a reading: what it means, for whom, with number and date."""

from dataclasses import replace
from itertools import pairwise
from typing import Final

from rules.findings import Because, Doubt, Kind, Reading, Voice, for_a_person, known
from rules.mail.message import Incoming, whole
from rules.people.persons import read_people
from rules.registry.consent import Bearing, bearing_of, refuses, settled
from rules.registry.deposit import Deposit, Notice, notice_in
from rules.registry.papers import filled_from
from rules.vocabulary.clause import LIST, TITLE


def registry_notice(incoming: Incoming) -> Reading | None:
    """The notice of a configured register. Never None: it is a notice or none of our business."""
    notice = notice_in(incoming, incoming.everything)
    if not notice.has_labels and incoming.mail.html is not None:
        better = notice_in(incoming, whole(incoming.mail.html))
        notice = better if better.has_labels else replace(notice, text=better.text)
    notice, means = settled(notice, incoming.files, incoming.town.named)
    if means in {Bearing.GENERIC, Bearing.UNSAID, Bearing.JOINING}:
        bearings = [what for paper in incoming.papers if (what := bearing_of(paper)) is not Bearing.ELSEWHERE]
        mentioned = means if means is Bearing.JOINING else next(iter(bearings), means)
        means = next((what for what in bearings if what is not Bearing.MENTION), mentioned)
    return reading_of(incoming, notice, means, Voice.REGISTRY)


def told_by_resident(incoming: Incoming) -> Reading | None:
    """Somebody's own mail that tells of the clause of the list and names a person: a clerk must look."""
    own = incoming.own
    told = incoming.said.folded
    if not (incoming.is_about_list and LIST.search(told) and TITLE.search(told)):
        return None
    is_presenter = any(
        one in _WE_HAVE and other.startswith(_PRESENTED) for one, other in pairwise(told.split())
    )
    people = read_people(own, own_numbers=incoming.own_numbers)
    people = tuple(p for p in people if p.id_document or (is_presenter and (p.phone or p.name)))
    return for_a_person(Because("clause-named"), people) if people else None


_WE_HAVE: Final = frozenset({"he", "hem", "vaig", "vam", "ja"})
_PRESENTED: Final = ("present", "port", "registr", "sign", "lliur", "entreg", "envi", "tramit", "firm")
"""How two words in a row tell that somebody has presented it themselves."""


def reading_of(incoming: Incoming, notice: Notice, means: Bearing, voice: Voice) -> Reading:
    """The notice as a reading: consent, leave, card or nothing of ours."""
    why = Because("registry-notice", (means,))
    if means in {Bearing.ELSEWHERE, Bearing.EXIT, Bearing.GENERIC}:
        is_open = means is Bearing.GENERIC
        return Reading(kind=Kind.OTHER, voice=voice, reasons=(why,), paper_may_tell=is_open)
    deposits, differs = filled_from(notice.deposits, incoming)
    people = tuple(d.person for d in deposits)
    is_unread = notice.is_mixed or (means is Bearing.CONSENT and not _is_read(deposits, voice))
    if is_unread or means not in _ACTING:
        doubt = Doubt.FORM_CHANGED if is_unread else Doubt.UNCLEAR
        return for_a_person(why, known(people), doubt=doubt, voice=voice)
    doubtful = {
        Doubt.NO_CLAUSE: means is Bearing.JOINING,
        Doubt.PAPER_DIFFERS: differs,
        Doubt.UNTICKED: any(refuses(paper) for paper in incoming.papers),
        Doubt.UNCLEAR: any(bearing_of(paper) in _TAKES_BACK for paper in incoming.papers),
    }
    return Reading(
        kind=_ACTING[means],
        people=people,
        registries=tuple(d.entry for d in deposits),
        voice=voice,
        doubts=tuple(doubt for doubt, holds in doubtful.items() if holds),
        reasons=(why,),
    )


_ACTING: Final = {
    Bearing.CONSENT: Kind.CONSENT,
    Bearing.REVOCATION: Kind.BAIXA,
    Bearing.JOINING: Kind.ALTA,
}
_TAKES_BACK: Final = frozenset({Bearing.REVOCATION, Bearing.BOTH})


def _is_read(deposits: tuple[Deposit, ...], voice: Voice) -> bool:
    """Whether each deposit has number and date; a clerk may give one of them and the person."""
    return bool(deposits) and all(
        (d.entry.number and d.entry.registered_at)
        or (
            voice is not Voice.REGISTRY
            and (d.entry.number or d.entry.registered_at)
            and (d.person.name or d.person.id_document)
        )
        for d in deposits
    )
