"""Registers the block with Django, and BPMN files as a kind of declaration."""

from __future__ import annotations

from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "tongban.engines.processes"
    label = "processes"

    def ready(self) -> None:
        from tongban.engines.processes import declarations
        from tongban.kernel.declarations.api import Kind, register

        register(Kind(folder="processes", suffix=".bpmn", read=declarations.read, check=declarations.check))
