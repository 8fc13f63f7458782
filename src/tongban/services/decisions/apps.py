"""Registers the block with Django."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "tongban.services.decisions"
    label = "decisions"

    def ready(self) -> None:
        from tongban.kernel.declarations.api import LegalBasis, Text
        from tongban.services.decisions.api import REVIEW
        from tongban.services.decisions.conditions import conditions
        from tongban.trust.authority import api as authority
        from tongban.trust.privacy.api import declare_purpose

        authority.use_compiler(conditions)
        law = Text("个人信息保护法", "Personal Information Protection Law")
        basis = LegalBasis(law, "第二十四条", "LawRefBook/Laws 行政法/个人信息保护法(2021-08-20)")
        declare_purpose(REVIEW, Text("检查自动决定的规则是否公正", "To review whether a rule decides fairly"), basis)
