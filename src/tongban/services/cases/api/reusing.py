"""What an applicant holds already and may take into a new application instead of sending it again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.engines.forms import api as forms
from tongban.kernel.declarations.api import Text
from tongban.services.cases import access, reused
from tongban.services.cases.api.opening import draft_owner
from tongban.services.cases.errors import CaseError, NotFound
from tongban.services.cases.models import Paper, Reuse
from tongban.services.certificates import api as certificates
from tongban.services.offers import api as offers
from tongban.services.offers.api import Evidence
from tongban.trust.authority.api import Subject
from tongban.trust.privacy import api as privacy

MOST = 50


@dataclass(frozen=True)
class Held:
    """A paper that may be taken again. `key` names it: of a paper "p" and its id, of a certificate "c" and its number;
    `number` is the earlier case's, or the certificate's.
    """

    key: str
    title: Text
    level: str
    number: str
    as_of: dt.date
    valid_until: dt.date | None


def evidence_in(offer: offers.Offer, fields: Iterable[str]) -> dict[str, Evidence]:
    """The evidence that may be taken again, by the upload into which it goes; a life event asks its parts too."""
    wanted = set(fields)
    asked = (offer, *(offers.parts(offer.key, offer.version) if offer.life_event else ()))
    found = [one for each in asked for one in each.evidence if one.reuse and one.field in wanted]
    return {one.field: one for one in reversed(found)}


def held(*, offer: offers.Offer, fields: Iterable[str], by: Subject, at: dt.datetime) -> dict[str, tuple[Held, ...]]:
    """By upload, what the applicant, or the company acted for, holds already: papers first, the newest first. No query
    for an offer that lets nothing be taken again.
    """
    known = evidence_in(offer, fields)
    kinds = {one.reuse.kind for one in known.values() if one.reuse}
    if not kinds:
        return {}
    own = {"case__credit_code": by.acting_for} | ({} if by.acting_for else {"case__person": by.person})
    rows = Paper.objects.filter(**own, kind__in=kinds, level="B").select_related("case").order_by("-pk")[:MOST]
    papers = list({(row.kind, row.as_of, row.seen_at): row for row in reversed(rows)}.values())[::-1]  # each once
    wanted = any(one.reuse and one.reuse.certificate for one in known.values())
    owned = certificates.wallet(by=by, at=at).rows if wanted else ()
    return {
        field: (
            *(_paper(row) for row in papers if reused.fits(row, one, by=by, at=at)),
            *(
                Held("c" + each.number, each.title, "A", each.number, each.valid_from, each.valid_to)
                for each in owned
                if each.status == "valid" and one.reuse and each.document == one.reuse.certificate
            ),
        )
        for field, one in known.items()
    }


def _paper(row: Paper) -> Held:
    return Held(f"p{row.pk}", row.title, row.level, row.case.number, row.as_of, row.valid_until)


def reuse(*, draft: int, offer: offers.Offer, field: str, key: str, by: Subject, at: dt.datetime) -> None:
    """Takes what is held into an upload of the open draft, with its trust level; the reading is noted.

    Raises CaseError when it may not be taken (any more) or the upload is full, NotFound for another's draft.
    """
    evidence = evidence_in(offer, [field]).get(field)
    with transaction.atomic():
        row = Paper.objects.filter(pk=key[1:]).select_related("case").first() if _numbered(key) else None
        number = key[1:] if key[:1] == "c" else ""
        files: list[tuple[str, bytes]] = []
        if row is not None and reused.fits(row, evidence, by=by, at=at):
            with access.reading(by, number=row.case.number, at=at, purpose=access.OWN):
                if row.case.tag:
                    about = f"case:{row.case.number}"
                    privacy.read(subject_tag=row.case.tag, resource="cases.papers", fields=[row.field], record=about)
                found = forms.attachments(ids=row.attachments)
                files = [(one.name, forms.open_attachment(one.id)) for one in found]
            access.note(row.case, "take-paper", by=by, at=at, purpose=access.OWN, paper=row.pk, offer=offer.key)
        elif number and reused.held_certificate(number, evidence, by=by, at=at):
            row, files = None, [(f"{number}.pdf", certificates.pdf(number=number, by=by, at=at))]
        if not files:
            raise CaseError(_("This cannot be taken again (any more). Add the file instead."))
        _put(draft, field, files, row, number, by=by, at=at)


def _numbered(key: str) -> bool:
    return key[:1] == "p" and key[1:].isascii() and key[1:].isdigit() and len(key) < 19  # noqa: PLR2004 (a bigint)


def _put(
    draft: int, field: str, files: list[tuple[str, bytes]], paper: Paper | None, number: str, *,
    by: Subject, at: dt.datetime,
) -> None:  # fmt: skip
    owner = draft_owner(by)
    try:
        open_one = forms.draft(draft, owner)
        taken = [
            forms.attach(
                owner=owner, draft=draft, field=field, file=data, name=name, accept=("pdf", "jpeg", "png"), at=at
            )
            for name, data in files
        ]
    except LookupError:
        raise NotFound from None
    for one in taken:
        Reuse.objects.update_or_create(
            attachment=one.id, defaults={"paper": paper, "certificate": "" if paper else number, "at": at}
        )
    ids = dict.fromkeys([*(open_one.values.get(field) or []), *(one.id for one in taken)])
    forms.save_draft(
        owner=owner, key=open_one.key, form_key=open_one.form_key, form_version=open_one.form_version,
        values={field: list(ids)}, at=at,
    )  # fmt: skip
