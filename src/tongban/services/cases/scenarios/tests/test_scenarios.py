"""Green scenarios publish, red ones say where and why, and nothing remains of either."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from tongban.kernel.declarations import api as declarations
from tongban.kernel.outbox.models import Message
from tongban.registers.records import api as records
from tongban.services.cases import api as cases
from tongban.services.cases.models import Case
from tongban.services.cases.tests import city

pytestmark = pytest.mark.django_db
HEAD = """
title = { zh = "样例", en = "Example" }
source = "行政许可法"
at = 2026-11-23T09:00:00
offer = "food"
answers = { shop_name = "老王面馆", area = 80, plan = ["plan.pdf"] }
"""
ACCEPT = '[[steps]]\nact = "accept"\npost = "c.market.clerk"\n'
EXAMINE = '[[steps]]\nact = "examine"\npost = "c.market.clerk"\n'
THEN = '[then]\nstate = "accepted"\n'
DMN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="fee" name="fee" namespace="t">
<inputData id="i" name="area"><variable name="area" typeRef="number"/></inputData>
<decision id="d" name="fee"><variable name="fee" typeRef="number"/>
<informationRequirement id="r"><requiredInput href="#i"/></informationRequirement>
<decisionTable id="t" hitPolicy="UNIQUE"><input id="i0"><inputExpression id="e0" typeRef="number"><text>area</text></inputExpression></input>
<output id="o" name="fee" typeRef="number"/><annotation name="article"/>
<rule id="r1"><inputEntry id="c1"><text>-</text></inputEntry><outputEntry id="o1"><text>area * 2</text></outputEntry><annotationEntry><text>第五条</text></annotationEntry></rule>
</decisionTable></decision></definitions>"""


@pytest.fixture()
def package(db: None, tmp_path: Path) -> Callable[..., declarations.Package]:
    """The tiny city with one scenario."""

    def _package(text: str) -> declarations.Package:
        folder = city.write(tmp_path / "tiny", scenarios={"one": text}, rules={"fee": DMN})
        return declarations.read(folder)

    return _package


@pytest.fixture()
def red(package: Callable[..., declarations.Package], at: dt.datetime) -> Callable[[str], list[str]]:
    """What a scenario complains of."""

    def _red(text: str) -> list[str]:
        (done,) = cases.rehearse(package(text), at=at)
        return [str(one).removeprefix("tiny/scenarios/one.toml: ") for one in done.problems]

    return _red


def test_a_green_scenario_lets_the_package_be_published_and_leaves_nothing(package, at: dt.datetime) -> None:
    news, residents = Message.objects.count(), records.count(register="population")
    assert cases.publish_package(package(HEAD + ACCEPT + THEN), at=at) > 0
    assert declarations.current("offers", "food")
    assert (Case.objects.count(), Message.objects.count()) == (0, news)
    assert records.count(register="population") == residents


def test_publishing_the_same_again_changes_nothing(package, at: dt.datetime) -> None:
    same = package(HEAD + ACCEPT + THEN)
    cases.publish_package(same, at=at)
    assert cases.publish_package(same, at=at) == 0


def test_a_red_scenario_refuses_publishing_with_file_step_expected_and_found(package, at: dt.datetime) -> None:
    wrong = ACCEPT + "then = { due = 2026-12-08 }\n"
    with pytest.raises(declarations.DeclarationError) as refused:
        cases.publish_package(package(HEAD + wrong + THEN), at=at)
    said = "tiny/scenarios/one.toml: steps[0] accept.then: due: expected 2026-12-08, found 2026-12-07"
    assert str(refused.value) == said
    assert declarations.current_all("offers") == []


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (EXAMINE, "steps[0] examine: no open task to examine; open: c.market:accept"),
        (ACCEPT + 'refused = "never"\n', "steps[0] accept: expected a refusal with 'never', found that it is allowed"),
        (ACCEPT + ACCEPT, "steps[1] accept: no open task to accept; open: c.market:examine"),
        (
            '[[steps]]\nact = "decline"\npost = "c.market.clerk"\narticle = "第九条"\nreasons = "x"\n',
            "steps[0] decline: article: 第九条 is not in the legal basis of food: 食品安全法第三十五条, 行政许可法第四十二条",
        ),
        ('[[steps]]\nact = "pay"\n', "steps[0] pay: there is no open bill to pay"),
        ('[[steps]]\nact = "answer"\n', "steps[0] answer: There is no open supplement notice in this case."),
        ("", "then: state: expected accepted, found submitted"),
    ],
)
def test_a_red_step_says_what_was_expected_and_found(red, steps: str, said: str) -> None:
    assert red(HEAD + steps + THEN) == [said]


def test_every_expectation_is_looked_at(red) -> None:
    then = (
        '[then]\noutcome = "granted"\nprovisional = true\ndeemed = true\nlight = "red"\nfee = 5\ntasks = []\n'
        'certificates = []\nhistory = ["paid"]\nfailed = ["rules.decide"]\nparts = { food = "granted" }\n'
    )
    names = [one.split(": ")[1] for one in red(HEAD + ACCEPT + then)]
    assert names == ["outcome", "provisional", "deemed", "light", "fee", "tasks", "parts.food", "history", "failed"]


def test_a_refused_application_is_expected_by_its_words(red) -> None:
    wrong = HEAD.replace("area = 80", 'area = "much"')
    assert red(wrong + 'refused = "area"\n') == []
    (said,) = red(wrong + THEN)
    assert said.startswith("answers: area: ")


def test_the_clock_of_a_case_runs_for_the_case_alone(red) -> None:
    waited = '[[steps]]\nact = "wait"\non = 2026-12-01\nthen = { deemed = true, tasks = ["c.market:examine"] }\n'
    assert red(HEAD + waited + THEN) == []


def test_worked_cases_of_rules(red) -> None:
    head = 'title = { zh = "费", en = "Fee" }\nsource = "s"\nat = 2026-11-23T09:00:00\n'
    case = '[[rules]]\nrule = "fee"\ndecision = "fee"\ninputs = { area = 3 }\n'
    assert red(head + case + 'expect = 6\narticle = "第五条"\n') == []
    assert red(head + case + 'expect = 7\narticle = "第六条"\n') == [
        "rules[0]: fee: expected 7, found 6", "rules[0]: fee: expected a row that cites 第六条, found 第五条",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD.replace("food", "fod") + THEN, "offer: unknown offer 'fod'; did you mean 'food'?"),
        (HEAD.replace("area", "aria") + THEN, "answers.aria: unknown field of forms/shop 'aria'; did you mean 'area'?"),
        (
            HEAD + ACCEPT.replace("c.market", "c.marked") + THEN,
            "steps[0].post: unknown post 'c.marked.clerk'; did you mean",
        ),
        (HEAD + '[[steps]]\nact = "decide"\npost = "c.market.leader"\n' + THEN, "steps[0].article: missing"),
        (HEAD + '[then]\nparts = { foot = "granted" }\n', "then.parts.foot: unknown part of the offer 'foot'"),
        (HEAD + '[then]\ncertificates = ["c"]\n', "then.certificates: unknown document 'c'"),
    ],
)
def test_what_can_be_known_without_playing_is_an_error_of_the_linter(package, text: str, said: str) -> None:
    found = [str(one) for one in declarations.check(package(text)) if "scenarios" in one.file]
    assert any(said in one for one in found), found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD, "then: missing"),
        (HEAD.replace('source = "行政许可法"', 'source = " "') + THEN, "source: empty"),
        (HEAD.replace('offer = "food"', "") + THEN, "expected a trip"),
        (HEAD.replace("at = 2026-11-23T09:00:00", "at = 2026-11-23") + THEN, "at: expected"),
    ],
)
def test_a_scenario_that_proves_nothing_is_refused(package, text: str, said: str) -> None:
    with pytest.raises(declarations.DeclarationError, match=said):
        package(text)
