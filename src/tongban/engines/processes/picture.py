"""The diagram of a process as inline SVG: classes for the page's sheet, no style attribute and no script.

Without any sheet it is a plain line drawing in the colour of the text. State is shown by shape too, not by colour
alone: what is under way is heavy and bears an arrow, what is done bears a tick, what was returned an arrow back.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from html import escape

from django.utils import translation
from django.utils.translation import gettext as _

from tongban.engines.processes import frames, layout, shapes, strokes
from tongban.engines.processes.graph import Graph
from tongban.engines.processes.pen import Pen
from tongban.engines.processes.scene import DATA, FLOW_NODES, STEPS, SUBS, Mark, Scene, Shape

MARGIN = 14.0


def picture(
    graph: Graph | Scene,
    *,
    current: Iterable[str],
    done: Iterable[str],
    language: str,
    returned: Iterable[str] = (),
    marks: Mapping[str, Mark] | None = None,
    anchor: str = "",
) -> str:
    """The diagram as an SVG element."""
    scene = graph if isinstance(graph, Scene) else graph.scene
    if scene is None:
        raise ValueError("a graph without a scene cannot be drawn")
    drawn = scene.diagram or layout.diagram(scene)
    states = {"current": frozenset(current), "returned": frozenset(returned), "done": frozenset(done)}
    pen = Pen(scene, drawn, language, states, marks or {})
    for shape in _frames(pen):
        _frame(pen, shape)
    for name, line in drawn.lines.items():
        if name in scene.ways:
            strokes.way(pen, scene.ways[name], line)
    for shape in _nodes(pen):
        shapes.node(pen, shape, drawn.shapes[shape.id])
    for shape in _artefacts(pen):
        _frame(pen, shape)
    return _whole(pen, anchor or f"bpmn-{scene.key}")


def _drawn(pen: Pen) -> list[Shape]:
    return [pen.scene.shapes[name] for name in pen.drawn.shapes if name in pen.scene.shapes]


def _frames(pen: Pen) -> list[Shape]:
    """What lies under everything else: pools, lanes, then sub-processes drawn open, the outer ones first."""
    found = _drawn(pen)
    areas = [one for kind in ("participant", "lane") for one in found if one.kind == kind]
    return areas + sorted((one for one in found if _open(pen, one)), key=lambda one: -_area(pen, one))


def _open(pen: Pen, shape: Shape) -> bool:
    return shape.kind in SUBS | {"callActivity"} and shapes.opened(pen, shape)


def _area(pen: Pen, shape: Shape) -> float:
    return pen.drawn.shapes[shape.id].width * pen.drawn.shapes[shape.id].height


def _nodes(pen: Pen) -> list[Shape]:
    """The flow nodes, those at a border last."""
    found = [one for one in _drawn(pen) if one.kind in FLOW_NODES]
    closed = [one for one in found if not _open(pen, one)]
    return sorted(closed, key=lambda one: one.kind == "boundaryEvent")


def _artefacts(pen: Pen) -> list[Shape]:
    return [one for one in _drawn(pen) if one.kind in DATA | {"textAnnotation", "group"}]


def _frame(pen: Pen, shape: Shape) -> None:
    box = pen.drawn.shapes[shape.id]
    if shape.kind in SUBS | {"callActivity"}:
        shapes.node(pen, shape, box)
    elif shape.kind == "textAnnotation":
        frames.note(pen, shape, box)
    elif shape.kind == "group":
        frames.group(pen, shape, box)
    elif shape.kind in DATA:
        frames.data(pen, shape, box)
    else:
        frames.pool(pen, shape, box)


def _whole(pen: Pen, mark: str) -> str:
    canvas, scene, mark = pen.canvas, pen.scene, escape(mark)
    if not canvas.parts:
        canvas.reach(0, 0, 0, 0)
    left, top = math.floor(canvas.left - MARGIN), math.floor(canvas.top - MARGIN)
    width, height = math.ceil(canvas.right + MARGIN - left), math.ceil(canvas.bottom + MARGIN - top)
    return (
        f'<svg class="bpmn" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="{left} {top} {width} {height}" '
        f'width="{width}" height="{height}" aria-labelledby="{mark}-title {mark}-text" '
        f'lang="{"en" if pen.language.startswith("en") else "zh-Hans"}">'
        f'<title id="{mark}-title">{escape(scene.name.inn(pen.language) or scene.key)}</title>'
        f'<desc id="{mark}-text">{escape(_text(pen))}</desc>{"".join(canvas.parts)}</svg>'
    )


def _text(pen: Pen) -> str:
    """The picture in words."""
    english = pen.language.startswith("en")
    with translation.override("en" if english else "zh-hans"):
        steps = [one for one in pen.scene.shapes.values() if one.kind in STEPS]
        parts = [(_("Steps"), steps)]
        for state, title in (("done", _("Done")), ("current", _("Under way")), ("returned", _("Returned"))):
            parts.append((title, [one for one in steps if pen.state(one.id) == state]))
        between, after, end = (", ", ": ", ".") if english else ("、", "：", "。")
        words = [
            f"{title}{after}{between.join(pen.name(node) or node.id for node in nodes)}{end}"
            for title, nodes in parts
            if nodes
        ]
        words += [mark.title for mark in pen.marks.values() if mark.title]
        return (" " if english else "").join(words)
