"""Registers the block with Django."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "tongban.exchange.catalogue"
    label = "catalogue"
