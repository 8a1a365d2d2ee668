"""Whom a letter would bother: mail that comes near a request, of somebody who asks nothing of this list.

Rule 1: a wish to leave or to join is answered if it gives a document or a mobile, or names the list in few
        words of its own: what is longer and says of nobody who they are was written to many.
Rule 2: of what is no plain wish, who gives data must speak of the list as well: a hunter gives them too.
Rule 3: in a subject that only answers, the list is named by who wrote before.
Rule 4: only the mail is looked at, never the books; what answers our own letter is not asked.
"""

from collections.abc import Sequence
from typing import Final

from rules.findings import Because, Kind, Reading, Voice, Why, known
from rules.mail.message import Incoming
from rules.mail.set_phrases import is_reply
from rules.mail.small_print import without_feet
from rules.text.tokens import as_folded, as_text
from rules.vocabulary.clause import named_by_kind
from rules.vocabulary.lists import (
    NAME,
    at_home,
    named_as_list,
    named_by_owner,
    names_another,
    names_list,
    stranger_in,
)

LONGEST: Final = 120
"""Words of the writer's own that a request without data has at most."""

_OF_ANOTHER: Final = Because("may-be-of-another")


def bothers(incoming: Incoming, reading: Reading) -> Why | None:
    """Why a letter would only bother who wrote; None where one may be owed."""
    if reading.voice is not Voice.WRITER or reading.kind not in {Kind.BAIXA, Kind.ALTA, Kind.UNSURE}:
        return None
    if reading.unplaced:
        return _OF_ANOTHER
    if known(reading.people):
        is_wish = reading.kind is not Kind.UNSURE or reading.wish is not None
        return None if is_wish or _speaks_of_list(incoming) else _OF_ANOTHER
    if len(incoming.words.own.split()) > LONGEST:
        return Because("no-data-and-long", (LONGEST,))
    subject = "" if is_reply(incoming.mail.subject) else incoming.mail.subject
    return None if _names_ours(_said(incoming, subject)) else Because("no-data-nor-list")


def _speaks_of_list(incoming: Incoming) -> bool:
    """Whether there is a word for the list, be it in the subject answered, and none of another's."""
    said = _said(incoming, incoming.mail.subject)
    return _names_ours(said) or (any(map(names_list, said)) and not any(map(_is_of_another, said)))


def _names_ours(said: Sequence[str]) -> bool:
    """Whether the list is named as the town hall's, or as what only it is where no other is spoken of."""
    if any((NAME in s or named_by_owner(s)) and not _is_of_another(s) for s in said):
        return True
    return any(map(named_by_kind, said)) and not any(map(_is_of_another, said))


def _is_of_another(sentence: str) -> bool:
    """Whether it speaks of a list that is, or may be, somebody else's."""
    return names_another(sentence) or stranger_in(sentence) is not None


def _said(incoming: Incoming, subject: str) -> tuple[str, ...]:
    """The sentences of the subject and of the writer's own words, without feet; the list by its one name."""
    flows = (as_text(subject).flowing, incoming.own.flowing)
    named = (as_folded(named_as_list(flow, incoming.town.named)) for flow in flows)
    texts = [as_folded(at_home(without_feet(text).folded, incoming.town.home)) for text in named]
    return tuple(text[words[0].start : words[-1].end] for text in texts for words in text.sentences)
