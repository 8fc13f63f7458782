"""Files that people send; the answer is the list of their ids, the content is judged when it arrives."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from tongban.engines.forms.kinds.kind import Kind, is_count
from tongban.engines.forms.sayings import say
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field


@dataclass(frozen=True)
class Files(Kind):
    """One or more files of declared types; `max` says how many."""

    feel: ClassVar[str] = "list of string"
    takes: ClassVar[frozenset[str]] = frozenset({"min", "max", "accept", "max_mb"})
    empty: ClassVar[Any] = []
    widget: ClassVar[str] = "upload"
    paper: ClassVar[str] = "none"

    def fault(self, field: Field) -> str:
        if any(bound is not None and not is_count(bound) for bound in (field.min, field.max)):
            return say("counts-of-files")
        if not field.accept:
            return say("upload-accepts")
        return super().fault(field)

    def missing(self, field: Field) -> str:
        return _("Add a file: %(label)s") % {"label": field.label}

    def read(self, field: Field, raw: Any, at: dt.datetime) -> list[str]:
        found = [item for item in raw if isinstance(item, str)] if isinstance(raw, list | tuple) else []
        if len(found) > int(field.max or 1):
            raise ValueError(_("Keep at most %(bound)s files.") % {"bound": field.max or 1})
        if len(found) < (field.min or 0):
            raise ValueError(_("Add at least %(bound)s files.") % {"bound": field.min})
        return found

    def display(self, field: Field, value: Any, at: dt.datetime) -> str:
        count = len(value) if isinstance(value, list) else 0
        return _("%(count)s files") % {"count": count}

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        bounds = {"minItems": max(field.min or 1, 1), "maxItems": int(field.max or 1)}
        return {"type": "array", "items": {"type": "string"}, "x-accept": list(field.accept)} | bounds


UPLOAD = Files(
    "upload", Text("文件", "File"),
    Text("按内容识别类型，限定大小和个数。", "The type is told by the content; size and number are bounded."),
    'accept = ["pdf", "jpeg", "png"]\nmax = 3',
)  # fmt: skip
KINDS = (UPLOAD,)
