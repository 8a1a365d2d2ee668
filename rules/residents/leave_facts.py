"""What the law asks of a resident's mail that may be a leave: its words, its people, and whose they are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import Final

from rules.findings import Because, Person, Said
from rules.intent.accounting import GOOD, MAY_TURN, Beside, has_only_data, puts_on, says_only_who
from rules.intent.beside_reader import changes_nothing
from rules.intent.frame import Stand
from rules.intent.law import Understood, only_stays, understood
from rules.intent.second_reader import Scores, Weights, joined, score
from rules.lexicon.conjugation import Tag
from rules.lexicon.parsed import Parsed, parsed_of
from rules.lexicon.verbs import JOINS, NO_VERB, NOUNS, Act
from rules.lexicon.words import Concept
from rules.mail.message import Incoming
from rules.mail.set_phrases import without_reference
from rules.mail.small_print import meant
from rules.people.gathering import Gathered
from rules.people.name_forms import Named, key_words
from rules.people.names import compatible, words_of
from rules.registry.papers import people_of
from rules.text.folding import fold
from rules.text.patterns import word_set
from rules.text.tokens import Text, Token, together
from rules.vocabulary.lists import at_home, named_as_list, names_another, names_list, surely_named
from rules.vocabulary.name_words import GIVEN_NAMES
from rules.vocabulary.other_meanings import AWAY, find_other, other_matter


@dataclass(frozen=True)
class Leave:
    """A resident's mail, with all that the law asks of it."""

    incoming: Incoming
    weights: Weights | None

    @cached_property
    def subject(self) -> Text:
        """The subject, without the marks of replies and without a case's reference."""
        return self.incoming.subject.edited(without_reference(self.incoming.subject))

    @cached_property
    def own(self) -> Text:
        """The writer's own words, cleaned, without small print and without each "baixa" that means low."""
        return self.incoming.own.once(meant)

    @cached_property
    def found(self) -> Gathered:
        """The names, documents and telephones of these words."""
        return self.incoming.found.outside(self.own)

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Whose data are given, papers included."""
        return people_of(self.incoming)

    @cached_property
    def said(self) -> Understood:
        """What the frames of the words come to; where there are none, nothing is told of leaving."""
        return understood(self.subject, self.own, lambda: self.beside) or Understood(Stand.TOLD)

    @cached_property
    def beside(self) -> Beside:
        """What is known of the words beside what they say."""
        town = self.incoming.town
        return Beside(
            data=self._data,
            changes_nothing=partial(changes_nothing, self.weights.beside) if self.weights else None,
            known=cache(partial(_known_in, self.incoming)),
            place=town.home,
        )

    @property
    def _data(self) -> tuple[tuple[int, int], ...]:
        """Where names and numbers stand; nowhere, where somebody only wants to be, and no list is named."""
        only_is = only_stays(self.subject, self.own) and not (
            self.incoming.may_be_whole or self.names_any_list
        )
        return () if only_is else self.found.places

    @property
    def says_only_who(self) -> bool:
        """Whether nothing but the noun and somebody's data stand in the mail."""
        said, beside = self.said, self.beside
        heads = parsed_of(self.subject, beside.place)
        is_bare = said.stand is Stand.WISH and said.words in NOUNS
        return is_bare and says_only_who((*heads, *self.body), beside)

    @cached_property
    def _given(self) -> frozenset[str]:
        """The bare words of the names of those whose data are given."""
        return _words_of(self.people)

    @property
    def may_be_other_answer(self) -> bool:
        """Whether data that are given above the leave that is answered may be for something else."""
        forms = (JOINS.get(word, NO_VERB) for parsed in self.body for word in parsed.words)
        joins = any(form.act is Act.JOIN and Tag.PARTICIPLE not in form.tags for form in forms)
        stays = any(Act.STAY in parsed.acts for parsed in self.body)
        turns = any(self.has(concept) for concept in (*MAY_TURN, Concept.NOT, Concept.KIN))
        return turns or joins or stays or self.joins

    @property
    def joins(self) -> bool:
        """Whether somebody or a number is to be put on the list."""
        return any(puts_on(parsed, j) for parsed in self.body for j in range(len(parsed.tokens)))

    @cached_property
    def scores(self) -> Scores | None:
        """What the second reader makes of the whole mail."""
        return score(joined(self.incoming.title, self.incoming.own), self.weights) if self.weights else None

    def may_ask(self, *, is_known: bool = True) -> bool:
        """Whether the second reader hears so much of a wish that its writer may be asked, or none reads.

        *is_known*: it is of this list, or no other matter is named.
        """
        if self.scores is None or self.weights is None:
            return True
        return self.scores.ask >= (self.weights.closer if is_known else self.weights.opener)

    @cached_property
    def body(self) -> tuple[Parsed, ...]:
        """The sentences of the writer's own words."""
        beside = self.beside
        return parsed_of(self.own, beside.place, beside.data)

    @cached_property
    def of_wish(self) -> Parsed | None:
        """The sentence of the wish; None where the subject asks."""
        said = self.said
        if said.in_subject:
            return None
        return next((p for p in self.body if p.tokens[0].start <= said.start <= p.tokens[-1].end), None)

    @cached_property
    def folded(self) -> str:
        """Subject and own words, without names: "Casals" is no other matter."""
        own = self.own.filled(((name.start, name.end) for name in self.found.names), "~")
        return self._at_home(together(self.subject, own).folded)

    def _at_home(self, folded: str) -> str:
        return at_home(named_as_list(folded, self.incoming.town.named), self.incoming.town.home)

    @cached_property
    def is_ours(self) -> bool:
        """Whether the town's list is named, and no other."""
        is_named = surely_named(self._with_names) and surely_named(self.folded)
        return is_named and not self._names_another

    @cached_property
    def names_any_list(self) -> bool:
        """Whether a list is named."""
        return names_list(self._with_names) and names_list(self.folded)

    @cached_property
    def _with_names(self) -> str:
        """Subject and own words; where no list is named there, names need not be looked for."""
        return self._at_home(together(self.subject, self.own).folded)

    @cached_property
    def is_of_another_matter(self) -> bool:
        """Whether another matter, another list or another town is named."""
        return other_matter(self.folded) is not None or self._names_another

    @cached_property
    def _names_another(self) -> bool:
        return names_another(self.folded)

    @cached_property
    def may_be_elsewhere(self) -> bool:
        """Whether another matter may be what is left: the wish's own clause names not this list alone."""
        if not self.is_of_another_matter:
            return False
        clause = self._clause_of_wish
        if not clause or not self.said.beside_list:
            return True
        wish = self._at_home(self.own.folded[clause[0].start : clause[-1].end])
        return not surely_named(wish) or find_other(wish) is not None or names_another(wish)

    @property
    def places(self) -> Iterator[Said]:
        """The word that decided, the clauses that are open, and the words of the subject that are strange."""
        said = self.said
        if said.start == said.end:
            return
        subject = self.incoming.title.cleaned.rstrip()
        before = len(subject) - len(self.subject)  # the marks of a reply
        at = before if said.in_subject else 0
        yield Said(said.start + at, said.end + at, said.stand, in_subject=said.in_subject)
        for start, end in said.open:
            yield Said(start, end, Because("open-clause"), is_open=True)
        for start, end in said.strange:
            yield Said(start + before, end + before, Because("strange-word"), in_subject=True, is_open=True)

    @property
    def is_of_work(self) -> bool:
        """Whether a baixa from work is told of."""
        return AWAY.search(together(self.subject, self.incoming.own).folded) is not None

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

    def has(self, concept: Concept) -> bool:
        """Whether a sentence of the text holds the concept."""
        return any(parsed.has(concept) for parsed in self.body)

    @cached_property
    def names_list(self) -> bool:
        """Whether the wish's sentence names the town's list, or the subject does."""
        is_named = self.said.beside_list
        return self.is_ours and (is_named or surely_named(self._at_home(self.subject.folded)))

    @property
    def names_more(self) -> bool:
        """Whether somebody is named of whom no data are given."""
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
        return any(
            t.word in GIVEN_NAMES and t.capital and t.word not in self.incoming.writer | self._given
            for t in self._clause_of_wish
        )

    @property
    def _clause_of_wish(self) -> Sequence[Token]:
        wish, said = self.of_wish, self.said
        if wish is None:
            return ()
        clause = wish.clause(wish.starting(said.start) or 0)
        return wish.tokens[clause.start : clause.stop]

    @property
    def _is_of_me(self) -> bool:
        """Whether what is asked is done to who writes: "me" stands about the word that asks."""
        wish = self.of_wish
        if wish is None or self.said.stand is Stand.AGAINST:
            return False
        at = wish.starting(self.said.start) or 0
        return any(
            Concept.ME in wish.concepts[j] and not wish.of(j + 1) & _TELLS
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
        if not self.is_for_another:
            return (self.has(Concept.KIN) or self.has(Concept.NEIGHBOUR)) and not self.is_of_writer
        if self.said.why is not Concept.KIN and self._is_of_me:
            return True  # "my husband says that I leave": whose data are they?
        # Data that are by name not the writer's are the relative's.
        is_known = len(self.incoming.writer) > 1 and not self._names_another_in_wish
        is_of_kin = self.has(Concept.KIN) and self._names_relative
        return not (is_of_kin and is_known) or self._is_any_writers

    @property
    def is_of_another(self) -> bool:
        """Whether another is asked for, and the data are not by name the writer's own."""
        is_done_to = self.said.why is Concept.KIN and self._is_in_wish(Concept.KIN)
        is_near = self._is_in_wish(Concept.NEIGHBOUR) or (
            self.of_wish is None and self.has(Concept.NEIGHBOUR)
        )
        is_named = self.is_for_another or is_near
        is_own = bool(self.people) and self._is_by_writer and not self._names_another_in_wish
        return is_done_to or (is_named and not is_own)

    @property
    def is_writers_own(self) -> bool:
        """Whether it is who writes that is to leave: by name, by "me", or where nobody else is named."""
        others = (Concept.KIN, Concept.NEIGHBOUR, Concept.BEHALF, Concept.THEY_WANT, Concept.SAY)
        is_anothers = self.is_of_another or any(map(self.has, others))
        return self._is_by_writer or not (self.incoming.mail.sender_name or is_anothers)

    @property
    def _is_by_writer(self) -> bool:
        """Whether the data are by name the writer's own; or it is "me", and they bear no other given name."""
        is_named = not GIVEN_NAMES.isdisjoint(words_of(self.incoming.mail.sender_name))
        return self.is_of_writer or self._says_own_name or (self._is_of_me and not is_named)

    @property
    def _says_own_name(self) -> bool:
        """Whether who writes says that it is they whose data are given, and names nobody else in full."""
        given = [person.name for person in self.people if person.name]
        own = [name for name in self.found.names if any(compatible(name.value, one) for one in given)]
        full = [name for name in self.found.names if len(name.words) > 1]
        return all(name in own for name in full) and self._are_introduced(own, by=Concept.SELF)

    @property
    def is_for_known_kin(self) -> bool:
        """Whether it is for a relative, whose data are given whole, under a name that is not the writer's."""
        is_named = self.is_whole and all(p.name for p in self.people)
        signs = (*words_of(self.incoming.mail.sender_name), *self._signed)
        is_writer_known = not GIVEN_NAMES.isdisjoint(signs)
        is_introduced = self._are_introduced(self.found.names, by=Concept.KIN)
        is_theirs = (is_writer_known or is_introduced) and not self._is_any_writers
        is_other = (self.is_near_another_matter and self.may_be_elsewhere) or self.joins
        return is_named and is_theirs and self._names_relative and not (is_other or self._is_of_me)

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

    def _are_introduced(self, names: Iterable[Named], *, by: Concept) -> bool:
        """Whether such a word stands right before one of the names: "la meva mare, Teresa Mas"."""
        starts = {name.start for name in names}
        return any(
            token.start in starts and parsed.has(by, range(j - _BETWEEN, j))
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


def _words_of(people: Iterable[Person]) -> frozenset[str]:
    return frozenset().union(*(key_words(p.name) for p in people if p.name))


def _known_in(incoming: Incoming) -> frozenset[str]:
    names = incoming.writer | _words_of(people_of(incoming))
    return names | key_words(incoming.town.named) | {incoming.town.home}


_SHORTEST_NAME: Final = 3
_ABOUT: Final = 5
"""Words before and behind the one that asks in which it says to whom it is done."""
_BETWEEN: Final = 3
"""Words at most from who somebody is to their name, marks included."""
_RESIDENT: Final = ("empadronat", "empadronad")
"""Where somebody lives, as they say it: of the register only where nothing else is asked."""
_ALL: Final = word_set("ens nos nosaltres nosotros tots totes todos todas ambdos ambdues ambos both")
_COUNTS: Final = {"dos": 2, "dues": 2, "two": 2, "tres": 3, "three": 3, "quatre": 4, "cuatro": 4}

_TELLS: Final = frozenset({Concept.SAY, Concept.ASK, Concept.THEY_WANT, Concept.TOLD})
"""Behind a "me" who is told or asked, and has not asked for themselves: "m'ha demanat que l'esborreu"."""
_OF_WHOM: Final = frozenset({"d", "de", "del", "dels"})


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
