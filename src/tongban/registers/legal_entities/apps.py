"""Registers the block with Django: its register, and the information resources that it answers for."""

from django.apps import AppConfig


class LegalEntitiesConfig(AppConfig):
    name = "tongban.registers.legal_entities"
    label = "legal_entities"

    def ready(self) -> None:
        from tongban.engines.forms import api as forms
        from tongban.registers.legal_entities import api, register
        from tongban.registers.records import api as records

        records.declare(register.REGISTER, catalogue=register.CATALOGUE)
        forms.declare_validator("credit_code", lambda text: api.check_credit_code(text).code)
