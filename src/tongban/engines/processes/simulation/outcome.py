"""What a run gave, summed up: times through, times per step, queues and people."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tongban.engines.processes.simulation.cases import Trip
from tongban.engines.processes.simulation.desks import Desk, Job
from tongban.engines.processes.simulation.plan import Plan

DAY = 86_400.0
CLASSES, POINTS = 12, 40


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value that this share of the values does not pass (the nearest rank)."""
    if not ordered:
        return 0.0
    return ordered[min(max(-int(-share * len(ordered) // 1) - 1, 0), len(ordered) - 1)]


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


@dataclass(frozen=True, slots=True)
class StepTime:
    """A step: how often it was done; seconds of waiting (nobody had begun, or the post was closed) and of work."""

    element: str
    count: int
    waiting: float
    waiting_p90: float
    working: float
    cancelled: int


@dataclass(frozen=True, slots=True)
class PostLoad:
    """A post: `utilisation` is the share of its open time, until the last case ended, in which its people worked;
    `queue` the length of its queue, averaged over time; `wait` and `wait_p90` seconds until somebody began.
    `load` is the mean number of people who work at once: the least number that can do it.
    """

    post: str
    people: int
    utilisation: float
    load: float
    wait: float
    wait_p90: float
    queue: float
    longest: int


@dataclass(frozen=True, slots=True)
class Sample:
    """A point in time: days after the start, cases under way, and the length of each post's queue."""

    day: float
    cases: int
    queues: tuple[int, ...]


@dataclass(frozen=True)
class Outcome:
    """A run. Times in seconds from arrival to end, of the `finished` cases; `within` is the share of all cases that
    ended within the limit (None without one). `classes`: (from, to, cases) of the distribution. `cut`: the run was
    stopped at the plan's number of events, so figures are of part of it. `errors` counts why cases failed.
    """

    cases: int
    finished: int
    failed: int
    open: int
    mean: float
    p50: float
    p80: float
    p95: float
    longest: float
    within: float | None
    classes: tuple[tuple[float, float, int], ...]
    steps: tuple[StepTime, ...]
    posts: tuple[PostLoad, ...]
    samples: tuple[Sample, ...]
    days: float
    errors: tuple[tuple[str, int], ...]
    cut: bool


def sum_up(
    plan: Plan, trips: Sequence[Trip], jobs: Sequence[Job], desks: Sequence[Desk], now: float, *, cut: bool
) -> Outcome:
    """The outcome of what happened until `now`."""
    failed = [trip for trip in trips if trip.state == "failed"]
    done = [trip for trip in trips if trip.ended >= 0 and trip.state != "failed"]
    times = sorted(trip.ended - trip.arrived for trip in done)
    intime = sum(trip.ended < trip.due for trip in done)
    errors: dict[str, int] = {}
    for trip in failed:
        errors[trip.error] = errors.get(trip.error, 0) + 1
    last = max((trip.ended for trip in trips), default=0.0)
    end = now if cut or len(done) + len(failed) < len(trips) else last
    by_post: dict[str, list[Job]] = {desk.post: [] for desk in desks}
    for job in jobs:
        work = plan.works.get(job.element)
        if work is not None and work.post in by_post:
            by_post[work.post].append(job)
    return Outcome(
        cases=len(trips),
        finished=len(done),
        failed=len(failed),
        open=len(trips) - len(done) - len(failed),
        mean=mean(times),
        p50=quantile(times, 0.5),
        p80=quantile(times, 0.8),
        p95=quantile(times, 0.95),
        longest=times[-1] if times else 0.0,
        within=intime / len(trips) if plan.limit is not None and trips else None,
        classes=_classes(times),
        steps=_steps(jobs),
        posts=tuple(_load(desk, by_post[desk.post], end) for desk in desks),
        samples=_samples(trips, [by_post[desk.post] for desk in desks], end),
        days=end / DAY,
        errors=tuple(sorted(errors.items(), key=lambda one: -one[1])[:10]),
        cut=cut,
    )


def _classes(times: Sequence[float]) -> tuple[tuple[float, float, int], ...]:
    """The distribution in classes of equal width, up to the 99th percentile; the last takes all beyond."""
    if not times:
        return ()
    top = quantile(times, 0.99) or 1.0
    width = top / CLASSES
    edges = [width * place for place in range(1, CLASSES)]
    counts = [0] * CLASSES
    for time in times:
        counts[bisect_right(edges, time)] += 1
    return tuple(
        (width * place, width * (place + 1) if place + 1 < CLASSES else times[-1], count)
        for place, count in enumerate(counts)
    )


def _steps(jobs: Sequence[Job]) -> tuple[StepTime, ...]:
    found: dict[str, list[Job]] = {}
    for job in jobs:
        found.setdefault(job.element, []).append(job)
    steps = []
    for element, all_jobs in found.items():
        done = [job for job in all_jobs if job.done >= 0]
        waits = sorted(max(job.done - job.asked - job.work, 0.0) for job in done)
        steps.append(
            StepTime(
                element, len(done), mean(waits), quantile(waits, 0.9), mean([job.work for job in done]),
                sum(job.gone for job in all_jobs),
            )
        )  # fmt: skip
    return tuple(steps)


def _load(desk: Desk, jobs: Sequence[Job], end: float) -> PostLoad:
    open_time = desk.hours.worked(end) if end > 0 else 0.0
    waits = sorted(job.begun - job.asked for job in jobs if job.begun >= 0)
    load = desk.worked / open_time if open_time else 0.0
    area = desk.area + desk.waiting * max(end - desk.last, 0.0)
    return PostLoad(
        desk.post, desk.people, load / desk.people, load, mean(waits), quantile(waits, 0.9),
        area / end if end > 0 else 0.0, desk.longest,
    )  # fmt: skip


def _samples(trips: Sequence[Trip], by_post: Sequence[Sequence[Job]], end: float) -> tuple[Sample, ...]:
    """Cases under way and queues at evenly spread moments."""
    if end <= 0:
        return ()
    moments = [end * place / POINTS for place in range(POINTS + 1)]
    under_way = _counts([(t.arrived, t.ended if t.ended >= 0 else end + 1) for t in trips], moments)
    queues = [_counts([(j.asked, j.begun if j.begun >= 0 else j.asked) for j in jobs], moments) for jobs in by_post]
    return tuple(
        Sample(moment / DAY, under_way[place], tuple(one[place] for one in queues))
        for place, moment in enumerate(moments)
    )


def _counts(spans: Sequence[tuple[float, float]], moments: Sequence[float]) -> list[int]:
    """How many of the spans hold each moment."""
    begins, ends = sorted(first for first, _ in spans), sorted(last for _, last in spans)
    return [bisect_right(begins, moment) - bisect_right(ends, moment) for moment in moments]
