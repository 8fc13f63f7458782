"""`tongban process export` writes the log of a process, or says why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from tongban import cli
from tongban.engines.processes.tests.eventlog.past import MODEL, past
from tongban.kernel.declarations import api as declarations


@pytest.fixture()
def played(db, monkeypatch) -> None:
    """A node on which the process `past` is published and has run."""
    past()
    item = declarations.Item("processes", "past", "v1", "past.bpmn", "", MODEL)
    release = declarations.Release("past", "v1", "x", "1", None, None, amended=False)  # type: ignore[arg-type]
    monkeypatch.setattr(declarations, "releases", lambda _kind, key: (release,) if key == "past" else ())
    monkeypatch.setattr(declarations, "pinned", lambda *_given: item)
    monkeypatch.setattr("tongban.cli.serve.set_up", lambda: None)


def test_the_log_is_written_to_a_new_file(played, tmp_path: Path, capsys) -> None:
    file = tmp_path / "past.xes"
    assert cli.main(["process", "export", "past", "--output", str(file)]) == 0
    assert len(list(etree.parse(str(file)).getroot().iter("{http://www.xes-standard.org/}trace"))) == 6
    assert cli.main(["process", "export", "past", "--output", str(file)]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_a_period_narrows_the_log(played, tmp_path: Path) -> None:
    file = tmp_path / "none.xes"
    given = ["process", "export", "past", "--output", str(file), "--from", "2030-01-01", "--to", "9999-12-31"]
    assert cli.main(given) == 0
    assert b"<trace>" not in file.read_bytes()


def test_an_unknown_process_is_refused_and_leaves_no_file(played, tmp_path: Path, capsys) -> None:
    file = tmp_path / "x.xes"
    assert cli.main(["process", "export", "no-such", "--output", str(file)]) == 1
    assert "no process 'no-such'" in capsys.readouterr().err
    assert not file.exists()


def test_a_date_that_is_none_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["process", "export", "past", "--output", str(tmp_path / "x"), "--from", "soon"])
    assert ended.value.code == 2
