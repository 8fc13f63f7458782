"""What the package linter has to say about the order of a life event's parts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from tongban.engines.deadlines import api as deadlines
from tongban.kernel.declarations.api import Problem
from tongban.services.offers.context import Context, near, twice
from tongban.services.offers.places import waiting_for


def check(context: Context) -> Iterator[Problem]:
    """Only parts stand in the order, each once, none in a circle; what waits for nothing is not said to fall away."""
    offer = context.offer
    if offer.order and not offer.life_event:
        yield context.problem("order", "only the parts of a life event stand in an order")
        return
    yield from twice(context, "order", (one.part for one in offer.order))
    for place, one in enumerate(offer.order):
        for path, name in ((f"order[{place}].part", one.part), *((f"order[{place}].after", a) for a in one.after)):
            if name not in offer.parts:
                yield context.problem(path, f"{name!r} is no part of this", near(name, offer.parts))
        for event in ("refused", "withdrawn"):
            if getattr(one, event) == "waiting" and not waiting_for(offer.order, one.part):
                yield context.problem(f"order[{place}].{event}", f"no part waits for {one.part}", f'{event} = "go_on"')
    yield from _circles(context)


def _circles(context: Context) -> Iterator[Problem]:
    offer = context.offer
    known = {one.part for one in offer.order}
    try:
        deadlines.ordered([deadlines.Step(one.part, after=_inside(one.after, known)) for one in offer.order])
    except deadlines.DeadlineError as error:
        yield context.problem("order", error.message)


def _inside(after: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    return tuple(one for one in after if one in known)
