"""What a department that is asked for its opinion is told: its answer is due soon, or nobody needs it any more."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tongban.services.cases import events as cases
from tongban.services.notices.inbox import notify
from tongban.services.notices.wording import both


def due_soon(event: cases.OpinionDueSoon, at: dt.datetime) -> None:
    """Everybody of the department is told once a question."""
    title = both(_("Opinion due soon: %(title)s"), title=event.title)
    body = both(_("Your department is to answer in case %(number)s by %(due)s."), number=event.number, due=event.due)
    for person in event.persons:
        key = f"{event.number}:opinion-soon:{event.opinion}:{person}"
        notify(kind="opinion", title=title, body=body, at=at, person=person, about=f"opinion:{event.opinion}", key=key)


def void(event: cases.OpinionVoid, at: dt.datetime) -> None:
    """Nobody writes an answer for nothing."""
    title = both(_("No opinion needed any more: %(title)s"), title=event.title)
    body = both(_("Case %(number)s is closed. Your department need not answer."), number=event.number)
    for person in event.persons:
        key = f"{event.number}:opinion-void:{event.opinion}:{person}"
        notify(kind="opinion", title=title, body=body, at=at, person=person, about=f"opinion:{event.opinion}", key=key)
