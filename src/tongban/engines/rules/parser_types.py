"""Types in FEEL text: `number`, `list<string>`, `context<a: number>`, `function<number> -> string`, own names."""

from __future__ import annotations

from tongban.engines.rules.cursor import Cursor
from tongban.engines.rules.lexer import Names
from tongban.engines.rules.saying import say
from tongban.engines.rules.tree import Type

BUILT_IN = Names().extended(("date and time", "days and time duration", "years and months duration"))


def type_of(cursor: Cursor) -> Type:
    """Takes a type."""
    with cursor.deeper():
        name = _name(cursor)
        if name == "function" and cursor.at("<"):
            return _function(cursor)
        if not cursor.accept("<"):
            return Type(name)
        found = _members(cursor) if name == "context" else Type(name, (type_of(cursor),))
        cursor.expect(">", say("to-close-type"))
        return found


def _name(cursor: Cursor) -> str:
    known = BUILT_IN.match(cursor.stream, cursor.position)
    if known:
        cursor.position += known[1]
        return known[0]
    name = cursor.name(member=True)
    if name is None:
        raise cursor.fault(say("expected-type-found", found=cursor.shown()))
    while cursor.accept("."):
        name += f".{cursor.name(member=True)}"
    return name


def _members(cursor: Cursor) -> Type:
    members: list[tuple[str, Type]] = []
    for _ in cursor.listed(">"):
        name = cursor.raw_name((":",), say("name-of-member"))
        cursor.expect(":", say("after-name-of-member"))
        members.append((name, type_of(cursor)))
    return Type("context", (), tuple(members))


def _function(cursor: Cursor) -> Type:
    cursor.take()
    parameters = [type_of(cursor) for _ in cursor.listed(">")]
    cursor.expect(">", say("after-types-of-parameters"))
    cursor.expect("->", say("before-type-of-result"))
    return Type("function", (*parameters, type_of(cursor)))
