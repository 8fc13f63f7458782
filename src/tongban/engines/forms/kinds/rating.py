"""A judgement on a scale: whole steps from `min` to `max`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from tongban.engines.forms.kinds.amounts import Whole
from tongban.engines.forms.options import Option
from tongban.engines.forms.sayings import say
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field

LONGEST_SCALE = 11


@dataclass(frozen=True)
class Rating(Whole):
    """One to five where nothing else is declared; the hint says what the ends mean."""

    widget: ClassVar[str] = "rating"
    paper: ClassVar[str] = "ticks"

    def fault(self, field: Field) -> str:
        found = super().fault(field)
        if not found and not 1 < len(self.steps(field)) <= LONGEST_SCALE:
            return say("scale-steps", most=LONGEST_SCALE)
        return found

    def steps(self, field: Field) -> range:
        low, high = self.bounds(field)
        return range(int(low), int(high) + 1)

    def offers(self, field: Field, at: dt.datetime) -> tuple[Option, ...]:
        return tuple(Option(str(step), Text(str(step), str(step))) for step in self.steps(field))

    def shown(self, field: Field, known: Any) -> str:
        return f"{Decimal(known):f}/{self.steps(field)[-1]}"

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        return {"type": "string", "enum": [str(step) for step in self.steps(field)]}


RATING = Rating(
    "rating", Text("评分", "Rating"), Text("提示中写明两端的含义。", "The hint says what the ends mean."),
    "max = 5", ("4",), ("0", "6", "4.5"), 1, 5, 0,
)  # fmt: skip
KINDS = (RATING,)
