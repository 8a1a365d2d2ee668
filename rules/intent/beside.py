"""What else a sentence says to a wish: a condition, a later time, a doubt, a question; what takes it back."""

from bisect import bisect_right
from itertools import takewhile
from typing import Final

from rules.intent.chain import GOVERNS, HEARD_ELSEWHERE, OF_ONESELF, PASSED, is_known
from rules.lexicon.conjugation import ASKED, Tag
from rules.lexicon.parsed import THAT, Parsed
from rules.lexicon.verbs import Act
from rules.lexicon.words import Concept
from rules.text.patterns import word_set
from rules.text.tokens import Token

_NOW: Final = word_set("ara avui ahora hoy ja ya moment momento aquest este ahir")
"""Behind "a partir de": no time to come."""
_OTHERS: Final = word_set("el la meu meva mi del al seu els les nostre nostra de los")
"""Before "veí": another than who writes."""


def erases_data(parsed: Parsed, place: int) -> bool:
    """Whether the verb at *place* asks that all of somebody's data be erased, which a leave is a part of."""
    form, clause = parsed.forms[place], parsed.clause(place)
    return (
        form.act is Act.STRIKE
        and bool(form.tags & ASKED)
        and parsed.word(place + 1) in {"totes", "tots", "todas", "todos"}
        and not {"dades", "datos"}.isdisjoint(parsed.near(place + 2, place + 5))
        and not (parsed.is_question or parsed.has(Concept.NOT, clause) or parsed.has(Concept.IF, clause))
    )


class _Contraries:
    """The places of what a sentence says against the wishes in it, but those inside a reason."""

    def __init__(self, parsed: Parsed) -> None:
        self._reasons: list[int] = []
        self._conditions: list[int] = []
        self._as_soon_as: list[int] = []
        self._later: list[int] = []
        self._doubts: list[int] = []
        self._anywhere: list[tuple[int, Concept]] = []
        self.is_doubtful = False
        in_reason = False
        for j, (word, here) in enumerate(zip(parsed.words, parsed.concepts, strict=True)):
            if Concept.BECAUSE in here or (word in THAT and _opens_reason(parsed, j)):
                self._reasons.append(j)
            in_reason = (in_reason or Concept.BECAUSE in here) and word != ","
            if not in_reason and (here & HEARD_ELSEWHERE or word in _SO):
                self._note(parsed, j, here)

    def _note(self, parsed: Parsed, j: int, here: frozenset[Concept]) -> None:
        is_condition = Concept.IF in here and not is_polite(parsed, j)
        if Concept.IF in here and _is_courtesy(parsed, j) and not _is_wholly_known(parsed, j):
            self.is_doubtful = True
        if (is_condition and _may_be_none(parsed, j)) or _is_thought_over(parsed, j):
            self.is_doubtful = True
            return
        if is_condition and Concept.MAYBE not in here:
            self._conditions.append(j)
        if parsed.words[j] in _SO and parsed.word(j + 1) == "que" and j > 0 and not parsed.ends_at(j - 1):
            self._as_soon_as.append(j)
        if Concept.LATER in here and _is_to_come(parsed, j):
            if _may_be_so(parsed, j):
                self.is_doubtful = True
                return
            self._later.append(j)
            if parsed.words[j] in _THEN or _says_only_when(parsed, parsed.segment(j)):
                self._anywhere.append((j, Concept.LATER))
        if Concept.MAYBE in here:
            self._doubts.append(j)
        if Concept.NEIGHBOUR in here and _OTHERS & set(parsed.near(j - 3, j)):
            self._anywhere.append((j, Concept.NEIGHBOUR))

    def against(self, parsed: Parsed, place: int) -> Concept | None:
        clause = parsed.clause(place)
        behind = bisect_right(self._reasons, place)
        end = self._reasons[behind] if behind < len(self._reasons) else len(parsed.tokens)
        found = [*self._anywhere[:1]]
        found += [(j, Concept.IF) for j in self._conditions[:1] if j < clause.stop]
        found += [(j, Concept.IF) for j in self._as_soon_as if j > place][:1]
        found += [(j, Concept.MAYBE) for j in self._doubts if j in clause][:1]
        found += [(j, Concept.LATER) for j in self._later if j in parsed.segment(place)][:1]
        said = min((one for one in found if one[0] < end), key=lambda one: one[0], default=None)
        if said is not None:
            return said[1]
        return Concept.HOW if _wants_answer(parsed, place) else None


def said_against(parsed: Parsed, place: int) -> Concept | None:
    """What is said against the wish at *place* being of now and of who writes; None if nothing.

    It is the first that is said, as far as a reason behind the wish.
    """
    return parsed.once(_Contraries).against(parsed, place)


def is_doubtful(parsed: Parsed) -> bool:
    """Whether what most likely speaks against no wish of a sentence may do so all the same."""
    return parsed.once(_Contraries).is_doubtful


_SO: Final = frozenset({"aixi", "asi"})
"""Before "que": behind a comma, or before the wish, "so"; behind the wish "as soon as"."""


def _opens_reason(parsed: Parsed, place: int) -> bool:
    """Whether a "que" begins a reason: ", que ja no hi vivim"; ", que sigui al gener" is of the wish."""
    is_term = parsed.has(Concept.DO, range(place + 1, place + 3))
    return parsed.word(place - 1) == "," and not is_term


def is_polite(parsed: Parsed, place: int) -> bool:
    """Whether an "if" or a "when" is polite ("si us plau", "quan pugueu"), or of what was."""
    word, before = parsed.words[place], parsed.word(place - 1)
    if word in {"vegada", "vez"} or before in {"d", "de"}:
        return True  # "d'una vegada"
    if word in {"quan", "cuando"} and parsed.has(Concept.TOLD, range(place + 1, place + 4)):
        return True
    return _is_courtesy(parsed, place)


def _is_courtesy(parsed: Parsed, place: int) -> bool:
    """Whether an "if" or a "when" begins a courtesy: "si podeu", "si em podeu treure"."""
    after = parsed.of(place + 1)
    if parsed.near(place + 1, place + 3) == ("cal", ","):  # "si cal, em dono de baixa"
        return not any(form.act in {Act.STRIKE, Act.GIVE} for form in parsed.forms[place:])
    is_polite = Concept.POLITE in after or (Concept.LINK in after and Concept.POLITE in parsed.of(place + 2))
    return is_polite and parsed.words[place] in _IFS


def says_if_possible(parsed: Parsed, place: int) -> bool:
    """Whether "ser" at *place* is of a courtesy: "si pot ser"."""
    is_being = parsed.words[place] in {"ser", "esser"}
    return is_being and parsed.word(place - 2) in _IFS and Concept.CAN in parsed.of(place - 1)


_MOST_POLITE: Final = 40
"""Words of a courtesy: what is longer may be anything."""


def _is_wholly_known(parsed: Parsed, place: int) -> bool:
    """Whether a courtesy says nothing that may be a condition: "quan pugueu", not "quan pugui venir"."""
    end = min(parsed.segment(place).stop, place + _MOST_POLITE + 1)
    said = list(takewhile(lambda j: parsed.forms[j].act is None, range(place, end)))
    stop = place + len(said)
    is_of_list = stop < end and parsed.forms[stop].act in {Act.RECEIVE, Act.STAY}  # "si no us arriben"
    known = all(
        (is_known(parsed, j) and not _is_condition_of(parsed, j)) or parsed.words[j] in _OF_COURTESY
        for j in said
    )
    is_will = parsed.word(place + 1) in _WILLS and parsed.ends_at(place + 2)
    is_term = is_will and any(form.act in {Act.STRIKE, Act.GIVE} for form in parsed.forms[:place])
    return known and len(said) <= _MOST_POLITE and not (is_of_list or is_term)


def _is_condition_of(parsed: Parsed, place: int) -> bool:
    """Whether a condition is of messages, or of some list: "si no hi ha avisos", "quan tingueu un canal"."""
    here = parsed.concepts[place]
    is_some = Concept.LIST in here and parsed.word(place - 1) in {"un", "una", "altre", "otro"}
    return is_some or (Concept.MESSAGE in here and Concept.LIST not in here)


def is_courtesy(parsed: Parsed, clause: range) -> bool:
    """Whether a clause is a courtesy and nothing else: "quan tingueu un moment"."""
    first = clause.start
    is_whole = parsed.segment(first).stop >= clause.stop - 1  # a mark may end it
    # "si pot ser al setembre", "si no hi ha missatges", "si no hi ha més remei"
    is_term = any(parsed.has(each, clause) for each in (Concept.LATER, Concept.MESSAGE, Concept.MORE))
    return is_whole and not is_term and _is_courtesy(parsed, first) and _is_wholly_known(parsed, first)


_WILLS: Final = frozenset({"cal", "voleu", "quereis", "quieren"})
"""Behind an "if" that ends what is asked: whether they want it, or it has to be, as it may be meant."""
_OF_COURTESY: Final = word_set("moment momento moments momentos estona rato molestia molesties molestias")


_IFS: Final = frozenset({"si", "quan", "cuando", "if", "when"})


def _may_be_none(parsed: Parsed, place: int) -> bool:
    """Whether an "if" or a "when" most likely is no condition, and may be one.

    It is what one knows ("ja no em cal saber si glaça"), or a courtesy ("quan bonament us vagi bé").
    """
    if parsed.words[place] not in _IFS:
        return False
    after = place + 1
    while Concept.ADVERB in parsed.of(after):
        after += 1
    after += Concept.LINK in parsed.of(after) and not parsed.of(after) & _COURTEOUS
    return bool(parsed.of(after) & _COURTEOUS) or parsed.word(place - 1) in _KNOWING


_COURTEOUS: Final = frozenset({Concept.POLITE, Concept.EASY})
_KNOWING: Final = word_set("saber sabem saben sabemos sabeu mirar veure ver")


def _is_thought_over(parsed: Parsed, place: int) -> bool:
    """Whether it is after thinking, or talking it over, that somebody asks: "després de pensar-ho bé"."""
    of = place + 1 if parsed.words[place] in _AFTER else place
    is_after = parsed.word(of - 1) in _AFTER and parsed.word(of) == "de"
    thinking = ("pensar", "rumiar", "parlar", "hablar", "comentar", "consultar")
    return is_after and parsed.word(of + 1).startswith(thinking)


_AFTER: Final = frozenset({"despres", "despues"})


def _is_to_come(parsed: Parsed, place: int) -> bool:
    """Whether a time to come is meant: not "a partir d'ara", nor when something was done, nor "bon estiu"."""
    is_greeting = Concept.COURTESY in parsed.of(place - 1)
    if is_greeting or parsed.has(Concept.TOLD, range(place - 9, place + 4)) or _is_name(parsed, place):
        return False
    return parsed.words[place] != "partir" or not _NOW & set(parsed.near(place + 1, place + 4))


def _says_only_when(parsed: Parsed, segment: range) -> bool:
    """Whether a time stands by itself, ", i al setembre", and not in what tells of somebody's life."""
    return all(
        parsed.concepts[j] & _WHEN or parsed.words[j] == "#" or len(parsed.words[j]) == 1 for j in segment
    )


def _may_be_so(parsed: Parsed, place: int) -> bool:
    """Whether "then" may be "so", "entonces les pido …", or it is after years that have gone by."""
    word = parsed.words[place]
    others = (j for j, here in enumerate(parsed.concepts) if Concept.LATER in here and j != place)
    if word not in _THEN or next(others, None) is not None:
        return False
    if word in _AFTER:
        years = {"any", "anys", "ano", "anos"}
        return parsed.word(place + 1) == "de" and not years.isdisjoint(parsed.near(place + 2, place + 7))
    asks = next((here for here in parsed.concepts[place + 1 :] if Concept.LINK not in here), frozenset())
    said = {Concept.WANT, Concept.ASK, Concept.INTRODUCES, Concept.LABEL}
    return bool(asks & said) or Concept.AND in parsed.of(place - 1)


_THEN: Final = frozenset({"llavors", "aleshores", "entonces", "despres", "luego"})
_WHEN: Final = PASSED.union(
    GOVERNS, {Concept.LATER, Concept.COURTESY, Concept.IF, Concept.POLITE, Concept.LESS, Concept.FIRST}
)


def _is_name(parsed: Parsed, place: int) -> bool:
    """Whether a month or a feast is part of a name: "Marc Bassols", "Pere Nadal"."""
    beside = (*parsed.tokens[max(0, place - 1) : place], *parsed.tokens[place + 1 : place + 2])
    return parsed.tokens[place].capital and any(token.capital for token in beside)


def is_asked_of_one(parsed: Parsed, place: int, tags: frozenset[Tag]) -> bool:
    """Whether "esborra'm" is said, or "em trauríeu?": who writes is what the verb is done to."""
    is_command = Tag.THIRD in tags and Concept.ME in parsed.of(place + 1)
    is_request = parsed.is_question and bool(tags & {Tag.CONDITIONAL, Tag.THIRD})
    return is_command or (is_request and parsed.has(Concept.ME, range(place - 2, place)))


def _wants_answer(parsed: Parsed, place: int) -> bool:
    """Whether the sentence is a question that wants an answer, not a deed."""
    if not parsed.is_question:
        return False
    if (OF_ONESELF | {"do", "did"}) & set(parsed.words[:place]):
        return True
    tags = parsed.forms[place].tags
    if Tag.IMPERATIVE in tags or is_asked_of_one(parsed, place, tags):
        return False
    before = range(place)
    is_own_wish = any(Concept.WANT in parsed.concepts[j] for j in before)  # "vull la baixa? Mai."
    is_governed = any(parsed.concepts[j] & GOVERNS for j in before)
    can = any(_may_be_requested(parsed, j) for j in range(len(parsed.tokens)))
    return not (is_governed and (can or (not is_own_wish and _asks(parsed, before))))


def _may_be_requested(parsed: Parsed, place: int) -> bool:
    """Whether who is asked can do it, "em podeu …?": not "es pot …?", nor "heu de …?"."""
    is_of_all = parsed.word(place - 1) in {"es", "se", "s"}
    return Concept.CAN in parsed.concepts[place] and parsed.words[place] not in _OWED and not is_of_all


def _asks(parsed: Parsed, places: range) -> bool:
    """Whether it is asked for, or to be done for who writes: not "feu baixes?"."""
    asked = {Concept.ASK, Concept.ASK_NOUN, Concept.WANT_PAST}
    return any(
        parsed.concepts[j] & asked or (Concept.DO in parsed.concepts[j] and Concept.ME in parsed.of(j - 1))
        for j in places
    )


_OWED: Final = word_set("heu haureu teniu tenen tienen teneis deben debeis")
"""What has to be, or is had already: "ja teniu la baixa?"."""


_SHORT: Final = 9
"""Words of a sentence so short that what it says of a time or a condition is of the one before."""


def turning(parsed: Parsed) -> int | None:
    """The place of what in a sentence behind a wish may turn it; None where nothing does.

    It wants less, something first, or an answer; or it is short, and puts off, doubts or sets a condition.
    """
    for j, here in enumerate(parsed.concepts):
        if Concept.BECAUSE in here:
            break
        if here & {Concept.LESS, Concept.FIRST}:
            return j
        is_term = (Concept.IF in here and not is_polite(parsed, j)) or Concept.MAYBE in here
        if len(parsed.tokens) <= _SHORT and (is_term or (Concept.LATER in here and _is_to_come(parsed, j))):
            return j
    return 0 if parsed.is_question and not any(here & GOVERNS for here in parsed.concepts) else None


_NEEDS_END: Final = frozenset({"no", "cal", "fa", "hace"})
"""A turn that ends so takes back only where nothing follows: "ara no." does, "ara no visc aquí" does not."""


def taken_back(parsed: Parsed) -> Token | None:
    """The word by which a sentence takes back what was asked, or breaks off with "no"; None if none does."""
    if "no" not in parsed.words and not parsed.has(Concept.BACK):
        return None
    for place, (token, word) in enumerate(zip(parsed.tokens, parsed.words, strict=True)):
        if takes_back(parsed, place) or (word == "no" and _says_no(parsed, place)):
            return token
    return None


def takes_back(parsed: Parsed, place: int) -> bool:
    """Whether the word at *place* is of a turn that takes back what was asked, and is meant so."""
    # "No és cap broma", "si no ho feu, …"
    is_denied = "no" in parsed.near(place - 3, place) or parsed.word(place - 1) == "si"
    if Concept.BACK not in parsed.concepts[place] or is_denied:
        return False
    last = place
    while Concept.BACK in parsed.of(last + 1):
        last += 1
    behind = last + 2 if parsed.word(last + 1) == "falta" else last + 1
    return parsed.words[last] not in _NEEDS_END or parsed.ends_at(behind)


def _says_no(parsed: Parsed, place: int) -> bool:
    """Whether a "no" ends a clause and denies all before it, or does not want it: "i jo no ho vull"."""
    if parsed.ends_at(place + 1):
        is_number = Concept.LABEL in parsed.of(place - 1)  # "passport no. 5330"
        return parsed.word(place - 1) != "si" and not is_number
    is_wanted = parsed.word(place + 1) in {"ho", "lo"} and Concept.WANT in parsed.of(place + 2)
    return is_wanted and parsed.ends_at(place + 3)
