"""Registers the block with Django, its permissions, and what it listens to."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy

PERMISSIONS = (
    ("supervision.read", "查看电子监察", "See findings of supervision"),
    ("supervision.explain", "说明监察发现", "Explain a finding for one's unit"),
    ("supervision.judge", "认定监察发现", "Judge findings of other units"),
)


class SupervisionConfig(AppConfig):
    name = "tongban.governance.supervision"
    label = "supervision"

    def ready(self) -> None:
        from tongban.governance.supervision import escalating, forgetting, looking
        from tongban.kernel.declarations.api import Text
        from tongban.kernel.outbox.api import subscribe
        from tongban.services.archives import api as archives
        from tongban.services.cases import events as cases
        from tongban.trust.authority import api as authority

        archives.declare_keeper("finding", gettext_lazy("a finding of supervision is not judged"), forgetting.unjudged)
        archives.declare_forgetter("supervision", forgetting.forget)
        for code, zh, en in PERMISSIONS:
            authority.declare_permission(code, Text(zh, en))
        for kind in (
            cases.CaseOpened, cases.SupplementRequested, cases.AcceptanceDeclined, cases.CaseDecided, cases.CaseClosed,
        ):  # fmt: skip
            subscribe(kind, looking.told, name="supervision")
        subscribe(cases.CaseDueSoon, escalating.due_soon, name="supervision")
        subscribe(cases.CaseOverdue, escalating.overdue, name="supervision")
