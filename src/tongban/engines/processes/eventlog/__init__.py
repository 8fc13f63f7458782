"""The event log of processes as analysts read it: few statements, the same on both databases, nothing but counts and
times, and a stream of what happened. `Slice` says which instances; every function takes one.

Persons do not appear: who worked is known by the candidates of a task, which are posts and units.
"""

from tongban.engines.processes.eventlog.counting import (
    Count,
    Follow,
    HandOver,
    Repeat,
    Totals,
    candidates,
    catches,
    flows,
    follows,
    hand_overs,
    repeats,
    totals,
    versions,
)
from tongban.engines.processes.eventlog.slices import Slice
from tongban.engines.processes.eventlog.stream import Entry, Trace, traces
from tongban.engines.processes.eventlog.times import Quantiles, StepTimes, arrivals, calls, steps, waits
from tongban.engines.processes.eventlog.variants import Variant, Variants, variants

__all__ = [
    "Count", "Entry", "Follow", "HandOver", "Quantiles", "Repeat", "Slice", "StepTimes", "Totals", "Trace", "Variant",
    "Variants", "arrivals", "calls", "candidates", "catches", "flows", "follows", "hand_overs", "repeats", "steps",
    "totals", "traces", "variants", "versions", "waits",
]  # fmt: skip
