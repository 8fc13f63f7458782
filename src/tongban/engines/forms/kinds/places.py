"""Where something is: a division of the register, step by step without scripts, and an address below it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from tongban.engines.forms.divisions import LEVELS, level_of, way_to
from tongban.engines.forms.kinds.kind import Kind, last
from tongban.engines.forms.kinds.parts import Parts, part
from tongban.engines.forms.options import local_day
from tongban.engines.forms.sayings import say
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field

CODE_FORM = r"[0-9]{6}([0-9]{3})?"
DIVISION, STREET = Text("所在区划", "Division"), Text("街道、门牌号", "Street and number")


@dataclass(frozen=True)
class Place(Kind):
    """A division as deep as `level` (province, prefecture, county, township), below `root` where one is declared."""

    takes: ClassVar[frozenset[str]] = frozenset({"level", "root"})
    widget: ClassVar[str] = "cascade"

    def fault(self, field: Field) -> str:
        if field.level not in ("", *LEVELS):
            return say("division-level", names=", ".join(LEVELS))
        if field.root and not re.fullmatch(CODE_FORM, field.root):
            return say("division-root")
        return super().fault(field)

    def missing(self, field: Field) -> str:
        return _("Choose an answer: %(label)s") % {"label": field.label}

    def names(self, field: Field, posted: Mapping[str, Any], name: str) -> set[str]:
        return {name, *(f"{name}-{level}" for level in LEVELS)}

    def posted(self, field: Field, posted: Mapping[str, Any], name: str, before: Any) -> Any:
        """The deepest choice that lies below the choice above it; a changed choice drops those below."""
        chosen = [last(posted, f"{name}-{level}") for level in LEVELS if f"{name}-{level}" in posted]
        if not chosen:
            return super().posted(field, posted, name, before)
        deepest = ""
        for one in chosen:
            if not one or (deepest and not str(one).startswith(stem(deepest))):
                break
            deepest = str(one)
        return deepest or None

    def read_text(self, field: Field, raw: str, at: dt.datetime) -> str:
        code, level = raw.strip(), field.level or "county"
        way = way_to(code, local_day(at)) if re.fullmatch(CODE_FORM, code) else ()
        if not way or (field.root and not any(one.code == field.root for one in way)):
            raise ValueError(_("Choose one of the divisions offered."))
        if LEVELS.index(way[-1].level) < LEVELS.index(level):
            raise ValueError(_("Go on: choose a division in %(name)s.") % {"name": way[-1].name})
        if LEVELS.index(way[-1].level) > LEVELS.index(level):
            raise ValueError(_("Choose one of the divisions offered."))
        return code

    def display(self, field: Field, value: Any, at: dt.datetime) -> str:
        way = way_to(str(value), local_day(at))
        return " ".join(str(one.name) for one in way) or str(value)

    def export(self, field: Field, value: Any, at: dt.datetime) -> str:
        return str(value or "")

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{CODE_FORM}$", "x-level": field.level or "county"}


@dataclass(frozen=True)
class Location(Parts):
    """A division of the register, and the address in it."""

    takes: ClassVar[frozenset[str]] = frozenset({"level", "root", "length"})

    def fault(self, field: Field) -> str:
        return DIVISION_KIND.fault(field)

    def parts(self, field: Field) -> tuple[Field, ...]:
        return (
            part("division", "division", DIVISION, level=field.level, root=field.root),
            part("street", "address", STREET, length=field.length),
        )

    def display(self, field: Field, value: Any, at: dt.datetime) -> str:
        given = value if isinstance(value, dict) else {}
        return " ".join(one.of.display(one, given[one.name], at) for one in self.parts(field) if given.get(one.name))


def stem(code: str) -> str:
    """What the codes of all divisions below begin with."""
    return level_of(code)[1]


DIVISION_KIND = Place(
    "division", Text("行政区划（逐级）", "Division, step by step"),
    Text("从区划库逐级选到 level 规定的一级。", "From the division register down to `level`."),
    'level = "county"\nroot = "430700"', ("430702",), ("430000", "999999", "常德"),
)  # fmt: skip
LOCATION = Location(
    "location", Text("地址（核对区划）", "Address in a division"),
    Text("区划来自区划库，其余自由填写。", "The division from the register, the rest in words."),
    'level = "county"\nroot = "430700"', ({"division": "430702", "street": "朗州路 12 号"},),
    ({"division": "430702"}, {"division": "110101", "street": "某街 1 号"}),
)  # fmt: skip
KINDS = (DIVISION_KIND, LOCATION)
