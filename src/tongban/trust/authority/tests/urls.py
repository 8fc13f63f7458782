"""Views with every kind of rule, and one without."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views import View

from tongban.trust.authority import api


def answer(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("seen")


def guarded(*rules: api.Rule | str, **options: object):
    def view(request: HttpRequest) -> HttpResponse:
        return answer(request)

    return api.access(*rules, **options)(view)


@api.access(api.OFFICIAL, api.officer("audit"))
class ClassView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return answer(request)


handler403 = "tongban.kernel.web.views.forbidden"
handler404 = "tongban.kernel.web.views.not_found"
urlpatterns = [
    path("", include("tongban.kernel.web.urls")),
    path("", include("tongban.trust.identity.urls")),
    path("public/", guarded(api.PUBLIC)),
    path("signed/", guarded(api.SIGNED_IN)),
    path("resident/", guarded(api.RESIDENT)),
    path("program/", guarded(api.PROGRAM)),
    path("officer/", guarded(api.officer("security"))),
    path("decide/", guarded("test.decide")),
    path("post-only/", guarded(api.PUBLIC, methods=("POST",))),
    path("class/", ClassView.as_view()),
    path("forgotten/", answer),
    path("undeclared-permission/", guarded("test.nobody")),
]
