"""Security headers on every answer, and a page instead of a crash for bad input."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from tongban.kernel.web import views
from tongban.kernel.web.parsing import BadInput

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def _nonce() -> str:
    return secrets.token_urlsafe(16)


def policy(nonce: str, targets: tuple[str, ...] = ()) -> str:
    """The content security policy of a page: own files only, scripts by nonce, no inline style, no framing."""
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' 'nonce-{nonce}'" if nonce else "'self'",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": " ".join(("'self'", *targets)),
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def carries_nul(request: HttpRequest, view: Callable[..., object]) -> bool:
    """Whether address, query or form hold the character NUL, which no text of a person has and PostgreSQL refuses.

    A view that takes its body from programs (it is exempt from the form's token) reads the body itself.
    """
    if "\0" in request.path_info or any("\0" in one for values in request.GET.lists() for one in values[1]):
        return True
    form = request.method == "POST" and not getattr(view, "csrf_exempt", False)
    return form and any("\0" in one for values in request.POST.lists() for one in values[1])


class SecurityHeaders:
    """Sets `request.csp_nonce` and the headers. A page that belongs to a session is never stored by a cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        nonce: list[str] = []

        def make() -> str:
            nonce.append(_nonce())
            return nonce[0]

        request.csp_nonce = SimpleLazyObject(make)  # type: ignore[attr-defined] # read by pages with a script
        response = self.get_response(request)
        targets: tuple[str, ...] = getattr(response, "form_targets", ())
        response.headers.setdefault("Content-Security-Policy", policy("".join(nonce), targets))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not response.has_header("Cache-Control"):
            cookie = settings.SESSION_COOKIE_NAME
            private = cookie in request.COOKIES or cookie in response.cookies
            response["Cache-Control"] = "no-store" if private else "private, no-cache"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Refuses what no page could store."""
        refused = carries_nul(request, view)
        return views.bad_request(request, ValueError("NUL")) if refused else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answers bad input that no view took care of with a page that says why."""
        return views.refused(request, exception) if isinstance(exception, BadInput) else None
