"""What officials tell one another: a task is urged, a copy of a case was sent, a case is supervised."""

from __future__ import annotations

import datetime as dt

from django.utils.functional import Promise
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


STEPS: dict[str, tuple[Promise, Promise]] = {
    "issued": (_("Supervised: %(title)s"), _("Case %(number)s is supervised. Report your measures by %(due)s.")),
    "answered": (_("Measures reported: %(title)s"), _("Judge the measures reported on case %(number)s.")),
    "accepted": (_("No longer supervised: %(title)s"), _("The measures on case %(number)s were accepted.")),
    "overdue": (
        _("Supervision overdue: %(title)s"),
        _("Nobody reported measures on case %(number)s, which was supervised until %(due)s."),
    ),
}


def supervised(event: cases.CaseSupervised, at: dt.datetime) -> None:
    """Whom a step of supervision concerns is told, once each."""
    title, body = STEPS[event.step]
    for person in event.persons:
        notify(
            kind="supervised", title=both(title, title=event.title), at=at, person=person,
            body=both(body, number=event.number, due=event.due), about=f"case:{event.number}",
            key=f"{event.number}:supervision:{event.sequence}:{event.step}:{person}",
        )  # fmt: skip


def escalated(event: cases.CaseEscalated, at: dt.datetime) -> None:
    """Whoever holds the post before which a limit that ran out is laid is told, once each."""
    title = both(_("Time ran out: %(title)s"), title=event.title)
    body = both(_("Case %(number)s was to be decided by %(due)s."), number=event.number, due=event.due)
    for person in event.persons:
        notify(
            kind="escalated", title=title, body=body, at=at, person=person, about=f"case:{event.number}",
            key=f"{event.number}:escalated:{event.due.isoformat()}:{event.post}:{person}",
        )  # fmt: skip


SILENCE: dict[str, Promise] = {
    "no_objection": _("The department asked in case %(number)s did not answer by %(due)s: it counts as no objection."),
    "escalate": _("The department asked in case %(number)s did not answer by %(due)s. It goes to the named post."),
    "wait": _("The department asked in case %(number)s did not answer by %(due)s. Its answer is still awaited."),
}


def silent(event: cases.OpinionSilent, at: dt.datetime) -> None:
    """Whoever asked, and the post before which it is laid, is told of a department's silence, once each."""
    body = both(SILENCE[event.silence], number=event.number, due=event.due)
    for person in event.persons:
        notify(
            kind="opinion", title=both(_("No opinion in time: %(title)s"), title=event.title), body=body, at=at,
            person=person, about=f"case:{event.number}", key=f"{event.number}:opinion:{event.opinion}:{person}",
        )  # fmt: skip


def copied(event: cases.CopySent, at: dt.datetime) -> None:
    """Each person to whom a copy was sent is told; it lies in their inbox."""
    title = both(_("For your information: %(title)s"), title=event.title)
    body = both(_("%(sender)s sent you a copy of case %(number)s."), sender=event.sender, number=event.number)
    for person in event.persons:
        notify(kind="copy", title=title, body=body, at=at, person=person, about=f"case:{event.number}")
