"""Changing a draft: its page, one row at a time, undo, spreadsheets."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.channels.desk.views import drafting
from tongban.channels.desk.views.drafting import gone, who
from tongban.channels.desk.views.rules.common import KIND, TYPES, draft_of, name_of, rule_of, sheet_view
from tongban.channels.desk.views.rules.publishing import EITHER, PAGES
from tongban.governance.drafts import api as drafts
from tongban.governance.drafts.api import DraftError, DraftView
from tongban.governance.rulebooks import api as rulebooks
from tongban.kernel.declarations import api as declarations
from tongban.trust.authority.api import OFFICIAL, access

LONGEST = 10_001
LONG = 60
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access(*EITHER, methods=("GET", "POST"))
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """The draft with its tables and findings; a POST opens it."""
    by, at = who(request)
    if request.method == "POST":
        rule_of(key)
        try:
            drafts.open_draft(kind=KIND, key=key, by=by, at=at)
        except DraftError as error:
            messages.error(request, str(error))
            return redirect("desk:rule", key)
        return redirect("desk:rule-draft", key)
    found = draft_of(request, key)
    if found is None:
        return gone(request, PAGES, key)
    if not found.open:
        return redirect("desk:rule-review", key)
    return render(request, "desk/rules/draft.html", page(found))


def page(found: DraftView) -> dict[str, Any]:
    """What the page of a draft shows."""
    review = rulebooks.review(found.text, found.key)
    return {
        "key": found.key,
        "title": name_of(found),
        "draft": found,
        "changed": declarations.version_of(found.text) != found.base,
        "review": review,
        "tables": [sheet_view(one, faults=review.faults) for one in rulebooks.sheets(found.text)],
        "verdicts": drafts.verdicts(draft=found.id),
        "overtaken": bool(found.base) and rule_of(found.key).version != found.base,
        "last": LAST.get(found.last.how) if found.last else "",
    }


LAST = {
    "set": gettext_lazy("a row was changed"),
    "add": gettext_lazy("a row was added"),
    "remove": gettext_lazy("a row was removed"),
    "move": gettext_lazy("a row was moved"),
    "import": gettext_lazy("a spreadsheet was taken"),
    "merge": gettext_lazy("the version in force was brought in"),
}


@access(*EITHER, methods=("GET", "POST"))
def row(request: HttpRequest, key: str) -> HttpResponse:
    """One row as fields: written again with its errors beside the cells, or with what somebody else made of it."""
    found = draft_of(request, key)
    if found is None:
        return gone(request, PAGES, key)
    given = request.POST if request.method == "POST" else request.GET
    table, line, after = (given.get(name, "")[:200] for name in ("table", "row", "after"))
    sheet = next((one for one in rulebooks.sheets(found.text) if one.id == table), None)
    if sheet is None:
        return redirect("desk:rule-draft", key)
    current = sheet.line(line)
    state = Row(sheet, current, after)
    if request.method == "POST":
        state.cells = tuple(request.POST.get(f"cell-{n}", "")[:LONGEST] for n in range(len(sheet.columns)))
        answer = _save(request, key, state, line)
        if answer is not None:
            return answer
    elif line and current is None:
        messages.info(request, _("This row was removed in the meantime."))
        return redirect("desk:rule-draft", key)
    facts = {"key": key, "title": name_of(found), "draft": found, "table": sheet, **state.facts()}
    return render(request, "desk/rules/row.html", facts, status=state.status)


class Row:
    """What the page of a row shows: cells as typed, errors by cell, and a clash when there is one."""

    def __init__(self, sheet: rulebooks.Sheet, line: rulebooks.Line | None, after: str) -> None:
        self.sheet, self.line, self.after = sheet, line, after
        blank = tuple("-" if one.kind == "input" else "" for one in sheet.columns)
        self.cells = line.cells if line else blank
        self.seen = line.seen if line else ""
        self.errors: tuple[rulebooks.CellError, ...] = ()
        self.clash: rulebooks.RowClash | None = None
        self.message, self.status = "", 200
        self.add = line is None

    def refused(self, error: DraftError) -> None:
        """Takes up why the row was not kept."""
        self.message, self.status = str(error), 422
        if isinstance(error, rulebooks.RowRefused):
            self.errors = error.cells
        if isinstance(error, rulebooks.RowClash):
            self.status, self.clash = 409, error
            self.add = error.now is None

    def facts(self) -> dict[str, Any]:
        fields = [self._field(place) for place in range(len(self.sheet.columns))]
        errors = [
            {
                "id": f"cell-{one['place']}",
                "message": _("%(label)s: %(fault)s") % {"label": one["label"], "fault": error.message},
            }
            for one in fields
            for error in one["errors"]
        ]
        errors += [{"id": "", "message": one.message} for one in self.errors if one.column is None]
        if self.message and not errors:
            errors = [{"id": "", "message": self.message}]
        return {
            "fields": fields,
            "line": self.line,
            "after": self.after,
            "seen": self.seen,
            "clash": self.clash,
            "add": self.add,
            "errors": errors,
        }

    def _field(self, place: int) -> dict[str, Any]:
        column, text = self.sheet.columns[place], self.cells[place]
        now = self.clash.now[place] if self.clash and self.clash.now else text
        return {
            "place": place,
            "column": column,
            "label": _("Article") if column.label == "article" else str(column.title),
            "text": text,
            "type": TYPES.get(column.type, ""),
            "errors": [one for one in self.errors if one.column == place],
            "long": column.kind == "note" or len(text) > LONG or "\n" in text,
            "now": now if now != text else "",
        }


def _save(request: HttpRequest, key: str, state: Row, line: str) -> HttpResponse | None:
    """Keeps the row and goes back to the draft; None after noting on the state why not."""
    by, at = who(request)
    table, cells = state.sheet.id, state.cells
    try:
        if line:
            seen = request.POST.get("seen", "")[:64]
            rulebooks.set_line(rule=key, table=table, line=line, cells=cells, seen=seen, by=by, at=at)
        else:
            rulebooks.add_line(rule=key, table=table, after=state.after, cells=cells, by=by, at=at)
    except DraftError as error:
        state.refused(error)
        if line and not isinstance(error, rulebooks.RowClash):
            state.seen = request.POST.get("seen", "")[:64]
        return None
    messages.success(request, _("The row was kept in the draft."))
    return _to(key, table, line)


def _to(key: str, table: str, line: str) -> HttpResponseRedirect:
    place = f"#{quote(f'{table}-{line}')}" if line else ""
    return HttpResponseRedirect(reverse("desk:rule-draft", args=[key]) + place)


@access(*EITHER, methods=("POST",))
def act(request: HttpRequest, key: str) -> HttpResponse:
    """Moves or removes a row; undoes the last change, or gives the draft up."""
    by, at = who(request)
    table, line, seen = (request.POST.get(name, "")[:200] for name in ("table", "row", "seen"))
    wanted = request.POST.get("act", "")
    try:
        if wanted in ("up", "down"):
            rulebooks.move_line(rule=key, table=table, line=line, up=wanted == "up", by=by, at=at)
        elif wanted == "remove":
            rulebooks.remove_line(rule=key, table=table, line=line, seen=seen, by=by, at=at)
            messages.success(request, _("The row was removed. You can undo it."))
        else:
            return drafting.act(request, PAGES, key)
    except DraftError as error:
        messages.error(request, str(error))
    return _to(key, table, line if wanted in ("up", "down") else "")


@access(OFFICIAL, methods=("GET",))
def book(request: HttpRequest, key: str) -> HttpResponseBase:
    """The tables as a spreadsheet, of the version in force or of the draft."""
    found = draft_of(request, key) if "draft" in request.GET else None
    text = found.text if found else rule_of(key).text
    answer = HttpResponse(rulebooks.write(text), content_type=SHEET)
    answer["Content-Disposition"] = f'attachment; filename="{key}{"-draft" if found else ""}.xlsx"'
    return answer


@access(*EITHER, methods=("POST",))
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """Takes a spreadsheet into the draft, or says which cells stand in the way."""
    by, at = who(request)
    found = draft_of(request, key)
    if found is None:
        return gone(request, PAGES, key)
    file = request.FILES.get("book")
    try:
        rulebooks.take(rule=key, file=file or b"", overwrite=bool(request.POST.get("overwrite")), by=by, at=at)
    except DraftError as error:
        faults = getattr(error, "faults", ())
        errors = [{"id": "book", "message": text} for text in (str(error), *faults)]
        facts = page(found) | {"errors": errors}
        return render(request, "desk/rules/draft.html", facts, status=422)
    messages.success(request, _("The spreadsheet was taken into the draft."))
    return redirect("desk:rule-draft", key)
