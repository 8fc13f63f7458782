"""A point, a line or an area on the map, kept as GeoJSON (RFC 7946, WGS 84). Without scripts: typed coordinates."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from tongban.engines.forms.kinds.crossing import crosses_itself
from tongban.engines.forms.kinds.kind import Kind
from tongban.engines.forms.sayings import say
from tongban.engines.forms.tidying import compact, tidy
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field

Point = list[float]
TYPES = {"point": "Point", "line": "LineString", "area": "Polygon"}
LEAST = {"point": 1, "line": 2, "area": 3}
MOST_POINTS = 200
PLACES = 6  # decimals of a degree: about a decimetre


def _number(text: str) -> float:
    if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,15})?", text):
        raise ValueError(_("Write longitude and latitude in degrees, such as 111.698, 29.032, one point a line."))
    return round(float(text), PLACES)


def degrees(value: Any) -> str:
    """A number of GeoJSON as it is typed."""
    return f"{value:.{PLACES}f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _point(pair: Any) -> Point:
    if not isinstance(pair, list) or len(pair) != 2 or any(isinstance(one, bool | str) for one in pair):  # noqa: PLR2004
        raise ValueError(_("Write longitude and latitude in degrees, such as 111.698, 29.032, one point a line."))
    longitude, latitude = (
        _number(f"{one:.15f}".rstrip("0").rstrip(".") if isinstance(one, float) else str(one)) for one in pair
    )
    if abs(latitude) > 90 >= abs(longitude):  # noqa: PLR2004 (degrees)
        raise ValueError(_("Longitude comes first: %(pair)s.") % {"pair": f"{latitude}, {longitude}"})
    if abs(longitude) > 180 or abs(latitude) > 90:  # noqa: PLR2004 (degrees)
        raise ValueError(_("There is no such point on the earth. Check longitude and latitude."))
    return [longitude, latitude]


def written(text: str) -> list[Any]:
    """The pairs of numbers of a text, one a line."""
    lines = [re.split(r"[,，;\s]+", compact_pair) for compact_pair in map(tidy, text.split("\n")) if compact_pair]
    return [[_number(compact(one)) for one in line] for line in lines]


@dataclass(frozen=True)
class Geometry(Kind):
    """`shape` says which: point (as long as nothing is said), line or area."""

    feel: ClassVar[str] = "context"
    takes: ClassVar[frozenset[str]] = frozenset({"shape"})
    widget: ClassVar[str] = "geometry"
    paper: ClassVar[str] = "box"

    def fault(self, field: Field) -> str:
        return super().fault(field) if field.shape in ("", *TYPES) else say("shape-one-of", names=", ".join(TYPES))

    def read(self, field: Field, raw: Any, at: dt.datetime) -> Any:
        shape = field.shape or "point"
        pairs = self.pairs(raw, shape)
        if len(pairs) > MOST_POINTS + 1:
            raise ValueError(_("Write at most %(limit)s points.") % {"limit": MOST_POINTS})
        points = [_point(pair) for pair in pairs]
        if shape == "area" and len(points) > 1 and points[0] == points[-1]:
            points.pop()
        distinct = [one for place, one in enumerate(points) if not place or one != points[place - 1]]
        if len(distinct) < LEAST[shape] or (shape == "point" and len(points) > 1):
            wants = {"point": _("Write one point."), "line": _("A line has two points or more."),
                     "area": _("An area has three corners or more.")}  # fmt: skip
            raise ValueError(wants[shape])
        if shape == "area" and crosses_itself([*distinct, distinct[0]]):
            raise ValueError(_("The outline crosses itself. Write the corners in order around the area."))
        return {"type": TYPES[shape], "coordinates": formed(shape, distinct)}

    def pairs(self, raw: Any, shape: str) -> list[Any]:
        """The points of GeoJSON, given as a table or as text, or of coordinates typed line by line."""
        if isinstance(raw, str) and raw.lstrip().startswith("{") and len(raw) < 20_000:  # noqa: PLR2004 (MAX_RAW)
            try:
                raw = json.loads(raw)
            except (ValueError, RecursionError):
                raise ValueError(_("This answer cannot be read. Write it again.")) from None
        if isinstance(raw, str):
            return written(raw[:20_000])
        if not isinstance(raw, dict) or raw.get("type") != TYPES[shape] or not isinstance(raw.get("coordinates"), list):
            raise ValueError(_("This answer cannot be read. Write it again."))
        inner = raw["coordinates"]
        if shape == "area" and (len(inner) != 1 or not isinstance(inner[0], list)):
            raise ValueError(_("An area is one outline without holes."))
        return [inner] if shape == "point" else inner[0] if shape == "area" else inner

    def typed(self, field: Field, value: Any) -> Any:
        return value if isinstance(value, dict) else None

    def display(self, field: Field, value: Any, at: dt.datetime) -> str:
        return typed_lines(value)

    def export(self, field: Field, value: Any, at: dt.datetime) -> str:
        return json.dumps(value, separators=(",", ":")) if isinstance(value, dict) else ""

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        shape = field.shape or "point"
        bounds = {"point": (), "line": (2,), "area": (4, 1)}[shape]
        inner: dict[str, Any] = {
            "type": "array", "minItems": 2, "maxItems": 2,
            "prefixItems": [{"type": "number", "minimum": -180, "maximum": 180},
                            {"type": "number", "minimum": -90, "maximum": 90}],
        }  # fmt: skip
        for least in bounds:
            inner = {"type": "array", "items": inner, "minItems": least}
        kept = {"type": {"const": TYPES[shape]}, "coordinates": inner}
        return {"type": "object", "properties": kept, "required": sorted(kept), "additionalProperties": False}


def formed(shape: str, points: list[Point]) -> Any:
    """Coordinates as GeoJSON has them: an area's outline is closed and runs counter-clockwise (RFC 7946, 3.1.6)."""
    if shape != "area":
        return points[0] if shape == "point" else points
    ring = [*points, points[0]]
    twice = sum(one[0] * two[1] - two[0] * one[1] for one, two in pairwise(ring))
    return [ring if twice >= 0 else ring[::-1]]


def typed_lines(value: Any) -> str:
    """GeoJSON as a person types it: one point a line; other text as it is."""
    if not isinstance(value, dict) or not isinstance(value.get("coordinates"), list):
        return "" if value is None or isinstance(value, dict) else str(value)
    inner: Any = value["coordinates"]
    if value.get("type") == "Point":
        inner = [inner]
    if value.get("type") == "Polygon":
        inner = inner[0][:-1]
    return "\n".join(", ".join(degrees(one) for one in pair) for pair in inner)


GEOMETRY = Geometry(
    "geometry", Text("地图上的点、线、面", "Point, line or area"),
    Text("按经度、纬度填写，每行一点；不从节点以外取图。",
         "Longitude and latitude, one point a line; no tiles from outside."),
    'shape = "area"', ("111.69, 29.03\n111.70, 29.03\n111.70，29.04",),
    ("111.69, 29.03", "29.03, 111.69\n29.04, 111.7\n29.05, 111.7", "111.6,29\n111.7,29.1\n111.7,29\n111.6,29.1",
     "常德"),
)  # fmt: skip
KINDS = (GEOMETRY,)
