"""Registers the block with Django and its kind of declaration with the loader."""

from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "tongban.services.offers"
    label = "offers"

    def ready(self) -> None:
        from tongban.kernel.declarations import api as declarations
        from tongban.services.offers import checks, publishing
        from tongban.services.offers.declarations import read_offer

        declarations.register(
            declarations.Kind(
                folder="offers", suffix=".toml", read=read_offer, check=checks.check, publish=publishing.publish
            )
        )
