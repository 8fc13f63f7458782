"""The permissions that blocks declare: nothing can be granted or asked that nobody declared."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from tongban.kernel.declarations.api import Text
from tongban.trust.authority.subjects import OfficerKind


@dataclass(frozen=True)
class Permission:
    """What may be granted. `officer_only` reserves it for one of the three officers."""

    code: str
    title: Text
    officer_only: OfficerKind = ""


_DECLARED: dict[str, Permission] = {}


def declare_permission(code: str, title: Text, officer_only: OfficerKind = "") -> None:
    """Declares a permission; for `apps.py`. Raises ValueError when the code is declared otherwise already."""
    wanted = Permission(code, title, officer_only)
    if _DECLARED.setdefault(code, wanted) != wanted:
        raise ValueError(f"permission {code!r} is declared twice, differently")


def permission_of(code: str) -> Permission:
    """The declared permission. Raises LookupError that names the nearest one."""
    try:
        return _DECLARED[code]
    except KeyError:
        near = difflib.get_close_matches(code, _DECLARED, 1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise LookupError(f"no block declares the permission {code!r}{hint}") from None


def declared_permissions() -> tuple[Permission, ...]:
    """All declared permissions, by code."""
    return tuple(_DECLARED[code] for code in sorted(_DECLARED))
