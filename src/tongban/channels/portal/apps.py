"""Registers the block with Django, and its links on every page."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "tongban.channels.portal"
    label = "portal"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from tongban.kernel.web.api import Entry, add_entry

        def resident(subject: object) -> bool:
            return getattr(subject, "kind", "") == "resident"

        def not_official(subject: object) -> bool:
            return getattr(subject, "kind", "anonymous") in ("anonymous", "resident")

        add_entry(Entry(_("Services"), "portal:services", order=10))
        add_entry(Entry(_("Check a certificate"), "portal:verify", order=20))
        add_entry(Entry(_("Appointments"), "portal:appointments", order=25, show=not_official))
        add_entry(Entry(_("My cases"), "portal:cases", order=30, show=not_official))
        add_entry(Entry(_("Certificates"), "portal:wallet", order=40, show=resident))
        add_entry(Entry(_("Notices"), "portal:notices", order=50, show=resident))
        add_entry(Entry(_("My data"), "portal:data", order=60, show=resident))
        add_entry(Entry(_("How we perform"), "portal:performance", place="foot", order=5))
        add_entry(Entry(_("Accessibility"), "portal:accessibility", place="foot", order=10))
        add_entry(Entry(_("Data protection"), "portal:protection", place="foot", order=20))
