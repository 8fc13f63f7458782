"""The statements that an applicant may accept on the last page before sending: evidence that follows later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from tongban.engines.forms import api as forms
from tongban.services.cases import api as cases
from tongban.services.offers.api import Offer
from tongban.trust.authority.api import acting

PREFIX = "later-"
MOST = 50


def accepted(request: HttpRequest) -> dict[str, str]:
    """The statements that were ticked, word for word, by the id of the evidence."""
    names = [name for name in request.POST if name.startswith(PREFIX)][:MOST]
    return {name.removeprefix(PREFIX): request.POST[name] for name in names}


def faults(missing: Mapping[str, str]) -> list[tuple[str, forms.FieldError]]:
    """What is wrong with them, as the summary of errors lists it: on this page, without another to go to."""
    return [("", forms.FieldError(PREFIX + name, text)) for name, text in missing.items()]


def shown(
    request: HttpRequest, offer: Offer, values: Mapping[str, Any], missing: Mapping[str, str], at: dt.datetime
) -> list[tuple[cases.Choice, str, bool, str]]:
    """Each choice with its anchor, whether it is ticked, and what is wrong."""
    by, said = acting(request), accepted(request)
    found = cases.choices(offer=offer, values=values, by=by, at=at)
    return [(one, PREFIX + one.evidence.id, one.evidence.id in said, missing.get(one.evidence.id, "")) for one in found]
