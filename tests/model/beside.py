"""Trains the reader of what stands beside a wish: logistic regression over sentences and clauses.

`beside.jsonl` teaches both what changes nothing and what does, each line by a hand that knew the town's
notice alone; so does what stands beside the wishes of the corpus. Its figures, and the least that a sentence
is to say, are of hands that did not teach it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from daemon.configuration.second_reader import written as written_table
from rules.intent.beside_reader import BesideWeights, features, score
from rules.intent.law import understood
from rules.intent.second_reader import Weights
from rules.lexicon.parsed import Parsed
from rules.mail.mail import read_mail
from rules.mail.message import Incoming
from rules.reading import read
from rules.residents.leave_facts import Leave
from tests.corpus.labelled import BESIDE, Labelled, Wants, corpus, written
from tests.corpus.measuring import is_wrong, outcome_of
from tests.corpus.test_corpus import TOWN
from tests.model.matrices import matrix_of, vocabulary_of
from tests.model.tables import table_of

_LEAST_LINES, _LEAST_HANDS = 3, 2
"""How many lines and hands hold a feature that is learned."""
_DECAY: Final = 2.0
_UNKNOWN: Final = 1.0
"""How much a sentence of unknown words says that nothing changes: less than it has to say."""
_OF_OTHERS: Final = 0.05
"""How much a sentence of a mail that asks for no leave counts: it need not change one."""
_TAKEN: Final = 0.07
"""Share of the lines of an unknown hand that change a wish, and may be taken for such as do not."""
_FOLDS: Final = 6
_DECIMALS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What stands beside a wish; `hand` wrote it, or it stands in that batch of the corpus."""

    hand: str
    changes: bool
    said: tuple[tuple[Parsed, range], ...]
    is_of_corpus: bool = False
    counts: float = 1.0

    @property
    def features(self) -> Iterator[list[str]]:
        """Each sentence that changes nothing; of what changes something nobody says by which it does."""
        found = (features(parsed, places) for parsed, places in self.said)
        return iter([list(dict.fromkeys(chain(*found)))]) if self.changes else found

    def score(self, weights: BesideWeights) -> float:
        """How much the sentence that says it least says that nothing changes."""
        return min(score(weights, parsed, places) for parsed, places in self.said)


def examples() -> list[Example]:
    """All that is learned from, in the order of the files."""
    rows = [json.loads(line) for line in BESIDE.read_text("utf-8").splitlines()]
    with ProcessPoolExecutor() as pool:
        lines = (one for one in pool.map(_of_row, rows, chunksize=64) if one.said)
        return [*lines, *chain.from_iterable(pool.map(_of_corpus, corpus(), chunksize=64))]


def _of_row(row: Mapping[str, str]) -> Example:
    leave = Leave(Incoming(mail=read_mail(written({"subject": "", "text": row["text"]})), town=TOWN), None)
    return Example(hand=row["hand"], changes=row["says"] == "turns", said=tuple(map(_whole, leave.body)))


def _whole(parsed: Parsed) -> tuple[Parsed, range]:
    return parsed, range(len(parsed.tokens))


def _of_corpus(one: Labelled) -> list[Example]:
    """What has to change nothing for a plain leave to act; of a mail that would act wrongly all of it.

    Of what else is no leave each sentence is likelier to change something than not, and teaches little.
    """
    if one.wants is Wants.UNCLEAR or not one.is_residents:
        return []
    found: list[tuple[Parsed, range]] = []

    def changes_nothing(parsed: Parsed, places: range) -> bool:
        found.append((parsed, places))
        return True

    leave = Leave(Incoming(mail=one.mail, town=TOWN), None)
    understood(leave.subject, leave.own, lambda: replace(leave.beside, changes_nothing=changes_nothing))
    if one.wants is Wants.LEAVE:
        return [Example(hand=one.batch, changes=False, said=(each,), is_of_corpus=True) for each in found]
    others = [
        Example(hand=one.batch, changes=True, said=(_whole(each),), is_of_corpus=True, counts=_OF_OTHERS)
        for each in leave.body
        if one.name.startswith("short")
    ]
    if found and is_wrong(one, outcome_of(read(one.mail, TOWN, weights=_TRUSTING), one.mail)):
        return [Example(hand=one.batch, changes=True, said=tuple(found), is_of_corpus=True), *others]
    return others


_ALL: Final = float("-inf")
_NONE: Final = table_of({})
_TRUSTING: Final = Weights(
    ngrams=_NONE, ask=0.0, against=0.0, veto=_ALL, opener=_ALL, closer=_ALL,
    beside=BesideWeights(_NONE, unknown=0.0, least=_ALL),
)  # fmt: skip
"""What holds no wish back, whatever stands beside it."""


# --- learning --------------------------------------------------------------------------------------


def learned(found: Sequence[Example]) -> BesideWeights:
    """The weights that these examples teach; the least that is to be said is not chosen yet."""
    told = [(one, said) for one in found for said in one.features]
    vocabulary = vocabulary_of(
        ((one.hand, said) for one, said in told), examples=_LEAST_LINES, hands=_LEAST_HANDS
    )
    matrix = matrix_of((said for _, said in told), vocabulary)
    sign = np.array([-1.0 if one.changes else 1.0 for one, _ in told])
    counts = np.array([one.counts for one, _ in told])
    solved = np.round(_solved(matrix, sign, counts), _DECIMALS).tolist()
    pairs = zip(vocabulary, solved, strict=True)
    return BesideWeights(table_of({each: (weight,) for each, weight in pairs if weight}), _UNKNOWN, 0.0)


def _solved(matrix: Any, sign: Any, counts: Any) -> Any:
    across = matrix.T.tocsr()

    def loss(given: Any) -> tuple[float, Any]:
        margin = sign * (matrix @ given + _UNKNOWN)
        wrong = -counts * sign * expit(-margin)
        total = float(counts @ np.logaddexp(0.0, -margin)) + _DECAY / 2 * float(given @ given)
        return total, across @ wrong + _DECAY * given

    begun = np.zeros(matrix.shape[1])
    options = {"maxiter": 1000, "ftol": 1e-12, "gtol": 1e-5}
    return minimize(loss, begun, jac=True, method="L-BFGS-B", options=options).x


# --- figures, of hands that taught nothing -----------------------------------------------------------

Scored = Sequence[tuple[Example, float]]


def out_of_hand(found: Sequence[Example]) -> Scored:
    """Each line of a hand with its score by weights that were learned without the hand."""
    hands = sorted({one.hand for one in found if not one.is_of_corpus})
    scored: list[tuple[Example, float]] = []
    for fold in range(_FOLDS):
        apart = set(hands[fold::_FOLDS])
        weights = learned([one for one in found if one.hand not in apart])
        scored += [(one, one.score(weights)) for one in found if one.hand in apart]
    return scored


def with_least(weights: BesideWeights, scored: Scored) -> BesideWeights:
    """The weights with the least that a sentence is to say."""
    turns = [said for one, said in scored if one.changes]
    return replace(weights, least=round(float(np.quantile(turns, 1 - _TAKEN)), _DECIMALS))


def figures(weights: BesideWeights, scored: Scored) -> dict[str, dict[str, int]]:
    """How many lines of unknown hands are found to change nothing."""
    of_hand: dict[str, list[tuple[Example, float]]] = {}
    for each in scored:
        of_hand.setdefault(f"beside, {each[0].hand}", []).append(each)
    return {name: _figures(weights, each) for name, each in {"beside": scored, **of_hand}.items()}


def _figures(weights: BesideWeights, scored: Scored) -> dict[str, int]:
    nothing = [said >= weights.least for one, said in scored if not one.changes]
    turns = [said >= weights.least for one, said in scored if one.changes]
    return {
        "changes nothing": len(nothing),
        "changes nothing, accounted for": sum(nothing),
        "changes the wish": len(turns),
        "changes the wish, accounted for": sum(turns),
    }


def said_of(weights: BesideWeights) -> dict[str, Any]:
    """What the file holds of this reader."""
    return {
        "unknown": weights.unknown,
        "least": weights.least,
        "features": written_table(weights.features, decimals=_DECIMALS),
    }
