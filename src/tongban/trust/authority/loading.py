"""Loading a package makes its units, posts, roles and grants: a system act, the same when repeated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from tongban.kernel.declarations.api import Item, Package, current_all
from tongban.trust.audit import api as audit
from tongban.trust.authority.declarations import GrantEntry, PostEntry, RolesFile, UnitEntry, UnitsFile
from tongban.trust.authority.grants import EVERY_UNIT
from tongban.trust.authority.holders import OWN_UNIT, fitting
from tongban.trust.authority.models import PATH_STEP, Grant, Post, Role, Unit
from tongban.trust.authority.subjects import SYSTEM

WIDEST = 10**PATH_STEP - 2  # the last step keeps a successor


def install(package: Package, item: Item, at: dt.datetime) -> None:
    """The publishing hook of both kinds: whichever file changed, the package's whole tree is settled, and the grants
    of every package, for a pattern may fit posts that another package brings.
    """
    del item
    files: list[UnitsFile] = [one.value for one in package.of("units")]
    roles: list[RolesFile] = [one.value for one in package.of("roles")]
    everywhere = {one.key: one.value for one in (*current_all("roles"), *package.of("roles"))}
    made = _units([entry for file in files for entry in file.units])
    made += _posts([entry for file in files for entry in file.posts])
    made += _roles(roles, package.system.id)
    made += sum(_grants(file.grants, f"roles:{key}", at) for key, file in everywhere.items())
    if made:
        name = f"package:{package.system.id}"
        audit.record(at=at, by=SYSTEM, action="authority.load", object=name, detail={"changes": made})


def _save(model: Any, row: Any, values: dict[str, Any]) -> int:
    """Writes what differs; returns 1 when something did."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if changed:
        model.objects.filter(pk=row.pk).update(**changed)
    return int(bool(changed))


def _units(entries: list[UnitEntry]) -> int:
    known = {row.code: row for row in Unit.objects.all()}
    waiting, made = list(entries), 0
    while waiting:
        ready = [entry for entry in waiting if not entry.parent or entry.parent in known]
        waiting = [entry for entry in waiting if entry not in ready]
        if not ready:
            raise LookupError(f"the parent units of {', '.join(entry.code for entry in waiting)} form a circle")
        for entry in ready:
            values = {
                "name_zh": entry.name.zh, "name_en": entry.name.en, "division": entry.division, "kind": entry.kind,
                "closed_at": None,
            }  # fmt: skip
            if entry.code in known:
                made += _save(Unit, known[entry.code], values)
            else:
                parent = known.get(entry.parent)
                known[entry.code] = Unit.objects.create(
                    code=entry.code, parent=parent, path=_next_path(parent), **values
                )
                made += 1
    return made


def _next_path(parent: Unit | None) -> str:
    if parent is not None:
        Unit.objects.select_for_update().get(pk=parent.pk)
    last = Unit.objects.filter(parent=parent).order_by("-path").values_list("path", flat=True).first()
    number = int(last[-PATH_STEP:]) + 1 if last else 1
    if number > WIDEST:
        raise OverflowError(f"a unit has at most {WIDEST} units directly below it")
    return (parent.path if parent else "") + str(number).zfill(PATH_STEP)


def _posts(entries: list[PostEntry]) -> int:
    known = {row.code: row for row in Post.objects.all()}
    units = dict(Unit.objects.values_list("code", "pk"))
    made = 0
    for entry in entries:
        values = {
            "unit_id": units[entry.unit], "title_zh": entry.title.zh, "title_en": entry.title.en,
            "officer": entry.officer,
        }  # fmt: skip
        if entry.code in known:
            made += _save(Post, known[entry.code], values)
        else:
            Post.objects.create(code=entry.code, **values)
            made += 1
    return made


def _roles(files: Iterable[RolesFile], package: str) -> int:
    known = {row.code: row for row in Role.objects.all()}
    made = 0
    for entry in (role for file in files for role in file.roles):
        values = {
            "title_zh": entry.title.zh, "title_en": entry.title.en, "permissions": sorted(entry.permissions),
            "package": package,
        }  # fmt: skip
        if entry.code in known:
            made += _save(Role, known[entry.code], values)
        else:
            Role.objects.create(code=entry.code, **values)
            made += 1
    return made


Key = tuple[str, str, int | None, int | None, int, tuple[str, ...], tuple[str, ...], str]


def _key(row: Grant) -> Key:
    return (
        row.holder, row.permission, row.role_id, row.scope_id, row.max_level, tuple(row.purposes), tuple(row.zones),
        row.condition,
    )  # fmt: skip


def _declared(entries: Iterable[GrantEntry]) -> dict[Key, str]:
    """Every grant that a file asks for, with its reason. What is not there yet (the role of a package that is being
    loaded, the posts of a city to come) is granted when it comes.
    """
    roles = {row.code: row for row in Role.objects.all()}
    units = dict(Unit.objects.values_list("code", "pk"))
    posts = {row.code: row for row in Post.objects.all()}
    found: dict[Key, str] = {}
    for entry in entries:
        role = roles.get(entry.role)
        if (entry.role and role is None) or not (entry.scope in units or entry.scope in (EVERY_UNIT, OWN_UNIT)):
            continue
        asked = role.permissions if role else (entry.permission,)
        for post in fitting(entry.posts, {code: row.officer for code, row in posts.items()}, asked):
            scope = posts[post].unit_id if entry.scope == OWN_UNIT else units.get(entry.scope)
            key = (
                f"post:{post}", entry.permission, role.pk if role else None, scope, entry.max_level,
                tuple(sorted(entry.purposes)), tuple(sorted(entry.zones)), entry.condition,
            )  # fmt: skip
            found[key] = entry.reason
    return found


def _grants(entries: Iterable[GrantEntry], origin: str, at: dt.datetime) -> int:
    """What the file no longer asks for ends; what an officer ended stays ended."""
    wanted = _declared(entries)
    old = {_key(row): row for row in Grant.objects.filter(origin=origin).order_by("id")}
    gone = [row.pk for key, row in old.items() if key not in wanted and row.ended_at is None]
    Grant.objects.filter(pk__in=gone).update(
        ended_at=at, ended_by=SYSTEM.person, end_reason=f"no longer declared by {origin}"
    )
    new = [
        Grant(
            holder=key[0], permission=key[1], role_id=key[2], scope_id=key[3], max_level=key[4],
            purposes=list(key[5]), zones=list(key[6]), condition=key[7], since=at, origin=origin,
            reason=reason or f"declared by {origin}",
            proposed_by=SYSTEM.person, proposed_at=at, approved_by=SYSTEM.person, approved_at=at,
        )
        for key, reason in wanted.items()
        if key not in old or old[key].ended_by == SYSTEM.person
    ]  # fmt: skip
    Grant.objects.bulk_create(new)
    return len(gone) + len(new)
