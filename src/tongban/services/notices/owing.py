"""What is owed by pledge or tolerated gap: told to the applicant, and to officials who must see to it."""

from __future__ import annotations

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongban.services.cases import events as cases
from tongban.services.notices.inbox import notify
from tongban.services.notices.wording import both

APPLICANT: dict[str, Promise] = {
    "open": _("In case %(number)s, prove “%(what)s” by %(due)s. You can send it on the page of the case."),
    "reminded": _("Only until %(due)s: prove “%(what)s” in case %(number)s. What follows otherwise is with the case."),
    "fulfilled": _("“%(what)s” in case %(number)s is proved. You owe nothing more for it."),
    "rejected": _(
        "What you sent for “%(what)s” in case %(number)s does not suffice: %(note)s Send it again by %(due)s."
    ),
    "breached": _(
        "“%(what)s” in case %(number)s was not proved in time, or is not true. What follows is with the case."
    ),
    "revoked": _("After the breach on “%(what)s”, what was granted in case %(number)s is revoked."),
    "kept": _("The breach on “%(what)s” in case %(number)s is excused; what was granted stays."),
}
OFFICIALS: dict[str, Promise] = {
    "supplied": _("Check the proof of “%(what)s” in case %(number)s."),
    "breached": _("“%(what)s” in case %(number)s was not proved. If it was granted, decide whether it is revoked."),
}


def owed(event: cases.ObligationMoved, at: dt.datetime) -> None:
    """The applicant hears each step that somebody else made, officials what they must see to."""
    parts = {"number": event.number, "what": event.evidence, "due": event.due or "", "note": event.note}
    title = both(_("To be proved: %(title)s"), title=event.title)
    about = f"case:{event.number}"
    if event.step in APPLICANT:
        notify(
            kind="obligation", title=title, body=both(APPLICANT[event.step], **parts), at=at, person=event.person,
            credit_code=event.credit_code, about=about, case=event.number,
        )  # fmt: skip
    for person in event.persons:
        body = both(OFFICIALS[event.step], **parts)
        notify(kind="obligation", title=title, body=body, at=at, person=person, about=about)
