"""Drafts: opened once a process, saved as whole texts by any of its owners, restored, given up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongban.engines.processes import api as processes
from tongban.governance.models import rights
from tongban.governance.models.checking import KIND
from tongban.governance.models.errors import Clash, ModelError
from tongban.governance.models.models import ALIVE, Draft, Revision
from tongban.kernel.declarations import api as declarations
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Subject

MAX_BYTES = 2_000_000
ROOT = "{http://www.omg.org/spec/BPMN/20100524/MODEL}definitions"


@dataclass(frozen=True)
class RevisionView:
    """One saved text. `kind` is opened, drawn, uploaded or restored."""

    number: int
    kind: str
    name: str
    at: dt.datetime


@dataclass(frozen=True)
class DraftView:
    """A draft under way. `people` are all who changed it, its author among them; `revisions` the newest first."""

    id: int
    process: str
    base: str
    text: str
    revision: int
    state: str
    author_name: str
    opened_at: dt.datetime
    note: str
    submitted_at: dt.datetime | None
    people: frozenset[str]
    revisions: tuple[RevisionView, ...]

    @property
    def open(self) -> bool:
        return self.state == "open"


def view(row: Draft) -> DraftView:
    made = list(row.revisions.order_by("-number").defer("text"))
    return DraftView(
        row.pk, row.process, row.base, text_of(row), row.revision, row.state, row.author_name, row.opened_at, row.note,
        row.submitted_at, frozenset({row.author, *(one.by for one in made)}),
        tuple(RevisionView(one.number, one.kind, one.name, one.at) for one in made),
    )  # fmt: skip


def text_of(row: Draft) -> str:
    """The newest text of a draft."""
    return str(row.revisions.values_list("text", flat=True).get(number=row.revision))


def draft(*, process: str) -> DraftView | None:
    """The draft of a process that is under way, if any."""
    row = Draft.objects.filter(process=process, state__in=ALIVE).first()
    return view(row) if row else None


def under_way() -> Mapping[str, str]:
    """The state of every draft under way, by process. One query."""
    return dict(Draft.objects.filter(state__in=ALIVE).values_list("process", "state"))


def revision(*, process: str, number: int) -> str:
    """One text of the draft under way. Raises LookupError."""
    row = Revision.objects.filter(draft__process=process, draft__state__in=ALIVE, number=number).first()
    if row is None:
        raise LookupError(number)
    return row.text


def open_draft(*, process: str, by: Subject, at: dt.datetime) -> DraftView:
    """Opens a draft from the version in force; the one that is open already is given back.

    Raises Denied, LookupError.
    """
    rights.require_edit(process=process, by=by, at=at)
    item = declarations.current(KIND, process)
    try:
        with transaction.atomic():
            made = Draft.objects.create(
                process=process, base=item.version, author=by.person, author_name=by.name, opened_at=at
            )
            _keep(made, item.text, "opened", by=by, at=at)
            note(made, "open", by=by, at=at)
    except IntegrityError:
        found = draft(process=process)
        if found is None:
            raise
        return found
    return view(made)


def _keep(row: Draft, text: str, kind: str, *, by: Subject, at: dt.datetime) -> None:
    Revision.objects.create(draft=row, number=row.revision, text=text, kind=kind, by=by.person, name=by.name, at=at)


def note(row: Draft, act: str, *, by: Subject, at: dt.datetime, **more: str | int) -> None:
    """A ledger entry about a draft."""
    detail = {"draft": row.pk, "revision": row.revision, "base": row.base} | more
    audit.record(at=at, by=by, action=f"models.{act}", object=f"process:{row.process}", detail=detail)


def locked(process: str) -> Draft:
    """The draft under way, locked for this transaction. Raises ModelError when there is none."""
    row = Draft.objects.select_for_update().filter(process=process, state__in=ALIVE).first()
    if row is None:
        raise ModelError(_("This draft was published or given up in the meantime."))
    return row


def opened(process: str, *, by: Subject, at: dt.datetime) -> Draft:
    """The draft, locked and open for changes. Raises Denied, ModelError."""
    rights.require_edit(process=process, by=by, at=at)
    row = locked(process)
    if row.state != "open":
        raise ModelError(_("This draft waits for publication. It can be changed again once it is returned."))
    return row


def save(*, process: str, text: str, seen: int, kind: str, by: Subject, at: dt.datetime) -> DraftView:
    """Keeps a whole text as the next revision; `seen` is the revision from which it was made.

    A text with faults is kept too, for who draws it saves before it is right; but not one that is no BPMN file. The
    same text again changes nothing. Raises ModelError (field file), Clash when somebody else saved first, Denied.
    """
    text = _taken(text, process)
    with transaction.atomic():
        row = opened(process, by=by, at=at)
        same(row, seen)
        if text == text_of(row):
            return view(row)
        row.revision += 1
        row.save(update_fields=["revision"])
        _keep(row, text, kind, by=by, at=at)
        note(row, "edit", by=by, at=at, kind=kind)
        return view(row)


def same(row: Draft, seen: int) -> None:
    """Raises Clash when the draft has another revision than the one that was seen."""
    if row.revision != seen:
        last = row.revisions.get(number=row.revision)
        raise Clash(_("Somebody else saved this draft in the meantime."), revision=row.revision, name=last.name)


def _taken(text: str, process: str) -> str:
    """A text that may be kept: XML without a document type, a BPMN file with this process. Raises ModelError."""
    if "\0" in text:
        raise ModelError(_("This is no text file."), field="file")
    try:
        scene = processes.scene(text)
    except declarations.DeclarationError as error:
        raise ModelError(error.problems[0].message, field="file") from None
    if not scene.shapes or process not in {shape.parent for shape in scene.shapes.values()}:
        words = _("The file holds no process with the id %(process)s. Give the process that id, so that it can take the"
                  " place of the one in force.")  # fmt: skip
        raise ModelError(words % {"process": process}, field="file")
    return text


def restore(*, process: str, number: int, seen: int, by: Subject, at: dt.datetime) -> DraftView:
    """Makes an earlier text of the draft the newest again. Raises ModelError, Clash, Denied."""
    try:
        text = revision(process=process, number=number)
    except LookupError:
        raise ModelError(_("There is no such text of this draft.")) from None
    return save(process=process, text=text, seen=seen, kind="restored", by=by, at=at)


def discard(*, process: str, by: Subject, at: dt.datetime) -> None:
    """Gives the draft up; it stays in the records. Raises Denied, ModelError."""
    with transaction.atomic():
        row = opened(process, by=by, at=at)
        row.state = "discarded"
        row.save(update_fields=["state"])
        note(row, "discard", by=by, at=at)
