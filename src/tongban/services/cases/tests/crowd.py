"""A node of its own in which several clerks decide and several windows submit at the same moment, each with a connection
of its own. Prints what came of it."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

AT = dt.datetime(2026, 11, 23, 1, tzinfo=dt.UTC)
ANSWERS = {"shop_name": "x", "area": "80"}


def resident(person: str):
    from tongban.trust.authority.api import Subject

    return Subject(kind="resident", person=person, name=person, resident_tag="a" * 32)


def official(post: str, person: str):
    from tongban.trust.authority import api as authority
    from tongban.trust.authority.api import SYSTEM, Subject

    authority.appoint(person=person, post=f"c.{post}", since=AT, at=AT, by=SYSTEM)
    return Subject(kind="official", person=person, name=person, posts=authority.posts_of(person=person, at=AT))


def waiting_for_decision() -> int:
    """A case of a life event that waits for its first decision: the task."""
    from tongban.services.cases import api as cases

    clerk = official("market.clerk", "clerk")
    number = cases.open_case(offer="opening", answers=ANSWERS, by=resident("r0"), at=AT).number
    cases.accept(task=cases.desk_case(number=number, by=clerk, at=AT).tasks[0].task, by=clerk, at=AT)
    return next(one.task for one in cases.desk_case(number=number, by=clerk, at=AT).tasks if one.act == "decide")


def draft() -> int:
    from tongban.engines.forms import api as forms
    from tongban.kernel.declarations import api as declarations
    from tongban.services.cases import api as cases

    version = declarations.current("forms", "shop").version
    return forms.save_draft(
        owner=cases.draft_owner(resident("r0")),
        key="food",
        form_key="shop",
        form_version=version,
        values=ANSWERS,
        at=AT,
    ).id


def at_once(*acts: Callable[[], str]) -> list[str]:
    """Runs the acts in threads that begin together."""
    from django.db import connection

    together, said = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int) -> None:
        together.wait()
        try:
            said[place] = acts[place]()
        except Exception as error:  # noqa: BLE001 (what it was is said)
            said[place] = f"{type(error).__name__} {error}"
        connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def batch(numbers: list[str]) -> dict[str, object]:
    """Three workers go on with one batch."""
    from tongban.services.cases.api import batches
    from tongban.services.cases.models import BatchRow, HistoryLine

    batches.start(act="accept", numbers=numbers, key="k", by=official("market.clerk", "batcher"), at=AT)
    settled = at_once(*[lambda: str(batches.tick(at=AT))] * 3)
    states = BatchRow.objects.exclude(state="skipped").values_list("state", flat=True)
    lines = HistoryLine.objects.filter(code="accepted", by="batcher").count()
    return {"settled": settled, "states": list(states), "accepted": lines}


def silent() -> dict[str, int]:
    """Cases whose time runs out while the node sleeps; then two programs wake at once."""
    from tongban.kernel.outbox.models import Message
    from tongban.services.cases import api as cases
    from tongban.services.cases.models import Decision, Escalation
    from tongban.services.cases.tests import ticking

    clerk = official("market.clerk", "silent-clerk")
    numbers = [cases.open_case(offer="silent", answers=ANSWERS, by=resident(f"s{n}"), at=AT).number for n in range(4)]
    for number in numbers:
        cases.accept(task=cases.desk_case(number=number, by=clerk, at=AT).tasks[0].task, by=clerk, at=AT)
    did = ticking.both()
    told = Message.objects.filter(body__number__in=numbers).values_list("kind", flat=True)
    kinds = [kind.rpartition(".")[2] for kind in told]
    found = {kind: kinds.count(kind) for kind in ("CaseOverdue", "CaseEscalated", "MatterDecided", "CaseClosed")}
    found |= {"escalations": Escalation.objects.count(), "refused": Decision.objects.filter(task=None).count()}
    return found | {"awake": sum(one.isdigit() for one in did)}


def main() -> None:
    from django.core.management import call_command

    from tongban.kernel.declarations import api as declarations
    from tongban.services.cases import api as cases
    from tongban.services.cases.models import Case, Decision
    from tongban.services.cases.tests import city

    call_command("migrate", verbosity=0)
    folder = city.write(Path(os.environ["TONGBAN_NODE"]) / "tiny", offers={"silent": city.SILENT})
    declarations.publish(declarations.read(folder), at=AT)
    task, shared = waiting_for_decision(), draft()
    leaders = [official("market.leader", f"leader{place}") for place in range(3)]

    def decide(by) -> str:
        cases.decide(task=task, outcome="granted", article=0, by=by, at=AT)
        return "yes"

    def submit(place: int) -> str:
        number = cases.open_case(offer="food", draft=shared, by=resident("r0"), at=AT).number
        for _ in range(3):
            cases.open_case(offer="food", answers=ANSWERS, by=resident(f"p{place}"), at=AT)
        return number

    decided = at_once(*(lambda by=by: decide(by) for by in leaders))
    submitted = at_once(*(lambda place=place: submit(place) for place in range(3)))
    numbers = list(Case.objects.order_by("number").values_list("number", flat=True))
    found = {"decided": decided, "submitted": submitted, "decisions": Decision.objects.count(), "numbers": numbers}
    sys.stdout.write(json.dumps(found | batch(numbers) | {"silent": silent()}))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
    import django

    django.setup()
    main()
