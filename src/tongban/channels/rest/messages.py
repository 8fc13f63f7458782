"""The conversation of a person's own case, for the programs that the person lets in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest

from tongban.channels.rest import schemas
from tongban.channels.rest.cases import MISSING, SCOPE
from tongban.channels.rest.endpoints import Absent, endpoint
from tongban.kernel.web.api import BadInput, json_body
from tongban.services.cases import api as cases
from tongban.services.conversations import api as conversations
from tongban.trust.authority.api import Subject

Json = dict[str, Any]
WRITE = "cases:write"
MESSAGE = schemas.record(
    id=schemas.WHOLE, side=schemas.one_of("applicant", "authority"), channel=schemas.TEXT, text=schemas.TEXT,
    unit=schemas.TEXT, at=schemas.MOMENT, read=schemas.maybe(schemas.MOMENT), files=schemas.many(schemas.TEXT),
)  # fmt: skip
THREAD = schemas.record(number=schemas.TEXT, unread=schemas.WHOLE, messages=schemas.many(MESSAGE))
KEY = {"type": "string", "minLength": 1, "maxLength": 64}
WRITTEN = schemas.record(id=schemas.WHOLE)


@endpoint(
    "GET", "cases/{number}/messages", summary="What applicant and authority wrote to one another", scope=SCOPE,
    returns=THREAD, missing=MISSING,
)  # fmt: skip
def thread(request: HttpRequest, *, number: str, by: Subject, at: dt.datetime) -> Json:  # noqa: ARG001 (a handler's signature)
    try:
        found = conversations.thread(number=number, by=by, at=at)
    except cases.NotFound:
        raise Absent from None
    rows = [
        {
            "id": one.id, "side": one.side, "channel": one.channel, "text": one.text, "unit": one.unit, "at": one.at,
            "read": one.read_at, "files": [file.name for file in one.files],
        }
        for one in found.messages
    ]  # fmt: skip
    return {"number": number, "unread": found.unread, "messages": rows}


@endpoint(
    "POST", "cases/{number}/messages", scope=WRITE, returns=WRITTEN, missing=MISSING, takes="application/json",
    summary="Writes a message; the same key again is the same message", body=schemas.record(text=schemas.TEXT, key=KEY),
)  # fmt: skip
def write(request: HttpRequest, *, number: str, by: Subject, at: dt.datetime) -> Json:
    given = json_body(request)
    text, key = (given.get("text"), given.get("key")) if isinstance(given, dict) else (None, None)
    if not isinstance(text, str) or not isinstance(key, str) or not 0 < len(key) <= 64:  # noqa: PLR2004 (the column)
        raise BadInput('send {"text": "…", "key": "…"}; the key has 1 to 64 characters')
    try:
        return {"id": conversations.write(number=number, text=text, key=key, by=by, at=at, channel="program")}
    except cases.NotFound:
        raise Absent from None
    except conversations.ConversationError as error:
        raise BadInput(str(error), status=422) from None
