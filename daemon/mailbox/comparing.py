"""Comparing: the messages whose lane is not what an earlier `explain --json` said of them.

For who tries a new version on the town's own mail before it decides anything.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from daemon.access import reason
from daemon.errors import AltabaixaError
from daemon.language import _, later
from daemon.mailbox.explain import readings
from daemon.ports import UNSEEN, Progress
from daemon.safe_text import printable
from rules.books.lanes import Lane, prospect_of
from rules.findings import Kind
from rules.town import Town

_HOW: Final = later("save one with «altabaixa explain --json PATH... > OLD.json»")


@dataclass(frozen=True, slots=True)
class _Explained:
    """What a message was said to be."""

    kind: Kind
    lane: Lane


def compare_paths(paths: list[Path], town: Town, earlier: Path, *, progress: Progress = UNSEEN) -> int:
    """Print each message whose lane differs from what *earlier* holds, and how many there are.

    1 if a path was unreadable, else 0, be there differences or none.
    """
    before = dict(_explained(earlier))
    failed, missing, changed, compared = False, 0, 0, set[str]()
    for one in readings(paths, town, progress):
        if one is None:
            failed = True
            continue
        file, incoming, reading = one
        was, now = before.get(file), _Explained(reading.kind, prospect_of(reading, incoming.mail).lane)
        if was is None:
            missing += 1
            continue
        compared.add(file)
        if was.lane is not now.lane:
            changed += 1
            kind = "" if was.kind is now.kind else f" ({was.kind} → {now.kind})"
            print(printable(f"{file}: {was.lane} → {now.lane}{kind}"))
    print(printable(f"{changed} de {len(compared)} canvien de carril"))
    if missing:
        print(printable(f"{missing} no són a {earlier}: s'hi busquen pel mateix camí"))
    if left := len(before.keys() - compared):
        print(printable(f"{left} de {earlier} no s'han llegit ara"))
    return 1 if failed else 0


def _explained(path: Path) -> Iterator[tuple[str, _Explained]]:
    """What the saved lines say of each file; what is no such line is an error that names it."""
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except OSError as error:
        msg = _("cannot read {path}: {why}", path=path, why=reason(error))
        raise AltabaixaError(msg) from error
    except UnicodeDecodeError as error:
        msg = _("{path} is no text in UTF-8; {how}", path=path, how=_(_HOW))
        raise AltabaixaError(msg) from error
    if not any(line.strip() for line in lines):
        msg = _("{path} is empty; {how}", path=path, how=_(_HOW))
        raise AltabaixaError(msg)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _parsed(line, _("{path} line {number}", path=path, number=number))


def _parsed(line: str, where: str) -> tuple[str, _Explained]:
    try:
        row = json.loads(line)
        return str(row["file"]), _Explained(Kind(row["kind"]), Lane(row["lane"]))
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        msg = _(
            "{where}: this is no line of explain --json, with file, kind and lane; {how}",
            where=where,
            how=_(_HOW),
        )
        raise AltabaixaError(msg) from error
