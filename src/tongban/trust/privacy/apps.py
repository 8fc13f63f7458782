"""Registers the block with Django."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "tongban.trust.privacy"
    label = "privacy"
