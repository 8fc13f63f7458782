"""What came out, laid beside what was expected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from tongban.services.cases.api import reading
from tongban.services.cases.api.reading import CaseView
from tongban.services.cases.models import HistoryLine, Output, Work
from tongban.services.cases.operations.registry import failed_of
from tongban.services.cases.scenarios.acting import Trip
from tongban.services.cases.scenarios.declarations import Then
from tongban.services.certificates import api as certificates
from tongban.trust.authority.api import SYSTEM


def faults(trip: Trip, then: Then) -> Iterator[str]:
    """Each expectation that does not hold, with what was found."""
    view = reading.case(number=trip.number, by=trip.applicant, at=trip.at)
    for name, look in LOOKS.items():
        wanted = getattr(then, name)
        if wanted not in (None, ""):
            yield from _differs(name, wanted, look(view))
    yield from _tasks(trip, then)
    yield from _parts(view, then)
    yield from _certificates(trip, then)
    known = set(HistoryLine.objects.filter(case__number=trip.number).values_list("code", flat=True))
    for code in then.history:
        if code not in known:
            yield f"history: expected {code}, found {', '.join(sorted(known))}"
    failed = sorted(f"{one.operation} ({one.error})" for one in failed_of(trip.number))
    if sorted(then.failed) != sorted({one.operation for one in failed_of(trip.number)}):
        yield f"failed: expected {_list(then.failed)}, found {_list(failed)}"


def _differs(name: str, wanted: Any, found: Any) -> Iterator[str]:
    if wanted != found:
        yield f"{name}: expected {_shown(wanted)}, found {_shown(found)}"


def _fee(view: CaseView) -> Decimal:
    return sum((one.total.amount for one in view.bills), Decimal(0))


LOOKS: dict[str, Callable[[CaseView], Any]] = {
    "state": lambda view: view.summary.state,
    "outcome": lambda view: view.summary.outcome,
    "due": lambda view: view.summary.due,
    "provisional": lambda view: view.summary.provisional,
    "deemed": lambda view: view.deemed_accepted,
    "light": lambda view: view.summary.light,
    "fee": _fee,
}


def found(trip: Trip) -> Then:
    """Everything that a trip could expect of where it stands, but for single lines of certificates."""
    view = reading.case(number=trip.number, by=trip.applicant, at=trip.at)
    rows = Work.objects.filter(case__number=trip.number)
    known = HistoryLine.objects.filter(case__number=trip.number).values_list("code", flat=True)
    return Then(
        **{name: look(view) for name, look in LOOKS.items()},
        parts={part.offer: part.outcome or part.state for part in view.parts},
        tasks=tuple(sorted(f"{row.unit}:{row.act}" for row in rows)),
        certificates=tuple(sorted(_issued(trip))),
        history=tuple(sorted(set(known))),
        failed=tuple(sorted({one.operation for one in failed_of(trip.number)})),
    )


def _issued(trip: Trip) -> dict[str, certificates.Certificate]:
    numbers = Output.objects.filter(case__number=trip.number).order_by("pk").values_list("number", flat=True)
    return {one.document: one for one in (_certificate(trip, number) for number in numbers)}


def _tasks(trip: Trip, then: Then) -> Iterator[str]:
    if then.tasks is None:
        return
    rows = Work.objects.filter(case__number=trip.number)
    found = sorted(f"{row.unit}:{row.act}" for row in rows)
    if sorted(then.tasks) != found:
        yield f"tasks: expected {_list(sorted(then.tasks))}, found {_list(found)}"


def _parts(view: CaseView, then: Then) -> Iterator[str]:
    found = {part.offer: part.outcome or part.state for part in view.parts}
    for part, wanted in then.parts.items():
        yield from _differs(f"parts.{part}", wanted, found.get(part))


def _certificates(trip: Trip, then: Then) -> Iterator[str]:
    if then.certificates is None and not then.printed:
        return
    issued = _issued(trip)
    if then.certificates is not None and sorted(then.certificates) != sorted(issued):
        yield f"certificates: expected {_list(sorted(then.certificates))}, found {_list(sorted(issued))}"
    for place, wanted in then.printed.items():
        document, _dot, name = place.partition(".")
        rows = {row.name: row.value.zh for row in issued[document].rows} if document in issued else {}
        if document in issued:
            rows |= {"number": issued[document].number, "holder": issued[document].holder}
            rows["valid_to"] = str(issued[document].valid_to or "")
        yield from _differs(f"printed.{place}", wanted, rows.get(name))


def _certificate(trip: Trip, number: str) -> certificates.Certificate:
    return certificates.certificate(number=number, by=SYSTEM, at=trip.at)


def _list(names: Any) -> str:
    return ", ".join(names) or "none"


def _shown(value: Any) -> str:
    return "nothing" if value in (None, "") else str(value)
