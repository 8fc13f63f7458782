"""`tongban feel`: one JSON value or one reason, in any folder, whatever is asked."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tongban.cli.tests.runs import SOURCE, refused, tongban_run


def feel(*arguments, stdin=b"", **options):
    run = tongban_run("feel", *arguments, stdin=stdin, **options)
    assert run.returncode == 0, run.stderr
    return run.stdout.decode()


def test_an_expression_is_computed_without_a_node(tmp_path):
    assert feel("1 + 1", cwd=tmp_path) == "2\n"
    assert list(tmp_path.iterdir()) == []


def test_the_context_gives_names_with_tagged_values(tmp_path):
    (tmp_path / "c.json").write_text(
        '{"day of birth": {"date": "2000-02-29"}, "面积": 12345678901234567}', encoding="utf-8"
    )
    found = feel("--context", "c.json", '[day of birth + duration("P1Y"), 面积 + 1]', cwd=tmp_path)
    assert found == '[{"date": "2001-02-28"}, {"number": "12345678901234568"}]\n'


@pytest.mark.parametrize(
    ("arguments", "stdin", "out"),
    [
        (("-1",), b"", "-1\n"),
        (('now() > @"2026-01-01T00:00:00Z" and today() > @"2026-01-01"',), b"", "true\n"),
        (("--", "--1"), b"", "1\n"),
        (("--unary", "--input", "-5.5e1", "< -5"), b"", "true\n"),
        (("-",), '"费" + "用"'.encode(), '"费用"\n'),
        (("--unary", "--input", '{"date": "2026-01-31"}', '> date("2026-01-01")'), b"", "true\n"),
        (("--unary", "--input", "5", "--", "-"), b"< 5", "false\n"),
    ],
)
def test_options_come_before_the_expression_which_may_begin_with_a_minus(arguments, stdin, out):
    assert feel(*arguments, stdin=stdin) == out


def test_what_has_no_value_is_null_with_a_warning_beside():
    run = tongban_run("feel", '"a" + 1')
    assert (run.returncode, run.stdout) == (0, b"null\n")
    assert run.stderr == b"warning: line 1, column 5: cannot add string and number\n"


@pytest.mark.parametrize(
    ("arguments", "stdin", "part"),
    [
        (("1 +",), b"", "line 1, column 4: expected a value"),
        (("",), b"", "there is no expression"),
        ((), b"", "exactly one expression"),
        (("1", "2"), b"", "exactly one expression"),
        (("1", "--unary"), b"", "exactly one expression"),
        (("--what", "1"), b"", "--what"),
        (("--unary", "1"), b"", "--unary and --input go together"),
        (("--unary", "--input", "{", "1"), b"", "no JSON"),
        (("--unary", "--input", '{"a": [{"date": "2026-02-30"}]}', "1"), b"", ".a[]: '2026-02-30' is no date"),
        (("--context", "/", "1"), b"", "Is a directory"),
        (("--context", "/nowhere", "1"), b"", "No such file"),
        (("--context", "/dev/zero", "1"), b"", "more than"),
        (("-",), b"\xff", "no UTF-8"),
        ((b'"\xff"',), b"", "no UTF-8"),
        (("for i in 1..9999999999 return i",), b"", "steps"),
    ],
)
def test_what_cannot_be_computed_is_refused_with_one_reason(arguments, stdin, part):
    assert part in refused(tongban_run("feel", *arguments, stdin=stdin))


@pytest.mark.parametrize("text", ["[1]", '{"a": NaN}', '{"a": 1, "a": 2}', '{"a": 1e99999}', '{"a": "\\ud800"}', "{"])
def test_a_context_that_is_none_is_refused(tmp_path, text):
    (tmp_path / "c.json").write_text(text, encoding="utf-8")
    refused(tongban_run("feel", "--context", "c.json", "1", cwd=tmp_path))


def closing(descriptor):
    return lambda: os.close(descriptor)


def test_a_closed_or_full_output_is_no_traceback():
    run = tongban_run("feel", "1", before=closing(1), stdout=None)
    assert (run.returncode, run.stderr[:8]) == (1, b"tongban:")
    with Path("/dev/full").open("wb") as full:
        assert tongban_run("feel", "1", stdout=full).returncode == 1
    assert tongban_run("feel", '"a" + 1', before=closing(2), stderr=None).stdout == b"null\n"


def test_a_reader_that_left_is_no_traceback():
    code = f"{sys.executable} -m tongban feel 'for i in 1..90000 return i' | head -c 1; echo ${{PIPESTATUS[0]}}"
    run = subprocess.run(["bash", "-c", code], capture_output=True, env={"PYTHONPATH": str(SOURCE)}, check=False)
    assert run.stdout == b"[1\n"
    assert b"Traceback" not in run.stderr


def test_nothing_of_django_is_loaded_and_the_start_is_fast():
    code = (
        "import sys; from tongban.cli import main; code = main(['feel', '1']);"
        "import tongban.engines.rules.api; sys.exit(code or 'django' in sys.modules)"
    )
    start = time.monotonic()
    run = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(SOURCE)}, check=False, cwd="/")
    assert run.returncode == 0
    assert time.monotonic() - start < 3
