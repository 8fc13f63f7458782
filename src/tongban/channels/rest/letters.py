"""Letters from partner nodes: signed by the sender, answered by a signed receipt."""

from __future__ import annotations

import datetime as dt

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from tongban.channels.rest import schemas
from tongban.channels.rest.endpoints import JSON, Json, endpoint
from tongban.exchange.letters import api as letters
from tongban.kernel.web.api import BadInput
from tongban.trust.authority.api import Subject


@endpoint(
    "POST", "letters", summary="A signed message of a process of a partner node; the same letter may come again",
    returns=schemas.LETTER_RECEIPT, takes=JSON,
)  # fmt: skip
def take(request: HttpRequest, *, by: Subject, at: dt.datetime) -> Json:
    del by  # the signature says who sends
    try:
        receipt: Json = orjson.loads(letters.take(body=body(request), at=at))
    except letters.LetterRefused as error:
        raise BadInput(str(error), status=error.status) from None
    return receipt


def body(request: HttpRequest) -> bytes:
    """What was posted. Raises BadInput for another media type, no length, or more than a letter may have."""
    if request.content_type != JSON:
        raise BadInput(f"send the letter as {JSON}", status=415)
    length = request.META.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdigit()):
        raise BadInput("say the length of the letter (Content-Length)", status=411)
    if int(length[:20]) > letters.MOST_BYTES:
        raise BadInput(f"at most {letters.MOST_BYTES} bytes", status=413)
    try:
        return request.body
    except RequestDataTooBig:
        raise BadInput(f"at most {letters.MOST_BYTES} bytes", status=413) from None
