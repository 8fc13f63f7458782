"""What the events of other blocks mean to whom they concern, in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import Text
from tongban.services.appointments import events as appointments
from tongban.services.cases import events as cases
from tongban.services.notices.inbox import notify
from tongban.services.notices.wording import both, join, lines

OUTCOMES: dict[str, Promise] = {
    "granted": _("Granted: %(title)s"),
    "refused": _("Refused: %(title)s"),
    "partly": _("Granted in part: %(title)s"),
}
PROVISIONAL = _("The holidays of that year are not announced yet, so this day may still move.")
CAUSES: dict[str, Promise] = {
    "pause": _("The time stands still: %(what)s."),
    "resume": _("The time runs again: %(what)s."),
    "extension": _("The time for handling it was prolonged."),
    "part": _("A part of it was settled, or stands still."),
    "calendar": _("The holidays of the year were announced."),
}
REASONS: dict[str, Promise] = {
    "hearing": _("hearing"),
    "inspection": _("inspection on site"),
    "test": _("test, quarantine or appraisal"),
    "expert_review": _("expert review"),
    "third_party": _("a third party is asked"),
    "payment": _("payment"),
    "supplement": _("supplement of the application"),
    "force_majeure": _("force majeure"),
}


def tell(event: cases.CaseEvent, kind: str, title: Promise, body: Text, at: dt.datetime, *, key: str = "") -> None:
    """Tells the applicant; with a `key`, once."""
    notify(
        kind=kind, title=both(title, title=event.title), body=body, at=at, person=event.person,
        credit_code=event.credit_code, about=f"case:{event.number}", case=event.number,
        key=f"{event.number}:{key}" if key else "",
    )  # fmt: skip


def received(event: cases.CaseOpened, at: dt.datetime) -> None:
    body = both(_("We received your application. Its number is %(number)s."), number=event.number)
    if event.due:
        body = join(body, both(_("By %(due)s you will hear whether it is accepted."), due=event.due))
    tell(event, "received", _("Received: %(title)s"), body, at, key="received")


def accepted(event: cases.CaseAccepted, at: dt.datetime) -> None:
    sentence = _("Your application %(number)s is accepted.")
    if event.deemed:
        sentence = _("The time to answer is over; by law your application %(number)s counts as accepted.")
    body = both(sentence, number=event.number)
    if event.due:
        body = join(body, both(_("It will be decided by %(due)s."), due=event.due))
    tell(event, "accepted", _("Accepted: %(title)s"), _maybe(body, event.provisional), at)


def _maybe(body: Text, provisional: bool) -> Text:  # noqa: FBT001 (a fact of the event)
    return join(body, both(PROVISIONAL)) if provisional else body


def declined(event: cases.AcceptanceDeclined, at: dt.datetime) -> None:
    body = both(
        _("Your application %(number)s is not accepted. Reasons: %(reasons)s (%(law)s, %(article)s)."),
        number=event.number, reasons=event.reasons, law=event.basis["law"], article=event.basis["article"],
    )  # fmt: skip
    tell(event, "declined", _("Not accepted: %(title)s"), body, at)


def supplement(event: cases.SupplementRequested, at: dt.datetime) -> None:
    items = lines([Text(**_text(item["text"])) for item in event.items])
    body = both(
        _("Your application %(number)s is not complete. Send all of this by %(due)s:\n%(items)s"),
        number=event.number, due=event.due, items=items,
    )  # fmt: skip
    tell(event, "supplement", _("Please complete: %(title)s"), body, at, key=f"supplement:{event.sequence}")


def _text(stored: Any) -> dict[str, str]:
    return {"zh": str(stored["zh"]), "en": str(stored.get("en", ""))}


def due_moved(event: cases.DueDateChanged, at: dt.datetime) -> None:
    kind, _colon, reason = event.cause.partition(":")
    what = both(REASONS[reason]) if reason in REASONS else Text(reason, reason)
    body = both(CAUSES[kind], what=what) if kind in CAUSES else Text("", "")
    if event.reason:
        body = join(body, both(_("The reason: %(reason)s"), reason=event.reason))
    if event.due:
        body = join(
            body, both(_("The last day for deciding %(number)s is now %(due)s."), number=event.number, due=event.due)
        )
    else:
        body = join(body, both(_("The last day for deciding %(number)s is open until then."), number=event.number))
    tell(event, "time", _("New due day: %(title)s"), _maybe(body, event.provisional), at)


def part_decided(event: cases.MatterDecided, at: dt.datetime) -> None:
    if event.part == event.offer:
        return  # the whole case is decided by it, and told as such
    title = both(OUTCOMES[event.outcome], title=event.part_title)
    body = both(_("One part of your application %(number)s is decided. %(title)s."), number=event.number, title=title)
    tell(event, "part", _("One step further: %(title)s"), body, at, key=f"part:{event.part}")


def decided(event: cases.CaseDecided, at: dt.datetime) -> None:
    if event.contests:
        return  # what became of the contested decision is told
    body = both(
        _("Your application %(number)s is decided. Reasons and documents are with your case."), number=event.number
    )
    tell(
        event,
        "decided",
        OUTCOMES[event.outcome],
        body,
        at,
        key="decided" if event.round == 1 else f"decided:{event.round}",
    )


def reopened(event: cases.CaseReopened, at: dt.datetime) -> None:
    body = both(
        _("Your case %(number)s is taken up again; the decision is set aside. Reason: %(reason)s"),
        number=event.number, reason=event.reason,
    )  # fmt: skip
    if event.due:
        body = join(body, both(_("It will be decided by %(due)s."), due=event.due))
    tell(event, "reopened", _("Taken up again: %(title)s"), body, at)


RECONSIDERED: dict[str, Promise] = {
    "upheld": _("The decision on your case %(number)s is upheld. Reasons: %(reasons)s"),
    "varied": _("The decision on your case %(number)s is varied. Reasons: %(reasons)s"),
    "revoked": _("The decision on your case %(number)s is revoked and made anew. Reasons: %(reasons)s"),
    "unlawful": _("The decision on your case %(number)s was unlawful; it stays. Reasons: %(reasons)s"),
    "rejected": _("Your application against the decision on case %(number)s is rejected. Reasons: %(reasons)s"),
}


def reconsidered(event: cases.CaseReconsidered, at: dt.datetime) -> None:
    """The applicant, and whoever had decided, is told what became of the decision."""
    title = both(_("Reconsidered: %(title)s"), title=event.title)
    body = both(RECONSIDERED[event.outcome], number=event.number, reasons=event.reasons)
    if event.until:
        more = both(_("Against this you can sue before a people's court until %(until)s."), until=event.until)
        _reconsidered(event, title, join(body, more), event.person, event.credit_code, at)
    else:
        _reconsidered(event, title, body, event.person, event.credit_code, at)
    for person in event.persons:
        _reconsidered(event, title, body, person, "", at)


def _reconsidered(  # noqa: PLR0917 (who is told what)
    event: cases.CaseReconsidered, title: Text, body: Text, person: str, credit_code: str, at: dt.datetime
) -> None:
    notify(
        kind="reconsidered", title=title, body=body, at=at, person=person, credit_code=credit_code,
        about=f"case:{event.number}", case=event.number, key=f"{event.reconsideration}:reconsidered:{person}",
    )  # fmt: skip


HEARINGS: dict[str, Promise] = {
    "offered": _("In case %(number)s you have the right to a hearing, free of charge. Ask for it by %(until)s."),
    "asked": _("A hearing is held in case %(number)s. Until it is over the time does not count."),
    "called": _(
        "The hearing in case %(number)s: %(held)s, %(place)s, chaired by %(chair)s. You may ask for another chair"
        " if this one has a stake in the matter."
    ),
    "closed": _("The record of the hearing in case %(number)s is signed. The decision rests on it."),
    "waived": _("Nobody asked for a hearing in case %(number)s in time; it is decided without one."),
    "dropped": _("The hearing in case %(number)s does not take place. The time runs again."),
}


def hearing(event: cases.HearingMoved, at: dt.datetime) -> None:
    body = both(
        HEARINGS[event.step], number=event.number, until=event.until, held=event.held_on or "", place=event.place,
        chair=event.chair,
    )  # fmt: skip
    tell(event, "hearing", _("Hearing: %(title)s"), body, at)


def withdrawn(event: cases.CaseWithdrawn, at: dt.datetime) -> None:
    body = both(_("You took back your application %(number)s. You can apply again at any time."), number=event.number)
    tell(event, "withdrawn", _("Withdrawn: %(title)s"), body, at, key="withdrawn")


def closed(event: cases.CaseClosed, at: dt.datetime) -> None:
    if event.outcome not in OUTCOMES:
        return  # withdrawn or not accepted: told already, and there is no service to rate
    body = both(_("How was it? Rate how application %(number)s was handled; it takes a minute."), number=event.number)
    tell(event, "rating", _("Done: %(title)s"), body, at, key="closed")


def booked(event: appointments.BookingMade, at: dt.datetime) -> None:
    body = both(
        _("Your appointment %(number)s: %(start)s, %(what)s, %(place)s."),
        number=event.number, start=event.start, what=event.title, place=event.place,
    )  # fmt: skip
    _booking(event, _("Appointment: %(title)s"), body, at, key="booked")


def unbooked(event: appointments.BookingCancelled, at: dt.datetime) -> None:
    sentence = _("Your appointment %(number)s on %(start)s is cancelled.")
    if event.by_authority:
        sentence = _(
            "The authority had to cancel your appointment %(number)s on %(start)s. Please choose another time."
        )
    body = both(sentence, number=event.number, start=event.start)
    _booking(event, _("Appointment cancelled: %(title)s"), body, at, key="cancelled")


def moved(event: appointments.BookingMoved, at: dt.datetime) -> None:
    body = both(
        _(
            "The authority had to move your appointment %(number)s from %(before)s to %(start)s, %(place)s. If that"
            " does not suit you, cancel it and choose another time."
        ),
        number=event.number, before=event.before, start=event.start, place=event.place,
    )  # fmt: skip
    _booking(event, _("Appointment moved: %(title)s"), body, at, key=f"moved:{event.start.isoformat()}")


def _booking(event: appointments.BookingEvent, title: Promise, body: Text, at: dt.datetime, *, key: str) -> None:
    notify(
        kind="appointment", title=both(title, title=event.title), body=body, at=at, person=event.person,
        credit_code=event.credit_code, about=f"booking:{event.number}", key=f"{event.number}:{key}",
    )  # fmt: skip
