"""Plain text set closer: every word of a letter, in half its lines.

A heading is a line with a rule under it; an entry begins with "- " and goes on under its indent.
Where a line was broken for lack of room is known from its width, so that it can be joined again.
"""

from collections.abc import Iterator
from typing import Final

from daemon.letters.wording import WIDTH

_RULES: Final = ("-", "=")
_ISOLATES: Final = dict.fromkeys((0x2068, 0x2069))


def compact(text: str) -> Iterator[tuple[str, bool]]:
    """Give each paragraph, heading and entry of *text* as one line, and whether it is a heading."""
    whole: list[str] = []
    last = ""
    for line in (*text.splitlines(), ""):
        if whole and _is_rule(line):
            yield _clean(whole), True
            whole = []
        elif _belongs(line, last) and whole:
            whole += [_joint(line, last), line.strip()]
        elif not _is_rule(line):
            if whole:
                yield _clean(whole), False
            whole = [line.strip()] if line.strip() else []
        last = line


def _belongs(line: str, last: str) -> bool:
    """It goes on with the paragraph or entry before it."""
    if not line.strip() or not last.strip():
        return False
    return line.startswith("  ") or _was_broken(line, last)


def _joint(line: str, last: str) -> str:
    return " " if _was_broken(line, last) else " · "


def _was_broken(line: str, last: str) -> bool:
    return not line.startswith("- ") and len(last) + 1 + len(line.split(maxsplit=1)[0]) > WIDTH


def _is_rule(line: str) -> bool:
    return len(line) > 2 and line[0] in _RULES and set(line) == {line[0]}


def _clean(parts: list[str]) -> str:
    return "".join(parts).translate(_ISOLATES)
