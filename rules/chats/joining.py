"""Who asks to join, in a chat or in a mail: a frame of joining whose object is the list, or nothing else."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from rules.intent.frame import Frame, Stand
from rules.intent.joining import joinings
from rules.lexicon.parsed import Parsed, parsed_of
from rules.lexicon.verbs import JOIN_NOUNS
from rules.lexicon.words import Concept
from rules.text.patterns import word_set
from rules.text.tokens import Text
from rules.vocabulary.lists import at_home, names_another, names_list
from rules.vocabulary.other_meanings import WEAK, find_other, without_adjectives

_ONTO: Final = word_set("a al als en pel del dels de au")
_ARTICLES: Final = word_set("el la els les l los las un una aquest aquesta meu meva mi")


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A wish to join and the word that says it; `is_ours` where the list is named.

    `is_anywhere`: it is to be somewhere, and nothing says that it is on the list: "puc ser-hi a les deu".
    """

    words: str
    is_ours: bool
    is_anywhere: bool = False


class _Of(Enum):
    OURS = auto()
    NOTHING_SAID = auto()
    A_THING = auto()  # that is neither the list nor another matter we know
    ANOTHER = auto()


def wish_to_join(subject: Text, text: Text, *, place: str) -> Join | None:
    """The first wish to join something that may be our list."""
    if not any(frame.stand is Stand.WISH for one in (text, subject) for _, frame in one.once(_frames)):
        return None
    is_of_another = False
    anywhere = None
    for frame, of in (*text.once(_told, place), *subject.once(_told, place)):
        is_of_another |= of in {_Of.ANOTHER, _Of.A_THING}
        may_be_ours = of is _Of.OURS or (of is _Of.NOTHING_SAID and not is_of_another)
        if frame.stand is Stand.WISH and may_be_ours:
            is_ours = of is _Of.OURS or names_list(at_home(subject.folded, place))
            if is_ours or frame.why is not Concept.STAYING:
                return Join(words=frame.word, is_ours=is_ours)
            anywhere = anywhere or Join(words=frame.word, is_ours=False, is_anywhere=True)
    return anywhere


def says_alta(text: Text) -> bool:
    """Whether a clerk's words name an alta that is neither "high" nor that of another matter."""
    meant = {of for frame, of in text.once(_told, "") if frame.word in JOIN_NOUNS}
    return _Of.OURS in meant or (bool(meant) and _Of.ANOTHER not in meant)


def _told(text: Text, place: str) -> tuple[tuple[Frame, _Of], ...]:
    """The frames of joining, but those of an "alta" that means high, and of what each is."""
    found = text.once(_frames)
    folded = text.unwrapped.once(without_adjectives) if found else ""
    return tuple(
        (frame, _of(parsed, frame, folded, place)) for parsed, frame in found if folded[frame.start] != "~"
    )


def _frames(text: Text) -> tuple[tuple[Parsed, Frame], ...]:
    return tuple([(parsed, frame) for parsed in parsed_of(text) for frame in joinings(parsed)])


def _of(parsed: Parsed, frame: Frame, folded: str, place: str) -> _Of:
    tokens = parsed.tokens
    at = parsed.starting(frame.start) or 0
    clause = parsed.clause(at)
    whole = at_home(folded[tokens[0].start : tokens[-1].end], place)
    behind = at_home(folded[frame.start : tokens[clause.stop - 1].end], place)
    if names_another(whole):
        return _Of.ANOTHER
    is_ours = names_list(whole)
    other = find_other(behind)
    if other is not None and not (is_ours and (other.group() in WEAK or names_list(behind[: other.start()]))):
        return _Of.ANOTHER
    if is_ours:
        return _Of.OURS
    return _Of.A_THING if _has_object(parsed, at) else _Of.NOTHING_SAID


def _has_object(parsed: Parsed, place: int) -> bool:
    """Whether somebody is put on a thing that is no list: "apunteu-nos a la caminada"."""
    behind = list(parsed.behind(place))
    onto = next((i for i, j in enumerate(behind[:4]) if parsed.words[j] in _ONTO), len(behind))
    what = next((j for j in behind[onto + 1 :] if parsed.words[j] not in _ARTICLES), None)
    if what is None:
        return False
    token = parsed.tokens[what]
    return not (parsed.concepts[what] or token.capital or token.word in JOIN_NOUNS | {"#"})
