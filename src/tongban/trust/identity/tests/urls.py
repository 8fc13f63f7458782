"""The pages of identity, and one form that needs a session."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.urls import include, path

from tongban.trust.authority.api import PUBLIC, SIGNED_IN, access
from tongban.trust.identity import api


@access(SIGNED_IN)
def form(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"got": dict(request.POST.lists()), "by": request.subject.account})


@access(SIGNED_IN)
def grave(request: HttpRequest):
    return api.needs_assurance(request, level=2) or JsonResponse({"done": True})


@access(PUBLIC)
def who(request: HttpRequest) -> JsonResponse:
    subject = api.subject_of(request)
    return JsonResponse({
        "kind": subject.kind, "person": subject.person, "account": subject.account, "assurance": subject.assurance,
        "posts": [post.code for post in subject.posts], "acting_for": subject.acting_for, "same": subject is request.subject,
    })  # fmt: skip


handler403 = "tongban.kernel.web.views.forbidden"
handler404 = "tongban.kernel.web.views.not_found"
urlpatterns = [
    path("", include("tongban.kernel.web.urls")),
    path("", include("tongban.trust.identity.urls")),
    path("form/", form),
    path("grave/", grave),
    path("who/", who),
]
