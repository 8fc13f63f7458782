"""Registers the block with Django."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "tongban.services.certificates"
    label = "certificates"

    def ready(self) -> None:
        from tongban.kernel.declarations.api import Kind, LegalBasis, Text, register
        from tongban.services.certificates import checks, declarations
        from tongban.trust.authority.api import declare_permission
        from tongban.trust.privacy.api import declare_purpose

        register(Kind("documents", ".typ", declarations.read, checks.check))
        declare_permission("certificates.read", Text("查看本单位签发的证照", "See certificates that the unit issued"))
        declare_permission("certificates.issue", Text("签发证照", "Issue certificates"))
        declare_permission("certificates.revoke", Text("撤销证照", "Revoke certificates"))
        law = Text("个人信息保护法", "Personal Information Protection Law")
        source = "LawRefBook/Laws 行政法/个人信息保护法(2021-08-20)"
        duty, own = LegalBasis(law, "第三十四条", source), LegalBasis(law, "第四十五条", source)
        declare_purpose("certificates.show", Text("持证人查看本人证照", "The holder looks at their certificate"), own)
        declare_purpose("certificates.manage", Text("管理本单位签发的证照", "To manage certificates issued"), duty)
        declare_purpose("certificates.verify", Text("核验持证人出示的证照", "To verify a certificate shown"), duty)
