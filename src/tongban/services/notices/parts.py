"""What the applicant of a life event is told when a part falls away, and others with it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import Text
from tongban.services.cases import events as cases
from tongban.services.notices.news import tell
from tongban.services.notices.wording import both, join

WHY = {
    "withdrawn": _("You took %(title)s back in application %(number)s."),
    "refused": _("In application %(number)s, %(title)s was refused."),
}


def fell(event: cases.PartsFell, at: dt.datetime) -> None:
    """Which part it was, and which others fell away with it."""
    body = both(WHY[event.cause], title=event.part_title, number=event.number)
    if event.fell:
        names = Text("、".join(one["zh"] for one in event.fell), ", ".join(one["en"] for one in event.fell))
        body = join(body, both(_("With it these parts fall away: %(names)s."), names=names))
    key = f"fell:{event.cause}:{event.part_title['zh']}"
    tell(event, "part", _("A part fell away: %(title)s"), body, at, key=key)
