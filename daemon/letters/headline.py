"""A day in one line: what presses, else what comes, and that all is done only when it is."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from daemon.letters.wording import counted
from rules.desk.digest import Digest

ALL_DONE: Final = "Tot fet"
"""The headline of a day on which there is nothing to do."""


def headline(digest: Digest) -> str:
    """Say the digest in one line: "2 vençudes · 1 venç avui · 3 per treure · 2 per decidir"."""
    parts = (
        "el servei no funciona" if digest.health.down else "",
        counted(len(digest.overdue), "vençuda", "vençudes"),
        counted(len(digest.due_today), "venç avui", "vencen avui"),
        counted(len(digest.alta_late), "espera l’ALTA", "esperen l’ALTA"),
        counted(
            sum(i.denied_by is None for i in digest.take_off),
            "per treure",
            "per treure",
        ),
        counted(
            sum(card.is_overdue for card in digest.cards), "dret fora de termini", "drets fora de termini"
        ),
        counted(len(digest.cards), "per decidir", "per decidir"),
        "" if digest.health.well or digest.health.down else "avís del servei",
    )
    return " · ".join(filter(None, parts)) or " · ".join(filter(None, _can_wait(digest))) or _else(digest)


def _can_wait(digest: Digest) -> Iterator[str]:
    """What is not for today."""
    lying, tomorrow = len(digest.neglected), digest.on + timedelta(days=1)
    ahead = {item.ref: item for item in (*digest.due_next, *digest.without_alta)}
    if lying:
        yield counted(lying, "pendent de fer", "pendents de fer")
    elif near := [item for item in ahead.values() if item.due_on == tomorrow]:
        yield counted(len(near), "venç demà", "vencen demà")
    else:
        yield counted(len(ahead), "venç els pròxims dies", "vencen els pròxims dies")
    yield counted(len(digest.to_send), "missatge per enviar", "missatges per enviar")
    yield counted(len(digest.unexplained), "motiu de retard per dir", "motius de retard per dir")


def _else(digest: Digest) -> str:
    """Where nobody is to be put on the phone or taken off it: what staff should know, or that all is done."""
    if digest.health.unconfirmed_years:
        return "festius per confirmar"
    return ALL_DONE if digest.quiet else "avís del servei"
