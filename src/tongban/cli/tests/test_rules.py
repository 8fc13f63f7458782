"""`tongban rules`: deciding by models, batches, checks."""

import json

import pytest

from tongban.cli import decisions
from tongban.cli.tests.runs import refused, tongban_run
from tongban.engines.rules import api as rules
from tongban.engines.rules.tests.models import definitions, input_data, literal, requires, table

FEES = table([("<= 60", "1"), ("> 60", "2")])


@pytest.fixture()
def folder(tmp_path):
    (tmp_path / "fees.dmn").write_text(FEES, encoding="utf-8")
    (tmp_path / "in.json").write_text('{"x": 70}', encoding="utf-8")
    (tmp_path / "broken.dmn").write_text(table([("<= 60", "1 +")]), encoding="utf-8")
    (tmp_path / "none.dmn").write_text("<a", encoding="utf-8")
    two = (
        input_data("a") + literal("Sum", "a + 1", needs=requires("a")) + literal("Twice", "a * 2", needs=requires("a"))
    )
    service = (
        '<decisionService name="Both"><outputDecision href="#d_Sum"/><outputDecision href="#d_Twice"/><inputData href="#i_a"/>'
        '</decisionService><decisionService name="One"><outputDecision href="#d_Sum"/><inputData href="#i_a"/></decisionService>'
    )
    (tmp_path / "two.dmn").write_text(definitions(two + service), encoding="utf-8")
    return tmp_path


def evaluate(folder, *arguments):
    run = tongban_run("rules", "evaluate", *arguments, cwd=folder)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_a_decision_is_printed_with_its_warnings_and_trace(folder):
    assert evaluate(folder, "fees.dmn", "--decision", "D", "--input", "in.json") == {"result": 2, "warnings": []}
    (row,) = evaluate(folder, "fees.dmn", "--decision", "D", "--input", "in.json", "--trace")["trace"]
    assert (row["row"], row["outputs"], row["annotations"]) == (2, {"y": 2}, {"依据": "第一条"})
    found = evaluate(folder, "fees.dmn", "--decision", "D")
    assert found["result"] is None
    assert found["warnings"]


def test_all_decisions_and_services(folder):
    (folder / "a.json").write_text('{"a": 3}', encoding="utf-8")
    assert evaluate(folder, "two.dmn", "--input", "a.json")["result"] == {"Sum": 4, "Twice": 6}
    assert evaluate(folder, "two.dmn", "--service", "Both", "--input", "a.json")["result"] == {"Sum": 4, "Twice": 6}
    assert evaluate(folder, "two.dmn", "--service", "One", "--input", "a.json")["result"] == 4


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("fees.dmn", "--decision", "E"), "no decision 'E'"),
        (("none.dmn",), "none.dmn"),
        (("gone.dmn",), "No such file"),
        ((".",), "Is a directory"),
        ((), "which model"),
        (("fees.dmn", "--decision", "D", "--service", "S"), "not allowed"),
        (("fees.dmn", "--batch"), "--batch"),
        (("fees.dmn", "--input", "none.dmn"), "no JSON"),
    ],
)
def test_what_cannot_be_decided_is_refused_with_the_reason(folder, arguments, part):
    assert part in refused(tongban_run("rules", "evaluate", *arguments, cwd=folder))


LINES = [
    (b'{"id": 1, "model": "fees.dmn", "decision": "D", "input": {"x": 60}}', {"id": 1, "result": 1}),
    (b'{"id": "b", "model": "fees.dmn", "input": {"x": {"number": "60.1"}}}', {"id": "b", "result": {"D": 2}}),
    (b'{"id": 12345678901234567890, "model": "two.dmn", "service": "One", "input": {"a": 1}}',
     {"id": 12345678901234567890, "result": 2}),
    (b'{"id": null, "model": "two.dmn", "decision": "Sum", "input": {"a": "x"}}', {"id": None, "result": None}),
    (b'{"id": [1], "model": "gone.dmn"}', {"id": [1], "error": "No such file"}),
    (b'{"id": 3, "model": "none.dmn"}', {"id": 3, "error": "none.dmn"}),
    (b'{"id": 4, "model": "fees.dmn", "decision": "E"}', {"id": 4, "error": "no decision 'E'"}),
    (b'{"id": 5, "model": "fees.dmn", "input": {"x": {"date": "?"}}}', {"id": 5, "error": ".x: '?' is no date"}),
    (b'{"id": 6, "model": 7}', {"id": 6, "error": '"model"'}),
    (b'{"id": 7, "model": "fees.dmn\\u0000"}', {"id": 7, "error": "cannot read"}),
    (b'{"id": 8, "model": "fees.dmn", "decision": "D", "service": "S"}', {"id": 8, "error": "not both"}),
    (b'{"id": 9', {"id": None, "error": "no JSON"}),
    (b'"\xff"', {"id": None, "error": "no UTF-8"}),
    (b"[" * 50_000, {"id": None, "error": "too deep"}),
    (b"[1]", {"id": None, "error": "JSON object"}),
    (b"", {"id": None, "error": "no JSON"}),
    (b'{"id": 10, "model": "loop.dmn", "decision": "L"}', {"id": 10, "error": "steps"}),
    (b'{"id": 11, "model": "fees.dmn", "decision": "D", "input": {"x": 61}}', {"id": 11, "result": 2}),
]  # fmt: skip


def test_a_batch_answers_every_line_in_order_whatever_it_holds(folder):
    (folder / "loop.dmn").write_text(definitions(literal("L", "for i in 1..1e12 return i")), encoding="utf-8")
    run = tongban_run("rules", "evaluate", "--batch", stdin=b"\n".join(line for line, _ in LINES), cwd=folder)
    assert (run.returncode, run.stderr) == (0, b"")
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(answers) == len(LINES)
    for answer, (line, wanted) in zip(answers, LINES, strict=True):
        assert answer.keys() == {"id", "warnings", next(iter(wanted.keys() - {"id"}))}, line
        assert answer["id"] == wanted["id"]
        if "error" in wanted:
            assert wanted["error"] in answer["error"], line
        else:
            assert answer["result"] == wanted["result"], line
            assert (answer["result"] is not None) is (answer["warnings"] == []), line


def test_a_line_beyond_the_limit_is_answered_and_the_next_one_too(folder):
    lines = b'{"id": 1, "x": "' + b"a" * 6_400_000 + b'"}\n' + LINES[0][0]
    run = tongban_run("rules", "evaluate", "--batch", stdin=lines, cwd=folder)
    first, second = (json.loads(line) for line in run.stdout.splitlines())
    assert "bytes" in first["error"]
    assert second["result"] == 1


def test_models_of_earlier_lines_make_room(folder, monkeypatch):
    def crowded(path):
        if len(decisions._models) > 1:
            raise MemoryError
        return rules.read_dmn_file(folder / path), {}

    monkeypatch.setattr(decisions, "_models", {"a": "", "b": ""})
    monkeypatch.setattr(decisions, "model_at", crowded)
    assert json.loads(decisions._answered(LINES[0][0]).out)["result"] == 1


def check(folder, name):
    run = tongban_run("rules", "check", name, cwd=folder)
    return run.returncode, run.stdout.decode().splitlines()


def test_a_check_prints_a_finding_a_line_and_fails_on_errors_only(folder):
    assert check(folder, "fees.dmn") == (0, [])
    (folder / "gap.dmn").write_text(table([("< 60", "1"), ("> 60", "2")], article=None), encoding="utf-8")
    code, lines = check(folder, "gap.dmn")
    assert code == 0
    assert lines[0].startswith("warning: D, row 1, column -, r1: this rule names no article")
    assert lines[2].startswith("warning: D, row -, column -, t: no rule matches when x = 60")
    code, (line, *_) = check(folder, "broken.dmn")
    assert code == 1
    assert line.startswith("error: D, row 1, column 2, ")
    code, (line,) = check(folder, "none.dmn")
    assert (code, line[:6]) == (1, "error:")


def test_a_model_of_a_package_is_held_to_the_rules_of_the_house(folder):
    (folder / "system.toml").touch()
    (folder / "rules").mkdir()
    (folder / "rules" / "fees.dmn").write_text(table([("<= 6", "1"), ("> 6", "2")], article=None), encoding="utf-8")
    code, lines = check(folder, "rules/fees.dmn")
    assert code == 1
    assert all(line.startswith("error: D, row ") for line in lines)


def test_a_model_of_a_package_calls_the_functions_of_its_rules_py(folder):
    (folder / "system.toml").touch()
    (folder / "rules").mkdir()
    model = definitions(input_data("a") + literal("D", "doubled(a)", needs=requires("a")))
    (folder / "rules" / "d.dmn").write_text(model, encoding="utf-8")
    code = "from decimal import Decimal\n\n\ndef doubled(a: Decimal) -> Decimal:\n    return a * 2\n"
    (folder / "rules.py").write_text(code, encoding="utf-8")
    (folder / "a.json").write_text('{"a": 4}', encoding="utf-8")
    assert check(folder, "rules/d.dmn") == (0, [])
    assert evaluate(folder, "rules/d.dmn", "--decision", "D", "--input", "a.json")["result"] == 8
    (folder / "rules.py").write_text("import os\n", encoding="utf-8")
    assert check(folder, "rules/d.dmn")[0] == 1
    assert "rules.py" in refused(tongban_run("rules", "evaluate", "rules/d.dmn", cwd=folder))
