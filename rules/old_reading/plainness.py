"""A wish to leave, weighed: plain, of now and of whom it names, or for a person to look at."""

import re
from typing import Final

from rules.findings import Doubt, Kind, Person, Reading, Why, known
from rules.mail.message import Case
from rules.mail.set_phrases import forwards
from rules.mail.small_print import without_feet
from rules.mail.subjects import bare_case, bare_subject
from rules.old_reading.bareness import asks_for, counts, lists_all, parting_word, strange_word
from rules.old_reading.business import says_something_else
from rules.old_reading.hesitation import Hesitation, hesitation
from rules.old_reading.neighbours import is_for_neighbour, names_another
from rules.old_reading.phrases import BAIXA
from rules.old_reading.senses import Leave
from rules.old_reading.staying import is_unclear_who_stays, may_be_who_stays, without_who_stays
from rules.people.behalf import is_for_kin, may_name_writer, names_kin
from rules.people.gathering import gather
from rules.people.name_forms import key_words
from rules.people.names import compatible
from rules.people.remaining import without_who_joins
from rules.text.folding import clean, fold
from rules.text.sentences import flowing, sentences
from rules.vocabulary.lists import OFFICIAL, WHATSAPP, named_itself, surely_named
from rules.vocabulary.other_meanings import other_matter


def asking(case: Case) -> str:
    """The writer's own words, without those by which she stays on whose relative leaves."""
    own = case.words.own
    said = without_who_stays(own, own_numbers=case.own_numbers, writer=case.mail.sender_name)
    return own if said == clean(own) else said


def said_in(case: Case) -> str:
    """Subject and own words, folded, without feet."""
    return fold(clean(f"{bare_case(case.mail.subject)}\n{without_feet(flowing(asking(case)))}"))


def weighed(case: Case, leave: Leave, people: tuple[Person, ...], reasons: tuple[Why, ...]) -> Reading:
    """A wish to leave: a BAIXA where it is plain, of now, and for whom; else for a person."""
    hesitant = _hesitant(case, leave)
    whose, more = _for_whom(case, leave, people), _says_more(case, leave, people)
    is_later = Doubt.FUTURE in leave.doubts
    against = whose or (_not_plain(hesitant) if hesitant else None) or more
    if not against and not is_later:
        return Reading(kind=Kind.BAIXA, people=people, doubts=leave.doubts, reasons=reasons)
    reasons = (*reasons, against) if against else reasons
    is_for_all = len({person.id_document for person in people}) < 2 or _are_whole(case, people)
    if hesitant and not (hesitant.turns or whose or more or is_later) and is_for_all:
        doubts = (*leave.doubts, Doubt.SAYS_MORE)
        return Reading(kind=Kind.BAIXA, people=people, doubts=doubts, reasons=reasons)
    doubts = leave.doubts or ((Doubt.FOR_ANOTHER,) if whose else (Doubt.UNCLEAR,))
    wish = None if whose or (more and not hesitant) else Kind.BAIXA
    return Reading(kind=Kind.UNSURE, people=known(people), doubts=doubts, reasons=reasons, wish=wish)


def told(case: Case, leave: Leave, people: tuple[Person, ...], reasons: tuple[Why, ...]) -> Reading | None:
    """A leave that is only told of, of one who gives all data: asked for, unless terms stand in its sentence.

    No such leave is ever done unseen.
    """
    whole = [person for person in people if person.id_document and person.phone]
    if len(people) != 1 or not whole or not surely_named(said_in(case)):
        return None
    wish = next((s for s in sentences(said_in(case)) if leave.words in s), "")
    hesitant = _hesitant(case, leave)
    if (
        not wish
        or _TERMS.search(wish)
        or _NOUN.search(leave.words)
        or other_matter(wish)
        or (hesitant and hesitant.turns)
    ):
        return None
    if _for_whom(case, leave, people) or _says_more(case, leave, people):
        return None
    return Reading(kind=Kind.BAIXA, people=people, doubts=(Doubt.UNCLEAR,), reasons=reasons)


_TERMS: Final = re.compile(
    r"\?|\b(?:si|if|quan|cuando|when|a partir|fins|hasta|potser|igual|quizas?|por|sorry|no|ni|llastima|"
    r"lastima|rabia|pena|greu|"
    r"propos\w{1,3}|haver de|preocupa)\b"
)
"""What makes of a leave that is told of a threat, a question, a fear, or a plan."""
_NOUN: Final = re.compile(r"\b(?<!de )(?:baixa|baja)$")
"""A leave spoken of as a thing: it is contested, feared, or thanked for, as well as wanted."""


def _for_whom(case: Case, leave: Leave, people: tuple[Person, ...]) -> str | None:
    """That it is not plain whose all the data are, where it is not."""
    own = case.words.own
    is_unsure_whose = may_name_writer(fold(clean(own)), len(people)) and not _are_whole(case, people)
    is_for_another = (
        is_unsure_whose
        or _is_sender_for_kin(case, leave, people)
        or _is_told_of_another(case, leave, people)
        or (len(people) == 1 and may_be_who_stays(own, people[0].name or "", writer=case.mail.sender_name))
        or _is_one_of_two_numbers(case, people)
        or _is_for_neighbour(case, people)
        or (len(people) == 1 and _is_senders(case, people[0]) and _KEEP_ME.search(fold(clean(own))))
        or (
            is_unclear_who_stays(own, own_numbers=case.own_numbers, writer=case.mail.sender_name)
            and not (len(people) == 1 and _is_senders(case, people[0]) and _is_for_herself(case, leave))
        )
    )
    return "però escriu per algú altre i no queda clar de qui són totes les dades" if is_for_another else None


def _is_for_neighbour(case: Case, people: tuple[Person, ...]) -> bool:
    """Whether somebody is named whose data are not given, or who is neither the sender nor a relative."""
    said = said_in(case)
    if names_another(said, people):
        return True
    nameless = said
    for person in people:
        nameless = nameless.replace(fold(person.name), "~") if person.name else nameless
    return not names_kin(nameless) and is_for_neighbour(said, people, case.mail.sender_name)


_KEEP_ME: Final = re.compile(
    r"\b(?:manteniu|mantingueu|conserveu|mantened|mantengan|deixeu|deixin|dejad|dejen)-?"
    r"(?:m'hi|me aqui|me ahi)\b"
)
_ONE_OF_TWO: Final = re.compile(
    r"\bacaba en\b|\b(?:el|la) (?:segon|primer|segona|primera|segundo|segunda|vell|viejo)\b|"
    r"\bno, (?:el|la)\b|"
    r"\(o (?:el|al|be)\b|\bo be\b|\b(?:qualsevol|cualquiera)\b|\b(?:poseu|posi|pongan)-?m'?(?:e|hi)\b"
)


def _is_one_of_two_numbers(case: Case, people: tuple[Person, ...]) -> bool:
    """Whether one document stands with several telephones, of which the text takes one."""
    is_one = len(people) > 1 and len({p.id_document for p in people}) == 1
    of_numbers = (
        s for s in sentences(said_in(case)) if re.search(r"\d{3}|\b(?:numero|telefon|mobil|movil)", s)
    )
    is_both = any(_BOTH.search(s) and _STRIKES.search(s) for s in sentences(said_in(case)))
    return is_one and not is_both and any(_ONE_OF_TWO.search(sentence) for sentence in of_numbers)


_BOTH: Final = re.compile(r"\b(?:tots (?:els )?dos|totes (?:les )?dues|els dos|los dos|ambdos|ambos|both)\b")
_STRIKES: Final = re.compile(
    rf"\b(?:{BAIXA}|baja|tre[iu]\w{{0,4}}|tra[gi]\w{{1,5}}|esborr\w{{1,4}}|elimin\w{{1,4}}|borr\w{{1,4}}|"
    rf"quit\w{{1,4}}|remove|take)\b"
)


def _hesitant(case: Case, leave: Leave) -> Hesitation | None:
    """The words by which the writer hesitates, takes back, puts off, or may do so."""
    subject = "" if forwards(case.mail.subject) else case.mail.subject  # another's
    wish = "" if leave.is_silent else leave.words
    return hesitation(f"{subject}.\n{without_feet(flowing(asking(case)))}", wish=wish)


def _not_plain(hesitant: Hesitation) -> str:
    return f"però no és planer: «{hesitant.words}»"


def _says_more(case: Case, leave: Leave, people: tuple[Person, ...]) -> str | None:
    """What else the mail says, that may turn the wish."""
    if _names_more(case, leave, people):
        return "però demana per més gent de la que dona les dades"
    if parting := _parting(case, people):
        return f"però no queda clar qui vol la baixa: «{parting}»"
    if _SOME_NOTIFICATIONS.search(said_in(case)) and not _OURS_BY_NAME.search(said_in(case)):
        return "però no diu quines notificacions: n'hi ha d'electròniques"
    said = flowing(asking(case))
    if leave.is_silent and (says_something_else(said) or _UNTOUCHED.search(said)):
        return "però el text diu una altra cosa"
    is_bare = _is_bare_baixa(bare_subject(case.mail.subject)) and not OFFICIAL.search(said_in(case))
    strange = strange_in_subject(case, people) if leave.rests_on_subject or is_bare else None
    if strange:
        return f"però l'assumpte diu també: «{strange}»"
    return "però també demana una alta" if _joins_herself(case) else None


_UNTOUCHED: Final = re.compile(r"\bno (?:el|la|em|els|les|lo|me) (?:toqueu|toquin|toqueis|toquen)\b")


def _names_more(case: Case, leave: Leave, people: tuple[Person, ...]) -> bool:
    """Whether the mail asks for more people than it gives data of: "la meva dona i jo", two names."""
    given = len(known(people))
    wish = next((s for s in sentences(said_in(case)) if leave.words in s), "")
    if not given or asks_for(wish) > given:
        return bool(given)
    said = clean(asking(case))
    found = gather(said, own_numbers=case.own_numbers)
    if given > 1 or len(found.names) < 2:
        return False
    for name in reversed(found.names):
        said = f"{said[: name.start]}~{said[name.end :]}"
    return bool(_TWO_NAMES.search(fold(said)))


_SOME_NOTIFICATIONS: Final = re.compile(r"\b(?:notificacions|notificaciones|notifications)\b")
_OURS_BY_NAME: Final = re.compile(
    rf"\b(?:{WHATSAPP}|llist\w{{1,3}}|listas?|liste|list|difus\w{{2,4}}|grups?|grupos?|group|canal|"
    rf"missatg\w{{1,3}}|"
    r"mensaj\w{1,4}|avisos|informacio)\b"
)
"""An administration's "notificacions" are first of all those of law 39/2015, articles 40 to 46."""
_TWO_NAMES: Final = re.compile(
    r"~,? (?:i|y|and|et|e) (?:(?:jo|yo|me|moi),? |a |de |d'){0,2}(?:en |na |la |el |al |l'|n')?~|"
    r"~ ?[/&+] ?~"
)


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
    said = asking(case)
    found = gather(said, own_numbers=case.own_numbers)
    if not found.numbers:
        return None
    return parting_word(said, found, place=case.town.place, counted=_are_whole(case, people))


def _are_whole(case: Case, people: tuple[Person, ...]) -> bool:
    """Whether the mail says for whom it asks, by number or in a list, and gives the whole data of all."""
    own = case.words.own
    is_told = counts(said_in(case), len(people)) or lists_all(
        fold(clean(own)), gather(own, own_numbers=case.own_numbers)
    )
    return is_told and all(p.id_document and p.phone for p in people)


def _is_sender_for_kin(case: Case, leave: Leave, people: tuple[Person, ...]) -> bool:
    """Whether the mail asks for a relative only, and gives the name that its sender goes by."""
    own, head = clean(case.words.own), bare_subject(case.mail.subject)
    for person in people:
        head = head.replace(fold(clean(person.name or "~")), "~")
    if len(people) == 1 and names_kin(head) and not asks_for(head) and _is_senders(case, people[0]):
        return True
    if not is_for_kin(fold(own)) or (len(people) == 1 and _is_for_herself(case, leave)):
        return False
    last = own.rstrip().rpartition("\n")[2].strip(" .,!-")
    if len(people) == 1 and people[0].name and _signs_below(last, people[0].name, own):
        return True
    writer = case.mail.sender_name
    if not writer or len(key_words(writer)) < 2:
        return False
    if len(people) > 1 and _are_whole(case, people):
        return False
    return any(p.name and compatible(p.name, writer) for p in people)


def _is_for_herself(case: Case, leave: Leave) -> bool:
    """Whether the sentence of the wish is of the writer's own messages, and names no relative."""
    wish = next((s for s in sentences(said_in(case)) if leave.words in s), "")
    own = fold(clean(case.words.own))
    return bool(_OF_MINE.search(wish)) and not (names_kin(wish) or _FOR_ANOTHER.search(own))


_FOR_ANOTHER: Final = re.compile(
    r"\b(?:en nom d|en nombre de|de part d|de parte de|per encarrec|on behalf of|au nom d|de la part d)|"
    r"\b(?:escri[cv]\w{0,3}|escrib\w{1,3}) (?:per|por|en)\b(?! (?:si|aqui|dir|demanar|que|decir|pedir|"
    r"catala|castell|angles))|"
    r"\b(?:us|os) vol(?:en)? (?:dir|demanar|fer saber)\b|\bquiere (?:deciros|pediros)\b|"
    r"[,;:»\"] (?:diu|dice|em diu|me dice)\b"
)
"""For whom she writes, or whose words they are."""


_OF_MINE: Final = re.compile(
    r"\b(?:ja |ya )?no (?:en |els )?(?:vull|quiero|desitjo|deseo) (?:mes |mas )?(?:rebre|recibir|"
    r"continuar|seguir|whats|missat|mensa)|"
    r"\b(?:m'agradaria|voldria|vull|me gustaria|quisiera|quiero)\b[^.;:!?]{0,60}\b(?:deixar|"
    r"dejar) de (?:rebre|recibir|formar)|"
    r"\b(?:donar|esborrar|treure|desapuntar|borrar|dar|quitar|traieu|tragueu|esborreu|doneu|feu|"
    r"d'enviar|d'escriure)-?(?:me|m')\b"
    r"|\b(?:mi|el meu|meu) (?:numero|telefon|telefono|mobil|movil)\b"
    r"|\bno (?:hace falta|cal|fa falta) que (?:me|em|m'|ens|nos)\b|\b(?:borr|quit|sac|saqu|esborr|elimin|"
    r"tre|trai|trag)\w{1,5}me\b"
    r"|\b(?:em|me) (?:vui|vull|voldria|quiero|quisiera) "
)


def _is_senders(case: Case, person: Person) -> bool:
    """Whether a person has the whole name by which the sender goes."""
    writer = case.mail.sender_name
    return len(key_words(writer)) > 1 and bool(person.name) and compatible(person.name, writer)


def _signs_below(line: str, name: str, text: str) -> bool:
    """Whether the last line of a text is a short form of a name above it: "Fina", under Josefina's data."""
    words = key_words(line)
    is_apart = text.rstrip().endswith(line) and text.count("\n") > 1 and not re.search(r"\d", line)
    return is_apart and 0 < len(words) < 3 and line.casefold() != name.casefold() and compatible(line, name)


_HE_WANTS: Final = re.compile(r"\b(?<!\bes )(?<!\bse )(?<!\ben )(?:vol|volen|quiere|quieren|wants)(?= )")
_WHO_SIGNS: Final = re.compile(
    r"\b(?:sotasigna\w{1,3}|sotascri\w{1,3}|subscri\w{1,3}|suscri\w{1,3}|signa|firma\w{0,3}|abajo|"
    r"interessa\w{1,2}|"
    r"interesad\w|titular\w{0,2}|usuari\w{0,2}|persona|sol.{0,3}licitant|solicitante|ell|ella|familia|"
    r"seguent|"
    r"sr|sra|senyora?)\b"
)


def _is_told_of_another(case: Case, leave: Leave, people: tuple[Person, ...]) -> bool:
    """Whether it is told of somebody that he wants to leave, and the data given are not said to be his."""
    sentence = next((s for s in sentences(said_in(case)) if leave.words in s), "")
    place = sentence.find(leave.words) + len(leave.words)
    wants = next(_HE_WANTS.finditer(sentence, max(0, place - len(leave.words) - _NEAR_WISH), place), None)
    if wants is None or _ITS_ME.search(sentence):
        return False
    who = sentence[: wants.start()]
    nameless = said_in(case)
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


_HARDLY: Final = 8
"""Words of a text that gives no name and says hardly anything."""
_BEARER: Final = re.compile(
    rf"\b(?:{WHATSAPP}|ajuntament|ayuntamiento|llista|lista|difusio|difusion|grup|grupo|canal|baixa|"
    rf"baja)[ ,:-]{{1,3}}"
    r"(?P<name>[a-z'·-]{2,20}(?: [a-z'·-]{1,20}){1,5}?)[ ,:-]{1,3}(?:(?:dni|nie|nif)[ :.]{0,2})?[xyz]?\d"
)


def _bearer(case: Case, subject: str) -> str | None:
    """The words between list and document of a subject that says all, over an empty text."""
    own = case.words.own
    if len(re.findall(r"[^\W\d_]{2,}", own)) > _HARDLY or gather(own, own_numbers=case.own_numbers).names:
        return None
    match = _BEARER.search(fold(clean(subject)))
    is_name = match is not None and other_matter(match["name"]) is None
    return match["name"] if match and is_name else None


def strange_in_subject(case: Case, people: tuple[Person, ...]) -> str | None:
    """A word of the subject that names neither the list, nor a leave, nor anybody of the mail."""
    subject = bare_case(case.mail.subject)
    named = (
        *(p.name for p in people),
        *(n.value for n in gather(subject, own_numbers=case.own_numbers).names),
    )
    names = [name for name in (*named, _bearer(case, subject), case.mail.sender_name) if name]
    return strange_word(subject, named=names, place=case.town.place)
