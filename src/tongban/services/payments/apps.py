"""Registers the block with Django."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "tongban.services.payments"
    label = "payments"
