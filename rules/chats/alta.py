"""An ALTA: who asks to join, in a chat that staff pass on or in a mail.

In a chat the number that writes is the writer's own: it belongs to the first person
who gives none. The office's lines never speak for a resident. A BAIXA in a chat is
found here too: it is no mail of the person's own, so that others decide on it.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from rules.chats.chat import Message, is_office, messages_of, partner
from rules.chats.joining import says_alta, wish_to_join
from rules.chats.minors import told_of
from rules.findings import Doubt, Person, with_other
from rules.intent.beside import taken_back
from rules.intent.frame import Stand
from rules.intent.heard import Heard, heard
from rules.intent.joining import refuses
from rules.lexicon.parsed import Parsed, parsed_of
from rules.people.name_forms import labelled_value
from rules.people.owners import is_for_kin
from rules.people.persons import read_people
from rules.people.telephones import find_phones
from rules.text.folding import clean, fold
from rules.text.patterns import word_set
from rules.text.tokens import Text, as_text
from rules.town import Town
from rules.vocabulary.other_meanings import find_other

_THIS: Final = word_set("aquest aquesta este mateix mismo meu meva mi")
_NUMBER: Final = ("numero", "mobil", "movil", "telefon", "whats")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """What the residents of a chat ask for, or only who gives a document.

    `taken_back` where one who asked to join thinks again; `doubts` are what they say of whom it is for.
    """

    people: tuple[Person, ...] = ()
    join: str | None = None
    leave: Heard | None = None
    taken_back: bool = False
    doubts: tuple[Doubt, ...] = ()


def read_chat(text: str, titles: tuple[str, ...], town: Town) -> Chat:
    """What a chat asks for; *titles* are names of files and mails that may say whom it is with."""
    by_author: dict[str, list[Message]] = {}
    for message in messages_of(text):
        if not is_office(message.author, town):
            by_author.setdefault(message.author, []).append(message)
    chat = together([_of_author(said, titles, town) for said in by_author.values()])
    whole = {p.phone for p in chat.people if p.id_document}
    told = tuple(p for p in chat.people if p.name or p.id_document or (p.phone and p.phone not in whole))
    return replace(chat, people=told or chat.people)


def _of_author(messages: list[Message], titles: tuple[str, ...], town: Town) -> Chat:
    lines = "\n".join(m.text for m in messages if m.text)
    asked = ((i, words) for i, m in enumerate(messages) if (words := _asks_in(m, town)))
    asks, join = next(asked, (None, None))
    leave = leave_in("\n\n".join(m.text for m in messages))
    people = tuple(_people_of(lines, messages[0].author, titles, town))
    if asks is None:
        is_meant = leave or (any(p.id_document for p in people) and not find_other(fold(clean(lines))))
        doubts = told_of(lines, joins=False) if leave else ()
        return Chat(people=people if is_meant else (), leave=leave, doubts=doubts)
    later = "\n".join(m.text for m in messages[asks + 1 :])
    is_anothers = len(people) == 1 and is_for_kin(as_text(messages[asks].text))
    return Chat(
        people=people,
        join=join,
        leave=leave,
        doubts=told_of(lines, joins=True),
        taken_back=any(_takes_back(one, is_anothers=is_anothers) for one in parsed_of(as_text(later))),
    )


def leave_in(text: str) -> Heard | None:
    """What an author's words say of leaving this list; None where they tell of it only, or of another."""
    leave = heard(Text(), Text(text))
    is_told = leave is not None and (leave.is_of_another or leave.stand in {Stand.TOLD, Stand.UNKNOWN})
    return None if is_told else leave


def together(chats: list[Chat]) -> Chat:
    """Several chats as one; who stands in two of them with the same data stands there once."""
    return Chat(
        people=tuple(dict.fromkeys(p for chat in chats for p in chat.people)),
        join=next((c.join for c in chats if c.join), None),
        leave=next((c.leave for c in chats if c.leave), None),
        taken_back=any(c.taken_back for c in chats),
        doubts=tuple(dict.fromkeys(doubt for c in chats for doubt in c.doubts)),
    )


def completed(chat: Chat, comment: str, own_numbers: frozenset[str]) -> Chat:
    """The chat of one person with what only the clerk's comment above it says of them."""
    commented = read_people(comment, own_numbers=own_numbers)
    if len(chat.people) != 1 or len(commented) != 1:
        return chat
    (person,), (told,) = chat.people, commented
    if person.id_document and told.id_document and person.id_document != told.id_document:
        return chat
    return replace(chat, people=(with_other(person, told),))


def wants_something(text: str, town: Town) -> bool:
    """Whether somebody in the chat asks to join or to leave."""
    chat = read_chat(text, (), town)
    return bool(chat.join or chat.leave)


def _asks_in(message: Message, town: Town) -> str | None:
    text = as_text(message.text)
    join = wish_to_join(Text(), text, place=town.home)
    if says_alta(text) or (join and (join.is_ours or not message.text.endswith("?"))):
        return join.words if join else "alta"
    return None


def _takes_back(parsed: Parsed, *, is_anothers: bool) -> bool:
    """Whether a sentence takes an ALTA back; who asks for a relative may say that they do not join."""
    is_back = taken_back(parsed) is not None and not parsed.is_question
    return is_back or refuses(parsed, is_anothers=is_anothers)


def _people_of(lines: str, author: str, titles: tuple[str, ...], town: Town) -> list[Person]:
    """The persons of one author's lines; their number, or the title's, is the first's who gives none."""
    people = list(read_people(lines, own_numbers=frozenset({town.whatsapp})))
    folded = fold(clean(lines))
    is_anothers = len(people) == 1 and is_for_kin(as_text(lines)) and not _means_this_number(folded)
    number = None if is_anothers else _number_of((author, *titles), town)
    phones = [person.phone for person in people]
    if number and number not in phones and None in phones:
        first = phones.index(None)
        people[first] = with_other(people[first], Person(phone=number))
    if len(people) == 1 and people[0].name is None:
        people = [with_other(people[0], Person(name=_name_of((author, *titles))))]
    return people


def _means_this_number(folded: str) -> bool:
    """Whether the number that writes is meant, though it is for a relative: "amb aquest mòbil"."""
    pairs = pairwise(folded.replace(",", " ").split())
    return any(one in _THIS and other.startswith(_NUMBER) for one, other in pairs)


def _number_of(places: tuple[str, ...], town: Town) -> str | None:
    found = (phone.value for place in places for phone in find_phones(clean(place)))
    return next((value for value in found if value and value != town.whatsapp), None)


def _name_of(places: tuple[str, ...]) -> str | None:
    for place in places:
        whom = clean(partner(place) or place)
        is_name = not any(map(str.isdigit, whom)) and "whatsapp" not in fold(whom)
        if is_name and (named := labelled_value(Text(whom), 0)):
            return named.value
    return None
