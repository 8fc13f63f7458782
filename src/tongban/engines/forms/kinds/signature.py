"""A signature: the typed name and the statement above it; a drawing by pen or finger may be added with scripts on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from tongban.engines.forms.kinds.contact import Compacted
from tongban.engines.forms.kinds.parts import Parts, part
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field

NAME, AGREED = (
    Text("签名（填写姓名）", "Signature (type your name)"),
    Text("我已阅读并同意", "I have read this and agree"),
)
DRAWN = Text("手写", "Drawn")
STROKES = re.compile(r"(M[0-9]{1,3} [0-9]{1,3}(L[0-9]{1,3} [0-9]{1,3})*)+")
MOST = 16_000


@dataclass(frozen=True)
class Strokes(Compacted):
    """Lines on a field of 600 by 200, as SVG path data with whole numbers: M and L only. Only a part of a signature."""

    widget: ClassVar[str] = "strokes"

    def read_text(self, field: Field, raw: str, at: dt.datetime) -> str:
        if len(raw) > MOST or not STROKES.fullmatch(raw):
            raise ValueError(_("The drawing cannot be read. Draw it again, or leave it empty."))
        return raw

    def shown(self, field: Field, known: Any) -> str:
        return _("drawn by hand")

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{STROKES.pattern}$", "maxLength": MOST}


@dataclass(frozen=True)
class Signature(Parts):
    """The hint says what is signed; the name typed is the signature, the tick its will."""

    widget: ClassVar[str] = "signature"
    paper: ClassVar[str] = "sign"

    def parts(self, field: Field) -> tuple[Field, ...]:
        return (
            part("name", "text", NAME, length=60),
            part("agreed", "statement", AGREED),
            part("drawn", "strokes", DRAWN, required=False),
        )

    def missing(self, field: Field) -> str:
        return _("Sign: %(label)s") % {"label": field.label}

    def display(self, field: Field, value: Any, at: dt.datetime) -> str:
        given: Mapping[str, Any] = value if isinstance(value, dict) else {}
        how = _("signed by name and by hand") if given.get("drawn") else _("signed by name")
        return f"{given.get('name', '')} ({how})"


STROKES_KIND = Strokes("strokes", DRAWN, Text("签名的一部分。", "A part of a signature."))
SIGNATURE = Signature(
    "signature", Text("签名", "Signature"),
    Text("填写姓名并确认；有脚本时可以手写。", "Name and confirmation; with scripts it can be drawn too."),
    "", ({"name": "某人", "agreed": "yes"}, {"name": "某人", "agreed": True, "drawn": "M10 10L20 20"}),
    ({"name": "某人"}, {"name": "某人", "agreed": True, "drawn": "<svg>"}),
)  # fmt: skip
KINDS = (SIGNATURE,)
PARTS = (STROKES_KIND,)
