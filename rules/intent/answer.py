"""What an answer to a letter of ours says: data, yes, no, that a leave was not wanted, thanks, or else.

Rule 1: each clause of it is one of `Sense`, by the concepts of all its words; one word that is of none
        makes it `ELSE`, and a person sees.
Rule 2: what all clauses say together is the answer; a question, or what limits, puts off or doubts,
        is `ELSE`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from itertools import pairwise
from typing import Final

from rules.intent.beside import is_polite, taken_back
from rules.intent.chain import GOVERNS, PASSED
from rules.intent.frame import REFUSALS, Frame, Stand
from rules.intent.frames import frames
from rules.intent.striking import VOIDS
from rules.lexicon.parsed import THEM, Parsed, parsed_of
from rules.lexicon.verbs import NOUNS, Act
from rules.lexicon.words import Concept
from rules.people.gathering import Gathered
from rules.people.name_forms import key_words
from rules.text.folding import clean, fold
from rules.text.patterns import word_set
from rules.text.tokens import LONGEST, as_text
from rules.vocabulary.name_words import GIVEN_NAMES


class Sense(Enum):
    """What a clause of an answer says; a courtesy says nothing. Of several, the first of them here."""

    ELSE = auto()
    RIGHT = auto()  # a yes to what was done, too
    YES = auto()
    OK = auto()  # thanks, or a yes
    DATA = auto()
    HANDS = auto()  # that data are here, or what they are
    RECEIVED = auto()
    NAME = auto()  # a given name, of nobody we know
    THANKS = auto()
    NO = auto()
    WISH = auto()  # to leave
    STAYS = auto()  # no wish to leave, or a wish to stay
    HERS = auto()  # it was who writes who asked
    NOT_HERS = auto()
    BACK = auto()  # thought better of it
    UNDO = auto()  # bring it back
    MISTAKE = auto()


_THANKS: Final = frozenset({Sense.THANKS, Sense.OK})
_YES: Final = frozenset({Sense.YES, Sense.OK, Sense.RIGHT, Sense.WISH})
_NOT_WANTED: Final = frozenset({Sense.STAYS, Sense.NOT_HERS, Sense.UNDO})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the clauses of an answer say; `denies`: something in it may take a leave back."""

    said: frozenset[Sense]
    denies: bool = False

    def _is_of(self, some: frozenset[Sense], beside: frozenset[Sense] = frozenset()) -> bool:
        """Whether *some* is said, and no more than that and what may stand *beside* it."""
        return bool(self.said & some) and self.said <= some | beside | _THANKS

    @property
    def is_courtesy(self) -> bool:
        """Whether nothing is said, or a yes, beside courtesies and names."""
        return self.said <= {*_YES, *_THANKS, Sense.NAME, Sense.RECEIVED} - {Sense.WISH}

    @property
    def is_thanks(self) -> bool:
        """Whether it only thanks, or says that something came."""
        return self._is_of(_THANKS | {Sense.RECEIVED}, frozenset({Sense.NAME}))

    @property
    def is_yes(self) -> bool:
        """Whether it plainly says that its writer wants to leave."""
        return self._is_of(_YES, frozenset({Sense.HERS, Sense.DATA}))

    @property
    def is_no(self) -> bool:
        """Whether it plainly says that its writer does not want to leave."""
        is_no = self._is_of(_NOT_WANTED | {Sense.NO}, frozenset({Sense.MISTAKE, Sense.DATA}))
        return is_no and Sense.OK not in self.said

    @property
    def gives_data(self) -> bool:
        """Whether it says no more than data, courtesies and that its writer wants to leave."""
        return self.said <= {*_YES, *_THANKS, Sense.DATA, Sense.HANDS, Sense.NAME, Sense.RECEIVED}

    @property
    def confirms(self) -> bool:
        """Whether it says no more than that it was who writes who asked for the leave."""
        return self._is_of(frozenset({Sense.HERS, Sense.WISH, Sense.RIGHT}), _YES | {Sense.DATA})

    @property
    def takes_back(self) -> bool:
        """Whether it plainly says that the leave was not asked for or is not wanted; more than "no"."""
        thinks_better = self._is_of(frozenset({Sense.BACK}), frozenset({Sense.MISTAKE}))
        is_firm = self._is_of(_NOT_WANTED, frozenset({Sense.BACK, Sense.MISTAKE, Sense.NO, Sense.DATA}))
        return (thinks_better or is_firm) and Sense.OK not in self.said

    @property
    def may_take_back(self) -> bool:
        """Whether something in it may take a leave back, or it is a bare "no"."""
        return self.denies or self._is_of(frozenset({Sense.NO}), frozenset({Sense.NAME}))


def answer_of(
    text: str,
    *,
    names: Iterable[str | None] = (),
    data: Gathered | None = None,
    of_kin: bool = False,
    for_several: bool = False,
) -> Answer:
    """What *text* says, where whoever is of *names* may sign.

    *data* are those that stand in it; without them a number is none. *of_kin*: they may be a relative's.
    *for_several*: more than one was asked about, and all but a bare yes is `ELSE`: it may be of one.
    """
    if len(text) > LONGEST:
        return Answer(frozenset({Sense.ELSE}), denies=True)
    spans = data.places if data else ()
    known = frozenset(word for name in names if name for word in key_words(name))
    sentences = parsed_of(as_text(text))
    if not sentences:  # a sign or nothing says no more than thanks
        return Answer(frozenset({Sense.ELSE if "?" in clean(text) else Sense.THANKS}))
    said: list[Sense] = []
    denies = False
    for parsed in sentences:
        whole = _Clause(parsed, range(len(parsed.tokens)), known, spans, of_kin=of_kin)
        if for_several and not whole.is_for_all:
            said.append(Sense.ELSE)
        for places in _clauses(parsed):
            clause = _Clause(parsed, places, known, spans, of_kin=of_kin)
            what = clause.said(is_first=not said)
            if what is not None:
                said.append(what)
            denies |= clause.denies
    # a "no" may end a line that goes on below, as a narrow screen breaks it
    lines = [fold(line).strip() for line in clean(text).splitlines()]
    if len(said) > 1 and any(line == "no" and below for line, below in pairwise(lines)):
        said.append(Sense.ELSE)
    return Answer(frozenset(said), denies=denies)


def _clauses(parsed: Parsed) -> Iterator[range]:
    """The clauses between marks, and on either side of an "and"."""
    ands = {"i", "y", "and", "et"}
    cuts = [j for j, token in enumerate(parsed.tokens) if token.is_mark or parsed.words[j] in ands]
    for before, behind in pairwise((-1, *cuts, len(parsed.tokens))):
        if behind > before + 1:
            yield range(before + 1, behind)


_I: Final = frozenset({"jo", "yo", "nosaltres", "nosotros", "nosotras", "me"})
_WE: Final = frozenset({"ho", "lo", "volem", "queremos", "nosaltres", "nosotros", "nosotras"})
_THIS: Final = word_set("aixo esto eso qui quien this that it for pas es e cap res nada ninguna")
_WILL: Final = frozenset({"vull", "volem", "quiero", "queremos"})
_MAY_STAND_BY_NO: Final = _I | _WILL | word_set("que us per por favor pas ja ara si ho lo")

_COURTEOUS: Final = frozenset({Concept.COURTESY, Concept.THANKS, Concept.RECEIVED, Concept.KINDNESS})
_SAYS_NOTHING: Final = _COURTEOUS | {
    *(Concept.LINK, Concept.ADVERB, Concept.ME, Concept.MORE, Concept.POLITE)
}
_OF_DATA: Final = frozenset(
    {Concept.LABEL, Concept.INTRODUCES, Concept.OWN, Concept.HANDING, Concept.TOLD, Concept.ASK_NOUN}
)
_OF_WISH: Final = PASSED | GOVERNS | _SAYS_NOTHING | {Concept.YES, Concept.NOT, Concept.MESSAGE, Concept.LIST}
_OF_WHO_ASKED: Final = _COURTEOUS | {
    *(Concept.NOT, Concept.TOLD, Concept.LINK, Concept.ME, Concept.MESSAGE, Concept.LIST),
    *(Concept.ASK, Concept.ASK_NOUN, Concept.BEING, Concept.ASKED, Concept.DENIAL, Concept.YES),
}
_GOING: Final = ("marx", "sort", "sal", "march")
"""How one says that they go: no other verb of striking is of who writes alone."""
_OF_STAYING: Final = PASSED | {Concept.WANT, Concept.NOT, Concept.MESSAGE, Concept.LIST}
_OF_UNDOING: Final = _OF_WISH - {Concept.OWN} | {Concept.UNDO, Concept.AGAIN}
_OF_CHANGE: Final = _COURTEOUS | {
    *(Concept.LINK, Concept.ADVERB, Concept.MORE, Concept.ME, Concept.TOLD),
    *(Concept.BACK, Concept.MISTAKE, Concept.BEING),
}
_TURNS: Final = frozenset({
    Concept.LESS, Concept.FIRST, Concept.LATER, Concept.MAYBE, Concept.SAY, Concept.KIN, Concept.NEIGHBOUR,
    Concept.THEY_WANT,
})  # fmt: skip
"""What may limit what is said, put it off, or make it another's: a person sees."""
_OF_OTHERS: Final = word_set("seu seva seus seves su sus aquell aquella aquells aquelles aquel")
"""What is somebody else's: "sí, el seu"."""
_BY_CONCEPT: Final = (
    (frozenset({Concept.HANDING}), Sense.HANDS),
    (frozenset({Concept.NOT}), Sense.NO),
    (frozenset({Concept.RIGHT}), Sense.RIGHT),
    (frozenset({Concept.YES}), Sense.YES),
    (_OF_DATA, Sense.HANDS),
    (_SAYS_NOTHING, None),
)


@dataclass(frozen=True)
class _Clause:
    """A clause of an answer, with what is known of its words."""

    parsed: Parsed
    places: range
    known: frozenset[str]
    spans: tuple[tuple[int, int], ...]
    of_kin: bool

    def said(self, *, is_first: bool) -> Sense | None:
        """What the clause says; None where it says nothing. *is_first*: nothing was said before."""
        words = self._words[self._plea :] if is_first else self._words
        what = Sense.ELSE if any(self._turns(j) for j in words) else self._what(words)
        return Sense.ELSE if self.parsed.is_question and what is not None else what

    def _what(self, words: Sequence[int]) -> Sense | None:
        if self._says_who_asked:
            who = {0: Sense.HERS, 1: Sense.NOT_HERS}.get(self._denials, Sense.ELSE)
            return self._if_all(_OF_WHO_ASKED, words, who)
        if self._undoes:
            # "Torneu-me a donar de baixa" wants the leave again.
            is_again = self._names_leave and (self._does(Act.GIVE) or self._holds(Concept.DO))
            is_plain = not (is_again or self._holds(Concept.NOT))
            return self._if_all(_OF_UNDOING, words, Sense.UNDO if is_plain else Sense.ELSE)
        if self._holds(Concept.BACK):
            return self._if_all(_OF_CHANGE, words, Sense.BACK if self._thinks_better else Sense.ELSE)
        if self._holds(Concept.MISTAKE):
            return self._if_all(_OF_CHANGE, words, Sense.NOT_HERS if self._names_leave else Sense.MISTAKE)
        if self._frames:
            return self._if_all(_OF_WISH, words, self._of_frames)
        if self._wants_to_stay:
            return self._if_all(_OF_STAYING, words, Sense.STAYS)
        return self._without_act(words)

    @property
    def _wants_to_stay(self) -> bool:
        """Whether what the letter asked about is to go on: "vull seguir rebent-los", "no vull marxar"."""
        is_so = not {"aixi", "asi"}.isdisjoint(self.parsed.words[j] for j in self.places)
        if not self._holds(Concept.WANT) or self._holds(Concept.YES) or is_so:
            return False
        done = [j for j in self.places if self.parsed.forms[j].act]
        acts = {self.parsed.forms[j].act for j in done}
        if self._holds(Concept.NOT):  # who wants nothing undone leaves
            return bool(done) and all(self.parsed.words[j].startswith(_GOING) for j in done)
        if Act.STAY not in acts:
            return acts == {Act.RECEIVE} and self._is_of_them(done[-1])
        meets = any(self.parsed.words[j].startswith("qued") for j in done) and not self._holds(Concept.ME)
        return acts <= {Act.STAY, Act.RECEIVE} and not meets

    def _is_of_them(self, place: int) -> bool:
        """Whether a verb is of what was named: "rebre'ls", "recibirlos"."""
        is_joined = self.parsed.is_joined(place + 1) and self.parsed.word(place + 1) in THEM
        return is_joined or self.parsed.words[place].endswith(("los", "las"))

    @property
    def _of_frames(self) -> Sense:
        """What its frames come to; what is denied is denied in the clause itself."""
        if all(frame.stand is Stand.WISH for frame in self._frames):
            return Sense.WISH
        is_denied = all(
            frame.why is Concept.STAYING or (frame.why is Concept.NOT and self._holds(Concept.NOT))
            for frame in self._frames
        )
        is_against = all(frame.stand is Stand.AGAINST for frame in self._frames)
        is_of_list = self._names_leave or self._holds(Concept.LIST) or self._holds(Concept.MESSAGE)
        # "No vull anul·lar-ho" may be of the leave.
        may_keep_leave = not is_of_list and any(frame.word.startswith(VOIDS) for frame in self._frames)
        return Sense.STAYS if is_against and is_denied and not may_keep_leave else Sense.ELSE

    def _without_act(self, words: Sequence[int]) -> Sense | None:
        """What a clause says in which nothing is asked or denied but by a yes or a no."""
        is_courteous = any(self.parsed.concepts[j] & _COURTEOUS for j in words)
        found = {self._of_word(j) for j in words}
        if Sense.NO in found:
            return Sense.NO if all(map(self._stands_by_no, words)) else Sense.ELSE
        if Sense.NAME in found and (is_courteous or found != {Sense.NAME}):
            found = found - {Sense.NAME} if is_courteous else {Sense.ELSE}
        is_named = Sense.HANDS in found and len(self._words) < len(self.places)
        if is_named or any(self._is_data(j) for j in self.places):
            found.add(Sense.DATA)
        if Sense.HANDS in found and found & _YES and Sense.DATA not in found:
            return Sense.ELSE  # "confirmo la subscripció"
        return next((what for what in Sense if what in found), None)

    @property
    def is_for_all(self) -> bool:
        """Whether it is a bare yes, which singles out nobody, or only thanks and who signs."""
        said = [j for j in self.places if not self.parsed.tokens[j].is_mark]
        others = [j for j in said if self.parsed.words[j] not in self.known | {"i", "y"}]
        signs = len(others) < len(said)
        agrees = _COURTEOUS if signs else _COURTEOUS | {Concept.YES, Concept.RIGHT, Concept.NOT}
        return all(
            self.parsed.concepts[j] & agrees or (self.parsed.words[j] in _WE and not signs) for j in others
        )

    @property
    def denies(self) -> bool:
        """Whether it may say that a leave was not asked for or is not wanted, however it is meant."""
        is_anothers = self._holds(Concept.BEING) and self._holds(Concept.KIN)
        return (
            is_anothers
            or (self._says_who_asked if self._holds(Concept.NOT) else self._undoes)
            or any(map(self._holds, (Concept.BACK, Concept.MISTAKE, Concept.DENIAL)))
            or any(frame.stand is Stand.AGAINST and frame.why in REFUSALS for frame in self._frames)
        )

    # --- its words ---------------------------------------------------------------------------------

    @cached_property
    def _words(self) -> tuple[int, ...]:
        """The places of the words that are neither data nor names that we know."""
        return tuple(j for j in self.places if not (self._is_data(j) or self.parsed.words[j] in self.known))

    def _is_data(self, place: int) -> bool:
        start = self.parsed.tokens[place].start
        return any(first <= start < last for first, last in self.spans)

    @property
    def _plea(self) -> int:
        """How many of the words only ask for pardon: "Perdoneu, però …"."""
        for count, j in enumerate(self._words, 1):
            if self.parsed.words[j] in {"pero", "but"}:
                return count
            if not self.parsed.concepts[j] & _COURTEOUS:
                break
        return 0

    def _turns(self, place: int) -> bool:
        here = self.parsed.concepts[place] - ({Concept.KIN} if self.of_kin else set())
        if here & _COURTEOUS:
            return False
        is_if = Concept.IF in here and not (is_polite(self.parsed, place) or self._is_yes(place))
        return is_if or bool(here & _TURNS) or self.parsed.words[place] in _OF_OTHERS

    def _is_yes(self, place: int) -> bool:
        """Whether it is a "sí" whose accent was left out: nothing hangs on it."""
        is_last = place + 1 == self.places.stop
        is_before = self.parsed.of(place + 1) & (_COURTEOUS | {Concept.YES})
        return self.parsed.words[place] == "si" and (is_last or bool(is_before))

    def _of_word(self, place: int) -> Sense | None:
        word, here = self.parsed.words[place], self.parsed.concepts[place]
        if Concept.THANKS in here:
            return Sense.OK if Concept.YES in here else Sense.THANKS
        if here & _COURTEOUS:
            return Sense.RECEIVED if Concept.RECEIVED in here else None
        if Concept.IF in here and not self._is_yes(place):
            return None  # a courtesy: what else may hang on it turns the clause
        if word in _WILL and place + 1 == self.places.stop:
            return Sense.YES  # "ho vull", "sí vull"
        if Concept.RIGHT in self.parsed.of(place + 1) and Concept.LINK in here:
            return None  # "és correcte"
        for concepts, what in _BY_CONCEPT:
            if here & concepts:
                return what
        return Sense.NAME if word in GIVEN_NAMES else Sense.ELSE

    def _stands_by_no(self, place: int) -> bool:
        may_stand = _COURTEOUS | {Concept.NOT, Concept.POLITE}
        return bool(self.parsed.concepts[place] & may_stand) or self.parsed.words[place] in _MAY_STAND_BY_NO

    def _if_all(self, allowed: frozenset[Concept], words: Sequence[int], what: Sense) -> Sense:
        """What the clause says if all its words are such as may say it."""
        # Who asks for no messages has not denied a leave.
        acts = {Act.GIVE, Act.STRIKE} if allowed is _OF_WHO_ASKED else set(Act)
        may_say = (
            self.parsed.concepts[j] & allowed
            or self.parsed.words[j] in NOUNS | _THIS | _I
            or self.parsed.forms[j].act in acts
            for j in words
        )
        return what if all(may_say) else Sense.ELSE

    # --- what it is of -----------------------------------------------------------------------------

    def _holds(self, concept: Concept) -> bool:
        return self.parsed.has(concept, self.places)

    def _does(self, act: Act) -> bool:
        return any(self.parsed.forms[j].act is act for j in self.places)

    @cached_property
    def _frames(self) -> tuple[Frame, ...]:
        return tuple(
            frame for frame in frames(self.parsed) if self.parsed.starting(frame.start) in self.places
        )

    @property
    def _says_who_asked(self) -> bool:
        is_hers = self._holds(Concept.BEING) and any(self.parsed.words[j] in _I for j in self.places)
        return is_hers or self._holds(Concept.ASKED) or self._holds(Concept.DENIAL)

    @property
    def _denials(self) -> int:
        """How often it is denied; "mai" beside a "no" only says it louder."""
        denied = [j for j in self.places if Concept.NOT in self.parsed.concepts[j]]
        free = [self.parsed.words[j] for j in denied if Concept.DENIAL not in self.parsed.concepts[j]]
        return (free.count("no") or len(free[:1])) + self._holds(Concept.DENIAL)

    @property
    def _names_leave(self) -> bool:
        return any(self.parsed.words[j] in NOUNS for j in self.places)

    @property
    def _undoes(self) -> bool:
        """Whether what was done is to be undone: "torneu-me a posar", "anul·leu la baixa"."""
        if any(frame.stand is Stand.WISH for frame in self._frames):
            return False
        return (self._names_leave and self._does(Act.STRIKE)) or self._holds(Concept.UNDO)

    @property
    def _thinks_better(self) -> bool:
        token = taken_back(self.parsed)
        places = (j for j in self.places if self.parsed.tokens[j] is token)
        return any(Concept.BACK in self.parsed.concepts[j] for j in places)
