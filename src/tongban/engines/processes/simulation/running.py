"""The run: events in the order of a virtual clock, each a move of the game, until nothing is left to happen."""

from __future__ import annotations

import datetime as dt
import heapq
import random
from collections import deque
from collections.abc import Callable
from typing import Any

from tongban.engines.processes import timers
from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.game import Game, begun
from tongban.engines.processes.graph import Graph, Node
from tongban.engines.processes.marking import Armed, Dropped, Ended, Escalated, Marking, Opened, Thrown
from tongban.engines.processes.simulation.cases import Thread, Trip, drawn
from tongban.engines.processes.simulation.chances import NOTHING
from tongban.engines.processes.simulation.desks import Desk, Job
from tongban.engines.processes.simulation.dice import Dicing, Odds
from tongban.engines.processes.simulation.hours import Hours, end_of_limit
from tongban.engines.processes.simulation.outcome import Outcome, sum_up
from tongban.engines.processes.simulation.plan import ALWAYS, Calendar, Plan, Work, every_day, weekdays
from tongban.engines.processes.timers import FOREVER
from tongban.engines.processes.wiring import element_of, key_of, place_of, wiring

WAITED_FOR = frozenset({"intermediateCatchEvent", "receiveTask"})
Move = Callable[[Game], object]


def simulate(graph: Graph, plan: Plan, *, calendar: Calendar = weekdays) -> Outcome:
    """Plays the plan and sums it up. `calendar` says which days are working days.

    Raises PlanError for hours without any working day, ProcessError when the process has no plain start event.
    """
    world = World(graph, plan, calendar)
    world.run()
    return sum_up(plan, world.trips, world.jobs, list(world.desks.values()), world.now, cut=world.cut)


class World:
    """Everything that is simulated, at one moment."""

    def __init__(self, graph: Graph, plan: Plan, calendar: Calendar) -> None:
        self.graph, self.plan, self.calendar = graph, plan, calendar
        self.entry = begun(graph, "")
        self.utc = plan.start.astimezone(dt.UTC)
        self.odds = {"": Odds(graph, plan)} | {key: Odds(one, plan, f"{key}/") for key, one in plan.graphs.items()}
        self.desks = {
            post: Desk(post, staff.people, self._hours(staff.hours, all_week=staff.all_week))
            for post, staff in plan.staff.items()
        }
        self.trips: list[Trip] = []
        self.jobs: list[Job] = []
        self.now, self.cut = 0.0, False
        self._agenda: list[tuple[float, int, Callable[..., object], tuple[Any, ...]]] = []
        self._number = 0
        self._following: deque[tuple[Callable[..., object], tuple[Any, ...]]] = deque()
        self._opening: set[str] = set()

    def _hours(self, hours: tuple[tuple[float, float], ...], *, all_week: bool) -> Hours:
        if hours == ALWAYS and all_week:
            return Hours.unbroken(self.plan.start)
        return Hours(self.plan.start, hours, every_day if all_week else self.calendar)

    def run(self) -> None:
        """Until the agenda is empty, or as many events as the plan allows."""
        self._arrivals()
        events = 0
        while self._agenda:
            self.now, _number, act, given = heapq.heappop(self._agenda)
            act(*given)
            while self._following:
                follow, about = self._following.popleft()
                follow(*about)
            events += 1
            if events >= self.plan.max_events:
                self.cut = bool(self._agenda)
                return

    def _later(self, moment: float, act: Callable[..., object], *given: Any) -> None:
        self._number += 1
        heapq.heappush(self._agenda, (moment, self._number, act, given))

    def _arrivals(self) -> None:
        plan = self.plan
        hours = self._hours(plan.arrivals.hours, all_week=plan.arrivals.all_week)
        chance = random.Random(f"{plan.seed}:arrivals")  # noqa: S311 (a simulation, no secret)
        worked = 0.0
        for number in range(plan.cases):
            if plan.arrivals.times:
                if number >= len(plan.arrivals.times):
                    break
                moment = plan.arrivals.times[number]
            else:
                worked += plan.arrivals.gap.sample(chance)
                moment = hours.moment(worked)
            self._later(moment, self._arrive, number)

    def _arrive(self, number: int) -> None:
        trip = Trip(number, self.now, random.Random(f"{self.plan.seed}:{number}"))  # noqa: S311 (a simulation)
        if self.plan.limit is not None:
            trip.due = end_of_limit(self.plan.start, self.now, self.plan.limit, self.calendar)
        self.trips.append(trip)
        trip.threads.append(Thread(self.graph, self.odds[""], Marking()))
        data = drawn(self.plan.data, trip.chance)
        self._play(trip, 0, lambda game: game.start(self.entry, data))

    # Moves

    def _play(self, trip: Trip, index: int, move: Move) -> None:
        thread = trip.threads[index]
        if trip.ended >= 0 or thread.marking.status != "running":
            return
        moment = self.utc + dt.timedelta(seconds=self.now)
        game = Dicing(thread.graph, thread.marking, moment, thread.odds, trip.chance)
        try:
            move(game)
        except ProcessError as error:
            self._break(trip, str(error))
            return
        thread.marking = game.marking
        for effect in game.effects:
            self._carry(trip, index, effect)
        self._listen(trip, index)

    def _break(self, trip: Trip, why: str) -> None:
        """The case cannot go on; whoever works on it is free again."""
        trip.state, trip.ended, trip.error = "failed", self.now, why
        for job in list(trip.jobs.values()):
            self._withdraw(trip, job)

    def _carry(self, trip: Trip, index: int, effect: object) -> None:
        if isinstance(effect, Opened):
            self._open(trip, index, effect)
        elif isinstance(effect, Armed):
            self._arm(trip, index, effect)
        elif isinstance(effect, Dropped):
            self._drop(trip, index, effect.token)
        elif isinstance(effect, Thrown) and not effect.heard:
            self._following.append((self._deliver, (trip, index, effect.name)))
        elif isinstance(effect, Escalated):
            self._following.append((self._pass_up, (trip, index, effect.code)))
        elif isinstance(effect, Ended):
            self._following.append((self._end, (trip, index, effect)))

    def _open(self, trip: Trip, index: int, opened: Opened) -> None:
        thread, token = trip.threads[index], opened.token
        node = thread.graph.nodes[token.node]
        if opened.what == "task":
            self._ask(trip, index, token.id, node)
        elif opened.what == "process" and node.called[0] in self.plan.graphs:
            self._following.append((self._call, (trip, index, token.id, node)))
        else:
            delay = self.plan.waits.get(thread.odds.prefix + node.id, NOTHING).sample(trip.chance)
            self._later(self.now + delay, self._finish, trip, index, token.id)

    def _call(self, trip: Trip, index: int, token: int, node: Node) -> None:
        if token not in trip.threads[index].marking.tokens:
            return
        key = node.called[0]
        graph: Graph = self.plan.graphs[key]
        trip.threads.append(Thread(graph, self.odds[key], Marking(), index, token))
        self._play(trip, len(trip.threads) - 1, lambda game: game.start(begun(graph, ""), {}))

    def _end(self, trip: Trip, index: int, ended: Ended) -> None:
        thread = trip.threads[index]
        if thread.parent < 0:
            trip.state, trip.ended, trip.error = ended.status, self.now, ended.error
        elif ended.status == "failed":
            self._play(trip, thread.parent, lambda game: game.fail(thread.token, ended.error, fatal=True))
        elif ended.status != "cancelled":
            self._finish(trip, thread.parent, thread.token)

    def _pass_up(self, trip: Trip, index: int, code: str) -> None:
        """An escalation that nobody caught in a called process reaches its caller."""
        thread = trip.threads[index]
        if thread.parent >= 0 and thread.token in trip.threads[thread.parent].marking.tokens:
            self._play(trip, thread.parent, lambda game: game.escalated(thread.token, code))

    # People

    def _ask(self, trip: Trip, index: int, token: int, node: Node) -> None:
        name = trip.threads[index].odds.prefix + node.id
        work = self.plan.works.get(name, Work())
        job = Job(trip.number, index, token, name, self.now, work.time.sample(trip.chance), work.priority)
        trip.jobs[index, token] = job
        self.jobs.append(job)
        desk = self.desks.get(work.post)
        if desk is None:
            job.begun = self.now
            self._later(self.now + job.work, self._did, trip, job, None)
            return
        desk.ask(job)
        self._staffed(desk)

    def _staffed(self, desk: Desk) -> None:
        """Free people begin; at a closed post, when it opens."""
        opening = desk.hours.opening(self.now)
        if opening > self.now:
            if desk.post not in self._opening:
                self._opening.add(desk.post)
                self._later(opening, self._opens, desk)
            return
        for done, job in desk.begin(self.now):
            self._later(done, self._did, self.trips[job.case], job, desk)  # cases arrive in the order of their numbers

    def _opens(self, desk: Desk) -> None:
        self._opening.discard(desk.post)
        self._staffed(desk)

    def _did(self, trip: Trip, job: Job, desk: Desk | None) -> None:
        if job.gone:
            return
        trip.jobs.pop((job.instance, job.token), None)
        if desk is None:
            job.done = self.now
        else:
            desk.finish(job, self.now)
        self._finish(trip, job.instance, job.token)
        if desk is not None:
            self._staffed(desk)

    def _withdraw(self, trip: Trip, job: Job) -> None:
        trip.jobs.pop((job.instance, job.token), None)
        work = self.plan.works.get(job.element, Work())
        desk = self.desks.get(work.post)
        if desk is None:
            job.gone = True
            return
        desk.withdraw(job, self.now)
        self._following.append((self._staffed, (desk,)))

    # What tokens do and wait for

    def _finish(self, trip: Trip, index: int, token: int) -> None:
        """The work at a token is done, or has failed in a way that the plan gives a share."""
        thread = trip.threads[index]
        found = thread.marking.tokens.get(token)
        if found is None:
            return
        for name in thread.graph.nodes[found.node].boundaries:
            trigger = thread.graph.nodes[name].trigger
            if trigger.kind == "error" and trip.chance.random() < self.plan.shares.get(thread.odds.prefix + name, 0.0):
                self._play(trip, index, lambda game: game.fail(token, trigger.name))  # noqa: B023 (played at once)
                return
        self._play(trip, index, lambda game: game.finish(token, {}))

    def _drop(self, trip: Trip, index: int, token: int) -> None:
        job = trip.jobs.get((index, token))
        if job is not None:
            self._withdraw(trip, job)
        for child, thread in enumerate(trip.threads):
            if (thread.parent, thread.token) == (index, token):
                self._play(trip, child, lambda game: game.cancel())

    def _arm(self, trip: Trip, index: int, armed: Armed) -> None:
        """A timer begins to run."""
        thread, key = trip.threads[index], key_of(armed.element, armed.place)
        timer = thread.graph.nodes[armed.element].triggers[armed.place].timer
        wait = self.plan.waits.get(thread.odds.prefix + armed.element)
        if wait is not None:
            self._later(self.now + wait.sample(trip.chance), self._fire, trip, index, armed.token, key, 0)
        elif timer is not None and timer.kind == "limit":
            if trip.due < float("inf"):
                self._later(max(trip.due, self.now), self._fire, trip, index, armed.token, key, 0)
        elif timer is not None:
            moment = self.utc + dt.timedelta(seconds=self.now)
            try:
                due = timers.due(timer, armed.variables, armed.element, moment)
            except ProcessError:  # its data is not known here: it never fires
                return
            after = max((due.at - self.utc).total_seconds(), self.now)
            self._later(after, self._fire, trip, index, armed.token, key, due.left)

    def _fire(self, trip: Trip, index: int, token: int, key: str, left: int) -> None:
        thread = trip.threads[index]
        found = thread.marking.tokens.get(token)
        if found is None or key not in found.armed:
            return
        self._play(trip, index, lambda game: game.fire(token, key, {}, stays=left != 0))
        timer = wiring(thread.graph).trigger(key)[1].timer
        if left != 0 and timer is not None:
            try:
                due = timers.again(timer, self.utc + dt.timedelta(seconds=self.now), thread.marking.data)
            except ProcessError:  # its cycle hangs on data that is not known here
                return
            after = (due - self.utc).total_seconds()
            self._later(after, self._fire, trip, index, token, key, max(left - 1, FOREVER))

    def _listen(self, trip: Trip, index: int) -> None:
        """Decides when what a token waits for, other than timers, will come; of events at the edge, whether."""
        thread = trip.threads[index]
        armed = {(token.id, name) for token in thread.marking.tokens.values() for name in token.armed}
        for token, key in sorted(armed - thread.armed):
            node = thread.graph.nodes[element_of(key)]
            if node.triggers and node.triggers[place_of(key)].kind == "timer":
                continue
            known = thread.odds.prefix + node.id
            share = self.plan.shares.get(known, 1.0 if node.kind in WAITED_FOR else 0.0)
            if trip.chance.random() < share:
                delay = self.plan.waits.get(known, NOTHING).sample(trip.chance)
                self._later(self.now + delay, self._fire, trip, index, token, key, 0)
        thread.armed = armed

    def _deliver(self, trip: Trip, index: int, name: str) -> None:
        """A message between the processes of one case."""
        for other, thread in enumerate(trip.threads):
            if other == index or thread.marking.status != "running":
                continue
            for token in thread.marking.tokens.values():
                for key in token.armed:
                    trigger = wiring(thread.graph).trigger(key)[1]
                    if trigger.kind == "message" and trigger.name == name:
                        self._fire(trip, other, token.id, key, 0)
                        return
