"""Puts the subject beside the request: `request.subject`, and `request.at`, the time of the request."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tongban.trust.authority.api import ANONYMOUS, SignInFirst
from tongban.trust.identity.sessions import end_if_over, keep
from tongban.trust.identity.subjects import subject_of

Handler = Callable[[HttpRequest], HttpResponse]


class SubjectMiddleware:
    """Says who acts, once a request; ends sessions that are over and keeps the form they were sending."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at = timezone.now()
        request.at = at  # type: ignore[attr-defined]  # the one place where a request gets its time
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        ended = end_if_over(request, at) if known else None
        request.subject = subject_of(request) if known else ANONYMOUS  # type: ignore[attr-defined]  # for rules and views
        answer = self.get_response(request)
        if not isinstance(answer, SignInFirst):
            return answer
        answer = keep(request, answer, ended, at)
        if "HX-Request" in request.headers:  # a fragment cannot hold the sign-in page: the whole page goes there
            return HttpResponse(status=401, headers={"HX-Redirect": answer["Location"]})
        return answer
