"""Cases as supervision looks at them: what was asked, decided and when, by which article; nobody's data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tongban.kernel.declarations.api import Text
from tongban.services.cases import clocks
from tongban.services.cases.models import Case, Clock, Decision, Fact, Matter, Supplement
from tongban.services.cases.models.case import FAR
from tongban.trust.authority.api import SYSTEM
from tongban.trust.privacy import api as privacy

SUPERVISION = "supervision"


@dataclass(frozen=True)
class PartRecord:
    """What one unit decided: `law` and `article` are those that the decision names, empty where it names none."""

    offer: str
    offer_version: str
    unit: str
    outcome: str
    decided_at: dt.datetime | None
    law: str
    article: str


@dataclass(frozen=True)
class NoticeRecord:
    """A supplement notice: the ids of what it asks for, and how each is called."""

    sequence: int
    at: dt.datetime
    items: tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class CaseRecord:
    """One case. `held` names the fields and pieces of evidence that a register answered; `in_time` is none before the
    decision and where no clock of handling ran.
    """

    number: str
    offer: str
    offer_version: str
    title: Text
    form: str
    form_version: str
    unit: str
    unit_path: str
    state: str
    outcome: str
    opened_at: dt.datetime
    decided_at: dt.datetime | None
    closed_at: dt.datetime | None
    in_time: bool | None
    parts: tuple[PartRecord, ...]
    notices: tuple[NoticeRecord, ...]
    held: frozenset[str]


def records(*, numbers: Sequence[str], at: dt.datetime) -> tuple[CaseRecord, ...]:
    """The cases of these receipt numbers, in the order of their opening; five queries, whatever their number.

    Of facts only the names are read, no value; who may see cases is the caller's to check.
    """
    cases = list(Case.objects.filter(number__in=numbers).order_by("opened_at", "id"))
    keys = [case.pk for case in cases]
    parts, notices, held, late = _parts(keys), _notices(keys), _held(keys, at), _late(keys)
    return tuple(
        _record(case, parts.get(case.pk, []), notices.get(case.pk, []), held.get(case.pk, set()), _in_time(case, late))
        for case in cases
    )


def _in_time(case: Case, late: dict[int, bool]) -> bool | None:
    return None if case.decided_at is None or case.pk not in late else not late[case.pk]


def _record(
    case: Case, parts: list[PartRecord], notices: list[NoticeRecord], held: set[str], in_time: bool | None  # noqa: FBT001 (a fact of the case)
) -> CaseRecord:  # fmt: skip
    return CaseRecord(
        case.number, case.offer, case.offer_version, case.title, case.form, case.form_version, case.unit,
        case.unit_path, case.state, case.outcome, case.opened_at, case.decided_at, case.closed_at, in_time,
        tuple(parts), tuple(notices), frozenset(held),
    )  # fmt: skip


def _parts(cases: Iterable[int]) -> dict[int, list[PartRecord]]:
    found: dict[int, list[PartRecord]] = {}
    rows = Matter.objects.filter(case__in=cases).order_by("case", "position")
    last = {one.matter_id: one for one in Decision.objects.filter(matter__case__in=cases).order_by("round")}
    for row in rows:
        made = last.get(row.pk) if row.state == "decided" else None
        basis = made.basis if made and isinstance(made.basis, dict) else {}
        law = basis.get("law") or {}
        named = (str(law.get("zh", "")), str(basis.get("article", "")))
        part = PartRecord(row.offer, row.offer_version, row.unit, row.outcome, row.decided_at, *named)
        found.setdefault(row.case_id, []).append(part)
    return found


def _notices(cases: Iterable[int]) -> dict[int, list[NoticeRecord]]:
    found: dict[int, list[NoticeRecord]] = {}
    for row in Supplement.objects.filter(case__in=cases).order_by("case", "sequence"):
        items = tuple((str(item["id"]), Text(**item["text"])) for item in row.items)
        found.setdefault(row.case_id, []).append(NoticeRecord(row.sequence, row.asked_at, items))
    return found


def _held(cases: Iterable[int], at: dt.datetime) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    with privacy.access(purpose=SUPERVISION, by=SYSTEM, at=at):
        rows = Fact.objects.filter(case__in=cases, origin="register", value__isnull=False)
        for case, name, evidence in rows.values_list("case", "name", "evidence"):
            found.setdefault(case, set()).update({name, evidence} - {""})
    return found


def _late(cases: Iterable[int]) -> dict[int, bool]:
    """Whether a clock of handling was missed, or has run out while it still runs."""
    found: dict[int, bool] = {}
    rows = Clock.objects.filter(case__in=cases, kind__in=("handling", "statutory")).exclude(result="void")
    for case, result, stopped, due in rows.values_list("case", "result", "stopped_at", "due_at"):
        missed = result == "missed" or (stopped is not None and due != FAR and stopped >= due)
        found[case] = found.get(case, False) or missed
    return found


def opened_between(*, since: dt.date, until: dt.date, after: str = "", limit: int = 500) -> tuple[str, ...]:
    """Receipt numbers of cases opened from `since` and before `until`, in the order of numbers, after one of them."""
    rows = Case.objects.filter(opened_at__gte=clocks.start_of(since), opened_at__lt=clocks.start_of(until))
    return tuple(rows.filter(number__gt=after).order_by("number").values_list("number", flat=True)[:limit])
