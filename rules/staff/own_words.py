"""Where another's words may begin among a clerk's own, though no mail program marked them as quoted.

"Pere Vall escribió:", a lone "De: Pere Vall", the table that Lotus Notes draws: what stands below such
a line may be the mail that is answered. Residents' mail is not cut there; an order is.
"""

import re
from collections.abc import Callable
from typing import Final

from rules.mail.set_phrases import is_forward_marker, is_label, is_original_marker, may_head, names_writer
from rules.staff.grammar import BY_WORD
from rules.staff.items import names_record_or_case
from rules.text.folding import clean, fold

_LONGEST: Final = 400
_OURS: Final = re.compile(
    r"^.{0,160} · (?:resum del? .{4,40} de \d{4}|avis de baixa|resposta a les vostres ordres|"
    r"recompte del telefon\b.{0,40}|difusio)$",
    re.MULTILINE,
)
"""The title of what we write to staff: what stands below it is ours, however it was quoted."""


def says_who(line: str) -> bool:
    """Whether the line tells who wrote what stands below it."""
    return len(line) <= _LONGEST and (
        names_writer(line) or is_original_marker(line) or is_forward_marker(line)
    )


def heads(line: str) -> bool:
    """Whether another's mail begins with the line as programs print that; a signature does not."""
    return says_who(line) or (len(line) <= _LONGEST and is_label(line))


def may_begin(line: str) -> bool:
    """Whether another's mail may begin with the line; not where it is an order with a clerk's free words."""
    return says_who(line) or (len(line) <= _LONGEST and may_head(line) and not _is_free_order(line))


def parted(text: str, begins: Callable[[str], bool] = may_begin) -> tuple[str, str]:
    """The text above the first line that *begins* another's words, and the rest."""
    lines = text.split("\n")
    place = next((place for place, line in enumerate(lines) if begins(line)), len(lines))
    return "\n".join(lines[:place]), "\n".join(lines[place:])


def _is_free_order(line: str) -> bool:
    folded = fold(line).strip()
    form = BY_WORD.get(folded.partition(" ")[0])
    return form is not None and form.takes_text and names_record_or_case(folded)


def is_ours(text: str) -> bool:
    """Whether *text* is what we write to staff ourselves."""
    return _OURS.search(fold(clean(text))) is not None


def above_ours(text: str) -> str:
    """The text above what we wrote to staff ourselves."""
    cleaned = clean(text)
    match = _OURS.search(fold(cleaned))
    return cleaned[: match.start()] if match else text
