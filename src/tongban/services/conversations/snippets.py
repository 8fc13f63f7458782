"""Texts that a unit often answers with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.services.cases.api import About
from tongban.services.conversations.errors import ConversationError
from tongban.services.conversations.models import Snippet
from tongban.services.conversations.posting import WRITE, checked
from tongban.trust.audit import api as audit
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

LONGEST_TITLE, MOST = 100, 100


@dataclass(frozen=True)
class SnippetView:
    """A text with the unit to which it belongs."""

    id: int
    unit: str
    title: str
    text: str


def _units(by: Subject, at: dt.datetime) -> list[str]:
    """The subject's own units in which the subject writes to applicants."""
    own = {post.unit: post.unit_path for post in by.posts}
    return [
        unit
        for unit, path in own.items()
        if authority.can(subject=by, permission=WRITE, unit_path=path, purpose="case-handling", at=at)
    ]


def snippets(*, by: Subject, at: dt.datetime) -> tuple[SnippetView, ...]:
    """The texts of the subject's units, by title."""
    rows = Snippet.objects.filter(unit__in=_units(by, at)).order_by("title", "id")[:MOST]
    return tuple(SnippetView(row.pk, row.unit, row.title, row.text) for row in rows)


def filled(snippet: SnippetView, about: About) -> str:
    """The text with the number and title of a case in it; other braces stay as they are."""
    return snippet.text.replace("{number}", about.number).replace("{title}", str(about.title))


def save_snippet(*, title: str, text: str, by: Subject, at: dt.datetime) -> None:
    """Adds a text to those of the subject's unit, or replaces the one of this title.

    Raises ConversationError, Denied.
    """
    found, name = checked(text), title.replace("\0", "").strip()
    if not name or len(name) > LONGEST_TITLE:
        message = _("Give it a title of at most %(most)s characters.") % {"most": LONGEST_TITLE}
        raise ConversationError(message, field="title")
    units = _units(by, at)
    if not units:
        raise authority.Denied(_("You do not write to applicants in your department."))
    with transaction.atomic():
        if Snippet.objects.filter(unit=units[0]).exclude(title=name).count() >= MOST:
            raise ConversationError(_("Your unit has very many texts. Remove one first."), field="title")
        Snippet.objects.update_or_create(unit=units[0], title=name, defaults={"text": found, "by": by.person, "at": at})
        audit.record(at=at, by=by, action="conversations.save-snippet", object=f"unit:{units[0]}")


def drop_snippet(*, snippet: int, by: Subject, at: dt.datetime) -> None:
    """Removes a text of the subject's units. Raises LookupError."""
    with transaction.atomic():
        done, _rows = Snippet.objects.filter(pk=snippet, unit__in=_units(by, at)).delete()
        if not done:
            raise LookupError("no such text")
        audit.record(at=at, by=by, action="conversations.drop-snippet", object=f"snippet:{snippet}")
