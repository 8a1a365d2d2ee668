"""Laws of the reading, whatever is written: made up by chance of the sentences that people write."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import reading as rules_of
from rules.findings import Kind, Reading, Voice
from rules.mail.mail import read_mail
from rules.people.name_forms import written
from rules.people.telephones import normal_phone
from rules.text.folding import clean, fold
from tests.rules.messages import TOWN as PLAIN_TOWN
from tests.rules.messages import mail, read

TOWN = replace(PLAIN_TOWN, tz=ZoneInfo("Europe/Madrid"))

_SUBJECTS = st.sampled_from(
    [
        "BAIXA Vallclara Informa WhatsApp",
        "Baixa WhatsApp",
        "baja grupo whatsapp",
        "Re: Baixa WhatsApp",
        "Consulta",
        "",
        "Llista de difusió",
        "unsubscribe",
        "BAIXA padró",
        "No em doneu de baixa",
        "Baixa?",
        "Àlber d'estiu",
    ]
)
_SENTENCES = st.sampled_from(
    """\
Vull donar-me de baixa de la llista de WhatsApp.
Em podeu treure de la llista de difusió?
Quiero darme de baja del grupo de WhatsApp del ayuntamiento.
No vull rebre més missatges.
Please remove me from the WhatsApp list.
Je ne veux plus recevoir vos messages WhatsApp.
No em vull donar de baixa!
No em doneu de baixa, si us plau.
Com em puc donar de baixa?
Si heu de continuar enviant tants missatges, doneu-me de baixa.
Potser em donaré de baixa més endavant.
A partir del mes que ve vull la baixa.
Al final no cal, em quedo a la llista.
He canviat de número.
La meva mare és de baixa laboral.
Vull la baixa del padró.
Baixa tensió a casa des d'ahir.
El meu veí, en Pere Roca, DNI 38777120V, 622010204, sí que la vol.
Vull apuntar-me a la llista.
M'he equivocat, no calia.
D'aquí a un mes, m'esborreu.
Gràcies.
Fins aviat!
Bon dia,
¿Puede decirme si sigo en la lista?
Només el meu home, jo no.
""".splitlines()
)
_DATA = st.sampled_from(
    [
        "Gemma Torrent Oliva, 40123987G, 622010203",
        "Nom: Núria Güell\nDNI: 40.123.987-G\nMòbil: 622 01 02 03",
        "DNI 40123987A, tel. 622010203",
        "622010203",
        "40123987 g",
        "em dic Joan Ferrer, dni 40123987g, mòbil +34622010203",
        "40123987 a 622010203",
        "DNI 4O123987G i mòbil 972 74 00 00",
        "X1234567L, 0034 622010203",
        "",
    ]
)
_TEXTS = st.builds(
    lambda said, data, after: "\n".join([*said, "", data, *after]),
    st.lists(_SENTENCES, min_size=0, max_size=3),
    _DATA,
    st.lists(_SENTENCES, max_size=1),
)


def _reading(subject: str, text: str) -> Reading:
    plain = "Content-Type: text/plain; charset=utf-8"
    return read(mail(f"Subject: {subject}", plain, body=text), TOWN)


def _by_rules(subject: str, text: str) -> Reading:
    """Without the second reader, to whom a name is what is written like one."""
    plain = "Content-Type: text/plain; charset=utf-8"
    return rules_of.read(mail(f"Subject: {subject}", plain, body=text), TOWN)


def _acting(reading: Reading) -> set[tuple[Kind, str, str]]:
    """Who would be taken off the list by this reading without anybody's further word, if the books agree."""
    if reading.kind is not Kind.BAIXA or reading.voice is not Voice.WRITER or reading.doubts:
        return set()
    return {(reading.kind, p.id_document, p.phone) for p in reading.people if p.id_document and p.phone}


def _named(reading: Reading) -> set[tuple[str | None, str | None]]:
    return {(p.id_document, p.phone) for p in reading.people if p.id_document or p.phone}


_NAME_WORDS = st.sampled_from(
    [
        "Pere",
        "MARIA",
        "àngels",
        "de",
        "la",
        "l'Hospital",
        "i",
        "Güell-Roca",
        "DEL",
        "d'en",
        "O'Neill",
        "Mª",
        ",",
        "McKay",
    ]
)


# --- normalising ----------------------------------------------------------------------------------


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(clean(text))

    assert fold(once) == once


@given(st.lists(_NAME_WORDS))
def test_a_name_written_as_one_writes_it_stays_so(words: list[str]) -> None:
    once = written(" ".join(words))

    assert written(once) == once


# --- quoting --------------------------------------------------------------------------------------


def _marked(old: str) -> str:
    return "\n".join(f"> {line}" for line in old.split("\n"))


_FROM: Final = "Pere Roca <pere@bustia.example>"
_ON: Final = "dilluns, 3 de novembre de 2025 10:00"
_CITED: Final[dict[str, Callable[[str], str]]] = {
    "citation marks alone": _marked,
    "catalan": lambda old: f"El dl., 3 nov. 2025 a les 10:00, {_FROM} va escriure:\n\n{_marked(old)}",
    "spanish": lambda old: f"El lun, 3 nov 2025 a las 10:00, {_FROM} escribió:\n{_marked(old)}",
    "english": lambda old: f"On Mon, Nov 3, 2025 at 10:00 AM {_FROM} wrote:\n\n{_marked(old)}",
    "header block": lambda old: (
        f"De: {_FROM}\nEnviat: {_ON}\nPer a: info@vallclara.cat\nTema: Baixa\n\n{old}"
    ),
    "original message": lambda old: (
        f"-----Missatge original-----\nDe: {_FROM}\nEnviat: {_ON}\nAssumpte: Baixa WhatsApp\n\n{old}"
    ),
}


@pytest.mark.parametrize("cite", [pytest.param(c, id=name) for name, c in _CITED.items()])
@given(subject=_SUBJECTS, new=_TEXTS.filter(str.strip), old=_TEXTS)
@settings(max_examples=40, deadline=None)
def test_a_quotation_under_a_text_adds_nobody(
    cite: Callable[[str], str], subject: str, new: str, old: str
) -> None:
    alone, quoting = _reading(subject, new), _reading(subject, f"{new}\n\n{cite(old)}")

    assert _named(quoting) <= _named(alone)
    assert _acting(quoting) <= _acting(alone)


# --- spelling -------------------------------------------------------------------------------------


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


_SPELLINGS: Final[dict[str, Callable[[str], str]]] = {
    "capitals": str.upper,
    "small letters": str.lower,
    "without accents": _without_accents,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "wide letters": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "printed apostrophes": lambda text: text.replace("'", "\u2019"),
    "hard spaces": lambda text: text.replace(" ", "\u00a0"),
}


@pytest.mark.parametrize("spell", [pytest.param(s, id=name) for name, s in _SPELLINGS.items()])
@given(subject=_SUBJECTS, text=_TEXTS)
@settings(max_examples=800, deadline=None)
def test_another_spelling_never_makes_a_message_act(
    spell: Callable[[str], str], subject: str, text: str
) -> None:
    assert _acting(_by_rules(subject, spell(text))) <= _acting(_by_rules(subject, text))


@given(
    subject=_SUBJECTS,
    text=_TEXTS,
    hidden=st.sampled_from("\u200b\u200d\u2060\u00ad\ufeff\u202e\u2066"),
    places=st.lists(st.integers(0, 400), min_size=1, max_size=5),
)
@settings(max_examples=80, deadline=None)
def test_invisible_characters_never_make_a_message_act(
    subject: str, text: str, hidden: str, places: list[int]
) -> None:
    before = _acting(_reading(subject, text))
    for place in places:
        text = text[:place] + hidden + text[place:]

    assert _acting(_reading(subject, text)) <= before


@given(subject=_SUBJECTS, text=_TEXTS, letters=st.sampled_from(["aа", "oо", "eе", "iі", "xх", "BВ", "AА"]))
@settings(max_examples=80, deadline=None)
def test_letters_of_another_alphabet_never_make_a_message_act(subject: str, text: str, letters: str) -> None:
    latin, alike = letters

    assert _acting(_reading(subject, text.replace(latin, alike))) <= _acting(_reading(subject, text))


# --- bytes ----------------------------------------------------------------------------------------

_PARENTS = [path.read_bytes() for path in sorted((Path(__file__).parent / "messages").glob("*.eml"))]
_EDITS = st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 60), st.binary(max_size=40)), max_size=6)


@given(raw=st.sampled_from([b"", *_PARENTS]) | st.binary(max_size=600), edits=_EDITS)
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_and_whatever_is_given_is_valid(
    raw: bytes, edits: list[tuple[int, int, bytes]]
) -> None:
    for place, length, put in edits:
        raw = raw[:place] + put + raw[place + length :]
    reading = read(read_mail(raw), TOWN)

    assert reading.kind in Kind
    for person in reading.people:
        assert person.phone is None or normal_phone(person.phone) == person.phone
        assert person.id_document is None or person.id_document.isalnum()
    assert all(e.registered_at is None or e.registered_at.tzinfo for e in reading.registries)
