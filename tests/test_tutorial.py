"""The tutorial is executed: its files are written, its commands run, what it says they print is looked for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "tutorial.md"
BLOCK = re.compile(r"^```(\w+)(?: (\S+)(?: ([^\n]+))?)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture()
def place(tmp_path: Path) -> Path:
    return tmp_path


def run(command: str, place: Path) -> str:
    own = {
        "TONGBAN_NODE": str(place / "var"),
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "tongban.settings",
    }
    arguments = [sys.executable, "-m", *command.removeprefix("python -m ").split()]
    done = subprocess.run(
        arguments, cwd=place, env=os.environ | own, capture_output=True, text=True, timeout=120, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout + done.stderr


def changed(path: Path, rule: str) -> str:
    """The text of a file with `s/old/new/` applied, which must change it."""
    _s, old, new, _end = rule.split("/")
    before = path.read_text(encoding="utf-8")
    assert old in before, f"{path}: nothing to replace: {old}"
    return before.replace(old, new)


def commands(text: str, place: Path) -> None:
    lines = text.strip().splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    for first, after in zip(starts, [*starts[1:], len(lines)], strict=True):
        said = run(lines[first].removeprefix("$ "), place)
        for line in lines[first + 1 : after]:
            assert line in said, f"{lines[first]}\nexpected: {line}\nsaid:\n{said}"


def test_whoever_follows_the_tutorial_gets_what_it_says(place: Path) -> None:
    seen = set()
    for kind, path, rule, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        seen.add(kind)
        file = place / path
        if kind != "console":
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            continue
        if rule:
            right, wrong = file.read_text(encoding="utf-8"), changed(file, rule)
            file.write_text(wrong, encoding="utf-8")
        commands(text, place)
        if rule:
            file.write_text(right, encoding="utf-8")
    assert seen == {"console", "toml", "xml", "typst"}
