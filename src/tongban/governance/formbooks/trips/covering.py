"""What the trips of a form come past: its pages, questions and conditions, the steps and branches of its processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tongban.engines.forms import api as forms
from tongban.engines.processes import api as processes
from tongban.governance.formbooks.uses import uses
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Text
from tongban.services.cases.api import trips


@dataclass(frozen=True)
class Both:
    """A condition, and whether trips found it true and found it false."""

    condition: forms.Condition
    yes: bool
    no: bool


@dataclass(frozen=True)
class Row:
    """A page, or a question of it: shown and answered by some trip? An information is never answered (None)."""

    name: str
    label: Text
    page: bool
    shown: bool
    answered: bool | None
    conditions: tuple[Both, ...]


@dataclass(frozen=True)
class Branch:
    """A way out of a gateway: from where, where to, on which condition, and whether it was taken."""

    id: str
    source: Text
    target: Text
    words: str
    taken: bool


@dataclass(frozen=True)
class Walked:
    """A process that an offer with this form takes."""

    key: str
    graph: processes.Graph
    steps: tuple[tuple[str, Text, bool], ...]
    branches: tuple[Branch, ...]
    ways: frozenset[str]


Count = tuple[int, int]  # come past, of so many


def of_form(key: str, form: forms.Form, seen: trips.Seen) -> tuple[Row, ...]:
    """Every page and question in reading order."""
    text = f"forms/{key}"
    known = {name: {one for place, one in some if place == text} for name, some in vars(seen).items()}
    asked: dict[str, list[Both]] = {}
    for one in forms.conditions(form):
        came = [trips.outcome(one, way) in known["conditions"] for way in (True, False)]
        asked.setdefault(one.place, []).append(Both(one, *came))
    return tuple(_rows(form, known, asked))


def _rows(form: forms.Form, known: dict[str, set[str]], asked: dict[str, list[Both]]) -> Iterator[Row]:
    for page in form.pages:
        shown = page.id in known["pages"]
        yield Row(page.id, page.title, True, shown, None, tuple(asked.get(page.id, ())))  # noqa: FBT003 (a page)
        for one in page.fields:
            silent = one.of.widget == "information"
            shown, answered = one.name in known["questions"], one.name in known["answered"]
            conditions = tuple(asked.get(one.name, ()))
            yield Row(one.name, one.label, False, shown, None if silent else answered, conditions)  # noqa: FBT003


def of_processes(key: str, seen: trips.Seen) -> tuple[Walked, ...]:
    """The processes that the offers which ask with a form take. One query for each."""
    names = sorted({one.process for one in uses().get(key, ()) if one.process})
    return tuple(_walked(name, declarations.current("processes", name).value, seen) for name in names)


def _walked(key: str, graph: processes.Graph, seen: trips.Seen) -> Walked:
    text = f"processes/{key}"
    past, ways = ({one for place, one in some if place == text} for some in (seen.steps, seen.ways))
    branches = [
        Branch(one.id, _name(graph, one.source), _name(graph, one.target), _words(graph, one), one.id in ways)
        for node in graph.nodes.values()
        if len(node.outgoing) > 1
        for one in (graph.flows[name] for name in node.outgoing)
    ]
    steps = tuple((one.id, _name(graph, one.id), one.id in past) for one in graph.nodes.values())
    return Walked(key, graph, steps, tuple(branches), frozenset(ways))


def _name(graph: processes.Graph, node: str) -> Text:
    name = graph.nodes[node].name
    return name if name.zh or name.en else Text(node)


def _words(graph: processes.Graph, flow: processes.Flow) -> str:
    if flow.condition is not None:
        return flow.condition.text
    return "default" if graph.nodes[flow.source].default == flow.id else ""


def counts(rows: tuple[Row, ...], walked: tuple[Walked, ...]) -> dict[str, Count]:
    """How much was come past: pages, questions, answered, outcomes of conditions, steps, branches."""
    pages, questions = [one for one in rows if one.page], [one for one in rows if not one.page]
    outcomes = [way for one in rows for both in one.conditions for way in (both.yes, both.no)]
    flags: dict[str, list[bool]] = {
        "pages": [one.shown for one in pages],
        "questions": [one.shown for one in questions],
        "answered": [one.answered for one in questions if one.answered is not None],
        "outcomes": outcomes,
        "steps": [past for one in walked for _id, _name, past in one.steps],
        "branches": [one.taken for process in walked for one in process.branches],
    }
    return {name: (sum(some), len(some)) for name, some in flags.items() if some}
