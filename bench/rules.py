"""Deciding by a table of 60 rows in process beside zen-engine and SpiffWorkflow's DMN; a batch; the whole TCK compiled.

    .venv/bin/python -m bench.rules [--seconds 2] [--small] [--tck FOLDER]

The same table in three notations: kind of trade, area, seats give the fee. Every engine has it compiled and decides
the same inputs in turns; before, all three are asked for every input and must agree. What is timed is one call with
its result: ours yields the trace with the articles and decimals of 34 digits, the others do not.

zen-engine is timed in two ways. A decision made from JSON by `create_decision`, as its introduction shows, is the
peer of the target. Its fastest way is an engine with a loader of content compiled beforehand; it is printed beside.
Test dependencies only; neither is imported by the product.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import resource
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.sax.saxutils import escape

ROOT = Path(__file__).parents[1]
KINDS = 10
BANDS = 6
INPUTS = [
    {"kind": f"k{kind}", "area": band * 100 + 50, "seats": seats}
    for kind, band, seats in itertools.product(range(KINDS), range(BANDS), (3, 40))
]
TURN = 120
Decide = Callable[[Mapping[str, Any]], Any]


def fee(kind: int, band: int) -> int:
    return kind * 60 + band * 10 + 10


def rows() -> list[tuple[int, int]]:
    return list(itertools.product(range(KINDS), range(BANDS)))


def dmn(cell: Callable[[int], str], namespace: str) -> str:
    """The table as DMN; `cell` writes the test of an area band."""
    rules = "".join(
        f'<rule id="r{kind}_{band}">'
        + "".join(
            f'<{tag} id="{tag}{place}_{kind}_{band}"><text>{escape(text)}</text></{tag}>'
            for place, (tag, text) in enumerate(
                [("inputEntry", f'"k{kind}"'), ("inputEntry", cell(band)), ("inputEntry", "< 500"),
                 ("outputEntry", str(fee(kind, band)))]
            )
        )
        + "</rule>"
        for kind, band in rows()
    )  # fmt: skip
    data = "".join(
        f'<inputData id="i_{name}" name="{name}"><variable name="{name}" typeRef="{kind}"/></inputData>'
        for name, kind in (("kind", "string"), ("area", "number"), ("seats", "number"))
    )
    needs = "".join(
        f'<informationRequirement><requiredInput href="#i_{name}"/></informationRequirement>'
        for name in ("kind", "area", "seats")
    )
    columns = "".join(
        f'<input id="c_{name}" label="{name}"><inputExpression id="e_{name}" typeRef="{kind}"><text>{name}</text></inputExpression></input>'
        for name, kind in (("kind", "string"), ("area", "number"), ("seats", "number"))
    )
    return (
        f'<definitions xmlns="{namespace}" name="bench" namespace="bench">{data}<decision id="fee" name="fee">{needs}'
        f'<decisionTable id="t" hitPolicy="UNIQUE">{columns}<output id="o" name="fee" label="fee" typeRef="number"/>{rules}'
        "</decisionTable></decision></definitions>"
    )


def ours() -> Decide:
    from tongban.engines.rules import api as rules

    text = dmn(lambda band: f"[{band * 100}..{band * 100 + 100})", "https://www.omg.org/spec/DMN/20191111/MODEL/")
    model = rules.read_dmn(text, "bench.dmn")
    return lambda inputs: rules.decide(model=model, decision="fee", inputs=inputs).result


def jdm() -> str:
    """The table in zen-engine's notation."""
    names = ("kind", "area", "seats")
    clauses = [{"id": name, "name": name, "type": "expression", "field": name} for name in names]
    rules = [
        {
            "_id": f"r{kind}_{band}", "kind": f'"k{kind}"', "area": f"[{band * 100}..{band * 100 + 100})",
            "seats": "< 500", "fee": str(fee(kind, band)),
        }
        for kind, band in rows()
    ]  # fmt: skip
    fee_column = [{"id": "fee", "name": "fee", "type": "expression", "field": "fee"}]
    content = {"hitPolicy": "first", "inputs": clauses, "outputs": fee_column, "rules": rules}
    nodes = [
        {"id": "a", "type": "inputNode", "name": "in"},
        {"id": "t", "type": "decisionTableNode", "name": "fee", "content": content},
        {"id": "z", "type": "outputNode", "name": "out"},
    ]
    edges = [{"id": f"{one}{other}", "sourceId": one, "targetId": other, "type": "edge"} for one, other in ("at", "tz")]
    return json.dumps({"nodes": nodes, "edges": edges})


def zen_engine() -> tuple[Decide, Decide]:
    """From JSON, and by a loader of compiled content."""
    import zen

    decision = zen.ZenEngine().create_decision(jdm())
    content = zen.ZenDecisionContent(jdm())
    loading = zen.ZenEngine({"loader": lambda _: content})
    return (
        lambda inputs: decision.evaluate(inputs)["result"]["fee"],
        lambda inputs: loading.evaluate("fee", inputs)["result"]["fee"],
    )


def spiff() -> Decide:
    """The decision engine of SpiffWorkflow, without a workflow around it."""
    from lxml import etree
    from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
    from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
    from SpiffWorkflow.dmn.parser.DMNParser import DMNParser

    namespace = "https://www.omg.org/spec/DMN/20191111/MODEL/"
    text = dmn(lambda band: f"{band * 100} <= ? < {band * 100 + 100}", namespace)
    parser = DMNParser(None, etree.fromstring(text), {"dmn": namespace})
    parser.parse()
    engine = DMNEngine(parser.decision.decisionTables[0])
    workflow = SimpleNamespace(script_engine=PythonScriptEngine())
    return lambda inputs: engine.result(SimpleNamespace(data=dict(inputs), workflow=workflow))["fee"]


def race(engines: dict[str, Decide], limit: float) -> dict[str, float]:
    """Seconds per decision of each engine; they take turns. The median of the turns: a busy machine weighs on some."""
    turns: dict[str, list[float]] = {name: [] for name in engines}
    begun = time.perf_counter()
    while time.perf_counter() - begun < limit or len(turns["ours"]) < 3:
        for name, decide in engines.items():
            start = time.perf_counter()
            for inputs in INPUTS[:TURN]:
                decide(inputs)
            turns[name].append((time.perf_counter() - start) / TURN)
    return {name: sorted(found)[len(found) // 2] for name, found in turns.items()}


def decisions(limit: float) -> None:
    direct, loaded = zen_engine()
    engines = {"ours": ours(), "zen-engine": direct, "zen-engine, compiled content": loaded, "SpiffWorkflow": spiff()}
    for inputs in INPUTS:
        assert len({Decimal(str(decide(inputs))) for decide in engines.values()}) == 1, inputs
    found = race(engines, limit)
    mine = found["ours"]
    for name, seconds in found.items():
        print(f"{name:<30} {seconds * 1e6:10.1f} us a decision   {seconds / mine:8.1f} x ours")
    fastest = min(found["zen-engine"], found["SpiffWorkflow"])
    print(f"ratio to the faster of the two {fastest / mine:8.1f}   (target 20)")


def batch(count: int) -> None:
    """So many rows of input through the table, one after the other, each with a decision of its own."""
    decide = ours()
    start = time.perf_counter()
    for number in range(count):
        decide(INPUTS[number % len(INPUTS)])
    seconds = time.perf_counter() - start
    print(f"batch of {count} rows of input   {seconds:8.2f} s   ({count / seconds:.0f} a second)")


def kit(folder: Path) -> None:
    """Every model of the compatibility kit read and compiled."""
    from tongban.engines.rules import api as rules

    files = sorted(folder.rglob("*.dmn"))
    if not files:
        print(f"no models of the kit in {folder}")
        return
    size = sum(file.stat().st_size for file in files)
    start = time.perf_counter()
    for file in files:
        rules.read_dmn_file(file)
    seconds = time.perf_counter() - start
    print(f"TCK parsed and compiled        {seconds:8.2f} s   ({len(files)} models, {size / 1e6:.1f} MB)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--small", action="store_true", help="one second: does it run?")
    kept = Path(os.environ.get("DMN_TCK") or ROOT / "var" / "dmn-tck")
    parser.add_argument("--tck", type=Path, default=kept, help="folder of the kit (scripts/tck --fetch brings it)")
    chosen = parser.parse_args()
    decisions(1.0 if chosen.small else chosen.seconds)
    batch(1_000 if chosen.small else 10_000)
    kit(chosen.tck)
    print(f"peak memory                    {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")


if __name__ == "__main__":
    main()
