"""What the log keeps of a decision by rule, who may read it, and that it never changes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from tongban.engines.rules import api as rules
from tongban.kernel.declarations import api as declarations
from tongban.services.decisions import api as decisions
from tongban.services.decisions.models import Entry, Pin
from tongban.trust.authority.api import SYSTEM
from tongban.trust.privacy import api as privacy

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC)
TAG = "a" * 32
DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="Fees" namespace="urn:fees">
<inputData id="i1" name="area"><variable name="area" typeRef="number"/></inputData>
<inputData id="i2" name="since"><variable name="since" typeRef="date"/></inputData>
<decision id="fee" name="fee"><variable name="fee" typeRef="number"/>
<informationRequirement id="r1"><requiredInput href="#i1"/></informationRequirement>
<informationRequirement id="r2"><requiredInput href="#i2"/></informationRequirement>
<decisionTable id="t" hitPolicy="UNIQUE">
<input id="c1" label="面积"><inputExpression id="e1" typeRef="number"><text>area</text></inputExpression></input>
<output id="o" name="fee" typeRef="number"/><annotation name="article"/><annotation name="note"/>
<rule id="a"><inputEntry id="x1"><text>&lt;= 10</text></inputEntry><outputEntry id="y1"><text>0</text></outputEntry>
<annotationEntry><text>第一条</text></annotationEntry><annotationEntry><text></text></annotationEntry></rule>
<rule id="b"><inputEntry id="x2"><text>(10..500]</text></inputEntry>
<outputEntry id="y2"><text>round half up(area * parameter("fees.rate"), 2)</text></outputEntry>
<annotationEntry><text>第二条</text></annotationEntry><annotationEntry><text>large</text></annotationEntry></rule>
</decisionTable></decision></definitions>"""
RATE = """[rate]
title = { zh = "标准", en = "Rate" }
unit = "CNY/m2"
[[rate.values]]
from = 2024-01-01
value = "1.50"
article = "第三条"
source = "公报"
second_source = "官网"
verified = true
[[rate.values]]
from = 2026-06-01
value = "2"
article = "第三条"
source = "公报2"
local = true
verified = true
"""


def publish(folder: Path, dmn: str = DMN, *, at: dt.datetime = AT, **files: str) -> None:
    for name, text in {"rules/fees.dmn": dmn, "parameters/fees.toml": RATE, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "system.toml").write_text('id = "fees"\nversion = "1"\ntitle = { zh = "费", en = "Fees" }\n')
    declarations.publish(declarations.read(folder), at=at)


@pytest.fixture
def made(tmp_path: Path):
    publish(tmp_path / "fees")

    def decide(area: object = "20.333", case: str = "C-1", at: dt.datetime = AT, tag: str = TAG) -> decisions.Entry:
        known = {"area": Decimal(str(area)), "since": dt.date(2026, 1, 1), "name": "nobody asks"}
        with reading():
            return decisions.decide(case=case, rule="fees", decision="fee", inputs=known, at=at, by="system", tag=tag)

    return decide


def reading():
    return privacy.access(purpose=decisions.REVIEW, by=SYSTEM, at=AT)


def test_an_entry_keeps_version_inputs_result_rows_articles_and_parameters(made):
    made()
    with reading():
        (found,) = decisions.of_case(case="C-1")
    assert (found.rule, found.version) == ("fees", declarations.current("rules", "fees").version)
    assert found.inputs == {"area": Decimal("20.333"), "since": dt.date(2026, 1, 1)}
    assert found.result == Decimal("30.50")
    assert [(row.index, row.annotations["article"]) for row in found.rows] == [(2, "第二条")]
    (used,) = found.parameters
    assert (used.key, used.value, used.since, used.source, used.second_source) == (
        "fees.rate", Decimal("1.50"), dt.date(2024, 1, 1), "公报", "官网",
    )  # fmt: skip


def test_the_moment_decides_which_value_is_read(made):
    assert made(20, at=AT + dt.timedelta(days=40)).result == Decimal(40)


def test_entries_are_read_inside_an_access_context_only(made):
    made()
    with pytest.raises(privacy.OutsideAccess):
        decisions.of_case(case="C-1")
    with pytest.raises(privacy.OutsideAccess):
        decisions.log()


def test_the_log_goes_on_after_an_id_and_is_bounded_by_moments(made):
    for place in range(5):
        made(20 + place, at=AT + dt.timedelta(hours=place))
    with reading():
        first = decisions.log(rule="fees", limit=2)
        rest = decisions.log(rule="fees", after=first[-1].id)
        between = decisions.log(since=AT + dt.timedelta(hours=1), until=AT + dt.timedelta(hours=3))
        assert decisions.log(rule="other") == ()
    assert [one.inputs["area"] for one in (*first, *rest)] == [20, 21, 22, 23, 24]
    assert [one.inputs["area"] for one in between] == [21, 22]


def test_reading_the_log_is_noted_for_each_person_once(made):
    made(), made(30), made(40, tag="b" * 32), made(50, tag="")
    with reading():
        decisions.log()
    for tag in (TAG, "b" * 32):
        (seen,) = privacy.accesses_of(subject_tag=tag)
        assert (seen.resource, seen.fields) == ("decisions.log", ("inputs", "result"))


@pytest.mark.parametrize("act", [lambda: Entry.objects.update(result="0"), lambda: Entry.objects.all().delete()])
def test_an_entry_is_never_changed_or_removed(made, act):
    made()
    with reading(), pytest.raises(IntegrityError), transaction.atomic():
        act()


def test_a_case_is_decided_by_the_versions_with_which_it_began(made, tmp_path):
    decisions.pin(case="C-1", rules=["fees", "unknown"])
    decisions.pin(case="C-1", rules=["fees"])
    publish(tmp_path / "fees", DMN.replace("* parameter", "* 100 * parameter"), at=AT)
    assert made(20).result == 30
    assert made(20, case="C-2").result == 3000
    with pytest.raises(IntegrityError), transaction.atomic():
        Pin.objects.all().delete()


def test_an_unknown_rule_or_decision_is_said_and_nothing_is_kept(made):
    with reading():
        for rule, decision in (("nothing", "fee"), ("fees", "nothing")):
            with pytest.raises(LookupError):
                decisions.decide(case="C", rule=rule, decision=decision, inputs={}, at=AT, by="system")
        assert decisions.log() == ()


def test_warnings_are_kept(made, tmp_path):
    with reading():
        found = decisions.decide(case="C", rule="fees", decision="fee", inputs={}, at=AT, by="system")
    assert found.result is None
    assert any("not given" in one for one in found.warnings)


def test_trying_out_keeps_nothing(made):
    found = decisions.try_out(rule="fees", decision="fee", inputs={"area": 20}, at=AT)
    assert isinstance(found, rules.Outcome)
    assert found.result == 30
    with reading():
        assert decisions.log() == ()
