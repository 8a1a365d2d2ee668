"""What a sentence to the list, or about it, comes to: one row a topic, read in order.

Each row says what must stand together in one sentence, and what must not; a sentence that asks for the
past, denies or puts a condition is of no topic. Of a claim, below, which right it is of, and whether for
somebody else.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rules.findings import Right, Topic
from rules.lexicon.conjugation import ASKED, Tag
from rules.lexicon.matters import Matter
from rules.lexicon.verbs import JOIN_NOUNS, JOINS, NOUNS, Act
from rules.lexicon.words import Concept
from rules.text.folding import fold
from rules.text.patterns import word_set
from rules.topics.addressing import by_list, is_for
from rules.topics.sentence import Said
from rules.vocabulary.introductions import KIN


@dataclass(frozen=True, slots=True)
class Where:
    """How a message stands to the list.

    It is `addressed` to it, `headed` by its name, or at least `names` it surely; it is `about` it where the
    list is no mere means by which something was told.
    """

    addressed: bool = False
    headed: bool = False
    names: bool = False
    about: bool = False


def topics_of(said: Iterable[Said], where: Where, only: frozenset[Topic]) -> dict[Topic, Said]:
    """The topics of a message, the first of the law first, each with the first sentence that says so."""
    said = tuple(said)
    found: dict[Topic, Said] = {}
    for topic, holds in (row for row in _LAW if row[0] in only):
        one = next((each for each in said if holds(each, where)), None)
        if one is not None:
            found[topic] = one
    return found


# --- incidents -------------------------------------------------------------------------------------


def _is_incident(one: Said, where: Where) -> bool:
    """Something public is broken, or somebody is in danger, now."""
    if not (where.addressed or where.headed) or one.says(Concept.THANKS) or one.has(Matter.MENDED):
        return False
    is_asked = one.parsed.is_question and not one.says(Concept.NOT)  # "dissabte es talla el carrer?"
    return one.has(Matter.TROUBLE) or one.has(Matter.DANGER) or (not is_asked and is_harmed(one))


def is_harmed(one: Said) -> bool:
    """Whether a thing stands beside what happened to it, and is not the same word."""
    harms = one.places(Matter.HARMED)
    things = one.places(Matter.THING)
    return any(abs(harm - thing) <= _BESIDE and harm != thing for harm in harms for thing in things)


_BESIDE: Final = 8
"""Words between a thing and what happened to it."""


def is_urgent(said: Iterable[Said]) -> bool:
    """Whether what is told may harm somebody, or is a supply or a way that is cut."""
    return any(one.has(Matter.DANGER) or one.has(Matter.URGENT) or _is_cut(one) for one in said)


def _is_cut(one: Said) -> bool:
    cuts = one.places(Matter.CUT)
    needed = {*one.places(Matter.SUPPLY), *one.places(Matter.WAY)}
    return any(abs(cut - need) <= _NEAR and cut != need for cut in cuts for need in needed)


_NEAR: Final = 4


# --- rights ----------------------------------------------------------------------------------------


def _is_of_rights(one: Said, where: Where) -> bool:
    """A right by its name, or what is held about the writer, or that all of it be erased, or mended."""
    if not (where.names and where.about):
        return False
    return (
        one.has(Matter.LAW)
        or _asks_what_is_held(one)
        or _erases_all(one)
        or _asks_whether_entered(one)
        or _mends_data(one)
    )


def claims_right(one: Said) -> bool:
    """Whether a sentence beside a wish to leave claims more than that."""
    return one.has(Matter.LAW) or _asks_what_is_held(one) or _erases_all(one)


def _asks_what_is_held(one: Said) -> bool:
    if not one.has(Matter.DATA) or one.says(Concept.NOT):
        return False
    words = one.parsed.words
    is_which = one.has(Matter.HELD) and any(
        word in _WHICH or (word == "que" and _DATA.issuperset(words[i + 1 : i + 2]))
        for i, word in enumerate(words)
    )
    is_copy = one.has(Matter.COPY) and any(word in _OWN for word in one.parsed.words)
    return is_which or (is_copy and _asks(one))


_WHICH: Final = frozenset({"quines", "quina", "cuales"})
_DATA: Final = frozenset({"dades", "datos", "informacio", "informacion"})
_OWN: Final = frozenset({"meves", "meva", "mis", "mi", "nostres", "nuestros"})


def _erases_all(one: Said) -> bool:
    """Whether all data are to be erased: "esborreu totes les meves dades"."""
    strikes = any(form.act is Act.STRIKE and form.tags & ASKED for form in one.parsed.forms)
    strikes = strikes or not _ERASING.isdisjoint(one.parsed.words)
    data = one.places(Matter.DATA)
    is_all = any(at - each in range(1, 4) for at in data for each in one.places(Matter.ALL))
    return strikes and is_all and not one.says(Concept.NOT) and not one.says(Concept.IF)


_ERASING: Final = word_set("supressio eliminacio esborrament esborrat supresion eliminacion borrado")


def _asks_whether_entered(one: Said) -> bool:
    is_asked = one.parsed.is_question or (one.says(Concept.IF) and not _KNOW.isdisjoint(one.parsed.words))
    if not is_asked or not (one.has(Matter.ENTERED) or _is_on_list(one)):
        return False
    is_manner = one.has(Matter.MANNER) or one.says(Concept.HOW)
    is_of_list = bool(one.channels or one.loose_channels)
    is_state = not _BEING.isdisjoint(one.parsed.words)
    return is_of_list and is_state and not is_manner


def _is_on_list(one: Said) -> bool:
    """Whether somebody is, or is not, "a la llista"."""
    words = one.parsed.words
    return any(words[name.start - 3 : name.start] in _ON for name in (*one.channels, *one.loose_channels))


_ON: Final = frozenset(
    (being, "a" if being in {"es", "soc", "estic", "esta"} else "en", "la")
    for being in ("es", "soc", "estic", "esta", "estoy")
)
_BEING: Final = word_set("estic esta estem estan soc consto figuro som estoy consta figura hi es")


def _mends_data(one: Said) -> bool:
    """Whether data in the books are to be put right; a changed number is another matter."""
    is_mine = any(word in _MENDED for word in one.parsed.words)
    return one.has(Matter.MEND_DATA) and is_mine and not one.says(Concept.IF)


_MENDED: Final = word_set("nom cognom cognoms nombre apellido apellidos dades datos dni nie lletra")


# --- no messages -----------------------------------------------------------------------------------


def _is_without_messages(one: Said, where: Where) -> bool:
    """The writer gets no messages, and does not say that they want none."""
    if not where.names:
        return False
    return any(_does_not_get(one, place) for place in range(len(one.parsed.words)))


def _does_not_get(one: Said, place: int) -> bool:
    form = one.parsed.forms[place]
    if form.act is not Act.RECEIVE or Tag.IMPERATIVE in form.tags:
        return False
    clause = one.parsed.clause(place)
    words = one.parsed.words
    before, whole = set(words[clause.start : place]), set(words[clause.start : clause.stop])
    if any(
        one.parsed.has(each, range(at, at + 1)) and words[at] not in _SINCE
        for each in (Concept.WANT, Concept.WANT_PAST, Concept.THEY_WANT, Concept.ASK, Concept.CAN, Concept.IF)
        for at in range(clause.start, place)
    ):
        return False
    is_mine = Tag.FIRST in form.tags or one.parsed.has(Concept.ME, clause) or bool(_MINE & before)
    is_stopped = bool(_STOPPED & before)
    is_never = is_stopped or (
        one.parsed.has(Concept.NOT, range(clause.start, place)) and Tag.INFINITIVE not in form.tags
    )
    is_of_list = bool(one.channels or one.parsed.has(Concept.MESSAGE, clause) or _NOTHING & whole)
    return is_mine and is_never and is_of_list


_SINCE: Final = frozenset({"fa", "hace"})
"""Since when it is so: "fa un mes que …"."""
_NOTHING: Final = frozenset({"res", "nada", "cap", "ningun"})
_MINE: Final = frozenset({"he", "hem", "hemos", "estic", "estem", "estoy"})
_STOPPED: Final = frozenset({"deixat", "deixen", "dejado", "dejan"})


# --- training, announcements, questions, procedures ---------------------------------------------------


def _is_of_training(one: Said, where: Where) -> bool:
    """Who would learn to use the list asks for it; who sells lessons does not."""
    is_told = one.has(Matter.OFFER) or one.says(Concept.NOT) or _is_told(one) or _teaches(one)
    if not where.names or not one.has(Matter.LEARN) or is_told:
        return False
    of_list = [*one.channels, *one.loose_channels]
    is_of_use = any(
        0 < name.start - at <= _OF_USE and not _is_seen_in(one, name)
        for at in one.places(Matter.LEARN)
        for name in of_list
    ) or (_TRAINING.intersection(one.parsed.words) and where.about and _asks(one))
    return bool(is_of_use) and (_asks(one) or one.in_subject)


_OF_USE: Final = 9


def _teaches(one: Said) -> bool:
    """Whether its writer gives the lessons: "fem un curs de WhatsApp, us interessa oferir-lo?"."""
    return any(_GIVE.intersection(one.parsed.near(at - 3, at)) for at in one.places(Matter.LEARN))


_GIVE: Final = word_set("""
    fem hacemos faig hago organitzem organizamos impartim impartimos imparteixo imparto preparem preparamos
""")
_TRAINING: Final = frozenset({"formacio", "formacion"})


def _is_seen_in(one: Said, name: range) -> bool:
    """Whether what is spoken of was seen in the list: "el curs que surt al WhatsApp"."""
    return by_list(one, name.start) and "pel" not in one.parsed.near(name.start - 3, name.start)


def _asks(one: Said) -> bool:
    is_wish = any(one.says(each) for each in (Concept.WANT, Concept.WANT_PAST, Concept.ASK, Concept.CAN))
    return is_wish or one.parsed.is_question or not _FOR_ME.isdisjoint(one.parsed.words)


_FOR_ME: Final = frozenset({"apunto", "apunteu", "interessa", "interessaria", "interesa", "interesaria"})


def _is_announcement(one: Said, where: Where) -> bool:
    """Something is to be made known over the list: asked for by a verb, or addressed to it."""
    if one.says(Concept.NOT) or one.says(Concept.ME):
        return False
    if any(_shares(one, place) for place in one.places(Matter.SHARE)):
        return True
    return where.addressed and one.has(Matter.EVENT) and not one.parsed.is_question and not _is_told(one)


def _shares(one: Said, place: int) -> bool:
    """Whether the verb at *place* asks that something be made known over the list."""
    if _SAID_OF.intersection(one.parsed.near(place - 2, place)) or _is_told(one):
        return False
    return any(
        0 < name.start - place <= _FAR and (by_list(one, name.start) or is_for(one, name.start))
        for name in one.channels
    )


_FAR: Final = 14
_SAID_OF: Final = frozenset({"que", "quan", "cuando", "si", "per", "para", "gracies", "gracias"})
"""Before a verb that tells what is done anyway: "cada cop que envieu un WhatsApp"."""


def _is_told(one: Said) -> bool:
    return not _PAST.isdisjoint(one.parsed.words)


_PAST: Final = frozenset({"vaig", "vam", "vau", "heu", "he", "hem", "van", "habeis", "hemos", "han"})


def _is_question(one: Said, where: Where) -> bool:
    """How the list works, or how one joins or leaves it."""
    if not (where.names or one.loose_channels) or not one.has(Matter.MANNER):
        return False
    words = one.parsed.words
    is_of_list = bool(one.channels or one.loose_channels) or where.addressed
    manners = [at for at in one.places(Matter.MANNER) if _asks_at(one, at)]
    of_joining = [
        i for i, word in enumerate(words) if word in JOINS or word in NOUNS | JOIN_NOUNS or _is_strike(one, i)
    ]
    of_working = one.places(Matter.WORKS)
    return is_of_list and any(
        0 < place - at <= _ASKED_OF for at in manners for place in (*of_joining, *of_working)
    )


def _is_strike(one: Said, place: int) -> bool:
    form = one.parsed.forms[place]
    return form.act is Act.STRIKE and Tag.INFINITIVE in form.tags


_ASKED_OF: Final = 6


def _asks_at(one: Said, place: int) -> bool:
    """Whether the word asks there: "com" is as often "as"."""
    if one.parsed.is_question:
        return (
            place == one.parsed.clause(place).start or one.parsed.tokens[place].accented or place <= _OPENING
        )
    return not _KNOW.isdisjoint(one.parsed.near(place - _TO_KNOW, place))


_OPENING: Final = 3
_TO_KNOW: Final = 3
_KNOW: Final = word_set("""
    saber explicar dir decir informacio informacion explicareu expliqueu diguessiu dieu sabeu explicarme
    explicar-me decirme se
""")


def _is_procedure(one: Said, where: Where) -> bool:
    """A formality or a complaint, for which the list is no means."""
    is_meant = _asks(one) or one.says(Concept.DO)
    return where.addressed and one.has(Matter.FORMALITY) and is_meant and not one.says(Concept.NOT)


_Row = tuple[Topic, Callable[[Said, Where], bool]]
_LAW: Final[tuple[_Row, ...]] = (
    # What may harm comes before what only asks; what a person must do before what a letter answers.
    (Topic.INCIDENT, _is_incident),
    (Topic.RIGHTS, _is_of_rights),
    (Topic.NO_MESSAGES, _is_without_messages),
    (Topic.TRAINING, _is_of_training),
    (Topic.ANNOUNCEMENT, _is_announcement),
    (Topic.QUESTION, _is_question),
    (Topic.PROCEDURE, _is_procedure),
)


_NAMES: Final[Mapping[Right, frozenset[str]]] = {
    Right.ERASURE: word_set("supressio supresion oblit olvido"),
    Right.RECTIFICATION: word_set("rectificacio rectificacion 16"),
    Right.RESTRICTION: word_set("limitacio limitacion limiteu limiten 18"),
    Right.OBJECTION: word_set("oposicio oposicion oposo opongo 21"),
    Right.ACCESS: word_set("acces accedir acceso acceder portabilitat portabilidad 15"),
}
"""The words of its name, or the number of its article, within a turn that claims a right."""


def right_in(said: Iterable[Said]) -> Right | None:
    """The right that is claimed, by its name first; None where no sentence says which."""
    said = tuple(said)
    by_name = next(
        (right for right, words in _NAMES.items() if any(_names(one, words) for one in said)), None
    )
    if by_name is not None:
        return by_name
    if any(_erases_all(one) for one in said):
        return Right.ERASURE
    if any(_mends_data(one) for one in said):
        return Right.RECTIFICATION
    return None if any(one.has(Matter.LAW) for one in said) else Right.ACCESS


def _names(one: Said, words: frozenset[str]) -> bool:
    return any(one.parsed.words[place] in words for place in one.places(Matter.LAW))


_FOR_ANOTHER: Final = re.compile(
    rf"""\b(?:
        (?:en|a)\ (?:nom|nombre)\ (?:de|d)\b | en\ representaci(?:o|on)\ d | represent(?:o|ant|ante|amos|em)\b
        | (?:mandatari|apoderad|apoderat|advocad|advocat|abogad|procurador|gestor)\w{{0,4}}
        | (?:la\ meva|el\ meu|els\ meus|mon|ma|mi|mis|la\ nostra|el\ nostre)\ (?:{KIN}|client\w{{0,2}})
    )""",
    re.VERBOSE,
)


def speaks_for_another(text: str) -> bool:
    """Whether a lawyer, a relative or whoever else writes for somebody."""
    return _FOR_ANOTHER.search(" ".join(fold(text).replace("'", " ").replace("’", " ").split())) is not None
