"""Whatever a digest offers is done by tapping it: the mail that it opens proves itself by its code."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from sqlalchemy import select

from daemon.books.store import Store
from daemon.books.tables import events
from daemon.desk.digests import Digests
from daemon.post.queueing import Post
from rules.books.subscription import State, Subscription
from rules.findings import Person
from tests.daemon.books.test_subscribers import put
from tests.daemon.talking import PERE, ROSER, Desk, text_of

CLERK = "secretaria@setcases.cat"
JAN = Person(name="Jan Puig Mas", id_document="56789012B", phone="+34600555666")
LONG_AGO = datetime(2026, 4, 20, 8, tzinfo=UTC)
OF_ANOTHER = "Doneu-me de baixa de la llista de WhatsApp.\nJoan Pou Mas\nDNI 23456789D\nMòbil 600 333 444\n"
OF_TWO = "Doneu-me de baixa de la llista de WhatsApp.\nDNI 23456789D\nMòbil 600 555 666\n"


@pytest.fixture
def desk(sqlite: Store) -> Desk:
    return Desk(sqlite)


@pytest.fixture
def links(desk: Desk) -> dict[str, tuple[str, str, str]]:
    """Address, subject and body of every link of a digest that offers everything, by its order word."""
    with desk.store.begin() as tx:
        put(
            tx,
            held(State.DUE, ROSER, "A-0001", consent_at=LONG_AGO, alta_at=LONG_AGO),
            held(State.ACTIVE, PERE, "A-0002"),
            held(State.ACTIVE, JAN, "A-0003"),
            held(
                State.LEAVING,
                Person(name="Mar", id_document="87654321X", phone="+34600777888"),
                "A-0004",
                left_at=desk.at - timedelta(days=1),
                left_from=State.ACTIVE,
            ),
        )
    desk.mail(OF_ANOTHER, subject="BAIXA", sender="joan@veins.example")
    desk.mail(OF_TWO, subject="BAIXA", sender="pere@veins.example")
    digests_of(desk).queue_due()
    (letter,) = [each for each in desk.letters(CLERK) if "per decidir" in str(each["Subject"])]
    part = letter.get_body(("html",))
    assert part is not None
    found = [urlsplit(unescape(url)) for url in re.findall(r'href="(mailto:[^"]+)"', part.get_content())]
    parts = [(unquote(url.path), parse_qs(url.query)) for url in found]
    mails = [(to, said["subject"][0], said.get("body", [""])[0]) for to, said in parts]
    return {subject.split()[0]: (to, subject, body) for to, subject, body in mails}


def held(state: State, person: Person, ref: str, **known: object) -> Subscription:
    facts = {
        "name": person.name or "",
        "id_document": person.id_document,
        "phone": person.phone,
        "opened_at": LONG_AGO,
    }
    return Subscription(ref=ref, state=state, **facts, **known)  # type: ignore[arg-type]


def digests_of(desk: Desk) -> Digests:
    desk.read()
    return Digests(store=desk.store, settings=desk.settings, post=Post(desk.settings), clock=lambda: desk.at)


@pytest.mark.parametrize(
    ("verb", "happens"),
    [
        pytest.param("FET", "activated", id="it is on the phone"),
        pytest.param("MOTIU", "late-reason", id="why it was late"),
        pytest.param("TRETA", "taken-off", id="it is off the phone"),
        pytest.param("DESFÉS", "undo", id="the leave was not wanted"),
        pytest.param("APLICA", "case-closed", id="the card is right"),
        pytest.param("DESCARTA", "case-closed", id="the card is nothing"),
        pytest.param("BAIXA", "baixa", id="whose leave it is"),
    ],
)
def test_a_link_does_what_it_says(
    desk: Desk, links: dict[str, tuple[str, str, str]], verb: str, happens: str
) -> None:
    desk.at += timedelta(hours=1)
    to, subject, body = links[verb]
    before = len(desk.letters(CLERK))

    desk.mail(f"{body}era dilluns" if body else "", subject=subject, sender=CLERK)

    assert to == "info@setcases.cat"
    answer = text_of(desk.letters(CLERK)[before])
    assert "No s’ha fet" not in answer
    with desk.store.read() as tx:
        done = select(events.c.what).where(events.c.by == CLERK)
        assert happens in tx.connection.execute(done).scalars().all(), answer


def test_every_kind_of_answer_is_offered_somewhere(links: dict[str, tuple[str, str, str]]) -> None:
    assert set(links) == {"FET", "MOTIU", "TRETA", "DESFÉS", "APLICA", "DESCARTA", "AJORNA", "BAIXA"}
