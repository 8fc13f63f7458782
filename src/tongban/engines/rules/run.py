"""One run of compiled code: the budget of steps, the warnings, the frames of names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from tongban.engines.rules.errors import LimitError, Warn
from tongban.engines.rules.saying import say

MAX_STEPS = 250_000
MAX_TEXT = 1_000_000
MAX_CALLS = 60
MAX_WARNINGS = 50
Spot = tuple[int, int, str]
MISSING = object()


class Run:
    """What one evaluation may still spend, and what went wrong on the way."""

    __slots__ = ("at", "calls", "functions", "limit", "parameters", "steps", "trace", "warnings")

    def __init__(
        self, steps: int = MAX_STEPS, at: dt.datetime | None = None, functions: Mapping[str, Any] | None = None
    ) -> None:
        self.limit = self.steps = steps
        self.at = at
        self.functions = functions or {}  # those of a package, by name, seen from the outermost frame
        self.parameters: dict[tuple[str, dt.date], Any] = {}  # what was read of them
        self.calls = 0
        self.warnings: list[Warn] = []
        self.trace: list[Any] = []

    def charge(self, steps: int = 1) -> None:
        """Takes steps from the budget. Raises LimitError when it is spent."""
        self.steps -= steps
        if self.steps < 0:
            raise LimitError(say("evaluation-takes-more-steps", limit=self.limit))

    def fits(self, length: int) -> None:
        """Raises LimitError when a text of this length may not be made."""
        if length > MAX_TEXT:
            raise LimitError(say("text-of-more-than-characters-was", max_text=MAX_TEXT))

    def size(self, value: Any) -> Any:
        """Charges for a text or list that was made, so that neither can grow without bound."""
        if type(value) is list:
            self.charge(len(value) >> 3)
        elif type(value) is str:
            self.fits(len(value))
            self.charge(len(value) >> 6)
        return value

    def warn(self, spot: Spot, said: str, /, **given: Any) -> Any:
        """Notes why something became null, and yields that null. `said` is a code with its parts, or said already."""
        if len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(Warn(spot[0], spot[1], said, spot[2], given))


class Frame:
    """Names with values; a name that is not here is looked up in the frame around it."""

    __slots__ = ("names", "parent", "run")

    def __init__(self, names: dict[str, Any], run: Run, parent: Frame | None = None) -> None:
        self.names, self.run, self.parent = names, run, parent

    def inner(self, names: dict[str, Any]) -> Frame:
        return Frame(names, self.run, self)

    def find(self, name: str) -> Any:
        frame: Frame | None = self
        while frame is not None:
            value = frame.names.get(name, MISSING)
            if value is not MISSING:
                return value
            frame = frame.parent
        known = self.run.functions.get(name)
        return MISSING if known is None else known.value(self.run, (1, 1, f"function {name!r}"))


Code = Callable[[Frame], Any]
