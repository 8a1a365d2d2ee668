"""A paper adds what its notice lacks, overrules nothing, and speaks for nobody but who filled it in."""

from datetime import datetime

import pytest

from daemon.letters.sentences import in_catalan
from rules.findings import Doubt, Kind, Reading
from rules.mail.opened import Opened
from tests.rules.messages import TOWN, mail, paper, read

DNI, OTHER_DNI = "40123987G", "38777120V"
REGISTER = "Registre <avisos@registre.example.cat>"
HEADING = "CLÀUSULA DE CONSENTIMENT\nLlista de difusió de WhatsApp 600 00 00 00\nNom i cognoms:\nDNI:\n"
ENTRY = "Número de registre: E/000777-2026\nData de presentació: 10/03/2026 12:00:00"
CLAUSE = "Assumpte: Clàusula de consentiment (WhatsApp)"
GENERIC = "Assumpte: Instància genèrica"


def notice(*lines: str, papers: tuple[Opened, ...] = ()) -> Reading:
    return read(
        mail("Subject: Avís", sender=REGISTER, body="\n".join((ENTRY, *lines))), TOWN, attached=papers
    )


def people(reading: Reading) -> list[tuple[str | None, str | None, str | None]]:
    return [(p.name, p.id_document, p.phone) for p in reading.people]


def test_a_form_gives_the_person_that_its_notice_does_not_name() -> None:
    form = paper(
        HEADING, fields=f"Nom i cognoms: Gemma Torrent Oliva\nDNI: {DNI}\nTelèfon mòbil: 622 01 02 03"
    )

    reading = notice(CLAUSE, "Vegeu el formulari adjunt", papers=(form,))

    assert reading.kind is Kind.CONSENT
    assert people(reading) == [("Gemma Torrent Oliva", DNI, "+34622010203")]
    assert [e.number for e in reading.registries] == ["E/000777-2026"]


def test_a_form_fills_only_what_is_lacking() -> None:
    form = paper(fields=f"Nom: Gemma Torrent\nDNI: {DNI}\nMòbil: 622 01 02 03")

    reading = notice(CLAUSE, "Interessat: Gemma Torrent Oliva", f"NIF: {DNI}", papers=(form,))

    assert people(reading) == [("Gemma Torrent Oliva", DNI, "+34622010203")]
    assert Doubt.PAPER_DIFFERS not in reading.doubts


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(f"DNI: {OTHER_DNI}\nMòbil: 633040506", id="another document"),
        pytest.param("Nom i cognoms: Arnau Bassols Pi\nMòbil: 633040506", id="another name"),
    ],
)
def test_the_form_of_somebody_else_fills_nothing_and_is_for_a_person(fields: str) -> None:
    reading = notice(
        CLAUSE, "Interessat: Gemma Torrent Oliva", f"NIF: {DNI}", papers=(paper(HEADING, fields=fields),)
    )

    assert people(reading) == [("Gemma Torrent Oliva", DNI, None)]
    assert Doubt.PAPER_DIFFERS in reading.doubts


def test_the_numbers_in_the_small_print_of_a_form_are_nobodys() -> None:
    form = paper(
        f"{HEADING}Delegat de protecció de dades: 655 44 33 22",
        fields=f"Nom: Gemma Torrent Oliva\nDNI: {DNI}\nTelèfon mòbil:",
    )

    assert people(notice(CLAUSE, papers=(form,))) == [("Gemma Torrent Oliva", DNI, None)]


def test_a_receipt_gives_number_and_hour_where_the_mail_gives_neither() -> None:
    receipt = paper(
        "Justificant de registre\nNúmero de registre: E/000778-2026\n"
        f"Data i hora de presentació: 09/03/2026 18:30:15\nInteressada: Gemma Torrent Oliva\nNIF: {DNI}"
    )
    body = f"S'ha registrat una clàusula de consentiment.\n{CLAUSE}\nVegeu el justificant adjunt."

    reading = read(mail("Subject: Avís", sender=REGISTER, body=body), TOWN, attached=(receipt,))

    assert reading.kind is Kind.CONSENT
    assert [(e.number, e.registered_at) for e in reading.registries] == [
        ("E/000778-2026", datetime(2026, 3, 9, 18, 30, 15, tzinfo=TOWN.tz))
    ]


@pytest.mark.parametrize("number", ["Número: 14", "Número de registre: E/000777-2026"])
def test_the_date_that_a_person_wrote_on_the_form_is_not_the_registers(number: str) -> None:
    form = paper(HEADING, fields=f"Nom: Gemma Torrent Oliva\nDNI: {DNI}\nData: 02/03/2026\n{number}")
    body = f"Número de registre: E/000777-2026\n{CLAUSE}"

    reading = read(mail("Subject: Avís", sender=REGISTER, body=body), TOWN, attached=(form,))

    assert [e.registered_at for e in reading.registries] in ([None], [])


GENERIC_FORM = f"Nom: Gemma Torrent Oliva\nDNI: {DNI}\nMòbil: 622010203"


@pytest.mark.parametrize(
    ("matter", "text", "fields", "kind"),
    [
        pytest.param(GENERIC, HEADING, GENERIC_FORM, Kind.CONSENT, id="the clause by its heading"),
        pytest.param(
            GENERIC,
            f"REVOCACIÓ DEL CONSENTIMENT\n{HEADING}",
            GENERIC_FORM,
            Kind.BAIXA,
            id="takes the consent back",
        ),
        pytest.param(
            GENERIC,
            "INSTÀNCIA\nExposa: el fanal no va\nSol·licita: que m'ho digueu per WhatsApp\n"
            "Us informem que el tractament de dades es basa en el vostre consentiment",
            "",
            Kind.UNSURE,
            id="speaks of it in passing",
        ),
        pytest.param(
            GENERIC,
            HEADING,
            f"{GENERIC_FORM}\nAutoritzo l'enviament: no",
            Kind.UNSURE,
            id="the box is not ticked",
        ),
        pytest.param(GENERIC, "INSTÀNCIA\nSol·licita: una llicència", "", Kind.OTHER, id="nothing of ours"),
        pytest.param(
            "Assumpte: Llicència d'obres", HEADING, "", Kind.OTHER, id="the notice says another matter"
        ),
    ],
)
def test_what_a_paper_makes_of_a_notice_that_does_not_say_its_matter(
    matter: str, text: str, fields: str, kind: Kind
) -> None:
    assert notice(matter, papers=(paper(text, fields=fields),)).kind is kind


@pytest.mark.parametrize(
    ("box", "is_doubted"),
    [
        ("Autoritzo l'Ajuntament a enviar-me avisos: no", True),
        ("Hi dono el consentiment: no", True),
        ("Hi dono el consentiment: sí", False),
        ("He llegit la informació: no", False),
        ("Autoritzo l'ús de la meva imatge: no", False),
    ],
)
def test_a_consent_whose_box_is_not_ticked_is_for_a_person(box: str, is_doubted: bool) -> None:
    reading = notice(CLAUSE, papers=(paper(HEADING, fields=f"{GENERIC_FORM}\n{box}"),))

    assert reading.kind is Kind.CONSENT
    assert (Doubt.UNTICKED in reading.doubts) is is_doubted


def test_a_notice_of_the_clause_whose_paper_takes_it_back_is_for_a_person() -> None:
    form = paper(f"REVOCACIÓ DEL CONSENTIMENT\n{HEADING}", fields=GENERIC_FORM)

    assert Doubt.UNCLEAR in notice(CLAUSE, papers=(form,)).doubts


def test_the_number_of_who_presents_it_is_not_the_persons() -> None:
    receipt = paper(
        f"{ENTRY}\nPersona interessada\nNom i cognoms: Gemma Torrent Oliva\nNIF: {DNI}\nTelèfon: 622010203\n"
        f"Representant: Arnau Bassols Pi\nNIF: {OTHER_DNI}\nTelèfon: 633040506"
    )

    assert people(notice(CLAUSE, papers=(receipt,))) == [("Gemma Torrent Oliva", DNI, "+34622010203")]


def test_two_who_signed_one_form_are_two_people() -> None:
    form = paper(HEADING, fields=f"Nom: Gemma Torrent\nDNI: {DNI}\nNom: Arnau Bassols\nDNI: {OTHER_DNI}")

    assert [p.id_document for p in notice(CLAUSE, papers=(form,)).people] == [DNI, OTHER_DNI]
    alone = notice(CLAUSE, "Interessat: Gemma Torrent", f"NIF: {DNI}", papers=(form,))
    assert Doubt.PAPER_DIFFERS in alone.doubts


def refused(name: str = "formulari.pdf") -> Opened:
    return Opened(name=name, refused="està xifrat amb una contrasenya")


def test_a_paper_that_cannot_be_read_is_said_by_name_and_makes_a_card() -> None:
    reading = notice(CLAUSE, "Interessat: Gemma Torrent Oliva", f"NIF: {DNI}", papers=(refused(),))

    assert Doubt.UNREAD in reading.doubts
    said = "l'annex «formulari.pdf» no s'ha pogut llegir: està xifrat amb una contrasenya"
    assert said in map(in_catalan, reading.unread)


def test_a_paper_that_cannot_be_read_is_no_matter_where_another_says_all() -> None:
    form = paper(HEADING, fields=GENERIC_FORM)

    reading = notice(CLAUSE, papers=(refused("altres.pdf"), form))

    assert Doubt.UNREAD not in reading.doubts
    assert len(reading.unread) == 1


def test_a_mail_whose_only_words_are_in_a_paper_that_cannot_be_read_is_not_lost() -> None:
    reading = read(mail("Subject: Clàusula WhatsApp", body="Us ho adjunto."), TOWN, attached=(refused(),))

    assert (reading.kind, Doubt.UNREAD in reading.doubts) == (Kind.UNSURE, True)


def test_a_picture_of_a_paper_is_no_reason_to_lose_the_mail_it_is_all_of() -> None:
    picture = Opened(name="clausula.pdf")

    reading = read(mail("Subject: Clàusula WhatsApp", body="Us ho adjunto."), TOWN, attached=(picture,))

    assert (reading.kind, Doubt.UNREAD in reading.doubts) == (Kind.UNSURE, True)
    assert "l'annex «clausula.pdf» no té text: és una imatge?" in map(in_catalan, reading.reasons)


def test_a_notice_that_says_who_it_is_needs_no_text_in_its_picture() -> None:
    picture = Opened(name="clausula_signada.pdf")

    reading = notice(CLAUSE, "Interessat: Gemma Torrent Oliva", f"NIF: {DNI}", papers=(picture,))

    assert reading.kind is Kind.CONSENT
    assert Doubt.UNREAD not in reading.doubts


def test_which_paper_was_read_is_said() -> None:
    form = paper(HEADING, fields=GENERIC_FORM, name="formulari.pdf")

    reasons = notice(CLAUSE, papers=(form,)).reasons
    assert "s'ha llegit l'annex «formulari.pdf»" in map(in_catalan, reasons)


def test_a_sender_who_names_a_file_cannot_break_the_sentence() -> None:
    reading = notice(GENERIC, papers=(refused("a\u202e\nb\x00" + "x" * 300),))

    assert all(why.isprintable() and len(why) < 200 for why in map(in_catalan, reading.unread))
