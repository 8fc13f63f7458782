"""Why this date, as a letter to keep: the same explanation as on the page, as PDF."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.channels.portal.views.cases import own
from tongban.engines.deadlines import api as deadlines
from tongban.kernel.web.api import day, inert, typeset
from tongban.services.cases import api as cases
from tongban.trust.authority.api import RESIDENT, access

TEMPLATE = Path(__file__).parents[1] / "why.typ"


def words(template: str, **facts: object) -> str:
    """A small template's text."""
    return render_to_string(f"portal/{template}.html", facts).strip()


def shown(value: dt.date) -> str:
    """A day, or an instant of a limit in hours."""
    return f"{day(value)} {value:%H:%M}" if isinstance(value, dt.datetime) else day(value)


def clock(found: cases.Why) -> dict[str, Any]:
    """One clock in the words of the page."""
    due = day(found.due) if found.due else _("open: the clock stands still")
    if found.due and found.provisional:
        due = f"{due} – {_('provisional: the holidays of that year are not published yet')}"
    facts = [
        (_("Limit"), words("_limit", limit=found.limit)),
        (_("Legal basis"), str(found.basis) if found.basis else ""),
        (_("Begins"), day(found.started)),
        (_("Due"), due),
        (_("Ended"), day(found.stopped) if found.stopped else ""),
    ]
    lines = [
        (shown(line.first), shown(line.last), _("Yes") if line.counts else _("No"), deadlines.explain(line))
        for line in found.ledger
    ]
    title = words("_clock", kind=found.kind)
    return {
        "title": f"{title}: {found.part}" if found.part else title,
        "facts": [fact for fact in facts if fact[1]],
        "lines": lines,
    }


@access(RESIDENT, methods=("GET",))
def why_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The day-by-day explanation of the dates as a file."""
    view, at = own(request, number), timezone.now()
    clocks = cases.why(number=number, by=request.subject, at=at)  # type: ignore[attr-defined]
    data = {
        "language": "zh" if (get_language() or "zh").startswith("zh") else "en",
        "title": _("Why this date?"),
        "case": f"{view.summary.title} · {view.number}",
        "intro": _(
            "Every day is listed with the rule that makes it count or not. "
            "Whoever adds up the days that count gets the same date."
        ),
        "head": [_("First day"), _("Last day"), _("Counts"), _("Rule")],
        "clocks": [clock(one) for one in clocks],
        "made": _("As of %(day)s") % {"day": day(at)},
    }
    files = {"main.typ": TEMPLATE.read_bytes(), "data.json": json.dumps(data, ensure_ascii=False).encode()}
    return inert(typeset(files=files, at=at), "application/pdf", f"{number}-why.pdf")
