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
    "timer": "M0-9a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM0-6V0L4.500 2.500M0-9v2M0 7v2M-9 0h2M7 0h2",
    "error": "M-8 7.500L-3-7.500 2.500 1 8-7.500 3 7.500-2.500-1z",
    "terminate": "M0-9a9 9 0 1 0 0 18a9 9 0 1 0 0-18z",
    "exclusiveGateway": "M-6-7L6 7M6-7L-6 7",
    "parallelGateway": "M0-10V10M-10 0H10",
    "inclusiveGateway": "M0-9a9 9 0 1 0 0 18a9 9 0 1 0 0-18z",
    "complexGateway": "M0-9V9M-9 0H9M-6.500-6.500L6.500 6.500M6.500-6.500L-6.500 6.500",
    "closed": "M-8-8H8V8H-8zM-4.500 0H4.500M0-4.500V4.500",
    "signal": "M0-8.500L8.500 6.500H-8.500z",
    "conditional": "M-7-8.500H7V8.500H-7zM-4-4.500H4M-4 0H4M-4 4.500H4",
    "escalation": "M0-9L7 9 0 2-7 9z",
    "link": "M-8-3.500H1V-8L9 0 1 8V3.500H-8z",
    "compensation": "M0-6V6L-8.500 0zM8.500-6V6L0 0z",
    "cancel": "M-8-5L-5-8 0-3 5-8 8-5 3 0 8 5 5 8 0 3-5 8-8 5-3 0z",
    "multiple": "M0-8.500L8.300-2.500 5.100 7.200H-5.100L-8.300-2.500z",
    "parallelMultiple": "M-2.500-8.500H2.500V-2.500H8.500V2.500H2.500V8.500H-2.500V2.500H-8.500V-2.500H-2.500z",
    "standard": "M3.500 7.500A8 8 0 1 0-5 6.200M-5 6.200L-9 6.500M-5 6.200L-4.600 2",
    "adHoc": "M-8 2C-6-5-2.500-3.500 0 0S6 5 8-2V-3.500C6 2 2.500 .5 0-3S-6-8-8-1z",
    "dataInput": "M-8-3H0V-7L8 0 0 7V3H-8z",
    "dataOutput": "M-8-3H0V-7L8 0 0 7V3H-8z",
    "returned": "M4.500 4V1a3 3 0 0 0-3-3H-4.500M-1.500-5L-4.500-2L-1.500 1",
    "parallel": "M-5-6V6M0-6V6M5-6V6",
    "sequential": "M-6-5H6M-6 0H6M-6 5H6",
    "done": "M-4.500 0L-1.500 3.500 4.500-3.500",
    "current": "M-2.500-4.500L4.500 0-2.500 4.500z",
}
# The envelope as it is sent: dark, with a light fold.
SENT = "M-9-6H9L0 .5zM-9-4L0 2.500 9-4V6H-9z"
FILLED = frozenset({"terminate", "current", "adHoc", "dataOutput"})
HEAVY = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "done", "returned"})


def icon(name: str, x: float, y: float, size: float = 20.0, *, filled: bool = False) -> str:
    """An icon around a point, as an SVG path; `filled` as events that throw and tasks that send have it."""
    scale = f" scale({size / 20:g})" if size != 20 else ""  # noqa: PLR2004 (the icons' own size)
    dark = name in FILLED or (filled and name != "timer")
    path = SENT if dark and name in ("message", "sendTask") else PATHS[name]
    look = 'fill="currentColor" stroke="none"' if dark else 'fill="none" stroke="currentColor"'
    width = "" if dark else f' stroke-width="{2.6 if name in HEAVY else 1.4:g}"'
    place = f"translate({x:g} {y:g}){scale}"
    return f'<path class="bpmn-icon" d="{path}" {look}{width} stroke-linejoin="round" transform="{place}"/>'
