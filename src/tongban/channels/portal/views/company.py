"""The company that I act for: what its register says, and everything of its own in one place."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tongban.registers.legal_entities import api as legal_entities
from tongban.registers.records import api as records
from tongban.services.cases import api as cases
from tongban.services.notices import api as notices
from tongban.trust.authority.api import RESIDENT, access, acting
from tongban.trust.identity import api as identity

FIELDS = ("credit_code", "name", "kind", "representative_name", "address", "established", "status", "scope")


def registered(credit_code: str) -> dict[str, Any]:
    """What the register of legal entities says, field by field, with its day; empty when it knows no such company."""
    try:
        found = legal_entities.entity(credit_code=credit_code, fields=FIELDS)
    except records.NotRegistered:
        return {}
    register = records.register_type(found.register)
    rows = []
    for name in FIELDS:
        field, value = register.field(name), found.data.get(name) or ""
        rows.append(
            (field.title, dt.date.fromisoformat(value) if field.type == "date" and value else field.said(value))
        )
    return {"rows": rows, "source": register.title, "as_of": found.as_of}


@access(RESIDENT, methods=("GET",))
def company(request: HttpRequest) -> HttpResponse:
    """The company's page; whoever acts for none yet chooses one of those they may act for."""
    by, at = acting(request), timezone.now()
    facts: dict[str, Any] = {"mandates": identity.mandates_of(person=by.person, at=at)}
    if by.acting_for:
        facts["registered"] = registered(by.acting_for)
        facts["unread"] = notices.unread(by=by)
        facts["waiting"] = cases.waiting_for(by=by, at=at).total
    return render(request, "portal/company.html", facts)
