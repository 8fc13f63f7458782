"""What a draft of a process changes, submitting it, and the second person's verdict."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from tongban.channels.desk.views import drafting
from tongban.channels.desk.views.processes.common import KIND, name_of, picture
from tongban.channels.desk.views.processes.reading import differences
from tongban.engines.processes import api as processes
from tongban.governance.drafts.api import DraftView
from tongban.governance.models import api as models
from tongban.kernel.declarations import api as declarations
from tongban.trust.authority.api import access

EITHER = ("models.edit", "models.publish")


def facts(_request: HttpRequest, found: DraftView) -> dict[str, Any]:
    """What both people look at: differences, findings, what runs."""
    review = models.review(found.text, found.key)
    return {
        "title": name_of(found),
        "review": review,
        "picture": picture(review.scene) if review.scene is not None and not found.base else "",
        "running": sum(processes.running(found.key).values()),
        **(differences(declarations.current(KIND, found.key).text, found.text) if found.base else {}),
    }


PAGES = drafting.Pages(
    kind=KIND,
    name="process",
    folder="processes",
    facts=facts,
    gone=gettext_lazy("There is no draft of this process now."),
    published=gettext_lazy("The new version is in force. What runs already keeps the one it began with."),
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
