"""The acts of the desk. A new one is a line here or in a file of its own kind, and a template in `desk/acts`."""

from __future__ import annotations

from tongban.channels.desk.views.acts import (
    handling,
    hearing,
    moving,
    owing,
    papers,
    reconsidering,
    reopening,
    supervising,
)
from tongban.channels.desk.views.acts.declared import ActPage

KINDS = (handling, hearing, moving, owing, papers, reconsidering, reopening, supervising)
PAGES: dict[str, ActPage] = {code: page for kind in KINDS for code, page in kind.PAGES.items()}
