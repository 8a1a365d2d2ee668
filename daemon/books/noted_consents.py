"""The consents that were noted: proof of who joined, whatever became of it."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import bindparam, select

from daemon.books import keyed_hashes
from daemon.books.store import Transaction
from daemon.books.tables import consents
from rules.books.decision import Request
from rules.books.joining import consent_key
from rules.findings import Entry, Kind, Person

_CONSENTS_OF: Final = (
    select(consents)
    .where(
        consents.c.id_document.in_(bindparam("documents", expanding=True))
        | consents.c.phone.in_(bindparam("phones", expanding=True))
    )
    .order_by(consents.c.id)
)


def consent_keys(tx: Transaction, requests: Iterable[Request]) -> frozenset[str]:
    """Those of the requests' consents that are noted already, be it that they were erased."""
    keys = [consent_key(request) for request in requests]
    forms = {form: key for key in keys for form in (key, keyed_hashes.of(tx, key)) if form}
    if not forms:
        return frozenset()
    found = tx.connection.execute(select(consents.c.key).where(consents.c.key.in_(list(forms)))).scalars()
    return frozenset(forms[form] for form in found)


def consents_of(tx: Transaction, people: Iterable[Person]) -> tuple[Request, ...]:
    """The consents noted with a document or a phone of any of *people*."""
    known = list(people)
    documents = [p.id_document for p in known if p.id_document]
    phones = [p.phone for p in known if p.phone]
    rows = tx.connection.execute(_CONSENTS_OF, {"documents": documents, "phones": phones})
    return tuple(
        Request(
            kind=Kind.CONSENT,
            person=Person(name=row.name, id_document=row.id_document, phone=row.phone),
            entry=Entry(number=row.number, registered_at=row.registered_at),
            at=row.registered_at,
        )
        for row in rows
    )
