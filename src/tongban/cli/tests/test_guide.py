"""The guide to rules on the command line: every command in it runs, the batch in it answers as it says."""

import json
import re
import shlex

import pytest

from tongban.cli.tests.runs import SOURCE, tongban_run
from tongban.engines.rules.tests.models import definitions, input_data, literal, requires

GUIDE = (SOURCE.parent / "docs" / "how-to" / "rules-on-the-command-line.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]
MODEL = definitions(
    input_data("area")
    + literal("Fee", "if area > 60 then 2 else 1", needs=requires("area"))
    + '<decisionService name="Fee with surcharge"><outputDecision href="#d_Fee"/><inputData href="#i_area"/></decisionService>'
)


@pytest.fixture()
def folder(tmp_path):
    (tmp_path / "fees.dmn").write_text(MODEL, encoding="utf-8")
    (tmp_path / "case.json").write_text('{"area": 80}', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_guide_runs(folder, line):
    before, _, command = line.rpartition(" | ")
    stdin = before.removeprefix("echo ").strip("'").encode()
    run = tongban_run(*shlex.split(command)[1:], stdin=stdin, cwd=folder)
    assert (run.returncode, run.stderr) == (0, b"")


def test_the_batch_of_the_guide_answers_as_it_says(folder):
    (block,) = re.findall(r"```\n(\{.*?)```", GUIDE, re.DOTALL)
    line, answer = block.splitlines()
    run = tongban_run("rules", "evaluate", "--batch", stdin=line.encode(), cwd=folder)
    assert json.loads(run.stdout) == json.loads(answer)
