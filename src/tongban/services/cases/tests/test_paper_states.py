"""Every state that papers can reach by every act: level C is never taken again without an inspection, level D never."""

from __future__ import annotations

import contextlib

import pytest
from django.db import transaction

from tongban.services.cases import api as cases
from tongban.services.cases.models import Case, Paper, Sighting
from tongban.services.cases.tests.conftest import DAY
from tongban.services.cases.tests.test_papers import begun, files, inspect, sent
from tongban.services.offers import api as offers

pytestmark = pytest.mark.django_db
__all__ = ["begun", "files", "inspect", "sent"]
State = frozenset[tuple[str, str, str, bool]]


class Back(Exception):  # noqa: N818 (it undoes)
    """Undoes what was tried."""


class Walk:
    """Goes from each state that was never seen by each act, and undoes it."""

    def __init__(self, sent, begun, inspect, by, at) -> None:
        self.sent, self.begun, self.inspect, self.by, self.at = sent, begun, inspect, by, at
        self.seen: set[State] = set()
        self.tried = 0

    def state(self) -> State:
        rows = Paper.objects.values_list("evidence", "level", "found", "taken_from")
        return frozenset((name, level, found, bool(source)) for name, level, found, source in rows)

    def acts(self):
        rows = {(row.evidence, row.level, row.found, row.taken_from != ""): row for row in Paper.objects.all()}
        if not rows:
            yield lambda: self.sent("plan", "drawn")
        for row in rows.values():  # two of the same kind in the same state are one
            for found in ("agrees", "differs"):
                yield lambda row=row, found=found: self.inspect(row.case.number, row.evidence, found=found)
            yield lambda row=row: self.take(row, "plan")

    def take(self, row: Paper, field: str) -> None:
        """Into an open draft, and sent; whatever is offered, and whatever somebody names who was not offered it."""
        draft = self.begun()
        food = offers.offer("food")
        cases.reuse(draft=draft.id, offer=food, field=field, key=f"p{row.pk}", by=self.by, at=self.at)
        assert row.level == "B"
        cases.open_case(offer="food", draft=draft.id, by=self.by, at=self.at + DAY)

    def explore(self) -> None:
        self.sound()
        here = self.state()
        if here in self.seen:
            return
        self.seen.add(here)
        for act in list(self.acts()):
            self.tried += 1
            with contextlib.suppress(Back, cases.CaseError), transaction.atomic():
                act()
                self.explore()
                raise Back

    def sound(self) -> None:
        agreed = set(Sighting.objects.filter(found="agrees").values_list("paper", flat=True))
        for row in Paper.objects.all():
            assert (row.level == "B") == (row.pk in agreed)
            assert not row.taken_from or (row.level == "B" and Case.objects.filter(number=row.taken_from).exists())
        offered = cases.held(offer=offers.offer("food"), fields=["plan", "drawn"], by=self.by, at=self.at)
        keys = {one.key for ones in offered.values() for one in ones}
        assert keys <= {f"p{pk}" for pk in agreed}


def test_no_walk_takes_a_paper_again_that_nobody_has_seen(sent, begun, inspect, resident, at) -> None:
    walk = Walk(sent, begun, inspect, resident, at)
    walk.explore()
    reached = {one[1:] for state in walk.seen for one in state}
    assert reached == {
        ("C", "", False),
        ("C", "differs", False),
        ("B", "agrees", False),
        ("B", "agrees", True),
        ("D", "", False),
    }
    assert walk.tried > 20
