"""Registers the block with Django: its register, and the information resources that it answers for."""

from django.apps import AppConfig


class PopulationConfig(AppConfig):
    name = "tongban.registers.population"
    label = "population"

    def ready(self) -> None:
        from tongban.registers.population import register
        from tongban.registers.records import api as records

        records.declare(register.REGISTER, catalogue=register.CATALOGUE)
