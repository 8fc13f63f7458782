"""Answers out of those offered: one, several, yes or no, a statement to accept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from tongban.engines.forms.kinds.kind import Kind, is_count
from tongban.engines.forms.options import offered, options
from tongban.engines.forms.sayings import say
from tongban.engines.forms.tidying import compact, tidy
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field

YES = {"yes", "true", "on", "1", "是"}
NO = {"no", "false", "off", "0", "否"}


def _plain(item: Any) -> str:
    return tidy(item) if isinstance(item, str) else str(item)


@dataclass(frozen=True)
class One(Kind):
    """One of the answers offered."""

    takes: ClassVar[frozenset[str]] = frozenset({"options", "codes"})
    widget: ClassVar[str] = "choice"
    paper: ClassVar[str] = "ticks"

    def fault(self, field: Field) -> str:
        values = [option.value for option in field.options]
        if bool(field.options) == bool(field.codes):
            return say("options-or-codes")
        if len(set(values)) != len(values) or "" in values:
            return say("option-values")
        return super().fault(field)

    def missing(self, field: Field) -> str:
        return _("Choose an answer: %(label)s") % {"label": field.label}

    def read(self, field: Field, raw: Any, at: dt.datetime) -> Any:
        asked = [_plain(item) for item in (raw if isinstance(raw, list | tuple) else [raw])]
        if len(asked) != 1 or asked[0] not in offered(field, at):
            raise ValueError(_("Choose one of the answers offered."))
        return asked[0]

    def display(self, field: Field, value: Any, at: dt.datetime) -> str:
        chosen = value if isinstance(value, list) else [value]
        labels = {option.value: str(option.label) for option in options(field, at)}
        return _(", ").join(labels.get(str(item), str(item)) for item in chosen)

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        if field.codes and at is None:
            return {"type": "string", "minLength": 1, "x-codes": field.codes}
        values = [option.value for option in (options(field, at) if at else field.options)]
        return {"type": "string", "enum": values} | ({"x-codes": field.codes} if field.codes else {})


@dataclass(frozen=True)
class Many(One):
    """Several of the answers offered, kept in the order in which they are offered."""

    feel: ClassVar[str] = "list of string"
    takes: ClassVar[frozenset[str]] = frozenset({"options", "codes", "min", "max"})
    empty: ClassVar[Any] = []
    absent_is_empty: ClassVar[bool] = True
    many: ClassVar[bool] = True
    widget: ClassVar[str] = "choices"

    def fault(self, field: Field) -> str:
        if any(bound is not None and not is_count(bound) for bound in (field.min, field.max)):
            return say("counts-of-choices")
        return super().fault(field)

    def missing(self, field: Field) -> str:
        return _("Choose at least one answer: %(label)s") % {"label": field.label}

    def read(self, field: Field, raw: Any, at: dt.datetime) -> Any:
        asked = [_plain(item) for item in (raw if isinstance(raw, list | tuple) else [raw])]
        known = offered(field, at)
        if any(item not in known for item in asked):
            raise ValueError(_("Choose from the answers offered."))
        chosen = [value for value in known if value in asked]
        if field.min is not None and len(chosen) < field.min:
            raise ValueError(_("Choose at least %(bound)s.") % {"bound": field.min})
        if field.max is not None and len(chosen) > field.max:
            raise ValueError(_("Choose at most %(bound)s.") % {"bound": field.max})
        return chosen

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        bounds = {"minItems": max(field.min or 1, 1)} | ({} if field.max is None else {"maxItems": field.max})
        return {"type": "array", "uniqueItems": True, "items": super().schema(field, at)} | bounds


@dataclass(frozen=True)
class YesNo(Kind):
    feel: ClassVar[str] = "boolean"
    widget: ClassVar[str] = "yesno"
    paper: ClassVar[str] = "ticks"

    def missing(self, field: Field) -> str:
        return _("Choose yes or no: %(label)s") % {"label": field.label}

    def read_text(self, field: Field, raw: str, at: dt.datetime) -> bool:
        text = compact(raw).lower()
        if text in YES or text in NO:
            return text in YES
        raise ValueError(_("Choose yes or no."))

    def typed(self, field: Field, value: Any) -> bool | None:
        text = compact(str(value)).lower()
        return text in YES if text in YES or text in NO else None

    def shown(self, field: Field, known: Any) -> str:
        return _("Yes") if known else _("No")

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Statement(YesNo):
    """A box to tick; unticked it is no answer."""

    absent_is_empty: ClassVar[bool] = True
    widget: ClassVar[str] = "statement"

    def is_empty(self, value: Any) -> bool:
        return super().is_empty(value) or compact(str(value)).lower() in NO

    def missing(self, field: Field) -> str:
        return _("Tick the box to confirm: %(label)s") % {"label": field.label}

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        return {"const": True}


OPTIONS = """options = [
  { value = "lease", label = { zh = "租赁", en = "Lease" } },
  { value = "own", label = { zh = "自有", en = "Own property" } },
]"""
CHOICE = One(
    "choice", Text("单选", "One of several"),
    Text("八项以内是单选按钮，更多时是下拉列表。", "Radio buttons up to eight answers, then a list."),
    OPTIONS, ("lease",), ("rent", ["lease", "own"]),
)  # fmt: skip
CHOICES = Many(
    "choices", Text("多选", "Several of several"), Text("min 和 max 规定选几项。", "`min` and `max` bound how many."),
    OPTIONS + "\nmax = 1", (["lease"],), (["rent"], ["lease", "own"]),
)  # fmt: skip
YESNO = YesNo("yesno", Text("是或否", "Yes or no"), Text("", ""), "", ("yes", "否"), ("maybe",))
STATEMENT = Statement(
    "statement", Text("承诺、声明", "Statement to accept"),
    Text("标签就是声明的全文。", "The label is the whole statement."),
    "", ("yes",), ("maybe",),
)  # fmt: skip
KINDS = (YESNO, CHOICE, CHOICES, STATEMENT)
