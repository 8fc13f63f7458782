"""Registers the block with Django."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "tongban.kernel.config"
    label = "config"
