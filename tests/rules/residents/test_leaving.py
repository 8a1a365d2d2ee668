"""The second reader holds a leave back, asks and spares; it never makes one act."""

from dataclasses import replace

import pytest

from rules.findings import Because, Doubt, Kind, Reading
from rules.intent.beside_reader import BesideWeights
from rules.intent.second_reader import Weights
from rules.reading import read
from tests.model.tables import table_of
from tests.rules.messages import TOWN, acts, mail
from tests.rules.messages import read as read_as_shipped

HERS = "\n\nRoser Vilalta Camps, 12345678Z, 600 111 222\n"
OF_HER = "Roser Vilalta <roser@veins.example>"
WEIGHTS = Weights(
    ngrams=table_of({"baixa": (5.0, 0.0), "passo": (5.0, 0.0), "sardana": (0.0, 9.0)}),
    ask=-1.0,
    against=-1.0,
    veto=0.0,
    opener=2.0,
    closer=0.0,
    beside=BesideWeights(table_of({}), unknown=0.0, least=0.0),
)


def read_by(weights: Weights | None, text: str, subject: str = "Llista de WhatsApp") -> Reading:
    return read(mail(f"Subject: {subject}", sender=OF_HER, body=text + HERS), TOWN, weights=weights)


PLAIN = "Doneu-me de baixa de la llista de WhatsApp."


def test_what_speaks_against_a_plain_leave_holds_it_back() -> None:
    assert acts(read_by(WEIGHTS, PLAIN))

    reading = read_by(WEIGHTS, f"{PLAIN}\nI visca la sardana.")

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, (Doubt.SAYS_MORE,))


def test_what_speaks_of_the_town_weighs_the_same_in_each() -> None:
    wary = replace(WEIGHTS, ngrams=table_of({"baixa": (5.0, 0.0), "<town>": (0.0, 9.0)}))

    assert acts(read_by(wary, PLAIN, "Llista de WhatsApp de Vilafosca"))
    assert not acts(read_by(wary, PLAIN, "Llista de WhatsApp de Vallclara"))


@pytest.mark.parametrize(
    "behind",
    [
        "Abans feu-me una trucada.",
        "Primer parleu amb la Mar.",
        "Menys els avisos de neu.",
        "Si plou, és clar.",
    ],
)
def test_a_term_right_behind_the_wish_is_asked_about_whatever_was_learned(behind: str) -> None:
    trusting = replace(WEIGHTS, beside=BesideWeights(table_of({}), unknown=1.0, least=0.0))
    assert acts(read_by(trusting, f"{PLAIN} Els pardals piulen."))

    assert not acts(read_by(trusting, f"{PLAIN} {behind}"))


def test_who_asks_for_little_is_not_asked_by_letter() -> None:
    asked = "Voldria sortir de la llista de WhatsApp?"
    assert read_by(None, asked).kind is Kind.BAIXA

    assert read_by(WEIGHTS, asked).kind is Kind.UNSURE


def test_who_is_added_to_a_wish_and_gives_no_data_holds_it_back() -> None:
    wish = "Doneu-me de baixa de la llista de WhatsApp a mi"

    assert acts(read_by(None, f"{wish}."))
    assert not acts(read_by(None, f"{wish} i a la Maria."))


def test_who_asks_plainly_is_asked_whatever_nobody_understands_beside_it() -> None:
    wary = BesideWeights(table_of({}), unknown=-1.0, least=0.0)
    deaf = replace(WEIGHTS, ngrams=table_of({}), beside=wary)
    assert read_by(deaf, f"{PLAIN[:-1]} brufol.").kind is Kind.UNSURE

    reading = read_by(deaf, f"Brufol xirinola. {PLAIN}")

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, (Doubt.SAYS_MORE,))


def test_who_asks_in_words_that_no_rule_knows_is_asked() -> None:
    passed = "Jo passo, de la llista de WhatsApp."
    assert read_by(None, passed).kind is Kind.UNSURE

    reading = read_by(WEIGHTS, passed)

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, (Doubt.SAYS_MORE,))


ASKED = "Em quedo al poble, que m'hi trobo bé, i demano la baixa de la llista de WhatsApp."
NO_NAME = "una@veins.example"
HEARD = replace(WEIGHTS, ngrams=table_of({"baixa": (5.0, 0.0), "baicha": (2.0, 0.0), "plou": (0.0, 3.0)}))
"""Who hears every "baixa", less in what is misspelt, and something against it in rain."""


@pytest.mark.parametrize(
    "text",
    [
        "Cap missatge quan talleu la llum d'una casa buida, de manera que us demano la baixa de la llista.",
        ASKED,
        "La Roser Vilalta demana la baixa de la llista de WhatsApp.",
        "BAICHA de la llista de WhatsApp.",
    ],
)
def test_who_is_heard_to_leave_against_the_frames_is_asked(text: str) -> None:
    assert read_by(None, text).kind is Kind.UNSURE

    reading = read_by(HEARD, text)

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, (Doubt.SAYS_MORE,)), reading
    assert reading.reasons[-1] in {Because("but-heard"), Because("but-not-now")}  # why it is asked


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        pytest.param("Demano la baixa de la llista de WhatsApp al setembre.", OF_HER, id="a later day"),
        pytest.param(
            "Si plou traieu-me de la llista de WhatsApp. La baixa, doncs.", OF_HER, id="a condition"
        ),
        pytest.param("No vull pas la baixa de la llista de WhatsApp.", OF_HER, id="a refusal"),
        pytest.param(f"{ASKED[:-1]}, i l'alta del nou.", OF_HER, id="another joins"),
        pytest.param("Em quedo, i demano la baixa de la llista de l'escola.", OF_HER, id="not ours"),
        pytest.param("La Roser demana la baixa de la llista de WhatsApp.", NO_NAME, id="told"),
        pytest.param(ASKED, "Laura Mas <laura@veins.example>", id="another's name"),
        pytest.param(f"{ASKED} La veïna és gran.", NO_NAME, id="a neighbour"),
        pytest.param(f"{ASKED} La mare és gran.", NO_NAME, id="a relative"),
        pytest.param("Doneu de baixa en Quim de la llista de WhatsApp.", NO_NAME, id="somebody named"),
        pytest.param(f"{ASKED}\nCarme Camps, 12345679S, 600 111 333", NO_NAME, id="several"),
    ],
)
def test_nobody_is_asked_for_whom_or_when_they_did_not_say(text: str, sender: str) -> None:
    reading = read(mail("Subject: Una cosa", sender=sender, body=text + HERS), TOWN, weights=HEARD)

    assert reading.kind is not Kind.BAIXA, reading


@pytest.mark.parametrize(
    ("text", "sender", "is_own"),
    [
        ("Soc la Roser Vilalta Camps. La mare és gran.", "Rosereta <una@veins.example>", True),
        ("Roser Vilalta Camps. La mare és gran.", "Rosereta <una@veins.example>", False),
        ("Soc la Mar. La veïna és la Roser Vilalta Camps.", NO_NAME, False),
        ("Soc la Roser Vilalta Camps. La veïna és la Lluïsa Camps Mir.", NO_NAME, False),
    ],
)
def test_who_says_their_own_name_is_asked_whatever_name_they_send_under(
    text: str, sender: str, is_own: bool
) -> None:
    body = f"{text} {ASKED}\n12345678Z, 600 111 222\n"
    reading = read(mail("Subject: Una cosa", sender=sender, body=body), TOWN, weights=HEARD)

    assert (reading.kind is Kind.BAIXA) == is_own, reading


HER_DATA = "Carme Camps Pou, 12345678Z, 600 111 222"


@pytest.mark.parametrize(
    ("stays", "data", "is_asked"),
    [
        ("Jo em quedo a la llista.", HER_DATA, True),
        ("A mi no em tragueu de la llista.", HER_DATA, True),
        ("Jo em quedo a la llista.", "Roser Vilalta Camps, 12345678Z, 600 111 222", False),
        (
            "Jo em quedo a la llista.",
            f"{HER_DATA}\nJoan Mas, 12345679S, 600 111 333",
            False,
        ),
        ("Era broma.", HER_DATA, False),
    ],
)
def test_who_stays_and_gives_a_relative_s_data_is_asked_for_the_relative(
    stays: str, data: str, is_asked: bool
) -> None:
    wish = "La mare demana la baixa. Traieu-la de la llista de WhatsApp."

    reading = of_mother(f"{wish} {stays}\n{data}\n")
    assert (reading.kind is Kind.BAIXA) == is_asked
    assert (Because("but-kin-leaves") in reading.reasons) == is_asked


def of_mother(body: str, weights: Weights = HEARD) -> Reading:
    return read(mail("Subject: La mare", sender=OF_HER, body=body), TOWN, weights=weights)


def test_who_stays_is_asked_for_nobody_where_no_reader_finds_that_a_relative_leaves() -> None:
    wish = "El pare demana la baixa. Traieu-lo de la llista de WhatsApp."
    for stays in (
        "A mi la mare em diu que vol continuar a la llista.",
        "La Carme no la tragueu de la llista.",
    ):
        assert of_mother(f"{wish} {stays}\n{HER_DATA}\n").kind is Kind.UNSURE

    told = f"La mare ja va tenir la baixa, de la feina. I la llista? Jo em quedo a la llista.\n{HER_DATA}\n"
    wish = f"Traieu la mare de la llista de WhatsApp. Jo em quedo a la llista.\n{HER_DATA}\n"

    assert of_mother(told).kind is Kind.UNSURE
    assert of_mother(wish, replace(HEARD, ask=-9.0)).kind is Kind.UNSURE


LIST = "de la llista de WhatsApp de l'Ajuntament"


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        (f"Soc veïna de la Roser Vilalta. Demano que la doneu de baixa {LIST}.", "Rosa Font"),
        (f"Soc exmarit de Roser Vilalta. Demano la baixa {LIST}.", "Jordi Mas"),
        (f"Soc advocat de Roser Vilalta i en demano la baixa {LIST}.", "Pere Roca"),
        (f"Soc propietari del pis de la Roser Vilalta. Demano la baixa {LIST}.", "Jordi Mas"),
        (f"No soc la Roser Vilalta, però rebo els seus missatges. Demano la baixa {LIST}.", ""),
        (f"Jo no soc la Roser Vilalta, però us demano la baixa {LIST}.", "Montse Vila"),
        (f"Traieu-me la llogatera {LIST}.", ""),
        (f"Traieu-me {LIST}, que cada cop que sona em penso que és el meu fill.", "Drissa Traoré"),
        (f"Traieu-me {LIST} i deixeu-hi la meva dona, que vol continuar rebent els missatges.", "Pere Camps"),
        ("Quitadme de la lista de WhatsApp y mi mujer se queda en la lista.", "Pedro Campos"),
        ("Solicito mi baja de la lista de WhatsApp y mi mujer se queda en la lista.", "Pedro Campos"),
    ],
)
def test_nobody_is_asked_whether_somebody_else_or_who_stays_leaves(text: str, sender: str) -> None:
    whose = f"{sender} <una@veins.example>" if sender else "una@veins.example"
    reading = read_as_shipped(mail("Subject: Llista de WhatsApp", sender=whose, body=text + HERS), TOWN)

    assert reading.kind is Kind.UNSURE, reading


@pytest.mark.parametrize(("sender", "is_own"), [("Hostal del Ter", False), ("Roser Vilalta", True)])
def test_the_number_of_somebody_else_acts_for_nobody(sender: str, is_own: bool) -> None:
    body = (
        "Aquesta senyora ja no treballa aquí. Em podeu treure el seu mòbil de la llista de WhatsApp?" + HERS
    )
    whose = f"{sender} <una@veins.example>"

    assert acts(read_as_shipped(mail("Subject: Baixa WhatsApp", sender=whose, body=body), TOWN)) == is_own


def test_a_daughter_who_says_whose_she_is_asks_for_her_mother() -> None:
    body = f"Soc filla de la Roser Vilalta. Demano que la doneu de baixa {LIST}." + HERS
    whose = "Núria Soler <una@veins.example>"

    assert acts(read_as_shipped(mail("Subject: Llista de WhatsApp", sender=whose, body=body), TOWN))


def test_a_word_that_is_a_surname_as_well_names_nobody() -> None:
    body = f"Soc pastora de la serra. Demano la baixa {LIST}.\nRoser Serra Pou, 12345678Z, 600 111 222\n"
    whose = "Roser Serra <una@veins.example>"

    assert read_as_shipped(mail("Subject: Baixa", sender=whose, body=body), TOWN).kind is Kind.BAIXA


def test_a_name_with_a_particle_is_nobody_else_s() -> None:
    body = f"Soc la Mercè de Sagrera. Demano la baixa {LIST}.\nMercè de Sagrera Nin, 12345678Z, 600 111 222\n"

    assert acts(read_as_shipped(mail("Subject: Baixa", sender="Mercè <m@veins.example>", body=body), TOWN))


def test_a_misspelt_wish_without_whole_data_is_for_a_person() -> None:
    body = "BAICHA de la llista de WhatsApp.\nRoser Vilalta Camps, 12345678Z\n"
    reading = read(mail("Subject: Llista de WhatsApp", sender=OF_HER, body=body), TOWN, weights=HEARD)

    assert reading.kind is Kind.UNSURE


@pytest.mark.parametrize(
    "text",
    [
        "No em doneu de baixa de la llista de WhatsApp. Jo passo.",
        "Jo passo de la llista de WhatsApp de la colla de geganters.",
        "La meva mare passa i jo passo de la llista de WhatsApp.",
        "Quin temps fa?",
    ],
)
def test_it_makes_nothing_act(text: str) -> None:
    eager = replace(WEIGHTS, ask=50.0)

    assert not acts(read_by(eager, text))
    assert not acts(read_by(None, text))


@pytest.mark.parametrize(
    ("data", "is_own"),
    [
        pytest.param("Roser Vilalta Camps, 12345678Z, 600 111 222", True, id="the writer's own data"),
        pytest.param("Carme Camps Pou, 12345678Z, 600 111 222", False, id="the mother's, it may be"),
        pytest.param("12345678Z, 600 111 222", False, id="nobody's by name"),
    ],
)
def test_beside_a_relative_only_who_gives_data_of_their_own_leaves(data: str, is_own: bool) -> None:
    text = f"Em podríeu treure de la llista de WhatsApp? La meva mare hi és també.\n\n{data}\n"
    reading = read_as_shipped(mail("Subject: Llista de WhatsApp", sender=OF_HER, body=text), TOWN)

    assert acts(reading) == is_own, reading


def test_who_asks_for_themselves_is_asked_though_a_relative_stands_in_the_reason() -> None:
    wish = "Vull donar-me de baixa de la llista de WhatsApp, que em penso que és el meu fill quan sona."
    body = f"{wish}\n\nCarme Camps Pou, 12345678Z, 600 111 222\n"
    reading = read_as_shipped(
        mail("Subject: Llista de WhatsApp", sender="padrina@veins.example", body=body), TOWN
    )

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, (Doubt.SAYS_MORE,)), reading


@pytest.mark.parametrize("wish", ["Bona Pasqua!", "Gràcies i bon estiu", "Buen verano"])
def test_a_good_wish_below_the_data_is_nobody_else_s_name_and_turns_nothing(wish: str) -> None:
    official = "BAIXA Vallclara Informa WhatsApp"
    body = f"Roser Vilalta Camps\nDNI 12345678Z\nMòbil 600111222\n{wish}\n"

    assert acts(read_as_shipped(mail(f"Subject: {official}", sender=OF_HER, body=body), TOWN))


def answered(text: str) -> Reading:
    """What is read of an answer whose subject alone asks, with whole data."""
    subject = "Re: BAIXA Vallclara Informa WhatsApp"
    return read_as_shipped(mail(f"Subject: {subject}", sender=OF_HER, body=text + HERS), TOWN)


def test_who_gives_what_was_lacking_is_asked() -> None:
    reading = answered("Perdoneu, anava amb presses.")

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, (Doubt.SAYS_MORE,))


@pytest.mark.parametrize(
    "text",
    [
        "Vull apuntar-m'hi, aquí teniu les dades.",
        "Aquí us deixo les dades, però no toqueu res.",
        "Jo no he fet aquesta sol·licitud.",
        "Aquí teniu les dades. Vull continuar rebent-los.",
    ],
)
def test_who_gives_data_and_wants_something_else_is_for_a_person(text: str) -> None:
    assert answered(text).kind is Kind.UNSURE


MOTHERS = "\n\nCarme Camps Pou, 12345678Z, 600 111 222\n"


@pytest.mark.parametrize(
    "text",
    [
        "La meva mare, la Carme, va vendre el pis. La podeu treure de la llista de WhatsApp?",
        "La mare vol que la doneu de baixa de la llista de WhatsApp.",
        "Mi madre me pide que la den de baja de la lista de WhatsApp.",
        "El pare va morir al març i el telèfon encara rep els missatges. Traieu-lo de la llista.",
    ],
)
def test_who_asks_for_a_relative_whose_data_they_give_is_asked(text: str) -> None:
    reading = read_as_shipped(mail("Subject: La mare", sender=OF_HER, body=text + MOTHERS), TOWN)

    assert reading.kind is Kind.BAIXA, reading
    assert [person.id_document for person in reading.people] == ["12345678Z"]


@pytest.mark.parametrize(
    ("text", "data"),
    [
        pytest.param("Traieu el meu marit de la llista de WhatsApp.", HERS, id="the writer's own data"),
        pytest.param("La veïna vol que la traieu de la llista de WhatsApp.", MOTHERS, id="a neighbour"),
        pytest.param("Traieu el meu ex marit de la llista de WhatsApp.", MOTHERS, id="no relative any more"),
        pytest.param("La mare diu que em traieu de la llista de WhatsApp.", MOTHERS, id="done to the writer"),
        pytest.param(
            "La mare diu que em traieu de la llista de WhatsApp. Ves quina una, amb el que em costa!",
            MOTHERS,
            id="done to the writer, and more is said",
        ),
        pytest.param("La mare ja no hi és. Apunteu-hi el 622 333 444.", MOTHERS, id="a number to be added"),
        pytest.param("Surt la meva foto a la web. Traieu-la.", MOTHERS, id="a thing"),
    ],
)
def test_whose_leave_it_is_where_the_data_do_not_say_so_is_for_a_person(text: str, data: str) -> None:
    reading = read_as_shipped(mail("Subject: Una cosa", sender=OF_HER, body=text + data), TOWN)

    assert reading.kind is not Kind.BAIXA, reading


@pytest.mark.parametrize(
    ("text", "is_wish"),
    [
        ("Vull deixar la llista de WhatsApp.", True),
        ("Deixo el grup de WhatsApp.", True),
        ("Quiero dejar la lista de WhatsApp.", True),
        ("No vull deixar la llista de WhatsApp.", False),
        ("Vull deixar el grup de WhatsApp per favor", True),
        ("Us deixo el WhatsApp:", False),
        ("Vull deixar la llista de WhatsApp a tots.", False),
        ("Vull deixar el WhatsApp aquí.", False),
        ("Vull deixar la llista de WhatsApp sense so.", False),
        ("Quiero dejar la lista de WhatsApp para mi madre.", False),
        ("Deixo informació del servei.", False),
        ("Deixeu la llista de WhatsApp com està.", False),
        ("Volia deixar la llista de WhatsApp, però ja no.", False),
        ("kitarme de la lista de WhatsApp por favor", True),
        ("holaaa em podeu treure de la llista de WhatsApp?", True),
        ("hola bon dia us volia demanar si em podeu treure de la llista de WhatsApp", True),
    ],
)
def test_a_wish_is_one_as_people_write_it(text: str, is_wish: bool) -> None:
    assert acts(read_by(None, text, subject="WhatsApp")) == is_wish


def leaves(text: str) -> bool:
    """Whether who gives data of their own below *text* is taken off by it."""
    return acts(read_as_shipped(mail("Subject: Llista de WhatsApp", sender=OF_HER, body=text + HERS), TOWN))


def test_who_leaves_the_town_hall_leaves_no_list() -> None:
    assert leaves("Deixo el grup de l'Ajuntament.")
    assert not leaves("Deixo l'Ajuntament.")


@pytest.mark.parametrize(
    ("beside", "is_wish"),
    [
        ("Gràcies per tot.", True),
        ("Muchas gracias por todo, un saludo", True),
        ("Ja no hi visc.", False),
        ("Ja està arreglat, moltes gràcies.", False),
        ("Quina sort que encara hi soc.", False),
        ("Ara m'hi trobo bé.", False),
    ],
)
def test_what_is_told_beside_what_was_wanted_may_be_why_it_no_longer_is(beside: str, is_wish: bool) -> None:
    assert leaves(f"Hola, volia sortir de la llista de WhatsApp de l'Ajuntament. {beside}") == is_wish


@pytest.mark.parametrize(
    ("told", "is_wish"),
    [
        ("Us volia demanar que em traguéssiu", True),
        ("Volia dir que em tragueu", True),
        ("La gent volia sortir", False),
        ("De jove volia sortir", False),
        ("Us vaig escriure perquè volia sortir", False),
    ],
)
def test_what_was_wanted_may_be_told_of_others_or_of_the_past(told: str, is_wish: bool) -> None:
    assert leaves(f"{told} de la llista de WhatsApp de l'Ajuntament.") == is_wish


@pytest.mark.parametrize(
    ("who", "is_asked"),
    [
        ("La meva mare", True),
        ("La mare del meu marit", True),
        ("La iaia", True),
        ("En nom de la meva clienta: ella", True),
        ("La meva treballadora", False),
        ("La meva exdona", False),
        ("La meva ex dona", False),
        ("La mare d'una companya de feina", False),
        ("La mare del meu alumne", False),
        ("Cuido un senyor i la seva filla", False),
    ],
)
def test_only_who_writes_for_a_relative_of_theirs_is_asked(who: str, is_asked: bool) -> None:
    body = f"{who} vol que la doneu de baixa de la llista de WhatsApp.{MOTHERS}"
    reading = read_as_shipped(mail("Subject: Llista de WhatsApp", sender=OF_HER, body=body), TOWN)

    assert (reading.kind is Kind.BAIXA) == is_asked, reading


def test_a_tenant_under_the_official_subject_is_for_a_person() -> None:
    subject = "Subject: BAIXA Vallclara Informa WhatsApp"
    body = f"Són les dades del llogater. Diu que ja se'n va.{MOTHERS}"

    assert read_as_shipped(mail(subject, sender=OF_HER, body=body), TOWN).kind is Kind.UNSURE


@pytest.mark.parametrize(
    ("behind", "is_wish"),
    [
        ("Moltes gràcies.", True),
        ("No la tragueu encara.", False),
        ("Té Alzheimer.", False),
        ("Jo crec que s'equivoca.", False),
        ("Parleu-hi vosaltres.", False),
    ],
)
def test_behind_a_relative_s_wish_what_is_told_may_be_that_it_is_not_to_be(
    behind: str, is_wish: bool
) -> None:
    body = f"La mare vol sortir de la llista de WhatsApp. {behind}{MOTHERS}"

    assert acts(read_as_shipped(mail("Subject: La mare", sender=OF_HER, body=body), TOWN)) == is_wish


@pytest.mark.parametrize("text", ["Jo?", "¿Yo?"])
def test_a_question_under_a_subject_that_asks_is_not_passed_over(text: str) -> None:
    assert not acts(answered(text))


DEAF = replace(WEIGHTS, ngrams=table_of({}), opener=9.0, closer=9.0)
EAGER = replace(DEAF, opener=-9.0, closer=-9.0)


def test_a_wish_in_ones_own_words_is_asked_about_whatever_was_learned() -> None:
    text = "Doneu-me de baixa de la llista de WhatsApp, que hem venut la barca."

    wary = replace(DEAF, beside=replace(WEIGHTS.beside, least=1.0))
    assert read_by(wary, text).doubts == (Doubt.SAYS_MORE,)


@pytest.mark.parametrize(
    ("weights", "subject", "text"),
    [
        (EAGER, "BAIXA Vallclara Informa WhatsApp", "Vull donar de baixa el comptador de l'aigua."),
        (DEAF, "Baixa del curs d'informàtica", "No puc venir al curs de WhatsApp. Doneu-me de baixa."),
    ],
)
def test_a_leave_of_something_else_is_asked_about_by_nobody(
    weights: Weights, subject: str, text: str
) -> None:
    assert read_by(weights, text, subject).kind is not Kind.BAIXA
