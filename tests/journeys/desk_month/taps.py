"""What a letter to staff offers to tap, read from its mailto: links and not from the words around them."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rules.text.folding import fold

_RECORD: Final = re.compile(r"\bA-\d{4,}\b")
_CASE: Final = re.compile(r"\bC-[0-9A-Z]{8}\b")
_FIELD: Final = re.compile(r"^(?P<label>[^\n:]{2,20}):[ \t]*(?P<value>[^\n]*)$", re.MULTILINE)
_DATA: Final = {"nom": "name", "dni": "dni", "mobil": "phone", "motiu": "why"}
_VERBS: Final = {
    "FET": "on",
    "TRETA": "off",
    "DESFES": "undo",
    "BAIXA": "leave",
    "DESCARTA": "close",
    "AJORNA": "later",
    "CORREGEIX": "correct",
    "ALTA": "alta",
    "CONSENTIMENT": "consent",
    "MOTIU": "reason",
}
_BY_WORDS: Final = (  # of what a button does whose order does not say it
    ("close", r"nomes tanca"),
    ("undo", r"desf|no volia|torna-l|deixa-l"),
    ("move", r"canvi|numero nou|mobil nou|passa"),
    ("consent", r"consentiment"),
    ("leave", r"baixa|treu"),
    ("alta", r"alta"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """A mail already written: to be sent as it stands, but for what is left blank in it.

    `does` is what it brings about (see `script.Goal`), `records` and `cases` whom and which cards it names;
    `case` is the card that it stands at, "" at none, and `is_of_many` that others are answered with it;
    `beside` is all that stands there.
    """

    does: str
    subject: str
    body: str
    words: str
    records: frozenset[str]
    cases: frozenset[str]
    case: str
    is_of_many: bool
    beside: str

    @property
    def wants_typing(self) -> bool:
        return any(not field["value"].strip() for field in _FIELD.finditer(self.body))

    @property
    def is_to_be_corrected(self) -> bool:
        """Whether it shows the data with which it is done."""
        return any(_data(field) in {"name", "dni", "phone"} for field in _FIELD.finditer(self.body))

    def filled(self, data: Mapping[str, str]) -> str:
        """The mail's text, with *data* (name, dni, phone, why) where it is left blank or is wrong."""

        def right(field: re.Match[str]) -> str:
            known = data.get(_data(field), "")
            same = known.replace(" ", "") == re.sub(r"\W|^34", "", field["value"].strip())
            return field[0] if same or not known or field["value"] == known else f"{field['label']}: {known}"

        return _FIELD.sub(right, self.body)


def _data(field: re.Match[str]) -> str:
    """What a labelled line is to hold."""
    label = fold(field["label"]).lower()
    return next((key for word, key in _DATA.items() if label.startswith(word)), "")


def taps(letter: EmailMessage) -> list[Tap]:
    """All that can be tapped, top down."""
    html = letter.get_body(("html",))
    if html is None:
        return []
    return [_tap(node) for node in LexborHTMLParser(html.get_content()).css("a[href^='mailto:']")]


def cases_named(letter: EmailMessage) -> set[str]:
    return set(_CASE.findall(_plain(letter)))


def records_named(letter: EmailMessage) -> set[str]:
    return set(_RECORD.findall(_plain(letter)))


def _plain(letter: EmailMessage) -> str:
    plain = letter.get_body(("plain",))
    return str(plain.get_content()) if plain else ""


def _tap(node: LexborNode) -> Tap:
    link = urlsplit(node.attributes["href"] or "")
    query = parse_qs(link.query, keep_blank_values=True)
    subject, body = query.get("subject", [""])[0], query.get("body", [""])[0]
    words, (beside, own) = " ".join(node.text().split()), _beside(node)
    named, around = set(_CASE.findall(subject)), set(_CASE.findall(own))
    at = named or around
    return Tap(
        does=_does(subject or unquote(link.path), words),
        subject=subject,
        body=body,
        words=words,
        records=frozenset(_RECORD.findall(f"{subject} {words}")),
        cases=frozenset(named),
        case=min(at) if len(at) == 1 else "",
        is_of_many=len(named | around) > 1,  # an entry of many names the first and the last of them
        beside=beside,
    )


def _beside(node: LexborNode) -> tuple[str, str]:
    """What stands in the same entry of its section: all of it, and what is not quoted from a mail."""
    up = node.parent
    while up is not None and up.parent is not None and not up.parent.css_first("h1, h2"):
        up = up.parent
    if up is None:
        return "", ""
    whole, quotes = _flat(up), [_flat(quote) for quote in up.css(".quote")]
    return whole, functools.reduce(lambda text, quote: text.replace(quote, " "), quotes, whole)


def _flat(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())


def _does(subject: str, words: str) -> str:
    verb = fold(subject).upper().split(" ", 1)[0]
    if verb == "CORREGEIX" and _CASE.search(subject):
        return "move"
    if verb in _VERBS:
        return _VERBS[verb]
    said = fold(words)
    return next((does for does, pattern in _BY_WORDS if re.search(pattern, said)), verb.lower())
