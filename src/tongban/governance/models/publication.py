"""Publication by two people: one submits, another looks at what changes and publishes it or gives it back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.governance.models import checking, drafts, rights
from tongban.governance.models.errors import ModelError
from tongban.governance.models.models import Draft, Verdict
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


def makers(*, process: str) -> dict[str, tuple[str, str]]:
    """Who drew and who published each version that was made here, by version. One query."""
    rows = Verdict.objects.filter(draft__process=process, outcome="published").select_related("draft").order_by("id")
    return {one.draft.version: (one.draft.author_name, one.name) for one in rows}


def _sound(row: Draft) -> str:
    """The text to publish. Raises ModelError for one with errors or without changes."""
    text = drafts.text_of(row)
    found = checking.review(text, row.process)
    if found.graph is None or found.errors:
        raise ModelError(_("The draft has errors. Correct them first."), field="findings")
    if declarations.version_of(text) == row.base:
        raise ModelError(_("The draft changes nothing."))
    return text


def submit(*, process: str, note: str, revision: int, by: Subject, at: dt.datetime) -> None:
    """Submits the draft for publication; `note` says what changes and why, `revision` what the author has seen.

    Raises ModelError (field note or findings), Clash, Denied.
    """
    with transaction.atomic():
        row = drafts.opened(process, by=by, at=at)
        drafts.same(row, revision)
        _sound(row)
        if not note.strip():
            raise ModelError(_("Say what changes and why: who publishes it reads this first."), field="note")
        row.state, row.note, row.submitted_at = "submitted", note.strip()[:LONGEST], at
        row.save(update_fields=["state", "note", "submitted_at"])
        drafts.note(row, "submit", by=by, at=at)


def second(*, draft: drafts.DraftView, by: Subject, at: dt.datetime) -> bool:
    """Whether somebody can be the second person for a draft: may publish, and changed nothing in it."""
    return by.person not in draft.people and rights.may_publish(by=by, at=at)


def _submitted(process: str, revision: int, by: Subject, at: dt.datetime) -> Draft:
    authority.require(subject=by, permission=rights.PUBLISH, at=at)
    row = drafts.locked(process)
    if row.state != "submitted":
        raise ModelError(_("This draft is not submitted any more."))
    if row.author == by.person or row.revisions.filter(by=by.person).exists():
        raise ModelError(_("Whoever changed the draft cannot publish it. Ask somebody else."))
    drafts.same(row, revision)
    return row


def _verdict(row: Draft, outcome: str, reason: str, by: Subject, at: dt.datetime) -> None:
    Verdict.objects.create(
        draft=row, revision=row.revision, outcome=outcome, reason=reason, by=by.person, name=by.name, at=at
    )


def publish(*, process: str, revision: int, by: Subject, at: dt.datetime) -> str:
    """Puts the draft in force and returns its version. Instances that run keep the version that they began with.

    Raises ModelError, Clash, Denied.
    """
    with transaction.atomic():
        row = _submitted(process, revision, by, at)
        text = _sound(row)
        try:
            made = declarations.amend(kind=checking.KIND, key=process, text=text, base=row.base, at=at)
        except declarations.Superseded:
            words = _("Another version was published since this draft was opened. Return it; its owners download the"
                      " file, give the draft up, and put the file into a new draft.")  # fmt: skip
            raise ModelError(words) from None
        row.state, row.version, row.published_by = "published", made.version, by.person
        row.save(update_fields=["state", "version", "published_by"])
        _verdict(row, "published", "", by, at)
        drafts.note(row, "publish", by=by, at=at, version=made.version, author=row.author)
        return made.version


def give_back(*, process: str, revision: int, reason: str, by: Subject, at: dt.datetime) -> None:
    """Returns the draft to its owners with a reason. Raises ModelError (field reason), Clash, Denied."""
    if not reason.strip():
        raise ModelError(_("Say what should be changed."), field="reason")
    with transaction.atomic():
        row = _submitted(process, revision, by, at)
        row.state, row.submitted_at = "open", None
        row.save(update_fields=["state", "submitted_at"])
        _verdict(row, "returned", reason.strip()[:LONGEST], by, at)
        drafts.note(row, "return", by=by, at=at)
