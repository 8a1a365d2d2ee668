"""What a card keeps of the mail: enough of its words to decide, and not the whole of anybody's document."""

import re
from typing import Final

from rules.mail.mail import Mail
from rules.people.documents import find_documents
from rules.people.masking import masked
from rules.people.telephones import find_phones
from rules.text.folding import clean

LONGEST: Final = 600
"""Characters of an excerpt at most: what somebody asks for is said in the first lines."""

_READ: Final = 4 * LONGEST
_LABEL: Final = re.compile(r"(?:dni|ni[fe]|es)[ .:-]{0,2}(?=\w)", re.IGNORECASE)


def excerpt(mail: Mail) -> str:
    """Return the subject and the writer's own words, else those passed on; lines without blank ones between.

    Neither what is quoted nor the signature. Documents are masked, but for a wrong one: it is what there is
    to correct. "" where the mail has no words.
    """
    words = mail.words.own if mail.words.own.strip() else mail.words.forwarded
    return excerpt_of(f"{mail.subject}\n{words}")


def excerpt_of(words: str) -> str:
    """As much of these words as a card keeps, in the same way."""
    text = _without_documents(clean(words[:_READ]))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return _cut("\n".join(line for line in lines if line))


def with_earlier(now: str, before: str) -> str:
    """What an answer says, and quoted below it what its writer had said *before*; no more of it than fits."""
    earlier = [line if line.startswith(_QUOTED) else f"{_QUOTED}{line}" for line in before.splitlines()]
    kept = [line for line in dict.fromkeys(earlier) if line.removeprefix(_QUOTED) not in now.splitlines()]
    return _cut("\n".join((now, *kept)))


_QUOTED: Final = "> "


def gives_data(mail: Mail, *, own_numbers: frozenset[str] = frozenset()) -> bool:
    """Whether a valid document and a valid mobile stand anywhere in the mail's words, whosever they are.

    *own_numbers* are the town hall's, which people quote.
    """
    words = mail.words
    text = clean(f"{mail.subject}\n{words.own}\n{words.signature}\n{words.forwarded}\n{words.quoted}")
    phones = {found.value for found in find_phones(text)} - own_numbers - {None}
    return bool(phones) and any(found.value for found in find_documents(text))


def _without_documents(text: str) -> str:
    for found in reversed([each for each in find_documents(text) if each.value]):
        label = _LABEL.match(text, found.start, found.end)  # the word before it stays
        begins = label.end() if label else found.start
        given = "".join(filter(str.isalnum, text[begins : found.end]))
        text = f"{text[:begins]}{masked(given.upper())}{text[found.end :]}"
    return text


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
