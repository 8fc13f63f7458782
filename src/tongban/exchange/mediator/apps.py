"""Registers the block with Django."""

from django.apps import AppConfig


class MediatorConfig(AppConfig):
    name = "tongban.exchange.mediator"
    label = "mediator"
