"""Running cases moved to another version of their process: proposed by one official, confirmed by another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import api as processes
from tongban.services.cases import colleagues, host
from tongban.services.cases.api.handing import refusing
from tongban.services.cases.errors import Incomplete, NotFound
from tongban.trust.audit import api as audit
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

MIGRATE, CONFIRM = "cases.migrate", "cases.migrate-confirm"
OBSTACLES = {
    "unmapped": _("“%(name)s” has no counterpart in the new version."),
    "kind": _("“%(name)s” would become a step of another kind."),
    "several": _("“%(name)s” is done by several in one version and by one in the other."),
    "inside": _("“%(name)s” lies inside another sub-process in the new version."),
    "flow": _("The way by which “%(name)s” was reached is not there in the new version."),
    "unreachable": _("No run of the new version has just these steps open at once (in “%(name)s”)."),
    "unknown": _("The new version has too many states to prove that the move is safe (in “%(name)s”)."),
    "ended": _("It has ended meanwhile."),
}


@dataclass(frozen=True)
class Migration:
    """A migration with the names of the people in it."""

    moving: processes.Moving
    proposed_by: str
    settled_by: str


def may_migrate(*, by: Subject, at: dt.datetime) -> bool:
    """Whether somebody may propose or confirm migrations."""
    return any(authority.can(subject=by, permission=one, at=at) for one in (MIGRATE, CONFIRM))


def may_confirm(*, migration: processes.Moving, by: Subject, at: dt.datetime) -> bool:
    """Whether somebody can be the second person for a migration."""
    return migration.proposed_by != by.person and bool(authority.can(subject=by, permission=CONFIRM, at=at))


def obstacle(one: processes.Obstacle) -> str:
    """Why a case cannot move, in words."""
    known = OBSTACLES.get(one.code)
    return str(known) % {"name": one.name or one.element} if known else one.code


def suggest_mapping(*, process: str, source: str, target: str, by: Subject, at: dt.datetime) -> dict[str, str]:
    """What most likely stands for each element in the new version. Raises Incomplete, Denied."""
    _looking(by, at)
    try:
        return processes.suggested(host=host.NAME, key=process, source=source, target=target)
    except processes.ProcessError as error:
        raise Incomplete("versions", error.message) from error


def preview_migration(
    *, process: str, source: str, target: str, mapping: Mapping[str, str], by: Subject, at: dt.datetime
) -> processes.Preview:
    """How many cases could move and which could not and why; nothing moves. Raises Incomplete, Denied."""
    _looking(by, at)
    try:
        return processes.preview(host=host.NAME, key=process, source=source, target=target, mapping=mapping)
    except processes.ProcessError as error:
        raise Incomplete("mapping", error.message) from error


def _looking(by: Subject, at: dt.datetime) -> None:
    if not may_migrate(by=by, at=at):
        authority.require(subject=by, permission=MIGRATE, at=at)


def propose_migration(
    *, process: str, source: str, target: str, mapping: Mapping[str, str], reason: str, by: Subject, at: dt.datetime
) -> int:
    """Proposes to move all running cases of a version; returns the migration's number. Raises Incomplete, Denied."""
    authority.require(subject=by, permission=MIGRATE, at=at)
    try:
        with transaction.atomic():
            number = processes.propose(
                host=host.NAME, key=process, source=source, target=target, mapping=mapping, reason=reason,
                by=by.person, at=at,
            )  # fmt: skip
            _note("propose-migration", number, process, by, at, source=source, target=target)
    except processes.ProcessError as error:
        raise Incomplete("reason" if not reason.strip() else "mapping", error.message) from error
    return number


def confirm_migration(*, migration: int, by: Subject, at: dt.datetime) -> None:
    """A second official confirms; from now on the cases move. Raises Conflict, NotFound, Denied."""
    authority.require(subject=by, permission=CONFIRM, at=at)
    found = _found(migration)
    with refusing(), transaction.atomic():
        processes.confirm(migration=migration, by=by.person, at=at)
        _note("confirm-migration", migration, found.key, by, at, proposed_by=found.proposed_by)


def cancel_migration(*, migration: int, by: Subject, at: dt.datetime) -> None:
    """Ends a migration; what has moved stays moved. Raises Conflict, NotFound, Denied."""
    _looking(by, at)
    found = _found(migration)
    with refusing(), transaction.atomic():
        processes.give_up(migration=migration, by=by.person, at=at)
        _note("cancel-migration", migration, found.key, by, at, moved=found.moved)


def migrations(*, process: str, by: Subject, at: dt.datetime) -> tuple[Migration, ...]:
    """The migrations of a process, the newest first. Raises Denied."""
    _looking(by, at)
    return tuple(
        Migration(
            one, colleagues.name_of(one.proposed_by), colleagues.name_of(one.settled_by) if one.settled_by else ""
        )
        for one in processes.movings(host=host.NAME, key=process)
    )


def _found(migration: int) -> processes.Moving:
    found = processes.moving(migration=migration)
    if found is None or found.host != host.NAME:
        raise NotFound
    return found


def _note(action: str, migration: int, process: str, by: Subject, at: dt.datetime, **detail: object) -> None:
    audit.record(
        at=at, by=by, action=f"cases.{action}", object=f"process:{process}", detail={"migration": migration, **detail}
    )
