"""Patterns in the ratings of one official that no single case shows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.utils import timezone

from tongban.governance.supervision.finding import found
from tongban.governance.supervision.suspicions import Suspicion
from tongban.kernel.declarations.api import Text
from tongban.openness.evaluation import api as evaluation
from tongban.openness.evaluation.api import Mark

FULL, BAD = 5, 2  # stars: the most, and up to which a rating is bad
ROW, SPAN = 8, dt.timedelta(minutes=15)  # so many full marks without a word, within so much time
LEAST = 20  # marks from which the share of bad ones says something
Z = 2.575829  # 99 percent, two-sided: with many officials, chance alone must not accuse
DAYS = 92  # how far back the share is looked at


def in_a_row(marks: Sequence[Mark]) -> Iterator[Suspicion]:
    """Days on which an official got many full marks without a word within minutes, from applicants of many cases.

    `marks` are those of one official in the order of time.
    """
    plain = [one for one in marks if one.stars == FULL and not one.worded]
    told: set[dt.date] = set()
    for first, last in zip(plain, plain[ROW - 1 :], strict=False):
        day = timezone.localdate(first.at)
        if last.at - first.at <= SPAN and day not in told:
            told.add(day)
            what = Text(
                f"{ROW} 个无文字满分评价集中在 {_minutes(last.at - first.at)} 分钟内",
                f"{ROW} full marks without a word within {_minutes(last.at - first.at)} minutes",
            )
            yield Suspicion("ratings-in-a-row", f"{first.person}:{day.isoformat()}", first.unit, what, last.at)


def _minutes(span: dt.timedelta) -> int:
    return -(-int(span.total_seconds()) // 60)


def badly(marks: Iterable[Mark], *, quarter: str) -> Iterator[tuple[str, Suspicion]]:
    """Officials whose share of bad marks is surely above that of their colleagues in the unit; with the person."""
    counts: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    latest: dict[str, dt.datetime] = {}
    for one in marks:
        cell = counts[one.unit][one.person]
        cell[0] += one.stars <= BAD
        cell[1] += 1
        latest[one.person] = max(one.at, latest.get(one.person, one.at))
    for unit, people in counts.items():
        bad, all_ = (sum(cell[place] for cell in people.values()) for place in (0, 1))
        for person, (own_bad, own) in people.items():
            others = all_ - own
            if own < LEAST or others < LEAST:
                continue
            low = evaluation.interval(own_bad, own, z=Z)[0]
            high = evaluation.interval(bad - own_bad, others, z=Z)[1]
            if low > high:
                what = Text(
                    f"差评 {own_bad}/{own}，同单位其他人 {bad - own_bad}/{others}",
                    f"bad ratings {own_bad} of {own}, colleagues {bad - own_bad} of {others}",
                )
                yield person, Suspicion("rated-badly", f"{person}:{quarter}", unit, what, latest[person])


def watch(*, at: dt.datetime) -> int:
    """Looks at the ratings of the last three months; returns how many new findings that gave. One query for the
    ratings; each finding is a transaction of its own.
    """
    marks = list(evaluation.marks(since=at - dt.timedelta(days=DAYS), until=at))
    day = timezone.localdate(at)
    found_now = list(badly(marks, quarter=f"{day.year}-Q{(day.month + 2) // 3}"))
    people: dict[str, list[Mark]] = defaultdict(list)
    for one in marks:
        people[one.person].append(one)
    for person, own in people.items():
        found_now += [(person, one) for one in in_a_row(own)]
    return sum(_kept(person, one, at) for person, one in found_now)


def _kept(person: str, one: Suspicion, at: dt.datetime) -> bool:
    with transaction.atomic():
        return found(one, case="", offer="", at=at, person=person)
