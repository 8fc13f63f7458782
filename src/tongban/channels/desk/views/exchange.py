"""Who gets what from whom (the catalogue and its agreements), and doubts about values of the registers."""

from __future__ import annotations

import contextlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.exchange.catalogue import api as catalogue
from tongban.kernel.declarations.api import Text
from tongban.kernel.web.api import number
from tongban.registers.records import api as records
from tongban.services.offers import api as offers
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import OFFICIAL, access, acting
from tongban.trust.privacy import api as privacy

PAGE = 50


def names() -> dict[str, Text]:
    """Units and offers by code: the ends of an exchange."""
    found = {unit.code: unit.name for unit in authority.units()}
    return found | {one.key: one.title for one in offers.offers()}


@access(OFFICIAL, methods=("GET",))
def resources(request: HttpRequest) -> HttpResponse:
    """Every information resource of the node with its provider, and how many agreements it has."""
    known, granted = names(), [one.resource for one in catalogue.agreements()]
    rows = [(one, known.get(one.provider, one.provider), granted.count(one.id)) for one in catalogue.resources()]
    return render(request, "desk/resources.html", {"rows": rows})


def purpose(code: str) -> str:
    """A purpose in words; one that nobody declares any more as its code."""
    with contextlib.suppress(privacy.UndeclaredPurpose):
        return str(privacy.purpose(code).text)
    return code


@access(OFFICIAL, methods=("GET",))
def resource(request: HttpRequest, key: str) -> HttpResponse:
    """One resource: its fields, and who may ask for which of them, what for and by which law."""
    try:
        found = catalogue.resource(key.replace("\0", "")[:200])
    except LookupError:
        raise Http404(key) from None
    known, titles = names(), {item.name: item.title for item in found.fields}
    granted = [
        (
            known.get(one.consumer, one.consumer),
            [titles.get(name, name) for name in one.fields],
            purpose(one.purpose),
            one,
        )
        for one in catalogue.agreements(resource=found.id)
    ]
    facts = {"resource": found, "provider": known.get(found.provider, found.provider), "agreements": granted}
    return render(request, "desk/resource.html", facts)


@access(OFFICIAL, methods=("GET",))
def doubts(request: HttpRequest) -> HttpResponse:
    """Values of one's own registers that another department holds to be wrong; the list itself holds no values."""
    units = {post.unit: post.unit_name for post in acting(request).posts}
    asked = request.GET.get("unit", "")
    unit = asked if asked in units else next(iter(units), "")
    after = request.GET.get("after", "")
    start = number(after) or 0
    found = records.findings(authority=unit, after=start, limit=PAGE + 1)
    known = names()
    rows = [(one, records.register_type(one.register), known.get(one.unit, one.unit)) for one in found[:PAGE]]
    facts = {
        "rows": [(one, kind, kind.field(one.field).title, raised) for one, kind, raised in rows],
        "units": units.items(),
        "unit": unit,
        "next": found[PAGE - 1].id if len(found) > PAGE else None,
    }
    return render(request, "desk/doubts.html", facts)
