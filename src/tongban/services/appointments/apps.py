"""Registers the block with Django, and its permissions."""

from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "tongban.services.appointments"
    label = "appointments"

    def ready(self) -> None:
        from tongban.kernel.declarations.api import Text
        from tongban.trust.authority import api as authority

        authority.declare_permission("appointments.desk", Text("办理预约", "See and settle appointments at the desk"))
        authority.declare_permission("appointments.manage", Text("管理预约资源", "Manage what can be booked and when"))
