"""Why a date is what it is, in the words of the page, as a letter to keep."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.engines.deadlines import api as deadlines
from tongban.kernel.web.api import day, typeset
from tongban.services.cases import api as cases

TEMPLATE = Path(__file__).with_name("why.typ")


def words(template: str, **facts: object) -> str:
    """A small template's text."""
    return render_to_string(f"portal/{template}.html", facts).strip()


def plain(markup: str) -> str:
    """The text of a small template that a page shows as a list."""
    return unescape(" ".join(strip_tags(markup.replace("<br>", " – ")).split()))


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
        *((_("Stood still"), plain(words("_pauses", pauses=[one]))) for one in found.pauses),
        *((_("Prolonged"), plain(words("_extensions", extensions=[one]))) for one in found.extensions),
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


def told(clocks: Sequence[cases.Why]) -> list[tuple[cases.Why, list[tuple[deadlines.Line, str]]]]:
    """Clocks with the lines of their ledgers in words, as the template `portal/_why.html` takes them."""
    return [(one, [(line, deadlines.explain(line)) for line in one.ledger]) for one in clocks]


def whole(found: cases.PlanView) -> dict[str, Any]:
    """The plan of a life event in the words of the page."""
    due = day(found.due) if found.due else _("an open day: a part stands still")
    facts = [
        (_("All parts together are promised by"), due),
        (_("The longest chain of parts"), f"{' → '.join(map(str, found.path))} ({day(found.path_due)})"),
        (_("The joint limit"), day(found.joint) if found.joint else ""),
    ]
    lines = [
        (str(leg.title), day(leg.begins), day(leg.due), "、".join(map(str, leg.waits_for)) or "—") for leg in found.legs
    ]
    head = [_("Part"), _("Begins"), _("Due"), _("Waits for")]
    return {
        "title": _("One day for all parts"),
        "facts": [one for one in facts if one[1]],
        "lines": lines,
        "head": head,
    }


def letter(
    *, number: str, title: str, clocks: Sequence[cases.Why], at: dt.datetime, plan: cases.PlanView | None = None
) -> bytes:
    """The day-by-day explanation of the dates of a case, as PDF; with the plan of a life event in front."""
    data = {
        "language": "zh" if (get_language() or "zh").startswith("zh") else "en",
        "title": _("Why this date?"),
        "case": f"{title} · {number}",
        "intro": _(
            "Every day is listed with the rule that makes it count or not. "
            "Whoever adds up the days that count gets the same date."
        ),
        "head": [_("First day"), _("Last day"), _("Counts"), _("Rule")],
        "clocks": ([whole(plan)] if plan else []) + [clock(one) for one in clocks],
        "made": _("As of %(day)s") % {"day": day(at)},
    }
    files = {"main.typ": TEMPLATE.read_bytes(), "data.json": json.dumps(data, ensure_ascii=False).encode()}
    return typeset(files=files, at=at)
