"""Registers the block with Django."""

from django.apps import AppConfig


class RecoveryConfig(AppConfig):
    name = "tongban.trust.recovery"
    label = "recovery"
