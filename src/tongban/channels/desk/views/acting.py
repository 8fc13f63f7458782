"""The page of an act on a case, and the one POST that does it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.channels.desk.views.acts import PAGES
from tongban.channels.desk.views.case import at_desk
from tongban.channels.desk.views.doing import Doing
from tongban.engines.forms import api as forms
from tongban.kernel.declarations import api as declarations
from tongban.kernel.web.api import BadInput
from tongban.services.cases import api as cases
from tongban.trust.authority.api import OFFICIAL, Denied, access, acting


@access(OFFICIAL, methods=("GET", "POST"))
def act(request: HttpRequest, number: str, act: str, task: int) -> HttpResponse:
    """An act on a task."""
    return perform(request, number, act, task)


@access(OFFICIAL, methods=("GET", "POST"))
def whole(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """An act on the whole case."""
    return perform(request, number, act, None)


def perform(request: HttpRequest, number: str, code: str, task: int | None) -> HttpResponse:
    """Shows the page of an act, or does it. What is not allowed is said, not done."""
    view = at_desk(request, number)
    found = next((one for one in view.acts if one.code == code and one.task == task), None)
    if found is None or code not in PAGES:
        messages.info(request, _("This is not to be done any more. Here is how the case stands now."))
        return redirect("desk:case", number)
    if not found.allowed:
        messages.error(request, found.reason)
        return redirect("desk:case", number)
    if request.method == "GET":
        return page(request, view, found) if not PAGES[code].at_once else redirect("desk:case", number)
    return execute(request, view, found)


def execute(request: HttpRequest, view: cases.DeskView, act: cases.Act) -> HttpResponse:
    """Does the act; whatever is refused is shown beside what was written."""
    form = declarations.current("forms", act.form).value if act.form else None
    result = _answers(request, form) if form else forms.PageResult({}, ())
    if form and request.POST.get("stay") == "more":  # the next level, more rows: nothing is done yet
        return page(request, view, act, form=form, values=result.values)
    errors = [(error.field, str(error.message)) for error in result.errors]
    try:
        if not errors:
            PAGES[act.code].do(Doing(request, view, act, dict(result.values)))
            messages.success(request, _("Done: %(act)s") % {"act": act.label})
            return redirect("desk:case", view.number)
    except cases.Incomplete as error:
        errors.append((error.field, str(error)))
    except BadInput as error:
        errors.append(("photos", str(error.message)))
    except (cases.CaseError, Denied) as error:
        messages.error(request, str(error))
        return redirect("desk:case", view.number)
    return page(request, view, act, form=form, values=result.values, errors=errors)


def _answers(request: HttpRequest, form: forms.Form) -> forms.PageResult:
    return forms.validate_page(
        form=form, page=form.pages[0], posted=request.POST, values={}, owner="", at=timezone.now()
    )


def page(
    request: HttpRequest,
    view: cases.DeskView,
    act: cases.Act,
    *,
    form: forms.Form | None = None,
    values: Any = None,
    errors: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    """The page of an act."""
    form = form or (declarations.current("forms", act.form).value if act.form else None)
    wrong = [forms.FieldError(name, text) for name, text in errors or ()]
    fields: tuple[forms.FieldView, ...] = ()
    if form is not None:
        fields = forms.page_view(
            form=form, page=form.pages[0], values=values or {}, errors=wrong, at=timezone.now()
        ).fields
    facts = {
        "case": view,
        "act": act,
        "fields": fields,
        "errors": wrong,
        "wrong": {name.replace("-", "_"): text for name, text in errors or ()},
        "posted": request.POST,
        "template": f"desk/acts/{act.code}.html",
        "files": PAGES[act.code].files,
    } | PAGES[act.code].choices(request, view, act)
    return render(request, "desk/act.html", facts, status=422 if errors else 200)


@access(OFFICIAL, methods=("POST",))
def resume(request: HttpRequest, number: str, cause: str) -> HttpResponseRedirect:
    """Lets the clock run again."""
    at_desk(request, number)
    try:
        cases.resume(number=number, cause=cause, by=acting(request), at=timezone.now())
        messages.success(request, _("The clock runs again."))
    except (cases.CaseError, Denied) as error:
        messages.error(request, str(error))
    return redirect("desk:case", number)


@access(OFFICIAL, methods=("POST",))
def retry(request: HttpRequest, number: str, call: int) -> HttpResponseRedirect:
    """Has a failed service tried again."""
    at_desk(request, number)
    try:
        cases.retry(number=number, call=call, by=acting(request), at=timezone.now())
        messages.success(request, _("It is tried again."))
    except (cases.CaseError, Denied) as error:
        messages.error(request, str(error))
    return redirect("desk:case", number)
