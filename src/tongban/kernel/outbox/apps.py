"""Registers the block with Django."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "tongban.kernel.outbox"
    label = "outbox"
