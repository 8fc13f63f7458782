"""Registers the block with Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "tongban.services.cases"
    label = "cases"
