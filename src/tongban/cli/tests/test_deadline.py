"""`tongban deadline`: a line for each request, or code 2 and a message that names the key."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from tongban.cli.tests.runs import SOURCE, tongban_run

GOOD = {"start": "2026-09-17", "limit": {"amount": 20, "unit": "working_days"}}
LINE = json.dumps(GOOD).encode()


def deadline(stdin, **options):
    run = tongban_run("deadline", stdin=stdin, **options)
    assert (run.returncode, run.stderr) == (0, b""), run
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_one_object_in_any_folder_without_a_node(tmp_path):
    (found,) = deadline(LINE, cwd=tmp_path)
    assert (found["due"], found["provisional"]) == ("2026-10-21", False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(GOOD, indent=2).encode(),
        b"\xef\xbb\xbf" + json.dumps(GOOD, indent=2).encode().replace(b"\n", b"\r\n"),
        b"\n\n  " + json.dumps(GOOD, indent=4).encode(),
        b"\xef\xbb\xbf\r\n" + LINE,
    ],
)
def test_an_object_may_stand_on_several_lines(text):
    assert [found["due"] for found in deadline(text)] == ["2026-10-21"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\n\n"])
def test_lines_in_lines_out(end):
    starts = ["2026-09-17", "2026-09-18", "2026-09-21"]
    found = deadline(b"".join(json.dumps(GOOD | {"start": one}).encode() + end for one in starts))
    assert [one["due"] for one in found] == ["2026-10-21", "2026-10-22", "2026-10-26"]


@pytest.mark.parametrize(
    ("stdin", "says"),
    [
        (b"", "start"),
        (b"\n \n", "start"),
        (b"{}", "limit: missing"),
        (b"[]", "request: expected an object"),
        (b"null", "request"),
        (b"{", "not JSON"),
        (b"x", "not JSON"),
        (b"\xff", "not UTF-8"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"start": ' + b"[" * 100_000, "nested too deep"),
        (json.dumps(GOOD).replace("}", "").encode(), "not JSON"),
        (LINE.replace(b" 20,", b" %b," % b"NaN"), "limit.amount"),
        (LINE.replace(b" 20,", b" %b," % b"-Infinity"), "limit.amount"),
        (LINE.replace(b" 20,", b" %b," % (b"9" * 5000)), "limit.amount"),
        (LINE.replace(b" 20,", b" %b," % b"1e999999999"), "limit.amount"),
        (LINE.replace(b" 20,", b" %b," % b'"20"'), "limit.amount"),
        (b'{"start": "2026-01-01", ' + LINE[1:], "start: stands twice"),
        (json.dumps(GOOD | {"calendar": "nowhere"}).encode(), "calendar"),
        (json.dumps(GOOD | {"roll\ud800\n": 1}).encode(), "roll"),
        (b" " * 6_300_001 + b"{", "more than"),
    ],
)
def test_wrong_input_ends_with_2_and_names_the_key(stdin, says):
    run = tongban_run("deadline", stdin=stdin)
    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr.startswith(b"tongban: ")
    assert says in run.stderr.decode()
    assert b"Traceback" not in run.stderr
    assert run.stderr.count(b"\n") == 1


def test_what_stands_before_a_bad_line_is_answered_and_the_line_is_named():
    run = tongban_run("deadline", stdin=LINE + b"\n\n" + LINE.replace(b"working_days", b"fortnights") + b"\n" + LINE)
    assert run.returncode == 2
    assert run.stdout.count(b"\n") == 1
    assert run.stderr.startswith(b"tongban: line 3: limit.unit: expected one of")


def test_half_a_character_in_a_cause_is_answered():
    half = json.dumps(GOOD | {"pauses": [{"from": "2026-09-20", "to": "2026-09-22", "cause": "\ud800"}]})
    assert any("\ud800" in line["rule"] for line in deadline(half.encode())[0]["ledger"])


def test_wrong_use_is_2_and_a_full_output_is_no_traceback():
    assert tongban_run("deadline", "more").returncode == 2
    with open("/dev/full", "wb") as full:  # noqa: PTH123 (a device)
        run = tongban_run("deadline", stdin=LINE, stdout=full)
    assert (run.returncode, run.stderr[:8]) == (1, b"tongban:")


def test_nothing_of_django_is_loaded_and_the_start_is_fast():
    code = (
        "import sys; from tongban.cli import main; code = main(['deadline']); sys.exit(code or 'django' in sys.modules)"
    )
    start = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-c", code], input=LINE, env={"PYTHONPATH": str(SOURCE)}, check=False, capture_output=True
    )
    assert run.returncode == 0, run
    assert time.monotonic() - start < 3
