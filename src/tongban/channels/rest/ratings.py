"""Rating by a code, for anybody who holds one: what a counter's own device or another portal calls."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest

from tongban.channels.rest import schemas
from tongban.channels.rest.endpoints import Absent, endpoint
from tongban.channels.rest.offers import words
from tongban.kernel.web.api import BadInput, json_body
from tongban.openness.evaluation import api as evaluation
from tongban.trust.authority.api import Subject

Json = dict[str, Any]
MISSING = "this code is not known, was used, or its time is over"
LABEL = schemas.record(code=schemas.TEXT, title=schemas.WORDS)
INVITED = schemas.record(
    step=schemas.one_of("rate", "wait", "again"), kind=schemas.one_of("case", "visit"), title=schemas.WORDS,
    at=schemas.MOMENT, due=schemas.maybe(schemas.DAY), reply=schemas.TEXT, repair=schemas.TEXT,
    tags=schemas.many(LABEL),
)  # fmt: skip
STARS = {"type": "integer", "minimum": 1, "maximum": 5}
GIVEN = schemas.record(stars=STARS) | {
    "properties": {"stars": STARS, "tags": schemas.many(schemas.TEXT), "comment": {"type": "string", "maxLength": 2000}}
}
TAKEN = schemas.record(
    next={**schemas.TEXT, "description": "the code that leads to the answer to a bad rating, or empty"}
)


@endpoint(
    "GET", "ratings/{code}", summary="What a code rates: a case or a visit, for the first or the second time",
    returns=INVITED, missing=MISSING, limited=True,
)  # fmt: skip
def invited(request: HttpRequest, *, code: str, by: Subject, at: dt.datetime) -> Json:  # noqa: ARG001 (a handler's signature)
    found = evaluation.invited(code=code, by=by, at=at)
    if found is None:
        raise Absent
    return {
        "step": found.step, "kind": "visit" if found.visit else "case", "title": words(found.title), "at": found.at,
        "due": found.due, "reply": found.reply, "repair": found.repair,
        "tags": [{"code": code, "title": words(text)} for code, text in evaluation.tags()],
    }  # fmt: skip


@endpoint(
    "POST", "ratings/{code}", summary="Rates by a code, which is used up by it", returns=TAKEN, missing=MISSING,
    takes="application/json", body=GIVEN, limited=True,
)  # fmt: skip
def rate(request: HttpRequest, *, code: str, by: Subject, at: dt.datetime) -> Json:
    given = json_body(request)
    given = given if isinstance(given, dict) else {}
    stars, tags, comment = given.get("stars"), given.get("tags", []), given.get("comment", "")
    texts = isinstance(tags, list) and all(isinstance(tag, str) for tag in tags) and isinstance(comment, str)
    if type(stars) is not int or not texts:
        raise BadInput('send {"stars": 1 to 5, "tags": [codes], "comment": "…"}; only the stars are required')
    try:
        return {"next": evaluation.rate_invited(code=code, stars=stars, tags=tags, comment=comment, by=by, at=at)}
    except LookupError:
        raise Absent from None
    except evaluation.EvaluationError as error:
        raise BadInput(str(error), status=422) from None
