"""What stands around and beside the nodes: pools, lanes, groups, notes, data."""

from __future__ import annotations

from html import escape

from tongban.engines.processes.graph import Box
from tongban.engines.processes.icons import icon
from tongban.engines.processes.labels import SMALL
from tongban.engines.processes.pen import Pen
from tongban.engines.processes.scene import Shape
from tongban.engines.processes.wrapping import wrapped

BAND, FOLD = 30.0, 11.0


def pool(pen: Pen, shape: Shape, box: Box) -> None:
    """A pool or lane with its name along its left side, or on top where the file says so."""
    lane = shape.kind == "lane"
    pen.rect(box, ("bpmn-lane" if lane else "bpmn-pool") + pen.kind(shape.id), 2, 1)
    inside = pen.scene.children.get(shape.process, ())
    if not lane and not any(child.id in pen.drawn.shapes for child in inside):
        lines = wrapped(pen.name(shape), (box.width - 16) / SMALL, max(int(box.height / 16), 1))
        first = box.y + box.height / 2 - (len(lines) - 1) * SMALL * 0.625
        pen.canvas.lines(lines, box.x + box.width / 2, first, SMALL + 1, kind="lane-name")
    else:
        _band(pen, shape, box, line=not lane)
    if shape.collection:
        pen.canvas.add(icon("parallel", box.x + box.width / 2, box.y + box.height - 10, 14))
    pen.mark(shape.id, box.x + 6, box.y)


def _band(pen: Pen, shape: Shape, box: Box, *, line: bool) -> None:
    horizontal = box.horizontal
    if line:
        way = (
            f"M{box.x + BAND:g} {box.y:g}v{box.height:g}"
            if horizontal
            else f"M{box.x:g} {box.y + BAND:g}h{box.width:g}"
        )
        pen.canvas.add(f'<path class="bpmn-pool" d="{way}" fill="none" stroke="currentColor"/>')
    if not horizontal:
        lines = wrapped(pen.name(shape), (box.width - 12) / SMALL, 1)
        pen.canvas.lines(lines, box.x + box.width / 2, box.y + BAND / 2, SMALL + 1, kind="lane-name")
        return
    x, y = box.x + BAND / 2, box.y + box.height / 2
    lines = wrapped(pen.name(shape), (box.height - 12) / SMALL, 2)
    turned = pen.language.startswith("en") or pen.name(shape).isascii()
    for index, text in enumerate(lines):
        place = x + (index - (len(lines) - 1) / 2) * SMALL * 1.25
        way = f'transform="rotate(-90 {place:g} {y:g})"' if turned else 'writing-mode="vertical-rl"'
        pen.canvas.add(
            f'<text class="bpmn-lane-name" x="{place:g}" y="{y:g}" font-size="{SMALL + 1:g}" text-anchor="middle" '
            f'dominant-baseline="central" fill="currentColor" {way}>{escape(text)}</text>'
        )


def note(pen: Pen, shape: Shape, box: Box) -> None:
    """A text annotation: a bracket and its words."""
    pen.canvas.add(
        f'<path class="bpmn-note{escape(pen.kind(shape.id))}" d="M{box.x + 10:g} {box.y:g}H{box.x:g}'
        f'V{box.y + box.height:g}H{box.x + 10:g}" fill="none" stroke="currentColor"/>'
    )
    pen.reach(box)
    lines = wrapped(pen.name(shape), max(box.width - 10, 4 * SMALL) / SMALL, max(int((box.height + 4) / 15), 1))
    pen.canvas.lines(lines, box.x + 8, box.y + 10, SMALL, anchor="start")
    pen.mark(shape.id, box.x + 6, box.y)


def group(pen: Pen, shape: Shape, box: Box) -> None:
    """A group: a frame of dashes and dots, its name on the upper edge."""
    pen.rect(box, "bpmn-group" + pen.kind(shape.id), 10, 1.4, ' stroke-dasharray="9 4 2 4"')
    pen.canvas.lines(wrapped(pen.name(shape), (box.width - 16) / SMALL, 1), box.x + box.width / 2, box.y + 11, SMALL)
    pen.mark(shape.id, box.x + 6, box.y)


def data(pen: Pen, shape: Shape, box: Box) -> None:
    """A data object with its folded corner, a data store as a drum; its name below."""
    path = _drum(box) if shape.kind == "dataStoreReference" else _sheet(box)
    pen.canvas.add(
        f'<path class="bpmn-data{escape(pen.kind(shape.id))}" d="{path}" fill="none" stroke="currentColor" '
        'stroke-width="1.4" stroke-linejoin="round"/>'
    )
    pen.reach(box)
    if shape.kind in ("dataInput", "dataOutput"):
        pen.canvas.add(icon(shape.kind, box.x + 10, box.y + 10, 13))
    if shape.collection:
        pen.canvas.add(icon("parallel", box.x + box.width / 2, box.y + box.height - 9, 12))
    if pen.name(shape):
        pen.canvas.below(pen.name(shape), box, pen.drawn.labels.get(shape.id))
    pen.mark(shape.id, box.x + 6, box.y)


def _sheet(box: Box) -> str:
    right, bottom = box.x + box.width, box.y + box.height
    fold = min(FOLD, box.width / 2)
    return (
        f"M{box.x:g} {box.y:g}H{right - fold:g}L{right:g} {box.y + fold:g}V{bottom:g}H{box.x:g}z"
        f"M{right - fold:g} {box.y:g}V{box.y + fold:g}H{right:g}"
    )


def _drum(box: Box) -> str:
    lid = min(box.height / 5, 9)
    top, bottom, wide = box.y + lid, box.y + box.height - lid, box.width
    arc = f"a{wide / 2:g} {lid:g} 0 0 0 "
    rings = "".join(f"M{box.x:g} {top + step:g}{arc}{wide:g} 0" for step in (0, 4, 8))
    lidded = f"M{box.x:g} {top:g}a{wide / 2:g} {lid:g} 0 0 1 {wide:g} 0"
    return f"{lidded}V{bottom:g}a{wide / 2:g} {lid:g} 0 0 1 {-wide:g} 0V{top:g}{rings}"
