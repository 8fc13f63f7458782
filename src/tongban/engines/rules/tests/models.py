"""Small DMN models for the tests."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def definitions(body: str) -> str:
    return f'<definitions xmlns="{NAMESPACE}" name="test" namespace="urn:test">{body}</definitions>'


def input_data(name: str, kind: str = "") -> str:
    reference = f' typeRef="{kind}"' if kind else ""
    return f'<inputData id="i_{name}" name="{name}"><variable name="{name}"{reference}/></inputData>'


def requires(*names: str, kind: str = "Input") -> str:
    prefix = "i" if kind == "Input" else "d"
    return "".join(
        f'<informationRequirement><required{kind} href="#{prefix}_{name}"/></informationRequirement>' for name in names
    )


def literal(name: str, text: str, *, needs: str = "", kind: str = "") -> str:
    variable = f'<variable name="{name}" typeRef="{kind}"/>' if kind else ""
    logic = f"<literalExpression><text>{escape(text)}</text></literalExpression>"
    return f'<decision id="d_{name}" name="{name}">{variable}{needs}{logic}</decision>'


def table(
    rows: Sequence[Sequence[str]],
    *,
    inputs: Sequence[tuple[str, str]] = (("x", "number"),),
    outputs: Sequence[str] = ("y",),
    policy: str = "UNIQUE",
    aggregation: str = "",
    values: str = "",
    allowed: str = "",
    default: str = "",
    article: str | None = "第一条",
) -> str:
    """A model of one table decision `D`; a row is its input cells, then its output cells."""
    columns = "".join(
        f"<input><inputExpression typeRef={quoteattr(kind)}><text>{escape(name)}</text></inputExpression>"
        + (f"<inputValues><text>{escape(allowed)}</text></inputValues>" if allowed else "")
        + "</input>"
        for name, kind in inputs
    )
    results = "".join(
        f"<output name={quoteattr(name)}>"
        + (f"<outputValues><text>{escape(values)}</text></outputValues>" if values else "")
        + (f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else "")
        + "</output>"
        for name in outputs
    )
    note = f"<annotationEntry><text>{article}</text></annotationEntry>" if article is not None else ""
    rules = "".join(
        f'<rule id="r{index}">'
        + "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in row[: len(inputs)])
        + "".join(f"<outputEntry><text>{escape(cell)}</text></outputEntry>" for cell in row[len(inputs) :])
        + note
        + "</rule>"
        for index, row in enumerate(rows, 1)
    )
    mark = f" aggregation={quoteattr(aggregation)}" if aggregation else ""
    logic = (
        f'<decisionTable id="t" hitPolicy={quoteattr(policy)}{mark}>{columns}{results}'
        f'<annotation name="依据"/>{rules}</decisionTable>'
    )
    names = sorted({name for name, _ in inputs if name.isidentifier()})
    data = "".join(input_data(name) for name in names)
    return definitions(data + f'<decision id="d_D" name="D">{requires(*names)}{logic}</decision>')
