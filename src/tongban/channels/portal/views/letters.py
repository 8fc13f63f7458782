"""The letter of decision, to keep or to print: each part's decision, and what rules decided with every reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.channels.portal.views.cases import own
from tongban.kernel.web.api import day, inert, typeset
from tongban.services.cases import api as cases
from tongban.services.decisions.api import Explanation, Parameter, Step
from tongban.trust.authority.api import RESIDENT, access, acting

TEMPLATE = Path(__file__).parents[1] / "letter.typ"
Facts = list[tuple[str, str]]


def told(facts: Facts) -> Facts:
    """The facts that have a value."""
    return [(name, value) for name, value in facts if value]


def remedy(one: cases.Remedy) -> str:
    """How the decision can be contested, in a sentence."""
    if one.kind == "review":
        text = _("You can apply for administrative reconsideration to %(where)s until %(until)s (%(article)s).")
    else:
        text = _("You can sue before a people's court until %(until)s (%(article)s).")
    article = one.article if one.verified else f"{one.article}, {_('not verified')}"
    return text % {"where": one.where, "until": day(one.until), "article": article}


def part(one: cases.Part) -> dict[str, Any]:
    """The decision on one part."""
    facts = [
        (_("Authority"), str(one.unit_name)),
        (_("Result"), one.outcome_text),
        (_("Decided on"), day(one.decided_at)),
        (_("Legal basis"), str(one.basis) if one.basis else ""),
        (_("Reasons"), one.reasons),
    ]
    facts += [(_("If you do not agree"), remedy(way)) for way in one.remedies]
    return {"title": str(one.title), "facts": told(facts)}


def step(one: Step) -> dict[str, Any]:
    """A row that applied."""
    facts = [(_("Legal basis"), one.article)]
    facts += [(c.label, f"{c.value} ({_('The row asks:')} {c.asks})") for c in one.conditions if c.asks]
    for output in one.outputs:
        facts.append((_("Result"), f"{output.value} = {output.formula}" if output.formula else output.value))
        facts += [
            (line.text, " ".join(f"= {text}" for text in (line.filled, line.value) if text)) for line in output.lines
        ]
        facts += output.values
    facts += [(_("Note"), note) for note in one.notes]
    words = _("Row %(row)s of “%(table)s” applies") if one.row else _("“%(table)s” is reckoned")
    title = words % {"row": one.row, "table": one.table}
    return {"title": title, "facts": told(facts)}


def value(one: Parameter) -> tuple[str, ...]:
    """A value set by law, as a line of the table."""
    state = "" if one.verified else _("not verified")
    sources = [source for source in (one.source, one.second_source, state) if source]
    return str(one.title), f"{one.value} {one.unit}", day(one.since), one.article, "\n".join(sources)


def reason(one: Explanation) -> dict[str, Any]:
    """What a rule decided."""
    return {
        "title": f"{one.decision}: {one.result}" if one.result else one.decision,
        "steps": [step(found) for found in one.steps],
        "values": [value(found) for found in one.parameters],
    }


@access(RESIDENT, methods=("GET",))
def decision_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The letter, once a part is decided."""
    view, at = own(request, number), timezone.now()
    decided = [one for one in view.parts if one.decided_at]
    if not decided:
        raise Http404(number)
    found = cases.reasons(number=number, by=acting(request), at=at)
    data = {
        "language": "zh" if (get_language() or "zh").startswith("zh") else "en",
        "title": _("Letter of decision"),
        "number": number,
        "facts": [
            (_("Service"), str(view.summary.title)), (_("Case"), number), (_("Applicant"), view.applicant),
            (_("Sent"), day(view.summary.opened_at)),
        ],
        "parts": [part(one) for one in decided],
        "reasons": [reason(one) for one in found],
        "head": [_("Value set by law"), _("Amount"), _("In force from"), _("Legal basis"), _("Source")],
        "made": _("As of %(day)s") % {"day": day(at)},
    }  # fmt: skip
    files = {"main.typ": TEMPLATE.read_bytes(), "data.json": json.dumps(data, ensure_ascii=False).encode()}
    return inert(typeset(files=files, at=at), "application/pdf", f"{number}-decision.pdf")
