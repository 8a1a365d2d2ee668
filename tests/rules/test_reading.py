"""A message gets its kind, its people and its entries from one ordered table, and doubt is an answer."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.letters.sentences import in_catalan
from daemon.mailbox.attachments.opening import read_whole
from rules.findings import Doubt, Flaw, Kind, Reading, Voice
from rules.mail.mail import read_mail
from tests.rules.messages import TOWN as PLAIN_TOWN
from tests.rules.messages import acts, mail, paper, read

TOWN = replace(PLAIN_TOWN, tz=ZoneInfo("Europe/Madrid"))
FOLDER = Path(__file__).parent / "messages"
MESSAGES = sorted(path.stem for path in FOLDER.glob("*.eml"))


def expected(name: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / f"{name}.json").read_text("utf-8")))


def reading_of(name: str) -> Reading:
    return read(read_mail((FOLDER / f"{name}.eml").read_bytes()), TOWN)


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_of_its_kind(name: str) -> None:
    assert reading_of(name).kind in expected(name)["kind"]


@pytest.mark.parametrize("name", [n for n in MESSAGES if {*expected(n)["kind"]} & {"automatic", "other"}])
def test_what_staff_say_is_ours_is_never_set_aside(name: str) -> None:
    message = read_mail((FOLDER / f"{name}.eml").read_bytes())
    assert read_whole(message, TOWN, said_ours=True).kind not in {Kind.AUTOMATIC, Kind.OTHER}


@pytest.mark.parametrize("name", [n for n in MESSAGES if expected(n)["people"]])
def test_a_message_names_its_people_and_their_entries(name: str) -> None:
    want, got = expected(name), reading_of(name)

    assert [(p.name, p.id_document, p.phone) for p in got.people] == [
        (p["name"], p["id_document"], p["phone"]) for p in want["people"]
    ]
    assert [(e.number, e.registered_at) for e in got.registries] == [
        (e["number"], datetime.fromisoformat(e["registered_at"])) for e in want["registries"]
    ]


OFFICIAL = "Subject: BAIXA Vallclara Informa WhatsApp"
DNI, OTHER_DNI = "40123987G", "38777120V"
DATA = f"Gemma Torrent Oliva, {DNI}, 622010203"
STAFF = "Secretaria <secretaria@vallclara.cat>"
REGISTER = "Registre <avisos@registre.example.cat>"
CLAUSE = "Assumpte: Clàusula de consentiment (WhatsApp)"
ENTRY = (
    "Número de registre: E/000777-2026\nData de presentació: 10/03/2026 12:00:00\n"
    f"Interessada: Gemma Torrent Oliva\nNIF: {DNI}\nMòbil: 622010203\n{CLAUSE}"
)
ARRIVED = datetime(2026, 3, 11, 9, tzinfo=UTC)


def passed(domain: str) -> str:
    return f"Authentication-Results: mx.vallclara.cat; dmarc=pass header.from={domain}"


def test_a_leave_is_the_writers_own_and_says_why() -> None:
    reading = read(mail(OFFICIAL, body=DATA), TOWN)

    assert (reading.kind, reading.voice, reading.doubts) == (Kind.BAIXA, Voice.WRITER, ())
    assert "demana la baixa" in in_catalan(reading.reasons[0])


def test_a_request_without_data_is_one_person_who_lacks_everything() -> None:
    (person,) = read(mail(OFFICIAL, body="Vull la baixa."), TOWN).people

    assert set(person.flaws) == {Flaw.DOCUMENT_MISSING, Flaw.PHONE_MISSING, Flaw.NAME_MISSING}


def test_a_quoted_dni_is_never_read() -> None:
    body = f"Traieu-me de la llista.\n\nEl 10/3/26 a les 9:00, Arnau ha escrit:\n> {OTHER_DNI} 633040506"

    (person,) = read(mail(OFFICIAL, body=body), TOWN).people

    assert (person.id_document, person.phone) == (None, None)


def test_a_baixa_of_nothing_said_is_a_leave_where_nothing_else_is_said_at_all() -> None:
    reading = read(mail("Subject: Baixa", body=f"Vull donar-me de baixa. {DATA}"), TOWN)

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, ())


@pytest.mark.parametrize(
    "more",
    [
        pytest.param("Ja no visc al poble.", id="a reason that may be of the padró"),
        pytest.param("És per la Nora, que ja té la plaça.", id="somebody's place"),
        pytest.param("Comptador 88123", id="a number of something else"),
        pytest.param("Ho podeu fer?", id="a question"),
        pytest.param("Taller Torrent", id="the name of a firm"),
    ],
)
def test_a_baixa_of_nothing_said_is_not_done_where_it_says_anything_more(more: str) -> None:
    reading = read(mail("Subject: Baixa", body=f"Vull donar-me de baixa. {DATA}\n{more}"), TOWN)

    assert not acts(reading)
    assert [p.id_document for p in reading.people] == [DNI]


def test_a_bare_baixa_with_a_file_is_for_a_person() -> None:
    body = (
        f"--b\nContent-Type: text/plain; charset=utf-8\n\nBaixa. {DATA}\n"
        "--b\nContent-Type: application/pdf; name=comunicat.pdf\n\nx\n--b--\n"
    )
    reading = read(mail("Subject: Baixa", 'Content-Type: multipart/mixed; boundary="b"', body=body), TOWN)

    assert reading.kind is Kind.UNSURE


@pytest.mark.parametrize(
    ("body", "doubt"),
    [
        pytest.param(
            "\n".join(f"Persona Mir Roure {d} 62201020{i}" for i, d in enumerate(
                ["30000000Y", "30000001F", "30000002P", "30000003D", "30000004X", "30000005B"])),
            Doubt.TOO_MANY,
            id="six people",
        ),
        pytest.param(f"Mira\u200bm, sisplau: {DATA}", Doubt.DISGUISED, id="hidden characters"),
    ],
)  # fmt: skip
def test_a_request_with_a_doubt_is_not_set_aside_and_says_the_doubt(body: str, doubt: Doubt) -> None:
    reading = read(mail(OFFICIAL, body=body), TOWN)

    assert reading.kind in {Kind.BAIXA, Kind.UNSURE}
    assert doubt in reading.doubts


def test_a_leave_for_a_later_day_is_for_a_person() -> None:
    reading = read(mail(OFFICIAL, body=f"Doneu-me de baixa a partir del mes que ve. {DATA}"), TOWN)

    assert (reading.kind, reading.doubts) == (Kind.UNSURE, (Doubt.FUTURE,))
    assert [p.id_document for p in reading.people] == [DNI]


def test_a_number_broken_by_the_end_of_a_long_line_is_one_number() -> None:
    said = f"Vull donar-me de baixa: Gemma Torrent Oliva, DNI {DNI}, mòbil 622 010"
    body = (
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{said}\n203. Gràcies\n"
        f"--b\nContent-Type: text/html; charset=utf-8\n\n<p>{said} 203. Gràcies</p>\n--b--\n"
    )
    reading = read(mail(OFFICIAL, 'Content-Type: multipart/alternative; boundary="b"', body=body), TOWN)

    assert ([p.phone for p in reading.people], reading.doubts) == (["+34622010203"], ())


def test_letters_of_another_alphabet_never_make_a_request() -> None:
    reading = read(mail("Subject: =?utf-8?b?0JLQkNCG0KXQkCBXaGF0c0FwcA==?=", body=DATA), TOWN)

    assert reading.kind is Kind.UNSURE
    assert Doubt.DISGUISED in reading.doubts


def test_plain_text_and_html_that_name_different_people_are_doubted() -> None:
    body = (
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{DATA}\n"
        f"--b\nContent-Type: text/html; charset=utf-8\n\n<p>Arnau Bassols {OTHER_DNI} 633040506</p>\n--b--\n"
    )
    reading = read(mail(OFFICIAL, 'Content-Type: multipart/alternative; boundary="b"', body=body), TOWN)

    assert Doubt.PARTS_DISAGREE in reading.doubts
    assert reading.kind is not Kind.BAIXA


def test_of_two_telephones_in_plain_text_and_html_neither_is_believed() -> None:
    body = (
        f"--b\nContent-Type: text/plain; charset=utf-8\n\nGemma Torrent {DNI} 622010203\n"
        f"--b\nContent-Type: text/html; charset=utf-8\n\n<p>Gemma Torrent {DNI} 622010302</p>\n--b--\n"
    )
    reading = read(mail(OFFICIAL, 'Content-Type: multipart/alternative; boundary="b"', body=body), TOWN)

    assert [(p.id_document, p.phone) for p in reading.people] == [(DNI, None)]


def test_a_person_must_look_at_a_condition() -> None:
    reading = read(mail(OFFICIAL, body=f"Si no pareu de nit, doneu-me de baixa. {DATA}"), TOWN)

    assert (reading.kind, reading.doubts) == (Kind.UNSURE, (Doubt.CONDITION,))
    assert [p.id_document for p in reading.people] == [DNI]


@pytest.mark.parametrize(
    ("body", "wish"),
    [
        pytest.param("Si no pareu de nit, doneu-me de baixa.", Kind.BAIXA, id="on a condition"),
        pytest.param("Doneu-me de baixa a partir del mes que ve.", Kind.BAIXA, id="for later"),
        pytest.param("Com em puc donar de baixa?", None, id="asked about"),
    ],
)
def test_what_is_asked_for_with_a_doubt_is_kept_for_who_may_grant_it(body: str, wish: Kind | None) -> None:
    reading = read(mail("Una cosa", body=f"{body} Llista de WhatsApp. {DATA}"), TOWN)

    assert (reading.kind, reading.wish) == (Kind.UNSURE, wish)


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("Bon dia, vull donar-me de baixa. Gràcies", "ca"),
        ("Buenos días, quiero darme de baja. Gracias", "es"),
        ("Please remove me", "ca"),
        ("El fanal de la plaça està fos", "ca"),  # "esta", without its accent, is Spanish
        ("Hola, soy María Ibáñez", "es"),
        ("Núria Núñez Ibáñez: em vull apuntar al canal", "ca"),  # names are of any language
        ("La farola está rota", "es"),
        ("¿Me apuntáis?", "es"),
        ("", "ca"),
    ],
)
def test_the_answer_is_in_the_writers_language(body: str, language: str) -> None:
    assert read(mail(OFFICIAL, body=body), TOWN).language == language


def test_a_robot_is_a_robot_whatever_its_words() -> None:
    reading = read(mail(OFFICIAL, "Auto-Submitted: auto-replied", body=DATA), TOWN)

    assert (reading.kind, reading.people) == (Kind.AUTOMATIC, ())
    assert reading.silence is not None


def test_a_notice_of_a_register_is_read_though_a_machine_sent_it() -> None:
    reading = read(mail("Subject: Avís", "Auto-Submitted: auto-generated", sender=REGISTER, body=ENTRY), TOWN)

    assert (reading.kind, reading.voice) == (Kind.CONSENT, Voice.REGISTRY)
    assert reading.silence is not None


@pytest.mark.parametrize(
    ("field", "is_doubted"),
    [(passed("registre.example.cat"), False), ("X-Nothing: at all", True), (passed("fals.example"), True)],
)
def test_a_notice_counts_as_trusted_only_when_its_sender_is_proved(field: str, is_doubted: bool) -> None:
    reading = read(mail("Subject: Avís", field, sender=REGISTER, body=ENTRY), TOWN, received_at=ARRIVED)

    assert reading.kind is Kind.CONSENT
    assert (Doubt.UNTRUSTED in reading.doubts) is is_doubted


def test_an_entry_of_the_future_is_doubted() -> None:
    late = ENTRY.replace("10/03/2026", "15/04/2026")

    assert Doubt.FUTURE_ENTRY in read(mail(sender=REGISTER, body=late), TOWN, received_at=ARRIVED).doubts
    assert Doubt.FUTURE_ENTRY not in read(mail(sender=REGISTER, body=ENTRY), TOWN, received_at=ARRIVED).doubts


def test_a_notice_of_our_clause_that_cannot_be_read_is_said() -> None:
    reading = read(
        mail("Subject: Clàusula de consentiment WhatsApp", sender=REGISTER, body="Vegeu l'enllaç."), TOWN
    )

    assert (reading.kind, reading.doubts[0]) == (Kind.UNSURE, Doubt.FORM_CHANGED)


def test_what_the_shell_took_out_of_attachments_fills_in() -> None:
    body = ENTRY.replace("Mòbil: 622010203\n", "")
    reading = read(
        mail(sender=REGISTER, body=body), TOWN, attached=(paper(f"DNI: {DNI}\nMòbil: 622 01 02 03"),)
    )

    assert [p.phone for p in reading.people] == ["+34622010203"]


def test_a_revocation_in_a_notice_is_a_leave_that_somebody_else_passed_on() -> None:
    reading = read(mail(sender=REGISTER, body=f"{ENTRY}\nSol·licita: que quedi sense efecte"), TOWN)

    assert (reading.kind, reading.voice) == (Kind.BAIXA, Voice.REGISTRY)


def test_a_notice_from_a_stranger_is_for_a_person() -> None:
    reading = read(mail("Subject: Avís", body=ENTRY), TOWN)

    assert reading.kind is Kind.UNSURE
    assert Doubt.UNTRUSTED in reading.doubts


@pytest.mark.parametrize("order", ["FET C-20", "TRETA 622010203", "ajuda"])
def test_an_order_counts_only_from_staff(order: str) -> None:
    assert read(mail(f"Subject: {order}", body="", sender=STAFF), TOWN).kind is Kind.COMMAND
    assert read(mail(f"Subject: {order}", body=""), TOWN).kind is not Kind.COMMAND


def test_what_staff_pass_on_is_the_residents_and_said_to_be_passed_on() -> None:
    body = (
        "---------- Forwarded message ---------\nDe: Arnau <a@x.example>\nSubject: baixa\n"
        "To: <secretaria@vallclara.cat>\n\n"
        f"Esborreu-me del WhatsApp municipal. Arnau Bassols Pi {OTHER_DNI} 633040506"
    )
    reading = read(mail("Subject: Fwd: baixa", sender=STAFF, body=body), TOWN)

    assert (reading.kind, reading.voice) == (Kind.BAIXA, Voice.FORWARD)
    assert [p.id_document for p in reading.people] == [OTHER_DNI]


def test_an_attached_form_gives_the_data_that_the_mail_lacks() -> None:
    reading = read(
        mail(OFFICIAL, body="Us ho adjunto."), TOWN, attached=(paper(f"Nom: Gemma Torrent\nDNI: {DNI}"),)
    )

    assert [(p.name, p.id_document) for p in reading.people] == [("Gemma Torrent", DNI)]


def test_a_form_of_the_clause_says_what_the_notice_does_not() -> None:
    body = ENTRY.replace(CLAUSE, "Assumpte: Instància genèrica")
    form = "Clàusula de consentiment - llista de difusió de WhatsApp"

    assert read(mail(sender=REGISTER, body=body), TOWN).kind is Kind.OTHER
    assert read(mail(sender=REGISTER, body=body), TOWN, attached=(paper(form),)).kind is Kind.CONSENT


def test_a_message_that_cannot_be_read_is_for_a_person() -> None:
    reading = read(mail("Content-Type: application/pkcs7-mime; smime-type=enveloped-data", body="AAAA"), TOWN)

    assert reading.kind is Kind.UNSURE


LEAVES = [n for n in MESSAGES if "baixa" in expected(n)["kind"] and n.startswith("leave-")]


@pytest.mark.parametrize("name", LEAVES)
def test_quoting_a_leave_under_new_words_never_adds_people(name: str) -> None:
    words = read_mail((FOLDER / f"{name}.eml").read_bytes()).words
    quoted = "\n".join(f"> {line}" for line in f"{words.own}\n{words.signature}".split("\n"))
    body = f"Gràcies, ja ho he vist.\n\nEl 10/3/26 a les 9:00, Algú ha escrit:\n{quoted}"

    reading = read(mail("Subject: Re: BAIXA Vallclara Informa", body=body), TOWN)

    assert not any(p.id_document or p.phone for p in reading.people)


@given(
    text=st.text(max_size=400),
    subject=st.text(alphabet=st.characters(codec="ascii", exclude_categories=["C"]), max_size=60),
)
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_the_reading(text: str, subject: str) -> None:
    for sender in ("a@x.example", STAFF, REGISTER):
        body = text.encode("utf-8", "replace").decode("utf-8")
        reading = read(
            mail(f"Subject: {subject}", "Content-Type: text/plain; charset=utf-8", sender=sender, body=body),
            TOWN,
        )

        assert reading.kind in Kind
        assert all(e.registered_at is None or e.registered_at.tzinfo for e in reading.registries)


@pytest.mark.parametrize(
    "atom",
    ["12345678Z ", "Nom: Gemma Torrent\n", "no em vull donar de baixa ", "  ", "1/1/26, 1:11 - a: ", "a'"],
)
def test_a_long_text_is_read_in_time(atom: str) -> None:
    began = process_time()
    read(mail(OFFICIAL, body=atom * (65_536 // len(atom))), TOWN)

    assert process_time() - began < 8  # a second or so on an idle machine; quadratic time would be minutes


@pytest.mark.parametrize(
    "asked",
    [
        "Baixa de la llista de WhatsApp: falten dades",
        "Baixa de la llista de WhatsApp: encara falten dades",
        "Baja de la lista de WhatsApp: todavía faltan datos",
    ],
)
def test_all_the_data_under_the_subject_of_our_question_are_a_leave(asked: str) -> None:
    body = "Pere Soler Font\n10000004H\n600555666\n"

    reading = read(mail(f"Subject: Re: {asked} (C-7KQ4M2XZ)", body=body), TOWN)

    assert reading.kind is Kind.BAIXA
    assert [p.id_document for p in reading.people] == ["10000004H"]


def test_data_in_what_is_quoted_make_no_request_of_a_reply() -> None:
    quoted = f"El dl., 9 març 2026 a les 10:00, Ajuntament <info@vallclara.cat> va escriure:\n> {DATA}"

    reading = read(
        mail(f"{OFFICIAL.replace('Subject: ', 'Subject: Re: ')}", body=f"Ja ho he llegit.\n\n{quoted}"), TOWN
    )

    assert reading.kind is not Kind.BAIXA
    assert reading.people == ()
