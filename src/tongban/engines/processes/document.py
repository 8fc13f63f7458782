"""A whole BPMN file: every process in it, and what is wrong with the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tongban.engines.processes.facts import Finding
from tongban.engines.processes.graph import Graph


@dataclass(frozen=True)
class Document:
    """`processes` by id, in the order of the file; empty of those that could not be compiled.

    `accepted`: no rule of BPMN 2.0 is broken and nothing outside the subset stands in the file. `executable`: nothing
    in it needs another engine (vendor elements, foreign expressions and scripts). Publishing needs both.
    """

    source: str
    processes: Mapping[str, Graph] = field(default_factory=dict)
    problems: tuple[Finding, ...] = ()
    executable: bool = True

    @property
    def accepted(self) -> bool:
        return all(problem.severity != "error" for problem in self.problems)
