"""Registers the block with Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "tongban.channels.portal"
    label = "portal"
