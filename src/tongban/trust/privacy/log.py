"""Who looked at whose data: written at each read, shown to the person, committed to by the ledger."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.forms.models import model_to_dict

from tongban.kernel.declarations.api import Text
from tongban.trust.audit import api as audit
from tongban.trust.privacy.context import Context, OutsideAccess, require_context
from tongban.trust.privacy.models import AccessLog
from tongban.trust.privacy.purposes import basis, words

_WITHOUT_POST = {
    "resident": Text("本人或其代理人", "The person, or somebody acting for them"),
    "system": Text("系统自动办理", "Automatic processing"),
    "program": Text("业务系统", "A department's system"),
    "anonymous": Text("未登录的来访者", "A visitor who had not signed in"),
    "official": Text("工作人员", "An official"),
}
_OWN = Text("您本人", "You")


@dataclass(frozen=True)
class Access:
    """One look at a subject's data. `own`: by the subject; `fields`: names within the resource."""

    id: int
    at: dt.datetime
    unit: Text
    post: Text
    purpose: Text
    legal_basis: str
    case: str
    resource: str
    fields: tuple[str, ...]
    result: str
    own: bool


def read(
    *,
    subject_tag: str,
    resource: str,
    fields: Sequence[str],
    record: str,
    result: str,
    disclosed_from: dt.datetime | None,
) -> None:
    context = require_context()
    if context.unchecked:
        return
    row = _row(context, subject_tag)
    row.resource, row.fields, row.record, row.result = resource, list(fields), record, result
    row.disclosed_from, row.salt = disclosed_from, secrets.token_bytes(16)
    with transaction.atomic():
        row.save(force_insert=True)
        audit.record(
            at=context.at,
            by=context.by or "system",
            action="privacy.read",
            object=f"access:{row.pk}",
            purpose=context.purpose,
            case=context.case,
            result=result,
            commitment=commitment(row),
        )


def _row(context: Context, subject_tag: str) -> AccessLog:
    by, post = context.by, context.post
    if by is None:
        raise OutsideAccess("an access without a reader")
    row = AccessLog(
        subject_tag=subject_tag, at=context.at, actor=by.person or by.kind, actor_kind=by.kind,
        own=by.resident_tag == subject_tag, purpose=context.purpose, legal_basis=context.legal_basis,
        case=context.case,
    )  # fmt: skip
    if post is not None:
        row.unit, row.unit_zh, row.unit_en = post.unit, post.unit_name.zh, post.unit_name.en
        row.post, row.post_zh, row.post_en = post.code, post.title.zh, post.title.en
    return row


def commitment(row: AccessLog) -> str:
    """HMAC over the row under its own salt: says nothing once the row is gone, and finds any change before."""
    values: dict[str, Any] = model_to_dict(row, exclude=["id", "salt"])
    values |= {"id": row.pk, "at": row.at.astimezone(dt.UTC).isoformat()}
    if row.disclosed_from:
        values["disclosed_from"] = row.disclosed_from.astimezone(dt.UTC).isoformat()
    return hmac.new(bytes(row.salt), audit.canonical(values), hashlib.sha256).hexdigest()


def _shown(row: AccessLog) -> Access:
    unit, post = Text(row.unit_zh, row.unit_en), Text(row.post_zh, row.post_en)
    if row.own:
        unit, post = _OWN, Text("")
    elif not row.unit:
        unit = _WITHOUT_POST.get(row.actor_kind, _WITHOUT_POST["official"])
    return Access(
        row.pk, row.at, unit, post, words(row.purpose), basis(row.purpose, row.legal_basis), row.case, row.resource,
        tuple(row.fields), row.result, row.own,
    )  # fmt: skip


def accesses_of(*, subject_tag: str, after: int | None, limit: int, at: dt.datetime | None) -> list[Access]:
    shown = Q(disclosed_from=None)
    if at is not None:
        shown |= Q(disclosed_from__lte=at)
    rows = AccessLog.objects.filter(shown, subject_tag=subject_tag)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return [_shown(row) for row in rows.order_by("-id")[:limit]]


def unfaithful(*, after: int = 0, limit: int = 1000) -> list[int]:
    """The rows (by id) that are not what the ledger committed to, among those whose entry is sealed."""
    rows = AccessLog.objects.filter(pk__gt=after).order_by("id")[:limit]
    return [row.pk for row in rows if not _faithful(row)]


def _faithful(row: AccessLog) -> bool:
    sealed = audit.entries(object=f"access:{row.pk}", limit=1)
    return not sealed or sealed[0].commitment == commitment(row)
