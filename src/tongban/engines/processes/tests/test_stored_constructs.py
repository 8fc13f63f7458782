"""Event sub-processes, compensation, transactions, loops and events of several triggers, played on rows and in memory."""

import pytest

from tongban.engines.processes import api, xml
from tongban.engines.processes.tests.building import (
    BELL,
    CANCEL,
    ERROR,
    MESSAGE,
    SIGNAL,
    UNDO,
    UP,
    around,
    flows,
    many,
    model,
    node,
    timer,
    undone_by,
    when,
)
from tongban.engines.processes.tests.scripted import ordered
from tongban.engines.processes.tests.test_proof_stored import both

pytestmark = pytest.mark.django_db
LOOP = '<standardLoopCharacteristics loopMaximum="2"/>'
INSIDE = (
    node("start", "is") + node("user", "a") + undone_by("ua", "a") + node("user", "b") + undone_by("ub", "b")
    + node("user", "d") + node("xor", "w", default="w-ie") + node("end", "no", CANCEL) + node("end", "ie")
    + flows("is>a", "a>b", "b>d", "d>w", "w>no: d_rounds > 0", "w>ie")
)  # fmt: skip


def graph(*parts: str) -> api.Graph:
    document = xml.load(ordered(model(*parts)), "p.bpmn")
    assert document.accepted, [one.message for one in document.problems]
    return next(iter(document.processes.values()))


MODELS = {
    "listeners": graph(
        node("start", "s"), node("user", "t"), node("user", "u", many('["x", "y"]')), node("end", "e"),
        flows("s>t", "t>u", "u>e"), around(MESSAGE, "m", interrupting=False), around(SIGNAL, "g"),
        around(timer("R2/PT1H", "timeCycle"), "c", interrupting=False), around(ERROR, "x"),
    ),
    "transaction": graph(
        node("start", "s"), node("transaction", "x", INSIDE), node("boundary", "k", CANCEL, attachedToRef="x"),
        node("user", "after"), node("user", "fine"), node("throw", "h", UNDO), node("end", "e"),
        flows("s>x", "x>fine", "fine>h", "h>e", "k>after", "after>e"),
    ),
    "instances": graph(
        node("start", "s"),
        node("sub", "x", many('["x", "y"]') + node("start", "is") + node("user", "a") + undone_by("ua", "a")
             + node("end", "ie") + flows("is>a", "a>ie") + around(UP, "up", interrupting=False)),
        node("user", "l", LOOP), undone_by("ul", "l"), node("throw", "h", UNDO), node("end", "e"),
        flows("s>x", "x>l", "l>h", "h>e"),
    ),
    "events": graph(
        node("start", "s"), node("and", "f"), node("user", "t"), node("boundary", "b", MESSAGE + timer("PT1H"),
        attachedToRef="t", cancelActivity="false", parallelMultiple="true"), node("user", "after", startQuantity="2"),
        node("catch", "c", SIGNAL + BELL, parallelMultiple="true"), node("catch", "q", when("t_rounds > 0")),
        node("end", "e"), flows("s>f", "f>t", "f>c", "f>q", "b>after", "after>e", "t>e", "c>e", "q>e"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", MODELS)
def test_what_is_stored_is_what_was_played(name: str, seed: int):
    both(MODELS[name], {}, seed)
