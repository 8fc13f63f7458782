"""Numbers: any, whole, of money, of a hundred. Kept as exact decimal text, so that nothing is rounded on the way."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from tongban.engines.forms.kinds.kind import Kind, is_number
from tongban.engines.forms.numbers import check_bounds, check_places, exact
from tongban.engines.forms.sayings import say
from tongban.engines.forms.tidying import compact
from tongban.kernel.declarations.api import Text
from tongban.kernel.money.api import Money

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field


@dataclass(frozen=True)
class Number(Kind):
    """A number within bounds. `low`, `high` and `fixed` hold where the declaration says nothing else."""

    low: int | None = None
    high: int | None = None
    fixed: int | None = None

    feel: ClassVar[str] = "number"
    takes: ClassVar[frozenset[str]] = frozenset({"min", "max", "places"})
    inputmode: ClassVar[str] = "decimal"

    def fault(self, field: Field) -> str:
        for name in ("min", "max"):
            value = getattr(field, name)
            if value is not None and not is_number(value):
                return say("is-a-number", key=name)
        return super().fault(field)

    def strip(self, raw: str) -> str:
        """The text without what people write around the digits."""
        return raw

    def written(self, number: Decimal, places: int | None) -> str:
        """The number as it is kept."""
        return f"{number:f}"

    def places(self, field: Field) -> int | None:
        return field.places if field.places is not None else self.fixed

    def bounds(self, field: Field) -> tuple[Any, Any]:
        low, high = field.min, field.max
        return (self.low if low is None else low), (self.high if high is None else high)

    def read_text(self, field: Field, raw: str, at: dt.datetime) -> str:
        number, places = exact(self.strip(raw)), self.places(field)
        check_places(number, places)
        check_bounds(number, *self.bounds(field))
        return self.written(number, places)

    def typed(self, field: Field, value: Any) -> Decimal | None:
        if isinstance(value, bool | list | dict):
            return None
        try:
            return exact(self.strip(str(value)))
        except ValueError:
            return None

    def shown(self, field: Field, known: Any) -> str:
        return f"{known:,f}"

    def export(self, field: Field, value: Any, at: dt.datetime) -> str:
        known = self.typed(field, value)
        return str(value or "") if known is None else f"{known:f}"

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        # JSON has no exact numbers: the text is described here, its bounds beside it for whoever reads them.
        places = self.places(field)
        tail = "" if places == 0 else r"(\.[0-9]+)?" if places is None else rf"(\.[0-9]{{1,{places}}}0*)?"
        low, high = self.bounds(field)
        sign = "" if low is not None and low >= 0 else "-?"
        found: dict[str, Any] = {"type": "string", "pattern": f"^{sign}[0-9]+{tail}$", "x-type": "decimal"}
        return found | {f"x-{k}": str(v) for k, v in (("minimum", low), ("maximum", high)) if v is not None}


@dataclass(frozen=True)
class Whole(Number):
    inputmode: ClassVar[str] = "numeric"
    takes: ClassVar[frozenset[str]] = frozenset({"min", "max"})


@dataclass(frozen=True)
class Yuan(Number):
    """A sum of money in yuan, not below nothing unless declared, to the fen."""

    widget: ClassVar[str] = "money"

    def strip(self, raw: str) -> str:
        return re.sub(r"^(¥|RMB|CNY)|(元|CNY|RMB)$", "", compact(raw), flags=re.IGNORECASE)

    def written(self, number: Decimal, places: int | None) -> str:
        return f"{number:.{places}f}"

    def shown(self, field: Field, known: Any) -> str:
        return str(Money(known))


@dataclass(frozen=True)
class Percent(Number):
    def strip(self, raw: str) -> str:
        return compact(raw).removesuffix("%")

    def shown(self, field: Field, known: Any) -> str:
        return f"{known:f}%"


NUMBER = Number(
    "number", Text("数", "Number"),
    Text("面积、长度等；小数位数由 places 规定。", "An area, a length; `places` bounds the decimals."),
    "min = 1\nmax = 50000\nplaces = 1", ("120.5", "１，２５０．５"), ("一百", "0", "1.25"),
)  # fmt: skip
INTEGER = Whole(
    "integer", Text("整数", "Whole number"), Text("人数、座位数、件数。", "People, seats, pieces."),
    "min = 0\nmax = 5000", ("48",), ("4.5", "-1"), fixed=0,
)  # fmt: skip
MONEY = Yuan(
    "money", Text("金额", "Sum of money"), Text("人民币元，精确到分。", "Yuan, exact to the fen."),
    "max = 100000000", ("￥1,234.5", "30元"), ("-1", "1.005"), low=0, fixed=2,
)  # fmt: skip
PERCENTAGE = Percent(
    "percentage", Text("百分比", "Percentage"), Text("出资比例、股权比例，0 到 100。", "A share from 0 to 100."),
    "places = 2", ("33.5%", "100"), ("101", "-3"), low=0, high=100,
)  # fmt: skip
KINDS = (NUMBER, INTEGER, MONEY, PERCENTAGE)
