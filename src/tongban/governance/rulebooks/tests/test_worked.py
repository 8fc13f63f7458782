"""The worked cases of a package are decided by a draft as well: both people see which come out otherwise."""

import pytest

from tongban.governance.rulebooks import api
from tongban.governance.rulebooks.tests.town import FEES
from tongban.kernel.declarations import api as declarations

pytestmark = pytest.mark.django_db
CASES = """
title = { zh = "收费", en = "Fees" }
at = 2026-10-05T09:00:00
source = "办法第一条"
[[rules]]
rule = "fees"
decision = "fee"
name = "small"
inputs = { area = 30, kind = "x" }
expect = 100
[[rules]]
rule = "fees"
decision = "fee"
inputs = { area = 300, kind = "x" }
expect = 1000
article = "办法第三条"
"""


@pytest.fixture()
def proved(town, tmp_path, at):
    from tongban.governance.rulebooks.tests import town as tiny

    folder = tiny.package(tmp_path)
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "fees.toml").write_text(CASES, encoding="utf-8")
    declarations.publish(declarations.read(folder), at=at)


def test_a_text_that_holds_the_worked_cases_contradicts_none(proved):
    assert api.worked(rule="fees", model=api.review(FEES, "fees").model) == (2, ())
    assert api.worked(rule="other", model=api.review(FEES, "fees").model) == (0, ())


def test_a_text_that_decides_one_otherwise_is_named_with_its_file(proved):
    other = api.review(FEES.replace("<text>100</text>", "<text>120</text>"), "fees").model
    count, red = api.worked(rule="fees", model=other)
    assert (count, [(one.scenario, one.name, one.decision) for one in red]) == (2, [("fees", "small", "fee")])
    assert "120" in red[0].faults[0]
