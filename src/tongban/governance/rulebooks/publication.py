"""Publication by two people: one submits, another looks at what changes and publishes it or gives it back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.governance.rulebooks import checking, drafts, rights, trials
from tongban.governance.rulebooks.errors import Clash, RulebookError
from tongban.governance.rulebooks.models import Draft, Replay, Verdict
from tongban.kernel.declarations import api as declarations
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

LONGEST = 2_000


@dataclass(frozen=True)
class VerdictView:
    """What a second person said of a revision of a draft."""

    outcome: str
    reason: str
    name: str
    at: dt.datetime


def verdicts(*, draft: int) -> tuple[VerdictView, ...]:
    """The verdicts on a draft, the newest first."""
    rows = Verdict.objects.filter(draft=draft).order_by("-id")
    return tuple(VerdictView(one.outcome, one.reason, one.name, one.at) for one in rows)


def makers(*, rule: str) -> dict[str, tuple[str, str]]:
    """Who wrote and who published each version that was made here, by version: one query."""
    rows = Verdict.objects.filter(draft__rule=rule, outcome="published").select_related("draft").order_by("id")
    return {one.draft.version: (one.draft.author_name, one.name) for one in rows}


def _same(row: Draft, revision: int) -> None:
    if row.revision != revision:
        raise Clash(_("The draft was changed in the meantime. Look at it again."))


def _replayed(row: Draft) -> None:
    if not Replay.objects.filter(draft=row, revision=row.revision, done_at__isnull=False).exists():
        raise RulebookError(_("Replay the decisions of the past year through this draft first."), field="replay")


def _sound(row: Draft, at: dt.datetime) -> None:
    """Raises RulebookError for a draft with errors, without changes, or that decides a kept case otherwise."""
    found = checking.review(row.text, row.rule)
    if found.model is None or found.errors:
        raise RulebookError(_("The draft has errors. Correct them first."), field="findings")
    if declarations.version_of(row.text) == row.base:
        raise RulebookError(_("The draft changes nothing."))
    kept = trials.examples(draft=row.pk, rule=row.rule, text=row.text, model=found.model, at=at)
    wrong = ", ".join(one.name for one in kept if not one.ok)
    if wrong:
        words = _("These cases are decided otherwise than expected: %(names)s.") % {"names": wrong}
        raise RulebookError(words, field="examples")


def submit(*, rule: str, note: str, revision: int, by: Subject, at: dt.datetime) -> None:
    """Submits the draft for publication; `note` says what changes and why, `revision` what the author has seen.

    Raises RulebookError (field note, replay, findings or examples), Clash, Denied.
    """
    with transaction.atomic():
        row = drafts.opened(rule, by=by, at=at)
        _same(row, revision)
        _sound(row, at)
        _replayed(row)
        if not note.strip():
            raise RulebookError(_("Say what changes and why: who publishes it reads this first."), field="note")
        row.state, row.note, row.submitted_at = "submitted", note.strip()[:LONGEST], at
        row.save(update_fields=["state", "note", "submitted_at"])
        drafts.note(row, "submit", by=by, at=at)


def second(*, draft: drafts.DraftView, by: Subject, at: dt.datetime) -> bool:
    """Whether somebody can be the second person for a draft: may publish, and changed nothing in it."""
    return by.person not in draft.people and rights.may_publish(by=by, at=at)


def _submitted(rule: str, revision: int, by: Subject, at: dt.datetime) -> Draft:
    authority.require(subject=by, permission=rights.PUBLISH, at=at)
    row = drafts.locked(rule)
    if row.state != "submitted":
        raise RulebookError(_("This draft is not submitted any more."))
    if by.person in drafts.view(row).people:
        raise RulebookError(_("Whoever changed the draft cannot publish it. Ask somebody else."))
    _same(row, revision)
    return row


def _verdict(row: Draft, outcome: str, reason: str, by: Subject, at: dt.datetime) -> None:
    Verdict.objects.create(
        draft=row, revision=row.revision, outcome=outcome, reason=reason, by=by.person, name=by.name, at=at
    )


def publish(*, rule: str, revision: int, by: Subject, at: dt.datetime) -> str:
    """Puts the draft in force and returns its version. Cases that are open keep the version they began with.

    Raises RulebookError, Clash, Denied.
    """
    with transaction.atomic():
        row = _submitted(rule, revision, by, at)
        _sound(row, at)
        _replayed(row)
        try:
            made = declarations.amend(kind=drafts.KIND, key=rule, text=row.text, base=row.base, at=at)
        except declarations.Superseded:
            words = _("Another version was published since this draft was opened. Return it: its owners bring it in.")
            raise RulebookError(words) from None
        row.state, row.version, row.published_by = "published", made.version, by.person
        row.save(update_fields=["state", "version", "published_by"])
        _verdict(row, "published", "", by, at)
        drafts.note(row, "publish", by=by, at=at, version=made.version, author=row.author)
        return made.version


def give_back(*, rule: str, revision: int, reason: str, by: Subject, at: dt.datetime) -> None:
    """Returns the draft to its owners with a reason. Raises RulebookError (field reason), Clash, Denied."""
    if not reason.strip():
        raise RulebookError(_("Say what should be changed."), field="reason")
    with transaction.atomic():
        row = _submitted(rule, revision, by, at)
        row.state, row.submitted_at = "open", None
        row.save(update_fields=["state", "submitted_at"])
        _verdict(row, "returned", reason.strip()[:LONGEST], by, at)
        drafts.note(row, "return", by=by, at=at)
