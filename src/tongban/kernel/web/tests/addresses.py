"""A site of this block alone, with views that fail in each way."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from tongban.kernel.web import api as web

handler400 = "tongban.kernel.web.views.bad_request"
handler403 = "tongban.kernel.web.views.forbidden"
handler404 = "tongban.kernel.web.views.not_found"
handler500 = "tongban.kernel.web.views.server_error"

FAULTS = {
    "400": SuspiciousOperation("x"),
    "403": PermissionDenied("x"),
    "404": Http404("x"),
    "413": web.BadInput("This is <too> much.", status=413),
    "500": RuntimeError("secret"),
}


def fail(_request: HttpRequest, kind: str) -> HttpResponse:
    raise FAULTS[kind]


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


def form(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(len(request.POST))
    web.allow_form_target(response, "https://bank.example/pay")
    return response


def script(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.csp_nonce))  # type: ignore[attr-defined]


urlpatterns = [
    path("", include("tongban.kernel.web.urls")),
    path("", page),
    path("fail/<str:kind>", fail),
    path("form", form),
    path("script", script),
]
