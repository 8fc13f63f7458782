"""A file checked as a whole: grammar and rules of BPMN, subset, and soundness of each process that keeps them."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter

from tongban.engines.processes import soundness, xml
from tongban.engines.processes.document import Document
from tongban.engines.processes.facts import Finding


def examine(text: str | bytes, source: str, *, drawn: bool = False) -> Document:
    """The document with the findings of the state space among its problems. Never raises.

    A deadlock or lost update blocks publishing. In a process that could be published, which needs no other engine, it
    is an error, so the file is not accepted. In one that is only drawn (`isExecutable="false"`), or written for another
    engine, it is a warning: the file is valid BPMN, but not executable. What breaks a rule has no state space.
    """
    document = xml.load(text, source, drawn=drawn)
    if not document.accepted:
        return replace(document, executable=False)
    found: list[Finding] = []
    executable = document.executable
    for graph in document.processes.values():
        for one in soundness.proved(graph):
            blocks = one.code in soundness.BLOCKING
            ours = document.executable and graph.executable
            found.append(replace(one, severity="warning") if blocks and not ours else one)
            executable = executable and not blocks
    problems = tuple(sorted((*document.problems, *found), key=attrgetter("line")))
    return replace(document, problems=problems, executable=executable)
