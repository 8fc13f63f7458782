"""My cases: list, one case, why this date, the supplement notice, withdrawing."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.channels.portal import explaining
from tongban.engines.forms import api as forms
from tongban.kernel.web.api import BadInput, Gone, day, inert, qr_on_page
from tongban.openness.evaluation import api as evaluation
from tongban.services.cases import api
from tongban.services.conversations import api as conversations
from tongban.services.offers import api as offers
from tongban.trust.authority.api import RESIDENT, access, acting

PLANNED = ("accepted", "decided", "closed")


def own(request: HttpRequest, number: str) -> api.CaseView:
    """The person's own case. Raises Http404."""
    try:
        return api.case(number=number, by=acting(request), at=timezone.now())
    except api.Destroyed as gone:
        raise Gone(destroyed(gone)) from None
    except api.NotFound:
        raise Http404(number) from None


def destroyed(gone: api.Destroyed) -> str:
    """What is said of a case that was destroyed."""
    said = _("This case was kept as long as the rules want, and destroyed on %(day)s under list no. %(list)s.")
    return said % {"day": day(timezone.localtime(gone.on)), "list": gone.under}


@access(RESIDENT, methods=("GET",))
def cases(request: HttpRequest) -> HttpResponse:
    """Drafts that were begun and cases that were sent."""
    by = acting(request)
    page = api.my_cases(by=by, at=timezone.now(), after=request.GET.get("after", ""))
    titles = {one.key: one.title for one in offers.offers()}
    drafts = [(one, titles[one.key]) for one in forms.drafts(api.draft_owner(by)) if one.key in titles]
    news = conversations.unread(numbers=[one.number for one in page.cases], by=by)
    facts = {"cases": page.cases, "next": page.after, "drafts": drafts, "news": news}
    return render(request, "portal/cases.html", facts)


@access(RESIDENT, methods=("GET",))
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case: where it stands, what waits for the person, what came out."""
    view = own(request, number)
    by, at = acting(request), timezone.now()
    facts = {
        "case": view,
        "summary": view.summary,
        "reasons": api.reasons(number=number, by=by, at=at),
        "reviewed": bool(offers.reviewing()),
        "settled": {one.part for one in view.ties if one.contested == number and not one.over},
        "planned": bool(offers.offer(view.summary.offer, view.offer_version).order) and view.summary.state in PLANNED,
        "decided": any(part.decided_at for part in view.parts),
        "unread": conversations.unread(numbers=[number], by=by).get(number, 0),
        "rating": evaluation.rating(case=number),
        "may_rate": evaluation.may_rate(case=number, by=by, at=at),
    }
    return render(request, "portal/case.html", facts)


@access(RESIDENT, methods=("GET",))
def received(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt: number, what happens next, and a code that leads to the case (for who may sign in to it)."""
    view = own(request, number)
    address = settings.CONFIG.site_url + reverse("portal:case", args=[number])
    code = qr_on_page(address, title=_("Code that leads to this case; it asks you to sign in"))
    return render(request, "portal/received.html", {"case": view, "code": code, "address": address})


@access(RESIDENT, methods=("GET",))
def why(request: HttpRequest, number: str) -> HttpResponse:
    """The day-by-day explanation of the dates."""
    view = own(request, number)
    clocks = api.why(number=number, by=acting(request), at=timezone.now())
    return render(request, "portal/why.html", {"case": view, "clocks": explaining.told(clocks)})


@access(RESIDENT, methods=("GET",))
def why_json(request: HttpRequest, number: str) -> HttpResponse:
    """The same explanation for a program that wants to count the days again."""
    own(request, number)
    clocks = api.why(number=number, by=acting(request), at=timezone.now())
    return JsonResponse([asdict(clock) for clock in clocks], safe=False, json_dumps_params={"default": str})


def replies(request: HttpRequest, view: api.CaseView) -> dict[str, api.Reply]:
    """What was answered to each item of the open notice; files are stored with the case. Raises BadInput."""
    found: dict[str, api.Reply] = {}
    by = acting(request)
    notice = view.notice
    for place, (name, _text, wanted) in enumerate(notice.items if notice else ()):
        if wanted == "text":
            found[name] = api.Reply(text=request.POST.get(f"item-{place}", "")[:5000])
            continue
        files = request.FILES.getlist(f"item-{place}")
        field = f"supplement:{name}"[:60]
        kept = [api.add_file(number=view.number, field=field, file=f, by=by, at=timezone.now()).id for f in files]
        found[name] = api.Reply(attachments=tuple(kept))
    return found


@access(RESIDENT, methods=("GET", "POST"))
def supplement(request: HttpRequest, number: str) -> HttpResponse:
    """Answers the open supplement notice, every item at once."""
    view = own(request, number)
    if view.notice is None:
        messages.info(request, _("There is no open supplement notice in this case."))
        return redirect("portal:case", number)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            by, at = acting(request), timezone.now()
            with transaction.atomic():  # a file is kept only with the answer that it belongs to
                api.answer_supplement(number=number, replies=replies(request, view), by=by, at=at)
            messages.success(request, _("Thank you. The authority goes on with your case."))
            return redirect("portal:case", number)
        except api.Incomplete as error:
            errors[error.field] = str(error)
        except BadInput as error:
            errors[""] = str(error.message)
        except api.CaseError as error:
            messages.error(request, str(error))
            return redirect("portal:case", number)
    items = [
        {"place": i, "text": text, "wanted": wanted, "error": errors.get(name, "")}
        for i, (name, text, wanted) in enumerate(view.notice.items)
    ]
    summary = [{"id": f"item-{one['place']}", "message": one["error"]} for one in items if one["error"]]
    summary += [{"id": "", "message": errors[""]}] if "" in errors else []
    facts: dict[str, Any] = {"case": view, "notice": view.notice, "items": items, "errors": summary}
    return render(request, "portal/supplement.html", facts, status=422 if errors else 200)


@access(RESIDENT, methods=("GET", "POST"))
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Takes the application back, after a clear warning."""
    view = own(request, number)
    if request.method == "POST":
        try:
            api.withdraw(number=number, by=acting(request), at=timezone.now())
            messages.success(request, _("Your application is withdrawn."))
        except api.CaseError as error:
            messages.error(request, str(error))
        return redirect("portal:case", number)
    return render(request, "portal/withdraw.html", {"case": view})


@access(RESIDENT, methods=("GET", "POST"))
def hearing(request: HttpRequest, number: str) -> HttpResponse:
    """Asks for the hearing to which the person has a right."""
    view = own(request, number)
    if request.method == "POST":
        try:
            api.ask_hearing(number=number, by=acting(request), at=timezone.now())
            messages.success(request, _("You asked for a hearing. You will be told when and where."))
        except api.CaseError as error:
            messages.error(request, str(error))
        return redirect("portal:case", number)
    return render(request, "portal/hearing.html", {"case": view})


@access(RESIDENT, methods=("GET",))
def file(request: HttpRequest, number: str, file: str) -> HttpResponse:
    """A file of one's own case."""
    by, at = acting(request), timezone.now()
    try:
        found, data = api.case_file(number=number, attachment=file, by=by, at=at)
    except api.NotFound:
        raise Http404(file) from None
    return inert(data, found.media_type, found.name)
