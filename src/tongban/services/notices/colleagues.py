"""What officials tell one another: a task is urged, a copy of a case was sent."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tongban.services.cases import events as cases
from tongban.services.notices.inbox import notify
from tongban.services.notices.wording import both


def urged(event: cases.TaskUrged, at: dt.datetime) -> None:
    """Each person who could do the task is told."""
    title = both(_("Please see to it: %(task)s"), task=event.task)
    body = both(_("The task “%(task)s” of case %(number)s was urged."), task=event.task, number=event.number)
    for person in event.persons:
        notify(kind="urged", title=title, body=body, at=at, person=person, about=f"case:{event.number}")


def copied(event: cases.CopySent, at: dt.datetime) -> None:
    """Each person to whom a copy was sent is told; it lies in their inbox."""
    title = both(_("For your information: %(title)s"), title=event.title)
    body = both(_("%(sender)s sent you a copy of case %(number)s."), sender=event.sender, number=event.number)
    for person in event.persons:
        notify(kind="copy", title=title, body=body, at=at, person=person, about=f"case:{event.number}")
