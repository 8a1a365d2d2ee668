"""Each thing that was read has its place and its rule, and what was set aside says why."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.letters.sentences import in_catalan
from rules.evidence import Evidence, Source, What, evidence
from rules.findings import Kind, Reading
from rules.mail.mail import Mail, read_mail
from rules.mail.message import Incoming
from rules.text.folding import clean, fold
from tests.rules.messages import html, mail, read
from tests.rules.test_reading import DNI, ENTRY, FOLDER, MESSAGES, OFFICIAL, REGISTER, STAFF, TOWN

UTF_8 = "Content-Type: text/plain; charset=utf-8"


def of(message: Mail) -> tuple[Reading, Evidence]:
    reading = read(message, TOWN)
    return reading, evidence(Incoming(mail=message, town=TOWN), reading, [*map(in_catalan, reading.reasons)])


def words_of(found: Evidence, what: What, whose: int | None = 0) -> str:
    """The marked words of one field, as they stand."""
    return " ".join(
        found.passages[m.passage].text[m.start : m.end]
        for m in found.marks
        if m.what is what and m.whose == whose
    )


def rule_of(found: Evidence, what: What) -> tuple[Source, str]:
    """In which text a thing was read first, and by which rule."""
    return next((found.passages[m.passage].source, in_catalan(m.rule)) for m in found.marks if m.what is what)


def set_aside(found: Evidence) -> dict[str, str]:
    """Why each text was set aside."""
    return {found.passages[a.passage].text[a.start : a.end]: in_catalan(a.why) for a in found.asides}


def alphanumeric(text: str) -> str:
    return "".join(c for c in text.upper() if c.isalnum())


@pytest.mark.parametrize("name", MESSAGES)
def test_every_field_of_a_message_has_the_place_where_it_stands(name: str) -> None:
    reading, found = of(read_mail((FOLDER / f"{name}.eml").read_bytes()))

    for whose, person in enumerate(reading.people):
        named = sorted(fold(clean(words_of(found, What.NAME, whose))).replace(",", "").split())
        assert named == sorted(fold(clean(person.name or "")).split())
        for what, value in ((What.DOCUMENT, person.id_document), (What.PHONE, person.phone)):
            marked = alphanumeric(words_of(found, what, whose))
            is_dictated = not any(c.isdigit() for c in marked)
            assert bool(marked) is bool(value)
            assert is_dictated or value is None or value[-5:-1] in marked
    for entry in reading.registries:
        assert entry.number is None or any(m.what is What.NUMBER for m in found.marks)
        assert entry.registered_at is None or any(m.what is What.DATE for m in found.marks)


_LETTER = f"""\
Bon dia, us escric perquè des de fa molt de temps vull donar-me
de baixa del WhatsApp municipal.
Soc la Gemma Torrent Oliva, DNI: {DNI},
mòbil 622 01 02 03. El fix és el 977 10 20 30 i el vostre el 600 00 00 00.

--\x20
Tel. 622010204
"""


def test_a_resident_s_mail_shows_which_words_decided_and_what_was_not_used() -> None:
    reading, found = of(mail("Subject: Hola", UTF_8, body=_LETTER))

    assert reading.kind is Kind.BAIXA
    assert words_of(found, What.WORDS, None) == "baixa"
    assert rule_of(found, What.WORDS) == (Source.OWN, "demana la baixa de la llista")
    assert words_of(found, What.NAME) == "Gemma Torrent Oliva"
    assert rule_of(found, What.NAME) == (Source.OWN, "s'hi presenta")
    assert words_of(found, What.DOCUMENT) == DNI
    assert rule_of(found, What.DOCUMENT) == (Source.OWN, "etiqueta «dni»")
    assert words_of(found, What.PHONE) == "622 01 02 03"
    assert set_aside(found) == {
        "977 10 20 30": "és un telèfon fix",
        "600 00 00 00": "és el telèfon del mateix Ajuntament",
        "622010204": "la signatura només omple el que falta al text",
    }


def test_a_dni_whose_letter_is_wrong_is_shown_as_no_document() -> None:
    _, found = of(mail(OFFICIAL, UTF_8, body="Gemma Torrent Oliva, 40123987A, 622010203"))

    assert words_of(found, What.DOCUMENT) == ""
    assert "no és un document vàlid" in set_aside(found)["40123987A"]


def test_quoted_history_is_set_aside_whole_and_nothing_is_read_in_it() -> None:
    body = (
        f"{DNI}\n\nEl dl., 3 nov. 2025 a les 10:00, Pere <p@b.example> va escriure:\n> 38777120V, 622010204\n"
    )
    _, found = of(mail(OFFICIAL, UTF_8, body=body))

    (quoted,) = (text for text, why in set_aside(found).items() if "història citada" in why)
    assert "38777120V" in quoted
    assert {found.passages[m.passage].source for m in found.marks} <= {Source.SUBJECT, Source.OWN}


def test_a_neighbour_s_data_beside_the_writer_s_are_said_to_be_nobody_s_who_asks() -> None:
    body = f"Gemma Torrent Oliva\n{DNI}\n622010203\n\nEn Pere Roca Mas em va dir com fer-ho.\n"
    reading, found = of(mail(OFFICIAL, UTF_8, body=body))

    assert [p.name for p in reading.people] == ["Gemma Torrent Oliva"]
    assert set_aside(found) == {"Pere Roca Mas": "no és de cap de les persones que ho demanen"}


def test_the_foot_of_a_newsletter_or_a_notice_pasted_whole_is_nobody_s_wish() -> None:
    foot = "Si no voleu rebre més missatges, responeu BAIXA a aquest correu."
    _, found = of(mail(OFFICIAL, UTF_8, body=f"\nGemma Torrent Oliva, {DNI}, 622010203\n\n{foot}\n"))

    assert set_aside(found) == {foot: "s'adreça a qui ho llegeix: no ho demana ningú"}


def test_a_notice_shows_its_matter_and_number_and_date_by_their_labels() -> None:
    _, found = of(mail("Subject: Nou assentament", UTF_8, sender=REGISTER, body=ENTRY))

    assert words_of(found, What.WORDS, None) == "Clàusula"

    assert words_of(found, What.NUMBER) == "E/000777-2026"
    assert rule_of(found, What.NUMBER)[1] == "etiqueta «numero de registre»"
    assert words_of(found, What.DATE) == "10/03/2026 12:00:00"
    assert rule_of(found, What.DATE)[1] == "etiqueta «data de presentacio»"


def test_what_staff_pass_on_is_read_in_what_was_passed_on() -> None:
    body = (
        "Us passo aquesta petició.\n\n---------- Forwarded message ---------\nDe: Gemma <g@b.example>\n"
        f"Subject: BAIXA WhatsApp\n\nVull la baixa. Gemma Torrent Oliva, {DNI}, 622010203\n"
    )
    _, found = of(mail("Subject: Fwd: BAIXA WhatsApp", UTF_8, sender=STAFF, body=body))

    assert rule_of(found, What.DOCUMENT)[0] is Source.FORWARDED


def test_hidden_text_has_no_passage_and_the_message_says_that_there_is_some() -> None:
    message = html(
        f"<p>Vull la baixa del WhatsApp, {DNI}, 622010203</p><p hidden>38777120V 622010204</p>", OFFICIAL
    )
    _, found = of(message)

    assert "hidden" in message.flaws
    assert not any("38777120V" in p.text for p in found.passages)


def test_a_machine_s_mail_has_no_evidence() -> None:
    _, found = of(
        mail("Subject: Newsletter", "List-Unsubscribe: <https://x.example>", body=f"{DNI} 622010203")
    )

    assert (found.passages, found.marks, found.asides) == ((), (), ())


@given(
    text=st.text(max_size=300) | st.text(alphabet="aAbB1 6:.-/\nXYZoó«»", max_size=300),
    sender=st.sampled_from(["a@x.example", STAFF, REGISTER]),
)
@settings(max_examples=80, deadline=None)
def test_no_text_breaks_the_evidence_and_each_place_is_in_its_text(text: str, sender: str) -> None:
    body = f"{text}\n{DNI} 622010203".encode("utf-8", "replace").decode()
    _, found = of(mail(OFFICIAL, UTF_8, sender=sender, body=body))

    assert all(
        0 <= one.start < one.end <= len(found.passages[one.passage].text)
        for one in (*found.marks, *found.asides)
    )
