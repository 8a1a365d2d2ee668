"""The town hall's own notice, pasted into a mail: what it prints are nobody's words.

Rule 1: a heading that asks may be somebody's own question; with another heading, or with
        the instruction that follows it, it is the notice.
Rule 2: from the first heading to the last, and the instructions under that, all is printed;
        a line that holds somebody's document stays the writer's.
"""

import re
from typing import Final

from rules.people.documents import find_documents
from rules.text.folding import clean, fold
from rules.text.tokens import as_text

_QUESTION: Final = r"com (?:em|m'hi|es) (?:puc|pot) donar (?:de baixa|d'alta)"
_HEADING: Final = re.compile(
    r"\W{0,6}(?:i )?(?:uneix-te al nou grup|informacio del canal de comunicacio|"
    rf"(?P<question>{_QUESTION})|normes d'utilitzacio|recull de la normativa|"
    r"declaracio d'autoritzacio i proteccio de dades)\b[\w ',()-]{0,90}\W{0,6}$"
)
_INSTRUCTION: Final = re.compile(r"\W{0,6}(?:cal )?envi(?:ar|eu) un corr[^\n]{1,90}\bamb la paraula")
_PRINTED: Final = re.compile(r"\W{0,6}(?:\d{1,2}[.)]\s|[a-z]{3,14}(?:[aei]r|re) (?:una?|el|la|als?)\b)")
_LONG: Final = 160
"""A line so long under a heading of the notice is one of its paragraphs."""

_IN_A_LINE: Final = re.compile(
    rf"(?:i )?{_QUESTION}\W{{1,6}}(?:(?!\n[ ]*\n)[^?]){{0,200}}?\bamb\s{{1,4}}la\s{{1,4}}paraula\b"
    r"(?:(?:(?!\n[ ]*\n)[^?]){0,300}?(?:text|cos) del\s{1,3}(?:missatge|correu)\W{0,3}|"
    r"(?:(?!\n[ ]*\n)[^?]){0,300}?(?=\n[ ]*\n|$|\"?\n[ ]*(?:i )?com))"
)
"""A paragraph of the notice, run together: "I com em puc donar de baixa? Enviar un correu …"."""

_IN_WORDS: Final = re.compile(
    r"[\"«“]\s?enviar un correu[^?\n\"»”]{0,60}\bamb la paraula\b[^?]{0,140}?\bassumpte[^?\"»”]{0,60}[\"»”]"
)
"""The notice's instruction alone, cited: "Enviar un correu electrònic a … amb la paraula BAIXA …"."""

_MAY_STAND: Final = (
    "puc donar d", "pot donar d", "uneix-te al nou", "informacio del canal", "normes d'", "recull de la norm",
    "declaracio d'", "enviar un corr", "envieu un corr",
)  # fmt: skip
"""Words of which each heading and each instruction of the notice holds some: most mails have none."""


def parted(text: str) -> tuple[str, str]:
    """The text without the notice, and what of the notice stood in it."""
    cleaned: str = as_text(text).cleaned
    folded_text = as_text(text).folded
    if not any(words in folded_text for words in _MAY_STAND):
        return text, ""
    cited = list(_IN_A_LINE.finditer(folded_text)) or list(_IN_WORDS.finditer(folded_text))
    for run in reversed(cited):
        paragraph = cleaned[run.start() : run.end()].replace("\n", " ")
        cleaned = text = f"{cleaned[: run.start()]}\n{paragraph}\n{cleaned[run.end() :]}"
    lines = text.split("\n")
    folded = [fold(clean(line)) for line in lines]
    found = {i: match for i, line in enumerate(folded) if (match := _HEADING.match(line))}
    runs = {i for i, line in enumerate(folded) if _IN_A_LINE.match(line) or _IN_WORDS.match(line)}
    headings = sorted({*found, *runs})
    printed = {i for i, line in enumerate(folded) if _INSTRUCTION.match(line)} | runs
    is_notice = len(headings) > 1 and not all(match["question"] for match in found.values())
    if is_notice or (headings and any(i > headings[0] for i in printed)):
        last = headings[-1] + 1
        while last < len(lines) and _is_printed(folded[last]):
            last += 1
        printed.update(range(headings[0], last))
    printed -= {i for i in printed if any(one.value for one in find_documents(clean(lines[i])))}
    if not printed:
        return text, ""
    own = "\n".join(line for i, line in enumerate(lines) if i not in printed)
    return own.strip("\n"), "\n".join(line for i, line in enumerate(lines) if i in printed)


def _is_printed(folded: str) -> bool:
    return not folded.strip() or len(folded) >= _LONG or bool(_PRINTED.match(folded))
