"""The front door of the portal: what tools ask of it, and what the desk tells in the same words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tongban.channels.portal.explaining import letter as why_letter
from tongban.channels.portal.explaining import told
from tongban.channels.portal.timelines import as_json as plan_json
from tongban.channels.portal.timelines import timeline

__all__ = ["apply_view", "plan_json", "timeline", "told", "why_letter"]


def apply_view() -> Callable[..., Any]:
    """The view on which a person applies; `tongban trace` shows its place."""
    from tongban.channels.portal.views import apply  # noqa: PLC0415 (views need Django set up)

    return apply.page
