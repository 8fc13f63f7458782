"""What a package says of units and roles: the shapes of `units/*.toml`, `roles.toml` and `roles/*.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tongban.kernel.declarations.api import Text, parse
from tongban.trust.authority.subjects import OfficerKind

CODE = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")


def _check_code(code: str) -> None:
    if not CODE.fullmatch(code):
        raise ValueError(f"code {code!r}: only a-z, 0-9, '.' and '-', at most 64 characters")


@dataclass(frozen=True)
class UnitEntry:
    """A government body. `parent` is a unit's code; empty for the root of a government."""

    code: str
    name: Text
    division: str
    kind: str
    parent: str = ""

    def __post_init__(self) -> None:
        _check_code(self.code)


@dataclass(frozen=True)
class PostEntry:
    """A post in a unit; `officer` makes it the post of one of the three officers."""

    code: str
    unit: str
    title: Text
    officer: OfficerKind = ""

    def __post_init__(self) -> None:
        _check_code(self.code)


@dataclass(frozen=True)
class UnitsFile:
    """`units/*.toml`."""

    units: tuple[UnitEntry, ...] = ()
    posts: tuple[PostEntry, ...] = ()


@dataclass(frozen=True)
class RoleEntry:
    """A named set of permissions."""

    code: str
    title: Text
    permissions: tuple[str, ...]

    def __post_init__(self) -> None:
        _check_code(self.code)


@dataclass(frozen=True)
class GrantEntry:
    """Posts hold a role or a permission within a scope: a unit's code, "own" for the post's own unit, or "*" for
    every unit. A post may be a pattern such as "*.clerk": every post of business, now and later, that it fits.
    `condition` is what the object must fulfil, in FEEL.
    """

    posts: tuple[str, ...]
    scope: str
    role: str = ""
    permission: str = ""
    max_level: int = 0
    purposes: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    reason: str = ""
    condition: str = ""

    def __post_init__(self) -> None:
        if bool(self.role) == bool(self.permission):
            raise ValueError("a grant names either one role or one permission")


@dataclass(frozen=True)
class RolesFile:
    """`roles.toml` or `roles/*.toml`."""

    roles: tuple[RoleEntry, ...] = ()
    grants: tuple[GrantEntry, ...] = ()

    def permissions(self) -> Iterator[tuple[str, str]]:
        """Every permission that the file names, with its key path."""
        for i, role in enumerate(self.roles):
            for j, code in enumerate(role.permissions):
                yield f"roles[{i}].permissions[{j}]", code
        for i, entry in enumerate(self.grants):
            if entry.permission:
                yield f"grants[{i}].permission", entry.permission


def read_units(text: str, source: str) -> UnitsFile:
    """Parses a units file. Raises DeclarationError."""
    return parse(text, UnitsFile, source=source)


def read_roles(text: str, source: str) -> RolesFile:
    """Parses a roles file. Raises DeclarationError."""
    return parse(text, RolesFile, source=source)
