"""The original of a paper is inspected (核验原件): the only way from level C to level B."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.utils.translation import gettext_lazy as _

from tongban.engines.forms import api as forms
from tongban.services.cases import access, history
from tongban.services.cases.api.opening import HOLDER
from tongban.services.cases.clocks import day_of
from tongban.services.cases.errors import Conflict, Incomplete
from tongban.services.cases.models import Paper, Sighting
from tongban.trust.authority.api import Subject

INSPECT = "cases.inspect-original"
PLACE, COMPARED = 200, 2_000


def inspect_original(
    *,
    number: str,
    paper: int,
    found: Literal["agrees", "differs"],
    place: str,
    compared: str,
    by: Subject,
    at: dt.datetime,
    valid_until: dt.date | None = None,
    scan: str = "",
) -> None:
    """Records that the original of an uploaded paper was compared with what was sent: if it agrees, the paper has level
    B. If it differs, nothing is granted on it: a supplement notice or a refusal follows, or the right original.

    `scan`: a file attached with holder `case:<number>`. Needs `cases.inspect-original`. Raises Incomplete (paper,
    found, place, compared, valid_until, scan), Conflict, NotFound, Denied.
    """
    with access.desk(number, INSPECT, by=by, at=at) as case:
        row = Paper.objects.select_for_update().filter(case=case, pk=paper).first()
        if row is None:
            raise Incomplete("paper", _("Pick the paper whose original you saw."))
        if row.level != "C":
            raise Conflict(_("Only an uploaded paper that nobody has verified yet is compared with its original."))
        if found not in ("agrees", "differs"):
            raise Incomplete("found", _("Say whether the original agrees."))
        place, compared = _text("place", place, PLACE), _text("compared", compared, COMPARED)
        if found == "agrees" and valid_until is not None and valid_until < day_of(at):
            raise Incomplete("valid_until", _("The original is no longer valid on this day: it does not agree."))
        seen = next((one for one in forms.attachments(ids=[scan]) if one.holder == HOLDER + number), None)
        if scan and seen is None:
            raise Incomplete("scan", _("Add the file."))
        Sighting.objects.create(
            paper=row, found=found, place=place, compared=compared, scan=scan, sha256=seen.sha256 if seen else "",
            by=by.person, by_name=by.name, unit=by.posts[0].unit if by.posts else case.unit, at=at,
        )  # fmt: skip
        row.found, row.seen_at, row.seen_by, row.valid_until = found, at, by.person, valid_until
        row.level = "B" if found == "agrees" else "C"
        row.save(update_fields=["found", "seen_at", "seen_by", "valid_until", "level"])
        history.write(case, f"original-{found}", by=by, at=at, what=row.title)
        access.note(case, "inspect-original", by=by, at=at, paper=row.pk, found=found)


def _text(field: str, text: str, longest: int) -> str:
    found = text.strip()
    if not found or len(found) > longest:
        raise Incomplete(field, _("Fill this in, with at most {most} characters."), most=longest)
    return found
