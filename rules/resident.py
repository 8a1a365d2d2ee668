"""The mail of anybody: does it look like a notice, ask to leave, or ask to join?"""

import re
from dataclasses import replace
from typing import Final

from rules.asked import answers_the_town_hall
from rules.bareness import counts, parting_word, says_only_who, strange_word
from rules.behalf import is_for_kin, may_name_writer, names_kin
from rules.business import says_something_else
from rules.case import Case, same_words
from rules.chat import is_chat
from rules.clause import is_about_list, names_clause
from rules.dates import find_dates
from rules.enclosures import speaks_of_us
from rules.feet import has_feet, without_feet
from rules.findings import Doubt, Kind, Person, Reading, Voice
from rules.folding import clean, fold, unmask
from rules.gathering import gather, heads_a_name, holds_numbers
from rules.hesitation import hesitation
from rules.holders import with_other
from rules.join import wants_something, wish_to_join
from rules.leave import read_leave
from rules.lists import OFFICIAL, is_out_of_list, named_itself
from rules.matters import other_matter
from rules.nameforms import key_words
from rules.names import compatible
from rules.notices import Bearing, bearing_of
from rules.papers import agree
from rules.people import read_people
from rules.phrases import BAIXA
from rules.questions import is_question
from rules.registry import Deposit, read_notice
from rules.remaining import without_who_joins
from rules.senses import Leave, Sense
from rules.staying import is_unclear_who_stays, without_who_stays
from rules.traces import forwards
from rules.wishes import bare_subject, flowing, sentences

_ASIDE: Final = frozenset({Sense.OTHER_MATTER, Sense.THANKS})
_PASSED: Final = frozenset({Sense.NONE})


def looks_like_notice(case: Case) -> Reading | None:
    """A registry's notice from a sender nobody configured: for a person, if it speaks of our clause."""
    if not names_clause(f"{case.mail.subject}\n{case.everything}"):
        return None
    entries = _entries(case)
    if not entries:
        return None
    return Reading(
        kind=Kind.UNSURE,
        people=tuple(d.person for d in entries),
        registries=tuple(d.entry for d in entries),
        doubts=(Doubt.UNTRUSTED,),
        reasons=("sembla un avís de registre, però qui l'envia no és a la configuració",),
    )


def _entries(case: Case) -> list[Deposit]:
    """The entries of a register, with number and date, that the mail holds as a notice prints them."""
    if not find_dates(case.everything):  # as in most mails that only name the clause
        return []
    notice = read_notice(
        case.everything,
        subject=case.mail.subject,
        tz=case.town.tz,
        today=case.today,
        own_numbers=case.own_numbers,
    )
    entries = [d for d in notice.deposits if d.entry.number and d.entry.registered_at]
    return entries if notice.has_labels else []


_OF_A_REGISTER: Final = re.compile(r"\b(?:registr[eo]|assentament|asiento|anotacio|anotacion)\b")


def leaves(case: Case) -> Reading | None:
    """What the writer's own words say about leaving; what a register prints is nobody's own words."""
    reading = _answered(case, _leaves(case))
    if reading and reading.kind is Kind.BAIXA and _is_told_otherwise(case):
        reasons = (*reading.reasons, "però la part HTML del correu no ho demana")
        return replace(reading, kind=Kind.UNSURE, doubts=(Doubt.PARTS_DISAGREE,), reasons=reasons)
    if reading is None or reading.kind is not Kind.BAIXA or not _OF_A_REGISTER.search(fold(case.everything)):
        return reading
    if not _entries(case):
        return reading
    reasons = (
        *reading.reasons,
        "però té la forma d'un avís de registre, i qui l'envia no és a la configuració",
    )
    return replace(reading, kind=Kind.UNSURE, doubts=(Doubt.UNTRUSTED,), reasons=reasons)


_WISHING: Final = frozenset({Sense.REQUEST, Sense.BARE})


def _is_told_otherwise(case: Case) -> bool:
    """Whether the HTML, which is what its writer saw, does not ask what the plain text asks."""
    plain, html = case.mail.plain, case.mail.html
    if plain is None or html is None or not html.own.strip() or same_words(plain, html):
        return False
    seen = replace(case, mail=replace(case.mail, plain=None))
    return _leave_of(case).sense in _WISHING and _leave_of(seen).sense not in _WISHING


def _answered(case: Case, reading: Reading | None) -> Reading | None:
    """The reading; a leave for a person to look at, where it only gives what the town hall asked for."""
    if reading is not None and reading.kind is not Kind.UNSURE:
        return reading
    people = _known(_own_people(case)) if case.words.quoted else ()
    if not people or not answers_the_town_hall(case, people):
        return reading
    reasons = ("dona les dades que l'Ajuntament li demanava, al correu que respon",)
    return Reading(kind=Kind.BAIXA, people=people, doubts=(Doubt.UNCLEAR,), reasons=reasons)


def _leaves(case: Case) -> Reading | None:
    leave = _leave_of(case)
    if leave.sense in _PASSED:
        return _disguised(case) or _passed_on(case)
    people = _people(case)
    reasons = _reasons(leave)
    if leave.sense is Sense.REQUEST:
        return _asked(case, leave, people, reasons)
    is_mailing = leave.sense is Sense.MENTION and not any(p.id_document for p in people)
    if leave.sense in _ASIDE or (is_mailing and has_feet(case.words.own)):
        return Reading(kind=Kind.OTHER, reasons=reasons)
    if leave.sense is Sense.BARE and _known(people):
        if _says_only_who(case):
            return _asked(case, leave, people, (*reasons, _ONLY_WHO))
        if _gives_all_for_the_list(case, people):
            return _asked(case, leave, people, (*reasons, _THE_LIST))
        if _pastes_our_notice(case):
            return _asked(case, leave, people, (*reasons, _OUR_NOTICE))
    doubts = leave.doubts or ((Doubt.QUESTION,) if leave.sense is Sense.QUESTION else (Doubt.UNCLEAR,))
    wish = Kind.BAIXA if _GRANTABLE & set(leave.doubts) else None
    return Reading(kind=Kind.UNSURE, people=_known(people), doubts=doubts, reasons=reasons, wish=wish)


_GRANTABLE: Final = frozenset({Doubt.CONDITION, Doubt.FUTURE})


def _asked(case: Case, leave: Leave, people: tuple[Person, ...], reasons: tuple[str, ...]) -> Reading:
    """A wish to leave: a BAIXA where it is plain, of now, and for whom; else for a person."""
    subject = "" if forwards(case.mail.subject) else case.mail.subject  # another's
    sign = hesitation(f"{subject}.\n{without_feet(flowing(_asking(case)))}")
    is_bare = _is_bare_baixa(bare_subject(case.mail.subject)) and not OFFICIAL.search(_said(case))
    is_by_subject = leave.rests_on_subject or is_bare
    strange = _strange_in_subject(case, people) if is_by_subject else None
    against = hesitant = sign and f"però no és planer: «{sign}»"
    parting = _parting(case, people) if not against else None
    against = f"però no queda clar qui vol la baixa: «{parting}»" if parting else against
    if leave.is_silent and not against and says_something_else(flowing(_asking(case))):
        against = "però el text diu una altra cosa"
    is_unsure_whose = may_name_writer(fold(clean(case.words.own)), len(people))
    is_for_another = (
        _is_sender_for_kin(case, people)
        or _is_told_of_another(case, leave, people)
        or is_unclear_who_stays(case.words.own, own_numbers=case.own_numbers, writer=case.mail.sender_name)
    )
    if (is_unsure_whose and not _are_counted(case, people)) or is_for_another:
        against = _FOR_WHOM
    elif strange and not against:
        against = f"però l'assumpte diu també: «{strange}»"
    elif not against and _joins_herself(case):
        against = "però també demana una alta"
    if not against and Doubt.FUTURE not in leave.doubts:
        return Reading(kind=Kind.BAIXA, people=people, doubts=leave.doubts, reasons=reasons)
    doubts = leave.doubts or (Doubt.UNCLEAR,)
    wish = Kind.BAIXA if against == hesitant else None  # whoever it is for is not in doubt
    reasons = (*reasons, against) if against else reasons
    return Reading(kind=Kind.UNSURE, people=_known(people), doubts=doubts, reasons=reasons, wish=wish)


def _joins_herself(case: Case) -> bool:
    """Whether the mail gives the data of somebody who asks to join, beside those of who leaves."""
    found = gather(case.words.own, own_numbers=case.own_numbers)
    return without_who_joins(found, fold(clean(case.words.own))) != found


def _is_bare_baixa(subject: str) -> bool:
    """Whether a subject gives somebody or something "de baixa", and does not say from which list."""
    return bool(_BAIXA.match(subject)) and not named_itself(subject)


_BAIXA: Final = re.compile(rf"(?:la |sol.?licitud de |peticio de )?{BAIXA}\b")


def _parting(case: Case, people: tuple[Person, ...]) -> str | None:
    """A word between people who could all be taken off that may part who leaves from who is only named."""
    if len({p.id_document for p in people if p.id_document and p.phone}) < 2:
        return None
    found = gather(case.words.own, own_numbers=case.own_numbers)
    if not found.numbers:
        return None
    return parting_word(case.words.own, found, place=case.town.place, counted=_are_counted(case, people))


def _are_counted(case: Case, people: tuple[Person, ...]) -> bool:
    """Whether the mail says for how many it asks, and gives the whole data of so many."""
    return counts(_said(case), len(people)) and all(p.id_document and p.phone for p in people)


def _is_sender_for_kin(case: Case, people: tuple[Person, ...]) -> bool:
    """Whether the mail asks for a relative only, and gives the name that its sender goes by."""
    writer = case.mail.sender_name
    if not writer or len(key_words(writer)) < 2 or not is_for_kin(fold(clean(case.words.own))):
        return False
    return any(p.name and compatible(p.name, writer) for p in people)


_HE_WANTS: Final = re.compile(r"(?<!\bes )(?<!\bse )(?<!\ben )\b(?:vol|volen|quiere|quieren|wants)(?= )")
_WHO_SIGNS: Final = re.compile(
    r"\b(?:sotasigna\w{1,3}|sotascri\w{1,3}|subscri\w{1,3}|suscri\w{1,3}|signa|firma\w{0,3}|abajo|"
    r"interessa\w{1,2}|"
    r"interesad\w|titular\w{0,2}|usuari\w{0,2}|persona|sol.{0,3}licitant|solicitante|ell|ella|familia|"
    r"seguent|"
    r"sr|sra|senyora?)\b"
)


def _is_told_of_another(case: Case, leave: Leave, people: tuple[Person, ...]) -> bool:
    """Whether it is told of somebody that he wants to leave, and the data given are not said to be his."""
    sentence = next((s for s in sentences(_said(case)) if leave.words in s), "")
    place = sentence.find(leave.words) + len(leave.words)
    wants = next(_HE_WANTS.finditer(sentence, max(0, place - len(leave.words) - _NEAR_WISH), place), None)
    if wants is None or _ITS_ME.search(sentence):
        return False
    who = sentence[: wants.start()]
    nameless = _said(case)
    for person in people:
        nameless = nameless.replace(fold(person.name), "~") if person.name else nameless
    if names_kin(nameless):
        writer = case.mail.sender_name
        is_writers = bool(writer) and len(key_words(writer)) > 1
        return is_writers and all(p.name and compatible(p.name, writer) for p in people)
    named = frozenset(word for p in people if p.name for word in key_words(p.name))
    words = re.findall(r"[a-z]{2,}", who)
    return bool(words) and not (_WHO_SIGNS.search(who) or named.intersection(words) or _ALONE.fullmatch(who))


_NEAR_WISH: Final = 20
_ITS_ME: Final = re.compile(r"\b(?:soc jo|soy yo|jo mateix\w?|yo mism\w)\b")
_ALONE: Final = re.compile(
    r"(?:\W|hola|bon|bona|dia|tarda|bones|buenas|tardes|que|i|y|ara|tambe|ya|ja|diu){0,12}"
)


def _strange_in_subject(case: Case, people: tuple[Person, ...]) -> str | None:
    """A word of the subject that names neither the list, nor a leave, nor anybody of the mail."""
    subject = bare_case(case.mail.subject)
    named = (
        *(p.name for p in people),
        *(n.value for n in gather(subject, own_numbers=case.own_numbers).names),
    )
    known = [name for name in (*named, case.mail.sender_name) if name]
    return strange_word(subject, named=known, place=case.town.place)


_ONLY_WHO: Final = "no hi diu res més que qui és, com demana l'avís de l'Ajuntament"


def _says_only_who(case: Case) -> bool:
    """Whether the mail holds nothing but a BAIXA and somebody's data, and no file comes along."""
    if _brings_a_file(case):
        return False
    words = case.words
    text = "\n".join((bare_case(case.mail.subject), words.own, words.signature))
    return says_only_who(text, gather(text, own_numbers=case.own_numbers), place=case.town.place)


_THE_LIST: Final = "diu «la llista» i dona totes les dades que demana l'avís de l'Ajuntament"


def _brings_a_file(case: Case) -> bool:
    """Whether a file other than a picture comes along."""
    return any(not a.content_type.startswith("image/") for a in case.mail.attachments)


def _gives_all_for_the_list(case: Case, people: tuple[Person, ...]) -> bool:
    """Whether the mail speaks of "the list" and no other matter, with the whole data that ours asks for."""
    said = _said(case)
    return (
        not _brings_a_file(case)
        and all(p.id_document and p.phone for p in people)
        and is_out_of_list(said)
        and not any(is_question(sentence) for sentence in sentences(said))
        and not other_matter(said)
        and not _strange_in_subject(case, people)
    )


_OUR_NOTICE: Final = "copia l'avís de l'Ajuntament que explica com donar-se de baixa"


def _pastes_our_notice(case: Case) -> bool:
    """Whether the town's own notice, with the list's name, stands below: so no other list is meant."""
    below = fold(clean(case.words.quoted))
    said = _said(case)
    return (
        fold(clean(case.town.channel)) in below
        and bool(_HOW_TO_LEAVE.search(below))
        and not other_matter(said)
        and not any(is_question(sentence) for sentence in sentences(said))
    )


_HOW_TO_LEAVE: Final = re.compile(r"\bdonar(?:-se)? de baixa\b|\bdar(?:se)? de baja\b")

_FOR_WHOM: Final = "però escriu per algú altre i no queda clar de qui són totes les dades"


def _known(people: tuple[Person, ...]) -> tuple[Person, ...]:
    return tuple(p for p in people if p.id_document or p.phone)


def _reasons(leave: Leave) -> tuple[str, ...]:
    return (f"{leave.sense.value}: «{leave.words}»" if leave.words else leave.sense.value,)


def _asking(case: Case) -> str:
    """The writer's own words, without those by which she stays on whose relative leaves."""
    return without_who_stays(case.words.own, own_numbers=case.own_numbers, writer=case.mail.sender_name)


def _leave_of(case: Case) -> Leave:
    words = case.words
    has_data = holds_numbers(words.own, own_numbers=case.own_numbers)
    own = _without_surnames(_asking(case), case)
    return read_leave(case.mail.subject, own, has_data=has_data, place=case.town.place)


def _without_surnames(text: str, case: Case) -> str:
    """The text without the surnames that read like another matter: "Maria Casals", "Fermín Aguado"."""
    if other_matter(fold(text)) is None:
        return text
    for name in gather(text, own_numbers=case.own_numbers).names:
        if not heads_a_name(name.value):
            continue
        said = text[name.start : name.end]
        kept = " ".join(w if other_matter(fold(w)) is None else "~" * len(w) for w in said.split(" "))
        text = text[: name.start] + kept + text[name.end :]
    return text


def _own_people(case: Case) -> tuple[Person, ...]:
    """The people of the writer's own words; those of papers apart."""
    words = case.words
    return read_people(
        words.own,
        below=words.signature,
        subject=bare_case(case.mail.subject),
        writer=case.mail.sender_name,
        own_numbers=case.own_numbers,
    )


def _people(case: Case) -> tuple[Person, ...]:
    people = _own_people(case)
    forms = "\n".join(paper.said for paper in case.papers)
    if not forms:
        return people
    theirs = read_people(forms, below=case.words.own, own_numbers=case.own_numbers)
    if not _known(people):
        return theirs
    if len(people) == 1 == len(theirs) and agree(people[0], theirs[0]):
        return (with_other(people[0], theirs[0]),)
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


def _said(case: Case) -> str:
    """Subject and own words, folded, without feet."""
    return fold(clean(f"{bare_case(case.mail.subject)}\n{without_feet(flowing(case.words.own))}"))


def gives_data(case: Case) -> Reading | None:
    """Who names the list and gives a document and a mobile wants something of it: a person must look."""
    said = _said(case)
    if not (named_itself(_A_MESSAGE.sub(" ", said)) or _STOP.match(said)) or other_matter(said):
        return None
    people = tuple(p for p in _own_people(case) if p.id_document and p.phone)
    if not people:
        return None
    reasons = ("parla de la llista i dona el DNI i el mòbil, sense que quedi clar què demana",)
    return Reading(kind=Kind.UNSURE, people=people, doubts=(Doubt.UNCLEAR,), reasons=reasons)


_A_MESSAGE: Final = re.compile(
    r"\b(?:vostres?|vuestros?|seus?|sus) (?:whats\w*|missatges?|mensajes?|avis(?:os)?) (?:diu|deie?|"
    r"dic|deci|va\b|van\b|"
    r"anunci|assegur)\w{0,4}|"
    r"\b(?:un|uns|unos|diversos) (?:whats\w*|missatges?|mensajes?|avis(?:os)?)\b"
)
_STOP: Final = re.compile(r"(?:stop|arret|fi|fin|parar|atureu)\b")


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


def says_on_paper(case: Case) -> Reading | None:
    """A mail that only encloses, and whose paper asks to leave or is the clause: for a person."""
    for paper in case.papers if speaks_of_us(case.mail) else ():
        leave = read_leave("", paper.text, has_data=True, place=case.town.place)
        asks = leave.sense not in {Sense.NONE, *_ASIDE}
        if asks or bearing_of(paper) is not Bearing.ELSEWHERE:
            what = leave.sense.value if asks else "hi ha un document sobre la llista"
            people = read_people(paper.said, own_numbers=case.own_numbers)
            return Reading(
                kind=Kind.UNSURE,
                people=_known(people),
                doubts=(Doubt.UNCLEAR,),
                reasons=(f"només ho diu l'annex «{paper.name}»: {what}",),
            )
    return None
