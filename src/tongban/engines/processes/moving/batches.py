"""Many instances moved: proposed by one person, confirmed by a second, carried out one transaction an instance.

The migration's row says which instance was dealt with last, and it is written in the transaction of that instance:
after a crash the next round goes on where it was, and each instance is dealt with once, by however many workers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict

from django.db import Error, IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import models
from tongban.engines.processes.command import command
from tongban.engines.processes.errors import NotFound, ProcessError
from tongban.engines.processes.host import graph_of
from tongban.engines.processes.moving.carrying import carry
from tongban.engines.processes.moving.mapping import Obstacle
from tongban.engines.processes.operations.common import written

OPEN = ("running", "suspended")


def propose(
    *,
    host: str,
    key: str,
    source: str,
    target: str,
    mapping: Mapping[str, str],
    reason: str,
    by: str,
    at: dt.datetime,
) -> int:
    """Proposes to move every instance of a version to another; returns the migration's number. Nothing moves yet.

    Raises ProcessError for versions or elements that are not there, and while another migration of the process is open.
    """
    words = written(reason)
    check(host, key, source, target, mapping)
    try:
        with transaction.atomic():
            row = models.Migration.objects.create(
                host=host, key=key, source=source, target=target, mapping=dict(mapping), reason=words, proposed=at,
                proposed_by=by,
            )  # fmt: skip
    except IntegrityError:
        raise ProcessError(_("Another migration of this process is open. Finish it or give it up first.")) from None
    return row.pk


def check(host: str, key: str, source: str, target: str, mapping: Mapping[str, str]) -> None:
    """Raises ProcessError for a plan that fits no instance at all."""
    if source == target:
        raise ProcessError(_("Choose two different versions."))
    try:
        old, new = graph_of(host, key, source), graph_of(host, key, target)
    except LookupError:
        raise ProcessError(_("There is no such version of {key}."), key=key) from None
    for one, other in mapping.items():
        if one not in old.nodes or other not in new.nodes:
            raise ProcessError(_("The versions have no such elements: {one} → {other}."), one=one, other=other)
        if old.nodes[one].kind != new.nodes[other].kind:
            raise ProcessError(_("{other} is of another kind than {one}."), one=one, other=other)


def confirm(*, migration: int, by: str, at: dt.datetime) -> None:
    """A second person confirms: from now on instances are moved. Raises ProcessError for who proposed it."""
    with transaction.atomic():
        row = _locked(migration, "proposed")
        if row.proposed_by == by:
            raise ProcessError(_("Whoever proposed a migration cannot confirm it. Ask somebody else."))
        row.state, row.settled, row.settled_by = "running", at, by
        row.save(update_fields=["state", "settled", "settled_by"])


def give_up(*, migration: int, by: str, at: dt.datetime) -> None:
    """Ends a migration that is proposed or under way; what was moved stays moved."""
    with transaction.atomic():
        row = _locked(migration, "proposed", "running")
        row.state, row.ended = "cancelled", at
        if not row.settled_by:
            row.settled, row.settled_by = at, by
        row.save(update_fields=["state", "ended", "settled", "settled_by"])


def _locked(migration: int, *states: str) -> models.Migration:
    row = models.Migration.objects.select_for_update().filter(pk=migration).first()
    if row is None:
        raise NotFound(_("There is no migration {number}."), number=migration)
    if row.state not in states:
        raise ProcessError(_("This migration is not open any more."))
    return row


def instances(row: models.Migration) -> QuerySet[models.Instance]:
    """The instances that a migration has yet to deal with, in their order."""
    found = models.Instance.objects.filter(host=row.host, key=row.key, version=row.source, status__in=OPEN)
    return found.filter(pk__gt=row.last).order_by("pk")


def advance(*, at: dt.datetime, limit: int = 200) -> int:
    """Goes on with the migrations that are under way; returns how many instances were dealt with."""
    dealt = 0
    for number in models.Migration.objects.filter(state="running").order_by("pk").values_list("pk", flat=True):
        while dealt < limit and _next(number, at):
            dealt += 1
    return dealt


def _next(migration: int, at: dt.datetime) -> bool:
    """Deals with one instance; says whether there was one."""
    with transaction.atomic():
        row = models.Migration.objects.select_for_update().filter(pk=migration, state="running").first()
        if row is None:
            return False
        following = instances(row).values_list("pk", "business_key").first()
        if following is None:
            row.state, row.ended = "done", at
            row.save(update_fields=["state", "ended"])
            return False
        number, business_key = following
        why = _move(row, number, business_key, at)
        if why:
            reasons = [asdict(one) for one in why]
            models.Refusal.objects.create(migration=row, instance_id=number, reasons=reasons)
        row.last = number
        row.moved, row.refused = row.moved + (not why), row.refused + bool(why)
        row.save(update_fields=["last", "moved", "refused"])
    return True


def _move(row: models.Migration, instance: int, business_key: str, at: dt.datetime) -> tuple[Obstacle, ...]:
    """Moves one instance, or says why not. A host or model that cannot is a reason too, and stops no other instance."""
    try:
        with command(business_key, row.settled_by, at) as running:
            record = running.records.get(instance)
            if record is None:
                return (Obstacle("ended", "", graph_of(row.host, row.key, row.source).name),)
            return carry(running, record, row.target, graph_of(row.host, row.key, row.target), row.mapping)
    except Error:
        raise
    except (ProcessError, LookupError, ValueError) as error:
        return (Obstacle(f"failed: {error}"[:300], "", graph_of(row.host, row.key, row.source).name),)
