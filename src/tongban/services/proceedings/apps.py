"""Registers the block: its host, what it refuses of a process, who takes letters."""

from django.apps import AppConfig


class ProceedingsConfig(AppConfig):
    name = "tongban.services.proceedings"
    label = "proceedings"

    def ready(self) -> None:
        from tongban.engines.processes import api as processes
        from tongban.exchange.letters import api as letters
        from tongban.kernel.declarations import api as declarations
        from tongban.kernel.outbox import api as outbox
        from tongban.services.proceedings import checks, host, starting
        from tongban.services.proceedings.events import StartDue

        kinds = {kind.folder: kind for kind in declarations.kinds()}
        declarations.register(checks.extend(kinds["processes"]))
        processes.register_host(host.NAME, host.ProceedingsHost())
        outbox.subscribe(StartDue, starting.start, name="proceedings.start")
        letters.register_receiver("processes", starting.receive)
