"""What a draft of a form changes and whom it would reach, submitting it, and the second person's verdict."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from tongban.channels.desk.views import drafting
from tongban.channels.desk.views.form_moves import KINDS
from tongban.channels.desk.views.forms.common import KIND, name_of
from tongban.engines.forms import api as forms
from tongban.governance.drafts.api import DraftView
from tongban.governance.formbooks import api as formbooks
from tongban.kernel.declarations import api as declarations
from tongban.trust.authority.api import access

EITHER = ("formbooks.edit", "formbooks.publish")


def facts(request: HttpRequest, found: DraftView) -> dict[str, Any]:
    """What both people look at: findings, what changes in the form and in its text, what would move and what stay."""
    _by, at = drafting.who(request)
    review = formbooks.review(found.text, found.key)
    told: dict[str, Any] = {"title": name_of(found), "review": review, "text": found.text.split("\n")}
    told["tripped"] = sorted(formbooks.keeping.changed_with(found.id))
    if not found.base:
        return told
    old = declarations.pinned(KIND, found.key, found.base)
    told["lines"] = formbooks.text_changes(old.text, found.text)
    if review.form is not None:
        told["changes"] = [(KINDS[one.kind], one) for one in forms.compare(old.value, review.form)]
        told["drafts"], told["cases"] = told["foreseen"] = formbooks.foresee(form=found.key, new=review.form, at=at)
    return told


PAGES = drafting.Pages(
    kind=KIND,
    name="form",
    folder="forms",
    facts=facts,
    gone=gettext_lazy("There is no draft of this form now."),
    published=gettext_lazy("The new version is in force. What is under way moves to it only where nothing is lost."),
)


@access(*EITHER, methods=("GET", "POST"))
def submit(request: HttpRequest, key: str) -> HttpResponse:
    """The draft's author looks once more at what changes, says why, and submits."""
    return drafting.submit(request, PAGES, key)


@access(*EITHER, methods=("GET", "POST"))
def review(request: HttpRequest, key: str) -> HttpResponse:
    """The second person sees what changes, and publishes it or gives it back."""
    return drafting.review(request, PAGES, key)


@access(*EITHER, methods=("POST",))
def act(request: HttpRequest, key: str) -> HttpResponse:
    """Undoes the last change, makes an earlier text the newest again, follows a newer version, gives the draft up."""
    return drafting.act(request, PAGES, key)
