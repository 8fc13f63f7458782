"""Registers the block with Django."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "tongban.trust.identity"
    label = "identity"
