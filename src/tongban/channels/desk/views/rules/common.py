"""What the pages of rules share: the rule asked for, its draft, words for what DMN says in codes."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy

from tongban.channels.desk.views import drafting
from tongban.governance.drafts.api import DraftView
from tongban.governance.rulebooks import api as rulebooks
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item, Text

KIND = "rules"
POLICIES = {
    "UNIQUE": gettext_lazy("Exactly one row applies."),
    "ANY": gettext_lazy("Several rows may apply; they all give the same result."),
    "FIRST": gettext_lazy("The first row from the top that applies decides."),
    "PRIORITY": gettext_lazy("Of the rows that apply, the most important result counts."),
    "RULE ORDER": gettext_lazy("Every row that applies counts, in the order of the table."),
    "OUTPUT ORDER": gettext_lazy("Every row that applies counts, the most important result first."),
    "COLLECT": gettext_lazy("Every row that applies counts."),
    "COLLECT SUM": gettext_lazy("The results of all rows that apply are added up."),
    "COLLECT MIN": gettext_lazy("The smallest result of the rows that apply counts."),
    "COLLECT MAX": gettext_lazy("The largest result of the rows that apply counts."),
    "COLLECT COUNT": gettext_lazy("The rows that apply are counted."),
}
TYPES = {
    "number": gettext_lazy("number"),
    "string": gettext_lazy("text"),
    "boolean": gettext_lazy("true or false"),
    "date": gettext_lazy("date"),
    "time": gettext_lazy("time"),
}


def rule_of(key: str) -> Item:
    """The version in force. Raises Http404."""
    try:
        return declarations.current("rules", key)
    except LookupError:
        raise Http404(key) from None


def title_of(item: Item) -> str:
    """The name of a model in the page's language: packages write it as “中文 / English”."""
    return str(Text.of(item.value.name or item.key))


def name_of(found: DraftView) -> str:
    """What the rule of a draft is called: as in force, a wholly new one as its text has it."""
    if found.base:
        return title_of(rule_of(found.key))
    model = rulebooks.review(found.text, found.key).model
    return str(Text.of(model.name)) if model is not None and model.name else found.key


def draft_of(request: HttpRequest, key: str) -> DraftView | None:
    """The draft under way for whoever may change or publish the rule; None when there is none. Raises Denied."""
    return drafting.draft_of(request, KIND, key)


def sheet_view(
    sheet: rulebooks.Sheet,
    *,
    matched: frozenset[tuple[str, str]] = frozenset(),
    faults: tuple[rulebooks.Fault, ...] = (),
) -> dict[str, Any]:
    """A table for the template: rows with whether they matched and whether something is wrong with them."""
    wrong = {
        line.id: max(one.severity == "error" for one in faults if one.line is not None and one.line.id == line.id)
        for line in (one.line for one in faults if one.sheet is not None and one.sheet.id == sheet.id)
        if line is not None
    }
    rows = [
        {
            "line": line,
            "cells": list(zip(sheet.columns, line.cells, strict=True)),
            "matched": (sheet.id, line.id) in matched,
            "fault": {True: "late", False: "wait"}[wrong[line.id]] if line.id in wrong else "",
        }
        for line in sheet.lines
    ]
    return {
        "sheet": sheet,
        "rows": rows,
        "policy": POLICIES.get(sheet.policy, sheet.policy),
        "columns": [(column, TYPES.get(column.type, "")) for column in sheet.columns],
        "inputs": len(sheet.of("input")),
        "outputs": len(sheet.of("output")),
        "notes": len(sheet.of("note")),
    }
