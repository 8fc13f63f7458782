"""What the desk lists is copied from what is: state, due day and light of each unit's part in a case."""

from __future__ import annotations

from tongban.services.cases.clocks import WHOLE, of_case
from tongban.services.cases.models import Case, Clock, Involvement, Matter, Work
from tongban.services.cases.models.case import FAR

MAIN = ("acceptance", "handling")
ROLES = {"inspect": "inspection", "opinion": "opinion"}


def refresh(case: Case) -> None:
    """Writes the copies of a case anew: due day and light of case and matters, and a row for each unit involved."""
    clocks = list(of_case(Clock.objects.filter(case=case, stopped_at=None)))
    planned = [clock for clock in clocks if clock.kind == WHOLE]
    whole = planned or [clock for clock in clocks if clock.matter_id is None and clock.kind in MAIN]
    matters = list(Matter.objects.filter(case=case).order_by("position"))
    for matter in matters:
        own = [clock for clock in clocks if clock.matter_id == matter.pk and clock.kind == "handling"]
        if _copy(matter, own or ([] if planned else whole)):  # what waits in a plan has no light
            matter.save(update_fields=["due_at", "yellow_at"])
    _copy(case, whole or [clock for clock in clocks if clock.kind == "handling"])
    case.provisional = any(clock.provisional for clock in clocks)
    case.save(
        update_fields=[
            "state", "outcome", "accepted_at", "deemed_accepted", "decided_at", "closed_at", "due_at", "yellow_at",
            "provisional",
        ]
    )  # fmt: skip
    _involve(case, matters)


def _copy(target: Case | Matter, clocks: list[Clock]) -> bool:
    """Takes over the clock that ends last (of one kind there is one); says whether that changed anything."""
    last = max(clocks, key=lambda clock: clock.due_at, default=None)
    found = (last.due_at, last.yellow_at) if last else (FAR, FAR)
    changed = found != (target.due_at, target.yellow_at)
    target.due_at, target.yellow_at = found
    return changed


def _involve(case: Case, matters: list[Matter]) -> None:
    known = {row.unit: row for row in Involvement.objects.filter(case=case)}
    for unit, path, role, offer, part in _wanted(case, matters):
        source = part if part is not None and case.state == "accepted" and part.state == "open" else case
        row = known.pop(unit, None) or Involvement(case=case, unit=unit, unit_path=path, role=role, offer=offer)
        _fill(row, case, source)
    for row in known.values():
        _fill(row, case, case)


def _fill(row: Involvement, case: Case, source: Case | Matter) -> None:
    wanted = {
        "open": case.open,
        "state": case.state,
        "level": case.level,
        "due_at": source.due_at,
        "yellow_at": source.yellow_at,
    }
    if row.pk is None or any(getattr(row, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(row, name, value)
        row.save()


def _wanted(case: Case, matters: list[Matter]) -> list[tuple[str, str, str, str, Matter | None]]:
    """The units of a case, each once: who leads, whoever has a matter, whoever has a task."""
    found: dict[str, tuple[str, str, str, str, Matter | None]] = {}
    own = {matter.unit: matter for matter in reversed(matters)}
    found[case.unit] = (case.unit, case.unit_path, "lead", case.offer, own.get(case.unit))
    for matter in matters:
        found.setdefault(matter.unit, (matter.unit, matter.unit_path, "matter", matter.offer, matter))
    for work in Work.objects.filter(case=case).select_related("matter"):
        offer = work.matter.offer if work.matter else case.offer
        role = ROLES.get(work.act, "task")
        found.setdefault(work.unit, (work.unit, work.unit_path, role, offer, None))
    return list(found.values())
