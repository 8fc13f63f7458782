"""The lines of a formcode text as a tree by indentation, each fault with its line.

Formcode is OneGov's textual form format: `# Heading`, `Label * = definition`, `(x) answer`, `[ ] answer`, `<< help >>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tongban.engines.forms.importing.outcome import ImportFault

MAX_DEPTH = 12
MAX_LINES = 10_000
TAB = 4
BOX = re.compile(r"([(\[])([xX ])[)\]]\s*(.*)")
UNDERLINE = re.compile(r"(-{3,}|={3,})")
EXPECTED = "expected '# Heading', 'Label = definition', '(x) answer', '[ ] answer' or '<< help >>'"


@dataclass
class Node:
    """A heading, a question, an answer that is offered; `inner` is what stands deeper below it."""

    line: int
    indent: int
    kind: str  # "heading" | "question" | "radio" | "box"
    label: str
    required: bool = False
    definition: str = ""
    chosen: bool = False
    help: str = ""
    inner: list[Node] = field(default_factory=list)


def tree(text: str) -> tuple[str, list[Node]]:
    """The title (empty without one) and the headings and questions. Raises ImportFault with every faulty line."""
    lines = [(number, line.expandtabs(TAB)) for number, line in enumerate(text.splitlines(), 1)]
    if len(lines) > MAX_LINES:
        raise ImportFault([("", f"more than {MAX_LINES} lines")])
    faults: list[tuple[str, str]] = []
    title = _title(lines)
    top: list[Node] = []
    above: list[Node] = []
    for node in _nodes(lines, faults):
        while above and above[-1].indent >= node.indent:
            above.pop()
        fault = _misplaced(node, above)
        if fault:
            faults.append((f"line {node.line}", fault))
            continue
        (above[-1].inner if above else top).append(node)
        above.append(node)
    faults += [(f"line {one.line}", words) for one, words in _incomplete(top)]
    if faults:
        raise ImportFault(sorted(faults, key=lambda one: int(one[0].split()[1])))
    return title, top


def _title(lines: list[tuple[int, str]]) -> str:
    """A first line that is underlined; both lines are taken away."""
    full = [place for place, (_, line) in enumerate(lines) if line.strip()][:2]
    if len(full) == len("ab") and UNDERLINE.fullmatch(lines[full[1]][1].strip()):
        title = lines[full[0]][1].strip()
        del lines[: full[1] + 1]
        return title
    return ""


def _nodes(lines: list[tuple[int, str]], faults: list[tuple[str, str]]) -> Iterator[Node]:
    last: Node | None = None
    by_indent: dict[int, Node] = {}
    waiting = iter(lines)
    for number, line in waiting:
        words, indent = line.strip(), len(line) - len(line.lstrip())
        if not words:
            continue
        if words.startswith("<<"):
            last = by_indent.get(indent, last)
            fault = _help(words, waiting, last)
            if fault:
                faults.append((f"line {number}", fault))
            continue
        node = _node(number, indent, words)
        if node is None:
            faults.append((f"line {number}", f"{EXPECTED}, found {words[:60]!r}"))
            continue
        if node.kind in ("question", "heading"):
            by_indent = {place: one for place, one in by_indent.items() if place < indent} | {indent: node}
        last = node
        yield node


def _help(words: str, waiting: Iterator[tuple[int, str]], last: Node | None) -> str:
    """Gives a help text to the question above it; what is wrong with it."""
    parts = [words[2:]]
    while ">>" not in parts[-1]:
        following = next(waiting, None)
        if following is None:
            return "the help that begins here has no '>>'"
        parts.append(following[1].strip())
    if last is None:
        return "a help text needs a question above it"
    last.help = " ".join(f"{last.help} {' '.join(parts).partition('>>')[0]}".split())
    return ""


def _node(number: int, indent: int, words: str) -> Node | None:
    if words.startswith("#"):
        label = words.lstrip("#").strip()
        return Node(number, indent, "heading", "" if label == "..." else label)
    box = BOX.fullmatch(words)
    if box:
        kind = "radio" if box[1] == "(" else "box"
        return Node(number, indent, kind, box[3].strip(), chosen=box[2] != " ")
    label, equals, definition = words.partition("=")
    required = label.rstrip().endswith("*")
    label = label.rstrip().removesuffix("*").strip()
    if not equals or not label:
        return None
    return Node(number, indent, "question", label, required, definition.strip())


def _misplaced(node: Node, above: list[Node]) -> str:
    parent = above[-1] if above else None
    if len(above) > MAX_DEPTH:
        return f"nested deeper than {MAX_DEPTH} levels"
    if node.kind in ("radio", "box"):
        return _misplaced_answer(node, parent)
    if node.kind == "heading":
        return "a heading stands at the beginning of its line" if parent else ""
    if parent and parent.kind == "question":
        return "a question below another stands deeper than one of its answers"
    return ""


def _misplaced_answer(node: Node, parent: Node | None) -> str:
    if parent is None or parent.kind != "question" or parent.definition:
        return "an answer stands deeper, below a question such as 'Label ='"
    if not node.label:
        return "an answer needs a text"
    return "" if not parent.inner or parent.inner[0].kind == node.kind else "'( )' and '[ ]' in one question"


def _incomplete(nodes: list[Node]) -> Iterator[tuple[Node, str]]:
    for node in nodes:
        if node.kind == "question" and not node.definition and not node.inner:
            yield node, "a definition such as '___' after '=', or answers below"
        labels = [one.label for one in node.inner if one.kind in ("radio", "box")]
        if len(set(labels)) != len(labels):
            yield node, "the same answer twice"
        yield from _incomplete(node.inner)
