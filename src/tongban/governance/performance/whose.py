"""Who will work on the steps of a model of which the log knows nothing yet, and within which time it must be done."""

from __future__ import annotations

from collections.abc import Mapping

from tongban.engines.processes import api as processes
from tongban.governance.performance.units import Directory
from tongban.kernel.declarations import api as declarations
from tongban.services.offers import api as offers
from tongban.trust.authority import api as authority


def serving(key: str) -> list[offers.Offer]:
    """The offers whose cases run on a process."""
    return [one for one in offers.offers() if one.process == key]


def limit_of(key: str) -> tuple[int, bool] | None:
    """The time limit of the offer that a process serves: statutory, else promised; whether in working days."""
    for one in serving(key):
        found = one.statutory or one.promised
        if found is not None:
            return found.amount, found.unit == "working_days"
    return None


def posts_of(
    key: str, graph: processes.Graph, called: Mapping[str, processes.Graph], directory: Directory
) -> dict[str, str]:  # fmt: skip
    """The post or unit that each user task names, or that the offer's authority has for it."""
    found: dict[str, str] = {}
    for name, one in {"": graph, **called}.items():
        owners = [offer.authority for offer in serving(name or key)]
        for node in one.nodes.values():
            if node.kind == "userTask":
                unit = node.properties.get("unit", "") or (owners[0] if owners else "")
                reference = _reference(unit, node.properties.get("post", ""), directory)
                found[f"{name}/{node.id}" if name else node.id] = reference
    return found


def _reference(unit: str, post: str, directory: Directory) -> str:
    for code in (f"{unit}.{post}", f"{unit}-{post}", post):
        if code and code in directory.posts:
            return str(authority.post_ref(code))
    return str(authority.unit_ref(unit)) if unit in directory.units else f"post:{post or unit or 'anybody'}"


def called_of(graph: processes.Graph) -> dict[str, processes.Graph]:
    """The processes that a process calls, and those that they call, in force now; what is not published is left out."""
    found: dict[str, processes.Graph] = {}
    todo = [graph]
    while todo:
        keys = {node.called[0] for node in todo.pop().nodes.values() if node.kind == "callActivity"} - found.keys()
        for item in declarations.current_all("processes", keys=sorted(keys)) if keys else ():
            found[item.key] = item.value
            todo.append(item.value)
    return found
