"""`tongban process run`, to the letter: lines, last line, exit codes; and what strangers may hand it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tongban.cli import main

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">'
SIMPLE = (
    f'{HEAD}<process id="p" name="流程" isExecutable="true"><startEvent id="s"/><userTask id="t" name="审查"/>'
    '<serviceTask id="v" name="Check"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>'
    '<sequenceFlow id="g" sourceRef="t" targetRef="v"/><sequenceFlow id="h" sourceRef="v" targetRef="e"/></process>'
    "</definitions>"
)


@pytest.fixture()
def command(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]):
    """Runs the command over texts; gives exit code, lines of output as JSON, standard error."""

    def run(model: str | bytes, script: object, *more: str, data: object = None) -> tuple[int, list[dict], str]:
        path = tmp_path / "model.bpmn"
        path.write_bytes(model if isinstance(model, bytes) else model.encode())
        given = ["process", "run", str(path), "--script", _file(tmp_path / "steps.json", script), *more]
        if data is not None:
            given += ["--data", _file(tmp_path / "data.json", data)]
        try:
            code = main(given)
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in err
        return code, [json.loads(line) for line in out.decode().splitlines()], err.decode()

    return run


def _file(path: Path, content: object) -> str:
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return str(path)


def test_each_happening_is_a_line_and_the_last_line_tells_the_state(command):
    code, lines, _ = command(SIMPLE, [{"complete": "审查", "data": {"a": 1.5}}], data={"b": [True, None, "x"]})
    assert code == 0
    assert [(line["event"], line["element"]) for line in lines[:-1]] == [
        (event, name) for name in ("s", "t", "v", "e") for event in ("entered", "completed")
    ] + [("ended", "p")]
    assert lines[2] == {
        "event": "entered", "element": "t", "name": "审查", "type": "userTask", "instance": 1, "loop": None
    }  # fmt: skip
    assert lines[-1] == {"state": "completed", "open": [], "data": {"b": [True, None, "x"], "a": 1.5}}


def test_services_wait_when_asked_to(command):
    assert command(SIMPLE, [{"complete": "t"}], "--wait-services")[1][-1] == {
        "state": "running", "open": ["v"], "data": {}
    }  # fmt: skip
    assert command(SIMPLE, [{"complete": "t"}, {"complete": "Check"}], "--wait-services")[1][-1]["state"] == "completed"


def test_steps_that_find_nothing_to_do_are_no_error(command):
    steps = [
        {"complete": "nothing"}, {"message": "m"}, {"signal": "s"}, {"error": "x", "at": "nothing"},
        {"escalation": "x", "at": "nothing"}, {"advance": "P3D"},
    ]  # fmt: skip
    assert command(SIMPLE, steps)[1][-1]["open"] == ["t"]


def test_start_begins_one_more_instance_each_time(command):
    code, lines, _ = command(SIMPLE, [{"start": "p"}, {"start": "s"}, {"complete": "t"}], data={"n": 1})
    assert (code, lines[-1]) == (0, {"state": "running", "open": ["t"], "data": {"n": 1}})
    assert [line["instance"] for line in lines if line.get("event") == "ended"] == [1]


def test_cancel_ends_everything(command):
    _, lines, _ = command(SIMPLE, [{"cancel": True}, {"complete": "t"}])
    assert [line["event"] for line in lines[2:-1]] == ["entered", "cancelled", "ended"]
    assert lines[-1]["state"] == "terminated"


SEVERAL = (
    f'{HEAD}<message id="m" name="news"/><signal id="g" name="alarm"/>'
    '<process id="a" isExecutable="true"><startEvent id="a-s"><messageEventDefinition messageRef="m"/></startEvent>'
    '<userTask id="a-t"/><sequenceFlow id="a-f" sourceRef="a-s" targetRef="a-t"/></process>'
    '<process id="b" isExecutable="true"><startEvent id="b-s"/><intermediateCatchEvent id="b-c">'
    '<messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
    '<endEvent id="b-e"/><sequenceFlow id="b-f" sourceRef="b-s" targetRef="b-c"/>'
    '<sequenceFlow id="b-g" sourceRef="b-c" targetRef="b-e"/></process></definitions>'
)


def test_messages_reach_every_instance_and_the_start_events_of_the_file(command):
    steps = [{"start": "b"}, {"start": "b"}, {"message": "news", "data": {"n": 7}}]
    _, lines, _ = command(SEVERAL, steps)
    assert [line["element"] for line in lines if line.get("event") == "caught"] == ["b-c", "b-c", "a-s"]
    assert lines[-1] == {"state": "running", "open": ["a-t"], "data": {"n": 7}}


def test_a_message_may_be_for_the_instance_with_these_data_only(command):
    one, two = {"start": "b"}, {"message": "news", "correlation": {"case": "x"}}
    assert command(SEVERAL, [one, two], data={"case": "x"})[1][-1]["open"] == ["a-t"]
    assert command(SEVERAL, [one, two], data={"case": "y"})[1][-1]["open"] == ["b-c", "a-t"]


def test_values_that_json_has_no_word_for_are_tagged_both_ways(command):
    _, lines, _ = command(SIMPLE, [], data={"day": {"date": "2026-01-31"}, "wait": {"duration": "PT8H"}})
    assert lines[-1]["data"] == {"day": {"date": "2026-01-31"}, "wait": {"duration": "PT8H"}}


WRONG = {
    "no list": {},
    "no object": [7],
    "no verb": [{}],
    "two verbs": [{"complete": "t", "signal": "s"}],
    "a stranger": [{"complete": "t", "dato": {}}],
    "no text": [{"complete": 7}],
    "no object of data": [{"complete": "t", "data": [1]}],
    "no duration": [{"advance": "two hours"}],
    "beyond the calendar": [{"advance": "P9999Y"}],
    "no place": [{"error": "x"}],
    "not true": [{"cancel": False}],
    "no such start": [{"start": "nobody"}],
    "no JSON": b"[{]",
    "not a number": b'[{"complete": "t", "data": {"n": NaN}}]',
    "a huge number": b'[{"complete": "t", "data": {"n": 1e999999999}}]',
    "twice": b'[{"complete": "t", "complete": "t"}]',
    "deep": b'[{"complete": "t", "data": {"n": ' + b"[" * 5000 + b"]" * 5000 + b"}}]",
    "half a character": b'[{"complete": "\\ud800", "data": {"n": "\\ud800"}}]',
    "no UTF-8": b"[\xff]",
}


@pytest.mark.parametrize("script", WRONG.values(), ids=WRONG)
def test_a_wrong_script_is_refused_with_2_and_its_place(command, script: object):
    code, lines, err = command(SIMPLE, script)
    assert (code, lines) == (2, [])
    assert err.startswith("tongban: ")
    if isinstance(script, list):
        assert "step 1: " in err


@pytest.mark.parametrize("more", [("--clock", "yesterday"), ("--data", "/nowhere.json"), ("--nothing",), ("--clock",)])
def test_wrong_use_is_refused_with_2(command, more: tuple[str, ...]):
    assert command(SIMPLE, [], *more)[0] == 2


def test_wrong_data_is_refused_with_2(command):
    assert command(SIMPLE, [], data=b"[1]")[0] == 2
    assert command(SIMPLE, [], data=b'{"n": Infinity}')[0] == 2


@pytest.mark.parametrize(
    "model",
    [
        b"", b"no xml", b"\xff\xfe", b"<a/>", HEAD.encode(), f"{HEAD}</definitions>".encode(),
        SIMPLE.replace('targetRef="e"', 'targetRef="nobody"').encode(),
        SIMPLE.replace("<serviceTask", "<complexGateway").replace("</serviceTask", "</complexGateway").encode(),
    ],
)  # fmt: skip
def test_a_model_that_is_refused_is_refused_with_1_and_the_reason(command, model: bytes):
    code, lines, err = command(model, [])
    assert (code, lines) == (1, [])
    assert len(err) > 10


def test_a_model_that_needs_another_engine_is_not_run(command):
    text = SIMPLE.replace(
        '<userTask id="t" name="审查"/>', '<scriptTask id="t" scriptFormat="groovy"><script>x</script></scriptTask>'
    )
    code, _, err = command(text, [])
    assert code == 1
    assert "groovy" in err


def test_a_process_that_never_rests_ends_with_a_reason(command):
    text = SIMPLE.replace('targetRef="e"', 'targetRef="v2"').replace(
        '<endEvent id="e"/>', '<task id="v2"/><sequenceFlow id="x" sourceRef="v2" targetRef="v2"/>'
    )
    code, lines, err = command(text, [{"complete": "t"}])
    assert (code, lines[-1]["state"]) == (0, "failed")
    assert err.startswith("failed: ")
