"""What officials do around a case: hand over, delegate, urge, copy, send back, take back, add, halt, repair."""

from __future__ import annotations

import datetime as dt

import pytest

from tongban.engines.processes import api as processes
from tongban.services.cases import api as cases
from tongban.services.cases.models import Case, Clock, Involvement, Work
from tongban.services.cases.tests import city
from tongban.trust.audit.models import Pending
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
MORE = (
    "[[roles]]\ncode = 'extra'\ntitle = { zh = '管理', en = 'Extra' }\n"
    "permissions = ['cases.urge', 'cases.halt', 'cases.repair', 'cases.migrate', 'cases.migrate-confirm']\n"
    "[[grants]]\nposts = ['c.market.leader']\nscope = 'c'\nrole = 'extra'\n"
)


@pytest.fixture(scope="module", autouse=True)
def _roles():
    before = city.ROLES
    city.ROLES = before + MORE
    yield
    city.ROLES = before


@pytest.fixture()
def examining(submitted, do) -> str:
    """A case that is accepted and waits to be examined."""
    number = submitted().number
    do(number, "accept", "market.clerk")
    return number


@pytest.fixture()
def inspecting(examining, do, at) -> str:
    """A case that three departments inspect."""
    do(examining, "examine", "market.clerk", when=at + MINUTE, recommendation="grant")
    return examining


def act(number: str, code: str, by, at):
    view = cases.desk_case(number=number, by=by, at=at)
    return next((one for one in view.acts if one.code == code and one.allowed), None)


def task(number: str, element: str, unit: str = "c.market") -> int:
    return Work.objects.get(case__number=number, element=element, unit=unit).task


def due(number: str) -> dt.datetime:
    return Clock.objects.get(case__number=number, kind="handling", stopped_at=None).due_at


def test_a_task_is_handed_over_to_a_colleague_who_may_do_it(examining, official, at):
    clerk, other, fire = official("market.clerk"), official("market.clerk", "zoe"), official("fire.clerk")
    number = task(examining, "examine")
    assert {one.reference for one in cases.recipients(task=number, by=clerk, at=at)} >= {
        "person:zoe",
        "post:c.market.leader",
    }
    for to, reason in (("person:zoe", " "), (f"person:{fire.person}", "x"), ("post:c.fire.clerk", "x"), ("", "x")):
        with pytest.raises(cases.Incomplete):
            cases.transfer(task=number, to=to, reason=reason, by=clerk, at=at)
    before = due(examining)
    cases.transfer(task=number, to="person:zoe", reason="休假", by=clerk, at=at)
    assert due(examining) == before
    assert act(examining, "examine", clerk, at) is None
    view = cases.desk_case(number=examining, by=other, at=at)
    assert view.act("examine").task == number
    assert (view.remarks[0].text, view.history[-1].code) == ("休假", "transferred")
    cases.examine(task=number, recommendation="grant", by=other, at=at)


def test_who_examined_is_not_handed_the_decision(inspecting, do, official, at):
    for unit in ("market", "health", "fire"):
        post = official(f"{unit}.clerk")
        cases.inspect(
            task=task(inspecting, "inspect", f"c.{unit}"),
            passed=True,
            findings="好",
            answers={"sinks": "2"},
            by=post,
            at=at,
        )
    leader = official("market.leader")
    examiner = official("market.clerk")
    authority.appoint(person=examiner.person, post="c.market.leader", since=at, at=at, by=SYSTEM)
    with pytest.raises(cases.Incomplete):
        cases.transfer(task=task(inspecting, "decide"), to=f"person:{examiner.person}", reason="x", by=leader, at=at)


def test_a_delegated_task_comes_back_and_is_completed_by_its_owner(examining, official, at):
    clerk, other = official("market.clerk"), official("market.clerk", "zoe")
    number = task(examining, "examine")
    cases.delegate(task=number, person="zoe", reason="", by=clerk, at=at)
    assert act(examining, "examine", clerk, at) is None
    found = cases.desk_case(number=examining, by=other, at=at)
    assert [one.code for one in found.acts if one.task == number] == ["resolve"]
    with pytest.raises(cases.Conflict):
        cases.examine(task=number, recommendation="grant", by=clerk, at=at)
    with pytest.raises(cases.CaseError):
        cases.examine(task=number, recommendation="grant", by=other, at=at)
    cases.resolve(task=number, result="面积相符", by=other, at=at)
    cases.examine(task=number, recommendation="grant", by=clerk, at=at)


def test_urging_tells_who_could_do_it_and_waits_before_the_next(examining, official, news, at):
    leader, clerk = official("market.leader"), official("market.clerk")
    number = task(examining, "examine")
    with pytest.raises(authority.Denied):
        cases.urge(task=number, text="", by=clerk, at=at)
    cases.urge(task=number, text="请抓紧", by=leader, at=at)
    with pytest.raises(cases.Conflict):
        cases.urge(task=number, text="", by=leader, at=at + MINUTE)
    assert news()[-1] == "TaskUrged"
    (row,) = cases.inbox(by=clerk, at=at).rows
    assert row.tasks[0].urged == at


def test_a_copy_goes_to_the_departments_in_the_case_only_and_is_read(examining, official, at):
    leader, clerk = official("market.leader"), official("market.clerk")
    assert {one.reference for one in cases.readers(number=examining, by=leader, at=at)} >= {"post:c.market.clerk"}
    for to in ([], ["post:c.fire.clerk"], ["person:nobody"]):
        with pytest.raises(cases.Incomplete):
            cases.send_copy(number=examining, to=to, text="", by=leader, at=at)
    cases.send_copy(number=examining, to=["post:c.market.clerk"], text="供参考", by=leader, at=at)
    (found,) = cases.my_copies(by=clerk, at=at)
    assert (found.number, found.title.en) == (examining, "Food licence")
    cases.read_copy(copy=found.id, by=clerk, at=at)
    assert cases.my_copies(by=clerk, at=at) == ()
    with pytest.raises(cases.NotFound):
        cases.read_copy(copy=found.id, by=leader, at=at)
    assert cases.desk_case(number=examining, by=leader, at=at).copies[0].seen == at


def test_work_goes_back_but_not_across_an_act_of_law(inspecting, official, at):
    clerk = official("fire.clerk")
    number = task(inspecting, "inspect", "c.fire")
    assert [one.element for one in cases.ways_back(task=number)] == ["examine"]
    for to, reason in (("accept", "x"), ("examine", " "), ("nothing", "x")):
        with pytest.raises(cases.Incomplete):
            cases.send_back(task=number, to=to, reason=reason, by=clerk, at=at)
    before = due(inspecting)
    cases.send_back(task=number, to="examine", reason="图纸不清", by=clerk, at=at)
    assert due(inspecting) == before
    assert [one.element for one in Work.objects.filter(case__number=inspecting)] == ["examine"]
    view = cases.desk_case(number=inspecting, by=official("market.clerk"), at=at)
    assert view.remarks[0].text == "图纸不清"
    assert not any(line.code == "returned" for line in cases.case(number=inspecting, by=_owner(), at=at).timeline)


def _owner():
    from tongban.trust.authority.api import Subject

    return Subject(kind="resident", person="p1", name="王小明", resident_tag="a" * 32, assurance=2)


def test_a_step_is_taken_back_until_somebody_begins_the_next(inspecting, official, at):
    clerk = official("market.clerk")
    found = act(inspecting, "recall", clerk, at)
    cases.recall(task=found.task, by=clerk, at=at + 2 * MINUTE)
    assert act(inspecting, "examine", clerk, at)
    again = task(inspecting, "examine")
    cases.examine(task=again, recommendation="grant", by=clerk, at=at + 3 * MINUTE)
    fire = official("fire.clerk")
    cases.claim(task=task(inspecting, "inspect", "c.fire"), by=fire, at=at)
    assert act(inspecting, "recall", clerk, at) is None
    with pytest.raises(cases.Conflict):
        cases.recall(task=again, by=clerk, at=at)


def test_a_department_takes_its_finding_back_until_somebody_begins_to_decide(inspecting, official, at):
    def inspected(unit: str, passed: bool, minutes: int) -> None:
        number, by = task(inspecting, "inspect", f"c.{unit}"), official(f"{unit}.clerk")
        when = at + minutes * MINUTE
        cases.inspect(task=number, passed=passed, findings="好", answers={"sinks": "2"}, by=by, at=when)

    fire = official("fire.clerk")
    for minutes, unit in enumerate(("fire", "market", "health"), 2):
        inspected(unit, passed=unit != "fire", minutes=minutes)
    assert not Work.objects.filter(case__number=inspecting, element="inspect").exists()
    found = act(inspecting, "recall", fire, at + 6 * MINUTE)
    assert found.several
    cases.recall(task=found.task, by=fire, at=at + 6 * MINUTE)
    assert [one.unit for one in Work.objects.filter(case__number=inspecting)] == ["c.fire"]
    assert Pending.objects.filter(body__contains="cases.recall").count() == 1
    with pytest.raises(cases.Conflict):
        cases.recall(task=found.task, by=fire, at=at + 7 * MINUTE)
    inspected("fire", passed=True, minutes=8)
    results = processes.state(inspecting)[0].variables["inspect"]
    assert [one["passed"] for one in results] == [True, True, True]
    cases.claim(task=task(inspecting, "decide"), by=official("market.leader"), at=at + 9 * MINUTE)
    assert act(inspecting, "recall", fire, at + 9 * MINUTE) is None


def test_acceptance_is_not_taken_back(examining, official, at):
    assert act(examining, "recall", official("market.clerk"), at) is None


def test_another_department_joins_an_inspection(inspecting, official, at):
    clerk = official("market.clerk")
    number = task(inspecting, "inspect")
    assert [one.code for one in cases.addable(task=number)] == ["c", "c.justice"]
    with pytest.raises(cases.Incomplete):
        cases.add_department(task=number, unit="c.fire", by=clerk, at=at)
    cases.add_department(task=number, unit="c", by=clerk, at=at)
    assert Work.objects.filter(case__number=inspecting, unit="c").count() == 1
    assert Involvement.objects.filter(case__number=inspecting, unit="c").exists()


def test_a_process_stands_still_while_the_clock_runs_on(examining, official, at):
    leader, clerk = official("market.leader"), official("market.clerk")
    before = due(examining)
    with pytest.raises(cases.Incomplete):
        cases.halt(number=examining, reason="", by=leader, at=at)
    cases.halt(number=examining, reason="信访", by=leader, at=at)
    with pytest.raises(cases.Conflict):
        cases.halt(number=examining, reason="信访", by=leader, at=at)
    assert due(examining) == before
    view = cases.desk_case(number=examining, by=clerk, at=at)
    assert view.halted
    assert view.act("examine") is None
    with pytest.raises((cases.Conflict, processes.ProcessError)):
        cases.examine(task=task(examining, "examine"), recommendation="grant", by=clerk, at=at)
    cases.go_on(number=examining, by=leader, at=at)
    cases.examine(task=task(examining, "examine"), recommendation="grant", by=clerk, at=at)


def test_an_administrator_repairs_a_process_and_the_ledger_says_so(examining, official, at):
    leader = official("market.leader")
    (found,) = cases.running(number=examining, by=leader, at=at)
    spot = found.spots[0].number
    terms = {"number": examining, "instance": found.instance, "by": leader, "at": at}
    for wrong in (
        {"take": [], "put": [], "variables": {}, "reason": "x"},
        {"take": [spot], "put": [("decide", 0)], "variables": {}, "reason": ""},
        {"take": [999], "put": [], "variables": {}, "reason": "x"},
        {"take": [], "put": [], "variables": {"a b": "1"}, "reason": "x"},
        {"take": [], "put": [], "variables": {"a": "1 +"}, "reason": "x"},
    ):
        with pytest.raises(cases.Incomplete):
            cases.repair(**terms, **wrong)
    with pytest.raises(cases.Doubtful):
        cases.repair(**terms, take=[], put=[("decide", 0)], variables={}, reason="x")
    with pytest.raises(authority.Denied):
        cases.running(number=examining, by=official("market.clerk"), at=at)
    cases.repair(**terms, take=[spot], put=[("decide", 0)], variables={"checked": "true"}, reason="误录")
    assert [one.element for one in Work.objects.filter(case__number=examining)] == ["decide"]
    assert Pending.objects.filter(body__contains="cases.repair").exists()
    assert cases.desk_case(number=examining, by=leader, at=at).history[-1].code == "repaired"


def test_cases_move_to_the_version_in_force_when_two_people_say_so(examining, official, relay, tmp_path, at):
    from tongban.kernel.declarations import api as declarations

    old = Case.objects.get(number=examining).process_version
    text = city.PROCESSES["market"].replace('id="examine"', 'id="look"').replace('"examine"', '"look"')
    text = (
        text.replace('id="ok_examine"', 'id="ok_look"')
        .replace('id="examine_inspect"', 'id="look_inspect"')
        .replace('tongban:act="look"', 'tongban:act="examine"')
    )
    declarations.publish(declarations.read(city.write(tmp_path / "next", processes={"market": text})), at=at)
    new = declarations.current("processes", "market").version
    leader, mayor = official("market.leader"), official("market.leader", "second")
    terms = {"process": "market", "source": old, "target": new, "by": leader, "at": at}
    mapping = cases.suggest_mapping(**terms)
    assert mapping["examine"] == "look"
    assert cases.preview_migration(**terms, mapping=mapping).can == 1
    with pytest.raises(authority.Denied):
        cases.propose_migration(**{**terms, "by": official("market.clerk")}, mapping=mapping, reason="x")
    number = cases.propose_migration(**terms, mapping=mapping, reason="新办法")
    with pytest.raises(cases.Conflict):
        cases.confirm_migration(migration=number, by=leader, at=at)
    cases.confirm_migration(migration=number, by=mayor, at=at)
    cases.tick(at=at)
    relay(at)
    assert Case.objects.get(number=examining).process_version == new
    assert cases.migrations(process="market", by=leader, at=at)[0].moving.moved == 1
    work = Work.objects.get(case__number=examining)
    assert work.element == "look"
    cases.examine(task=work.task, recommendation="grant", by=official("market.clerk"), at=at)
    assert cases.desk_case(number=examining, by=leader, at=at).picture
