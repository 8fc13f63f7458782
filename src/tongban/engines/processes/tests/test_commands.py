from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tongban.engines.processes import api, models
from tongban.engines.processes.tests.building import (
    AT,
    ERROR,
    MESSAGE,
    at_work,
    done,
    flows,
    graph,
    many,
    node,
    started,
    straight,
)

pytestmark = pytest.mark.django_db
ENDS = (node("start", "s"), node("end", "e"))
FORK = graph(
    *ENDS, node("and", "f"), node("user", "a", tongban_outputs="opinion_a"), node("user", "b"), node("and", "j"), node("user", "c"),
    flows("s>f", "f>a", "f>b", "a>j", "b>j", "j>c", "c>e"),
)  # fmt: skip


def test_a_process_runs_from_start_to_end_and_leaves_no_row_behind():
    host, step = started(graph(*straight("a", "b")))
    assert [(task.element, task.candidates) for task in step.tasks] == [("a", ("post:clerk",))]
    assert not step.ended
    assert [task.element for task in done("a").tasks] == ["b"]
    assert done("b").status == "completed"
    assert (models.Token.objects.count(), models.Wait.objects.count()) == (0, 0)
    assert host.log == [("task", "a"), ("done", "a"), ("task", "b"), ("done", "b"), ("ended", "case-1")]


def test_completing_twice_says_who_was_first_and_when_and_changes_nothing():
    started(FORK)
    step = done("a", by="person:bo", opinion_a="yes")
    task = next(task for task in api.tasks(business_key="case-1") if task.element == "a")
    with pytest.raises(api.AlreadyDone) as caught:
        api.complete(task=task.id, patch={"opinion_a": "no"}, by="person:eve", at=AT)
    assert (caught.value.by, caught.value.at, caught.value.how) == ("person:bo", AT, "done")
    assert "person:bo" in str(caught.value)
    assert api.state("case-1")[0].variables == {"opinion_a": "yes"}
    assert step.tasks == ()


def test_only_declared_outputs_are_written():
    started(FORK)
    with pytest.raises(api.ProcessError, match="opinion_a only, not other"):
        done("a", opinion_a=1, other=2)
    assert at_work() == ["a", "b"]


def test_a_claimed_task_belongs_to_its_holder_until_released():
    started(FORK)
    task = api.tasks(business_key="case-1")[0].id
    assert api.claim(task=task, by="person:bo", at=AT).assignee == "person:bo"
    assert api.claim(task=task, by="person:bo", at=AT).assignee == "person:bo"
    for refused in (api.claim, api.release):
        with pytest.raises(api.Held, match="person:bo"):
            refused(task=task, by="person:eve", at=AT)
    with pytest.raises(api.Held):
        api.complete(task=task, patch={}, by="person:eve", at=AT)
    assert api.release(task=task, by="person:bo", at=AT).assignee == ""
    assert api.assign(task=task, assignee="person:eve", by="person:lead", at=AT).assignee == "person:eve"
    assert [event.kind for event in api.history("case-1")][-3:] == ["claimed", "released", "assigned"]
    api.complete(task=task, patch={}, by="person:eve", at=AT)


def test_starting_the_same_process_for_the_same_case_twice_is_refused():
    started(FORK)
    with pytest.raises(api.AlreadyDone) as caught:
        started(FORK)
    assert (caught.value.by, caught.value.how) == ("person:anna", "started")
    assert models.Instance.objects.count() == 1


def test_unknown_tasks_calls_timers_and_keys_are_not_found():
    for attempt in (
        lambda: api.task(99),
        lambda: api.complete(task=99, patch={}, by="x", at=AT),
        lambda: api.finish_call(call=99, patch={}, at=AT),
        lambda: api.reschedule(timer=99, due=AT, by="x", at=AT),
        lambda: api.state("nobody"),
    ):
        with pytest.raises(api.NotFound):
            attempt()
    assert api.message(business_key="nobody", name="news", data={}, by="x", at=AT) is None
    assert api.cancel(business_key="nobody", by="x", at=AT, reason="") == 0


def test_a_message_reaches_the_one_that_waited_longest_and_only_once():
    started(graph(*ENDS, node("catch", "c", MESSAGE), node("user", "a"), flows("s>c", "c>a", "a>e")))
    step = api.message(business_key="case-1", name="news", data={"answer": 1}, by="person:anna", at=AT)
    assert [task.element for task in step.tasks] == ["a"]
    assert api.message(business_key="case-1", name="news", data={"answer": 2}, by="person:anna", at=AT) is None
    assert api.state("case-1")[0].variables == {"answer": 1}


def test_a_message_with_a_correlation_key_reaches_the_one_that_waits_for_it():
    catches = [node("catch", name, MESSAGE, tongban_correlation=f'"{name}"') for name in ("c1", "c2")]
    started(
        graph(
            *ENDS,
            node("and", "f"),
            *catches,
            node("user", "a"),
            node("user", "b"),
            flows("s>f", "f>c1", "f>c2", "c1>a", "c2>b", "a>e", "b>e"),
        )
    )
    assert api.message(business_key="case-1", name="news", data={}, by="x", at=AT) is None
    api.message(business_key="case-1", name="news", data={}, by="x", at=AT, correlation="c2")
    assert at_work() == ["b"]


SERVICE = graph(
    *ENDS, node("service", "t", tongban_operation="bills.issue"), node("boundary", "w", ERROR, attachedToRef="t"),
    node("user", "repair"), flows("s>t", "t>e", "w>repair", "repair>e"),
)  # fmt: skip


def test_a_service_call_is_asked_of_the_host_and_answered_once():
    host, step = started(SERVICE)
    assert host.log == [("call", "bills.issue")]
    assert api.finish_call(call=step.calls[0].id, patch={"bill": "B1"}, at=AT).status == "completed"
    with pytest.raises(api.AlreadyDone):
        api.finish_call(call=step.calls[0].id, patch={"bill": "B2"}, at=AT)
    assert api.state("case-1")[0].variables == {"bill": "B1"}


def test_a_failed_call_stays_until_it_is_retried():
    host, step = started(SERVICE)
    call = step.calls[0].id
    assert api.fail_call(call=call, error="no connection", at=AT).status == "running"
    assert [(one.state, one.error) for one in api.calls(business_key="case-1")] == [("failed", "no connection")]
    assert api.retry_call(call=call, by="person:op", at=AT).attempts == 2
    assert host.log == [("call", "bills.issue"), ("call", "bills.issue")]
    assert api.finish_call(call=call, patch={}, at=AT).ended


def test_a_failed_call_that_the_model_catches_goes_on_there():
    _, step = started(SERVICE)
    api.fail_call(call=step.calls[0].id, error="broken", at=AT)
    assert at_work() == ["repair"]
    with pytest.raises(api.AlreadyDone):
        api.finish_call(call=step.calls[0].id, patch={}, at=AT)


INNER = graph(*ENDS, node("user", "i"), flows("s>i", "i>e"), key="inner")


def outer(*more: str, inner: str = "") -> api.Graph:
    mapping = '<extensionElements><tongban:input target="n" source="k + 1"/><tongban:output target="result" source="answer"/></extensionElements>'
    lines = [line for line in ("s>t", "t>z", "z>e", "w>late", "late>e") if not line.startswith(("w", "late")) or more]
    return graph(
        *ENDS, node("call", "t", mapping + inner, calledElement="inner"), node("user", "z"), *more, flows(*lines)
    )


def test_a_called_process_gets_its_inputs_and_gives_back_only_its_outputs():
    started(outer(), INNER, k=1)
    assert at_work() == ["i"]
    caller, called = api.state("case-1")
    assert (called.parent, called.definition, called.variables) == (caller.instance, ("inner", "v1"), {"n": 2})
    done("i", answer=42, noise=1)
    assert at_work() == ["z"]
    assert api.state("case-1")[0].variables == {"k": 1, "result": 42}


def test_called_processes_run_in_parallel_for_each_item():
    started(outer(inner=many('["x", "y"]', collect="answers")), INNER, k=1)
    assert at_work() == ["i", "i"]
    done("i", index=1, answer="second")
    done("i", answer="first")
    found = api.state("case-1")[0].variables["answers"]
    assert [(one["item"], one["result"]) for one in found] == [("x", "first"), ("y", "second")]


def test_an_error_of_a_called_process_is_caught_by_its_caller():
    bad = graph(node("start", "s"), node("user", "i"), node("end", "x1", ERROR), flows("s>i", "i>x1"), key="inner")
    started(outer(node("boundary", "w", ERROR, attachedToRef="t"), node("user", "late")), bad, k=1)
    done("i")
    assert at_work() == ["late"]
    assert [one.status for one in api.state("case-1")] == ["running", "failed"]


def test_an_error_that_nobody_catches_fails_the_caller_too():
    bad = graph(node("start", "s"), node("user", "i"), node("end", "x1", ERROR), flows("s>i", "i>x1"), key="inner")
    host, _ = started(outer(), bad, k=1)
    done("i")
    assert [(one.status, one.error) for one in api.state("case-1")] == [("failed", "broken")] * 2
    assert host.log[-1] == ("ended", "case-1")


def test_a_process_that_calls_itself_without_end_is_refused():
    circle = graph(*ENDS, node("call", "t", calledElement="p"), flows("s>t", "t>e"))
    with pytest.raises(api.ProcessError, match="deeper than"):
        started(circle)
    assert models.Instance.objects.count() == 0


def test_a_message_thrown_by_one_process_reaches_another_of_the_same_case():
    listener = graph(*ENDS, node("catch", "c", MESSAGE), node("user", "a"), flows("s>c", "c>a", "a>e"), key="listener")
    data = '<extensionElements><tongban:input target="word" source="&quot;hello&quot;"/></extensionElements>'
    thrower = graph(
        *ENDS, node("user", "go"), node("throw", "t", MESSAGE + data), flows("s>go", "go>t", "t>e"), key="thrower"
    )
    started(listener, thrower)
    api.start(host="test", definition=("thrower", "v1"), graph=thrower, business_key="case-1", data={}, by="x", at=AT)
    done("go")
    assert at_work() == ["a"]
    assert api.state("case-1")[0].variables == {"word": "hello"}


def test_cancelling_ends_everything_once_and_says_why():
    host, _ = started(outer(), INNER, k=1)
    assert api.cancel(business_key="case-1", by="person:anna", at=AT, reason="withdrawn") == 2
    assert api.cancel(business_key="case-1", by="person:anna", at=AT, reason="withdrawn") == 0
    assert [one.status for one in api.state("case-1")] == ["cancelled", "cancelled"]
    assert [(task.state, task.done_by) for task in api.tasks(business_key="case-1")] == [("cancelled", "person:anna")]
    assert {"reason": "withdrawn"} in [event.data for event in api.history("case-1")]
    assert host.log.count(("ended", "case-1")) == 1
    assert models.Token.objects.count() == 0


def test_a_host_that_refuses_undoes_the_whole_command():
    host, _ = started(FORK)

    def refuse(task: api.Task, at: object) -> tuple[str, ...]:
        raise LookupError(f"no such post for {task.element}")

    host.task_created = refuse
    done("a")
    with pytest.raises(LookupError, match="no such post"):
        done("b")
    assert at_work() == ["b"]


def test_the_worklist_goes_by_key_and_holds_offered_and_assigned_tasks_once():
    for number in range(5):
        started(FORK, key=f"case-{number}")
    first = api.worklist(candidates=["post:clerk", "person:bo"], limit=4)
    second = api.worklist(candidates=["post:clerk", "person:bo"], after=first.after, limit=10)
    found = [task.id for task in (*first.tasks, *second.tasks)]
    assert len(found) == 10
    assert found == sorted(set(found))
    assert second.after is None
    api.assign(task=found[0], assignee="person:bo", by="x", at=AT)
    assert [task.id for task in api.worklist(candidates=["person:bo"]).tasks] == [found[0]]
    done("a", key="case-1")
    assert len(api.worklist(candidates=["post:clerk"]).tasks) == 9
    assert api.worklist(candidates=["post:other"]).tasks == ()


def test_history_can_only_grow():
    started(FORK)
    assert [event.kind for event in api.history("case-1")] == ["started", "passed", "entered", "entered"]
    for attempt in (lambda: models.History.objects.update(by="nobody"), lambda: models.History.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_each_command_raises_the_revision_by_one():
    started(FORK)
    done("a")
    done("b")
    assert models.Instance.objects.get().rev == 3


def deep() -> dict:
    found: dict = {}
    for _ in range(40):
        found = {"k": found}
    return found


@pytest.mark.parametrize("patch", [{"k": object()}, {"k": "nul\0"}, {"$": 1}, {"k": "x" * 200_000}, deep()])
def test_what_cannot_be_kept_is_refused_whole(patch: dict):
    started(FORK)
    with pytest.raises(api.ProcessError):
        done("b", **patch)
    assert at_work() == ["a", "b"]


@pytest.mark.parametrize("value", [1, True, 1.0, 2**80, [1, 2**80], {"k": [True]}])
@pytest.mark.parametrize("before", [1, True, [1, 1], {"k": [1]}, None])
def test_what_is_written_over_something_equal_is_kept_as_it_is(before: object, value: object):
    started(graph(*straight("a", "b")), v=before, w=[1])
    done("a", v=value)
    found = api.state("case-1")[0].variables
    assert repr(found) == repr({"v": Decimal("1.0") if value == 1.0 and isinstance(value, float) else value, "w": [1]})


def test_progress_names_what_is_under_way_and_what_is_done():
    started(FORK)
    done("a")
    found = api.state("case-1")[0]
    assert found.current == ("b",)
    assert set(found.done) == {"s", "f", "a"}
