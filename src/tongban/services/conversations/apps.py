"""Registers the block with Django, and its permission."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "tongban.services.conversations"
    label = "conversations"

    def ready(self) -> None:
        from tongban.kernel.declarations.api import Text
        from tongban.services.cases.api import ATTRIBUTES
        from tongban.trust.authority import api as authority

        authority.declare_permission("conversations.write", Text("与申请人往来", "Write to applicants"))
        authority.declare_attributes(*ATTRIBUTES, permissions=["conversations.write"])
