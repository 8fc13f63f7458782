"""Registers the block with Django: the system checks of the access rules, the kinds of declarations."""

from django.apps import AppConfig
from django.core import checks


class AuthorityConfig(AppConfig):
    name = "tongban.trust.authority"
    label = "authority"

    def ready(self) -> None:
        from tongban.kernel.declarations import api as declarations
        from tongban.trust.authority.checks import check_roles, check_units
        from tongban.trust.authority.declarations import read_roles, read_units
        from tongban.trust.authority.loading import install
        from tongban.trust.authority.sweep import undeclared_permissions, undeclared_views

        checks.register(undeclared_views, "urls")
        checks.register(undeclared_permissions, "urls")
        declarations.register(declarations.Kind("units", ".toml", read_units, check_units, install))
        declarations.register(declarations.Kind("roles", ".toml", read_roles, check_roles, install))
