"""What the pages of forms share: the form asked for, its draft, its name."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from tongban.channels.desk.views import drafting
from tongban.governance.drafts.api import DraftView
from tongban.governance.formbooks import api as formbooks
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item

KIND = "forms"


def form_of(key: str, version: str = "") -> Item:
    """A version of a form, the one in force when none is named. Raises Http404."""
    try:
        return declarations.pinned(KIND, key, version) if version else declarations.current(KIND, key)
    except LookupError:
        raise Http404(key) from None


def title_of(item: Item) -> str:
    """The name of a form in the page's language."""
    return str(item.value.title) or item.key


def name_of(found: DraftView) -> str:
    """What the form of a draft is called: as its text has it, as in force where the text cannot be read."""
    title = str(formbooks.outline(found.text).title)
    return title or (title_of(form_of(found.key)) if found.base else found.key)


def draft_of(request: HttpRequest, key: str) -> DraftView | None:
    """The draft under way for whoever may change or publish the form; None when there is none. Raises Denied."""
    return drafting.draft_of(request, KIND, key)
