import subprocess
import sys
from pathlib import Path

from tongban.engines.processes.__main__ import main
from tongban.engines.processes.tests.building import model, straight

SRC = Path(__file__).parents[4]


def test_layout_makes_a_file_that_the_check_accepts(tmp_path: Path, capsys):
    path = tmp_path / "p.bpmn"
    path.write_text(model(*straight("a")), encoding="utf-8")
    assert main(["check", str(path)]) == 1
    assert "the file has no diagram" in capsys.readouterr().out
    assert main(["layout", str(path)]) == 0
    assert main(["check", str(path)]) == 0


def test_a_fault_is_named_and_the_file_left_as_it_was(tmp_path: Path, capsys):
    path = tmp_path / "p.bpmn"
    path.write_text("<definitions", encoding="utf-8")
    before = path.read_bytes()
    assert main(["layout", str(path), str(tmp_path / "missing.bpmn")]) == 1
    told = capsys.readouterr().err
    assert "p.bpmn" in told or "XML" in told
    assert "missing.bpmn" in told
    assert path.read_bytes() == before


def test_it_runs_without_a_node(tmp_path: Path):
    path = tmp_path / "p.bpmn"
    path.write_text(model(*straight("a")), encoding="utf-8")
    command = [sys.executable, "-m", "tongban.engines.processes", "layout", str(path)]
    subprocess.run(command, check=True, cwd=tmp_path, env={"PYTHONPATH": str(SRC)})
    assert "BPMNShape" in path.read_text(encoding="utf-8")
