"""Acts of a scenario on a whole case: supervised items, hearings, a part taken back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tongban.services.cases.api import hearing, supervising
from tongban.services.cases.api.parting import withdraw_part as take_back
from tongban.services.cases.scenarios.declarations import Step
from tongban.trust.authority.api import Subject

if TYPE_CHECKING:
    from tongban.services.cases.scenarios.acting import Trip

ROOM = "听证室"  # where hearings of scenarios are held


def supervise(trip: Trip, step: Step, by: Subject) -> None:
    """Issued to the unit of the part, or to the one that leads; `amount` working days to answer."""
    case = trip.case()
    unit = case.matters.get(offer=step.part).unit if step.part else case.unit
    supervising.supervise(number=trip.number, unit=unit, reason=step.reasons, days=step.amount, by=by, at=trip.at)


def report(trip: Trip, step: Step, by: Subject) -> None:
    supervising.answer_supervision(number=trip.number, measures=step.findings, by=by, at=trip.at)


def settle(trip: Trip, step: Step, by: Subject) -> None:
    del step
    supervising.accept_measures(number=trip.number, by=by, at=trip.at)


def offer_hearing(trip: Trip, step: Step, by: Subject) -> None:
    del step
    hearing.offer_hearing(number=trip.number, interested=(), by=by, at=trip.at)


def ask_hearing(trip: Trip, step: Step, by: Subject) -> None:
    del step
    hearing.ask_hearing(number=trip.number, by=by, at=trip.at)


def call_hearing(trip: Trip, step: Step, by: Subject) -> None:
    """The official chairs it, `amount` calendar days later."""
    held_on, chair = trip.at + dt.timedelta(days=step.amount), f"person:{by.person}"
    hearing.call_hearing(number=trip.number, held_on=held_on, place=ROOM, chair=chair, by=by, at=trip.at)


def close_hearing(trip: Trip, step: Step, by: Subject) -> None:
    hearing.close_hearing(number=trip.number, minutes=step.findings, signed=step.note, by=by, at=trip.at)


def withdraw_part(trip: Trip, step: Step, by: Subject) -> None:
    take_back(number=trip.number, part=step.part, by=by, at=trip.at)
