"""Registers the block with Django."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "tongban.governance.drafts"
    label = "drafts"
