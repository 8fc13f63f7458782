"""Built-ins over contexts and truth values."""

from __future__ import annotations

from typing import Any

from tongban.engines.rules.builtins.registry import Undefined, builtin
from tongban.engines.rules.run import Run
from tongban.engines.rules.saying import say


@builtin("not(negand: boolean|null)")
def _not(_: Run, value: bool | None) -> bool | None:  # noqa: FBT001 (a truth value is the operand)
    return None if value is None else not value


@builtin("get value(m: context, key: string)")
def _get(_: Run, context: dict[str, Any], key: str) -> Any:
    return context.get(key)


@builtin("get entries(m: context)")
def _entries(_: Run, context: dict[str, Any]) -> list[Any]:
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context put(context: context, key: string, value: any)")
def _put(run: Run, context: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    run.charge(len(context))
    return {**context, key: value}


@builtin("context put(context: context, keys: list, value: any)")
def _put_inside(run: Run, context: dict[str, Any], keys: list[Any], value: Any) -> dict[str, Any]:
    if not keys or any(type(key) is not str for key in keys):
        raise Undefined(say("keys-must-be-texts-one-at"))
    whole = inner = dict(context)
    for key in keys[:-1]:
        run.charge(1 + len(inner))
        if type(inner.get(key)) is not dict:
            raise Undefined(say("there-is-no-context-under-key", key=key))
        inner[key] = dict(inner[key])
        inner = inner[key]
    inner[keys[-1]] = value
    return whole


@builtin("context merge(contexts: list)")
def _merge(run: Run, contexts: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for context in contexts:
        if type(context) is not dict:
            raise Undefined(say("list-not-only-contexts"))
        run.charge(len(context))
        found.update(context)
    return found


@builtin("context(entries: list)")
def _context(_: Run, entries: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for entry in entries:
        if type(entry) is not dict or type(entry.get("key")) is not str or "value" not in entry:
            raise Undefined(say("entry-needs-text-key-and-value"))
        if entry["key"] in found:
            raise Undefined(say("key-is-given-twice", entry=entry["key"]))
        found[entry["key"]] = entry["value"]
    return found
