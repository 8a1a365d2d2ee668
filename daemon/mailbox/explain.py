"""Explain: what a message is, whom it is about, and why, without changing anything.

One file that cannot be read is said and the others go on.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from daemon.access import reason
from daemon.letters.sentences import in_catalan
from daemon.mailbox.attachments.opening import read_with_papers
from daemon.mailbox.saved import messages
from daemon.mailbox.underlining import Underlined, in_json, plain_text
from daemon.ports import UNSEEN, Progress
from daemon.safe_text import as_json, printable
from rules.books.lanes import Lane, prospect_of
from rules.evidence import Evidence, evidence
from rules.findings import ASKS_NOTHING, Entry, Flaw, Kind, Person, Reading, Voice
from rules.mail.mail import Mail, read_mail
from rules.mail.message import Incoming
from rules.town import Town

_TITLES: Final = {
    Kind.BAIXA: ("BAIXA", "demana sortir de la llista", "bold red"),
    Kind.CONSENT: ("CONSENTIMENT", "la clàusula s'ha registrat", "bold green"),
    Kind.ALTA: ("ALTA", "demana entrar a la llista", "bold green"),
    Kind.COMMAND: ("ORDRE", "ordre del personal", "bold blue"),
    Kind.AUTOMATIC: ("AUTOMÀTIC", "l'ha enviat una màquina", "dim"),
    Kind.OTHER: ("ALTRES", "no té a veure amb la llista", "dim"),
    Kind.UNDO: ("DESFER", "diu que no volia la baixa que s'ha fet", "bold yellow"),
    Kind.UNSURE: ("PER MIRAR", "ho ha de mirar una persona", "bold yellow"),
}
_VOICES: Final = {
    Voice.WRITER: "la mateixa persona",
    Voice.REGISTRY: "un avís de registre",
    Voice.STAFF: "el personal",
    Voice.CHAT: "un xat de WhatsApp que passa el personal",
    Voice.FORWARD: "un correu reenviat",
}
_FLAWS: Final = {
    Flaw.DOCUMENT_MISSING: "hi falta el DNI",
    Flaw.DOCUMENT_INVALID: "el DNI no és vàlid",
    Flaw.PHONE_MISSING: "hi falta el mòbil",
    Flaw.PHONE_INVALID: "el mòbil no és vàlid",
    Flaw.PHONE_LANDLINE: "el telèfon és un fix",
    Flaw.NAME_MISSING: "no hi diu el nom",
}
_LANES: Final = {
    Lane.ACT: "es fa sol, si les dades lliguen amb les de la llista",
    Lane.ASK: "es demana al resident què hi falta",
    Lane.CONFIRM: "es pregunta a qui ha escrit si vol la baixa",
    Lane.CARD: "ho decideix el personal",
    Lane.ASIDE: "no cal fer-hi res",
}
_PROOFS: Final = {True: "comprovat", False: "NO ÉS DE QUI DIU", None: "sense comprovar"}
_ALONE: Final = (
    "Això és el que diu el missatge tot sol. Què se n'ha fet, i per què: "
    "«altabaixa messages show MESSAGE-ID» i «altabaixa cases show REF»."
)


def explain_json(path: str, mail: Mail, reading: Reading, found: Evidence | None = None) -> str:
    """One line of JSON: the object that other tools rely on, whatever the message holds.

    With *found* also `evidence` and `set_aside`: places are counted in the text named by `in`,
    as `rules.text.folding.clean` leaves it.
    """
    prospect = prospect_of(reading, mail)
    printed = {
        "file": path,
        "kind": reading.kind.value,
        "people": [_person(person) for person in reading.people],
        "registries": [_entry(entry) for entry in reading.registries],
        "authenticated": reading.authenticated,
        "lane": prospect.lane.value,
        "letter": prospect.letter,
        "topic": reading.topic,
        "reasons": [*map(in_catalan, reading.reasons), *_doubts(reading), *mail_reasons(mail)],
    }
    return as_json(printed | (in_json(found) if found else {}))


def _doubts(reading: Reading) -> list[str]:
    """Why a person must look, be it at who wrote it; of what asks nothing, nobody looks at that."""
    asks = reading.unclear_sender and reading.kind not in ASKS_NOTHING
    return [*map(in_catalan, (*reading.doubts, *([reading.unclear_sender] if asks else ())))]


def mail_reasons(mail: Mail) -> tuple[str, ...]:
    """What of the message itself a person should know."""
    return (in_catalan(mail.unreadable),) if mail.unreadable else ()


def _person(person: Person) -> dict[str, str | None]:
    return {"name": person.name, "id_document": person.id_document, "phone": person.phone}


def _entry(entry: Entry) -> dict[str, str | None]:
    at = entry.registered_at
    return {"number": entry.number, "registered_at": at.isoformat() if at else None}


def explain_text(path: str, mail: Mail, reading: Reading, found: Evidence | None = None) -> RenderableType:
    """The same for people: what it is, whom it is about, why, where it says so, and what was set aside."""
    word, meaning, style = _TITLES[reading.kind]
    head = Text.assemble((f" {word} ", f"reverse {style}"), f"  {meaning}")
    parts: list[RenderableType] = [Text(printable(path), style="dim"), head, _facts(mail, reading)]
    if reading.people:
        parts.append(_people_table(reading))
    parts += [plain_text(f"  · {in_catalan(why)}") for why in reading.reasons]
    parts += [Text(f"  ! {doubt}", style="yellow") for doubt in _doubts(reading)]
    parts += [plain_text(f"  - {aside}") for aside in _set_aside(mail, reading)]
    if found is not None and (found.marks or found.asides):
        parts += [Text(), Underlined(found)]
    return Group(*parts, Text())


def _facts(mail: Mail, reading: Reading) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_row(
        Text("  de", style="dim"),
        plain_text(f"{mail.sender or '(sense remitent clar)'}  [{_PROOFS[reading.authenticated]}]"),
    )
    grid.add_row(Text("  assumpte", style="dim"), plain_text(mail.subject or "(buit)"))
    grid.add_row(Text("  hi parla", style="dim"), Text(_VOICES[reading.voice]))
    grid.add_row(Text("  carril", style="dim"), Text(_LANES[prospect_of(reading, mail).lane]))
    return grid


def _people_table(reading: Reading) -> Table:
    table = Table(box=None, padding=(0, 2), header_style="dim")
    for title in ("  nom", "DNI", "mòbil", "registre", "hi falta"):
        table.add_column(title)
    for i, person in enumerate(reading.people):
        entry = reading.registries[i] if i < len(reading.registries) else None
        table.add_row(
            plain_text(f"  {person.name or '—'}"),
            Text(person.id_document or "—"),
            Text(person.phone or "—"),
            plain_text(_registered(entry)),
            Text("; ".join(_FLAWS[flaw] for flaw in person.flaws)),
        )
    return table


def _registered(entry: Entry | None) -> str:
    if entry is None:
        return ""
    at = entry.registered_at
    return f"{entry.number or '—'}  {at:%d/%m/%Y %H:%M}" if at else (entry.number or "—")


def _set_aside(mail: Mail, reading: Reading) -> Iterator[str]:
    if "hidden" in mail.flaws:
        yield "no s'ha llegit el text que l'HTML amaga"
    if mail.attachments:
        yield "adjunts: " + ", ".join(a.filename or a.content_type for a in mail.attachments)
    if why := reading.silence or reading.bothers:
        yield f"no s'hi respon: {in_catalan(why)}"
    yield from mail_reasons(mail)


def readings(
    paths: Iterable[Path], town: Town, progress: Progress
) -> Iterator[tuple[str, Incoming, Reading] | None]:
    """How each message is read; None for a path that could not be, which is said."""
    for path, content in messages(paths, progress):
        if content is None:
            continue
        if isinstance(content, OSError):
            print(printable(f"{path}: {reason(content)}"), file=sys.stderr)
            yield None
            continue
        mail = read_mail(content)
        reading, attached = read_with_papers(mail, town)
        yield path, Incoming(mail=mail, town=town, attached=attached), reading


def explain_paths(paths: list[Path], town: Town, *, as_json: bool, progress: Progress = UNSEEN) -> int:
    """Print what each message is; 1 if a path was unreadable, else 0. The others are printed all the same."""
    console = Console(soft_wrap=True, highlight=False)
    failed = shown = False
    for one in readings(paths, town, progress):
        if one is None:
            failed = True
            continue
        path, incoming, reading = one
        found = evidence(incoming, reading, [*map(in_catalan, reading.reasons)])
        if as_json:
            print(explain_json(path, incoming.mail, reading, found))
        else:
            console.print(explain_text(path, incoming.mail, reading, found))
            shown = True
    if shown:
        console.print(Text(_ALONE, style="dim"))
    return 1 if failed else 0
