"""Registers the block with Django, and processes as texts that are changed here."""

from django.apps import AppConfig


class ModelsConfig(AppConfig):
    name = "tongban.governance.models"
    label = "process_models"

    def ready(self) -> None:
        from tongban.governance.drafts import api as drafts
        from tongban.governance.models.changing import PROCESSES

        drafts.register(PROCESSES)
