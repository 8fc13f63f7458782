"""`tongban process check` and `layout`, to the letter: output, exit codes; and what strangers may hand them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tongban.cli import main

SRC = Path(__file__).parents[3]
HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">'
FLOWS = '<sequenceFlow id="f" sourceRef="s" targetRef="t"/><sequenceFlow id="g" sourceRef="t" targetRef="e"/>'
SIMPLE = (
    f'{HEAD}<process id="p" isExecutable="true"><startEvent id="s"/><userTask id="t" name="审查"/><endEvent id="e"/>'
    f"{FLOWS}</process></definitions>"
)
BROKEN = SIMPLE.replace('targetRef="e"', 'targetRef="nothing"')
DEADLOCK = (
    f'{HEAD}<process id="p" isExecutable="true"><startEvent id="s"/><exclusiveGateway id="x" default="b"/>'
    '<userTask id="t"/><userTask id="u"/><parallelGateway id="j"/><endEvent id="e"/>'
    '<sequenceFlow id="a" sourceRef="s" targetRef="x"/><sequenceFlow id="b" sourceRef="x" targetRef="t"/>'
    '<sequenceFlow id="c" sourceRef="x" targetRef="u"><conditionExpression>n > 1</conditionExpression></sequenceFlow>'
    '<sequenceFlow id="d" sourceRef="t" targetRef="j"/><sequenceFlow id="f" sourceRef="u" targetRef="j"/>'
    '<sequenceFlow id="g" sourceRef="j" targetRef="e"/></process></definitions>'
)


@pytest.fixture()
def check(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]):
    """Checks texts as files; gives the exit code and the verdicts."""

    def run(*texts: str | bytes) -> tuple[int, list[dict]]:
        names = []
        for number, text in enumerate(texts):
            path = tmp_path / f"{number}.bpmn"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            names.append(str(path))
        code = main(["process", "check", "--json", *names])
        out, err = capfdbinary.readouterr()
        assert err == b""
        found = [json.loads(line) for line in out.decode().splitlines()]
        assert [one["file"] for one in found] == names
        for one in found:
            assert list(one) == ["file", "accepted", "executable", "problems"]
            assert one["accepted"] == all(problem["severity"] != "error" for problem in one["problems"])
        return code, found

    return run


def test_a_good_file_is_accepted_and_executable(check):
    code, [found] = check(SIMPLE)
    assert (code, found["accepted"], found["executable"], found["problems"]) == (0, True, True, [])


def test_a_broken_rule_is_named_with_element_and_line(check):
    code, [good, bad] = check(SIMPLE, BROKEN)
    assert (code, good["accepted"], bad["accepted"], bad["executable"]) == (1, True, False, False)
    [problem] = [one for one in bad["problems"] if one["code"] == "dangling-flow"]
    assert list(problem) == ["severity", "code", "element", "line", "message"]
    assert (problem["element"], problem["line"]) == ("g", 1)


def test_a_vendors_words_make_a_file_not_executable_but_accepted(check):
    text = SIMPLE.replace('id="t"', 'id="t" xmlns:v="http://vendor" v:assignee="${x}"')
    code, [found] = check(text)
    assert (code, found["accepted"], found["executable"]) == (0, True, False)
    assert [one["code"] for one in found["problems"]] == ["vendor-attribute"]


def test_a_deadlock_blocks_a_process_that_could_be_published_and_warns_elsewhere(check):
    _, [ours, drawn, foreign] = check(
        DEADLOCK,
        DEADLOCK.replace('isExecutable="true"', 'isExecutable="false"'),
        DEADLOCK.replace('<userTask id="t"/>', '<userTask id="t" xmlns:v="http://vendor" v:a="1"/>'),
    )
    assert [one["severity"] for one in ours["problems"] if one["code"] == "deadlock"] == ["error"]
    for one in (drawn, foreign):
        assert (one["accepted"], one["executable"]) == (True, False)
        assert [each["severity"] for each in one["problems"] if each["code"] == "deadlock"] == ["warning"]


STRANGE = {
    "empty": b"",
    "binary": bytes(range(256)) * 40,
    "not BPMN": b"<a/>",
    "doctype": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "deep": b"<a>" * 5_000,
    "too large": b"<a>" + b" " * 20_000_000 + b"</a>",
    "half a character": SIMPLE.encode()[:-30] + b"\xff\xfe",
    "wrong encoding": b'<?xml version="1.0" encoding="nonsense"?><a/>',
    "undeclared Latin": SIMPLE.replace("审查", "é").encode("latin-1"),
    "definitions alone in another namespace": b"<definitions/>",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_what_is_no_model_is_refused_with_a_reason(check, text: bytes):
    code, [found] = check(text)
    assert (code, found["accepted"], found["executable"]) == (1, False, False)
    assert found["problems"][0]["message"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_every_declared_encoding_is_read(check, encoding: str):
    declared = "" if encoding == "utf-8-sig" else f'<?xml version="1.0" encoding="{encoding}"?>'
    code, [found] = check((declared + SIMPLE).encode(encoding))
    assert (code, found["problems"]) == (0, [])


def test_a_file_that_cannot_be_read_is_a_problem_and_the_others_are_still_checked(tmp_path: Path, capfd):
    path = tmp_path / "a.bpmn"
    path.write_text(SIMPLE, encoding="utf-8")
    assert main(["process", "check", str(tmp_path), str(tmp_path / "none"), str(path)]) == 1
    out = capfd.readouterr().out
    assert "Is a directory" in out
    assert "No such file" in out
    assert out.endswith(f"{path}: accepted\n")


def test_wrong_use_is_2(capfd):
    for wrong in (["process", "check"], ["process", "check", "--yaml", "x"], ["process"]):
        with pytest.raises(SystemExit) as end:
            main(wrong)
        assert end.value.code == 2
    assert "usage" in capfd.readouterr().err


def test_it_works_in_an_empty_folder_without_settings(tmp_path: Path):
    (tmp_path / "a.bpmn").write_text(SIMPLE, encoding="utf-8")
    command = [sys.executable, "-m", "tongban", "process", "check", "a.bpmn"]
    begun = time.monotonic()
    done = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(SRC)}, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"a.bpmn: accepted\n", b"")
    assert time.monotonic() - begun < 10
    assert [one.name for one in tmp_path.iterdir()] == ["a.bpmn"]


def test_layout_draws_a_diagram_and_leaves_what_it_cannot_read(tmp_path: Path, capfd):
    good, bad = tmp_path / "a.bpmn", tmp_path / "b.bpmn"
    good.write_text(SIMPLE, encoding="utf-8")
    bad.write_text("<definitions", encoding="utf-8")
    assert main(["process", "layout", str(good), str(bad), str(tmp_path / "none")]) == 1
    told = capfd.readouterr().err
    assert "b.bpmn" in told
    assert "none" in told
    assert "BPMNShape" in good.read_text(encoding="utf-8")
    assert bad.read_text(encoding="utf-8") == "<definitions"
