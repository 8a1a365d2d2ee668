"""Words for values: dates, time limits, numbers and names as people read them.

What comes from a mail is data only: it is shown without control characters, on one
line, cut to a length that cannot bury the rest, and between isolates (U+2068, U+2069).
In HTML they become elements, so that a name in another script or a hostile one cannot
turn the words around it; in plain text, where people copy from, nothing invisible is left.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from textwrap import fill
from typing import Final

import phonenumbers

from daemon.letters.dates import of_month, weekday
from rules.books.subscription import State
from rules.desk.digest import Item
from rules.findings import Person
from rules.people.masking import masked
from rules.text.folding import fold

WIDTH: Final = 76
"""How wide plain text may be: mail programs quote it without breaking it again."""

NAMELESS: Final = "(sense nom)"
"""Who gave no name."""

LONGEST_NAME: Final = 80
LONGEST_SENTENCE: Final = 300
LONGEST_QUOTE: Final = 600

STATES: Final = {
    State.REQUESTED: "falta el consentiment",
    State.CONSENTED: "falta l’ALTA",
    State.DUE: "per posar al telèfon",
    State.ACTIVE: "al telèfon",
    State.LEAVING: "per treure del telèfon",
    State.LEFT: "de baixa",
    State.ERASED: "esborrada",
}
"""How a subscription stands, in a word or two."""

_SHAPES: Final = {
    re.compile("[0-9]{8}[A-Z]"): "DNI",
    re.compile("[XYZ][0-9]{7}[A-Z]"): "NIE",
    re.compile("[KLM][0-9]{7}[A-Z]"): "NIF",
}
_DOCUMENT: Final = {"ca": "document", "es": "documento"}
_ENDING_IN: Final = {"ca": "mòbil acabat en", "es": "móvil acabado en"}
_PILED_MARKS: Final = re.compile("([\u0300-\u036f]{2})[\u0300-\u036f]+")
_BREAKS: Final = frozenset({"Cc", "Zl", "Zp"})
_INVISIBLE: Final = frozenset({"Cf", "Co", "Cs", "Cn"})
_LONGEST_CALL: Final = 40
_SHORTEST_CALL: Final = 3  # a letter, or "M.", tells nobody
_ELIDES: Final = re.compile(r"h?(?![iu][aeiou])[aeiou]")
_NO_ISOLATES: Final = {0x2068: None, 0x2069: None}
_AS_ELEMENTS: Final = {0x2068: "<bdi>", 0x2069: "</bdi>"}
_LEAD: Final = re.compile(r" *(?:- |> )?")


def shown(text: str, longest: int = LONGEST_NAME) -> str:
    """Return *text* as it may be shown: one line, nothing invisible, at most *longest* characters."""
    visible = "".join(map(_visible, text[: 4 * longest]))
    line = _PILED_MARKS.sub(r"\1", " ".join(visible.split()))
    return line if len(line) <= longest else line[: longest - 1] + "…"


def isolated(text: str, longest: int = LONGEST_NAME) -> str:
    """Return what a stranger wrote as it may stand between our words; "" stays ""."""
    line = shown(text, longest)
    return f"\u2068{line}\u2069" if line else ""


def of(name: str) -> str:
    """Say of whom: "de Martí", "d’Anna", "d’Helena", "de Iolanda"."""
    return f"d’{name}" if _ELIDES.match(fold(in_plain_text(name))) else f"de {name}"


def called(people: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What each of *people*, by reference, is called: by the first name where nobody else has it."""
    names = {ref: shown(name) for ref, name in people if shown(name)}
    first = {ref: name.split()[0].strip(",;") for ref, name in names.items()}
    shared = Counter(fold(name) for name in first.values())
    alone = {ref for ref, name in first.items() if shared[fold(name)] == 1 and len(name) >= _SHORTEST_CALL}
    return {ref: isolated(first[ref] if ref in alone else name, _LONGEST_CALL) for ref, name in names.items()}


def in_plain_text(text: str) -> str:
    """Return *text* without its isolates."""
    return text.translate(_NO_ISOLATES)


def in_html(markup: str) -> str:
    """Return a page whose isolates are elements; what a stranger wrote holds none of its own."""
    return markup.translate(_AS_ELEMENTS)


def sentence(text: str) -> str:
    """Return one of our reasons as a sentence: a capital, typographic apostrophes, a full stop."""
    line = shown(text, LONGEST_SENTENCE).replace("'", "’")
    stop = "" if line.endswith((".", "?", "…")) else "."
    return line[:1].upper() + line[1:] + stop if line else ""


def counted(count: int, one: str, many: str) -> str:
    """Say how many: "1 baixa", "3 baixes"; "" for none."""
    return f"{count} {one if count == 1 else many}" if count else ""


def day(on: date, language: str = "ca", *, year: bool = False) -> str:
    """Say a date: "dissabte 11 d’abril", with *year* "dissabte 11 d’abril de 2026"."""
    said = f"{weekday(on, language)} {on.day} {of_month(on, language)}"
    return f"{said} de {on.year}" if year else said


def moment(at: datetime, tz: tzinfo) -> str:
    """Say an instant on the town's clock: "dilluns 11 de maig a les 7.42 h"."""
    local = at.astimezone(tz)
    return f"{day(local)} {_hour(local)}"


def lately(at: datetime, tz: tzinfo, on: date) -> str:
    """Say an instant as on the day *on*: "avui a les 7.42 h", "el dilluns 11 de maig a la 1.05 h"."""
    local = at.astimezone(tz)
    near = {on: "avui", on - timedelta(days=1): "ahir"}.get(local.date(), f"el {day(local)}")
    return f"{near} {_hour(local)}"


def _hour(local: datetime) -> str:
    article = "a la" if local.hour == 1 else "a les"
    return f"{article} {local.hour}.{local.minute:02d} h"


def phone(number: str | None) -> str:
    """Group a number as it is said here, 683 33 13 83; a foreign one keeps its country."""
    if not number:
        return "Sense número de mòbil"
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return isolated(number)
    home = parsed.country_code == 34
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)


def hint(person: Person, language: str) -> str:
    """Enough of what somebody wrote to tell who of several is meant, and no more; "" for nothing."""
    document, number = person.id_document, person.phone
    parts = (
        f"{_kind_of(document, language)} {shown(masked(document))}" if document else "",
        f"{_ENDING_IN[language]} {shown(number)[-3:]}" if number else "",
    )
    return ", ".join(filter(None, parts))


def _kind_of(id_document: str, language: str) -> str:
    """What a document is called by its shape; a foreign one is just a document."""
    for shape, name in _SHAPES.items():
        if shape.fullmatch(id_document):
            return name
    return _DOCUMENT[language]


def time_limit(item: Item, on: date) -> str:
    """Say until when somebody is to be put on the phone, as seen on the day *on*; "" for that very day."""
    if item.due_on is None:
        return "Sense data de venciment: mireu-ho avui."
    if item.due_on < on:
        return f"Va vèncer el {_dated(item.due_on, on)}{_ago(item.days_left)}{_doubt(item)}."
    if item.due_on == on:
        return "" if item.confirmed else f"Avui{_doubt(item)}."
    if item.due_on == on + timedelta(days=1):
        return f"Demà, {_dated(item.due_on, on)}{_doubt(item)}."
    return f"Fins al {_dated(item.due_on, on)}, {_ahead(item, on)}{_doubt(item)}."


def removal_limit(item: Item, on: date) -> str:
    """Say until when a number is to be off the phone, as seen on the day *on*; or what it is to wait for."""
    if item.denied_by is not None:
        is_over = item.due_on is not None and item.due_on < on
        ends = "El termini era" if is_over else "El termini és"
        until = "" if item.due_on is None else f" {ends} el {_dated(item.due_on, on)}."
        return (
            f"Espereu, no el tragueu encara: potser no volia la baixa. Decidiu abans {item.denied_by}.{until}"
        )
    if item.due_on is None:
        return "Com més aviat millor."
    if item.due_on < on:
        return f"Ja hauria de ser fora des del {_dated(item.due_on, on)}{_ago(item.days_left)}{_doubt(item)}."
    when = "avui" if item.due_on == on else f"{_ahead(item, on)}, {_dated(item.due_on, on)}"
    return f"Com a molt tard {when}{_doubt(item)}."


def wrapped(text: str) -> str:
    """Break the lines that are too long, under their own indent; links and numbers stay whole."""
    lines = (_wrapped(line.rstrip()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category in _BREAKS:
        return " "
    return "" if category in _INVISIBLE else char


def _dated(when: date, on: date) -> str:
    return day(when, year=when.year != on.year)


def _ahead(item: Item, on: date) -> str:
    if item.due_on == on + timedelta(days=1):
        return "demà"
    if item.days_left == 1:
        return "el pròxim dia hàbil"
    return f"d’aquí a {item.days_left} dies hàbils" if item.days_left else "els pròxims dies"


def _ago(days_left: int | None) -> str:
    if not days_left:
        return ""
    return f", fa {-days_left} {'dia hàbil' if days_left == -1 else 'dies hàbils'}"


def _doubt(item: Item) -> str:
    return "" if item.confirmed else " (data per confirmar: falta el calendari oficial)"


def _wrapped(line: str) -> str:
    if len(line) <= WIDTH:
        return line
    lead = _LEAD.match(line)
    indent = lead.group().replace("-", " ") if lead else ""
    return fill(
        line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False,
        drop_whitespace=True, replace_whitespace=False,
    )  # fmt: skip
