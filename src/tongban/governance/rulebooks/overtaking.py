"""A draft that was overtaken by another version takes that version in, keeping its own changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.governance.rulebooks import drafts
from tongban.governance.rulebooks.checking import review
from tongban.governance.rulebooks.drafts import DraftView
from tongban.governance.rulebooks.errors import Clash, RulebookError
from tongban.governance.rulebooks.merging import Merge, merge
from tongban.governance.rulebooks.models import Draft, Edit
from tongban.governance.rulebooks.sheets import sheets
from tongban.governance.rulebooks.texts import Splice
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item
from tongban.trust.authority.api import Subject


@dataclass(frozen=True)
class Overtaken:
    """What comes out when the version in force is brought into a draft; `version` is that version."""

    version: str
    merge: Merge


def overtaken(*, draft: DraftView, choices: Mapping[str, str]) -> Overtaken | None:
    """The draft and the version in force brought together; None when its base is in force still."""
    item = declarations.current(drafts.KIND, draft.rule)
    if item.version == draft.base:
        return None
    return Overtaken(item.version, _merged(draft.rule, draft.base, draft.text, item, choices))


def _merged(rule: str, base: str, text: str, item: Item, choices: Mapping[str, str]) -> Merge:
    return merge(declarations.pinned(drafts.KIND, rule, base).text, text, item.text, choices)


def take_over(
    *, rule: str, revision: int, version: str, choices: Mapping[str, str], by: Subject, at: dt.datetime
) -> DraftView:
    """Brings the version in force into the draft, which goes on from it. `revision` and `version` are what the editor
    saw. It can be undone like any change. Raises Clash when either moved on, RulebookError (its field names a conflict
    without a choice), RowRefused as `set_line` does, Denied.
    """
    with transaction.atomic():
        row = drafts.opened(rule, by=by, at=at)
        item = declarations.current(drafts.KIND, rule)
        if (row.revision, item.version) != (revision, version):
            raise Clash(_("Something was changed in the meantime. Look again at what comes together."))
        if item.version == row.base:
            raise RulebookError(_("The draft stands on the version in force already."))
        after = _resolved(_merged(rule, row.base, row.text, item, choices), choices)
        _check(row, item.text, after)
        splice = Splice.between(row.text, after)
        before, row.base, row.text, row.revision = row.base, item.version, after, row.revision + 1
        row.save(update_fields=["base", "text", "revision"])
        Edit.objects.create(
            draft=row, revision=row.revision, by=by.person, name=by.name, at=at, kind="merge", table="", before=before,
            start=splice.start, removed=splice.removed, inserted=splice.inserted,
        )  # fmt: skip
        drafts.note(row, "edit", by=by, at=at, kind="merge")
        return drafts.view(row)


def _resolved(found: Merge, choices: Mapping[str, str]) -> str:
    if found.apart:
        words = _("The columns or formulas differ, not only rows: put the draft's spreadsheet into a new draft.")
        raise RulebookError(words)
    if found.text is None:
        waits = next(one.key for one in found.conflicts if choices.get(one.key) not in ("mine", "theirs"))
        raise RulebookError(_("Choose one of the two."), field=waits)
    return found.text


def _check(row: Draft, theirs: str, after: str) -> None:
    """Raises RowRefused for a row that differs from the version in force and could not be kept if it were typed."""
    if len(after) > drafts.MAX_TEXT:
        raise RulebookError(_("The rule would become too large."))
    found, known = review(after, row.rule), {sheet.id: sheet for sheet in sheets(theirs)}
    for sheet in sheets(after):
        there = known.get(sheet.id)
        for line in sheet.lines:
            same = there.line(line.id) if there else None
            if same is None or same.cells != line.cells:
                drafts.refuse(drafts.errors_of(found, sheet, line))
