"""Letters to partners: written with the act that sends them, posted until the signed receipt is there."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from tongban.exchange.letters import partners, wire
from tongban.exchange.letters.errors import LetterRefused
from tongban.exchange.letters.models import Outgoing
from tongban.kernel.fetch import api as fetching
from tongban.trust.audit import api as audit

PATH = "/api/v1/letters"
LEASE = dt.timedelta(seconds=60)
STUCK_AFTER = 8
FINAL = frozenset({400, 409, 413, 415, 422})  # trying the same letter again would get the same answer
BY = "letters"


def send(
    *,
    name: str,
    data: Mapping[str, Any],
    origin: str,
    element: str,
    at: dt.datetime,
    to: str = "",
    correlation: str = "",
) -> str:
    """Writes a letter in the caller's transaction; returns its number. `data` is JSON, `to` the code of a partner, ""
    for the only one that takes the message. What cannot go is kept for the officer.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()
    known = [to[:40]] if to else [one.code for one in partners.taking(name, at)]
    row = Outgoing(
        number=uuid.uuid4().hex, wanted=to[:40], partner=known[0] if len(known) == 1 else "", name=name,
        correlation=correlation[:200], data=text, at=at, due=at, origin=origin[:120], element=element[:120],
    )  # fmt: skip
    try:
        wire.opened("letter", wire.LETTER, wire.signed("letter", _record(row, wire.own_code()), at=at))
    except LetterRefused as error:
        row.state, row.stuck, row.error = "refused", True, error.kept[:300]
    with transaction.atomic():
        row.save(force_insert=True)
        _note(row, "send", at, to=row.partner)
    return row.number


def _record(row: Outgoing, to: str) -> dict[str, str]:
    return {
        "kind": wire.LETTER, "id": row.number, "from": wire.own_code(), "to": to, "name": row.name,
        "correlation": row.correlation, "at": row.at.astimezone(dt.UTC).isoformat(), "data": row.data,
    }  # fmt: skip


def _note(row: Outgoing, verb: str, at: dt.datetime, **detail: Any) -> None:
    message = hashlib.sha256(row.name.encode()).hexdigest()[:16] if not row.name.isascii() else row.name[:120]
    audit.record(
        at=at, by=BY, action=f"letters.{verb}", object=f"letter:{row.number}", detail={"message": message, **detail}
    )


def post(*, at: dt.datetime, limit: int = 100) -> int:
    """Posts what is due, oldest first; returns how many arrived. Safe in several processes at once.

    A partner that does not answer makes all of its letters wait, so that it costs one attempt and not one for each.
    """
    due = Outgoing.objects.filter(state="waiting", due__lte=at).order_by("due", "id")
    return sum(_post(number, at) for number in list(due.values_list("pk", flat=True)[:limit]))


def _post(number: int, at: dt.datetime) -> bool:
    open_still = Outgoing.objects.filter(pk=number, state="waiting", due__lte=at)
    if not open_still.update(due=at + LEASE, attempts=F("attempts") + 1):
        return False  # another process posts it, or its partner has just failed to answer
    row = Outgoing.objects.get(pk=number)
    try:
        partner = partners.addressee(row.wanted, row.name, at)
        record = _record(row, partner.code)
        answer = fetching.fetch(
            partner.address + PATH, allowed=[partner.address], method="POST", most_bytes=20_000,
            body=wire.signed("letter", record, at=at), headers={"Content-Type": "application/json"},
        )  # fmt: skip
    except LetterRefused as error:
        return _refused(row, error.kept, at, row.partner)
    except (fetching.Unreachable, fetching.NotAllowed) as error:
        return _later(row, partner.code, LetterRefused("silent", str(error)).kept, at, all_of_it=True)
    return _judge(row, partner, record, answer, at)


def _judge(
    row: Outgoing, partner: partners.Partner, record: Mapping[str, str], answer: fetching.Answer, at: dt.datetime
) -> bool:
    if answer.status == 200:  # noqa: PLR2004 (HTTP)
        receipt = _receipt(answer.body, partner, record)
        if receipt is not None:
            return _delivered(row, partner.code, receipt, at)
        return _later(row, partner.code, LetterRefused("receipt").kept, at)
    said = f"{answer.status} {_detail(answer.body)}".strip()
    if answer.status in FINAL:
        return _refused(row, said, at, partner.code)
    unknown = answer.status == 403  # noqa: PLR2004 (HTTP: one of the two directories needs an officer)
    return _later(row, partner.code, said, at, stuck=unknown)


def _detail(body: bytes) -> str:
    try:
        found = json.loads(body)
        text = found.get("detail", "") if isinstance(found, dict) else ""
    except (ValueError, RecursionError):
        return ""
    return "".join(letter for letter in str(text)[:250] if letter.isprintable()).encode("utf-8", "ignore").decode()


def _receipt(body: bytes, partner: partners.Partner, record: Mapping[str, str]) -> dict[str, Any] | None:
    """The receipt for exactly this letter; None for anything else."""
    try:
        found, signature = wire.opened("receipt", wire.RECEIPT, body)
    except LetterRefused:
        return None
    fits = (found["id"], found["from"], found["to"]) == (record["id"], record["to"], record["from"])
    if not fits or found["digest"] != wire.digest(record) or not wire.proved(found, signature, partner.pinned):
        return None
    return {"receipt": found, "signature": signature.envelope()}


def _delivered(row: Outgoing, partner: str, receipt: dict[str, Any], at: dt.datetime) -> bool:
    with transaction.atomic():
        settled = {"state": "delivered", "settled": at, "settled_by": BY, "stuck": False, "error": ""}
        there = Outgoing.objects.filter(pk=row.pk, state__in=["waiting", "refused"])
        if not there.update(partner=partner, receipt=receipt, **settled):
            Outgoing.objects.filter(pk=row.pk, receipt=None).update(receipt=receipt)  # it was dismissed meanwhile
            return False
        _note(row, "deliver", at, partner=partner)
    return True


def _refused(row: Outgoing, why: str, at: dt.datetime, partner: str) -> bool:
    with transaction.atomic():
        there = Outgoing.objects.filter(pk=row.pk, state="waiting")
        if there.update(state="refused", stuck=True, error=why[:300], partner=partner):
            _note(row, "refuse", at, partner=partner)
    return False


def _later(
    row: Outgoing, partner: str, why: str, at: dt.datetime, *, stuck: bool = False, all_of_it: bool = False
) -> bool:
    due = at + dt.timedelta(seconds=min(2**row.attempts, 3600))
    there = Outgoing.objects.filter(pk=row.pk, state="waiting")
    there.update(partner=partner, due=due, error=why[:300], stuck=stuck or row.attempts >= STUCK_AFTER)
    if all_of_it:
        Outgoing.objects.filter(partner=partner, state="waiting", due__lte=at).update(due=due)
    return False
