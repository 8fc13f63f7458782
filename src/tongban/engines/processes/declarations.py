"""BPMN files of system packages."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.engines.processes import soundness, xml
from tongban.engines.processes.graph import Graph
from tongban.engines.processes.saying import placed
from tongban.engines.processes.saying import say as _
from tongban.kernel.declarations.api import DeclarationError, Item, Package, Problem

# What a model may leave out, but not one of our own: somebody must know what to do.
HOUSE = frozenset({"no-operation", "no-decision", "no-script", "no-message"})


def read(text: str, source: str) -> Graph:
    """Compiles the file. Raises DeclarationError; also when the process is not named after the file, or a step does not
    say what it does.
    """
    graph = xml.read(text, source)
    open_ends = [one for one in xml.load(text, source, drawn=False).problems if one.code in HOUSE]
    if open_ends:
        raise DeclarationError([Problem(source, f"line {one.line}", one.message) for one in open_ends])
    stem = source.rpartition("/")[2].removesuffix(".bpmn")
    if source.endswith(".bpmn") and graph.key != stem:
        raise DeclarationError(
            [
                Problem(
                    source,
                    "",
                    _("the process is called %(process)r, the file %(stem)r", process=graph.key, stem=stem),
                    _("let both be one"),
                )
            ]
        )
    return graph


def check(package: Package, item: Item) -> Iterator[Problem]:
    """Soundness, names, diagram, and whether called processes of the package exist."""
    graph: Graph = item.value
    for finding in soundness.findings(graph):
        place = f"line {finding.line}" if finding.line else ""
        yield Problem(item.source, place, finding.message, severity=finding.severity)
    for node in graph.nodes.values():
        called, version = node.called
        if called and not version and package.find("processes", called) is None:
            message = placed(f"callActivity {node.id!r}", _("the package has no process %(called)r", called=called))
            yield Problem(
                item.source,
                f"line {node.line}",
                message,
                _("it must be published by a package that is loaded before"),
                "warning",
            )
