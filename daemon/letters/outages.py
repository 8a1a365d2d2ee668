"""What people are told when the mailbox cannot be read; no resident is named in it."""

from datetime import datetime, tzinfo
from typing import Final

from daemon.letters.staff import Page
from daemon.letters.wording import moment, sentence

_NOTHING_IS_LOST: Final = (
    "No se’n perd cap missatge: es queden a la bústia i es llegiran quan torni a funcionar. "
    "Mentrestant ningú no rep resposta; si us corre pressa, mireu la bústia vosaltres."
)


def outage_page(*, town: str, since: datetime, why: str, detail: str, tz: tzinfo) -> Page:
    """Lay out the alarm of an outage that began at *since*; *detail* is for the technician, in English."""
    return Page(
        names_people=False,
        title=f"{town} · Avís del servei",
        headline="No podem llegir la bústia",
        alarms=(f"No podem llegir la bústia des del {moment(since, tz)}.",),
        opening=(
            sentence(f"El motiu: {why}"),
            _NOTHING_IS_LOST,
            "Ho continuem provant sense parar. Si no s’arregla sol, aviseu el servei tècnic.",
        ),
        closing=(f"Per al servei tècnic: {detail}",),
    )


def recovery_page(*, town: str, since: datetime, until: datetime, tz: tzinfo) -> Page:
    """Lay out the word that an outage is over."""
    return Page(
        names_people=False,
        title=f"{town} · Avís del servei",
        headline="La bústia torna a funcionar",
        opening=(
            f"No la vam poder llegir des del {moment(since, tz)} fins al {moment(until, tz)}.",
            "El que havia arribat ja s’ha llegit o s’està llegint ara: no heu de fer res.",
        ),
    )
