"""OCEL 2.0 in its JSON form and its SQLite form, written as the log is read."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tongban.governance.performance.logs import Course
from tongban.governance.performance.objects import (
    BEGINNING,
    EVENT_ATTRIBUTES,
    OBJECT_TYPES,
    Deed,
    Outputs,
    Thing,
    deeds,
    things,
)

Read = Callable[[], Iterable[Course]]


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _array(name: str, items: Iterable[object]) -> Iterator[str]:
    yield f"{_text(name)}: ["
    for place, item in enumerate(items):
        yield (",\n" if place else "\n") + _text(item)
    yield "\n]"


def ocel_json(read: Read, outputs: Outputs) -> Iterator[str]:
    """The parts of the file, in order. `read` is called three times, so nothing is held: the types, objects, events."""
    types = sorted({deed.type for deed in deeds(read())})
    strings = [{"name": name, "type": "string"} for name in EVENT_ATTRIBUTES]
    yield "{"
    yield from _array("eventTypes", ({"name": name, "attributes": strings} for name in types))
    yield ",\n"
    yield from _array(
        "objectTypes",
        (
            {"name": name, "attributes": [{"name": one, "type": "string"} for one in attributes]}
            for name, attributes in OBJECT_TYPES.items()
        ),
    )
    yield ",\n"
    yield from _array("objects", (_object(one) for batch in things(read(), outputs) for one in batch))
    yield ",\n"
    yield from _array("events", (_event(one) for one in deeds(read())))
    yield "}\n"


def _related(relations: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"objectId": name, "qualifier": qualifier} for name, qualifier in relations]


def _object(one: Thing) -> dict[str, object]:
    values = [{"name": name, "time": BEGINNING, "value": value} for name, value in one.attributes.items()]
    return {"id": one.id, "type": one.type, "attributes": values, "relationships": _related(one.relations)}


def _event(one: Deed) -> dict[str, object]:
    values = [{"name": name, "value": value} for name, value in one.attributes.items()]
    return {
        "id": one.id, "type": one.type, "time": one.at, "attributes": values, "relationships": _related(one.relations)
    }  # fmt: skip


def table_name(name: str) -> str:
    """A type in the name of its table: letters and digits, told apart by a digest if any were lost."""
    plain = re.sub(r"[^A-Za-z0-9]", "", name)
    return plain if plain == name else f"{plain}{hashlib.sha256(name.encode()).hexdigest()[:8]}"


TABLES = (
    'CREATE TABLE "event" ("ocel_id" TEXT PRIMARY KEY, "ocel_type" TEXT)',
    'CREATE TABLE "object" ("ocel_id" TEXT PRIMARY KEY, "ocel_type" TEXT)',
    'CREATE TABLE "event_object" ("ocel_event_id" TEXT, "ocel_object_id" TEXT, "ocel_qualifier" TEXT)',
    'CREATE TABLE "object_object" ("ocel_source_id" TEXT, "ocel_target_id" TEXT, "ocel_qualifier" TEXT)',
    'CREATE TABLE "event_map_type" ("ocel_type" TEXT PRIMARY KEY, "ocel_type_map" TEXT)',
    'CREATE TABLE "object_map_type" ("ocel_type" TEXT PRIMARY KEY, "ocel_type_map" TEXT)',
)


def ocel_sqlite(path: Path, read: Read, outputs: Outputs) -> None:
    """Writes the relational form into a new file."""
    base = sqlite3.connect(path)
    try:
        with base:
            for statement in TABLES:
                base.execute(statement)
            for name, attributes in OBJECT_TYPES.items():
                _typed(base, "object", name, ("ocel_changed_field", *attributes))
            for batch in things(read(), outputs):
                for one in batch:
                    _write_object(base, one)
            known: set[str] = set()
            for deed in deeds(read()):
                if deed.type not in known:
                    known.add(deed.type)
                    _typed(base, "event", deed.type, EVENT_ATTRIBUTES)
                _write_event(base, deed)
    finally:
        base.close()


def _typed(base: sqlite3.Connection, what: str, name: str, columns: tuple[str, ...]) -> None:
    """The table of a type; its name holds letters and digits only."""
    listed = "".join(f', "{column}" TEXT' for column in columns)
    base.execute(f'CREATE TABLE "{what}_{table_name(name)}" ("ocel_id" TEXT, "ocel_time" TIMESTAMP{listed})')
    base.execute(f'INSERT INTO "{what}_map_type" VALUES (?, ?)', (name, table_name(name)))  # noqa: S608 (a word of ours)


def _write_object(base: sqlite3.Connection, one: Thing) -> None:
    base.execute('INSERT INTO "object" VALUES (?, ?)', (one.id, one.type))
    values = [one.attributes.get(name, "") for name in OBJECT_TYPES[one.type]]
    row = (one.id, BEGINNING, None, *values)
    marks = ", ".join("?" * len(row))
    base.execute(f'INSERT INTO "object_{table_name(one.type)}" VALUES ({marks})', row)  # noqa: S608 (letters and digits)
    base.executemany(
        'INSERT INTO "object_object" VALUES (?, ?, ?)', [(one.id, *relation) for relation in one.relations]
    )


def _write_event(base: sqlite3.Connection, one: Deed) -> None:
    base.execute('INSERT INTO "event" VALUES (?, ?)', (one.id, one.type))
    row = (one.id, one.at, *(one.attributes[name] for name in EVENT_ATTRIBUTES))
    marks = ", ".join("?" * len(row))
    base.execute(f'INSERT INTO "event_{table_name(one.type)}" VALUES ({marks})', row)  # noqa: S608 (letters and digits)
    base.executemany('INSERT INTO "event_object" VALUES (?, ?, ?)', [(one.id, *relation) for relation in one.relations])
