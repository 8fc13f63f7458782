"""The front door of the portal: only what tools ask of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def apply_view() -> Callable[..., Any]:
    """The view on which a person applies; `tongban trace` shows its place."""
    from tongban.channels.portal.views import apply  # noqa: PLC0415 (views need Django set up)

    return apply.page
