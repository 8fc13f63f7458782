"""The marks of BPMN as paths, each in a box of 20 by 20 units around its centre."""

from __future__ import annotations

# ruff: noqa: E501 (paths are one word each)
# Stroked unless the path's name is in FILLED.
PATHS: dict[str, str] = {
    "userTask": "M-7 8.5v-3a4.5 4.5 0 0 1 4.5-4.5h5a4.5 4.5 0 0 1 4.5 4.5v3zM0-8.5a4 4 0 1 1 0 8a4 4 0 1 1 0-8z",
    "manualTask": "M-8-1l6-6c1-1 2.400.2 1.600 1.400L-3-2.500h10a1.300 1.300 0 0 1 0 2.600H1h7a1.300 1.300 0 0 1 0 2.600H1h6"
    "a1.300 1.300 0 0 1 0 2.500H1h4.500a1.200 1.200 0 0 1 0 2.400H-4c-2.500 0-4-1.500-4-4z",
    "serviceTask": "M-1.500-8.500h3l.6 2.300 1.800.8 2-1.200 2.100 2.100-1.200 2 .8 1.800 2.300.6v3l-2.300.6-.8 1.800 1.200 2-2.100 2.100-2-1.200"
    "-1.800.8-.6 2.300h-3l-.6-2.300-1.800-.8-2 1.200-2.100-2.100 1.200-2-.8-1.800-2.300-.6v-3l2.300-.6.8-1.800-1.200-2 2.100-2.100 2 1.200"
    " 1.800-.8zM0-2.600a2.900 2.900 0 1 0 0 5.800a2.900 2.900 0 1 0 0-5.800z",
    "scriptTask": "M-4-8.500H7c-4 3.500-4 5 -1.500 8.500s2.500 5.500-1.500 8.500H-7.500c4-3 4-5 1.500-8.500s-2-5.500 2-8.500zM-3.500-4.500h5.500M-3 0h6M-1.500 4.500h6",
    "businessRuleTask": "M-8-7H8V7H-8zM-8-3H8M-8 2H8M-3-3V7",
    "sendTask": "M-9-6.500H9v13H-9z",
    "receiveTask": "M-9-6.500H9v13H-9zM-9-6.500L0 1 9-6.500",
    "callActivity": "M-7-7H7V7H-7zM-4 0H4M0-4V4",
    "message": "M-9-6H9v12H-9zM-9-6L0 1 9-6",
    "thrown": "M-9-6H9L0 .5zM-9-4L0 2.500 9-4V6H-9z",
    "timer": "M0-9a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM0-6V0L4.500 2.500M0-9v2M0 7v2M-9 0h2M7 0h2",
    "error": "M-8 7.500L-3-7.500 2.500 1 8-7.500 3 7.500-2.500-1z",
    "terminate": "M0-9a9 9 0 1 0 0 18a9 9 0 1 0 0-18z",
    "exclusiveGateway": "M-6-7L6 7M6-7L-6 7",
    "parallelGateway": "M0-10V10M-10 0H10",
    "inclusiveGateway": "M0-9a9 9 0 1 0 0 18a9 9 0 1 0 0-18z",
    "eventBasedGateway": "M0-11a11 11 0 1 0 0 22a11 11 0 1 0 0-22zM0-6.500L6.200-2 3.800 5.300H-3.800L-6.200-2z",
    "parallel": "M-5-6V6M0-6V6M5-6V6",
    "sequential": "M-6-5H6M-6 0H6M-6 5H6",
    "done": "M-4.500 0L-1.500 3.500 4.500-3.500",
    "current": "M-2.500-4.500L4.500 0-2.500 4.500z",
}
FILLED = frozenset({"thrown", "error", "terminate", "current"})
HEAVY = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "done"})


def icon(name: str, x: float, y: float, size: float = 20.0) -> str:
    """An icon around a point, as an SVG path."""
    scale = f" scale({size / 20:g})" if size != 20 else ""  # noqa: PLR2004 (the icons' own size)
    look = 'fill="currentColor" stroke="none"' if name in FILLED else 'fill="none" stroke="currentColor"'
    width = f' stroke-width="{2.6 if name in HEAVY else 1.4:g}"' if name not in FILLED else ""
    place = f"translate({x:g} {y:g}){scale}"
    return f'<path class="bpmn-icon" d="{PATHS[name]}" {look}{width} stroke-linejoin="round" transform="{place}"/>'
