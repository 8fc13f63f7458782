"""Every URL with its rule: what `tongban urls` prints, what the sweep walks and the system check demands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver

from tongban.trust.authority.permissions import declared_permissions
from tongban.trust.authority.rules import Access
from tongban.trust.authority.thirdparty import declared

METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


@dataclass(frozen=True)
class Route:
    """One URL pattern: `pattern` as Django writes it, `name` with its namespace, `methods` that the view
    knows, `rule` in words or empty when none is declared, `view` as a dotted name.
    """

    pattern: str
    name: str
    methods: tuple[str, ...]
    rule: str
    view: str


def dotted(view: Callable[..., Any]) -> str:
    """The dotted name of a view, of its class when it has one."""
    shown = getattr(view, "view_class", None) or view
    return f"{shown.__module__}.{getattr(shown, '__qualname__', type(shown).__name__)}"


def access_rule(view: Callable[..., Any]) -> Access | None:
    """The declared access of a view, or None: then the view is refused."""
    own = getattr(view, "access", None)
    if not isinstance(own, Access):
        own = getattr(getattr(view, "view_class", None), "access", None)
    return own if isinstance(own, Access) else declared(dotted(view))


def _methods(view: Callable[..., Any], rule: Access | None) -> tuple[str, ...]:
    if rule is not None and rule.methods:
        return rule.methods
    kind = getattr(view, "view_class", None)
    if kind is not None:
        return tuple(name.upper() for name in sorted(kind.http_method_names) if hasattr(kind, name))
    return METHODS


def _walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[tuple[str, str, Callable[..., Any]]]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, pattern, inner)
        elif isinstance(entry, URLPattern):
            yield pattern, f"{space}{entry.name}" if entry.name else "", entry.callback


def access_rules(*, urlconf: str | None = None) -> tuple[Route, ...]:
    """Every URL of the product (or of another `urlconf`) with methods and rule, in the order of resolution."""
    found = []
    for pattern, name, view in _walk(get_resolver(urlconf), "", ""):
        rule = access_rule(view)
        found.append(Route(pattern, name, _methods(view, rule), str(rule or ""), dotted(view)))
    return tuple(found)


def undeclared_views(app_configs: object = None, **_: object) -> list[CheckMessage]:
    """System check: a view without a rule is an error."""
    del app_configs
    return [
        Error(
            f"the view {route.view} at '{route.pattern}' declares no access rule",
            hint="put @access(PUBLIC), @access(SIGNED_IN) or @access('a.permission') on it",
            id="authority.E001",
        )
        for route in access_rules()
        if not route.rule
    ]


def undeclared_permissions(app_configs: object = None, **_: object) -> list[CheckMessage]:
    """System check: a view that asks for a permission nobody declares could never be opened."""
    del app_configs
    known = {permission.code for permission in declared_permissions()}
    asked = [
        (one.code, dotted(view))
        for _pattern, _name, view in _walk(get_resolver(), "", "")
        for one in getattr(access_rule(view), "rules", ())
        if one.kind == "permission" and one.code not in known
    ]
    return [
        Error(
            f"the view {view} asks for the permission {code!r}, which no block declares",
            hint="call authority.declare_permission in the block's apps.py",
            id="authority.E002",
        )
        for code, view in asked
    ]
