"""Registers the block with Django, and the kind of declaration it reads."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "tongban.engines.forms"
    label = "forms"

    def ready(self) -> None:
        from tongban.engines.forms.checks import check_form
        from tongban.engines.forms.declarations import read
        from tongban.kernel.declarations import api as declarations

        declarations.register(declarations.Kind(folder="forms", suffix=".toml", read=read, check=check_form))
