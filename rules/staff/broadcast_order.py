"""DIFON: what is to be sent to everybody, on which topic, when, and whether it presses.

Rule 1: what stands before the first colon of its line, or in the subject, says on what topic, and after
        commas when and whether it presses; all that follows, to the end of the clerk's words, is the text.
Rule 2: nothing of it is guessed: a part that is no day, no hour and no "urgent" is said back.
Rule 3: the text is the clerk's to the letter; only lines that a mail program broke are whole again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Final

from rules.calendar.norms import Pressing
from rules.findings import Because, Why
from rules.staff.grammar import BY_WORD, Announced, Line, Order, Unread, Verb
from rules.staff.items import C_REF, D_REF, as_reference, days_ahead
from rules.staff.order_line import bare_line, first_word, parted_code
from rules.text.dates import find_time
from rules.text.folding import clean, fold

_COLON: Final = re.compile(r"(?<!\d):|:(?!\d{2}(?!\d))")
"""What ends the heading: a colon that is not of an hour."""
_ENDS: Final = frozenset({"", " ", ":", ","})
_PRESSES: Final = {
    "urgent": Pressing.URGENT, "urgencia": Pressing.URGENT, "urgente": Pressing.URGENT,
    "interes": Pressing.INTEREST, "especial interes": Pressing.INTEREST, "d'interes": Pressing.INTEREST,
    "d'especial interes": Pressing.INTEREST,
}  # fmt: skip
_NEAR: Final = {
    "avui": 0, "hoy": 0, "aquest mati": 0, "aquesta tarda": 0, "esta manana": 0, "esta tarde": 0,
    "dema passat": 2, "passat dema": 2, "pasado manana": 2, "dema": 1, "manana": 1,
    "abans d'ahir": -2, "abans-d'ahir": -2, "antes de ayer": -2, "anteayer": -2, "ahir": -1, "ayer": -1,
}  # fmt: skip
_HOUR: Final = re.compile(r"(?:\bl[ae]s? |^)([01]?\d|2[0-3])$")
_BREAKS_AT: Final = range(60, 81)
"""How wide mail programs make the lines that they break."""


def is_broadcast(line: str) -> bool:
    """Whether a line begins with the word that orders a broadcast.

    In small letters it may begin a sentence to people, "difoneu aquest cartell", and needs its colon.
    """
    bare = bare_line(clean(line))
    word = first_word(fold(bare))
    form = BY_WORD.get(word)
    if form is None or form.verb is not Verb.BROADCAST or bare[len(word) : len(word) + 1] not in _ENDS:
        return False
    return bare[: len(word)].isupper() or _COLON.search(bare) is not None


def read_broadcast(line: str, below: Sequence[str], today: date) -> Line:
    """What a line orders that begins with the word; *below* are the clerk's other words, line by line."""
    colon = _COLON.search(line)
    head, text = (line[: colon.start()], line[colon.end() :]) if colon else (line, "")
    bare = bare_line(clean(head))
    rest, code = parted_code(bare[len(first_word(fold(bare))) :])
    shown = f"{Verb.BROADCAST} {rest.strip(' ,-·')}".strip()
    reference = C_REF.search(fold(rest)) or D_REF.search(fold(rest))
    item = as_reference(reference) if reference else ""
    if reference:
        rest = f"{rest[: reference.start()]} {rest[reference.end() :]}"
    found = _heading(rest, today)
    if not isinstance(found, Announced):
        return Unread(line=shown, why=found, is_plain=True)
    text = _whole([text, *below], [len(line), *map(len, below)])
    return Order(verb=Verb.BROADCAST, item=item, announced=found, text=text, code=code, line=shown)


def _heading(head: str, today: date) -> Announced | Why:
    """The topic, and what is said of when; else what of it is not understood."""
    first, *others = (part.strip(" .·-") for part in head.replace(";", ",").split(","))
    topic, pressing = _without_pressing(first)
    if len(topic) > 80:  # it is the text itself
        return Because("broadcast-lacks-colon")
    found = Announced(topic=topic, pressing=pressing)
    for part in filter(None, others):
        more = _with(found, part, today)
        if more is None:
            return Because("broadcast-part", (part,))
        found = more
    return found


def _without_pressing(topic: str) -> tuple[str, Pressing | None]:
    """A topic without the word that it presses: "aigua urgent"."""
    for words, pressing in sorted(_PRESSES.items(), key=lambda each: -len(each[0])):
        if f" {fold(topic)}".endswith(f" {words}"):
            return topic[: -len(words)].strip(" -"), pressing
    return topic, None


def _with(found: Announced, part: str, today: date) -> Announced | None:
    """With what one part says: that it presses, or when; None where it says neither."""
    folded = fold(part)
    if folded in _PRESSES:
        return replace(found, pressing=_PRESSES[folded])
    if folded in {"ara", "ara mateix", "ahora"}:
        return found
    on, at = _day(part, today), _time(part)
    if on is None and at is None:
        return None
    return replace(found, on=on or found.on, at=at or found.at)


def _day(part: str, today: date) -> date | None:
    near = next((days for word, days in _NEAR.items() if re.search(rf"\b{word}\b", fold(part))), None)
    if near is not None:
        return today + timedelta(days=near)
    return next((on for _, _, on in days_ahead(part, today)), None)


def _time(part: str) -> time | None:
    hour = _HOUR.search(fold(part))
    return find_time(part) or (time(int(hour[1])) if hour else None)


def _whole(lines: Sequence[str], widths: Sequence[int]) -> str:
    """The text, with the lines whole again that a mail program broke because they were too long."""
    bare = [line.strip() for line in lines]
    return "\n".join(_joined(bare, widths) if max(widths) in _BREAKS_AT else bare).strip()


def _joined(lines: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    held = lines[0]
    for (before, line), width in zip(pairwise(lines), widths, strict=False):
        would_be = width + 1 + len(line.partition(" ")[0])
        if before and line and would_be > max(widths):
            held = f"{held} {line}"
        else:
            yield held
            held = line
    yield held
