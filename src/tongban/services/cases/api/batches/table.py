"""The acts that can be done on many cases at once. Each says of a task whether and why not; none decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongban.services.cases.api.acceptance import accept
from tongban.services.cases.api.batches import refusing
from tongban.services.cases.api.batches.look import Look
from tongban.services.cases.api.handing import transfer
from tongban.services.cases.api.reminding import urge
from tongban.services.cases.api.work import assign, claim, release
from tongban.services.cases.colleagues import PERSON
from tongban.services.cases.models import Batch, Case, Work
from tongban.trust.authority.api import Subject

MOST = 500  # cases in one batch
Refuse = Callable[[Look, Case, Work], Promise | str]
Do = Callable[[int, Batch, Subject, dt.datetime], Any]


@dataclass(frozen=True)
class BatchAct:
    """`fits`: is a task of this kind at all; `refuse`: why it cannot be done, empty when it can; `do`: through the
    front door of the act. `to` and `reason`: what the order must say ("", "person", "anybody"; "", "may", "must").
    """

    code: str
    label: Promise
    fits: Callable[[Look, Work], bool]
    refuse: Refuse
    do: Do
    to: str = ""
    reason: str = ""


def _any(_look: Look, _work: Work) -> bool:
    return True


ACTS = {
    one.code: one
    for one in (
        BatchAct(
            "claim", _("Take the task"), refusing.free, refusing.work,
            lambda task, _batch, by, at: claim(task=task, by=by, at=at),
        ),
        BatchAct(
            "release", _("Give the task back"), lambda look, work: work.assignee == look.by.person, refusing.release,
            lambda task, _batch, by, at: release(task=task, by=by, at=at),
        ),
        BatchAct(
            "assign", _("Assign to a colleague"), _any, refusing.assign,
            lambda task, batch, by, at: assign(task=task, person=batch.to.removeprefix(PERSON), by=by, at=at),
            to="person",
        ),
        BatchAct(
            "transfer", _("Hand over"), _any, refusing.transfer,
            lambda task, batch, by, at: transfer(task=task, to=batch.to, reason=batch.reason, by=by, at=at),
            to="anybody", reason="must",
        ),
        BatchAct(
            "urge", _("Urge"), _any, refusing.urge,
            lambda task, batch, by, at: urge(task=task, text=batch.reason, by=by, at=at), reason="may",
        ),
        BatchAct(
            "accept", _("Accept"), lambda _look, work: work.act == "accept", refusing.accept,
            lambda task, _batch, by, at: accept(task=task, by=by, at=at),
        ),
    )
}  # fmt: skip
