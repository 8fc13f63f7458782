"""What the desk lists is copied from what is: state, due day and light of each unit's part in a case."""

from __future__ import annotations

from tongban.services.cases.models import Case, Clock, Involvement, Matter, Work
from tongban.services.cases.models.case import FAR

MAIN = ("acceptance", "handling")
ROLES = {"inspect": "inspection", "opinion": "opinion"}


def refresh(case: Case) -> None:
    """Writes the copies of a case anew: due day and light of case and matters, and a row for each unit involved."""
    clocks = list(Clock.objects.filter(case=case, stopped_at=None))
    matters = list(Matter.objects.filter(case=case).order_by("position"))
    for matter in matters:
        own = [clock for clock in clocks if clock.matter_id == matter.pk and clock.kind == "handling"]
        _copy(matter, own)
        matter.save(update_fields=["due_at", "yellow_at"])
    whole = [clock for clock in clocks if clock.matter_id is None and clock.kind in MAIN]
    _copy(case, whole)
    case.provisional = any(clock.provisional for clock in whole)
    case.save(
        update_fields=[
            "state", "outcome", "accepted_at", "deemed_accepted", "decided_at", "closed_at", "due_at", "yellow_at",
            "provisional",
        ]
    )  # fmt: skip
    _involve(case, matters)


def _copy(target: Case | Matter, clocks: list[Clock]) -> None:
    first = min(clocks, key=lambda clock: clock.due_at, default=None)
    target.due_at = first.due_at if first else FAR
    target.yellow_at = first.yellow_at if first else FAR


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


def involve(case: Case, *, unit: str, unit_path: str, role: str) -> None:
    """A unit that has no matter and no task takes part: one that is asked for its opinion."""
    Involvement.objects.get_or_create(
        case=case,
        unit=unit,
        defaults={
            "unit_path": unit_path,
            "level": case.level,
            "role": role,
            "offer": case.offer,
            "open": case.open,
            "state": case.state,
            "due_at": case.due_at,
            "yellow_at": case.yellow_at,
        },
    )
