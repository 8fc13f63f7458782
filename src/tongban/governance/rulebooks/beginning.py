"""The first text of a wholly new rule: one decision table with the columns that it begins with, and one row to fill."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from tongban.governance.drafts import api as drafts
from tongban.kernel.declarations.api import Text
from tongban.trust.authority.api import Subject

KIND = "rules"
VALUES = {"string": '""', "number": "0", "boolean": "false", "date": 'date("2026-01-01")'}
POLICIES = ("UNIQUE", "FIRST")
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
RESERVED = frozenset(
    [
        "and",
        "between",
        "date",
        "else",
        "every",
        "external",
        "false",
        "for",
        "function",
        "if",
        "in",
        "instance",
        "item",
        "not",
        "null",
        "of",
        "or",
        "return",
        "satisfies",
        "some",
        "then",
        "time",
        "true",
    ]
)
LONGEST = 100


@dataclass(frozen=True)
class Start:
    """A column: the name by which formulas know it, what people call it (“中文 / English”), its type."""

    name: str
    label: str
    type: str


FIRST = (Start("applies", "适用 / Applies", "boolean"), Start("result", "结果 / Result", "string"))


MODEL = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="{key}" name={title}
 namespace="https://tongban.dev/node">
{facts}  <decision id="d-{name}" name="{name}" label={label}>
    <variable name="{name}" typeRef="{type}"/>
{needs}    <decisionTable id="t-{name}" hitPolicy="{policy}">
{columns}      <output id="o-{name}" name="{name}" typeRef="{type}"/>
      <annotation name="article"/>
      <rule id="r1">{cells}<outputEntry id="r1-out"><text>{value}</text></outputEntry>
        <annotationEntry><text></text></annotationEntry></rule>
    </decisionTable>
  </decision>
</definitions>
"""
FACT = '  <inputData id="in-{name}" name="{name}"><variable name="{name}" typeRef="{type}"/></inputData>\n'
NEED = """    <informationRequirement id="needs-{name}"><requiredInput href="#in-{name}"/></informationRequirement>
"""
COLUMN = """      <input id="i-{name}" label={label}><inputExpression id="e-{name}" typeRef="{type}">
        <text>{name}</text></inputExpression></input>
"""
CELL = '<inputEntry id="r1-{name}"><text>-</text></inputEntry>'


def blank(
    key: str, name: Text, *, asked: Sequence[Start] = FIRST[:1], result: Start = FIRST[1], policy: str = "UNIQUE"
) -> str:
    """A rule with a table of one row that applies always; its article is yet to be named."""

    def each(piece: str) -> str:
        return "".join(piece.format(name=one.name, type=one.type, label=quoteattr(one.label)) for one in asked)

    return MODEL.format(
        key=key, title=quoteattr(f"{name.zh} / {name.en}"), name=result.name, label=quoteattr(result.label),
        type=result.type, policy=policy, value=escape(VALUES[result.type]), facts=each(FACT), needs=each(NEED),
        columns=each(COLUMN), cells=each(CELL),
    )  # fmt: skip


def begin_rule(
    *, key: str, name: Text, asked: Sequence[Start], result: Start, policy: str, by: Subject, at: dt.datetime
) -> drafts.DraftView:
    """Opens the draft of a wholly new rule.

    Raises DraftError (field key, name, policy, asked-N-name, asked-N-type, result-name, result-type), Denied.
    """
    if policy not in POLICIES:
        raise drafts.DraftError(_("Choose which rows count."), field="policy")
    if not asked:
        raise drafts.DraftError(_("Name at least one fact that the rule looks at."), field="asked-0-name")
    kept = [_sound(one, f"asked-{place}", asked[:place]) for place, one in enumerate(asked)]
    result = _sound(result, "result", kept)
    write = partial(blank, asked=kept, result=result, policy=policy)
    return drafts.begin(kind=KIND, key=key, name=name, write=write, by=by, at=at)


def _sound(one: Start, field: str, others: Sequence[Start]) -> Start:
    """A column as it is written. Raises DraftError."""
    if not NAME.fullmatch(one.name) or one.name in RESERVED:
        words = _("Use lower-case letters, digits and _, first a letter, and no word of formulas such as %(word)s.")
        raise drafts.DraftError(words % {"word": "not"}, field=f"{field}-name")
    if one.name in {other.name for other in others}:
        raise drafts.DraftError(_("Each column needs a name of its own."), field=f"{field}-name")
    if one.type not in VALUES:
        raise drafts.DraftError(_("Choose what kind of value it is."), field=f"{field}-type")
    label = "".join(letter for letter in one.label[:LONGEST] if letter.isprintable()).strip()
    return Start(one.name, label or one.name, one.type)
