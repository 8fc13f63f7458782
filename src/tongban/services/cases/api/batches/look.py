"""What a preview looks at: many cases at once, with the questions of each act answered once for all that are alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tongban.engines.processes import api as processes
from tongban.services.cases import access, colleagues
from tongban.services.cases.models import Case, Examination, Work
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject


@dataclass
class Look:
    """Cases in reach of an official, with their open tasks. `to` is whom the act names, empty for none."""

    numbers: Sequence[str]
    to: str
    by: Subject
    at: dt.datetime
    _known: dict[tuple[str, ...], bool] = field(default_factory=dict)

    @cached_property
    def cases(self) -> dict[str, Case]:
        seen = access.visible(self.by, at=self.at).filter(case__number__in=list(self.numbers)).values("case")
        return {case.number: case for case in Case.objects.filter(pk__in=seen)}

    @cached_property
    def work(self) -> dict[int, list[Work]]:
        found: dict[int, list[Work]] = {}
        ids = [case.pk for case in self.cases.values()]
        for one in Work.objects.filter(case__in=ids).select_related("matter").order_by("pk"):
            found.setdefault(one.case_id, []).append(one)
        return found

    @cached_property
    def halted(self) -> frozenset[str]:
        return processes.halted(self.cases)

    @cached_property
    def urged(self) -> dict[int, dt.datetime]:
        return processes.urged([one.task for works in self.work.values() for one in works])

    @cached_property
    def receiver(self) -> Subject:
        """The person whom the act names, with the posts held now."""
        return colleagues.as_subject(self.to.removeprefix(colleagues.PERSON), self.at)

    @cached_property
    def examined(self) -> frozenset[int]:
        """The matters that the person named examined."""
        matters = [one.matter_id for works in self.work.values() for one in works if one.matter_id]
        found = Examination.objects.filter(matter__in=matters, by=self.receiver.person)
        return frozenset(found.values_list("matter", flat=True))

    @cached_property
    def _units(self) -> dict[str, tuple[colleagues.Recipient, ...]]:
        return {}

    def people(self, unit: str) -> tuple[colleagues.Recipient, ...]:
        """To whom work of a unit can go."""
        if unit not in self._units:
            self._units[unit] = colleagues.of_unit(unit, self.at)
        return self._units[unit]

    def may(self, case: Case, permission: str, path: str, *, receiver: bool = False) -> bool:
        """What the act itself will ask: alike for cases of one offer, channel and level in one unit."""
        by = self.receiver if receiver else self.by
        key = (str(receiver), permission, path or case.unit_path, str(case.level), *access.attributes(case).values())
        if key not in self._known:
            self._known[key] = access.may(case, permission, by=by, at=self.at, unit_path=path)
        return self._known[key]

    def refs(self) -> frozenset[str]:
        """Under which references tasks know the person named."""
        return frozenset(authority.refs_of(self.receiver))
