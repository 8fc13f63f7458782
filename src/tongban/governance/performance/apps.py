"""Registers the block with Django, and its permissions."""

from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    name = "tongban.governance.performance"
    label = "performance"

    def ready(self) -> None:
        from tongban.kernel.declarations.api import Text
        from tongban.trust.authority import api as authority

        authority.declare_permission("performance.read", Text("查看流程分析", "Read reports on processes"))
        authority.declare_permission(
            "performance.export", Text("导出流程事件日志", "Export the event log of processes")
        )
        authority.declare_permission("performance.simulate", Text("流程仿真", "Simulate processes"))
