"""Staff are not told to take off the phone who has just said no, until somebody has decided it."""

import re
from email.message import EmailMessage

import pytest

from daemon.books import cases
from daemon.books.store import Store
from tests.daemon.books.test_conversations import left
from tests.daemon.desk.test_denials import card_of, digest, digests
from tests.daemon.talking import FAILS, PASSES, PERE, ROSER, Desk, text_of

CLERK = "secretaria@setcases.cat"


@pytest.fixture
def desk(sqlite: Store) -> Desk:
    desk = Desk(sqlite)
    desk.hold(ROSER)
    desk.hold(PERE)
    return desk


def letter_to_staff(desk: Desk) -> EmailMessage:
    digests(desk).queue_due()
    return desk.letters(CLERK)[-1]


@pytest.mark.parametrize(
    ("answer", "likely"),
    [
        pytest.param("No.", True, id="it seems that she did not want it"),
        pytest.param("Quant trigareu?", False, id="she asks something: to undo it is not what she asks"),
    ],
)
def test_undoing_is_what_staff_are_led_to_only_where_she_says_so(
    desk: Desk, answer: str, likely: bool
) -> None:
    desk.answer(answer, left(desk), Authentication_Results=PASSES)

    assert [c.likely for c in card_of(desk).choices if c.verb == "APLICA"] == [likely]


def test_nobody_is_told_to_take_off_who_has_just_said_no(desk: Desk) -> None:
    letter = left(desk)
    desk.answer("No.", letter, Authentication_Results=PASSES)
    (card,) = desk.cases("staff")

    told = letter_to_staff(desk)

    wait = f"Espereu, no el tragueu encara: potser no volia la baixa. Decidiu abans {card.ref}."
    html = told.get_body(("html",))
    assert html is not None
    assert wait in text_of(told)
    assert wait in " ".join(re.sub(r"<[^>]+>", "", html.get_content()).split())
    assert not [a for a in told.iter_attachments() if str(a.get_filename()).endswith(".vcf")]
    assert "per treure" not in str(told["Subject"])


FAMILY = f"""Doneu-nos de baixa de la llista de WhatsApp.
{ROSER.name} DNI {ROSER.id_document} mòbil {ROSER.phone}
{PERE.name} DNI {PERE.id_document} mòbil {PERE.phone}
"""


def test_nobody_is_taken_off_of_whom_an_answer_says_what_is_not_understood(desk: Desk) -> None:
    desk.mail(FAMILY, subject="BAIXA", Authentication_Results=PASSES)
    assert desk.states() == ["leaving", "leaving"]

    desk.answer(
        "La Roser sí que vol continuar rebent-los.", desk.letters()[-1], Authentication_Results=PASSES
    )

    assert digest(desk).to_remove == ()


def test_it_is_to_come_off_as_soon_as_the_card_is_closed(desk: Desk) -> None:
    letter = left(desk)
    desk.answer("No.", letter, Authentication_Results=PASSES)
    (card,) = desk.cases("staff")
    waits = digest(desk)

    with desk.store.begin() as tx:
        cases.close(tx, card, because="ha trucat: la vol", by="ana", now=desk.at)

    assert (len(waits.to_remove), waits.take_off[0].denied_by) == (0, card.ref)
    goes = digest(desk)
    assert (len(goes.to_remove), goes.take_off[0].denied_by) == (1, None)


def test_a_complaint_that_denies_nothing_does_not_keep_the_number_on_the_phone(desk: Desk) -> None:
    desk.answer("Encara rebo missatges", left(desk), Authentication_Results=PASSES)

    assert len(digest(desk).to_remove) == 1


@pytest.mark.parametrize("answer", ["No.", "La Roser sí que vol continuar rebent-los."])
def test_a_forged_answer_does_not_keep_the_number_on_the_phone(desk: Desk, answer: str) -> None:
    desk.answer(answer, left(desk), Authentication_Results=FAILS)

    assert len(desk.cases("staff")) == 1
    assert len(digest(desk).to_remove) == 1
    assert not any(c.likely for c in card_of(desk).choices)  # nor are staff led to undo the leave


def test_no_notice_to_take_off_goes_out_while_it_is_to_be_decided(desk: Desk) -> None:
    letter = left(desk)
    desk.answer("No.", letter, Authentication_Results=PASSES)
    assert digests(desk).queue_leaves() == 0

    (card,) = desk.cases("staff")
    with desk.store.begin() as tx:
        cases.close(tx, card, because="ha trucat: la vol", by="ana", now=desk.at)
    assert digests(desk).queue_leaves() == 1
