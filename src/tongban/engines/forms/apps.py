"""Registers the block with Django."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "tongban.engines.forms"
    label = "forms"
