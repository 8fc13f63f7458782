"""Changing a draft: opened once a text, saved whole or piece by piece by any of its owners, undone, given up."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongban.governance.drafts import rights
from tongban.governance.drafts.draftable import draftable
from tongban.governance.drafts.errors import Clash, DraftError
from tongban.governance.drafts.ledger import note
from tongban.governance.drafts.models import ALIVE, Draft, Revision
from tongban.governance.drafts.reading import DraftView, draft, view
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Text
from tongban.trust.authority.api import Subject

MAX_TEXT = 5_000_000
KEY = re.compile(r"[a-z][a-z0-9-]{1,59}")


@dataclass(frozen=True)
class Made:
    """What came of a change: the whole text, what of it was changed, and another base where it took one."""

    text: str
    place: str = ""
    base: str = ""


Work = Callable[[DraftView], Made]


def open_draft(*, kind: str, key: str, by: Subject, at: dt.datetime) -> DraftView:
    """Opens a draft from the version in force; the one that is open already is given back.

    Raises Denied, LookupError for what is not in force, DraftError for a version with faults that keep it shut.
    """
    rights.require_edit(kind=kind, key=key, by=by, at=at)
    item = declarations.current(kind, key)
    draftable(kind).accept(item.text, key)
    try:
        return _made(kind, key, item.version, item.text, by=by, at=at)
    except IntegrityError:
        found = draft(kind=kind, key=key)
        if found is None:
            raise
        return found


def begin(
    *, kind: str, key: str, name: Text, by: Subject, at: dt.datetime, write: Callable[[str, Text], str] | None = None
) -> DraftView:
    """Opens the draft of a wholly new text, in the words of `write` or as its kind begins.

    Raises DraftError (field key or name), Denied.
    """
    write = write or draftable(kind).begin
    if write is None:
        raise DraftError(_("Texts of this kind come with packages only."))
    if not KEY.fullmatch(key):
        words = _("Use 2 to 60 lower-case letters, digits and hyphens; the first one is a letter.")
        raise DraftError(words, field="key")
    name = Text(_plain(name.zh), _plain(name.en))
    if not name.zh or not name.en:
        raise DraftError(_("Give the name in both languages."), field="name")
    rights.require_edit(kind=kind, key=key, by=by, at=at)
    taken = DraftError(_("This short name is taken already."), field="key")
    if declarations.releases(kind, key):
        raise taken
    try:
        return _made(kind, key, "", write(key, name), by=by, at=at)
    except IntegrityError:
        raise taken from None


def _plain(words: str) -> str:
    return "".join(one for one in words[:200] if one.isprintable()).strip()


def _made(kind: str, key: str, base: str, text: str, *, by: Subject, at: dt.datetime) -> DraftView:
    with transaction.atomic():
        facts = {"author": by.person, "author_name": by.name, "opened_at": at}
        row = Draft.objects.create(kind=kind, key=key, base=base, **facts)
        _keep(row, "opened" if base else "begun", Made(text), by=by, at=at)
        before = Draft.objects.filter(kind=kind, key=key, state="published").order_by("-id").first()
        carry = draftable(kind).carry
        if before is not None and carry is not None:
            carry(before.pk, row.pk)
        note(row, "open", by=by, at=at)
        return view(row)


def _keep(row: Draft, how: str, made: Made, *, by: Subject, at: dt.datetime, undoes: int | None = None) -> None:
    Revision.objects.create(
        draft=row, number=row.revision, base=row.base, text=made.text, how=how, place=made.place, undoes=undoes,
        by=by.person, name=by.name, at=at,
    )  # fmt: skip


def locked(kind: str, key: str) -> Draft:
    """The draft under way, locked for this transaction. Raises DraftError when there is none."""
    row = Draft.objects.select_for_update().filter(kind=kind, key=key, state__in=ALIVE).first()
    if row is None:
        raise DraftError(_("This draft was published or given up in the meantime."))
    return row


def opened(kind: str, key: str, *, by: Subject, at: dt.datetime) -> Draft:
    """The draft, locked and open for changes. Raises Denied, DraftError."""
    rights.require_edit(kind=kind, key=key, by=by, at=at)
    row = locked(kind, key)
    if row.state != "open":
        raise DraftError(_("This draft waits for publication. It can be changed again once it is returned."))
    return row


def hold(*, kind: str, key: str) -> DraftView:
    """The draft under way, locked for the caller's transaction. Raises DraftError when there is none."""
    return view(locked(kind, key))


def hold_open(*, kind: str, key: str, by: Subject, at: dt.datetime) -> DraftView:
    """The draft, locked for the caller's transaction and open for changes. Raises Denied, DraftError."""
    return view(opened(kind, key, by=by, at=at))


def same(row: Draft, seen: int) -> None:
    """Raises Clash when the draft has another revision than the one that was seen."""
    if row.revision != seen:
        last = row.revisions.get(number=row.revision)
        raise Clash(_("Somebody else changed this draft in the meantime."), revision=row.revision, name=last.name)


def change(
    *, kind: str, key: str, how: str, work: Work, by: Subject, at: dt.datetime, seen: int | None = None
) -> DraftView:
    """Keeps what `work` makes of the draft as the next revision; the same text again changes nothing.

    `seen` is the revision from which it was made; None where `work` itself sees to what others changed. Raises
    DraftError, Clash, Denied, and whatever `work` raises: then nothing is kept.
    """
    with transaction.atomic():
        row = opened(kind, key, by=by, at=at)
        if seen is not None:
            same(row, seen)
        before = view(row)
        made = work(before)
        if made.text == before.text and made.base in ("", row.base):
            return before
        return _next(row, how, made, by=by, at=at)


def _next(row: Draft, how: str, made: Made, *, by: Subject, at: dt.datetime, undoes: int | None = None) -> DraftView:
    if len(made.text) > MAX_TEXT:
        raise DraftError(_("The text would become too large."), field="file")
    row.revision, row.base = row.revision + 1, made.base or row.base
    row.save(update_fields=["revision", "base"])
    _keep(row, how, made, by=by, at=at, undoes=undoes)
    more = {"undoes": undoes} if undoes else {"kind": how}
    note(row, "undo" if undoes else "edit", by=by, at=at, **more)
    return view(row)


def save(*, kind: str, key: str, text: str, seen: int, how: str, by: Subject, at: dt.datetime) -> DraftView:
    """Keeps a whole text as the next revision; `seen` is the revision from which it was made.

    A text with faults is kept too, for who writes it saves before it is right; but not one that its kind cannot keep.
    Raises DraftError (field file), Clash when somebody else saved first, Denied.
    """
    if "\0" in text or any("\ud800" <= one <= "\udfff" for one in text):
        raise DraftError(_("This is no text file."), field="file")
    draftable(kind).accept(text, key)
    return change(kind=kind, key=key, how=how, work=lambda _draft: Made(text), seen=seen, by=by, at=at)


def restore(*, kind: str, key: str, number: int, seen: int, by: Subject, at: dt.datetime) -> DraftView:
    """Makes an earlier text of the draft the newest again. Raises DraftError, Clash, Denied."""

    def work(found: DraftView) -> Made:
        row = Revision.objects.filter(draft=found.id, number=number).first()
        if row is None:
            raise DraftError(_("There is no such text of this draft."))
        return Made(row.text)

    return change(kind=kind, key=key, how="restored", work=work, seen=seen, by=by, at=at)


def undo(*, kind: str, key: str, seen: int, by: Subject, at: dt.datetime) -> DraftView:
    """Takes the last change back that was not taken back yet. Raises DraftError, Clash, Denied."""
    with transaction.atomic():
        row = opened(kind, key, by=by, at=at)
        same(row, seen)
        last = view(row).last
        if last is None:
            raise DraftError(_("There is nothing to undo."))
        before = row.revisions.get(number=last.number - 1)
        made = Made(before.text, last.place, before.base)
        return _next(row, "undone", made, by=by, at=at, undoes=last.number)


def rebase(*, kind: str, key: str, seen: int, version: str, by: Subject, at: dt.datetime) -> DraftView:
    """Lets the draft follow the version in force, which overtook it, and keeps its text: what that version changed is
    given up unless the text has it too. `version` is what the editor saw. Raises DraftError, Clash, Denied.
    """
    if declarations.current(kind, key).version != version:
        raise Clash(_("Somebody else published another version in the meantime. Look at it first."))
    return change(
        kind=kind, key=key, how="rebased", work=lambda one: Made(one.text, "", version), seen=seen, by=by, at=at
    )


def discard(*, kind: str, key: str, by: Subject, at: dt.datetime) -> DraftView:
    """Gives the draft up, which stays in the records, and returns it as it was. Raises Denied, DraftError."""
    with transaction.atomic():
        row = opened(kind, key, by=by, at=at)
        row.state = "discarded"
        row.save(update_fields=["state"])
        note(row, "discard", by=by, at=at)
        return view(row)
