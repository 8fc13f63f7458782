"""Registers the block with Django, and rules as texts that are changed here."""

from django.apps import AppConfig


class RulebooksConfig(AppConfig):
    name = "tongban.governance.rulebooks"
    label = "rulebooks"

    def ready(self) -> None:
        from tongban.governance.drafts import api as drafts
        from tongban.governance.rulebooks.changing import RULES

        drafts.register(RULES)
