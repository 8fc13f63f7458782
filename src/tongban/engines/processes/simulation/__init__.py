"""Simulation of a process before it is published: the token game of production, played in memory on a virtual clock.

    plan = Plan(start=..., cases=1000, arrivals=Arrivals(Spread("exponential", (3600,))), works={...}, staff={...})
    outcome = simulate(graph, plan)
    outcome.p80, outcome.within, outcome.posts[0].utilisation

Pure and repeatable: the same plan gives the same outcome. Times are seconds. What is taken at random: when cases
arrive, how long work and waits take, which way is taken where the plan names shares. Everybody at a post takes what has
waited longest within the most urgent; work stands still outside the post's hours and goes on when they begin again.
"""

from tongban.engines.processes.simulation.chances import Spread, SpreadError
from tongban.engines.processes.simulation.outcome import Outcome, PostLoad, Sample, StepTime
from tongban.engines.processes.simulation.plan import Arrivals, Calendar, Plan, PlanError, Staff, Work, check_hours
from tongban.engines.processes.simulation.running import simulate
from tongban.engines.processes.simulation.staffing import Answer, Candidate, Search, search

__all__ = [
    "Answer", "Arrivals", "Calendar", "Candidate", "Outcome", "Plan", "PlanError", "PostLoad", "Sample", "Search",
    "Spread", "SpreadError", "Staff", "StepTime", "Work", "check_hours", "search", "simulate",
]  # fmt: skip
