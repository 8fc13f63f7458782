"""The log in exchange formats, read back by readers that know only the formats."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import pytest
from lxml import etree

from tongban.engines.processes.models import History
from tongban.governance.performance import api
from tongban.governance.performance.api import Query
from tongban.governance.performance.tests.test_report import NOW
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Denied

XES = "{http://www.xes-standard.org/}"
KINDS = {"string", "date", "int", "float", "boolean", "id", "list", "container"}
LIFECYCLE = {
    "schedule", "assign", "withdraw", "reassign", "start", "suspend", "resume", "pi_abort", "ate_abort", "complete",
    "autoskip", "manualskip", "unknown",
}  # fmt: skip
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def written(played, by, kind: str) -> bytes:
    return b"".join(api.export(key="past", graphs=played, query=Query(), kind=kind, by=by, at=NOW))


def values(element) -> dict[str, str]:
    return {one.get("key"): one.get("value") for one in element if one.get("key") is not None}


def test_xes_has_the_order_and_the_attributes_that_the_standard_asks_for(played, leader) -> None:
    log = etree.fromstring(written(played, leader, "xes"))
    assert (log.tag, log.get("xes.version"), log.get("xes.features")) == (f"{XES}log", "1849-2016", "")
    order = [one.tag.removeprefix(XES) for one in log]
    ranks = ["extension", "global", "classifier", *sorted(KINDS), "trace"]
    places = [min(ranks.index(tag), ranks.index("boolean")) if tag in KINDS else ranks.index(tag) for tag in order]
    assert places == sorted(places)
    prefixes = {one.get("prefix") for one in log.iter(f"{XES}extension")}
    assert prefixes == {"concept", "lifecycle", "org", "time"}
    for one in log.iter():
        if one.tag.removeprefix(XES) in KINDS:
            assert one.get("key") is not None
            assert ":" not in one.get("key") or one.get("key").partition(":")[0] in prefixes
    for scope in log.iter(f"{XES}global"):
        wanted = {one.get("key") for one in scope}
        for element in log.iter(XES + scope.get("scope")):
            assert wanted <= set(values(element))


def test_xes_tells_what_happened(played, leader) -> None:
    log = etree.fromstring(written(played, leader, "xes"))
    traces = list(log.iter(f"{XES}trace"))
    assert [values(trace)["concept:name"] for trace in traces] == [f"case-{number}" for number in range(6)]
    events = [values(event) for trace in traces for event in trace.iter(f"{XES}event")]
    assert {event["lifecycle:transition"] for event in events} <= LIFECYCLE
    assert all(MOMENT.fullmatch(event["time:timestamp"]) for event in events)
    done = [event for event in events if event["lifecycle:transition"] == "complete" and event["element"] == "a"]
    assert len(done) == History.objects.filter(kind="completed", element="a").count() == 8
    assert {event["org:group"] for event in done} == {"one"}
    for trace in traces:
        moments = [values(event)["time:timestamp"] for event in trace.iter(f"{XES}event")]
        assert moments == sorted(moments)


def check_ocel(types: dict, objects: dict, events: dict) -> None:
    """What OCEL 2.0 demands of either form, and the facts of this past."""
    assert {kind for kind, _relations in objects.values()} <= types["object"]
    assert {event["type"] for event in events.values()} <= types["event"]
    for event in events.values():
        assert {name for name, _qualifier in event["relations"]} <= set(objects)
    for _kind, relations in objects.values():
        assert {name for name, _qualifier in relations} <= set(objects)
    assert sum(kind == "case" for kind, _ in objects.values()) == 6
    assert sum(kind == "task" for kind, _ in objects.values()) == 8 + 6
    assert {name for name, (kind, _) in objects.items() if kind == "unit"} == {"unit:one", "unit:two"}
    assert sum(event["type"] == "Step a (completed)" for event in events.values()) == 8
    assert all(MOMENT.fullmatch(event["time"]) for event in events.values())


def test_ocel_json_is_read_back(played, leader) -> None:
    found = json.loads(written(played, leader, "ocel-json"))
    assert set(found) == {"eventTypes", "objectTypes", "events", "objects"}
    pairs = lambda one: [(rel["objectId"], rel["qualifier"]) for rel in one["relationships"]]  # noqa: E731
    check_ocel(
        {
            "event": {one["name"] for one in found["eventTypes"]},
            "object": {one["name"] for one in found["objectTypes"]},
        },
        {one["id"]: (one["type"], pairs(one)) for one in found["objects"]},
        {one["id"]: {"type": one["type"], "time": one["time"], "relations": pairs(one)} for one in found["events"]},
    )
    assert len({one["id"] for one in found["events"]}) == len(found["events"])
    assert all({"name", "time", "value"} == set(value) for one in found["objects"] for value in one["attributes"])


def test_ocel_sqlite_is_read_back(played, leader, tmp_path: Path) -> None:
    file = tmp_path / "log.sqlite"
    file.write_bytes(written(played, leader, "ocel-sqlite"))
    base = sqlite3.connect(file)
    ask = lambda sql: base.execute(sql).fetchall()  # noqa: E731
    maps = {what: dict(ask(f"SELECT ocel_type, ocel_type_map FROM {what}_map_type")) for what in ("event", "object")}  # noqa: S608 (names of our own file)
    times = {}
    for name, table in maps["event"].items():
        for number, moment in ask(f'SELECT ocel_id, ocel_time FROM "event_{table}"'):  # noqa: S608 (names of our own file)
            times[number] = (name, moment)
    for name, table in maps["object"].items():
        rows = ask(f'SELECT ocel_id, ocel_changed_field FROM "object_{table}"')  # noqa: S608 (names of our own file)
        assert {one for one, _ in rows} == {
            one
            for (one,) in ask(f"SELECT ocel_id FROM object WHERE ocel_type = '{name}'")  # noqa: S608 (names of our own file)
        }
        assert all(changed is None for _one, changed in rows)
    related, kin = {}, {}
    for number, other, qualifier in ask("SELECT * FROM event_object"):
        related.setdefault(number, []).append((other, qualifier))
    for number, other, qualifier in ask("SELECT * FROM object_object"):
        kin.setdefault(number, []).append((other, qualifier))
    events = {
        number: {"type": kind, "time": times[number][1], "relations": related[number]}
        for number, kind in ask("SELECT * FROM event")
    }
    assert {number: kind for number, (kind, _) in times.items()} == {
        number: one["type"] for number, one in events.items()
    }
    check_ocel(
        {what: set(known) for what, known in maps.items()},
        {number: (kind, kin.get(number, [])) for number, kind in ask("SELECT * FROM object")},
        events,
    )
    base.close()


@pytest.mark.parametrize("kind", ["xes", "ocel-json", "ocel-sqlite"])
def test_no_person_leaves_in_a_log(played, leader, kind: str) -> None:
    text = written(played, leader, kind)
    for name in (b"person:", b"anna", b'bo"', b'cy"'):
        assert name not in text


def test_an_export_is_in_the_ledger_and_needs_its_permission(played, leader, official) -> None:
    before = audit.waiting()
    written(played, leader, "xes")
    assert audit.waiting() == before + 1
    with pytest.raises(Denied):
        written(played, official("performance.read", name="reader"), "xes")
    with pytest.raises(LookupError):
        written(played, leader, "csv")
