"""Consent: a person lets a program in, sees which programs have access, and ends it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from oauth2_provider.exceptions import OAuthToolkitError
from oauth2_provider.models import AccessToken, Application, Grant, RefreshToken
from oauth2_provider.views import AuthorizationView
from oauthlib.oauth2 import InvalidRequestError, InvalidScopeError  # type: ignore[import-untyped]  # ships no types

from tongban.channels.rest.settings import SCOPES
from tongban.kernel.web.api import allow_form_target
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import RESIDENT, access, acting

REFUSED = 400


def note(request: HttpRequest, action: str, program: str, **detail: Any) -> None:
    """The ledger's entry: who let which program in, or out."""
    audit.record(
        at=request.at,  # type: ignore[attr-defined]  # set by identity's middleware
        by=acting(request),
        action=f"rest.{action}",
        object=f"program:{program}",
        detail=detail,
    )


@access(RESIDENT)
class Authorize(AuthorizationView):  # type: ignore[misc]  # the library is not typed
    """The library's authorization endpoint; the person is asked each time, whatever the program would like."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.copy()
        asked["approval_prompt"] = "force"
        request.GET = asked  # type: ignore[assignment]  # the same values, and ours
        response: HttpResponse = super().get(request, *args, **kwargs)
        about = getattr(response, "context_data", None) or {}
        weak = self.weakness(about) if "application" in about else None
        return self.error_response(weak, about["application"]) if weak else response

    def weakness(self, about: dict[str, Any]) -> OAuthToolkitError | None:
        """What the library would refuse only after the person has agreed, or not at all."""
        said = {"state": about.get("state")}
        if about.get("code_challenge_method") != "S256":
            error = InvalidRequestError(description="code_challenge_method must be S256", **said)
        elif not about["scopes"]:
            error = InvalidScopeError(description="name at least one scope", **said)
        else:
            return None
        return OAuthToolkitError(error=error, redirect_uri=about["redirect_uri"])

    def render_to_response(self, context: dict[str, Any], **more: Any) -> HttpResponse:
        response: HttpResponse = super().render_to_response(context, **more)
        allow_form_target(response, str(context.get("redirect_uri") or ""))  # where the form's answer leads
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        del form
        error = {"error": "invalid_request", "description": "the form was changed on its way"}
        return self.render_to_response({"error": error}, status=REFUSED)

    def form_valid(self, form: Any) -> HttpResponse:
        program = form.cleaned_data["client_id"]
        if "\0" in "".join(map(str, form.cleaned_data.values())) or not known(program):
            return self.form_invalid(form)
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            if form.cleaned_data["allow"] and "code=" in response.headers.get("Location", ""):
                note(self.request, "let-in", program, scope=form.cleaned_data["scope"])
        return response


def known(program: str) -> bool:
    """Is there a program with this client id?"""
    return bool(Application.objects.filter(client_id=program).exists())


@access(RESIDENT, methods=("GET",))
def programs(request: HttpRequest) -> HttpResponse:
    """The programs that may read the person's data now, with what each may read."""
    found: dict[str, dict[str, Any]] = {}
    living = RefreshToken.objects.filter(user=request.user, revoked=None).select_related("application", "access_token")
    for token in living.order_by("application__name", "pk"):
        one = found.setdefault(token.application.client_id, {"program": token.application, "scopes": set()})
        one["scopes"] |= set(token.access_token.scope.split()) if token.access_token else set()
    rows = [
        (one["program"], [text for scope, text in SCOPES.items() if scope in one["scopes"]]) for one in found.values()
    ]
    return render(request, "rest/consents.html", {"rows": rows})


@access(RESIDENT, methods=("GET", "POST"))
def end(request: HttpRequest, client: str) -> HttpResponse:
    """Ends a program's access at once: every code and token that the person gave it."""
    program = Application.objects.filter(client_id=client, refreshtoken__user=request.user).first()
    if program is None:
        raise Http404(client)
    if request.method == "GET":
        return render(request, "rest/consent-end.html", {"program": program})
    with transaction.atomic():
        mine = {"user": request.user, "application": program}
        Grant.objects.filter(**mine).delete()
        RefreshToken.objects.filter(**mine, revoked=None).update(revoked=request.at)  # type: ignore[attr-defined]
        AccessToken.objects.filter(**mine).delete()
        note(request, "shut-out", client)
    messages.success(request, _("The program has no access any more."))
    return redirect("oauth2_provider:authorized-token-list")
