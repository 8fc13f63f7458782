"""Words: a line, several lines, a free address."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import re2
from django.utils.translation import gettext as _

from tongban.engines.forms.kinds.kind import Kind
from tongban.engines.forms.sayings import say
from tongban.engines.forms.tidying import tidy
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field


@dataclass(frozen=True)
class Words(Kind):
    """Text up to a length, after a pattern where one is declared."""

    longest: int = 200

    takes: ClassVar[frozenset[str]] = frozenset({"pattern", "length"})

    def fault(self, field: Field) -> str:
        if not field.pattern:
            return super().fault(field)
        if not field.pattern_hint.zh:
            return say("pattern-hint")
        try:
            re2.compile(field.pattern)
        except re2.error as error:
            return say("pattern-unread", pattern=repr(field.pattern), fault=str(error))
        return super().fault(field)

    def clean(self, raw: str) -> str:
        return tidy(raw)

    def read_text(self, field: Field, raw: str, at: dt.datetime) -> str:
        text = self.clean(raw)
        limit = field.length or self.longest
        if len(text) > limit:
            raise ValueError(
                _("Write at most %(limit)s characters. You wrote %(count)s.") % {"limit": limit, "count": len(text)}
            )
        if field.pattern and not re2.fullmatch(field.pattern, text):
            raise ValueError(str(field.pattern_hint))
        return text

    def typed(self, field: Field, value: Any) -> Any:
        return self.clean(str(value)) if isinstance(value, str | int) else None

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        found: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": field.length or self.longest}
        return found | ({"x-re2": field.pattern} if field.pattern else {})


@dataclass(frozen=True)
class Lines(Words):
    """The same with line breaks."""

    widget: ClassVar[str] = "longtext"
    paper: ClassVar[str] = "box"

    def clean(self, raw: str) -> str:
        return tidy(raw, lines=True)


@dataclass(frozen=True)
class FreeAddress(Words):
    autocomplete: ClassVar[str] = "street-address"


TEXT = Words(
    "text", Text("单行文字", "Text"),
    Text("名称、招牌文字等一行以内的内容。", "A name, the words on a sign: one line."),
    "length = 60", ("小满餐馆",), ("字" * 61,),
)  # fmt: skip
LONGTEXT = Lines(
    "longtext", Text("多行文字", "Long text"), Text("说明、理由。", "A description, reasons."),
    "length = 500", ("第一行\n第二行",), ("字" * 501,), 4000,
)  # fmt: skip
ADDRESS = FreeAddress(
    "address", Text("地址（自由填写）", "Address (free)"),
    Text("街道、门牌号；要核对区划的用 location。",
         "Street and number; use location where the division must be checked."),
    "length = 120", ("朗州路 12 号",), ("字" * 121,), 300,
)  # fmt: skip
KINDS = (TEXT, LONGTEXT, ADDRESS)
