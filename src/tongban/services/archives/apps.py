"""Registers the block with Django, and its permissions."""

from django.apps import AppConfig

PERMISSIONS = (
    ("archives.review", "编制和审核销毁清单", "Make and review destruction lists"),
    ("archives.sign", "签批销毁清单", "Sign destruction lists"),
    ("archives.hold", "冻结销毁", "Keep cases from being destroyed"),
)


class ArchivesConfig(AppConfig):
    name = "tongban.services.archives"
    label = "archives"

    def ready(self) -> None:
        from tongban.kernel.declarations.api import Text
        from tongban.services.cases.api import ATTRIBUTES
        from tongban.trust.authority import api as authority

        for code, zh, en in PERMISSIONS:
            authority.declare_permission(code, Text(zh, en))
        authority.declare_attributes(*ATTRIBUTES, permissions=["archives.hold"])
