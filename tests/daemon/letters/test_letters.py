"""Residents are told the same in plain text and in HTML, and nothing that they did not write themselves."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import phonenumbers
import pytest
from stdnum.es import dni, nie

from daemon.letters import residents, wording
from daemon.letters.blocks import Block, blocks
from daemon.letters.rendered import Rendered
from daemon.letters.residents import Tap
from daemon.letters.samples import samples
from daemon.letters.texts import LANGUAGES, read_texts
from rules.books.decision import Letter, Template
from rules.findings import Flaw, Person
from rules.town import Town
from tests.daemon.rendering import (
    DOCUMENT,
    EIGHT,
    MASKED,
    PHONE,
    PHONE_END,
    PRIVACY,
    TOWN,
    body_of,
    words,
    words_of_html,
)

IN_EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)

OURS = read_texts()

WHOLE = Person(name="Blanca Rius Fabra", id_document=DOCUMENT, phone=PHONE)


def written(
    template: Template, language: str = "ca", *, reference: str = "C-TEST", **parts: object
) -> Rendered:
    asked = Letter(template=template, to="algu@example.org", language=language, **parts)  # type: ignore[arg-type]
    tap = Tap(to="info@example.org", code="2B3C4D5F6G7H8")
    return residents.letter(
        asked,
        reference=reference,
        town=TOWN,
        privacy_url=PRIVACY,
        texts=OURS,
        tap=tap,
        address="info@example.org",
    )


def parts_of(template: Template) -> dict[str, object]:
    done = {"done": (WHOLE,), "left_at": (EIGHT,), "on_phone": True, "undoable": True}
    missing = {"missing": (Person(flaws=(Flaw.DOCUMENT_MISSING, Flaw.PHONE_MISSING)),)}
    return {
        Template.DONE: done,
        Template.MISSING: missing,
        Template.RECEIVED: {"received": True},
        Template.PARTLY: {**done, **missing, "received": True},
        Template.REMINDER: missing,
        Template.UNDONE: {**done, "undone_at": EIGHT},
        Template.JOIN: {},
        Template.CONFIRM: missing,
        Template.STILL: {"done": (WHOLE,), "left_at": (EIGHT,)},
        Template.OFF_PHONE: {"done": (WHOLE,), "left_at": (EIGHT,)},
        Template.WELCOME: {},
        Template.RIGHTS: {},
        Template.RIGHTS_PROOF: {},
        Template.RIGHTS_LATER: {"say": "682 123 456", "answer_by": EIGHT.date()},
        Template.RIGHTS_DONE: {},
        Template.HOW_IT_WORKS: {},
        Template.WHERE_TO_TURN: {},
        Template.NO_MESSAGES: {},
        Template.INCIDENT: {"received": True},
        Template.ANNOUNCEMENT: {"received": True},
        Template.ANSWERED: {"say": "682 123 456", "written_at": EIGHT},
    }[template]


EVERY_LETTER = [
    pytest.param(sample, id=f"{sample.language}-{sample.template}-{n}")
    for language in LANGUAGES
    for template in Template
    for n, sample in enumerate(samples(template, language))
]


def rendered(letter: Letter, town: Town = TOWN) -> Rendered:
    return residents.letter(letter, reference="C-TEST", town=town, privacy_url=PRIVACY, texts=OURS)


@pytest.mark.parametrize("sample", EVERY_LETTER)
def test_no_letter_has_a_placeholder_a_gap_or_an_empty_value_left(sample: Letter) -> None:
    letter = rendered(sample)

    for part in (letter.subject, letter.text, letter.html):
        assert not re.search(r"\{[{%]|[}%]\}|\bNone\b|\bTrue\b|\bFalse\b|«»|\(\)", part)
    assert not [line for line in letter.text.splitlines() if line.strip() in {"-", ":"}]
    assert "\n\n\n" not in letter.text


CATALAN = {"amb", "els", "és", "heu", "vós", "us", "aquest", "correu", "missatge", "dia", "bon", "llista"}
SPANISH = {"con", "los", "usted", "le", "este", "correo", "mensaje", "día", "buenos", "lista", "su", "y"}


@pytest.mark.parametrize("sample", EVERY_LETTER)
def test_who_wrote_in_spanish_is_answered_in_spanish_and_else_in_catalan(sample: Letter) -> None:
    letter = rendered(sample, replace(TOWN, channel="Canal", name="Vila"))

    said = {*re.findall(r"\w+", f"{letter.subject} {letter.text}".casefold())}
    own, other = (CATALAN, SPANISH) if sample.language == "ca" else (SPANISH, CATALAN)
    assert len(said & own) >= 4
    assert not said & other
    assert f'<html lang="{sample.language}">' in letter.html


@pytest.mark.parametrize(
    "hostile",
    [
        Person(
            name="<b>{{ 7*7 }}</b>\r\nBcc: x@example.org",
            id_document="<B>{{49}}\n\u202e\u2066",
            phone="+34<i>\n\u202e",
            flaws=(Flaw.DOCUMENT_INVALID,),
        ),
        Person(name="{% raw %}", id_document="\u202e" * 40, phone="\u2028" * 9, flaws=(Flaw.NAME_MISSING,)),
    ],
    ids=["markup", "invisible"],
)
@IN_EACH_LANGUAGE
@pytest.mark.parametrize("template", Template)
def test_what_a_message_gave_cannot_become_markup_or_turn_the_words_around_it(
    template: Template, language: str, hostile: Person
) -> None:
    parts = parts_of(template)
    people = {part: (hostile,) for part in ("done", "missing") if part in parts}

    letter = written(template, language, **{**parts, **people})

    assert letter.subject == written(template, language, **parts).subject
    assert body_of(letter.html).css("b, i") == []
    for part in (letter.text, letter.html):
        assert not {"\u202e", "\u2066", "\u2028", "\r"} & {*part}
        assert "Bcc" not in part
    assert words_of_html(letter.html) == words(letter.text)


@IN_EACH_LANGUAGE
@pytest.mark.parametrize("template", Template)
def test_every_letter_says_the_same_in_plain_text_and_in_html(template: Template, language: str) -> None:
    letter = written(template, language, **parts_of(template))

    assert words_of_html(letter.html) == words(letter.text)


@IN_EACH_LANGUAGE
@pytest.mark.parametrize("template", Template)
def test_every_letter_ends_with_who_writes_and_the_two_lines_of_data_protection(
    template: Template, language: str
) -> None:
    letter = written(template, language, reference="C-REF7", **parts_of(template))

    body, _, foot = letter.text.partition("\n------\n")
    assert body.strip().splitlines()[-2:] == [
        TOWN.name,
        f"{'Referència' if language == 'ca' else 'Referencia'}: C-REF7",
    ]
    assert TOWN.name in foot
    assert TOWN.channel in " ".join(foot.split())
    assert "apdcat.gencat.cat" in foot
    assert foot.rstrip().endswith(PRIVACY)


@IN_EACH_LANGUAGE
@pytest.mark.parametrize("template", Template)
def test_a_subject_is_fixed_words_and_the_reference(template: Template, language: str) -> None:
    plain = written(template, language, reference="C-REF7", **parts_of(template)).subject

    assert plain.isprintable()
    assert plain.endswith(" (C-REF7)")
    assert not set(re.findall(r"\d+", plain)) - {"7"}


@IN_EACH_LANGUAGE
@pytest.mark.parametrize(
    ("template", "part", "asks"),
    [
        pytest.param(Template.DONE, "done", False, id="done"),
        pytest.param(Template.RECEIVED, "received", False, id="received"),
        pytest.param(Template.UNDONE, "done", False, id="undone"),
        pytest.param(Template.PARTLY, "done", False, id="partly, nothing missing"),
        pytest.param(Template.MISSING, "missing", True, id="missing"),
        pytest.param(Template.REMINDER, "missing", True, id="reminder"),
        pytest.param(Template.PARTLY, "missing", True, id="partly, something missing"),
    ],
)
def test_only_the_subject_of_a_letter_that_asks_for_data_comes_back_as_a_leave(
    template: Template, part: str, asks: bool, language: str
) -> None:
    parts = parts_of(Template.PARTLY) if part == "missing" else parts_of(Template.DONE)

    subject = written(template, language, **{**parts, "received": True}).subject

    assert bool(re.search(r"\b(baixa|baja)\b", subject, re.IGNORECASE)) is asks


@IN_EACH_LANGUAGE
@pytest.mark.parametrize("template", Template)
def test_no_line_of_plain_text_is_wider_than_a_mail_program_keeps(template: Template, language: str) -> None:
    letter = written(template, language, **parts_of(template))

    assert max(map(len, letter.text.splitlines())) <= wording.WIDTH


def test_an_unknown_language_is_written_in_catalan() -> None:
    assert written(Template.RECEIVED, "fr", received=True) == written(Template.RECEIVED, "ca", received=True)


def test_without_an_address_of_the_privacy_page_there_is_no_link() -> None:
    asked = Letter(template=Template.RECEIVED, to="algu@example.org", language="ca", received=True)

    letter = residents.letter(asked, reference="C-1", town=TOWN, privacy_url="", texts=OURS)

    assert body_of(letter.html).css("a") == []
    assert "Més informació" not in letter.text


@IN_EACH_LANGUAGE
def test_received_is_the_same_for_everybody_but_the_reference(language: str) -> None:
    everybody = [
        {"received": True},
        {"received": False},
        {"received": True, "missing": (Person(flaws=(Flaw.PHONE_MISSING,)),)},
        {"received": True, "done": (WHOLE,), "left_at": (EIGHT,)},
    ]

    one, *others = [
        written(Template.RECEIVED, language, reference=f"C-{n}", **who) for n, who in enumerate(everybody)
    ]

    for n, other in enumerate(others, 1):
        for field in ("subject", "text", "html"):
            assert getattr(other, field).replace(f"C-{n}", "C-0").encode() == getattr(one, field).encode()


@IN_EACH_LANGUAGE
def test_received_speaks_of_no_leave_and_of_no_person(language: str) -> None:
    body = written(Template.RECEIVED, language, received=True).text.partition("\n------\n")[0]

    assert not re.search(r"DNI|NIE|baixa|baja|llista|lista|\*", body)


@IN_EACH_LANGUAGE
def test_done_gives_the_date_and_only_a_hint_of_who(language: str) -> None:
    letter = written(Template.DONE, language, done=(WHOLE,), left_at=(EIGHT,))

    for part in (letter.text, letter.html, letter.subject):
        assert DOCUMENT not in part
        assert DOCUMENT[:8] not in part
        assert PHONE[3:] not in part
        assert "Blanca" not in part
    line = next(line for line in letter.text.splitlines() if MASKED in line)
    assert PHONE_END in line
    assert "11 de maig de 2026" in line or "11 de mayo de 2026" in line


def test_the_date_of_a_leave_is_the_date_on_the_towns_clocks() -> None:
    late = datetime(2026, 8, 10, 22, 30, tzinfo=UTC)

    letter = written(Template.DONE, done=(WHOLE,), left_at=(late,))

    assert "baixa del dimarts 11 d’agost de 2026" in " ".join(letter.text.split())


@IN_EACH_LANGUAGE
def test_done_tells_of_a_last_message_and_of_how_to_undo(language: str) -> None:
    text = " ".join(written(Template.DONE, language, **parts_of(Template.DONE)).text.split())

    for said in {
        "ca": (
            "com a molt tard el pròxim dia hàbil",
            "us pot arribar algun missatge",
            "en el termini de 10 dies",
        ),
        "es": (
            "como muy tarde el próximo día hábil",
            "puede llegarle algún mensaje",
            "en el plazo de 10 días",
        ),
    }[language]:
        assert said in text


@IN_EACH_LANGUAGE
def test_done_says_nothing_of_the_phone_where_nothing_is_to_be_taken_off(language: str) -> None:
    parts = parts_of(Template.DONE)

    text = written(Template.DONE, language, **{**parts, "on_phone": False}).text

    assert not re.search(r"tel[èé]fono?\b", text)
    assert "10 d" in text


@IN_EACH_LANGUAGE
def test_a_leave_is_called_done_only_once_the_number_is_off_the_phone(language: str) -> None:
    parts = parts_of(Template.DONE)
    open_, closed = (
        written(Template.DONE, language, **{**parts, "on_phone": on_phone}) for on_phone in (True, False)
    )
    done = re.compile(r"està feta|està fet|está hecha|está hecho")

    said, said_after = (" ".join(letter.text.split()) for letter in (open_, closed))
    assert not done.search(open_.subject + said)
    assert re.search(r"no està acabada|no está terminada", said)
    assert done.search(said_after)
    assert not re.search(r"acabada|terminada", said_after)


@IN_EACH_LANGUAGE
def test_a_day_is_promised_once_and_not_again_to_who_still_gets_messages(language: str) -> None:
    letter = written(Template.DONE, language, **{**parts_of(Template.DONE), "repeated": True})
    again = " ".join(letter.text.split())

    assert re.search(r"no està acabada|no está terminada", again)
    assert not re.search(r"dia hàbil|día hábil", again)


@IN_EACH_LANGUAGE
def test_done_offers_no_undoing_of_what_is_too_long_ago(language: str) -> None:
    parts = parts_of(Template.DONE)

    text = written(Template.DONE, language, **{**parts, "undoable": False}).text

    assert not re.search(r"\b10\b|responeu aquest correu|responda a este correo", text)


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        ("98765432M", "DNI ***6543**"),
        ("Y7654321B", "NIE ****4321*"),
        ("K7654321B", "NIF ****4321*"),
        ("AB1234567", "document *****4567"),
    ],
)
def test_a_document_is_called_what_it_is(document: str, kind: str) -> None:
    letter = written(Template.DONE, done=(replace(WHOLE, id_document=document),), left_at=(EIGHT,))

    assert kind in letter.text


FLAWS = {
    Flaw.NAME_MISSING: ("el nom i els cognoms", "el nombre y los apellidos"),
    Flaw.DOCUMENT_MISSING: ("el DNI o NIE, amb la lletra", "el DNI o NIE, con la letra"),
    Flaw.DOCUMENT_INVALID: ("la lletra hi falta o no és la que toca", "la letra falta o no es la que toca"),
    Flaw.PHONE_MISSING: ("el número de mòbil que voleu", "el número de móvil que quiere"),
    Flaw.PHONE_INVALID: ("el que heu escrit no és vàlid", "el que ha escrito no es válido"),
    Flaw.PHONE_LANDLINE: ("telèfon fix", "teléfono fijo"),
}  # fmt: skip


@IN_EACH_LANGUAGE
@pytest.mark.parametrize("flaw", Flaw)
def test_missing_names_just_what_is_wrong(flaw: Flaw, language: str) -> None:
    letter = written(Template.MISSING, language, missing=(Person(flaws=(flaw,)),))

    text = " ".join(letter.text.split())
    said = [each for each in Flaw if FLAWS[each][LANGUAGES.index(language)] in text]
    assert said == [flaw]


@IN_EACH_LANGUAGE
def test_missing_asks_for_document_and_mobile_where_no_flaw_is_named(language: str) -> None:
    text = " ".join(written(Template.MISSING, language, missing=(Person(),)).text.split())

    for flaw in (Flaw.DOCUMENT_MISSING, Flaw.PHONE_MISSING):
        assert FLAWS[flaw][LANGUAGES.index(language)] in text


def test_of_several_people_each_is_told_apart_by_what_they_gave() -> None:
    people = (
        Person(id_document=DOCUMENT, flaws=(Flaw.PHONE_LANDLINE,)),
        Person(phone=PHONE, flaws=(Flaw.DOCUMENT_INVALID,)),
        Person(flaws=(Flaw.DOCUMENT_MISSING, Flaw.PHONE_MISSING)),
    )

    text = written(Template.MISSING, missing=people).text

    asked = [line for line in text.splitlines() if line.endswith(":") and line.startswith(("De ", "D’"))]
    assert asked == [
        f"De la persona amb DNI {MASKED}:",
        f"De la persona amb mòbil acabat en {PHONE_END}:",
        "D’una persona de qui no tenim ni el DNI ni el mòbil:",
    ]


def test_two_people_of_whom_nothing_is_known_are_asked_about_once() -> None:
    text = written(Template.CONFIRM, missing=(Person(name="Mar Pi"), Person(name="Pau Pi"))).text

    assert text.count("D’una persona de qui no tenim ni el DNI ni el mòbil:") == 1
    assert text.count("el número de mòbil que voleu donar de baixa") == 1


@IN_EACH_LANGUAGE
def test_the_example_can_be_read_as_nobodys_data(language: str) -> None:
    text = written(Template.MISSING, language, missing=(Person(flaws=(Flaw.PHONE_MISSING,)),)).text

    tokens = re.findall(r"[\w-]+", text)
    assert not [token for token in tokens if dni.is_valid(token) or nie.is_valid(token)]
    assert not list(phonenumbers.PhoneNumberMatcher(text, "ES", phonenumbers.Leniency.POSSIBLE))


@pytest.mark.parametrize(
    ("flaws", "lines"),
    [
        pytest.param((Flaw.DOCUMENT_INVALID,), ["DNI: 00000000-X"], id="a document"),
        pytest.param((Flaw.PHONE_LANDLINE,), ["Mòbil: 6XX XX XX XX"], id="a mobile"),
        pytest.param((), ["DNI: 00000000-X", "Mòbil: 6XX XX XX XX"], id="nothing is named"),
        pytest.param(
            (Flaw.NAME_MISSING, Flaw.DOCUMENT_MISSING),
            ["Nom i cognoms: (nom i cognoms)", "DNI: 00000000-X"],
            id="both",
        ),
    ],
)
@pytest.mark.parametrize("template", [Template.MISSING, Template.REMINDER])
def test_the_lines_to_copy_are_of_what_is_missing_and_what_was_given_is_not_asked_again(
    template: Template, flaws: tuple[Flaw, ...], lines: list[str]
) -> None:
    text = written(template, missing=(Person(flaws=flaws),)).text

    assert [line.strip() for line in text.splitlines() if line.startswith("    ")] == lines


def test_of_several_people_each_is_to_be_named_with_all_her_data() -> None:
    one = Person(id_document=DOCUMENT, flaws=(Flaw.PHONE_MISSING,))

    text = written(Template.MISSING, missing=(one, replace(one, id_document=None, phone=PHONE))).text

    assert "amb les dades de cada persona" in " ".join(text.split())
    assert len([line for line in text.splitlines() if line.startswith("    ")]) == 3


@IN_EACH_LANGUAGE
def test_a_reminder_names_what_is_missing_and_that_a_person_will_look(language: str) -> None:
    text = written(Template.REMINDER, language, missing=(Person(flaws=(Flaw.PHONE_LANDLINE,)),)).text

    assert FLAWS[Flaw.PHONE_LANDLINE][LANGUAGES.index(language)] in " ".join(text.split())
    assert re.search(r"una persona de l’Ajuntament|una persona del Ayuntamiento", " ".join(text.split()))


@IN_EACH_LANGUAGE
def test_undone_says_of_whom_and_since_when(language: str) -> None:
    letter = written(Template.UNDONE, language, **parts_of(Template.UNDONE))

    assert MASKED in letter.text
    assert re.search("dilluns 11 de maig de 2026|lunes 11 de mayo de 2026", " ".join(letter.text.split()))


@IN_EACH_LANGUAGE
def test_who_is_to_join_gets_a_link_that_opens_whatsapp_with_nothing_but_the_word(language: str) -> None:
    letter = written(Template.JOIN, language)

    links = [node.attributes["href"] for node in body_of(letter.html).css("a")]
    assert links == ["https://wa.me/34600999999?text=ALTA", PRIVACY]
    assert links[0] in letter.text.splitlines()
    assert "600 99 99 99" in letter.text


@IN_EACH_LANGUAGE
def test_partly_has_a_section_for_each_of_its_parts(language: str) -> None:
    letter = written(Template.PARTLY, language, **parts_of(Template.PARTLY))

    headings = [node.text() for node in body_of(letter.html).css("h2")]
    assert len(headings) == 3
    assert all(f"\n{heading}\n{'-' * len(heading)}\n" in letter.text for heading in headings)


def test_a_part_that_a_letter_has_not_gets_no_section() -> None:
    letter = written(Template.PARTLY, received=True, done=(WHOLE,), left_at=(EIGHT,))

    assert [node.text() for node in body_of(letter.html).css("h2")] == [
        "El que ja està fet",
        "El que ha de mirar una persona",
    ]


def test_the_names_of_the_configuration_are_data_too() -> None:
    town = replace(TOWN, name="Ajuntament <b>{{7*7}}</b>", channel="L'«A» & <i>B</i>")
    asked = Letter(template=Template.DONE, to="a@example.org", language="ca", done=(WHOLE,), left_at=(EIGHT,))

    letter = residents.letter(asked, reference="C-1", town=town, privacy_url=PRIVACY, texts=OURS)

    assert body_of(letter.html).css("b, i") == []
    assert "Ajuntament <b>{{7*7}}</b>" in letter.text


def test_blocks_hold_every_word_and_know_what_they_are() -> None:
    text = "Bon dia,\n\nTítol\n-----\n\n- u\n- dos\n\n    Camp: …\n\nAdéu\n\n------\n\nLletra petita\nmés\n"

    assert list(blocks(text)) == [
        Block(kind="paragraph", lines=("Bon dia,",)),
        Block(kind="heading", lines=("Títol",)),
        Block(kind="list", lines=("u", "dos")),
        Block(kind="form", lines=("Camp: …",)),
        Block(kind="paragraph", lines=("Adéu",)),
        Block(kind="rule", lines=()),
        Block(kind="small", lines=("Lletra petita", "més")),
    ]
