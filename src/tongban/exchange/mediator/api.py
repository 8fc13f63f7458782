"""The front door of the exchange (交换平台): every lookup between departments has a right, a purpose, and evidence.

`ask` checks the agreement that the catalogue holds, opens the access context, calls the provider, checks the answer
against the catalogue entry, and writes one evidence row: digests under the node's key, signed by the node. A refusal is
recorded as well; it is kept unless the caller's own transaction is undone.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tongban.exchange.catalogue import api as catalogue
from tongban.exchange.mediator.evidence import Evidence, Request, evidence, evidence_of, matches, note, usable, verify
from tongban.exchange.mediator.providers import Held, Provider, provider_of, register_provider
from tongban.exchange.mediator.refusals import ExchangeRefused
from tongban.exchange.mediator.repeats import RepeatedLookup, repeated
from tongban.exchange.mediator.schema import faults
from tongban.kernel.declarations.api import Text
from tongban.trust.authority.api import Subject
from tongban.trust.privacy import api as privacy

__all__ = [
    "Answer", "Evidence", "ExchangeRefused", "Held", "Provider", "RepeatedLookup", "ask", "evidence", "evidence_of",
    "matches", "register_provider", "repeated", "verify",
]  # fmt: skip

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What a register said. `values` are JSON values: dates ISO 8601 text, numbers decimal text. `as_of` is the date of
    the register's knowledge, `reference` the record and its last event, `evidence` the id of the evidence row.
    """

    values: dict[str, Any]
    source: Text
    as_of: dt.date
    reference: str
    evidence: str


def ask(
    *,
    resource: str,
    key: str,
    fields: tuple[str, ...],
    purpose: str,
    consumer: str,
    by: Subject,
    at: dt.datetime,
    case: str = "",
    legal_basis: str = "",
) -> Answer:
    """Asks a resource for some fields of one record, on behalf of a consumer: the key of an offer, or a unit's code.

    `legal_basis` is that of the agreement unless given. Raises ExchangeRefused, whose `code` says why; an unknown
    resource, a missing agreement and an empty register are refusals like any other.
    """
    request = Request(resource, key, tuple(fields), purpose, legal_basis, consumer, case, by, at)
    with transaction.atomic():
        try:
            offered, agreement = _right(request)
            request = request.on(agreement)
            held = _fetch(request, offered)
        except ExchangeRefused as refusal:
            note(request, result=refusal.code)
            refused = refusal
        else:
            written = note(request, result="answered", values=held.values)
            return Answer(dict(held.values), offered.title, held.as_of, held.reference, written)
    log.info("exchange refused: %s asked %s: %s", consumer, resource, refused.code)
    raise refused


def _right(request: Request) -> tuple[catalogue.Resource, catalogue.Agreement]:
    names = {"resource": request.resource, "consumer": request.consumer, "purpose": request.purpose}
    try:
        offered = catalogue.resource(request.resource)
    except LookupError:
        raise ExchangeRefused("unknown", **names) from None
    if not usable(request.key):
        raise ExchangeRefused("key", **names)
    if offered.sharing == "not_shared":
        raise ExchangeRefused("not_shared", **names)
    agreement = catalogue.agreement(
        consumer=request.consumer, resource=request.resource, purpose=request.purpose
    )  # fmt: skip
    if agreement is None:
        raise ExchangeRefused("no_agreement", **names)
    beyond = [name for name in request.fields if name not in agreement.fields]
    if beyond or not request.fields:
        raise ExchangeRefused("fields", **names, fields=", ".join(beyond))
    return offered, agreement


def _fetch(request: Request, offered: catalogue.Resource) -> Held:
    provider = provider_of(request.resource)
    if provider is None:
        raise ExchangeRefused("no_provider", resource=request.resource)
    held = _call(provider, request, offered)
    if held is None:
        raise ExchangeRefused("nothing", resource=request.resource)
    broken = faults(offered, request.fields, held.values)
    if broken:
        log.error("provider of %s broke its catalogue entry in: %s", request.resource, ", ".join(broken))
        raise ExchangeRefused("schema", resource=request.resource, fields=", ".join(broken))
    return held


def _call(provider: Provider, request: Request, offered: catalogue.Resource) -> Held | None:
    try:
        with transaction.atomic():
            if not offered.personal:
                return provider(request.key, request.fields, request.at)
            with privacy.access(
                purpose=request.purpose,
                case=request.case,
                legal_basis=request.legal_basis,
                by=request.by,
                at=request.at,
            ):
                return provider(request.key, request.fields, request.at)
    except Exception as error:
        log.exception("provider of %s failed", request.resource)
        raise ExchangeRefused("failed", resource=request.resource) from error
