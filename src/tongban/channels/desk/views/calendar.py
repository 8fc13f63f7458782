"""The calendar of working days: each year as a picture and a list; the system officer publishes years from files."""

from __future__ import annotations

import calendar as months
import csv
import datetime as dt
import io
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.channels.desk.views.years import MARKS, marked
from tongban.engines.deadlines import api as deadlines
from tongban.kernel.declarations.api import DeclarationError
from tongban.kernel.web.api import csv_cell, inert, number
from tongban.services.cases import api as cases
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import OFFICIAL, access, acting, officer

LARGEST = 200_000  # bytes of a file
SOURCE = 300  # characters of a source
SHOWN = 200  # due days in a preview
PAGE = 100
MOST = 50_000  # lines of an export
HEAD = ("case", "clock", "part", "before", "after", "was_provisional", "provisional", "years", "time")


@dataclass(frozen=True)
class Month:
    """A month of the picture: weeks of days, None outside the month; a day with the kind of day that it is."""

    first: dt.date
    weeks: tuple[tuple[tuple[dt.date, str, str, str] | None, ...], ...]


def _chosen(years: tuple[deadlines.Year, ...], asked: str) -> deadlines.Year:
    """The year asked for, else this one, else the last that is published."""
    wanted = number(asked, digits=4) or timezone.localdate().year
    return next((one for one in years if one.year == wanted), years[-1])


def _months(year: deadlines.Year) -> list[Month]:
    special = {day.date: day for day in year.days}
    found = []
    for month in range(1, 13):
        weeks = tuple(
            tuple(marked(day, special.get(day), year.weekend) if day.month == month else None for day in week)
            for week in months.Calendar().monthdatescalendar(year.year, month)
        )
        found.append(Month(dt.date(year.year, month, 1), weeks))
    return found


def _page(request: HttpRequest, faults: list[str] | None = None, text: str = "") -> HttpResponse:
    region = settings.CONFIG.calendar
    years = deadlines.years(region)
    chosen = _chosen(years, request.GET.get("year", ""))
    days = deadlines.calendar(region)
    facts = {
        "region": deadlines.region(region),
        "source": deadlines.source(chosen.source),
        "years": [one.year for one in years],
        "next": years[-1].year + 1,
        "year": chosen,
        "months": _months(chosen),
        "marks": MARKS.values(),
        "working": days.between(dt.date(chosen.year, 1, 1).toordinal(), dt.date(chosen.year, 12, 31).toordinal()),
        "keeper": acting(request).officer == "system",
        "faults": faults,
        "text": text,
        "typed": {"year": request.POST.get("year", "")[:4], "source": request.POST.get("source", "")[:SOURCE]},
    }
    return render(request, "desk/calendar.html", facts, status=422 if faults else 200)


@access(OFFICIAL, officer("system"), methods=("GET",))
def calendar(request: HttpRequest) -> HttpResponse:
    """A year as twelve months and as a list of its special days, with its source."""
    return _page(request)


@access(OFFICIAL, officer("system"), methods=("GET",))
def year_file(request: HttpRequest) -> HttpResponse:
    """A year as a file, to be corrected, taken to another node, or shown in a spreadsheet or a calendar."""
    year = _chosen(deadlines.years(settings.CONFIG.calendar), request.GET.get("year", ""))
    form, name = request.GET.get("format", ""), f"{year.region}-{year.year}"
    if form == "csv":
        return inert(f"\ufeff{deadlines.as_csv(year)}".encode(), "text/csv; charset=utf-8", f"{name}.csv")
    if form == "ics":
        text = deadlines.as_ics(year, at=timezone.now())
        return inert(text.encode(), "text/calendar; charset=utf-8", f"{name}.ics")
    return inert(deadlines.as_toml(year).encode(), "application/toml", f"{name}.toml")


def _given(request: HttpRequest) -> str:
    """The text of a chosen file, else what was typed. Raises DeclarationError's ValueError for what is no text."""
    file = request.FILES.get("file")
    data = file.read(LARGEST + 1) if file is not None else request.POST.get("text", "").encode("utf-8", "replace")
    if not data.strip() or len(data) > LARGEST:
        raise ValueError(_("Choose a file of at most 200 kB, or type its text."))
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\0", "")
    except UnicodeDecodeError:
        raise ValueError(_("This is no text in UTF-8. Save the file as UTF-8 and choose it again.")) from None


def _as_year(request: HttpRequest, text: str) -> str:
    """The text that publishes what was given: CSV and ICS hold the days only, the rest stands beside them in the form.
    Raises DeclarationError naming line and reason.
    """
    last = deadlines.years(settings.CONFIG.calendar)[-1]
    asked = request.POST.get("year", "").strip()
    year = number(asked, digits=4) if asked else last.year + 1
    if not year:
        raise ValueError(_("Type the year as four digits."))
    source = " ".join(request.POST.get("source", "").replace("\0", "").split())[:SOURCE]
    like = deadlines.Year(settings.CONFIG.calendar, year, source, (), last.weekend)
    found = deadlines.year_text(text, like, source=_("the file"))
    if found != text and not source:
        raise ValueError(_("Say by which notice the year was announced."))
    return found


@access(officer("system"), methods=("POST",))
def preview(request: HttpRequest) -> HttpResponse:
    """What a file would change: days, and due days of cases. Nothing is published."""
    text = ""
    try:
        text = _given(request)
        made = _as_year(request, text)
        draft = deadlines.draft_calendar(region=settings.CONFIG.calendar, text=made, source=_("the file"))
    except DeclarationError as error:
        return _page(request, [str(one) for one in error.problems], text)
    except ValueError as error:
        return _page(request, [str(error)], text)
    moves = cases.preview_calendar(draft, at=timezone.now())
    shown = list(islice(moves, SHOWN))
    facts = {
        "draft": draft,
        "before": deadlines.source(draft.before.source) if draft.before else "",
        "text": made,
        "moves": shown,
        "more": sum(1 for _one in moves),
        "count": len(shown),
        "months": _months(draft.year),
        "marks": MARKS.values(),
    }
    return render(request, "desk/calendar-preview.html", facts)


@access(officer("system"), methods=("POST",))
def publish(request: HttpRequest) -> HttpResponse:
    """Publishes the year that was looked at, with an entry in the ledger; due days follow from the outbox."""
    by, at, region = acting(request), timezone.now(), settings.CONFIG.calendar
    if request.POST.get("sure") != "yes":
        messages.error(request, _("Confirm that the file is what was announced. Nothing was published."))
        return preview(request)
    try:
        text = _given(request)
        with transaction.atomic():
            base = request.POST.get("base", "")[:64] or "-"
            changed = deadlines.load_calendar(region=region, at=at, text=text, source=_("the file"), base=base)
            if changed:
                audit.record(
                    at=at, by=by, action="deadlines.publish-calendar", object=f"calendar:{region}",
                    detail={"years": len(changed), "first": changed[0], "last": changed[-1]},
                )  # fmt: skip
    except (DeclarationError, ValueError):
        messages.error(request, _("The file cannot be used. Nothing was published."))
        return redirect("desk:calendar")
    except deadlines.Overtaken:
        messages.error(request, _("Somebody published in the meantime. Look at what your file changes now."))
        return preview(request)
    if not changed:
        messages.info(request, _("This year was published like this already."))
        return redirect("desk:calendar")
    messages.success(request, _("The year is published. Due days that depend on it are computed anew now."))
    return redirect("desk:due-moves")


@access(officer("system"), methods=("GET",))
def due_moves(request: HttpRequest) -> HttpResponse:
    """Due days that published years moved or made firm, the latest first."""
    found = cases.due_moves(after=number(request.GET.get("after", "")) or 0, limit=PAGE + 1)
    facts = {"moves": found[:PAGE], "next": found[PAGE - 1].id if len(found) > PAGE else None}
    return render(request, "desk/due-moves.html", facts)


@access(officer("system"), methods=("GET",))
def export(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a view's signature)
    """The same as CSV, the latest 50,000; no cell can be taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for one in cases.due_moves(limit=MOST):
        moment = timezone.localtime(one.at).isoformat(timespec="seconds") if one.at else ""
        cells = (
            one.number,
            one.kind,
            one.part,
            one.before or "",
            one.after or "",
            one.was_provisional,
            one.provisional,
        )
        writer.writerow([csv_cell(cell) for cell in (*cells, one.years, moment)])
    return inert(f"\ufeff{text.getvalue()}".encode(), "text/csv; charset=utf-8", "due-days-moved.csv")
