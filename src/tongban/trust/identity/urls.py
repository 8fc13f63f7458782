"""The addresses of identity: everything about one's account, and the demonstration's sign-in page."""

from __future__ import annotations

from django.urls import include, path

from tongban.trust.identity import views

urlpatterns = [
    path("account/", views.account, name="identity_account"),
    path("account/acting/", views.acting, name="identity_acting"),
    path("account/resume/", views.resume, name="identity_resume"),
    path("account/mfa/", include("allauth.mfa.urls")),
    path("account/", include("allauth.account.urls")),
    path("demo/", views.demo_page, name="demo"),
]
