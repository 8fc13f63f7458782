"""Own charts as SVG, each beside the table of its numbers: shape, place and number say what colour says."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, BAR, GAP, LABEL = 640, 22, 14, 210
LONGEST = 27  # columns of a label; a Chinese character takes two
DENSE = {"late": 1.0, "wait": 0.7, "good": 0.45, "": 0.25}


@dataclass(frozen=True)
class Bar:
    """A row of the chart: its label and the parts, each a tone (late, wait, good or empty) and a number."""

    label: str
    parts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(number for _tone, number in self.parts)


def bars(rows: Sequence[Bar], *, title: str) -> SafeString:
    """Stacked bars, one a row, in one scale."""
    most = max((row.total for row in rows), default=0) or 1
    scale = (WIDTH - LABEL - 50) / most
    height = len(rows) * (BAR + GAP) + GAP
    drawn = format_html_join("", "{}", ((_row(row, GAP + i * (BAR + GAP), scale),) for i, row in enumerate(rows)))
    return format_html(
        '<svg role="img" width="{w}" height="{h}" viewBox="0 0 {w} {h}" font-size="14">'
        "<title>{title}</title>{rows}</svg>",
        w=WIDTH, h=height, title=title, rows=drawn,
    )  # fmt: skip


def _short(label: str) -> str:
    widths = itertools.accumulate(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in label)
    fitting = sum(width <= LONGEST for width in widths)
    return label if fitting == len(label) else f"{label[: fitting - 1]}…"


def _row(row: Bar, y: int, scale: float) -> SafeString:
    x, parts = float(LABEL), []
    for tone, number in row.parts:
        width = number * scale
        if number:
            parts.append((tone, f"{x:.1f}", y, f"{width:.1f}", BAR, DENSE[tone]))
        x += width
    drawn = format_html_join(
        "",
        '<g class="light {}"><rect x="{}" y="{}" width="{}" height="{}" fill="currentColor" fill-opacity="{}"'
        ' stroke="currentColor"/></g>',
        parts,
    )
    return format_html(
        '<text x="{}" y="{}" text-anchor="end" fill="currentColor">{}</text>{}'
        '<text x="{}" y="{}" fill="currentColor">{}</text>',
        LABEL - 10, y + 16, _short(row.label), drawn, f"{x + 8:.1f}", y + 16, row.total,
    )  # fmt: skip
