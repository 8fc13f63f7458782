"""Whatever is sent ends in time, in little memory, with a value or one reason."""

import os
import re
import signal
import time

import pytest

from tongban.cli import guard
from tongban.cli.tests.runs import refused, tongban_run

SIX_MB = 6_000_000
REFUSED = {
    "brackets": "(" * SIX_MB,
    "flat": "1+" * (SIX_MB // 2) + "1",
    "digits": "9" * SIX_MB,
    "text": '"' + "a" * (SIX_MB - 2) + '"',
    "deep": "if true then " * 15_000 + "1",
    "steps": "for a in 1..1000, b in 1..1000, c in 1..1000 return a",
    "doubled text": 'for i in 1..100 return if i = 1 then "0123456789" else partial[-1] + partial[-1]',
    "shared lists": "for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]]",
    "deep result": "for i in 1..5000 return if i = 1 then [1] else [partial[-1]]",
    "long texts": 'string join(for i in 1..90000 return "x", "' + "y" * 10_000 + '")',
    "endless calls": "{f: function(n) f(n + 1), r: f(0)}.r",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_too_much_is_refused_in_time(text):
    start = time.monotonic()
    refused(tongban_run("feel", "-", stdin=text.encode()))
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    "text", ["[" * 3_000_000, '{"a":' * 900_000, '{"a": ' + "9" * 5_900_000 + "}", '{"a": [' + "1," * 2_900_000 + "1]}"]
)
def test_contexts_of_six_megabytes_end_in_time(tmp_path, text):
    (tmp_path / "c.json").write_text(text, encoding="utf-8")
    start = time.monotonic()
    run = tongban_run("feel", "--context", "c.json", "a[-1]", cwd=tmp_path)
    assert run.stdout == b"1\n" if run.returncode == 0 else refused(run)
    assert time.monotonic() - start < 10


def test_models_of_six_megabytes_end_in_time(tmp_path):
    rule = "<rule><inputEntry><text>&lt; 1</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>"
    head = (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="t" namespace="t"><decision name="D">'
    )
    table = "<decisionTable><input><inputExpression><text>1</text></inputExpression></input><output/>"
    text = head + table + rule * (5_900_000 // len(rule)) + "</decisionTable></decision></definitions>"
    (tmp_path / "t.dmn").write_text(text, encoding="utf-8")
    start = time.monotonic()
    run = tongban_run("rules", "evaluate", "t.dmn", cwd=tmp_path)
    assert run.returncode in (0, 1)
    assert b"Traceback" not in run.stderr
    assert time.monotonic() - start < 10


def hungry(_):
    return guard.Reply(0, b"x" * (1 << 31))


def slow(_):
    while True:
        pass


def deep(request):
    return deep(request)


def dying(_):
    os.kill(os.getpid(), signal.SIGKILL)
    return guard.Reply(0)


@pytest.mark.parametrize(
    ("work", "part"), [(hungry, b"memory"), (slow, b"longer than 0.3 s"), (deep, b"stack|memory"), (dying, b"SIGKILL")]
)
def test_a_worker_that_misbehaves_is_an_answer_and_is_replaced(work, part):
    worker = guard.Worker(lambda request: guard.Reply(0, request) if request else work(request), seconds=0.3)
    try:
        assert re.search(part, worker.ask(b"").err)
        assert worker.ask(b"again") == guard.Reply(0, b"again")
    finally:
        worker.close()


def test_a_reason_is_cut_at_a_character():
    assert len(guard.refusal("界" * 2_000).err) <= 2_000
    assert guard.refusal("界" * 2_000).err.decode()
