"""The mail of anybody: does it look like a notice, ask to leave, or ask to join?"""

import re
from dataclasses import replace
from typing import Final

from rules.chats.joining import wish_to_join
from rules.findings import Because, Doubt, Kind, Reading, known
from rules.intent.heard import heard
from rules.intent.second_reader import Weights
from rules.mail.message import Incoming
from rules.mail.set_phrases import forwards
from rules.mail.small_print import has_feet
from rules.mail.subjects import bare_subject
from rules.registry.deposit import Deposit, read_notice
from rules.residents import leaving
from rules.residents.errands import asks_to_tell
from rules.residents.own_words import is_above_our_notice, people_of, said_in, whole_of
from rules.residents.phishing import threatens_account
from rules.text.dates import find_dates
from rules.text.folding import fold
from rules.text.tokens import Text
from rules.vocabulary.clause import is_about_list, names_clause
from rules.vocabulary.lists import named_itself
from rules.vocabulary.other_meanings import other_matter


def looks_like_notice(incoming: Incoming) -> Reading | None:
    """A registry's notice from a sender nobody configured: for a person, if it speaks of our clause."""
    if not names_clause(f"{incoming.mail.subject}\n{incoming.everything}"):
        return None
    entries = _entries(incoming)
    if not entries:
        return None
    return Reading(
        kind=Kind.UNSURE,
        people=tuple(d.person for d in entries),
        registries=tuple(d.entry for d in entries),
        doubts=(Doubt.UNTRUSTED,),
        reasons=(Because("like-notice"),),
    )


def _entries(incoming: Incoming) -> list[Deposit]:
    """The entries of a register, with number and date, that the mail holds as a notice prints them."""
    if not find_dates(incoming.everything):  # as in most mails that only name the clause
        return []
    notice = read_notice(
        incoming.everything,
        subject=incoming.mail.subject,
        tz=incoming.town.tz,
        today=incoming.today,
        own_numbers=incoming.own_numbers,
    )
    entries = [d for d in notice.deposits if d.entry.number and d.entry.registered_at]
    return entries if notice.has_labels else []


_WISHES: Final = re.compile(
    r"\b(?:vull|volem|voldria|quiero|queremos|quisiera|demano|demanem|pido|sol.?licito|solicito|doneu|traieu|"
    r"treieu|"
    r"tragueu|esborreu|elimineu|denme|den|borren|quiten|remove|please)\b"
)
"""What asks for something, as no threat does."""


def threatens(incoming: Incoming) -> Reading | None:
    """Mail that gives nobody's data and threatens to close an account of its reader: nobody's leave."""
    said = Text(f"{incoming.mail.subject}\n{incoming.words.own}").flowing
    words = threatens_account(said)
    if words is None or _WISHES.search(said) or any(p.id_document or p.phone for p in incoming.own_people):
        return None
    return Reading(kind=Kind.OTHER, reasons=(Because("threatens-account", (words,)),))


_OF_A_REGISTER: Final = re.compile(r"\b(?:registr[eo]|assentament|asiento|anotacio|anotacion)\b")


def leaves(incoming: Incoming, weights: Weights | None) -> Reading | None:
    """What the writer's own words say about leaving; what a register prints is nobody's own words."""
    reading = leaving.leaves(incoming, weights)
    if (
        reading is None
        or reading.kind is not Kind.BAIXA
        or not _OF_A_REGISTER.search(fold(incoming.everything))
    ):
        return reading
    if not _entries(incoming):
        return reading
    reasons = (*reading.reasons, Because("but-like-notice"))
    return replace(reading, kind=Kind.UNSURE, doubts=(Doubt.UNTRUSTED,), reasons=reasons)


def gives_data(incoming: Incoming) -> Reading | None:
    """Who names the list and gives a document and a mobile wants something of it: a person must look."""
    said = said_in(incoming)
    is_of_list = named_itself(said) or _STOP.match(said) or is_above_our_notice(incoming)
    people = whole_of(incoming.own_people)
    if not (is_of_list and people) or other_matter(said) or asks_to_tell(said):
        return None
    reasons = (Because("list-named-with-data"),)
    return Reading(kind=Kind.UNSURE, people=people, doubts=(Doubt.UNCLEAR,), reasons=reasons)


_STOP: Final = re.compile(r"(?:stop|arret|fi|fin|parar|atureu)\b")


def only_joins(incoming: Incoming) -> Reading | None:
    """A resident's own mail that asks to join and says nothing of leaving."""
    reading = joins(incoming)
    if reading is None or reading.kind is not Kind.ALTA:
        return None
    leave = heard(Text(incoming.mail.subject), incoming.own)
    return reading if leave is None or leave.is_vague else None


def joins(incoming: Incoming) -> Reading | None:
    """A resident's own mail that asks to join."""
    words = incoming.words
    join = wish_to_join(Text(incoming.mail.subject), incoming.own, place=incoming.town.place)
    if join is None:
        return None
    people = people_of(incoming)
    has_data = any(p.has_data for p in people)
    is_selling = has_feet(words.own) and not any(p.id_document for p in people)
    if is_selling or not (join.is_ours or has_data):
        return None
    if forwards(incoming.mail.subject) and not any(p.id_document for p in people):
        return None  # what is passed on is another's
    leave = heard(Text(incoming.mail.subject), incoming.own)
    if leave is not None and _WHAT_IF & set(leave.doubts):
        reasons = (Because("asks-what-if", (join.words,)),)
        return Reading(kind=Kind.UNSURE, people=known(people), doubts=(Doubt.QUESTION,), reasons=reasons)
    is_bare = bare_subject(incoming.mail.subject) in {"", "alta"} and all(
        p.id_document and p.phone for p in people
    )
    is_ours = (
        join.is_ours or is_about_list(words.own) or (is_bare and other_matter(said_in(incoming)) is None)
    )
    kind = Kind.ALTA if is_ours else Kind.UNSURE
    doubts = () if kind is Kind.ALTA else (Doubt.UNCLEAR,)
    return Reading(kind=kind, people=people, doubts=doubts, reasons=(Because("asks-to-join", (join.words,)),))


_WHAT_IF: Final = frozenset({Doubt.CONDITION, Doubt.QUESTION})
