"""Papers of earlier cases, and certificates held, that may be taken again: the one rule that decides it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any

from tongban.services.cases import access, clocks
from tongban.services.cases.models import Case, Paper, Reuse, Sighting
from tongban.services.cases.models.papers import TRUSTED
from tongban.services.certificates import api as certificates
from tongban.services.offers import api as offers
from tongban.services.offers.api import Evidence, Limit
from tongban.trust.authority.api import Subject

Make = Callable[..., object]


def fresh(as_of: dt.date, rule: offers.Reuse, at: dt.datetime) -> bool:
    """Whether a paper of this day is not too old for the offer."""
    return clocks.due_of(Limit(rule.months, "months"), clocks.start_of(as_of))[0] >= clocks.day_of(at)


def fits(paper: Paper, evidence: Evidence | None, *, by: Subject, at: dt.datetime) -> bool:
    """Whether a paper may be taken again: the same person's or company's, trusted, of the kind asked for, valid and not
    too old. What was uploaded and never inspected (C), or written under a pledge (D), never is.
    """
    rule = evidence.reuse if evidence else None
    if rule is None or not mine(paper.case, by):
        return False
    valid = paper.valid_until is None or paper.valid_until >= clocks.day_of(at)
    return paper.level in TRUSTED and paper.kind == rule.kind and valid and fresh(paper.as_of, rule, at)


def mine(case: Case, by: Subject) -> bool:
    """A person's own cases are not those that the person filed for a company, and the other way round."""
    return case.credit_code == by.acting_for and bool(by.acting_for or case.person == by.person)


def held_certificate(number: str, evidence: Evidence | None, *, by: Subject, at: dt.datetime) -> Any:
    """The subject's certificate if it is valid and the one that the offer takes; None otherwise."""
    rule = evidence.reuse if evidence else None
    found = certificates.held(numbers=[number], by=by, at=at) if rule and rule.certificate else ()
    ok = [one for one in found if one.status == "valid" and rule and one.document == rule.certificate]
    return ok[0] if ok else None


def taken(
    attachments: Collection[str], evidence: Evidence | None, *, by: Subject, at: dt.datetime
) -> Iterator[tuple[Make, list[str]]]:
    """What makes the new paper of each earlier one whose files these are, with those files. An earlier paper that does
    not fit any more gives nothing: its files are as good as uploaded.
    """
    rows = Reuse.objects.filter(attachment__in=list(attachments)).select_related("paper__case").order_by("pk")
    found: dict[tuple[int | None, str], tuple[Paper | None, list[str]]] = {}
    for row in rows:
        found.setdefault((row.paper_id, row.certificate), (row.paper, []))[1].append(row.attachment)
    for (_paper, number), (paper, files) in found.items():
        if paper is not None and fits(paper, evidence, by=by, at=at):
            yield partial(_again, paper, files, by), files
        elif number and (one := held_certificate(number, evidence, by=by, at=at)):
            yield (
                partial(
                    Paper.objects.create, origin="certificate", level="A", attachments=files, reference=number,
                    as_of=one.valid_from, valid_until=one.valid_to, taken_from=one.case,
                ),
                files,
            )  # fmt: skip


def _again(paper: Paper, files: list[str], by: Subject, **common: Any) -> None:
    """The same paper in a new case, with the inspection that made it what it is; the earlier case notes it."""
    new = Paper.objects.create(
        **common, origin=paper.origin, level=paper.level, attachments=files, reference=paper.reference,
        as_of=paper.as_of, valid_until=paper.valid_until, found=paper.found, seen_at=paper.seen_at,
        seen_by=paper.seen_by, taken_from=paper.case.number,
    )  # fmt: skip
    for one in Sighting.objects.filter(paper=paper, found="agrees").order_by("-pk")[:1]:
        one.pk, one.paper, one.scan = None, new, ""  # the picture of the original stays with the earlier case
        one.save(force_insert=True)
    access.note(paper.case, "reuse-paper", by=by, at=new.at, purpose=access.OWN, paper=paper.pk, into=new.case.number)
