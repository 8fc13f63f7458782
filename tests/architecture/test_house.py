"""Checks of the house: migrations, translations, docstrings, system checks."""

import ast
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core import checks
from django.core.management import call_command

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "tongban"


@pytest.mark.django_db()
def test_models_and_migrations_agree():
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


def test_the_system_check_finds_nothing():
    assert [str(issue) for issue in checks.run_checks() if issue.level >= checks.WARNING] == []


def test_every_text_is_translated():
    run = subprocess.run(
        [sys.executable, ROOT / "scripts" / "translations", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def docstrings_missing_in(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    missing = [] if ast.get_docstring(tree) else [str(path.relative_to(ROOT))]
    for node in tree.body:
        public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if public and not ast.get_docstring(node):
            missing.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    return missing


def test_packages_front_doors_and_events_say_what_they_are():
    doors = [*SOURCE.rglob("api.py"), *SOURCE.rglob("events.py"), *SOURCE.rglob("api/*.py")]
    packages = [p for p in SOURCE.rglob("__init__.py") if "tests" not in p.parts and "migrations" not in p.parts]
    missing = [line for path in doors for line in docstrings_missing_in(path)]
    quiet = {"templatetags"}
    missing += [
        str(p) for p in packages if p.parent.name not in quiet and not ast.get_docstring(ast.parse(p.read_text()))
    ]
    assert missing == []


def test_every_block_is_installed():
    blocks = {".".join(p.parent.relative_to(SOURCE.parent).parts) for p in SOURCE.rglob("apps.py")}
    assert blocks == set(settings.BLOCKS)


def test_nothing_names_a_machine_or_a_secret():
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    marks = ("BEGIN PRIVATE " + "KEY", "BEGIN EC PRIVATE " + "KEY", "index-" + "url", "/ro" + "ot/")
    found = []
    for name in filter(None, tracked.split("\0")):
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".txt", ".html", ".css", ".in", ""} and path.is_file():
            text = path.read_text(encoding="utf-8", errors="ignore")
            found += [
                f"{name}: {mark}"
                for mark in marks
                if mark in text and not name.endswith(("test_budgets.py", "scripts/pin"))
            ]
    assert found == []
