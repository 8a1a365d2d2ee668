"""The promise: a plain wish is heard among all that a mail tells, and done unseen only where harmless."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from rules.books.decision import Outcome
from rules.books.facts import Facts
from rules.books.policy import decide
from rules.books.subscription import State, Subscription
from rules.findings import Doubt, Kind, Reading
from rules.mail.mail import read_mail
from tests.rules.messages import acts, read, reading_of
from tests.rules.test_reading import TOWN

WISH = "Doneu-me de baixa de la llista de WhatsApp de l'Ajuntament, si us plau."
WHO = "\n\nPere Soler Font\nDNI 10000004H\nMòbil 600555666\n"


def outcome_of(reading: Reading) -> Outcome:
    """What becomes of it where the person is on the list."""
    held = Subscription(
        ref="A-0001",
        name="Pere Soler Font",
        id_document="10000004H",
        phone="+34600555666",
        state=State.ACTIVE,
    )
    facts = Facts(
        received_at=datetime(2026, 5, 4, 9, tzinfo=UTC), sender="pere@bustia.example", subscriptions=(held,)
    )
    return decide(reading, facts).outcome


@pytest.mark.parametrize(
    "told",
    [
        "Anem a Vic a final de curs i els mobles ja hi són.",
        "Quan arribi el paleta ja li donaré la clau.",
        "M'han destinat a Prats a partir de diumenge i no tornaré.",
        "Per exemple, ahir van ser tres en una hora.",
    ],
)
def test_what_is_told_beside_it_leaves_it_a_leave_that_its_writer_is_asked_about(told: str) -> None:
    reading = reading_of("Baixa", f"{WISH} {told}{WHO}")

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, (Doubt.SAYS_MORE,)), reading.reasons
    assert outcome_of(reading) is Outcome.WAITING


@pytest.mark.parametrize(
    "turn",
    ["A partir de l'1 de setembre.", "Al setembre."],
)
def test_a_later_day_is_for_staff_who_keep_it(turn: str) -> None:
    assert reading_of("Baixa", f"{WISH} {turn}{WHO}").kind is Kind.UNSURE


@pytest.mark.parametrize(
    "turn",
    [
        "A partir de l'1 de setembre, gràcies.",
        "Era broma.",
        "Encara no ho feu.",
        "Ho deixo estar.",
        "Primer ho vull parlar amb la dona.",
        "Si continueu enviant propaganda, és clar.",
    ],
)
def test_what_may_turn_it_is_never_done_unasked(turn: str) -> None:
    assert not acts(reading_of("Baixa", f"{WISH} {turn}{WHO}"))


@pytest.mark.parametrize(
    "wish",
    [
        "Doneu-me de baixa del WhatsApp de l'Ajuntament a final de curs.",
        "Quan arribi l'estiu doneu-me de baixa del WhatsApp de l'Ajuntament.",
        "Doneu-me de baixa del WhatsApp de l'Ajuntament a partir de diumenge.",
    ],
)
def test_a_time_in_the_wish_itself_is_a_doubt(wish: str) -> None:
    assert reading_of("Baixa", wish + WHO).kind is Kind.UNSURE


@pytest.mark.parametrize(
    "told",
    [
        "La meva dona em va dir que em donés de baixa del WhatsApp de l'Ajuntament.",
        "El meu marit m'ha dit que em doni de baixa de la llista de WhatsApp de l'Ajuntament.",
    ],
)
def test_a_leave_that_is_only_told_of_is_never_done_unseen(told: str) -> None:
    reading = reading_of("Una cosa", told + WHO)

    assert not acts(reading), reading.reasons
    assert outcome_of(reading) is Outcome.CARD


@pytest.mark.parametrize(
    "said",
    [
        "Si no fos gaire destorb, i quan bonament els vagi bé, em podrien donar de baixa de la llista?",
        "Quan et vagi bé, treu-me de la llista de WhatsApp, si et plau.",
        "Després de parlar-ho a casa, voldria que m'esborréssiu de la llista de WhatsApp.",
        "Después de pensarlo mucho, quiero que me borren de la lista de WhatsApp.",
        "No em cal saber si hi ha pa, jajaja. Traieu-me de la llista de WhatsApp.",
        "Ja no em serveix de res saber quan talleu l'aigua. Em podeu treure de la llista de WhatsApp?",
        "Ja no em toca saber si glaça cap canonada, o sigui que em podeu treure de la llista de WhatsApp.",
        "Traieu-me de la llista de WhatsApp o us denunciaré.",
        "No sé si ho faig bé: traieu-me de la llista de WhatsApp.",
        "Quan pugueu, i si no us fa res, doneu-me de baixa de la llista de WhatsApp. No ho miro mai.",
        "Traieu-me de la llista de WhatsApp. El telèfon me'l quedo, això sí.",
        "Quítenme de la lista de WhatsApp. El móvil no lo llevo nunca encima.",
        "Treieu-me de la llista de WhatsApp. El DNI no el porto, pero el duc apuntat.",
    ],
)
def test_who_speaks_politely_or_of_their_life_is_not_taken_to_be_against_it(said: str) -> None:
    assert outcome_of(reading_of("Una cosa", said + WHO)) in {Outcome.DONE, Outcome.WAITING}


@pytest.mark.parametrize(
    "said",
    [
        "Quan jo marxi de Setcases, doneu-me de baixa de la llista de WhatsApp.",
        "Vull saber si em doneu de baixa de la llista de WhatsApp.",
        "Després de la festa major, doneu-me de baixa de la llista de WhatsApp.",
        "Després de cobrar la paga, doneu-me de baixa de la llista de WhatsApp.",
        "Doneu-me de baixa de la llista de WhatsApp després de parlar amb el meu fill.",
        "Si no fos pels avisos de neu, em donaríeu de baixa de la llista de WhatsApp.",
        "Potser marxem del poble; doneu-me de baixa de la llista de WhatsApp.",
        "Doneu de baixa el mòbil vell de la llista de WhatsApp, els avisos me'ls quedo.",
        "Traieu-me de la llista de WhatsApp o no, ja us ho diré.",
        "Jajaja! Traieu-me de la llista de WhatsApp. Jajaja!",
        "Dadme de baja de la lista de WhatsApp. Jajaja, vaya cara debéis de poner.",
        "Després de parlar amb mi, doneu-me de baixa de la llista de WhatsApp.",
        "Després de pensar-ho millor, no, us demano que em doneu de baixa de la llista de WhatsApp.",
        "Vull la baixa de la llista de WhatsApp, i després de parlar-ne amb l'advocat.",
        "Hem de mirar si ens convé, doneu-me de baixa de la llista de WhatsApp.",
        "Falta saber si nos mudamos: dadme de baja de la lista de WhatsApp.",
        "Quan ja puguin enviar-me'ls per correu, traieu-me de la llista de WhatsApp.",
        "Quan li vagi bé a la meva filla, doneu-me de baixa de la llista de WhatsApp.",
        "Si no fos gaire perillós per la neu, vull la baixa de la llista de WhatsApp.",
        "El mòbil me'l quedo, i els missatges també. Vull la baixa de la llista de WhatsApp.",
        "Vull la baixa de la llista de WhatsApp (no em llevis encara).",
        "Quiero la baja de la lista de WhatsApp, lo llevo pensando y no me decido.",
        "Voldria sortir de la llista de WhatsApp i a la millor.",
        "Vull la baixa del WhatsApp.\n\nAquest correu és confidencial: no ho feu, la meva dona no ho sap.",
        "No sé si donar-me de baixa de la llista de WhatsApp.",
        "Doneu-me de baixa de la llista de WhatsApp o arregleu el fanal.",
        "Em vull quedar a la llista de WhatsApp, i el mòbil també me'l quedo. De la baixa no en parlem més.",
        "Potser m'hauríeu de treure de la llista de WhatsApp.",
        "Traieu-me de la llista de WhatsApp, jajaja, és broma.",
        "Si són més de tres al dia, esborreu-me de la llista de WhatsApp.",
        "Cuando me dais noticias del contenedor, dadme de baja de la lista de WhatsApp.",
        "Quan puguin millorar-ho, doneu-me de baixa de la llista de WhatsApp.",
        "Si fos veritat, doneu-me de baixa de la llista de WhatsApp.",
        "Quan l'hagiu arreglat, traieu-me de la llista de WhatsApp.",
        "No ho tramiteu encara. Doneu-me de baixa de la llista de WhatsApp.",
        "No lo hagáis todavía. Dadme de baja de la lista de WhatsApp.",
        "Cuando haya vendido la finca, dadme de baja de la lista de WhatsApp.",
        "A condició que em truqueu abans, doneu-me de baixa de la llista de WhatsApp.",
        "Vull la baixa de la llista de WhatsApp.\nMoltes gràcies.\nAixò, si l'any vinent hi ha quota.",
        "Vull la baixa de la llista de WhatsApp.\nGràcies.\nEl dia que fem el trasllat, cap al mes de març.",
        "Al tauler del forn hi han penjat això:\nDoneu-me de baixa de la llista de WhatsApp.\nQuin riure.",
        "Moltes gràcies per la baixa de la llista de WhatsApp. Tot perfecte.",
        "Vull la baixa de la llista de WhatsApp. Va, deixem-ho córrer.",
    ],
)
def test_what_puts_it_off_or_doubts_it_is_never_done_unasked(said: str) -> None:
    assert not acts(reading_of("Una cosa", said + WHO))


@pytest.mark.parametrize(
    "said",
    [
        "Quan tingueu un moment, doneu-me de baixa de la llista de WhatsApp.",
        "Si no és molèstia, doneu-me de baixa de la llista de WhatsApp.",
        "Doneu-me de baixa de la llista de WhatsApp. Gràcies."
        + WHO
        + "\nHa estat un bon servei, però ja no visc aquí.",
    ],
)
def test_a_courtesy_and_what_stands_under_the_data_put_nothing_off(said: str) -> None:
    assert acts(reading_of("Una cosa", said + WHO))


def test_a_denied_stay_behind_words_that_nobody_knows_is_asked_about() -> None:
    said = "Per motius personals vull no ser a la llista de WhatsApp."
    reading = reading_of("Una cosa", said + WHO)

    assert (outcome_of(reading), acts(reading)) == (Outcome.WAITING, False)


def test_who_keeps_what_comes_to_the_telephone_is_not_asked_but_seen() -> None:
    said = "Els avisos del mòbil me'ls quedo. Doneu-me de baixa de la llista de WhatsApp."

    assert outcome_of(reading_of("Una cosa", said + WHO)) is Outcome.CARD


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("Baixa després de parlar-ho amb els fills", "Vegeu l'assumpte."),
        ("Baixa o ho denunciaré", "Vegeu l'assumpte."),
        ("Consulta", "Ja no cal saber si glaça, traieu-me."),
    ],
)
def test_a_wish_in_doubt_that_names_no_list_is_seen(subject: str, said: str) -> None:
    assert reading_of(subject, f"Bon dia,\n\n{said}\n").kind is Kind.UNSURE


@pytest.mark.parametrize("subject", ["Baixa després de parlar-ho amb els fills", "Baixa quan ja us vagi bé"])
def test_what_most_likely_puts_it_off_in_the_subject_is_against_the_wish_below(subject: str) -> None:
    assert not acts(reading_of(subject, f"Doneu-me de baixa de la llista de WhatsApp.{WHO}"))


def test_a_leave_that_is_contested_is_a_doubt() -> None:
    contested = "Impugno la meva baixa de la llista de WhatsApp de l'Ajuntament."

    assert not acts(reading_of("Baixa", contested + WHO))


ASKED = """
El dl., 4 maig 2026 a les 9:12, Ajuntament de Vallclara <info@vallclara.cat> va escriure:
> Per donar-vos de baixa de la llista de WhatsApp ens falta el vostre DNI i el mòbil.
"""


def answer(text: str) -> Reading:
    message = EmailMessage()
    message["From"], message["To"] = "Pere Soler <pere@bustia.example>", "info@vallclara.cat"
    message["Subject"], message["Message-ID"] = "Re: missatges", "<1@bustia.example>"
    message.set_content(text + ASKED)
    return read(read_mail(message.as_bytes()), TOWN)


def test_an_answer_that_gives_what_was_asked_in_few_words_is_of_that_leave() -> None:
    given = answer(
        f"Gràcies per contestar tan de pressa, ho faig ara com em dius.{WHO}Ens veiem per la fira!\n"
    )
    heard = answer(f"Ai, em vaig deixar el carnet. La meva filla m'avisa ara.{WHO}")
    turned = answer(f"Gràcies, però al final no ho feu.{WHO}")

    assert given.kind is Kind.BAIXA
    assert given.doubts  # a person compares it with what was asked
    assert heard.doubts == (Doubt.SAYS_MORE,)  # who writes is asked
    assert turned.kind is Kind.UNSURE
