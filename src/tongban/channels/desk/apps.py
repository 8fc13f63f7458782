"""Registers the block with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "tongban.channels.desk"
    label = "desk"
