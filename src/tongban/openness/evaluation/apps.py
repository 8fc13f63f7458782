"""Registers the block with Django, its permissions, and what it listens to."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class EvaluationConfig(AppConfig):
    name = "tongban.openness.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        from tongban.kernel.declarations.api import Text
        from tongban.kernel.outbox.api import subscribe
        from tongban.openness.evaluation import forgetting, invitations, occasions
        from tongban.services.appointments import events as appointments
        from tongban.services.archives import api as archives
        from tongban.services.cases import events as cases
        from tongban.services.notices import api as notices
        from tongban.trust.authority import api as authority

        archives.declare_keeper(
            "rating", gettext_lazy("an answer or appeal to its rating is pending"), forgetting.pending
        )
        archives.declare_forgetter("evaluation", forgetting.forget)
        authority.declare_permission("evaluation.read", Text("查看评价", "See ratings"))
        authority.declare_permission("evaluation.follow", Text("处理差评", "Answer bad ratings"))
        authority.declare_permission("evaluation.judge", Text("裁定差评申诉", "Decide appeals against ratings"))
        subscribe(cases.CaseDecided, occasions.decided, name="evaluation")
        subscribe(cases.CaseClosed, occasions.closed, name="evaluation")
        subscribe(appointments.VisitBegan, occasions.visited, name="evaluation")
        subscribe(appointments.VisitBegan, invitations.visited, name="evaluation.invitation")
        notices.declare_link(kind="rating", address=invitations.first, text=invitations.FIRST)
        notices.declare_link(kind="rating-answer", address=invitations.again, text=invitations.AGAIN)
