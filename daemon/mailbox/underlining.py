"""The evidence for the eye: a message's texts with what was read underlined, each with its rule.

Where the output is no terminal, plain marks stand for the lines: `_read_`, `=open=`, `~set aside~`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from daemon.letters.sentences import in_catalan
from daemon.safe_text import printable
from rules.evidence import LEGEND, Aside, Evidence, Mark, Passage, What

_SMALL: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_READ, _OPEN, _ASIDE, _REST = "bold underline", "yellow underline", "dim strike", ""
_AROUND: Final = 160
"""Characters of a long text that are shown on either side of a mark."""
_SHORT: Final = 1200
"""Characters of a text that is shown whole."""


def plain_text(text: str) -> Text:
    """A sender's words for the screen: no markup, no control characters, no marks of direction."""
    return Text(printable(text))


@dataclass(frozen=True, slots=True)
class _Seen:
    """A numbered piece of one passage: a mark, or what was set aside."""

    number: int
    one: Mark | Aside

    @property
    def is_read(self) -> bool:
        return isinstance(self.one, Mark)

    @property
    def is_open(self) -> bool:
        return isinstance(self.one, Mark) and self.one.what is What.OPEN

    @property
    def plain_mark(self) -> str:
        return "=" if self.is_open else "_" if self.is_read else "~"

    @property
    def sign(self) -> str:
        return str(self.number).translate(_SMALL)


@dataclass(frozen=True, slots=True)
class Underlined:
    """The texts in which something was read or set aside, and under them what and why."""

    found: Evidence

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines for *console*, which says whether it can underline."""
        ones: list[Mark | Aside] = [*self.found.marks, *self.found.asides]
        seen = [_Seen(i, one) for i, one in enumerate(ones, start=1)]
        for i, passage in enumerate(self.found.passages):
            here = [s for s in seen if s.one.passage == i]
            if here:
                yield Text(f"  ── {_called(passage)} ──", style="dim")
                yield from _shown(passage.text, here, is_plain=not console.is_terminal)
        yield Text()
        yield from (self._line(s) for s in seen)
        if any(s.is_open for s in seen):
            yield Text(f"  {in_catalan(LEGEND)}", style="yellow")

    def _line(self, seen: _Seen) -> Text:
        one, passage = seen.one, self.found.passages[seen.one.passage]
        what = f"{in_catalan(one.what)}: " if isinstance(one, Mark) else "de banda: "
        why = one.rule if isinstance(one, Mark) else one.why
        words = " ".join(passage.text[one.start : min(one.end, one.start + 60)].split())
        place = f"{_called(passage)} {one.start}–{one.end}"
        line = Text(f"  {seen.number:>2} ", style="" if seen.is_read else "dim")
        return line.append_text(plain_text(f"{what}«{words}» · {place} · {in_catalan(why)}"))


def _called(passage: Passage) -> str:
    return f"{in_catalan(passage.source)} {passage.title}".strip()


def _shown(text: str, seen: list[_Seen], *, is_plain: bool) -> Iterator[Text]:
    """The lines of a text, or those around its marks, with the marks on them."""
    end = 0
    for start, stop in _windows(text, [(s.one.start, s.one.end) for s in seen]):
        if start > end:
            yield Text("  …", style="dim")
        shown = Text("  ")
        edges = {start, stop, *(e for s in seen for e in (s.one.start, s.one.end) if start < e < stop)}
        places = sorted(edges)
        for begin, close in pairwise(places):
            over = [s for s in seen if s.one.start <= begin and close <= s.one.end]
            style = _style(over)
            opening = sorted((s for s in over if s.one.start == begin), key=lambda s: -s.one.end)
            closing = [s for s in over if s.one.end == close or s.one.end > close == stop]
            _open(shown, opening, is_plain=is_plain)
            _say(shown, text[begin:close], style)
            _close(shown, sorted(closing, key=lambda s: -s.one.start), is_plain=is_plain)
        yield shown
        end = stop
    if end < len(text):
        yield Text("  …", style="dim")


def _style(over: list[_Seen]) -> str:
    """How the text under these pieces looks: what was read in an open clause keeps its colour."""
    if any(s.is_read and not s.is_open for s in over):
        return f"{_READ} yellow" if any(s.is_open for s in over) else _READ
    return _OPEN if any(s.is_open for s in over) else _ASIDE if over else _REST


def _open(shown: Text, seen: list[_Seen], *, is_plain: bool) -> None:
    for one in seen if is_plain else ():
        shown.append(one.plain_mark)


def _say(shown: Text, text: str, style: str) -> None:
    for i, line in enumerate(text.split("\n")):
        shown.append("\n  " if i else "").append(printable(line), style=style)


def _close(shown: Text, seen: list[_Seen], *, is_plain: bool) -> None:
    for one in seen:
        shown.append(one.plain_mark if is_plain else "").append(one.sign, style="dim")


def _windows(text: str, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches of a text to show: all of a short one, else what stands around each place."""
    if len(text) <= _SHORT:
        return [(0, len(text))]
    windows: list[tuple[int, int]] = []
    for start, end in sorted((start, min(end, start + _AROUND)) for start, end in places):
        begin = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
        line_end = text.find("\n", end)
        stop = min(line_end if line_end >= 0 else len(text), end + _AROUND)
        if windows and begin <= windows[-1][1] + 1:
            windows[-1] = (windows[-1][0], max(stop, windows[-1][1]))
        else:
            windows.append((begin, stop))
    return windows


def in_json(found: Evidence) -> dict[str, list[dict[str, Any]]]:
    """The evidence as values of JSON; `person` is the place in `people`, null for the words that decided."""
    return {
        "evidence": [
            {"what": m.what.name.lower(), "person": m.whose, **_place(found, m), "rule": in_catalan(m.rule)}
            for m in found.marks
        ],
        "set_aside": [{**_place(found, a), "why": in_catalan(a.why)} for a in found.asides],
    }


def _place(found: Evidence, one: Mark | Aside) -> dict[str, Any]:
    passage = found.passages[one.passage]
    return {
        "in": passage.source.name.lower(),
        "title": passage.title,
        "start": one.start,
        "end": one.end,
        "text": passage.text[one.start : min(one.end, one.start + 200)],
    }
