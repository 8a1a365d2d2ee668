"""Where in a message each thing was read, by which rule, and what was set aside and why.

Worked out from the reading and the message when somebody asks, so that reading carries
nothing of it. A place is only given where the same finder, on that very text, finds that
very value; what was put together of several texts and stands in none of them has no place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import Enum
from functools import cached_property
from itertools import chain, islice
from typing import Final

from rules.findings import Because, Flaw, Kind, Person, Reading, Voice, Why
from rules.mail.message import Incoming
from rules.mail.small_print import without_feet
from rules.people.found import Found
from rules.people.gathering import numbers_in
from rules.people.name_forms import Named, key_words
from rules.people.names_in_text import sources
from rules.registry.labels import labels_in
from rules.text.dates import Written, find_dates
from rules.text.folding import clean, fold
from rules.text.tokens import Text, as_text
from rules.vocabulary.clause import CLAUSE, LIST


class Source(Enum):
    """A text of a message."""

    SUBJECT = "subject"
    OWN = "own"
    SIGNATURE = "signature"
    FORWARDED = "forwarded"
    QUOTED = "quoted"
    HTML = "html"
    PAPER = "paper"
    FILE = "file"


class What(Enum):
    """What was read."""

    WORDS = "words"
    OPEN = "open"
    NAME = "name"
    DOCUMENT = "document"
    PHONE = "phone"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of the message as the rules see it (`folding.clean`); places are counted in it."""

    source: Source
    text: Text
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A thing that was read, at `start` to `end` of a passage, and the rule that found it.

    `whose` is the place of the person in the reading, None for the words that decided.
    """

    what: What
    passage: int
    start: int
    end: int
    rule: Why
    whose: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """What was seen and not used, and why."""

    passage: int
    start: int
    end: int
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The texts of a message, what was read in them, and what was set aside."""

    passages: tuple[Passage, ...]
    marks: tuple[Mark, ...] = ()
    asides: tuple[Aside, ...] = ()


@dataclass(frozen=True)
class _Searched:
    """One passage with what the finders find in it."""

    index: int
    passage: Passage
    today: date | None

    @property
    def folded(self) -> str:
        return self.passage.text.folded

    @cached_property
    def numbers(self) -> tuple[Found, ...]:
        """The documents, and the telephones."""
        return tuple(chain(*self.passage.text.once(numbers_in)))

    @cached_property
    def names(self) -> list[tuple[Why, Named]]:
        numbers = tuple(sorted((found.start, found.end) for found in self.numbers))
        found = self.passage.text.once(sources, numbers)
        return [(rule, name) for rule, names in found for name in names]

    @cached_property
    def dates(self) -> list[Written]:
        return find_dates(self.passage.text, today=self.today)

    def label_before(self, start: int) -> Why:
        """The label on the line of *start*, or on the line above it, as the rule that found a value."""
        begin = self.folded.rfind("\n", 0, max(0, self.folded.rfind("\n", 0, start))) + 1
        labels = [match["label"] for match, _ in labels_in(self.folded, begin, start)]
        return Because("label", (labels[-1],)) if labels else ""

    def mark(self, what: What, start: int, end: int, rule: Why, whose: int | None = None) -> Mark:
        return Mark(what=what, passage=self.index, start=start, end=end, rule=rule, whose=whose)

    def aside(self, start: int, end: int, why: Why) -> Aside:
        return Aside(passage=self.index, start=start, end=end, why=why)


_OTHERS: Final = Because("of-none-of-them")
_FLAWS: Final = {
    Flaw.DOCUMENT_INVALID: Because("bad-document"),
    Flaw.PHONE_INVALID: Because("bad-number"),
    Flaw.PHONE_LANDLINE: Because("landline"),
}


def evidence(incoming: Incoming, reading: Reading, reasons: Sequence[str]) -> Evidence:
    """Where in the message of *incoming* what *reading* says was read, and what was set aside.

    *reasons* are the reading's in words: what they quote is looked for. Nothing of a machine's mail: its
    words count for nothing.
    """
    if reading.kind is Kind.AUTOMATIC:
        return Evidence(passages=())
    texts = [_Searched(i, passage, incoming.today) for i, passage in enumerate(_passages(incoming))]
    read = _read(texts, incoming, reading)
    said = _said(texts, reading) if reading.said else _deciding(read, reading, reasons)
    unread = (
        text.aside(0, len(text.passage.text), why)
        for text in texts
        if text not in read and (why := _UNREAD.get(text.passage.source))
    )
    return Evidence(
        passages=tuple(text.passage for text in texts),
        marks=(*said, *_people(read, reading), *_entries(read, reading, incoming.town.tz)),
        asides=(*unread, *_set_aside(read, reading, incoming)),
    )


def _passages(incoming: Incoming) -> Iterator[Passage]:
    """The texts of a message that say something, in the order in which one looks at them."""
    words, html = incoming.words, incoming.mail.html
    texts: list[tuple[Source, str, str]] = [
        (Source.SUBJECT, incoming.title, ""),
        (Source.OWN, incoming.own, ""),
        (Source.SIGNATURE, words.signature, ""),
        (Source.FORWARDED, words.forwarded, ""),
        (Source.QUOTED, incoming.quoted, ""),
    ]
    if html is not None and html is not words:
        texts.append((Source.HTML, "\n".join(filter(None, (html.own, html.signature, html.forwarded))), ""))
    texts += [(Source.PAPER, paper.said, paper.name) for paper in incoming.papers]
    texts += [(Source.FILE, name, "") for name in incoming.files]
    for source, text, title in texts:
        if text.strip():
            yield Passage(source, as_text(text).cleaned, title)


_UNREAD: Final = {Source.QUOTED: Because("quoted-history"), Source.FORWARDED: Because("anothers-message")}
"""Why what somebody else wrote is not read, where it is not."""
_ORDER: Final = {
    Voice.FORWARD: (Source.FORWARDED, Source.QUOTED, Source.OWN, Source.SIGNATURE),
    Voice.CHAT: (Source.OWN, Source.FORWARDED, Source.PAPER, Source.FILE),
}
_USUAL: Final = (Source.OWN, Source.SUBJECT, Source.SIGNATURE, Source.FORWARDED, Source.QUOTED, Source.PAPER)


def _read(texts: list[_Searched], incoming: Incoming, reading: Reading) -> list[_Searched]:
    """The texts that the reading believes, the first one first."""
    own_only = reading.voice is Voice.WRITER and not reading.registries
    has_own = bool(incoming.words.own.strip())

    def is_read(source: Source) -> bool:
        if source is Source.HTML:
            return reading.voice is Voice.REGISTRY
        if source is Source.QUOTED and reading.voice is not Voice.REGISTRY and has_own:
            is_looked_for = reading.kind is Kind.UNSURE and reading.voice is Voice.STAFF
            return is_looked_for or (bool(reading.registries) and reading.voice is Voice.WRITER)
        return not (own_only and source in _UNREAD)

    order = (*_ORDER.get(reading.voice, ()), *_USUAL, *Source)
    return sorted(
        (t for t in texts if is_read(t.passage.source)), key=lambda t: order.index(t.passage.source)
    )


# --- what was read ------------------------------------------------------------------------------


LEGEND: Final = Because("open-words")
"""What it means that words are open."""


def _said(texts: list[_Searched], reading: Reading) -> Iterator[Mark]:
    """The words that decided a resident's leave, and those that leave it open, where the law found them."""
    for place in reading.said:
        source = Source.SUBJECT if place.in_subject else Source.OWN
        what = What.OPEN if place.is_open else What.WORDS
        for text in texts:
            if text.passage.source is source:
                yield text.mark(what, place.start, place.end, place.why)


_WORD: Final = re.compile(r"[^\W_]+")


def _deciding(texts: list[_Searched], reading: Reading, reasons: Sequence[str]) -> Iterator[Mark]:
    """The words that a reason quotes, where they stand; wrapped lines and punctuation do not matter."""
    for reason in reasons:
        rule, _, quoted = reason.partition("«")
        words = _WORD.findall(fold(clean(quoted)))
        if not words:
            continue
        pattern = re.compile(r"\b" + r"[\W_]{1,8}".join(map(re.escape, words)))
        for text, match in _first(texts, pattern):
            yield text.mark(What.WORDS, *match.span(), rule.rstrip(": "))
    # The words by which an entry is about the clause, or about the list.
    for text, match in _first(texts, CLAUSE, LIST) if reading.registries else ():
        yield text.mark(What.WORDS, *match.span(), "; ".join(reasons))


def _first(texts: list[_Searched], *patterns: re.Pattern[str]) -> Iterator[tuple[_Searched, re.Match[str]]]:
    """Where the first of the *patterns* that does stands first; nothing where none stands."""
    found = (
        (text, match) for pattern in patterns for text in texts if (match := pattern.search(text.folded))
    )
    yield from islice(found, 1)


def _people(texts: list[_Searched], reading: Reading) -> Iterator[Mark]:
    for whose, person in enumerate(reading.people):
        yield from _name(texts, person, whose)
        yield from _number(texts, What.DOCUMENT, person.id_document, whose)
        yield from _number(texts, What.PHONE, person.phone, whose)


def _number(texts: list[_Searched], what: What, value: str | None, whose: int) -> Iterator[Mark]:
    """The first place where the value stands."""
    found = ((text, one) for text in texts for one in text.numbers if value and one.value == value)
    for text, one in islice(found, 1):
        prefix = _PREFIX.match(text.folded, one.start, one.end)
        start = prefix.end() if prefix else one.start
        yield text.mark(what, start, one.end, text.label_before(start) or _UNLABELLED[what], whose)


_PREFIX: Final = re.compile(r"(?:dni|ni[fe])[ .:-]{0,2}")
_UNLABELLED: Final = {What.DOCUMENT: Because("document-form"), What.PHONE: Because("mobile-form")}


def _name(texts: list[_Searched], person: Person, whose: int) -> Iterator[Mark]:
    """The name as a finder gave it; else the words that it was put together of."""
    words = set(_WORD.findall(fold(clean(person.name or ""))))
    texts = [text for text in texts if words and all(map(text.folded.__contains__, words))]
    for text in texts:
        for rule, name in text.names:
            stands = set(_WORD.findall(text.folded, name.start, name.end))
            if name.value == person.name and words == stands:
                yield text.mark(What.NAME, name.start, name.end, rule, whose)
                return
    for text in texts:
        if spans := _spelled(words, text.folded):
            rule = text.label_before(spans[0][0]) or Because("words-of-name")
            yield from (text.mark(What.NAME, start, end, rule, whose) for start, end in spans)
            return


_FARTHEST: Final = 200
"""Characters within which the words of one name stand: labels and a line end may lie between."""


def _spelled(wanted: set[str], folded: str) -> list[tuple[int, int]]:
    """Where the words of a name stand nearest together, each run of them; empty if not all do."""
    places = [m.span() for m in _WORD.finditer(folded) if m.group() in wanted]
    best: list[tuple[int, int]] = []
    for last in range(len(places)):
        seen: set[str] = set()
        for first in range(last, -1, -1):
            seen.add(folded[slice(*places[first])])
            length = places[last][1] - places[first][0]
            if length > _FARTHEST or (best and length >= best[-1][1] - best[0][0]):
                break
            if seen == wanted:
                best = places[first : last + 1]
                break
    return _runs(best, folded)


def _runs(places: list[tuple[int, int]], folded: str) -> list[tuple[int, int]]:
    """Places with nothing but spaces and points between them as one."""
    runs: list[tuple[int, int]] = []
    for start, end in places:
        if runs and not folded[runs[-1][1] : start].strip(" ,.'-·"):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def _entries(texts: list[_Searched], reading: Reading, tz: tzinfo) -> Iterator[Mark]:
    for entry in dict.fromkeys(reading.registries):
        whose = reading.registries.index(entry)
        number = fold(clean(entry.number or "")).split()
        pattern = re.compile(r"\s{0,3}".join(map(re.escape, number)))
        for text, match in _first(texts, pattern) if number else ():
            rule = text.label_before(match.start()) or Because("entry-number-form")
            yield text.mark(What.NUMBER, *match.span(), rule, whose)
        if entry.registered_at is not None:
            yield from _entry_date(texts, entry.registered_at, tz, whose)


def _entry_date(texts: list[_Searched], at: datetime, tz: tzinfo, whose: int) -> Iterator[Mark]:
    """The date that is this very instant, else the one of this day: its hour may stand elsewhere."""
    for text in texts:
        same = [one for one in text.dates if one.instant(tz) == at]
        same += [one for one in text.dates if one.on == at.astimezone(tz).date()]
        if same:
            rule = text.label_before(same[0].start) or Because("date-form")
            yield text.mark(What.DATE, same[0].start, same[0].end, rule, whose)
            return


# --- what was set aside -------------------------------------------------------------------------


_NOBODY_S: Final = frozenset({Kind.OTHER, Kind.COMMAND})


def _set_aside(texts: list[_Searched], reading: Reading, incoming: Incoming) -> Iterator[Aside]:
    """Each document, telephone and name in the texts that were read that the reading does not give."""
    for text in texts:
        if text.passage.source in {Source.OWN, Source.SIGNATURE}:
            yield from _feet(text)
    if reading.kind in _NOBODY_S:
        return
    used = {value for p in reading.people for value in (p.id_document, p.phone)} - {None}
    named = [key_words(p.name) for p in reading.people if p.name]
    for text in texts:
        for found in text.numbers:
            if why := _why(found, text, used, incoming):
                yield text.aside(found.start, found.end, why)
        yield from _other_names(text, named)


def _feet(text: _Searched) -> Iterator[Aside]:
    """Sentences that tell a reader how to leave, or their rights: nobody's wish."""
    for match in re.finditer("~+", text.passage.text.once(without_feet).folded):
        if text.folded[match.start()] != "~":
            yield text.aside(*match.span(), Because("tells-reader"))


def _why(found: Found, text: _Searched, used: set[str | None], incoming: Incoming) -> Why | None:
    if found.flaw is not None:
        is_taken = any(_overlap(found, one) for one in text.numbers if one.value)
        return None if is_taken else _FLAWS.get(found.flaw)
    if found.value in used:
        return None
    if found.value in incoming.own_numbers:
        return Because("own-number")
    if text.passage.source is Source.SIGNATURE:
        return Because("signature-fills")
    return _OTHERS if used else None


def _other_names(text: _Searched, theirs: Sequence[frozenset[str]]) -> Iterator[Aside]:
    """The names beside which a reading with people chose: once each, and none that is part of theirs."""
    seen: list[Named] = []
    for _, name in text.names if theirs else ():
        if any(name.words & their for their in theirs) or any(_overlap(name, one) for one in seen):
            continue
        seen.append(name)
        yield text.aside(name.start, name.end, _OTHERS)


def _overlap(one: Found | Named, other: Found | Named) -> bool:
    return one is not other and one.start < other.end and other.start < one.end
