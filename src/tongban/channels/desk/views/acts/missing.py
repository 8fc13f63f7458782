"""The supplement notice (补正告知): what the lists of the service let a clerk ask for, and lines beyond them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tongban.channels.desk.views.doing import Doing
from tongban.kernel.declarations.api import Text
from tongban.services.cases import api as cases

MOST_ITEMS = 12
LONGEST = 200


def listed(view: cases.DeskView) -> list[cases.Missing]:
    """What may be asked: evidence that the applicant brings, and answers of the applicant's own. Nothing that a
    register holds.
    """
    found = [cases.Missing(one.id, one.title) for one in view.evidence if one.source == "applicant"]
    known = {one.id for one in found}
    for fact in view.facts:
        if fact.origin == "applicant" and fact.name not in known:
            wanted = "file" if fact.files else "text"
            found.append(cases.Missing(fact.name, Text(fact.label, fact.label), wanted))  # type: ignore[arg-type]
    return found


def supplement(doing: Doing) -> None:
    """Every box that was ticked and every line that was filled in is an item: the whole notice at once."""
    ticked = set(doing.request.POST.getlist("ask"))
    items = [_told(one, doing.text(f"note-{one.id}")[:LONGEST]) for one in listed(doing.view) if one.id in ticked]
    lines = [(doing.text(f"text-{i}"), doing.request.POST.get(f"wanted-{i}", "")) for i in range(MOST_ITEMS)]
    items += [
        cases.Missing(f"item-{i}", Text(text, text), "text" if kind == "text" else "file")
        for i, (text, kind) in enumerate(lines)
        if text
    ]
    cases.request_supplement(task=doing.task, items=items, **doing.who)


def _told(one: cases.Missing, note: str) -> cases.Missing:
    """An item with what exactly is missing in it."""
    text = Text(f"{one.text.zh}（{note}）", f"{one.text.inn('en')} ({note})") if note else one.text
    return cases.Missing(one.id, text, one.wanted)


def choices(request: HttpRequest, view: cases.DeskView, act: cases.Act) -> dict[str, Any]:
    """The boxes and lines of a notice as they were filled in."""
    del act
    posted, ticked = request.POST, set(request.POST.getlist("ask"))
    notes = {}
    if request.method == "GET":  # what an inspection found is not forgotten
        notes = {one.name: _("the original differs from what was sent") for one in view.papers if one.doubtful}
        ticked = set(notes)
    return {
        "listed": [(i, i.id in ticked, posted.get(f"note-{i.id}", notes.get(i.id, ""))) for i in listed(view)],
        "rows": [(i, posted.get(f"text-{i}", ""), posted.get(f"wanted-{i}", "")) for i in range(MOST_ITEMS)],
    }
