"""Which answers would move if a form were published now, and which would stay. Nothing is changed or noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from tongban.engines.forms import models
from tongban.engines.forms.declarations import Form
from tongban.engines.forms.revisions.proving import Reason, Verdict, prove
from tongban.engines.forms.revisions.words import words
from tongban.kernel.declarations import api as declarations

MOST, SHOWN = 500, 50


@dataclass(frozen=True)
class Stays:
    """Answers that would stay on their version, and why; `holder` is "draft:12" or "case:..."."""

    holder: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Foreseen:
    """`moved` and `stayed` count what was judged; `stays` are the first of those that stay, `causes` the reasons by how
    many they keep, `beyond` what is more than is judged at once.
    """

    moved: int = 0
    stayed: int = 0
    stays: tuple[Stays, ...] = ()
    causes: tuple[tuple[str, int], ...] = ()
    beyond: int = 0


def foresee_drafts(*, form: str, new: Form, at: dt.datetime) -> Foreseen:
    """Judges the open drafts of a form. Four queries, and one for each version that they are on."""
    rows = models.Draft.objects.filter(closed=None, form_key=form)
    judged = []
    for row in rows.order_by("id").prefetch_related("attachments")[:MOST]:
        types: dict[str, set[str]] = {}
        for one in row.attachments.all():
            types.setdefault(one.field, set()).add(one.type)
        old = declarations.pinned("forms", form, row.form_version)
        judged.append((f"draft:{row.pk}", prove(old.value, new, row.values, at=at, files=types)))
    return told(judged, beyond=max(rows.count() - MOST, 0))


def told(judged: Iterable[tuple[str, Verdict]], *, beyond: int = 0) -> Foreseen:
    """Verdicts in sum."""
    moved, stays, causes = 0, [], dict[str, int]()
    for holder, verdict in judged:
        if verdict.safe:
            moved += 1
            continue
        said = tuple(_words(one) for one in verdict.reasons)
        stays.append(Stays(holder, said))
        for one in dict.fromkeys(said):
            causes[one] = causes.get(one, 0) + 1
    most = sorted(causes.items(), key=lambda one: (-one[1], one[0]))
    return Foreseen(moved, len(stays), tuple(stays[:SHOWN]), tuple(most), beyond)


def _words(reason: Reason) -> str:
    return words({"code": reason.code, "zh": reason.label.zh, "en": reason.label.en})
