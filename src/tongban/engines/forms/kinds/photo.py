"""A photograph: a picture of at least so many pixels."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from tongban.engines.forms.kinds.files import Files
from tongban.engines.forms.kinds.kind import is_count
from tongban.engines.forms.sayings import say
from tongban.kernel.declarations.api import Text
from tongban.kernel.web import api as web

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field

PICTURES = ("jpeg", "png")


@dataclass(frozen=True)
class Photo(Files):
    """JPEG or PNG; `width` and `height` are the least pixels, `max_mb` the most megabytes of a file."""

    takes: ClassVar[frozenset[str]] = frozenset({"min", "max", "accept", "width", "height", "max_mb"})

    def fault(self, field: Field) -> str:
        if not field.accept or set(field.accept) - {*PICTURES, "jpg"}:
            return say("photo-accepts")
        if any(side is not None and not is_count(side) for side in (field.width, field.height)):
            return say("photo-sides")
        return super().fault(field)

    def judge_file(self, field: Field, data: bytes) -> None:
        """Raises ValueError for the person when a picture has too few pixels; BadInput when it is damaged."""
        width, height = web.pixels(data)
        if not width:
            return
        if width < (field.width or 0) or height < (field.height or 0):
            facts = {"width": width, "height": height, "least": field.width or 1, "high": field.height or 1}
            raise ValueError(
                _("The picture has %(width)s × %(height)s pixels; at least %(least)s × %(high)s are needed.") % facts
            )

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        return super().schema(field, at) | {"x-least-pixels": [field.width or 1, field.height or 1]}


PHOTO = Photo(
    "photo", Text("照片", "Photograph"),
    Text("限定类型、大小和最少像素。", "Type, size and least pixels are bounded."),
    'accept = ["jpeg", "png"]\nwidth = 295\nheight = 413\nmax_mb = 2',
)  # fmt: skip
KINDS = (PHOTO,)
