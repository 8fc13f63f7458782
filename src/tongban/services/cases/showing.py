"""Papers of a case as pages show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from tongban.engines.forms import api as forms
from tongban.kernel.declarations.api import Text
from tongban.services.cases.facts import Known
from tongban.services.cases.models import Case, Paper
from tongban.services.cases.papers import open_doubts


@dataclass(frozen=True)
class PaperView:
    """A paper: `found` is what the inspection of its original said (agrees, differs, or nothing yet), `doubtful` that
    it differs and nothing newer came, `taken_from` the earlier case.
    """

    id: int
    name: str
    title: Text
    level: str
    origin: str
    files: tuple[forms.Attachment, ...]
    as_of: dt.date
    valid_until: dt.date | None
    found: str
    seen_at: dt.datetime | None
    taken_from: str
    doubtful: bool

    @property
    def unseen(self) -> bool:
        """Whether its original may be inspected."""
        return self.level == "C"


def papers_of(case: Case, known: Iterable[Known]) -> tuple[PaperView, ...]:
    """The papers of a case as they came; `known` are its facts, whose files are read already. At most two queries."""
    rows = list(Paper.objects.filter(case=case).order_by("pk"))
    files = {file.id: file for fact in known for file in fact.files}
    if wanted := {one for row in rows for one in row.attachments} - set(files):
        files |= {one.id: one for one in forms.attachments(ids=wanted)}
    doubts = {row.pk for row in open_doubts(rows)}
    return tuple(
        PaperView(
            row.pk, row.evidence or row.field, row.title, row.level, row.origin,
            tuple(files[one] for one in row.attachments if one in files), row.as_of, row.valid_until, row.found,
            row.seen_at, row.taken_from, row.pk in doubts,
        )
        for row in rows
    )  # fmt: skip
