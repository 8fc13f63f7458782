"""Queues and the people who work them off."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

from tongban.engines.processes.simulation.hours import Hours


@dataclass(slots=True)
class Job:
    """A task of a case on its way. `asked` is when it opened; `begun` and `done` when somebody worked on it."""

    case: int
    instance: int
    token: int
    element: str
    asked: float
    work: float
    priority: int = 0
    begun: float = -1.0
    done: float = -1.0
    gone: bool = False


@dataclass
class Desk:
    """A post with its people. `area` is the queue's length summed up over time, the running measure of Little's law."""

    post: str
    people: int
    hours: Hours
    queue: list[tuple[int, int, Job]] = field(default_factory=list)
    busy: int = 0
    worked: float = 0.0
    waiting: int = 0
    longest: int = 0
    area: float = 0.0
    last: float = 0.0
    number: int = 0

    def _count(self, now: float, change: int) -> None:
        self.area += self.waiting * (now - self.last)
        self.last = now
        self.waiting += change
        self.longest = max(self.longest, self.waiting)

    def ask(self, job: Job) -> None:
        """Puts a job at the end of the queue of its priority."""
        self.number += 1
        heapq.heappush(self.queue, (job.priority, self.number, job))
        self._count(job.asked, 1)

    def withdraw(self, job: Job, now: float) -> None:
        """Takes back a job that nobody has begun, or frees whoever works on it."""
        job.gone = True
        if job.begun < 0:
            self._count(now, -1)
        elif job.done < 0:
            self.busy -= 1
            self.worked += self.hours.worked(now) - self.hours.worked(job.begun)

    def begin(self, now: float) -> list[tuple[float, Job]]:
        """Lets free people take what waits; returns each job begun with when it will be done."""
        begun = []
        if self.hours.opening(now) > now:
            return []
        while self.queue and self.busy < self.people:
            job = heapq.heappop(self.queue)[2]
            if not job.gone:
                self._count(now, -1)
                self.busy += 1
                job.begun = now
                begun.append((self.hours.after(now, job.work), job))
        return begun

    def finish(self, job: Job, now: float) -> None:
        job.done = now
        self.busy -= 1
        self.worked += job.work
