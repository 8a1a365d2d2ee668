"""The mail of anybody: does it look like a notice, ask to leave, or ask to join?"""

from typing import Final

from rules.case import Case
from rules.chat import is_chat
from rules.clause import is_about_list, names_clause
from rules.findings import Doubt, Kind, Person, Reading, Voice
from rules.folding import clean, unmask
from rules.gathering import gather
from rules.join import wants_something, wish_to_join
from rules.leave import read_leave
from rules.people import read_people
from rules.registry import read_notice
from rules.senses import Leave, Sense
from rules.wishes import bare_subject

_ASIDE: Final = frozenset({Sense.OTHER_MATTER, Sense.THANKS})
_PASSED: Final = frozenset({Sense.NONE})


def looks_like_notice(case: Case) -> Reading | None:
    """A registry's notice from a sender nobody configured: for a person, if it speaks of our clause."""
    text = case.everything
    if not names_clause(f"{case.mail.subject}\n{text}"):
        return None
    notice = read_notice(
        text, subject=case.mail.subject, tz=case.town.tz, today=case.today, own_numbers=case.own_numbers
    )
    entries = [d for d in notice.deposits if d.entry.number and d.entry.registered_at]
    if not (entries and notice.has_labels):
        return None
    return Reading(
        kind=Kind.UNSURE,
        people=tuple(d.person for d in entries),
        registries=tuple(d.entry for d in entries),
        doubts=(Doubt.UNTRUSTED,),
        reasons=("sembla un avís de registre, però qui l'envia no és a la configuració",),
    )


def leaves(case: Case) -> Reading | None:
    """What the writer's own words say about leaving."""
    leave = _leave_of(case)
    if leave.sense in _PASSED:
        return _disguised(case) or _passed_on(case)
    people = _people(case)
    reasons = _reasons(leave)
    if leave.sense is Sense.REQUEST:
        return Reading(kind=Kind.BAIXA, people=people, doubts=leave.doubts, reasons=reasons)
    if leave.sense in _ASIDE:
        return Reading(kind=Kind.OTHER, reasons=reasons)
    if leave.sense is Sense.BARE and any(p.id_document or p.phone for p in people):
        return Reading(kind=Kind.BAIXA, people=people, doubts=(*leave.doubts, Doubt.UNCLEAR), reasons=reasons)
    doubts = leave.doubts or ((Doubt.QUESTION,) if leave.sense is Sense.QUESTION else (Doubt.UNCLEAR,))
    return Reading(kind=Kind.UNSURE, people=_known(people), doubts=doubts, reasons=reasons)


def _known(people: tuple[Person, ...]) -> tuple[Person, ...]:
    return tuple(p for p in people if p.id_document or p.phone)


def _reasons(leave: Leave) -> tuple[str, ...]:
    return (f"{leave.sense.value}: «{leave.words}»" if leave.words else leave.sense.value,)


def _leave_of(case: Case) -> Leave:
    words = case.words
    found = gather(words.own, own_numbers=case.own_numbers)
    has_data = any(f.value for f in (*found.documents, *found.phones)) or bool(found.documents)
    return read_leave(case.mail.subject, words.own, has_data=has_data, place=case.town.place)


def _people(case: Case) -> tuple[Person, ...]:
    words = case.words
    people = read_people(
        words.own, below=words.signature, subject=bare_case(case.mail.subject), own_numbers=case.own_numbers
    )
    forms = case.forms
    if forms and not any(p.id_document or p.phone for p in people):
        return read_people("\n".join(forms), below=words.own, own_numbers=case.own_numbers)
    return people


def bare_case(subject: str) -> str:
    """The subject without the marks of replies, its case kept."""
    cleaned = clean(subject).strip()
    return cleaned[len(cleaned) - len(bare_subject(subject)) :]


def _disguised(case: Case) -> Reading | None:
    """A request that shows only when letters of other alphabets are taken for Latin ones: never acted on."""
    words = case.words
    subject, own = unmask(clean(case.mail.subject)), unmask(clean(words.own))
    if (subject, own) == (clean(case.mail.subject), clean(words.own)):
        return None
    leave = read_leave(subject, own, has_data=True, place=case.town.place)
    if leave.sense in {Sense.NONE, Sense.OTHER_MATTER}:
        return None
    return Reading(
        kind=Kind.UNSURE, people=_known(_people(case)), doubts=(Doubt.DISGUISED,), reasons=_reasons(leave)
    )


def _passed_on(case: Case) -> Reading | None:
    """Somebody who is not staff passes another's request on without a word: a person must look."""
    own, forwarded = case.words.own, case.words.forwarded
    if is_chat(own) and wants_something(own, case.town):
        return Reading(
            kind=Kind.UNSURE,
            voice=Voice.CHAT,
            doubts=(Doubt.UNCLEAR,),
            reasons=("copia un xat de WhatsApp, però no és del personal",),
        )
    if own.strip() or not forwarded.strip():
        return None
    leave = read_leave(case.mail.subject, forwarded, has_data=True, place=case.town.place)
    if leave.sense is not Sense.REQUEST:
        return None
    return Reading(kind=Kind.UNSURE, voice=Voice.FORWARD, doubts=(Doubt.UNCLEAR,), reasons=_reasons(leave))


def joins(case: Case) -> Reading | None:
    """A resident's own mail that asks to join."""
    words = case.words
    join = wish_to_join(case.mail.subject, words.own, place=case.town.place)
    if join is None:
        return None
    people = _people(case)
    has_data = any(p.id_document or p.phone for p in people)
    if not join.is_ours and not has_data:
        return None
    kind = Kind.ALTA if join.is_ours or is_about_list(words.own) else Kind.UNSURE
    doubts = () if kind is Kind.ALTA else (Doubt.UNCLEAR,)
    return Reading(kind=kind, people=people, doubts=doubts, reasons=(f"demana l'alta: «{join.words}»",))
