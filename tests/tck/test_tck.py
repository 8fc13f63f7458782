"""The DMN compatibility kit: what is reached is not lost again, and the docs say what fails."""

from __future__ import annotations

import subprocess
from functools import cache

import pytest
from lxml import etree

from tests.tck import cases, fetching, report, runner
from tests.tck.values import actual_of, same, temporal
from tongban.engines.rules.api import check, evaluate, picture, read_dmn, read_dmn_file, write_dmn

FLOOR = {2: (116, 105), 3: (3261, 1808)}
"""Active cases that pass, and those among them that expect more than null. Raised when more pass, never lowered."""

kit = pytest.mark.skipif(
    not cases.present(), reason=f"no compatibility kit in {cases.FOLDER}: scripts/tck --fetch brings it"
)
one_process = pytest.mark.xdist_group("tck")


@cache
def verdicts(level: int) -> list[runner.Verdict]:
    return [runner.run(case) for case in cases.cases(level)]


@kit
@one_process
@pytest.mark.parametrize("level", cases.LEVELS)
def test_what_was_reached_is_kept(level, record_property):
    found = runner.figures(verdicts(level))
    record_property("tck", f"DMN compatibility kit, level {level}: {found}")
    assert (found.passed, found.yielding_passed) >= FLOOR[level]
    assert found.yielding_passed >= FLOOR[level][1]


@kit
@one_process
def test_the_docs_say_what_fails():
    assert report.PAGE.read_text(encoding="utf-8") == report.page({level: verdicts(level) for level in cases.LEVELS})


@kit
@one_process
def test_every_model_of_the_kit_is_written_read_again_drawn_and_checked():
    for path in sorted(cases.FOLDER.rglob("*.dmn")):
        model = read_dmn_file(path)
        imports = {one.namespace: one for one in model.imports.values()}
        again = read_dmn(write_dmn(model), path.name, imports=imports, lenient=True)
        assert again.decisions.keys() == model.decisions.keys()
        assert [one.message for one in again.findings] == [one.message for one in model.findings]
        assert etree.fromstring(picture(model, "zh-Hans")).tag.endswith("svg")
        assert all(one.line for one in check(model, article=False))


@kit
@one_process
def test_a_case_that_is_commented_out_is_none():
    found = [case.id for case in cases.cases(3, "0085-decision-services")]
    assert "001" in found
    assert "001a" not in found


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("2026-01-31T10:00:00+00:00", "2026-01-31T10:00:00Z", True),
        ("2026-01-31T10:00:00@Asia/Shanghai", "2026-01-31T10:00:00+08:00", True),
        ("2026-01-31T10:00:00Z", "2026-01-31T10:00:00", False),
        ("2026-01-31", "2026-01-31T00:00:00", False),
        ("10:00:00.000Z", "10:00:00Z", True),
        ("P1Y", "P12M", True),
        ("P1D", "PT24H", True),
        ("-PT1H", "PT1H", False),
        ("P1D", "P1M", False),
    ],
)
def test_temporals_are_compared_by_value(one, other, equal):
    assert same(temporal(one), temporal(other)) is equal


@pytest.mark.parametrize(
    ("expected", "text", "equal"),
    [
        ("1.50", "1.5", True),
        ("0.1", "0.1000001", False),
        ("562.707359373292", "562.70735937326593", True),
        ("0.33333333", "0.3334", False),
        ("1", '"1"', False),
        ("1", "[1]", False),
    ],
)
def test_numbers_are_compared_by_value(expected, text, equal):
    assert same(actual_of(evaluate(expected, {})), actual_of(evaluate(text, {}))) is equal


def test_lists_and_contexts_are_compared_part_by_part():
    value = actual_of(evaluate('{a: [1, date("2026-01-31")], b: null}', {}))
    assert same(value, actual_of(evaluate('{b: null, a: [1.0, date("2026-01-31")]}', {})))
    assert not same(value, actual_of(evaluate("{b: null, a: [1]}", {})))
    assert not same(value, actual_of(evaluate('{a: [1, date("2026-01-31")]}', {})))


def test_the_kit_is_fetched_at_its_commit_without_the_rest(tmp_path):
    source, folder = tmp_path / "source", tmp_path / "kit"
    for name in ("TestCases/compliance-level-2/a/a.dmn", "TestCases/compliance-level-2/a/a.pdf", "runners/Run.java"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(name)
    git = ["git", "-C", str(source), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "a"]):
        subprocess.run([*git, *words], check=True)
    head = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    fetching.fetch(folder, f"file://{source}", head)
    found = [path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts]
    assert [path.name for path in found] == ["a.dmn"]
    with pytest.raises(RuntimeError, match="git fetch"):
        fetching.fetch(folder, f"file://{source}", "0" * 40)
