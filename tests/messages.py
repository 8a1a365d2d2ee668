"""`make messages`: the catalogue of the command line's messages, brought up to date from the code.

`daemon/locale/ca/LC_MESSAGES/altabaixa.po` is for translators; what lacks a translation is printed.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import typer
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from daemon.cli import app
from daemon.cli.helping import helped
from daemon.language import CATALOGUES, DOMAIN

ROOT: Final = Path(__file__).parents[1]
TRANSLATED: Final = CATALOGUES / "ca" / "LC_MESSAGES" / f"{DOMAIN}.po"
COMPILED: Final = TRANSLATED.with_suffix(".mo")
_KEYWORDS: Final = {"_": None, "plural": (1, 2)}
_TYPERS_OWN: Final = ("core.py", "rich_utils.py")


def found() -> Iterator[tuple[str | tuple[str, ...], str]]:
    """Each message of the command line and where it stands: ours, the helps, and typer's own."""
    for file, _line, message, _comments, _context in extract_from_dir(
        ROOT / "daemon", keywords=_KEYWORDS, strip_comment_tags=True
    ):
        yield message, f"daemon/{file}"
    for command, text in helped(app):
        if text:
            yield text, f"help of {getattr(command.callback, '__module__', '')}"
    for name in _TYPERS_OWN:
        file = Path(typer.__file__).with_name(name)
        for _line, message, _comments, _context in extract_from_file("python", file, keywords=_KEYWORDS):
            yield message, f"typer/{name}"


def extracted() -> Catalog:
    """The messages of the code, untranslated."""
    catalog = Catalog(domain=DOMAIN)
    for message, place in found():
        catalog.add(message, auto_comments=[place])
    return catalog


def translated() -> Catalog:
    """The catalogue of translators, as it stands in the tree."""
    with TRANSLATED.open("rb") as file:
        return read_po(file, locale="ca", domain=DOMAIN)


def update() -> int:
    """Write the catalogue anew, and compiled; the number of messages that lack a translation."""
    catalog = translated()
    catalog.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)  # the tree's history knows it better
    with TRANSLATED.open("wb") as file:
        write_po(file, catalog, width=100, omit_header=False, sort_output=True)
    with COMPILED.open("wb") as file:
        write_mo(file, catalog)
    lacking = [message for message in catalog if message.id and not message.string]
    for message in lacking:
        print(f"not translated: {message.id!r} ({', '.join(message.auto_comments)})")
    return len(lacking)


if __name__ == "__main__":
    sys.exit(1 if update() else 0)
