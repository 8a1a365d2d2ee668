"""What words that are not their sender's own mail say of leaving: a chat's, a form's, what is passed on.

None of them takes anybody off: a person looks, with what is asked for ready.
"""

from dataclasses import dataclass
from typing import Final

from rules.findings import Because, Doubt, Why
from rules.intent.accounting import Beside
from rules.intent.frame import Stand
from rules.intent.law import Understood, understood
from rules.lexicon.parsed import Parsed, parsed_of
from rules.lexicon.verbs import NOUNS
from rules.lexicon.words import Concept
from rules.mail.small_print import meant
from rules.people.gathering import gather
from rules.text.folding import clean, fold
from rules.text.tokens import Text
from rules.vocabulary.lists import named_itself
from rules.vocabulary.other_meanings import AWAY, WEAK, find_other, without_adjectives


@dataclass(frozen=True, slots=True)
class Heard:
    """What is said of leaving, and the word that says it; `is_of_another`: it is of another matter."""

    stand: Stand
    word: str
    doubts: tuple[Doubt, ...] = ()
    is_of_another: bool = False

    @property
    def is_wish(self) -> bool:
        """Whether somebody asks to leave, be it later."""
        return not self.is_of_another and self.stand is Stand.WISH

    @property
    def is_vague(self) -> bool:
        """Whether it is only a verb that may mean anything else: "us llevo el paper"."""
        return self.word not in NOUNS and (self.stand is Stand.UNKNOWN or Doubt.UNCLEAR in self.doubts)

    @property
    def why(self) -> Why:
        """What it comes to, for staff."""
        return Because("other-leave") if self.is_of_another else self.stand


_DOUBTS: Final = {Concept.IF: Doubt.CONDITION, Concept.LATER: Doubt.FUTURE, Concept.HOW: Doubt.QUESTION}


def heard(subject: Text, text: Text, *, by_clerk: bool = False) -> Heard | None:
    """What is said of leaving; None where nothing is. *by_clerk*: another's wish is told, as clerks do."""
    body, subject = text.once(meant), subject.once(meant)
    said = understood(
        subject, body, lambda: Beside(data=gather(body, own_numbers=frozenset()).places, reported=by_clerk)
    )
    if said is not None and said.in_subject:
        asked = understood(Text(), body)
        said = asked if asked is not None and asked.why is Concept.HOW else said
    if said is None and by_clerk:
        said = _reported(body)
    # Who wants to stay, or takes back what may be anything, does not speak of leaving.
    if said is None or (said.stand is Stand.AGAINST and said.why in {Concept.STAYING, Concept.BACK}):
        return None
    near = "" if said.in_subject else _clause_at(body, said.start)
    is_listed = _names_list(subject) or _names_list(near)
    if said.stand is Stand.UNKNOWN and not is_listed and said.words not in NOUNS:
        return None
    stand, doubt = said.stand, _DOUBTS.get(said.why) if said.why is not None else None
    if stand is Stand.UNKNOWN and (is_listed or (by_clerk and said.why is Concept.OWN)):
        stand, doubt = Stand.WISH, Doubt.UNCLEAR
    elif doubt in {Doubt.CONDITION, Doubt.FUTURE} or (
        by_clerk and stand is Stand.TOLD and any(map(_asks, parsed_of(Text(near))))
    ):
        stand = Stand.WISH
    is_of_another = is_of_no_list(f"{subject}\n{near}") or is_of_no_list(f"{subject}\n{text}")
    return Heard(stand, said.words, () if doubt is None else (doubt,), is_of_another)


def _reported(text: Text) -> Understood | None:
    """The noun of leaving that a clerk uses of somebody without a frame: "es vol donar de baixa"."""
    for parsed in parsed_of(text):
        noun = next((token for token in parsed.tokens if token.word in NOUNS), None)
        if noun is not None:
            is_asked = _asks(parsed) and parsed.words[-1] != "?"
            return Understood(Stand.WISH if is_asked else Stand.UNKNOWN, noun.word, start=noun.start)
    return None


def _clause_at(text: Text, place: int) -> str:
    """The words of the clause at *place*."""
    for parsed in parsed_of(text):
        at = parsed.starting(place)
        if at is not None:
            start, end = parsed.span(parsed.clause(at))
            return text.cleaned[start:end]
    return ""


def _names_list(text: str) -> bool:
    return named_itself(fold(clean(text))) is not None


def _asks(parsed: Parsed) -> bool:
    """Whether what is told was asked for: "m'ha demanat que la doneu de baixa"."""
    asking = (Concept.ASK, Concept.ASK_NOUN, Concept.SAY, Concept.WANT, Concept.THEY_WANT)
    return any(map(parsed.has, asking))


def is_of_no_list(text: str) -> bool:
    """Whether a text names another matter, and the list not at all but as a means of answering."""
    said = without_adjectives(text)
    matter = find_other(said)
    is_other = matter is not None and matter.group() not in WEAK
    return (is_other or AWAY.search(fold(clean(text))) is not None) and named_itself(said) is None
