"""Registers the block with Django."""

from django.apps import AppConfig


class XmlConfig(AppConfig):
    name = "tongban.kernel.xml"
    label = "xml"
