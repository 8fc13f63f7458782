"""What can be wrong with a package's units and roles: each fault with its place and what would be right."""

from __future__ import annotations

import difflib
import fnmatch
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.utils.translation import override

from tongban.kernel.declarations.api import Item, Package, Problem
from tongban.trust.authority.conditions import check_condition
from tongban.trust.authority.declarations import PostEntry, RoleEntry, RolesFile, UnitEntry, UnitsFile
from tongban.trust.authority.errors import Refused
from tongban.trust.authority.grants import EVERY_UNIT
from tongban.trust.authority.holders import OWN_UNIT, check_duty, is_pattern
from tongban.trust.authority.models import Post, Role, Unit
from tongban.trust.authority.permissions import declared_permissions


@dataclass(frozen=True)
class Known:
    """Everything that the package and the node together know, by code."""

    units: dict[str, str]  # code of the parent
    posts: dict[str, str]  # officer's duty
    roles: dict[str, tuple[str, ...]]  # permissions
    permissions: frozenset[str] = field(default_factory=lambda: frozenset(p.code for p in declared_permissions()))


def _known(package: Package) -> Known:
    units = {code: parent or "" for code, parent in Unit.objects.values_list("code", "parent__code")}
    posts = dict(Post.objects.values_list("code", "officer"))
    roles = {code: tuple(permissions) for code, permissions in Role.objects.values_list("code", "permissions")}
    for item in package.of("units"):
        units |= {entry.code: entry.parent for entry in item.value.units if entry.code not in units}
        posts |= {entry.code: entry.officer for entry in item.value.posts}
    for item in package.of("roles"):
        roles |= {entry.code: entry.permissions for entry in item.value.roles}
    return Known(units, posts, roles)


def _unknown(item: Item, path: str, what: str, code: str, known: Collection[str]) -> Iterator[Problem]:
    if code not in known:
        near = difflib.get_close_matches(code, known, 1)
        yield Problem(item.source, path, f"unknown {what} {code!r}", f"did you mean {near[0]!r}?" if near else "")


def _twice(item: Item, path: str, codes: Collection[str]) -> Iterator[Problem]:
    for code, times in Counter(codes).items():
        if times > 1:
            yield Problem(item.source, path, f"{code!r} is declared {times} times", "keep one")


def check_units(package: Package, item: Item) -> Iterator[Problem]:
    """Unknown parents and units, codes declared twice, units that move, circles, posts that change their duty."""
    file: UnitsFile = item.value
    known = _known(package)
    everywhere: list[UnitsFile] = [one.value for one in package.of("units")]
    yield from _twice(item, "units", [e.code for f in everywhere for e in f.units])
    yield from _twice(item, "posts", [e.code for f in everywhere for e in f.posts])
    for i, unit in enumerate(file.units):
        yield from _check_unit(item, f"units[{i}]", unit, known)
    for i, post in enumerate(file.posts):
        yield from _unknown(item, f"posts[{i}].unit", "unit", post.unit, known.units)
        yield from _check_duty_kept(item, f"posts[{i}].officer", post)


def _check_unit(item: Item, path: str, unit: UnitEntry, known: Known) -> Iterator[Problem]:
    if unit.parent:
        yield from _unknown(item, f"{path}.parent", "unit", unit.parent, known.units)
    if known.units[unit.code] != unit.parent:
        yield Problem(
            item.source, f"{path}.parent", f"unit {unit.code!r} stands under {known.units[unit.code]!r}",
            "a unit does not move: close it and declare another",
        )  # fmt: skip
    seen, above = {unit.code}, unit.parent
    while above and above not in seen:
        seen.add(above)
        above = known.units.get(above, "")
    if above:
        yield Problem(item.source, f"{path}.parent", f"unit {unit.code!r} stands under itself")


def _check_duty_kept(item: Item, path: str, post: PostEntry) -> Iterator[Problem]:
    before = Post.objects.filter(code=post.code).values_list("officer", flat=True).first()
    if before is not None and before != post.officer:
        yield Problem(item.source, path, f"post {post.code!r} cannot become another officer's", "declare another post")


def check_roles(package: Package, item: Item) -> Iterator[Problem]:
    """Unknown permissions, roles, posts and units, roles of another package, officers' permissions in wrong hands."""
    file: RolesFile = item.value
    known = _known(package)
    yield from _twice(item, "roles", [e.code for one in package.of("roles") for e in one.value.roles])
    for path, code in file.permissions():
        yield from _unknown(item, path, "permission", code, known.permissions)
    for i, role in enumerate(file.roles):
        yield from _check_owner(item, f"roles[{i}].code", role, package.system.id)
    for i, entry in enumerate(file.grants):
        path = f"grants[{i}]"
        if entry.scope not in (EVERY_UNIT, OWN_UNIT):
            yield from _unknown(item, f"{path}.scope", "unit", entry.scope, known.units)
        if entry.role:
            yield from _unknown(item, f"{path}.role", "role", entry.role, known.roles)
        asked = known.roles.get(entry.role, ()) if entry.role else (entry.permission,)
        yield from _check_condition(item, f"{path}.condition", entry.condition, asked, known)
        for j, post in enumerate(entry.posts):
            if is_pattern(post):
                yield from _check_pattern(item, f"{path}.posts[{j}]", post, known)
                continue
            yield from _unknown(item, f"{path}.posts[{j}]", "post", post, known.posts)
            yield from _check_hands(item, f"{path}.posts[{j}]", known.posts.get(post), asked, known)


def _check_condition(item: Item, path: str, condition: str, asked: tuple[str, ...], known: Known) -> Iterator[Problem]:
    try:
        with override("en"):  # like every problem of a package
            check_condition(condition, [code for code in asked if code in known.permissions])
    except Refused as error:
        yield Problem(item.source, path, str(error))


def _check_pattern(item: Item, path: str, post: str, known: Known) -> Iterator[Problem]:
    if not fnmatch.filter(known.posts, post):
        hint = "right when the city that has such posts is loaded later"
        yield Problem(item.source, path, f"no post fits {post!r} yet", hint, "warning")


def _check_owner(item: Item, path: str, role: RoleEntry, package: str) -> Iterator[Problem]:
    owner = Role.objects.filter(code=role.code).values_list("package", flat=True).first()
    if owner not in (None, package):
        yield Problem(item.source, path, f"role {role.code!r} belongs to package {owner}", "give it another code")


def _check_hands(item: Item, path: str, duty: str | None, asked: tuple[str, ...], known: Known) -> Iterator[Problem]:
    if duty is None or not set(asked) <= known.permissions:
        return
    try:
        check_duty(duty, asked)
    except Refused as error:
        with override("en"):  # like every problem of a package
            message = str(error)
        yield Problem(item.source, path, message)
