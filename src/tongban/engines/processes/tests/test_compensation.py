from tongban.engines.processes.tests.building import (
    CANCEL,
    ERROR,
    TERMINATE,
    UNDO,
    around,
    flows,
    many,
    node,
    timer,
    undo,
    undone_by,
)
from tongban.engines.processes.tests.scripted import run, tasks, told

PAIR = (
    node("start", "s"), node("user", "a"), undone_by("ua", "a"), node("user", "b"), undone_by("ub", "b"),
    node("end", "e"),
)  # fmt: skip


def test_what_has_completed_is_undone_in_reverse_order():
    outcome = run(
        *PAIR, node("throw", "t", UNDO), flows("s>a", "a>b", "b>t", "t>e"), script=("a", "b", "ub", "ua")
    )  # fmt: skip
    assert tasks(outcome) == ["a", "b", "ub", "ua"]
    assert told(outcome, "compensated") == ["b", "a"]
    assert outcome.state == "completed"


def test_the_throw_waits_until_the_last_handler_has_completed():
    outcome = run(*PAIR, node("throw", "t", UNDO), flows("s>a", "a>b", "b>t", "t>e"), script=("a", "b", "ub"))
    assert (outcome.state, outcome.open) == ("running", ("ua",))


def test_one_named_activity_is_undone_and_only_once():
    parts = (*PAIR, node("throw", "t", undo("a")), node("throw", "t2", UNDO))
    outcome = run(*parts, flows("s>a", "a>b", "b>t", "t>t2", "t2>e"), script=("a", "b", "ua", "ub"))
    assert told(outcome, "compensated") == ["a", "b"]
    assert outcome.state == "completed"


def test_what_has_not_completed_is_not_undone():
    outcome = run(*PAIR, node("throw", "t", UNDO), flows("s>t", "t>a", "a>b", "b>e"), script=())
    assert (outcome.open, told(outcome, "compensated")) == (("a",), [])


def test_a_throw_that_does_not_wait_goes_on_and_the_process_ends_after_its_handlers():
    parts = (*PAIR, node("throw", "t", undo("a", wait=False)), node("user", "c"))
    outcome = run(*parts, flows("s>a", "a>b", "b>t", "t>c", "c>e"), script=("a", "b", "c"))
    assert (outcome.state, outcome.open) == ("running", ("ua",))
    outcome = run(*parts, flows("s>a", "a>b", "b>t", "t>c", "c>e"), script=("a", "b", "c", "ua"))
    assert outcome.state == "completed"


def test_a_completed_sub_process_is_undone_inside_in_reverse_order():
    inner = node("start", "is") + node("user", "a") + undone_by("ua", "a") + node("user", "b") + undone_by("ub", "b")
    sub = node("sub", "x", inner + node("end", "ie") + flows("is>a", "a>b", "b>ie"))
    parts = (node("start", "s"), sub, node("end", "e", UNDO), flows("s>x", "x>e"))
    outcome = run(*parts, script=("a", "b", "ub", "ua"))
    assert told(outcome, "compensated") == ["b", "a", "x"]
    assert outcome.state == "completed"


def test_a_sub_process_with_a_handler_is_undone_as_a_whole():
    inner = node("start", "is") + node("user", "a") + undone_by("ua", "a") + node("end", "ie") + flows("is>a", "a>ie")
    parts = (node("start", "s"), node("sub", "x", inner), undone_by("ux", "x"), node("end", "e", UNDO))
    outcome = run(*parts, flows("s>x", "x>e"), script=("a", "ux"))
    assert (tasks(outcome), outcome.state) == (["a", "ux"], "completed")


def test_a_compensation_event_sub_process_undoes_its_sub_process():
    inner = node("start", "is") + node("user", "a") + node("end", "ie") + flows("is>a", "a>ie") + around(UNDO, "h")
    parts = (node("start", "s"), node("sub", "x", inner), node("end", "e", UNDO), flows("s>x", "x>e"))
    outcome = run(*parts, script=("a", "h-t"))
    assert (tasks(outcome), told(outcome, "compensated"), outcome.state) == (["a", "h-t"], ["x"], "completed")


def test_each_instance_is_undone_with_its_own_data_the_last_first():
    handler = (
        f'<boundaryEvent id="c" attachedToRef="a">{UNDO}</boundaryEvent><association id="l" associationDirection="One" '
        'sourceRef="c" targetRef="u"/><scriptTask id="u" isForCompensation="true" scriptFormat="feel">'
        "<script>{seen: item, got: n}</script></scriptTask>"
    )
    activity = node("user", "a", many('["x", "y"]', sequential=True))
    parts = (node("start", "s"), activity, handler, node("end", "e", UNDO), flows("s>a", "a>e"))
    steps = ({"complete": "a", "data": {"n": 1}}, {"complete": "a", "data": {"n": 2}})
    outcome = run(*parts, script=steps)
    assert [line.loop for line in outcome.lines if line.event == "compensated"] == [1, 0, None]
    assert tasks(outcome) == ["a", "a", "u", "u"]


def test_an_error_event_sub_process_may_undo_what_its_scope_had_done():
    inside = node("throw", "w", UNDO) + flows("h-s>w", "w>h-e")
    parts = (*PAIR, around(ERROR, "h", inside=inside), flows("s>a", "a>b", "b>e"))
    outcome = run(*parts, script=("a", {"error": "broken", "at": "b"}, "ua"))
    assert (tasks(outcome), outcome.state) == (["a", "ua"], "completed")


TRANSACTION = node(
    "transaction", "x",
    node("start", "is") + node("user", "a") + undone_by("ua", "a") + node("and", "f") + node("user", "b")
    + node("end", "no", CANCEL) + node("user", "c") + node("end", "ie")
    + flows("is>a", "a>f", "f>b", "f>c", "b>no", "c>ie"),
)  # fmt: skip


def test_a_cancelled_transaction_stops_is_undone_and_left_by_its_cancel_event():
    parts = (
        node("start", "s"), TRANSACTION, node("boundary", "k", CANCEL, attachedToRef="x"), node("user", "after"),
        node("user", "fine"), node("end", "e"), flows("s>x", "x>fine", "fine>e", "k>after", "after>e"),
    )  # fmt: skip
    outcome = run(*parts, script=("a", "b", "ua"))
    assert told(outcome, "cancelled") == ["c", "x"]
    assert (told(outcome, "compensated"), outcome.open) == (["a"], ("after",))


def test_an_interrupted_compensation_is_left_and_terminate_forgets_it():
    parts = (*PAIR, node("throw", "t", UNDO), around(timer("PT1H"), "h"), flows("s>a", "a>b", "b>t", "t>e"))
    outcome = run(*parts, script=("a", "b", {"advance": "PT1H"}, "h-t"))
    assert (told(outcome, "cancelled"), outcome.state) == (["t", "ub"], "completed")
    parts = (*PAIR, node("and", "f"), node("user", "c"), node("end", "z", TERMINATE), node("throw", "t", UNDO))
    outcome = run(*parts, flows("s>a", "a>f", "f>b", "b>t", "t>e", "f>c", "c>z"), script=("a", "b", "c"))
    assert outcome.state == "terminated"
