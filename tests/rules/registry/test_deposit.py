"""A registry notice is read by the labels it prints; only an entry of our clause that stands is a consent."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.findings import Entry, Flaw
from rules.mail.message import Incoming
from rules.registry.consent import Bearing, bearing
from rules.registry.deposit import Notice, notice_in
from rules.text.dates import find_dates, find_time
from tests.rules.messages import TOWN, mail

MADRID = ZoneInfo("Europe/Madrid")
TODAY = date(2026, 3, 11)
INCOMING = Incoming(
    mail=mail(), town=replace(TOWN, tz=MADRID), received_at=datetime(2026, 3, 11, 12, tzinfo=MADRID)
)
DNI, OTHER_DNI = "40123987G", "38777120V"
CLAUSE = "Assumpte: Clàusula de consentiment del tractament de dades personals (WhatsApp)"


def notice(text: str, subject: str = "Avís") -> Notice:
    return notice_in(INCOMING, text, subject)


def entry(text: str, subject: str = "Avís") -> Entry:
    return notice(text, subject).deposits[0].entry


def local(*when: int) -> datetime:
    return datetime(*when, tzinfo=MADRID)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        pytest.param("Número de registre: E/000123-2026", "E/000123-2026", id="EACAT"),
        pytest.param("Núm. registre ....... : 1171", "1171", id="dots before the colon"),
        pytest.param("Núm. assentament   000915/2026", "000915/2026", id="a gap for a colon"),
        pytest.param("Anotació\t2026-E-RE-453", "2026-E-RE-453", id="tab"),
        pytest.param("Número de registro: REGAGE26e00091120553", "REGAGE26e00091120553", id="State register"),
        pytest.param("Número de registre\nE/2026-0000145", "E/2026-0000145", id="value on the next line"),
        pytest.param("Registre d'entrada núm. 512", "512", id="in a sentence"),
        pytest.param("NÚMERO DE REGISTRE: e / 000123 - 2026", "e/000123-2026", id="blanks inside"),
    ],
)
def test_the_number_is_what_the_label_vouches_for(line: str, number: str) -> None:
    assert entry(f"{line}\nInteressat: Roc Mestres Vila\nNIF: {DNI}").number == number


@pytest.mark.parametrize(
    "line",
    [
        "Núm. registre de sortida: S/000153-2026",
        "Núm. d'expedient: X2026000012",
        "Número de registre origen: 77/2026",
        "Referència: 4481",
        "Codi de tràmit: 4PN0ZR2",
    ],
)
def test_another_number_is_never_the_registry_number(line: str) -> None:
    assert entry(f"{line}\nInteressat: Roc Mestres Vila\nNIF: {DNI}").number is None


def test_the_main_register_goes_before_the_auxiliary() -> None:
    text = "Núm. registre auxiliar: E/000123-2026\nNúmero de registre: 2026/88\nInteressat: Roc Mestres Vila"

    assert entry(text).number == "2026/88"
    assert (
        entry("Núm. registre auxiliar: E/000123-2026\nInteressat: Roc Mestres Vila").number == "E/000123-2026"
    )


@pytest.mark.parametrize(
    "order",
    [
        "Data de presentació: 09/03/2026 23:59:59\nData d'assentament: 10/03/2026 08:00:00",
        "Data d'assentament: 10/03/2026 08:00:00\nData de presentació: 09/03/2026 23:59:59",
        "Data i hora de registre en\t\t10/03/2026 08:00:00\nData presentació\t\t09/03/2026 23:59:59",
    ],
)
def test_the_presentation_wins_over_the_entry(order: str) -> None:
    assert entry(f"Número de registre: 7\n{order}").registered_at == local(2026, 3, 9, 23, 59, 59)


@pytest.mark.parametrize(
    "line",
    [
        "Data límit d'accés: 20/03/2026 10:00",
        "Data registre origen: 01/03/2026 10:00",
        "Data de naixement: 01/03/1960",
    ],
)
def test_another_date_is_never_the_registry_date(line: str) -> None:
    text = f"Número de registre: 7\n{line}\nData i hora de registre: 10/03/2026 09:30"

    assert entry(text).registered_at == local(2026, 3, 10, 9, 30)


@pytest.mark.parametrize(
    ("written", "on", "at"),
    [
        pytest.param("18/10/2026 10:15:32", date(2026, 10, 18), time(10, 15, 32), id="slashes"),
        pytest.param("18-10-2026 a las 21:05", date(2026, 10, 18), time(21, 5), id="Spanish"),
        pytest.param("02.04.2026 HORA 8.01", date(2026, 4, 2), time(8, 1), id="dots"),
        pytest.param("1/2/26", date(2026, 2, 1), None, id="two digit year, day first"),
        pytest.param(
            "24 d'agost de 2026 a les 09:15:00 hores", date(2026, 8, 24), time(9, 15), id="in words"
        ),
        pytest.param("1r d'abril de 2026", date(2026, 4, 1), None, id="ordinal"),
        pytest.param("03.mar.2026", date(2026, 3, 3), None, id="short month"),
        pytest.param("2026-03-19 08:13:17.0", date(2026, 3, 19), time(8, 13, 17), id="Java"),
        pytest.param("09/03/2026 9:29 p. m.", date(2026, 3, 9), time(21, 29), id="twelve hours"),
        pytest.param("09/03/2026 14:30 a. m.", date(2026, 3, 9), time(14, 30), id="of the afternoon anyhow"),
        pytest.param("09/03/2026 12:05 a. m.", date(2026, 3, 9), time(0, 5), id="after midnight"),
        pytest.param("09/03/2026 24:00", date(2026, 3, 10), time(0, 0), id="twenty-four hours"),
        pytest.param("4 de maig, a les 10:15", date(2025, 5, 4), time(10, 15), id="the last one, no year"),
        pytest.param("avui a les 12.40 h", date(2026, 3, 11), time(12, 40), id="today"),
        pytest.param("Dimarts 10/3 a les 10.15 h", date(2026, 3, 10), time(10, 15), id="a weekday, no year"),
        pytest.param("el 10/3 a les 9", date(2026, 3, 10), None, id="an hour beside, no year"),
        pytest.param("03.mar.2025 10:15", date(2025, 3, 3), time(10, 15), id="short month of another year"),
        pytest.param("10/3/2026, 21 h 07 min", date(2026, 3, 10), time(21, 7), id="hours and minutes"),
        pytest.param("ahir a les 11", date(2026, 3, 10), None, id="yesterday"),
    ],
)
def test_a_date_is_read_day_first(written: str, on: date, at: time | None) -> None:
    found = find_dates(written, today=TODAY)

    assert [(f.on, f.at) for f in found] == [(on, at)]


def test_the_hour_beside_a_date_is_read_below_the_header_of_a_forwarded_notice() -> None:
    header = "De: avisos@registre.example.cat\nEnviat: dilluns, 9 de març de 2026 8:00\n"

    found = entry(f"{header}\nEl dia 5 de març de 2026 s'ha registrat la sol·licitud, a les 10:15 h.")

    assert found.registered_at == local(2026, 3, 5, 10, 15)


@pytest.mark.parametrize(
    "text",
    ["31/02/2026", "E/000412-2026", "registre 12/11", "3/4 parts", "12.345.678-Z", "972 13 60 71", "v1.2.3"],
)
def test_what_is_no_date_is_not_found(text: str) -> None:
    assert find_dates(text, today=TODAY) == []


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        pytest.param("2026-04-26T07:55:55+02:00", datetime(2026, 4, 26, 5, 55, 55, tzinfo=UTC), id="offset"),
        pytest.param("2026-04-26T07:55:55Z", datetime(2026, 4, 26, 7, 55, 55, tzinfo=UTC), id="zulu"),
        pytest.param(
            "01/02/2026 11:48:00.342+00:01", datetime(2026, 2, 1, 10, 48, tzinfo=UTC), id="misprinted offset"
        ),
        pytest.param(
            "25/10/2026 02:30:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), id="the hour that comes twice"
        ),
    ],
)
def test_an_instant_is_of_the_office_unless_it_says_otherwise(written: str, instant: datetime) -> None:
    assert find_dates(written)[0].instant(MADRID).astimezone(UTC) == instant


def test_a_time_in_a_field_of_its_own_belongs_to_the_date_above() -> None:
    assert entry(
        "Núm. 345    Data 18/10/2026    Hora 12:05\nNom: Roc Mestres\nDNI 40123987G"
    ).registered_at == local(2026, 10, 18, 12, 5)
    assert find_time("a les 9.05 h") == time(9, 5)
    assert entry(
        "Número de registre: 7\nData de presentació: 18/10/2026\nHora: 12:05"
    ).registered_at == local(2026, 10, 18, 12, 5)
    assert entry("Número de registre: 7\nData de presentació: demà").registered_at is None


def test_the_person_is_the_interested_one_never_the_representative() -> None:
    text = (
        f"Número de registre: 7\nDADES DEL REPRESENTANT\nNom: Arnau Bassols Pi\nNIF: {OTHER_DNI}\n"
        "Mòbil: 633040506\n"
        f"DADES DE LA PERSONA INTERESSADA\nNom i cognoms: Gemma Torrent Oliva\nNIF: {DNI}"
    )
    person = notice(text).deposits[0].person

    assert (person.name, person.id_document, person.phone) == ("Gemma Torrent Oliva", DNI, None)


@pytest.mark.parametrize(
    "value",
    [
        f"-\nNom: GEMMA\nCognoms: TORRENT OLIVA\nNIF: {DNI}",
        f"TORRENT OLIVA, GEMMA\nNIF: {DNI}",
        f"{DNI} TORRENT OLIVA, GEMMA",
        f"Gemma Torrent Oliva (NIF {DNI})",
    ],
)
def test_name_and_document_may_share_a_field(value: str) -> None:
    person = notice(f"Número de registre: 7\nInteressat: {value}").deposits[0].person

    assert (person.name, person.id_document) == ("Gemma Torrent Oliva", DNI)


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    "names",
    [
        pytest.param("Nombre: GEMMA\nPrimer apellido: TORRENT\nSegundo apellido: OLIVA", id="Spanish"),
        pytest.param("Nom: Gemma\nPrimer cognom: Torrent\nSegon cognom: Oliva", id="Catalan"),
        pytest.param("Nom: Gemma\nCognom 1: Torrent\nCognom 2: Oliva", id="numbered"),
        pytest.param("Nom: Gemma\nCognoms: Torrent Oliva", id="surnames in one line"),
    ],
)
def test_a_name_in_several_lines_is_one_persons(names: str, first: bool) -> None:
    document = f"NIF: {DNI}\n"
    lines = f"{document}{names}\n" if first else f"{names}\n{document}"
    people = notice(f"Número de registre: 12\n{lines}Telèfon mòbil: 622010203").deposits

    assert [(d.person.name, d.person.id_document, d.person.phone) for d in people] == [
        ("Gemma Torrent Oliva", DNI, "+34622010203")
    ]


def test_several_entries_in_one_mail_keep_their_people() -> None:
    text = (
        f"1. Número de registre: E/000801-2026\nData: 10/03/2026 09:00\nInteressat: Gemma Torrent {DNI}\n\n"
        f"2. Número de registre: E/000802-2026\nData: 10/03/2026 09:30\nInteressat: Arnau Bassols {OTHER_DNI}"
    )

    told = notice(text, "Clàusules WhatsApp")
    assert [(d.person.id_document, d.entry.number) for d in told.deposits] == [
        (DNI, "E/000801-2026"),
        (OTHER_DNI, "E/000802-2026"),
    ]


def test_two_people_of_one_entry_share_its_number() -> None:
    text = (
        f"Número de registre: 7\nData: 10/03/2026 09:00\nInteressats:\n- Gemma Torrent Oliva (NIF {DNI})\n"
        f"- Arnau Bassols Pi (NIF {OTHER_DNI})"
    )

    assert [(d.person.name, d.entry.number) for d in notice(text).deposits] == [
        ("Gemma Torrent Oliva", "7"),
        ("Arnau Bassols Pi", "7"),
    ]


def test_a_wrong_document_and_a_landline_are_null_and_said() -> None:
    person = (
        notice("Número de registre: 7\nInteressat: Roc Mestres\nNIF: 40123987A\nTelèfon: 977102030")
        .deposits[0]
        .person
    )

    assert (person.id_document, person.phone) == (None, None)
    assert set(person.flaws) == {Flaw.DOCUMENT_INVALID, Flaw.PHONE_LANDLINE}


@pytest.mark.parametrize(
    ("subject", "text", "files", "means"),
    [
        pytest.param("Avís", CLAUSE, (), Bearing.CONSENT, id="the clause"),
        pytest.param("Avís", "Extracte: LOPD WHATSAPP", (), Bearing.CONSENT, id="two words"),
        pytest.param("Avís", "Tema: clausla concentimen whatssap", (), Bearing.CONSENT, id="misspelt"),
        pytest.param(
            "Instància",
            "Assumpte: Instància genèrica",
            ("clausula_consentiment.pdf",),
            Bearing.CONSENT,
            id="by file",
        ),
        pytest.param("Avís", "Assumpte: Llicència d'obres", (), Bearing.ELSEWHERE, id="another procedure"),
        pytest.param(
            "Avís",
            "Assumpte: Consentiment drets d'imatge del casal",
            (),
            Bearing.ELSEWHERE,
            id="another consent",
        ),
        pytest.param("Avís", CLAUSE + "\nTipus: Sortida", (), Bearing.EXIT, id="exit"),
        pytest.param("Registre S/000153-2026", CLAUSE, (), Bearing.EXIT, id="exit by its number"),
        pytest.param("Avís", CLAUSE + "\nEstat: esborrany, pendent de signar", (), Bearing.DRAFT, id="draft"),
        pytest.param("Anul·lació de l'assentament", CLAUSE, (), Bearing.ANNULLED, id="annulment"),
        pytest.param("L'anotació ha canviat d'estat", CLAUSE, (), Bearing.ANNULLED, id="change of state"),
        pytest.param(
            "Avís",
            CLAUSE + "\nSol·licita: que quedi sense efecte",
            (),
            Bearing.REVOCATION,
            id="revoked in the plea",
        ),
        pytest.param(
            "Avís",
            "Asunto: Retirada del consentimiento WhatsApp",
            (),
            Bearing.REVOCATION,
            id="revoked, Spanish",
        ),
        pytest.param("Avís", "Tràmit: Alta i baixa WhatsApp", (), Bearing.BOTH, id="both"),
        pytest.param(
            "Avís",
            CLAUSE + "\nObservacions: Podeu retirar el consentiment en qualsevol moment",
            (),
            Bearing.CONSENT,
            id="boilerplate on rights",
        ),
        pytest.param(
            "Nou registre d'entrada", "Número de registre: 7", (), Bearing.UNSAID, id="nothing said"
        ),
    ],
)
def test_a_notice_means_what_its_matter_says(
    subject: str, text: str, files: tuple[str, ...], means: Bearing
) -> None:
    assert bearing(notice(text, subject), files) is means


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading_of_a_notice(text: str) -> None:
    for deposit in notice(text).deposits:
        at = deposit.entry.registered_at
        assert at is None or at.tzinfo is not None
