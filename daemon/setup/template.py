"""The commented configuration: one text, the example of the documentation and what the wizard fills in."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from importlib.resources import files
from typing import Any, Final

Tables = Mapping[str, Mapping[str, Any]]

_HOLIDAYS: Final = "local_holidays"
_TABLE: Final = re.compile(r"\[(\w+)\]")
_HOLIDAY: Final = f"[[calendar.{_HOLIDAYS}]]"
_KEY: Final = re.compile(r'(?:# )?\b(\w+) = (?:"[^"]*"|\[[^\]]*\]|[^\s#]+)(?:\s+(#.*))?')


def example() -> str:
    """Return the commented text, with every key there is."""
    return files("daemon.setup").joinpath("example.toml").read_text(encoding="utf-8")


def filled(tables: Tables) -> str:
    """Return the commented text with the values of *tables* in place; every other key commented out."""
    left = {(table, key) for table, keys in tables.items() for key in keys}
    lines = list(_lines(tables, left))
    if left:
        raise ValueError(f"the example lacks {sorted(left)}")
    return "\n".join(lines) + "\n"


def commented_out() -> Iterator[tuple[str, str]]:
    """Yield table and key of what the example leaves at its default."""
    table = ""
    for line in example().splitlines():
        if found := _TABLE.fullmatch(line):
            table = found[1]
        elif line.startswith("# ") and (found := _KEY.fullmatch(line)):
            yield table, found[1]


def toml(value: object) -> str:
    """Write *value* as TOML has it; text becomes a basic string, whose escapes are JSON's."""
    match value:
        case date():
            return value.isoformat()
        case Mapping():
            return "{ " + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + " }"
        case list() | tuple():
            return f"[{', '.join(map(toml, value))}]"
        case int():
            return json.dumps(value)
        case time():
            return f'"{value:%H:%M}"'
        case _:
            return json.dumps(str(value), ensure_ascii=False)


def _lines(tables: Tables, left: set[tuple[str, str]]) -> Iterator[str]:
    table, skipped = "", False
    for line in example().splitlines():
        if found := _TABLE.fullmatch(line):
            table, skipped = found[1], False
        if line == _HOLIDAY and not skipped:
            skipped = True
            left.discard((table, _HOLIDAYS))
            yield from _holidays(tables.get(table, {}).get(_HOLIDAYS, ()))
        if not skipped:
            yield _line(line, table, tables.get(table, {}), left)


def _line(line: str, table: str, values: Mapping[str, Any], left: set[tuple[str, str]]) -> str:
    found = _KEY.fullmatch(line)
    if found is None:
        return line
    key, comment = found[1], found[2]
    if key not in values:
        return line if line.startswith("#") else f"# {line}"
    left.discard((table, key))
    given = f"{key} = {toml(values[key])}"
    return f"{given.ljust(found.start(2) - 1)} {comment}" if comment else given


def _holidays(holidays: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not holidays:
        yield from (
            f"# {line}" for line in (_HOLIDAY, "date = 2026-05-08", 'name = "Aparició de Sant Miquel"')
        )
        yield ""
    for holiday in holidays:
        yield _HOLIDAY
        yield from (f"{key} = {toml(value)}" for key, value in holiday.items() if value != "")
        yield ""
