"""Pages that do not change with the reader."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.trust.authority.api import PUBLIC, access


@access(PUBLIC, methods=("GET",))
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "portal/accessibility.html")


@access(PUBLIC, methods=("GET",))
def protection(request: HttpRequest) -> HttpResponse:
    """How personal data are handled, and where to see and question it."""
    return render(request, "portal/protection.html")
