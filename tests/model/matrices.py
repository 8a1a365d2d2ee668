"""What each trainer makes of its examples first: which features are learned, and the matrix of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix


def vocabulary_of(told: Iterable[tuple[str, Iterable[str]]], *, examples: int, hands: int) -> list[str]:
    """The features that stand in so many examples of so many hands at least; *told*: a hand, its features."""
    counted: Counter[str] = Counter()
    by: dict[str, set[str]] = {}
    for hand, features in told:
        for feature in set(features):
            counted[feature] += 1
            by.setdefault(feature, set()).add(hand)
    return sorted(f for f in counted if counted[f] >= examples and len(by[f]) >= hands)


def matrix_of(told: Iterable[Iterable[str]], vocabulary: Sequence[str]) -> Any:
    """A row for each example, with a one in the column of each feature of the vocabulary that it has."""
    columns = {feature: place for place, feature in enumerate(vocabulary)}
    rows = [sorted(columns[each] for each in features if each in columns) for features in told]
    ends = np.cumsum([0, *map(len, rows)])
    ones, filled = np.ones(ends[-1]), np.fromiter((c for row in rows for c in row), np.int32, ends[-1])
    return csr_matrix((ones, filled, ends), shape=(len(rows), len(vocabulary)))
