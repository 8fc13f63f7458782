"""Registers the block with Django, and its permissions."""

from django.apps import AppConfig


class RulebooksConfig(AppConfig):
    name = "tongban.governance.rulebooks"
    label = "rulebooks"

    def ready(self) -> None:
        from tongban.kernel.declarations.api import Text
        from tongban.trust.authority import api as authority

        authority.declare_permission("rulebooks.edit", Text("修改规则", "Change rules"))
        authority.declare_permission("rulebooks.publish", Text("发布规则", "Publish rules"))
