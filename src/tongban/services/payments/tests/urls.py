"""The addresses of this block alone."""

from django.urls import include, path

urlpatterns = [path("payments/", include("tongban.services.payments.urls"))]
