"""Registers the block with Django."""

from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "tongban.engines.processes"
    label = "processes"
