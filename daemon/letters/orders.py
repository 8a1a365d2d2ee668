"""Orders in what staff read: the links that a digest offers, and the answer to what was ordered.

No line of ours begins with an order word: a mail program that quotes us without marks orders nothing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from daemon.letters.chats import ChatLink
from daemon.letters.sentences import in_catalan
from daemon.letters.wording import isolated, of, shown
from rules.desk.choices import Choice
from rules.staff.grammar import FORMS
from rules.staff.items import FIELD_NAMES

_LONGEST_LINE: Final = 200
_LONGEST_CLOSING: Final = 70
_ABOUT: Final = frozenset({"FET", "TRETA", "DESFÉS", "BAIXA"})
"""Orders whose words say something of the person."""

_REFERENCE: Final = re.compile(r"(\bd[’'])?\b(A-[0-9]+)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A possible answer: what it says, the words to write instead of tapping it, and its mailto:, or "".

    `label` says of whom, `short` is its order's word, for where they are named beside it. `needs` is what
    the writer adds to the words; `is_likely`: it is the one that staff are waited for; `is_minor`: it is
    shown smaller; `repeats`: the one before it gives the same order, for another reason.
    """

    label: str
    short: str
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


Names = Mapping[str, str]
"""What people are called on a page, by reference."""


def links(
    choices: Iterable[Choice], orders: Orders | None, names: Names = MappingProxyType({})
) -> tuple[Link, ...]:
    """What can be answered; links for who may order, and without *orders* only words.

    They say of whom by *names*, so that none is taken for another's.
    """
    coded = orders.codes if orders else {}
    # Of cards that are answered together only the code says which.
    possible = [each for each in choices if not each.refs or each.order in coded]
    before = [None, *(each.order for each in possible)]
    return tuple(
        _link(each, orders, names, repeats=each.order == last)
        for each, last in zip(possible, before, strict=False)
    )


def _link(choice: Choice, orders: Orders | None, names: Names, *, repeats: bool) -> Link:
    code = orders.codes.get(choice.order) if orders else None
    order = " ".join(filter(None, (choice.order, in_catalan(choice.says))))
    words = f"{order} · {code}" if code else order
    does = "; ".join(map(in_catalan, choice.does))
    label = _about(choice, does, names)
    body = _body(choice) or ("" if label == _capital(does) else _closing(label))
    # Words of a clerk's own stand in the text, where they can be mended: there they are read as an order.
    subject, body = (_OF_THE_LIST, words) if choice.mendable else (words, body)
    return Link(
        label=label,
        short=choice.verb.capitalize(),
        words=words,
        needs=choice.needs,
        is_likely=choice.likely,
        is_minor=choice.minor,
        repeats=repeats,
        url=_mail_to(orders.to, subject, body) if orders else "",
    )


_OF_THE_LIST: Final = "Llista de WhatsApp"


def _mail_to(address: str, subject: str, body: str) -> str:
    text = f"&body={quote(body, safe='')}" if body else ""
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}{text}"


def _body(choice: Choice) -> str:
    """What the mail of a tap begins with: a place for the reason or the answer, or the data to correct."""
    if choice.text:
        return choice.text
    if choice.needs:
        return f"{_capital(choice.needs.split()[-1])}: "
    return "\n".join(f"{_capital(FIELD_NAMES[field])}: {value}" for field, value in choice.fields)


def _about(choice: Choice, does: str, names: Names) -> str:
    """What an answer does, and to whom: "Narcís ja és al telèfon", "És la baixa de Martí Vila"."""
    named = _REFERENCE.sub(lambda found: _named(found, names), does)
    if named == does and choice.ref in names:
        return f"{names[choice.ref]}{' ' if choice.verb in _ABOUT else ': '}{does}".replace("'", "’")
    return _capital(named)


def _named(found: re.Match[str], names: Names) -> str:
    name = names.get(found[2])
    if name is None:
        return found[0]
    return of(name) if found[1] else name


def _closing(label: str) -> str:
    """The same below the mail that a tap writes: as a signature, which is never read as an order."""
    named = _NUMBER_BEHIND.sub("", shown(label, _LONGEST_CLOSING))
    said = "".join(char for char in named if char.isalpha() or char in " ’·-()")
    return f"\r\n\r\n-- \r\n{said}"


_NUMBER_BEHIND: Final = re.compile(r" pel [\d\W]+$")
"""A number that the label ends with, which no signature repeats: "canvia-li el número pel 655 …"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one line of a clerk's mail, in Catalan; `details` are what they asked to know.

    `done` now, or `already` before. `choices` are what takes it back, or, as `asks` says, what may have been
    meant; `chat` is what is to be sent by WhatsApp.
    """

    line: str
    outcome: str
    done: bool = False
    already: bool = False
    details: tuple[str, ...] = ()
    asks: str = ""
    choices: tuple[Choice, ...] = ()
    chat: ChatLink | None = None


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


def tone_of(answer: Answer) -> str:
    """The colour of what was done, what had been, and what was not."""
    if answer.done or answer.already:
        return "done" if answer.done else "later"
    return "today" if answer.choices else "late"


def written(answer: Answer) -> str:
    """What the clerk wrote, as it is said back."""
    return f"«{isolated(answer.line, _LONGEST_LINE)}»"


def became(answer: Answer) -> str:
    """What became of it."""
    return shown(answer.outcome, 600).replace("'", "’")


def told(answer: Answer) -> tuple[str, ...]:
    """What the clerk asked to know, a line each; names in it are data."""
    return tuple(shown(line, 600).replace("'", "’") for line in answer.details)


def grammar() -> tuple[tuple[str, str], ...]:
    """Every order: what it does, and an example."""
    return tuple((_capital(in_catalan(form.verb)), f"Per exemple: {form.example}") for form in FORMS)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}".replace("'", "’")
