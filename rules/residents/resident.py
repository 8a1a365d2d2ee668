"""The mail of anybody: does it look like a notice, ask to leave, or ask to join?"""

import re
from dataclasses import replace
from typing import Final

from rules.chats.joining import wish_to_join
from rules.findings import Because, Doubt, Kind, Person, Reading, Why, known, with_other
from rules.intent.answer import heard as answered
from rules.intent.heard import heard
from rules.mail.message import Case, same_words
from rules.mail.set_phrases import forwards, is_mobile_line, is_signature_mark
from rules.mail.small_print import has_feet, without_feet
from rules.mail.subjects import bare_case, bare_subject, is_reply
from rules.old_reading.bareness import says_only_who
from rules.old_reading.leave import read_leave
from rules.old_reading.plainness import asking, said_in, strange_in_subject, told, weighed
from rules.old_reading.questions import is_question
from rules.old_reading.senses import Leave, Sense
from rules.people.gathering import gather, heads_a_name, holds_numbers
from rules.people.persons import read_people
from rules.registry.deposit import Deposit, read_notice
from rules.registry.papers import agree
from rules.residents.acting import MAY_BE_MEANT, for_writer_alone, if_meant, only_if_understood
from rules.residents.added_above import answers_the_town_hall
from rules.residents.errands import asks_to_tell, is_colleague
from rules.residents.handed_on import handed_on
from rules.residents.phishing import threatens_account
from rules.text.dates import find_dates
from rules.text.folding import clean, fold, unmask
from rules.text.sentences import flowing, sentences
from rules.vocabulary.clause import is_about_list, names_clause
from rules.vocabulary.lists import is_out_of_list, named_itself, surely_named
from rules.vocabulary.other_meanings import other_matter

_ASIDE: Final = frozenset({Sense.OTHER_MATTER, Sense.THANKS})
_PASSED: Final = frozenset({Sense.NONE})
_OF_MAILINGS: Final = frozenset({Sense.MENTION, Sense.OTHER_LIST, Sense.MIXED, Sense.CONDITION})
"""What one who sells may seem to say; beside a foot for its reader it is nobody's wish."""


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
        reasons=(Because("like-notice"),),
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


_WISHES: Final = re.compile(
    r"\b(?:vull|volem|voldria|quiero|queremos|quisiera|demano|demanem|pido|sol.?licito|solicito|doneu|traieu|"
    r"treieu|"
    r"tragueu|esborreu|elimineu|denme|den|borren|quiten|remove|please)\b"
)
"""What asks for something, as no threat does."""


def threatens(case: Case) -> Reading | None:
    """Mail that gives nobody's data and threatens to close an account of its reader: nobody's leave."""
    said = flowing(f"{case.mail.subject}\n{case.words.own}")
    words = threatens_account(said)
    if words is None or _WISHES.search(said) or any(p.id_document or p.phone for p in own_people(case)):
        return None
    return Reading(kind=Kind.OTHER, reasons=(Because("threatens-account", (words,)),))


_OF_A_REGISTER: Final = re.compile(r"\b(?:registr[eo]|assentament|asiento|anotacio|anotacion)\b")


def leaves(case: Case) -> Reading | None:
    """What the writer's own words say about leaving; what a register prints is nobody's own words."""
    reading = _answered(case, for_writer_alone(case, only_if_understood(case, _leaves(case))))
    if reading and reading.kind is Kind.BAIXA and _is_told_otherwise(case):
        reasons = (*reading.reasons, Because("but-html-does-not"))
        return replace(reading, kind=Kind.UNSURE, doubts=(Doubt.PARTS_DISAGREE,), reasons=reasons)
    if reading is None or reading.kind is not Kind.BAIXA or not _OF_A_REGISTER.search(fold(case.everything)):
        return reading
    if not _entries(case):
        return reading
    reasons = (
        *reading.reasons,
        Because("but-like-notice"),
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
    people = known(own_people(case)) if case.words.quoted else ()
    if not people or not answers_the_town_hall(case, people):
        return reading
    reasons = (Because("gives-what-was-asked"),)
    return Reading(kind=Kind.BAIXA, people=people, doubts=(Doubt.UNCLEAR,), reasons=reasons)


def _leaves(case: Case) -> Reading | None:
    leave = _leave_of(case)
    is_another = forwards(case.mail.subject) and not any(p.id_document for p in own_people(case))
    if is_another and leave.sense in {Sense.BARE, Sense.THANKS}:  # the subject is another's
        bare = _leave_of(replace(case, mail=replace(case.mail, subject="")))
        leave = bare if bare.sense is not Sense.THANKS else Leave(sense=Sense.NONE)
    if leave.sense in _PASSED or (leave.sense is Sense.THANKS and _may_hold_more(case)):
        return _disguised(case) or handed_on(case)
    people = _people(case)
    reasons = _reasons(leave)
    if (
        leave.rests_on_subject
        and leave.is_silent
        and is_reply(case.mail.subject)
        and _NO_ANSWER.search(flowing(case.words.own))
    ):
        return Reading(kind=Kind.UNSURE, people=known(people), doubts=(Doubt.UNCLEAR,), reasons=reasons)
    if leave.sense is Sense.REQUEST:
        return weighed(case, _only_carried_over(case, leave), people, reasons)
    if leave.is_told and (asked := told(case, leave, people, reasons)):
        return asked
    is_mailing = not any(p.id_document for p in people)
    if leave.sense in _ASIDE or (is_mailing and leave.sense in _OF_MAILINGS and has_feet(case.words.own)):
        return Reading(kind=Kind.OTHER, reasons=reasons)
    is_news = leave.sense in {Sense.MENTION, Sense.OTHER_LIST} and asks_to_tell(said_in(case))
    if is_mailing and is_news:
        return Reading(kind=Kind.OTHER, reasons=(Because("asks-to-tell"),))
    if leave.sense is Sense.QUESTION and is_mailing and is_colleague(case):
        return Reading(kind=Kind.OTHER, reasons=(Because("another-administration"),))
    if leave.sense is Sense.BARE and (why := _of_which_list(case, leave, people)):
        return weighed(case, leave, people, (*reasons, why))
    doubts = leave.doubts or ((Doubt.QUESTION,) if leave.sense is Sense.QUESTION else (Doubt.UNCLEAR,))
    wish = Kind.BAIXA if _GRANTABLE & set(leave.doubts) else None
    reading = Reading(kind=Kind.UNSURE, people=known(people), doubts=doubts, reasons=reasons, wish=wish)
    may_be_meant = leave.sense in MAY_BE_MEANT and wish is None and not _brings_a_file(case)
    return if_meant(case, reading) if may_be_meant else reading


def _may_hold_more(case: Case) -> bool:
    """Whether thanks may not be all of it: a clerk's "d'acord", or whole data beside courtesies alone."""
    whole = whole_of(own_people(case))
    names = [person.name for person in whole]
    return case.is_staff or (bool(whole) and answered(said_in(case), names=names).is_courtesy)


def _only_carried_over(case: Case, leave: Leave) -> Leave:
    """The leave, in doubt where only the subject that is answered asks for it, and the answer says more."""
    own = case.words.own
    if not (leave.rests_on_subject and leave.is_silent and is_reply(case.mail.subject)) or leave.doubts:
        return leave
    says_little = answered(own, data=gather(own, own_numbers=case.own_numbers)).gives_data
    return leave if says_little else replace(leave, doubts=(Doubt.CARRIED_OVER,))


def _of_which_list(case: Case, leave: Leave, people: tuple[Person, ...]) -> Why | None:
    """Why a leave of nothing said is one of this list; None where it may be of another."""
    if not known(people):
        return _NOTHING_ELSE if _is_own_word(case) and _says_only_who(case) else None
    if _says_only_who(case):
        return _ONLY_WHO
    if _gives_all_for_the_list(case, people):
        return _THE_LIST
    return _OUR_NOTICE if _pastes_our_notice(case, leave) else None


_NO_ANSWER: Final = re.compile(
    r"\b(?:jo|yo) no\b|\bno (?:se|sabem|sabemos)\b|"
    r"\bequivoca(?!\w{0,4} (?:amb|en|con) (?:el|la) (?:telefon|mobil|dni|numero|lletra|movil|letra))|"
    r"\b(?:per|por) si\b(?! de cas| cas|,? de caso)|\b(?:us|et|os|te) (?:truc|llam)|"
    r"\b(?:vei|veina|vecin[oa])\b|\b(?:per|por) la informaci|\bm'agrada"
)
"""Under a subject that the writer only carried over: no answer that goes with it."""
_GRANTABLE: Final = frozenset({Doubt.CONDITION, Doubt.FUTURE})


_ONLY_WHO: Final = Because("only-who")


def _is_own_word(case: Case) -> bool:
    """Whether what asks is the writer's own, and not what she answers or passes on without a word."""
    words = case.words
    return bool(words.own.strip()) or not (words.quoted.strip() or words.forwarded.strip())


_NOTHING_ELSE: Final = Because("nothing-else")


def _says_only_who(case: Case) -> bool:
    """Whether the mail holds nothing but a BAIXA and somebody's data, and no file comes along."""
    if _brings_a_file(case) or _is_above_another_matter(case):
        return False
    words = case.words
    foot = (
        line
        for line in words.signature.split("\n")
        if not is_signature_mark(line) and not is_mobile_line(line)
    )
    text = "\n".join((bare_case(case.mail.subject), words.own, *foot))
    return says_only_who(text, gather(text, own_numbers=case.own_numbers), place=case.town.place)


def _is_above_another_matter(case: Case) -> bool:
    """Whether what stands below is of another matter, and not of the list: "baixa" may be of that."""
    below = case.words.quoted
    is_of_another = bool(below.strip()) and other_matter(without_feet(flowing(below))) is not None
    return is_of_another and not (_is_above_our_notice(case) or _is_above_our_answer(case))


_THE_LIST: Final = Because("the-list")


def _brings_a_file(case: Case) -> bool:
    """Whether a file other than a picture comes along."""
    return any(not a.content_type.startswith("image/") for a in case.mail.attachments)


def _gives_all_for_the_list(case: Case, people: tuple[Person, ...]) -> bool:
    """Whether the mail speaks of "the list" and no other matter, with the whole data that ours asks for."""
    said = said_in(case)
    return (
        not _brings_a_file(case)
        and all(p.id_document and p.phone for p in people)
        and is_out_of_list(said)
        and not any(is_question(sentence) for sentence in sentences(said))
        and not other_matter(said)
        and not strange_in_subject(case, people)
    )


_OUR_NOTICE: Final = Because("our-notice")


def _is_above_our_notice(case: Case) -> bool:
    """Whether the town's own notice, with the list's name, stands below."""
    below = fold(clean(case.words.quoted))
    channel = fold(clean(case.town.channel))
    near = (below[max(0, m.start() - _NEAR) : m.end() + _NEAR] for m in _HOW_TO_LEAVE.finditer(below))
    return any(channel in said for said in near)


_NEAR: Final = 300
"""Characters about "donar-se de baixa" in which the town's notice names the list."""


def _is_above_our_answer(case: Case) -> bool:
    """Whether a conversation with the town hall stands below, on how to leave the list."""
    below = without_feet(flowing(case.words.quoted))
    is_of_us = any(address in below for address in case.town.addresses) or fold(case.town.name) in below
    tells = any(surely_named(s) and _LEAVING.search(s) for s in sentences(below))
    return is_of_us and tells and other_matter(below) is None


_LEAVING: Final = re.compile(r"\b(?:baixa|baja|sortir de|salir de|treure|esborrar|quitar|borrar)\b")


def _pastes_our_notice(case: Case, leave: Leave) -> bool:
    """Whether the town's own mail of the list stands below what asks for a leave: so no other is meant."""
    said = said_in(case)
    is_apart = is_reply(case.mail.subject) or not leave.rests_on_subject
    asked = sentences(flowing(asking(case)) if is_apart else said)
    return (
        (_is_above_our_notice(case) or _is_above_our_answer(case))
        and not any(other_matter(s) for s in sentences(said) if _LEAVING.search(s))
        and not any(is_question(sentence) for sentence in asked)
    )


_HOW_TO_LEAVE: Final = re.compile(r"\bdonar(?:-se|-vos|-te)? de baixa\b|\bdar(?:se|te|os)? de baja\b")


def _reasons(leave: Leave) -> tuple[Why, ...]:
    return (Because("sense-of", (leave.sense.value, leave.words)) if leave.words else leave.sense.value,)


def _leave_of(case: Case) -> Leave:
    words = case.words
    has_data = holds_numbers(words.own, own_numbers=case.own_numbers)
    own = _without_surnames(asking(case), case)
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


def whole_of(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Those who give both a document and a mobile."""
    return tuple(person for person in people if person.id_document and person.phone)


def own_people(case: Case) -> tuple[Person, ...]:
    """The people of the writer's own words; those of papers apart."""
    words = case.words
    return read_people(
        asking(case),
        below=words.signature,
        subject=bare_case(case.mail.subject),
        writer=case.mail.sender_name,
        own_numbers=case.own_numbers,
    )


def _people(case: Case) -> tuple[Person, ...]:
    people = own_people(case)
    forms = "\n".join(paper.said for paper in case.papers)
    if not forms:
        return people
    theirs = read_people(forms, below=case.words.own, own_numbers=case.own_numbers)
    if not known(people):
        return theirs
    if len(people) == 1 == len(theirs) and agree(people[0], theirs[0]):
        return (with_other(people[0], theirs[0]),)
    return people


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
        kind=Kind.UNSURE, people=known(_people(case)), doubts=(Doubt.DISGUISED,), reasons=_reasons(leave)
    )


def gives_data(case: Case) -> Reading | None:
    """Who names the list and gives a document and a mobile wants something of it: a person must look."""
    said = said_in(case)
    is_of_list = named_itself(_A_MESSAGE.sub(" ", said)) or _STOP.match(said) or _is_above_our_notice(case)
    if not is_of_list or (other_matter(said) and not _OUT.search(said)):
        return None
    people = whole_of(own_people(case))
    is_news = asks_to_tell(said) and not _OUT.search(said) and not _LEAVING.search(said)
    if not people or is_news:
        return None
    reasons = (Because("list-named-with-data"),)
    return Reading(kind=Kind.UNSURE, people=people, doubts=(Doubt.UNCLEAR,), reasons=reasons)


_OUT: Final = re.compile(
    r"\b(?:sortir|salir) d|\b(?:plegar|plego|desapunt\w{1,5}|no compt\w{1,3} (?:mes )?amb mi)\b|"
    r"\b(?:em|me|m'|ens) ?(?:podeu |podrieu |podeis |pueden )?(?:treure|traieu|tragueu|esborr|borr|quit)"
)
"""Of another matter as well, but of going out: no such mail is passed over."""
_A_MESSAGE: Final = re.compile(
    r"\b(?:vostres?|vuestros?|seus?|sus) (?:whats\w*|missatges?|mensajes?|avis(?:os)?) (?:diu|deie?|"
    r"dic|deci|va\b|van\b|"
    r"anunci|assegur)\w{0,4}|"
    r"\b(?:un|uns|unos|diversos) (?:whats\w*|missatges?|mensajes?|avis(?:os)?)\b|"
    r"\b(?:messaged|texted|rang|called) the (?:whats\w* )?(?:number|phone)\b"
)
_STOP: Final = re.compile(r"(?:stop|arret|fi|fin|parar|atureu)\b")


def joins(case: Case) -> Reading | None:
    """A resident's own mail that asks to join."""
    words = case.words
    join = wish_to_join(case.mail.subject, words.own, place=case.town.place)
    if join is None:
        return None
    people = _people(case)
    has_data = any(p.has_data for p in people)
    is_selling = has_feet(words.own) and not any(p.id_document for p in people)
    if is_selling or not (join.is_ours or has_data):
        return None
    if forwards(case.mail.subject) and not any(p.id_document for p in people):
        return None  # what is passed on is another's
    leave = heard(case.mail.subject, words.own)
    if leave is not None and _WHAT_IF & set(leave.doubts):
        reasons = (Because("asks-what-if", (join.words,)),)
        return Reading(kind=Kind.UNSURE, people=known(people), doubts=(Doubt.QUESTION,), reasons=reasons)
    is_bare = bare_subject(case.mail.subject) in {"", "alta"} and all(
        p.id_document and p.phone for p in people
    )
    is_ours = join.is_ours or is_about_list(words.own) or (is_bare and other_matter(said_in(case)) is None)
    kind = Kind.ALTA if is_ours else Kind.UNSURE
    doubts = () if kind is Kind.ALTA else (Doubt.UNCLEAR,)
    return Reading(kind=kind, people=people, doubts=doubts, reasons=(Because("asks-to-join", (join.words,)),))


_WHAT_IF: Final = frozenset({Doubt.CONDITION, Doubt.QUESTION})
