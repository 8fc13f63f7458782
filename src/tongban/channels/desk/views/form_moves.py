"""What became of drafts and cases when a newer version of their form came, and what differs between two versions."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongban.channels.desk.views.processes.migrating import EITHER
from tongban.engines.forms import api as forms
from tongban.governance.formbooks import api as formbooks
from tongban.kernel.declarations import api as declarations
from tongban.kernel.web.api import csv_cell, inert, number
from tongban.trust.authority.api import OFFICIAL, access

PAGE, EXPORTED = 50, 10_000
HEAD = ("time", "holder", "form", "from", "to", "result", "reasons", "new questions")
KINDS = {
    "added": _("New question"), "removed": _("Question removed"), "moved": _("On another page"),
    "relabelled": _("Question worded otherwise"), "kind": _("Answered in another way"),
    "required": _("Must be answered"), "optional": _("May stay empty"), "tightened": _("Narrower limits"),
    "loosened": _("Wider limits"), "options-added": _("More answers to choose from"),
    "options-removed": _("Fewer answers to choose from"), "options-relabelled": _("Answers worded otherwise"),
    "condition": _("Asked under another condition"), "binding": _("Another source of the value"),
    "columns": _("Other columns"), "computed": _("Computed otherwise"), "wording": _("Help worded otherwise"),
}  # fmt: skip


def _asked(request: HttpRequest) -> dict[str, Any]:
    """The filters that an address names."""
    result = request.GET.get("result", "")
    return {
        "form": request.GET.get("form", "").replace("\0", "")[:200],
        "moved": {"moved": True, "stayed": False}.get(result),
        "holder": request.GET.get("holder", "").replace("\0", "").strip()[:80],
    }


@access(*EITHER, methods=("GET",))
def moves(request: HttpRequest) -> HttpResponse:
    """The latest first, by form, result and holder."""
    asked = _asked(request)
    before = number(request.GET.get("before", ""), digits=15)
    found = forms.moves(**asked, before=before, limit=PAGE + 1)
    titles = {one.key: one.value.title for one in declarations.current_all("forms")}
    facts = {
        "found": [(one, titles.get(one.form, one.form)) for one in found[:PAGE]],
        "next": found[PAGE - 1].id if len(found) > PAGE else None,
        "titles": sorted(titles.items()),
        "asked": asked,
        "chosen": asked["form"] if asked["form"] in titles else "",
        "result": request.GET.get("result", ""),
    }
    return render(request, "desk/form-moves.html", facts)


@access(*EITHER, methods=("GET",))
def export(request: HttpRequest) -> HttpResponse:
    """The same as CSV; no cell can be taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for one in forms.moves(**_asked(request), limit=EXPORTED):
        moment = timezone.localtime(one.at).isoformat(timespec="seconds")
        result = "moved" if one.moved else "stayed"
        cells = (moment, one.holder, one.form, one.source, one.target, result, " ".join(one.reasons))
        writer.writerow([csv_cell(cell) for cell in (*cells, "; ".join(one.opened))])
    return inert(f"\ufeff{text.getvalue()}".encode(), "text/csv; charset=utf-8", "form-moves.csv")


@access(OFFICIAL, methods=("GET",))
def changes(request: HttpRequest, key: str) -> HttpResponse:
    """What differs between two published versions of a form: the one in force and the one before, unless others are
    chosen.
    """
    versions = declarations.releases("forms", key)
    if not versions:
        raise Http404(key)
    known = [one.version for one in versions]
    in_force = next((one.version for one in versions if one.since), known[0])
    target = request.GET.get("to", "") if request.GET.get("to", "") in known else in_force
    older = [one for one in known if one != target]
    source = request.GET.get("from", "") if request.GET.get("from", "") in known else (older or [target])[0]
    old, new = (declarations.pinned("forms", key, one) for one in (source, target))
    found = [(KINDS[one.kind], one) for one in forms.compare(old.value, new.value)]
    facts = {"key": key, "title": new.value.title, "versions": versions, "source": source, "target": target}
    facts["lines"] = formbooks.text_changes(old.text, new.text)
    return render(request, "desk/form-changes.html", facts | {"found": found})
