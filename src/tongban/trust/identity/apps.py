"""Registers the block with Django, and its links with every page."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "tongban.trust.identity"
    label = "identity"

    def ready(self) -> None:
        from django.conf import settings
        from django.utils.translation import gettext_lazy as _

        from tongban.kernel.web import api as web

        def absent(subject: object) -> bool:
            return bool(getattr(subject, "anonymous", False))

        def present(subject: object) -> bool:
            return subject is not None and not absent(subject)

        def demo(_subject: object) -> bool:
            return bool(settings.CONFIG.demo)

        web.add_entry(web.Entry(_("Demo accounts"), "demo", "account", 10, demo))
        web.add_entry(web.Entry(_("Sign in"), "account_login", "account", 20, absent))
        web.add_entry(web.Entry(_("My account"), "identity_account", "account", 20, present))
        web.add_entry(web.Entry(_("Sign out"), "account_logout", "account", 30, present))
