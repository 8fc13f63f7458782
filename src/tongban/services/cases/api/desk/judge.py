"""What an official may do in a case: authority is asked once for each permission and unit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from tongban.services.cases import access, limits
from tongban.services.cases.api import hearing
from tongban.services.cases.api.reconsidering.showing import Tie
from tongban.services.cases.api.supervising import live
from tongban.services.cases.impartiality import partial
from tongban.services.cases.models import Case, Hearing, Supervision, Work
from tongban.services.cases.obligations import ObligationView
from tongban.services.cases.showing import PaperView
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject


@dataclass
class Judge:
    """Asks for one official who looks at one case; `halted`: its process stands still by order."""

    case: Case
    by: Subject
    at: dt.datetime
    halted: bool
    owed: tuple[ObligationView, ...] = ()
    papers: tuple[PaperView, ...] = ()
    tied: tuple[Tie, ...] = ()
    _known: dict[tuple[str, str], authority.Decision] = field(default_factory=dict)

    def may(self, permission: str, path: str = "") -> authority.Decision:
        """The answer for a unit, by its path; for the unit that leads the case unless one is given."""
        key = (permission, path or self.case.unit_path)
        if key not in self._known:
            self._known[key] = authority.can(
                subject=self.by,
                permission=permission,
                unit_path=key[1],
                level=self.case.level,
                facts=access.attributes(self.case),
                purpose=access.HANDLING,
                at=self.at,
            )
        return self._known[key]

    @cached_property
    def barred(self) -> str:
        """Why this official may do nothing here at all: they had a hand in what is contested."""
        return str(partial(self.case, self.by) or "") if self.contests else ""

    @property
    def contests(self) -> bool:
        """Whether the case contests a decision."""
        return any(one.number == self.case.number for one in self.tied)

    @cached_property
    def watched(self) -> Supervision | None:
        """The supervised item of the case that is not settled."""
        return live(self.case)

    @cached_property
    def hearing(self) -> Hearing | None:
        """The hearing of the case that is not over."""
        return hearing.live(self.case)

    @cached_property
    def higher(self) -> bool:
        """Whether the next extension of the time is for the level above."""
        return limits.higher(self.case)

    @cached_property
    def proposed(self) -> bool:
        """Whether somebody proposed to take the case up again."""
        return any(row.state == "proposed" for row in self.case.reopenings.all())

    def mine(self, work: Work) -> bool:
        """Whether the task is for this official: as candidate, or because a colleague delegated it."""
        return access.candidate(work, self.by) or bool(work.owner and work.assignee == self.by.person)
