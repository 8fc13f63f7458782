"""Puts the subject of the request beside it: `request.subject`, and `request.at`, the time of the request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tongban.trust.identity.api import subject_of

Handler = Callable[[HttpRequest], HttpResponse]


class SubjectMiddleware:
    """Says who acts, once a request."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = timezone.now()  # type: ignore[attr-defined]  # the one place where a request gets its time
        request.subject = subject_of(request)  # type: ignore[attr-defined]  # what the access rules read
        return self.get_response(request)
