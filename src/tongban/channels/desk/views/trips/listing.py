"""The trips of a form, those of packages and those recorded here; played all or singly; what they come past."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.channels.desk import charts
from tongban.channels.desk.views.drafting import gone, who
from tongban.channels.desk.views.forms.common import draft_of, name_of
from tongban.channels.desk.views.forms.publishing import EITHER, PAGES
from tongban.channels.desk.views.processes.common import picture
from tongban.channels.desk.views.ratings import plain
from tongban.engines.forms import api as forms
from tongban.engines.processes import api as processes
from tongban.governance.drafts.api import DraftView
from tongban.governance.formbooks import api as formbooks
from tongban.governance.formbooks.api import covering, keeping
from tongban.services.cases.api.trips import Seen
from tongban.trust.authority.api import access


@access(*EITHER, methods=("GET", "POST"))
def trips(request: HttpRequest, key: str) -> HttpResponse:
    """Every trip with what came of it when it was played last; a POST plays all, or the one that is named."""
    draft = draft_of(request, key)
    if draft is None:
        return gone(request, PAGES, key)
    review = formbooks.review(draft.text, key)
    _by, at = who(request)
    terms: dict[str, Any] = {"form": key, "text": draft.text, "at": at}
    only, single = plain(request.POST.get("only", "")), None
    if request.method == "POST" and not review.errors:
        try:
            single = formbooks.play_one(**terms, name=only) if only else None
        except LookupError:
            raise Http404(only) from None
        if not only:
            formbooks.rehearse(**terms)
            return redirect("desk:form-trips", key)
    known = formbooks.known(**terms)
    facts = {"key": key, "title": name_of(draft), "draft": draft, "sound": not review.errors, "played": known}
    facts |= {"rows": _rows(draft, known, single), "services": bool(formbooks.uses().get(key))}
    if known is not None and review.form is not None:
        facts |= _covered(key, review.form, known.seen)
    return render(request, "desk/trips/trips.html", facts)


def _rows(
    draft: DraftView, known: formbooks.Played | None, single: formbooks.Trip | None
) -> list[tuple[Any, Any, bool]]:
    """Each trip as (the kept one or the item of a package, what came of it, made with this draft)."""
    done = {(one.key, one.recorded): one for one in known.trips} if known else {}
    if single is not None:
        done[single.key, single.recorded] = single
    mine = [(one, done.get((one.name, True)), one.draft == draft.id) for one in keeping.kept(draft.key)]
    return [*mine, *((one, done.get((one.key, False)), False) for one in formbooks.package_trips(draft.key))]


def _covered(key: str, form: forms.Form, seen: Seen) -> dict[str, Any]:
    """Coverage as table and picture."""
    rows = covering.of_form(key, form, seen)
    walked = covering.of_processes(key, seen)
    words = {
        "pages": _("Pages shown"), "questions": _("Questions shown"), "answered": _("Questions answered"),
        "outcomes": _("Outcomes of conditions"), "steps": _("Steps of processes"),
        "branches": _("Branches of processes"),
    }  # fmt: skip
    counts = [(words[name], past, every) for name, (past, every) in covering.counts(rows, walked).items()]
    bars = [charts.Bar(name, (("good", past), ("late", every - past))) for name, past, every in counts]
    return {
        "counts": counts, "covered": rows, "walked": [(one, _picture(one)) for one in walked],
        "chart": charts.bars(bars, title=_("What trips come past, then what they do not")),
    }  # fmt: skip


def _picture(one: covering.Walked) -> str:
    """The process with what no trip came past marked."""
    missed = _("no trip")
    marks = {step: processes.Mark("–", "removed", f"{name}: {missed}") for step, name, past in one.steps if not past}
    marks |= {way.id: processes.Mark("", "removed", "") for way in one.branches if not way.taken}
    done = [step for step, _name, past in one.steps if past]
    return picture(one.graph, marks, f"covered-{one.key}", done=done) if one.graph.scene else ""
