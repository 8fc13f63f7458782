"""What a form shows without asking: a value that it computes, a piece of information."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from tongban.engines.forms.kinds.amounts import MONEY, NUMBER
from tongban.engines.forms.kinds.choosing import YESNO
from tongban.engines.forms.kinds.days import DATE
from tongban.engines.forms.kinds.kind import Kind
from tongban.engines.forms.kinds.texts import LONGTEXT
from tongban.engines.forms.sayings import say
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field

SHAPES: dict[str, Kind] = {"number": NUMBER, "money": MONEY, "date": DATE, "yesno": YESNO, "text": LONGTEXT}


@dataclass(frozen=True)
class Computed(Kind):
    """`value` is FEEL over earlier answers, `shape` what it yields, `places` its decimals (half up). Shown with its
    formula; what is posted under its name is ignored.
    """

    takes: ClassVar[frozenset[str]] = frozenset({"value", "shape", "places"})
    asks: ClassVar[bool] = False
    widget: ClassVar[str] = "computed"
    feel: ClassVar[str] = "any"

    def shape(self, field: Field) -> Kind:
        return SHAPES[field.shape or "number"]

    def fault(self, field: Field) -> str:
        if not field.value:
            return say("computed-value")
        if field.shape not in ("", *SHAPES):
            return say("computed-shape", names=", ".join(SHAPES))
        return super().fault(field)

    def missing(self, field: Field) -> str:
        return _("“%(label)s” cannot be computed yet. Check the answers that it is computed from.") % {
            "label": field.label
        }

    def computed(self, field: Field, result: Any) -> Any:
        """The value to keep of what the expression yielded; None where that is of another type."""
        if isinstance(result, Decimal):
            places = 2 if field.places is None and field.shape == "money" else field.places
            if places is not None:
                result = result.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
            return f"{result:f}" if field.shape in ("", "number", "money") else None
        if field.shape == "date":
            return result.isoformat() if type(result) is dt.date else None
        if field.shape == "yesno":
            return result if isinstance(result, bool) else None
        return result if field.shape == "text" and isinstance(result, str) else None

    def read(self, field: Field, raw: Any, at: dt.datetime) -> Any:
        return self.shape(field).read(field, raw, at)

    def typed(self, field: Field, value: Any) -> Any:
        return self.shape(field).typed(field, value)

    def display(self, field: Field, value: Any, at: dt.datetime) -> str:
        return self.shape(field).display(field, value, at)

    def export(self, field: Field, value: Any, at: dt.datetime) -> str:
        return self.shape(field).export(field, value, at)

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        return self.shape(field).schema(field, at) | {"readOnly": True, "x-feel": field.value}


@dataclass(frozen=True)
class Information(Kind):
    """The label is a heading, the help the text below it; there is nothing to answer."""

    asks: ClassVar[bool] = False
    widget: ClassVar[str] = "information"
    paper: ClassVar[str] = "none"

    def fault(self, field: Field) -> str:
        return super().fault(field) if field.help.zh else say("information-help")

    def read(self, field: Field, raw: Any, at: dt.datetime) -> None:
        """Nothing is kept."""

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        return {"type": "null"}

    def typed(self, field: Field, value: Any) -> Any:
        return None

    def display(self, field: Field, value: Any, at: dt.datetime) -> str:
        return ""


COMPUTED = Computed(
    "computed", Text("计算值", "Computed value"),
    Text("显示公式；不由申请人填写。", "Shown with its formula, never typed."),
    'value = "12.5 * 4"\nplaces = 2\nshape = "number"',
)  # fmt: skip
INFORMATION = Information(
    "information", Text("说明文字", "Information"), Text("不是问题。", "No question."),
    'help = { zh = "请准备好租赁合同。", en = "Have the lease at hand." }\nrequired = false',
)  # fmt: skip
KINDS = (COMPUTED, INFORMATION)
