"""What people are told when the mailbox cannot be read; no resident is named in it."""

from datetime import datetime, tzinfo
from typing import Final

from daemon.letters.pages import Page
from daemon.letters.sentences import in_catalan
from daemon.letters.wording import moment, sentence
from rules.transport.reconnection import Cause

_NOTHING_IS_LOST: Final = (
    "No se’n perd cap missatge: es queden a la bústia i es llegiran quan torni a funcionar. "
    "Mentrestant ningú no rep resposta; si us corre pressa, mireu la bústia directament."
)

_STANDS_STILL: Final = (
    "El servei tampoc no fa res més: ni resums ni avisos. "
    "Si d’aquí a una hora no us hem dit que torna a funcionar, aviseu el servei tècnic."
)
_IS_TRIED: Final = "Ho continuem provant sense parar. Si no s’arregla sol, aviseu el servei tècnic."
_THE_REST_IS_READ: Final = "La resta de la bústia es llegeix com sempre."


def outage_page(*, town: str, since: datetime, cause: Cause, detail: str, tz: tzinfo) -> Page:
    """Lay out the alarm of an outage that began at *since*; *detail* is for the technician, in English."""
    if cause is Cause.LOST:
        return _lost_page(town=town, since=since, detail=detail, tz=tz)
    if cause.is_of_sign_in:
        return _sign_in_page(town=town, since=since, cause=cause, detail=detail, tz=tz)
    in_part = cause is Cause.FOLDER
    headline = "Falta una carpeta de la bústia" if in_part else "No podem llegir la bústia"
    return Page(
        names_people=False,
        title=f"{town} · Avís del servei",
        headline=headline,
        alarms=() if in_part else (f"No podem llegir la bústia des del {moment(since, tz)}.",),
        opening=(
            sentence(f"El motiu: {in_catalan(cause)}"),
            _THE_REST_IS_READ if in_part else _NOTHING_IS_LOST,
            _STANDS_STILL if cause is Cause.STORE else _IS_TRIED,
        ),
        closing=(f"Per al servei tècnic: {detail}",),
    )


def _lost_page(*, town: str, since: datetime, detail: str, tz: tzinfo) -> Page:
    return Page(
        names_people=False,
        title=f"{town} · Avís del servei",
        headline="Potser no arriba correu a la bústia",
        alarms=(f"{sentence(in_catalan(Cause.LOST))} Ho sabem des del {moment(since, tz)}.",),
        opening=(
            "Podria ser que els correus dels veïns tampoc no arribin.",
            "Mireu si la bústia és plena, o si un filtre o un reenviament se’ls endú.",
            "Ho continuem provant. Si no s’arregla, aviseu el servei tècnic.",
        ),
        closing=(f"Per al servei tècnic: {detail}",),
    )


def _sign_in_page(*, town: str, since: datetime, cause: Cause, detail: str, tz: tzinfo) -> Page:
    return Page(
        names_people=False,
        title=f"{town} · Avís del servei",
        headline="No ens renoven el permís per entrar al correu",
        alarms=(f"{sentence(in_catalan(cause))} Ho sabem des del {moment(since, tz)}.",),
        opening=(
            "Si no s’arregla, d’aquí a poc no podrem llegir la bústia ni enviar correu.",
            "No se’n perd cap missatge: es queden a la bústia, i les respostes esperen per sortir.",
            "Ho continuem provant. Aviseu el servei tècnic, que ha de renovar el permís."
            if cause.needs_a_person
            else "Ho continuem provant sense parar. Si no s’arregla sol, aviseu el servei tècnic.",
        ),
        closing=(f"Per al servei tècnic: {detail}",),
    )


def signed_in_page(*, town: str, since: datetime, tz: tzinfo) -> Page:
    """Lay out the word that we get access tokens again."""
    return Page(
        names_people=False,
        title=f"{town} · Avís del servei",
        headline="Tornem a tenir permís per entrar al correu",
        opening=(
            f"No ens el renovaven des del {moment(since, tz)}.",
            "El que hagi arribat mentrestant ja s’ha llegit o s’està llegint ara: no heu de fer res.",
        ),
    )


def probe_page(*, town: str) -> Page:
    """Lay out the mail that we send to ourselves."""
    return Page(
        names_people=False,
        title=f"{town} · Prova automàtica",
        headline="Prova automàtica de la bústia",
        opening=("Aquest correu només prova que la bústia rep correu. No cal fer-hi res; es pot esborrar.",),
    )


def arriving_page(*, town: str, since: datetime, tz: tzinfo) -> Page:
    """Lay out the word that probes come back."""
    return Page(
        names_people=False,
        title=f"{town} · Avís del servei",
        headline="Torna a arribar correu a la bústia",
        opening=(
            f"Els correus de prova tornen a arribar; n’hi va faltar algun des del {moment(since, tz)}.",
            "Si algun veí diu que us va escriure aquells dies, demaneu-li que ho torni a enviar.",
        ),
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
