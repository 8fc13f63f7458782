"""Replay: the decisions of the past year decided again by a draft, and those that change.

What they were decided by is personal. It is read in the access context of the purpose that `services/decisions` names
for it, so each person concerned sees the look; the ledger holds an entry for each stretch that was read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.engines.rules import api as rules
from tongban.governance.drafts import api as drafts
from tongban.governance.rulebooks import checking
from tongban.governance.rulebooks.models import Change, Replay
from tongban.governance.rulebooks.trials import literal, same
from tongban.governance.rulebooks.worked import functions
from tongban.services.decisions import api as decisions
from tongban.trust.authority.api import Subject
from tongban.trust.privacy import api as privacy

YEAR = dt.timedelta(days=366)
AT_ONCE = 200
STRETCH = 2_000
PAGE = 100


@dataclass(frozen=True)
class ChangeView:
    decision: str
    case: str
    at: dt.datetime
    before: str
    after: str


@dataclass(frozen=True)
class ReplayView:
    """How far a replay is. `share` is the part of its time that is behind it, 0 to 100."""

    revision: int
    since: dt.datetime
    until: dt.datetime
    seen: int
    changed: int
    failed: int
    done: bool
    share: int
    changes: tuple[ChangeView, ...]
    next: int | None


def replay(*, draft: int, revision: int, after: int = 0) -> ReplayView | None:
    """The replay of a draft's revision with a page of what changes; None before it began."""
    row = Replay.objects.filter(draft=draft, revision=revision).first()
    if row is None:
        return None
    changes = list(row.changes.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
    shown = tuple(ChangeView(one.decision, one.case, one.at, one.before, one.after) for one in changes[:PAGE])
    more = changes[PAGE - 1].pk if len(changes) > PAGE else None
    return ReplayView(
        row.revision, row.since, row.until, row.seen, row.changes.count(), row.failed, row.done_at is not None,
        100 if row.done_at else _share(row), shown, more,
    )  # fmt: skip


def _share(row: Replay) -> int:
    if row.reached is None:
        return 0
    whole = (row.until - row.since).total_seconds() or 1
    return max(0, min(99, int(100 * (row.reached - row.since).total_seconds() / whole)))


def run(*, rule: str, by: Subject, at: dt.datetime) -> bool:
    """Replays the next stretch of the past year through the draft; returns whether it is through.

    Each stretch is kept, so a long replay goes on where it stopped. Raises Denied, DraftError.
    """
    drafts.require_either(kind=checking.KIND, key=rule, by=by, at=at)
    with transaction.atomic():
        draft = drafts.hold(kind=checking.KIND, key=rule)
        found = checking.review(draft.text, rule)
        if found.model is None:
            raise drafts.DraftError(_("The draft has errors. Correct them first."))
        row, _new = Replay.objects.get_or_create(
            draft=draft.id, revision=draft.revision, defaults={"since": at - YEAR, "until": at, "by": by.person}
        )
        if row.done_at is not None:
            return True
        entries = _stretch(row, rule, by, at)
        changed, failed = _again(entries, found.model)
        Change.objects.bulk_create(
            Change(replay=row, decided=one.id, decision=one.decision, case=one.case, at=one.at, before=old, after=new)
            for one, old, new in changed
        )
        row.seen += len(entries)
        row.failed += failed
        if entries:
            row.cursor, row.reached = entries[-1].id, entries[-1].at
        row.done_at = at if len(entries) < STRETCH else None
        row.save()
        drafts.note(draft, "replay", by=by, at=at, seen=len(entries), changed=len(changed))
        return row.done_at is not None


def _stretch(row: Replay, rule: str, by: Subject, at: dt.datetime) -> list[decisions.Entry]:
    found: list[decisions.Entry] = []
    after = row.cursor
    with privacy.access(purpose=decisions.REVIEW, by=by, at=at):
        while len(found) < STRETCH:
            page = decisions.log(rule=rule, since=row.since, until=row.until, after=after, limit=AT_ONCE)
            found += page
            if len(page) < AT_ONCE:
                break
            after = page[-1].id
    return found


def _again(
    entries: Sequence[decisions.Entry], model: rules.Model
) -> tuple[list[tuple[decisions.Entry, str, str]], int]:
    """The decisions that the draft makes otherwise, with both results; and how many it cannot make."""
    changed, failed, known = [], 0, functions()
    for one in entries:
        try:
            result = rules.decide(
                model=model, decision=one.decision, inputs=one.inputs, at=one.at, functions=known
            ).result
            new, unchanged = literal(result), same(result, one.result)
        except (LookupError, rules.FeelError) as error:
            new, unchanged = str(error), False
            failed += 1
        if not unchanged:
            changed.append((one, literal(one.result), new))
    return changed, failed
