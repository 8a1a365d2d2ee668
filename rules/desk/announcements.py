"""What an association would have broadcast: on which days it is, and a text of the mail's own words.

Rule 1: a sentence is of the text that says what, where or when, and so is what follows in its paragraph;
        what asks the town hall for something, greets, thanks or signs is not.
Rule 2: of a sentence that asks and tells, what it tells is of the text.
Rule 3: what says nothing but who somebody is, or how they are reached, is not of the text: a signature, "soc
        l'Anna". Where to ask and to put one's name down is.
Rule 4: a day without its year is the next such; one that was not long ago was then: the mail is late.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rules.chats.chat import is_office, messages_of
from rules.lexicon.matters import Matter
from rules.lexicon.parsed import parsed_of
from rules.mail.set_phrases import bare_case, is_mobile_line
from rules.people.documents import find_documents
from rules.staff.items import WEEKDAYS
from rules.staff.remarks import is_closing, is_greeting, is_name, until_closing, without_greeting
from rules.text.dates import find_dates, find_time
from rules.text.folding import clean, fold
from rules.text.tokens import as_text
from rules.topics.sentence import Said
from rules.topics.writer import is_of_somebody, numbers_in, tells_of_self
from rules.town import Town

LONGEST: Final = 500
"""Letters of a text that is proposed."""

_LONGEST_TOPIC: Final = 60
_YEAR: Final = timedelta(days=364)
_NEXT: Final = timedelta(days=300)
"""A day without its year that would be farther ahead was the last one."""

_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_]|[¡¿«\"])")
_TURNS: Final = re.compile(r"\bque\b|:(?!\d)")
_TO_LIST: Final = re.compile(
    r",?\s{0,3}\b(?:(?:si us plau|sisplau|per favor|por favor)\b|"
    r"(?:pel|per al?|per la|al|a la|a través del?|via|por el|en el|en la)\s{1,3}(?:vostre\s{1,3})?"
    r"(?:canal|llista|lista|grup|grupo|xat|chat|whatsapp)\b(?:\s{1,3}(?:de|del|d['’])\s?[^\s,.;:]{1,40}){0,3})",
    re.IGNORECASE,
)
"""By which means it is to be told, and the please."""
_WEEKDAY: Final = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b( passat| pasado)?(?!,? (?:dia )?\d)")
_NEAR: Final = re.compile(r"\b(avui|hoy|dema passat|dema|pasado manana|manana)\b(?! al? (?:mati|tarda))")
_OF_MONTH: Final = re.compile(r"\bdia (\d{1,2})\b(?! ?(?:[/.-]\d|d'|de |del ))")
_AHEAD: Final = {"avui": 0, "hoy": 0, "dema": 1, "manana": 1, "dema passat": 2, "pasado manana": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What may be broadcast: the days it speaks of, in order, and the text proposed; "" for none."""

    topic: str
    text: str
    days: tuple[date, ...]


def announced(subject: str, words: str, *, today: date, town: Town) -> Announcement:
    """Return what a mail would have broadcast, or a chat passed on: of who wrote that, nothing."""
    written = _of_chat(words, town) or _above_names(until_closing(clean(words)))
    name = tuple(town.named.split())
    told = _told(written, name)
    heading = _heading(subject, name)
    topic = heading or _topic(" ".join(told)) or "activitat"
    text = _joined(told)
    if heading and fold(heading) not in fold(text):
        text = _cut(f"{_capital(heading)}.\n{text}".strip())
    return Announcement(topic=topic, text=text, days=days_in(f"{subject}\n{written}", today))


def is_over(days: Sequence[date], today: date) -> bool:
    """Whether all that it speaks of was before *today*."""
    return bool(days) and max(days) < today


def days_in(text: str, today: date) -> tuple[date, ...]:
    """The days that *text* speaks of, in order."""
    latest = {found.start: found.on for found in find_dates(text, today=today)}
    found: set[date] = set()
    for ahead in find_dates(text, today=today + _YEAR):
        before = latest.get(ahead.start, ahead.on)
        found.add(before if ahead.on - today > _NEXT else ahead.on)
    folded = fold(clean(text))
    found |= {today + timedelta(days=_AHEAD[each[1]]) for each in _NEAR.finditer(folded)}
    found |= {on for each in _OF_MONTH.finditer(folded) if (on := _of_month(int(each[1]), today))}
    if not found:
        found |= {_of_week(each, today) for each in _WEEKDAY.finditer(folded)}
    return tuple(sorted(found))


def _of_month(day: int, today: date) -> date | None:
    """The next day of that number."""
    ahead = (today + timedelta(days=days) for days in range(62))
    return next((on for on in ahead if on.day == day), None)


def _of_week(found: re.Match[str], today: date) -> date:
    """The next such day of the week; the last one where it is said to have passed."""
    if found[2]:
        return today - timedelta(days=(today.weekday() - WEEKDAYS[found[1]] - 1) % 7 + 1)
    return today + timedelta(days=(WEEKDAYS[found[1]] - today.weekday() - 1) % 7 + 1)


def _of_chat(words: str, town: Town) -> str:
    """What residents wrote in a chat, without who and when; "" where it is none."""
    return "\n".join(each.text for each in messages_of(words) if not is_office(each.author, town))


# --- the text -------------------------------------------------------------------------------------


def _told(text: str, name: tuple[str, ...]) -> list[str]:
    """The sentences that tell, by paragraph from the first that says what, where or when; each line's last
    ends with a break.
    """
    found: list[str] = []
    begins = False
    for line in text.split("\n"):
        told = [each for each in (_of_sentence(one, name) for one in _sentences(line)) if each]
        first = next((at for at, each in enumerate(told) if begins or _tells(each)), None)
        begins = bool(line.strip()) and (begins or first is not None)
        if first is not None:
            found += [*told[first:-1], f"{told[-1]}\n"]
    while found and _is_of_one(found[-1]):
        found.pop()
    return found


def _above_names(text: str) -> str:
    """A text above the name that it is signed with, and whatever short lines stand below."""
    lines = text.rstrip().split("\n")
    end = len(lines)
    for at in range(end - 1, 0, -1):
        if lines[at].strip() and (is_name(lines[at].strip()) or _is_of_one(lines[at])):
            end = at
        elif len(lines[at].split()) > _SIGNATURE or _tells(lines[at]):
            break
    return "\n".join(lines[:end])


_SIGNATURE: Final = 5
"""Words of a line of a signature."""


def _sentences(line: str) -> Iterator[str]:
    bare = without_greeting(line.strip())
    if is_greeting(bare) or is_mobile_line(bare) or (is_name(bare) and not _tells(bare)):
        return
    yield from (each for each in _SENTENCE.split(bare) if not is_closing(each))


def _of_sentence(sentence: str, name: tuple[str, ...]) -> str:
    """What a sentence tells to all; "" for nothing."""
    if any(found.value for found in find_documents(sentence)) or _says_data(sentence):
        return ""
    if not _asks(sentence, name):
        return sentence.strip()
    places = [*(turn.end() for turn in _TURNS.finditer(fold(sentence))), _first_event(sentence)]
    behind = (_plain(sentence[place:]) for place in places if place is not None)
    return next((_capital(each) for each in behind if _tells(each) and not _asks(each, name)), "")


def _says_data(sentence: str) -> bool:
    """Whether it says who writes, or has a number or an address, and nothing of the activity."""
    said = as_text(sentence).cleaned
    is_self = any(tells_of_self(one, [*range(len(one.parsed.tokens))]) for one in _said(said))
    return (is_self or any(numbers_in(said))) and _is_of_one(said)


def _is_of_one(text: str) -> bool:
    return not _is_dated(text) and all(map(is_of_somebody, _SENTENCE.split(text.strip())))


def _plain(text: str) -> str:
    bare = _TO_LIST.sub("", text).strip()
    return f"{bare.rstrip(' ?,;')}." if bare.endswith(("?", ",", ";")) else bare


def _said(text: str, name: tuple[str, ...] = ()) -> list[Said]:
    return [Said(each, name=name) for each in parsed_of(as_text(text))]


def _asks(text: str, name: tuple[str, ...]) -> bool:
    """Whether it asks the town hall to tell something to all, or speaks of the list."""
    return any(one.channels or one.has(Matter.SHARE) for one in _said(text, name))


def _tells(text: str) -> bool:
    return _is_dated(text) or any(one.has(Matter.EVENT) or one.has(Matter.PLACE) for one in _said(text))


def _is_dated(text: str) -> bool:
    folded = fold(clean(text))
    is_near = bool(_WEEKDAY.search(folded) or _NEAR.search(folded))
    return is_near or bool(find_dates(text, today=date.max)) or find_time(text) is not None


def _first_event(text: str) -> int | None:
    """Where the first word of an activity begins."""
    for word in re.finditer(r"\w+", text):
        if any(one.has(Matter.EVENT) for one in _said(word.group())):
            return word.start()
    return None


def _joined(told: Sequence[str]) -> str:
    """As many of the sentences as the text holds, in their order."""
    text = ""
    for sentence in told:
        longer = f"{text}{'' if text.endswith(chr(10)) or not text else ' '}{sentence}"
        if len(longer.strip()) > LONGEST:
            break
        text = longer
    return text.strip() or (_cut(told[0]) if told else "")


def _cut(text: str) -> str:
    text = text.strip()
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rsplit(' ', 1)[0]}…"


# --- the topic ------------------------------------------------------------------------------------


def _heading(subject: str, name: tuple[str, ...]) -> str:
    """What the subject calls it, without for whom it is; "" where it says no activity."""
    parts = re.split(r"\s[-–—|·]\s|:(?!\d)|,", bare_case(subject))
    bare = [_plain(part).strip(" .!¡«»\"'") for part in parts]
    named = [part for part in bare if part and not _asks(part, name)]
    return next((_short(part) for part in named if any(one.has(Matter.EVENT) for one in _said(part))), "")


def _topic(text: str) -> str:
    place = _first_event(text)
    if place is None:
        return ""
    words = re.split(r"[.,;:!?()\n\d]", text[place:])[0].split()
    return _short(" ".join(words[:_FEW]))


_FEW: Final = 6


def _short(topic: str) -> str:
    return topic if len(topic) <= _LONGEST_TOPIC else topic[:_LONGEST_TOPIC].rsplit(" ", 1)[0]


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
