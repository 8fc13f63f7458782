"""What the front door reads."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import models, settling, ticking
from tongban.engines.processes.errors import NotFound
from tongban.engines.processes.facts import Alarm, Event, Page, Progress
from tongban.engines.processes.host import Call, Task, graph_of
from tongban.engines.processes.values import unpacked
from tongban.kernel.declarations.api import Text

DONE = ("completed", "passed", "caught", "fired", "thrown", "started", "gathered")


def _tasks() -> QuerySet[models.Task]:
    return models.Task.objects.select_related("instance").prefetch_related("candidates")


def tasks(business_key: str, *, open_only: bool) -> list[Task]:
    found = _tasks().filter(instance__business_key=business_key).order_by("id")
    return [settling.task_of(row) for row in (found.filter(state="open") if open_only else found)]


def task(number: int) -> Task:
    row = _tasks().filter(pk=number).first()
    if row is None:
        raise NotFound(_("There is no task {number}."), number=number)
    return settling.task_of(row)


def calls(business_key: str) -> list[Call]:
    found = models.Call.objects.select_related("instance").filter(business_key=business_key)
    return [settling.call_of(row) for row in found.order_by("id")]


def timers(business_key: str) -> list[Alarm]:
    found = models.Wait.objects.select_related("instance").filter(business_key=business_key).exclude(due=None)
    return [ticking.alarm_of(row) for row in found.order_by("due", "id")]


def worklist(candidates: Iterable[str], after: int | None, limit: int) -> Page:
    """One short indexed query for each reference, merged: the cost does not grow with the number of tasks."""
    following = Q(pk__gt=after) if after is not None else Q()
    beyond = Q(task__gt=after) if after is not None else Q()
    parts = []
    for reference in sorted(set(candidates)):
        offered = models.Candidate.objects.filter(beyond, reference=reference, open=True).order_by("task")
        held = models.Task.objects.filter(following, ~Q(assignee=""), assignee=reference, state="open").order_by("id")
        parts.append(list(offered.values_list("task", flat=True)[: limit + 1]))
        parts.append(list(held.values_list("id", flat=True)[: limit + 1]))
    numbers = list(dict.fromkeys(heapq.merge(*parts)))
    rows = _tasks().in_bulk(numbers[:limit])
    shown = tuple(settling.task_of(rows[number]) for number in numbers[:limit] if number in rows)
    return Page(shown, numbers[limit - 1] if len(numbers) > limit else None)


def history(business_key: str, after: int, limit: int) -> list[Event]:
    found = models.History.objects.select_related("instance").filter(instance__business_key=business_key, pk__gt=after)
    return [_event(row) for row in found.order_by("id")[:limit]]


def _event(row: models.History) -> Event:
    graph = graph_of(row.instance.host, row.instance.key, row.instance.version)
    name = graph.nodes[row.element].name if row.element in graph.nodes else Text("")
    data = unpacked(row.data) or {}
    return Event(row.pk, row.at, row.by, row.kind, row.element, name, row.instance_id, row.flow, data)


def state(business_key: str) -> list[Progress]:
    found = models.Instance.objects.filter(business_key=business_key).order_by("id")
    instances = list(found)
    if not instances:
        raise NotFound(_("There is no process under {key}."), key=business_key)
    happened = models.History.objects.filter(instance__in=[row.pk for row in instances], kind__in=(*DONE, "returned"))
    done: dict[int, dict[str, None]] = {}
    back: dict[int, dict[str, None]] = {}
    lines = happened.order_by("id").values_list("instance", "kind", "element", KeyTextTransform("from", "data"))
    for instance, kind, element, sender in lines:
        if kind != "returned":
            done.setdefault(instance, {})[element] = None
            back.get(instance, {}).pop(element, None)
        else:
            back.setdefault(instance, {})[sender] = None
    at: dict[int, dict[str, None]] = {}
    tokens = models.Token.objects.filter(instance__in=[row.pk for row in instances], waiting=True).order_by("number")
    for instance, node in tokens.values_list("instance", "node"):
        at.setdefault(instance, {})[node] = None
    return [_progress(row, *(tuple(part.get(row.pk, {})) for part in (at, done, back))) for row in instances]


def _progress(
    row: models.Instance, current: tuple[str, ...], done: tuple[str, ...], returned: tuple[str, ...]
) -> Progress:
    return Progress(
        instance=row.pk,
        definition=(row.key, row.version),
        graph=graph_of(row.host, row.key, row.version),
        status=row.status,
        parent=row.parent_id,
        current=current,
        done=tuple(element for element in done if element not in current),
        returned=tuple(element for element in returned if element not in current),
        variables=unpacked(row.data),
        started=row.started,
        ended=row.ended,
        error=row.error,
    )
