"""Registers the block with Django, and its links on every page."""

from django.apps import AppConfig

UNDER_MORE = (
    "desk:board", "desk:visits", "desk:ratings", "desk:money", "desk:resources", "desk:rules", "desk:processes",
    "desk:form-moves", "desk:form-changes", "desk:doubts", "desk:snippets", "desk:supervision", "desk:hindrances",
    "desk:archives", "desk:holds",
    "desk:fields", "desk:forms", "desk:form-begin", "desk:process-begin", "desk:rule-begin", "desk:calendar",
    "/desk/queues/", "/desk/windows/",
)  # fmt: skip


class DeskConfig(AppConfig):
    name = "tongban.channels.desk"
    label = "desk"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from tongban.kernel.web.api import Entry, add_entry

        def official(subject: object) -> bool:
            return getattr(subject, "kind", "") == "official"

        def auditor(subject: object) -> bool:
            return getattr(subject, "officer", "") == "audit"

        def system(subject: object) -> bool:
            return getattr(subject, "officer", "") == "system"

        add_entry(Entry(_("Inbox"), "desk:inbox", order=12, show=official))
        add_entry(Entry(_("Opinions"), "desk:opinions", order=14, show=official))
        add_entry(Entry(_("More"), "desk:more", order=15, show=official, holds=UNDER_MORE))
        add_entry(Entry(_("Ledger"), "desk:ledger", order=16, show=auditor))
        add_entry(Entry(_("Node"), "desk:node", order=17, show=system))
        add_entry(Entry(_("Undelivered news"), "desk:letters", order=18, show=system))
        add_entry(Entry(_("Letters"), "desk:post", order=18, show=system, holds=("desk:partners",)))
        add_entry(Entry(_("Programs"), "oauth2_provider:list", order=19, show=system))
