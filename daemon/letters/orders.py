"""Orders in what staff read: the links that a digest offers, and the answer to what was ordered.

No line of ours begins with an order word: a mail program that quotes us without marks orders nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from daemon.letters.sentences import in_catalan
from daemon.letters.wording import isolated, shown
from rules.desk.choices import Choice
from rules.staff.grammar import FORMS
from rules.staff.items import FIELD_NAMES

_LONGEST_LINE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A possible answer: what it says, the words to write instead of tapping it, and its mailto:, or "".

    `needs` is what the writer adds to the words; `is_likely`: it is the one that staff are waited for;
    `is_minor`: it is shown smaller; `repeats`: the one before it gives the same order, for another reason.
    """

    label: str
    words: str
    url: str
    needs: str = ""
    is_likely: bool = False
    is_minor: bool = False
    repeats: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """Where a reader's orders are sent *to*, and their codes, by the order's words."""

    to: str
    codes: Mapping[str, str]


def links(choices: Iterable[Choice], orders: Orders | None) -> tuple[Link, ...]:
    """What can be answered; links for who may order, and without *orders* only words."""
    coded = orders.codes if orders else {}
    # Of cards that are answered together only the code says which.
    possible = [each for each in choices if not each.refs or each.order in coded]
    before = [None, *(each.order for each in possible)]
    return tuple(
        _link(each, orders, repeats=each.order == last) for each, last in zip(possible, before, strict=False)
    )


def _link(choice: Choice, orders: Orders | None, *, repeats: bool) -> Link:
    code = orders.codes.get(choice.order) if orders else None
    order = " ".join(filter(None, (choice.order, in_catalan(choice.says))))
    words = f"{order} · {code}" if code else order
    body = f"&body={quote(_body(choice), safe='')}" if _body(choice) else ""
    subject = quote(words, safe="")
    return Link(
        label=_capital("; ".join(map(in_catalan, choice.does))),
        words=words,
        needs=choice.needs,
        is_likely=choice.likely,
        is_minor=choice.minor,
        repeats=repeats,
        url=f"mailto:{quote(orders.to, safe='@')}?subject={subject}{body}" if orders else "",
    )


def _body(choice: Choice) -> str:
    """What the mail of a tap begins with: a place for the reason, or the data to correct."""
    if choice.needs:
        return "Motiu: "
    return "\n".join(f"{_capital(FIELD_NAMES[field])}: {value}" for field, value in choice.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one line of a clerk's mail, in Catalan; `details` are what they asked to know.

    `done` now, or `already` before.
    """

    line: str
    outcome: str
    done: bool = False
    already: bool = False
    details: tuple[str, ...] = ()


def headline(answers: Iterable[Answer]) -> str:
    """Say it in one line: "2 fetes · 1 ja estava feta · 1 no feta"."""
    every = list(answers)
    done = sum(answer.done for answer in every)
    already = sum(answer.already for answer in every)
    failed = len(every) - done - already
    counts = (
        f"{done} {'feta' if done == 1 else 'fetes'}" if done else "",
        f"{already} ja {'estava feta' if already == 1 else 'estaven fetes'}" if already else "",
        f"{failed} no {'feta' if failed == 1 else 'fetes'}" if failed else "",
    )
    return " · ".join(filter(None, counts))


def written(answer: Answer) -> str:
    """What the clerk wrote, as it is said back."""
    return f"«{isolated(answer.line, _LONGEST_LINE)}»"


def became(answer: Answer) -> str:
    """What became of it."""
    return shown(answer.outcome, 600).replace("'", "’")


def told(answer: Answer) -> tuple[str, ...]:
    """What the clerk asked to know, a line each; names in it are data."""
    return tuple(shown(line, 300).replace("'", "’") for line in answer.details)


def grammar() -> tuple[tuple[str, str], ...]:
    """Every order: what it does, and an example."""
    return tuple((_capital(in_catalan(form.verb)), f"Per exemple: {form.example}") for form in FORMS)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}".replace("'", "’")
