"""Registers the block with Django: the system checks of the access rules."""

from django.apps import AppConfig
from django.core import checks


class AuthorityConfig(AppConfig):
    name = "tongban.trust.authority"
    label = "authority"

    def ready(self) -> None:
        from tongban.trust.authority.sweep import undeclared_views

        checks.register(undeclared_views, "urls")
