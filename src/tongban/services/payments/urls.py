"""Addresses of payments, below /payments/."""

from django.urls import path

from tongban.services.payments import views

app_name = "payments"
urlpatterns = [path("callback", views.callback, name="callback")]
