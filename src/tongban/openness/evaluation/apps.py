"""Registers the block with Django, its permissions, and what it listens to."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "tongban.openness.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        from tongban.kernel.declarations.api import Text
        from tongban.kernel.outbox.api import subscribe
        from tongban.openness.evaluation import occasions
        from tongban.services.cases import events as cases
        from tongban.trust.authority import api as authority

        authority.declare_permission("evaluation.read", Text("查看评价", "See ratings"))
        authority.declare_permission("evaluation.follow", Text("处理差评", "Answer bad ratings"))
        subscribe(cases.CaseDecided, occasions.decided, name="evaluation")
        subscribe(cases.CaseClosed, occasions.closed, name="evaluation")
