"""Registers the block with Django."""

from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    name = "tongban.kernel.declarations"
    label = "declarations"
