"""Registers the block with Django."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "tongban.engines.rules"
    label = "rules"
