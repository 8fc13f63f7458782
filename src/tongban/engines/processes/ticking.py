"""Timers that fire, move and are freed; processes that start by the clock."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from django.db import Error, transaction
from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import delivery, models, timers
from tongban.engines.processes.command import command
from tongban.engines.processes.errors import NotFound
from tongban.engines.processes.facts import Alarm
from tongban.engines.processes.game import Game
from tongban.engines.processes.graph import Graph
from tongban.engines.processes.host import graph_of
from tongban.engines.processes.marking import Note
from tongban.engines.processes.store import Record
from tongban.engines.processes.wiring import key_of

log = logging.getLogger(__name__)
BATCH = 100
TIMER = "timer"
WORKING: dict[type[models.Wait | models.Schedule], dict[str, bool]] = {
    models.Wait: {"held": False},  # timers of a suspended process keep their due time and wait
    models.Schedule: {},
}


def tick(*, at: dt.datetime, limit: int) -> int:
    fired = _all_due(models.Wait, _fire, at, limit) + _all_due(models.Schedule, _begin, at, limit)
    return fired + delivery.deliver(at=at, limit=limit)


def _all_due(
    model: type[models.Wait | models.Schedule],
    fire: Callable[[int, str, dt.datetime], bool],
    at: dt.datetime,
    limit: int,
) -> int:
    """Fires what is due, earliest first; what cannot fire is marked as stuck and hinders nobody."""
    fired = 0
    while fired < limit:
        due = model.objects.filter(due__lte=at, stuck="", **WORKING[model]).order_by("due", "id")
        batch = list(due.values_list("pk", "business_key")[: min(BATCH, limit - fired)])
        for number, key in batch:
            try:
                fired += fire(number, key, at)
            except Error:
                raise
            except Exception as error:  # a host's or a model's fault must not stop the other timers
                log.exception("%s %s of %s could not fire", model.__name__, number, key)
                model.objects.filter(pk=number).update(stuck=f"{type(error).__name__}: {error}"[:500])
        if not batch:
            break
    return fired


def _fire(number: int, key: str, at: dt.datetime) -> bool:
    with command(key, TIMER, at) as running:
        row = models.Wait.objects.filter(pk=number, due__lte=at, stuck="", **WORKING[models.Wait]).first()
        if row is None or row.due is None:
            return False
        record, stays = running.record(row.instance_id), row.left != 0
        key = key_of(row.element, row.trigger)
        timer = record.graph.nodes[row.element].triggers[row.trigger].timer
        seen = Game(record.graph, record.loaded(), at).variables(row.token)
        running.play(record, lambda game: game.fire(row.token, key, {}, stays=stays))
        if stays and timer is not None:
            _again(row, timers.again(timer, row.due, seen))
    return True


def _again(row: models.Wait | models.Schedule, due: dt.datetime) -> None:
    type(row).objects.filter(pk=row.pk).update(due=due, left=max(row.left - 1, timers.FOREVER))


def _begin(number: int, key: str, at: dt.datetime) -> bool:
    del key
    with transaction.atomic():
        row = models.Schedule.objects.select_for_update().filter(pk=number, due__lte=at, stuck="").first()
        if row is None:
            return False
        graph = graph_of(row.host, row.key, row.version)
        node = graph.nodes[row.element]
        own_key = f"{row.business_key}/{row.due:%Y%m%dT%H%M%SZ}"
        with command(own_key, row.by, at) as running:
            running.begin(Record(0, row.host, row.key, row.version, own_key, None, None, 1, 0, {}), node, {})
        if row.left == 0 or node.trigger.timer is None:
            row.delete()
        else:
            _again(row, timers.again(node.trigger.timer, row.due, {}))
    return True


def schedule(
    *, host: str, definition: tuple[str, str], graph: Graph, business_key: str, by: str, at: dt.datetime
) -> list[dt.datetime]:
    key, version = definition
    found: list[dt.datetime] = []
    with transaction.atomic():
        models.Schedule.objects.filter(business_key=business_key, host=host, key=key).delete()
        for node in graph.entries(""):
            if node.trigger.timer is not None:
                due = timers.due(node.trigger.timer, {}, node.id, at)
                found.append(due.at)
                models.Schedule.objects.create(
                    host=host, key=key, version=version, element=node.id, business_key=business_key, due=due.at,
                    left=due.left, by=by,
                )  # fmt: skip
    return found


def _timer(number: int) -> models.Wait:
    row = models.Wait.objects.select_related("instance").filter(pk=number).exclude(due=None).first()
    if row is None:
        raise NotFound(_("The timer {number} no longer runs."), number=number)
    return row


def alarm_of(row: models.Wait) -> Alarm:
    """A running timer as a fact; expects `instance` to be fetched with the row."""
    node = graph_of(row.instance.host, row.instance.key, row.instance.version).nodes[row.element]
    due = row.due or row.instance.started
    return Alarm(row.pk, row.business_key, row.instance_id, row.element, due, node.properties, row.stuck)


def reschedule(*, timer: int, due: dt.datetime, by: str, at: dt.datetime) -> Alarm:
    with command(_timer(timer).business_key, by, at) as running:
        row = _timer(timer)
        row.due, row.stuck = due, ""
        row.save(update_fields=["due", "stuck"])
        running.record(row.instance_id).notes.append(Note("rescheduled", row.element, data={"due": due}))
        return alarm_of(row)


def retry(*, timer: int, by: str, at: dt.datetime) -> Alarm:
    with command(_timer(timer).business_key, by, at) as running:
        row = _timer(timer)
        row.stuck = ""
        row.save(update_fields=["stuck"])
        running.record(row.instance_id).notes.append(Note("retried", row.element))
        return alarm_of(row)
