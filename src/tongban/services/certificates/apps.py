"""Registers the block with Django."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "tongban.services.certificates"
    label = "certificates"
