"""What people are told when the mailbox cannot be read; no resident is named in it."""

from datetime import datetime, tzinfo
from typing import Final

from daemon.letters.staff import Page
from daemon.letters.wording import moment, sentence
from rules.reconnection import Cause

_NOTHING_IS_LOST: Final = (
    "No se’n perd cap missatge: es queden a la bústia i es llegiran quan torni a funcionar. "
    "Mentrestant ningú no rep resposta; si us corre pressa, mireu la bústia vosaltres."
)

_THE_REST_IS_READ: Final = "La resta de la bústia es llegeix com sempre."


def outage_page(*, town: str, since: datetime, cause: Cause, detail: str, tz: tzinfo) -> Page:
    """Lay out the alarm of an outage that began at *since*; *detail* is for the technician, in English."""
    in_part = cause is Cause.FOLDER
    headline = "Falta una carpeta de la bústia" if in_part else "No podem llegir la bústia"
    return Page(
        names_people=False,
        title=f"{town} · Avís del servei",
        headline=headline,
        alarms=() if in_part else (f"No podem llegir la bústia des del {moment(since, tz)}.",),
        opening=(
            sentence(f"El motiu: {cause.value}"),
            _THE_REST_IS_READ if in_part else _NOTHING_IS_LOST,
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
