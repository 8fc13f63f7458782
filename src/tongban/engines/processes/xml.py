"""A BPMN text to compiled graphs, with everything that is wrong with it by element, line and reason."""

from __future__ import annotations

import re
from operator import attrgetter

from tongban.engines.processes import structure
from tongban.engines.processes.bpmn import assembly, conformance
from tongban.engines.processes.document import Document
from tongban.engines.processes.facts import Finding
from tongban.engines.processes.graph import Graph
from tongban.engines.processes.reading import Element, Reader, tag
from tongban.engines.processes.saying import say as _
from tongban.kernel.declarations.api import DeclarationError, Problem
from tongban.kernel.xml import api as safe

MAX_BYTES = 5_000_000
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
_LINE = re.compile(r"\bline (\d+)")


def load(text: str | bytes, source: str, *, drawn: bool = True) -> Document:
    """Every process of a BPMN file, compiled, with its problems in the order of their lines. Never raises.

    `drawn`: with what is needed for pictures.
    """
    try:
        root = safe.read(_bytes(text), max_bytes=MAX_BYTES)
    except safe.XmlError as error:
        line = _LINE.search(error.detail)
        found = Finding("error", "xml", "", int(line[1]) if line else 0, broken(error))
        return Document(source, problems=(found,), executable=False)
    reader = Reader(source)
    if tag(root) != "definitions":
        reader.error(root, "no-bpmn", _("this is not a BPMN 2.0 file: its root must be definitions of BPMN 2.0"))
        return Document(source, problems=tuple(reader.problems), executable=False)
    graphs = _read(reader, root, drawn=drawn)
    problems = sorted(dict.fromkeys(reader.problems), key=attrgetter("line"))
    return Document(source, graphs, tuple(problems), reader.executable)


def _read(reader: Reader, root: Element, *, drawn: bool) -> dict[str, Graph]:
    conformance.check(reader, root)
    graphs = assembly.graphs(reader, root, drawn=drawn)
    structure.check(reader, root, graphs)
    return graphs


def broken(error: safe.XmlError) -> str:
    """Why a text is no XML that is taken. Where its syntax is wrong, the parser says how, in its own words."""
    if error.reason == "size":
        return _("the XML is too large")
    if error.reason == "doctype":
        return _("a document type declaration (DOCTYPE) is not accepted")
    return _("this is not well-formed XML: %(detail)s", detail=error.detail)


def read(text: str | bytes, source: str) -> Graph:
    """Compiles a text of one process that this engine can execute. Raises DeclarationError with every fault found."""
    document = load(text, source)
    faults = [one for one in document.problems if one.severity == "error"]
    if not faults and not document.executable:
        faults = list(document.problems)
    problems = [Problem(source, f"line {one.line}" if one.line else "", one.message) for one in faults]
    if not problems and len(document.processes) != 1:
        message = _("expected one process in the file, found %(count)s", count=len(document.processes))
        problems = [Problem(source, "", message, _("put each in a file of its own"))]
    if problems:
        raise DeclarationError(problems)
    return next(iter(document.processes.values()))


def _bytes(text: str | bytes) -> bytes:
    """A text without its declaration, which would lie about the encoding."""
    if isinstance(text, bytes):
        return text
    match = _DECLARATION.match(text)
    kept = "\n" * match[0].count("\n") + text[match.end() :] if match else text
    return kept.encode("utf-8", "replace")
