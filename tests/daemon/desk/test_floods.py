"""Hundreds of doubtful mails: alike ones are one group with one answer, and nobody's own request is in it."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from html import unescape
from re import findall
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import event, func, select

from daemon.books import cases
from daemon.books.store import Store
from daemon.books.tables import contents, events
from daemon.desk.digests import Digests
from daemon.post.drafting import digest_for_the_inbox
from daemon.post.queueing import Post
from rules.desk.cards import MOST_SHOWN, Group, laid_out
from rules.desk.digest import Digest
from tests.daemon.ordering import CLERK, Office, office
from tests.daemon.talking import ROSER, Desk, text_of

__all__ = ["office"]

DOUBTFUL = "Traieu-me de la llista de WhatsApp, o no, ja ho parlarem.\n"
STRANGER = "Aitana Pou Mas\nDNI 40000000X\nMòbil 612 345 678\n"


def in_the_inbox(desk: Desk, digest: Digest) -> bytes:
    """The digest as it is laid into the mailbox."""
    draft = digest_for_the_inbox(digest, desk.settings, now=desk.at)
    ((_, raw),) = Post(desk.settings).letters(draft, now=desk.at)
    return raw


def digest_of(desk: Desk) -> Digest:
    made = Digests(store=desk.store, settings=desk.settings, post=Post(desk.settings), clock=lambda: desk.at)
    with desk.store.read() as tx:
        return made.of(tx, desk.at.date())


def groups(desk: Desk) -> list[Group]:
    return list(laid_out(digest_of(desk).cards).groups)


def sizes(desk: Desk) -> list[int]:
    return sorted(len(group.cards) for group in groups(desk))


def flood(
    desk: Desk, count: int, *, domain: str = "gmail.com", text: Callable[[int], str] | None = None
) -> None:
    for n in range(count):
        said = text(n) if text else DOUBTFUL
        desk.at += timedelta(seconds=1)
        desk.mail(said, sender=f"u{n}.{len(desk.taken)}@{domain}", subject="Llista de WhatsApp")


def in_other_words(n: int) -> str:
    return f"{DOUBTFUL}Ho pregunta {chr(ord('a') + n % 26) * (n + 3)}.\n"


def tap(office: Office) -> tuple[str, str]:
    """Subject and body of the mail that a tap on the answer of a group opens; of the newest digest."""
    part = office.of_template("digest")[-1].get_body(("html",))
    assert part is not None
    urls = [unescape(url) for url in findall(r'href="(mailto:[^"]+)"', part.get_content())]
    (url,) = [url for url in urls if "semblants" in url]
    assert len(url) < 300  # some mail programs cut off what is longer than 2,000
    said = parse_qs(urlsplit(url).query)
    return said["subject"][0], said.get("body", [""])[0]


def waiting(desk: Desk) -> list[str]:
    return [case.ref for case in desk.cases("staff")]


# What is one group


def test_the_same_words_from_everywhere_are_one_group(sqlite: Store) -> None:
    desk = Desk(sqlite)
    flood(desk, 12)
    desk.mail(
        "Si cobreu quota, doneu-me de baixa de la llista de WhatsApp.", sender="a@gmail.com", subject="Dubte"
    )

    assert sizes(desk) == [1, 12]
    assert len(desk.cases("staff")) == 13


def test_other_words_from_one_domain_are_one_group_but_not_from_a_public_one(sqlite: Store) -> None:
    words = [f"{DOUBTFUL}Us ho pregunta en {name}." for name in ("Pau", "Quim", "Jan")]
    for domain, found in (("empresa.example", [3]), ("hotmail.es", [1, 1, 1])):
        with closing(Store("sqlite://")) as store:
            desk = Desk(store)
            flood(desk, 3, domain=domain, text=lambda n: words[n])
            assert sizes(desk) == found, domain


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Al final serà a les {}, i canviem de lloc.", id="of something else"),
        pytest.param("Si la coral {} ja hi és, traieu-nos de la llista; si no, no.", id="in doubt"),
    ],
)
def test_answers_to_our_letters_are_no_group_though_they_come_from_one_domain(
    sqlite: Store, words: str
) -> None:
    desk = Desk(sqlite)
    for said in ("u", "dos", "tres"):
        sender = f"{said}@entitat.example"
        desk.mail(f"Per al canal de WhatsApp: el fanal del carrer {said} és fos.", sender=sender)
        desk.answer(words.format(said), desk.letters(sender)[-1], sender=sender)

    assert sizes(desk) == [1] * 6


@pytest.mark.parametrize(
    "more",
    [
        pytest.param(STRANGER, id="of somebody whom nobody knows"),
        pytest.param(f"Atentament,\n--\n{STRANGER}", id="in the signature"),
        pytest.param("DNI 40000000X, mòbil 612345678", id="without a name"),
    ],
)
def test_a_card_with_a_document_and_a_mobile_stands_alone(sqlite: Store, more: str) -> None:
    desk = Desk(sqlite)
    flood(desk, 3, domain="empresa.example")
    for n in range(2):
        desk.mail(f"{DOUBTFUL}{more}", sender=f"b{n}@empresa.example", subject="Llista de WhatsApp")

    assert sizes(desk) == [1, 1, 3]


def test_a_card_about_somebody_in_the_books_stands_alone(sqlite: Store) -> None:
    desk = Desk(sqlite)
    desk.hold(ROSER)
    flood(desk, 3, domain="empresa.example")
    desk.mail(f"{DOUBTFUL}Mòbil 600 111 222", sender="roser@empresa.example", subject="Llista de WhatsApp")

    (alone,) = [group.first for group in groups(desk) if len(group.cards) == 1]
    assert [held.ref for held in alone.about] == ["A-0001"]
    assert [choice.order for choice in alone.choices if not choice.minor] == [f"BAIXA A-0001 {alone.ref}"]


def test_what_staff_pass_on_stands_alone(office: Office) -> None:
    for n in range(2):
        office.mail(
            f"---------- Forwarded message ---------\nDe: veí{n}\n\n{DOUBTFUL}", sender=CLERK, subject="Fwd"
        )

    assert set(sizes(office)) <= {1}


def test_a_card_from_before_nobody_looked_stands_alone(sqlite: Store) -> None:
    desk = Desk(sqlite)
    flood(desk, 2)
    with sqlite.begin() as tx:
        tx.connection.execute(cases.cases.update().values(gives_data=None))

    assert sizes(desk) == [1, 1]


# One answer for all


def test_one_tap_closes_all_that_stood_there_and_none_that_joined_since(office: Office) -> None:
    flood(office, 30)
    office.digest()
    subject, body = tap(office)
    flood(office, 2)

    office.order(body, subject=subject, proof=None)

    assert len(waiting(office)) == 2
    (answer,) = office.answers()
    assert "30 casos tancats sense fer res." in answer
    assert "Motiu anotat: correus semblants." in answer
    closed = office.cases("closed")
    assert {case.closed_because for case in closed if case.sender != CLERK} == {"correus semblants"}
    with office.store.read() as tx:
        noted = select(func.count()).where(events.c.what == "case-closed", events.c.by == CLERK)
        assert tx.connection.execute(noted).scalar() == 30


def test_what_changed_meanwhile_stays_open_and_is_named(office: Office) -> None:
    flood(office, 5)
    office.digest()
    first, second, *_ = office.cases("staff")
    with office.store.begin() as tx:
        tx.connection.execute(
            events.insert().values(at=office.at, what="corrected", by="x", case_id=first.id)
        )
        cases.close(tx, second, because="vist", by="x", now=office.at)

    subject, body = tap(office)
    office.order(body, subject=subject, proof=None)

    assert waiting(office) == [first.ref]
    (answer,) = office.answers()
    assert "3 casos tancats" in answer
    assert "Ja ho estava: 1." in answer
    assert f"segueixen oberts: {first.ref}." in answer


def test_a_second_tap_does_nothing_and_says_so(office: Office) -> None:
    flood(office, 3)
    office.digest()
    subject, body = tap(office)
    office.order(body, subject=subject, proof=None)
    flood(office, 1)

    office.order(body, subject=subject, proof=None)

    assert len(waiting(office)) == 1
    assert "ja s’havia fet servir" in office.answers()[-1]


@pytest.mark.parametrize("sender", ["veina@veins.example", "alcaldia@setcases.cat"])
def test_the_code_is_of_who_got_it(office: Office, sender: str) -> None:
    flood(office, 3)
    office.digest()
    subject, body = tap(office)

    office.order(body, subject=subject, sender=sender, proof=None)

    assert len([case for case in office.cases("staff") if "u" in (case.sender or "")[:1]]) == 3


def test_the_same_words_without_the_code_close_only_the_card_they_name(office: Office) -> None:
    flood(office, 3)
    office.digest()
    subject = tap(office)[0].partition(" · ")[0]

    office.order(f"{subject}: vist")

    assert len(waiting(office)) == 2


def test_who_may_not_order_is_offered_no_answer_that_would_close_one_alone(office: Office) -> None:
    flood(office, 3)

    raw = in_the_inbox(office, digest_of(office))
    assert b"3 correus semblants" in raw
    assert b"DESCARTA" not in raw


# What is shown


def test_the_most_urgent_are_shown_and_the_rest_counted_with_the_way_on(office: Office) -> None:
    flood(
        office,
        MOST_SHOWN + 10,
        text=in_other_words,
    )
    office.at += timedelta(hours=1)
    office.mail(f"{DOUBTFUL}Mòbil 600 111 222", sender="roser@gmail.com", subject="Llista de WhatsApp")

    letter = office.digest()

    text = text_of(letter)
    assert f"Per decidir ({MOST_SHOWN + 11})" in text
    assert "I 11 casos més per decidir" in text
    assert "«RESUM»" in text
    assert "altabaixa cases list" in text
    assert "roser@gmail.com" in text  # the newest of all, but somebody on the list
    assert f"{MOST_SHOWN + 11} per decidir" in str(letter["Subject"])


def test_what_is_answered_makes_room_for_what_was_only_counted(office: Office) -> None:
    flood(
        office,
        MOST_SHOWN + 2,
        text=in_other_words,
    )
    last = office.cases("staff")[-1].ref
    assert last not in text_of(office.digest())
    with office.store.begin() as tx:
        for case in office.cases("staff")[:2]:
            cases.close(tx, case, because="vist", by="x", now=office.at)

    office.order("RESUM")

    assert last in text_of(office.of_template("digest")[-1])


def test_what_waits_for_residents_is_counted_as_well(sqlite: Store) -> None:
    desk = Desk(sqlite)
    flood(
        desk, MOST_SHOWN + 3, text=lambda _: "Doneu-me de baixa de la llista de WhatsApp de l'Ajuntament.\n"
    )

    made = digest_of(desk)
    page = in_the_inbox(desk, made)
    assert len(made.waiting_residents) == MOST_SHOWN + 3
    assert b"I 3 casos m" in page


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The statements that a store is asked meanwhile."""
    asked: list[str] = []

    def listen(_c: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(store._engine, "before_cursor_execute", listen)
    try:
        yield asked
    finally:
        event.remove(store._engine, "before_cursor_execute", listen)


def test_eight_hundred_doubtful_mails_cost_no_more_statements_and_hardly_more_room_than_eighty(
    office: Office,
) -> None:
    costs = []
    for more in (80, 720):
        flood(office, more, domain="empresa.example")
        office.read()
        with counted(office.store) as asked:
            letter = office.digest()
        costs.append((len(asked), len(letter.as_bytes())))
        office.at += timedelta(days=1)
    with office.store.read() as tx:
        held = tx.connection.execute(select(func.max(func.length(contents.c.raw)))).scalar_one()

    (few, _), (many, room) = costs
    assert many <= few + 4  # the list of a group is asked for in parts
    assert room <= held + 1000 < 100_000
    assert len(office.cases("staff")) == 800


def test_as_many_cards_with_data_as_are_shown_make_a_mail_that_no_program_clips(office: Office) -> None:
    flood(
        office,
        60,
        text=lambda n: (
            f"{DOUBTFUL}Nom: Pere Camprubí Soler\nDNI 23456789D\nMòbil 600 333 444\n{n}" + "x" * 500
        ),
    )

    letter = office.digest()

    part = letter.get_body(("html",))
    assert part is not None
    assert len(part.get_content().encode()) < 100_000
    assert sizes(office) == [1] * MOST_SHOWN
