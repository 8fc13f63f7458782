"""Retention: destruction lists made, reviewed, signed and carried out."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.channels.desk.views.tables import sheet
from tongban.kernel.web.api import number
from tongban.services.archives import api as archives
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import access, acting

PAGE, EVERY = 50, 5_000
VERDICTS = {
    "": gettext_lazy("to be reviewed"), "destroy": gettext_lazy("to be destroyed"), "keep": gettext_lazy("kept"),
    "excluded": gettext_lazy("excluded"),
}  # fmt: skip
STATES = {
    "open": gettext_lazy("open"), "signed": gettext_lazy("signed, being carried out"),
    "done": gettext_lazy("carried out"), "dropped": gettext_lazy("given up"),
}  # fmt: skip
HEAD = ("case", "service", "department", "closed", "kept until", "rule", "verdict", "why", "destroyed")


def who(request: HttpRequest) -> dict[str, Any]:
    return {"by": acting(request), "at": timezone.now()}


def found(request: HttpRequest, pk: int) -> archives.ListView:
    """Raises Http404."""
    try:
        return archives.one(id=pk, **who(request))
    except (LookupError, OverflowError):
        raise Http404(pk) from None


@access(archives.REVIEW, archives.SIGN, methods=("GET", "POST"))
def lists(request: HttpRequest) -> HttpResponse:
    """The lists, the newest first; a button makes one of what is due."""
    if request.method == "POST":
        try:
            return redirect("desk:archive-list", archives.make(**who(request)))
        except archives.ArchiveError as error:
            messages.info(request, str(error))
            return redirect("desk:archives")
    before = number(request.GET.get("before", ""), digits=15)
    rows = archives.lists(before=before, limit=PAGE + 1, **who(request))
    facts = {
        "rows": [(row, STATES[row.state]) for row in rows[:PAGE]], "next": rows[PAGE - 1].id if len(rows) > PAGE else 0,
        "reviews": archives.may(archives.REVIEW, **who(request)),
    }  # fmt: skip
    return render(request, "desk/archives.html", facts)


@access(archives.REVIEW, archives.SIGN, methods=("GET", "POST"))
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A list with its cases, by verdict; what may be done with it now."""
    row = found(request, pk)
    if request.method == "POST":
        _act(request, row)
        return redirect(f"{request.path}?{request.GET.urlencode()}")
    wanted = request.GET.get("verdict")
    wanted = wanted if wanted in archives.VERDICTS else None
    after = number(request.GET.get("after", ""), digits=15) or 0
    items = archives.items(id=pk, verdict=wanted, after=after, limit=PAGE + 1, **who(request))
    units = {unit.code: str(unit.name) for unit in authority.units()}
    counts = {"": row.open, "destroy": row.destroy, "keep": row.keep, "excluded": row.excluded}
    facts = {
        "row": row, "state": STATES[row.state], "verdict": wanted,
        "items": [(item, units.get(item.unit, item.unit), VERDICTS[item.verdict]) for item in items[:PAGE]],
        "next": items[PAGE - 1].id if len(items) > PAGE else 0,
        "choices": [(code, name, counts[code]) for code, name in VERDICTS.items()],
        "reviews": row.state == "open" and archives.may(archives.REVIEW, **who(request)),
        "signs": row.state == "open" and not row.open and archives.may(archives.SIGN, **who(request)),
    }  # fmt: skip
    return render(request, "desk/archive-list.html", facts)


def _act(request: HttpRequest, row: archives.ListView) -> None:
    act, by = request.POST.get("act", ""), who(request)
    item = number(request.POST.get("item", ""), digits=15) or 0
    try:
        if act == "sign":
            archives.sign(id=row.id, **by)
            messages.success(request, _("Signed. The node carries it out now, case by case."))
        elif act == "drop":
            archives.drop(id=row.id, **by)
        elif act in ("destroy", "keep"):
            verdict = cast("Any", act)
            archives.judge(list=row.id, item=item, verdict=verdict, reason=request.POST.get("reason", "")[:501], **by)
    except archives.ArchiveError as error:
        messages.error(request, str(error))
    except LookupError:
        raise Http404(item) from None


@access(archives.REVIEW, archives.SIGN, methods=("GET",))
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Every case of a list as CSV."""
    row = found(request, pk)
    rows = (
        (one.case, one.title, one.unit, one.closed_on, one.over_on, one.basis, VERDICTS[one.verdict], one.why,
         one.done_at.isoformat() if one.done_at else "")
        for one in archives.items(id=pk, limit=EVERY, **who(request))
    )  # fmt: skip
    return sheet(f"{row.number}.csv", HEAD, rows)


@access(archives.REVIEW, archives.SIGN, methods=("GET",))
def signed(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed list and the certificate of its carrying out, for the archive."""
    row = found(request, pk)
    try:
        data = archives.file(id=pk, **who(request))
    except LookupError:
        raise Http404(pk) from None
    return JsonResponse(
        data, json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={"Content-Disposition": f'attachment; filename="{row.number}.json"'},
    )  # fmt: skip
