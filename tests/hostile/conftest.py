"""The desk that hostile mail comes to: a real store, two people on the list, a server that vouches."""

import pytest

from daemon.books.store import Store
from tests.daemon.conftest import empty_books, settings, sqlite
from tests.daemon.ordering import CLERK, Office
from tests.daemon.talking import PERE, ROSER
from tests.rules.persons import NURIA

__all__ = ["NURIA", "empty_books", "sqlite"]

OURS = "mx.setcases.cat"
REGISTRY = "no-reply@registre.example.cat"


@pytest.fixture
def office(sqlite: Store) -> Office:
    return office_of(sqlite)


def office_of(store: Store) -> Office:
    office = Office(
        store,
        settings=settings(
            trust={"authserv_ids": [OURS]},
            staff={"digest_to": [CLERK], "orders_from": [CLERK]},
            registry={"senders": [REGISTRY]},
        ),
    )
    office.hold(ROSER)
    office.hold(PERE)
    return office
