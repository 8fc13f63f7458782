"""Types in FEEL text: `number`, `list<string>`, `context<a: number>`, `function<number> -> string`, own names."""

from __future__ import annotations

from tongban.engines.rules.cursor import Cursor
from tongban.engines.rules.lexer import Names
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
        cursor.expect(">", "to close the type")
        return found


def _name(cursor: Cursor) -> str:
    known = BUILT_IN.match(cursor.stream, cursor.position)
    if known:
        cursor.position += known[1]
        return known[0]
    name = cursor.name(member=True)
    if name is None:
        raise cursor.fault(f"expected a type, found {cursor.shown()}")
    while cursor.accept("."):
        name += f".{cursor.name(member=True)}"
    return name


def _members(cursor: Cursor) -> Type:
    members: list[tuple[str, Type]] = []
    for _ in cursor.listed(">"):
        name = cursor.raw_name((":",), "the name of a member")
        cursor.expect(":", "after the name of a member")
        members.append((name, type_of(cursor)))
    return Type("context", (), tuple(members))


def _function(cursor: Cursor) -> Type:
    cursor.take()
    parameters = [type_of(cursor) for _ in cursor.listed(">")]
    cursor.expect(">", "after the types of the parameters")
    cursor.expect("->", "before the type of the result")
    return Type("function", (*parameters, type_of(cursor)))
