"""Registers the block with Django."""

from django.apps import AppConfig


class PopulationConfig(AppConfig):
    name = "tongban.registers.population"
    label = "population"
