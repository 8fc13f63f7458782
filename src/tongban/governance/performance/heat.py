"""The bottleneck map: marks on the diagram, from cold to hot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from tongban.engines.processes.api import Mark
from tongban.governance.performance.report import StepLine
from tongban.governance.performance.words import span


def marks(steps: Iterable[StepLine]) -> Mapping[str, Mark]:
    """A badge for each step that enough cases went through: its usual time, coloured by its share of all time."""
    return {
        one.element: Mark(
            text=span(one.p50),
            kind=f"heat-{one.heat}",
            title=_("%(step)s: half of all cases took %(half)s, nine of ten %(most)s")
            % {"step": one.name, "half": span(one.p50), "most": span(one.p90 or one.p50)},
        )
        for one in steps
        if one.p50 is not None
    }
