"""The page for people who write programs, and the document for the programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.channels.rest import cases, certificates, letters, messages, offers, ratings
from tongban.channels.rest.endpoints import ENDPOINTS, answer
from tongban.channels.rest.openapi import document
from tongban.trust.authority.api import PUBLIC, access

HANDLERS = (offers, cases, messages, certificates, letters, ratings)  # importing them fills the table


@access(PUBLIC, methods=("GET",))
def about(request: HttpRequest) -> HttpResponse:
    """What programs can ask, and how."""
    return render(request, "rest/about.html", {"endpoints": ENDPOINTS})


@access(PUBLIC, methods=("GET",))
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document."""
    del request
    return answer(document())
