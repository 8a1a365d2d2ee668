"""What a person at a terminal sees of the demo, as it happens.

Whatever a message holds is shown on one line, without control or invisible characters. Every
colour is said in words too. Our own words are in the reader's
language, those of mail and letters as they are.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, tzinfo
from pathlib import Path
from typing import Final

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from daemon.books.cases import reason_of
from daemon.language import _, code, dated, later
from daemon.letters.sentences import in_catalan
from daemon.letters.wording import phone, shown
from daemon.mailbox.intake import Taken
from rules.books.decision import Decision, Outcome, Verdict
from rules.books.subscription import Subscription
from rules.findings import Entry, Person, Reading
from rules.mail.mail import Mail

_WIDTH: Final = 100
_FRAME: Final = 4
_PANEL: Final = 15
_INDENT: Final = 4
_SUBJECT: Final = 60
_REASON: Final = 200

_BETWEEN: Final = re.compile(r"\n{2,}|\n(?=- )")
# A line that is nearly full was broken for lack of room; a shorter one ends there.
_WRAP: Final = re.compile(r"(?<=.{66})\n *")
_BREAK: Final = re.compile(r"\n *")

_OUTCOMES: Final[Mapping[Outcome, tuple[str, str]]] = {
    Outcome.DONE: (later("done"), "green"),
    Outcome.WAITING: (later("waiting for the resident"), "yellow"),
    Outcome.CARD: (later("card for staff"), "magenta"),
    Outcome.ASIDE: (later("set aside"), "dim"),
}


def terminal() -> Console:
    """The terminal as it is; a pipe gets lines of a hundred columns."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDTH)


class Display:
    """Shows the demo line by line. `told` counts the messages."""

    def __init__(self, console: Console, tz: tzinfo) -> None:
        """Nothing is said yet."""
        self._console, self._tz = console, tz
        self.told = 0

    def heading(self, title: str, *lines: str) -> None:
        """Begin a part."""
        self._console.print(Rule(Text(title, "bold"), align="left", style="cyan", characters="─"))
        self.say(*lines)

    def say(self, *lines: str) -> None:
        """Say something in our own words."""
        for line in lines:
            self._console.print(Text(line))

    def message(self, taken: Taken) -> None:
        """Say what came, what it is, whom it is about, what was decided and why, and what is answered."""
        self.told += 1
        self._console.print(_came(self.told, taken.mail))
        decided = (_decided(verdict, taken) for verdict in taken.decision.verdicts)
        for line in (*_read(taken.reading, self._tz), *decided, *_answered(taken.decision)):
            self._console.print(Padding(line, (0, 0, 0, _INDENT), expand=False))

    def letters(self, sent: Iterable[tuple[str, str, str]]) -> None:
        """Show to whom the letters went, by which template, and their subjects."""
        table = _table("", _("to"), _("letter"), _("subject"))
        for number, (recipient, template, subject) in enumerate(sent, start=1):
            cut = Text(shown(subject, _REASON), no_wrap=True, overflow="ellipsis")
            table.add_row(f"{number:2}", Text(shown(recipient)), template, cut)
        self._console.print(table)

    def digest(self, title: str, text: str, *, whole: Path) -> None:
        """Show how the digest's plain text begins, each paragraph and entry without its line breaks.

        The last line says where the *whole* is.
        """
        grid = Table.grid()
        for block in _BETWEEN.split("\n".join(text.splitlines())):
            first, _end, rest = block.partition("\n")
            if first.strip("-") and not rest.strip("-="):
                grid.add_row("", Text(first, "bold" if rest else ""))
            elif rest:
                bullet, words = ("- ", block[2:]) if block.startswith("- ") else ("", block)
                grid.add_row(bullet, Text(_BREAK.sub(" · ", _WRAP.sub(" ", words))))
        room = self._console.options.update(width=self._console.width - _FRAME, highlight=False)
        lines = self._console.render_lines(grid, room, pad=False)[: _PANEL - 1]
        begins = Text("\n").join(
            Text.assemble(*((part.text, part.style or "") for part in line)) for line in lines
        )
        rest = Text(f"… {whole}", "bold", overflow="fold")
        self._console.print(Panel(Group(begins, rest), title=Text(shown(title)), border_style="cyan"))

    def books(self, before: Mapping[str, str], now: Iterable[tuple[Subscription, date | None]]) -> None:
        """Show who moved on the list since *before*, with their due date, and count who did not."""
        table, still = _table(_("ref"), _("name"), _("mobile"), _("state"), _("due")), Counter[str]()
        for held, due_on in now:
            was, state = before.get(held.ref), held.state.value
            if was == state:
                still[state] += 1
                continue
            moved = Text.assemble((code(was) if was else "—", "dim"), " → ", (code(state), "bold"))
            number = phone(held.phone) if held.phone else "—"
            table.add_row(held.ref, Text(shown(held.name)), number, moved, str(due_on or ""))
        if table.row_count:
            self._console.print(table)
        same = ", ".join(f"{count} {code(state)}" for state, count in sorted(still.items()))
        self.say(_("As before: {same}.", same=same) if same else _("Nobody is as before."))

    def closing(self, files: Sequence[tuple[str, str]]) -> None:
        """Name what is left behind; paths stay whole, so that they can be copied."""
        for what, where in files:
            self._console.print(Text.assemble((f"{what}: ", "bold"), where), soft_wrap=True)


def _came(number: int, mail: Mail) -> Text:
    sender = shown(mail.sender_name or mail.sender or _("(no clear sender)"))
    subject = shown(mail.subject, _SUBJECT) or _("(no subject)")
    return Text.assemble((f"{number:2}  ", "cyan"), (sender, "bold"), f"  “{subject}”")


def _read(reading: Reading | None, tz: tzinfo) -> Iterator[Text]:
    """What it is and whom it is about, a line for each person."""
    if reading is None:
        return
    entries: list[Entry | None] = [*reading.registries, *(None for _ in reading.people)]
    for person, entry in zip(reading.people, entries, strict=False):
        yield Text(f"{code(reading.kind.value)} · {_person(person, entry, tz)}")


def _person(person: Person, entry: Entry | None, tz: tzinfo) -> str:
    given = [
        shown(person.name or _("(no name)")),
        person.id_document or _("no valid DNI"),
        phone(person.phone) if person.phone else _("no valid mobile"),
    ]
    if entry is not None and entry.registered_at is not None:
        number, at = shown(entry.number or _("no number")), entry.registered_at.astimezone(tz)
        given.append(_("{number}, presented {at}", number=number, at=dated(at, later("d MMMM, HH:mm"))))
    return " · ".join(given)


def _decided(verdict: Verdict, taken: Taken) -> Text:
    word, style = _OUTCOMES[verdict.outcome]
    return Text.assemble(
        f"{code(taken.reading.kind.value)} " if taken.reading and not taken.reading.people else "",
        "→ ",
        (_(word), f"bold {style}"),
        (f"  {shown(_why(verdict, taken), _REASON)}", style),
    )


def _why(verdict: Verdict, taken: Taken) -> str:
    reasons = [reason_of(verdict)]
    if verdict.request is None and taken.reading is not None:
        reasons += map(in_catalan, taken.reading.reasons)
    is_one_of_several = len(taken.decision.verdicts) > 1
    name = f"{verdict.request.person.name}: " if is_one_of_several and verdict.request else ""
    refs = ", ".join(held.ref for held in verdict.about) if verdict.outcome is Outcome.CARD else ""
    return f"{name}{'; '.join(reasons)}{f' ({refs})' if refs else ''}"


def _answered(decision: Decision) -> Iterator[Text]:
    if decision.letter is not None:
        yield Text(f"✉ {decision.letter.template.value}")
    elif decision.unanswered:
        yield Text(
            _("no letter: {unanswered}", unanswered=shown(in_catalan(decision.unanswered), _REASON)), "dim"
        )


def _table(*titles: str) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for title in titles:
        table.add_column(title, overflow="fold")
    return table
