"""The functions of a package's `rules.py` are published with it and called by its rules."""

from __future__ import annotations

import pytest

from tongban.kernel.declarations import api as declarations
from tongban.services.decisions import api as decisions
from tongban.services.decisions.tests.test_log import AT, DMN, publish, reading

pytestmark = pytest.mark.django_db
PYTHON = """from decimal import Decimal
def stepped(area: Decimal, rate: Decimal) -> Decimal:
    total = Decimal(0)
    for metre in range(area):
        total += rate * (1 if metre < 10 else 2)
    return total
"""
CALLING = DMN.replace("area * parameter", 'stepped(area, parameter("fees.rate")) + 0 * parameter')


def test_a_rule_calls_a_function_of_its_package(tmp_path):
    publish(tmp_path / "fees", CALLING, **{"rules.py": PYTHON})
    assert declarations.current("functions", "fees").text == PYTHON
    found = decisions.try_out(rule="fees", decision="fee", inputs={"area": 20}, at=AT)
    assert found.result == 45


def test_a_function_that_nobody_wrote_is_an_error_of_the_package(tmp_path):
    with pytest.raises(declarations.DeclarationError, match="unknown name 'stepped'"):
        publish(tmp_path / "fees", CALLING)


def test_code_that_may_not_stand_in_a_rule_is_refused_with_its_line(tmp_path):
    with pytest.raises(declarations.DeclarationError, match=r"fees/rules.py: line 1: only functions"):
        publish(tmp_path / "fees", CALLING, **{"rules.py": "import os\n" + PYTHON})
    with pytest.raises(LookupError):
        declarations.current("functions", "fees")


def test_a_case_keeps_the_functions_that_it_began_with(tmp_path):
    publish(tmp_path / "fees", CALLING, **{"rules.py": PYTHON})
    decisions.pin(case="C-1", rules=["fees"])
    publish(tmp_path / "fees", CALLING, **{"rules.py": PYTHON.replace("else 2", "else 3")})
    with reading():
        kept = decisions.decide(case="C-1", rule="fees", decision="fee", inputs={"area": 20}, at=AT, by="x")
        new = decisions.decide(case="C-2", rule="fees", decision="fee", inputs={"area": 20}, at=AT, by="x")
    assert (kept.result, new.result) == (45, 60)
