"""What a linear model learned, as it is kept in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """What was learned of each feature: its place in `rows`, and there so many `weights` as it is wide.

    They are many: numbers side by side take a sixth of the memory of as many tuples.
    """

    rows: Mapping[str, int]
    weights: Sequence[float]
    width: int

    def of(self, feature: str) -> Sequence[float] | None:
        """The weights of *feature*; None where it was not learned."""
        row = self.rows.get(feature)
        return None if row is None else self.weights[row * self.width : (row + 1) * self.width]
