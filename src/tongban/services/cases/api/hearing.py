"""Hearings (听证) before a decision: Administrative Licensing Law, art. 36, 45, 46, 47, 48; days are working days (82).

The right to it is told, somebody asks in time or the authority holds it by itself, it is called at least seven days
before, its chair did not examine the case, and nothing is decided before its record is signed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from tongban.kernel.outbox import api as outbox
from tongban.services.cases import access, clocks, colleagues, history, holding, pauses, remarks, telling
from tongban.services.cases.api.examination import bounded, handled
from tongban.services.cases.errors import Conflict, Incomplete
from tongban.services.cases.events import HearingMoved
from tongban.services.cases.models import Case, Clock, Examination, Hearing, Interested
from tongban.services.cases.models.hearing import LIVE
from tongban.services.offers.api import Limit
from tongban.trust.authority.api import SYSTEM, Subject

HEAR = "cases.hear"
TO_ASK, TO_HOLD, NOTICE = Limit(5), Limit(20), 7  # art. 47; art. 47; art. 48 (1)
CAUSE, MOST = "hearing", 50


def live(case: Case) -> Hearing | None:
    """The hearing of a case that is neither held nor given up."""
    return next((row for row in case.hearings.all() if row.state in LIVE), None)


def heard(case: Case, reasons: str) -> None:
    """What a hearing asks of a decision: that it is over, and that the reasons build on its record (art. 48)."""
    if live(case) is not None:
        raise Conflict(_("A hearing is under way: it is decided on its record, and not before."))
    if Hearing.objects.filter(case=case, state="closed").exists() and not reasons.strip():
        raise Incomplete("reasons", _("A hearing was held: say how the decision rests on its record."))


def offer_hearing(*, number: str, interested: Sequence[tuple[str, str]], by: Subject, at: dt.datetime) -> int:
    """Tells applicant and interested persons of the right to be heard; returns the hearing's number in the case.

    `interested` are names and how each was told; without any the hearing is on the applicant's right or the public's.
    Raises Incomplete (interested), Conflict, NotFound, Denied.
    """
    with access.desk(number, HEAR, by=by, at=at) as case:
        handled(case)
        if live(case) is not None:
            raise Conflict(_("A hearing is under way already."))
        if len(interested) > MOST or any(not name.strip() or not how.strip() for name, how in interested):
            raise Incomplete("interested", _("Write for each person the name and how the person was told."))
        until_on, until_at = clocks.due_of(TO_ASK, at)
        sequence = Hearing.objects.filter(case=case).count() + 1
        row = Hearing.objects.create(
            case=case, sequence=sequence, offered_at=at, until_on=until_on, until_at=until_at
        )  # fmt: skip
        Interested.objects.bulk_create(
            Interested(hearing=row, name=name.strip()[:200], told_how=how.strip()[:300], told_at=at)
            for name, how in interested
        )
        _moved(case, row, "offered", by=by, at=at, interested=len(interested))
        return sequence


def record_statement(*, number: str, person: int, text: str, wants_hearing: bool, by: Subject, at: dt.datetime) -> None:
    """Writes down what an interested person states (art. 36), and that the person asks for the hearing.

    Raises Incomplete (person, text), Conflict, NotFound, Denied.
    """
    with access.desk(number, HEAR, by=by, at=at) as case:
        row = _in(case, LIVE)
        one = Interested.objects.filter(hearing=row, pk=person).first()
        if one is None:
            raise Incomplete("person", _("Pick the person."))
        one.statement, one.stated_at = remarks.given(bounded("text", text), field="text"), at
        one.save(update_fields=["statement", "stated_at"])
        history.write(case, "hearing-stated", by=by, at=at, unit=case.unit)
        access.note(case, "hearing-statement", by=by, at=at, sequence=row.sequence)
        if wants_hearing and row.state == "offered":
            _asked(case, row, by=by, at=at)


def ask_hearing(*, number: str, by: Subject, at: dt.datetime) -> None:
    """The applicant asks for the hearing in time. Raises Conflict, NotFound."""
    access.own(number, by=by)
    with holding.locked(number, at=at) as case:
        _asked(case, _in(case, ("offered",)), by=by, at=at)


def _asked(case: Case, row: Hearing, *, by: Subject, at: dt.datetime) -> None:
    if at >= row.until_at:
        raise Conflict(_("The time to ask for the hearing is over."))
    row.state, row.asked_at, row.hold_by = "asked", at, clocks.due_of(TO_HOLD, at)[0]
    row.save()
    _stand_still(case, by=by, at=at)
    _moved(case, row, "asked", by=by, at=at)


def call_hearing(*, number: str, held_on: dt.datetime, place: str, chair: str, by: Subject, at: dt.datetime) -> None:
    """Sets time, place and chair, and tells them: on request, or by the authority itself (art. 46). Again: moves it.

    `chair` is a person of the unit. Raises Incomplete (held_on, place, chair), Conflict, NotFound, Denied.
    """
    with access.desk(number, HEAR, by=by, at=at) as case:
        row = _in(case, LIVE)
        _time(row, held_on, at)
        if not place.strip():
            raise Incomplete("place", _("Say where it is held."))
        if chair not in {one.reference for one in _chairs(case, at)}:
            raise Incomplete("chair", _("Pick somebody of the department who did not examine the case."))
        _stand_still(case, by=by, at=at)
        row.state, row.called_at, row.held_on, row.place = "called", at, held_on, place.strip()[:300]
        row.chair = chair.removeprefix(colleagues.PERSON)
        row.chair_name = colleagues.name_of(row.chair)
        row.save()
        _moved(case, row, "called", by=by, at=at)


def _time(row: Hearing, held_on: dt.datetime, at: dt.datetime) -> None:
    """At least seven working days lie before it; held within twenty once somebody asked."""
    day, today = clocks.day_of(held_on), clocks.day_of(at)
    if clocks.calendar().between(today.toordinal() + 1, day.toordinal()) <= NOTICE:
        raise Incomplete("held_on", _("At least seven working days lie between the call and the hearing."))
    if row.hold_by is not None and day > row.hold_by:
        raise Incomplete(
            "held_on", _("It is held by {day}: twenty working days after it was asked for."), day=row.hold_by
        )


def chairs(*, number: str, by: Subject, at: dt.datetime) -> tuple[colleagues.Recipient, ...]:
    """Who may chair the hearing of a case. Raises NotFound."""
    return _chairs(access.at_desk(number, by=by, at=at), at)


def _chairs(case: Case, at: dt.datetime) -> tuple[colleagues.Recipient, ...]:
    """Who may chair: persons of the unit who did not examine the case (art. 48 (3))."""
    examined = set(Examination.objects.filter(matter__case=case).values_list("by", flat=True))
    persons = (one for one in colleagues.of_unit(case.unit, at) if one.reference.startswith(colleagues.PERSON))
    return tuple(one for one in persons if one.reference.removeprefix(colleagues.PERSON) not in examined)


def close_hearing(*, number: str, minutes: str, signed: str, by: Subject, at: dt.datetime) -> None:
    """The chair lays down the record, signed by who took part: the clocks run again, and it can be decided.

    Raises Incomplete (minutes, signed), Conflict before the hearing or for another than the chair, NotFound, Denied.
    """
    with access.desk(number, HEAR, by=by, at=at) as case:
        row = _in(case, ("called",))
        if row.chair != by.person:
            raise Conflict(_("The chair lays down the record: {name}."), name=row.chair_name)
        if row.held_on is None or at < row.held_on:
            raise Conflict(_("The hearing has not been held yet."))
        row.minutes = remarks.given(bounded("minutes", minutes), field="minutes")
        row.signed = remarks.given(signed, field="signed")[:1000]
        _ended(case, row, "closed", by=by, at=at)


def drop_hearing(*, number: str, reason: str, by: Subject, at: dt.datetime) -> None:
    """Whoever asked gave it up: the clocks run again. Raises Incomplete (reason), Conflict, NotFound, Denied."""
    with access.desk(number, HEAR, by=by, at=at) as case:
        row = _in(case, ("asked", "called"))
        why = remarks.given(reason)
        _ended(case, row, "dropped", by=by, at=at)
        remarks.write(case, "dropped", why, by=by, at=at)


def _ended(case: Case, row: Hearing, state: str, *, by: Subject, at: dt.datetime) -> None:
    row.state, row.ended_at = state, at
    row.save()
    for clock in _clocks(case):
        if pauses.go_on(clock, cause=CAUSE, at=at):
            clocks.resettle(clock, at=at)
    _moved(case, row, state, by=by, at=at)


def waive(case: Case, at: dt.datetime) -> int:
    """The clock: nobody asked in time."""
    row = Hearing.objects.filter(case=case, state="offered", until_at__lte=at).first()
    if row is None:
        return 0
    _ended(case, row, "waived", by=SYSTEM, at=at)
    return 1


def _clocks(case: Case) -> list[Clock]:
    return list(Clock.objects.filter(case=case, stopped_at=None, kind__in=("handling", "statutory")))


def _stand_still(case: Case, *, by: Subject, at: dt.datetime) -> None:
    """The time of the hearing does not count (art. 45)."""
    running = [clock for clock in _clocks(case) if not clock.pauses.filter(cause=CAUSE, end=None).exists()]
    for clock in pauses.stand(case, running, pauses.rule_for(case, CAUSE), at=at, by=by.person, free=True):
        clocks.resettle(clock, at=at)


def _in(case: Case, states: tuple[str, ...]) -> Hearing:
    row = live(case)
    if row is None or row.state not in states:
        raise Conflict(_("The hearing does not stand so (any more). Load the case again."))
    return row


def _moved(case: Case, row: Hearing, step: str, *, by: Subject, at: dt.datetime, **detail: int) -> None:
    """History, ledger and the news to the applicant."""
    history.write(case, f"hearing-{step}", by=by, at=at, unit=case.unit)
    purpose = access.HANDLING if by.kind != "resident" else access.OWN
    access.note(case, f"hearing-{step}", by=by, at=at, purpose=purpose, sequence=row.sequence, **detail)
    outbox.publish(
        HearingMoved(
            **telling.about(case), step=step, sequence=row.sequence, until=row.until_on, held_on=row.held_on,
            place=row.place, chair=row.chair_name,
        ),
        at=at,
    )  # fmt: skip
