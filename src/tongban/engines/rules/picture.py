"""A requirement diagram as inline SVG: classes for the page's sheet, no style attribute and no script.

Without any sheet it is a plain line drawing in the colour of the text.
"""

from __future__ import annotations

import codecs
import math
import re
import unicodedata
from html import escape

from django.utils import translation
from django.utils.translation import gettext as _

from tongban.engines.rules.diagram import Box, Diagram, Node, diagram
from tongban.engines.rules.dmn import document
from tongban.engines.rules.model import Model
from tongban.engines.rules.ranks import Point

MARGIN = 14.0
SIZE, LEADING = 13.0, 1.25
ARROW, HALF = 9.0, 4.5
CUT = 12.0


def drawn_model(model: Model, language: str) -> str:
    """The requirement diagram of a model. Raises LimitError."""
    _text, root = document(codecs.BOM_UTF8 + model.text.encode(), model.source)
    imported = {
        f"{one.namespace}#{name}": f"{prefix}.{element.name}"
        for prefix, one in model.imports.items()
        for name, (_kind, element) in one.by_id.items()
    }
    mark = "drd-" + re.sub(r"[^\w.-]", "-", model.namespace or model.name)
    return drawn(diagram(root, imported), model.name, mark, language)


def drawn(found: Diagram, title: str, mark: str, language: str) -> str:
    """The diagram as an SVG element in a language (a tag such as "zh-Hans" or "en")."""
    frames = [name for name in found.boxes if found.nodes[name].kind == "decisionService"]
    others = [name for name in found.boxes if name not in frames]
    parts = [_node(found.nodes[name], found.boxes[name]) for name in frames]
    parts += [_path(points, "drd-divider") for points in found.dividers.values() if len(points) > 1]
    parts += [_edge(found.edges[name].kind, points) for name, points in found.lines.items()]
    parts += [_node(found.nodes[name], found.boxes[name]) for name in others]
    left, top, width, height = _extent(found)
    english = language.startswith("en")
    return (
        f'<svg class="drd" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="{left} {top} {width} {height}" '
        f'width="{width}" height="{height}" aria-labelledby="{escape(mark)}-title {escape(mark)}-text" '
        f'lang="{"en" if english else "zh-Hans"}"><title id="{escape(mark)}-title">{escape(title)}</title>'
        f'<desc id="{escape(mark)}-text">{escape(_told(found, english=english))}</desc>{"".join(parts)}</svg>'
    )


def _told(found: Diagram, *, english: bool) -> str:
    """The picture in words: what each decision requires."""
    with translation.override("en" if english else "zh-hans"):
        between, after, end = (", ", ": ", ".") if english else ("、", "：", "。")
        titles = {
            "decision": _("Decisions"), "inputData": _("Input data"), "businessKnowledgeModel": _("Functions"),
            "decisionService": _("Decision services"), "knowledgeSource": _("Sources"), "imported": _("Imported"),
        }  # fmt: skip
        lists = {kind: [one.name for one in found.nodes.values() if one.kind == kind] for kind in titles}
        parts = [f"{titles[kind]}{after}{between.join(names)}{end}" for kind, names in lists.items() if names]
        return (" " if english else "").join(parts)


def _extent(found: Diagram) -> tuple[int, int, int, int]:
    points = [point for line in found.lines.values() for point in line]
    for box in found.boxes.values():
        points += [(box.x, box.y), (box.x + box.width, box.y + box.height)]
    xs, ys = [x for x, _y in points] or [0.0], [y for _x, y in points] or [0.0]
    left, top = math.floor(min(xs) - MARGIN), math.floor(min(ys) - MARGIN)
    return left, top, math.ceil(max(xs) + MARGIN - left), math.ceil(max(ys) + MARGIN - top)


def _node(node: Node, box: Box) -> str:
    kind = "decision" if node.kind == "imported" else node.kind
    way = _way(kind, box)
    if way:
        shape = f'<path class="drd-{kind}" d="{way}" fill="none" stroke="currentColor" stroke-width="1.4"/>'
    else:
        corner = {"inputData": box.height / 2, "decisionService": 14.0}.get(kind, 0.0)
        width = 2.4 if kind == "decisionService" else 1.4
        dashed = ' stroke-dasharray="6 3"' if node.kind == "imported" else ""
        shape = (
            f'<rect class="drd-{kind}" x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" '
            f'rx="{corner:g}" fill="none" stroke="currentColor" stroke-width="{width:g}"{dashed}/>'
        )
    return shape + _label(node, box)


def _way(kind: str, box: Box) -> str:
    """The outline of what is no rectangle: two corners cut for a function, a torn sheet for a source."""
    x, y, right, low = box.x, box.y, box.x + box.width, box.y + box.height
    if kind == "businessKnowledgeModel":
        return f"M{x + CUT:g} {y:g}H{right:g}V{low - CUT:g}L{right - CUT:g} {low:g}H{x:g}V{y + CUT:g}z"
    if kind == "knowledgeSource":
        middle, quarter, low = x + box.width / 2, x + box.width * 0.75, low - 6
        return f"M{x:g} {y:g}H{right:g}V{low:g}Q{quarter:g} {low - 12:g} {middle:g} {low:g}T{x:g} {low:g}z"
    return f"M{x + 10:g} {y:g}H{x:g}V{low:g}H{x + 10:g}" if kind == "textAnnotation" else ""


def _label(node: Node, box: Box) -> str:
    step = SIZE * LEADING
    frame = node.kind == "decisionService"
    lines = _wrapped(node.name, (box.width - 18) / SIZE, 1 if frame else max(int((box.height - 8) / step), 1))
    x = box.x + box.width / 2
    first = box.y + step if frame else box.y + box.height / 2 - (len(lines) - 1) * step / 2
    spans = "".join(
        f'<tspan x="{x:g}" y="{first + index * step:g}">{escape(text)}</tspan>' for index, text in enumerate(lines)
    )
    return (
        f'<text class="drd-name" font-size="{SIZE:g}" text-anchor="middle" dominant-baseline="central" '
        f'fill="currentColor">{spans}</text>'
    )


def _edge(kind: str, points: tuple[Point, ...]) -> str:
    """A requirement: information with a full arrow, knowledge dashed with an open one, authority dashed with a dot."""
    dashes = {"knowledgeRequirement": "6 4", "authorityRequirement": "6 4", "association": "2 3"}
    line = _path(points, f"drd-{kind}", dashes.get(kind, ""))
    (x1, y1), (x2, y2) = points[-2:]
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    dx, dy = (x2 - x1) / length * ARROW, (y2 - y1) / length * ARROW
    side = HALF / ARROW
    wings = (x2 - dx - dy * side, y2 - dy + dx * side), (x2 - dx + dy * side, y2 - dy - dx * side)
    (ax, ay), (bx, by) = wings
    if kind == "informationRequirement":
        return line + f'<path class="drd-arrow" fill="currentColor" d="M{x2:g} {y2:g}L{ax:g} {ay:g}L{bx:g} {by:g}z"/>'
    if kind == "knowledgeRequirement":
        return line + _path(((ax, ay), (x2, y2), (bx, by)), "drd-arrow")
    if kind == "authorityRequirement":
        return line + f'<circle class="drd-arrow" cx="{x2:g}" cy="{y2:g}" r="{HALF:g}" fill="currentColor"/>'
    return line


def _path(points: tuple[Point, ...], kind: str, dashes: str = "") -> str:
    way = "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path class="{kind}" d="{way}" fill="none" stroke="currentColor" stroke-width="1.3"{dashed}/>'


def _wrapped(text: str, widest: float, most: int) -> list[str]:
    """Lines of at most so many font sizes, broken at spaces or between Chinese characters, the last cut with …."""
    lines = [""]
    for word in (part for piece in _pieces(text) for part in _cut(piece, widest)):
        if lines[-1] and _width(lines[-1] + word.rstrip()) > widest:
            lines.append("")
        lines[-1] += word
    kept = [line.strip() for line in lines[:most]]
    if len(lines) > most or _width(kept[-1]) > widest:
        while kept[-1] and _width(kept[-1]) + 1 > widest:
            kept[-1] = kept[-1][:-1]
        kept[-1] += "…"
    return kept


def _pieces(text: str) -> list[str]:
    found: list[str] = [""]
    for sign in " ".join(text.split()):
        wide = unicodedata.east_asian_width(sign) in "WF"
        if wide or found[-1].endswith(" ") or (found[-1] and unicodedata.east_asian_width(found[-1][-1]) in "WF"):
            found.append("")
        found[-1] += sign
    return found


def _cut(word: str, widest: float) -> list[str]:
    """A word longer than a line, in parts."""
    size = max(int(widest / 0.62), 1)
    return [word] if _width(word) <= widest else [word[at : at + size] for at in range(0, len(word), size)]


def _width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.58 for sign in text)
