"""The pages of identity that django-allauth does not have."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from tongban.kernel.web import api as web
from tongban.trust.authority.api import PUBLIC, SIGNED_IN, access
from tongban.trust.identity import demo, sessions
from tongban.trust.identity.mandates import mandates_of
from tongban.trust.identity.representation import represent
from tongban.trust.identity.subjects import subject_of


@access(SIGNED_IN, methods=("GET",))
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: who one is here, how one signs in, for whom one acts."""
    subject = subject_of(request)
    mandates = mandates_of(person=subject.person, at=request.at) if subject.person else ()  # type: ignore[attr-defined]  # set by SubjectMiddleware
    return render(request, "identity/account.html", {"who": subject, "mandates": mandates})


@access(SIGNED_IN, methods=("POST",))
def acting(request: HttpRequest) -> HttpResponse:
    """Begins or ends acting for a company (`credit_code`, empty for oneself), then goes on to `next`."""
    company = represent(request, request.POST.get("credit_code", ""))
    if company:
        messages.success(request, _("You now act for %(company)s.") % {"company": company})
    else:
        messages.success(request, _("You now act for yourself."))
    return HttpResponseRedirect(web.safe_next(request, "/"))


@access(SIGNED_IN, methods=("GET",))
def resume(request: HttpRequest) -> HttpResponse:
    """What one was sending when the session ended, ready to be sent again."""
    form = sessions.kept(request, request.at)  # type: ignore[attr-defined]  # set by SubjectMiddleware
    if form is None:
        return HttpResponseRedirect("/")
    return render(request, "identity/resume.html", {"form": form})


@access(PUBLIC, methods=("GET", "POST"))
def demo_page(request: HttpRequest) -> HttpResponse:
    """Everybody of the demonstration, and signing in as one of them."""
    demo.require_demo()
    after = web.safe_next(request, "")
    if request.method == "POST":
        demo.demo_sign_in(request, request.POST.get("username", ""))
        official = subject_of(request).official
        return HttpResponseRedirect(after or ("/desk/" if official else "/"))
    search = request.GET.get("q", "")[:100]
    groups = demo.demo_groups(at=request.at, search=search)  # type: ignore[attr-defined]  # set by SubjectMiddleware
    return render(request, "identity/demo.html", {"groups": groups, "search": search, "after": after})
