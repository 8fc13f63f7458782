"""Registers the block with Django."""

from django.apps import AppConfig


class CodesConfig(AppConfig):
    name = "tongban.kernel.codes"
    label = "codes"
