"""Registers the block with Django."""

from django.apps import AppConfig


class AuthorityConfig(AppConfig):
    name = "tongban.trust.authority"
    label = "authority"
