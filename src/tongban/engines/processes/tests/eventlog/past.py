"""A small past: cases played through the front door, with known moments, for questions with known answers."""

from __future__ import annotations

import datetime as dt

from tongban.engines.processes import api
from tongban.engines.processes.tests.building import AT, Host, flows, graph, node

HOUR = dt.timedelta(hours=1)
MODEL = graph(
    node("start", "s"), node("xor", "j"), node("user", "a", tongban_post="unit:one"), node("xor", "g", default="g-b"),
    node("user", "b", tongban_post="unit:two"), node("end", "e"),
    flows("s>j", "j>a", "a>g", "g>j: again = true", "g>b", "b>e"), key="past",
)  # fmt: skip


def play(number: int, begun: dt.datetime, *, rounds: int = 1, claim: bool = False, finish: bool = True) -> None:
    """One case: `a` takes two hours each round (an hour until it is claimed), `b` three."""
    key = f"case-{number}"
    api.start(
        host="past", definition=("past", "v1"), graph=MODEL, business_key=key, data={}, by="person:anna", at=begun
    )
    now = begun
    for turn in range(rounds):
        task = open_task(key)
        if claim:
            api.claim(task=task, by="person:bo", at=now + HOUR)
        now += 2 * HOUR
        api.complete(task=task, patch={"again": turn + 1 < rounds}, by="person:bo", at=now)
    if finish:
        api.complete(task=open_task(key), patch={}, by="person:cy", at=now + 3 * HOUR)


def open_task(key: str) -> int:
    return api.tasks(business_key=key, open_only=True)[0].id


def past() -> None:
    """Four straight cases (two of them claimed), one that goes round three times, one that is still open."""
    api.register_host("past", Host(MODEL))
    for number in range(4):
        play(number, AT + number * 10 * HOUR, claim=number < 2)
    play(4, AT + 40 * HOUR, rounds=3)
    play(5, AT + 50 * HOUR, finish=False)
