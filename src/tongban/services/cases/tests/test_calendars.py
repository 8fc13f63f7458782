"""Published calendars: exactly the due days that depend on them move, and are listed."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from tongban.engines.deadlines import api as deadlines
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import api as cases
from tongban.services.cases import clocks
from tongban.services.cases.models import Clock, DueMove, Pause
from tongban.services.cases.tests.conftest import DAY

pytestmark = pytest.mark.django_db
LATE = dt.datetime(2026, 12, 28, 1, 0, tzinfo=dt.UTC)


def year(number: int, days: list[dt.date], *, weekend: str = "[6, 7]") -> str:
    lines = "".join(f"[[days]]\ndate = {day}\nworking = {str(day.weekday() > 4).lower()}\n" for day in days)
    return f'region = "cn"\nyear = {number}\nsource = "invented for this test"\nweekend = {weekend}\n' + (
        lines or "days = []\n"
    )


@pytest.fixture()
def many(submitted, do) -> list[Clock]:
    """Clocks of all kinds around the turn of the year: some stand, some stood, some are long over."""
    dice = random.Random(11)  # noqa: S311 (no secret)
    numbers = [submitted(at=LATE).number for _ in range(5)]
    for number in numbers[:4]:
        do(number, "accept", "market.clerk", when=LATE)
    for clock in Clock.objects.filter(stopped_at=None):
        clock.started_at = LATE - dice.randrange(-30, 90) * DAY
        clock.amount, clock.unit = (
            dice.randrange(1, 45),
            dice.choice(["working_days"] * 4 + ["months", "calendar_days"]),
        )
        clock.amount = 2 if clock.unit == "months" else clock.amount
        if dice.random() < 0.5:
            first = clocks.day_of(clock.started_at) + dice.randrange(1, 9) * DAY
            end = None if dice.random() < 0.3 else first + dice.randrange(20) * DAY
            Pause.objects.create(clock=clock, start=first, end=end, cause="test", by="x", at=LATE)
        clock.save()
        clocks.resettle(clock, at=LATE)
    return list(Clock.objects.filter(stopped_at=None).select_related("case"))


def by_force() -> dict[int, tuple[str, dt.date | None, bool]]:
    """Every running clock computed anew, nothing kept."""
    found = {}
    for clock in Clock.objects.filter(stopped_at=None).select_related("case"):
        clocks.settle(clock, at=LATE, pauses=list(clock.pauses.all()), extensions=list(clock.extensions.all()))
        found[clock.pk] = (clock.case.number, clock.due_on, clock.provisional)
    return found


def test_the_list_of_what_moved_is_what_computing_all_anew_finds(many: list[Clock]) -> None:
    dice = random.Random(5)  # noqa: S311 (no secret)
    assert len(many) >= 8
    moved = 0
    for number, weekend in ((2027, "[6, 7]"), (2026, "[6, 7]"), (2025, "[6, 7]"), (2027, "[5, 6]"), (2026, "[7]")):
        days = sorted({dt.date(number, 1, 1) + dice.randrange(360) * DAY for _ in range(40)})
        text, before = year(number, days, weekend=weekend), by_force()
        told = list(cases.preview_calendar(deadlines.draft_calendar(region="cn", text=text), at=LATE))
        assert by_force() == before, "looking changes nothing"
        last = DueMove.objects.order_by("id").last()
        deadlines.load_calendar(region="cn", text=text, at=LATE)
        outbox.drain(at=LATE)
        after = by_force()
        changed = sorted(after[pk] for pk in after if after[pk] != before[pk])
        rows = DueMove.objects.filter(id__gt=last.pk if last else 0).select_related("clock__case")
        assert sorted((row.clock.case.number, row.after, row.provisional) for row in rows) == changed
        assert sorted((one.number, one.after, one.provisional) for one in told) == changed
        assert all(Clock.objects.get(pk=pk).due_on == after[pk][1] for pk in after)
        moved += len(changed)
    assert moved > len(many)


def test_a_calendar_of_another_region_or_the_same_again_moves_nothing(many: list[Clock]) -> None:
    text = year(2027, [dt.date(2027, 1, 1)])
    deadlines.load_calendar(region="xx", text=text.replace('"cn"', '"xx"'), at=LATE)
    outbox.drain(at=LATE)
    assert not DueMove.objects.exists()
    deadlines.load_calendar(region="cn", text=text, at=LATE)
    outbox.drain(at=LATE)
    count = DueMove.objects.count()
    assert count
    assert deadlines.load_calendar(region="cn", text=text, at=LATE) == ()
    assert cases.recompute(at=LATE, years=(2026, 2027)) == ()
    assert DueMove.objects.count() == count


def test_the_list_of_moves_is_one_query_a_page(many: list[Clock], django_assert_num_queries) -> None:
    deadlines.load_calendar(region="cn", text=year(2027, [dt.date(2027, 1, 1)]), at=LATE)
    outbox.drain(at=LATE)
    with django_assert_num_queries(1):
        page = cases.due_moves(limit=2)
    rest = cases.due_moves(after=page[-1].id)
    assert len(page) + len(rest) == DueMove.objects.count()
    assert all(one.id < page[-1].id for one in rest)
    assert page[0].years.endswith("2027")
