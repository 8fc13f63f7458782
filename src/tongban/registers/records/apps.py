"""Registers the block with Django."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "tongban.registers.records"
    label = "records"
