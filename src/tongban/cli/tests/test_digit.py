"""State machines of DIGIT become processes that are accepted, drawn and run; what has no word in BPMN is listed."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.cli import digit, main
from tongban.engines.processes import api as processes


def state(name: str | None, *actions: tuple[str, str, list[str]], **more: object) -> dict[str, object]:
    listed = [{"action": one, "nextState": target, "roles": roles} for one, target, roles in actions]
    return {"state": name, "applicationStatus": name, "actions": listed or None} | more


MACHINE = {
    "BusinessServices": [
        {
            "tenantId": "town",
            "businessService": "LAMPS",
            "businessServiceSla": 432000000,
            "states": [
                state(None, ("APPLY", "OPEN", ["CITIZEN", "COUNTER"]), isStartState=True),
                state(
                    "OPEN", ("ASSIGN", "WORK", ["CHIEF"]), ("REJECT", "REJECTED", ["CHIEF", "CLERK"]), sla=86400000,
                    docUploadRequired=True,
                ),
                state("WORK", ("DONE", "CLOSED", ["CREW"]), ("ASK", "OPEN", ["CREW"])),
                state("REJECTED", isTerminateState=True),
                state("CLOSED", isTerminateState=True),
            ],
        }
    ]
}  # fmt: skip


def graph(machine: object) -> processes.Graph:
    return processes.read(processes.layout(digit.imported(machine).text), "lamps.bpmn")


def test_states_become_tasks_of_their_roles_and_actions_ways():
    found = graph(MACHINE)
    kinds = [node.kind for node in found.nodes.values()]
    assert (kinds.count("userTask"), kinds.count("endEvent"), kinds.count("startEvent")) == (3, 2, 1)
    task = found.nodes["open"]
    assert (task.properties["candidates"], task.properties["due"]) == ("CHIEF, CLERK", "PT86400S")
    assert [one.code for one in processes.check(found) if one.severity == "error"] == []
    assert {flow.name.en for flow in found.flows.values()} >= {"APPLY", "ASSIGN", "REJECT", "DONE", "ASK"}


def test_what_cannot_be_carried_over_is_said():
    lost = digit.imported(MACHINE).lost
    assert any("businessServiceSla" in one for one in lost)
    assert any("docUploadRequired" in one for one in lost)
    assert any("different roles" in one for one in lost)


def test_the_file_is_written_with_a_diagram(tmp_path: Path, capfd):
    source, target = tmp_path / "lamps.json", tmp_path / "lamps.bpmn"
    source.write_text(json.dumps(MACHINE))
    assert main(["process", "import-digit", str(source), "-o", str(target)]) == 0
    assert "not carried over: OPEN: docUploadRequired" in capfd.readouterr().err
    document = processes.load(target.read_text(encoding="utf-8"), "lamps.bpmn")
    assert document.accepted
    assert document.executable
    assert processes.scene(target.read_text(encoding="utf-8")).diagram is not None


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "1", '{"states": []}', '{"states": [1]}', '{"states": [{"state": "a"}]}', "\ud800", "[" * 5000,
     '{"states": [{"isStartState": true, "actions": [{"action": "x", "nextState": "nowhere"}]}]}',
     '{"states": [{"isStartState": true, "sla": "soon"}]}'],
)  # fmt: skip
def test_what_is_no_state_machine_is_refused_and_nothing_is_written(tmp_path: Path, text: str, capfd):
    source, target = tmp_path / "x.json", tmp_path / "x.bpmn"
    source.write_bytes(text.encode(errors="surrogatepass"))
    assert main(["process", "import-digit", str(source), "-o", str(target)]) == 1
    assert "x.json" in capfd.readouterr().err
    assert not target.exists()


NAMES = st.text(max_size=6)
JSON = st.recursive(st.none() | st.booleans() | st.integers() | NAMES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=6)  # fmt: skip


@given(names=st.lists(NAMES, min_size=1, max_size=5, unique=True), data=st.data())
def test_any_state_machine_is_accepted_as_a_process_or_refused(names: list[str], data: st.DataObject):
    target = st.sampled_from(names)
    states = [
        state(name, *data.draw(st.lists(st.tuples(NAMES, target, st.lists(NAMES, max_size=2)), max_size=3)),
              isStartState=place == 0)
        for place, name in enumerate(names)
    ]  # fmt: skip
    with contextlib.suppress(digit.DigitError):
        found = processes.load(processes.layout(digit.imported({"states": states}).text), "x.bpmn")
        assert [one for one in found.problems if one.severity == "error"] == []


@given(JSON)
def test_anything_else_is_refused(raw: object):
    with contextlib.suppress(digit.DigitError):
        digit.imported(raw)
