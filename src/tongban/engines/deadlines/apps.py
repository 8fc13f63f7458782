"""Registers the block with Django."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "tongban.engines.deadlines"
    label = "deadlines"
