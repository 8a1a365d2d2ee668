"""What a text holds of people: names, documents and telephones, each once, in the order of the text."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final

from rules.findings import Flaw
from rules.people.documents import find_documents
from rules.people.found import Found, Placed, punctuated
from rules.people.name_forms import Named, heads_a_name
from rules.people.names_in_text import find_names
from rules.people.telephones import find_phones
from rules.text.tokens import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a text holds: in the order of the text, each thing once."""

    names: tuple[Named, ...]
    documents: tuple[Found, ...]
    phones: tuple[Found, ...]
    mistyped: tuple[Found, ...] = ()
    """A telephone that is none, beside others."""

    @property
    def numbers(self) -> tuple[Found, ...]:
        """The documents and the telephones."""
        return (*self.documents, *self.phones)

    @property
    def places(self) -> tuple[tuple[int, int], ...]:
        """Where the names and the numbers stand in the text."""
        return tuple(one.place for one in (*self.names, *self.numbers))

    def outside(self, text: Text) -> "Gathered":
        """What of it stands in *text* too, which is the one it was found in but for blanks."""
        return self.only(lambda one: not text[one.start : one.end].isspace())

    def only(self, keep: Callable[[Placed], bool]) -> "Gathered":
        """What of it is to be kept."""
        return Gathered(
            names=tuple(filter(keep, self.names)),
            documents=tuple(filter(keep, self.documents)),
            phones=tuple(filter(keep, self.phones)),
            mistyped=tuple(filter(keep, self.mistyped)),
        )


def gather(text: Text, *, own_numbers: frozenset[str]) -> Gathered:
    """The names, documents and telephones of a text, without the town's own numbers."""
    text = text.once(_with_bars).cleaned
    documents, phones = _numbers(text, own_numbers)
    numbers = (*documents, *phones)
    places = tuple(sorted(one.place for one in numbers))
    names = merged(text.once(_punctuated).once(find_names, places), before=numbers)
    return Gathered(
        names=tuple(names),
        documents=_best(documents),
        phones=_best(phones),
        mistyped=tuple(p for p in phones if p.flaw is Flaw.PHONE_INVALID)[:1],
    )


def documents_of(text: Text) -> tuple[Found, ...]:
    """The documents of a text, where telephones are not asked for."""
    return find_documents(text.once(_with_bars).cleaned)


def numbers_of(text: Text, *, own_numbers: frozenset[str]) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
    """The documents and the telephones that `gather` gives, where names are not asked for."""
    documents, phones = _numbers(text.once(_with_bars).cleaned, own_numbers)
    return _best(documents), _best(phones)


_ROW_OF_NAMES: Final = re.compile(
    r"^[ *]{0,4}(?:nom|nombre|full name|name)(?: [^\t\n]{1,24})?(?:\t[^\t\n]{2,60}){2,5}$",
    re.IGNORECASE | re.MULTILINE,
)


def _with_bars(text: Text) -> Text:
    """The text with the names of a table's row told apart, where people stand in its columns."""
    if "\t" not in text:
        return text
    return text.edited(_ROW_OF_NAMES.sub(lambda row: row.group().replace("\t", "|"), text))


def _punctuated(text: Text) -> Text:
    return text.edited(punctuated(text))


def _numbers(text: Text, own_numbers: frozenset[str]) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
    documents, phones = text.once(numbers_in)
    phones = tuple(p for p in phones if p.value not in own_numbers)
    return tuple(d for d in documents if d.value or not _is_inside(d, phones)), phones


def numbers_in(text: Text) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
    """The documents of a cleaned text, and the telephones that stand in none of them."""
    documents = find_documents(text)
    rest = text.filled(one.place for one in documents if one.value)
    return documents, find_phones(rest)


def _is_inside(one: Found, others: Iterable[Found]) -> bool:
    return any(other.start <= one.start and one.end <= other.end for other in others)


def _best(found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Each value once; what is not valid only where nothing valid of its kind was found."""
    first = {f.value: f for f in reversed(found)}
    return tuple(f for f in found if f.value and f is first[f.value]) or found[:1]


_NEAR: Final = 24
"""Characters between a name and the document or telephone that is given with it."""


def merged(names: Iterable[Named], *, before: Collection[Found] = ()) -> list[Named]:
    """Each person's name once: the fullest form, at the place right *before* a number, else of the first."""
    kept: list[Named] = []
    for name in names:
        same = next((i for i, k in enumerate(kept) if _is_one_person(k.words, name.words)), None)
        if same is None:
            kept.append(name)
        elif _is_better(name, kept[same]):
            kept[same] = replace(kept[same], value=name.value)
        if same is not None and is_beside(name, before) and not is_beside(kept[same], before):
            kept[same] = replace(kept[same], start=name.start, end=name.end)
    return sorted(kept, key=lambda name: name.start) if before else kept


def is_beside(name: Named, numbers: Iterable[Found]) -> bool:
    """Whether a document or a telephone follows the name at once."""
    return any(0 <= number.start - name.end <= _NEAR for number in numbers)


def _is_better(name: Named, other: Named) -> bool:
    """Whether the name is the fuller one, or the same with the given name first."""
    is_turned = name.words == other.words and heads_a_name(name.value) and not heads_a_name(other.value)
    return len(name.words) > len(other.words) or is_turned


def _is_one_person(one: frozenset[str], other: frozenset[str]) -> bool:
    if not (one and other):
        return False
    shorter, longer = sorted((one, other), key=len)
    initials = {word for word in shorter if len(word) == 1}
    words, rest = shorter - initials, longer - shorter
    is_spelt = len(words) > 1 or len(initials) != 1  # "F. Mompou" may be a brother
    return is_spelt and words <= longer and initials <= {word[0] for word in rest}
