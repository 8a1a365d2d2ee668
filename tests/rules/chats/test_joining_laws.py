"""Laws of chats: whichever telephone exported it, in whatever language, the same person asks."""

from dataclasses import dataclass
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from rules.findings import Kind
from tests.rules.chats.test_joining_shapes import reading_of

FIRST, LAST = datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2026-11-10")
DATES = ["%d/%m/%y", "%d/%m/%Y", "%-d/%-m/%y", "%d.%m.%y", "%d-%m-%Y", "%Y-%m-%d"]
TIMES = [
    "%H:%M",
    "%H:%M:%S",
    "%I:%M:%S %p",
    "%-H:%M",
    "%I:%M %p",
    "%I:%M\u202fp.\u00a0m.",
    "%I:%M a. m.",
    "%H.%M",
]
HEADS = [
    "{date}, {time} - ",
    "{date} {time} - ",
    "[{date}, {time}] ",
    "[{date} {time}] ",
    "[{time}, {date}] ",
]
SYSTEM = [
    "Els missatges i les trucades estan xifrats d'extrem a extrem.",
    "Los mensajes y las llamadas están cifrados de extremo a extremo.",
    "Messages and calls are end-to-end encrypted.",
]
WISHES = ["ALTA", "Alta sisplau", "Bon dia, voldria donar-me d'alta", "Quiero darme de ALTA", "alta"]
DATA = [
    ["Mariona Coll Estragués 41276305E"],
    ["Mariona Coll Estragués", "41276305E"],
    ["Em dic Mariona Coll Estragués i el meu DNI és el 41.276.305-E"],
    ["Mariona Coll Estragués, DNI 41276305 E"],
    ["Nom: Mariona Coll Estragués\nDNI: 41276305E"],
]
OFFICE = ["Gràcies! Recordeu signar la clàusula.", "Exemple: ALTA Joan Pla 38114920X 677889900", "A les 14 h"]
MEDIA = [
    "<Multimèdia omès>",
    "\u200eimatge omesa",
    "IMG-20261112-WA0000.jpg (fitxer adjunt)",
    "<Media omitted>",
]
NUMBER = "+34 612 30 44 55"


@dataclass(frozen=True)
class Export:
    file: str
    text: str


@st.composite
def exports(draw: st.DrawFn) -> Export:
    at = draw(st.datetimes(FIRST, LAST))
    head = draw(st.sampled_from(HEADS))
    moment = head.format(
        date=at.strftime(draw(st.sampled_from(DATES))), time=at.strftime(draw(st.sampled_from(TIMES)))
    )
    author, file = draw(
        st.sampled_from(
            [
                (NUMBER, "_chat.txt"),
                (f"\u202a{NUMBER}\u202c", "_chat.txt"),
                ("Mariona", f"Xat de WhatsApp amb {NUMBER}.txt"),
                ("~ Mari", f"WhatsApp Chat with {NUMBER}.txt"),
                (f"Mariona {NUMBER}", "Chat de WhatsApp con Mariona.txt"),
            ]
        )
    )
    office = draw(st.sampled_from(["Vallclara Informa", "Ajuntament de Vallclara", "+34 600 00 00 00"]))
    hers = [draw(st.sampled_from(WISHES)), *draw(st.sampled_from(DATA))]
    said = [(author, text) for text in hers]
    for other in draw(
        st.lists(st.sampled_from([*((office, t) for t in OFFICE), *((author, t) for t in MEDIA)]), max_size=3)
    ):
        said.insert(draw(st.integers(0, len(said))), other)
    lines = [f"{moment}{draw(st.sampled_from(SYSTEM))}", *(f"{moment}{who}: {text}" for who, text in said)]
    end = draw(st.sampled_from(["\n", "\r\n", "\n\u200e"]))
    return Export(file=file, text=end.join(lines))


@given(exports())
def test_any_export_is_read(export: Export) -> None:
    row = {"subject": "Xat", "body": "", "file": export.file, "text": export.text}
    reading = reading_of(row)

    assert reading.kind is Kind.ALTA
    assert [(p.name, p.id_document, p.phone) for p in reading.people] == [
        ("Mariona Coll Estragués", "41276305E", "+34612304455")
    ]


PEOPLE = [
    ("Mariona Coll Estragués", "41276305E", "+34612304455"),
    ("Toni Freixa i Bover", "38114920X", "+34677889900"),
    ("Amina Haddad", "X4471209D", "+34622010203"),
    ("Pere Puig Mas", "40519037Y", "+34633040506"),
]
ROWS = {
    "lines": ("{}", ", ", "\n", "Altes:\n{}"),
    "dashes": ("- {}", " - ", "\n", "Altes:\n{}"),
    "bars": ("{}", " | ", "\n", "Altes:\n{}"),
    "blocks": ("{}", "\n", "\n\n", "Altes:\n\n{}"),
    "a table": ("<tr><td>{}</td></tr>", "</td><td>", "", "<p>Altes:</p><table>{}</table>"),
}


@st.composite
def lists(draw: st.DrawFn) -> tuple[str, list[tuple[str, str | None, str | None]]]:
    row, between, end, whole = ROWS[draw(st.sampled_from(sorted(ROWS)))]
    rows, want = [], []
    for name, document, phone in draw(st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True)):
        lacks = draw(st.sampled_from(["nothing", "nothing", "document", "phone"]))
        person = (name, None if lacks == "document" else document, None if lacks == "phone" else phone)
        cells = [value or "" for value in person]
        rows.append(row.format(between.join(c for c in cells if c or "<" in between)))
        want.append(person)
    return whole.format(end.join(rows)), want


@given(lists())
def test_in_a_clerks_list_nothing_slips_into_the_next_row(
    told: tuple[str, list[tuple[str, str | None, str | None]]],
) -> None:
    text, want = told
    reading = reading_of({"subject": "Altes WhatsApp", "body": text})

    assert reading.kind is Kind.ALTA
    assert [(p.name, p.id_document, p.phone) for p in reading.people] == want
