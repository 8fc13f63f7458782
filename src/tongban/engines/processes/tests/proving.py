"""How hard the proofs look: `PROOF=20 make test` tries twenty times as many models as a normal run."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

TIMES = int(os.environ.get("PROOF", "1"))
SEEDS = st.integers(0, 2**32)
CALM = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def examples(count: int) -> Callable[[Any], Any]:
    """So many examples in a normal run."""
    return settings(max_examples=count * TIMES, deadline=None, suppress_health_check=CALM)


def decided(conditions: list[str], seed: int) -> dict[str, bool]:
    """A value for each variable that decides."""
    choose = random.Random(seed)  # noqa: S311
    return {name: choose.random() < 0.5 for name in conditions}
