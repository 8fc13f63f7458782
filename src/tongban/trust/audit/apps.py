"""Registers the block with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "tongban.trust.audit"
    label = "audit"
