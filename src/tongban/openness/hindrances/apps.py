"""Registers the block with Django, and its permissions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class HindrancesConfig(AppConfig):
    name = "tongban.openness.hindrances"
    label = "hindrances"

    def ready(self) -> None:
        from tongban.kernel.declarations.api import Text
        from tongban.openness.hindrances import forgetting
        from tongban.services.archives import api as archives
        from tongban.trust.authority import api as authority

        archives.declare_keeper("hindrance", gettext_lazy("a report about it is open"), forgetting.open_ones)
        archives.declare_forgetter("hindrances", forgetting.forget)

        supervise = Text("处理“办不成事”反映", "See to what could not be done elsewhere")
        authority.declare_permission("hindrances.supervise", supervise)
        authority.declare_permission("hindrances.answer", Text("答复“办不成事”反映", "Answer for the department"))
