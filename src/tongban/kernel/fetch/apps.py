"""Registers the block with Django."""

from django.apps import AppConfig


class FetchConfig(AppConfig):
    name = "tongban.kernel.fetch"
    label = "fetch"
