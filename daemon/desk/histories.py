"""What happened to a subscription or a case, said to staff: by whom, and when."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import select

from daemon.books import subscribers
from daemon.books.cases import listed
from daemon.books.store import Transaction
from daemon.books.tables import NEW_NUMBER, cases, events, subscriptions
from daemon.letters.sentences import in_catalan
from daemon.letters.wording import day, phone
from rules.books.subscription import State, Subscription, What
from rules.calendar.retention import BLOCKED
from rules.findings import Person
from rules.people.masking import masked
from rules.people.names import words_of

_MOST_EVENTS: Final = 12

_HAPPENED: Final = {
    What.ACTIVATED: "va quedar anotada al telèfon",
    What.TAKEN_OFF: "va quedar anotada fora del telèfon",
    What.BAIXA: "s'hi va anotar la baixa",
    What.UNDO: "se'n va desfer la baixa",
    What.NOT_YET: "es va desfer: encara no era al telèfon",
    What.CONSENT: "s'hi va anotar el consentiment",
    What.ALTA: "s'hi va anotar l'ALTA",
    NEW_NUMBER: "hi va entrar amb el número nou",
    "corrected": "se'n van corregir les dades",
    "late-reason": "es va dir el motiu del retard",
    "imported": "va entrar amb la llista que hi havia",
    "said-ours": "es va dir que era per a nosaltres",
    "case-closed": "es va tancar",
    "case-put-off": "es va ajornar",
    "case-extended": "se'n va ampliar el termini",
    "passed-on": "es va enviar a qui ho arregla",
    "told-done": "es va respondre el que hi explicava, i queda obert pel que li vam preguntar",
    "requests-done": "se'n va fer el que demanava, i queda obert pel que hi explica o pel seu dret",
    "asked-for-proof": "es va demanar que provés qui és",
    "erased": "se'n van esborrar les dades",
}
_BLOCKED: Final = "les dades només es guarden com a prova, com mana la llei per a qui ha sortit de la llista"


def happened(
    tx: Transaction, ref: str, mark: subscribers.Mark, *, after: int = 0, what: Iterable[str] = ()
) -> list[str]:
    """Say what happened to the subscription or case *ref* after the event *after*, oldest first.

    Only *what*, if it is given.
    """
    wanted = (subscriptions.c.ref == ref) | (cases.c.ref == ref)
    kinds = list(what)
    found = (
        select(events.c.what, events.c.by, events.c.at)
        .outerjoin(subscriptions, events.c.subscription_id == subscriptions.c.id)
        .outerjoin(cases, events.c.case_id == cases.c.id)
        .where(wanted, events.c.id > after, events.c.what.in_(kinds) if kinds else events.c.id > 0)
        .order_by(events.c.id)
    )
    return [
        f"{_HAPPENED.get(row.what, row.what)} el {day(row.at.astimezone(mark.now.tzinfo).date(), year=True)}"
        f" ({_who(row.by, mark)})"
        for row in tx.connection.execute(found)
    ]


_OF_OPEN: Final = ("passed-on", "asked-for-proof", "case-extended", "requests-done", "told-done")
"""What staff do about a case that stays open."""


def done_of(tx: Transaction, ref: str, *, now: datetime) -> list[str]:
    """What staff have done about the open case *ref*, a sentence each."""
    told = happened(tx, ref, subscribers.Mark(by="", now=now, today=now.date()), what=_OF_OPEN)
    return [f"{line[:1].upper()}{line[1:]}" for line in told]


def last_of(tx: Transaction, ref: str, *what: What) -> tuple[What, datetime] | None:
    """Which of *what* happened to the subscription *ref* last, and when."""
    found = (
        select(events.c.what, events.c.at)
        .join(subscriptions, events.c.subscription_id == subscriptions.c.id)
        .where(subscriptions.c.ref == ref, events.c.what.in_(each.value for each in what))
        .order_by(events.c.id.desc())
    )
    row = tx.connection.execute(found).first()
    return (What(row.what), row.at) if row else None


def _who(by: str, mark: subscribers.Mark) -> str:
    """Who did it; the clerk who asks is "vós"."""
    if by == mark.by:
        return "vós"
    return {"mail": "per un correu", "command line": "el tècnic", "clock": "el calendari"}.get(by, by)


def of_item(tx: Transaction, item: str) -> list[Subscription]:
    """Whom a reference, a mobile in E.164 or a document means; those whose data were erased never."""
    if item.startswith("A-"):
        ref = tx.connection.execute(select(subscriptions.c.ref).where(subscriptions.c.ref == item)).scalar()
        return [subscribers.find(tx, ref)] if ref else []
    person = Person(phone=item) if item.startswith("+") else Person(id_document=item)
    return [held for held in subscribers.sharing(tx, [person]) if held.state is not State.ERASED]


def of_name(tx: Transaction, name: str) -> list[Subscription]:
    """Whose names have all the words of *name*, whatever their order; of who left nobody is told by name."""
    wanted = set(words_of(name))
    if not wanted:
        return []
    return [
        held
        for held in subscribers.everyone(tx)
        if held.state not in BLOCKED and wanted <= set(words_of(held.name))
    ]


def record(tx: Transaction, held: Subscription, mark: subscribers.Mark) -> tuple[str, ...]:
    """Say how somebody stands and what happened: no more than it takes to answer them."""
    zone = mark.now.tzinfo
    document = f"DNI/NIE {masked(held.id_document)}" if held.id_document else "sense DNI"
    consent = ""
    first = f"{held.ref} · {held.name or '(sense nom)'} · {document} · {phone(held.phone)}"
    if held.state in BLOCKED:
        first = f"{held.ref} · {_BLOCKED}"
    elif held.consent_at is not None:
        number = held.consent_number or "sense número"
        consent = (
            f"Consentiment {number}, presentat el {day(held.consent_at.astimezone(zone).date(), year=True)}."
        )
    return tuple(
        filter(
            None,
            (
                first,
                f"Ara {in_catalan(held.state)}.",
                consent,
                *(f"Té el cas {ref} obert." for ref in _open_cases(tx, held.ref)),
                *(f"{line[:1].upper()}{line[1:]}." for line in happened(tx, held.ref, mark)[-_MOST_EVENTS:]),
            ),
        )
    )


def _open_cases(tx: Transaction, ref: str) -> list[str]:
    return [case.ref for case in listed(tx) if ref in case.subscribers]
