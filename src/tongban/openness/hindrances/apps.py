"""Registers the block with Django, and its permissions."""

from django.apps import AppConfig


class HindrancesConfig(AppConfig):
    name = "tongban.openness.hindrances"
    label = "hindrances"

    def ready(self) -> None:
        from tongban.kernel.declarations.api import Text
        from tongban.trust.authority import api as authority

        supervise = Text("处理“办不成事”反映", "See to what could not be done elsewhere")
        authority.declare_permission("hindrances.supervise", supervise)
        authority.declare_permission("hindrances.answer", Text("答复“办不成事”反映", "Answer for the department"))
