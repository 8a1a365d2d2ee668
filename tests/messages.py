"""`make messages`: the catalogue of the command line's messages, brought up to date from the code.

`daemon/locale/ca/LC_MESSAGES/altabaixa.po` is for translators; what lacks a translation is printed.
"""

import ast
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final

import typer
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from daemon.cli import COMMANDS, application
from daemon.cli.helping import helped
from daemon.language import CATALOGUES, CODE, DOMAIN
from rules.books.decision import Outcome
from rules.books.subscription import State, What
from rules.calendar.retention import Sort
from rules.findings import Kind

ROOT: Final = Path(__file__).parents[1]
TRANSLATED: Final = CATALOGUES / "ca" / "LC_MESSAGES" / f"{DOMAIN}.po"
COMPILED: Final = TRANSLATED.with_suffix(".mo")
_LOOKED_UP: Final = {"_", "later", "plural", "Complaint", "Sentence"}
_TWO_FORMS: Final = {"plural", "Sentence"}
_TYPERS_OWN: Final = ("core.py", "rich_utils.py")
_THE_TREES_HISTORY_KNOWS_IT: Final = datetime(2026, 1, 1, tzinfo=UTC)

CODES: Final = frozenset(
    {
        *(*State, *What, *Kind, *Outcome, *Sort, "late-reason", "imported"),
        *("closed", "waiting", "sending", "sent", "failed", "unknown"),
        *("command line", "mail", "clock", "demo", "configuration"),
        *("ref", "name", "id_document", "phone", "state", "consent_number", "consent_at"),
        *("due_on", "activated_on", "left_on", "list"),
    }
)
"""The words of the books that commands show by `code`."""


def found() -> Iterator[tuple[str | tuple[str, ...], str]]:
    """Each message of the command line and where it stands: ours, the helps, and typer's own."""
    ours = (file for tree in ("daemon", "rules") for file in sorted((ROOT / tree).rglob("*.py")))
    for file in ours:
        yield from ((message, str(file.relative_to(ROOT))) for message in said_in(file))
    for command, text in (each for name in COMMANDS for each in helped(application(name))):
        if text:
            yield text, f"help of {getattr(command.callback, '__module__', '')}"
    for name in _TYPERS_OWN:
        yield from ((message, f"typer/{name}") for message in said_in(Path(typer.__file__).with_name(name)))


def said_in(file: Path) -> Iterator[str | tuple[str, ...]]:
    """What is looked up in the catalogue, also within an f-string, which babel does not look into."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _LOOKED_UP:
            given = [each.value for each in node.args[:2] if isinstance(each, ast.Constant)]
            if given:
                yield (
                    tuple(map(str, given)) if node.func.id in _TWO_FORMS and len(given) > 1 else str(given[0])
                )


def extracted() -> Catalog:
    """The messages of the code, untranslated."""
    catalog = Catalog(domain=DOMAIN)
    for message, place in found():
        catalog.add(message, auto_comments=[place])
    for code in CODES:
        catalog.add(code, context=CODE)
    return catalog


def translated() -> Catalog:
    """The catalogue of translators, as it stands in the tree."""
    with TRANSLATED.open("rb") as file:
        return read_po(file, locale="ca", domain=DOMAIN)


def updated() -> Catalog:
    """The same with the messages that the code has now, and no others."""
    catalog = translated()
    catalog.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.project, catalog.version = DOMAIN, ""
    catalog.msgid_bugs_address = catalog.last_translator = "the maintainers"
    catalog.creation_date = catalog.revision_date = _THE_TREES_HISTORY_KNOWS_IT
    return catalog


def written(catalog: Catalog) -> tuple[bytes, bytes]:
    """*catalog* for translators, and compiled."""
    text, compiled = BytesIO(), BytesIO()
    write_po(text, catalog, width=100, sort_output=True)
    write_mo(compiled, catalog)
    return text.getvalue(), compiled.getvalue()


def untranslated(catalog: Catalog) -> list[str]:
    """What *catalog* lacks or is not sure of, and where it is said."""
    lacking = (m for m in catalog if m.id and (m.fuzzy or not _said(m.string)))
    return [f"{m.id!r} ({', '.join(m.auto_comments)})" for m in lacking]


def _said(string: str | tuple[str, ...]) -> bool:
    return bool(string) and (isinstance(string, str) or all(string))


def main() -> int:
    """Write the catalogue anew; 1 if messages lack a translation."""
    catalog = updated()
    text, compiled = written(catalog)
    TRANSLATED.write_bytes(text)
    COMPILED.write_bytes(compiled)
    lacking = untranslated(catalog)
    for message in lacking:
        print(f"not translated: {message}")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
