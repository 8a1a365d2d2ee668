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
_SECTIONS: Final = re.compile(r"(?m)^(?=\[\w+\]$)")
_HOLIDAY: Final = f"[[calendar.{_HOLIDAYS}]]"
_KEY: Final = re.compile(r'(?m)^(?:# )?\b(\w+) = (?:"[^"\n]*"|\[[^\]\n]*\]|[^\s#]+)(?:[ ]+(#.*))?$')


def example() -> str:
    """Return the commented text, with every key there is."""
    return files("daemon.setup").joinpath("example.toml").read_text(encoding="utf-8")


def filled(tables: Tables) -> str:
    """Return the commented text with the values of *tables* in place; every other key commented out."""
    left = {(table, key) for table, keys in tables.items() for key in keys}
    text = "".join(_section(part, tables, left) for part in _SECTIONS.split(example()))
    if left:
        raise ValueError(f"the example lacks {sorted(left)}")
    return text


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


def _section(text: str, tables: Tables, left: set[tuple[str, str]]) -> str:
    """A table of the example with its values; each key that was put in its place is taken out of *left*."""
    found = _TABLE.match(text)
    table = found[1] if found else ""
    values = tables.get(table, {})

    def key(found: re.Match[str]) -> str:
        line, name, comment = found[0], found[1], found[2]
        if name not in values:
            return line if line.startswith("#") else f"# {line}"
        left.discard((table, name))
        given = f"{name} = {toml(values[name])}"
        return f"{given.ljust(found.start(2) - found.start() - 1)} {comment}" if comment else given

    head, holidays, _ = text.partition(_HOLIDAY)
    if holidays:
        left.discard((table, _HOLIDAYS))
        holidays = "".join(_holidays(values.get(_HOLIDAYS, ())))
    return _KEY.sub(key, head) + holidays


def _holidays(given: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not given:
        yield f'# {_HOLIDAY}\n# date = 2026-05-08\n# name = "Aparició de Sant Miquel"\n\n'
    for holiday in given:
        fields = (f"{key} = {toml(value)}\n" for key, value in holiday.items() if value != "")
        yield f"{_HOLIDAY}\n{''.join(fields)}\n"
