"""What somebody who is not staff hands on: a relative's request, a chat. A person looks before it is done."""

import re
from typing import Final

from rules.chats.alta import wants_something
from rules.chats.chat import is_chat
from rules.findings import Because, Doubt, Kind, Reading, Voice
from rules.intent.frame import Stand
from rules.intent.heard import heard
from rules.mail.message import Incoming
from rules.mail.set_phrases import forwards
from rules.people.persons import read_people
from rules.staff.passed_on import passed_body
from rules.text.tokens import Text

_HANDS_ON: Final = re.compile(
    r"\benvi[oe]m?\b|\breenvi\w{1,3}\b|\bus (?:passo|faig arribar|transmeto|remeto)\b|"
    r"\b(?:os|les|le) (?:paso|hago llegar|mando|remito)\b|\b(?:transmets|transfere|transmet)\b|"
    r"\b(?:forward\w{0,3}|passing (?:on|along))\b|"
    r"\b(?:m'ha|me ha|m'ho ha|me lo ha|ens ha) (?:enviat|escrit|passat|mandado|enviado|escrito|pasado)\b|"
    r"\b(?:sa demande|la seva (?:peticio|sol.?licitud)|su (?:peticion|solicitud)|(?:her|his) request)\b"
)
"""Who says that what stands below is another's, and hands it on."""


def handed_on(incoming: Incoming) -> Reading | None:
    """A chat or a request for a leave that somebody hands on with a word about it, or without any."""
    own = incoming.words.own
    if is_chat(own) and wants_something(own, incoming.town):
        return Reading(
            kind=Kind.UNSURE,
            voice=Voice.CHAT,
            doubts=(Doubt.UNCLEAR,),
            reasons=(Because("copies-chat"),),
        )
    is_handed = bool(_HANDS_ON.search(incoming.own.flowing)) and not incoming.found.documents
    below = incoming.words.forwarded or (
        incoming.words.quoted if is_handed and forwards(incoming.mail.subject) else ""
    )
    if not below.strip() or (own.strip() and not is_handed):
        return None
    return _request_in(passed_body(below), incoming, is_handed=is_handed)


def _request_in(body: str, incoming: Incoming, *, is_handed: bool) -> Reading | None:
    leave = heard(Text(incoming.mail.subject), Text(body))
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
