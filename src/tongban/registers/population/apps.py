"""Registers the block with Django: its register, and the information resources that it answers for."""

from django.apps import AppConfig


class PopulationConfig(AppConfig):
    name = "tongban.registers.population"
    label = "population"

    def ready(self) -> None:
        from django.utils import timezone

        from tongban.engines.forms import api as forms
        from tongban.registers.population import api, register
        from tongban.registers.records import api as records

        records.declare(register.REGISTER, catalogue=register.CATALOGUE)

        def number(text: str) -> str:
            return api.check_resident_number(text, today=timezone.localdate()).number

        forms.declare_validator("resident_number", number)
