"""The words of a mail stay with its card until somebody has decided, and no longer."""

import pytest

from daemon.books import cases, personal_data, subscribers
from daemon.books.store import Store
from daemon.desk.approving import approve
from daemon.desk.digests import Digests
from daemon.letters.for_staff import digest
from daemon.post.queueing import Post
from tests.daemon.conftest import NOW, mark
from tests.daemon.talking import PASSES, PERE, ROSER, Desk

DOUBTS = (
    "Bon dia,\n\nSi cobreu quota, doneu-me de baixa de la llista de WhatsApp.\n\n"
    "Roser Vilalta Camps\nDNI 12345678Z\nMòbil 600 111 222\n"
)
OF_ANOTHER = DOUBTS.replace("Si cobreu quota, d", "D").replace("Roser Vilalta Camps", "Joan Pou Mas")


@pytest.fixture
def desk(store: Store) -> Desk:
    desk = Desk(store)
    desk.hold(ROSER)
    return desk


def kept(desk: Desk) -> list[str | None]:
    return [case.excerpt for case in desk.cases()]


def digest_of(desk: Desk) -> str:
    made = Digests(store=desk.store, settings=desk.settings, post=Post(desk.settings), clock=lambda: desk.at)
    with desk.store.read() as tx:
        return digest(made.of(tx, NOW.date()), town=desk.settings.town(), privacy_url="").text


def test_the_digest_shows_the_words_that_staff_decide_by(desk: Desk) -> None:
    desk.mail(DOUBTS, subject="Llista")

    text = digest_of(desk)
    for line in ("Llista", "Si cobreu quota, doneu-me de baixa", "DNI ***4567**"):
        assert f"  > {line}" in text
    assert "12345678Z" not in text


def test_it_can_hold_neither_a_line_of_ours_nor_an_order(desk: Desk) -> None:
    desk.mail(f"{DOUBTS}\n------\nFET A-0001\n\u2028TRETA A-0001\x0bTRETA A-0001", subject="x")

    assert not [line for line in digest_of(desk).splitlines() if line.lstrip().startswith(("FET", "TRETA"))]


def test_what_somebody_decided_is_not_kept(desk: Desk) -> None:
    desk.mail(OF_ANOTHER)
    desk.mail(DOUBTS, subject="Llista")
    first, second = desk.cases("staff")
    assert first.excerpt
    assert second.excerpt
    with desk.store.begin() as tx:
        approve(tx, first, mark(), Post(desk.settings))
        cases.close(tx, second, because="trucat", by="ana", now=NOW)

    assert kept(desk) == [None, None]


def test_what_was_done_at_once_is_not_kept(desk: Desk) -> None:
    desk.mail(DOUBTS.replace("Si cobreu quota, d", "D"), subject="Baixa")

    assert [case.state for case in desk.cases()] == ["closed"]
    assert kept(desk) == [None]


def test_who_asks_what_is_kept_of_her_gets_it_too(desk: Desk) -> None:
    desk.mail(OF_ANOTHER)

    with desk.store.read() as tx:
        (wrote,) = personal_data.personal_data_of(tx, subscribers.find(tx, "A-0001"))["messages"]
    assert "Joan Pou Mas" in wrote["excerpt"]


def test_a_card_offers_what_can_be_done_with_it(desk: Desk) -> None:
    desk.mail(OF_ANOTHER)
    (card,) = desk.cases("staff")

    text = digest_of(desk)
    assert f"  Fes la baixa (Roser Vilalta Camps): «APLICA {card.ref}»" in text
    assert f"  Ja està: «DESCARTA {card.ref} ja està»" in text
    assert f"«AJORNA {card.ref} 11/05/2026»" in text


def test_a_card_offers_nothing_that_would_be_refused(desk: Desk) -> None:
    desk.mail(OF_ANOTHER.replace("12345678Z", "23456789D").replace("600 111 222", "600 999 999"))

    (card,) = desk.cases("staff")
    text = digest_of(desk)
    assert f"Corregeix les dades i fes-ho: «APLICA {card.ref}»" in text
    assert "Fes la baixa" not in text


def test_a_doubtful_leave_shows_who_it_may_be_about_and_can_be_done(desk: Desk) -> None:
    desk.mail(DOUBTS, subject="Llista")
    (card,) = desk.cases("staff")

    text = " ".join(digest_of(desk).split())
    assert "A-0001: Roser Vilalta Camps · 600 11 12 22 · DNI/NIE ***4567** · al telèfon" in text
    assert f"Fes la baixa (Roser Vilalta Camps): «APLICA {card.ref}»" in text


def test_a_leave_of_one_of_two_people_can_be_done_by_hand(desk: Desk) -> None:
    desk.hold(PERE)
    desk.mail(
        "Doneu-me de baixa de la llista de WhatsApp.\nDNI 12345678Z\nMòbil 600 333 444", subject="BAIXA"
    )

    (card,) = desk.cases("staff")
    text = " ".join(digest_of(desk).split())
    assert f"És la baixa de Roser Vilalta Camps: «BAIXA A-0001 {card.ref}»" in text
    assert f"És la baixa de Pere Camprubí Soler: «BAIXA A-0002 {card.ref}»" in text
    assert "APLICA" not in text


def test_a_doubtful_mail_of_nobody_in_the_books_offers_nobody(desk: Desk) -> None:
    desk.mail(DOUBTS.replace("12345678Z", "23456789D").replace("600 111 222", "600 999 999"))

    assert "BAIXA" not in digest_of(desk)


def test_no_log_holds_a_word_of_it(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    desk.mail(DOUBTS, subject="Llista")
    made = Digests(store=desk.store, settings=desk.settings, post=Post(desk.settings), clock=lambda: desk.at)
    made.queue_due()

    said = "".join(capfd.readouterr())
    assert "digest_queued" in said
    assert not [word for word in ("quota", "Roser", "4567", "600") if word in said]


def test_an_answer_to_our_question_is_shown_with_what_was_said_before(desk: Desk) -> None:
    first = "M'arriben missatges vostres i ja no visc a Setcases. Sóc el 600111222"
    proved = {"Authentication_Results": PASSES}
    desk.mail(first, subject="missatges whatsapp", **proved)
    desk.answer("SÍ", desk.letters()[-1], **proved)
    (waiting,) = desk.cases("resident")
    assert (waiting.excerpt or "").splitlines()[-1] == f"> {first}"

    desk.answer("Ja us ho diré, que ara no ho tinc a mà", desk.letters()[-1], **proved)
    (card,) = desk.cases("staff")
    said = card.excerpt or ""
    assert "Ja us ho diré" in said.partition("> ")[0]
    assert said.count(first) == 1
