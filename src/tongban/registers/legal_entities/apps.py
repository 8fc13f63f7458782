"""Registers the block with Django: its register, and the information resources that it answers for."""

from django.apps import AppConfig


class LegalEntitiesConfig(AppConfig):
    name = "tongban.registers.legal_entities"
    label = "legal_entities"

    def ready(self) -> None:
        from tongban.registers.legal_entities import register
        from tongban.registers.records import api as records

        records.declare(register.REGISTER, catalogue=register.CATALOGUE)
