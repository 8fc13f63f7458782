"""Registers the block with Django."""

from django.apps import AppConfig


class RestConfig(AppConfig):
    name = "tongban.channels.rest"
    label = "rest"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from tongban.kernel.web.api import Entry, add_entry

        add_entry(Entry(_("For programs"), "rest:about", place="foot", order=30))
