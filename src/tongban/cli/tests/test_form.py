"""`tongban form`: in any folder, without a node; what is left out is told, and the exit code says whether."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tongban.cli.tests.runs import tongban_run


def run(*arguments: str, cwd: Path | None = None) -> tuple[int, str, str]:
    done = tongban_run(*arguments, cwd=cwd)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture()
def source(tmp_path: Path) -> Path:
    path = tmp_path / "dogs.form"
    path.write_text("# Dog\nName * = ___\nBreed =\n    ( ) small\n    (x) big\n", encoding="utf-8")
    return path


def test_a_form_is_printed_and_what_it_lacks_is_told(source: Path, tmp_path: Path):
    code, out, err = run("form", "import-formcode", str(source))
    assert code == 1
    assert 'title = { zh = "", en = "dogs" }' in out
    assert err == "not carried over: line 5: big: chosen from the start: our forms begin with no answer chosen\n"
    report = tmp_path / "report.json"
    run("form", "import-formcode", str(source), "-o", str(tmp_path / "dogs.toml"), "--json", str(report))
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (told["questions"], [one["place"] for one in told["not_carried_over"]]) == (2, ["line 5"])


def test_into_a_spreadsheet_and_back_is_the_same_text(source: Path, tmp_path: Path):
    text, sheet = tmp_path / "dogs.toml", tmp_path / "dogs.xlsx"
    run("form", "import-formcode", str(source), "-o", str(text))
    assert run("form", "export-xlsx", str(text), "-o", str(sheet)) == (0, "", "")
    assert run("form", "import-xlsx", str(sheet)) == (0, text.read_text(encoding="utf-8"), "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("import-formio", "absent.json"), "cannot read"),
        (("import-formio", "broken"), "line 1, column 3: this is no JSON"),
        (("import-formcode", "broken"), "line 1: expected '# Heading'"),
        (("import-xlsx", "broken"), "XLSX"),
        (("export-xlsx", "broken", "-o", "out.xlsx"), "broken: "),
        (("import-formio",), "usage"),
    ],
)
def test_wrong_use_and_unreadable_files_end_with_2(arguments: tuple[str, ...], said: str, tmp_path: Path):
    (tmp_path / "broken").write_text("{ what", encoding="utf-8")
    code, out, err = run("form", *arguments, cwd=tmp_path)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
