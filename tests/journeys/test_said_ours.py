"""A clerk says of a mail that was set aside that it was for us after all, and it is a card."""

from datetime import timedelta
from email.message import EmailMessage

from tests.journeys.conftest import TownHall, text_of
from tests.journeys.test_ordering import CLERK, PASSES, links
from tests.journeys.test_server_faults import renumber
from tests.journeys.test_set_aside import answered, ask, listed

ROSER = "Roser Vilalta Camps,12345678Z,600111222,active,E/000101-2026,2026-04-28T10:15,2026-04-30"
FROM_ROSER = "roser@veins.example"
ASKS = "Vull donar-me de baixa de la llista de WhatsApp.\nRoser Vilalta Camps, 12345678Z, 600111222\n"
SUBJECT = "BAIXA Informació Ajuntament de Setcases WhatsApp"
PLAIN = "El dijous a la tarda no hi seré. Si cal, truqueu-me al 600 111 222.\n"


def as_newsletter(town_hall: TownHall) -> None:
    """Roser asks to leave through a provider that marks all mail as its list's: it is set aside unread."""
    town_hall.residents(ROSER)
    town_hall.mail(ASKS, sender=FROM_ROSER, subject=SUBJECT, List_Id="<tots.veins.example>")
    town_hall.run_once()
    assert town_hall.states() == {"+34600111222": "active"}
    assert town_hall.cases() == []


def tap(letter: EmailMessage) -> str:
    """The subject of the first tap that makes a mail of the list a case."""
    return next(subject for order, (_, subject) in links(letter).items() if order.startswith("NOSTRE"))


def order(town_hall: TownHall, subject: str, *, proved: bool = False) -> str:
    """The clerk taps, or writes an order into the text; says what she is answered."""
    head = {"Authentication_Results": PASSES} if proved else {}
    text = f"{subject}\n" if proved else ""
    town_hall.at += timedelta(minutes=5)
    head["message_id"] = f"<{town_hall.at:%H%M}@setcases.cat>"
    town_hall.mail(text, sender=CLERK, subject="llista" if proved else subject, **head)
    town_hall.run_once()
    return text_of(answered(town_hall))


def open_cards(town_hall: TownHall) -> list[dict[str, object]]:
    return [case for case in town_hall.cases() if case["state"] == "staff"]


def test_a_leave_that_was_set_aside_is_a_card_that_one_tap_does(town_hall: TownHall) -> None:
    as_newsletter(town_hall)
    ask(town_hall)

    told = order(town_hall, tap(listed(town_hall)))
    (card,) = open_cards(town_hall)
    assert f"ara és el cas {card['ref']}, per decidir" in told
    assert card["subscribers"] == ["A-0001"]
    assert town_hall.states() == {"+34600111222": "active"}  # nothing is done by itself
    assert town_hall.sink.to(FROM_ROSER) == []  # a robot's mark: nobody is written to

    order(town_hall, "RESUM", proved=True)
    (summary,) = [m for m in town_hall.sink.to(CLERK) if f"APLICA {card['ref']}" in links(m)]
    assert "diu que és per a nosaltres" in text_of(summary)
    order(town_hall, links(summary)[f"APLICA {card['ref']}"][1])
    assert town_hall.states() == {"+34600111222": "leaving"}
    assert open_cards(town_hall) == []


def test_twice_by_tap_or_by_hand_says_which_case_it_is(town_hall: TownHall) -> None:
    as_newsletter(town_hall)
    ask(town_hall)
    subject = tap(listed(town_hall))
    order(town_hall, subject)
    (card,) = open_cards(town_hall)

    assert f"Ja és el cas {card['ref']}" in order(town_hall, subject)
    mail = subject.partition(" · ")[0]
    assert f"Ja és el cas {card['ref']}" in order(town_hall, mail, proved=True)

    order(town_hall, f"DESCARTA {card['ref']} era una prova", proved=True)
    assert "es va tancar" in order(town_hall, mail, proved=True)
    assert len(town_hall.cases()) == len({case["ref"] for case in town_hall.cases()})
    assert open_cards(town_hall) == []


def test_a_mail_that_is_gone_or_unknown_is_said_to_be(town_hall: TownHall) -> None:
    as_newsletter(town_hall)
    ask(town_hall)
    subject = tap(listed(town_hall))
    with town_hall.dovecot.client() as client:
        client.select_folder("INBOX")
        client.delete_messages(client.search(["FROM", FROM_ROSER]))
        client.expunge()

    assert "ja no és a la bústia" in order(town_hall, subject)
    assert "no tenim cap correu M-9999" in order(town_hall, "NOSTRE M-9999", proved=True)
    assert open_cards(town_hall) == []


def test_a_mail_numbered_anew_is_found_and_a_colleague_is_told_that_it_was_done(
    town_hall: TownHall,
) -> None:
    mayor = "alcaldia@setcases.cat"
    config = town_hall.config.read_text()
    town_hall.config.write_text(config.replace('orders_from = ["', f'orders_from = ["{mayor}", "'))
    as_newsletter(town_hall)
    ask(town_hall)
    subject = tap(listed(town_hall))
    renumber(town_hall, uids=True)
    order(town_hall, subject)
    (card,) = open_cards(town_hall)

    mail = subject.partition(" · ")[0]
    town_hall.mail(mail, sender=mayor, subject="llista", Authentication_Results=PASSES)
    town_hall.run_once()
    told = text_of(town_hall.sink.to(mayor)[-1])
    assert f"Ja és el cas {card['ref']}; es va dir que era per a nosaltres" in told
    assert f"({CLERK})" in told


def test_a_wrong_tap_is_taken_back_from_its_answer(town_hall: TownHall) -> None:
    as_newsletter(town_hall)
    ask(town_hall)
    order(town_hall, tap(listed(town_hall)))
    (card,) = open_cards(town_hall)

    back = next(subject for each, (_, subject) in links(answered(town_hall)).items() if "DESCARTA" in each)
    assert f"{card['ref']}: tancat sense fer res" in order(town_hall, back)
    assert open_cards(town_hall) == []
    assert town_hall.sink.to(FROM_ROSER) == []


def test_where_nothing_vouches_for_the_clerk_the_answer_brings_the_tap(town_hall: TownHall) -> None:
    as_newsletter(town_hall)
    ask(town_hall)
    mail = tap(listed(town_hall)).partition(" · ")[0]
    order(town_hall, mail)  # by hand, with no code, from anybody who writes the clerk's address
    assert open_cards(town_hall) == []

    order(town_hall, links(answered(town_hall))[mail][1])
    assert len(open_cards(town_hall)) == 1


def test_a_code_of_one_mail_opens_no_other(town_hall: TownHall) -> None:
    as_newsletter(town_hall)
    town_hall.mail("Hola\n", sender="pep@veins.example", subject="Una altra cosa")
    town_hall.run_once()
    ask(town_hall)
    first, second = (subject for each, (_, subject) in links(listed(town_hall)).items() if "NOSTRE" in each)

    swapped = f"{first.partition(' · ')[0]} · {second.partition(' · ')[2]}"
    assert "el codi és d’una altra ordre" in order(town_hall, swapped)
    assert open_cards(town_hall) == []


def test_a_persons_mail_is_read_again_and_shown_whole(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)
    town_hall.mail(PLAIN, sender=FROM_ROSER, subject="El meu fill")
    town_hall.run_once()
    assert open_cards(town_hall) == []
    ask(town_hall)
    order(town_hall, tap(listed(town_hall)))

    (card,) = open_cards(town_hall)
    order(town_hall, "RESUM", proved=True)
    summary = [m for m in town_hall.sink.to(CLERK) if card["ref"] in text_of(m)][-1]
    assert "El dijous a la tarda no hi seré" in text_of(summary)
    assert FROM_ROSER in text_of(summary)
    (message,) = [each for each in town_hall.messages() if each["outcome"] == "staff"]
    assert message["kind"] == "unsure"
    assert card["subscribers"] == ["A-0001"]  # whose mobile it gives
    town_hall.mail(PLAIN, sender=FROM_ROSER, subject="El meu fill")  # the same again
    town_hall.run_once()
    assert len(open_cards(town_hall)) == 1
