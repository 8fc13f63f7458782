"""The language switch, the health page, and error pages that need neither session nor database."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.kernel.web.context import chrome
from tongban.kernel.web.gone import Gone
from tongban.kernel.web.parsing import BadInput
from tongban.kernel.web.requests import safe_next

TOO_LARGE = 413
KNOWN = (403, 404, 410)  # who asks has been found out by then: the page keeps the masthead of their work
YEAR = 31_536_000


@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Shows the site in another language from now on, and goes back to where the reader was."""
    if code not in dict(settings.LANGUAGES) or not check_for_language(code):
        raise Http404(code)
    response = HttpResponseRedirect(safe_next(request, "/"))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, samesite="Lax", secure=settings.CONFIG.https, httponly=True
    )
    return response


@never_cache
@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """Whether this instance can serve: 200, or 503 when its database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})


def _page(request: HttpRequest, status: int, title: str, text: str | Promise, help_: str = "") -> HttpResponse:
    facts = {"status": status, "title": title, "text": text, "help": help_, **chrome(request)}
    if status in KNOWN:
        facts["subject"] = getattr(request, "subject", None)
    return HttpResponse(render_to_string("error.html", facts), status=status)


def refused(request: HttpRequest, error: BadInput) -> HttpResponse:
    """The page for input that was refused; nothing of it was saved."""
    return _page(request, error.status, _("This could not be taken"), error.message, _("Nothing was saved."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when more was sent than is read at once."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request, exception)
    return _page(request, 400, _("This request could not be read"), _("Go back and try again."))


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 (Django's name)
    """413: nothing of it was saved."""
    text = _("What you sent is larger than this site takes at once. Nothing was saved.")
    return _page(request, TOO_LARGE, _("Too large"), text, _("Send fewer or smaller files."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 (Django's name)
    """403: the subject may not do this. The reason is in the ledger, not on the page."""
    text = _("Your account may not do this.")
    return _page(request, 403, _("Not permitted"), text, _("If you sign in with another account, try again there."))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """403: the form came from a page that is too old, or from another site."""
    text = _("This form was open too long, or your browser refuses cookies. Nothing was saved.")
    return _page(
        request, 403, _("Please send the form again"), text, _("Go back, load the page again and send it once more.")
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or not one that this subject may know of; 410 what was there and is no more."""
    if isinstance(exception, Gone):
        return _page(request, 410, _("This is no longer here"), exception.text)
    text = _("There is no page at this address, or it is not open to you.")
    return _page(request, 404, _("Page not found"), text, _("Check the address, or begin at the first page."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: needs neither session nor database."""
    text = _("This is our fault. What you had saved before is kept.")
    return _page(request, 500, _("Something went wrong here"), text, _("Try again in a few minutes."))
