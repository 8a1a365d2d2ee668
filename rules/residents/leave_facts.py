"""Whose leave a resident's mail asks for, by its words and the data that it gives."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rules.intent.accounting import GOOD, MAY_TURN, has_only_data, says_only_who, says_only_wish
from rules.intent.frame import REFUSALS, Stand
from rules.lexicon.conjugation import Tag
from rules.lexicon.parsed import Parsed, parsed_of
from rules.lexicon.verbs import NOUNS, Act
from rules.lexicon.words import Concept
from rules.people.names import compatible, words_of
from rules.residents.leave_words import LeaveWords, words_of_all
from rules.text.dates import find_dates
from rules.text.folding import fold
from rules.text.patterns import word_set
from rules.text.tokens import together
from rules.vocabulary.lists import names_another, surely_named
from rules.vocabulary.name_words import GIVEN_NAMES
from rules.vocabulary.other_meanings import find_other


@dataclass(frozen=True)
class Leave(LeaveWords):
    """A resident's mail, with all that the law asks of it."""

    @property
    def says_only_who(self) -> bool:
        """Whether nothing but the noun and somebody's data stand in the mail."""
        said, beside = self.said, self.beside
        heads = parsed_of(self.subject, beside.place)
        is_bare = said.stand is Stand.WISH and said.words in NOUNS
        return is_bare and says_only_who((*heads, *self.body), beside)

    @property
    def asks_plainly(self) -> bool:
        """Whether a sentence holds nothing but the wish to leave this list, whatever else the mail says."""
        return self.of_wish is not None and self.names_list and says_only_wish(self.of_wish, self.beside)

    @property
    def tells_a_later_day(self) -> bool:
        """Whether a day to come is written in the mail, or one that no day of its own tells to be past."""
        today = self.incoming.today
        words = together(self.subject, self.own)
        dates = find_dates(words, today=today)
        is_vague = _MONTH_OF_YEAR.search(words.folded) is not None
        return is_vague or any(today is None or written.on > today for written in dates)

    @cached_property
    def _given(self) -> frozenset[str]:
        """The bare words of the names of those whose data are given."""
        return words_of_all(self.people)

    @property
    def may_be_other_answer(self) -> bool:
        """Whether data that are given above the leave that is answered may be for something else."""
        forms = (parsed.joining(place) for parsed in self.body for place in range(len(parsed.words)))
        joins = any(form.act is Act.JOIN and Tag.PARTICIPLE not in form.tags for form in forms)
        stays = any(Act.STAY in parsed.acts for parsed in self.body)
        turns = any(self.has(concept) for concept in (*MAY_TURN, Concept.NOT, Concept.KIN))
        return turns or joins or stays or self.joins

    @cached_property
    def may_be_elsewhere(self) -> bool:
        """Whether another matter may be what is left: the wish's own clause names not this list alone."""
        if not self.is_of_another_matter:
            return False
        wish = self.of_wish
        if wish is None or not self.said.beside_list:
            return True
        clause = wish.clause(wish.starting(self.said.start) or 0)
        first, last = wish.tokens[clause[0]], wish.tokens[clause[-1]]
        said = self._at_home(self.own.folded[first.start : last.end])
        return not surely_named(said) or find_other(said) is not None or names_another(said)

    @property
    def is_of_one(self) -> bool:
        """Whether the data are of one person, or of nobody."""
        return len({person.id_document or person.phone for person in self.people}) < 2

    @cached_property
    def is_whole(self) -> bool:
        """Whether document and mobile of each are given."""
        is_given = self.incoming.may_be_whole and bool(self.people)  # names are read only where it may be
        return is_given and all(p.id_document and p.phone for p in self.people)

    @property
    def is_of_writer(self) -> bool:
        """Whether the data are by their name the writer's own."""
        writer = self.incoming.mail.sender_name
        return bool(writer) and all(p.name and compatible(p.name, writer) for p in self.people)

    @property
    def names_more(self) -> bool:
        """Whether somebody is named of whom no data are given, or all are: "la baixa de tots"."""
        if len(self.people) == 1 and self.of_wish is not None and _asks_for_all(self.of_wish):
            return True
        given = [person.name for person in self.people if person.name]
        if self.is_for_another and self.is_of_one and self.is_whole:
            return False  # who writes for a relative signs as well
        words = self._given | {"i", "y", "and"}
        return any(
            not all(word in words or any(compatible(word, one) for one in given) for word in name.words)
            and not any(compatible(name.value, one) for one in given)
            for name in self.found.names
            if self.own.folded[name.start : name.end].partition(" ")[0]
            not in GOOD  # "Bona Pasqua" is nobody's name
        )

    @cached_property
    def is_for_another(self) -> bool:
        """Whether it is told, or asked, for a relative, or for somebody who is named in the wish."""
        is_told = self.has(Concept.BEHALF) or (
            self.has(Concept.KIN) and (self.has(Concept.SAY) or self.has(Concept.THEY_WANT))
        )
        is_done_to = self.said.why is Concept.KIN
        return is_told or is_done_to or self._is_in_wish(Concept.KIN) or self._names_another_in_wish

    def _is_in_wish(self, concept: Concept) -> bool:
        """Whether the wish's sentence names it, but as far as a reason behind the wish."""
        wish = self.of_wish
        if wish is None:
            return False
        at, end = wish.starting(self.said.start) or 0, len(wish.tokens)
        reason = next((j for j in range(at + 1, end) if Concept.BECAUSE in wish.concepts[j]), end)
        return wish.has(concept, range(reason))

    @cached_property
    def _names_another_in_wish(self) -> bool:
        """Whether the wish's clause names somebody else, or one is added to it: "a mi i a la Maria"."""
        wish, known = self.of_wish, self.incoming.writer | self._given
        if wish is None:
            return False
        clause = wish.clause(wish.starting(self.said.start) or 0)
        return any(
            token.word in GIVEN_NAMES
            and token.capital
            and token.word not in known
            and (j in clause or (j > clause.start and Concept.AND in wish.of(_before_links(wish, j))))
            for j, token in enumerate(wish.tokens)
        )

    @property
    def _is_of_me(self) -> bool:
        """Whether what is asked is done to who writes: "me" stands about the word that asks."""
        wish = self.of_wish
        if wish is None:
            return False
        at = wish.starting(self.said.start) or 0
        return any(
            _is_me_or_mine(wish, j) and not wish.of(j + 1) & _TELLS
            for j in range(max(0, at - _ABOUT), min(at + _ABOUT, len(wish.tokens)))
        )

    @cached_property
    def is_near_another_matter(self) -> bool:
        """Whether another matter is named with the wish, and not only elsewhere in the mail.

        Under a subject that asks, whole data stand for themselves: who writes a BAIXA may tell of a cat.
        """
        wish = self.of_wish
        near = self.own.folded[wish.tokens[0].start : wish.tokens[-1].end] if wish else self.own.folded
        if wish is None and self.is_whole and self.said.stand is Stand.WISH:
            near = ""
        matter = find_other(self._at_home(f"{self.subject.folded}\n{near}"))
        return matter is not None and not (matter.group().startswith(_RESIDENT) and self.is_whole)

    @property
    def may_be_of_another(self) -> bool:
        """Whether somebody else than who gives data may be meant."""
        if self._says_other_name or self._subject_names_other:
            return True
        if not self.is_for_another:
            if self.is_of_writer:
                return not self._is_of_me and self._names_kin_for_nothing
            is_told = self.has(Concept.KIN) or self.has(Concept.NEIGHBOUR)
            return is_told or self._asks_for_theirs
        if self.said.why is not Concept.KIN and self._is_of_me:
            return True  # "my husband says that I leave": whose data are they?
        # Data that are by name not the writer's are the relative's.
        is_known = len(self.incoming.writer) > 1 and not self._names_another_in_wish
        is_of_kin = self.has(Concept.KIN) and self._names_relative
        return not (is_of_kin and is_known) or self._is_any_writers

    @property
    def _subject_names_other(self) -> bool:
        """Whether the subject names somebody whose data are not given: "BAIXA de la Maria"."""
        known = self.beside.known() | self._given
        return any(
            (token.word in GIVEN_NAMES and token.capital and token.word not in known)
            or (Concept.KIN in here and self.is_of_writer)
            for parsed in parsed_of(self.subject, self.beside.place)
            for token, here in zip(parsed.tokens, parsed.concepts, strict=True)
        )

    @property
    def _names_kin_for_nothing(self) -> bool:
        """Whether a relative is named, "és per la mare", where it may matter, or data are theirs."""
        return any(
            parsed.has(Concept.KIN)
            and (_is_of_their_data(parsed) or not self.beside.is_harmless(parsed, range(len(parsed.tokens))))
            for parsed in self.body
            if parsed is not self.of_wish
        )

    @property
    def _asks_for_theirs(self) -> bool:
        """Whether it is somebody else's number that the wish is of: "el seu mòbil"."""
        wish = self.of_wish
        return wish is not None and any(
            Concept.THEIRS in here and Concept.LABEL in wish.of(j + 1) for j, here in enumerate(wish.concepts)
        )

    @property
    def is_of_another(self) -> bool:
        """Whether another is asked for, and the data are not by name the writer's own."""
        is_done_to = self.said.why is Concept.KIN and self._is_in_wish(Concept.KIN)
        is_near = self._is_in_wish(Concept.NEIGHBOUR) or (
            self.of_wish is None and self.has(Concept.NEIGHBOUR)
        )
        is_named = self.is_for_another or is_near
        is_own = bool(self.people) and self._is_by_writer and not self._names_another_in_wish
        return is_done_to or self._says_other_name or (is_named and not is_own)

    @property
    def is_writers_own(self) -> bool:
        """Whether it is who writes that is to leave: by name, by "me", or where nobody else is named."""
        others = (Concept.KIN, Concept.NEIGHBOUR, Concept.BEHALF, Concept.THEY_WANT, Concept.SAY)
        is_anothers = self.is_of_another or any(map(self.has, others))
        return self._is_by_writer or not (self.incoming.mail.sender_name or is_anothers)

    @property
    def _is_by_writer(self) -> bool:
        """Whether the data are the writer's own: by the sender's name, by "soc", or "me" of no other."""
        is_me = self._is_of_me and self.said.stand is not Stand.AGAINST
        is_others = len(words_of(self.incoming.mail.sender_name)) > 1 or self._is_in_wish(Concept.NEIGHBOUR)
        return self.is_of_writer or self._says_own_name or (is_me and not is_others)

    @property
    def _says_own_name(self) -> bool:
        """Whether who writes says "soc" before the name that is given, and names nobody else in full."""
        given = [person.name for person in self.people if person.name]
        full = [name.value for name in self.found.names if len(name.words) > 1]
        is_alone = all(any(compatible(name, one) for one in given) for name in full)
        return is_alone and any(_is_self(parsed, at) for parsed, at in self._before_names)

    @cached_property
    def _says_other_name(self) -> bool:
        """Whether who writes is not whose data are given: "no soc la Maria", "soc advocat de la Maria"."""
        return any(
            _is_denied_self(parsed, at) or _is_somebody_of(parsed, at) for parsed, at in self._before_names
        )

    @property
    def _before_names(self) -> Iterator[tuple[Parsed, int]]:
        """What stands before each name of whose data are given, and before its article: "soc la Maria"."""
        starts = {name.start for name in self.found.names}
        for parsed in self.body:
            for j, token in enumerate(parsed.tokens):
                if token.word in self._given and (token.capital or token.start in starts):
                    at = j - 1
                    while parsed.word(at) in _ARTICLES:
                        at -= 1
                    if self._given.isdisjoint(parsed.near(at - 1, j)):  # "Maria de Puig" is one name
                        yield parsed, at

    @property
    def writer_stays(self) -> bool:
        """Whether it is who writes that is not to leave: "jo em quedo", "a mi no em tragueu"."""
        stays, said = self.of_wish, self.said
        if stays is None or said.why not in REFUSALS:
            return False
        clause = stays.clause(stays.starting(said.start) or 0)
        is_me = any(stays.words[j] in _I or Concept.ME in stays.concepts[j] for j in clause)
        return is_me and not stays.has(Concept.KIN, clause)

    @property
    def is_for_known_kin(self) -> bool:
        """Whether it is for a relative, whose data are given whole, under a name that is not the writer's."""
        is_named = self.is_whole and all(p.name for p in self.people)
        signs = (*words_of(self.incoming.mail.sender_name), *self._signed)
        is_writer_known = not GIVEN_NAMES.isdisjoint(signs)
        is_theirs = (is_writer_known or self._are_introduced) and not self._is_any_writers
        is_other = (self.is_near_another_matter and self.may_be_elsewhere) or self.joins
        is_own = self._is_of_me and not self.writer_stays
        return is_named and is_theirs and self._names_relative and not (is_other or is_own)

    @property
    def _names_relative(self) -> bool:
        """Whether a relative of who writes is named, or that they act for somebody, and no neighbour is."""
        kin = (
            _is_of_others(parsed, j, self._given)
            for parsed in (*parsed_of(self.subject), *self.body)
            for j, here in enumerate(parsed.concepts)
            if Concept.KIN in here
        )
        return (self.has(Concept.BEHALF) or not all(kin)) and not self.has(Concept.NEIGHBOUR)

    @property
    def _are_introduced(self) -> bool:
        """Whether a relative is named right before a name that is given: "la meva mare, Teresa Mas"."""
        starts = {name.start for name in self.found.names}
        return any(
            token.start in starts and parsed.has(Concept.KIN, range(j - _BETWEEN, j))
            for parsed in self.body
            for j, token in enumerate(parsed.tokens)
        )

    @property
    def _is_any_writers(self) -> bool:
        """Whether somebody's data are the writer's own, by the sender's name or by how the mail is signed."""
        writer = self.incoming.mail.sender_name
        signed = self._signed
        return any(
            (bool(writer) and compatible(p.name, writer))
            or any(word.endswith(s) for s in signed for word in words_of(p.name)[:1])
            for p in self.people
            if p.name
        )

    @property
    def _signed(self) -> tuple[str, ...]:
        """The name by which the mail is signed in its last line, where it is one word: "Fina"."""
        last = fold(self.own.rstrip().rpartition("\n")[2]).strip(" .,!-")
        return (last,) if last.isalpha() and len(last) >= _SHORTEST_NAME else ()

    @property
    def is_for_all(self) -> bool:
        """Whether the wish's sentence speaks for more than one."""
        wish, said = self.of_wish, self.said
        if wish is None:
            return said.stand is Stand.WISH and said.in_subject and has_only_data(self.body)
        counted = [_COUNTS[word] for word in wish.words if word in _COUNTS]
        if counted:
            return set(counted) == {len(self.people)}
        by_us = any(
            word.endswith(("em", "mos")) and here & {Concept.WANT, Concept.ASK}
            for word, here in zip(wish.words, wish.concepts, strict=True)
        )
        return not _ALL.isdisjoint(wish.words) or (by_us and not wish.has(Concept.THEIRS))


_MONTH_OF_YEAR: Final = re.compile(r"(?<![\d/.-])\d{1,2}(?:[/-]| \d{1,2} )20\d\d(?![\d/])")
"""A month or a day that no calendar format holds: "12/2027", "31 12 2027"."""
_SHORTEST_NAME: Final = 3
_ABOUT: Final = 5
"""Words before and behind the one that asks in which it says to whom it is done."""
_BETWEEN: Final = 3
"""Words at most from a relative to their name, marks included, and from a denial to what it denies."""
_OF_WHAT: Final = 5
"""Words at most in which who writes says what they are of somebody: "soc propietari del pis de la Maria"."""
_ARTICLES: Final = frozenset({"el", "la", "l", "en", "na", "n"})
"""Before a given name: "soc la Teresa"."""
_I: Final = frozenset({"jo", "yo", "mi"})
_RESIDENT: Final = ("empadronat", "empadronad")
"""Where somebody lives, as they say it: of the register only where nothing else is asked."""
_ALL: Final = word_set("ens nos nosaltres nosotros tots totes todos todas ambdos ambdues ambos both")
_EVERYBODY: Final = frozenset({"tots", "totes", "todos", "todas"})
_COUNTS: Final = {"dos": 2, "dues": 2, "two": 2, "tres": 3, "three": 3, "quatre": 4, "cuatro": 4}

_TELLS: Final = frozenset({Concept.SAY, Concept.ASK, Concept.THEY_WANT, Concept.TOLD})
"""Behind a "me" who is told or asked, and has not asked for themselves: "m'ha demanat que l'esborreu"."""
_OF_WHOM: Final = frozenset({"d", "de", "del", "dels"})
_OF_OR_IS: Final = _OF_WHOM | {"es", "son"}


def _is_me_or_mine(parsed: Parsed, place: int) -> bool:
    """Whether it is "me", or their leave: "mi baja"."""
    is_mine = Concept.MINE in parsed.concepts[place] and parsed.word(place + 1) in NOUNS
    return is_mine or parsed.is_me(place)


def _asks_for_all(wish: Parsed) -> bool:
    """Whether it is asked for everybody: "la baixa de tots", not "de tots els avisos"."""
    return any(
        word in _EVERYBODY
        and wish.word(j - 1) != "a"  # "gràcies a tots"
        and (wish.ends_at(j + 1) or wish.word(j + 1) in _COUNTS)
        for j, word in enumerate(wish.words)
    )


def _is_of_their_data(parsed: Parsed) -> bool:
    """Whether data are a relative's: "el mòbil de la mare", "el número és del meu fill"."""
    return any(
        Concept.LABEL in here
        and Concept.KIN not in here
        and parsed.word(j + 1) in _OF_OR_IS
        and parsed.has(Concept.KIN, range(j + 2, j + 5))
        for j, here in enumerate(parsed.concepts)
    )


def _before_links(parsed: Parsed, place: int) -> int:
    """The place before the pronouns and articles that stand before *place*."""
    return next((j for j in range(place - 1, -1, -1) if Concept.LINK not in parsed.concepts[j]), -1)


def _is_self(parsed: Parsed, place: int) -> bool:
    return Concept.SELF in parsed.of(place) and not parsed.has(Concept.NOT, range(place - _BETWEEN, place))


def _is_denied_self(parsed: Parsed, place: int) -> bool:
    return Concept.SELF in parsed.of(place) and not _is_self(parsed, place)


def _is_somebody_of(parsed: Parsed, place: int) -> bool:
    """Whether who writes is no relative of the person behind the "de" at *place*: "soc veïna de"."""
    before = range(place - _OF_WHAT, place)
    is_said = parsed.word(place) in _OF_WHOM and parsed.has(Concept.SELF, before)
    return is_said and not parsed.has(Concept.KIN, before)


def _is_of_others(parsed: Parsed, place: int, given: frozenset[str]) -> bool:
    """Whether a relative is of neither who writes nor whose names are *given*: "el pare del meu alumne"."""
    if parsed.has(Concept.THEIRS, range(place - 1, place)):
        return True
    if parsed.word(place + 1) not in _OF_WHOM:
        return False
    after = range(place + 2, len(parsed.tokens))
    at = next((j for j in after if not parsed.concepts[j] & _BEFORE_WHOM), len(parsed.tokens))
    return not (parsed.ends_at(at) or parsed.words[at] in given | {"#"} or parsed.concepts[at] & _NOBODYS)


_BEFORE_WHOM: Final = frozenset({Concept.LINK, Concept.COURTESY})
_NOBODYS: Final = frozenset({Concept.LIST, Concept.MESSAGE, Concept.KIN, Concept.LABEL})
"""Behind "la mare de": what she is taken off, or another relative of who writes."""
