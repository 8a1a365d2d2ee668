"""`make model`: trains the three readers from the corpus, and writes their weights beside their figures.

A mail asks as its best sentence asks, less what its worst says against it: the two are learned together
from whole mails, with a soft maximum over sentences (multiple-instance learning). What is said of asking
alone is learned from plain leaves and from mail that asks nothing of the list. Each cut is chosen on scores
of mails by weights that were learned without their batch. Nothing is drawn at random.
"""

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from typing import Any, Final

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from daemon.configuration.second_reader import FILE
from daemon.configuration.second_reader import written as written_table
from rules.intent.beside_reader import BesideWeights
from rules.intent.second_reader import Scores, Weights, joined, ngrams, score, sentences
from rules.topics.topic_reader import TopicWeights
from tests.corpus.labelled import Labelled, Wants, corpus, corpus_hash
from tests.corpus.test_corpus import TOWN
from tests.model import beside
from tests.model.matrices import matrix_of, vocabulary_of
from tests.model.tables import table_of
from tests.model.topics import examples as of_topics
from tests.model.topics import figures as figures_of_topics
from tests.model.topics import learned as learned_topics
from tests.model.topics import said_of

_FOLDS: Final = 10
_LEAST_MAILS, _LEAST_BATCHES = 5, 2
"""How many mails and batches hold an n-gram that is learned."""
_SHORT_COUNTS: Final = 5.0
"""How much more a line of `short.jsonl` counts than a mail: each was written about leaving."""
_DECAY: Final = 20.0
_SHARPNESS: Final = 2.0
"""How near the soft maximum over sentences comes to the hard one."""
_UNKNOWN_AGAINST: Final = -1.0
"""How much a sentence of unknown words speaks against a leave: it does not."""
_DECIMALS: Final = 3

_VETOED: Final = 0.02
"""Share of the natural plain leaves that the veto may hold back, for their writer to confirm."""
_OPENED: Final = 0.16
"""Share of natural mail that asks nothing, but gives data or names the list, that may be asked."""
_CLOSED: Final = 0.03
"""Share of the natural plain leaves that may be found to ask nothing."""

_LIST: Final = "<document> <telephone> whatsapp llista lista grup grupo difusio difusion canal"
_OF_LIST: Final = frozenset(_LIST.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A labelled mail as it is learned from: its text, and the n-grams of its sentences."""

    batch: str
    wants: Wants
    text: str
    counts: float
    is_adversarial: bool
    sentences: tuple[tuple[str, ...], ...]

    @property
    def is_plain(self) -> bool:
        return self.wants is Wants.LEAVE

    @property
    def concerns_list(self) -> bool:
        """Whether the question to the writer may be asked at all: data are given, or the list is named."""
        return not _OF_LIST.isdisjoint(ngram for sentence in self.sentences for ngram in sentence)


def example_of(one: Labelled) -> Example | None:
    """The example; None of a mail that nobody judges, that no resident's words decide, or that has none."""
    mail = one.mail
    if one.wants is Wants.UNCLEAR or not one.is_residents or not f"{mail.subject}{mail.words.own}".strip():
        return None
    text = joined(mail.subject, mail.words.own)
    return Example(
        batch=one.batch,
        wants=one.wants,
        text=str(text),
        counts=_SHORT_COUNTS if one.name.startswith("short") else 1.0,
        is_adversarial=one.is_adversarial,
        sentences=tuple(tuple(ngrams(words)) for _, _, words in sentences(text, TOWN.home)) or ((),),
    )


def examples() -> list[Example]:
    """All that is learned from, in the order of the corpus."""
    with ProcessPoolExecutor() as pool:
        return [found for found in pool.map(example_of, corpus(), chunksize=64) if found is not None]


# --- learning --------------------------------------------------------------------------------------


def learned(found: Sequence[Example]) -> Weights:
    """The weights that these examples teach; the cuts are not chosen yet, nor is `beside` learned."""
    told = ((e.batch, chain.from_iterable(e.sentences)) for e in found)
    vocabulary = vocabulary_of(told, examples=_LEAST_MAILS, hands=_LEAST_BATCHES)
    matrix = matrix_of((sentence for e in found for sentence in e.sentences), vocabulary)
    solved = _solved(matrix, found)
    size = len(vocabulary)
    rounded = np.round(solved, _DECIMALS).tolist()
    pairs = zip(vocabulary, rounded[:size], rounded[size : 2 * size], strict=True)
    return Weights(
        ngrams=table_of({ngram: (ask, against) for ngram, ask, against in pairs if ask or against}),
        ask=rounded[-1],
        against=_UNKNOWN_AGAINST,
        veto=0.0, opener=0.0, closer=0.0,
        beside=BesideWeights(table_of({}), unknown=0.0, least=0.0),
    )  # fmt: skip


def _solved(matrix: Any, found: Sequence[Example]) -> Any:
    """The weights for asking, those against, and what a sentence of unknown words asks."""
    size = matrix.shape[1]
    across = matrix.T.tocsr()
    lengths = np.array([len(e.sentences) for e in found])
    starts = np.cumsum(lengths) - lengths
    sign = np.array([1.0 if e.is_plain else -1.0 for e in found])
    counts = np.array([e.counts for e in found])
    counts_alone = counts * np.array([e.wants in {Wants.LEAVE, Wants.NOTHING} for e in found])

    def soft_most(values: Any, *, or_none: bool) -> tuple[Any, Any]:
        """The soft maximum of each mail's sentences, and each sentence's share in it."""
        sharp = values * _SHARPNESS
        most = np.maximum.reduceat(sharp, starts)
        if or_none:
            most = np.maximum(most, 0.0)
        parts = np.exp(sharp - np.repeat(most, lengths))
        total = np.add.reduceat(parts, starts) + (np.exp(-most) if or_none else 0.0)
        return (most + np.log(total)) / _SHARPNESS, parts / np.repeat(total, lengths)

    def loss(weights: Any) -> tuple[float, Any]:
        for_it, against_it, unknown = weights[:size], weights[size : 2 * size], weights[-1]
        ask, asking = soft_most(matrix @ for_it + unknown, or_none=False)
        against, speaking = soft_most(matrix @ against_it + _UNKNOWN_AGAINST, or_none=True)
        margin = sign * (ask - against)
        alone = sign * ask
        total = counts @ np.logaddexp(0.0, -margin) + counts_alone @ np.logaddexp(0.0, -alone)
        of_margin = -counts * sign * expit(-margin)
        of_alone = -counts_alone * sign * expit(-alone)
        per_ask = np.repeat(of_margin + of_alone, lengths) * asking
        per_against = -np.repeat(of_margin, lengths) * speaking
        gradient = [across @ per_ask + _DECAY * for_it, across @ per_against + _DECAY * against_it]
        decay = _DECAY / 2 * (for_it @ for_it + against_it @ against_it)
        return total + decay, np.concatenate([*gradient, [per_ask.sum()]])

    begun = np.zeros(2 * size + 1)
    options = {"maxiter": 1000, "maxcor": 20, "ftol": 1e-12, "gtol": 1e-5}
    return minimize(loss, begun, jac=True, method="L-BFGS-B", options=options).x


# --- cross-validation by batch ---------------------------------------------------------------------


def folds_of(batches: Iterable[str]) -> dict[str, int]:
    """The fold of each batch: whole batches, the largest first, each to where fewest mails are."""
    mails = Counter(batches)
    filled = [0] * _FOLDS
    found = {}
    for batch in sorted(mails, key=lambda batch: (-mails[batch], batch)):
        found[batch] = filled.index(min(filled))
        filled[found[batch]] += mails[batch]
    return found


def out_of_fold(found: Sequence[Example]) -> dict[str, Weights]:
    """For each batch, weights that were learned without it."""
    folds = folds_of(example.batch for example in found)
    weights = [learned([e for e in found if folds[e.batch] != fold]) for fold in range(_FOLDS)]
    return {batch: weights[fold] for batch, fold in folds.items()}


def beside_out_of_fold(by_batch: Mapping[str, Weights]) -> dict[str, Weights]:
    """The same, with what is learned without the batch of what stands beside a wish; the least is of all."""
    found = beside.examples()
    scored = beside.out_of_hand(found)
    folds = folds_of(one.hand for one in found if one.is_of_corpus)
    learned_beside = [
        beside.with_least(beside.learned([e for e in found if folds.get(e.hand) != fold]), scored)
        for fold in range(_FOLDS)
    ]
    return {
        batch: replace(weights, beside=learned_beside[folds.get(batch, 0)])
        for batch, weights in by_batch.items()
    }


Scored = Sequence[tuple[Example, Scores]]


def with_cuts(weights: Weights, scored: Scored) -> Weights:
    """The weights with the cuts that scores out of fold speak for."""
    leaves = [scores for example, scores in scored if example.is_plain and not example.is_adversarial]
    nothing = [
        scores.ask
        for example, scores in scored
        if example.wants is Wants.NOTHING and not example.is_adversarial and example.concerns_list
    ]
    return replace(
        weights,
        veto=_quantile([s.margin for s in leaves], _VETOED),
        opener=_quantile(nothing, 1 - _OPENED),
        closer=_quantile([s.ask for s in leaves], _CLOSED),
    )


def _quantile(values: Sequence[float], share: float) -> float:
    return round(float(np.quantile(values, share)), _DECIMALS)


def figures(weights: Weights, scored: Scored) -> dict[str, Any]:
    """What the cuts do to mails that taught nothing, batch by batch and in sum."""
    sets: dict[str, list[tuple[Example, Scores]]] = {}
    for example, scores in scored:
        nature = "adversarial" if example.is_adversarial else "natural"
        sets.setdefault(nature, []).append((example, scores))
        sets.setdefault(f"{example.batch} {nature}", []).append((example, scores))
    return {name: _figures_of(weights, sets[name]) for name in sorted(sets)}


def _figures_of(weights: Weights, scored: Scored) -> dict[str, int]:
    leaves = [scores for example, scores in scored if example.is_plain]
    others = [scores for example, scores in scored if not example.is_plain]
    nothing = [s for e, s in scored if e.wants is Wants.NOTHING and e.concerns_list]
    return {
        "plain leaves": len(leaves),
        "plain leaves vetoed": sum(s.margin < weights.veto for s in leaves),
        "plain leaves opened": sum(s.ask >= weights.opener for s in leaves),
        "plain leaves closed": sum(s.ask < weights.closer for s in leaves),
        "no leaves": len(others),
        "no leaves vetoed": sum(s.margin < weights.veto for s in others),
        "nothing asked": len(nothing),
        "nothing asked, opened": sum(s.ask >= weights.opener for s in nothing),
        "nothing asked, closed": sum(s.ask < weights.closer for s in nothing),
    }


# --- the file --------------------------------------------------------------------------------------


def trained(found: Sequence[Example]) -> tuple[Weights, dict[str, Any]]:
    """The weights with their cuts, and their figures."""
    by_batch = out_of_fold(found)
    scored = [(example, score(example.text, by_batch[example.batch], TOWN.home)) for example in found]
    weights = with_cuts(learned(found), scored)
    return weights, figures(weights, scored)


def written(
    weights: Weights, topics: TopicWeights, told: Mapping[str, Any], *, corpus_is: str, day: str
) -> bytes:
    """The file's bytes: the same for the same model."""
    said = {
        "corpus": corpus_is,
        "trained": day,
        "cuts": {cut: getattr(weights, cut) for cut in _CUTS},
        "unknown": [weights.ask, weights.against],
        "figures": told,
        "beside": beside.said_of(weights.beside),
        "topics": said_of(topics),
        "ngrams": written_table(weights.ngrams, decimals=_DECIMALS),
    }
    return gzip.compress(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0)


_CUTS: Final = ("veto", "opener", "closer")


def main() -> None:
    """Train, write the file and print what it is worth."""
    weights, told = trained(examples())
    lines = beside.examples()
    scored = beside.out_of_hand(lines)
    weights = replace(weights, beside=beside.with_least(beside.learned(lines), scored))
    told |= beside.figures(weights.beside, scored)
    taught = of_topics()
    told |= figures_of_topics(taught)
    topics = learned_topics(taught)
    day = datetime.now(UTC).date().isoformat()
    FILE.write_bytes(written(weights, topics, told, corpus_is=corpus_hash(), day=day))
    cuts = {cut: getattr(weights, cut) for cut in _CUTS}
    sizes = (len(table.rows) for table in (weights.ngrams, weights.beside.features, topics.features))
    known = "{} n-grams, {} features beside a wish, {} of topics".format(*sizes)
    print(f"{FILE}: {FILE.stat().st_size} bytes, {known}, {cuts}")
    for name, counted in told.items():
        print(f"{name}: {', '.join(f'{what} {number}' for what, number in counted.items())}")


if __name__ == "__main__":
    main()
