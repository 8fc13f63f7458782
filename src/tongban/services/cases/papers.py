"""Papers as they come into a case: each with the trust level that it really has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.engines.forms import api as forms
from tongban.kernel.declarations.api import Text
from tongban.services.cases import history
from tongban.services.cases.clocks import day_of
from tongban.services.cases.errors import Conflict
from tongban.services.cases.models import Case, Paper
from tongban.services.cases.reused import taken
from tongban.services.offers import api as offers
from tongban.services.offers.api import Evidence
from tongban.trust.authority.api import Subject


def listed(case: Case) -> tuple[Evidence, ...]:
    """What the offer of a case asks for, and what its parts ask for."""
    whole = offers.offer(case.offer, case.offer_version)
    parts = offers.parts(case.offer, case.offer_version) if whole.life_event else ()
    return tuple(one for offer in (whole, *parts) for one in offer.evidence)


def asked(case: Case, name: str) -> Evidence | None:
    """The evidence of this id, or handed in by the upload of this name."""
    return next((one for one in listed(case) if name in (one.id, one.field)), None)


def hand_in(
    case: Case, name: str, attachments: Collection[str], *, by: Subject, at: dt.datetime, title: Text | None = None
) -> None:
    """Files handed in for a piece of evidence (by its id) or an upload (by its name): level D where the offer lets the
    applicant write it under a pledge, else C; what was taken from an earlier paper keeps the level it has.
    """
    evidence = asked(case, name)
    called = evidence.title if evidence else title or Text(name, name)
    common: dict[str, Any] = {
        "case": case, "evidence": evidence.id if evidence else "", "title_zh": called.zh, "title_en": called.en,
        "kind": evidence.reuse.kind if evidence and evidence.reuse else "", "field": name, "at": at,
    }  # fmt: skip
    fresh = list(attachments)
    for paper, files in taken(attachments, evidence, by=by, at=at):
        paper(**common)
        fresh = [one for one in fresh if one not in files]
        history.write(case, "paper-reused", by=by, at=at, what=called)
    if fresh:
        level = "D" if evidence and evidence.level == "D" else "C"
        Paper.objects.create(**common, origin="upload", level=level, attachments=fresh, as_of=day_of(at))


def first(case: Case, form: forms.Form, values: Mapping[str, Any], *, by: Subject, at: dt.datetime) -> None:
    """The papers with which a case begins: what its uploads hold."""
    for field in form.fields():
        files = values.get(field.name) if field.of.widget == "upload" else None
        if files:
            hand_in(case, field.name, list(files), by=by, at=at, title=field.label)


def fetched(case: Case, evidence: Evidence, *, reference: str, as_of: dt.date, at: dt.datetime) -> None:
    """A register answered: issued by its authority."""
    Paper.objects.create(
        case=case, evidence=evidence.id, title_zh=evidence.title.zh, title_en=evidence.title.en, origin="register",
        level="A", reference=reference, as_of=as_of, at=at,
    )  # fmt: skip


def open_doubts(rows: Iterable[Paper]) -> list[Paper]:
    """Papers whose original differs and for which nothing newer was handed in."""
    newest = {(row.evidence or row.field): row for row in sorted(rows, key=lambda row: row.pk)}
    return [row for row in newest.values() if row.found == "differs"]


def lacking(case: Case) -> None:
    """Raises Conflict while a paper keeps the case from being granted: its original differs, or the offer wants it
    verified at a window and nobody has seen the original.
    """
    rows = list(Paper.objects.filter(case=case))
    for row in open_doubts(rows):
        raise Conflict(
            _("The original differs from the paper that was sent: {what}. Refuse, or inspect the right original."),
            what=row.title,
        )
    for one in listed(case):
        sent = [row for row in rows if row.evidence == one.id]
        if one.level == "B" and sent and not any(row.level in ("A", "B") for row in sent):
            raise Conflict(_("It cannot be granted before the original was inspected: {what}"), what=one.title)
