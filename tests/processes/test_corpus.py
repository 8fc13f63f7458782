"""Foreign files are read, drawn and walked: four corpora in every run, others on demand; the figures are printed."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from tests.processes.corpus import FOLDER, texts, told
from tests.processes.walking import report
from tongban.engines.processes import api as processes

CASES = Path(__file__).with_name("cases")
CORPORA = Path(__file__).parents[2] / "third_party" / "bpmn"
# Files, accepted, processes, walked to their end; and how many break which rule of the standard.
KNOWN: dict[str, tuple[tuple[int, int, int, int], dict[str, int]]] = {
    "hmcts": ((159, 159, 159, 159), {}),
    "home-office": ((229, 224, 224, 224), {"gateway-degree": 2, "intermediate-outgoing": 2, "loose-start": 1}),
    "miwg": ((21, 21, 39, 37), {}),
    "ukraine": ((134, 132, 184, 184), {"gateway-degree": 1, "message-flow-event": 1}),
}


def test_our_own_cases_are_all_accepted_and_nearly_all_walked():
    found = report(CASES)
    assert found.accepted == found.executable == found.files
    assert found.ended / found.processes > 0.9


def test_every_corpus_has_its_figures_and_its_licence():
    assert {path.name.partition(".")[0] for path in CORPORA.iterdir()} == set(KNOWN)
    assert all((CORPORA.parent / "licences" / f"bpmn-{name}.txt").is_file() for name in KNOWN)


@pytest.mark.parametrize("name", KNOWN)
def test_processes_that_others_drew_are_accepted_and_walked_as_the_reference_says(name):
    found = report(CORPORA / f"{name}.tar.xz")
    sys.stderr.write("\n".join(told(name, found)) + "\n")
    figures, refused = KNOWN[name]
    assert (found.files, found.accepted, found.processes, found.ended) == figures
    assert {rule: len(files) for rule, files in found.refused.items()} == refused


@pytest.mark.parametrize("name", KNOWN)
def test_processes_that_others_drew_are_drawn_with_their_names(name):
    met = Counter[str]()
    for file, text in texts(CORPORA / f"{name}.tar.xz"):
        scene = processes.scene(text)
        drawing = etree.fromstring(processes.picture(scene, language="en").encode())
        words = "".join(drawing.itertext())
        named = [str(shape.name) for shape in scene.shapes.values() if shape.kind.endswith("Task") and str(shape.name)]
        met["drawn"] += 1
        met["steps"] += len(named)
        missing = [one for one in named if "".join(one.split()) not in "".join(words.split())]
        assert not missing, (file, missing[:3])
    assert met["drawn"] == KNOWN[name][0][0]
    assert met["steps"] > met["drawn"] // 4, "hardly a step had a name: was anything drawn?"


@pytest.mark.skipif(not FOLDER, reason="BPMN_CORPUS names no folder of foreign BPMN files")
def test_a_corpus_is_read_and_walked():
    top = Path(FOLDER)
    for folder in [one for one in sorted(top.iterdir()) if one.is_dir()] or [top]:
        found = report(folder)
        sys.stderr.write("\n".join(told(folder.name, found)) + "\n")
        assert found.files
