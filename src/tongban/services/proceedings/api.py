"""The front door of proceedings: `thrown` for every host of processes, `tick` for the clock."""

from __future__ import annotations

from tongban.services.proceedings.leaving import thrown
from tongban.services.proceedings.starting import tick

__all__ = ["thrown", "tick"]
