"""A plain leave, however clumsily it is written, is read as one: nobody has to write it twice."""

import pytest

from rules.findings import Kind, Reading
from rules.mail import read_mail
from rules.reading import read
from tests.rules.messages import raw
from tests.rules.test_reading import TOWN

DATA = "Pere Soler Font, DNI 10000004H, mòbil 600555666"


def reading_of(subject: str, body: str) -> Reading:
    head = (f"Subject: {subject}", "Content-Type: text/plain; charset=utf-8")
    return read(read_mail(raw(*head, body=body, sender="casa@bustia.example")), TOWN)


@pytest.mark.parametrize(
    "text",
    [
        "Us demano dues baixes de la llista de WhatsApp.",
        "Prefereixo donar-me de baixa del WhatsApp. Si un dia cal, ja em tornaré a apuntar.",
        "Se solicita la baja de D. Fermín Aguado Sola en la lista de WhatsApp de ese Ayuntamiento.",
        "Qui subscriu consta al servei de WhatsApp i demana que se li doni la baixa de l'esmentat servei.",
        "quitadme de la lista de wsp",
        'I would like to unsubscribe from "Informació Ajuntament".',
        "How do I opt out? Please opt me out of the WhatsApp alerts.",
        "I am writing for my mother, who doesn't want the WhatsApp messages any more.",
        "STOP. Je ne veux plus de vos messages WhatsApp !!",
        "Mon père est décédé. Merci de ne plus lui envoyer vos messages WhatsApp.",
        "El meu pare va morir i encara rep els missatges del WhatsApp. Deixeu d'enviar-li'n.",
        "Doneu de baixa la Maria Casals Llobet de la llista de WhatsApp.",
        "Us escric per demanar la baixa del WhatsApp de l'Ajuntament, si cal res més m'ho dieu.",
        "Us adreço aquest correu per sol·licitar la baixa de la llista de difusió de l'Ajuntament.",
        "Us prego que cursin la baixa del meu mòbil del WhatsApp de l'Ajuntament.",
        "Que em podeu treure de la llista de WhatsApp?",
        "Com que no sé treure el so, prefereixo treure'm de la llista del WhatsApp.",
        "Esborreu-me de la llista de WhatsApp i esborreu la resta de les meves dades.",
        "Treieu-me del WhatsApp, que al poble no hi torno fins a l'estiu.",
        "Quiero desuscribirme de la lista de difusión del ayto.",
        "Us agrairé que deixeu d'enviar-me informació al mòbil.",
        "¿Serían tan amables de darme de baja de la lista de WhatsApp?",
    ],
)
def test_a_plain_wish_is_a_request(text: str) -> None:
    reading = reading_of("Hola", f"{text}\n{DATA}\n")

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, ()), reading.reasons


@pytest.mark.parametrize(
    "text",
    [
        f"Em podríeu donar de baixa, si us plau? {DATA}",
        f"¿Me dais de baja? {DATA}",
        f"Les ruego la baja. {DATA.replace('DNI', 'N.I.F.')}",
        f"Please unsubscribe me. {DATA}",
    ],
)
def test_a_baixa_and_who_is_enough_however_politely_it_is_asked(text: str) -> None:
    assert reading_of("Baixa", text).kind is Kind.BAIXA


@pytest.mark.parametrize(
    "text",
    [
        f"Baixa? {DATA}",
        f"Em podríeu donar de baixa el casal d'estiu? {DATA}",
        f"Com em podríeu donar de baixa? {DATA}",
    ],
)
def test_politeness_makes_no_other_matter_a_request(text: str) -> None:
    assert reading_of("Baixa", text).kind is not Kind.BAIXA


@pytest.mark.parametrize(
    "beside",
    [
        "Em quedo sense memòria al mòbil.",
        "La meva filla es queda el mòbil i no vol missatges.",
        "He escrit també pel web, però no sé si ha funcionat.",
        "Si no ho he fet bé, digueu-m'ho.",
        "No vull saber res més de vosaltres.",
        "Potser ja us ho ha dit la meva filla.",
        "Gràcies per la informació durant tots aquests anys.",
        "La mare va morir el 3 d'octubre.",
        "El veí ja m'explica el que passa.",
        "No sé ben bé què cal fer.",
        "El web diu: nom, DNI i mòbil.",
        "Confirmeu-m'ho, però si no us va bé no passa res.",
    ],
)
def test_a_remark_beside_a_plain_wish_changes_nothing(beside: str) -> None:
    reading = reading_of("Hola", f"Doneu-me de baixa del WhatsApp de l'Ajuntament. {beside}\n{DATA}\n")

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, ()), reading.reasons


@pytest.mark.parametrize(
    "beside",
    [
        "Em quedo a la llista de moment.",
        "La meva filla es queda a la llista.",
        "Potser us ho confirmo més tard, encara no ho tinc clar.",
        "Durant l'estiu no vull missatges.",
        "El 3 d'octubre.",
        "Però no la meva dona.",
        "Em vaig equivocar: era per error.",
    ],
)
def test_a_remark_that_limits_or_takes_back_is_heard(beside: str) -> None:
    reading = reading_of("Hola", f"Doneu-me de baixa del WhatsApp de l'Ajuntament. {beside}\n{DATA}\n")

    assert reading.kind is Kind.UNSURE or reading.doubts


def test_messages_that_still_come_for_the_dead_are_a_card() -> None:
    text = "La meva dona ens va deixar i al seu telèfon encara rep els avisos."

    assert reading_of("Condol", f"{text}\n{DATA}\n").kind is Kind.UNSURE


def people_of(body: str) -> list[tuple[str | None, str | None, str | None]]:
    reading = reading_of("BAIXA llista de difusió WhatsApp", body)
    return [(p.name, p.id_document, p.phone) for p in reading.people]


@pytest.mark.parametrize(
    "body",
    [
        "| Nom | Cognoms | DNI | Mòbil |\n| Pere | Soler Font | 10000004H | 600555666 |",
        "Nom\tPrimer cognom\tSegon cognom\tDNI\tMòbil\n\nPere\tSoler\tFont\t10000004H\t600555666",
        "| Cognoms | Nom | DNI | Mòbil |\n|---|---|---|---|\n| Soler Font | Pere | 10000004H | 600555666 |",
        "Nom : Soler Font\nPrénom : Pere\nDNI : 10000004H\nPortable : 600555666",
        "Sóc en Peret de cal Ferrer, vull dir, Pere Soler Font (10000004H), mòbil 600555666.",
        "hola soc en peret soler el meu nom sencer es Pere Soler Font dni 10000004H mobil 600555666",
        (
            "En nom del meu pare, que es diu Pere Soler Font i té el DNI 10000004H: traieu-lo de la llista. "
            "El seu mòbil és el 600555666. El meu és el 611222333. Gràcies, Lídia Soler"
        ),
    ],
)
def test_one_person_is_found_whole(body: str) -> None:
    assert people_of(body) == [("Pere Soler Font", "10000004H", "+34600555666")]


@pytest.mark.parametrize(
    "before",
    [
        "La Lídia i en Pere Soler Font volem sortir de la llista.",
        "Sóc el fill d'en Pere i la Lídia; els pares volen sortir de la llista.",
        "Sóc el fill d'en Pere i l'Estel; els pares volen sortir de la llista.",
    ],
)
def test_who_is_named_beforehand_takes_nobodys_place(before: str) -> None:
    couple = "Lídia Mas Roca, DNI 10000005L, mòbil 600555667\nPere Soler Font, DNI 10000004H, mòbil 600555666"

    assert [p[:2] for p in people_of(f"{before}\n{couple}\n")] == [
        ("Lídia Mas Roca", "10000005L"),
        ("Pere Soler Font", "10000004H"),
    ]


def test_a_lady_is_named_after_her_title() -> None:
    body = "Cuido la senyora Teresa Codina Mas. El seu DNI és 10000004H i el mòbil 600555666."

    assert people_of(body)[0][0] == "Teresa Codina Mas"


def test_each_row_of_a_table_is_a_person() -> None:
    body = (
        "Nom\tCognoms\tDNI\tMòbil\n"
        "Pere\tSoler Font\t10000004H\t600555666\n"
        "Lídia\tMas Roca\t10000005L\t600555667"
    )

    assert people_of(body) == [
        ("Pere Soler Font", "10000004H", "+34600555666"),
        ("Lídia Mas Roca", "10000005L", "+34600555667"),
    ]
