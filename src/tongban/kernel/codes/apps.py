"""Registers the block with Django."""

from django.apps import AppConfig


class CodesConfig(AppConfig):
    name = "tongban.kernel.codes"
    label = "codes"

    def ready(self) -> None:
        from tongban.kernel.codes import lists, parameters
        from tongban.kernel.declarations.api import Kind, register

        register(Kind("codes", ".csv", lists.read, lists.check))
        register(Kind("parameters", ".toml", parameters.read, parameters.check))
