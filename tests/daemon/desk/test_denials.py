"""Who says that the leave was not hers is back, or staff can bring her back with one tap; nobody else is."""

from datetime import timedelta

import pytest

from daemon.books import cases, conversations
from daemon.books.store import Store
from daemon.desk.approving import approve
from daemon.desk.digests import Digests
from daemon.letters.sentences import in_catalan
from daemon.post.queueing import Post
from rules.books.decision import Outcome, Reason
from rules.books.subscription import State
from rules.desk.cards import CardItem
from rules.desk.digest import Digest
from rules.findings import Because, Person
from tests.daemon.books.test_conversations import BOTH, HERS, NO_DNI, NOT_ME, SUBJECT, left
from tests.daemon.conftest import mark
from tests.daemon.desk.test_taps import tap
from tests.daemon.ordering import offered, office_of
from tests.daemon.talking import FAILS, FROM_ROSER, PASSES, PERE, ROSER, Desk, text_of

OTHER = "algu@altre.example"
CLERK = "secretaria@setcases.cat"
FOOT = (
    "AVÍS LEGAL: Aquest missatge és confidencial i va adreçat només al seu destinatari. Si l'heu rebut per "
    "error, esborreu-lo."
)
SENT_A_MAIL = "M'heu enviat un correu dient que m'he donat de baixa i jo no he demanat res"


@pytest.fixture
def desk(sqlite: Store) -> Desk:
    desk = Desk(sqlite)
    desk.hold(ROSER)
    desk.hold(PERE)
    return desk


def digests(desk: Desk) -> Digests:
    desk.read()
    return Digests(store=desk.store, settings=desk.settings, post=Post(desk.settings), clock=lambda: desk.at)


def digest(desk: Desk) -> Digest:
    made = digests(desk)
    with desk.store.begin() as tx:
        return made.of(tx, desk.at.date())


def card_of(desk: Desk) -> CardItem:
    (card,) = digest(desk).cards
    return card


def undone_by_a_tap(desk: Desk) -> bool:
    """Whether staff are offered to undo the leave of A-0001, and it is undone where they take the offer."""
    offered = [
        c
        for c in card_of(desk).choices
        if c.verb == "APLICA" and Because("done-to", (Because("undoes-leave"), "A-0001")) in c.does
    ]
    (case,) = desk.cases("staff")
    with desk.store.begin() as tx:
        approve(tx, case, mark(desk.at), Post(desk.settings))
    return bool(offered) and desk.states()[0] == "active" and not desk.cases("staff")


# ---- in plain words


@pytest.mark.parametrize(
    "answer",
    [
        "Perdoneu però jo no us he escrit pas per donar-me de baixa.",
        "no sóc jo",
        "No em doneu de baixa!",
        "Deixeu-ho com estava",
        "No! Jo vull continuar rebent els missatges",
        f"Jo no he demanat cap baixa\n\n{FOOT}",
    ],
)
def test_a_plain_denial_brings_her_back_and_nobody_asks_for_her_data(desk: Desk, answer: str) -> None:
    letter = left(desk)

    desk.answer(answer, letter, Authentication_Results=PASSES)

    assert desk.states() == ["active", "active"]
    assert desk.templates() == ["done", "undone"]


@pytest.mark.parametrize(
    ("sender", "proof"),
    [(FROM_ROSER, ""), (FROM_ROSER, FAILS), (OTHER, PASSES)],
    ids=["none", "forged", "other"],
)
def test_the_same_words_of_who_is_not_proved_are_a_card(desk: Desk, sender: str, proof: str) -> None:
    letter = left(desk)
    headers = {"Authentication_Results": proof} if proof else {}

    desk.answer("Jo no us he escrit pas", letter, sender=sender, **headers)

    assert desk.states() == ["leaving", "active"]
    assert undone_by_a_tap(desk)


# ---- in other words


@pytest.mark.parametrize(
    "answer",
    [
        "No.",
        "NO",
        "No gràcies",
        "Ha estat el meu net, que jugava amb el mòbil",
        "No sóc la Roser",
        "Sí",
        "No cal que em doneu de baixa de res més, oi?",
    ],
)
def test_what_is_not_plain_is_a_card_that_undoes_with_one_tap(desk: Desk, answer: str) -> None:
    letter = left(desk)

    desk.answer(answer, letter, Authentication_Results=PASSES)

    assert desk.states() == ["leaving", "active"]
    assert [held.ref for held in card_of(desk).about] == ["A-0001"]
    assert undone_by_a_tap(desk)


def test_of_a_family_that_left_one_is_brought_back_by_a_tap_and_the_others_are_told_apart(
    sqlite: Store,
) -> None:
    office = office_of(sqlite, {ROSER: State.ACTIVE, PERE: State.ACTIVE})
    family = BOTH.replace("Camps,", "Camps, 12345678Z,").replace("Soler,", "Soler, 23456789D,")
    office.mail(family, subject=SUBJECT, Authentication_Results=PASSES)
    office.answer("la Roser sí que vol continuar", office.letters()[-1], Authentication_Results=PASSES)
    (case,) = office.cases("staff")

    answer = tap(office, f"DESFÉS A-0001 {case.ref}")

    assert office.states() == ["active", "leaving"]
    assert f"{case.ref} segueix obert: hi falta Pere Camprubí Soler" in answer
    (rest,) = (order for order in offered(office) if order.startswith("DESCARTA"))
    office.order("", subject=rest, proof=None)
    assert office.states() == ["active", "leaving"]
    assert office.cases("staff") == []
    assert "tancat sense fer més" in office.answers()[-1]
    assert "traieu del telèfon A-0002 (Pere Camprubí Soler)" in office.answers()[-1]
    assert office.templates() == ["done", "undone"]


@pytest.mark.parametrize("proof", [PASSES, ""])
def test_who_answers_unclearly_is_answered_in_the_clerks_words_and_staff_are_told_what_is_next(
    sqlite: Store, proof: str
) -> None:
    office = office_of(sqlite, {ROSER: State.ACTIVE})
    headers = {"Authentication_Results": proof} if proof else {}
    office.answer("Perdoneu, em pensava que era per les multes", left(office), **headers)
    (case,) = office.cases("staff")

    answer = tap(office, f"RESPON {case.ref}", "Roser, us trucarem demà.")

    assert office.cases("staff") == []
    assert office.templates()[-1] == "answered"
    assert "us trucarem demà" in text_of(office.letters()[-1])
    assert "traieu del telèfon A-0001 (Roser Vilalta Camps)" in answer


def test_what_a_clerk_says_to_who_cannot_be_written_to_is_not_done_and_nothing_is_lost(sqlite: Store) -> None:
    office = office_of(sqlite, {ROSER: State.ACTIVE})
    office.answer("Perdoneu, em pensava que era per les multes", left(office), Authentication_Results=FAILS)
    (case,) = office.cases("staff")

    office.order(f"RESPON {case.ref} Roser, us trucarem demà.")

    assert office.cases("staff") == [case]
    assert "No s’ha fet: no podem escriure a qui ho va enviar: digueu-l’hi vós" in office.answers()[-1]


def test_a_leave_without_data_that_denies_asks_her_for_nothing(desk: Desk) -> None:
    letter = left(desk)
    baixa = "Jo no us vull donar cap dada per a la baixa, per què em doneu de baixa del WhatsApp?"

    desk.answer(baixa, letter, Authentication_Results=PASSES)

    assert "missing" not in desk.templates()
    assert desk.cases("resident") == []
    assert [held.ref for held in card_of(desk).about] == ["A-0001"]


def test_a_request_of_its_own_in_the_thread_is_still_done(desk: Desk) -> None:
    letter = left(desk)

    desk.answer("Doneu de baixa també el Pere Camprubí Soler, 23456789D, 600333444", letter)

    assert desk.states() == ["leaving", "leaving"]


def test_who_is_back_and_then_does_want_to_leave_is_asked_for_her_data(desk: Desk) -> None:
    desk.answer(NOT_ME, left(desk), Authentication_Results=PASSES)
    desk.at += timedelta(days=1)

    desk.answer("Vull la baixa", desk.letters()[-1], Authentication_Results=PASSES)

    assert desk.templates()[-1] == "missing"


def test_what_she_answers_to_our_next_letter_undoes_the_leave_as_well(desk: Desk) -> None:
    desk.answer("No.", left(desk), Authentication_Results=PASSES)
    assert desk.templates()[-1] == "received"
    desk.at += timedelta(hours=1)

    desk.answer(NOT_ME, desk.letters()[-1], Authentication_Results=PASSES)

    assert desk.states() == ["active", "active"]


def test_in_a_thread_where_another_is_still_asked_the_card_shows_who_left(desk: Desk) -> None:
    desk.mail(BOTH, subject=SUBJECT)
    desk.answer("La Roser Vilalta té el 12345678Z", desk.letters()[0])
    desk.at += timedelta(days=1)

    desk.answer("Per què voleu el DNI del Pere?", desk.letters()[-1])

    assert {held.ref for held in card_of(desk).about} == {"A-0001", "A-0002"}


def test_another_who_answers_our_letters_never_completes_what_she_was_asked(desk: Desk) -> None:
    desk.mail(BOTH, subject=SUBJECT)
    desk.answer("La Roser Vilalta té el 12345678Z", desk.letters()[0])
    desk.answer(NOT_ME, desk.letters()[-1], sender=OTHER, Authentication_Results=PASSES)
    desk.at += timedelta(days=1)

    desk.answer("El Pere: 23456789D", desk.letters(OTHER)[-1], sender=OTHER, Authentication_Results=PASSES)

    assert desk.states() == ["leaving", "active"]


def test_two_who_left_by_two_mails_and_one_denial_are_one_card_of_both(desk: Desk) -> None:
    left(desk)
    desk.at += timedelta(days=1)
    left(desk, "Doneu-me de baixa de la llista de WhatsApp.\nPere Camprubí Soler\n23456789D\n600 333 444\n")

    desk.mail(SENT_A_MAIL, subject="He rebut un correu")

    assert [held.ref for held in card_of(desk).about] == ["A-0001", "A-0002"]
    assert undone_by_a_tap(desk)


# ---- without the reply button


@pytest.mark.parametrize("proof", ["", PASSES], ids=["not proved", "proved"])
@pytest.mark.parametrize("subject", ["WhatsApp", "He rebut un correu"])
@pytest.mark.parametrize("denial", [SENT_A_MAIL, "No he estat jo", f"{SENT_A_MAIL}.\n{HERS}"])
def test_a_denial_that_answers_no_letter_is_a_card_and_undoes_nothing(
    desk: Desk, denial: str, subject: str, proof: str
) -> None:
    left(desk)
    desk.at += timedelta(days=9)

    desk.mail(denial, subject=subject, **({"Authentication_Results": proof} if proof else {}))

    assert desk.states() == ["leaving", "active"]
    assert [held.ref for held in card_of(desk).about] == ["A-0001"]
    assert undone_by_a_tap(desk)


@pytest.mark.parametrize(
    ("text", "sender", "days", "headers"),
    [
        pytest.param(SENT_A_MAIL, FROM_ROSER, 11, {}, id="the time is over"),
        pytest.param(SENT_A_MAIL, OTHER, 1, {}, id="another's address"),
        pytest.param(SENT_A_MAIL, FROM_ROSER, 1, {"Authentication_Results": FAILS}, id="forged"),
        pytest.param(SENT_A_MAIL, FROM_ROSER, 1, {"Auto_Submitted": "auto-replied"}, id="a robot"),
        pytest.param("Quan és la festa major?", FROM_ROSER, 1, {}, id="another matter"),
    ],
)
def test_other_mail_than_her_denial_is_no_card_of_that_leave(
    desk: Desk, text: str, sender: str, days: int, headers: dict[str, str]
) -> None:
    left(desk)
    desk.at += timedelta(days=days)

    desk.mail(text, subject="Una pregunta", sender=sender, **headers)

    assert desk.states() == ["leaving", "active"]
    assert "A-0001" not in {ref for case in desk.cases("staff") for ref in case.subscribers}


@pytest.mark.parametrize(("days", "seen"), [(5, True), (11, False)])
def test_a_denial_counts_its_days_from_when_staff_approved_the_leave(
    desk: Desk, days: int, seen: bool
) -> None:
    desk.mail(f"Si no arregleu el carrer, doneu-me de baixa del WhatsApp.\n{HERS}", subject=SUBJECT)
    (card,) = desk.cases("staff")
    desk.at += timedelta(days=7)
    with desk.store.begin() as tx:
        approve(tx, card, mark(desk.at), Post(desk.settings))
    desk.at += timedelta(days=days)

    taken = desk.mail(SENT_A_MAIL, subject="He rebut un correu", Authentication_Results=PASSES)

    assert (taken.decision.outcome is Outcome.CARD) is seen
    assert [case.subscribers for case in desk.cases("staff")] == [("A-0001",)] * seen


def test_who_is_back_already_and_writes_of_it_is_no_card(desk: Desk) -> None:
    desk.answer(NOT_ME, left(desk), Authentication_Results=PASSES)
    (phone,) = desk.cases("staff")

    taken = desk.mail("No he estat jo", subject="Una pregunta", Authentication_Results=PASSES)

    assert taken.decision.outcome is Outcome.ASIDE
    assert [case.ref for case in desk.cases("staff")] == [phone.ref]


def test_a_leave_of_somebody_else_from_her_address_undoes_nothing_whatever_it_says_of_hers(
    desk: Desk,
) -> None:
    left(desk)
    desk.at += timedelta(days=1)

    desk.mail(
        "Doneu de baixa del WhatsApp el Pere Camprubí Soler, 23456789D, 600333444. "
        "Ahir per error no hi era. Abans en vull parlar amb vosaltres.",
        subject=SUBJECT,
    )

    assert desk.states() == ["leaving", "active"]
    assert desk.templates()[-1] == "confirm"


# ---- yes, it was she


@pytest.mark.parametrize(
    "answer",
    [
        "Sí sóc jo, vull la baixa",
        "Sí, he estat jo",
        "D'acord, he estat jo, gràcies",
        "Moltes gràcies per la rapidesa, i records a la Montse!",
    ],
)
def test_who_confirms_or_thanks_changes_nothing_and_makes_no_card(desk: Desk, answer: str) -> None:
    letter = left(desk)

    taken = desk.answer(answer, letter, Authentication_Results=PASSES)

    assert taken.decision.outcome is Outcome.ASIDE
    assert desk.states() == ["leaving", "active"]
    assert desk.templates() == ["done"]
    assert desk.cases("staff", "resident") == []


def test_a_leave_that_staff_approved_is_of_whom_it_moved_be_she_found_later(desk: Desk) -> None:
    """When her mail came the counter had not put her in the books yet."""
    jan = Person(name="Jan Puig Sala", id_document="56789012B", phone="+34600777888")
    asks = "Si no arregleu el carrer, doneu-me de baixa del WhatsApp."
    desk.mail(f"{asks}\n{jan.name}\nDNI {jan.id_document}\nMòbil 600 777 888\n", subject=SUBJECT)
    desk.hold(jan)
    (card,) = desk.cases("staff")
    with desk.store.begin() as tx:
        approve(tx, card, mark(desk.at), Post(desk.settings))
    (*_, letter) = desk.letters()
    assert desk.states()[2] == "leaving"

    yes = desk.answer("Sí, he estat jo", letter, Authentication_Results=PASSES)
    desk.answer(NOT_ME, letter, Authentication_Results=PASSES)
    again = desk.answer("Sí, vull la baixa", letter, Authentication_Results=PASSES)

    assert yes.decision.outcome is Outcome.ASIDE
    assert desk.states()[2] == "active"
    assert again.decision.outcome is not Outcome.ASIDE


def test_a_yes_after_a_no_is_seen_by_who_looks_at_the_no(desk: Desk) -> None:
    letter = left(desk)
    desk.answer("No.", letter, Authentication_Results=PASSES)

    desk.answer("Perdoneu, sí, he estat jo", letter, Authentication_Results=PASSES)

    assert [case.reason.partition(":")[0] for case in desk.cases("staff")] == [
        in_catalan(Reason.UNDO_UNCLEAR),
        in_catalan(Reason.ANSWER),
    ]


def test_anothers_yes_is_a_card(desk: Desk) -> None:
    desk.answer("Sí, he estat jo", left(desk), sender=OTHER, Authentication_Results=PASSES)

    assert len(desk.cases("staff")) == 1


@pytest.mark.parametrize("sender", [FROM_ROSER, OTHER])
def test_the_card_of_an_answer_shows_whom_it_may_be_about(desk: Desk, sender: str) -> None:
    """She is asked for her DNI, sends it with a question, and the clerk sees who has that mobile."""
    desk.mail(NO_DNI, subject=SUBJECT)

    desk.answer("12345678Z. Ah, i el meu mòbil ara és el 611 222 333", desk.letters()[0], sender=sender)

    assert [held.ref for held in card_of(desk).about] == ["A-0001"]


def test_a_leave_of_long_ago_is_denied_no_more_because_its_case_is_closed_now(desk: Desk) -> None:
    """What staff discard of a mail is no approval of what it did by itself."""
    other = "Ona Soldevila Prat, 34567890V\n"
    desk.mail(f"Doneu-nos de baixa del WhatsApp a tots dos.\n{HERS}\n{other}", subject=SUBJECT)
    desk.at += timedelta(days=30)
    with desk.store.begin() as tx:
        for case in cases.listed(tx):
            cases.close(tx, case, because="no cal", by="secretaria@setcases.cat", now=desk.at)

        assert conversations.left_by_mail_of(tx, FROM_ROSER, since=desk.at - timedelta(days=10)) is None
