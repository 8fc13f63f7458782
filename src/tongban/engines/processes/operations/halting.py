"""Processes that stand still by order, and go on.

While one stands still no step is completed, sent back or taken back and no timer fires. Timers keep their due time:
what fell due meanwhile fires as soon as the process goes on, for an order inside the administration moves no date of
the law.
What comes from outside, a message or the reply of a service, is taken in all the same: who sent it cannot know.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tongban.engines.processes import models, rows
from tongban.engines.processes.command import command
from tongban.engines.processes.operations.common import note, written


def suspend(*, business_key: str, reason: str, by: str, at: dt.datetime) -> int:
    """Stops everything under a business key; returns how many instances. Again: 0."""
    return _turn(business_key, to="suspended", reason=written(reason), by=by, at=at)


def resume(*, business_key: str, by: str, at: dt.datetime) -> int:
    """Lets everything under a business key go on; returns how many instances. Again: 0."""
    return _turn(business_key, to="running", reason="", by=by, at=at)


def halted(business_keys: Iterable[str]) -> frozenset[str]:
    """Those of these business keys under which something stands still. One query."""
    still = models.Instance.objects.filter(business_key__in=list(business_keys), status="suspended")
    return frozenset(still.values_list("business_key", flat=True))


def _turn(business_key: str, *, to: str, reason: str, by: str, at: dt.datetime) -> int:
    """Stops what runs, or lets go on what stands still; returns how many instances it was."""
    stopped, turned = to == "suspended", 0
    with command(business_key, by, at) as running:
        for record in running.records.values():
            if record.suspended == stopped:
                continue
            rows.update(models.Instance, {"status": to}, {"id": record.id})
            rows.update(models.Wait, {"held": stopped}, {"instance_id": record.id})
            record.suspended = stopped
            data = {"reason": reason} if reason else {"status": to}
            note(record, "suspended" if stopped else "resumed", "", **data)
            turned += 1
    return turned
