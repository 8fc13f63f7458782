"""How long something takes, by chance: the spreads that officials can name or that a log gives."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import Literal

Kind = Literal["constant", "exponential", "triangular", "lognormal", "empirical"]
COUNTS: dict[str, tuple[int, int]] = {
    "constant": (1, 1),
    "exponential": (1, 1),
    "triangular": (3, 3),
    "lognormal": (2, 2),
    "empirical": (1, 1_000),
}
Z90 = 1.2815515655446004  # the 90th percentile of the standard normal distribution
LONGEST = 10 * 366 * 86_400.0


class SpreadError(ValueError):
    """A spread cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A distribution of times in seconds. `values`: constant (v), exponential (mean), triangular (least, usual, most),
    lognormal (median, 90th percentile), empirical (quantiles at equal steps, ascending). Raises SpreadError.
    """

    kind: Kind
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        least, most = COUNTS.get(self.kind, (0, -1))
        if not least <= len(self.values) <= most:
            raise SpreadError(f"a {self.kind} time has {least} to {most} numbers, not {len(self.values)}")
        if not all(math.isfinite(value) and 0 <= value <= LONGEST for value in self.values):
            raise SpreadError("times are between 0 seconds and 10 years")
        if list(self.values) != sorted(self.values):
            raise SpreadError("the numbers of a time ascend")
        if self.kind == "lognormal" and self.values[0] == 0:
            raise SpreadError("the median of a lognormal time is more than 0")

    def sample(self, chance: random.Random) -> float:
        """One time, never more than LONGEST."""
        values = self.values
        if self.kind == "constant":
            return values[0]
        if self.kind == "exponential":
            return min(-math.log(1.0 - chance.random()) * values[0], LONGEST)
        if self.kind == "triangular":
            return chance.triangular(values[0], values[2], values[1])
        if self.kind == "lognormal":
            return min(values[0] * math.exp(chance.gauss(0.0, 1.0) * self._sigma), LONGEST)
        place = chance.random() * (len(values) - 1)
        low = int(place)
        return values[low] + (values[min(low + 1, len(values) - 1)] - values[low]) * (place - low)

    @property
    def _sigma(self) -> float:
        return math.log(self.values[1] / self.values[0]) / Z90

    @property
    def mean(self) -> float:
        """The expected time."""
        values = self.values
        if self.kind == "triangular":
            return sum(values) / 3
        if self.kind == "lognormal":
            return values[0] * math.exp(self._sigma**2 / 2)
        if self.kind == "empirical" and len(values) > 1:
            return (sum(values) - (values[0] + values[-1]) / 2) / (len(values) - 1)
        return values[0]


NOTHING = Spread("constant", (0.0,))


def pick(weights: tuple[tuple[object, float], ...], chance: random.Random) -> object:
    """One of the values by its weight."""
    place = chance.random() * sum(weight for _value, weight in weights)
    for value, weight in weights:
        place -= weight
        if place < 0:
            return value
    return weights[-1][0]
