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
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from itertools import takewhile, zip_longest
from math import inf
from typing import Final

from rules.findings import Because, Why
from rules.intent.answer import answer_of
from rules.mail.mail import Mail, Words
from rules.mail.set_phrases import forwards, is_mobile_line, is_reply
from rules.staff.broadcast_order import is_broadcast, read_broadcast
from rules.staff.grammar import BY_WORD, LONGEST_LINE, ONLY_ASKS, TAKES_AWAY, Line, Order, Unread, Verb
from rules.staff.items import fields_in, items_in, names_field, names_record_or_case
from rules.staff.meaning import says_done
from rules.staff.order_line import (
    REASON_LABEL,
    bare_line,
    corrected,
    first_word,
    is_bare_order,
    read_line,
    word_alone,
)
from rules.staff.own_words import above_ours, heads, is_ours, parted
from rules.staff.remarks import (
    above_closing,
    holds_back,
    is_closing,
    is_greeting,
    is_name,
    takes_back,
    until_closing,
    without_mistake,
)
from rules.text.folding import clean, fold
from rules.text.patterns import word_set

MOST_ORDERS: Final = 60
"""Orders of one mail that are done; more than these are told of, and left."""
_MOST_UNREAD: Final = 12
_LONGEST_ASIDE: Final = 4
"""Words of a text beside an order in the subject; with more, the line is no order."""
_LONGEST_NOTE: Final = 30
"""Words beside an order that comes with a file."""
_OF_THE_LIST: Final = word_set("baixa baixes baja bajas alta altes altas")
_NUMERO: Final = re.compile(r"\bn\.?[º°] ?", re.IGNORECASE)
_TAGS: Final = re.compile(r"^ {0,3}(?:\[[^\]]{1,24}\] {0,3}){1,3}")
"""What a gateway puts before a subject that comes from outside: "[EXTERN]"."""
_ANY_CODE: Final = re.compile(r"(?<![\w-])[2-9BCDFGHJKLMNPQRSTVWXZ]{13}(?![\w-])", re.IGNORECASE)


def orders_of(mail: Mail, *, today: date) -> tuple[Line, ...]:
    """What a clerk orders in *mail*: in their own new lines, as every rendering of it shows them."""
    return tuple(one for one in lines_of(mail, today=today) if not is_remark(one))


def is_remark(one: Line) -> bool:
    """Whether a line says something, and is no attempt at an order that we know."""
    return isinstance(one, Unread) and one.is_remark


def lines_of(mail: Mail, *, today: date) -> tuple[Line, ...]:
    """The same, and each line of the clerk's own words that is neither an order nor a courtesy."""
    words = mail.words
    if forwards(mail.subject) and not (words.forwarded.strip() or words.quoted.strip()):
        why = Because("in-forwarded-mail")  # whose words are whose there, nothing tells
        return tuple(_unless_coded(one, why) for one in _read("", words.own, today=today))
    in_subject = _read(mail.subject, "", today=today) if _may_be_borrowed(words) else None
    if in_subject is None or any(isinstance(one, Order) and one.code for one in in_subject):
        lines = _read(mail.subject, words.own, today=today)
    else:
        why = Because("subject-of-mail-below")
        borrowed = (_unless_coded(one, why) for one in in_subject)
        lines = (*borrowed, *_read("", words.own, today=today))
    other = mail.html if words is mail.plain else mail.plain
    if not other:
        return lines
    of_other = _read(mail.subject, other.own, today=today)
    said = {one.line for one in lines}
    remarks = (one for one in of_other if is_remark(one) and one.line not in said)
    return (*(_as_shown(one, of_other) for one in lines), *remarks)


def _as_shown(one: Line, of_other: Sequence[Line]) -> Line:
    """The line; an order only where the other rendering of the mail gives it too, and as the clerk's."""
    if isinstance(one, Unread):
        return one
    same = [other for other in of_other if isinstance(other, Order) and _what(other) == _what(one)]
    if not same:
        return _unless_coded(one, Because("shown-otherwise"))
    return _own(one, only_if=any(other.is_own for other in same))


def _may_be_borrowed(words: Words) -> bool:
    """Whether the subject may be that of a mail in it; one passed on is a person's to see anyway."""
    return bool(words.quoted.strip() or parted(clean(words.own), heads)[1]) or is_ours(words.forwarded)


def _unless_coded(one: Line, why: Why) -> Line:
    """The line; no order without a code, which nobody else can have written."""
    return one if isinstance(one, Unread) or one.code else _none(one, why)


def _none(one: Order, why: Why) -> Unread:
    """That the order is none; data of a person may as well be passed on."""
    return Unread(line=one.line, why=why, is_plain=one.deposit is None)


def _what(one: Order) -> Order:
    """What is ordered, however it is written."""
    return replace(one, line="", text="", code=None, is_own=True)


def read_orders(subject: str, own: str, *, today: date) -> tuple[Line, ...]:
    """What a clerk orders in the subject and in their own words above their closing; in the order written.

    *today* is the day of the mail: a day without a year is the last such one.
    """
    return tuple(one for one in _read(subject, own, today=today) if not is_remark(one))


def _read(subject: str, own: str, *, today: date) -> tuple[Line, ...]:
    text = above_ours(_plain(own))
    head = above_closing(until_closing(text))
    above, below = parted(head)
    title = _plain(subject).replace("\n", " ")
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

    in_body = [(line, found) for line, found in _read_whole(written, read) if line.strip()]
    if broadcast is not None:
        in_body.append((broadcast.line, (broadcast,)))
    comment = [line for line, found in in_body if not found]
    says_nothing = all(map(is_courteous, comment))
    is_alone = titled == title and says_nothing
    titling = [_own(one, only_if=is_alone, in_text=False) for one in _completed(in_subject, comment)]
    words = sum(len(line.split()) for line in comment)  # a heading of a longer mail is no order
    placed = [
        (line, tuple(_unless_passed_on(one, words) for one in found if words <= _longest_beside(one)))
        for line, found in ((titled, titling), *_placed(in_body))
    ]
    placed = list(_unless_taken_back(placed, today))
    unread = [one for _, found in placed for one in found if isinstance(one, Unread)]
    doubted = {item: one for one in unread for _, _, item in items_in(one.line, today).items}
    held = {undoes: _held_by(comment, undoes=undoes) for undoes in (False, True)}
    rows = [(line, [_unless_against(one, doubted, held) for one in found]) for line, found in placed]
    ordered = [one for _, found in rows for one in found]
    says_all = says_nothing and not (ordered or is_reply(titled))
    titles_all = says_all or (_begins_as_order(titled) and (" " in titled.strip() or not ordered))
    is_beside = any(isinstance(one, Order) for one in ordered)
    for place, (line, found) in enumerate(rows):
        if not (found or asks_why or is_courteous(line)) and (place or titles_all):
            found.append(_unheard(line, beside=is_beside and bool(place)))
    of_another = _refused(below.split("\n"), Because("below-anothers-words"), today)
    tail = parted(text[len(head) :])[0].split("\n")  # mostly a signature, which no order word begins
    forgotten = _refused(filter(is_bare_order, tail), Because("below-closing"), today)
    return tuple(_bounded([*(one for _, found in rows for one in found), *of_another, *forgotten]))


def _refused(lines: Iterable[str], why: Why, today: date) -> Iterator[Unread]:
    """That the orders of *lines* are none, for *why*."""
    return (_none(one, why) for line in lines for one in read_line(line, today) if isinstance(one, Order))


def _plain(text: str) -> str:
    """The text made plain, but for "nº 12", which would become a "no"."""
    return clean(_NUMERO.sub("num ", text))


_Row = tuple[str, tuple[Line, ...]]
"""A line of the text, and what it orders."""


def _read_whole(lines: Iterable[str], read: Callable[[str], tuple[Line, ...]]) -> list[_Row]:
    """Each line *read*; one that tells somebody something, with the lines that it goes on in.

    Up to an empty line or the next order: whoever is told gets no half of a sentence.
    """
    whole: list[_Row] = []
    for line in lines:
        found = read(line)
        if whole and line.strip() and not found and _told(whole[-1][1]):
            joined = f"{whole.pop()[0]} {line.strip()}"
            whole.append((joined, read(joined)))
        else:
            whole.append((line, found))
    return whole


def _told(found: Sequence[Line]) -> Order | None:
    """The last order of a line, where it holds words for somebody to read."""
    last = found[-1] if found else None
    return last if isinstance(last, Order) and last.form.tells_people else None


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
    lines, written = above.split("\n"), own.replace("\r\n", "\n").split("\n")
    pairs = zip_longest(lines, written[: len(lines)], fillvalue="")
    return [raw if _plain(raw) == line else line for line, raw in pairs]


def _titled(title: str, above: str, today: date) -> tuple[Line, ...]:
    """What a subject orders; nothing by the word alone of what the text orders."""
    verb = word_alone(title)
    below = (one for line in above.split("\n") if verb for one in read_line(line, today))
    if is_reply(title) or any(isinstance(one, Order) and one.verb is verb for one in below):
        return ()
    # What only names what the mail is about is no attempt at an order.
    return tuple(one for one in read_line(title, today) if isinstance(one, Order) or one.is_plain)


def _own(one: Line, *, only_if: bool, in_text: bool = True) -> Line:
    """The line; an order that changes anything is the clerk's own *only_if* it was already, and so.

    What takes away is so only where it stands *in_text*.
    """
    if isinstance(one, Unread) or one.verb in ONLY_ASKS:
        return one
    is_clerks = only_if and (in_text or one.verb not in TAKES_AWAY)
    return one if is_clerks else replace(one, is_own=False)


def _placed(lines: Sequence[_Row]) -> Iterator[tuple[str, list[Line]]]:
    """Each line with its orders: the clerk's own while only orders and one greeting stand above them."""
    is_top = True
    for place, (line, orders) in enumerate(lines):
        found: Sequence[Line] = orders
        below = (each for each, _ in takewhile(lambda one: not one[1], lines[place + 1 :]))
        told = _told(found)
        if told and told.verb in TAKES_AWAY and not all(map(is_courteous, below)):
            # Nobody is written to where words below may belong to it or not.
            found = (*found[:-1], Unread(line=told.line, why=Because("more-below"), is_plain=True))
        yield line, [_own(one, only_if=is_top) for one in found]
        is_top = is_top and (_is_only_orders(line, found) or (place == 0 and is_greeting(line)))


def _is_only_orders(line: str, found: Sequence[Line]) -> bool:
    """Whether a line orders or plainly tries to, and heads nothing."""
    if not found:  # "BAIXA 12"
        _, *rest = fold(bare_line(line)).replace(",", " ").replace(".", " ").split() or [""]
        return bool(rest) and _begins_as_order(line) and all(one.isdecimal() or one in "iy" for one in rest)
    return not line.rstrip().endswith(":") and all(map(_is_plain_attempt, found))


def _is_plain_attempt(one: Line) -> bool:
    """Whether it is an order, or plainly tries to be one."""
    if isinstance(one, Order):
        return True
    return (one.is_plain and any(map(str.isdigit, one.line))) or _is_misspelled(one.line)


def _is_misspelled(line: str) -> bool:
    """Whether it is an order but for a letter or two: "TREATA A-0003"; "Cas C-7KQ4M2XZ" heads."""
    word, *rest = fold(line).split()
    is_alike = bool(get_close_matches(word, BY_WORD, n=1, cutoff=_ALIKE))
    return len(rest) == 1 and names_record_or_case(rest[0]) and is_alike


_ALIKE: Final = 0.85
"""How much two words have in common that are one, misspelled: "teta" and "treta"."""


def is_courteous(line: str) -> bool:
    """Whether a line beside an order in the subject says nothing: courtesy, or who signs."""
    if _begins_as_order(line):
        return False
    bare = line.strip()
    is_address = " " not in bare and ("@" in bare or bare.startswith(("http://", "https://", "www.")))
    is_signed = is_name(line) or is_mobile_line(line) or is_address
    return is_signed or is_greeting(line) or is_closing(line) or answer_of(line).is_courtesy


def _begins_as_order(line: str) -> bool:
    return first_word(fold(bare_line(line)).lstrip(" \"'«¡¿(*_")) in BY_WORD


def _unheard(line: str, *, beside: bool) -> Unread:
    """A line that is no order; a remark, but where it stands *beside* an order, and speaks of the list."""
    begins = _begins_as_order(line)
    names_list = begins or not _OF_THE_LIST.isdisjoint(re.findall(r"\w+", fold(line)))
    why = Because("record-or-case-needed") if begins else Because("no-such-order")
    is_remark = not (beside and names_list and len(line) <= LONGEST_LINE)
    return Unread(line=without_codes(line.strip()), why=why, is_remark=is_remark)


def _longest_beside(one: Line) -> float:
    """How many words may stand beside an order that names nothing, or beside a bare order word."""
    if isinstance(one, Unread):
        return inf if len(one.line.split()) > 1 else _LONGEST_ASIDE
    return {"": _LONGEST_ASIDE, "file": _LONGEST_NOTE}.get(one.form.about, inf)


def _unless_passed_on(one: Line, words: int) -> Line:
    """The order; a BAIXA of somebody by name, among other *words*, may be what a resident wrote."""
    is_of_person = isinstance(one, Order) and one.verb is Verb.LEAVE and one.deposit is not None
    is_beside = is_of_person and words > _LONGEST_ASIDE
    return Unread(line=one.line, why=Because("name-the-record")) if is_beside else one


def codes_in(text: str) -> tuple[str, ...]:
    """What looks like one of our codes, in the order of the text."""
    return tuple(_ANY_CODE.findall(text))


def without_codes(text: str) -> str:
    """The text with the codes of its orders blanked out: they are for nobody else's eyes."""
    return _ANY_CODE.sub("…", text)


def _unless_against(one: Line, doubted: Mapping[str, Unread], held: Mapping[bool, str | None]) -> Line:
    """The order; none where another line speaks of the same thing, and nobody knows what it says.

    Nor where the words beside it say to wait, but for an order that takes free words: they are its reason.
    """
    if isinstance(one, Unread):
        return one
    if one.item in doubted:
        why = Because("another-line-speaks-of-it", (doubted[one.item].line,))
    elif (said := held[one.verb is Verb.UNDO]) and not one.form.takes_text:
        why = Because("beside-it-says", (said,))
    else:
        return one
    return Unread(line=one.line, why=why, is_plain=True)


def _unless_taken_back(rows: Sequence[_Row], today: date) -> Iterator[_Row]:
    """The lines; of one that the next takes back ("perdó, no: A-0020") the orders are none."""
    for (line, found), (said, orders) in zip_longest(rows, rows[1:], fillvalue=("", ())):
        is_comment = not any(isinstance(one, Order) for one in orders)
        why = (
            Because("beside-it-says", (said.strip(),))
            if is_comment and takes_back(said, items_in(said, today).left)
            else None
        )
        yield line, tuple(_unless_corrected(one, why) if why else one for one in found)


def _unless_corrected(one: Line, why: Why) -> Line:
    if isinstance(one, Unread) or one.form.tells_people or one.verb in ONLY_ASKS:
        return one
    return _none(one, why)


def _held_by(comment: Sequence[str], *, undoes: bool) -> str | None:
    """What the lines beside an order say against it; that something was a mistake is why it is undone.

    That somebody was put on or taken off holds nothing back.
    """
    lines = map(without_mistake, comment) if undoes else comment
    return next(filter(None, (holds_back(line, done_holds=says_done(line) is None) for line in lines)), None)


def _completed(orders: Iterable[Line], comment: Sequence[str]) -> Iterator[Line]:
    """The orders of a subject, with the reason or the corrected data that the mail's text gives."""
    reason = " ".join(REASON_LABEL.sub("", line).strip() for line in comment).strip()
    for one in orders:
        if isinstance(one, Unread):
            yield one
        elif one.form.corrects and not one.fields:
            yield corrected(one, _fields_of(comment))
        else:
            longest = None if one.form.tells_people else LONGEST_LINE
            words = f"{one.text} {reason[:longest]}".strip()
            yield replace(one, text=words) if _is_open(one, "\n".join(comment)) else one


def _fields_of(comment: Sequence[str]) -> tuple[tuple[str, str | None], ...]:
    """The data that the lines at the top of a tap's text give, each the first time: below, a clerk signs."""
    given: list[str] = []
    for line in comment:
        is_value = bool(given) and given[-1].rstrip().endswith(":")
        if names_field(line) or is_value:
            given.append(line)
        elif given or not is_greeting(line):
            break
    found: dict[str, str | None] = {}
    for field, value in fields_in(", ".join(given)):
        found.setdefault(field, value)
    return tuple(found.items())


def _is_open(one: Line, below: str = "") -> bool:
    """Whether it takes free words, and has none but to whom it goes, where its tap's mail asks for them."""
    if isinstance(one, Unread) or not one.form.takes_text:
        return False
    return not one.text or (one.verb is Verb.SEND and " " not in one.text and _is_reason(below))


def _is_reason(line: str) -> bool:
    match = REASON_LABEL.match(line)
    return match is not None and match.group().rstrip().endswith(":")


def _bounded(lines: list[Line]) -> Iterator[Line]:
    """Each order and each complaint once; no more of either than anybody reads."""
    first: dict[Line, Line] = {}
    for one in lines:
        same = replace(one, line="", is_own=True) if isinstance(one, Order) else one
        if same not in first or (isinstance(one, Order) and one.is_own):
            first[same] = one
    count: Counter[str] = Counter()
    for one in first.values():
        kind = "order" if isinstance(one, Order) else "remark" if one.is_remark else "unread"
        count[kind] += 1
        if kind == "order" and count[kind] > MOST_ORDERS:
            yield Unread(line=one.line, why=Because("only-so-many", (MOST_ORDERS,)))
            return
        if kind == "order" or count[kind] <= _MOST_UNREAD:
            yield one
