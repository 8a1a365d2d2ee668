"""What a clerk's order tells somebody goes on right below its line, where a mail program broke it.

Up to an empty line or the next order: whoever is told gets no half of a sentence.
"""

from collections.abc import Callable, Iterable, Sequence

from rules.findings import Because
from rules.staff.grammar import FORM_OF, TAKES_AWAY, Line, Order, Unread

Read = tuple[str, tuple[Line, ...]]
"""A line of a text, and what it orders."""


def read_whole(lines: Iterable[str], read: Callable[[str], tuple[Line, ...]]) -> list[Read]:
    """Each line *read*; one that tells somebody something, with the lines that it goes on in."""
    whole: list[Read] = []
    for line in lines:
        found = read(line)
        if whole and line.strip() and not found and _tells_people(whole[-1][1]):
            joined = f"{whole[-1][0]} {line.strip()}"
            whole[-1] = (joined, read(joined))
        else:
            whole.append((line, found))
    return whole


def unless_more(found: Sequence[Line], *, below: bool) -> Sequence[Line]:
    """What a line orders; nobody is written to where words *below* an empty line may belong to it or not."""
    last = found[-1] if below and _tells_people(found) else None
    if not isinstance(last, Order) or last.verb not in TAKES_AWAY:
        return found
    return (*found[:-1], Unread(line=last.line, why=Because("more-below"), is_plain=True))


def _tells_people(found: Sequence[Line]) -> bool:
    """Whether the last order of a line holds words for somebody to read."""
    return bool(found) and isinstance(found[-1], Order) and FORM_OF[found[-1].verb].tells_people
