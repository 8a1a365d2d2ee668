"""How well residents' words are understood, batch by batch; of hands that taught no word, apart.

`make reading`. The second reader's weights are out of fold: each mail is read by weights that were learned
without its batch. Nothing is learned of `fresh.jsonl`, by three hands from the town's notice alone, nor of
`hostile.jsonl`, by who knew the rules. Each wrong act is printed in full.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from daemon.configuration.second_reader import second_reader
from daemon.safe_text import printable
from rules.books.lanes import Lane, prospect_of
from rules.findings import Kind, Reading
from rules.intent.second_reader import Weights
from rules.mail.mail import Mail
from rules.reading import read
from tests.corpus.labelled import HELD_OUT, Labelled, Wants, corpus, fresh, hostile
from tests.corpus.test_corpus import TOWN

_ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What becomes of a mail: its lane, whether it is a leave's, of whom, and whether a letter answers it."""

    lane: str
    is_leave: bool = False
    people: frozenset[tuple[str, str]] = frozenset()
    has_letter: bool = False


def outcome_of(reading: Reading, mail: Mail) -> Outcome:
    """What a reading comes to where the books agree with it."""
    prospect = prospect_of(reading, mail)
    return Outcome(
        lane=prospect.lane.value,
        is_leave=reading.kind is Kind.BAIXA,
        people=frozenset((p.id_document or "", p.phone or "") for p in reading.people),
        has_letter=prospect.letter is not None,
    )


SOURCES: Final = ("rules/text", "rules/lexicon", "rules/intent", "rules/residents/leaving.py")
"""Where the rules stand by which intent is read."""


@dataclass(slots=True)
class Tally:
    """What was counted of some mails."""

    mails: int = 0
    plain: int = 0
    acted: int = 0
    no_clerk: int = 0
    bothered: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, one: Labelled, got: Outcome) -> None:
        """Count a mail."""
        self.mails += 1
        if one.wants is Wants.LEAVE:
            is_right = one.people is None or got.people == one.people
            self.plain += 1
            self.acted += got.is_leave and got.lane == Lane.ACT and is_right
            self.no_clerk += got.is_leave and got.lane in _NO_CLERK
        self.bothered += one.wants is Wants.NOTHING and (got.has_letter or got.lane in _WRITTEN_TO)
        if is_wrong(one, got):
            self.wrong.append(one.name)


_WRITTEN_TO: Final = frozenset({"ask", "confirm"})
_NO_CLERK: Final = _WRITTEN_TO | {"act"}


def is_wrong(one: Labelled, got: Outcome) -> bool:
    """Whether somebody is taken off who did not ask for it, or who is not of those who did."""
    if not got.is_leave or got.lane != Lane.ACT:
        return False
    if one.wants in {Wants.NOTHING, Wants.CARE}:
        return True
    named = {datum for person in one.people or () for datum in person}
    return one.people is not None and any(named.isdisjoint(person) for person in got.people)


def measured() -> Iterator[tuple[Labelled, Outcome]]:
    """Each mail of the corpus, and each fresh one, with what becomes of it."""
    from tests.model.training import (  # noqa: PLC0415
        beside_out_of_fold,
        examples,
        out_of_fold,
        score,
        with_cuts,
    )

    found = examples()
    weights = beside_out_of_fold(out_of_fold(found))
    scored = [(example, score(example.text, weights[example.batch], TOWN.home)) for example in found]
    by_batch = {batch: with_cuts(learned, scored) for batch, learned in weights.items()}
    with ProcessPoolExecutor(initializer=_WEIGHTS.update, initargs=(by_batch,)) as pool:
        yield from pool.map(_read, (*corpus(), *fresh(), *hostile()), chunksize=64)


_WEIGHTS: Final[dict[str, Weights]] = {}


def _read(one: Labelled) -> tuple[Labelled, Outcome]:
    weights = _WEIGHTS.get(one.batch) or second_reader().weights
    return one, outcome_of(read(one.mail, TOWN, weights=weights), one.mail)


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} {part / whole:.3f}" if whole else "—"


def table_of(title: str, rows: Mapping[str, Tally]) -> Table:
    """The figures, a row for each set of mails."""
    table = Table(title=title)
    for column in (
        "",
        "mails",
        "plain leaves that act",
        "… that need no clerk",
        "wrong acts",
        "letters to nothing",
    ):
        table.add_column(column, justify="right" if table.columns else "left")
    for name, tally in rows.items():
        table.add_row(
            name,
            str(tally.mails),
            _share(tally.acted, tally.plain),
            _share(tally.no_clerk, tally.plain),
            str(len(tally.wrong)),
            str(tally.bothered),
        )
    return table


def size_of(folders: Iterable[str]) -> tuple[int, int, int]:
    """Lines, patterns that are compiled, and alternatives in the strings of files that compile any."""
    lines = patterns = alternatives = 0
    for path in (p for folder in folders for p in _modules(_ROOT / folder)):
        text = path.read_text("utf-8")
        nodes = list(ast.walk(ast.parse(text)))
        here = sum(isinstance(n, ast.Call) and ast.unparse(n.func) in {"re.compile", "any_of"} for n in nodes)
        lines += text.count("\n")
        patterns += here
        strings = (n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))
        alternatives += sum(s.count("|") for s in strings) if here else 0
    return lines, patterns, alternatives


def _modules(place: Path) -> list[Path]:
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


def main() -> None:
    """Measure and print the tables."""
    batches: dict[str, Tally] = {}
    sums: dict[str, Tally] = {}
    wrong = []
    for one, got in measured():
        nature = "adversarial" if one.is_adversarial else "natural"
        batches.setdefault(f"{one.batch} {nature}", Tally()).add(one, got)
        whoses = ("all", "held out") if one.batch in HELD_OUT else ("all",)
        for whose in ("fresh",) if one.is_fresh else whoses:
            sums.setdefault(f"{whose}, {nature}", Tally()).add(one, got)
        if is_wrong(one, got):
            wrong.append((one, got))
    console = Console(width=110)
    for one, got in wrong:
        people = ", ".join(" ".join(person) for person in sorted(got.people))
        console.rule(f"{one.name} · {one.batch} · wants {one.wants}; takes off {people}")
        console.print(Text(printable(f"{one.mail.subject}\n\n{one.mail.words.own}")))
    console.print(table_of("batch by batch", batches))
    console.print(table_of("in sum, out of fold", dict(sorted(sums.items()))))
    for whose, folders in (("that read intent", SOURCES), ("of all rules", ("rules",))):
        lines, patterns, alternatives = size_of(folders)
        console.print(f"{whose}: {lines} lines, {patterns} patterns, {alternatives} alternatives in them")


if __name__ == "__main__":
    main()
