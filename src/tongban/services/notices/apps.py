"""Registers the block with Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "tongban.services.notices"
    label = "notices"
