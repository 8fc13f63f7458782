"""Distributions and courses over time as SVG, each beside the table of its numbers; lines differ by dashes, not by
colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 48, 12, 14, 34
HALF = 0.5
DASHES = ("", "8 4", "2 4", "10 3 2 3", "4 4", "12 6")


def _frame(title: str, inner: SafeString, most: float, low: str, high: str) -> SafeString:
    """The axes: from 0 to the greatest value, and the ends of the other axis."""
    return format_html(
        '<svg role="img" width="{w}" height="{h}" viewBox="0 0 {w} {h}" font-size="13"><title>{title}</title>'
        '<path d="M{l} {t}V{b}H{r}" fill="none" stroke="currentColor"/>{inner}'
        '<text x="{a}" y="{t2}" text-anchor="end" fill="currentColor">{most}</text>'
        '<text x="{a}" y="{b}" text-anchor="end" fill="currentColor">0</text>'
        '<text x="{l}" y="{c}" fill="currentColor">{low}</text>'
        '<text x="{r}" y="{c}" text-anchor="end" fill="currentColor">{high}</text></svg>',
        w=WIDTH, h=HEIGHT, title=title, l=LEFT, t=TOP, b=HEIGHT - BOTTOM, r=WIDTH - RIGHT, a=LEFT - 6, t2=TOP + 10,
        c=HEIGHT - BOTTOM + 20, most=f"{most:g}", low=low, high=high, inner=inner,
    )  # fmt: skip


def columns(
    counts: Sequence[int], *, title: str, low: str, high: str, mark: tuple[float, str] | None = None
) -> SafeString:
    """Columns side by side; `mark` is a line at a share of the width, with its word."""
    most = max(counts, default=0) or 1
    width = (WIDTH - LEFT - RIGHT) / max(len(counts), 1)
    room = HEIGHT - TOP - BOTTOM
    parts = [
        (f"{LEFT + place * width + 1:.1f}", f"{HEIGHT - BOTTOM - room * count / most:.1f}", f"{width - 2:.1f}",
         f"{room * count / most:.1f}")
        for place, count in enumerate(counts)
    ]  # fmt: skip
    drawn = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}" fill="currentColor" fill-opacity="0.35" stroke="currentColor"/>',
        parts,
    )
    if mark is not None and 0 <= mark[0] <= 1:
        drawn += _mark(*mark)
    return _frame(title, drawn, float(most), low, high)


def _mark(share: float, word: str) -> SafeString:
    """A line at a share of the width; its word stands on the side with more room."""
    x, left = LEFT + share * (WIDTH - LEFT - RIGHT), share > HALF
    return format_html(
        '<g class="light late"><path d="M{x} {t}V{b}" stroke="currentColor" stroke-width="2" stroke-dasharray="6 3"/>'
        '<text x="{x2}" y="{y}" text-anchor="{way}" fill="currentColor">{word}</text></g>',
        x=f"{x:.1f}", t=TOP, b=HEIGHT - BOTTOM, x2=f"{x + (-6 if left else 6):.1f}", y=TOP + 12,
        way="end" if left else "start", word=word,
    )  # fmt: skip


def lines(series: Sequence[tuple[str, Sequence[float]]], *, title: str, low: str, high: str) -> SafeString:
    """Courses over the same points, each with its dashes and its name at the end."""
    most = max((value for _name, values in series for value in values), default=0.0) or 1.0
    room, span = HEIGHT - TOP - BOTTOM, WIDTH - LEFT - RIGHT
    drawn = mark_safe("")
    for place, (_name, values) in enumerate(series[: len(DASHES)]):
        points = " ".join(
            f"{LEFT + span * index / max(len(values) - 1, 1):.1f},{HEIGHT - BOTTOM - room * value / most:.1f}"
            for index, value in enumerate(values)
        )
        drawn += format_html(
            '<polyline points="{}" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="{}"/>',
            points, DASHES[place],
        )  # fmt: skip
    return _frame(title, drawn, most, low, high)


def key_line(place: int) -> SafeString:
    """A sample of the dashes of a course, for the legend."""
    return format_html(
        '<svg width="44" height="10" aria-hidden="true"><path d="M0 5H44" stroke="currentColor" stroke-width="1.8" '
        'stroke-dasharray="{}"/></svg>',
        DASHES[place % len(DASHES)],
    )
