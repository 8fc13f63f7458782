"""The interval of a share that was seen in few cases.

Source: E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, JASA 22 (1927).
"""

from __future__ import annotations

import math

SURE = 1.959964  # standard deviations of 95 percent, two-sided


def interval(hits: int, count: int, *, z: float = SURE) -> tuple[float, float]:
    """The share of which `hits` of `count` give account: lower and upper bound, from 0 to 1; of nothing, (0, 1)."""
    if not count:
        return 0.0, 1.0
    share, square = hits / count, z * z / count
    middle = share + square / 2
    width = z * math.sqrt(share * (1 - share) / count + square / (4 * count))
    low, high = (middle - width) / (1 + square), (middle + width) / (1 + square)
    return (low if hits else 0.0), (high if hits < count else 1.0)  # exact where rounding would miss
