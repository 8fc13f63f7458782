"""Registers the block with Django, and catalogue entries with the packages."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "tongban.exchange.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from tongban.exchange.catalogue import api, checks
        from tongban.kernel.declarations import api as declarations

        kind = declarations.Kind(api.KIND, ".toml", api.read_entry, checks.check, checks.publish)
        declarations.register(kind)
