"""The addresses of identity: everything about one's account, and the demonstration's sign-in page."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("account/mfa/", include("allauth.mfa.urls")),
    path("account/", include("allauth.account.urls")),
]
