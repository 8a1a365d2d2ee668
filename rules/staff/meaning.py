"""What a clerk's line that orders nothing as it stands is probably about: never an act, only what to offer.

Rule 1: an order word, or the plain word for what was done ("he tret", "ja és al telèfon"), says which order.
Rule 2: beside a "no", a day to come or a doubt nothing was done: only whom it is about is known.
Rule 3: without either, only a whole reference (A-0042, C-…) says that it is of the list at all.
"""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from rules.lexicon.conjugation import Tag
from rules.lexicon.verbs import FORMS, JOINS, NOUNS, Act
from rules.people.documents import find_documents
from rules.people.telephones import find_phones
from rules.staff.grammar import BY_WORD, LONGEST_LINE, ONLY_ASKS, Order, Verb
from rules.staff.items import NUMBER, as_reference, items_in, names_record_or_case
from rules.staff.order_line import REASON_LABEL, bare_line, first_word, without_code
from rules.staff.remarks import (
    forbids,
    holds_back,
    not_plain,
    says_mistaken,
    without_mistake,
    without_thanks,
)
from rules.text.folding import fold
from rules.text.patterns import word_set
from rules.vocabulary.other_meanings import other_matter, without_adjectives

_NUMBERED: Final = re.compile(r"(?:(?:el|la|els|les|fitxa|num|numero)\.? ){0,2}\d")
"""A number right behind an order's word."""
_ONE_OF_THEM: Final = re.compile(
    r"(?:^|(?:\b(?:el|la|els|les|i)|,) )0*(\d{1,5})(?![\w/:-]|\.\d)", re.IGNORECASE
)
"""A number that stands for a person: "he tret el 12"."""
_OFF: Final = re.compile(
    r"\b(?:ja|ya) no (?:hi |la |el )?(?:es|son|esta|estan|surt|surten|tenim)\b|\bfora del?\b"
)
_ON: Final = re.compile(
    r"\b(?:ja|ya) (?:hi )?(?:es|son|esta|estan) (?:al?|en el|dins)\b|\b(?:ja|ya) hi (?:es|son)\b"
)
_DID: Final = frozenset({"vaig", "vam", "va", "van"})
"""What makes a past of the infinitive behind it: "la vaig posar"."""
_TO_DO: Final = re.compile(
    r"\b(?:h(?:em|a|eu|as|an) d(?:e |')|cal(?:dria)? |pots |podeu |podries |podrieu )([a-z]+)"
)
"""What is to be done: "hem de treure la Roser", "la podeu treure"."""
_DONE: Final = ("t", "ts", "ta", "da", "tes", "des")
"""How an order's word ends that says that it is done: "la Roser feta"."""
_CHANGED: Final = word_set("nou nova vell vella antic antiga canvi canviat canviar")
"""Words of a number that was changed for another: nobody leaves or comes, and the record shows which."""
_OPEN: Final = frozenset({"?", "si"})
"""Doubts that leave it open whether the order is meant."""
_DEEDS: Final = {Act.STRIKE: Verb.TAKEN_OFF, Act.JOIN: Verb.ACTIVATED, Act.PUT: Verb.ACTIVATED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Which order a line may be, and about what.

    `items` are references, mobiles and documents; in `said` a name may stand. `begins`: with an order's word;
    `is_named`: a whole reference stands in it; `is_attempt`: it is nothing but an order, whatever it names.
    `is_denied`: a word in it keeps it from being done, or excepts somebody. `adds` are the free words of an
    order that takes some.
    """

    verb: Verb | None
    items: tuple[str, ...]
    said: str
    begins: bool = False
    is_named: bool = False
    is_attempt: bool = False
    is_denied: bool = False
    adds: str = ""


def meant_by(line: str, *, today: date) -> Meant:
    """What *line* may mean; of one too long to be an order, what its beginning may."""
    text = without_thanks(without_code(bare_line(line[:LONGEST_LINE])))
    folded = fold(text)
    word = first_word(folded)
    form = BY_WORD.get(word)
    if form is None:
        return _in_words(without_thanks(without_code(line[:LONGEST_LINE].strip())), today)
    rest = text[len(word) :].lstrip(" ,:#-")
    found = items_in(rest, today)
    # To put off is for a day to come: no tap does more than the digest's own.
    left = without_mistake(found.left)
    doubt = form.verb is not Verb.POSTPONE and (not_plain(left) or holds_back(left))
    verb = Verb.UNDO if form.about == "items" and says_mistaken(found.left) else form.verb
    items = [item for _, _, item in found.items]
    is_free = form.takes_text or form.about == "item and fields"
    if is_free:
        items = items[:1]
    elif _NUMBERED.match(fold(rest)):
        items += map(as_reference, NUMBER.finditer(found.left))
    is_other = not is_free and other_matter(folded) is not None
    is_loud = text[: len(word)].isupper() and text != text.upper()
    return Meant(
        verb=None if is_other or (doubt and doubt not in _OPEN) else verb,
        items=tuple(dict.fromkeys(items)),
        said=rest,
        begins=not is_other,
        is_named=names_record_or_case(folded),
        is_attempt=(is_loud and not is_other) or not any(map(str.isalpha, rest)) or has_data(rest),
        is_denied=forbids(left),
        adds=REASON_LABEL.sub("", rest[found.items[0][1] :].strip(" .,;:·-")) if is_free and items else "",
    )


def is_begun(line: str, *, today: date) -> bool:
    """Whether a line without anybody's data begins as an order, or is a word or two."""
    return not has_data(line) and (meant_by(line, today=today).begins or len(line.split()) <= 2)


def meant_of(order: Order) -> Meant:
    """What an order means that was not done."""
    person = order.deposit.person if order.deposit else None
    items = (order.item,) if order.item else (person.id_document, person.phone) if person else ()
    text = order.text if order.form.takes_text else ""
    said = order.line if person is None else meant_by(order.line, today=date.max).said
    return Meant(
        verb=order.verb,
        items=tuple(filter(None, items)),
        said=said,
        is_attempt=True,
        begins=True,
        adds=order.details or text,
    )


def has_data(text: str) -> bool:
    """Whether a document or a mobile stands in the text, be it a wrong one."""
    return bool(find_documents(text) or find_phones(text))


def _in_words(text: str, today: date) -> Meant:
    """What a line means that begins with no order."""
    found, folded = items_in(text, today), fold(text)
    verb = None if other_matter(folded) else _told(text)
    numbers = map(as_reference, _ONE_OF_THEM.finditer(found.left)) if verb else ()
    items = dict.fromkeys((*(item for _, _, item in found.items), *numbers))
    named, denied = names_record_or_case(folded), verb is None and forbids(text)
    return Meant(verb=verb, items=tuple(items), said=text, is_named=named, is_denied=denied)


def says_done(text: str) -> Verb | None:
    """The order that says the same as plain words for what was done on the telephone; None for others."""
    folded = fold(text)
    is_off = _OFF.search(folded)
    kept = f"{text[: is_off.start()]} {text[is_off.end() :]}" if is_off else text
    if not_plain(kept) is not None:
        return None
    if is_off:
        return Verb.TAKEN_OFF
    words = re.findall(r"[a-z]+", folded)
    for before, word in pairwise(["", *words]):
        deed = FORMS.get(word) or JOINS.get(word)
        tag = Tag.INFINITIVE if before in _DID else Tag.PARTICIPLE
        if deed is not None and tag in deed.tags and deed.act in _DEEDS:
            return _DEEDS[deed.act]
    return Verb.ACTIVATED if _ON.search(folded) else None


def _told(text: str) -> Verb | None:
    """The order that says the same as plain words for what was done, or for who wants to leave."""
    words = re.findall(r"[a-z]+", without_adjectives(text))
    if not _CHANGED.isdisjoint(words):
        return Verb.RECORD if says_done(text) else None
    if says_mistaken(text) or any(BY_WORD[word].verb is Verb.UNDO for word in words if word in BY_WORD):
        return Verb.UNDO
    done = says_done(text)
    doubt = not_plain(text)
    if done is not None or doubt not in {None, "?"}:
        return done
    if any(_strikes(match[1], Tag.INFINITIVE) for match in _TO_DO.finditer(fold(text))):
        return Verb.LEAVE
    if doubt == "?":
        return None
    if not NOUNS.isdisjoint(words) or any(_strikes(word, Tag.IMPERATIVE) for word in words):
        return Verb.LEAVE
    done_words = (BY_WORD[word].verb for word in words if word in BY_WORD and word.endswith(_DONE))
    return next((verb for verb in done_words if verb not in ONLY_ASKS), None)


def _strikes(word: str, tag: Tag) -> bool:
    """Whether a word is such a form of taking somebody off: "traieu-la", "que la traguem"."""
    form = FORMS.get(word)
    return form is not None and form.act is Act.STRIKE and tag in form.tags
