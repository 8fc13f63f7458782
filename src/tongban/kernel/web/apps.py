"""Registers the block with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "tongban.kernel.web"
    label = "web"
