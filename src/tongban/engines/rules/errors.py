"""What can go wrong: faults of a text, limits against hostile input, and warnings of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from tongban.engines.rules.saying import Said, say

NOTHING: Mapping[str, Any] = MappingProxyType({})


class FeelError(ValueError):
    """A text is not FEEL, or goes beyond a limit. `line` and `column` count from 1; `suggestion` may be empty."""

    def __init__(self, message: str, *, line: int = 1, column: int = 1, suggestion: str = "") -> None:
        self.message, self.line, self.column, self.suggestion = message, line, column, suggestion
        tail = f"; {suggestion}" if suggestion else ""
        super().__init__(f"line {line}, column {column}: {message}{tail}")


class LimitError(FeelError):
    """A text or a run is larger than the engine allows: depth, steps, or size."""


class Warn(NamedTuple):
    """Why a run yielded null somewhere. `where` names the cell or decision in a model, empty for an expression."""

    line: int
    column: int
    said: str  # what was said, or its code, of which the message is made when it is asked for
    where: str = ""
    given: Mapping[str, Any] = NOTHING

    @property
    def message(self) -> str:
        return self.said if isinstance(self.said, Said) else say(self.said, **self.given)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}line {self.line}, column {self.column}: {self.message}"


@dataclass(frozen=True)
class Finding:
    """What a check of a model has to say. `row` counts rules from 1, `column` inputs then outputs; 0: the whole."""

    severity: Literal["error", "warning"]
    decision: str
    row: int
    column: int
    element: str
    line: int
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        cell = f", row {self.row}" if self.row else ""
        cell += f", column {self.column}" if self.column else ""
        tail = f"; {self.suggestion}" if self.suggestion else ""
        return f"{self.severity}: {self.decision}{cell} (line {self.line}): {self.message}{tail}"


class ModelError(ValueError):
    """A text is no DMN model that can be decided; `findings` holds each fault with its line."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(str(finding) for finding in findings))
