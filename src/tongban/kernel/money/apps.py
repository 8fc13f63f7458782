"""Registers the block with Django."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "tongban.kernel.money"
    label = "money"
