"""Refuses, before a view runs, whoever its declared rule does not admit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.trust.authority.decisions import can
from tongban.trust.authority.rules import Rule
from tongban.trust.authority.subjects import Denied, Subject, acting
from tongban.trust.authority.sweep import access_rule

Handler = Callable[[HttpRequest], HttpResponse]


class SignInFirst(HttpResponseRedirect):
    """The answer to somebody whom a rule would admit only signed in; identity keeps what was being sent."""

    @classmethod
    def to(cls, after: str) -> SignInFirst:
        """To the sign-in page, and from there to `after`, a path of this site."""
        return cls(f"{resolve_url(settings.LOGIN_URL)}?next={quote(after)}")


def _sign_in(request: HttpRequest) -> HttpResponse:
    """Programs get a plain 401, people the way to the sign-in page."""
    if "Authorization" in request.headers or request.headers.get("Accept", "").startswith("application/json"):
        return HttpResponse(status=401, content_type="text/plain", headers={"WWW-Authenticate": "Bearer"})
    return SignInFirst.to(request.get_full_path())


def admits(rule: Rule, subject: Subject, request: HttpRequest) -> bool:
    """Does one rule admit the subject?"""
    match rule.kind:
        case "public":
            return True
        case "signed_in":
            return not subject.anonymous
        case "resident" | "official" | "program":
            return subject.kind == rule.kind
        case "officer":
            return subject.officer == rule.code
        case "permission":
            at = getattr(request, "at", None) or timezone.now()
            return bool(can(subject=subject, permission=rule.code, at=at))


def _allowed(methods: tuple[str, ...]) -> tuple[str, ...]:
    return (*methods, "OPTIONS", "HEAD") if "GET" in methods else (*methods, "OPTIONS")


class AccessRules:
    """Default deny over the whole resolver: no rule, no view."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        rule = access_rule(view)
        if rule is None:
            raise Http404("this address declares no access rule")
        if rule.methods and request.method not in _allowed(rule.methods):
            return HttpResponseNotAllowed(rule.methods)
        subject = acting(request)
        if any(admits(one, subject, request) for one in rule.rules):
            return None
        if subject.anonymous:
            return _sign_in(request)
        raise Denied(_("Your account may not open this page."))
