"""Publication by two people: one submits, another looks at what changes and publishes it or gives it back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.governance.drafts import editing, rights
from tongban.governance.drafts.draftable import draftable
from tongban.governance.drafts.errors import DraftError
from tongban.governance.drafts.ledger import note as noted
from tongban.governance.drafts.models import Draft, Verdict
from tongban.governance.drafts.reading import DraftView, draft, view
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

LONGEST = 2_000


def _tried(kind: str, key: str, at: dt.datetime) -> str:
    """The mark of the draft's trial, run before anything is locked. Raises DraftError."""
    trial, found = draftable(kind).trial, draft(kind=kind, key=key)
    return trial.run(found, at) if trial is not None and found is not None else ""


def _sound(row: Draft, tried: str, at: dt.datetime) -> str:
    """The text to publish. Raises DraftError for one without changes, for what its kind says of it, and when what was
    tried is not what is there by now.
    """
    found, kind = view(row), draftable(row.kind)
    if declarations.version_of(found.text) == found.base and not (kind.beside and kind.beside(found.id)):
        raise DraftError(_("The draft changes nothing."))
    kind.judge(found, at)
    if kind.trial is not None and kind.trial.mark(found, at) != tried:
        raise DraftError(_("Something changed while the draft was tried out. Look at it once more, then try again."))
    return found.text


def submit(*, kind: str, key: str, note: str, revision: int, by: Subject, at: dt.datetime) -> None:
    """Submits the draft for publication; `note` says what changes and why, `revision` what the author has seen.

    Raises DraftError (field note, or what the kind names), Clash, Denied.
    """
    rights.require_edit(kind=kind, key=key, by=by, at=at)
    tried = _tried(kind, key, at)
    with transaction.atomic():
        row = editing.opened(kind, key, by=by, at=at)
        editing.same(row, revision)
        _sound(row, tried, at)
        said = note.replace("\0", "").strip()
        if not said:
            raise DraftError(_("Say what changes and why: who publishes it reads this first."), field="note")
        row.state, row.note, row.submitted_at = "submitted", said[:LONGEST], at
        row.save(update_fields=["state", "note", "submitted_at"])
        noted(row, "submit", by=by, at=at)


def second(*, draft: DraftView, by: Subject, at: dt.datetime) -> bool:
    """Whether somebody can be the second person for a draft: may publish, and changed nothing in it."""
    return by.person not in draft.people and rights.may_publish(kind=draft.kind, by=by, at=at)


def _submitted(kind: str, key: str, revision: int, by: Subject, at: dt.datetime) -> Draft:
    """The submitted draft, locked. Raises DraftError, Clash, Denied."""
    authority.require(subject=by, permission=draftable(kind).publish, at=at)
    row = editing.locked(kind, key)
    if row.state != "submitted":
        raise DraftError(_("This draft is not submitted any more."))
    if row.author == by.person or row.revisions.filter(by=by.person).exists():
        raise DraftError(_("Whoever changed the draft cannot publish it. Ask somebody else."))
    editing.same(row, revision)
    return row


def _verdict(row: Draft, outcome: str, reason: str, by: Subject, at: dt.datetime) -> None:
    Verdict.objects.create(
        draft=row, revision=row.revision, outcome=outcome, reason=reason, by=by.person, name=by.name, at=at
    )


def _in_force(row: Draft, text: str, at: dt.datetime) -> Item:
    try:
        if not row.base:
            return declarations.begin(kind=row.kind, key=row.key, text=text, at=at)
        return declarations.amend(kind=row.kind, key=row.key, text=text, base=row.base, at=at)
    except declarations.Superseded:
        words = _(
            "Another version was published since this draft was opened. Return it: its owners bring both together."
        )
        raise DraftError(words) from None


def publish(*, kind: str, key: str, revision: int, by: Subject, at: dt.datetime) -> str:
    """Puts the draft in force and returns its version. What is under way keeps the version that it began with.

    Raises DraftError, Clash, Denied.
    """
    with transaction.atomic():
        _submitted(kind, key, revision, by, at)  # whoever may not publish it has nothing played
    tried = _tried(kind, key, at)
    with transaction.atomic():
        row = _submitted(kind, key, revision, by, at)
        made = _in_force(row, _sound(row, tried, at), at)
        row.state, row.version, row.published_by = "published", made.version, by.person
        row.save(update_fields=["state", "version", "published_by"])
        _verdict(row, "published", "", by, at)
        noted(row, "publish", by=by, at=at, version=made.version, author=row.author)
        return made.version


def give_back(*, kind: str, key: str, revision: int, reason: str, by: Subject, at: dt.datetime) -> None:
    """Returns the draft to its owners with a reason. Raises DraftError (field reason), Clash, Denied."""
    said = reason.replace("\0", "").strip()
    if not said:
        raise DraftError(_("Say what should be changed."), field="reason")
    with transaction.atomic():
        row = _submitted(kind, key, revision, by, at)
        row.state, row.submitted_at = "open", None
        row.save(update_fields=["state", "submitted_at"])
        _verdict(row, "returned", said[:LONGEST], by, at)
        noted(row, "return", by=by, at=at)
