"""Frames: what is said with each verb of leaving or receiving, worked out by the same code for every verb.

Receiving and staying are a wish where they are denied once, against it where they are wanted.
"""

from typing import Final, assert_never

from rules.intent.beside import is_doubtful, said_against, says_if_possible
from rules.intent.chain import OF_LIST, chain_of, is_of_all, is_of_list
from rules.intent.frame import WISH, Found, Frame, Stand
from rules.intent.striking import is_going_out, of_noun, of_stopping, of_striking, verb_of
from rules.lexicon.conjugation import ASKED, Tag
from rules.lexicon.parsed import MOST_VERBS, SIGNS, THAT, THEM, Parsed
from rules.lexicon.verbs import FORMS, JOINS, NOUNS, Act, Form
from rules.lexicon.words import Concept


def frames(parsed: Parsed, *, is_title: bool = False) -> tuple[Frame, ...]:
    """The frames of a sentence, in its order; in a title the noun alone is a wish, whatever follows it."""
    words = parsed.words
    is_known = not (_OF_FRAMES.isdisjoint(words) and FORMS.keys().isdisjoint(words))
    if not (is_known or parsed.once(_commands)):
        return ()  # as of most sentences
    return parsed.once(_frames, is_title)


def _frames(parsed: Parsed, is_title: bool) -> tuple[Frame, ...]:
    commands = parsed.once(_commands)
    places = [
        j
        for j, word in enumerate(parsed.words)
        if word in FORMS or word in NOUNS or parsed.concepts[j] & _WANTING or j in commands
    ]
    if len(places) > MOST_VERBS:
        first = parsed.tokens[places[0]]
        return (Frame(Stand.UNKNOWN, first.word, first.start, first.end),)
    placed = [(parsed.tokens[j], _in_sentence(parsed, j, is_title=is_title)) for j in places]
    return tuple([Frame(said[0], at.word, at.start, at.end, said[1]) for at, said in placed if said])


def _in_sentence(parsed: Parsed, place: int, *, is_title: bool) -> Found | None:
    """What the word at *place* comes to in its sentence; None where it is of no frame."""
    found = _found(parsed, place)
    if found is None:
        return None
    if is_title and found[0] is Stand.UNKNOWN and _is_struck(parsed, place):
        found = WISH
    if found[0] in {Stand.WISH, Stand.UNKNOWN}:
        why = said_against(parsed, verb_of(parsed, place))
        if why is not None and (found[0] is Stand.WISH or _is_put_off(parsed, place, why)):
            return Stand.AGAINST, why
    return _beside_wish(parsed, place, is_title=is_title) or found if found[0] is Stand.WISH else found


def _beside_wish(parsed: Parsed, place: int, *, is_title: bool) -> Found | None:
    """What the rest of its sentence makes of the wish at *place*; None where it lets it be."""
    if is_doubtful(parsed):
        return Stand.UNKNOWN, Concept.IF
    if _puts_on_behind(parsed, place):
        return Stand.AGAINST, Concept.AND
    if _threatens(parsed, place):
        return Stand.UNKNOWN, Concept.IF
    if _is_alternative(parsed, place):
        is_threat = not is_title and _is_insisted_on(parsed, place)
        return Stand.UNKNOWN if is_threat else Stand.AGAINST, Concept.MAYBE
    if parsed.has(Concept.BUT, range(place, len(parsed.tokens))):
        return Stand.UNKNOWN, Concept.BUT
    return (Stand.UNKNOWN, Concept.SAY) if _is_quoted(parsed, place) else None


def _is_struck(parsed: Parsed, place: int) -> bool:
    """Whether it is the noun, or a verb of taking off that needs no list to be named: "Unsubscribe"."""
    word = parsed.words[place]
    is_verb = parsed.forms[place].act is Act.STRIKE and not is_going_out(word)
    is_noun = parsed.tokens[place].word in NOUNS
    return (is_noun or is_verb) and not chain_of(parsed, place).broken


def _is_put_off(parsed: Parsed, place: int, why: Concept) -> bool:
    """Whether a later time stands in what the verb is of: "doneu-me de baixa a finals d'abril"."""
    form = parsed.forms[place]
    is_asked = form.act is None or bool(form.tags & ASKED)
    return is_asked and why is Concept.LATER and any(why in parsed.concepts[j] for j in parsed.behind(place))


def _is_quoted(parsed: Parsed, place: int) -> bool:
    """Whether it is said in quotation marks, by whomever."""
    marks = [j for j, word in enumerate(parsed.words) if word in {'"', "«", "»", "“", "”"}]
    return bool(marks) and marks[0] < place and (len(marks) < 2 or place < marks[-1])


def _puts_on_behind(parsed: Parsed, place: int) -> bool:
    """Whether something is to be put in its place: "quiten el 655 y pongan el 611"."""
    return parsed.has(Concept.AND) and any(
        parsed.joining(j).tags & ASKED
        and parsed.has(Concept.AND, range(j - 2, j))
        and not NOUNS & set(parsed.near(j + 1, j + 6))
        for j in range(place + 1, len(parsed.tokens))
    )


def _threatens(parsed: Parsed, place: int) -> bool:
    """Whether it is what comes of one more of something: "un altre missatge a la nit i demano la baixa"."""
    first = parsed.clause(place).start
    is_joined = first > 1 and Concept.AND in parsed.concepts[first - 1]
    before = parsed.clause(first - 2) if is_joined else range(0)
    is_one_more = bool(before) and parsed.words[before.start] in {"un", "una", "otro", "otra", "altre", "com"}
    return is_one_more and parsed.has(Concept.MESSAGE, before)


def _is_alternative(parsed: Parsed, place: int) -> bool:
    """Whether something else will do as well: "arregleu-ho o esborreu-me"."""
    clause = parsed.clause(place)
    return not {"o", "u", "or"}.isdisjoint((parsed.word(clause.start - 1), parsed.word(clause.stop)))


def _is_insisted_on(parsed: Parsed, place: int) -> bool:
    """Whether it is said, in the future of either language, what follows otherwise: "o ho denunciaré"."""
    end = parsed.clause(place).stop
    behind = parsed.tokens[end + 1 : parsed.clause(end + 1).stop] if end < len(parsed.tokens) else ()
    return any(token.accented and token.word.endswith("re") for token in behind)


_WANTING: Final = frozenset({Concept.WANT, Concept.ENOUGH})
_OF_FRAMES: Final = NOUNS.union(*(SIGNS[concept] for concept in _WANTING))
"""Words without which there is none, beside the forms of the verbs."""


def _commands(parsed: Parsed) -> frozenset[int]:
    """Where something is to be done to who writes by a verb that nobody here knows: "…eu-me de la llista"."""
    if _ME.isdisjoint(parsed.words) and not any(word.endswith(_WITH_ME) for word in parsed.words):
        return frozenset()
    return frozenset(j for j in range(len(parsed.tokens)) if _is_command_of_list(parsed, j))


_ME: Final = frozenset({"me", "m", "nos"})
_WITH_ME: Final = ("dme", "nme", "dnos", "nnos")
_TELLING: Final = (
    "inform", "expli", "dig", "parl", "pass", "pas", "record", "recuerd", "avis", "habl", "cont", "cuent",
    "respon", "truqu",
)  # fmt: skip
"""How the verbs begin of what is told, and not done, to who writes: "informeu-me de la llista"."""


def _is_command_of_list(parsed: Parsed, place: int) -> bool:
    word, after = parsed.words[place], place + 1
    if parsed.is_joined(after) and parsed.words[after] in _ME:
        after += 1
    elif not word.endswith(_WITH_ME):
        return False
    if word.startswith(_TELLING):
        return False
    is_out = parsed.word(after) in {"fora", "fuera"}
    after += is_out
    if (
        word in FORMS
        or (word in JOINS and not is_out)
        or parsed.word(after) not in {"de", "d", "del", "dels"}
    ):
        return False
    articles = {"la", "el", "l", "les", "els", "aquesta", "aquest", "esta", "este", "vostra"}
    named = next((j for j in range(after + 1, len(parsed.tokens)) if parsed.words[j] not in articles), after)
    return bool(parsed.concepts[named] & OF_LIST)


def _found(parsed: Parsed, place: int) -> Found | None:
    if place in parsed.once(_commands):
        return Stand.UNKNOWN, Concept.OWN
    if parsed.words[place] in NOUNS:
        return of_noun(parsed, place)
    if parsed.concepts[place] & _WANTING:
        return _of_wanting(parsed, place)
    form = parsed.forms[place]
    if Concept.AND in parsed.concepts[place]:
        return None
    match form.act:
        case Act.STRIKE:
            return of_striking(parsed, place, form)
        case Act.RECEIVE:
            return _of_receiving(parsed, place, form.tags)
        case Act.STAY:
            return _of_staying(parsed, place, form)
        case Act.STOP:
            return (_of_staying if _keeps_there(parsed, place) else of_stopping)(parsed, place, form)
        case Act.GIVE | Act.JOIN | Act.PUT | None:
            return None
        case _:
            assert_never(form.act)


# --- wanting no more -------------------------------------------------------------------------------


def _of_wanting(parsed: Parsed, place: int) -> Found | None:
    """ "No vull més missatges", "els avisos ja no els vull", "prou missatges"."""
    clause = parsed.clause(place)
    if any(j != place and (parsed.forms[j].act or parsed.words[j] in NOUNS) for j in clause):
        return None  # what is wanted is done by a verb, which is a frame of its own
    behind = list(parsed.behind(place))
    is_of_list = any(parsed.concepts[j] & OF_LIST for j in (*behind, *range(clause.start, place)))
    chain = chain_of(parsed, place)
    is_denied = chain.nots == 1 or (Concept.ENOUGH in parsed.concepts[place] and place == clause.start)
    if not (is_of_list and is_denied) or chain.asked or chain.told or parsed.is_question:
        return None
    is_whole = is_of_all(parsed, place) and _is_of_messages(parsed, place) and not _is_of_today(parsed, place)
    is_verb = parsed.forms[place].act is not None  # "Stop WhatsApp"
    return WISH if is_whole and not is_verb else (Stand.UNKNOWN, Concept.MESSAGE)


# --- receiving and staying -------------------------------------------------------------------------


def _of_receiving(parsed: Parsed, place: int, tags: frozenset[Tag]) -> Found | None:
    """A wish where the receiving is denied once; against it where it is wanted; nothing where it is told."""
    chain = chain_of(parsed, place)
    if chain.asked or chain.told or chain.broken or (tags & {Tag.FIRST, Tag.THIRD} and not chain.wants):
        return None
    if chain.denials > 1:
        return Stand.AGAINST, Concept.STAYING
    if chain.denials == 0:
        # "us faig arribar les dades", "fer-vos arribar les gràcies"
        sends = {"fer", "faig", "fem", "feu", "hacer", "hago", "hacemos"}
        is_sent = not sends.isdisjoint(parsed.near(place - 2, place))
        is_wanted = chain.wants and Tag.IMPERATIVE not in tags and is_of_list(parsed, place)
        return (Stand.AGAINST, Concept.STAYING) if is_wanted and not is_sent else None
    if not (chain.wants or chain.stops or Tag.IMPERATIVE in tags) or (chain.wants and not chain.wills):
        return None
    if chain.nots and chain.wants and not chain.asks:
        return Stand.UNKNOWN, Concept.CAN  # "no em poden arribar els missatges"
    is_plain = chain.wants or chain.stops or parsed.has(Concept.MORE, parsed.clause(place))
    if not is_plain or _is_of_today(parsed, place):
        return Stand.UNKNOWN, Concept.MORE  # "ja no m'envieu els missatges" tells as well
    is_whole = is_of_all(parsed, place) and (not chain.wants or _is_of_messages(parsed, place))
    return WISH if is_whole else (Stand.UNKNOWN, Concept.MESSAGE)


def _is_of_messages(parsed: Parsed, place: int) -> bool:
    """Whether it is of messages or of the list: "no necessito més informació" may be of an answer."""
    behind = list(parsed.behind(place))
    said = [j for j in parsed.clause(place) if parsed.concepts[j] & OF_LIST]
    is_anything = not {"res", "nada", "rien", "nothing"}.isdisjoint(parsed.words[j] for j in behind)
    is_of_behind = not set(said).isdisjoint(behind)
    vague = {"informacio", "informacions", "informacion", "informaciones", "information"}
    is_vague = bool(said) and vague.issuperset(parsed.words[j] for j in said)
    return (is_of_behind or not is_anything) and not is_vague


def _is_of_today(parsed: Parsed, place: int) -> bool:
    """Whether no messages are wanted for a day: "per avui", and not "des d'avui"."""
    return any(
        parsed.words[j] in {"avui", "hoy", "today"}
        and parsed.word(j - 1) not in {"d", "de", "des", "desde", "from"}
        for j in parsed.clause(place)
    )


def _of_staying(parsed: Parsed, place: int, form: Form) -> Found | None:
    """A wish where staying on the list is denied once; against it where it is wanted or told."""
    tags = form.tags
    after = parsed.word(place + 1)
    followed = {"el", "la", "els", "les", "l", "los", "las", "sense", "sin"}
    if after in NOUNS or (Tag.FIRST in tags and after in followed) or says_if_possible(parsed, place):
        return None  # "ser baixa", "segueixo el canal de …"
    if _goes_on_behind(parsed, place):
        is_alone = parsed.word(place - 1) not in THAT and Concept.ME not in parsed.of(place - 1)
        # "Seguiu enviant-me els avisos" asks for them, or complains.
        return (Stand.UNKNOWN, Concept.STAYING) if is_alone and Tag.IMPERATIVE in tags else None
    chain = chain_of(parsed, place)
    is_listed = is_of_list(parsed, place)
    if Tag.FIRST in tags and parsed.word(place - 1) in THEM and _is_of_phone(parsed, place):
        return Stand.UNKNOWN, Concept.STAYING
    if Tag.FIRST in tags and not chain.nots and (parsed.ends_at(place + 1) or is_listed):
        return Stand.AGAINST, Concept.STAYING
    is_here = is_listed or "hi" in parsed.near(place - 3, place + 3)
    is_of_me = any(map(parsed.is_me, (place - 1, place, place + 1)))
    is_of_another = "mi" in parsed.near(place - 2, place + 4)  # "a mi deixeu-m'hi": of another as well
    is_command = Tag.IMPERATIVE in tags and is_of_me and not is_of_another
    if not (chain.wants or is_command) or not is_here or chain.asked or chain.told:
        return None
    if parsed.has(Concept.NOT, range(place + 1, parsed.clause(place).stop)):
        # "No vull quedar-me sense", and "vull quedar-me sense"
        return Stand.AGAINST if chain.denials else Stand.UNKNOWN, Concept.STAYING
    if chain.denials == 1:
        is_whole = is_of_all(parsed, place) and not chain.broken
        return WISH if is_whole else (Stand.UNKNOWN, Concept.MESSAGE)
    return Stand.AGAINST, Concept.STAYING


def _keeps_there(parsed: Parsed, place: int) -> bool:
    """Whether it is to leave somebody where they are: "deixeu-me a la llista", "deixeu-m'hi"."""
    there = {"a", "al", "als", "en", "dins", "hi"}
    return any(parsed.is_me(j) and parsed.word(j + 1) in there for j in (place, place + 1))


def _is_of_phone(parsed: Parsed, place: int) -> bool:
    """Whether it is the telephone that one keeps, and not what comes to it: "el telèfon me'l quedo"."""
    said = parsed.segment(place)
    is_named = not {"telefon", "telefono", "mobil", "movil"}.isdisjoint(parsed.words[said.start : place])
    return is_named and not any(parsed.concepts[j] & OF_LIST for j in said)


def _goes_on_behind(parsed: Parsed, place: int) -> bool:
    """Whether what goes on is said behind: "continuo rebent", which is a frame of its own."""
    behind = parsed.forms[place + 1 : place + 5]
    return any(form.act is Act.RECEIVE or Tag.PARTICIPLE in form.tags for form in behind)
