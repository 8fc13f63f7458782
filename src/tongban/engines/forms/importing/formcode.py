"""A formcode text as a form of ours: a heading is a page, questions below an answer appear when it is chosen."""

from __future__ import annotations

import re

from tongban.engines.forms.declarations import Field
from tongban.engines.forms.importing.assembling import Assembly
from tongban.engines.forms.importing.formcode_kinds import Asked, judged
from tongban.engines.forms.importing.formcode_lines import Node, tree
from tongban.engines.forms.importing.naming import Names, quoted, spoken
from tongban.engines.forms.importing.outcome import Imported
from tongban.engines.forms.options import Option

PRICE = re.compile(r"\s*\(\s*-?\d+(\.\d+)?\s*([A-Za-z]{3}\s*!?|%)\s*\)$")
PRESET = "our forms begin with no answer chosen"
NO_PRICE = "prices belong to the fee rules of the offer"


def imported(text: str, title: str = "") -> Imported:
    """Reads formcode; `title` where the text has none of its own. Raises ImportFault with the line of each fault."""
    own, nodes = tree(text)
    made = Assembly(own or title)
    for node in nodes:
        if node.kind == "heading":
            made.begin(node.label, place=f"line {node.line}" if node.label else "")
        else:
            _question(made, node, "")
    return made.done()


def _question(made: Assembly, node: Node, show_if: str) -> None:
    if node.inner:
        _choice(made, node, show_if)
        return
    place = f"line {node.line}"
    asked: Asked = judged(node.definition)
    for what, reason in asked.lost:
        made.lose(place, f"{node.label}: {what}", reason)
    if asked.kind:
        facts = {**asked.facts, "required": node.required, "show_if": show_if, "hint": spoken(node.help)}
        made.add(place, node.label, asked.kind, node.label, **facts)


def _choice(made: Assembly, node: Node, show_if: str) -> None:
    kind = "choice" if node.inner[0].kind == "radio" else "choices"
    values = Names("_", "answer")
    options, texts = [], []
    for answer in node.inner:
        place, label = f"line {answer.line}", PRICE.sub("", answer.label) or answer.label
        if label != answer.label:
            made.lose(place, answer.label, NO_PRICE)
        if answer.chosen:
            made.lose(place, f"{answer.label}: chosen from the start", PRESET)
        if answer.help:
            made.lose(place, f"{answer.label}: {answer.help}", "an answer has no help of its own")
        options.append(Option(values.free(label), spoken(label)))
        texts.append(options[-1].value)
    facts = {"required": node.required, "show_if": show_if, "hint": spoken(node.help), "options": tuple(options)}
    field = made.add(f"line {node.line}", node.label, kind, node.label, **facts)
    for answer, value in zip(node.inner, texts, strict=True):
        for inner in answer.inner:
            _question(made, inner, chosen(field, value) if field else show_if)


def chosen(field: Field, value: str) -> str:
    """The condition that this answer is chosen."""
    if field.kind == "choices":
        return f"list contains({field.name}, {quoted(value)})"
    return f"{field.name} = {quoted(value)}"
