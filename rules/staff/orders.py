"""Staff orders by mail: what a clerk's own words order, line by line.

Rule 1: a line orders something only if it begins with an order word and names what it is about.
Rule 2: what is not plain is no order: a "no", an exception, a question, a number that may be a day.
Rule 3: a subject that answers or passes on another orders nothing: those words were said before.
Rule 4: a line that is no order is kept, with why, where it was meant as one.
Rule 5: below a line that may begin another's words, and where plain text and HTML differ, nothing orders.
Rule 6: what changes anything is surely the clerk's only at the top of the text, or in the subject of a mail
        that says nothing else; what takes away, only in the text. Elsewhere it may be another's: it needs
        its code.

The grammar is one table, `grammar`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile, zip_longest
from math import inf
from operator import itemgetter
from typing import Any, Final

from rules.findings import Because, Why
from rules.intent.answer import answer_of
from rules.mail.mail import Mail, Words
from rules.mail.set_phrases import forwards, is_mobile_line, is_reply
from rules.staff.broadcast_order import is_broadcast, read_broadcast
from rules.staff.grammar import (
    BY_WORD,
    FORM_OF,
    LONGEST_LINE,
    ONLY_ASKS,
    TAKES_AWAY,
    Line,
    Order,
    Unread,
    Verb,
)
from rules.staff.items import fields_in, items_in, names_field
from rules.staff.meaning import says_done
from rules.staff.order_line import REASON_LABEL, bare_line, corrected, read_line, word_alone
from rules.staff.own_words import heads, parted
from rules.staff.remarks import (
    above_closing,
    holds_back,
    is_closing,
    is_greeting,
    is_name,
    until_closing,
    without_mistake,
)
from rules.staff.told import read_whole, unless_more
from rules.text.folding import clean, fold

MOST_ORDERS: Final = 60
"""Orders of one mail that are done; more than these are told of, and left."""

_MOST_UNREAD: Final = 12

_LONGEST_ASIDE: Final = 4
"""Words of a text beside an order in the subject; with more, the line is no order."""

_LONGEST_NOTE: Final = 30
"""Words beside an order that comes with a file."""


def orders_of(mail: Mail, *, today: date) -> tuple[Line, ...]:
    """What a clerk orders in *mail*: in their own new lines, as every rendering of it shows them."""
    return tuple(one for one in lines_of(mail, today=today) if not is_remark(one))


def is_remark(one: Line) -> bool:
    """Whether a line says something, and is no attempt at an order that we know."""
    return isinstance(one, Unread) and one.is_remark


def lines_of(mail: Mail, *, today: date) -> tuple[Line, ...]:
    """The same, and each line of the clerk's own words that is neither an order nor a courtesy."""
    words = mail.words
    is_unmarked = bool(forwards(mail.subject)) and not (words.forwarded.strip() or words.quoted.strip())
    if is_unmarked:  # whose words are whose in what is passed on, nothing tells
        return tuple(_unless_coded(one, _NOBODY_KNOWS) for one in _read("", words.own, today=today))
    in_subject = _read(mail.subject, "", today=today) if _may_be_borrowed(words) else None
    if in_subject is None or any(isinstance(one, Order) and one.code for one in in_subject):
        lines = _read(mail.subject, words.own, today=today)
    else:
        in_body = _read("", words.own, today=today)
        lines = (*(_unless_coded(one, _OF_THE_ANSWERED) for one in in_subject), *in_body)
    other = mail.html if words is mail.plain else mail.plain
    if not other:
        return lines
    shown: dict[tuple[Any, ...], bool] = {}
    of_other = _read(mail.subject, other.own, today=today)
    said = {one.line for one in lines}
    lines = (*lines, *(one for one in of_other if is_remark(one) and one.line not in said))
    for one in of_other:
        shown[_what(one)] = shown.get(_what(one), False) or _is_own(one)
    return tuple(
        _own(one, only_if=shown[_what(one)]) if _what(one) in shown else _unless_coded(one, _SHOWN_OTHERWISE)
        for one in lines
    )


_NOBODY_KNOWS: Final = Because("in-forwarded-mail")
_OF_THE_ANSWERED: Final = Because("subject-of-mail-below")
_SHOWN_OTHERWISE: Final = Because("shown-otherwise")
_BELOW_ANOTHER: Final = Because("below-anothers-words")


def _may_be_borrowed(words: Words) -> bool:
    """Whether the subject may be that of a mail in it; one passed on is a person's to see anyway."""
    return bool(words.quoted.strip() or parted(clean(words.own), heads)[1]) or is_ours(words.forwarded)


def _unless_coded(one: Line, why: Why) -> Line:
    """The line; no order without a code, which nobody else can have written."""
    return one if isinstance(one, Unread) or one.code else _none(one, why)


def _none(one: Order, why: Why) -> Unread:
    """That the order is none; data of a person may as well be passed on."""
    return Unread(line=one.line, why=why, is_plain=one.deposit is None)


def _what(one: Line) -> tuple[Any, ...]:
    if isinstance(one, Unread):
        return ()
    person = one.deposit.person if one.deposit else None
    given = (person and person.id_document, person and person.phone)
    return (one.verb, one.item, one.case, one.day, one.fields, one.announced, *given)


def read_orders(subject: str, own: str, *, today: date) -> tuple[Line, ...]:
    """What a clerk orders in the subject and in their own words above their closing; in the order written.

    *today* is the day of the mail: a day without a year is the last such one.
    """
    return tuple(one for one in _read(subject, own, today=today) if not is_remark(one))


def _read(subject: str, own: str, *, today: date) -> tuple[Line, ...]:
    above = above_closing(until_closing(above_ours(clean(_NUMERO.sub("num ", own)))))
    above, below = parted(above)
    title = clean(_NUMERO.sub("num ", subject)).replace("\n", " ")
    titled = _TAGS.sub("", title)
    in_subject = _titled(titled, above, today)
    broadcast = None
    if not is_reply(titled) and is_broadcast(titled):  # the whole text is that of the broadcast
        in_subject, above = (read_broadcast(titled, _as_written(above, own), today),), ""
    else:
        above, broadcast = _parted_broadcast(above, own, today)
    asks_why = any(_is_open(one) for one in in_subject)
    is_tap = any(isinstance(one, Order) and one.code for one in in_subject)
    written = (line for line in above.split("\n") if not (is_tap and word_alone(line)))

    def read(line: str) -> tuple[Line, ...]:
        return () if asks_why and _is_reason(line) else read_line(line, today)

    in_body = [(line, found) for line, found in read_whole(written, read) if line.strip()]
    if broadcast is not None:
        in_body.append((broadcast.line, (broadcast,)))
    comment = "\n".join(line for line, found in in_body if not found)
    written_lines = [titled, *(line for line, _ in in_body)]
    say_something = {line for line in written_lines if not is_courteous(line)}
    says_nothing = say_something.isdisjoint(comment.split("\n"))
    is_alone = titled == title and says_nothing
    lines: list[tuple[int, Line]] = [
        *(
            (0, _own(one, only_if=is_alone and not _takes_away(one)))
            for one in _completed(in_subject, comment)
        ),
        *_placed(in_body),
    ]
    words = len(comment.split())  # a heading of a longer mail is no order
    lines = [(place, one) for place, one in lines if words <= _longest_beside(one)]
    if words > _LONGEST_ASIDE:
        lines = [(place, _unless_passed_on(one)) for place, one in lines]
    held = {undoes: _held_by(in_body, undoes=undoes) for undoes in (False, True)}
    doubted = {item: one for _, one in lines if isinstance(one, Unread) for item in _named(one, today)}
    lines = [(place, _unless_held(_unless_doubted(one, doubted), held)) for place, one in lines]
    orders_something = any(isinstance(one, Order) for _, one in lines)
    places = {place for place, _ in lines}
    says_all = says_nothing and not (lines or is_reply(titled))
    titles_all = says_all or (_begins_as_order(titled) and (" " in titled.strip() or not lines))
    rest = enumerate(written_lines if not asks_why else ())
    for place, line in rest:
        if place not in places and line in say_something and (place or titles_all):
            lines.append((place, _unheard(line, beside=orders_something and bool(place))))
    others = (one for line in below.split("\n") for one in read_line(line, today))
    ordered = [one for _, one in sorted(lines, key=itemgetter(0))]
    ordered += [_none(one, _BELOW_ANOTHER) for one in others if isinstance(one, Order)]
    return tuple(_bounded(ordered))


def _parted_broadcast(above: str, own: str, today: date) -> tuple[str, Line | None]:
    """The words above a broadcast, and the broadcast: whatever stands below its word is its text."""
    lines = above.split("\n")
    place = next((at for at, line in enumerate(lines) if is_broadcast(line)), None)
    if place is None:
        return above, None
    first, *below = _as_written(above, own)[place:]
    return "\n".join(lines[:place]), read_broadcast(first, below, today)


def _as_written(above: str, own: str) -> list[str]:
    """The lines of a clerk's words as they wrote them: what is compared has other dashes, and no emoji."""
    written = own.replace("\r\n", "\n").split("\n")
    return [
        raw if raw is not None and clean(_NUMERO.sub("num ", raw)) == line else line
        for line, raw in zip_longest(above.split("\n"), written[: above.count("\n") + 1])
    ]


def _titled(title: str, above: str, today: date) -> tuple[Line, ...]:
    """What a subject orders; nothing by the word alone of what the text orders."""
    verb = word_alone(title)
    found = (one for line in above.split("\n") if verb for one in read_line(line, today))
    is_said_below = any(isinstance(one, Order) and one.verb is verb for one in found)
    return () if is_reply(title) or is_said_below else tuple(filter(_is_meant, read_line(title, today)))


def _is_own(one: Line) -> bool:
    return isinstance(one, Order) and one.is_own


def _takes_away(one: Line) -> bool:
    return isinstance(one, Order) and one.verb in TAKES_AWAY


def _own(one: Line, *, only_if: bool) -> Line:
    """The line; an order that changes anything is the clerk's own *only_if* it was already, and so."""
    if only_if or isinstance(one, Unread) or one.verb in ONLY_ASKS:
        return one
    return replace(one, is_own=False)


def _placed(lines: Sequence[tuple[str, Sequence[Line]]]) -> Iterator[tuple[int, Line]]:
    """What the lines of a text order, each with its place.

    They are the clerk's own while nothing but orders and one greeting is above.
    """
    is_top = True
    for place, (line, found) in enumerate(lines):
        below = (each for each, _ in takewhile(lambda one: not one[1], lines[place + 1 :]))
        ordered = unless_more(found, below=not all(map(is_courteous, below)))
        yield from ((place + 1, _own(one, only_if=is_top)) for one in ordered)
        is_top = is_top and (_is_only_orders(line, found) or (place == 0 and is_greeting(line)))


def _is_only_orders(line: str, found: Sequence[Line]) -> bool:
    """Whether a line orders or plainly tries to, and heads nothing."""
    if not found:
        return _begins_as_order(line) and _BARE.fullmatch(fold(bare_line(line))) is not None
    return (
        bool(found)
        and not line.rstrip().endswith(":")
        and all(isinstance(one, Order) or (one.is_plain and _DIGIT.search(one.line)) for one in found)
    )


def _held_by(lines: Sequence[tuple[str, Sequence[Line]]], *, undoes: bool) -> str | None:
    """What the lines say against the orders among them; that something was a mistake is why it is undone."""
    beside = (without_mistake(line) if undoes else line for line, found in lines if not found)
    return next(filter(None, map(_holds_back, beside)), None)


def _holds_back(line: str) -> str | None:
    """What a line says against the orders beside it; that somebody was put on or taken off holds none."""
    return holds_back(line, done_holds=says_done(line) is None)


def is_courteous(line: str) -> bool:
    """Whether a line beside an order in the subject says nothing: courtesy, or who signs."""
    if _begins_as_order(line):
        return False
    is_signed = is_name(line) or is_mobile_line(line) or _ADDRESS.fullmatch(line.strip()) is not None
    return is_signed or is_greeting(line) or is_closing(line) or answer_of(line).is_courtesy


_ADDRESS: Final = re.compile(r"\S{1,64}@\S{1,190}|(?:https?://|www\.)\S{1,190}")
"""An address alone in its line, as below a name."""


_BARE: Final = re.compile(r"[a-z]{3,14}(?:[ ,.]{1,3}(?:\d{1,5}|[iy])){1,20}")
"""An order's word and nothing but numbers: "BAIXA 12"."""
_DIGIT: Final = re.compile(r"\d")

_OF_THE_LIST: Final = re.compile(r"\b(?:baixa|baixes|baja|bajas|alta|altes|altas)\b")
_FIRST_WORD: Final = re.compile(r"\W{0,6}(\w{3,14})\b")


def _speaks_of_the_list(line: str) -> bool:
    """Whether a clerk who orders something else in their mail may wait for an answer to this line too."""
    return len(line) <= LONGEST_LINE and bool(_OF_THE_LIST.search(fold(line)) or _begins_as_order(line))


def _begins_as_order(line: str) -> bool:
    word = _FIRST_WORD.match(fold(bare_line(line)))
    return word is not None and word[1] in BY_WORD


def _unheard(line: str, *, beside: bool) -> Unread:
    """A line that is no order; a remark, but where it stands *beside* an order, and speaks of the list."""
    why = Because("record-or-case-needed") if _begins_as_order(line) else Because("no-such-order")
    is_remark = not (beside and _speaks_of_the_list(line))
    return Unread(line=without_codes(line.strip()), why=why, is_remark=is_remark)


def _is_meant(one: Line) -> bool:
    """A subject that only names what the mail is about is no attempt at an order."""
    return isinstance(one, Order) or one.is_plain


def _longest_beside(one: Line) -> float:
    """How many words may stand beside an order that names nothing, or beside a bare order word."""
    if isinstance(one, Unread):
        return inf if len(one.line.split()) > 1 else _LONGEST_ASIDE
    return {"": _LONGEST_ASIDE, "file": _LONGEST_NOTE}.get(FORM_OF[one.verb].about, inf)


def _unless_passed_on(one: Line) -> Line:
    """The order; a BAIXA of somebody by name, among other words, may be what a resident wrote."""
    if isinstance(one, Order) and one.verb is Verb.LEAVE and one.deposit is not None:
        return Unread(line=one.line, why=Because("name-the-record"))
    return one


def codes_in(text: str) -> tuple[str, ...]:
    """What looks like one of our codes, in the order of the text."""
    return tuple(_ANY_CODE.findall(text))


def without_codes(text: str) -> str:
    """The text with the codes of its orders blanked out: they are for nobody else's eyes."""
    return _ANY_CODE.sub("…", text)


_ANY_CODE: Final = re.compile(r"(?<![\w-])[2-9BCDFGHJKLMNPQRSTVWXZ]{13}(?![\w-])", re.IGNORECASE)


def _named(unread: Unread, today: date) -> Iterator[str]:
    for _, _, item in items_in(unread.line, today).items:
        yield item


def _unless_doubted(one: Line, doubted: Mapping[str, Unread]) -> Line:
    """The order; none where another line speaks of the same thing, and nobody knows what it says."""
    other = doubted.get(one.item) if isinstance(one, Order) else None
    if other is None:
        return one
    return Unread(line=one.line, why=Because("another-line-speaks-of-it", (other.line,)), is_plain=True)


_OURS: Final = re.compile(
    r"^.{0,160} · (?:resum del? .{4,40} de \d{4}|avis de baixa|resposta a les vostres ordres|"
    r"recompte del telefon\b.{0,40}|difusio)$",
    re.MULTILINE,
)
"""The title of what we write to staff: what stands below it is ours, however it was quoted."""


def is_ours(text: str) -> bool:
    """Whether *text* is what we write to staff ourselves."""
    return _OURS.search(fold(clean(text))) is not None


def above_ours(text: str) -> str:
    """The text above what we wrote to staff ourselves."""
    cleaned = clean(text)
    match = _OURS.search(fold(cleaned))
    return cleaned[: match.start()] if match else text


def _unless_held(one: Line, held: Mapping[bool, str | None]) -> Line:
    """The order; none where the words beside it say to wait. What takes free words has them as its reason."""
    if isinstance(one, Unread) or FORM_OF[one.verb].takes_text:
        return one
    why = held[one.verb is Verb.UNDO]
    return one if why is None else Unread(line=one.line, why=Because("beside-it-says", (why,)), is_plain=True)


_NUMERO: Final = re.compile(r"\bn\.?[º°] ?", re.IGNORECASE)
"""Before it is made plain: "nº 12" would become a "no"."""

_TAGS: Final = re.compile(r"^ {0,3}(?:\[[^\]]{1,24}\] {0,3}){1,3}")
"""What a gateway puts before a subject that comes from outside: "[EXTERN]"."""


def _completed(orders: tuple[Line, ...], comment: str) -> Iterator[Line]:
    """The orders of a subject, with the reason or the corrected data that the mail's text gives."""
    reason = " ".join(REASON_LABEL.sub("", line).strip() for line in comment.split("\n")).strip()
    for one in orders:
        if isinstance(one, Unread):
            yield one
        elif FORM_OF[one.verb].corrects and not one.fields:
            yield corrected(one, _fields_of(comment))
        else:
            longest = None if FORM_OF[one.verb].tells_people else LONGEST_LINE
            words = f"{one.text} {reason[:longest]}".strip()
            yield replace(one, text=words) if _is_open(one, comment) else one


def _fields_of(comment: str) -> tuple[tuple[str, str | None], ...]:
    """The data that the lines at the top of a tap's text give, each the first time: below, a clerk signs."""
    given: list[str] = []
    for line in comment.split("\n"):
        is_value = bool(given) and given[-1].rstrip().endswith(":")
        if names_field(line) or is_value:
            given.append(line)
        elif given or not is_greeting(line):
            break
    found: dict[str, str | None] = {}
    for field, value in fields_in(", ".join(given)):
        found.setdefault(field, value)
    return tuple(found.items())


def _is_open(one: Line, comment: str = "") -> bool:
    """Whether it takes free words, and has none but to whom it goes, where its tap's mail asks for them."""
    is_to = isinstance(one, Order) and one.verb is Verb.SEND and " " not in one.text and _is_reason(comment)
    return isinstance(one, Order) and FORM_OF[one.verb].takes_text and (is_to or not one.text)


def _is_reason(line: str) -> bool:
    match = REASON_LABEL.match(line)
    return match is not None and match.group().rstrip().endswith(":")


def _bounded(lines: list[Line]) -> Iterator[Line]:
    """Each order and each complaint once; no more of either than anybody reads."""
    orders = unread = remarks = 0
    first: dict[Line, Line] = {}
    for one in lines:
        same = replace(one, line="", is_own=True) if isinstance(one, Order) else one
        if same not in first or (_is_own(one) and not _is_own(first[same])):
            first[same] = one
    for one in first.values():
        if isinstance(one, Order):
            orders += 1
            if orders > MOST_ORDERS:
                yield Unread(line=one.line, why=Because("only-so-many", (MOST_ORDERS,)))
                return
            yield one
        elif one.is_remark:
            remarks += 1
            if remarks <= _MOST_UNREAD:
                yield one
        elif (unread := unread + 1) <= _MOST_UNREAD:
            yield one
