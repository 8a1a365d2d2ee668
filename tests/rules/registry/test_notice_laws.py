"""Laws of notices: however labels, marks, order, dates and numbers are combined, the same is read."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.findings import Kind
from tests.rules.registry.test_notice_shapes import MADRID, REGISTER, STAFF, TABLES, found, notice

ACTING = {Kind.CONSENT, Kind.ALTA, Kind.BAIXA}

CA = {
    "number": [
        "Número de registre",
        "Nº registre",
        "Núm. registre",
        "Número d'assentament",
        "Registre d'entrada",
    ],
    "presented": ["Data presentació", "Data de presentació", "Data i hora de presentació"],
    "entered": ["Data i hora de registre", "Data de registre", "Data d'assentament", "Data d'entrada"],
    "name": ["Interessat", "Nom complet", "Nom i cognoms", "Sol·licitant", "Persona interessada"],
    "document": ["NIF", "DNI", "Document", "DNI/NIE", "Document d'identitat"],
    "phone": ["Telèfon", "Telèfon mòbil", "Mòbil", "Tel."],
    "matter": ["Resum/Assumpte", "Resum", "Assumpte", "Extracte", "Tràmit"],
    "origin": ["Núm. registre origen", "Núm. expedient", "Referència", "Número de registre de sortida"],
}
ES = {
    "number": ["Número de registro", "Nº registro", "Número de asiento", "Numero_Registro_Entrada"],
    "presented": ["Fecha de presentación", "Fecha y hora de presentación"],
    "entered": ["Fecha y hora de registro", "Fecha de entrada", "Fecha_Hora_Entrada"],
    "name": ["Interesado", "Nombre y apellidos", "Solicitante"],
    "document": ["NIF", "Documento", "Documento de identidad"],
    "phone": ["Teléfono", "Móvil", "Teléfono móvil"],
    "matter": ["Asunto", "Resumen", "Extracto", "Trámite"],
    "origin": ["Nº expediente", "Número de registro de salida", "Número de registro origen"],
}
MARKS = [": ", " : ", "\t", "\t\t", " ......: ", ":\n", "    ", " | "]
FRAMES = [
    *(("{}" + mark + "{}", "{}", "\n") for mark in MARKS),
    ("<tr><th>{}</th><td>{}</td></tr>", "<table>{}</table>", ""),
    ("<tr><td><b>{}:</b></td><td>{}</td></tr>", "<table>{}</table>", "\n"),
    ("<b>{}:</b> {}<br>", "<p>{}</p>", ""),
    ("<li><strong>{}</strong>: {}</li>", "<ul>{}</ul>", ""),
    ("<dt>{}</dt><dd>{}</dd>", "<dl>{}</dl>", ""),
    ("<div>{}</div><div>{}</div>", "<div>{}</div>", ""),
    ("<p>{}:<br>{}</p>", "<div>{}</div>", ""),
]
NOISE = [
    ("Oficina", "Registre general"), ("Tipus Registre", "Entrada"), ("Presencial", "No"),
    ("Correu electrònic", "mariona@bustia.example"), ("Annexos", "clausula.pdf"), ("Llibre", "1"),
    ("Data de naixement", "01/03/1960"), ("Codi SIA", "2231104"), ("Unitat", "Secretaria"),
    ("Enllaç", "https://registre.example.cat/e/88120"), ("Òrgan destí", "L01171701"), ("Idioma", "Català"),
    ("Adreça", "C. Major, 12"), ("Representant", "-"), ("Estat", "Registrat"), ("Municipi", "Vallclara"),
]  # fmt: skip
NUMBERS = [
    "E/000345-2026", "E2026000626", "E/2026-0000145", "E-00002256-2026", "2026-E-126", "2026-E-RC-453",
    "REGAGE26e00022070621", "GOIBE1708001141307/2026", "2-E-15/2026", "9082/2026", "2026/571", "1171",
]  # fmt: skip
MONTHS = (
    "gener", "febrer", "març", "abril", "maig", "juny", "juliol", "agost", "setembre", "octubre", "novembre",
    "desembre",
)  # fmt: skip
FIRST, LAST = datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2026-11-10")
CLAUSE = "Clàusula de consentiment del tractament de dades personals (WhatsApp)"


def bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def written(at: datetime) -> st.SearchStrategy[str]:
    """The instant in every way in which registers print it, to the second or to the minute."""
    month = MONTHS[at.month - 1]
    of = "d'" if month[0] in "ao" else "de "
    offset = at.strftime("%z")
    return st.sampled_from(
        [
            at.strftime("%d/%m/%Y %H:%M:%S"),
            at.strftime("%d-%m-%Y %H:%M:%S"),
            at.strftime("%Y-%m-%d %H:%M:%S.0"),
            at.strftime("%Y-%m-%dT%H:%M:%S") + f"{offset[:3]}:{offset[3:]}",
            at.strftime("%d/%m/%YT%H:%M:%S.729") + f"{offset[:3]}:{offset[3:]}",
            at.strftime("%d.%m.%Y a les %H:%M:%S"),
            f"{at.day} {of}{month} de {at.year} a les {at:%H:%M:%S} hores",
            f"{at.day}.{month[:3]}.{at.year} {at:%H:%M:%S}",
        ]
    )


@dataclass(frozen=True)
class Shape:
    text: str
    want: list[str]


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    labels = draw(st.sampled_from([CA, ES]))
    line, whole, end = draw(st.sampled_from(FRAMES))
    noise = draw(st.lists(st.sampled_from(NOISE), max_size=4, unique=True))
    # An hour that every day has once.
    at = draw(st.datetimes(FIRST, LAST))
    presented = at.replace(hour=at.hour % 20 + 4, microsecond=0, tzinfo=MADRID)
    entered = presented + timedelta(days=1, hours=1)
    number = draw(st.sampled_from(NUMBERS))
    lines = [
        ("number", number),
        ("entered", draw(written(entered))),
        ("presented", draw(written(presented))),
        ("origin", "4410/2025"),
        ("matter", CLAUSE),
    ]
    person = [("name", "Mariona Coll Estragués"), ("document", "41276305E"), ("phone", "612 304 455")]
    order = draw(st.permutations([*([one] for one in [*lines, *noise]), person]))
    said = (
        (draw(st.sampled_from(labels[kind])) if kind in labels else kind, value)
        for part in order
        for kind, value in part
    )
    text = whole.format(end.join(line.format(label, value) for label, value in said))
    instant = presented.isoformat()
    return Shape(text=text, want=["Mariona Coll Estragués", "41276305E", "+34612304455", number, instant])


@given(shapes())
def test_any_combination_is_read(shape: Shape) -> None:
    assert found(notice("Nova entrada", shape.text)) == [shape.want]


PEOPLE = [
    ["Mariona Coll Estragués", "41276305E", "+34612304455"],
    ["Toni Freixa i Bover", "38114920X", "+34677889900"],
    ["Amina Haddad", "X4471209D", "+34622010203"],
]
SECTION = [("Representant", ""), ("Nom", "Roser Pla Serra"), ("NIF", "40519037Y"), ("Telèfon", "633040506")]
DEPUTIES = {
    "nobody": ([], []),
    "a section above": (SECTION, []),
    "a section below": ([], SECTION),
    "a line below": ([], [("Representant", "Roser Pla Serra (40519037Y), tel. 633040506")]),
    "a presenter above": ([("Presentat per", "Roser Pla Serra"), ("NIF", "40519037Y")], []),
}


@st.composite
def digests(draw: st.DrawFn) -> tuple[str, list[list[str]]]:
    line, whole, end = draw(st.sampled_from(FRAMES))
    above, below = DEPUTIES[draw(st.sampled_from(sorted(DEPUTIES)))]
    matter, is_first = [("Assumpte", CLAUSE)], draw(st.booleans())
    said: list[tuple[str, str]] = []
    want = []
    for i, person in enumerate(PEOPLE[: draw(st.integers(1, 3))]):
        number, day = f"E/00{1200 + i}-2026", f"{i + 1:02d}"
        head = [("Número de registre", number), ("Data de presentació", f"{day}/11/2026 21:00")]
        data = [("Interessat", person[0]), ("NIF", person[1]), ("Telèfon", person[2])]
        entry = [*head, *above, *data, *below]
        said += [*matter, *entry] if is_first else [*entry, *matter]
        want.append([*person, number, f"2026-11-{day}T21:00:00+01:00"])
    return whole.format(end.join(line.format(label, value) for label, value in said)), want


@given(digests())
def test_no_deputy_of_any_entry_ever_consents(digest: tuple[str, list[list[str]]]) -> None:
    text, want = digest

    assert found(notice("Noves entrades", text)) == want


DISGUISES = {
    "capitals": str.upper,
    "small letters": str.lower,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "no accents": bare,
    "zero width": lambda text: "\u200b".join(text[i : i + 3] for i in range(0, len(text), 3)),
    "soft hyphens": lambda text: text.replace("e", "e\u00ad"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "Cyrillic": lambda text: text.replace("a", "а").replace("o", "о"),
}
SETTLED = [row for table in ("meaning", "doubtful") for row in TABLES[table]]


@pytest.mark.parametrize("disguise", DISGUISES)
def test_no_disguise_makes_a_consent_of_what_is_none(disguise: str) -> None:
    change = DISGUISES[disguise]
    acts = []
    for row in SETTLED:
        sender = row.get("sender", REGISTER if row in TABLES["meaning"] else STAFF)
        plain = notice(row["subject"], row["body"], sender=sender)
        reading = notice(change(row["subject"]), change(row["body"]), sender=sender)
        if reading.kind is not plain.kind and reading.kind in ACTING and not reading.doubts:
            acts.append(row["id"])

    assert acts == []
