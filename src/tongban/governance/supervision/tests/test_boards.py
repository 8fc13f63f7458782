"""What leaders and the public are shown."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tongban.governance.supervision import api as supervision
from tongban.governance.supervision.models import Measured
from tongban.governance.supervision.public import FEW, SMALL
from tongban.kernel.declarations.api import Text
from tongban.services.cases.tests.conftest import DAY

FIRST, LAST = dt.date(2025, 1, 1), dt.date(2026, 1, 1)


@pytest.mark.django_db
def test_the_board_counts_with_denominators(decided, overdue, official, drained, at):
    decided()
    drained(at + 60 * DAY)
    span = {"since": at.date() - 5 * DAY, "until": at.date() + 70 * DAY}
    (line,) = supervision.board(by=official("mayor"), at=at, **span)
    assert (line.key, line.opened, line.decided, line.timed, line.in_time, line.found) == ("c.market", 2, 1, 1, 1, 1)
    assert supervision.board(by=official("health.leader"), at=at, **span) == ()
    drill = [
        supervision.cases(by=official("mayor"), at=at, what=what, **span).rows for what in ("opened", "in-time", "late")
    ]
    assert [len(rows) for rows in drill] == [2, 1, 0]


@pytest.mark.django_db
def test_the_board_takes_as_many_queries_for_any_number_of_cases(published, official, at):
    mayor, counts = official("mayor"), []
    for many in (1, 60):
        Measured.objects.all().delete()
        Measured.objects.bulk_create(
            Measured(
                case=str(i), offer=f"o{i % 7}", unit="c.market", unit_path=mayor.posts[0].unit_path, state="closed",
                opened_on=at.date(), decided_on=at.date(), days=0, in_time=True,
            )
            for i in range(many)
        )  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            lines = supervision.board(by=mayor, at=at, since=at.date(), until=at.date() + DAY, group="offer")
        assert sum(line.decided for line in lines) == many
        counts.append(len(asked))
    assert counts[0] == counts[1]


LINES = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: (max(pair), min(pair))), max_size=8
).map(
    lambda cells: [
        supervision.Line(f"u{i}", Text(f"u{i}"), decided=decided, timed=decided, in_time=kept)
        for i, (decided, kept) in enumerate(cells)
    ]
)


@given(LINES)
def test_nobody_can_take_a_small_cell_from_the_public_board(lines):
    told = supervision.concealed(lines, FIRST, LAST)
    some = [line for line in lines if line.decided]
    assert len(told.lines) + told.hidden == len(some)
    assert all(line.decided >= SMALL for line in told.lines)
    assert all(line.late is None or line.late == 0 or line.late >= FEW for line in told.lines)
    if told.total is not None:
        rest = told.total.decided - sum(line.decided for line in told.lines)
        assert told.hidden == 0 or (told.hidden >= 2 and rest >= SMALL)
