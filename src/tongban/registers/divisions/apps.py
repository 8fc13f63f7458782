"""Registers the block with Django."""

from django.apps import AppConfig


class DivisionsConfig(AppConfig):
    name = "tongban.registers.divisions"
    label = "divisions"
