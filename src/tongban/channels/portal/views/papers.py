"""Forms on paper: blank for whoever applies by hand, filled in for whoever has sent one."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from tongban.channels.portal.views.cases import own
from tongban.channels.portal.views.guide import find
from tongban.engines.forms import api as forms
from tongban.kernel.declarations import api as declarations
from tongban.kernel.web.api import inert
from tongban.services.cases import api as cases
from tongban.trust.authority.api import PUBLIC, RESIDENT, access, acting

KIND = "application/pdf"


@access(PUBLIC, methods=("GET",))
def blank(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001 (an address of the guide)
    """The form of a service to print and fill in by hand."""
    offer = find(key)
    try:
        item = declarations.current("forms", offer.form)
    except LookupError:
        raise Http404(key) from None
    language = get_language() or "zh-hans"
    return inert(_blank(item.key, item.version, language, timezone.localdate()), KIND, f"{key}.pdf")


@lru_cache(maxsize=200)
def _blank(form: str, version: str, language: str, day: dt.date) -> bytes:  # noqa: ARG001 (the language is in force)
    """Set once a day: the day dates the code lists."""
    return forms.on_paper(declarations.pinned("forms", form, version).value, at=timezone.now())


@access(RESIDENT, methods=("GET",))
def filled(request: HttpRequest, number: str) -> HttpResponse:
    """The person's own application as it stands, to keep or to print."""
    own(request, number)
    data = cases.on_paper(number=number, by=acting(request), at=timezone.now())
    return inert(data, KIND, f"{number}.pdf")
