"""The acts of the desk. A new one is a line here or in a file of its own kind, and a template in `desk/acts`."""

from __future__ import annotations

from tongban.channels.desk.views.acts import handling, hearing, moving, owing, papers, reopening, supervising
from tongban.channels.desk.views.acts.declared import ActPage

PAGES: dict[str, ActPage] = (
    handling.PAGES | hearing.PAGES | moving.PAGES | owing.PAGES | papers.PAGES | reopening.PAGES | supervising.PAGES
)
