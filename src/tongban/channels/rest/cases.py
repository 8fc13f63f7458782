"""A person's own cases for the programs that the person lets in; each look is noted as the person's own."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest

from tongban.channels.rest import schemas
from tongban.channels.rest.endpoints import Absent, endpoint, page, query
from tongban.channels.rest.offers import basis, words
from tongban.engines.deadlines import api as deadlines
from tongban.services.cases import api as cases
from tongban.trust.authority.api import Subject

Json = dict[str, Any]
SCOPE = "cases:read"
MISSING = "there is no case with this number, or it is not this person's"


def row(one: cases.Summary) -> Json:
    """A case in a list."""
    return {
        "number": one.number,
        "offer": one.offer,
        "title": words(one.title),
        "state": one.state,
        "outcome": one.outcome,
        "opened": one.opened_at,
        "closed": one.closed_at,
        "due": one.due,
        "provisional": one.provisional,
    }


def part(one: cases.Part) -> Json:
    """What one department decides."""
    return {
        "offer": one.offer,
        "title": words(one.title),
        "unit": one.unit,
        "unit_name": words(one.unit_name),
        "state": one.state,
        "outcome": one.outcome,
        "decided": one.decided_at,
        "due": one.due,
        "reasons": one.reasons,
        "basis": basis(one.basis) if one.basis else None,
        "remedies": [
            {
                "kind": way.kind,
                "where": words(way.where),
                "limit": {"amount": way.amount, "unit": way.unit},
                "until": way.until,
                "provisional": way.provisional,
                "article": way.article,
                "verified": way.verified,
            }
            for way in one.remedies
        ],
        "earlier": [
            {"outcome": old.outcome_text, "reasons": old.reasons, "basis": basis(old.basis), "decided": old.at}
            for old in one.earlier
        ],
    }


@endpoint(
    "GET", "cases", summary="The person's own cases, the newest first", scope=SCOPE,
    returns=schemas.paged(schemas.CASE_ROW), parameters={"after": schemas.WORD},
)  # fmt: skip
def listed(request: HttpRequest, *, by: Subject, at: dt.datetime) -> Json:
    found = cases.my_cases(by=by, at=at, after=query(request, "after"))
    return page([row(one) for one in found.cases], found.after)


@endpoint(
    "GET", "cases/{number}", summary="One case: its parts, dates and story", scope=SCOPE, returns=schemas.CASE,
    missing=MISSING,
)  # fmt: skip
def one(request: HttpRequest, *, number: str, by: Subject, at: dt.datetime) -> Json:  # noqa: ARG001 (a handler's signature)
    try:
        found = cases.case(number=number, by=by, at=at)
    except cases.NotFound:
        raise Absent from None
    story = [{"at": line.at, "code": line.code, "text": line.text, "unit": line.unit} for line in found.timeline]
    return {
        **row(found.summary),
        "running": found.running,
        "parts": [part(one) for one in found.parts],
        "timeline": story,
        "certificates": [one.number for one in found.outputs],
        "obligations": [owed(one) for one in found.obligations],
    }


def owed(one: cases.ObligationView) -> Json:
    """Evidence that follows by pledge or tolerated gap."""
    return {
        "evidence": one.evidence,
        "title": words(one.title),
        "kind": one.kind,
        "statement": one.statement,
        "basis": basis(one.basis),
        "due": one.due,
        "provisional": one.provisional,
        "state": one.state,
        "note": one.note,
        "barred_until": one.barred_until,
    }


def clock(one: cases.Why) -> Json:
    """A clock with its days: whoever adds up those that count gets the same date."""
    return {
        "kind": one.kind,
        "part": one.part,
        "limit": {"amount": int(one.limit.amount), "unit": one.limit.unit},
        "basis": basis(one.basis) if one.basis else None,
        "started": one.started,
        "due": one.due,
        "provisional": one.provisional,
        "status": one.status,
        "remaining": one.remaining,
        "stopped": one.stopped,
        "result": one.result,
        "ledger": [run(line) for line in one.ledger],
        "pauses": [stood(pause) for pause in one.pauses],
        "extensions": [granted(extension) for extension in one.extensions],
    }


def stood(one: cases.Stood) -> Json:
    """A pause: `to` is the day that counts again."""
    return {
        "cause": one.cause,
        "policy": one.policy,
        "from": one.start,
        "to": one.end,
        "open": one.open,
        "basis": basis(one.basis) if one.basis else None,
    }


def granted(one: cases.Granted) -> Json:
    """More time, and why."""
    return {
        "sequence": one.sequence,
        "amount": one.amount,
        "unit": one.unit,
        "reason": one.reason,
        "post": one.post,
        "basis": basis(one.basis) if one.basis else None,
        "at": one.at,
    }


def run(line: deadlines.Line) -> Json:
    """A run of days under one rule."""
    return {
        "first": line.first.isoformat(),
        "last": line.last.isoformat(),
        "counts": line.counts,
        "rule": line.rule,
        "text": deadlines.explain(line),
    }


@endpoint(
    "GET", "cases/{number}/why", summary="Why the dates of a case are what they are, day by day", scope=SCOPE,
    returns=schemas.WHY, missing=MISSING,
)  # fmt: skip
def why(request: HttpRequest, *, number: str, by: Subject, at: dt.datetime) -> Json:  # noqa: ARG001 (a handler's signature)
    try:
        clocks = cases.why(number=number, by=by, at=at)
    except cases.NotFound:
        raise Absent from None
    return {"number": number, "clocks": [clock(one) for one in clocks]}
