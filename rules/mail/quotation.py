"""Whose words: what the writer typed now, what stood under it, what others wrote before.

Rule 1: history is never the writer's words, however the mail program marks it:
        ">", a cited element, an attribution, a header block, "Original message".
Rule 2: an answer typed below or between marked history is the writer's.
Rule 3: a message passed on is kept apart from history: its own words are `forwarded`,
        the history inside it is `quoted`.
Rule 4: nothing is dropped; what is neither goes to one of the four.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final, NamedTuple

from rules.mail.published_notice import parted
from rules.mail.set_phrases import (
    forwards,
    header_block,
    inner_subject,
    introduces_quote,
    is_attribution,
    is_forward_marker,
    is_mobile_line,
    is_original_marker,
    is_rule,
    starts_legal_notice,
)
from rules.mail.small_print import is_small_print
from rules.text.folding import clean, fold
from rules.text.tokens import Text, as_text

DEEPEST_FORWARD: Final = 4
_LONGEST_MARKER: Final = 400
_LONG_LINE: Final = 100
_LONGEST_NOTICE: Final = 40
_MOST_NOTICES: Final = 20
_PREFIX: Final = re.compile(r"[ \t]{0,3}((?:>[ \t]?){1,50})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One rendering of the body, cut into whose words they are.

    `own` is what the writer typed now, without quotes, signature and
    disclaimers; `signature` what stood under it; `quoted` the history that the
    mail program put there; `forwarded` a message passed on (its header lines
    included). All are NFC, lines end in "\\n", invisible characters are gone.
    """

    own: str = ""
    signature: str = ""
    quoted: str = ""
    forwarded: str = ""

    def __bool__(self) -> bool:
        """Whether anybody says anything."""
        return bool(self.own or self.signature or self.quoted or self.forwarded)


class Mark(Enum):
    """What the HTML of a line says about it."""

    HISTORY = auto()  # from here to the end is history
    SIGNATURE = auto()


class Line(NamedTuple):
    """A line of a body: how deep it is cited, and what its markup says."""

    text: str
    depth: int = 0
    mark: Mark | None = None


def plain_lines(text: str) -> list[Line]:
    """The lines of a plain text, with their ">" counted and taken off."""
    lines = map(Line, text.split("\n"))
    return [*map(unmarked, lines)] if ">" in text else [*lines]


def unmarked(line: Line) -> Line:
    """The line with its leading ">" counted into its depth and taken off."""
    if ">" not in line.text[:4] or not (match := _PREFIX.match(line.text)):
        return line
    return Line(line.text[match.end() :], line.depth + match[1].count(">"), line.mark)


def passed_on(lines: Sequence[Line]) -> Words:
    """The words of a message that was attached: all that its writer said is forwarded."""
    cutting = _Cutting((), "", level=0)
    cutting.pass_on(lines)
    return cutting.words()


def cut(lines: Sequence[Line], *, subject: str = "", level: int = 0) -> Words:
    """Say whose words *lines* are; *subject* tells a message passed on from an answer."""
    words = _Cutting(lines, subject, level=level).run()
    own, printed = parted(words.own)
    if not printed:
        return words
    return replace(words, own=own, quoted="\n".join(part for part in (printed, words.quoted) if part))


class _Cutting:
    """One pass over the lines; each step puts some of them where they belong."""

    def __init__(self, lines: Sequence[Line], subject: str, *, level: int) -> None:
        self._lines = lines
        self._subject = subject
        self._level = level
        self._own: list[str] = []
        self._signature: list[str] = []
        self._quoted: list[str] = []
        self._forwarded: list[str] = []
        self._current = self._own
        self._notices = 0

    def run(self) -> Words:
        place = 0
        while place < len(self._lines):
            place = self._step(place)
        return self.words()

    def words(self) -> Words:
        return Words(
            own=_text(self._own),
            signature=_text(self._signature),
            quoted=_text(self._quoted),
            forwarded=_text(self._forwarded),
        )

    def _step(self, place: int) -> int:
        """Put away the lines at *place*; return the place of the next."""
        line = self._lines[place]
        if line.depth:
            return self._cited(place)
        if line.mark is Mark.HISTORY:
            return self._history(place)
        if line.mark is Mark.SIGNATURE:
            self._signature.append(line.text)
            return place + 1
        if len(line.text) <= _LONGEST_MARKER and line.text.strip() and (after := self._marker(place)):
            return after
        if starts_legal_notice(line.text) and (after := self._legal(place)):
            return after
        self._current.append(line.text)
        return place + 1

    def _marker(self, place: int) -> int:
        """Treat a line that says where something begins; 0 if it says nothing."""
        text = self._lines[place].text
        if is_forward_marker(text):
            return self._forward(place)
        if is_original_marker(text) or self._starts_header_block(place):
            return self._history(place)
        if length := self._attribution_at(place):
            # History without marks runs to the end; with marks, as far as the marks do.
            end = place + length if self._is_cited_next(place + length) else len(self._lines)
            self._quoted.extend(_texts(self._lines[place:end]))
            self._current = self._own
            return end
        if text.strip() in {"--", "—"}:
            self._current = self._signature
        if is_mobile_line(text):
            self._signature.append(text)
            return place + 1
        return 0

    def _cited(self, place: int) -> int:
        """A run of cited lines: history, or a message passed on as a citation."""
        end = self._end_of_run(place)
        run = self._lines[place:end]
        first = next((line.text for line in run if line.text.strip()), "")
        if is_forward_marker(first) or (forwards(self._subject) and header_block(_texts(run))):
            self.pass_on([line._replace(depth=max(0, line.depth - 1)) for line in run])
        else:
            self._take_attribution()
            self._quoted.extend(_texts(run))
        self._current = self._own
        return end

    def _end_of_run(self, place: int) -> int:
        """Where the cited run ends; blank lines belong to it only between cited ones."""
        end = place
        while place < len(self._lines) and (self._lines[place].depth or not self._lines[place].text.strip()):
            place += 1
            end = place if self._lines[place - 1].depth else end
        return end

    def _take_attribution(self) -> None:
        """Move a line right before a citation that belongs to it to the history."""
        while self._current and not self._current[-1].strip():
            self._current.pop()
        if self._current and introduces_quote(self._current[-1]):
            self._quoted.append(self._current.pop())

    def _attribution_at(self, place: int) -> int:
        """How many lines from *place* are an attribution, 0 for none."""
        lines = self._lines[place : place + 3]
        for length in range(1, len(lines) + 1):
            if lines[length - 1].depth or not lines[length - 1].text.strip():
                return 0
            if is_attribution(" ".join(_texts(lines[:length]))):
                later = (" ".join(_texts(lines[start:length])) for start in range(1, length))
                return 0 if any(map(is_attribution, later)) else length  # "El DNI és …" is their own line
        return 0

    def _is_cited_next(self, place: int) -> bool:
        following = next((line for line in self._lines[place:] if line.text.strip()), None)
        return following is not None and following.depth > 0

    def _starts_header_block(self, place: int) -> bool:
        """Whether a mail program's header block begins here, and not a letter's or a form's own heading."""
        block = header_block(_texts(self._lines[place : place + 12]))
        if not block:
            return False
        before = next((text for text in reversed(self._own) if text.strip()), "")
        is_drawn = is_rule(before) and len(before.strip()) >= _SHORTEST_RULE
        if forwards(self._subject) is not None or is_original_marker(before) or is_drawn:
            return True
        says_who = sum(bool(text.strip()) for text in block) >= _WHOLE_BLOCK and any(
            _NUMBER.search(text) for text in self._own
        )
        return bool(before) and (says_who or any("@" in text for text in block))

    def _forward(self, place: int) -> int:
        """A forward marker: what follows is passed on, to the end of its citation or of all."""
        start = place + 1
        is_cited = self._is_cited_next(start)
        end = self._end_of_run(start) if is_cited else len(self._lines)
        self._forwarded.append(self._lines[place].text)
        self.pass_on([line._replace(depth=max(0, line.depth - is_cited)) for line in self._lines[start:end]])
        self._current = self._own
        return end

    def _history(self, place: int) -> int:
        """What runs to the end: passed on if the subject or the first lines say so, history else."""
        while self._current and is_rule(self._current[-1]):
            self._current.pop()  # the line that the program draws above it
        rest = self._lines[place:]
        opening = [line.text for line in rest[:12] if line.text.strip()][:4]
        if forwards(self._subject) or any(is_forward_marker(text) for text in opening):
            self.pass_on([line._replace(mark=None) for line in rest])
        else:
            self._quoted.extend(_texts(rest))
        return len(self._lines)

    def pass_on(self, lines: Sequence[Line]) -> None:
        """Keep the words of a message passed on, and the history inside it apart."""
        start = _after_header(lines)
        self._forwarded.extend([*_texts(lines[:start]), ""] if start else [])
        if self._level >= DEEPEST_FORWARD:
            self._quoted.extend(_texts(lines[start:]))
            return
        inner = cut(lines[start:], subject=inner_subject(_texts(lines[:start])), level=self._level + 1)
        self._forwarded.extend(filter(None, (inner.own, inner.signature, inner.forwarded)))
        self._quoted.extend(filter(None, (inner.quoted,)))

    def _legal(self, place: int) -> int:
        """A legal notice is one paragraph; 0 if the paragraph is no such thing."""
        self._notices += 1
        if self._notices > _MOST_NOTICES:
            return 0
        end = place + 1
        if len(self._lines[place].text) < _LONG_LINE:
            last = min(len(self._lines), place + _LONGEST_NOTICE)
            while end < last and self._lines[end].text.strip() and not self._lines[end].depth:
                end += 1
        paragraph = _texts(self._lines[place:end])
        if not is_small_print(Text(" ".join(paragraph)).folded, is_begun=True):
            return 0
        self._signature.extend(paragraph)
        return end


_WHOLE_BLOCK: Final = 4
"""Lines of a header block that lacks nothing: from, sent, to, subject.

Under somebody's DNI or telephone it is no heading of a letter, even without an address.
"""

_NUMBER: Final = re.compile(r"\d{2}[\d .-]{5}")

_SHORTEST_RULE: Final = 8
"""Signs of the line that a mail program draws between an answer and what it answers, at least."""


def _after_header(lines: Sequence[Line]) -> int:
    """Where the text of a message passed on begins, after its markers and header lines."""
    for start, line in enumerate(lines):
        block = header_block(_texts(lines[start : start + 12]))
        if block:
            return start + len(block)
        if line.text.strip() and not is_forward_marker(line.text) and not is_original_marker(line.text):
            return start
    return len(lines)


def _texts(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines]


def _text(lines: list[str]) -> Text:
    """Lines as one text without blank edges."""
    return Text("\n".join(line.rstrip() for line in lines).strip("\n"))


# --- the letter that is answered, where the mail program put no mark between --------------------------

_GREETING: Final = re.compile(
    r"[ \t>]{0,6}(?:bon dia|bona tarda|bon vespre|bones|hola|benvolgu(?:t|da)|estima(?:t|da)|apreciada?|"
    r"senyora?|sra?\.?|buen[oa]s(?: \w+)?|estimad[oa]|querid[oa]|hello|dear|bonjour|chere?)"
    r"(?:,? (?:senyora?|sra?\.?|en|na|la|el))? (?P<whom>[a-z][a-z' .-]{1,60})[,:.!]?\s{0,3}$"
)


def _is_signed_by_town_hall(folded: str) -> bool:
    return any(line.lstrip(" -*_>").startswith(_TOWN_HALL) for line in folded.split("\n"))


_TOWN_HALL: Final = ("ajuntament", "ayuntamiento", "mairie", "town hall")
"""A line of who signs."""


def without_answered(words: Words, *, writer: str) -> Words:
    """The words; what follows a greeting of the *writer*, below their own name, is history.

    "… Salut, Pere Vall / Vall Enginyers / Bon dia Pere, / Et confirmo que …": nobody greets themselves.
    Only where the town hall signs it: a clerk may have the writer's name, and be greeted again above
    what takes everything back.
    """
    if not _is_signed_by_town_hall(as_text(words.own).folded):
        return words
    given = fold(clean(writer)).split()[:1]
    lines = words.own.split("\n")
    folded = [fold(clean(line)) for line in lines]
    for place in range(2, len(lines) - 1):
        match = _GREETING.match(folded[place])
        if match is None or match["whom"].split()[:1] != given:
            continue
        is_signed = any(line.strip().startswith(tuple(given)) for line in folded[1:place])
        if is_signed and _is_signed_by_town_hall("\n".join(folded[place + 1 :])):
            rest = "\n".join(lines[place:]).strip("\n")
            quoted = f"{rest}\n{words.quoted}" if words.quoted else rest
            return replace(words, own="\n".join(lines[:place]).rstrip(), quoted=quoted)
    return words
