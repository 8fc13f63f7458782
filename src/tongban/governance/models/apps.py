"""Registers the block with Django, and its permissions."""

from django.apps import AppConfig


class ModelsConfig(AppConfig):
    name = "tongban.governance.models"
    label = "process_models"

    def ready(self) -> None:
        from tongban.kernel.declarations.api import Text
        from tongban.trust.authority import api as authority

        authority.declare_permission("models.edit", Text("修改流程", "Change processes"))
        authority.declare_permission("models.publish", Text("发布流程", "Publish processes"))
