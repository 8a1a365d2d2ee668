"""Who asks how the list works, or for what it is not for, is answered; nobody at the desk has to."""

from urllib.parse import parse_qs, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from daemon.books.store import Store
from rules.books.subscription import State
from tests.daemon.desk.test_floods import digest_of
from tests.daemon.ordering import CLERK, Office, office_of
from tests.daemon.talking import FROM_ROSER, PASSES, PERE, text_of

HOW = "Bon dia, com em puc donar de baixa de la llista de WhatsApp de l'Ajuntament? Gràcies"
PROCEDURE = (
    "Per al canal de WhatsApp: us envio la sol·licitud d'empadronament, que en necessito el certificat."
)
COMPLAINT = "Per a la llista de WhatsApp: vull presentar una queixa formal pel servei d'escombraries."
UNCLEAR = "Per al canal de WhatsApp: la festa, quan és?"
CHAT = """\
[3/5/26, 18:02] +34 600 11 22 33: Bona tarda
[3/5/26, 18:03] +34 600 11 22 33: {}
"""


@pytest.fixture
def office(sqlite: Store) -> Office:
    return office_of(sqlite, {})


@pytest.mark.parametrize(
    ("words", "letter", "says"),
    [
        pytest.param(HOW, "how-it-works", "paraula BAIXA a l’assumpte", id="how it works"),
        pytest.param(
            "Com funciona la llista de WhatsApp?", "how-it-works", "registre electrònic", id="at all"
        ),
        pytest.param(PROCEDURE, "where-to-turn", "registre electrònic", id="a procedure"),
        pytest.param(COMPLAINT, "where-to-turn", "no se n’ha començat cap tràmit", id="a complaint"),
    ],
)
def test_the_letter_says_all_and_no_card_waits(office: Office, words: str, letter: str, says: str) -> None:
    office.mail(words)

    assert office.templates() == [letter]
    assert says in text_of(office.letters()[0])
    assert office.cases("staff", "resident") == []


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Voldria empadronar-me, què he de portar?", id="a procedure"),
        pytest.param("Vull posar una queixa pel servei d'escombraries.", id="a complaint"),
        pytest.param("Com funciona el casal d'estiu?", id="a question"),
    ],
)
def test_the_town_halls_ordinary_mail_gets_nothing(office: Office, words: str) -> None:
    office.mail(words)

    assert office.templates() == []
    assert office.cases() == []


def test_who_asks_the_same_again_today_has_the_letter_and_makes_no_card(office: Office) -> None:
    office.mail(HOW)
    office.mail(HOW)

    assert office.templates() == ["how-it-works"]
    assert office.cases("staff") == []


def test_who_cannot_be_written_to_is_a_card(office: Office) -> None:
    office.mail("Fins demà!")
    office.settings = office.settings.model_copy(
        update={"replies": office.settings.replies.model_copy(update={"per_day": 0})}
    )
    office.mail(HOW)

    (card,) = office.cases("staff")
    assert card.topic == "question"
    assert office.templates() == []


def test_a_forged_question_is_a_card_and_nobody_is_written_to(office: Office) -> None:
    office.mail(HOW, Authentication_Results="mx.setcases.cat; dmarc=fail header.from={domain}")

    assert office.templates() == []
    assert [card.topic for card in office.cases("staff")] == ["question"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("com em puc donar de baixa?", "amb la paraula BAIXA"),
        ("voldria empadronar-me", "registre electrònic"),
    ],
)
def test_the_clerk_who_passes_it_on_gets_the_text_to_send(office: Office, words: str, says: str) -> None:
    office.mail(CHAT.format(words), sender=CLERK, Authentication_Results=PASSES)

    (answer,) = office.of_template("ordered")
    page = answer.get_body(("html",))
    assert says in text_of(answer)
    assert page is not None
    assert "https://wa.me/?text=" in page.get_content()
    assert office.cases("staff") == []


def test_training_is_a_list_for_staff_and_its_writer_has_a_receipt(office: Office) -> None:
    office.mail("Voldria apuntar-me a la formació per fer servir el WhatsApp de l'Ajuntament.")

    assert office.templates() == ["received"]
    assert [card.topic for card in office.cases("staff")] == ["training"]
    assert "Han demanat formació (1)" in text_of(office.digest())
    assert FROM_ROSER in text_of(office.digest())


TEACH = "Em podeu ensenyar a fer servir el canal de WhatsApp de l'Ajuntament?"


@pytest.mark.parametrize(
    ("words", "sender", "says"),
    [
        pytest.param(TEACH, "Mar Pi Coll <mar@veins.example>", "- Mar Pi Coll Correu de mar@", id="by mail"),
        pytest.param(
            f"{TEACH} El meu telèfon és el 600 111 222. Roser Vilalta",
            FROM_ROSER,
            "- Roser Vilalta 600 11 12 22 Correu de roser@",
            id="with a telephone",
        ),
        pytest.param(CHAT.format(TEACH), CLERK, "- (sense nom) 600 11 22 33 Correu de", id="in a chat"),
        pytest.param(
            CHAT.format(TEACH).replace("600 11 22 33", "600 33 34 44"),
            CLERK,
            "- Pere Camprubí Soler 600 33 34 44 Correu de",
            id="of who is on the list",
        ),
        pytest.param(
            CHAT.format(TEACH).replace("+34 600 11 22 33", "Neus Soler"),
            CLERK,
            "- Neus Soler Correu de",
            id="of whom the phone knows",
        ),
        pytest.param(
            "FORMACIÓ Pia Roca Mas, 600 123 123, els matins",
            CLERK,
            "- Pia Roca Mas 600 12 31 23 > Pia Roca Mas, 600 123 123, els matins",
            id="by telephone",
        ),
    ],
)
def test_the_list_says_whom_to_call_since_when_and_in_whose_words(
    office: Office, words: str, sender: str, says: str
) -> None:
    office.hold(PERE)
    office.mail(words, sender=sender, Authentication_Results=PASSES)

    digest = text_of(office.digest())
    assert f"Han demanat formació (1) ------------------------ {says}" in digest
    assert "dilluns 4 de maig a les 10.00 h" in digest.partition(says)[2]


@pytest.mark.parametrize(
    ("words", "sender"),
    [
        pytest.param(
            "Al canal de WhatsApp de l'Ajuntament:\nels xais d'en Pep, ja ho sabeu?",
            "roser@veins.example",
            id="by mail",
        ),
        pytest.param(CHAT.format("els xais d'en Pep ja són a dalt"), CLERK, id="in a chat"),
    ],
)
def test_what_is_told_to_the_list_and_not_understood_is_a_card_and_no_letter(
    office: Office, words: str, sender: str
) -> None:
    office.mail(words, sender=sender, subject="Xais", Authentication_Results=PASSES)

    (card,) = office.cases("staff")
    assert (card.topic, card.reason) == (None, "s'ha escrit al canal, i no s'entén què s'hi diu")
    assert "els xais" in (card.excerpt or "")
    assert office.templates() == []


def test_whoever_told_it_before_only_mentions_the_list(office: Office) -> None:
    office.mail("Hi ha soroll cada nit. Us vaig enviar un WhatsApp i ningú no contesta.")

    assert office.cases("staff") == []


def taps(office: Office) -> dict[str, tuple[str, str]]:
    """Subject and text of each mail that the digest would write, by the words on its button."""
    page = office.digest().get_body(("html",))
    assert page is not None
    nodes = LexborHTMLParser(page.get_content()).css("a[href^='mailto:']")
    said = [(node.text(), parse_qs(urlsplit(node.attributes["href"] or "").query)) for node in nodes]
    return {words: (mail["subject"][0], mail.get("body", [""])[0]) for words, mail in said}


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(UNCLEAR, id="perhaps a procedure"),
        pytest.param("Per WhatsApp: qui em pot ensenyar a fer-lo anar?", id="perhaps training"),
        pytest.param("Al canal de WhatsApp de l'Ajuntament: els xais d'en Pep?", id="not understood"),
    ],
)
def test_what_is_doubtful_is_answered_or_put_away_by_a_tap(office: Office, words: str) -> None:
    office.mail(words)

    offered = taps(office)
    assert words in text_of(office.digest())
    assert "No és nostre" in offered
    subject, text = offered["Es respon a qui va escriure, i es tanca el cas"]
    assert office.templates() == []
    office.order(f"{text}La festa és el dia 15 de maig.", subject=subject, proof=None)
    assert office.templates() == ["answered"]
    assert "La festa és el dia 15 de maig." in text_of(office.letters()[0])
    assert office.cases("staff") == []


def test_a_card_says_that_its_topic_is_doubtful(office: Office) -> None:
    office.mail("Per WhatsApp: qui em pot ensenyar a fer-lo anar?")

    assert "Demana formació per fer servir el canal: no és prou clar què demana." in text_of(office.digest())


def test_who_can_never_be_written_to_is_not_offered_an_answer(office: Office) -> None:
    office.mail(UNCLEAR, Authentication_Results="mx.setcases.cat; dmarc=fail header.from={domain}")

    assert [words for words in taps(office) if "respon" in words] == []


def test_a_question_that_no_letter_could_answer_is_answered_by_staff(office: Office) -> None:
    office.settings = office.settings.model_copy(
        update={"replies": office.settings.replies.model_copy(update={"per_day_unauthenticated": 0})}
    )
    office.mail(HOW)

    assert "Es respon a qui va escriure, i es tanca el cas" in taps(office)


WISH = (
    "Bona tarda, la meva veïna rep al telèfon les notícies del poble i jo també les voldria tenir quan les "
    "passeu. Compteu amb mi, si us plau: Pere Camprubí, 600333444"
)


@pytest.mark.parametrize(
    ("state", "further"),
    [
        pytest.param(State.ACTIVE, ["BAIXA"], id="on the list"),
        pytest.param(State.CONSENTED, ["ALTA", "BAIXA"], id="half joined"),
    ],
)
def test_a_wish_that_no_rule_knows_is_answered_before_anybody_is_taken_off(
    office: Office, state: State, further: list[str]
) -> None:
    office.hold(PERE, state)
    office.mail(WISH)

    (card,) = digest_of(office).cards
    assert card.reason.startswith("sembla que vol entrar a la llista o deixar-la")
    assert "no queda clar" not in card.reason
    assert [choice.verb for choice in card.choices if not choice.minor] == ["RESPON", *further]


def test_who_may_want_to_join_and_cannot_be_asked_is_taken_off_by_no_tap(office: Office) -> None:
    office.hold(PERE)
    office.mail(WISH, sender="noreply@veins.example")

    (card,) = digest_of(office).cards
    assert [choice.verb for choice in card.choices if not choice.minor] == []


def test_who_may_want_to_join_is_answered_by_a_tap(office: Office) -> None:
    office.mail(WISH)

    subject, text = taps(office)["Es respon a qui va escriure, i es tanca el cas"]
    office.order(f"{text}Per apuntar-vos-hi, escriviu ALTA.", subject=subject, proof=None)
    assert office.templates() == ["answered"]
    assert office.cases("staff") == []
