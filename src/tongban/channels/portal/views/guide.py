"""Finding a service, and the service guide (办事指南)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tongban.engines.processes import api as processes
from tongban.kernel.declarations import api as declarations
from tongban.openness.evaluation import api as evaluation
from tongban.services.offers import api as offers
from tongban.services.offers.api import Offer
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import PUBLIC, access

LONGEST_QUERY = 200


@dataclass(frozen=True)
class Asked:
    """A filter that applies, with the page's name for it."""

    audience: str
    authority: str
    event: str


@access(PUBLIC, methods=("GET",))
def services(request: HttpRequest) -> HttpResponse:
    """Search over all offers, with filters; the page works without a query as a list."""
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    asked = Asked(*(request.GET.get(name, "")[:60] for name in ("audience", "authority", "event")))
    hits = offers.search(
        query=query,
        language=get_language() or "zh-hans",
        audience=asked.audience,
        authority=asked.authority,
        life_event=asked.event,
        after=request.GET.get("after", ""),
    )
    every = offers.offers()
    names = {unit.code: unit.name for unit in authority.units()}
    facts = {
        "query": query,
        "asked": asked,
        "hits": hits,
        "names": names,
        "rows": [(hit, names.get(hit.authority, "")) for hit in hits.hits],
        "authorities": sorted({(one.authority, str(names.get(one.authority, one.authority))) for one in every}),
        "events": [one for one in every if one.life_event],
    }
    return render(request, "portal/services.html", facts)


def find(key: str) -> Offer:
    """The offer in force. Raises Http404."""
    try:
        return offers.offer(key)
    except LookupError:
        raise Http404(key) from None


def order(offer: Offer) -> list[tuple[offers.Place, object]]:
    """What becomes of the other parts of a life event when one is refused or taken back: said before it is sent."""
    titles = {part.key: part.title for part in (offers.parts(offer.key, offer.version) if offer.order else ())}
    return [(place, titles[part]) for part, place in offers.places(offer.order, tuple(titles)).items()]


def drawing(offer: Offer) -> SafeString | None:
    """The process as a picture, when there is one."""
    try:
        item = declarations.current("processes", offer.process)
    except LookupError:
        return None
    return _drawn(item.key, item.version, get_language() or "zh-hans")


@lru_cache(maxsize=500)
def _drawn(process: str, version: str, language: str) -> SafeString:
    """A published process never changes, nor does its picture."""
    graph = declarations.pinned("processes", process, version).value
    return mark_safe(processes.picture(graph, language=language))  # noqa: S308 (drawn by the engine, escaped)


@access(PUBLIC, methods=("GET",))
def guide(request: HttpRequest, key: str) -> HttpResponse:
    """Everything that the law and the authority say about one offer, on one page."""
    offer = find(key)
    parts = offers.parts(key) if offer.life_event else ()
    units = {unit.code: unit.name for unit in authority.units()}
    facts = {
        "offer": offer,
        "authority": units.get(offer.authority, offer.authority),
        "parts": [(part, units.get(part.authority, part.authority)) for part in parts],
        "order": order(offer),
        "events": offers.life_events_of(key),
        "picture": drawing(offer),
        "rating": evaluation.summary(offer=key),
    }
    return render(request, "portal/guide.html", facts)
