"""A folder of foreign files is read without a traceback and walked; the figures are printed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.processes.corpus import FOLDER, told
from tests.processes.walking import report

CASES = Path(__file__).with_name("cases")


def test_our_own_cases_are_all_accepted_and_nearly_all_walked():
    found = report(CASES)
    assert found.accepted == found.executable == found.files
    assert found.ended / found.processes > 0.9


@pytest.mark.skipif(not FOLDER, reason="BPMN_CORPUS names no folder of foreign BPMN files")
def test_a_corpus_is_read_and_walked():
    top = Path(FOLDER)
    for folder in [one for one in sorted(top.iterdir()) if one.is_dir()] or [top]:
        found = report(folder)
        sys.stderr.write("\n".join(told(folder.name, found)) + "\n")
        assert found.files
