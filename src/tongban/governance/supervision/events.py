"""What supervision tells."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class FindingOpened:
    """Something was found. `case` is a receipt number, empty for what no single case shows; `explain_by` the last day
    for the unit to explain it.
    """

    finding: int
    kind: str
    case: str
    unit: str
    explain_by: dt.date


@dataclass(frozen=True)
class FindingJudged:
    """Somebody outside the unit judged a finding: `upheld`, or explained and done with."""

    finding: int
    kind: str
    case: str
    unit: str
    upheld: bool
