"""The chain: what governs a verb, from it leftwards and over nothing else; and what the verb is of.

A word on the way that wants, can, asks, denies or only links belongs to the chain; one that does none of
these breaks it, unless a verb that stands by itself was met before: but what stands before that verb as a
denial does breaks it still.
"""

from dataclasses import dataclass
from itertools import islice
from typing import Final

from rules.lexicon.conjugation import Tag
from rules.lexicon.parsed import THAT, Parsed
from rules.lexicon.verbs import NOUNS, Act
from rules.lexicon.words import Concept
from rules.text.patterns import word_set

PASSED: Final = frozenset({Concept.LINK, Concept.ADVERB, Concept.MORE, Concept.OWN})
"""What stands in a chain and says nothing."""
GOVERNS: Final = frozenset(
    {Concept.WANT, Concept.WANT_PAST, Concept.ASK, Concept.ASK_NOUN, Concept.CAN, Concept.DO}
)
"""What makes a wish of the verb that it governs."""
_OF_OTHERS: Final = frozenset({"pot", "poden", "puede", "pueden", "podria", "podrien", "podrian"})
"""Who can is to be looked for further left: "cap regidor em pot …"."""
_NOBODY: Final = frozenset({"cap", "ningu", "nadie", "ningun", "ninguna", "res", "nada"})
"""What denies before a verb: "ningú em doni de baixa"."""
_NOTHING: Final = frozenset({"res", "nada"})
"""What ends a sentence that "no" began, or begins one: "doncs res, que em doneu de baixa"."""
_COURTESY: Final = 6
"""Words of a courtesy between commas: "vull, si us plau, sortir"."""


@dataclass(slots=True)
class Chain:
    """What governs a verb.

    `nots` and `stops` deny it; `wants`: somebody wants, asks, can or does it, and `wills` it, where it is
    not only who writes that can, or `asks`, where it is not only that somebody can; `thanks`: for it;
    `told_by`: what another tells governs it; `others`: who is not who writes; `told`: of the past;
    `decided`: and it stands; `said`: by others; `once`: it was wanted; `subordinate`: a "que" stands in it;
    `asked`: a question, or a condition, opens it; `finite`: it holds a verb that stands by itself;
    `stands`: what was met last of what governs it is one; `ended`: what is further left may be a sentence
    of its own, said without a stop; `broken`: it holds a word that is not known, or a denial further left.
    """

    nots: int = 0
    stops: int = 0
    wants: bool = False
    wills: bool = False
    asks: bool = False
    thanks: bool = False
    told_by: bool = False
    others: bool = False
    told: bool = False
    said: bool = False
    decided: bool = False
    once: bool = False
    subordinate: bool = False
    asked: bool = False
    finite: bool = False
    stands: bool = False
    ended: bool = False
    broken: bool = False

    @property
    def denials(self) -> int:
        """How often the verb is turned into its contrary."""
        return self.nots + self.stops


def chain_of(parsed: Parsed, place: int) -> Chain:
    """The chain of the verb at *place*."""
    chain = Chain()
    if stands_by_itself(parsed, place):
        return chain
    j = place - 1
    while j >= 0:
        before = _before_courtesy(parsed, j)
        if before is not None:
            j = before
            continue
        here = parsed.concepts[j]
        if parsed.tokens[j].is_mark or here & {Concept.BECAUSE, Concept.AND, Concept.BUT}:
            break
        if parsed.words[j] == "#" or (Concept.COURTESY in here and not here & (PASSED | GOVERNS)):
            break  # data, or a greeting, end what was said before
        if Concept.HOW in here or (Concept.IF in here and Concept.ADVERB not in here):
            chain.asked = True
            break
        if not _takes(chain, parsed, j):
            is_free = chain.finite and not (chain.told_by or _may_deny(parsed, j))
            chain.broken |= not (is_free or (chain.wants and parsed.is_data(j)))
            break
        j -= 1
    return chain


_PASSED_IN_CHAIN: Final = PASSED | {Concept.INTRODUCES}
"""Data stand between who gives them and what for: "us envio les meves dades per donar-me de baixa"."""


def _governs(chain: Chain, parsed: Parsed, place: int) -> bool:
    """Take what wants, can, asks or does; False where it is a paper that is asked for."""
    here, word = parsed.concepts[place], parsed.words[place]
    if Concept.ASK_NOUN in here and parsed.word(place + 1) in {"per", "para", "pour", "for"}:
        return False  # "la petició per donar-me de baixa"
    if _is_of_others(parsed, place):
        _let_others(chain)
        return True
    is_turn = bool(parsed.of(place + 1) & GOVERNS)  # "hace falta"
    chain.ended |= chain.stands and not (chain.told_by or is_turn)
    chain.stands = not (Concept.ASK_NOUN in here or word.endswith("r"))
    chain.wants, chain.told_by = True, False
    chain.wills |= word not in OF_ONESELF
    is_once = Concept.WANT_PAST in here and not chain.asks  # "volia demanar-vos" asks now
    chain.asks |= bool(here & GOVERNS - {Concept.CAN})
    chain.thanks |= word in _THANKING
    chain.once |= is_once  # "la gent volia": who it was is looked for further left
    chain.finite |= chain.stands and not (is_once or word in _OF_OTHERS)
    chain.decided |= word.startswith("decidi")
    return True


def _let_others(chain: Chain) -> None:
    chain.wants = chain.wills = chain.others = chain.finite = True


def stands_by_itself(parsed: Parsed, place: int) -> bool:
    """Whether it is a command, "traieu-me", which only a "no" or a "que" before it can govern."""
    if Tag.IMPERATIVE not in parsed.forms[place].tags or place == 0:
        return False
    is_done_to_me = parsed.is_joined(place + 1) and Concept.ME in parsed.of(place + 1)
    is_command = is_done_to_me or parsed.words[place].endswith(("dme", "nme", "dnos", "nnos"))
    before = parsed.concepts[place - 1]
    return (
        is_command
        and parsed.words[place - 1] not in THAT | {"ni", "si"}
        and not before & (GOVERNS | {Concept.NOT})
    )


def _takes(chain: Chain, parsed: Parsed, place: int) -> bool:
    """Take the word at *place* into the chain; False where it governs nothing."""
    here, word, form = parsed.concepts[place], parsed.words[place], parsed.forms[place]
    if chain.subordinate and form.act in {Act.RECEIVE, Act.STAY}:
        # "Prefereixo rebre'ls que donar-me de baixa" and "no el vull rebre més que em doneu de baixa": what
        # stands further left governs the receiving.
        chain.ended = chain.broken = True
    elif Concept.NOT in here or (word in _NOBODY and not _ends_there(parsed, place)):
        chain.broken |= chain.ended
        chain.nots += not chain.ended
    elif here & GOVERNS:
        return _governs(chain, parsed, place)
    elif Concept.SAY in here:
        chain.said = True
    elif Concept.THEY_WANT in here:
        _let_others(chain)
    elif (Concept.KIN in here and chain.once) or parsed.near(place - 1, place + 1) == ("lo", "que"):
        return False  # "per lo que em doneu"
    elif Concept.TOLD in here:
        chain.told = True
    elif here & _PASSED_IN_CHAIN:
        chain.told_by |= word in THAT
        chain.subordinate |= word == "que"
    elif form.act is Act.STOP:
        chain.stops += 1
        chain.told |= Tag.PARTICIPLE in form.tags and Concept.CAN in parsed.concepts[max(0, place - 1)]
    else:
        return form.act not in {None, Act.STRIKE}
    return True


def _ends_there(parsed: Parsed, place: int) -> bool:
    """Whether "res" ends what stands before it, said without a stop; "res em pot treure" denies."""
    if parsed.words[place] not in _NOTHING or parsed.word(place - 1) in _BEFORE_NOTHING:
        return False
    if parsed.word(place + 1) in THAT:
        return Concept.AND in parsed.of(place - 1)  # "doncs res que em borreu"
    after = place + 1
    while Concept.LINK in parsed.of(after):
        after += 1
    is_begun = place > 0 and not (parsed.tokens[place - 1].is_mark or parsed.concepts[place - 1] & _JOINTS)
    return is_begun and Concept.ME in parsed.of(place + 1) and parsed.word(after).endswith(_OF_MANY)


_JOINTS: Final = frozenset({Concept.AND, Concept.BUT, Concept.BECAUSE, Concept.IF, Concept.COURTESY})
_BEFORE_NOTHING: Final = frozenset({"per", "por", "a", "mi", "jo", "yo", "si"})
_OF_MANY: Final = ("eu", "en", "an", "eis", "ad", "ed")
"""How a verb ends that is asked of those who read: "em podeu", "me pueden", not "em pot"."""


OF_ONESELF: Final = frozenset({"puc", "podem", "puedo", "podemos"})
"""Who can do it knows that they can: "no puc rebre els missatges" asks for nothing."""
_THANKING: Final = frozenset({"agraeixo", "agraim", "agraiem", "agradezco", "agradecemos", "remercie"})
_OF_WILL: Final = word_set("decisio decision intencio intencion voluntat voluntad ganes ganas")
_MINE: Final = word_set("meva meua mi nostra nuestra tinc tenim tengo tenemos amb")


def _is_of_others(parsed: Parsed, place: int) -> bool:
    """Whether another wants it: "ha decidit", "li agradaria", "la vostra decisió"."""
    word, before = parsed.words[place], set(parsed.near(place - 3, place))
    if word in {"decidit", "decidido"}:
        return parsed.word(place - 1) in {"ha", "han", "havia", "habia", "havien", "habian"}
    if word in {"agradaria", "gustaria", "interessa", "interesa", "caldria"}:
        return parsed.word(place - 1) in {"li", "le", "els", "les"}
    is_yours = before & {"vostra", "vuestra", "su", "seva", "sus", "seves"}
    is_of_person = before & (_MINE | {"la", "es", "por", "per"}) and not is_yours
    return word in _OF_WILL and not is_of_person


_OF_VERB: Final = word_set("""
    me m em te t et es s se ens nos n us vos os en ne hi ho li la lo los las les meva mi nostra nuestra
""")
_OF_NOUN: Final = word_set("la el els les los las l un una per por de del d al a amb con en esta")
HEARD_ELSEWHERE: Final = frozenset({Concept.MAYBE, Concept.IF, Concept.LATER, Concept.NEIGHBOUR})


def _may_deny(parsed: Parsed, place: int) -> bool:
    """Whether the unknown word at *place* may deny, or what is said before it does: "ni en broma voldria"."""
    before = range(parsed.segment(place).start, place + 1)
    # what stands behind an "if" is a condition: "si no arregleu el carrer vull la baixa"
    is_denied = not parsed.has(Concept.IF, before) and any(
        Concept.NOT in parsed.concepts[j] or parsed.words[j] in _NOBODY for j in before
    )
    # "la psicòloga voldria que …"
    is_others = before.start == place - 1 and parsed.words[place - 1] in {"el", "la", "l", "un", "una"}
    is_never = parsed.near(place - 2, place + 1) in {("a", "la", "vida"), ("en", "la", "vida")}
    return (
        is_denied
        or is_never
        or is_others
        or parsed.has(Concept.LESS, before)
        or _stands_as_denial(parsed, place)
    )


def _stands_as_denial(parsed: Parsed, place: int) -> bool:
    """Whether an unknown word stands where "no" would: before a verb and its pronouns, and is no noun."""
    if parsed.concepts[place] & HEARD_ELSEWHERE or parsed.word(place - 1) in _OF_NOUN:
        return False
    verb = next(j for j in range(place + 1, len(parsed.tokens)) if parsed.words[j] not in _OF_VERB)
    return bool(parsed.concepts[verb] & (GOVERNS | {Concept.THEY_WANT}) or parsed.forms[verb].act)


def _before_courtesy(parsed: Parsed, comma: int) -> int | None:
    """The place before a courtesy between commas that ends at *comma*; None where none does.

    Nor behind a "no" that is an answer of its own: "No, gràcies, vull rebre'ls".
    """
    if parsed.words[comma] != ",":
        return None
    for j in range(comma - 1, max(-1, comma - _COURTESY), -1):
        if parsed.words[j] == ",":
            return None if Concept.NOT in parsed.of(j - 1) else j - 1
        if parsed.tokens[j].is_mark or not parsed.concepts[j] & PASSED:
            return None
    return None


# --- what a verb is of: the list and its messages, all of them, or something that nobody here knows ---

PLACES: Final = word_set("""
    poble pueblo vila village municipi municipio comuna town ajuntament ayuntamiento consistori alcaldia
    mairie
""")
"""Whose list it is; who goes out of one moves house, or retires."""
OF_LIST: Final = frozenset({Concept.LIST, Concept.MESSAGE})


def is_of_list(parsed: Parsed, place: int) -> bool:
    """Whether the messages or the list are named behind the verb, in its clause."""
    return any(parsed.concepts[j] & OF_LIST for j in parsed.behind(place))


_OF_ALL: Final = PASSED | {
    Concept.MESSAGE, Concept.LIST, Concept.NOT, Concept.KIN, Concept.CAN, Concept.POLITE,
    Concept.IF,  # what is no courtesy is looked at by itself
}  # fmt: skip


def is_of_all(parsed: Parsed, place: int) -> bool:
    """Whether nothing behind the verb limits what is not to come: "més anuncis de botigues" does."""
    behind = tuple(islice(parsed.behind(place), _MOST_BEHIND + 1))
    return len(behind) <= _MOST_BEHIND and all(is_known(parsed, j) for j in behind)


_MOST_BEHIND: Final = 120
"""Words of a clause without a comma: nobody says more in one breath, and each verb looks at them all."""


def is_known(parsed: Parsed, place: int) -> bool:
    """Whether a word is data, a name, or one that says nothing of a part, a time or another matter."""
    word, token = parsed.words[place], parsed.tokens[place]
    if word == "#":  # a short number that stands alone may be a date
        is_long = token.end - token.start >= _LONG
        return is_long or parsed.is_given(place) or "#" in {parsed.word(place - 1), parsed.word(place + 1)}
    if _is_of_some(parsed, place):
        return False
    if parsed.concepts[place] & _OF_ALL or word in NOUNS or parsed.is_blank(place):
        return True
    joined, form = parsed.joining(place), parsed.forms[place]  # "deixar d'estar apuntada"
    of_noun = form.tags & {Tag.THIRD, Tag.PARTICIPLE} and parsed.word(place - 1) in _ARTICLES
    return (form.act is not None and not of_noun) or joined.tags == {Tag.PARTICIPLE}


def _is_of_some(parsed: Parsed, place: int) -> bool:
    """Whether a word is of a part or of another's: "un dels mòbils", "el meu grup", "aquest poble"."""
    word, before = parsed.words[place], parsed.word(place - 1)
    if word in {"grup", "grupo"}:
        return before in _ONES_OWN
    if (before, word) == ("de", "antes"):
        return True
    if before == "que" and word in {"teniu", "tenen", "tienen", "teneis"}:  # "el número que teniu"
        return Concept.LABEL in parsed.of(place - 2)
    if word in {"un", "una", "uno"}:
        return parsed.word(place + 1) in {"de", "dels", "d"} or parsed.ends_at(place + 1)
    if word not in _HOMES or before not in {"del", "aquest", "este"}:
        return False
    said = range(parsed.segment(place).start, place)  # who leaves "el canal del poble" stays where they live
    return not any(parsed.concepts[j] & OF_LIST and parsed.words[j] not in PLACES for j in said)


_HOMES: Final = word_set("poble pueblo municipi municipio")
"""Where one lives; who is struck off there moves house."""
_ARTICLES: Final = frozenset({"el", "la", "l", "del"})
"""Before what looks like a verb and is a noun: "la marxa popular", "del rebut"."""
_ONES_OWN: Final = word_set("meu meva meua nostre nostra mi nuestro nuestra")
"""Before a group that is no town hall's."""
_LONG: Final = 7
"""Characters of a number that is a document's or a telephone's."""
