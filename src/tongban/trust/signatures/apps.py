"""Registers the block with Django."""

from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    name = "tongban.trust.signatures"
    label = "signatures"
