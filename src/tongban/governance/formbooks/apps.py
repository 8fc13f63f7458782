"""Registers the block with Django, and forms as texts that are changed here."""

from django.apps import AppConfig


class FormbooksConfig(AppConfig):
    name = "tongban.governance.formbooks"
    label = "formbooks"

    def ready(self) -> None:
        from tongban.governance.drafts import api as drafts
        from tongban.governance.formbooks.changing import FORMS

        drafts.register(FORMS)
