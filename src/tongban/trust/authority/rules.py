"""Which rule guards a view: declared beside the view, listed for the sweep, enforced by the middleware."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

V = TypeVar("V", bound=Callable[..., Any])
RuleKind = Literal["public", "signed_in", "resident", "official", "officer", "program", "permission"]


@dataclass(frozen=True)
class Rule:
    """One rule. `code` is the permission, or the officer's duty."""

    kind: RuleKind
    code: str = ""

    def __str__(self) -> str:
        return f"{self.kind}({self.code})" if self.code else self.kind


PUBLIC = Rule("public")
SIGNED_IN = Rule("signed_in")
RESIDENT = Rule("resident")
OFFICIAL = Rule("official")
PROGRAM = Rule("program")


def officer(duty: Literal["system", "security", "audit"]) -> Rule:
    """Only the officer with this duty."""
    return Rule("officer", duty)


def permission(code: str) -> Rule:
    """Whoever holds the permission somewhere; the view itself narrows by `require` or `visible_to`."""
    return Rule("permission", code)


@dataclass(frozen=True)
class Access:
    """The rules of a view, any of which suffices, and its methods (empty: the view decides)."""

    rules: tuple[Rule, ...]
    methods: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " | ".join(map(str, self.rules))


def access(*rules: Rule | str, methods: tuple[str, ...] = ()) -> Callable[[V], V]:
    """Declares who may call a view (function or class): one of the rules must hold; a text is a permission code.

    `@access(PUBLIC)`, `@access("cases.decide")`, `@access(RESIDENT, OFFICIAL, methods=("GET", "POST"))`.
    Raises TypeError when no rule is given.
    """
    if not rules:
        raise TypeError("access() needs at least one rule; say PUBLIC when everybody may")
    declared = Access(tuple(permission(r) if isinstance(r, str) else r for r in rules), tuple(methods))

    def mark(view: V) -> V:
        view.access = declared  # type: ignore[attr-defined]  # the mark that access_rule() reads
        return view

    return mark
