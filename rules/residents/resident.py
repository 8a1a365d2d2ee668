"""The mail of anybody: is it like a notice, does it threaten, ask to leave or join, hand something on?"""

import re
from dataclasses import replace
from typing import Final

from rules.chats.alta import wants_something
from rules.chats.chat import is_chat
from rules.chats.joining import wish_to_join
from rules.findings import Because, Doubt, Kind, Reading, Voice, for_a_person, known
from rules.intent.frame import Stand
from rules.intent.heard import heard
from rules.intent.second_reader import Weights
from rules.mail.message import Incoming
from rules.mail.set_phrases import forwards
from rules.mail.small_print import has_feet
from rules.people.persons import read_people
from rules.registry.deposit import Deposit, notice_in
from rules.registry.papers import gives_data as has_data
from rules.registry.papers import people_of
from rules.residents import leaving
from rules.residents.errands import asks_to_tell
from rules.staff.passed_on import passed_body
from rules.text.dates import find_dates
from rules.text.patterns import word_set
from rules.text.tokens import Text, as_text
from rules.vocabulary.clause import CLAUSE, is_about_list
from rules.vocabulary.lists import named_itself
from rules.vocabulary.other_meanings import other_matter


def looks_like_notice(incoming: Incoming) -> Reading | None:
    """A registry's notice from a sender nobody configured: for a person, if it speaks of our clause."""
    if not CLAUSE.search(incoming.all_said.folded):
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
    notice = notice_in(incoming, incoming.everything)
    entries = [d for d in notice.deposits if d.entry.number and d.entry.registered_at]
    return entries if notice.has_labels else []


def threatens(incoming: Incoming) -> Reading | None:
    """Mail that gives nobody's data and threatens to close an account of its reader: nobody's leave.

    "Su buzón será dado de BAJA en 24 horas": a mailbox, a WhatsApp account, a domain.
    """
    said = incoming.said.flowing
    threat = _THREAT.search(said) if any(stem in said for stem in _ENDING) else None
    if threat is None or not _LURE.search(said) or incoming.known_people:
        return None
    if any(not _WISHES.isdisjoint(parsed.words) for parsed in incoming.sentences):
        return None
    return Reading(kind=Kind.OTHER, reasons=(Because("threatens-account", (threat.group(),)),))


_WISHES: Final = word_set("""
    vull volem voldria quiero queremos quisiera demano demanem pido me em doneu traieu esborreu elimineu
    """)
"""What asks for something, as no threat does."""
_ACCOUNT: Final = (
    r"(?:buzon|bustia|cuentas?|comptes?|corre[ou]s?|lin[ei]a (?:\+?[\d ]{9,16})?|usuari\w?|domini\w?|"
    r"mailbox|accounts?|[\w.-]{1,40}@[\w.-]{3,40})"
)
_ENDING: Final = (
    *("baja", "baixa", "suspe", "bloque", "elimin", "desactiv", "cancel", "tanca", "caduca", "closed"),
    "deleted",
)
_ENDS: Final = rf"(?:baja|baixa|(?:{'|'.join(_ENDING[2:])})\w{{0,5}})"
_THREAT: Final = re.compile(
    rf"(?:\b(?:su|el|la) )?\b{_ACCOUNT}\b[^\n.!?]{{0,160}}?\b(?:seran?|ha estat|ha sido|will be) "
    rf"(?:\w{{2,20}} ){{0,2}}{_ENDS}\b|\b{_ENDS}\b(?: \w{{2,12}}){{0,2}} de (?:su|el|la)? ?{_ACCOUNT}\b"
)
_LURE: Final = re.compile(
    r"\b(?:(?:estimad|benvolgu|dear) ?\w{0,3} (?:usu?[ae]r|client|customer)|\d\d (?:h\b|hor|hour)|"
    r"(?:ultimo|darrer) (?:avis|aviso)\b|clic\w? (?:aqui|here)|contrasen|password)"
)


def asks(incoming: Incoming, weights: Weights | None) -> Reading | None:
    """What the writer's own words ask: to join where nothing is said of leaving, else to leave or join.

    Who asks to join below a subject that alone asks to leave is for a person: which of both is meant?
    """
    join = _joins(incoming)
    if join is not None and join.kind is Kind.ALTA:
        leave = heard(incoming.title, incoming.own)
        if leave is None or leave.is_vague:
            return join
    reading = _leaves(incoming, weights)
    if join is None or join.kind is not Kind.ALTA or reading is None or reading.kind is not Kind.BAIXA:
        return reading or join
    if heard(Text(), incoming.own) is None:
        return replace(join, kind=Kind.UNSURE, doubts=(Doubt.UNCLEAR,))
    return reading


def _leaves(incoming: Incoming, weights: Weights | None) -> Reading | None:
    """What they say about leaving; what a register prints is nobody's own words."""
    reading = leaving.leaves(incoming, weights)
    if reading is None or reading.kind is not Kind.BAIXA:
        return reading
    everything = incoming.everything.folded
    of_register = ("registr", "assentament", "asiento", "anotacio")
    if not (any(word in everything for word in of_register) and _entries(incoming)):
        return reading
    reasons = (*reading.reasons, Because("but-like-notice"))
    return replace(reading, kind=Kind.UNSURE, doubts=(Doubt.UNTRUSTED,), reasons=reasons)


def gives_data(incoming: Incoming) -> Reading | None:
    """Who names the list and gives a document and a mobile wants something of it: a person must look."""
    said = incoming.meant
    is_stop = said.partition("\n")[0].strip(" .!") in {"stop", "arret", "fi", "fin", "parar", "atureu"}
    if not (is_stop or named_itself(said)):
        return None
    people = incoming.whole_people
    if not people or other_matter(said) or asks_to_tell(said):
        return None
    return for_a_person(Because("list-named-with-data"), people)


def _joins(incoming: Incoming) -> Reading | None:
    """What they say about joining."""
    join = wish_to_join(incoming.title, incoming.own, place=incoming.town.home)
    if join is None:
        return None
    is_about = join.is_ours or (incoming.is_about_list and is_about_list(incoming.own))
    if join.is_anywhere and not (is_about or incoming.has_document or incoming.papers):
        return None  # names are read only where a document may be given
    if not (join.is_ours or has_data(incoming)):
        return None
    people = people_of(incoming)
    has_document = any(p.id_document for p in people)
    if join.is_anywhere and not (is_about or has_document):
        return None
    if not has_document and (has_feet(incoming.own) or forwards(incoming.mail.subject)):
        return None  # who sells something; what is passed on is another's
    leave = heard(incoming.title, incoming.own)
    if leave is not None and not {Doubt.CONDITION, Doubt.QUESTION}.isdisjoint(leave.doubts):
        return for_a_person(Because("asks-what-if", (join.words,)), known(people), doubt=Doubt.QUESTION)
    is_bare = incoming.subject.flowing in {"", "alta"} and all(p.id_document and p.phone for p in people)
    is_ours = is_about or (is_bare and other_matter(incoming.meant) is None)
    why = Because("asks-to-join", (join.words,))
    return Reading(kind=Kind.ALTA, people=people, reasons=(why,)) if is_ours else for_a_person(why, people)


# --- what somebody who is not staff hands on: a person looks before it is done --------------------------

_HANDS_ON: Final = re.compile(
    r"\b(?:re)?envi[oe]\w?\b|\breenvi\w{1,3}\b|\b(?:us|os|les|le) (?:passo|paso|faig arribar|hago llegar|"
    r"mando|remeto|remito)\b|\btransmets\b|\bforward\w{0,3}\b|\bpassing (?:on|along)\b|"
    r"\b(?:m'ha|me ha|ens ha|m'ho ha) (?:enviat|escrit|passat|enviado|escrito|pasado)\b|"
    r"\b(?:sa demande|(?:la seva|su) (?:peticion?|sol.?licitud)|(?:her|his) request)\b"
)
"""Who says that what stands below is another's, and hands it on."""


def handed_on(incoming: Incoming) -> Reading | None:
    """A chat or a request for a leave that somebody hands on with a word about it, or without any."""
    own = incoming.words.own
    if is_chat(own) and wants_something(own, incoming.town):
        return for_a_person(Because("copies-chat"), voice=Voice.CHAT)
    below = incoming.words.forwarded
    may_be_quoted = not below and forwards(incoming.mail.subject)
    if may_be_quoted:
        below = incoming.words.quoted
    if not below.strip():
        return None
    is_handed = bool(_HANDS_ON.search(incoming.own.flowing)) and not incoming.found.documents
    if not is_handed and (may_be_quoted or own.strip()):
        return None
    return _request_in(passed_body(below), incoming, is_handed=is_handed)


def _request_in(body: str, incoming: Incoming, *, is_handed: bool) -> Reading | None:
    leave = heard(incoming.title, as_text(body))
    if leave is None or leave.is_of_another or leave.stand is Stand.TOLD:
        return None
    people = read_people(body, own_numbers=incoming.own_numbers) if is_handed else ()
    has_data = any(person.has_data for person in people)
    # A newsletter tells its reader how to leave, and rings a bell with its telephone.
    if (is_handed and not has_data) or not (leave.is_wish or any(p.id_document for p in people)):
        return None
    return Reading(
        kind=Kind.BAIXA if has_data and leave.is_wish else Kind.UNSURE,
        people=people,
        voice=Voice.FORWARD,
        doubts=(*leave.doubts, Doubt.UNCLEAR),
        reasons=(Because("forwarded-by-stranger", (leave.why, leave.word)),),
    )
