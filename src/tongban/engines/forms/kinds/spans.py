"""Kinds of two parts: a period, a quantity with its unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from tongban.engines.forms.kinds.days import DATE
from tongban.engines.forms.kinds.kind import is_number
from tongban.engines.forms.kinds.parts import Parts, part
from tongban.engines.forms.sayings import say
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field

START, END = Text("起", "From"), Text("止", "To")
AMOUNT, UNIT = Text("数量", "Amount"), Text("单位", "Unit")


@dataclass(frozen=True)
class Period(Parts):
    """From a day to a day, both included; `min` and `max` bound both."""

    takes: ClassVar[frozenset[str]] = frozenset({"min", "max"})

    def fault(self, field: Field) -> str:
        return DATE.fault(field)

    def parts(self, field: Field) -> tuple[Field, ...]:
        bounds = {"min": field.min, "max": field.max}
        return (part("start", "date", START, **bounds), part("end", "date", END, **bounds))

    def check(self, field: Field, kept: Mapping[str, Any]) -> None:
        if kept["end"] < kept["start"]:
            raise ValueError(_("The period ends before it begins. Check both days."))

    def display(self, field: Field, value: Any, at: dt.datetime) -> str:
        given = value if isinstance(value, dict) else {}
        first, second = (one.of.display(one, given.get(one.name) or "", at) for one in self.parts(field))
        return _("%(start)s to %(end)s") % {"start": first, "end": second}

    def export(self, field: Field, value: Any, at: dt.datetime) -> str:
        return "/".join(str(value.get(one, "")) for one in ("start", "end")) if isinstance(value, dict) else ""


@dataclass(frozen=True)
class Quantity(Parts):
    """A number and one of the units that the options offer."""

    takes: ClassVar[frozenset[str]] = frozenset({"min", "max", "places", "options"})

    def fault(self, field: Field) -> str:
        if not field.options:
            return say("quantity-units")
        if any(bound is not None and not is_number(bound) for bound in (field.min, field.max)):
            return say("quantity-numbers")
        return super().fault(field)

    def parts(self, field: Field) -> tuple[Field, ...]:
        return (
            part("amount", "number", AMOUNT, min=field.min, max=field.max, places=field.places),
            part("unit", "choice", UNIT, options=field.options),
        )

    def display(self, field: Field, value: Any, at: dt.datetime) -> str:
        given = value if isinstance(value, dict) else {}
        return " ".join(one.of.display(one, given.get(one.name) or "", at) for one in self.parts(field))


PERIOD = Period(
    "period", Text("起止日期", "Period"), Text("起日和止日都算在内。", "From a day to a day, both included."),
    'min = "today"', ({"start": "2099-05-01", "end": "2099年10月31日"},),
    ({"start": "2099-05-02", "end": "2099-05-01"}, {"start": "2099-05-01"}, "2099"),
)  # fmt: skip
QUANTITY = Quantity(
    "quantity", Text("数量和单位", "Quantity with unit"), Text("单位从选项中选。", "The unit is one of the options."),
    """min = 0
places = 1
options = [
  { value = "kg", label = { zh = "千克", en = "kg" } },
  { value = "t", label = { zh = "吨", en = "t" } },
]""", ({"amount": "12.5", "unit": "t"},), ({"amount": "12.55", "unit": "t"}, {"amount": "1", "unit": "lb"}),
)  # fmt: skip
KINDS = (PERIOD, QUANTITY)
