"""The callback of the payment channel."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tongban.services.payments import api as payments
from tongban.services.payments.wire import HEADER, MAX_BYTES
from tongban.trust.authority.api import PUBLIC, access

STATUS = {"unsigned": 401, "replay": 401, "malformed": 400, "unknown": 404, "amount": 409}


@access(PUBLIC, methods=("POST",))
@csrf_exempt  # no browser of ours calls: the signature is the proof
@require_POST
def callback(request: HttpRequest) -> JsonResponse:
    """Takes a signed message; 200 once it need not be sent again."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isascii() or not length.isdigit() or int(length) > MAX_BYTES:
        return JsonResponse({"result": "malformed"}, status=413)
    signature = request.headers.get(HEADER, "")
    answer = payments.receive_callback(body=request.body, signature=signature, at=timezone.now())
    return JsonResponse({"result": answer.result}, status=STATUS.get(answer.result, 200))
