"""What the law asks of a resident's mail that may be a leave: its words, and what they name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, partial

from rules.findings import Because, Person, Said
from rules.intent.accounting import Beside, puts_on
from rules.intent.beside_reader import changes_nothing
from rules.intent.frame import Stand
from rules.intent.law import Understood, only_stays, understood
from rules.intent.second_reader import Scores, Weights, joined, score
from rules.lexicon.parsed import Parsed, parsed_of
from rules.lexicon.words import Concept
from rules.mail.message import Incoming
from rules.mail.set_phrases import without_reference
from rules.mail.small_print import meant
from rules.people.gathering import Gathered
from rules.people.name_forms import key_words
from rules.registry.papers import people_of
from rules.text.dates import find_dates
from rules.text.tokens import Text, together
from rules.vocabulary.lists import at_home, named_as_list, names_another, names_list, surely_named
from rules.vocabulary.other_meanings import AWAY, other_matter


@dataclass(frozen=True)
class LeaveWords:
    """A resident's mail, with what its words say."""

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
        """Where names, numbers and days past stand; nowhere where somebody only wants to be on no list."""
        only_is = only_stays(self.subject, self.own) and not (
            self.incoming.may_be_whole or self.names_any_list
        )
        return () if only_is else (*self.found.places, *self._days_past)

    @property
    def _days_past(self) -> Iterator[tuple[int, int]]:
        """Where a day is written, with its year, that is not to come: "Setcases, a 2 de maig de 2026"."""
        today = self.incoming.today
        for written in find_dates(self.own, today=today):
            has_year = str(written.on.year) in self.own[written.start : written.end]
            if has_year and today is not None and written.on <= today:
                yield written.start, written.end

    @cached_property
    def scores(self) -> Scores | None:
        """What the second reader makes of the whole mail."""
        text, home = joined(self.incoming.title, self.incoming.own), self.incoming.town.home
        return score(text, self.weights, home) if self.weights else None

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

    def has(self, concept: Concept) -> bool:
        """Whether a sentence of the text holds the concept."""
        return any(parsed.has(concept) for parsed in self.body)

    @cached_property
    def names_list(self) -> bool:
        """Whether the wish's sentence names the town's list, or the subject does."""
        is_named = self.said.beside_list
        return self.is_ours and (is_named or surely_named(self._at_home(self.subject.folded)))

    @property
    def joins(self) -> bool:
        """Whether somebody or a number is to be put on the list."""
        return any(puts_on(parsed, j) for parsed in self.body for j in range(len(parsed.tokens)))


def _known_in(incoming: Incoming) -> frozenset[str]:
    names = incoming.writer | words_of_all(people_of(incoming))
    return names | key_words(incoming.town.named) | {incoming.town.home}


def words_of_all(people: Iterable[Person]) -> frozenset[str]:
    """The bare words of the names of those people."""
    return frozenset().union(*(key_words(p.name) for p in people if p.name))
