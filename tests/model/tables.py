"""A model's table, made of what was learned."""

from array import array
from collections.abc import Mapping, Sequence
from itertools import chain

from rules.intent.beside_reader import Table


def table_of(learned: Mapping[str, Sequence[float]]) -> Table:
    """The table of so many weights for each feature; all have as many."""
    width = len(next(iter(learned.values()), ()))
    rows = {feature: place for place, feature in enumerate(learned)}
    return Table(rows, array("d", chain.from_iterable(learned.values())), width)
