"""`tongban rules mutate` runs on a package folder without a node."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import tongban
from tongban.cli.tests.runs import tongban_run

APPROVALS = Path(tongban.__file__).parent / "systems" / "approvals"


def copied(tmp_path: Path) -> Path:
    for name in ("rules", "parameters", "scenarios"):
        shutil.copytree(APPROVALS / name, tmp_path / "p" / name)
    return tmp_path / "p"


def test_the_cases_of_our_own_package_notice_every_change(tmp_path):
    run = tongban_run("rules", "mutate", str(APPROVALS), cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, b"")
    lines = run.stdout.decode().splitlines()
    assert len(lines) == len(list((APPROVALS / "rules").glob("*.dmn")))
    assert "rules/shop-sign.dmn: 4 worked cases notice 6 of 6 changes" in lines


def test_a_change_that_nobody_notices_is_named_with_its_line(tmp_path):
    folder = copied(tmp_path)
    (folder / "scenarios" / "rule-road-fee.toml").unlink()
    out = tongban_run("rules", "mutate", str(folder), cwd=tmp_path).stdout.decode()
    assert re.search(r"rules/shop-sign.dmn:\d+: road fee, row 1: the row is dropped: no case reaches this row", out)


def test_a_case_that_fails_comes_first_and_ends_with_1(tmp_path):
    folder = copied(tmp_path)
    file = folder / "scenarios" / "rule-road-fee.toml"
    file.write_text(file.read_text().replace("expect = 375", "expect = 376"))
    run = tongban_run("rules", "mutate", str(folder), cwd=tmp_path)
    assert run.returncode == 1
    assert "scenarios/rule-road-fee.toml: rules[0]: road fee: expected 376, found 375.00" in run.stdout.decode()


def test_no_package_is_said(tmp_path):
    run = tongban_run("rules", "mutate", str(tmp_path), cwd=tmp_path)
    assert (run.returncode, run.stdout) == (1, b"")
    assert b"no package with rules" in run.stderr
