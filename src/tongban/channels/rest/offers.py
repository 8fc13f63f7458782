"""Offers for programs."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from tongban.channels.rest import schemas
from tongban.channels.rest.endpoints import Absent, endpoint, page, query
from tongban.engines.forms import api as forms
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import LegalBasis, Text
from tongban.services.offers import api as offers
from tongban.trust.authority.api import Subject

Json = dict[str, Any]


def words(text: Text) -> Json:
    """A bilingual text."""
    return {"zh": text.zh, "en": text.en}


def basis(one: LegalBasis) -> Json:
    """An article of a law."""
    return {"law": words(one.law), "article": one.article, "source": one.source}


def limit(one: offers.Limit | None) -> Json | None:
    """A time limit."""
    return {"amount": one.amount, "unit": one.unit} if one else None


def later(one: offers.Later | None) -> Json | None:
    """How a piece of evidence may follow, and what the applicant accepts."""
    if one is None:
        return None
    return {
        "kind": one.kind,
        "limit": limit(one.limit),
        "statement": words(one.statement),
        "basis": basis(one.legal_basis),
        "bar_months": one.bar_months,
    }


def short(one: offers.Hit | offers.Offer) -> Json:
    """An offer in a list."""
    return {
        "key": one.key,
        "version": one.version,
        "kind": one.kind,
        "title": words(one.title),
        "summary": words(one.summary),
        "authority": one.authority,
    }


@endpoint(
    "GET",
    "offers",
    summary="Searches the offers in force",
    returns=schemas.paged(schemas.OFFER_ROW),
    parameters={
        "q": schemas.WORD,
        "audience": schemas.one_of("person", "company"),
        "authority": schemas.WORD,
        "life_event": schemas.WORD,
        "after": schemas.WORD,
    },
)
def search(request: HttpRequest, *, by: Subject, at: dt.datetime) -> Json:  # noqa: ARG001 (a handler's signature)
    hits = offers.search(
        query=query(request, "q"),
        audience=query(request, "audience"),
        authority=query(request, "authority"),
        life_event=query(request, "life_event"),
        after=query(request, "after"),
    )
    return page([short(hit) for hit in hits.hits], hits.next)


@endpoint(
    "GET", "offers/{key}", summary="One offer with its law, limits and evidence", returns=schemas.OFFER,
    missing="there is no offer with this key",
)  # fmt: skip
def one(request: HttpRequest, *, key: str, by: Subject, at: dt.datetime) -> Json:  # noqa: ARG001 (a handler's signature)
    try:
        found = offers.offer(key)
    except LookupError:
        raise Absent from None
    return {
        **short(found),
        "area": found.area,
        "audience": list(found.audience),
        "conditions": [{"text": words(c.text), "article": c.article} for c in found.conditions],
        "evidence": [
            {
                "id": e.id,
                "title": words(e.title),
                "source": e.source,
                "level": e.level,
                "required": e.required,
                "field": e.field,
                "later": later(e.later),
                "reuse": asdict(e.reuse) if e.reuse else None,
            }
            for e in found.evidence
        ],
        "legal_basis": [basis(b) for b in found.legal_basis],
        "statutory": limit(found.statutory),
        "promised": limit(found.promised),
        "results": [{"id": r.id, "title": words(r.title)} for r in found.results],
        "parts": list(found.parts),
        "visits": found.visits,
        "apply": f"{settings.CONFIG.site_url}/services/{found.key}/apply" if found.online else None,
    }


@endpoint(
    "GET", "offers/{key}/form", summary="The answers that an application needs, as JSON Schema (draft 2020-12)",
    returns={"type": "object"}, missing="there is no offer with this key, or nobody applies for it with a form",
)  # fmt: skip
def form(request: HttpRequest, *, key: str, by: Subject, at: dt.datetime) -> Json:  # noqa: ARG001 (a handler's signature)
    try:
        found = declarations.current("forms", offers.offer(key).form)
    except LookupError:
        raise Absent from None
    link = f"{settings.CONFIG.site_url}/api/v1/offers/{key}/form"
    return {"$id": link, "x-form": found.key, "x-version": found.version, **forms.json_schema(found.value, at=at)}
