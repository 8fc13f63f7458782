"""Registers the block with Django."""

from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "tongban.services.offers"
    label = "offers"
