"""What else an official can open: pages for which the posts held carry the right."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongban.trust.authority import api as authority
from tongban.trust.authority.api import OFFICIAL, access, acting

PAGES = (
    ("desk:batches", "", _("Acts on many cases"), _("What you ordered for many cases at once, and what became of it.")),
    ("desk:board", "", _("Supervision board"), _("Open cases by service and light.")),
    ("desk:supervision", "supervision.read", _("Supervision"), _("What was decided in time and what was found.")),
    ("desk:hindrances", "hindrances.supervise", _("What could not be done"), _("Reports past the department.")),
    ("desk:hindrances", "hindrances.answer", _("What could not be done"), _("What supervision asks us.")),
    ("desk:archives", "archives.review", _("Destruction lists"), _("Closed cases whose time is over.")),
    ("desk:archives", "archives.sign", _("Destruction lists"), _("Closed cases whose time is over.")),
    ("desk:holds", "archives.hold", _("Legal holds"), _("Cases that are kept while somebody has reason to.")),
    ("desk:snippets", "conversations.write", _("Our texts"), _("What your department often answers to applicants.")),
    ("desk:visits", "appointments.desk", _("Appointments of the day"), _("Who comes when, and whether they came.")),
    ("desk:follow-ups", "evaluation.follow", _("Bad ratings"), _("What waits for an answer and a repair.")),
    ("desk:appeals", "evaluation.judge", _("Appeals against ratings"), _("What departments hold to be malicious.")),
    ("desk:ratings", "evaluation.read", _("Ratings"), _("What applicants say of our work.")),
    ("desk:money", "payments.read", _("Money of the day"), _("Payments and refunds, for reconciliation.")),
    ("desk:resources", "", _("Catalogue"), _("Who gets which information from whom, and by which law.")),
    ("desk:rules", "", _("Rules"), _("Decision tables: read, try, change and publish them.")),
    ("desk:processes", "", _("Processes"), _("The ways of cases: read, draw, try and publish them.")),
    ("desk:forms", "", _("Forms"), _("What services ask: read, change, preview and publish them.")),
    (
        "desk:form-moves",
        "cases.migrate",
        _("Newer versions of forms"),
        _("Which drafts and cases moved, and which stay."),
    ),
    ("desk:calendar", "", _("Calendar of working days"), _("The days by which legal time is counted, year by year.")),
    ("desk:fields", "", _("Kinds of fields"), _("What a form can ask: every kind live, with its declaration.")),
    ("desk:doubts", "", _("Doubts about the registers"), _("Values that another department holds to be wrong.")),
)


@access(OFFICIAL, methods=("GET",))
def more(request: HttpRequest) -> HttpResponse:
    """Links to the pages that are open to this official."""
    by, at = acting(request), timezone.now()
    pages: dict[str, tuple[object, object]] = {}
    for view, permission, title, text in PAGES:
        if not permission or authority.can(subject=by, permission=permission, at=at):
            pages.setdefault(reverse(view), (title, text))
    shown = [(url, title, text) for url, (title, text) in pages.items()]
    return render(request, "desk/more.html", {"pages": shown})
