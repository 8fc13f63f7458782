"""Registers the block with Django."""

from django.apps import AppConfig


class LegalEntitiesConfig(AppConfig):
    name = "tongban.registers.legal_entities"
    label = "legal_entities"
