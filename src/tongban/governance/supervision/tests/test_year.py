"""A simulated year with planted violations beside near misses: everything planted is found, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import supervision as bench


@pytest.mark.django_db
def test_everything_planted_in_a_year_is_found_and_no_near_miss(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(bench, "SHARE", 0.08)
    year, found, _took = bench.simulate(tmp_path, 120)
    assert {kind for kind, _ in year.truth} == set(bench.scores(year.truth, found))
    assert found == year.truth
