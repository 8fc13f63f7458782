"""Which post a task goes to, by the table of its offer. A case never stands still for it: where the table gives no
post of the unit, all who may do the task are candidates, and the row says why.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count

from tongban.engines.processes import api as processes
from tongban.services.cases import access, facts
from tongban.services.cases.models import Case, Matter, Routing, Work
from tongban.services.decisions import api as decisions
from tongban.services.offers import api as offers
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM

LONGEST = 200


def routed(  # noqa: PLR0917 (one step of task_created, with all that it was given)
    case: Case, matter: Matter | None, task: processes.Task, unit: str, usual: tuple[str, ...], at: dt.datetime
) -> tuple[str, ...]:
    """The candidates of a new task: `usual`, unless the table of the matter's offer picks posts of its own unit."""
    if matter is None or unit != matter.unit:
        return usual
    rule = offers.offer(matter.offer, matter.offer_version).routing
    act = task.properties.get("act", "do")
    if rule is None or act not in rule.acts:
        return usual
    held = {one.code for one in authority.posts(under=unit) if one.unit == unit}
    row = Routing(case=case, task=task.id, name_zh=task.name.zh, name_en=task.name.en, unit=unit, at=at)
    try:
        made = _decided(case, rule, {"act": act, "step": task.element, "workload": workload(unit, held)}, at)
    except (LookupError, ValueError) as error:
        row.problem, row.asked = "rule", str(error)[:LONGEST]
    else:
        row.entry = made.id
        _read(row, made, held)
    row.save(force_insert=True)
    return tuple(authority.post_ref(code) for code in row.posts) or usual


def _decided(case: Case, rule: offers.Routing, of_task: dict[str, Any], at: dt.datetime) -> decisions.Entry:
    with access.reading(SYSTEM, number=case.number, at=at, purpose=access.HANDLING):
        known = facts.context(case, facts.current(case), private=False) | of_task
        return decisions.decide(
            case=case.number, rule=rule.rule, decision=rule.decision, inputs=known, at=at, by=SYSTEM.person,
            tag=case.tag,
        )  # fmt: skip


def _read(row: Routing, made: decisions.Entry, held: set[str]) -> None:
    """What the decision says: posts of the unit, no row, or a name that stands for no post of it."""
    named = () if made.result is None else offers.posts_named(made.result)
    found = [next((code for code in offers.spellings(row.unit, one) if code in held), "") for one in named or ()]
    if found and all(found):
        row.posts = list(dict.fromkeys(found))
    elif named == ():
        row.problem = "none"
    else:
        row.problem, row.asked = "unknown", str(made.result)[:LONGEST]


def workload(unit: str, posts: set[str]) -> dict[str, int]:
    """Open tasks of each post of a unit, by the last part of its code; one query however many there are."""
    found = dict.fromkeys(posts, 0)
    codes = {authority.post_ref(code): code for code in posts}
    for one in Work.objects.filter(unit=unit).values("candidates").annotate(open=Count("pk")).order_by():
        for code in {codes[ref] for ref in one["candidates"] if ref in codes}:
            found[code] += one["open"]
    return {code.removeprefix(unit).lstrip(".-"): count for code, count in found.items()}
