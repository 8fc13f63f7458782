"""Registers the block with Django."""

from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "tongban.services.appointments"
    label = "appointments"
